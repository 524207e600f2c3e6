"""Sizes of pages: pixels of a slide, or millimetres of paper."""

from __future__ import annotations

import pytest

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.size import SHORT_SIDE, PageSize, Size


@pytest.mark.parametrize(
    ("size", "points"),
    [((960, 540), (960, 540)), ((1920, 1080), (960, 540)), ((540, 960), (540, 960)), ((100, 100), (540, 540))],
)
def test_the_short_side_of_every_slide_has_the_same_points(size, points):
    page = PageSize(*size)
    assert page.points == pytest.approx(points)
    assert min(page.points) == pytest.approx(SHORT_SIDE)
    assert page.points[0] * page.density == pytest.approx(size[0])
    assert page.pixels == size
    assert not page.printed


@pytest.mark.parametrize(("dpi", "pixels"), [(300, (1039, 780)), (600, (2079, 1559)), (72, (249, 187))])
def test_paper_has_its_true_points_at_every_resolution(dpi, pixels):
    page = PageSize(88, 66, dpi)
    assert page.printed
    assert page.pixels == pixels
    assert page.points == pytest.approx((88 * 72 / 25.4, 66 * 72 / 25.4))
    assert page.density == dpi / 72


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1920x1080", PageSize(1920, 1080)),
        (" 1920 × 1080 px ", PageSize(1920, 1080)),
        ("640X360", PageSize(640, 360)),
        ("88x66mm", PageSize(88, 66, 300)),
        ("88 mm x 66 mm @ 600 dpi", PageSize(88, 66, 600)),
        ("88.5x66.25mm@300", PageSize(88.5, 66.25, 300)),
    ],
)
def test_a_size_is_read_as_people_write_it_and_written_so_that_it_reads_back(text, size):
    read = Size().parse("size", text)
    assert read == size
    assert Size().parse("size", Size().written(read)) == size


@pytest.mark.parametrize(
    "text",
    [
        ".x.mm",
        "",
        "1920",
        "0x1080",
        "100000x100000",
        "-5x5",
        "1e3x1e3",
        "88x66mm@0",
        "88x66mm@72000",
        "1.2.3x4mm",
        "x",
        "88x66cm",
        "0x66mm",
        "999999999x1mm",
        "1x1mm@16",
        "٣x٤mm",
        "1920x1080@300",
    ],
)
def test_what_is_no_size_gets_one_line_that_says_what_is(text):
    with pytest.raises(
        ParameterError, match=r"^size: .* given; allowed: WIDTHxHEIGHT in pixels, .* such as 88x66mm@300$"
    ):
        Size().parse("size", text)
