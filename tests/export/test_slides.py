"""What a clip cuts, and what a line needs, on the way to a slide."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pe_desktop.engine.frozen import Floats
from pe_desktop.export.primitives import Cells, Clip, Disc, Polygon, Polyline, Primitive, Words
from pe_desktop.export.slides.flat import Stroke, cells_of, flattened, with_cells
from pe_desktop.export.slides.frame import Frame
from pe_desktop.export.slides.geometry import UNSEEN, clipped_line, clipped_polygon, simplified
from pe_desktop.export.slides.shapes import Shapes, valid
from pe_desktop.figure.layout import Rect

ROOM = Rect(10, 20, 30, 40)
INK = (1, 2, 3, 1.0)
POINTS = arrays(np.float64, st.tuples(st.integers(2, 12), st.just(2)), elements=st.integers(-20, 100).map(float))


def inside(points: Floats, rect: Rect, slack: float = 1e-9) -> bool:
    low, high = np.array([rect.x, rect.y]) - slack, np.array([rect.right, rect.bottom]) + slack
    return bool(((low <= points) & (points <= high)).all())


def sampled(points: Floats) -> Floats:
    """Places along a line, close together."""
    at = np.linspace(0, len(points) - 1, 400 * (len(points) - 1) + 1)
    return np.stack([np.interp(at, np.arange(len(points)), points[:, i]) for i in (0, 1)], axis=1)


def distance(places: Floats, line: Floats) -> Floats:
    """Of each place from the nearest point of a line."""
    start, step = line[:-1], np.diff(line, axis=0)
    squared = (step**2).sum(axis=1)
    off = places[:, None] - start
    along = np.divide((off * step).sum(axis=2), squared, out=np.zeros(off.shape[:2]), where=squared > 0).clip(0, 1)
    away: Floats = np.linalg.norm(off - along[..., None] * step, axis=2).min(axis=1)
    return away


@given(POINTS)
@settings(deadline=None)
def test_a_clipped_line_is_what_of_it_is_inside(points: Floats) -> None:
    parts = clipped_line(points, ROOM)
    assert all(inside(part, ROOM) and len(part) >= 2 for part in parts)
    places = sampled(points)
    seen = places[[inside(place[None], ROOM, -1e-6) for place in places]]
    if len(seen):
        nearest = np.min([distance(seen, part) for part in parts], axis=0)
        assert nearest.max() < 1e-6
    for part in parts:
        assert distance(sampled(part), points).max() < 1e-6


def test_a_line_that_leaves_and_comes_back_is_in_two_parts() -> None:
    parts = clipped_line(np.array([(20.0, 30), (60, 30), (60, 50), (20, 50)]), ROOM)
    assert [part.tolist() for part in parts] == [[[20, 30], [40, 30]], [[40, 50], [20, 50]]]


@given(arrays(np.float64, (3, 2), elements=st.integers(-20, 100).map(float)))
@settings(deadline=None)
def test_a_clipped_triangle_has_the_area_that_is_inside(points: Floats) -> None:
    cut = clipped_polygon(points, ROOM)
    assert not len(cut) or inside(cut, ROOM)
    x, y = np.meshgrid(np.arange(10, 40, 0.5) + 0.25, np.arange(20, 60, 0.5) + 0.25)
    (ax, ay), (bx, by), (cx, cy) = points
    signs = [(px - qx) * (y - qy) - (py - qy) * (x - qx) for (px, py, qx, qy) in
             ((bx, by, ax, ay), (cx, cy, bx, by), (ax, ay, cx, cy))]  # fmt: skip
    covered = np.all([s > 0 for s in signs], axis=0) | np.all([s < 0 for s in signs], axis=0)
    assert area(cut) == pytest.approx(covered.sum() * 0.25, abs=30)


def area(points: Floats) -> float:
    if len(points) < 3:
        return 0.0
    x, y = points.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def test_a_polygon_outside_is_none() -> None:
    assert len(clipped_polygon(np.array([(0.0, 0), (5, 0), (5, 5)]), ROOM)) == 0


@given(POINTS)
@settings(deadline=None)
def test_a_simplified_line_is_nowhere_farther_off_than_one_can_see(points: Floats) -> None:
    kept = simplified(points)
    assert (kept[[0, -1]] == points[[0, -1]]).all()
    assert distance(points, kept).max() <= UNSEEN + 1e-9


def test_a_smooth_curve_loses_most_of_its_points_and_a_straight_one_all_between_its_ends() -> None:
    x = np.linspace(0, 800, 1601)
    wave = np.stack([x, 200 * np.sin(x / 100)], axis=1)
    assert len(simplified(wave)) < 200
    assert len(simplified(np.stack([x, 3 * x], axis=1))) == 2
    assert len(simplified(np.tile([(0.0, 0.0), (0.0, 9.0)], (50, 1)) + np.arange(100)[:, None] * (1.0, 0))) == 100


def flat(*items: Primitive) -> list[Any]:
    return list(flattened([Clip(ROOM, items)], 2.0))


def test_a_stroke_stays_inside_its_clip_with_its_whole_width() -> None:
    (stroke,) = flat(Polyline(np.array([(0.0, 20.0), (100.0, 20.0)]), INK, 4.0))
    assert [part.tolist() for part in stroke.parts] == [[[12, 22], [38, 22]]]


def test_clips_in_clips_cut_what_both_cut() -> None:
    (stroke,) = flat(Clip(Rect(0, 0, 20, 100), (Polyline(np.array([(0.0, 40.0), (100.0, 40.0)]), INK, 0.0),)))
    assert [part.tolist() for part in stroke.parts] == [[[10, 40], [20, 40]]]


def test_a_disc_inside_stays_one_and_one_at_the_edge_is_cut() -> None:
    assert isinstance(flat(Disc(25, 40, 5, INK))[0], Disc)
    area_cut, ring = flat(Disc(10, 40, 5, INK, INK, 1.0))
    assert isinstance(area_cut, Polygon)
    assert isinstance(ring, Stroke)
    assert inside(area_cut.points, ROOM)
    assert area(area_cut.points) == pytest.approx(np.pi * 25 / 2, rel=0.01)
    assert flat(Disc(0, 0, 5, INK, INK, 1.0)) == []


def test_words_outside_their_clip_are_left_out() -> None:
    kept = flat(Words(20, 30, "in", 8, INK), Words(0, 0, "out", 8, INK), Words(20, 30, "", 8, INK))
    assert [words.text for words in kept] == ["in"]


def test_cells_are_cropped_to_the_pixel() -> None:
    index = np.arange(16, dtype=np.uint8).reshape(4, 4)
    palette = np.zeros((256, 3), np.uint8)
    (cells,) = flat(Cells(Rect(0, 10, 40, 40), index, palette))
    assert cells.rect == Rect(10, 20, 30, 30)
    assert cells.index.shape == (60, 60)
    assert cells.index[[0, 0, -1, -1], [0, -1, 0, -1]].tolist() == [5, 7, 13, 15]
    assert flat(Cells(Rect(0, 0, 5, 5), index, palette)) == []


def test_cells_are_exchanged_in_their_order_also_in_clips() -> None:
    palette = np.zeros((256, 3), np.uint8)
    made = [Cells(Rect(i, 0, 1, 1), np.full((1, 1), i, np.uint8), palette) for i in range(4)]
    line = Polyline(np.zeros((2, 2)), INK, 1.0)
    items = (made[0], line, Clip(ROOM, (made[1],)))
    changed = with_cells(items, iter(made[2:]))
    assert [cells.rect.x for cells in cells_of(changed)] == [2, 3]
    assert changed[1] is line


def test_a_page_of_another_shape_stands_in_the_middle_of_its_slide() -> None:
    frame = Frame.fitting((540, 540), (12_192_000, 6_858_000))
    assert frame.places(np.array([(0.0, 0.0), (540.0, 540.0)])).tolist() == [[2_667_000, 0], [9_525_000, 6_858_000]]


def test_text_that_xml_cannot_hold_is_left_out() -> None:
    assert valid("a\x00\x0b<b> & \ud800\U0001f600") == "a&lt;b&gt; &amp; \U0001f600"


def test_lines_keep_dash_width_opacity_and_way() -> None:
    def embed(cells: Cells) -> tuple[str, str]:
        raise AssertionError

    stroke = Stroke((np.array([(10.0, 30.0), (5.0, 10.0)]),), (255, 0, 1, 0.5), 2.0, (4.0, 2.5))
    text = Shapes(Frame(), embed).drawn([stroke])
    assert 'flipH="1" flipV="1"' in text
    assert '<a:off x="63500" y="127000"/><a:ext cx="63500" cy="254000"/>' in text
    assert '<a:ln w="25400" cap="flat">' in text
    assert '<a:srgbClr val="FF0001"><a:alpha val="50000"/>' in text
    assert '<a:ds d="400000" sp="250000"/>' in text
