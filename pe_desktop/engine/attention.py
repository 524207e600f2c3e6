"""One head of self-attention, computed for a sentence: with any encoding, or without positions.

    x = E[word] √d_model (+ PE)          Vaswani et al. 2017, sections 3.4 and 3.5
    A = softmax(q kᵀ / √head_dim + bias) equation 1; q = x W_Q and k = x W_K, turned where the encoding is rotary
    output = A x W_V

Embeddings and weights are synthetic: normally distributed, by a seed. Everything is float64.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encoding import Encoding, Relative, Tabular
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.kept import kept
from pe_desktop.engine.parameter import ParameterError, Parametrised, flag
from pe_desktop.engine.rotary import Rotary
from pe_desktop.engine.synthetic import normals
from pe_desktop.engine.words import embeddings

WIDTH = 64
"""d_model and head_dim where the encoding has none of its own."""


@dataclass(frozen=True)
class Head(Parametrised):
    """What can be chosen of the head, besides the encoding."""

    causal: bool = flag(False, "Mask the keys after each query, as a decoder does")
    scale_embeddings: bool = flag(True, "Multiply the embeddings by √d_model, as the first Transformer does")
    weights_seed: int = drawing_seed("Which synthetic embeddings and weights")


@dataclass(frozen=True, eq=False)
class Attention:
    """What the head makes of a sentence.

    tokens: L of them. inputs: (L, d_model). scores: (L, L) before the mask, finite; rows are queries. weights: (L, L),
    whose rows add up to 1; 0 where masked. output: (L, head_dim).
    """

    tokens: tuple[str, ...]
    inputs: Floats
    scores: Floats
    weights: Floats
    output: Floats


def attend(
    tokens: tuple[str, ...], encoding: Encoding, choices: Head | None = None, head: int = 0, *, positions: bool = True
) -> Attention:
    """The head's answer. `head` is the one whose bias a relative encoding adds.

    Without `positions` the encoding only says how wide the vectors are: all else is the same. The mask is that of the
    choices, whatever the encoding is meant for. Raises ParameterError where `refusal` says why.
    """
    _check(encoding, len(tokens))
    choices = choices or Head()
    x = embedded(tokens, encoding, choices)
    if positions:
        x = x + added(encoding, len(tokens))
    return attend_to(tokens, x, encoding, choices, head, positions=positions)


def attend_to(
    tokens: tuple[str, ...], inputs: Floats, encoding: Encoding, choices: Head, head: int, *, positions: bool
) -> Attention:
    """The head's answer to rows (L, d_model) that already hold what an absolute encoding adds."""
    length, (d_model, head_dim) = len(inputs), widths(encoding)
    query, key, value = (inputs @ projection(name, d_model, head_dim, choices.weights_seed) for name in "qkv")
    if positions and isinstance(encoding, Rotary):
        places = np.arange(length)
        query, key = encoding.rotate(query, places, length), encoding.rotate(key, places, length, keys=True)
    scores = query @ key.T / np.sqrt(head_dim)
    if positions:
        scores = scores + bias(encoding, length, head)
    weights = softmax(np.where(allowed(length, choices.causal), scores, -np.inf))
    return Attention(tokens, inputs, scores, weights, weights @ value)


def refusal(encoding: Encoding, length: int) -> str:
    """Why an encoding cannot place the tokens of a sentence, in sentences; empty where it can."""
    if encoding.whole:
        return f"{encoding.label} places the patches of a grid, not the words of a sentence. Choose another."
    if encoding.family == "Rotary" and not isinstance(encoding, Rotary):
        return f"{encoding.label} places text around images; a sentence alone it turns as RoPE does. Choose RoPE."
    if length > encoding.longest:
        return f"{encoding.label} has {encoding.longest:,} positions, the sentence {length} tokens. Take a shorter one."
    return ""


def widths(encoding: Encoding) -> tuple[int, int]:
    """d_model and head_dim. A table has the width of the embeddings, unless its columns are no dimensions of them."""
    if isinstance(encoding, Rotary):
        return WIDTH, encoding.head_dim
    if isinstance(encoding, Tabular) and encoding.column == "dimension":
        return encoding.numbers(1).shape[1], WIDTH
    return WIDTH, WIDTH


def embedded(tokens: tuple[str, ...], encoding: Encoding, choices: Head) -> Floats:
    """(L, d_model): the embeddings of the tokens, times √d_model where that is chosen."""
    d_model = widths(encoding)[0]
    found = embeddings(tokens, d_model, choices.weights_seed)
    return found * np.sqrt(d_model) if choices.scale_embeddings else found


def added(encoding: Encoding, length: int) -> Floats:
    """(L, d_model): what is added to the embeddings, zero where the encoding works elsewhere.

    An index or a code of bits has fewer columns than the embeddings: it is added to their first dimensions.
    """
    vectors = np.zeros((length, widths(encoding)[0]))
    if isinstance(encoding, Tabular) and not isinstance(encoding, Rotary):
        table = encoding.numbers(length).full()
        vectors[:, : table.shape[1]] = table
    return vectors


def bias(encoding: Encoding, length: int, head: int) -> Floats:
    """(L, L): what is added to the scores; of an encoding with fewer heads, that of the last.

    Shaw and Transformer-XL multiply queries of their own, which are synthetic like the rest.
    """
    if not isinstance(encoding, Relative):
        return np.zeros((length, length))
    return encoding.bias(length, min(head, encoding.num_heads - 1)).full()


def mirrored(encoding: Encoding, length: int, head: int = 0) -> bool:
    """Whether it cannot tell a sentence from itself read backwards: its bias depends on |offset| only."""
    if not isinstance(encoding, Relative):
        return False
    found = bias(encoding, length, head)
    return bool((found == found[::-1, ::-1]).all())


def allowed(length: int, causal: bool) -> NDArray[np.bool_]:
    """(L, L): whether a query, in rows, sees a key."""
    every = np.ones((length, length), dtype=bool)
    return np.tril(every) if causal else every


def softmax(scores: Floats) -> Floats:
    """Along the last axis, which has at least one finite number."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


@kept
def projection(name: str, rows: int, columns: int, seed: int) -> Floats:
    """(rows, columns): a matrix of weights, of variance 1/rows; another one for each name of up to 8 letters."""
    found = normals(seed, name, np.arange(rows), columns) / np.sqrt(rows)
    found.setflags(write=False)
    return np.asarray(found)


def _check(encoding: Encoding, length: int) -> None:
    reason = refusal(encoding, length)
    if reason:
        raise ParameterError("encoding", encoding.id, f"one that can place the words. {reason}")
