"""What each scaling would do to a rotary model that is to read more positions than it was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.scaled_rotary import EXTENDING, ScaledRotary

TURN = 2 * np.pi
NEAR = 1e-9  # of an angle: as good as one that was seen


@dataclass(frozen=True, eq=False)
class Plan:
    """A rotary encoding that was trained on `trained` positions without a scaling, with one at `target` positions.

    A pair of frequency w has seen the angles 0 … w · trained, or all of them where that is a whole turn; what it
    meets then is 0 … w' · target, w' the scaled frequency. All arrays are (pairs,).
    """

    encoding: ScaledRotary
    trained: int
    target: int
    before: Floats
    after: Floats

    @property
    def scaling(self) -> str:
        return self.encoding.scaling

    @property
    def slowed(self) -> Floats:
        """By how much each frequency is divided."""
        return np.asarray(self.before / self.after)

    @property
    def seen(self) -> Floats:
        """The greatest angle in radians that each pair met in training, a whole turn at most."""
        return np.minimum(self.before * self.trained, TURN)

    @property
    def met(self) -> Floats:
        """The greatest angle in radians that each pair meets at the target, a whole turn at most."""
        return np.minimum(self.after * self.target, TURN)

    @property
    def reach(self) -> Floats:
        """How many times as far as in training each pair turns at the target; 1 where it had turned all the way."""
        return np.where(
            self.before * self.trained >= TURN, 1.0, self.after * self.target / (self.before * self.trained)
        )

    @property
    def beyond(self) -> Floats:
        """The greatest angle in radians that each pair meets and never saw; 0 where it has seen all that it meets."""
        return np.where(self.met > self.seen * (1 + NEAR), self.met, 0.0)

    @property
    def attention(self) -> float:
        return self.encoding.attention(self.target)

    @property
    def unseen(self) -> int:
        """How many pairs meet angles that they never saw."""
        return int(np.count_nonzero(self.beyond))


@lru_cache(maxsize=64)
def plans(encoding: ScaledRotary, trained: int, target: int) -> tuple[Plan, ...]:
    """One for each scaling, in the order of `EXTENDING`, each by the factor target / trained.

    LongRoPE is left out where the encoding has no factors of its own, and so is a scaling whose rule refuses the
    encoding's parameters.
    """
    found = []
    for scaling in EXTENDING:
        if scaling == "longrope" and not encoding.long_factor:
            continue
        try:
            scaled = encoding.extended(scaling, trained, target, max(1.0, target / trained))
        except ParameterError:
            continue
        found.append(Plan(scaled, trained, target, scaled.ladder.frequencies, scaled.frequencies(target)))
    return tuple(found)
