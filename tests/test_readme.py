"""The README names what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pe_desktop.cli import main
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES

from .pictures import lines_of

README = (Path(__file__).parent.parent / "README.md").read_text()


@pytest.mark.parametrize("id", [*ENCODINGS, *PICTURES])
def test_every_encoding_and_figure_is_named_by_its_id(id: str) -> None:
    assert f"`{id}`" in README


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_page_is_named(page) -> None:
    assert page.label in README


SHORT = ("--seconds", "0.2")  # films need not last here


def test_every_line_of_the_command_line_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "heatmap", "-o", "first.png", "--size", "320x180"]) == 0
    assert main(["export", "waves", "-o", "second.json", "--length", "8"]) == 0
    for arguments in lines_of(README):
        if arguments and arguments[0] in ("export", "deck", "list"):
            film = any(word.endswith((".gif", ".mp4", "/")) for word in arguments)
            assert main([*arguments, *(SHORT if film else ())]) == 0, (arguments, capsys.readouterr().err)
            written = arguments[arguments.index("-o") + 1] if "-o" in arguments else "."
            assert Path(written).exists(), arguments
