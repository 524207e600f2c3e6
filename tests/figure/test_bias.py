"""The bias figure: matrices of heads, lines by offset, and what a click and the mouse find in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.document import View
from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.field import block_edges
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.figure.heads import grid_of, spread
from pe_desktop.figure.marks import Cell, Dots, Image, Line, Path, Rule
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES

from .documents import build, image, lines, marks, of

BIAS = PICTURES["bias"]
VIEW = View(position=20, key=4)
BIASED = [name for name, made in ENCODINGS.items() if issubclass(made, Relative)]
BY_OFFSET = [name for name in BIASED if ENCODINGS[name]().by_offset(8, 0) is not None]


def figure(document, **view):
    return build("bias", document, VIEW.replace(**view))


def panel(document, id="bias", **view):
    return figure(document, **view).panel(id)


def test_the_relative_page_shows_it_of_every_relative_encoding():
    assert "bias" in PAGES["relative"].figures
    for encoding in ENCODINGS.values():
        assert bool(BIAS.refusal(encoding())) != issubclass(encoding, Relative)


def test_a_table_is_refused_with_what_to_choose():
    assert BIAS.refusal(of("rope").encoding) == (
        "RoPE has no bias: it adds no number to scores. Choose ALiBi or T5 buckets to see one."
    )


@pytest.mark.parametrize("name", BIASED)
def test_rows_are_queries_from_the_top_and_columns_keys_from_the_left(name):
    shown = panel(of(name))
    assert (shown.y.quantity, shown.x.quantity) == ("position", "key")
    assert shown.y.first > shown.y.last
    assert shown.x.first < shown.x.last
    field = image(shown).field
    encoding = ENCODINGS[name]()
    assert field.at([20], [4])[0, 0] == encoding.bias(24, 0).at([20], [4])[0, 0]


@pytest.mark.parametrize("name", BIASED)
def test_masked_cells_are_blank_and_their_edge_is_drawn_where_there_is_a_mask(name):
    shown = panel(of(name))
    cells = image(shown).field.mean(block_edges(0, 24, 24), block_edges(0, 24, 24))
    causal = ENCODINGS[name]().causal
    assert np.isnan(cells[np.triu_indices(24, 1)]).all() == causal
    assert bool(marks(shown, Path)) == causal


@pytest.mark.parametrize("length", [24, 25])
def test_the_edge_of_the_mask_runs_from_corner_to_corner(length):
    path = marks(panel(of("alibi", length=length)), Path)[0]
    assert path.points[0] == (-0.5, -0.5)
    assert path.points[-1] == (length - 0.5, length - 0.5)
    assert len(path.points) == (2 if length > 24 else 2 * length + 1)


@pytest.mark.parametrize("name", BIASED)
def test_nothing_added_has_the_colour_of_paper(name):
    shown = image(panel(of(name)))
    low, high = shown.levels
    assert (shown.colours, low) == ("signed", -high)
    plain = image(panel(of(name).replace(colormap="viridis")))
    assert plain.colours == "viridis"
    assert plain.levels[0] < plain.levels[1]


@pytest.mark.parametrize(
    ("name", "ends"), [("alibi", (-11.5, 0.0)), ("shaw", (-4.0, 4.0)), ("nope", (-1.0, 1.0)), ("kerple", (None, 0.0))]
)
def test_the_bar_shows_the_sides_that_occur(name, ends):
    axis = panel(of(name), "bias.scale").y
    assert axis.last == ends[1]
    assert ends[0] is None or axis.first == ends[0]


def test_the_cursor_stands_at_query_and_key_in_the_matrix_and_at_their_offset_beside_it():
    shown = panel(of("alibi"))
    assert [(m.axis, m.value) for m in marks(shown, Rule)] == [("y", 20.0), ("x", 4.0)]
    assert marks(shown, Cell) == [Cell(4.0, 20.0)]
    beside = panel(of("alibi"), "bias.offset")
    assert [(m.axis, m.value) for m in marks(beside, Rule)] == [("x", 16.0)]
    assert [m.points for m in marks(beside, Dots)] == [((16.0, -8.0),)]


@pytest.mark.parametrize("name", BY_OFFSET)
def test_every_head_has_a_line_and_the_one_looked_at_is_strong_named_and_on_top(name):
    encoding = ENCODINGS[name]()
    head = min(3, encoding.num_heads - 1)
    drawn = lines(panel(of(name), "bias.offset", head=3))
    assert len(drawn) == encoding.num_heads
    assert [line.curve for line in drawn if line.width > 2] == [encoding.by_offset(24, head)]
    assert drawn[-1].label == encoding.head_name(head)
    assert len({line.colour for line in drawn}) == encoding.num_heads


@pytest.mark.parametrize(("name", "first"), [("alibi", 0.0), ("t5", -23.0)])
def test_the_offsets_go_to_both_sides_only_where_keys_after_the_query_count(name, first):
    axis = panel(of(name), "bias.offset").x
    assert (axis.first, axis.last) == (first, 23.0)


def test_slopes_are_named_as_fractions():
    labels = {line.label for line in lines(panel(of("alibi"), "bias.offset"))}
    assert labels == {"slope 1/2", "1/4", "1/8", "1/16", "1/32", "1/64", "1/128", "1/256"}


def test_of_many_heads_only_the_one_looked_at_is_named_and_48_are_drawn():
    drawn = lines(panel(of("alibi", num_heads=112), "bias.offset", head=77))
    assert len(drawn) == 48
    assert [line.label for line in drawn if line.label] == [drawn[-1].label]
    assert drawn[-1].curve == ENCODINGS["alibi"](num_heads=112).by_offset(24, 77)


def test_thin_rules_stand_where_buckets_begin_if_there_is_room_between_them():
    shown = panel(of("t5", length=400), "bias.offset")
    at = [path.points[0][0] for path in marks(shown, Path)]
    assert [x for x in at if x > 0] == [11.5, 15.5, 22.5, 31.5, 45.5, 63.5, 90.5]
    assert all(path.points[0][0] == path.points[1][0] for path in marks(shown, Path))
    assert not marks(panel(of("alibi"), "bias.offset"), Path)


def test_of_a_long_sequence_the_offsets_of_buckets_are_shown_first_and_all_can_be():
    axis = panel(of("t5", length=1_000_000), "bias.offset").x
    assert (axis.first, axis.last) == (-136.5, 136.5)
    assert axis.limits == (-999_999.0, 999_999.0)


@pytest.mark.parametrize("name", [n for n in BIASED if n not in BY_OFFSET])
def test_where_the_offset_does_not_decide_the_row_of_the_query_stands_beside_the_matrix(name):
    encoding, length = ENCODINGS[name](), of(name).length
    shown = panel(of(name), "bias.row")
    (line,) = lines(shown)
    keys = np.arange(line.curve.domain[0], line.curve.domain[1] + 1)
    assert len(keys) == (21 if encoding.causal else length)
    assert line.curve.at(keys) == pytest.approx(encoding.bias(length, 0).at([20], np.arange(len(keys)))[0])
    assert shown.x.quantity == "key"


def test_two_are_shown_side_by_side_with_their_lines_over_each_other():
    document = of("alibi", compare="t5")
    shown = figure(document)
    assert [p.id for p in shown.panels] == ["bias", "bias.scale", "bias.b", "bias.b.scale", "bias.offset"]
    strong = [line for line in lines(shown.panel("bias.offset")) if line.width > 2]
    assert [(line.colour, line.label) for line in strong] == [("accent", "A slope 1/2"), ("second", "B head 0")]
    assert "synthetic bucket values, seed 0" in shown.subtitle


def test_b_is_left_out_where_it_has_no_bias_and_that_is_said():
    shown = figure(of("nope", compare="sinusoidal"))
    assert [p.id for p in shown.panels] == ["bias", "bias.scale", "bias.offset"]
    assert shown.subtitle.endswith("B, Sinusoidal, cannot be shown here")


def test_two_on_one_scale_share_a_bar():
    document = of("alibi").showing(ENCODINGS["alibi"](), ENCODINGS["alibi"](num_heads=8, bidirectional=True))
    ids = [p.id for p in figure(document.replace(length=24)).panels]
    assert ids == ["bias", "bias.b", "bias.b.scale", "bias.offset"]


def test_two_of_which_one_has_rows_only_are_both_shown_by_key():
    drawn = lines(panel(of("alibi", compare="shaw"), "bias.row"))
    assert [line.label for line in drawn] == ["A", "B"]
    assert drawn[0].curve.at(np.array([4.0]))[0] == -8.0


def test_all_heads_stand_beside_each_other_on_one_scale():
    document = of("t5").choosing("bias", all_heads=True)
    tiles = [p for p in figure(document).panels if ".h" in p.id]
    assert [p.id for p in tiles] == [f"bias.h{h}" for h in range(8)]
    assert len({image(p).levels for p in tiles}) == 1
    assert len({image(p).field for p in tiles}) == 8
    assert sum(bool(marks(p, Cell)) for p in tiles) == 1


@pytest.mark.parametrize(("compare", "tiles"), [(None, 16), ("kerple", 8 + 8)])
def test_of_many_heads_sixteen_are_evenly_chosen_and_the_one_looked_at_among_them(compare, tiles):
    document = of("alibi", num_heads=112, compare=compare).choosing("bias", all_heads=True)
    ids = [p.id for p in figure(document, head=50).panels if ".h" in p.id]
    assert len(ids) == tiles
    assert "bias.h50" in ids
    assert {"bias.h0", "bias.h111"} <= set(ids)


def test_chosen_heads_are_drawn_and_exported():
    document = of("alibi", num_heads=12).choosing("bias", heads=(9, 2))
    assert BIAS.shape(document) == (2, 24, 24)
    arrays = BIAS.numbers(document, VIEW)
    assert arrays["heads"].tolist() == [9.0, 2.0]
    assert arrays["slopes"] == pytest.approx([2**-1.5, 2**-3])
    assert len(lines(figure(document, head=2).panel("bias.offset"))) == 2


def test_a_head_that_there_is_none_of_is_refused():
    document = of("alibi").choosing("bias", heads=(3, 8))
    with pytest.raises(ParameterError, match="heads: 3,8 given; allowed: integers from 0 to 7"):
        BIAS.check(document)


def test_the_array_of_alibi_is_minus_slope_times_distance_in_the_allowed_triangle():
    arrays = BIAS.numbers(of("alibi", num_heads=12, length=64), VIEW)
    query, key = np.indices((64, 64))
    allowed = query >= key
    slopes = np.concatenate([2.0 ** -np.arange(1, 9), 2.0 ** -np.array([0.5, 1.5, 2.5, 3.5])])
    assert arrays["bias"].shape == (12, 64, 64)
    expected = -slopes[:, None, None] * np.abs(query - key)
    assert arrays["bias"][:, allowed] == pytest.approx(expected[:, allowed], abs=1e-12)
    assert arrays["slopes"] == pytest.approx(slopes)
    assert arrays["by_offset"].shape == (12, 64)
    assert arrays["offsets"].tolist() == list(range(64))


def test_the_numbers_of_t5_name_its_borders_and_offsets_of_both_sides():
    arrays = BIAS.numbers(of("t5", compare="alibi"), VIEW)
    assert arrays["borders"].tolist() == [float(b) for b in ENCODINGS["t5"]().borders(24)]
    assert arrays["offsets"].tolist() == list(range(-23, 24))
    assert arrays["by_offset"][3, 23 + 5] == arrays["bias"][3, 20, 15]
    assert arrays["bias_b"].shape == (8, 24, 24)
    assert "slopes_b" in arrays


def test_the_numbers_at_the_cursor_are_scalars():
    found = BIAS.scalars(of("alibi"), VIEW.replace(head=1))
    assert found == {"head": 1.0, "query": 20.0, "key": 4.0, "bias_at_cursor": -4.0}


# Heads and grids


@given(st.sets(st.integers(0, 127), min_size=1), st.integers(2, 50), st.integers(0, 127))
def test_spread_heads_are_so_many_in_order_and_hold_the_one_looked_at(chosen, most, kept):
    heads = tuple(sorted(chosen))
    found = spread(heads, most, kept)
    assert kept in found
    assert len(found) <= most
    assert list(found) == sorted(set(found))
    assert set(found) <= {*heads, kept}
    assert len(found) >= min(most, len(heads))


@pytest.mark.parametrize("count", range(1, 17))
@pytest.mark.parametrize("blocks", [1, 2])
def test_a_grid_leaves_no_row_empty(count, blocks):
    columns = grid_of(count, blocks)
    assert 1 <= columns <= count
    assert columns * -(-count // columns) - count < columns


def test_a_relative_encoding_without_offsets_or_a_mask_is_served():
    """As that of image patches is."""
    document = of("shaw", length=9, num_heads=3)
    shown = figure(document)
    assert isinstance(marks(shown.panel("bias"), Image)[0], Image)
    assert isinstance(marks(shown.panel("bias.row"), Line)[0], Line)
    assert set(BIAS.numbers(document, VIEW)) == {"bias", "heads"}
