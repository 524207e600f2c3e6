"""Biases against published implementations, their identities, and what a swapped convention would make of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encodings.alibi import Alibi, alibi_slopes
from pe_desktop.engine.encodings.kerple import Kerple
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.sandwich import Sandwich
from pe_desktop.engine.encodings.t5 import T5, t5_buckets
from pe_desktop.engine.parameter import ParameterError

from .biases import RELATIVE

OFFSETS = np.arange(-130, 131)
slow = settings(max_examples=60, deadline=None)


def softmax(logits, axis=-1):
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def masked(logits):
    return np.where(np.tril(np.ones(logits.shape, bool)), logits, -1e30)


# ALiBi


@pytest.mark.parametrize("heads", [8, 12, 112])
def test_alibi_slopes_are_those_of_bloom(heads, arrays):
    assert alibi_slopes(heads) == pytest.approx(arrays[f"alibi.slopes.{heads}"], abs=1e-6)


def test_the_alibi_bias_of_five_positions_is_that_of_x_transformers(arrays):
    encoding = Alibi(num_heads=8, bidirectional=True)
    found = np.stack([encoding.bias(5, head).full() for head in range(8)])
    assert found == pytest.approx(arrays["alibi.bias.8x5x5"], abs=1e-6)


def test_the_slopes_of_eight_heads_are_a_half_to_a_256th():
    assert alibi_slopes(8).tolist() == [2.0**-h for h in range(1, 9)]


@pytest.mark.parametrize("heads", [1, 2, 4, 16, 32, 64, 128])
def test_the_last_slope_of_any_power_of_two_is_two_to_the_minus_eight(heads):
    slopes = alibi_slopes(heads)
    assert slopes[-1] == 2.0**-8
    assert slopes[1:] / slopes[:-1] == pytest.approx(slopes[0] if heads > 1 else 1.0)


@given(st.integers(1, 128), st.floats(0.25, 64))
def test_slopes_are_those_that_mpt_computes(heads, bias_max):
    """llm-foundry starts from the next power of two, and takes every second slope first."""
    upper = 2 ** int(np.ceil(np.log2(heads)))
    slopes = 1.0 / 2.0 ** (np.arange(1, upper + 1) * bias_max / upper)
    if upper != heads:
        slopes = np.concatenate([slopes[1::2], slopes[::2]])[:heads]
    assert alibi_slopes(heads, bias_max) == pytest.approx(slopes, rel=1e-12)


def test_slopes_counted_from_zero_or_sorted_are_not_the_published_ones(arrays):
    from_zero = 2.0 ** (-8 * np.arange(8) / 8)
    assert np.abs(from_zero - arrays["alibi.slopes.8"]).max() > 0.4
    twelve = alibi_slopes(12)
    assert np.abs(np.sort(twelve)[::-1] - twelve).max() > 0.3
    assert twelve[[0, 7, 8, 9]] == pytest.approx([2**-1, 2**-8, 2**-0.5, 2**-1.5])


@pytest.mark.parametrize("head", [0, 11])
def test_blooms_own_form_gives_the_same_attention_under_the_mask(head):
    encoding = Alibi(num_heads=12)
    scores = np.random.default_rng(3).normal(size=(20, 20))
    blooms = encoding.slope(head) * np.arange(20.0)[None, :]
    ours = encoding.bias(20, head).full()
    assert softmax(masked(scores + ours)) == pytest.approx(softmax(masked(scores + blooms)), abs=1e-15)


def test_alibi_takes_the_slope_times_query_minus_key_off_allowed_cells():
    field, query, key = Alibi(num_heads=12).bias(64, 9), 40, 33
    assert field.at([query], [key])[0, 0] == pytest.approx(-(2**-1.5) * 7)
    assert np.diag(field.full()).tolist() == [0.0] * 64


# T5


@pytest.mark.parametrize("bidirectional", [True, False])
def test_t5_buckets_are_those_of_transformers(bidirectional, arrays):
    found = t5_buckets(OFFSETS, 32, 128, bidirectional)
    golden = arrays["t5.buckets." + ("bidirectional" if bidirectional else "causal")]
    assert found.tolist() == golden.tolist()
    assert t5_buckets(-OFFSETS, 32, 128, bidirectional).tolist() != golden.tolist()


def integer_bucket(relative, num_buckets, max_distance, bidirectional):
    """The same, in integers only: j more than the single ones where (n/me)^(side − me) ≥ (max/me)^j."""
    side = num_buckets // 2 if bidirectional else num_buckets
    n = abs(relative) if bidirectional else max(-relative, 0)
    me, ahead = side // 2, side * (bidirectional and relative > 0)
    if n < me:
        return n + ahead
    steps = side - me
    reached = [j for j in range(steps) if n**steps >= me ** (steps - j) * max_distance**j]
    return me + reached[-1] + ahead


@settings(max_examples=300, deadline=None)
@given(st.integers(2, 32), st.integers(2, 4096), st.booleans(), st.integers(-9000, 9000))
def test_buckets_are_those_of_exact_integers(half, max_distance, bidirectional, relative):
    if max_distance <= (half // 2 if bidirectional else half):
        return
    found = int(t5_buckets(relative, 2 * half, max_distance, bidirectional))
    assert found == integer_bucket(relative, 2 * half, max_distance, bidirectional)


@pytest.mark.parametrize(("buckets", "furthest"), [(32, 128), (32, 512), (64, 256), (32, 1024), (8, 64), (128, 65536)])
def test_buckets_at_powers_of_two_are_exact(buckets, furthest):
    for relative in [-(2**k) for k in range(17)]:
        for bidirectional in (True, False):
            assert int(t5_buckets(relative, buckets, furthest, bidirectional)) == integer_bucket(
                relative, buckets, furthest, bidirectional
            )


def test_a_decoders_buckets_begin_where_they_are_published_to():
    begins = [*range(1, 17), 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113]
    assert list(T5(bidirectional=False).borders(1000)) == begins
    assert list(T5(bidirectional=False).borders(20)) == begins[:17]


def test_an_encoders_buckets_begin_where_they_are_published_to():
    past = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91]
    assert [b for b in T5().borders(1000) if b > 0] == past
    assert [b for b in T5().borders(1000) if b <= 0] == sorted(1 - b for b in past)


@given(st.integers(-500, 500))
def test_future_buckets_are_past_ones_and_sixteen(relative):
    past, future = t5_buckets([-abs(relative), abs(relative)], 32, 128, True)
    assert future == past + (16 if relative else 0)


def test_buckets_grow_with_the_distance_and_stay_from_128_on():
    for bidirectional in (True, False):
        past = t5_buckets(-np.arange(1000), 32, 128, bidirectional)
        assert (np.diff(past) >= 0).all()
        assert set(past[128:]) == {15 if bidirectional else 31}


@slow
@given(st.integers(4, 64), st.integers(33, 400), st.booleans(), st.integers(0, 7), st.integers(1, 600))
def test_the_bias_is_the_value_of_the_bucket_of_key_minus_query(buckets, furthest, bidirectional, head, length):
    encoding = T5(num_buckets=buckets, max_distance=furthest, bidirectional=bidirectional)
    keys = np.unique(np.linspace(0, length - 1, 50).astype(int))
    expected = encoding.values_of(head)[t5_buckets(keys - length // 2, buckets, furthest, bidirectional)]
    assert encoding.bias(length, head).at([length // 2], keys)[0].tolist() == expected.tolist()


@pytest.mark.parametrize(("bidirectional", "least"), [(True, 9), (False, 17)])
def test_a_longest_distance_within_the_single_buckets_is_refused(bidirectional, least):
    T5(max_distance=least, bidirectional=bidirectional)
    with pytest.raises(ParameterError, match=f"max_distance: {least - 1} given; allowed: more than {least - 1}"):
        T5(max_distance=least - 1, bidirectional=bidirectional)


# KERPLE, Sandwich, NoPE


def test_kerples_power_of_one_is_alibi_with_slope_a():
    kerple, alibi = Kerple(kernel="power", p=1.0, a=0.25), Alibi(num_heads=4)
    assert kerple.bias(50, 3).full()[np.tril_indices(50)] == pytest.approx(
        4.0**3 * alibi.bias(50, 3).full()[np.tril_indices(50)]
    )


@pytest.mark.parametrize(("kernel", "expected"), [("log", -1.5 * np.log(1 + 0.5 * 7)), ("power", -0.5 * 7**1.5)])
def test_kerple_is_its_formula(kernel, expected):
    field = Kerple(kernel=kernel, p=1.5, a=0.5).bias(20, 0)
    assert field.at([9], [2])[0, 0] == pytest.approx(expected)
    assert field.at([2], [9])[0, 0] == 0.0  # the future is masked, and has no distance


def test_drawn_p_and_a_differ_from_head_to_head_and_stay_within_their_clamps():
    drawn = [Kerple(num_heads=128).trained(head) for head in range(128)]
    assert len(set(drawn)) == 128
    assert all(0.01 <= p <= 2 and 0.01 <= a <= 1 for p, a in drawn)
    assert Kerple(p=0.5).trained(3) == (0.5, drawn[3][1])


@pytest.mark.parametrize("name", [n for n in RELATIVE if n.split(",")[0] in ("alibi", "kerple", "kerple power")])
def test_the_bias_never_grows_with_the_distance(name):
    curve = RELATIVE[name].by_offset(5000, 0)
    assert (np.diff(curve.at(np.arange(5000.0))) <= 0).all()


@pytest.mark.parametrize("head", [0, 5])
def test_sandwich_is_nemos_sum(head):
    encoding, offsets = Sandwich(num_heads=6, d_model=32), np.arange(40)
    i = np.arange(1, 17)
    expected = (np.cos(offsets[:, None] / 10000 ** (2 * i / 32)).sum(1) - 16) / (8 * (head + 1) / 6)
    field = encoding.bias(40, head)
    assert field.at(offsets, [0])[:, 0] == pytest.approx(expected, abs=1e-12)
    from_zero = (np.cos(offsets[:, None] / 10000 ** (2 * (i - 1) / 32)).sum(1) - 16) / (8 * (head + 1) / 6)
    assert np.abs(field.at(offsets, [0])[:, 0] - from_zero).max() > 0.1
    assert field.full().max() == 0.0 == field.at([7], [7])[0, 0]


def test_without_a_mask_nope_cannot_tell_an_order_and_with_it_can():
    draw = np.random.default_rng(1)
    queries, keys, values = draw.normal(size=(3, 9, 4))
    order = draw.permutation(9)

    def attended(q, k, v, mask):
        logits = q @ k.T + Nope().bias(9, 0).full()
        return softmax(masked(logits) if mask else logits) @ v

    for mask in (False, True):
        straight = attended(queries, keys, values, mask)[order]
        permuted = attended(queries[order], keys[order], values[order], mask)
        assert (np.abs(straight - permuted).max() < 1e-14) != mask
