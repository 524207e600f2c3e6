"""PDF files, as poppler, qpdf, MuPDF and pypdf see them."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from pe_desktop.export.pdf.glyphs import named, read_map, written_map
from pe_desktop.export.primitives import Words
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.export.writing import export

from .states import FIGURES, bytes_of, served, state, told, tool


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "figure.pdf"
    export(Request(state("rope", length=1000), "rotation"), path)
    return path


@pytest.mark.parametrize(
    ("size", "points"),
    [
        ((1920, 1080), (960, 540)),
        ((1000, 563), (959.1474, 540)),
        ((563, 1000), (540, 959.1474)),
        ((16, 16384), (14.0625, 14400)),
    ],
)
def test_a_page_has_exactly_its_size(size: tuple[int, int], points: tuple[float, float]) -> None:
    page = pypdf.PdfReader(BytesIO(bytes_of("pdf", "waves", size=size))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(points, abs=1e-3)


@pytest.mark.parametrize("figure", FIGURES)
def test_qpdf_finds_no_fault(figure: str, tmp_path: Path) -> None:
    path = tmp_path / "figure.pdf"
    export(Request(served(figure), figure), path)
    said = told(tool("qpdf"), "--check", path)
    assert "No syntax or stream encoding errors" in said
    assert "PDF Version: 1.4" in said


def test_every_font_is_embedded_as_a_subset_with_its_characters(file: Path) -> None:
    rows = [line.split() for line in told(tool("pdffonts"), file).splitlines()[2:]]
    assert len(rows) == 2
    assert all(row[0].startswith("PEDESK+Inter-") and row[4:7] == ["yes", "yes", "yes"] for row in rows)


def test_images_are_stored_without_loss(tmp_path: Path) -> None:
    export(Request(state("learned"), "heatmap"), tmp_path / "a.pdf")
    rows = [line.split() for line in told(tool("pdfimages"), "-list", tmp_path / "a.pdf").splitlines()[2:]]
    assert rows
    assert {row[8] for row in rows} == {"image"}
    assert b"DCTDecode" not in (tmp_path / "a.pdf").read_bytes()


WRITTEN = (
    "query and key turn by their positions",
    "length 1,000",
    "base 10,000",
    "offset m − n",
    "1.000000",
    "λ 6.28",
    "−500",
)


def test_poppler_extracts_the_text_as_it_was_written(file: Path) -> None:
    found = told(tool("pdftotext"), "-layout", file, "-")
    assert [words for words in WRITTEN if words not in found] == []


def test_pypdf_extracts_spaces_as_spaces_and_figures_as_figures(file: Path) -> None:
    found = pypdf.PdfReader(file).pages[0].extract_text()
    assert [words for words in WRITTEN if words not in found] == []
    assert "\t" not in found


def test_mupdf_extracts_the_text_as_it_was_written(file: Path) -> None:
    found = told(tool("mutool"), "draw", "-q", "-F", "txt", file)
    assert [words for words in WRITTEN if words not in found] == []


def test_a_map_of_glyphs_is_read_back_as_it_was_written() -> None:
    names = {1: "A", 2: " ", 7: "−", 300: "ffi"} | {i: chr(i) for i in range(400, 650)}
    text = written_map(names)
    assert max(int(line.split()[0]) for line in text.splitlines() if line.endswith("beginbfchar")) <= 100
    entries = [line.split() for line in text.splitlines() if line.startswith("<") and line.count("<") == 2][1:]
    assert {int(a[1:-1], 16): bytes.fromhex(b[1:-1]).decode("utf-16-be") for a, b in entries} == names


QT = "2 beginbfrange\n<0000> <0000> <0000>\n<0001> <0002> [<0041> <0009> ]\n<0003> <0004> <E071>\nendbfrange"


def test_a_map_of_qt_is_read() -> None:
    assert read_map(QT) == {1: "A", 2: "\t", 3: "\ue071", 4: "\ue072"}


def _words(text: str) -> list[Words]:
    return [Words(0, 0, text, 10, (0, 0, 0, 1.0))]


def test_glyphs_that_a_font_feature_chose_get_their_characters() -> None:
    assert read_names(named(QT, _words("A 01"), False)) == {1: "A", 2: " ", 3: "0", 4: "1"}


def test_glyphs_are_left_as_qt_named_them_when_their_order_is_another() -> None:
    assert read_names(named(QT, _words("B 01"), False)) == {1: "A", 2: " ", 3: "\ue071", 4: "\ue072"}


def read_names(text: str) -> dict[int, str]:
    lines = [line.split() for line in text.partition("beginbfchar")[2].splitlines() if line.startswith("<")]
    return {int(a[1:-1], 16): bytes.fromhex(b[1:-1]).decode("utf-16-be") for a, b in lines}


ALONE = ["--length", "24", "--query", "0", "--key", "0", "--dimension", "0"]


@pytest.mark.parametrize(
    ("format", "wishes"),
    [
        ("png", {}),
        ("svg", {}),
        ("svg", {"letters": "outlines"}),
        ("pdf", {}),
        ("pptx", {}),
        ("pdf", {"text_size": 1.5, "size": PageSize(88, 66, 300)}),
    ],
)
def test_the_bytes_are_the_same_in_another_process_without_any_system_font(
    format: str, wishes: dict[str, Any], tmp_path: Path
) -> None:
    """Qt draws some names by lot in each process; and text must not depend on what is installed."""
    empty = tmp_path / "fonts.conf"
    empty.write_text(f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    path = tmp_path / f"other.{format}"
    alone = {"FONTCONFIG_FILE": str(empty), "HOME": str(tmp_path), "PYTHONHASHSEED": "7", "QT_HASH_SEED": "0"}
    flags = [part for name, value in wishes.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    command = [sys.executable, "-m", "pe_desktop", "export", "rotation", "-o", str(path), *ALONE, *flags]
    subprocess.run(command, env={**os.environ, **alone}, check=True, timeout=300)
    assert path.read_bytes() == bytes_of(format, "rotation", **wishes)
