"""What is true of the encodings for all parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.curve import CosineScore
from pe_desktop.engine.encodings.naive import BinaryCode
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import LADDERS, LAYOUTS, Sinusoidal
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.rotary import PAIRINGS

quick = settings(max_examples=60, deadline=None)

widths = st.integers(1, 64).map(lambda h: 2 * h)
bases = st.floats(1.5, 1e9)
positions = st.integers(0, 5000)
sinusoidals = st.builds(
    Sinusoidal, d_model=widths, base=bases, layout=st.sampled_from(LAYOUTS), ladder=st.sampled_from(LADDERS)
)
ropes = st.builds(
    Rope,
    head_dim=widths,
    base=bases,
    pairing=st.sampled_from(PAIRINGS),
    partial_rotary_factor=st.sampled_from([0.25, 0.4, 0.5, 1.0]),
)


def vectors(width, seed=0):
    return np.random.default_rng(seed).normal(size=width)


def full_gram(encoding, length):
    table = encoding.numbers(length).full()
    return table @ table.T


@quick
@given(sinusoidals, positions)
def test_every_sinusoidal_row_has_the_norm_of_half_the_width(encoding, position):
    row = encoding.numbers(position + 1).at([position], range(encoding.d_model))
    assert np.linalg.norm(row) == pytest.approx(np.sqrt(encoding.d_model / 2), rel=1e-14)


@quick
@given(sinusoidals, positions, positions)
def test_the_product_of_two_rows_is_a_sum_of_cosines_of_their_offset(encoding, p, q):
    rows = encoding.numbers(5001).at([p, q], range(encoding.d_model))
    expected = np.cos(encoding.frequencies(1) * (p - q)).sum()
    assert rows[0] @ rows[1] == pytest.approx(expected, abs=1e-10 * encoding.d_model)


@quick
@given(sinusoidals)
def test_the_gram_matrix_is_symmetric_constant_along_diagonals_and_greatest_on_the_first(encoding):
    gram = full_gram(encoding, 40)
    assert gram == pytest.approx(gram.T, abs=1e-11)
    assert gram[1:, 1:] == pytest.approx(gram[:-1, :-1], abs=1e-11)
    assert np.diag(gram) == pytest.approx(encoding.d_model / 2)
    assert gram.max() <= encoding.d_model / 2 + 1e-11


@pytest.mark.parametrize(
    ("offset", "cosine"), [(1, 0.9731), (2, 0.9052), (5, 0.7406), (10, 0.6789), (50, 0.5121), (100, 0.4373)]
)
def test_cosine_similarities_at_width_512(offset, cosine):
    table = Sinusoidal(d_model=512).numbers(200).unit()
    assert table.products([offset])[0] == pytest.approx(cosine, abs=5e-5)


def test_similarity_does_not_fall_with_every_step_of_distance():
    by_offset = Sinusoidal(d_model=512).numbers(200).products(np.arange(100))
    assert np.flatnonzero(np.diff(by_offset) > 0)[0] + 1 == 44


@quick
@given(widths, bases)
def test_both_layouts_have_the_same_gram_matrix_and_different_tables(width, base):
    interleaved = Sinusoidal(d_model=width, base=base)
    halves = interleaved.replace(layout="half-split")
    assert full_gram(halves, 30) == pytest.approx(full_gram(interleaved, 30), abs=1e-11 * width)
    differ = np.abs(interleaved.numbers(30).full() - halves.numbers(30).full()).max() > 0.1
    assert differ == (width > 2)


def test_the_layouts_are_one_table_with_its_columns_in_another_order():
    halves = Sinusoidal(d_model=16, layout="half-split").numbers(50).full()
    order = [c for pair in range(8) for c in (pair, pair + 8)]
    assert (Sinusoidal(d_model=16).numbers(50).full() == halves[:, order]).all()


def test_the_ladder_of_tensor2tensor_is_another_spectrum_and_not_another_order():
    vaswani = Sinusoidal(d_model=64)
    difference = full_gram(vaswani, 512) - full_gram(vaswani.replace(ladder="tensor2tensor"), 512)
    assert np.abs(difference).max() == pytest.approx(10.15, abs=0.005)


@pytest.mark.parametrize(("ladder", "slowest"), [("vaswani", 10000 ** (-62 / 64)), ("tensor2tensor", 1e-4)])
def test_the_ladders_end_where_their_papers_and_code_say(ladder, slowest):
    assert Sinusoidal(d_model=64, ladder=ladder).frequencies(1)[-1] == pytest.approx(slowest, rel=1e-14)


def shift_matrix(encoding, offset):
    """M of PE(p + offset) = M PE(p): [[c, s], [−s, c]] on each pair of (sin, cos)."""
    matrix = np.zeros((encoding.d_model, encoding.d_model))
    for pair, angle in enumerate(encoding.frequencies(1) * offset):
        matrix[np.ix_(encoding.columns_of(pair), encoding.columns_of(pair))] = [
            [np.cos(angle), np.sin(angle)],
            [-np.sin(angle), np.cos(angle)],
        ]
    return matrix


@quick
@given(sinusoidals, positions, st.integers(0, 1000))
def test_a_step_is_one_rotation_wherever_it_starts(encoding, position, offset):
    before, after = encoding.numbers(6001).at([position, position + offset], range(encoding.d_model))
    matrix = shift_matrix(encoding, offset)
    assert matrix @ before == pytest.approx(after, abs=1e-11)
    assert matrix @ matrix.T == pytest.approx(np.eye(encoding.d_model), abs=1e-14)


@quick
@given(sinusoidals)
def test_neighbours_stand_equally_far_apart_everywhere(encoding):
    steps = np.linalg.norm(np.diff(encoding.numbers(300).full(), axis=0), axis=1)
    assert steps == pytest.approx(steps[0], abs=1e-11)


def test_the_step_at_width_512():
    first, second = Sinusoidal(d_model=512).numbers(2).full()
    assert np.linalg.norm(second - first) == pytest.approx(3.7143, abs=5e-5)


@pytest.mark.parametrize(("d_model", "length"), [(512, 1000), (16, 5000), (8, 5000), (4, 70000)])
def test_no_two_positions_have_the_same_row(d_model, length):
    rows = np.round(Sinusoidal(d_model=d_model).numbers(length).full(), 9)
    assert len(np.unique(rows, axis=0)) == length


@pytest.mark.parametrize(("d_model", "offset"), [(512, 1), (8, 63)])
def test_the_most_similar_other_position_is_no_neighbour_in_a_narrow_table(d_model, offset):
    by_offset = Sinusoidal(d_model=d_model).numbers(5000).products(np.arange(1, 5000))
    assert np.argmax(by_offset) + 1 == offset


@quick
@given(ropes, positions)
def test_rotating_keeps_the_norm(rope, position):
    x = vectors(rope.head_dim)
    assert np.linalg.norm(rope.rotate(x[None], [position])) == pytest.approx(np.linalg.norm(x), rel=1e-13)


@quick
@given(ropes)
def test_position_zero_does_not_rotate(rope):
    x = vectors(rope.head_dim)
    assert (rope.rotate(x[None], [0])[0] == x).all()


@quick
@given(ropes, positions, positions)
def test_rotations_add_up(rope, m, n):
    x = vectors(rope.head_dim)[None]
    assert rope.rotate(rope.rotate(x, [n]), [m]) == pytest.approx(rope.rotate(x, [m + n]), abs=1e-10)


@quick
@given(ropes, positions, positions, st.integers(0, 5000))
def test_a_score_depends_on_the_offset_only(rope, m, n, shift):
    q, k = vectors(rope.head_dim, 1)[None], vectors(rope.head_dim, 2)[None]
    score = rope.rotate(q, [m])[0] @ rope.rotate(k, [n])[0]
    assert rope.rotate(q, [m + shift])[0] @ rope.rotate(k, [n + shift])[0] == pytest.approx(score, abs=1e-9)
    assert q[0] @ rope.rotate(k, [n - m])[0] == pytest.approx(score, abs=1e-9)


@quick
@given(st.integers(1, 32).map(lambda h: 2 * h), bases, positions)
def test_one_pairing_is_the_other_with_its_dimensions_permuted(width, base, position):
    interleaved, half = Rope(head_dim=width, base=base), Rope(head_dim=width, base=base, pairing="half")
    order = np.r_[0:width:2, 1:width:2]
    x = vectors(width)
    assert (half.rotate(x[order][None], [position]) == interleaved.rotate(x[None], [position])[:, order]).all()


def test_a_model_run_with_the_wrong_pairing_has_other_scores():
    q, k = np.random.default_rng(0).normal(size=(2, 33, 16))
    scores = []
    for pairing in PAIRINGS:
        rope = Rope(head_dim=16, pairing=pairing)
        scores.append(rope.rotate(q, np.arange(33)) @ rope.rotate(k, np.arange(33)).T)
    assert np.abs(scores[0] - scores[1]).max() > 5


@quick
@given(ropes, positions)
def test_dimensions_beyond_the_rotary_ones_pass_unchanged(rope, position):
    x = vectors(rope.head_dim)
    rotated = rope.rotate(x[None], [position])[0]
    assert (rotated[rope.rotary_dim :] == x[rope.rotary_dim :]).all()


@pytest.mark.parametrize(
    ("head_dim", "share", "rotary"),
    [(256, 0.25, 64), (80, 0.4, 32), (100, 0.29, 28), (128, 0.7, 88), (64, 1.0, 64), (8, 0.0, 2)],
)
def test_the_rotary_dimensions_are_cut_down_to_an_even_number(head_dim, share, rotary):
    assert Rope(head_dim=head_dim, partial_rotary_factor=share).rotary_dim == rotary


def test_a_partial_rotation_spaces_its_frequencies_over_the_rotary_dimensions():
    rope = Rope(head_dim=256, partial_rotary_factor=0.25)
    assert rope.frequencies(1) == pytest.approx(10000.0 ** (-2 * np.arange(32) / 64))


@quick
@given(ropes, st.integers(-500, 500))
def test_the_score_of_equal_unit_vectors_is_the_product_of_the_encoding_s_vectors(rope, offset):
    ones = np.zeros(rope.head_dim)
    ones[: rope.rotary_dim] = np.sqrt(0.5)
    score = rope.rotate(ones[None], [1000 + offset])[0] @ rope.rotate(ones[None], [1000])[0]
    assert rope.vectors(2000).products([offset])[0] == pytest.approx(score, abs=1e-10)


@quick
@given(ropes, st.integers(-500, 500))
def test_a_cosine_score_is_what_rotation_gives(rope, offset):
    q, k = vectors(rope.head_dim, 3), vectors(rope.head_dim, 4)
    first, second = np.array([rope.dimensions_of(i) for i in range(len(rope.frequencies(1)))]).T
    turned = (q[first] + 1j * q[second]) * (k[first] - 1j * k[second])
    weights, phases = FrozenArray(np.abs(turned)), FrozenArray(np.angle(turned))
    curve = CosineScore(FrozenArray(rope.frequencies(1)), weights, phases, 500.0)
    rest = q[rope.rotary_dim :] @ k[rope.rotary_dim :]
    score = rope.rotate(q[None], [600 + offset])[0] @ rope.rotate(k[None], [600])[0]
    assert curve.at(np.array([offset]))[0] + rest == pytest.approx(score, abs=1e-10)


@quick
@given(ropes, st.integers(1, 900), st.floats(-1e7, 1e7), st.floats(0, 1e4))
def test_a_cosine_score_for_drawing_is_close_to_the_exact_one(rope, count, first, step):
    weights = vectors(len(rope.frequencies(1)), 5)
    phases = FrozenArray(vectors(len(weights), 6))
    curve = CosineScore(FrozenArray(rope.frequencies(1)), FrozenArray(weights), phases, 1e7)
    x = first + step * np.arange(count)
    assert curve.traced(x) == pytest.approx(curve.at(x), abs=2e-6 * np.abs(weights).sum())


@quick
@given(st.integers(1, 2000))
def test_binary_codes_are_unique_and_can_be_read_back(length):
    codes = BinaryCode().numbers(length).full()
    assert (codes @ 2 ** np.arange(codes.shape[1]) == np.arange(length)).all()
    assert len(np.unique(codes, axis=0)) == length


def test_binary_neighbours_may_differ_in_every_bit():
    codes = BinaryCode().numbers(512).full()
    distances = np.abs(np.diff(codes, axis=0)).sum(axis=1)
    assert (distances[255], distances[:255].max()) == (9, 8)
