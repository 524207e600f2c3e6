"""One function of the offset of every kind, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import strategies as st

from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.profiles import CosineSum, Logarithm, Power, Ramp, Steps
from pe_desktop.engine.toeplitz import Profile

BORDERS = FrozenArray(np.array([-40, -3, -1, 0, 1, 2, 7, 40, 5000]))
VALUES = FrozenArray(np.array([2.0, -1.0, 0.5, 3.0, 0.0, -4.0, 1.0, 2.5, -2.0, 0.25]))
LADDER = FrozenArray(10000.0 ** (-2 * np.arange(1, 9) / 16))

PROFILES: dict[str, Callable[[int], Profile]] = {
    "ramp": lambda n: Ramp(n, True, 0.5),
    "ramp to both sides": lambda n: Ramp(n, False, 0.5),
    "no ramp": lambda n: Ramp(n, True, 0.0),
    "steps": lambda n: Steps(n, True, BORDERS, VALUES),
    "steps to both sides": lambda n: Steps(n, False, BORDERS, VALUES),
    "one step": lambda n: Steps(n, False, FrozenArray(np.zeros(0, np.int64)), FrozenArray([1.5])),
    "cosines": lambda n: CosineSum(n, True, LADDER, 0.25),
    "logarithm": lambda n: Logarithm(n, True, 1.5, 0.3),
    "power": lambda n: Power(n, True, 0.7, 0.2),
}
EXACT_AT_ANY_LENGTH = [name for name, make in PROFILES.items() if make(10_000_000).exact]

profiles = st.sampled_from(sorted(PROFILES))
