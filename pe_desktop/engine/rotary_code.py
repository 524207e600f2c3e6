"""The frequencies of a rotary encoding as code: those of its ladder, and the rule of its scaling, if there is one."""

from __future__ import annotations

from collections.abc import Callable

from pe_desktop.engine.code import assigned, lines, numbers_block
from pe_desktop.engine.scaled_rotary import ScaledRotary
from pe_desktop.engine.scaling import YarnScaling

Rule = Callable[[ScaledRotary, str, int], str]
"""Of an encoding, the name of the number of its rotary dimensions, and a length."""


def frequencies_code(encoding: ScaledRotary, length: int) -> str:
    """Defines `frequency`, and `attention` where that is not 1."""
    d = "head_dim" if encoding.rotary_dim == encoding.head_dim else "rotary_dim"
    return lines(
        assigned(**{d: encoding.rotary_dim}, base=encoding.base, factor=encoding.extension),
        f"frequency = base ** (-2 * np.arange({d} // 2) / {d})",
        _RULES[encoding.scaling](encoding, d, length),
        _attention(encoding),
    )


def _unscaled(encoding: ScaledRotary, d: str, length: int) -> str:
    return ""


def _linear(encoding: ScaledRotary, d: str, length: int) -> str:
    return "# Position interpolation (Chen et al. 2023, arXiv 2306.15595)\nfrequency = frequency / factor\n"


def _ntk(encoding: ScaledRotary, d: str, length: int, alpha: str = "factor") -> str:
    if encoding.rotary_dim == 2:
        return ""
    return lines(
        "# A greater base: the fastest pair is kept, the slowest slowed by all of the factor",
        f"stretched = base * {alpha} ** ({d} / ({d} - 2))",
        f"frequency = stretched ** (-2 * np.arange({d} // 2) / {d})",
    )


def _dynamic(encoding: ScaledRotary, d: str, length: int) -> str:
    return lines(
        assigned(trained=encoding.max_position_embeddings),
        "alpha = 1 + factor * (max(length, trained) / trained - 1)  # grows with the text",
        _ntk(encoding, d, length, "alpha"),
    )


def _yarn(encoding: ScaledRotary, d: str, length: int) -> str:
    rule = encoding.rule
    assert isinstance(rule, YarnScaling)
    low, high = rule.ends(encoding.ladder)
    steepness = "2 * np.log(base)" if encoding.base > 1 else "1e-300"
    ends = "[np.floor(low), np.ceil(high)]" if encoding.truncate else "[low, high]"
    width = "(high - low)" if high > low else "0.001"
    return lines(
        assigned(beta_fast=encoding.beta_fast, beta_slow=encoding.beta_slow),
        assigned(trained=encoding.original_max_position_embeddings),
        "# YaRN, NTK by parts (Peng et al. 2023, arXiv 2309.00071): pairs that turn more than",
        "# beta_fast times in training are kept, those below beta_slow slowed by the factor",
        "turns = 2 * np.pi * np.array([beta_fast, beta_slow])",
        f"low, high = {d} * np.log(trained / turns) / ({steepness})",
        f"low, high = np.clip({ends}, 0, {d} - 1)",
        f"ramp = np.clip((np.arange({d} // 2) - low) / {width}, 0, 1)",
        _BLEND,
    )


_BLEND = "frequency = frequency / factor * ramp + frequency * (1 - ramp)\n"


def _longrope(encoding: ScaledRotary, d: str, length: int) -> str:
    long = encoding.regime(length) > 1
    given = encoding.long_factor if long else encoding.short_factor
    if not given and not long:
        return ""  # where nobody gave any, the short factors are ones
    stand_in = lines(
        f"place = np.arange({d} // 2) / max({d} // 2 - 1, 1)",
        "slowed = factor ** (place**2 * (3 - 2 * place))  # stands in for a model's own",
    )
    return lines(
        "# LongRoPE (Ding et al. 2024, arXiv 2402.13753): every pair has a factor of its own",
        numbers_block("slowed", given) if given else stand_in,
        "frequency = frequency / slowed",
    )


def _llama3(encoding: ScaledRotary, d: str, length: int) -> str:
    low, high = encoding.low_freq_factor, encoding.high_freq_factor
    blend = "ramp = 1 - np.clip((turns - low_freq_factor) / width, 0, 1)"
    return lines(
        assigned(low_freq_factor=low, high_freq_factor=high, trained=encoding.original_max_position_embeddings),
        "# Llama 3: pairs that turn often in training are kept, slow ones are divided",
        "turns = trained * frequency / (2 * np.pi)",
        "width = high_freq_factor - low_freq_factor",
        blend if high > low else "ramp = np.where(turns >= low_freq_factor, 0.0, 1.0)",
        _BLEND,
    )


def _proportional(encoding: ScaledRotary, d: str, length: int) -> str:
    turning = int(encoding.partial_rotary_factor * encoding.rotary_dim // 2)
    return lines(
        "# Only the fastest pairs turn (p-RoPE; Barbero et al. 2024, arXiv 2410.06205)",
        f"frequency = np.where(np.arange({d} // 2) < {turning}, frequency / factor, 0.0)",
    )


_RULES: dict[str, Rule] = {
    "default": _unscaled,
    "linear": _linear,
    "ntk": _ntk,
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
        return lines(
            assigned(trained=encoding.original_max_position_embeddings, longest=encoding.max_position_embeddings),
            "attention = np.sqrt(1 + np.log(longest / trained) / np.log(trained))",
        )
    if not (encoding.mscale and encoding.mscale_all_dim):
        return "attention = 0.1 * np.log(factor) + 1"
    return lines(
        assigned(mscale=encoding.mscale, mscale_all_dim=encoding.mscale_all_dim),
        "attention = 0.1 * mscale * np.log(factor) + 1",
        "attention = attention / (0.1 * mscale_all_dim * np.log(factor) + 1)",
    )
