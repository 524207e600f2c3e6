"""A training run: advanced some steps at a time, with snapshots of how far it was."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import sqrt

import numpy as np

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.similarity import compared
from pe_desktop.engine.training.adam import Adam
from pe_desktop.engine.training.model import forward, gradients, initial, table
from pe_desktop.engine.training.settings import Settings
from pe_desktop.engine.training.tasks import TASKS

EVERY = 20
"""Steps from one snapshot to the next, at first."""
KEPT = 1 << 24
"""Bytes of tables at most that a run keeps: of more, every second snapshot goes."""


@dataclass(frozen=True)
class Snapshot:
    """How far a run was after `step` steps: loss and accuracy on sequences it was not trained on, and the table, all
    of the weights as averaged over some 20 steps.

    table: (length, d_model), or None in a run without positions.
    """

    step: int
    loss: float
    accuracy: float
    table: FrozenArray | None


class Run:
    """Training by its settings, from the random start on.

    Its state after n steps depends on the settings and on n only, not on how the steps were taken. No two steps see
    the same sequences. `every` steps there is a snapshot; with more than `kept` bytes of tables, `every` doubles.
    """

    def __init__(self, settings: Settings, *, every: int = EVERY, kept: int = KEPT) -> None:
        self.settings = settings
        self.step = 0
        self._task = TASKS[settings.task]
        self._weights = initial(settings)
        self._adam = Adam(self._weights, settings.learning_rate)
        self._held_out = self._task.held_out(settings)
        self._every = every
        self._most = max(2, kept // (8 * settings.length * settings.d_model))
        self._snapshots = [self._seen()]

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """In the order of their steps, the first of step 0."""
        return tuple(self._snapshots)

    @property
    def order_blind(self) -> float:
        """The accuracy of the best predictor that does not know the order."""
        return float(self._task.order_blind(self.settings))

    @property
    def uncertainty(self) -> float:
        """The standard deviation of the accuracy of that predictor, as measured on so many questions: a run without
        positions may lie a few of them above its bound, by luck."""
        share = self.order_blind
        return sqrt(share * (1 - share) / len(self._held_out.targets))

    def advance(self, steps: int) -> None:
        """Trains on, by so many steps."""
        for _ in range(steps):
            self._train()
            if self.step % self._every == 0:
                self._snapshots.append(self._seen())
                self._thin()

    def at(self, step: int) -> Snapshot:
        """The last snapshot that is not after a step, which is 0 or more."""
        return self._snapshots[bisect_right(self._snapshots, step, key=lambda s: s.step) - 1]

    def _train(self) -> None:
        size = self.settings.batch_size
        batch = self._task.batch(self.settings, self.step * size, size)
        passed = forward(self.settings, self._weights, batch)
        self.step += 1
        self._adam.move(gradients(self.settings, self._weights, batch, passed), self.step)

    def _seen(self) -> Snapshot:
        weights = self._adam.averages
        passed = forward(self.settings, weights, self._held_out)
        added = table(self.settings, weights)
        frozen = None if added is None else FrozenArray(added)
        return Snapshot(self.step, passed.loss(self._held_out), passed.accuracy(self._held_out), frozen)

    def _thin(self) -> None:
        if len(self._snapshots) > self._most:
            self._every *= 2
            self._snapshots = [s for s in self._snapshots if s.step % self._every == 0]


def similarity_by_offset(trained: FrozenArray, metric: str) -> Floats:
    """(length,): how alike two positions of a table are at offset 0, 1, …, the mean over all pairs.

    metric: `dot` or `cosine`.
    """
    length = len(trained.values)
    return compared(ArrayTable(trained, length), metric).products(np.arange(length))
