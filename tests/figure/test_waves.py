"""Single dimensions as curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.figure.marks import Dots, Rule
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.pictures.waves import LANE, Lifted

from .documents import EVERY, SMALL, build, lines, marks, of, served

WAVES = PICTURES["waves"]
encodings = st.one_of(
    st.builds(
        ENCODINGS["sinusoidal"],
        d_model=st.integers(1, 1024).map(lambda half: 2 * half),
        base=st.sampled_from([1.0, 10.0, 10000.0, 1e9]),
        layout=st.sampled_from(["interleaved", "half-split"]),
        ladder=st.sampled_from(["vaswani", "tensor2tensor"]),
    ),
    st.builds(ENCODINGS["rope"], head_dim=st.integers(1, 128).map(lambda half: 2 * half)),
    st.builds(ENCODINGS["binary"], bits=st.integers(0, 24)),
    st.builds(ENCODINGS["integer"]),
    st.builds(ENCODINGS["learned"]),
)


def panel(document, view=None):
    return build("waves", document, view).panel("waves")


def pairs(document, cursor=None):
    encoding = document.encoding
    return list(dict.fromkeys(encoding.pair_of(c) for c in WAVES.columns(document, cursor=cursor)))


@settings(max_examples=150, deadline=None)
@given(encodings, st.integers(1, 10_000_000), st.integers(0, 16384), st.booleans())
def test_dimensions_chosen_by_the_program_exist_and_are_as_many_wherever_the_cursor_is(encoding, length, cursor, two):
    document = of("integer").showing(encoding, ENCODINGS["integer"]() if two else None)
    document = document.replace(length=min(length, document.longest))
    count = encoding.picture(document.length).shape[1]
    without, columns = WAVES.columns(document), WAVES.columns(document, cursor=min(cursor, count - 1))
    assert len(columns) == len(without) == len(set(columns)) == WAVES.shape(document)[1]
    assert all(0 <= c < count for c in columns)
    assert min(cursor, count - 1) in columns


@pytest.mark.parametrize(
    ("d_model", "length", "wanted"),
    [
        (64, 128, [10.7, 35.2, 116.3, 384]),  # from several turns in the sequence to a part of one
        (512, 20, [6.3, 20.9, 69.1, 228]),  # no pair is faster
        (4096, 1_000_000, [18949, 62549]),  # no pair is slower, and faster ones would be but strips
        (2, 128, [6.3]),
        (4, 128, [6.3, 628]),
    ],
)
def test_the_pairs_chosen_are_spread_from_fast_to_slow_for_the_length(d_model, length, wanted):
    document = of("sinusoidal", d_model=d_model, length=length)
    found = [document.encoding.wavelengths(1)[pair] for pair in pairs(document)]
    assert found == pytest.approx(wanted, rel=0.1)


def test_the_cursor_s_pair_stands_in_for_the_one_nearest_to_it():
    document = of("sinusoidal", length=128)
    assert pairs(document) == [2, 6, 10, 14]
    assert pairs(document, cursor=2 * 11 + 1) == [2, 6, 11, 14]
    assert pairs(document, cursor=2 * 31) == [2, 6, 10, 31]


def test_dimensions_that_were_chosen_are_drawn_in_their_order_and_no_others():
    document = of("sinusoidal").choosing("waves", dims=(9, 4, 5))
    assert WAVES.columns(document, cursor=30) == (9, 4, 5)
    assert [line.curve.column for line in lines(panel(document))] == [9, 4, 5]


def test_a_dimension_that_there_is_not_is_left_out_of_the_figure_and_refused_for_the_numbers():
    document = of("sinusoidal", d_model=8).choosing("waves", dims=(1, 900))
    assert WAVES.columns(document) == (1,)
    with pytest.raises(ParameterError, match="dims: 1,900 given; allowed: integers from 0 to 7"):
        WAVES.numbers(document, View())


def test_the_numbers_are_columns_of_the_table_and_which_they_are():
    document = of("sinusoidal").choosing("waves", dims=(4, 5, 63))
    arrays, table = WAVES.numbers(document, View()), document.encoding.numbers(24).full()
    assert (arrays["waves"] == table[:, [4, 5, 63]]).all()
    assert arrays["dims"].tolist() == [4, 5, 63]


@pytest.mark.parametrize("name", ["sinusoidal", "rope", "learned", "binary", "integer", "learned and integer"])
def test_a_line_is_its_column_at_every_position(name):
    document = SMALL[name]
    columns = WAVES.columns(document, cursor=1)
    table = document.encoding.picture(24)
    for line, column in zip(lines(panel(document)), columns, strict=False):
        lift = line.curve.by if isinstance(line.curve, Lifted) else 0.0
        assert line.curve.at(np.arange(24.0)) == pytest.approx(table.at(np.arange(24), [column])[:, 0] + lift)


@pytest.mark.parametrize("layout", ["interleaved", "half-split"])
def test_sines_are_solid_cosines_dashed_and_both_have_the_colour_of_their_pair(layout):
    document = of("sinusoidal", d_model=6, layout=layout).choosing("waves", dims=tuple(range(6)))
    found = [(line.dashed, line.colour) for line in lines(panel(document))]
    pair = ("pair:0.0000", "pair:0.5000", "pair:1.0000")
    wanted = [(cosine, pair[p]) for p in range(3) for cosine in (False, True)]
    assert found == (wanted if layout == "interleaved" else wanted[0::2] + wanted[1::2])


def test_dimensions_that_were_chosen_by_number_are_named_by_number():
    document = of("sinusoidal", d_model=6).choosing("waves", dims=(4, 0))
    assert [line.label for line in lines(panel(document))] == ["dim 4", "dim 0"]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("rope", ["cos, pair 0", "cos, pair 1"]),
        ("integer", ["integer"]),
        ("normalized", ["normalized"]),
        ("binary", ["bit 0", "bit 1"]),
        ("learned", ["dim 1", "dim 96"]),
        ("sinusoidal and rope", ["A sin, pair 0", "A cos, pair 0"]),
    ],
)
def test_lines_are_named_and_there_is_room_for_their_names(name, labels):
    shown = panel(SMALL[name])
    assert [line.label for line in lines(shown)][: len(labels)] == labels
    assert shown.ends == tuple(line.label for line in lines(shown))


def test_the_cursor_s_dimension_is_drawn_stronger():
    shown = lines(panel(of("sinusoidal"), View(position=2, dimension=13)))
    assert {line.curve.column: line.width for line in shown}[13] == 2.25
    assert sum(line.width > 1.5 for line in shown) == 1


def test_lines_of_b_are_paler():
    shown = lines(panel(SMALL["sinusoidal and rope"]))
    assert {(line.label[0], line.opacity) for line in shown} == {("A", 1.0), ("B", 0.6)}


def test_the_cursor_has_a_rule_and_a_dot_on_every_line():
    shown = panel(of("sinusoidal"), View(position=7.5, dimension=2))
    assert [(rule.axis, rule.value) for rule in marks(shown, Rule)] == [("x", 7.5)]
    for line, dots in zip(lines(shown), marks(shown, Dots), strict=True):
        assert dots.points == ((7.5, float(line.curve.at(np.array([7.5]))[0])),)
        assert (dots.colour, dots.hollow) == (line.colour, True)


def test_where_there_is_nothing_between_positions_dots_stand_at_one():
    shown = panel(SMALL["learned"], View(position=7.4))
    assert all(dots.points[0][0] == 7.0 for dots in marks(shown, Dots))


@pytest.mark.parametrize("name", served("waves", EVERY))
def test_the_axis_holds_every_line(name):
    document = EVERY[name]
    shown = panel(document, View(position=2, dimension=1))
    for line in lines(shown):
        low, high, _ = line.curve.envelope(np.array(line.curve.domain))
        assert shown.y.low <= low[0]
        assert high[0] <= shown.y.high


def test_the_axis_of_sinusoids_rests_while_parameters_move():
    axes = {panel(of("sinusoidal", length=n, d_model=d)).y for n in (2, 24, 999) for d in (2, 8, 300)}
    assert len(axes) == 1


@pytest.mark.parametrize(("length", "ends"), [(1, (-0.5, 0.5)), (2, (0, 1)), (128, (0, 127))])
def test_the_axis_of_positions_ends_at_the_first_and_last(length, ends):
    axis = panel(of("sinusoidal", length=length)).x
    assert (axis.first, axis.last) == ends
    assert axis.limits == ends


def test_bits_stand_in_lanes_above_one_another_and_step():
    shown = panel(SMALL["binary"])
    found = lines(shown)
    assert [line.curve.by for line in found] == [LANE * i for i in reversed(range(5))]
    assert all(line.stepped for line in found)
    assert not shown.y.ticks
    assert not any(line.stepped for line in lines(panel(SMALL["learned"])))


def test_compared_bits_keep_to_the_values_axis():
    shown = panel(SMALL["rope and binary"])
    assert not any(isinstance(line.curve, Lifted) for line in lines(shown))
    assert shown.y.ticks


def test_a_lifted_curve_is_the_curve_higher_up():
    curve = lines(panel(SMALL["sinusoidal"]))[0].curve
    lifted, x = Lifted(curve, 2.5), np.linspace(0, 23, 50)
    assert lifted.at(x) == pytest.approx(curve.at(x) + 2.5)
    assert lifted.traced(x) == pytest.approx(curve.at(x) + 2.5)
    assert [part[0] for part in lifted.envelope(np.array([0.0, 23.0]))[:2]] == pytest.approx([1.5, 3.5])
    same = ("domain", "continuous", "exact", "wavelength")
    assert [getattr(lifted, name) for name in same] == [getattr(curve, name) for name in same]


@pytest.mark.parametrize("name", ["sinusoidal", "binary", "learned", "rope", "sinusoidal and rope"])
def test_what_is_read_is_the_nearest_line(name):
    document, view = SMALL[name], View(position=7, key=3, dimension=1)
    shown = panel(document, view)
    for line in lines(shown)[:3]:
        y = float(line.curve.at(np.array([5.0]))[0])
        reading = WAVES.read(document, view, "waves", 5.0, y + 1e-6)
        lift = line.curve.by if isinstance(line.curve, Lifted) else 0.0
        assert reading.value == pytest.approx(y - lift)


@pytest.mark.parametrize(("where", "x"), [("waves", -1.0), ("waves", 23.5), ("heatmap", 5.0)])
def test_beside_the_lines_nothing_is_read(where, x):
    assert WAVES.read(SMALL["sinusoidal"], View(), where, x, 0.0) is None
