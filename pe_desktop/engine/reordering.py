"""The same words in another order: who can tell? Attention cannot, unless it is told the positions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.attention import WIDTH, Attention, Head, added, attend, bias, embedded, mirrored, projection
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.words import tokens_of, word_of

Integers = NDArray[np.int64]
Sentences = tuple[tuple[str, ...], tuple[str, ...]]

SAME = 1e-12
"""Outputs that differ by no more are the same, but for rounding."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What one model makes of two sentences: outputs (L, columns) each, a row a token.

    order: as of `matched`; None where the words are not the same.
    """

    label: str
    first: Floats
    second: Floats
    order: Integers | None

    @property
    def differences(self) -> Floats | None:
        """(L,): how much the output of each token of the first sentence differs from that of the same word in the
        second, the greatest of its columns."""
        return None if self.order is None else np.abs(self.first - self.second[self.order]).max(axis=1)

    @property
    def difference(self) -> float | None:
        """The greatest of them."""
        return None if self.differences is None else float(self.differences.max())


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two sentences under one head, without positions and with them, and under two models that see order by nature.

    plain, placed: the attention of both sentences, without and with positions.
    """

    plain: tuple[Attention, Attention]
    placed: tuple[Attention, Attention]
    answers: tuple[Answer, ...]
    """Of attention without positions, attention with them, a recurrent network, a convolution."""
    verdict: str
    """What is to be seen, in a sentence or two."""

    @property
    def order(self) -> Integers | None:
        return self.answers[0].order

    def weights_apart(self, pair: tuple[Attention, Attention]) -> Floats | None:
        """(L, L): the attention weights of the second sentence of `plain` or `placed`, put back into the order of the
        first, minus those of the first."""
        if self.order is None:
            return None
        return np.asarray(pair[1].weights[np.ix_(self.order, self.order)] - pair[0].weights)

    @property
    def difference_without_positions(self) -> float | None:
        return self.answers[0].difference

    @property
    def difference_with_positions(self) -> float | None:
        return self.answers[1].difference


def compare(text: str, against: str, encoding: Encoding, choices: Head | None = None, head: int = 0) -> Comparison:
    """Both sentences under one head, and the differences after the second is put back into the order of the first.

    Raises ParameterError where a sentence has no tokens or too many, or the encoding cannot place them.
    """
    choices = choices or Head()
    sentences = tokens_of("text", text), tokens_of("against", against)
    order = matched(*sentences)
    placed = [attend(tokens, encoding, choices, head) for tokens in sentences]
    plain = [attend(tokens, encoding, choices, head, positions=False) for tokens in sentences]
    inputs = [embedded(tokens, encoding, choices) for tokens in sentences]
    seed = choices.weights_seed
    outputs = {
        "attention without positions": [attention.output for attention in plain],
        f"attention with {encoding.label}": [attention.output for attention in placed],
        "recurrent network": [recurrent(x, WIDTH, seed) for x in inputs],
        "convolution of width 3": [convolution(x, WIDTH, seed) for x in inputs],
    }
    answers = tuple(Answer(label, first, second, order) for label, (first, second) in outputs.items())
    verdict = _verdict(sentences, answers, encoding, choices, head)
    return Comparison((plain[0], plain[1]), (placed[0], placed[1]), answers, verdict)


def matched(first: tuple[str, ...], second: tuple[str, ...]) -> Integers | None:
    """(L,): where each token of the first sentence stands in the second; None where the words are not the same.

    Of a word that occurs more than once the first is matched with the first, the second with the second, and so on,
    which moves them least; only in a sentence that is read backwards each is matched with its mirror image.
    """
    one, other = ([word_of(token) for token in tokens] for tokens in (first, second))
    if sorted(one) != sorted(other):
        return None
    if one != other and one == other[::-1]:
        return np.arange(len(one))[::-1]
    order = np.empty(len(one), dtype=np.int64)
    order[_sorted(one)] = _sorted(other)
    return order


def recurrent(inputs: Floats, columns: int, seed: int) -> Floats:
    """(L, columns): the states h_t = tanh(x_t W + h_{t−1} U) of a network of Elman 1990, with synthetic weights."""
    driven = inputs @ projection("elman w", inputs.shape[1], columns, seed)
    back = projection("elman u", columns, columns, seed)
    states, state = np.empty((len(inputs), columns)), np.zeros(columns)
    for t, drive in enumerate(driven):
        state = states[t] = np.tanh(drive + state @ back)
    return states


def convolution(inputs: Floats, columns: int, seed: int) -> Floats:
    """(L, columns): Σ x_{t+k} W_k over the token before, the token itself and the one after, zeros beyond the ends."""
    padded = np.pad(inputs, ((1, 1), (0, 0)))
    kernels = [projection(f"conv {k}", inputs.shape[1], columns, seed) for k in range(3)]
    return np.asarray(sum(padded[k : k + len(inputs)] @ kernel for k, kernel in enumerate(kernels)))


def _sorted(words: list[str]) -> list[int]:
    return sorted(range(len(words)), key=lambda i: words[i])


def _verdict(sentences: Sentences, answers: tuple[Answer, ...], encoding: Encoding, choices: Head, head: int) -> str:
    order, without, placed = answers[0].order, answers[0].difference, answers[1].difference
    if order is None or without is None or placed is None:
        return f"These are not the same words: {_unmatched(*sentences)}."
    if (order == np.arange(len(order))).all():
        return "The same words in the same order."
    with_it = f"With {encoding.label}"
    if choices.causal and without > SAME:
        return (
            "The causal mask alone tells the two orders apart: without positions outputs differ by up to "
            f"{without:.3g}. {with_it}: {placed:.3g}."
        )
    told = "Without positions every word has the same output in both orders, up to rounding."
    if placed > SAME:
        return f"{told} {with_it} outputs differ by up to {placed:.3g}."
    return f"{told} {with_it} as well: {_blindness(encoding, order, head)}."


def _blindness(encoding: Encoding, order: Integers, head: int) -> str:
    """Why an encoding does not tell these two orders apart."""
    length = len(order)
    table = added(encoding, length)
    if table.any():
        return "the words that changed places stand where it has the same vector"
    if not bias(encoding, length, head).any():
        return "it adds nothing"
    backwards = mirrored(encoding, length, head) and (order == np.arange(length)[::-1]).all()
    return (
        "its bias depends on |query − key| only, and this is the sentence read backwards"
        if backwards
        else ("what it adds to the scores moves with the words")
    )


def _unmatched(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    one, other = (Counter(map(word_of, tokens)) for tokens in (first, second))
    sides = (("only in the first", one - other), ("only in the second", other - one))
    return "; ".join(f"{where}: {', '.join(sorted(words.elements()))}" for where, words in sides if words)
