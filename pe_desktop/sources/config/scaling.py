"""How a configuration extends a rotary model's context: `rope_scaling`, and `rope_parameters` that took its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pe_desktop.engine.scaling import longrope_gain
from pe_desktop.sources.config.keys import Keys

TYPES = ("default", "linear", "ntk", "dynamic", "yarn", "longrope", "su", "llama3", "proportional", "mrope")
_FACTOR, _TRAINED = "factor", "original_max_position_embeddings"


def scaling_of(model: Keys, scaling: Keys | None, stated: int) -> dict[str, Any]:
    """The parameters of `Rope` that a scaling gives, by name; only those that count.

    `stated` is the length that the model is made for; `model` may hold the one before beside the scaling.
    """
    if scaling is None:
        return {}
    kind = (
        scaling.word(scaling.first("rope_type", "type"), TYPES, "the rule by which the frequencies are changed")
        or "default"
    )
    if scaling.has("rope_type") and scaling.has("type"):
        scaling.note("type", "the old name of rope_type")
    if scaling.has("max_position_embeddings"):
        scaling.note("max_position_embeddings", "the length that the model is made for, once more")
    kind = {"su": "longrope", "mrope": "default"}.get(kind, kind)
    if kind == "yarn" and scaling.has("long_factor"):
        kind = "longrope"  # as the first files of Phi-3 call it
    if kind == "dynamic" and scaling.has("alpha"):
        kind = "ntk"  # as HunYuan's code does it
    if kind not in _READERS:
        return {}
    lengths = {} if kind == "proportional" else {"max_position_embeddings": stated}
    return {"scaling": kind, **lengths, **_READERS[kind](model, scaling, stated)}


def _factor(scaling: Keys) -> float:
    meaning = "divides the frequencies that are slowed: the context is so many times longer"
    factor: float = scaling.needed(scaling.real(_FACTOR, meaning, 1.0, 1e4), _FACTOR)
    return factor


def _original(model: Keys, scaling: Keys) -> int | None:
    """The length before the extension, where the file says it."""
    holder = scaling if scaling.has(_TRAINED) else model
    return holder.integer(_TRAINED, "the length that the model was trained at first", 2)


def _linear(model: Keys, scaling: Keys, stated: int) -> dict[str, Any]:
    factor, original = _factor(scaling), _original(model, scaling)
    if not original:
        original = max(2, round(stated / factor))
        scaling.default(_TRAINED, original, "not in the file: the stated length / factor")
    return {"factor": factor, _TRAINED: original}


def _ntk(model: Keys, scaling: Keys, stated: int) -> dict[str, Any]:
    alpha = scaling.real("alpha", "the base is multiplied by alpha^(d/(d − 2))", 1.0, 1e4)
    if alpha and scaling.has(_FACTOR):
        scaling.note(_FACTOR, "has no effect beside alpha")
    return {"factor": alpha or _factor(scaling), **_given(original_max_position_embeddings=_original(model, scaling))}


def _dynamic(model: Keys, scaling: Keys, stated: int) -> dict[str, Any]:
    if scaling.has(_TRAINED):
        scaling.note(_TRAINED, "has no effect: dynamic scaling begins at max_position_embeddings")
    return {"factor": _factor(scaling)}


def _yarn(model: Keys, scaling: Keys, stated: int) -> dict[str, Any]:
    original = _original(model, scaling)
    factor = _factor(scaling) if scaling.has(_FACTOR) or not original else None
    truncate = scaling.flag("truncate", "whether the ends of the ramp are rounded to whole pairs")
    return {
        "factor": factor,
        _TRAINED: original or stated,
        **({"truncate": truncate} if truncate is not None else {}),
        **_given(
            beta_fast=scaling.real("beta_fast", "pairs that turn more often than this are kept", 1e-3, 1e4),
            beta_slow=scaling.real("beta_slow", "pairs that turn less often are slowed by the whole factor", 1e-3, 1e4),
            mscale=scaling.real(
                "mscale", "DeepSeek's gain of cosine and sine, over that of mscale_all_dim", 0.0, 100.0
            ),
            mscale_all_dim=scaling.real("mscale_all_dim", "its gain of the scores instead", 0.0, 100.0),
            attention_factor=scaling.real("attention_factor", "multiplies cosine and sine", 0.01, 100.0),
        ),
    }


def _longrope(model: Keys, scaling: Keys, stated: int) -> dict[str, Any]:
    trained = _original(model, scaling) or stated
    factor = scaling.real(_FACTOR, "how far the context is extended: gives the gain of cosine and sine", 1.0, 1e4)
    gain = scaling.real("attention_factor", "multiplies cosine and sine", 0.01, 100.0)
    if gain is None and factor and factor != stated / trained:
        gain = longrope_gain(factor, trained)
    return {
        _TRAINED: trained,
        "short_factor": scaling.reals("short_factor", "divides each pair's frequency up to the original length"),
        "long_factor": scaling.reals("long_factor", "divides each pair's frequency beyond it"),
        **_given(attention_factor=gain),
    }


def _llama3(model: Keys, scaling: Keys, stated: int) -> dict[str, Any]:
    low = scaling.real("low_freq_factor", "wavelengths above the original length over this are slowed", 1e-3, 1e4)
    high = scaling.real("high_freq_factor", "wavelengths below the original length over this are kept", 1e-3, 1e4)
    return {
        "factor": _factor(scaling),
        _TRAINED: _original(model, scaling) or stated,
        "low_freq_factor": scaling.needed(low, "low_freq_factor"),
        "high_freq_factor": scaling.needed(high, "high_freq_factor"),
    }


def _proportional(model: Keys, scaling: Keys, stated: int) -> dict[str, Any]:
    return _given(factor=scaling.real(_FACTOR, "divides the frequencies of the pairs that turn", 1.0, 1e4))


_READERS: dict[str, Callable[[Keys, Keys, int], dict[str, Any]]] = {
    "linear": _linear,
    "ntk": _ntk,
    "dynamic": _dynamic,
    "yarn": _yarn,
    "longrope": _longrope,
    "llama3": _llama3,
    "proportional": _proportional,
}


def _given(**values: Any) -> dict[str, Any]:
    """Those that are there: the others keep their defaults."""
    return {name: value for name, value in values.items() if value is not None}
