"""Scores by distance: the bound, the sum of cosines and where it turns negative, and random vectors."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.figure.marks import Band, Dots, Facts, Path, Text
from pe_desktop.figure.pictures import PICTURES

from .documents import LARGE, SMALL, build, lines, marks, of

DECAY = PICTURES["decay"]
ROPE = of("rope", 4096, head_dim=128)
BASES = ROPE.choosing("decay", curves="cosine", bases=(100.0, 1000.0, 10000.0))


def facts(figure, panel="decay.facts") -> dict[str, str]:
    return {name: value for name, value, _ in marks(figure.panel(panel), Facts)[0].rows}


@pytest.mark.parametrize(
    ("curves", "panels"),
    [
        ("all", ["decay.bound", "decay", "decay.facts", "decay.values"]),
        ("bound", ["decay.bound", "decay.facts"]),
        ("cosine", ["decay", "decay.facts"]),
        ("random", ["decay", "decay.facts"]),
    ],
)
def test_those_curves_are_drawn_that_were_chosen(curves, panels):
    figure = build("decay", ROPE.choosing("decay", curves=curves))
    assert [panel.id for panel in figure.panels] == panels
    assert len(figure.rows) == (2 if curves == "all" else 1)


@pytest.mark.parametrize("curves", ["all", "bound", "cosine", "random"])
@pytest.mark.parametrize("bases", [(), (10.0,), (10.0, 1e5)])
@pytest.mark.parametrize("name", ["rope", "sinusoidal", "rope and xpos", "still rope", "one position"])
def test_whatever_is_chosen_is_drawn_and_has_numbers(curves, bases, name):
    document = SMALL[name].choosing("decay", curves=curves, bases=bases)
    figure = build("decay", document)
    assert all(lines(panel) for panel in figure.panels if panel.id in ("decay", "decay.bound"))
    arrays = DECAY.numbers(document, View())
    assert arrays["decay"].shape == DECAY.shape(document)
    assert len(DECAY.headings(document, arrays)) == arrays["decay"].shape[1]


def test_the_score_of_equal_vectors_is_the_mean_of_cosines():
    curve = lines(build("decay", ROPE.choosing("decay", curves="cosine")).panel("decay"))[0].curve
    frequencies = ROPE.encoding.frequencies(4096)
    for distance in (0.0, 1.0, 100.0, 4095.0):
        assert curve.at(np.array([distance]))[0] == pytest.approx(np.cos(distance * frequencies).mean(), abs=1e-12)


def test_the_score_of_xpos_fades():
    document = of("xpos", 4096, head_dim=128).choosing("decay", curves="cosine")
    curve = lines(build("decay", document).panel("decay"))[0].curve
    _, similarity = document.encoding.similarity(4096, "cosine")
    x = np.array([0.0, 3.0, 1000.0])
    assert curve.at(x) == pytest.approx(similarity.at(x), rel=1e-12)


def test_an_attention_factor_multiplies_scores_by_its_square():
    document = of("rope", 4096, head_dim=64, scaling="yarn", attention_factor=1.5).choosing("decay", curves="cosine")
    assert lines(build("decay", document).panel("decay"))[0].curve.at(np.zeros(1))[0] == pytest.approx(2.25)


def test_random_scores_have_a_band_about_their_mean():
    panel = build("decay", ROPE.choosing("decay", curves="random", draws=200, seed=3)).panel("decay")
    band, mean = marks(panel, Band)[0], lines(panel)[0].curve
    x = np.linspace(0, 4095, 60).round()
    low, middle, high = band.low.at(x), mean.at(x), band.high.at(x)
    assert (low < middle).all()
    assert (middle < high).all()
    assert np.abs(middle).max() < 0.05


def test_the_first_sign_change_is_marked_and_said():
    figure = build("decay", ROPE)
    panel = figure.panel("decay")
    assert [dot.points for dot in marks(panel, Dots) if not dot.hollow] == [((1707.0, 0.0),)]
    assert [text.text for text in marks(panel, Text)] == ["first below zero at 1,707"]
    assert facts(figure)["distance"] == "1,707"
    assert DECAY.scalars(ROPE, View()) == {"first_below_zero": 1707}


def test_words_that_would_stand_beyond_a_part_are_left_out_when_it_is_zoomed_into():
    view = View(ranges={"decay": (0.0, 100.0, 0.2, 0.8)})
    panel = DECAY.build(ROPE, view).panel("decay")
    assert marks(panel, Text) == []
    assert len(marks(panel, Path)) == 1


def test_within_a_short_text_there_may_be_no_sign_change():
    document = ROPE.replace(length=1000)
    figure = build("decay", document)
    assert facts(figure)["distance"] == "beyond 999"
    assert DECAY.scalars(document, View()) == {}


def test_every_base_has_a_line_a_colour_and_a_sign_change():
    figure = build("decay", BASES)
    panel = figure.panel("decay")
    assert [line.label for line in lines(panel)] == ["base 100", "base 1,000", "base 10,000"]
    assert len({line.colour for line in lines(panel)}) == 3
    assert figure.subtitle == "Σ cos(D w) first below zero at 59, 361, 1,707"
    assert [dot.points[0][0] for dot in marks(panel, Dots) if not dot.hollow] == [59, 361, 1707]


def test_bases_of_a_sinusoid_are_drawn_too():
    document = of("sinusoidal", 100, d_model=64).choosing("decay", curves="cosine", bases=(10.0, 100.0))
    assert len(lines(build("decay", document).panel("decay"))) == 2
    DECAY.check(document)


def test_two_that_are_compared_have_a_line_each():
    figure = build("decay", SMALL["rope and xpos"])
    assert [line.label for line in lines(figure.panel("decay.bound"))] == ["A", "B"]
    assert [line.label for line in lines(figure.panel("decay"))] == ["random", "A", "B"]


@pytest.mark.parametrize(
    ("document", "names"),
    [
        (ROPE, ["bound", "equal", "mean", "low", "high"]),
        (ROPE.choosing("decay", curves="random"), ["mean", "low", "high"]),
        (BASES, ["base 100 equal", "base 1000 equal", "base 10000 equal"]),
    ],
)
def test_the_columns_are_the_curves_that_are_drawn(document, names):
    document = document.replace(length=50)
    arrays = DECAY.numbers(document, View())
    assert DECAY.headings(document, arrays) == names
    assert arrays["decay"].shape == (50, len(names)) == DECAY.shape(document)
    assert arrays["distance"].tolist() == list(range(50))


def test_the_numbers_of_b_stand_beside_those_of_a():
    arrays = DECAY.numbers(SMALL["rope and xpos"], View())
    assert arrays["decay_b"].shape == (24, 5)
    assert arrays["decay_b"][0, 1] == pytest.approx(1)


def test_a_distance_is_read():
    reading = DECAY.read(ROPE, View(), "decay", 100.4, 0.3)
    assert reading.value == pytest.approx(np.cos(100 * ROPE.encoding.frequencies(4096)).mean(), abs=1e-12)
    assert dict(reading.rows)["distance"] == "100"
    assert dict(reading.rows)["upper bound"].startswith("10.1") or dict(reading.rows)["upper bound"].startswith("10.2")
    assert DECAY.read(ROPE, View(), "decay", 4096.0, 0.3) is None
    assert DECAY.read(ROPE, View(), "decay.facts", 10.0, 0.3) is None


@pytest.mark.parametrize("name", ["longest yarn", "ten million", "long xpos"])
def test_a_frame_of_the_longest_texts_is_made_of_a_few_samples(name):
    panel = build("decay", LARGE[name]).panel("decay")
    edges = np.linspace(0, LARGE[name].length - 1, 65)
    for line in lines(panel):
        low, high, exact = line.curve.envelope(edges)
        assert not exact
        assert np.isfinite(low).all()
        assert (low <= high).all()


def test_a_wrong_base_is_refused():
    with pytest.raises(ParameterError, match=r"bases: 0\.5 given"):
        build("decay", ROPE.choosing("decay", bases=(0.5,)))


def test_that_decay_is_not_the_whole_story_is_said():
    assert "not the whole story" in DECAY.explanation
    assert "2410.06205" in DECAY.explanation


def test_two_that_are_compared_have_a_band_each_where_only_those_are_drawn():
    document = SMALL["rope and xpos"].choosing("decay", curves="random")
    figure = build("decay", document)
    assert len(marks(figure.panel("decay"), Band)) == 2
    assert [line.label for line in lines(figure.panel("decay"))] == ["A random", "B random"]
    assert list(facts(figure)) == ["random, mean at 4", "A", "B"]


def test_the_values_at_the_cursor_are_those_of_every_base():
    figure = DECAY.build(BASES, View(position=100, key=0))
    rows = marks(figure.panel("decay.facts"), Facts)[0].rows
    assert [name for name, _, _ in rows[-4:]] == ["equal vectors at 100", "base 100", "base 1,000", "base 10,000"]
    assert float(rows[-1][1]) == pytest.approx(np.cos(100 * ROPE.encoding.frequencies(1)).mean(), abs=1e-4)


def test_bases_of_an_encoding_that_has_none_are_refused():
    document = of("integer").choosing("decay", bases=(10.0,))
    with pytest.raises(ParameterError, match="bases: 10 given; allowed: auto, for an encoding without a base"):
        DECAY.check(document)


@pytest.mark.parametrize(
    ("offset", "anchor"), [(0, "start"), (1900, "end"), (2047, "end"), (1500, "start"), (3500, "start")]
)
def test_words_about_a_distance_stand_where_the_cursor_does_not_cross_them(offset, anchor):
    figure = DECAY.build(ROPE, View(position=offset, key=0))
    (said,) = marks(figure.panel("decay"), Text)
    assert said.anchor == anchor
