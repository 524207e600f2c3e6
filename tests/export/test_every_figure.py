"""Every figure in every format."""

from __future__ import annotations

import getpass
import json
import os
import re
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import THEMES

from .states import COUNTED, DRAWN, EVERY, FIGURES, bytes_of, pixels, served, state, told, tool

STARTS = {
    "png": b"\x89PNG",
    "svg": b"<?xml",
    "pdf": b"%PDF-1.4",
    "pptx": b"PK\x03\x04",
    "npy": b"\x93NUMPY",
    "csv": b"# ",
    "json": b"{",
}


@pytest.mark.parametrize("format", DRAWN)
@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_is_drawn_in_every_format_and_theme(figure: str, format: str) -> None:
    """Pixels in every theme; the others, whose colours come the same way, in one theme by turns."""
    turn = (FIGURES.index(figure) + DRAWN.index(format)) % len(THEMES)
    for theme in THEMES if format == "png" else [list(THEMES)[turn]]:
        data = bytes_of(format, figure, theme=theme, size=(480, 270))
        assert data.startswith(STARTS[format]), theme
        assert len(data) > 2000, theme


@pytest.mark.parametrize("format", COUNTED)
@pytest.mark.parametrize("figure", FIGURES)
def test_the_numbers_of_every_figure_are_written_in_every_format(figure: str, format: str) -> None:
    assert bytes_of(format, figure).startswith(STARTS[format])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_made_of_every_encoding_that_it_serves_and_refused_for_others(figure: str, encoding: str) -> None:
    shown = state(encoding)
    if not PICTURES[figure].refusal(shown.document.encoding):
        assert bytes_of("png", figure, shown, size=(160, 90))
        return
    for format in ("png", "npy"):
        with pytest.raises(ExportError, match=f"^figure: {figure} given; {re.escape(shown.document.encoding.label)} "):
            bytes_of(format, figure, shown)


@pytest.mark.parametrize("figure", [f for f in FIGURES if not PICTURES[f].refusal(state().document.encoding)])
@pytest.mark.parametrize("shown", [state(length=1), state(length=10_000_000), state(d_model=2), state(d_model=16384)])
def test_every_figure_is_drawn_at_the_ends_of_every_range(figure: str, shown: object) -> None:
    assert bytes_of("png", figure, shown, size=(320, 180))  # type: ignore[arg-type]


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("format", DRAWN)
def test_two_encodings_are_drawn_beside_each_other(figure: str, format: str) -> None:
    assert bytes_of(format, figure, served(figure, compare=True), size=(480, 270))


@pytest.mark.parametrize("format", EVERY)
def test_the_same_request_gives_the_same_bytes(format: str) -> None:
    assert bytes_of(format, "rotation") == bytes_of(format, "rotation")


def test_every_format_is_found_by_itself_and_says_what_it_is() -> None:
    assert set(FORMATS.names) == {*EVERY, "gif", "mp4", "frames"}
    drawn = [name for name, format in FORMATS.items() if format.is_picture]
    assert drawn == ["png", "svg", "pdf", "pptx", "gif", "mp4", "frames"]
    assert [name for name, format in FORMATS.items() if format.moves] == ["gif", "mp4", "frames"]
    assert all(format.label for format in FORMATS.values())


@pytest.mark.parametrize("format", EVERY)
def test_a_file_says_nothing_of_the_person_the_place_or_the_day(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "mallory")
    monkeypatch.setenv("HOME", "/home/mallory")
    path = tmp_path / f"private.{format}"
    export(Request(state(), "waves", size=(320, 180)), path)
    data = path.read_bytes()
    for secret in (b"mallory", str(tmp_path).encode(), b"/home", b"/tmp", b"CreationDate", b"ModDate", b"xmp:"):
        assert secret not in data


@pytest.mark.parametrize("format", EVERY)
def test_without_metadata_no_document_is_in_the_file(format: str) -> None:
    mark = {
        "png": b"zTXt",
        "svg": b"<metadata",
        "pdf": b"EmbeddedFile",
        "pptx": b"customXml",
        "csv": b"# ",
        "json": b"pe-desktop document",
    }
    with_it, without = (bytes_of(format, "waves", metadata=on, size=(320, 180)) for on in (True, False))
    if format in ("npy", "py"):  # which have no place for one
        assert with_it == without
        return
    assert mark[format] in with_it
    assert mark[format] not in without


@pytest.mark.parametrize("format", EVERY)
def test_without_metadata_a_file_names_no_person_no_machine_and_no_day(format: str, tmp_path: Path) -> None:
    path, today = tmp_path / f"private.{format}", datetime.now(UTC)
    export(Request(state(), "rotation", size=(320, 180), metadata=False), path)
    data = path.read_bytes()
    if format == "pdf":
        data += told(tool("qpdf"), "--qdf", "--object-streams=disable", path, "-", encoding="latin-1").encode()
    names = (getpass.getuser(), str(Path.home()), socket.gethostname(), str(tmp_path), os.getcwd())
    days = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y", "%b %Y", "%B %Y", "D:%Y")
    for secret in (*filter(lambda name: len(name) > 3, names), *map(today.strftime, days)):
        assert secret.encode() not in data, secret


def test_a_transparent_picture_has_clear_corners_and_no_halo_about_its_text() -> None:
    clear = pixels(bytes_of("png", "heatmap", transparent=True), "RGBA")
    assert clear[[0, 0, -1, -1], [0, -1, 0, -1], 3].tolist() == [0, 0, 0, 0]
    title = clear[20:90, 40:300]
    half = title[(title[..., 3] > 100) & (title[..., 3] < 160)]
    assert len(half) > 20
    assert abs(half[:, :3].astype(int) - THEMES["light"].rgb("ink")).max() <= 3


def test_an_opaque_picture_has_the_theme_s_ground_to_its_last_corner() -> None:
    for theme in THEMES.values():
        solid = pixels(bytes_of("png", "waves", theme=theme.id, size=(1000, 563)))
        assert {tuple(solid[y, x].tolist()) for y in (0, -1) for x in (0, -1)} == {theme.rgb("card")}


def test_title_caption_and_cursor_are_left_out_when_asked() -> None:
    plain = bytes_of("svg", "heatmap", title=False, caption=False, cursor=False).decode()
    full = bytes_of("svg", "heatmap", cursor=True).decode()
    for text in (">Encoding<", "Sinusoidal · length 24", "stroke-dasharray"):
        assert text in full
        assert text not in plain


def test_json_holds_the_document_the_arrays_and_the_scalars() -> None:
    content = json.loads(bytes_of("json", "rotation", state("rope", head_dim=8)))
    assert content["document"]["encoding"]["id"] == "rope"
    assert content["figure"] == "rotation"
    assert len(content["arrays"]["angles"]) == 24
    assert content["arrays"]["angles"][1][0] == 1.0
    assert content["scalars"]["score"] == 1.0
