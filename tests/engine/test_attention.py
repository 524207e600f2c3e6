"""One head of attention under every encoding: against attention written out, and blind to order without positions."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.attention import (
    WIDTH,
    Head,
    added,
    attend,
    embedded,
    mirrored,
    projection,
    refusal,
    softmax,
    widths,
)
from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.naive import IntegerIndex
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.t5 import T5
from pe_desktop.engine.encodings.xpos import Xpos
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights

TOKENS = ("The", "cat", "chased", "the", "mouse", ".")
ORDER = np.array([3, 0, 5, 1, 4, 2])
"""A reordering that is no reversal, nor is its inverse."""
REFUSED = ("sincos2d", "rope2d", "mrope", "swin")
PLACING = [encoding() for name, encoding in ENCODINGS.items() if name not in REFUSED]
every_encoding = pytest.mark.parametrize("encoding", PLACING, ids=lambda e: e.id)
YARN = Rope(scaling="yarn", factor=8.0, pairing="half")


def moved(encoding, choices=None, *, positions=True):
    """How much outputs differ after the tokens are reordered and the outputs put back."""
    shuffled = tuple(TOKENS[i] for i in ORDER)
    first, second = (attend(t, encoding, choices, positions=positions).output for t in (TOKENS, shuffled))
    return np.abs(first[ORDER] - second).max()


@every_encoding
def test_without_positions_permuting_the_input_permutes_the_output(encoding):
    assert moved(encoding, positions=False) < 1e-12


@every_encoding
def test_with_positions_it_does_not_but_for_nope(encoding):
    assert (moved(encoding) < 1e-12) == (encoding.id == "nope")
    assert encoding.id == "nope" or moved(encoding) > 1e-3


@every_encoding
def test_with_the_causal_mask_it_does_not_even_without_positions(encoding):
    assert moved(encoding, Head(causal=True), positions=False) > 0.1


def written_out(encoding, choices, head=0, turn=None, bias=0.0, add=0.0):
    """Attention of the sentence, as the formulas have it."""
    d_model, head_dim = widths(encoding)
    x = embedded(TOKENS, encoding, choices) + add
    q, k, v = (x @ projection(name, d_model, head_dim, choices.weights_seed) for name in "qkv")
    q, k = turn(q, k) if turn else (q, k)
    scores = q @ k.T / np.sqrt(head_dim) + bias
    if choices.causal:
        scores = scores + np.triu(np.full(scores.shape, -np.inf), 1)
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return weights, weights @ v


def agrees(encoding, choices=None, head=0, **parts):
    found = attend(TOKENS, encoding, choices, head)
    weights, output = written_out(encoding, choices or Head(), head, **parts)
    assert found.weights == pytest.approx(weights, abs=1e-12)
    assert found.output == pytest.approx(output, abs=1e-12)


@pytest.mark.parametrize("encoding", [Sinusoidal(d_model=20), Learned()], ids=lambda e: e.id)
@pytest.mark.parametrize("choices", [Head(), Head(causal=True), Head(scale_embeddings=False), Head(weights_seed=3)])
def test_a_table_is_added_to_the_embeddings(encoding, choices):
    agrees(encoding, choices, add=encoding.numbers(6).full())


def test_an_index_is_added_to_the_first_dimension():
    column = np.zeros((6, WIDTH))
    column[:, 0] = np.arange(6)
    assert (added(IntegerIndex(), 6) == column).all()
    agrees(IntegerIndex(), add=column)


@pytest.mark.parametrize("encoding", [Rope(), Rope(head_dim=16, pairing="half"), Rope(partial_rotary_factor=0.5), YARN])
def test_queries_and_keys_are_turned_by_complex_numbers(encoding):
    first, second = np.array([encoding.dimensions_of(i) for i in range(encoding.pairs)]).T
    circle = np.exp(1j * np.multiply.outer(np.arange(6), encoding.frequencies(6))) * encoding.attention(6)

    def turned(x):
        pairs, found = (x[:, first] + 1j * x[:, second]) * circle, x.copy()
        found[:, first], found[:, second] = pairs.real, pairs.imag
        return found

    agrees(encoding, turn=lambda q, k: (turned(q), turned(k)))


def test_the_attention_factor_sharpens_what_turns_by_its_square():
    plain = attend(TOKENS, YARN.replace(attention_factor=1.0)).scores
    assert attend(TOKENS, YARN.replace(attention_factor=2.0)).scores == pytest.approx(4 * plain)


def test_queries_of_xpos_grow_as_its_keys_shrink():
    rope, xpos = Rope(), Xpos(scale_base=8.0)
    same = attend(TOKENS, rope).scores
    found = attend(TOKENS, xpos).scores
    assert np.diag(found) == pytest.approx(np.diag(same))
    assert np.abs(found - same).max() > 0.1


@pytest.mark.parametrize("encoding", [Alibi(), T5(), T5(bidirectional=False)], ids=str)
@pytest.mark.parametrize("head", [0, 5])
@pytest.mark.parametrize("causal", [False, True])
def test_a_bias_is_added_to_the_scores_and_masks_only_where_that_is_asked(encoding, head, causal):
    agrees(encoding, Head(causal=causal), head, bias=encoding.bias(6, head).full())
    above = attend(TOKENS, encoding, Head(causal=causal), head).weights[np.triu_indices(6, 1)]
    assert (above == 0).all() if causal else (above > 0).all()


def test_a_head_that_is_not_there_is_the_last():
    assert (
        attend(TOKENS, Alibi(num_heads=4), head=9).scores == attend(TOKENS, Alibi(num_heads=4), head=3).scores
    ).all()


@every_encoding
@pytest.mark.parametrize("causal", [False, True])
def test_weights_are_shares_and_scores_finite(encoding, causal):
    found = attend(TOKENS, encoding, Head(causal=causal))
    assert found.weights.sum(axis=1) == pytest.approx(np.ones(6))
    assert (found.weights >= 0).all()
    assert np.isfinite(found.scores).all()
    assert found.output.shape == (6, widths(encoding)[1])


@every_encoding
def test_a_single_token_attends_to_itself(encoding):
    assert attend(("word",), encoding).weights.tolist() == [[1.0]]


@pytest.mark.parametrize("name", REFUSED)
def test_an_encoding_of_a_grid_is_refused_in_one_line(name):
    encoding = ENCODINGS[name]()
    assert refusal(encoding, 6).startswith(encoding.label)
    with pytest.raises(ParameterError, match=f"^encoding: {name} given; allowed: one that can place the words.[^\n]*$"):
        attend(TOKENS, encoding)


def test_a_table_with_too_few_rows_is_refused():
    short = Learned(table=Weights("short", FrozenArray(np.ones((4, 8)))))
    assert refusal(short, 4) == ""
    assert refusal(short, 6) == "Learned has 4 positions, the sentence 6 tokens. Take a shorter one."
    with pytest.raises(ParameterError, match="Learned has 4 positions"):
        attend(TOKENS, short)


BLIND = {"alibi", "sandwich", "fire", "nope"}
"""Biases of |offset|: FIRE's as long as a sentence is shorter than its threshold."""


@every_encoding
def test_what_depends_on_the_distance_only_cannot_tell_a_sentence_read_backwards(encoding):
    forwards, backwards = attend(TOKENS, encoding), attend(TOKENS[::-1], encoding)
    same = np.abs(forwards.output - backwards.output[::-1]).max() < 1e-12
    assert same == (encoding.id in BLIND) == mirrored(encoding, 6)


def test_only_biases_are_asked_for_their_mirror():
    assert {e.id for e in PLACING if isinstance(e, Relative) and mirrored(e, 6)} == BLIND
    assert mirrored(Alibi(bidirectional=True), 32, 7)


def test_softmax_does_not_overflow():
    assert softmax(np.array([[1e6, -1e6, 1e6]])).tolist() == [[0.5, 0.0, 0.5]]
