"""The formats: each is one file that is found by itself, and knowing them all needs no Qt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.export import formats as package
from pe_desktop.export import writing
from pe_desktop.export.formats import NAMES, decks, format_of, formats
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export, export_deck, render

REQUEST = Request(State(Document(length=12, encoding=Sinusoidal(d_model=8))), "heatmap", size=(320, 240))
CARRYING = {"png", "svg", "pdf", "pptx", "gif", "mp4", "json"}
WORDS = """
from pe_desktop.export.carrying import carried
from pe_desktop.export.formats import NUMBERS, Format


class Words(Format):
    label = "A word for each figure"
    order = 1
    uses = NUMBERS
    several = True

    def write(self, requests, out, tell=None):
        out.write(b"WORDS " + " ".join(each.figure for each in requests).encode() + b"\\n" + carried(requests).encode())

    def begins(self, start):
        return start.startswith(b"WORDS ")

    def carried_in(self, stream):
        return stream.read().decode("ascii").partition("\\n")[2]
"""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more file among the formats."""
    (tmp_path / "words.py").write_text(WORDS, "utf-8")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    for place in (package, writing):
        monkeypatch.setattr(place, "NAMES", (*NAMES, "words"))
    for known in (format_of, formats, decks):
        known.cache_clear()
    yield
    sys.modules.pop("pe_desktop.export.formats.words", None)
    for known in (format_of, formats, decks):
        known.cache_clear()


def test_every_file_of_the_folder_is_a_format() -> None:
    folder = Path(package.__path__[0])
    assert set(NAMES) == {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert set(formats()) == set(NAMES)


@pytest.mark.usefixtures("words")
def test_another_file_is_another_format_that_is_written_and_opened(tmp_path: Path) -> None:
    path, second = tmp_path / "a.words", REQUEST.replace(figure="waves")
    export_deck((REQUEST, second), path)
    assert path.read_bytes().startswith(b"WORDS heatmap waves\n")
    assert read_requests(path) == (REQUEST, second)
    assert next(iter(formats())) == "words"
    assert "words" in decks()


@pytest.mark.parametrize("suffix", sorted(CARRYING))
def test_what_carries_its_document_is_opened_again(tmp_path: Path, suffix: str) -> None:
    request = REQUEST.replace(motion=REQUEST.motion.replace(seconds=0.2, fps="10"))
    export(request, tmp_path / f"a.{suffix}")
    assert read_requests(tmp_path / f"a.{suffix}")[0].state == request.state


@pytest.mark.parametrize("suffix", sorted(CARRYING))
def test_a_kind_of_file_is_told_by_how_it_begins(tmp_path: Path, suffix: str) -> None:
    motion = REQUEST.motion.replace(seconds=0.2, fps="10")
    request = REQUEST.replace(motion=motion, heading="%PDF- { <svg GIF89a ftyp PK PNG")
    export(request, tmp_path / f"a.{suffix}")
    start = (tmp_path / f"a.{suffix}").read_bytes()[:1024]
    assert [name for name, format in formats().items() if format.begins(start)] == [suffix]


def test_formats_of_several_figures_hold_them_in_one_file() -> None:
    assert set(decks()) == {"pptx", "pdf", "gif", "mp4"}


@pytest.mark.parametrize("suffix", sorted(set(NAMES) - {"pptx", "pdf", "gif", "mp4", "frames"}))
def test_a_format_of_one_figure_refuses_more(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ExportError, match=f"output: .{suffix} given, which holds one figure; allowed for a deck: .pdf"):
        export_deck((REQUEST, REQUEST), tmp_path / f"a.{suffix}")
    assert not list(tmp_path.iterdir())


def test_bytes_of_a_folder_are_refused() -> None:
    with pytest.raises(ExportError, match="output: one file given, and numbered PNG pictures are many"):
        render(REQUEST, "frames")


def test_knowing_the_formats_and_reading_need_no_qt(tmp_path: Path) -> None:
    for suffix in ("png", "json"):
        export(REQUEST, tmp_path / f"a.{suffix}")
    program = f"""
        import sys
        sys.modules["PySide6"] = None
        from pe_desktop.export.formats import formats
        from pe_desktop.export.reading import read_requests
        formats()
        for suffix in ("png", "json"):
            assert read_requests({str(tmp_path)!r} + "/a." + suffix)[0].figure == "heatmap"
        print("read")
    """
    done = subprocess.run([sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("read\n", "")
