"""Two conventions of one encoding, as a figure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import View
from pe_desktop.engine.conventions import Convention
from pe_desktop.figure.agreement import FEWEST, agreement
from pe_desktop.figure.flow import BOTTOM, HEIGHT, MOST, STRIP, TOP, Flow
from pe_desktop.figure.marks import Image, Legend, Path
from pe_desktop.figure.pictures import PICTURES

from .documents import LARGE, build, lines, marks, of

CONVENTION = PICTURES["convention"]


def changed(encoding="sinusoidal", change="auto", length=64, **values):
    return of(encoding, length=length, **values).choosing("convention", change=change)


def permutation(document):
    return CONVENTION.numbers(document, View())["permutation"]


@pytest.mark.parametrize(
    ("encoding", "change", "found"),
    [
        ("sinusoidal", "auto", "layout"),
        ("sinusoidal", "layout", "layout"),
        ("sinusoidal", "ladder", "ladder"),
        ("sinusoidal", "pairing", "layout"),
        ("rope", "auto", "pairing"),
        ("rope", "ladder", "pairing"),
    ],
)
def test_a_convention_that_the_encoding_does_not_have_gives_way_to_one_that_it_has(encoding, change, found):
    assert build("convention", changed(encoding, change)).subtitle.startswith(f"{found}: ")


def test_the_numbers_are_the_permutation_that_makes_one_table_of_the_other():
    document = changed(d_model=12)
    own, other = (
        document.encoding.replace(layout=layout).numbers(20).full() for layout in ("interleaved", "half-split")
    )
    assert (own @ permutation(document) == other).all()


def test_the_matrix_of_a_pairing_permutes_queries_and_keys():
    document = changed("rope", head_dim=16)
    x = np.random.default_rng(1).normal(size=16)
    interleaved, half = (document.encoding.replace(pairing=pairing) for pairing in ("interleaved", "half"))
    moved = half.rotate((x @ permutation(document))[None], [13])[0]
    assert (moved == interleaved.rotate(x[None], [13])[0] @ permutation(document)).all()


@pytest.mark.parametrize(
    ("document", "same"),
    [
        (changed(), True),
        (changed(layout="half-split"), True),
        (changed("rope"), True),
        (changed("rope", pairing="half", partial_rotary_factor=0.5), True),
        (changed(change="ladder"), False),
        (changed(change="ladder", ladder="tensor2tensor"), False),
    ],
)
def test_a_permutation_leaves_the_similarity_and_another_ladder_does_not(document, same):
    values = CONVENTION.scalars(document, View())
    assert values["permutation"] == float(same)
    assert (values["largest_difference"] <= 1e-12) == same
    assert ("; a permutation of " in build("convention", document).subtitle) == same


def test_without_the_permutation_a_model_computes_other_scores():
    values = CONVENTION.scalars(changed("rope"), View())
    assert values["largest_difference_without_permutation"] > 5
    (said,) = marks(build("convention", changed("rope")).panel("convention.offset"), Legend)
    names = [name for name, _ in said.names]
    assert names[:2] == ["interleaved", "with P differs by 0"]
    assert names[2].startswith("without P differs by ")
    assert said.short == ("interleaved", "with P", "without P")


def test_the_ladder_of_tensor2tensor_differs_by_ten_of_thirty_two():
    values = CONVENTION.scalars(changed(change="ladder", length=512, d_model=64), View())
    assert values["largest_difference"] == pytest.approx(10.15, abs=0.005)


@pytest.mark.parametrize(
    ("length", "columns", "every"),
    [(128, 64, True), (10_000_000, 64, False), (1, 64, True), (10_000_000, 16384, False)],
)
def test_it_is_said_where_not_all_offsets_are_compared(length, columns, every):
    document = changed(length=length, d_model=columns)
    compared = CONVENTION.scalars(document, View())["offsets_compared"]
    assert (compared == length) == every
    assert compared >= min(FEWEST, length)
    label = build("convention", document).panel("convention.offset").x.label
    assert (f"differences at {compared:,.0f} offsets" in label) == (not every)


def flow(document, most=MOST):
    change = "pairing" if document.encoding.id == "rope" else "layout"
    return Flow(Convention(document.encoding, change, document.length), most)


@pytest.mark.parametrize("document", [changed(d_model=16), changed("rope", head_dim=16, partial_rotary_factor=0.5)])
def test_columns_are_drawn_where_they_start_and_where_they_end(document):
    for path, place in zip(flow(document).marks(0.0)[:16], flow(document).convention.targets, strict=True):
        assert isinstance(path, Path)
        assert (path.points[0][1], path.points[-1][1]) == (TOP + HEIGHT + STRIP, BOTTOM)
        assert path.points[-1][0] == place


def test_the_lower_table_holds_the_same_columns_in_the_other_order():
    found = flow(changed(d_model=16))
    assert (found.other_values[:, found.convention.targets] == found.values).all()
    assert (found.other_values == found.convention.other.numbers(64).at(np.arange(10), np.arange(16))).all()


def test_of_rope_the_numbers_are_what_becomes_of_one_and_zero_in_every_pair():
    document = changed("rope", head_dim=16, partial_rotary_factor=0.5, pairing="half")
    ones = np.zeros(16)
    ones[:4] = 1
    turned = document.encoding.rotate(np.tile(ones, (10, 1)), np.arange(10))
    values = flow(document).values
    assert values[:, :8] == pytest.approx(turned[:, :8], abs=1e-15)
    assert np.isnan(values[:, 8:]).all()


def moving(document, progress):
    panel = build("convention", document, View(progress=progress)).panel("convention")
    return [mark for mark in marks(panel, Image) if mark.rect[3] - mark.rect[1] == pytest.approx(HEIGHT)][2:]


@pytest.mark.parametrize("progress", [0.0, 1.0])
def test_nothing_is_on_its_way_at_either_end(progress):
    assert not moving(changed(d_model=16), progress)
    assert not moving(changed(d_model=16, change="ladder"), progress)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 0.99))
def test_columns_move_from_the_one_order_to_the_other(progress):
    document = changed(d_model=16)
    found = flow(document)
    for column, image in enumerate(moving(document, progress)):
        ends = sorted((column, found.places[column]))
        assert ends[0] - 0.5 <= image.rect[0] <= image.rect[2] <= ends[1] + 0.5
        assert TOP <= image.rect[1] <= BOTTOM + STRIP


def test_columns_that_set_out_are_near_their_start_and_that_arrive_near_their_end():
    document = changed(d_model=16)
    middle = [[(image.rect[0] + image.rect[2]) / 2 for image in moving(document, p)] for p in (0.001, 0.999)]
    assert middle[0] == pytest.approx(np.arange(16), abs=0.01)
    assert middle[1] == pytest.approx(flow(document).places, abs=0.01)


def test_a_ladder_on_its_way_is_between_the_two():
    found = Flow(Convention(changed(d_model=16).encoding, "ladder", 64))
    assert found.between(0.0) == pytest.approx(found.values)
    assert found.between(1.0) == pytest.approx(found.other_values)
    assert len(moving(changed(d_model=16, change="ladder"), 0.5)) == 1


@pytest.mark.parametrize(
    ("document", "shown", "said"),
    [
        (changed(d_model=64), 64, ""),
        (changed(d_model=66), 64, "32 of 33 pairs shown"),
        (changed(d_model=16384), 64, "32 of 8,192 pairs shown"),
        (changed("rope", head_dim=128), 64, "32 of 64 pairs shown"),
        (changed("rope", head_dim=256, partial_rotary_factor=0.25), 64, "32 of 32 pairs shown"),
    ],
)
def test_of_a_wide_table_some_pairs_are_shown_and_it_is_said(document, shown, said):
    figure = build("convention", document)
    assert figure.panel("convention").x.high == shown - 0.5
    assert said in figure.subtitle
    assert figure.panel("convention").x.ticks == (not said)


def test_shown_columns_keep_the_order_of_all():
    found = flow(changed(d_model=512))
    assert found.pair[0] == 0
    assert found.pair[-1] == 255
    assert sorted(found.places) == list(range(64))
    assert (np.argsort(found.places) == np.argsort(found.convention.places[found.columns])).all()


def test_a_column_is_read_with_its_place_in_the_other_order():
    reading = CONVENTION.read(changed(d_model=16), View(), "convention", 5.2, 0.1)
    assert reading.value == 10
    assert dict(reading.rows) == {"column, interleaved": "5", "place, half-split": "10", "pair": "2 of 8"}
    below = CONVENTION.read(changed(d_model=16), View(), "convention", 10.0, BOTTOM + HEIGHT)
    assert below == reading


def test_the_similarity_is_read_under_both_conventions():
    document = changed("rope", head_dim=16)
    reading = CONVENTION.read(document, View(), "convention.offset", 4.8, 0.0)
    found = agreement(Convention(document.encoding, "pairing", 64))
    assert reading.value == found.own.at(np.array([5.0]))[0]
    assert [name for name, _ in reading.rows] == ["offset", "own convention", "other convention", "other, not permuted"]


def test_the_matrix_is_read_cell_by_cell():
    document = changed(d_model=16)
    cells = [[CONVENTION.read(document, View(), "convention.matrix", c, r).value for c in range(16)] for r in range(16)]
    assert (np.array(cells) == permutation(document)).all()


@pytest.mark.parametrize("encoding", ["sinusoidal", "rope"])
def test_a_column_that_is_picked_moves_the_cursor_to_its_pair(encoding):
    width = {"sinusoidal": "d_model", "rope": "head_dim"}[encoding]
    document = changed(encoding, **{width: 16})
    panel = build("convention", document).panel("convention")
    view = CONVENTION.pick(document, View(dimension=1), panel, (9.0, 0.0), 1.0)
    assert document.encoding.pair_of(view.dimension) == 4


def test_two_encodings_stand_side_by_side_each_with_its_own_convention():
    figure = build("convention", of("sinusoidal", compare="rope"))
    assert {panel.id for panel in figure.panels} == {
        "convention",
        "convention.b",
        "convention.offset",
        "convention.offset.b",
    }
    assert figure.panel("convention").title == "A   Sinusoidal   interleaved"
    assert figure.panel("convention.b").x.label == "half: rotate_half"


def test_b_is_left_out_where_it_has_no_other_convention():
    figure = build("convention", of("sinusoidal", compare="integer"))
    assert "B, Integer index, cannot be shown here" in figure.subtitle
    assert len(lines(figure.panel("convention.offset"))) == 2


@pytest.mark.parametrize("b", ["xpos", "integer"])
@pytest.mark.parametrize("picture", ["convention", "precision"])
def test_numbers_are_those_of_a_where_b_is_not_shown(picture, b):
    alone, both = of("rope", head_dim=16), of("rope", head_dim=16, compare=b)
    found, wanted = (PICTURES[picture].numbers(document, View()) for document in (both, alone))
    assert all((found[name] == wanted[name]).all() for name in wanted)
    assert PICTURES[picture].read(both, View(), f"{picture}.b", 1e6, 1e6) is None


@pytest.mark.parametrize("name", LARGE)
def test_the_similarity_s_axis_holds_its_curves(name):
    if CONVENTION.refusal(LARGE[name].encoding):
        return
    panel = build("convention", LARGE[name]).panel("convention.offset")
    x = np.linspace(panel.x.low, panel.x.high, 101)
    for line in lines(panel):
        values = line.curve.at(np.rint(x))
        assert panel.y.low <= values.min() <= values.max() <= panel.y.high
