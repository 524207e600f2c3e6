"""The frequencies of a rotary encoding as code: those of its ladder, and the rule of its scaling, if there is one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pe_desktop.engine.code import assigned, numbers_block
from pe_desktop.engine.rotary import ScaledRotary
from pe_desktop.engine.scaling import YarnScaling

Rule = Callable[[ScaledRotary, str, int], str]
"""Of an encoding, the name of the number of its rotary dimensions, and a length."""


def frequencies_code(encoding: ScaledRotary, length: int) -> str:
    """Defines `frequency`, and `attention` where that is not 1."""
    d = "head_dim" if encoding.rotary_dim == encoding.head_dim else "rotary_dim"
    source = assigned(**{d: encoding.rotary_dim}, base=encoding.base, factor=encoding.extension)
    scaled = _RULES[encoding.scaling]
    if encoding.scaling not in ("ntk", "dynamic") or encoding.rotary_dim == 2:
        source += f"frequency = base ** (-2 * np.arange({d} // 2) / {d})\n"
    return source + scaled(encoding, d, length) + _attention(encoding)


def _unscaled(encoding: ScaledRotary, d: str, length: int) -> str:
    return ""


def _linear(encoding: ScaledRotary, d: str, length: int) -> str:
    return "# Position interpolation (Chen et al. 2023, arXiv 2306.15595)\nfrequency = frequency / factor\n"


def _ntk(encoding: ScaledRotary, d: str, length: int, alpha: str = "factor") -> str:
    if encoding.rotary_dim == 2:
        return ""
    source = "# A greater base: the fastest pair is kept, the slowest slowed by all of the factor\n"
    source += f"stretched = base * {alpha} ** ({d} / ({d} - 2))\n"
    return source + f"frequency = stretched ** (-2 * np.arange({d} // 2) / {d})\n"


def _dynamic(encoding: ScaledRotary, d: str, length: int) -> str:
    source = assigned(trained=encoding.max_position_embeddings)
    source += "alpha = 1 + factor * (max(length, trained) / trained - 1)  # grows with the text\n"
    return source + _ntk(encoding, d, length, "alpha")


def _yarn(encoding: ScaledRotary, d: str, length: int) -> str:
    rule = encoding.rule
    assert isinstance(rule, YarnScaling)
    low, high = rule.ends(encoding.ladder)
    source = assigned(beta_fast=encoding.beta_fast, beta_slow=encoding.beta_slow)
    source += assigned(trained=encoding.original_max_position_embeddings)
    source += "# YaRN, NTK by parts (Peng et al. 2023, arXiv 2309.00071): pairs that turn more than\n"
    source += "# beta_fast times in training are kept, those below beta_slow slowed by the factor\n"
    steepness = "2 * np.log(base)" if encoding.base > 1 else "1e-300"
    source += "turns = 2 * np.pi * np.array([beta_fast, beta_slow])\n"
    source += f"low, high = {d} * np.log(trained / turns) / ({steepness})\n"
    ends = "[np.floor(low), np.ceil(high)]" if encoding.truncate else "[low, high]"
    source += f"low, high = np.clip({ends}, 0, {d} - 1)\n"
    width = "(high - low)" if high > low else "0.001"
    return source + f"ramp = np.clip((np.arange({d} // 2) - low) / {width}, 0, 1)\n" + _BLEND


_BLEND = "frequency = frequency / factor * ramp + frequency * (1 - ramp)\n"


def _longrope(encoding: ScaledRotary, d: str, length: int) -> str:
    long = encoding.regime(length) > 1
    given = encoding.long_factor if long else encoding.short_factor
    source = "# LongRoPE (Ding et al. 2024, arXiv 2402.13753): every pair has a factor of its own\n"
    if given:
        return source + numbers_block("slowed", given) + "frequency = frequency / slowed\n"
    if not long:
        return ""
    source += f"place = np.arange({d} // 2) / max({d} // 2 - 1, 1)\n"
    source += "slowed = factor ** (place**2 * (3 - 2 * place))  # stands in for a model's own\n"
    return source + "frequency = frequency / slowed\n"


def _llama3(encoding: ScaledRotary, d: str, length: int) -> str:
    low, high = encoding.low_freq_factor, encoding.high_freq_factor
    source = assigned(low_freq_factor=low, high_freq_factor=high, trained=encoding.original_max_position_embeddings)
    source += "# Llama 3: pairs that turn often in training are kept, slow ones are divided\n"
    source += "turns = trained * frequency / (2 * np.pi)\n"
    if high <= low:
        return source + "ramp = np.where(turns >= low_freq_factor, 0.0, 1.0)\n" + _BLEND
    source += "width = high_freq_factor - low_freq_factor\n"
    return source + "ramp = 1 - np.clip((turns - low_freq_factor) / width, 0, 1)\n" + _BLEND


def _proportional(encoding: ScaledRotary, d: str, length: int) -> str:
    turning = int(encoding.partial_rotary_factor * encoding.rotary_dim // 2)
    source = "# Only the fastest pairs turn (p-RoPE; Barbero et al. 2024, arXiv 2410.06205)\n"
    return source + f"frequency = np.where(np.arange({d} // 2) < {turning}, frequency / factor, 0.0)\n"


_RULES: dict[str, Rule] = {
    "default": _unscaled,
    "linear": _linear,
    "ntk": partial(_ntk, alpha="factor"),
    "dynamic": _dynamic,
    "yarn": _yarn,
    "longrope": _longrope,
    "llama3": _llama3,
    "proportional": _proportional,
}


def _attention(encoding: ScaledRotary) -> str:
    """What multiplies cosine and sine, with its formula where it was computed."""
    if encoding.attention(1) == 1:
        return ""
    if encoding.attention_factor is not None:
        return assigned(attention=encoding.attention_factor)
    if encoding.scaling == "longrope":
        source = assigned(trained=encoding.original_max_position_embeddings, longest=encoding.max_position_embeddings)
        return source + "attention = np.sqrt(1 + np.log(longest / trained) / np.log(trained))\n"
    if encoding.mscale and encoding.mscale_all_dim:
        source = assigned(mscale=encoding.mscale, mscale_all_dim=encoding.mscale_all_dim)
        source += "attention = 0.1 * mscale * np.log(factor) + 1\n"
        return source + "attention = attention / (0.1 * mscale_all_dim * np.log(factor) + 1)\n"
    return "attention = 0.1 * np.log(factor) + 1\n"
