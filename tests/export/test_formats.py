"""The formats: each is one file that is found by itself, and knowing them all needs no Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pe_desktop
from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.export import formats as package
from pe_desktop.export.formats import FORMATS, decks
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export, export_deck, render

REQUEST = Request(State(Document(length=12, encoding=Sinusoidal(d_model=8))), "heatmap", size=(320, 240))
FILM = REQUEST.motion.replace(seconds=0.2, fps="10")
CARRYING = ("png", "svg", "pdf", "pptx", "gif", "mp4", "json")
WORDS = r"""
from pe_desktop.export.carrying import carried
from pe_desktop.export.formats import NUMBERS, Format


class Words(Format):
    label = "A word for each figure"
    order = 1
    uses = NUMBERS
    several = True

    def write(self, requests, out, tell=None):
        out.write(b"WORDS " + " ".join(each.figure for each in requests).encode() + b"\n" + carried(requests).encode())

    def begins(self, start):
        return start.startswith(b"WORDS ")

    def carried_in(self, stream):
        return stream.read().decode("ascii").partition("\n")[2]
"""
USING_WORDS = r"""
from pe_desktop.document import State
from pe_desktop.export.formats import FORMATS, decks
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import Request
from pe_desktop.export.writing import export_deck

asked = (Request(State(), "heatmap"), Request(State(), "waves"))
export_deck(asked, "a.words")
assert open("a.words", "rb").readline() == b"WORDS heatmap waves\n"
assert read_requests("a.words") == asked
print(next(iter(FORMATS)), "words" in decks())
"""
WITHOUT_QT = """
import sys

sys.modules["PySide6"] = None
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.reading import read_requests

list(FORMATS)
assert all(read_requests("a." + suffix)[0].figure == "heatmap" for suffix in ("png", "json"))
print("read")
"""


def ran(program: str, folder: Path, package: Path) -> tuple[str, str]:
    """What a program prints and complains of, run in a folder with the package that stands there."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def with_another_file(real: Path, copied: Path) -> Path:
    """The package as it is, but for one more file among the formats."""
    for folder, made_anew in (("", "export"), ("export", "formats"), ("export/formats", "")):
        (copied / folder).mkdir(parents=True)
        for path in (real / folder).iterdir():
            if path.name not in (made_anew, "__pycache__"):
                (copied / folder / path.name).symlink_to(path)
    (copied / "export" / "formats" / "words.py").write_text(WORDS, "utf-8")
    return copied


REAL = Path(pe_desktop.__path__[0]).resolve()


def test_every_file_of_the_folder_is_a_format() -> None:
    folder = Path(package.__path__[0])
    assert set(FORMATS.names) == {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert set(FORMATS) == set(FORMATS.names)
    assert [format.suffix for format in FORMATS.values()] == list(FORMATS)


def test_one_more_file_is_one_more_format_that_is_written_and_opened(tmp_path: Path) -> None:
    another = with_another_file(REAL, tmp_path / "pe_desktop")
    assert ran(USING_WORDS, tmp_path, another) == ("words True\n", "")


def test_knowing_the_formats_and_reading_need_no_qt(tmp_path: Path) -> None:
    for suffix in ("png", "json"):
        export(REQUEST, tmp_path / f"a.{suffix}")
    assert ran(WITHOUT_QT, tmp_path, REAL) == ("read\n", "")


@pytest.mark.parametrize("suffix", CARRYING)
def test_what_carries_its_document_is_opened_again(tmp_path: Path, suffix: str) -> None:
    request = REQUEST.replace(motion=FILM)
    export(request, tmp_path / f"a.{suffix}")
    assert read_requests(tmp_path / f"a.{suffix}")[0].state == request.state


@pytest.mark.parametrize("suffix", CARRYING)
def test_a_kind_of_file_is_told_by_how_it_begins(tmp_path: Path, suffix: str) -> None:
    request = REQUEST.replace(motion=FILM, heading="%PDF- { <svg GIF89a ftyp PK PNG")
    export(request, tmp_path / f"a.{suffix}")
    start = (tmp_path / f"a.{suffix}").read_bytes()[:1024]
    assert [name for name, format in FORMATS.items() if format.begins(start)] == [suffix]


def test_formats_of_several_figures_hold_them_in_one_file() -> None:
    assert set(decks()) == {"pptx", "pdf", "gif", "mp4"}


@pytest.mark.parametrize("suffix", sorted(set(FORMATS.names) - {"pptx", "pdf", "gif", "mp4", "frames"}))
def test_a_format_of_one_figure_refuses_more(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ExportError, match=f"output: .{suffix} given, which holds one figure; allowed for a deck: .pdf"):
        export_deck((REQUEST, REQUEST), tmp_path / f"a.{suffix}")
    assert not list(tmp_path.iterdir())


def test_bytes_of_a_folder_are_refused() -> None:
    with pytest.raises(ExportError, match="output: one file given, and numbered PNG pictures are many"):
        render(REQUEST, "frames")
