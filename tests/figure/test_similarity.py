"""The similarity matrix, and its mean by offset."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import View
from pe_desktop.engine.frozen import FrozenMap
from pe_desktop.figure.marks import Cell, Dots, Rule
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import SLIDE

from .documents import SMALL, build, image, lines, marks, of, placed, served

SIMILARITY, OFFSETS = PICTURES["similarity"], PICTURES["offset-similarity"]
FREQUENCIES = 10000.0 ** (-2 * np.arange(6) / 12)


def cosine(document):
    return document.choosing("similarity", metric="cosine").choosing("offset-similarity", metric="cosine")


def matrix(document):
    return SIMILARITY.numbers(document, View())["similarity"]


@pytest.mark.parametrize("name", [name for name in served("similarity", SMALL) if SMALL[name].encoding.id != "xpos"])
def test_the_matrix_is_the_product_of_all_rows(name):
    document = SMALL[name]
    rows = document.encoding.vectors(document.length).full()
    if SIMILARITY.options(document).metric == "cosine":
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert matrix(document) == pytest.approx(rows @ rows.T, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("encoding", ["sinusoidal", "rope"])
def test_for_sinusoids_and_rope_it_is_the_sum_of_cosines_of_the_offset(encoding):
    width = {"sinusoidal": "d_model", "rope": "head_dim"}[encoding]
    p = np.arange(24)
    offsets = np.subtract.outer(p, p)
    wanted = np.cos(np.multiply.outer(offsets, FREQUENCIES)).sum(axis=-1)
    assert matrix(of(encoding, **{width: 12})) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("name", ["sinusoidal", "learned", "binary", "rope", "integer"])
def test_the_cosine_of_a_position_with_itself_is_one(name):
    diagonal = np.diag(matrix(cosine(SMALL[name])))[1:]  # the row of position 0 may be zero, and has no direction
    assert diagonal == pytest.approx(np.ones(23))


@pytest.mark.parametrize("metric", ["dot", "cosine"])
@pytest.mark.parametrize("name", ["sinusoidal", "learned", "binary", "rope", "integer", "two dimensions"])
def test_the_mean_by_offset_is_that_of_the_diagonals(name, metric):
    document = SMALL[name].choosing("offset-similarity", metric=metric).choosing("similarity", metric=metric)
    cells = matrix(document)
    found = OFFSETS.numbers(document, View())["by_offset"]
    assert found[:, 0].tolist() == list(range(-23, 24))
    assert found[:, 1] == pytest.approx([np.diag(cells, k).mean() for k in range(-23, 24)], abs=1e-11)


def test_two_encodings_give_two_arrays_each():
    document = SMALL["sinusoidal and rope"]
    assert list(SIMILARITY.numbers(document, View())) == ["similarity", "similarity_b"]
    assert list(OFFSETS.numbers(document, View())) == ["by_offset", "by_offset_b"]


def test_the_query_runs_down_and_the_key_to_the_right():
    panel = build("similarity", SMALL["sinusoidal"], View(position=7.5, key=3)).panel("similarity")
    assert (panel.x.quantity, panel.y.quantity) == ("key", "position")
    assert (panel.y.first, panel.y.last) == (23.5, -0.5)
    assert [(rule.axis, rule.value) for rule in marks(panel, Rule)] == [("y", 7.5), ("x", 3)]
    assert [(cell.x, cell.y) for cell in marks(panel, Cell)] == [(3, 7.5)]


@pytest.mark.parametrize("name", ["sinusoidal", "cosine", "learned", "binary", "rope"])
def test_the_numbers_of_the_one_bar_stand_for_the_curve_beside_it_too(name):
    figure = build("similarity", SMALL[name])
    bar, curve = figure.panel("similarity.scale"), figure.panel("similarity.offset")
    assert (bar.y.first, bar.y.last) == (curve.y.first, curve.y.last)
    assert bar.y.labels
    assert not curve.y.labels
    places = placed(figure)
    one, other = places["similarity.scale"], places["similarity.offset"]
    if other.rect.height == one.rect.height:
        assert [t.value for t in one.y_ticks] == [t.value for t in other.y_ticks]


def test_a_zoomed_curve_has_numbers_of_its_own():
    view = View(ranges=FrozenMap({"similarity.offset": (-5.0, 5.0, 1.5, 2.0)}))
    curve = build("similarity", SMALL["sinusoidal"], view).panel("similarity.offset")
    assert (curve.y.low, curve.y.high) == (1.5, 2.0)
    assert curve.y.labels


@pytest.mark.parametrize(("compare", "bars", "labels"), [("sinusoidal", 1, False), ("learned", 2, True)])
def test_encodings_of_one_scale_share_a_bar_and_others_have_their_own(compare, bars, labels):
    figure = build("similarity", of("sinusoidal", compare=compare))
    assert sum(p.id.endswith(".scale") for p in figure.panels) == bars
    assert figure.panel("similarity.offset").y.labels == labels


@pytest.mark.parametrize("name", ["sinusoidal", "learned", "whole table"])
def test_a_bar_that_reaches_beyond_the_levels_shows_their_last_colours_there(name):
    document = of("learned", length=512) if name == "whole table" else SMALL[name]
    figure = build("similarity", document)
    bar, levels = image(figure.panel("similarity.scale")), image(figure.panel("similarity")).levels
    assert bar.levels == levels
    low, high = figure.panel("similarity.scale").y.first, figure.panel("similarity.scale").y.last
    assert bar.field.full()[[0, -1], 0].tolist() == [low, high]
    assert low <= levels[0] < levels[1] <= high
    assert bar.rect == (0.0, low, 1.0, high)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(served("similarity", SMALL)), st.sampled_from(["similarity", "offset-similarity"]))
def test_no_crest_of_a_curve_is_cut(name, picture):
    figure = build(picture, SMALL[name])
    panel = figure.panel("similarity.offset" if picture == "similarity" else picture)
    for line in lines(panel):
        low, high = line.curve.domain
        x = np.linspace(low, high, 2001) if line.curve.continuous else np.arange(low, high + 1)
        values = line.curve.at(x)
        slack = 2e-3 * (panel.y.high - panel.y.low)
        assert panel.y.low - slack <= values.min()
        assert values.max() <= panel.y.high + slack


@pytest.mark.parametrize(("name", "position", "at"), [("sinusoidal", 7.25, 4.25), ("learned", 7.25, 4.0)])
def test_the_dot_stands_at_the_offset_of_query_and_key_on_the_curve(name, position, at):
    panel = build("offset-similarity", SMALL[name], View(position=position, key=3)).panel("offset-similarity")
    (dots,) = marks(panel, Dots)
    assert dots.points == ((at, float(lines(panel)[0].curve.at(np.array([at]))[0])),)
    assert marks(panel, Rule)[0].value == position - 3


def test_curves_of_two_encodings_are_named():
    panel = build("offset-similarity", SMALL["sinusoidal and rope"]).panel("offset-similarity")
    assert [line.label for line in lines(panel)] == ["A", "B"] == list(panel.ends)
    assert len({line.colour for line in lines(panel)}) == 2
    assert build("offset-similarity", SMALL["rope"]).panel("offset-similarity").ends == ()


@pytest.mark.parametrize(("metric", "words"), [("dot", "p · q"), ("cosine", "cosine of p and q")])
def test_the_metric_is_named(metric, words):
    document = of("sinusoidal").choosing("similarity", metric=metric).choosing("offset-similarity", metric=metric)
    assert build("similarity", document).subtitle.startswith(words)
    assert build("offset-similarity", document).panel("offset-similarity").y.label == words


@pytest.mark.parametrize(
    ("name", "metric", "definition"),
    [
        ("sinusoidal", "dot", "Σ cos(w (p − q)) over the pairs"),
        ("rope", "cosine", "Σ cos(w (p − q)) over the pairs / their number"),
        ("learned", "dot", "Σ p_c q_c over the columns c"),
        ("learned", "cosine", "p · q / (‖p‖ ‖q‖)"),
    ],
)
def test_a_cell_is_read_with_what_it_is(name, metric, definition):
    document = SMALL[name].choosing("similarity", metric=metric)
    reading = SIMILARITY.read(document, View(), "similarity", 3.2, 6.8)
    assert reading.value == pytest.approx(matrix(document)[7, 3], rel=1e-13)
    assert reading.definition == definition
    assert reading.formula.endswith("at p = 7, q = 3")
    assert dict(reading.rows)["offset p − q"] == "4"


def test_b_is_read_in_b_s_panel():
    document = SMALL["learned and integer"]
    assert SIMILARITY.read(document, View(), "similarity.b", 3, 7).value == 21


@pytest.mark.parametrize("offset", [-23, -4, 0, 11, 23])
def test_an_offset_is_read_as_the_mean_of_its_pairs(offset):
    document = SMALL["learned"]
    wanted = np.diag(matrix(document), -offset)
    for picture, panel in ((OFFSETS, "offset-similarity"), (SIMILARITY, "similarity.offset")):
        reading = picture.read(document, View(), panel, offset + 0.3, 0.0)
        assert reading.value == pytest.approx(wanted.mean(), abs=1e-12)
        assert dict(reading.rows)["pairs of positions"] == str(len(wanted))


@pytest.mark.parametrize(
    ("name", "levels"), [("one position", (0, 3)), ("one index", (0, 1)), ("sinusoidal", None), ("binary", None)]
)
def test_levels_are_a_range_even_of_one_position(name, levels):
    found = image(build("similarity", SMALL[name]).panel("similarity")).levels
    assert found[0] < found[1]
    assert levels is None or found == levels


def test_the_matrix_and_its_curve_stand_beside_each_other_on_a_slide():
    places = placed(build("similarity", SMALL["sinusoidal"]), 920.0, 440.0, SLIDE)
    assert places["similarity"].rect.height > 0.7 * 440
    assert places["similarity.offset"].rect.width > 0.36 * 920
