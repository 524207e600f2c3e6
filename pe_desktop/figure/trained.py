"""How far a training run has come: what the figure Training draws, says and writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice, flag, integer, real
from pe_desktop.engine.principal import sampled_components
from pe_desktop.engine.similarity import Gram
from pe_desktop.engine.training import RUNS, TASKS, Settings, Snapshot, last, similarity_by_offset
from pe_desktop.engine.training.model import initial, table
from pe_desktop.engine.training.settings import LEARNED, NONE, SINUSOIDAL
from pe_desktop.engine.weights import Weights

KINDS = {LEARNED: "accent", SINUSOIDAL: "second", NONE: "muted"}
"""What may be added to the tokens, each with the colour of its curve."""


@dataclass(frozen=True)
class TrainingOptions(Parametrised):
    task: str = choice("previous", tuple(TASKS), "What is asked at each position")
    positions: str = choice(
        LEARNED, tuple(KINDS), "Added to the tokens: a table that learns, sinusoids that stay, nothing"
    )
    all_three: bool = flag(True, "Train with each of the three, and draw how they do")
    seed: int = drawing_seed("Which random start and which sequences")
    learning_rate: float = real(0.02, 1e-4, 1.0, "The greatest: it rises for 100 steps, then falls", log=True)
    model_width: int = integer(32, 4, 128, "Width of the model, its d_model", multiple=2, unit="dimensions")

    @property
    def kinds(self) -> tuple[str, ...]:
        """What is trained, the chosen one first."""
        rest = (kind for kind in KINDS if kind != self.positions)
        return (self.positions, *rest) if self.all_three else (self.positions,)

    def settings(self, positions: str) -> Settings:
        """Of a run with that added to the tokens."""
        return Settings(
            task=self.task,
            positions=positions,
            seed=self.seed,
            learning_rate=self.learning_rate,
            d_model=self.model_width,
        )


@dataclass(frozen=True, eq=False)
class Trained:
    """Runs with the same choices but for what is added to the tokens, as far as they were when they were looked at.

    step: up to which they are wanted. runs: the snapshots of each kind, the chosen one first; of one that has not
    begun there are none.
    """

    options: TrainingOptions
    step: int
    runs: dict[str, tuple[Snapshot, ...]]

    @property
    def settings(self) -> Settings:
        return self.options.settings(self.options.positions)

    @property
    def seen(self) -> tuple[Snapshot, ...]:
        """Of the chosen kind."""
        return self.runs[self.options.positions]

    @property
    def last(self) -> int:
        """The step of the last snapshot that is wanted."""
        return last(self.step)

    @property
    def reached(self) -> bool:
        return all(seen and seen[-1].step >= self.last for seen in self.runs.values())

    @property
    def order_blind(self) -> float:
        """The accuracy of the best predictor that does not know the order."""
        return float(TASKS[self.options.task].order_blind(self.settings))

    @property
    def uncertainty(self) -> float:
        """The standard deviation of that, as it is measured on the held-out sequences."""
        share = self.order_blind
        return sqrt(share * (1 - share) / _questions(self.settings))

    @property
    def table(self) -> FrozenArray | None:
        """(length, d_model): what is added, or at the start where nothing is trained yet; None without positions."""
        return self.seen[-1].table if self.seen else _first(self.settings)

    @property
    def shape(self) -> tuple[int, int]:
        return self.settings.length, self.settings.d_model


def so_far(options: TrainingOptions, step: int) -> Trained:
    """What is there up to a step; it never waits."""
    return Trained(options, step, {kind: RUNS.seen(options.settings(kind), step) for kind in options.kinds})


def reach(options: TrainingOptions, step: int, tell: Callable[[float], None]) -> Trained:
    """The same after training to the step, one kind after the other, where that is not done yet."""
    for i, kind in enumerate(options.kinds):
        RUNS.reach(options.settings(kind), step, _share(tell, i, len(options.kinds)))
    return so_far(options, step)


def learned_table(document: Document, view: View) -> Learned:
    """The table at the step that is looked at, as far as it is trained, as an encoding. Raises ParameterError where
    none was learned."""
    options = TrainingOptions(**document.options.get("training", {}))
    seen = so_far(options, view.step).seen
    if options.positions != LEARNED:
        raise ParameterError("positions", options.positions, "learned, whose table is trained")
    if not seen or seen[-1].table is None:
        raise ParameterError("step", "nothing yet", "a run that has begun: look at the figure Training")
    return Learned(table=Weights(f"{options.task}-step-{seen[-1].step}", seen[-1].table))


def _share(tell: Callable[[float], None], place: int, count: int) -> Callable[[float], None]:
    return lambda fraction: tell((place + fraction) / count)


@lru_cache(maxsize=8)
def _questions(settings: Settings) -> int:
    return len(TASKS[settings.task].held_out(settings).targets)


@lru_cache(maxsize=8)
def _first(settings: Settings) -> FrozenArray | None:
    found = table(settings, initial(settings))
    return None if found is None else FrozenArray(found)


@lru_cache(maxsize=64)
def profile(trained: FrozenArray) -> Floats:
    """(length,): the mean cosine of two positions at offset 0, 1, …"""
    return similarity_by_offset(trained, "cosine")


@lru_cache(maxsize=64)
def cosines(trained: FrozenArray) -> Gram:
    """Of every two positions."""
    return Gram(field(trained).unit())


def field(trained: FrozenArray) -> ArrayTable:
    return ArrayTable(trained, len(trained.values))


@lru_cache(maxsize=64)
def components(trained: FrozenArray) -> tuple[Floats, Floats]:
    """(length, 2) where the positions lie along the first two principal components, and (2,) their shares."""
    found, scores = sampled_components(field(trained))
    return scores[:, :2], found.shares[:2]


def by_step(seen: tuple[Snapshot, ...]) -> dict[str, Floats]:
    """(snapshots,) each: the steps, the loss and the accuracy."""
    rows = np.array([(s.step, s.loss, s.accuracy) for s in seen], dtype=np.float64).reshape(-1, 3)
    return dict(zip(("steps", "loss", "accuracy"), rows.T.copy(), strict=True))
