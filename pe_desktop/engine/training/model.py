"""The model that is trained: one layer of self-attention with one head, and its gradients written out.

x = E[token] + P[position]                    (sequences, length, d_model)
A = softmax(x W_Q (x W_K)ᵀ / √d_model)        Vaswani et al. 2017, equation 1, unmasked
y = x + A x W_V                               their residual connection, section 3.1, without normalisation
p = softmax(y W + b)                          at the positions that are asked
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pe_desktop.engine.attention import softmax
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.synthetic import normals
from pe_desktop.engine.training.settings import LEARNED, SINUSOIDAL, Settings
from pe_desktop.engine.training.tasks import TASKS, Batch

Weights = dict[str, Floats]
"""By name: tokens (kinds, d_model), positions (length, d_model) where they are learned, query, key and value
(d_model, d_model), readout (d_model, classes), bias (classes,)."""

SMALL = 0.02  # standard deviation of a positional table at the start, as in BERT and in transformers' GPT-2


def initial(settings: Settings) -> Weights:
    """The weights before the first step: normally distributed, of variance 1/d_model where nothing else is said."""
    task, width = TASKS[settings.task], settings.d_model

    def drawn(name: str, rows: int, columns: int, deviation: float) -> Floats:
        return normals(settings.seed, name, np.arange(rows), columns) * deviation

    weights = {"tokens": drawn("tokens", task.tokens(settings), width, width**-0.5)}
    if settings.positions == LEARNED:
        weights["positions"] = drawn("position", settings.length, width, SMALL)
    for name in ("query", "key", "value"):
        weights[name] = drawn(name, width, width, width**-0.5)
    weights["readout"] = drawn("readout", width, task.classes(settings), width**-0.5)
    weights["bias"] = np.zeros(task.classes(settings))
    return weights


def table(settings: Settings, weights: Weights) -> Floats | None:
    """(length, d_model): what is added to the tokens, or None where nothing is."""
    if settings.positions == LEARNED:
        return weights["positions"]
    return _sinusoids(settings.length, settings.d_model) if settings.positions == SINUSOIDAL else None


@lru_cache(maxsize=8)
def _sinusoids(length: int, width: int) -> Floats:
    found = Sinusoidal(d_model=width).numbers(length).full()
    found.setflags(write=False)
    return found


@dataclass(frozen=True, eq=False)
class Forward:
    """All that the way back needs.

    x, query, key, value: (sequences, length, d_model). attention: (sequences, length, length), rows are queries.
    asked: (n, d_model) the outputs y where something is asked. logs: (n, classes) ln p.
    """

    x: Floats
    query: Floats
    key: Floats
    value: Floats
    attention: Floats
    asked: Floats
    logs: Floats

    def loss(self, batch: Batch) -> float:
        """The mean of −ln p of the right answers."""
        return -float(np.take_along_axis(self.logs, batch.targets[:, None], axis=1).mean())

    def accuracy(self, batch: Batch) -> float:
        """The share of questions whose most likely answer is right."""
        return float((self.logs.argmax(axis=1) == batch.targets).mean())


def forward(settings: Settings, weights: Weights, batch: Batch) -> Forward:
    added, width = table(settings, weights), settings.d_model
    x = weights["tokens"][batch.tokens]
    if added is not None:
        x += added
    query, key, value = ((x.reshape(-1, width) @ weights[name]).reshape(x.shape) for name in ("query", "key", "value"))
    attention = softmax(query @ key.transpose(0, 2, 1) / np.sqrt(width))
    asked = (x + attention @ value).reshape(-1, width)[batch.places]
    return Forward(x, query, key, value, attention, asked, _log_softmax(asked @ weights["readout"] + weights["bias"]))


def gradients(settings: Settings, weights: Weights, batch: Batch, passed: Forward) -> Weights:
    """Of the loss, by the chain rule, for every weight."""
    width, shape = settings.d_model, passed.x.shape
    errors = np.exp(passed.logs)  # ∂loss/∂logits = (p − 1 at the right answer) / questions
    errors[np.arange(len(errors)), batch.targets] -= 1
    errors /= len(errors)
    found = {"readout": passed.asked.T @ errors, "bias": errors.sum(axis=0)}

    outputs = np.zeros((shape[0] * shape[1], width))
    outputs[batch.places] = errors @ weights["readout"].T
    outputs = outputs.reshape(shape)
    to_attention = outputs @ passed.value.transpose(0, 2, 1)
    means = (to_attention * passed.attention).sum(axis=2, keepdims=True)
    scores = passed.attention * (to_attention - means) / np.sqrt(width)
    sides = {
        "query": scores @ passed.key,
        "key": scores.transpose(0, 2, 1) @ passed.query,
        "value": passed.attention.transpose(0, 2, 1) @ outputs,
    }
    inputs = outputs.copy()  # along the residual connection
    for name, side in sides.items():
        found[name] = passed.x.reshape(-1, width).T @ side.reshape(-1, width)
        inputs += (side.reshape(-1, width) @ weights[name].T).reshape(shape)
    if "positions" in weights:
        found["positions"] = inputs.sum(axis=0)
    kinds = np.arange(len(weights["tokens"]))[:, None] == batch.tokens.ravel()
    found["tokens"] = kinds.astype(np.float64) @ inputs.reshape(-1, width)
    return found


def _log_softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True)))
