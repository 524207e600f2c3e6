"""Tasks that need order, and how well they can be done without it.

A predictor is order-blind when what it answers at a position depends only on the token there and on the multiset of
all tokens: unmasked attention without positions is one. Its best accuracy is computed exactly for every task.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.synthetic import uniforms
from pe_desktop.engine.training.settings import Settings

Integers = NDArray[np.int64]

HELD_OUT = 1024
"""Sequences that a run is judged by, and never trained on."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Sequences and what is asked of them.

    tokens: (sequences, length). places: (n,) the positions that are asked, counted through all sequences.
    targets: (n,) the right answers.
    """

    tokens: Integers
    places: Integers
    targets: Integers


class Task(ABC):
    """A question that is asked at some positions of a sequence of random symbols."""

    label: str
    summary: str
    marks: int = 0
    """Tokens beyond the symbols."""

    def tokens(self, settings: Settings) -> int:
        """How many kinds of tokens there are."""
        return settings.vocab_size + self.marks

    def classes(self, settings: Settings) -> int:
        """How many answers there are to choose from."""
        return settings.vocab_size

    def batch(self, settings: Settings, first: int, count: int) -> Batch:
        """The sequences first … first + count − 1 to train on; the same whenever they are asked for."""
        return self.asked(settings, _numbers(settings, "batch", np.arange(first, first + count)))

    def held_out(self, settings: Settings) -> Batch:
        """HELD_OUT sequences to judge by."""
        return self.asked(settings, _numbers(settings, "held", np.arange(HELD_OUT)))

    @abstractmethod
    def asked(self, settings: Settings, numbers: Floats) -> Batch:
        """The sequences that come of random numbers above 0 and up to 1, (sequences, length + 1), and the questions."""

    def order_blind(self, settings: Settings) -> Fraction:
        """The accuracy of the best order-blind predictor, exactly.

        The answer is any of the other tokens of the sequence, each as likely: the best guess is the most frequent
        of them, right with a chance of its number / (length − 1).
        """
        others = settings.length - 1
        return most_frequent(others, settings.vocab_size) / others


class Previous(Task):
    label = "previous token"
    summary = "At every position but the first: which token stands before it?"

    def asked(self, settings: Settings, numbers: Floats) -> Batch:
        tokens = _symbols(settings, numbers)
        places = np.arange(tokens.size).reshape(tokens.shape)[:, 1:]
        return Batch(tokens, places.ravel(), tokens[:, :-1].ravel())


class Reversed(Task):
    label = "reversed copy"
    summary = "At every position: which token stands there when the sequence is read backwards?"

    def asked(self, settings: Settings, numbers: Floats) -> Batch:
        tokens = _symbols(settings, numbers)
        return Batch(tokens, np.arange(tokens.size), tokens[:, ::-1].ravel())


class Distance(Task):
    label = "relative distance"
    summary = "A mark stands among the symbols: at every position after it, how far back is it?"
    marks = 1

    def classes(self, settings: Settings) -> int:
        """Distances 0 … length − 1, of which 0 is never right."""
        return settings.length

    def held_out(self, settings: Settings) -> Batch:
        """About HELD_OUT sequences, with the mark at every position but the last equally often."""
        places = settings.length - 1
        numbers = _numbers(settings, "held", np.arange(HELD_OUT // places * places))
        numbers[:, -1] = (np.arange(len(numbers)) % places + 0.5) / places
        return self.asked(settings, numbers)

    def asked(self, settings: Settings, numbers: Floats) -> Batch:
        """The last number chooses the place of the mark, all but the last position as likely: so is then, of all
        questions, every pair of a mark and a position after it."""
        tokens = _symbols(settings, numbers)
        mark = _drawn(numbers[:, -1], settings.length - 1)[:, None]
        back = np.arange(settings.length) - mark
        np.put_along_axis(tokens, mark, settings.vocab_size, axis=1)
        return Batch(tokens, np.flatnonzero(back > 0), back[back > 0])

    def order_blind(self, settings: Settings) -> Fraction:
        """2 / length: tokens say nothing, and of length (length − 1) / 2 pairs length − 1 are neighbours."""
        return Fraction(2, settings.length)


TASKS: dict[str, Task] = {"previous": Previous(), "reversed": Reversed(), "distance": Distance()}


def most_frequent(count: int, symbols: int) -> Fraction:
    """How often the most frequent of so many random symbols occurs, on average: Σ P(more than m of any) over m ≥ 0."""
    every = symbols**count
    return sum((1 - Fraction(_words(count, symbols, most), every) for most in range(count)), Fraction(0))


@lru_cache(maxsize=1024)
def _words(count: int, symbols: int, most: int) -> int:
    """How many sequences have no symbol more than `most` times, symbol by symbol."""
    ways = [1] + [0] * count
    for _ in range(symbols):
        ways = [sum(comb(n, k) * ways[n - k] for k in range(min(most, n) + 1)) for n in range(count + 1)]
    return ways[count]


def _numbers(settings: Settings, stream: str, sequences: Integers) -> Floats:
    return uniforms(settings.seed, stream, sequences, settings.length + 1)


def _symbols(settings: Settings, numbers: Floats) -> Integers:
    return _drawn(numbers[:, : settings.length], settings.vocab_size)


def _drawn(numbers: Floats, choices: int) -> Integers:
    """Integers below `choices` from numbers above 0 and up to 1."""
    return np.asarray(np.ceil(numbers * choices), dtype=np.int64) - 1
