"""Parts of zips that mean well, and of those that do not."""

from __future__ import annotations

import re
import struct
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.export.packages import LARGEST_INDEX, MOST_FOUND, parts
from pe_desktop.export.reading import read_state
from pe_desktop.sources.error import SourceError

from .states import bytes_of

NAMES = re.compile(r"a\d+\.xml")


def zipped(contents: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", way) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return stream.getvalue()


def found(data: bytes, longest: int = 100) -> list[bytes]:
    return list(parts(BytesIO(data), NAMES, longest))


def test_parts_of_that_name_are_read_and_no_others() -> None:
    data = zipped({"a1.xml": b"one", "b.xml": b"other", "x/a2.xml": b"deeper", "a2.xml": b"two"})
    assert found(data) == [b"one", b"two"]
    assert found(zipped({"a1.xml": b"one"}, zipfile.ZIP_STORED)) == [b"one"]


def test_a_part_that_expands_beyond_what_is_asked_for_costs_little_and_is_left_out() -> None:
    data = zipped({"a1.xml": bytes(300_000_000), "a2.xml": b"two"})
    tracemalloc.start()
    try:
        assert found(data, 1_000_000) == [b"two"]
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_expand_without_a_bound_are_not_unpacked(way: int) -> None:
    assert found(zipped({"a1.xml": b"one"}, way)) == []


def test_only_so_many_parts_are_looked_at() -> None:
    assert len(found(zipped({f"a{i}.xml": b"x" for i in range(50)}))) == MOST_FOUND


def test_an_index_that_is_too_large_is_not_read() -> None:
    data = bytearray(zipped({"a1.xml": b"one"}))
    struct.pack_into("<L", data, len(data) - 10, LARGEST_INDEX + 1)
    assert found(bytes(data)) == []


def test_a_zip_whose_index_is_that_of_a_huge_one_is_not_read() -> None:
    data = zipped({"a1.xml": b"one"})
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
    assert found(data[:-22] + locator + data[-22:]) == []


def test_a_locked_part_is_left_out() -> None:
    data = bytearray(zipped({"a1.xml": b"one"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    assert found(bytes(data)) == []


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_a_damaged_zip_raises_nothing(data: st.DataObject) -> None:
    whole = bytearray(zipped({"a1.xml": b"one" * 20, "a2.xml": b"two"}))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    assert all(isinstance(part, bytes) for part in found(bytes(whole[:cut]) + bytes(whole[len(whole) - cut :])))


@pytest.mark.parametrize(
    "content",
    [b"", b"<pe-desktop>", b"<pe-desktop>not json</pe-desktop>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"],
)
def test_a_presentation_whose_own_data_is_none_of_ours_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(zipped({"customXml/item1.xml": content}))
    with pytest.raises(ValueError, match=r"^a\.pptx: [^\n]*$"):
        read_state(path)


def test_another_program_s_data_beside_ours_is_passed_over(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(bytes_of("pptx", "waves"))) as package:
        contents = {name: package.read(name) for name in package.namelist()}
    contents = {"customXml/item2.xml": b"<other>thing</other>", **contents}
    contents["customXml/item7.xml"] = contents.pop("customXml/item1.xml").replace(b"xmlns=", b"  xmlns=")
    path = tmp_path / "a.pptx"
    path.write_bytes(zipped(contents))
    assert read_state(path).document.length == 24


def test_a_zip_without_anything_of_ours_says_what_can_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x": b"y"}))
    with pytest.raises(SourceError, match=r"a\.zip: carries no document of this program; open a picture"):
        read_state(path)
