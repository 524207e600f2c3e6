"""The part of a config.json that says how a model rotates: written so that it reads back to the same encoding."""

from __future__ import annotations

from typing import Any

from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.scaling import LongropeScaling

_COUNTING = {
    "linear": ("factor",),
    "dynamic": ("factor",),
    "yarn": (
        "factor", "original_max_position_embeddings", "beta_fast", "beta_slow", "truncate", "mscale", "mscale_all_dim",
        "attention_factor",
    ),
    "longrope": ("original_max_position_embeddings", "attention_factor"),
    "llama3": ("factor", "original_max_position_embeddings", "low_freq_factor", "high_freq_factor"),
    "proportional": ("factor",),
}  # fmt: skip


def config_fragment(encoding: Rope | Mrope, length: int, old: bool = False) -> dict[str, Any]:
    """The keys to paste into a model's config.json; `length` is the context that the model is then made for, or, of
    dynamic and longrope, whose formulas hold that length, the encoding's own.

    As transformers 5 spells them (`rope_parameters`), or with `old` as versions before it did, which 5 reads too.
    Which dimensions turn together is not in it: the model's code decides that. The static NTK rule has no name there:
    it is a greater base, and reads back as that, with the same frequencies.
    Raises `ParameterError` where that base is greater than any that `Rope` takes.
    """
    if isinstance(encoding, Rope):
        encoding = _named(encoding)
    values: dict[str, Any] = {"rope_theta": encoding.base}
    kind, inner = _sections(encoding) if isinstance(encoding, Mrope) else _scaling(encoding)
    if isinstance(encoding, Rope):
        if encoding.scaling in ("dynamic", "longrope"):
            length = encoding.max_position_embeddings
        if encoding.partial_rotary_factor != 1.0:
            values["partial_rotary_factor"] = encoding.partial_rotary_factor
    top = {"head_dim": encoding.head_dim, "max_position_embeddings": length}
    if not old:
        return {**top, "rope_parameters": {"rope_type": kind, **values, **inner}}
    scaling = {"rope_type": kind, **inner} if inner or kind != "default" else None
    return {**top, **values, "rope_scaling": scaling}


def _named(encoding: Rope) -> Rope:
    """The same rotation by a rule that transformers has a name for."""
    if encoding.scaling != "ntk":
        return encoding
    d = encoding.rotary_dim
    stretch = encoding.extension ** (d / (d - 2)) if d > 2 else 1.0
    return encoding.replace(scaling="default", base=encoding.base * stretch)


def _sections(encoding: Mrope) -> tuple[str, dict[str, Any]]:
    """How many pairs turn by time, row and column."""
    in_turn = {"mrope_interleaved": True} if encoding.layout == "interleaved" else {}
    return "default", {"mrope_section": list(encoding.sections), **in_turn}


def _scaling(encoding: Rope) -> tuple[str, dict[str, Any]]:
    """The rope_type and its own keys."""
    values = {name: getattr(encoding, name) for name in _COUNTING.get(encoding.scaling, ())}
    if "factor" in values:
        values["factor"] = encoding.factor if encoding.scaling == "proportional" else encoding.extension
    rule = encoding.rule
    if isinstance(rule, LongropeScaling):
        values |= {"short_factor": list(rule.short_factor), "long_factor": list(rule.long_factor)}
    return encoding.scaling, {name: value for name, value in values.items() if value is not None}
