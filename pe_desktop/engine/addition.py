"""Token embeddings plus positional encoding: what is added to what, and what keeping them apart would cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.attention import Head, added, embedded, refusal
from pe_desktop.engine.encoding import Encoding, Tabular
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.rotary import Rotary


@dataclass(frozen=True, eq=False)
class Addition:
    """inputs = embeddings + positions, each (L, d_model), a row a token."""

    tokens: tuple[str, ...]
    embeddings: Floats
    positions: Floats

    @property
    def inputs(self) -> Floats:
        """What the first layer reads."""
        return np.asarray(self.embeddings + self.positions)

    @property
    def norms(self) -> tuple[Floats, Floats]:
        """(L,) the length of each embedding, and of what is added to it."""
        return np.linalg.norm(self.embeddings, axis=1), np.linalg.norm(self.positions, axis=1)

    @property
    def angles(self) -> Floats:
        """(L,) degrees between each embedding and what is added to it; nan where nothing is."""
        products, (one, other) = (self.embeddings * self.positions).sum(axis=1), self.norms
        cosines = np.divide(products, one * other, out=np.full(len(products), np.nan), where=one * other > 0)
        return np.asarray(np.degrees(np.arccos(np.clip(cosines, -1.0, 1.0))))


@dataclass(frozen=True)
class Cost:
    """Of the projections to queries, keys and values of one layer. `formula` is of the parameters."""

    label: str
    parameters: int
    multiply_adds: int
    formula: str


def add(tokens: tuple[str, ...], encoding: Encoding, choices: Head | None = None) -> Addition:
    """The three tables of a sentence. Raises ParameterError where `no_addition` says why."""
    reason = no_addition(encoding, len(tokens))
    if reason:
        raise ParameterError("encoding", encoding.id, f"one that is added to the embeddings. {reason}")
    return Addition(tokens, embedded(tokens, encoding, choices or Head()), added(encoding, len(tokens)))


def no_addition(encoding: Encoding, length: int) -> str:
    """Why there is nothing to add to the tokens of a sentence, in sentences; empty where there is."""
    if refusal(encoding, length):
        return refusal(encoding, length)
    if isinstance(encoding, Rotary):
        return f"{encoding.label} turns queries and keys: nothing is added to the embeddings. Choose an absolute one."
    if not isinstance(encoding, Tabular):
        return f"{encoding.label} adds to the scores, not to the embeddings. Choose an absolute one."
    return ""


def added_apart(first: Addition, second: Addition) -> float:
    """How much the vectors added at the same position of two sentences differ, at most, over the positions that both
    have: 0 unless the encoding depends on the length. Both must have the same d_model."""
    common = min(len(first.positions), len(second.positions))
    return float(np.abs(first.positions[:common] - second.positions[:common]).max())


def costs(d_model: int, positions: int, length: int) -> tuple[Cost, Cost, Cost]:
    """What q, k and v cost where `positions` numbers are added to d_model ones, and where they stand beside them.

    The projections are W_Q, W_K and W_V of all heads together (Vaswani et al. 2017, section 3.2.2): each has as many
    parameters as inputs times outputs, and needs as many multiply-adds for each of `length` tokens. Beside each other
    there are d_model + positions inputs. Outputs may stay d_model; where residual connections (section 3.1) are to
    carry the positions on through every layer, outputs are as wide as inputs.
    """
    wide = d_model + positions
    cases = (
        ("added", d_model, d_model, f"3 · {d_model:,}²"),
        ("beside, in the first layer only", wide, d_model, f"3 · ({d_model:,} + {positions:,}) · {d_model:,}"),
        ("beside, in every layer", wide, wide, f"3 · ({d_model:,} + {positions:,})²"),
    )
    one, two, three = (Cost(label, 3 * i * o, 3 * i * o * length, formula) for label, i, o, formula in cases)
    return one, two, three
