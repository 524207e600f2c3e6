"""PNG files: their exact size, their resolution, and what a judge sees in them."""

from __future__ import annotations

import pickle
import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from pe_desktop.export.chunks import find_text, indexed_png, text_chunk
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.progress import Cancelled
from pe_desktop.export.raster import image, image_of
from pe_desktop.export.raster import pixels as taken_apart
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize

from .states import bytes_of, pixels, state

SIZES = [
    (1000, 563), (3840, 2160), (1920, 1080), (1280, 720), (640, 480), (16, 16), (17, 31), (16, 4000), (4000, 16),
    (1081, 1080), (333, 777), (2560, 1440), (1024, 768), (799, 601), (101, 103), (500, 500), (1200, 300), (300, 1200),
    (1365, 767), (1921, 1081),
]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_exactly_the_size_asked_for_and_says_its_resolution(size: tuple[int, int]) -> None:
    data = bytes_of("png", "waves", size=size)
    with Image.open(BytesIO(data)) as picture:
        assert picture.size == size
        assert picture.info["dpi"] == pytest.approx((min(size) / 7.5,) * 2, abs=0.02)


@pytest.mark.parametrize("transparent", [False, True])
def test_a_picture_is_the_same_after_it_was_carried_to_another_process(transparent: bool) -> None:
    request = Request(state(), "waves", size=PageSize(161, 91), transparent=transparent)
    carried = image_of(*pickle.loads(pickle.dumps(taken_apart(request))))
    assert carried == image(request).convertToFormat(carried.format())


def test_lines_grow_with_the_picture() -> None:
    inked = []
    for factor in (1, 4):
        data = bytes_of("png", "offset-similarity", size=(960 * factor, 540 * factor), caption=False)
        dark = pixels(data, "L").astype(float)
        inked.append(float((255 - dark).sum()) / factor**2)
    assert inked[1] == pytest.approx(inked[0], rel=0.05)


def test_how_far_a_picture_has_come_is_told_and_it_can_be_stopped() -> None:
    told: list[float] = []
    FORMATS["png"].write((Request(state(), "waves", size=(320, 180)),), BytesIO(), told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 2

    def stop(fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        FORMATS["png"].write((Request(state(), "waves", size=(320, 180)),), BytesIO(), stop)


def test_the_preview_is_what_the_file_holds() -> None:
    request = Request(state(), "similarity", size=(640, 360))
    shown = image(request)
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(360, 640, 4)[..., 2::-1]
    assert (rows == pixels(bytes_of("png", "similarity", size=(640, 360)))).all()


def test_an_indexed_image_is_read_by_others_as_it_was_written() -> None:
    rng = np.random.default_rng(1)
    index = rng.integers(0, 256, (7, 13), dtype=np.uint8)
    palette = rng.integers(0, 256, (256, 3), dtype=np.uint8)
    assert (pixels(indexed_png(index, palette)) == palette[index]).all()


def test_a_palette_with_opacity_is_read_by_others() -> None:
    index = np.array([[0, 1], [255, 0]], np.uint8)
    palette = np.random.default_rng(2).integers(1, 256, (256, 4), dtype=np.uint8)
    with Image.open(BytesIO(indexed_png(index, palette))) as image:
        assert (np.asarray(image.convert("RGBA")) == palette[index]).all()


def test_a_text_is_found_in_a_picture_that_another_program_saved_again() -> None:
    from PIL.PngImagePlugin import PngInfo

    for compressed in (False, True):
        for kind in ("add_text", "add_itxt"):
            info = PngInfo()
            info.add_text("Software", "another")
            getattr(info, kind)("pe-desktop", "here it is", zip=compressed)
            stream = BytesIO()
            Image.new("L", (3, 3)).save(stream, "PNG", pnginfo=info)
            assert find_text(stream, "pe-desktop", 1000) == "here it is"


def test_a_text_that_inflates_beyond_its_bound_is_not_read() -> None:
    bomb = b"\x89PNG\r\n\x1a\n" + text_chunk("pe-desktop", "x" * 10_000_000)
    assert len(bomb) < 20_000
    assert find_text(BytesIO(bomb), "pe-desktop", 100_000) is None


@pytest.mark.parametrize("length", [0, 5, 0xFFFFFFFF])
def test_a_chunk_that_lies_about_its_length_holds_no_text(length: int) -> None:
    lie = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", length, b"zTXt") + b"pe-desktop\0\0junk"
    assert find_text(BytesIO(lie), "pe-desktop", 100_000) is None
