"""What films say of themselves, and files that lie about how long they are."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest

from pe_desktop.export.films.comments import gif_comment, mp4_comment
from pe_desktop.export.reading import read_requests
from pe_desktop.export.writing import render
from pe_desktop.sources.error import SourceError

from .films import moving

HEAD = b"GIF89a" + struct.pack("<HHBBB", 4, 4, 0, 0, 0)
LONGEST = 1000


def _comment(text: bytes) -> bytes:
    parts = [text[i : i + 255] for i in range(0, len(text), 255)]
    return b"\x21\xfe" + b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def _box(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", 8 + len(inside)) + name + inside


def _film(text: bytes) -> bytes:
    item = _box(b"\xa9cmt", _box(b"data", struct.pack(">II", 1, 0) + text))
    meta = _box(b"meta", bytes(4) + _box(b"hdlr", bytes(25)) + _box(b"ilst", item))
    return _box(b"ftyp", b"isom") + _box(b"free", b"x") + _box(b"moov", _box(b"udta", meta))


@pytest.mark.parametrize("text", [b"a", b"x" * 255, b"y" * 600])
def test_a_comment_is_found(text: bytes) -> None:
    table = b"GIF87a" + struct.pack("<HHBBB", 4, 4, 0x87, 0, 0) + bytes(768)
    other = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    assert gif_comment(BytesIO(HEAD + _comment(text)), LONGEST) == text.decode()
    assert gif_comment(BytesIO(table + other + _comment(text)), LONGEST) == text.decode()
    assert mp4_comment(BytesIO(_film(text)), LONGEST) == text.decode()


@pytest.mark.parametrize("text", [b"", b"z" * (LONGEST + 1), b"caf\xc3\xa9"])
def test_what_is_empty_too_long_or_not_ours_is_none(text: bytes) -> None:
    assert not gif_comment(BytesIO(HEAD + _comment(text)), LONGEST)
    assert not mp4_comment(BytesIO(_film(text)), LONGEST)


def test_a_gif_is_read_no_farther_than_its_first_picture() -> None:
    assert gif_comment(BytesIO(HEAD + b"\x2c" + bytes(10) + _comment(b"late")), LONGEST) is None


@pytest.mark.parametrize("format", ["gif", "mp4"])
def test_no_cut_of_a_film_breaks_the_reader(format: str) -> None:
    data = render(moving(seconds=0.2, size=(64, 64)), format)
    read = gif_comment if format == "gif" else mp4_comment
    whole = read(BytesIO(data), 100_000)
    assert whole is not None
    assert whole.startswith('{"document":')
    for end in range(0, len(data), 37):
        assert (read(BytesIO(data[:end]), 100_000) or "") in ("", *(whole[:n] for n in range(len(whole) + 1)))


@pytest.mark.parametrize("size", [0, 1, 7, 9, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_box_that_lies_about_its_size_is_passed_over(size: int) -> None:
    data = bytearray(_film(b"text"))
    for name in (b"ftyp", b"moov", b"udta", b"meta", b"ilst", b"\xa9cmt", b"data"):
        lying = bytearray(data)
        lying[data.index(name) - 4 : data.index(name)] = struct.pack(">I", size)
        assert mp4_comment(BytesIO(bytes(lying)), LONGEST) in (None, "text")
    huge = struct.pack(">I4sQ", 1, b"moov", 1 << 62) + bytes(64)
    assert mp4_comment(BytesIO(huge), LONGEST) is None


@pytest.mark.parametrize(
    "data", [HEAD, HEAD + b"\x21\xfe", HEAD + _comment(b"{}"), _film(b"no document"), b"\0\0\0\x08ftyp"]
)
def test_a_film_of_another_program_is_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(data)
    with pytest.raises((SourceError, ValueError), match=r"^film: ") as said:
        read_requests(tmp_path / "film")
    assert "\n" not in str(said.value)
