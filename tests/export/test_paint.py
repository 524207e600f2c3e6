"""The display list as pixels."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPicture

from pe_desktop.export import paint as module
from pe_desktop.export.fonts import text_width
from pe_desktop.export.paint import extent, indexed_image, paint, polygon
from pe_desktop.export.primitives import Cells, Clip, Disc, Polygon, Polyline, Words
from pe_desktop.figure.layout import Rect
from pe_desktop.figure.style import LIGHT

BLACK, RED = (0, 0, 0, 1.0), (255, 0, 0, 1.0)
Cap = Qt.PenCapStyle
SIZE = (240, 160)


def pixels(*items, cap=None, scale=1.0, draw=paint):
    """(rows, columns, 3) as floats, black on white."""
    image = QImage(*(round(side * scale) for side in SIZE), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    draw(painter, items, cap)
    painter.end()
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return data[..., 2::-1].astype(float)


def as_paths(painter, items, cap):
    """As on a vector device."""
    module._paint_all(painter, items, module._path_drawn)


def wave(wavelength=80.0, width=3.0, dash=None, ink=BLACK, step=2.0):
    x = np.arange(20, 220 + step, step)
    return Polyline(np.stack([x, 80 + 50 * np.sin(2 * np.pi * x / wavelength)], axis=1), ink, width, dash)


def straight(width=4.0, dash=None, y=80.0, end=220.0):
    return Polyline(np.array([(20.0, y), (end, y)]), BLACK, width, dash)


def darkness(image):
    return float((255 - image).sum() / 255 / 3)


@pytest.mark.parametrize("cap", [Cap.SquareCap, Cap.RoundCap])
@pytest.mark.parametrize(("wavelength", "width"), [(200, 1.5), (80, 2.25), (80, 6.0), (30, 1.5)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_segments_look_like_the_path_for_a_smooth_line(wavelength, width, cap, scale):
    line = wave(wavelength, width, step=4.0 / scale)
    path, segments = pixels(line, draw=as_paths, scale=scale), pixels(line, cap=cap, scale=scale)
    apart = np.abs(path - segments)[:, round(26 * scale) : round(214 * scale)]  # but for its two ends
    assert apart.mean() < 1.2
    assert (apart.max(axis=2) > 60).mean() < 0.006
    assert darkness(segments) == pytest.approx(darkness(path), rel=0.08)


@pytest.mark.parametrize("dash", [(4.0, 2.5), (2.5, 2.5)])
@pytest.mark.parametrize("make", [straight, wave])
def test_a_dashed_line_covers_its_share_as_a_path_does(make, dash):
    ways = ((None, as_paths), (dash, as_paths), (dash, paint))
    whole, path, segments = (darkness(pixels(make(dash=d), draw=draw, cap=Cap.SquareCap)) for d, draw in ways)
    assert path / whole == pytest.approx(dash[0] / sum(dash), abs=0.04)
    assert segments == pytest.approx(path, rel=0.08)


@pytest.mark.parametrize("dash", [None, (4.0, 2.5), (1.0, 3.0)])
@pytest.mark.parametrize(("step", "width"), [(4.0, 1.5), (2.0, 6.0), (0.15, 3.0)])
@pytest.mark.parametrize("scale", [1.0, 4.0])
def test_a_line_drawn_in_pieces_looks_like_its_path(step, width, dash, scale):
    line = wave(step=step, width=width, dash=dash)
    assert len(line.points) > 2 * module.PIECE
    pieces, path = pixels(line, scale=scale), pixels(line, draw=as_paths, scale=scale)
    apart = np.abs(pieces - path)
    assert apart.mean() < 0.15
    assert (apart.max(axis=2) > 60).mean() < 0.0005
    assert darkness(pieces) == pytest.approx(darkness(path), rel=0.025)


@pytest.mark.parametrize("count", [1, 2, 3, 16, 17, 18, 19, 33, 34, 35])
def test_a_line_of_any_number_of_points_is_drawn_from_end_to_end(count):
    x = np.linspace(20, 220, count)
    line = Polyline(np.stack([x, np.full(count, 80.0)], axis=1), BLACK, 4.0)
    assert (pixels(line) == pixels(line, draw=as_paths)).all()


def runs(row):
    """Where dark runs of a row of pixels begin and end."""
    dark = np.concatenate([[0], (row < 128).astype(int), [0]])
    return np.flatnonzero(np.diff(dark)).reshape(-1, 2)


@pytest.mark.parametrize("cap", [None, Cap.SquareCap])
def test_strokes_and_gaps_are_as_long_as_asked_in_line_widths(cap):
    row = pixels(straight(width=4.0, dash=(4.0, 2.5)), cap=cap)[80, :, 0]
    strokes = runs(row)
    assert np.diff(strokes[:, 0]) == pytest.approx(np.full(len(strokes) - 1, 26), abs=1.01)
    assert np.diff(strokes, axis=1)[:-1] == pytest.approx(np.full((len(strokes) - 1, 1), 16), abs=1.01)
    assert strokes[0, 0] == 20


@pytest.mark.parametrize("points", [2, 3, 17, 101])
def test_the_phase_of_dashes_goes_on_from_segment_to_segment(points):
    x = np.linspace(20, 220, points)
    line = Polyline(np.stack([x, np.full(points, 80.0)], axis=1), BLACK, 4.0, (4.0, 2.5))
    for cap in (None, Cap.SquareCap):
        assert np.abs(pixels(line, cap=cap) - pixels(straight(dash=(4.0, 2.5)), cap=cap)).max() <= 64


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=2, max_size=30),
    st.floats(1, 30),
    st.floats(1, 30),
)
def test_strokes_alternate_with_gaps_along_the_whole_line(points, stroke, gap):
    line = np.array(points)
    total = float(np.hypot(*np.diff(line, axis=0).T).sum())
    found = module._dashed(line, stroke, gap)
    assert found.shape[1] == 4
    strokes = found.reshape(-1, module.BENDS if len(points) > 2 else 1, 4)
    assert len(strokes) == len(np.arange(0, total, stroke + gap))
    if not total:
        return
    for bends in strokes:
        assert all((a[2:] == b[:2]).all() for a, b in pairwise(bends))
    lengths = np.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]).reshape(len(strokes), -1).sum(axis=1)
    assert (lengths <= stroke + 1e-6).all()
    if len(points) == 2:
        assert lengths[:-1] == pytest.approx(np.full(len(strokes) - 1, stroke))


def test_a_see_through_line_is_not_darker_where_its_segments_meet():
    line = wave(width=8.0, ink=(0, 0, 0, 0.4), step=3.0)
    for cap in (None, Cap.SquareCap):
        assert pixels(line, cap=cap).min() >= round(255 * 0.6) - 1


def test_a_vector_device_gets_paths():
    picture = QPicture()
    painter = QPainter(picture)
    module._segments.cache_clear()
    paint(painter, [wave(dash=(4.0, 2.5))])
    painter.end()
    assert module._segments.cache_info().misses == 0
    assert picture.boundingRect().width() > 150


def test_more_segments_than_ever_before_are_drawn():
    x = np.linspace(0, 240, 60001)
    line = Polyline(np.stack([x, 80 + 70 * np.sin(x * 20)], axis=1), BLACK, 1.0)
    assert pixels(line)[60:100].mean() < 60
    assert darkness(pixels(straight())) == pytest.approx(darkness(pixels(straight(), draw=as_paths)), rel=0.03)


@pytest.mark.parametrize("points", [0, 1])
@pytest.mark.parametrize("dash", [None, (4.0, 2.5)])
def test_a_line_of_no_length_draws_nothing(points, dash):
    line = Polyline(np.full((points, 2), 80.0), BLACK, 3.0, dash)
    if points or dash is None:
        assert darkness(pixels(line)) <= 10
    assert extent([line]).width() <= 6


@pytest.mark.parametrize("scale", [1.0, 2.0, 4.0])
def test_a_line_is_as_wide_as_asked_at_every_scale(scale):
    column = pixels(straight(width=2.0), scale=scale)[:, round(100 * scale), 0]
    assert (255 - column).sum() / 255 == pytest.approx(2 * scale, rel=0.05)


def test_cells_are_crisp_and_have_exactly_their_colours():
    palette = LIGHT.palette("viridis")
    index = np.arange(6, dtype=np.uint8).reshape(2, 3) * 50
    found = pixels(Cells(Rect(20, 10, 150, 100), index, palette))
    wanted = np.repeat(np.repeat(palette[index], 50, axis=0), 50, axis=1)
    assert (found[10:110, 20:170] == wanted).all()
    assert darkness(found) == pytest.approx(float((255 - wanted.astype(float)).sum() / 765))


def test_cells_at_odd_places_show_no_colour_that_is_not_theirs():
    palette = LIGHT.palette("signed")
    index = np.random.default_rng(1).integers(0, 256, (24, 24), dtype=np.uint8)
    found = pixels(Cells(Rect(20.3, 10.7, 173.1, 127.9), index, palette))[12:137, 22:192]
    colours = {tuple(c) for c in palette[index].reshape(-1, 3)}
    assert {tuple(c) for c in found.astype(int).reshape(-1, 3)} <= colours


def test_an_indexed_image_shares_the_memory_of_its_index():
    index = np.zeros((4, 8), dtype=np.uint8)
    image = indexed_image(index, LIGHT.palette("grey"))
    index[1, 2] = 200
    assert (image.width(), image.height()) == (8, 4)
    assert image.pixelIndex(2, 1) == 200
    assert QColor(image.pixel(2, 1)).red() == 200


def test_what_is_clipped_is_drawn_inside_only_and_the_clip_ends():
    inside = Clip(Rect(50, 50, 20, 20), (straight(width=100),))
    found = pixels(inside, straight(width=2, y=20))
    assert (found[50:70, 50:70] == 0).all()
    assert found[75:, :].min() == 255
    assert found[20, 100].max() < 140


def test_a_clip_within_a_clip_is_their_overlap():
    found = pixels(Clip(Rect(50, 50, 40, 40), (Clip(Rect(70, 10, 100, 60), (straight(width=200),)),)))
    assert (found[50:70, 70:90] == 0).all()
    assert darkness(found) == pytest.approx(400)


def test_a_disc_has_a_fill_a_line_or_both():
    full, ring, both = (
        pixels(Disc(100, 80, 30, fill, line, 6.0)) for fill, line in ((BLACK, None), (None, BLACK), (RED, BLACK))
    )
    assert darkness(full) == pytest.approx(np.pi * 900, rel=0.01)
    assert darkness(ring) == pytest.approx(2 * np.pi * 30 * 6, rel=0.04)
    assert ring[80, 100].tolist() == [255, 255, 255]
    assert both[80, 100].tolist() == [255, 0, 0]
    assert both[80, 130].max() < 30


def test_a_polygon_is_filled_with_its_opacity():
    found = pixels(Polygon(np.array([(20.0, 20), (120, 20), (120, 70), (20, 70)]), (0, 0, 0, 0.5)))
    assert found[40, 60].tolist() == pytest.approx([127.5] * 3, abs=1)
    assert darkness(found) == pytest.approx(2500, rel=0.01)


def inked(image):
    """First and last column and row that something was drawn in."""
    rows, columns = np.nonzero((image < 200).any(axis=2))
    return columns.min(), columns.max() + 1, rows.min(), rows.max() + 1


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize(("anchor", "start"), [("start", 0.0), ("middle", -0.5), ("end", -1.0)])
def test_words_are_anchored_and_as_wide_as_they_are_measured(anchor, start, strong):
    width = text_width("H0000H", 20, strong)
    left, right, top, bottom = inked(pixels(Words(120, 80, "H0000H", 20, BLACK, strong, anchor)))
    assert left == pytest.approx(120 + start * width, abs=2.6)
    assert right == pytest.approx(120 + (start + 1) * width, abs=2.6)
    assert bottom == pytest.approx(80, abs=1.1)
    assert bottom - top == pytest.approx(0.727 * 20, abs=1.6)


def test_words_upwards_read_from_bottom_to_top():
    width = text_width("HHHI", 20)
    _, right, top, bottom = inked(pixels(Words(120, 80, "HHHI", 20, BLACK, anchor="middle", upwards=True)))
    assert right == pytest.approx(120, abs=1.1)
    assert (top, bottom) == (pytest.approx(80 - width / 2, abs=2.6), pytest.approx(80 + width / 2, abs=2.6))
    dark = (pixels(Words(120, 80, "MMM.", 20, BLACK, anchor="middle", upwards=True)) < 128).any(axis=2)
    assert dark[: 80 - 20].sum() < 0.7 * dark[80 + 20 :].sum()  # the dot is above


def test_strong_words_are_darker():
    plain, strong = (darkness(pixels(Words(20, 80, "position", 30, BLACK, s))) for s in (False, True))
    assert strong > 1.2 * plain


ITEMS = [
    wave(),
    wave(width=9.0, dash=(4.0, 2.5)),
    straight(width=7.0),
    Polygon(np.array([(20.0, 20), (120, 30), (90, 70)]), BLACK),
    Disc(100, 80, 30, BLACK),
    Disc(100, 80, 30, None, BLACK, 8.0),
    Words(120, 80, "gjpqy ÅΣ‖", 24, BLACK),
    Words(120, 80, "gjpqy", 24, BLACK, True, "end"),
    Words(120, 80, "gjpqy", 24, BLACK, anchor="middle", upwards=True),
    Words(120, 80, "gjpqy", 24, BLACK, anchor="start", upwards=True),
    Cells(Rect(20.4, 10.4, 60.5, 33.3), np.zeros((3, 5), dtype=np.uint8), LIGHT.palette("grey")),
    Clip(Rect(50, 50, 40, 30), (straight(width=100),)),
]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: type(item).__name__)
@pytest.mark.parametrize("cap", [None, Cap.SquareCap])
def test_the_extent_holds_all_that_is_drawn_and_little_more(item, cap):
    left, right, top, bottom = inked(pixels(item, cap=cap))
    bounds = extent([item])
    assert bounds.left() <= left + 0.5
    assert bounds.right() >= right - 0.5
    assert bounds.top() <= top + 0.5
    assert bounds.bottom() >= bottom - 0.5
    assert bounds.width() <= right - left + 30
    assert bounds.height() <= bottom - top + 30


def test_the_extent_of_several_holds_them_all_and_of_none_is_empty():
    whole = extent(ITEMS)
    assert all(whole.contains(extent([item])) for item in ITEMS)
    assert extent([]).isEmpty()


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=20))
def test_a_polygon_has_the_points_that_it_was_made_of(points):
    shape = polygon(np.array(points, dtype=np.float64).reshape(-1, 2))
    assert [(p.x(), p.y()) for p in shape] == points


def test_painting_leaves_the_painter_as_it_was():
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.translate(3, 4)
    before = painter.transform(), painter.hasClipping()
    paint(painter, ITEMS)
    assert (painter.transform(), painter.hasClipping()) == before
    painter.end()
