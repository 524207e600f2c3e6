"""Fourier features of one coordinate: NeRF's powers of two, and random frequencies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.beside import Beside
from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encoding import Paired, Reading, plain
from pe_desktop.engine.field import Table
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.parameter import choice, flag, integer, real
from pe_desktop.engine.sinusoids import Sinusoids

NERF, RANDOM = ("variant", ("nerf",)), ("variant", ("random",))


@dataclass(frozen=True)
class Fourier(Paired):
    """Sines and cosines of a coordinate v that runs over the sequence, whatever its length.

    v is position / (length − 1), or twice that less 1: from −1 to 1. A sequence of one position has v = 0.

    `nerf`: sin(2ᵏ π v), cos(2ᵏ π v) for the bands k = 0 … bands − 1, band by band, as in Mildenhall et al. 2020,
    equation 4; without π and with v itself in front it is the table of bmild/nerf's `Embedder`.
    `random`: cos(2π b v) of all features and then their sines, b from N(0, σ²), as in Tancik et al. 2020, section 5;
    with sines first and v from −1 to 1 it is SAM's `PositionEmbeddingRandom`.
    """

    id = "fourier"
    label = "Fourier features"
    summary = "Sine and cosine of a coordinate at powers of two or at random frequencies"
    source = "Mildenhall et al. 2020, NeRF, equation 4; Tancik et al. 2020, Fourier Features, section 5"
    order = 55

    variant: str = choice("nerf", ("nerf", "random"), "Frequencies: powers of two, or drawn at random")
    coordinates: str = choice(
        "signed",
        ("signed", "unit"),
        "The first to the last position: from −1 to 1, or 0 to 1",
        formula="v = 2p/(length − 1) − 1, or p/(length − 1)",
    )
    bands: int = integer(
        10,
        1,
        24,
        "How many powers of two",
        when=NERF,
        aliases=("multires",),
        formula="sin(2^{k} π v), cos(2^{k} π v), k < bands",
    )
    pi: bool = flag(
        True,
        "Multiply the coordinate by π, as the paper does and its code does not",
        when=NERF,
        formula="sin(2^{k} π v), or sin(2^{k} v)",
    )
    include_input: bool = flag(False, "Put the coordinate itself in front, as the code does", when=NERF)
    features: int = integer(
        256,
        1,
        8192,
        "How many random frequencies",
        log=True,
        when=RANDOM,
        aliases=("mapping_size",),
        formula="cos(2π b_k v), sin(2π b_k v), k < features",
    )
    sigma: float = real(
        10.0,
        0.01,
        1000.0,
        "Standard deviation of the frequencies",
        log=True,
        when=RANDOM,
        formula="b_k from N(0, sigma^{2})",
    )
    first: str = choice("cosine", ("cosine", "sine"), "Which half comes first: the paper's, or SAM's", when=RANDOM)
    frequency_seed: int = drawing_seed("Which random frequencies", when=RANDOM)

    @property
    def remark(self) -> str:
        return f"frequencies drawn at random, seed {self.frequency_seed}" if self.variant == "random" else ""

    @property
    def _input(self) -> bool:
        return self.variant == "nerf" and self.include_input

    def _coordinate(self, length: int) -> tuple[float, float]:
        """Slope and start of v = slope · (position + start)."""
        last = length - 1
        if last == 0:
            return 0.0, 0.0
        return (2 / last, -last / 2) if self.coordinates == "signed" else (1 / last, 0.0)

    def frequencies(self, length: int) -> Floats:
        """The fastest first; the coordinate itself, which never turns, comes last."""
        per_coordinate = np.append(_waves(self)[0], [0.0] * self._input)
        return np.asarray(np.abs(per_coordinate) * self._coordinate(length)[0])

    def numbers(self, length: int) -> Table:
        slope, start = self._coordinate(length)
        waves, pair, cosine = _waves(self)
        table = Sinusoids(length, FrozenArray(waves * slope), FrozenArray(pair), FrozenArray(cosine), start=start)
        return Beside(Linear(length, FrozenArray([slope]), start), table) if self._input else table

    def code(self, length: int) -> Code:
        signed, nerf = self.coordinates == "signed", self.variant == "nerf"
        whole = f"{2 if signed else 1} / (length - 1)" if length > 1 else "0.0"
        source = lines(
            f"# The coordinate slope * position runs from {'-1' if signed else '0'} to 1",
            f"slope = {whole}",
            f"position = np.arange(length){' - (length - 1) / 2' if signed else ''}",
            self._nerf_code() if nerf else self._random_code(),
            "table = np.concatenate([slope * position[:, None], table], axis=1)" if self._input else "",
        )
        if self._input:
            return Code(source, frequencies="np.append(frequency[::-1], 0.0)")
        if nerf:
            return Code(source, frequencies="frequency[::-1]", waves="np.repeat(frequency, 2)")
        return Code(source, frequencies="np.sort(np.abs(frequency))[::-1]", waves="np.tile(frequency, 2)")

    def _nerf_code(self) -> str:
        return lines(
            assigned(bands=self.bands),
            f"frequency = 2.0 ** np.arange(bands){' * np.pi' if self.pi else ''} * slope",
            "angle = np.outer(position, frequency)",
            "table = np.stack([np.sin(angle), np.cos(angle)], axis=2).reshape(length, -1)",
        )

    def _random_code(self) -> str:
        halves = "np.cos(angle), np.sin(angle)" if self.first == "cosine" else "np.sin(angle), np.cos(angle)"
        return lines(
            assigned(features=self.features, sigma=self.sigma, seed=self.frequency_seed),
            "drawn = np.random.default_rng(seed).normal(scale=sigma, size=features)",
            "frequency = 2 * np.pi * drawn * slope",
            "angle = np.outer(position, frequency)",
            f"table = np.concatenate([{halves}], axis=1)",
        )

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        waves, pair, _ = _waves(self)
        return np.append([len(waves)] * self._input, pair).astype(np.int64)

    def columns_of(self, pair: int) -> tuple[int, ...]:
        _, pairs, cosine = _waves(self)
        if pair == self.pairs - 1 and self._input:
            return (0,)
        found = np.flatnonzero(pairs == pair)
        sine, other = found[np.argsort(cosine[found])] + self._input
        return int(sine), int(other)

    def name_of(self, column: int) -> str:
        return "v" if self._input and column == 0 else super().name_of(column)

    def reading(self, position: float, column: int, length: int) -> Reading:
        slope, start = self._coordinate(length)
        v = slope * (position + start)
        formula, definition = self._formula(column, v)
        return Reading(
            value=float(self.numbers(length).at([position], [column])[0, 0]),
            formula=formula,
            definition=f"{definition}, v = {self._letters(length)}",
            rows=(
                ("position", plain(position)),
                ("coordinate v", f"{v:.6g}"),
                ("dimension", f"{column} of {len(self.column_pairs):,}"),
                *self._turns(column, length),
            ),
        )

    def _letters(self, length: int) -> str:
        if length == 1:
            return "0"
        return "2 · position / (length − 1) − 1" if self.coordinates == "signed" else "position / (length − 1)"

    def _formula(self, column: int, v: float) -> tuple[str, str]:
        if self._input and column == 0:
            return f"{v:.6g}", "v"
        function = "sin" if column == self.columns_of(self.pair_of(column))[0] else "cos"
        if self.variant == "nerf":
            pi = " π ·" if self.pi else ""
            band = self.bands - 1 - self.pair_of(column)
            return f"{function}(2^{{{band}}} ·{pi} {v:.6g})", f"{function}(2^{{k}} ·{pi} v)"
        drawn = float(_waves(self)[0][self.pair_of(column)]) / (2 * np.pi)
        return f"{function}(2π · {drawn:.6g} · {v:.6g})", f"{function}(2π b v)"

    def _turns(self, column: int, length: int) -> tuple[tuple[str, str], ...]:
        """How often it turns over the whole sequence."""
        if length == 1 or (self._input and column == 0):
            return ()
        turns = self.frequencies(length)[self.pair_of(column)] * (length - 1) / (2 * np.pi)
        return (("turns in the sequence", f"{turns:,.4g}"),)


@lru_cache(maxsize=8)
def _waves(encoding: Fourier) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """Radians a unit of v, the fastest first; the index of that for each column, and whether it is a cosine."""
    if encoding.variant == "nerf":
        fastest_first = np.arange(encoding.bands)[::-1]
        waves = 2.0**fastest_first * (np.pi if encoding.pi else 1.0)
        return np.asarray(waves, dtype=np.float64), np.repeat(fastest_first, 2), np.arange(2 * encoding.bands) % 2 == 1
    drawn = 2 * np.pi * random_matrix(encoding.features, encoding.sigma, encoding.frequency_seed)[0]
    order = np.argsort(-np.abs(drawn), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    second = np.arange(2 * len(order)) >= len(order)
    return drawn[order], np.tile(place, 2), ~second if encoding.first == "cosine" else second


def random_matrix(features: int, sigma: float, seed: int, dimensions: int = 1) -> Floats:
    """B, (dimensions, features), drawn from N(0, σ²)."""
    return np.random.default_rng(seed).normal(scale=sigma, size=(dimensions, features))
