"""The same words in another order, under attention, a recurrent network and a convolution."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.attention import Head
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.fourier import Fourier
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.reordering import compare, convolution, matched, recurrent

CAT, MOUSE = "The cat chased the mouse", "The mouse chased the cat"
KING, QUEEN = "King and Queen", "Queen and King"


def order_of(text, against):
    found = matched(tuple(text.split()), tuple(against.split()))
    return None if found is None else found.tolist()


@pytest.mark.parametrize(
    ("text", "against", "order"),
    [
        (CAT, MOUSE, [0, 4, 2, 3, 1]),
        (KING, QUEEN, [2, 1, 0]),
        ("a b a", "b a a", [1, 0, 2]),
        ("the cat and the dog", "the dog and the cat", [0, 4, 2, 3, 1]),
        ("a b b a", "a b b a", [0, 1, 2, 3]),
        ("the cat and the dog", "dog the and cat the", [4, 3, 2, 1, 0]),
        ("The cat", "cat the", [1, 0]),
        ("a b", "a c", None),
        ("a b b", "a a b", None),
        ("a b", "a b b", None),
    ],
)
def test_words_are_matched_in_their_order_and_a_mirrored_sentence_as_one(text, against, order):
    assert order_of(text, against) == order


@pytest.mark.parametrize(("text", "against"), [(CAT, MOUSE), (KING, QUEEN), ("a b c d e", "c e a d b")])
def test_the_order_leads_from_the_first_sentence_to_the_second(text, against):
    found = compare(text, against, Rope())
    assert [found.placed[1].tokens[i].lower() for i in found.order] == text.lower().split()


@pytest.mark.parametrize("encoding", [Sinusoidal(), Rope()], ids=lambda e: e.id)
@pytest.mark.parametrize(("text", "against"), [(CAT, MOUSE), (KING, QUEEN)])
def test_only_attention_without_positions_is_blind_to_order(encoding, text, against):
    found = compare(text, against, encoding)
    assert [a.difference < 1e-12 for a in found.answers] == [True, False, False, False]
    assert found.difference_without_positions == found.answers[0].difference < 1e-14
    assert found.difference_with_positions == found.answers[1].difference > 0.1
    assert [a.label for a in found.answers] == [
        "attention without positions",
        f"attention with {encoding.label}",
        "recurrent network",
        "convolution of width 3",
    ]


def test_a_difference_is_that_of_the_same_word_in_both_sentences():
    found = compare(CAT, MOUSE, Rope()).answers[1]
    expected = [np.abs(found.first[i] - found.second[j]).max() for i, j in enumerate([0, 4, 2, 3, 1])]
    assert found.differences.tolist() == expected
    assert found.difference == max(expected)


def test_attention_weights_are_compared_word_by_word():
    found = compare(CAT, MOUSE, Rope())
    apart = found.weights_apart(found.placed)
    assert apart[1, 4] == found.placed[1].weights[4, 1] - found.placed[0].weights[1, 4]
    assert np.abs(apart).max() > 0.01
    assert np.abs(found.weights_apart(found.plain)).max() < 1e-14
    other = compare(CAT, KING, Rope())
    assert other.weights_apart(other.placed) is None


def test_a_network_knows_what_came_before_and_a_convolution_what_stands_beside():
    network, window = compare("a b c d e f", "a b d c e f", Nope()).answers[2:]
    assert (network.differences[:2] == 0).all()
    assert (network.differences[2:] > 1e-3).all()
    assert (window.differences[[0, 5]] == 0).all()
    assert (window.differences[1:5] > 1e-3).all()


def test_a_network_and_a_convolution_are_those_of_their_formulas():
    x = np.random.default_rng(0).normal(size=(4, 6))
    impulse = np.zeros((5, 6))
    impulse[2] = 1.0
    assert (np.flatnonzero(np.abs(convolution(impulse, 3, 0)).max(axis=1)) == [1, 2, 3]).all()
    assert convolution(2 * x, 3, 0) == pytest.approx(2 * convolution(x, 3, 0))
    states = recurrent(x, 3, 0)
    assert (states[:2] == recurrent(x[:2], 3, 0)).all()
    assert (np.abs(states) < 1).all()
    assert np.arctanh(states[1]) - np.arctanh(recurrent(x[1:], 3, 0)[0]) == pytest.approx(
        np.arctanh(recurrent(np.vstack([x[0], 0 * x[0]]), 3, 0)[1])
    )


def test_other_words_are_named():
    found = compare("a dog and a cat", "a cat, a mouse", Rope())
    assert found.order is None
    assert found.difference_with_positions is None
    assert found.answers[2].differences is None
    assert found.verdict == ("These are not the same words: only in the first: and, dog; only in the second: ,, mouse.")


VERDICTS = {
    ("same", CAT, CAT, Rope(), Head()): "The same words in the same order.",
    ("told", CAT, MOUSE, Rope(), Head()): "With RoPE outputs differ by up to",
    ("mask", CAT, MOUSE, Nope(), Head(causal=True)): "The causal mask alone tells the two orders apart",
    ("nope", CAT, MOUSE, Nope(), Head()): "With NoPE as well: it adds nothing.",
    ("mirror", KING, QUEEN, Alibi(), Head()): "|query − key| only, and this is the sentence read backwards.",
    ("swap", CAT, MOUSE, Alibi(), Head()): "With ALiBi outputs differ by up to",
    ("mirror, masked", KING, QUEEN, Alibi(), Head(causal=True)): "The causal mask alone tells the two orders apart",
    ("ends", KING, QUEEN, Fourier(), Head()): "changed places stand where it has the same vector.",
}


@pytest.mark.parametrize("case", VERDICTS, ids=lambda case: case[0])
def test_the_verdict_says_what_is_to_be_seen(case):
    verdict = compare(*case[1:]).verdict
    assert VERDICTS[case] in verdict
    assert "\n" not in verdict


def test_a_sentence_that_is_too_long_is_named_by_its_parameter():
    with pytest.raises(ParameterError, match=r"^against: 40 words"):
        compare(CAT, "word " * 40, Rope())
