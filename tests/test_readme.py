"""The README names what there is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pe_desktop.cli import main
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from tests.sources.configs import CONFIGS
from tests.sources.files import entry, safetensors

from .pictures import lines_of

README = (Path(__file__).parent.parent / "README.md").read_text()


@pytest.mark.parametrize("id", [*ENCODINGS, *PICTURES])
def test_every_encoding_and_figure_is_named_by_its_id(id: str) -> None:
    assert f"`{id}`" in README


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_page_is_named(page) -> None:
    assert page.label in README


def bring_model() -> None:
    """The files that stand for a person's own."""
    Path("config.json").write_text(json.dumps(CONFIGS["llama-3.1-8b"][0]), "utf-8")
    table = Sinusoidal(d_model=16).numbers(60).at(np.arange(60), np.arange(16)).astype(np.float32)
    frequencies = (10000.0 ** (-np.arange(32) / 32)).astype(np.float32)
    shapes = {"wpe.weight": (table.shape, 0, 3840), "rotary.inv_freq": (frequencies.shape, 3840, 3968)}
    entries = {name: entry(shape, (start, end)) for name, (shape, start, end) in shapes.items()}
    Path("model.safetensors").write_bytes(safetensors(entries, table.tobytes() + frequencies.tobytes()))
    np.save("positions.npy", table)
    before = np.random.default_rng(0).normal(size=(30, 8))
    turned = (before[:, :4] + 1j * before[:, 4:]) * np.exp(1j * np.arange(30)[:, None] * 10000.0 ** (-np.arange(4) / 4))
    np.save("before.npy", before)
    Image.fromarray(np.arange(40 * 30, dtype=np.uint16).astype(np.uint8).reshape(30, 40)).save("me.jpg")
    np.save("after.npy", np.hstack([turned.real, turned.imag]))


SHORT = ("--seconds", "0.2")  # films need not last here


def test_every_line_of_the_command_line_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "heatmap", "-o", "first.png", "--size", "320x180"]) == 0
    assert main(["export", "waves", "-o", "second.json", "--length", "8"]) == 0
    bring_model()
    for arguments in lines_of(README):
        if arguments and arguments[0] == "diagnose":
            assert main(arguments) == 0, (arguments, capsys.readouterr())
        if arguments and arguments[0] in ("export", "deck", "list", "config"):
            film = any(word.endswith((".gif", ".mp4", "/")) for word in arguments)
            assert main([*arguments, *(SHORT if film else ())]) == 0, (arguments, capsys.readouterr().err)
            written = arguments[arguments.index("-o") + 1] if "-o" in arguments else "."
            assert Path(written).exists(), arguments
