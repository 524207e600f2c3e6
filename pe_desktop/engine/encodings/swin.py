"""A learned bias for each step between two patches of a window: Liu et al. 2021, Swin (arXiv 2103.14030)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.code import OF_HEADS, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads, drawing_seed
from pe_desktop.engine.encoding import Reading, Relative, plain
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import grid
from pe_desktop.engine.window_bias import WindowBias

WAVES = 4  # that a synthetic table is the sum of


@dataclass(frozen=True)
class Swin(Relative):
    """bias = B[(dy + h − 1)(2w − 1) + dx + w − 1], (dy, dx) the step from the key's patch to the query's.

    The index agrees with timm 1.0.31 and with Swin-Transformer; positions go along the rows of a window of h × w.
    B, ((2h − 1)(2w − 1), heads), is learned; here it is synthetic: smooth, drawn from a seed.
    """

    id = "swin"
    label = "Swin bias"
    summary = "Adds to each score a learned number for the step between two patches of a window"
    source = "Liu et al. 2021, Swin Transformer, section 3.2; Microsoft's models/swin_transformer.py"
    order = 280
    whole = True

    grid: tuple[int, int] = grid((7, 7), 64, "Rows and columns of patches of the window", aliases=("window",))
    num_heads: int = attention_heads("Heads, each with a bias of its own", default=3)
    weights_seed: int = drawing_seed("Which synthetic table")

    @property
    def longest(self) -> int:
        return self.grid[0] * self.grid[1]

    @property
    def remark(self) -> str:
        return f"synthetic table, seed {self.weights_seed}"

    def index(self) -> NDArray[np.int64]:
        """The row of the learned table for every query and key, (h w, h w)."""
        high, wide = self.grid
        y, x = np.divmod(np.arange(high * wide), wide)
        down, across = y[:, None] - y, x[:, None] - x
        return np.asarray((down + high - 1) * (2 * wide - 1) + across + wide - 1)

    def table(self) -> Floats:
        """The learned table, ((2h − 1)(2w − 1), heads)."""
        return np.stack([_steps(self, head).values.ravel() for head in range(self.num_heads)], axis=1)

    def bias(self, length: int, head: int) -> WindowBias:
        return WindowBias(_steps(self, head), length)

    def code(self, length: int) -> Code:
        high, wide = self.grid
        return Code(
            lines(
                assigned(rows=high, columns=wide, seed=self.weights_seed),
                "y, x = np.divmod(np.arange(length), columns)",
                "down, across = np.arange(1 - rows, rows), np.arange(1 - columns, columns)",
                "# A sum of four slow waves over the steps stands in for the trained table",
                "def bias_of(head):",
                "    random = np.random.default_rng((seed, head))",
                "    a, b = random.normal(size=(2, 4))",
                "    phase, size = random.uniform(0, 2 * np.pi, 4), random.normal(size=4)",
                "    turn = np.multiply.outer(a, down)[:, :, None] / (2 * rows - 1)",
                "    turn = turn + np.multiply.outer(b, across)[:, None] / (2 * columns - 1)",
                "    wave = np.cos(2 * np.pi * turn + phase[:, None, None])",
                "    table = (size[:, None, None] * wave).sum(axis=0)",
                "    return table[y[:, None] - y + rows - 1, x[:, None] - x + columns - 1]",
                OF_HEADS,
            )
        )

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        high, wide = self.grid
        (y, x), (v, u) = divmod(query, wide), divmod(key, wide)
        down, across = y - v, x - u
        row = (down + high - 1) * (2 * wide - 1) + across + wide - 1
        return Reading(
            value=self.value(query, key, head, length),
            formula=f"B[({down} + {high - 1}) · {2 * wide - 1} + {across} + {wide - 1}, {head}] = B[{row}, {head}]",
            definition="B[(dy + h − 1)(2w − 1) + dx + w − 1, head]",
            rows=(
                ("query", f"{plain(query)}: row {y}, column {x}"),
                ("key", f"{plain(key)}: row {v}, column {u}"),
                ("step dy, dx", f"{down}, {across}"),
                ("row of the table", f"{row} of {(2 * high - 1) * (2 * wide - 1):,}"),
                ("table", self.remark),
            ),
        )


@lru_cache(maxsize=128)
def _steps(encoding: Swin, head: int) -> FrozenArray:
    """The bias of each step, (2h − 1, 2w − 1): a sum of a few slow waves over the plane of steps."""
    random = np.random.default_rng((encoding.weights_seed, head))
    sides = [(2 * side - 1) for side in encoding.grid]
    down, across = (np.arange(side) - side // 2 for side in sides)
    turns, phases, heights = (
        random.normal(size=(2, WAVES)),
        random.uniform(0, 2 * np.pi, WAVES),
        random.normal(size=WAVES),
    )
    waves = [
        height * np.cos(2 * np.pi * (a * down[:, None] / sides[0] + b * across / sides[1]) + phase)
        for a, b, phase, height in zip(*turns, phases, heights, strict=True)
    ]
    return FrozenArray(np.sum(waves, axis=0))
