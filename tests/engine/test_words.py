"""Sentences as tokens, and the vectors of words."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.words import embeddings, sentence_of, tokens_of, word_of

SENTENCES = {
    "The cat chased the mouse": ["The", "cat", "chased", "the", "mouse"],
    "  King   and\tQueen \n": ["King", "and", "Queen"],
    "Stop! Who's there?": ["Stop", "!", "Who's", "there", "?"],
    "a so-called 'word', isn’t it": ["a", "so-called", "'", "word", "'", ",", "isn’t", "it"],
    "well-": ["well", "-"],
    "3.5 % of x_1": ["3", ".", "5", "%", "of", "x_1"],
    "nai\u0308ve café": ["naïve", "café"],
    "नमस्ते दुनिया": ["नमस्ते", "दुनिया"],
    "我喜欢猫 ok": ["我", "喜", "欢", "猫", "ok"],
    "👩\u200d💻 ❤\ufe0flove 👍🏽!": ["👩\u200d💻", "❤\ufe0f", "love", "👍🏽", "!"],
    "\u0301a\x00b\ud800c": ["a", "b", "c"],
}


@pytest.mark.parametrize(("sentence", "tokens"), SENTENCES.items(), ids=range(len(SENTENCES)))
def test_a_sentence_is_its_words_and_signs(sentence, tokens):
    assert tokens_of("text", sentence) == tuple(tokens)


@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_tokens_in_another_order_make_a_sentence_that_is_read_as_these(sentence):
    tokens = tokens_of("text", sentence)
    for order in (tokens, tokens[::-1], tokens[1:] + tokens[:1]):
        assert tokens_of("text", sentence_of(order)) == order


def test_signs_stand_close_to_the_word_before_them():
    assert sentence_of(("mat", ",", "the", "cat", "sat", "?", "!")) == "mat, the cat sat?!"


@pytest.mark.parametrize("sentence", ["", " \n\t", "\u200b\u0301"])
def test_a_sentence_without_words_is_refused(sentence):
    with pytest.raises(ParameterError, match=r"^text: .*given; allowed: a sentence of 1 to 32 words and punctuation"):
        tokens_of("text", sentence)


def test_a_sentence_of_32_tokens_is_the_longest():
    assert len(tokens_of("text", "a " * 31 + ".")) == 32
    with pytest.raises(ParameterError, match=r"^against: 33 words and signs given; allowed: [^\n]*$"):
        tokens_of("against", "a " * 32 + ".")


def test_the_same_word_has_the_same_vector_wherever_it_stands_and_however_it_is_written():
    vectors = embeddings(("The", "cat", "and", "the", "CAT"), 16, 0)
    assert (vectors[0] == vectors[3]).all()
    assert (vectors[1] == vectors[4]).all()
    assert (vectors[2] == embeddings(("and",), 16, 0)[0]).all()
    assert word_of("Straße") == word_of("STRASSE")


def test_different_words_and_other_seeds_have_different_vectors():
    one, other = embeddings(("cat", "mouse"), 16, 0), embeddings(("cat", "mouse"), 16, 1)
    assert np.abs(one[0] - one[1]).min() > 0
    assert np.abs(one - other).min() > 0


def test_the_vector_of_a_word_is_the_same_on_every_machine():
    expected = [-0.475925845952, 0.307721784871, 0.144453834589, 0.704519324308]
    assert embeddings(("cat",), 4, 0)[0] == pytest.approx(expected, abs=1e-12)


def test_vectors_have_a_length_of_about_one():
    norms = np.linalg.norm(embeddings(tuple(map(str, range(200))), 256, 0), axis=1)
    assert norms.mean() == pytest.approx(1.0, abs=0.02)
