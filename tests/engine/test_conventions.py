"""The same encoding under two conventions: permutations that change nothing, and a ladder that does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.conventions import Convention, changed, changes, columns_by_pair, score_curve, width
from pe_desktop.engine.encodings.naive import BinaryCode
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import LADDERS, LAYOUTS, ODD, Sinusoidal
from pe_desktop.engine.rotary import PAIRINGS

quick = settings(max_examples=60, deadline=None)
widths = st.integers(1, 40).map(lambda h: 2 * h)
bases = st.floats(1.5, 1e9)
sinusoidals = st.builds(
    Sinusoidal, d_model=widths, base=bases, layout=st.sampled_from(LAYOUTS), ladder=st.sampled_from(LADDERS)
)
ropes = st.builds(
    Rope,
    head_dim=widths,
    base=bases,
    pairing=st.sampled_from(PAIRINGS),
    partial_rotary_factor=st.sampled_from([0.25, 0.5, 1.0]),
)


def draw(columns, seed=0):
    return np.random.default_rng(seed).normal(size=(2, columns))


@pytest.mark.parametrize(
    ("encoding", "found"), [(Sinusoidal(), ("layout", "ladder")), (Rope(), ("pairing",)), (BinaryCode(), ())]
)
def test_an_encoding_has_the_conventions_that_its_parameters_choose(encoding, found):
    assert changes(encoding) == found


@quick
@given(sinusoidals | ropes, st.data())
def test_the_other_convention_of_the_other_convention_is_the_own(encoding, data):
    change = data.draw(st.sampled_from(changes(encoding)))
    assert changed(encoding, change) != encoding
    assert changed(changed(encoding, change), change) == encoding


@quick
@given(sinusoidals)
def test_under_the_other_layout_every_column_is_found_at_its_place(encoding):
    found = Convention(encoding, "layout", 40)
    assert found.permutes
    assert (found.other.numbers(40).full()[:, found.targets] == encoding.numbers(40).full()).all()


@quick
@given(sinusoidals)
def test_both_layouts_have_one_similarity(encoding):
    own, other = (e.numbers(30).full() for e in (encoding, changed(encoding, "layout")))
    assert other @ other.T == pytest.approx(own @ own.T, abs=1e-11 * encoding.d_model)


@quick
@given(ropes, st.integers(0, 5000))
def test_one_pairing_turns_permuted_vectors_as_the_other_turns_them_in_their_own_order(encoding, position):
    found = Convention(encoding, "pairing", 40)
    x = draw(encoding.head_dim)[0]
    moved = found.other.rotate(found.moved(x)[None], [position])[0]
    assert (moved[found.targets] == encoding.rotate(x[None], [position])[0]).all()


@quick
@given(ropes, st.integers(-500, 500))
def test_scores_are_equal_with_the_permutation_and_are_those_of_rotated_vectors(encoding, offset):
    found = Convention(encoding, "pairing", 600)
    query, key = draw(encoding.head_dim)
    wanted = encoding.rotate(query[None], [500 + offset])[0] @ encoding.rotate(key[None], [500])[0]
    at = np.array([float(offset)])
    assert score_curve(encoding, query, key, 600).at(at)[0] == pytest.approx(wanted, abs=1e-10)
    moved = score_curve(found.other, found.moved(query), found.moved(key), 600)
    assert moved.at(at)[0] == pytest.approx(wanted, abs=1e-10)


def test_scores_without_the_permutation_are_others():
    found = Convention(Rope(head_dim=16), "pairing", 33)
    query, key = draw(16)
    offsets = np.arange(-32.0, 33)
    own, wrong = (score_curve(e, query, key, 33).at(offsets) for e in (found.own, found.other))
    assert np.abs(own - wrong).max() > 1


def test_the_order_from_adjacent_pairs_to_halves_is_even_dimensions_before_odd():
    found = Convention(Rope(head_dim=8), "pairing", 10)
    assert found.targets.tolist() == [0, 4, 1, 5, 2, 6, 3, 7]
    assert np.argsort(found.targets).tolist() == [0, 2, 4, 6, 1, 3, 5, 7]


def test_dimensions_at_rest_stay_where_they_are():
    found = Convention(Rope(head_dim=16, partial_rotary_factor=0.5), "pairing", 10)
    assert found.targets.tolist() == [0, 4, 1, 5, 2, 6, 3, 7, *range(8, 16)]


@quick
@given(sinusoidals | ropes, st.data())
def test_the_matrix_has_one_in_every_row_and_column_where_it_is_a_permutation(encoding, data):
    found = Convention(encoding, data.draw(st.sampled_from(changes(encoding))), 10)
    matrix = found.matrix()
    assert matrix.shape == (width(encoding),) * 2
    assert set(np.unique(matrix)) <= {0.0, 1.0}
    assert found.permutes == ((matrix.sum(axis=0) == 1).all() and (matrix.sum(axis=1) == 1).all())
    if found.permutes:
        assert (matrix @ matrix.T == np.eye(len(matrix))).all()


@quick
@given(sinusoidals.filter(lambda e: e.d_model > 4))
def test_another_ladder_is_no_permutation_and_only_its_first_pair_is_the_same(encoding):
    found = Convention(encoding, "ladder", 10)
    assert not found.permutes
    first = columns_by_pair(encoding)[0].tolist()
    assert np.argwhere(found.matrix()).tolist() == [[c, c] for c in first]


@quick
@given(sinusoidals.filter(lambda e: e.d_model > 2))
def test_a_place_on_the_other_ladder_is_where_the_frequency_would_stand(encoding):
    found = Convention(encoding, "ladder", 10)
    own, other = columns_by_pair(encoding), columns_by_pair(found.other)
    stride = own[1, 0] - own[0, 0]
    pair = (found.places[own[:, 0]] - other[0, 0]) / stride
    frequencies = found.other.frequencies(10)
    ratio = frequencies[1] / frequencies[0]
    assert frequencies[0] * ratio**pair == pytest.approx(encoding.frequencies(10), rel=1e-9)


def test_the_ladder_of_tensor2tensor_changes_the_similarity():
    found = Convention(Sinusoidal(d_model=64), "ladder", 512)
    own, other = (e.vectors(512).products(np.arange(512)) for e in (found.own, found.other))
    assert np.abs(own - other).max() == pytest.approx(10.15, abs=0.005)
    assert found.difference(np.arange(512.0)) == pytest.approx(10.15, abs=0.005)
    assert Convention(Sinusoidal(d_model=64), "layout", 512).difference(np.arange(512.0)) < 1e-12


@pytest.mark.parametrize(("change", "encoding"), [("layout", Sinusoidal(d_model=2)), ("ladder", Sinusoidal(d_model=2))])
def test_one_pair_alone_is_the_same_under_every_convention(change, encoding):
    found = Convention(encoding, change, 10)
    assert found.permutes
    assert found.targets.tolist() == [0, 1]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("d_model", [1, 3, 9, 101])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_columns_of_an_odd_width_are_permuted_too(d_model, layout, odd):
    encoding = Sinusoidal(d_model=d_model, layout=layout, odd=odd, offset=2)
    found = Convention(encoding, "layout", 30)
    assert found.permutes
    assert (found.other.numbers(30).full()[:, found.targets] == encoding.numbers(30).full()).all()
    assert np.isfinite(Convention(encoding, "ladder", 30).places).all()


@pytest.mark.parametrize("encoding", [Rope(head_dim=10, pairing="half"), Sinusoidal(d_model=10), Rope(head_dim=2)])
def test_columns_by_pair_are_those_that_the_encoding_names_one_by_one(encoding):
    named = getattr(encoding, "dimensions_of", encoding.columns_of)
    assert columns_by_pair(encoding).tolist() == [list(named(pair)) for pair in range(encoding.pairs)]
