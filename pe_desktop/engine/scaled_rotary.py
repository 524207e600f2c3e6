"""Rotary encodings whose context can be extended: their parameters, and the frequencies that come of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from pe_desktop.engine.encoding import plain
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError, auto_real, choice, flag, integer, real, reals
from pe_desktop.engine.rotary import Rotary
from pe_desktop.engine.scaling import (
    DynamicScaling,
    LinearScaling,
    Llama3Scaling,
    LongropeScaling,
    NtkScaling,
    ProportionalScaling,
    Scaling,
    Unscaled,
    YarnScaling,
    stand_in,
)

SCALINGS = ("default", "linear", "ntk", "dynamic", "yarn", "longrope", "llama3", "proportional")
EXTENDING = ("default", "linear", "ntk", "dynamic", "yarn", "llama3", "longrope")
"""Those that are compared where a context is extended, and none at all."""
GREATEST_FACTOR = 10000.0
LONGEST_SAID = 2**24
"""The greatest length that a model's file may state."""

_YARN, _LONGROPE, _LLAMA3 = ("scaling", ("yarn",)), ("scaling", ("longrope",)), ("scaling", ("llama3",))
_FACTOR = ("scaling", ("linear", "ntk", "dynamic", "yarn", "llama3", "proportional"))
_TRAINED = ("scaling", ("linear", "ntk", "yarn", "longrope", "llama3"))
_STATED = ("scaling", ("linear", "ntk", "dynamic", "yarn", "longrope", "llama3"))
_ATTENTION = ("scaling", ("yarn", "longrope"))


@dataclass(frozen=True)
class ScaledRotary(Rotary):
    """The parameters of a rotary encoding, named as in models' files, and its frequencies at a length.

    Raises ParameterError where a list of factors has not one number for each pair, or where the two ends of a
    blend are the wrong way round.
    """

    partial_rotary_factor: float = real(
        1.0,
        0.0,
        1.0,
        "Share of the head's dimensions that turn; the others rest",
        formula="r = head_dim · partial_rotary_factor, rounded down to even",
    )

    scaling: str = choice("default", SCALINGS, "How the context is extended: rope_type in models' files")
    factor: float | None = auto_real(
        1.0,
        GREATEST_FACTOR,
        "Extends the context so far; auto: max / original; 1 if dynamic, proportional",
        log=True,
        when=_FACTOR,
        formula="linear: θ_i/factor; ntk: base · factor^{r/(r − 2)}",
    )
    original_max_position_embeddings: int = integer(
        4096,
        2,
        LONGEST_SAID,
        "Length that the model was trained at first",
        log=True,
        unit="positions",
        when=_TRAINED,
        formula="turns_i = original · θ_i/2π; longrope: short up to it, long beyond",
    )
    max_position_embeddings: int = integer(
        16384,
        2,
        LONGEST_SAID,
        "Length that the file states; dynamic: trained at",
        log=True,
        unit="positions",
        when=_STATED,
        formula="dynamic: base · α^{r/(r − 2)}, α = 1 + factor (length/max − 1) beyond max",
    )
    beta_fast: float = real(
        32.0,
        1e-3,
        1e4,
        "Pairs that turn more often than this are kept",
        log=True,
        when=_YARN,
        formula="the ramp starts at i = r ln(original/(2π beta_fast)) / (2 ln base)",
    )
    beta_slow: float = real(
        1.0,
        1e-3,
        1e4,
        "Pairs that turn less often are interpolated",
        log=True,
        when=_YARN,
        formula="the ramp ends at i = r ln(original/(2π beta_slow)) / (2 ln base)",
    )
    truncate: bool = flag(True, "Round the ends of the ramp outwards to whole pairs; gpt-oss does not", when=_YARN)
    mscale: float | None = auto_real(
        0.0,
        100.0,
        "DeepSeek's; counts only with mscale_all_dim",
        when=_YARN,
        formula="attention = (0.1 mscale ln factor + 1) / (0.1 mscale_all_dim ln factor + 1)",
    )
    mscale_all_dim: float | None = auto_real(
        0.0,
        100.0,
        "DeepSeek's; equal to mscale it leaves no gain",
        when=_YARN,
        formula="attention = (0.1 mscale ln factor + 1) / (0.1 mscale_all_dim ln factor + 1)",
    )
    attention_factor: float | None = auto_real(
        0.01,
        100.0,
        "Multiplies cosine and sine; auto: computed from the factor",
        log=True,
        when=_ATTENTION,
        formula="yarn: 0.1 ln factor + 1; longrope: √(1 + ln(max/original)/ln original)",
    )
    short_factor: tuple[float, ...] = reals(
        "Divides each frequency up to the original length; auto: ones",
        minimum=0.001,
        maximum=1e6,
        longest=8192,
        when=_LONGROPE,
        formula="θ_i/short_factor_i, length ≤ original",
    )
    long_factor: tuple[float, ...] = reals(
        "Divides each frequency beyond it; auto: a rise that stands in for a model's own",
        minimum=0.001,
        maximum=1e6,
        longest=8192,
        when=_LONGROPE,
        formula="θ_i/long_factor_i, length > original",
    )
    low_freq_factor: float = real(
        1.0,
        1e-3,
        1e4,
        "Pairs that turn less often are divided",
        log=True,
        when=_LLAMA3,
        formula="θ_i/factor where original · θ_i/2π < low_freq_factor",
    )
    high_freq_factor: float = real(
        4.0,
        1e-3,
        1e4,
        "Pairs that turn more often are kept",
        log=True,
        when=_LLAMA3,
        formula="θ_i where original · θ_i/2π > high_freq_factor",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.scaling == "longrope":
            self._check_factors("short_factor", self.short_factor)
            self._check_factors("long_factor", self.long_factor)
        if self.scaling == "llama3" and self.high_freq_factor < self.low_freq_factor:
            allowed = f"low_freq_factor, {plain(self.low_freq_factor)}, or more"
            raise ParameterError("high_freq_factor", self.high_freq_factor, allowed)
        if self.scaling == "yarn" and self.beta_fast < self.beta_slow:
            raise ParameterError("beta_fast", self.beta_fast, f"beta_slow, {plain(self.beta_slow)}, or more")

    def _check_factors(self, name: str, factors: tuple[float, ...]) -> None:
        pairs = self.rotary_dim // 2
        if factors and len(factors) != pairs:
            raise ParameterError(name, f"{len(factors):,} numbers", f"auto, or {pairs:,} numbers, one for each pair")

    @property
    def rotary_dim(self) -> int:
        if self.scaling == "proportional":
            return self.head_dim
        return max(2, int(self.head_dim * self.partial_rotary_factor) // 2 * 2)

    @property
    def extension(self) -> float:
        """The factor, given or computed."""
        if self.factor is not None or self.scaling in ("default", "dynamic", "proportional"):
            return self.factor or 1.0
        return max(1.0, self.max_position_embeddings / self.original_max_position_embeddings)

    @property
    def trained(self) -> int | None:
        """The length that the model was trained at before its context was extended, where that is said."""
        if self.scaling in ("default", "proportional"):
            return None
        return self.max_position_embeddings if self.scaling == "dynamic" else self.original_max_position_embeddings

    @property
    def rule(self) -> Scaling:
        """How the frequencies are scaled."""
        return _rule(self)

    def extended(self, scaling: str, trained: int, target: int, factor: float, **changes: Any) -> Self:
        """This head with another scaling, from the `trained` length to the `target`, slowed by at most `factor`.

        A gain of its own holds for its own scaling alone. Raises ParameterError where its other parameters, such as
        the ends of a blend, do not serve that scaling.
        """
        return self.replace(
            scaling=scaling,
            factor=min(factor, GREATEST_FACTOR),
            original_max_position_embeddings=trained,
            max_position_embeddings=trained if scaling == "dynamic" else target,
            attention_factor=self.attention_factor if scaling == self.scaling else None,
            **changes,
        )

    @property
    def remark(self) -> str:
        if self.scaling != "longrope" or (self.short_factor and self.long_factor):
            return ""
        return "longrope factors that stand in for a model's own"

    def frequencies(self, length: int) -> Floats:
        return _frequencies(self, self.regime(length))

    def attention(self, length: int) -> float:
        return self.rule.attention

    def regime(self, length: int) -> int:
        """One length for all lengths at which the frequencies are the same."""
        if self.scaling == "dynamic":
            return max(length, self.max_position_embeddings)
        long = self.scaling == "longrope" and length > self.original_max_position_embeddings
        return self.original_max_position_embeddings + 1 if long else 1


@lru_cache(maxsize=64)
def _rule(encoding: ScaledRotary) -> Scaling:
    e, factor = encoding, encoding.extension
    trained, longest = e.original_max_position_embeddings, e.max_position_embeddings
    if e.scaling == "yarn":
        betas, mscales = (e.beta_fast, e.beta_slow), (e.mscale, e.mscale_all_dim)
        return YarnScaling(factor, trained, *betas, e.truncate, *mscales, e.attention_factor)
    if e.scaling == "longrope":
        short, long = stand_in(e.pairs, factor)
        return LongropeScaling(e.short_factor or short, e.long_factor or long, trained, longest, e.attention_factor)
    simple: dict[str, Scaling] = {
        "default": Unscaled(),
        "linear": LinearScaling(factor),
        "ntk": NtkScaling(factor),
        "dynamic": DynamicScaling(factor, longest),
        "llama3": Llama3Scaling(factor, trained, e.low_freq_factor, e.high_freq_factor),
        "proportional": ProportionalScaling(e.partial_rotary_factor, factor),
    }
    return simple[e.scaling]


@lru_cache(maxsize=64)
def _frequencies(encoding: ScaledRotary, regime: int) -> Floats:
    frequencies = encoding.rule.frequencies(encoding.ladder, regime)
    frequencies.setflags(write=False)
    return frequencies
