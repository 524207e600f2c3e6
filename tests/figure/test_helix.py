"""The shape of a table: what is drawn of it, from where it is seen, and what its numbers are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import Document, View
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.figure.marks import Dots, Image, Path, Rule, Text
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.solid import FAINT, Camera, Solid, strength, threaded

from .documents import LARGE, SMALL, build, marks, of, placed, served

HELIX = PICTURES["helix"]
turns = st.builds(Camera, st.floats(-180, 180), st.floats(-90, 90))


def numbers(document):
    return HELIX.numbers(document, View())


def drawn(panel):
    """Every point that is drawn of a path."""
    return {point for dots in marks(panel, Dots, lambda m: not m.hollow) for point in dots.points}


def cursor(panel):
    return np.array(marks(panel, Dots, lambda m: m.hollow)[0].points[0])


@pytest.mark.parametrize("name", served("helix", SMALL))
def test_the_numbers_are_those_of_the_singular_value_decomposition(name):
    document = SMALL[name]
    vectors = document.encoding.vectors(document.length).full()
    centred = vectors - vectors.mean(axis=0)
    values = np.linalg.svd(centred, compute_uv=False)
    arrays = numbers(document)
    kept = np.append(values, [0.0] * 3)[:3]
    assert np.linalg.norm(arrays["components"], axis=0) == pytest.approx(kept, abs=1e-6)
    assert centred @ arrays["axes"] == pytest.approx(arrays["components"], abs=1e-9)
    total = (values**2).sum()
    assert arrays["shares"] == pytest.approx(kept**2 / total if total > 1e-20 else np.zeros(3), abs=1e-9)


@pytest.mark.parametrize("name", ["integer", "two dimensions", "one position", "one dimension of zeros"])
def test_components_that_a_table_does_not_have_are_zero(name):
    columns = SMALL[name].encoding.numbers(1).shape[1] if "position" not in name else 0
    there = 0 if name == "one dimension of zeros" else columns
    arrays = numbers(SMALL[name])
    assert not arrays["components"][:, there:].any()
    assert not arrays["shares"][there:].any()


def test_both_encodings_have_numbers():
    arrays = numbers(SMALL["sinusoidal and rope"])
    assert arrays["components_b"].shape == (24, 3)
    assert HELIX.headings(SMALL["integer"], arrays) == ["PC1", "PC2", "PC3"]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            Document(length=10_000_000, encoding=Sinusoidal(d_model=64)),
            "length: 10000000 given; allowed: up to 3,906,250",
        ),
        (Document(length=10_000, encoding=Sinusoidal(d_model=16384)), "length: 10000 given; allowed: up to 4,096"),
    ],
)
def test_numbers_that_would_take_minutes_are_refused_and_the_picture_is_not(document, message):
    with pytest.raises(ParameterError, match=message):
        numbers(document)
    assert build("helix", document).panels


@pytest.mark.parametrize("name", ["sinusoidal", "learned", "rope", "gray", "nerf", "padding row"])
def test_the_picture_shows_the_numbers(name):
    scores = numbers(SMALL[name])["components"]
    flat = build("helix", SMALL[name]).panel("helix")
    assert sorted(drawn(flat)) == [pytest.approx(tuple(row)) for row in sorted(set(map(tuple, scores[:, :2])))] or (
        np.array(sorted(drawn(flat))) == pytest.approx(np.unique(np.round(scores[:, :2], 9), axis=0), abs=1e-8)
    )


def test_the_cursor_stands_where_its_position_does():
    scores = numbers(SMALL["sinusoidal"])["components"]
    figure = build("helix", SMALL["sinusoidal"], View(position=7))
    assert cursor(figure.panel("helix")) == pytest.approx(scores[7, :2], abs=1e-9)
    solid, camera = Solid.about(scores), Camera(-50, 25)
    assert cursor(figure.panel("helix.view")) == pytest.approx(solid.seen(camera, scores[7:8])[0, :2], abs=1e-9)


def test_the_share_of_each_component_stands_at_its_axis():
    figure, shares = build("helix", SMALL["learned"]), numbers(SMALL["learned"])["shares"]
    flat, turned = figure.panel("helix"), figure.panel("helix.view")
    for i, label in enumerate((flat.x.label, flat.y.label, turned.x.label)):
        assert f"PC{i + 1}  {100 * shares[i]:.1f} %" in label
    assert [m.text for m in marks(turned, Text)] == ["PC1", "PC2", "PC3"]
    assert f"{100 * shares.sum():.1f} % of the variance" in figure.subtitle


@pytest.mark.parametrize(
    ("plots", "panels"),
    [
        ("both", ["helix", "helix.view", "helix.b", "helix.view.b", "helix.scale"]),
        ("flat", ["helix", "helix.b", "helix.scale"]),
        ("turned", ["helix.view", "helix.view.b", "helix.scale"]),
    ],
)
def test_a_and_b_stand_side_by_side_with_one_scale_of_positions(plots, panels):
    figure = build("helix", SMALL["learned and integer"].choosing("helix", plots=plots))
    assert [panel.id for panel in figure.panels] == panels
    assert [panel.column for panel in figure.panels] == list(range(len(panels)))
    assert [p.title for p in figure.panels if p.title] == ["A   Learned", "B   Integer index"]
    assert isinstance(figure.panels[-1].marks[0], Image)


def test_colours_run_from_the_first_position_to_the_last():
    flat = build("helix", SMALL["sinusoidal"]).panel("helix")
    colours = [float(m.colour[5:]) for m in marks(flat, Dots, lambda m: not m.hollow)]
    assert colours == sorted(colours)
    assert (colours[0], colours[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("name", ["long gray", "long nerf", "ten million", "wide", "long odd"])
def test_of_a_long_table_some_positions_are_shown_and_that_is_said(name):
    document = LARGE[name]
    figure = build("helix", document)
    shown = len(drawn(figure.panel("helix.view")))
    assert 2 <= shown <= 512
    assert f"of {document.length:,} positions" in figure.subtitle
    assert not marks(figure.panel("helix"), Path)  # lines would join what lies far apart


def test_neighbours_are_joined():
    flat = build("helix", SMALL["sinusoidal"]).panel("helix")
    assert sum(len(path.points) - 1 for path in marks(flat, Path)) == 23


@settings(max_examples=60, deadline=None)
@given(turns)
def test_a_camera_turns_and_never_stretches(camera):
    assert camera.axes @ camera.axes.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(camera.axes) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("azimuth", "elevation", "seen"),
    [(-90, 90, (1, 2)), (-90, 0, (1, 3)), (0, 0, (2, 3)), (180, 0, (-2, 3)), (0, 90, (2, -1))],
)
def test_what_is_seen_from_above_and_from_the_sides(azimuth, elevation, seen):
    point = Camera(azimuth, elevation).project(np.array([[1.0, 2.0, 3.0]]))[0]
    assert point[:2] == pytest.approx(seen, abs=1e-12)


def test_the_view_turns_about_the_third_axis_and_keeps_its_size():
    figures = [build("helix", SMALL["learned"], View(azimuth=a, elevation=e)) for a, e in ((0, 0), (70, 40))]
    one, other = (figure.panel("helix.view") for figure in figures)
    assert (one.x, one.y, one.turns) == (other.x, other.y, True)
    assert drawn(one) != drawn(other)
    assert figures[0].panel("helix") == figures[1].panel("helix")


def test_what_is_nearer_is_stronger_and_drawn_later():
    depth = np.linspace(-1, 1, 50)
    points = np.stack([np.arange(50.0), np.zeros(50), depth], axis=1)
    shown = [m.opacity for m in threaded(points[::-1], np.linspace(0, 1, 50), 50, joined=True) if isinstance(m, Dots)]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (FAINT, 1.0)
    assert (strength(np.zeros(3)) == 1).all()


def test_a_direction_without_extent_has_no_name():
    for name, wanted in (("integer", ["PC1"]), ("two dimensions", ["PC1", "PC2"]), ("learned", ["PC1", "PC2", "PC3"])):
        assert [m.text for m in marks(build("helix", SMALL[name]).panel("helix.view"), Text)] == wanted


@settings(max_examples=40, deadline=None)
@given(turns)
def test_nothing_of_the_box_reaches_beyond_its_panel(camera):
    view = View(azimuth=camera.azimuth, elevation=camera.elevation)
    panel = build("helix", SMALL["learned"], view).panel("helix.view")
    for path in marks(panel, Path):
        assert all(abs(c) <= panel.x.high for point in path.points for c in point)
    for text in marks(panel, Text):
        assert all(abs(c) < panel.x.high for c in text.point)


@pytest.mark.parametrize("elevation", [0.0, 2e-313, -1e-12, 90.0])
def test_an_axis_that_is_seen_from_its_end_has_its_name_below(elevation):
    panel = build("helix", SMALL["integer"], View(azimuth=0.0, elevation=elevation)).panel("helix.view")
    for text in marks(panel, Text):
        assert all(math.isfinite(c) and abs(c) < panel.x.high for c in text.point)


@pytest.mark.parametrize("panel", ["helix", "helix.view", "helix.b", "helix.view.b"])
def test_a_point_that_is_clicked_is_the_position_drawn_there_and_is_read(panel):
    document, view = SMALL["sinusoidal and rope"], View(position=7, key=3)
    figure = build("helix", document, view)
    for position in (0, 5, 23):
        point = tuple(cursor(build("helix", document, View(position=position)).panel(panel)))
        assert HELIX.pick(document, view, figure.panel(panel), point, 1.0).position == position
        reading = HELIX.read(document, view, panel, *point)
        scores = numbers(document)["components_b" if panel.endswith(".b") else "components"][position]
        assert dict(reading.rows)["position"] == f"{position}"
        assert reading.value == pytest.approx(scores[0], abs=1e-9)


def test_a_click_on_the_colour_bar_goes_to_the_position_of_that_colour():
    document = SMALL["sinusoidal"]
    panel = build("helix", document).panel("helix.scale")
    assert HELIX.pick(document, View(), panel, (0.5, 11.2), 1.0).position == 11
    assert marks(panel, Rule)[0].value == 7


def test_a_point_far_from_every_position_is_not_read():
    assert HELIX.read(SMALL["sinusoidal"], View(), "helix", 50.0, 50.0) is None
    assert HELIX.read(SMALL["sinusoidal"], View(), "helix.scale", 0.5, 3.0) is None


def test_both_axes_of_the_flat_plot_have_one_scale():
    place = placed(build("helix", SMALL["learned"]))["helix"]
    across = (place.to_x(1.0) - place.to_x(0.0)) / (place.to_y(0.0) - place.to_y(1.0))
    assert across == pytest.approx(1.0)


def test_a_table_is_the_same_shape_whichever_way_its_columns_stand():
    halves = of("sinusoidal", d_model=16, layout="half-split")
    one, other = numbers(of("sinusoidal", d_model=16)), numbers(halves)
    assert one["components"] == pytest.approx(other["components"], abs=1e-9)
