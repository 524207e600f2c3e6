"""Pairs as clocks, and the score of a query and a key that turn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.clocks import SPACING
from pe_desktop.figure.marks import Arc, Arrow, Dots, Facts, Rule, Text
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.pictures.rotation import RotationOptions, Turned, difference, shown_pairs, turned

from .documents import SMALL, build, lines, marks, of

ROTATION = PICTURES["rotation"]
GOLDEN = Path(__file__).parent.parent / "golden" / "golden.npz"
positions = st.floats(0, 4096)
random = st.builds(RotationOptions, vectors=st.just("random"), seed=st.integers(0, 9999))
ropes = st.builds(
    ENCODINGS["rope"],
    head_dim=st.integers(1, 64).map(lambda half: 2 * half),
    base=st.sampled_from([100.0, 10000.0, 5e5]),
    partial_rotary_factor=st.sampled_from([0.25, 0.5, 1.0]),
)
sinusoids = st.builds(
    ENCODINGS["sinusoidal"],
    d_model=st.integers(1, 64).map(lambda half: 2 * half),
    layout=st.sampled_from(["interleaved", "half-split"]),
    ladder=st.sampled_from(["vaswani", "tensor2tensor"]),
)


def words(figure, panel="rotation"):
    return [text.text for text in marks(figure.panel(panel), Text)]


def facts(figure):
    return {name: value for name, value, _ in marks(figure.panel("rotation.facts"), Facts)[0].rows}


def rotated_vectors(part, encoding, position):
    """Query and key as RoPE itself turns them."""
    head = np.zeros((2, encoding.head_dim))
    for pair in range(encoding.pairs):
        one, two = encoding.dimensions_of(pair)
        head[:, one], head[:, two] = (
            [part.query[pair].real, part.key[pair].real],
            [part.query[pair].imag, part.key[pair].imag],
        )
    return encoding.rotate(head, np.full(2, position))


@settings(max_examples=100, deadline=None)
@given(ropes, random, positions, positions)
def test_the_score_is_that_of_the_vectors_that_rope_turns(encoding, options, query, key):
    part = turned(encoding, 1, options)
    q, k = rotated_vectors(part, encoding, query)[0], rotated_vectors(part, encoding, key)[1]
    assert part.score(query, key) == pytest.approx(q @ k / np.linalg.norm(q) / np.linalg.norm(k), abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(ropes, random, positions, positions, positions)
def test_the_score_stays_when_both_move(encoding, options, query, key, way):
    part = turned(encoding, 1, options)
    assert part.score(query + way, key + way) == pytest.approx(part.score(query, key), abs=1e-11)


@settings(max_examples=100, deadline=None)
@given(st.one_of(ropes, sinusoids), st.one_of(random, st.just(RotationOptions())), positions, positions)
def test_the_difference_that_is_printed_is_nothing_but_rounding(encoding, options, position, key):
    assert difference(turned(encoding, 1, options), View(position=position, key=key)) < 1e-12


@settings(max_examples=50, deadline=None)
@given(sinusoids, st.integers(0, 999), st.integers(0, 999))
def test_m_k_turns_pe_of_p_to_pe_of_p_plus_k(encoding, p, moved):
    table = encoding.numbers(1000)
    every = np.arange(encoding.d_model)
    before, after = table.at([p, moved], every)
    for pair, w in enumerate(encoding.frequencies(1)):
        sine, cosine = encoding.columns_of(pair)
        c, s = np.cos((moved - p) * w), np.sin((moved - p) * w)
        assert np.array([[c, s], [-s, c]]) @ before[[sine, cosine]] == pytest.approx(after[[sine, cosine]], abs=1e-12)


def test_the_matrices_below_the_clocks_are_those_of_m_k():
    document, view = of("sinusoidal", d_model=8, length=128), View(position=37, key=30)
    rows = [text.replace("\u2007", "").split("\u2002") for text in words(ROTATION.build(document, view))[-8:]]
    for i, pair in enumerate(shown_pairs(document.encoding, document)):
        angle = 7 * document.encoding.frequencies(1)[pair]
        c, s = np.cos(angle), np.sin(angle)
        found = [[float(v.replace("−", "-")) for v in row] for row in rows[2 * i : 2 * i + 2]]
        assert found == pytest.approx(np.array([[c, s], [-s, c]]), abs=0.00501)


@settings(max_examples=50, deadline=None)
@given(st.one_of(ropes, sinusoids), st.one_of(random, st.just(RotationOptions())), st.integers(-500, 500))
def test_the_curve_is_the_score_by_offset(encoding, options, offset):
    part = turned(encoding, 1, options)
    curve = part.curve(500.0)
    assert curve.domain == (-500, 500)
    assert float(curve.at(np.array([offset]))[0]) == pytest.approx(part.score(offset, 0.0), abs=1e-12)


def test_equal_vectors_score_one_where_they_meet():
    part = turned(ENCODINGS["rope"](), 1, RotationOptions())
    assert part.score(37.5, 37.5) == pytest.approx(1.0)


def test_scores_agree_with_those_of_published_code():
    name, encoding = "rope.half.scores.33x33", ENCODINGS["rope"](head_dim=16, pairing="half")
    frequencies = encoding.frequencies(33)
    with np.load(GOLDEN) as archive:
        wanted, queries, keys = (archive[key].astype(float) for key in (name, f"{name}.q", f"{name}.k"))
    for i, j in ((0, 0), (5, 3), (3, 5), (32, 1), (17, 32)):
        q, k = (vectors[:8] + 1j * vectors[8:] for vectors in (queries[i], keys[j]))
        part = Turned(encoding, frequencies, np.zeros(8), 0, 1.0, q, k)
        assert part.score(i, j) * part.size == pytest.approx(wanted[i, j], abs=2e-5)


def test_random_vectors_are_the_same_for_the_same_seed_for_ever():
    encoding = ENCODINGS["rope"](head_dim=4)
    one, again, other = (turned(encoding, 1, RotationOptions(vectors="random", seed=s)) for s in (3, 3, 4))
    assert (one.query == again.query).all()
    assert (one.query != other.query).all()
    assert one.query == pytest.approx([2.04091912 + 0.41809885j, -2.55566503 - 0.56776961j], abs=1e-8)
    assert one.key == pytest.approx([-0.45264929 - 2.01998613j, -0.21559716 - 0.23193238j], abs=1e-8)


def test_a_sinusoid_has_no_random_vectors():
    part = turned(ENCODINGS["sinusoidal"](d_model=6), 1, RotationOptions(vectors="random"))
    assert part.query.tolist() == part.key.tolist() == [1, 1, 1]


@settings(max_examples=60, deadline=None)
@given(st.one_of(ropes, sinusoids), st.integers(1, 10_000_000), st.booleans())
def test_clocks_go_from_the_fastest_pair_to_slower_ones_and_are_a_few(encoding, length, two):
    document = of("integer").showing(encoding, ENCODINGS["rope"]() if two else None).replace(length=length)
    pairs = shown_pairs(encoding, document)
    assert pairs[0] == 0
    assert list(pairs) == sorted(set(pairs))
    assert len(pairs) == min(len(pairs), 4 if two else 6, encoding.pairs) > 0
    assert pairs[-1] < encoding.pairs


def test_the_slowest_clock_turns_about_once_in_twice_the_sequence():
    document = of("sinusoidal", d_model=256, length=128)
    slowest = shown_pairs(document.encoding, document)[-1]
    assert document.encoding.wavelengths(128)[slowest] == pytest.approx(256, rel=0.08)


def test_hands_point_where_query_and_key_have_turned_to():
    document, view = of("rope", head_dim=8), View(position=7.5, key=3)
    arrows = marks(ROTATION.build(document, view).panel("rotation"), Arrow)
    for i, pair in enumerate(shown_pairs(document.encoding, document)):
        for arrow, position, colour in zip(arrows[2 * i : 2 * i + 2], (3, 7.5), ("key", "query"), strict=True):
            angle = position * document.encoding.frequencies(1)[pair]
            assert arrow.start == (i * SPACING, 0.0)
            assert arrow.end == pytest.approx((i * SPACING + np.cos(angle), np.sin(angle)))
            assert arrow.colour == colour


def test_the_longer_of_two_hands_has_the_length_of_the_clock():
    arrows = marks(build("rotation", SMALL["random vectors"]).panel("rotation"), Arrow)
    lengths = np.array([np.hypot(a.end[0] - a.start[0], a.end[1] - a.start[1]) for a in arrows]).reshape(-1, 2)
    assert lengths.max(axis=1) == pytest.approx(np.ones(len(lengths)))
    assert lengths.min() > 0


def test_the_arc_spans_from_the_key_to_the_query_the_short_way():
    document, view = of("rope", head_dim=2), View(position=7, key=3)
    ring, arc = marks(ROTATION.build(document, view).panel("rotation"), Arc)
    assert ring.span == pytest.approx(2 * np.pi)
    assert arc.span == pytest.approx(4 - 2 * np.pi)
    assert arc.start == pytest.approx(3)


def test_a_clock_is_named_by_pair_and_wavelength_in_the_pair_s_colour():
    figure = build("rotation", of("rope", head_dim=6, length=1000))
    assert words(figure) == ["pair 0", "λ 6.28", "pair 1", "λ 135", "pair 2", "λ 2,916"]
    names = [text for text in marks(figure.panel("rotation"), Text) if text.strong]
    assert [text.colour for text in names] == ["pair:0.0000", "pair:0.5000", "pair:1.0000"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("rope", ["query m", "key n", "offset m − n", "score at m, n", "score at m − n, 0", "difference"]),
        ("sinusoidal", ["p + k", "p", "k", "cosine", "largest difference"]),
    ],
)
def test_the_facts_are_in_the_words_of_the_encoding(name, rows):
    found = facts(build("rotation", SMALL[name], View(position=7.5, key=3)))
    assert list(found) == rows
    assert list(found.values())[:3] == ["7.50", "3", "4.50"]
    assert found[rows[-1]] == "0" or "· 10⁻" in found[rows[-1]]


def test_both_scores_of_rope_are_printed_alike():
    found = facts(build("rotation", SMALL["random vectors"], View(position=7.5, key=3)))
    assert found["score at m, n"] == found["score at m − n, 0"] != "0"


@pytest.mark.parametrize(
    ("name", "label", "up"), [("rope", "offset m − n", "score"), ("sinusoidal", "offset k", "cosine")]
)
def test_the_score_is_drawn_by_offset_with_a_dot_at_this_one(name, label, up):
    panel = build("rotation", SMALL[name], View(position=7.5, key=3)).panel("rotation.score")
    assert (panel.x.label, panel.y.label) == (label, up)
    assert (panel.x.first, panel.x.last) == (-23, 23)
    curve = lines(panel)[0].curve
    assert marks(panel, Dots)[0].points == ((4.5, float(curve.at(np.array([4.5]))[0])),)
    assert marks(panel, Rule)[0].value == 4.5


@pytest.mark.parametrize("name", ["rope", "sinusoidal", "random vectors", "sinusoidal and rope", "partial rope"])
def test_the_axis_of_the_score_holds_the_curve(name):
    panel = build("rotation", SMALL[name]).panel("rotation.score")
    for line in lines(panel):
        values = line.curve.at(np.linspace(-23, 23, 4001))
        slack = 0.01 * (panel.y.high - panel.y.low)
        assert panel.y.low - slack <= values.min()
        assert values.max() <= panel.y.high + slack


def test_two_that_turn_have_clocks_each_and_a_curve_each():
    figure = build("rotation", SMALL["sinusoidal and rope"])
    assert [p.id for p in figure.panels] == ["rotation", "rotation.b", "rotation.score", "rotation.facts"]
    assert [figure.panel(id).title for id in ("rotation", "rotation.b")] == ["A   Sinusoidal", "B   RoPE"]
    assert [line.label for line in lines(figure.panel("rotation.score"))] == ["A", "B"]
    assert next(iter(facts(figure))) == "A   Sinusoidal"


def test_beside_one_that_does_not_turn_there_is_one_row_of_clocks():
    figure = build("rotation", SMALL["rope and binary"])
    assert [p.id for p in figure.panels] == ["rotation", "rotation.score", "rotation.facts"]


def test_the_numbers_are_unwrapped_angles():
    for name in ("sinusoidal", "rope"):
        document = SMALL[name]
        angles = ROTATION.numbers(document, View())["angles"]
        assert angles == pytest.approx(np.outer(np.arange(24), document.encoding.frequencies(1)))


def test_the_scalars_are_those_that_are_printed():
    document, view = SMALL["random vectors"], View(position=7, key=3)
    part = turned(document.encoding, document.length, ROTATION.options(document))
    found = ROTATION.scalars(document, view)
    assert found == {
        "query": 7,
        "key": 3,
        "score": part.score(7, 3),
        "difference": abs(part.score(7, 3) - part.score(4, 0)),
    }


@pytest.mark.parametrize(("panel", "encoding"), [("rotation", 0), ("rotation.b", 1)])
def test_a_clock_that_is_picked_is_the_pair_that_is_read(panel, encoding):
    document = SMALL["sinusoidal and rope"]
    figure = build("rotation", document)
    shown = document.encodings[encoding]
    for i, pair in enumerate(shown_pairs(shown, document)):
        view = ROTATION.pick(document, View(position=7), figure.panel(panel), (i * SPACING + 0.6, 0.3), 1.0)
        assert view.dimension == shown.columns_of(pair)[0]
        reading = ROTATION.read(document, View(position=7), panel, i * SPACING, 0.0)
        assert reading == shown.reading(7.0, shown.columns_of(pair)[0], 24)


def test_between_the_clocks_and_beyond_nothing_is_picked():
    document = SMALL["rope"]
    panel, view = build("rotation", document).panel("rotation"), View(position=7, key=3, dimension=1)
    assert ROTATION.pick(document, view, panel, (-SPACING, 0.0), 1.0) == view


def test_the_score_is_read_at_an_offset():
    document = SMALL["random vectors"]
    part = turned(document.encoding, document.length, ROTATION.options(document))
    reading = ROTATION.read(document, View(), "rotation.score", -4.2, 0.0)
    assert reading.value == part.score(-4.0, 0.0)
    assert dict(reading.rows)["offset m − n"] == "-4"
