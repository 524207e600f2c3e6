"""Configurations of models that rotate queries and keys."""

from __future__ import annotations

from typing import Any

from pe_desktop.engine.encoding import LONGEST, Encoding
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.sources.config.families import FAMILIES, STRANGER, Family
from pe_desktop.sources.config.keys import Keys
from pe_desktop.sources.config.model import Layers
from pe_desktop.sources.config.scaling import scaling_of

WHOLE, WINDOW, STILL = "full_attention", "sliding_attention", "without positions"
_BASE = "the base: pair i turns by base^(−2i/r) a position, r the dimensions that turn"
_BASES = ("rope_theta", "rotary_emb_base")
_SHARES = ("partial_rotary_factor", "rotary_pct", "rope_pct", "rotary_emb_fraction")
EVIDENCE = ("rope_parameters", "rope_scaling", "rotary_dim", "global_rope_theta", *_BASES, *_SHARES)
"""Keys of which one is in the file of every rotary model whose model_type is not known."""
_LENGTHS = ("max_position_embeddings", "n_positions", "max_seq_len", "seq_length", "max_sequence_length", "n_ctx")
_WIDTHS = ("hidden_size", "n_embd", "d_model", "n_embed", "dim")
HEADS = ("num_attention_heads", "n_head", "n_heads", "num_heads")


def rotary_layers(keys: Keys) -> tuple[Layers, ...]:
    """The layers of a rotary model: one kind, or those with a window and those without.

    Raises `SourceError` where the file lacks what the model's code does not supply.
    """
    family = FAMILIES.get(keys.kind, STRANGER)
    if keys.kind in FAMILIES and keys.has("position_embedding_type"):
        keys.note("position_embedding_type", f"has no effect: {keys.kind} rotates")
    length = min(_length(keys, family), LONGEST)
    parameters = keys.inner("rope_parameters")
    nested = parameters.inners() if parameters else None
    if nested:
        return _sorted(tuple(Layers(name, _rope(keys, inner, family, name), length) for name, inner in nested.items()))
    scaling = parameters or keys.inner("rope_scaling") or keys.inner("attn_config")  # the last of them in DBRX
    local = _local(keys, family)
    if local is not None or family.whole:
        window = _rope(keys, None if family.whole else scaling, family, WINDOW, local)
        whole = _rope(keys, scaling, family, WHOLE, keys.real("global_rope_theta", _BASE, 1.0, 1e9))
        return Layers(WHOLE, whole, length), Layers(WINDOW, window, length)
    return _with_still(keys, family, Layers("", _rope(keys, scaling, family), length))


def _width(keys: Keys, family: Family) -> int:
    """How many dimensions a head's queries and keys have."""
    for key in ("qk_rope_head_dim", "head_dim", "kv_channels"):
        given = keys.integer(key, "width of the part of each head's query and key that positions reach", 1, 16384)
        if given:
            return given
    if family.head_dim:
        _own(keys, "head_dim", family.head_dim)
        return family.head_dim
    width = _stated(keys, _WIDTHS, "the model's width, shared among its heads", family.hidden)
    heads = _stated(keys, HEADS, "how many heads share the model's width", family.heads)
    keys.default("head_dim", width // heads, f"not in the file: {keys.first(*_WIDTHS)} / {keys.first(*HEADS)}")
    return width // heads


def _stated(keys: Keys, names: tuple[str, ...], meaning: str, own: int | None) -> int:
    """An integer of the file, or what the family has."""
    key = keys.first(*names)
    stated = keys.integer(key, meaning)
    if stated is None and own:
        _own(keys, key, own)
    value: int = keys.needed(stated or own, key)
    return value


def _own(keys: Keys, key: str, value: float) -> None:
    keys.default(key, value, f"not in the file: what {keys.kind} has")


def _rope(keys: Keys, scaling: Keys | None, family: Family, layers: str = "", base: float | None = None) -> Encoding:
    """The rotation of one kind of layers."""
    width = _width(keys, family)
    if layers == WHOLE:
        meaning = "width of a head in the layers that see the whole context"
        width = keys.integer("global_head_dim", meaning, 2, 16384) or width
    values: dict[str, Any] = {"head_dim": width, "pairing": _pairing(keys, family)}
    values["base"] = base or _base(keys, scaling, family)
    share = _share(keys, scaling, family, width)
    if share != 1.0:
        values["partial_rotary_factor"] = share
    values |= scaling_of(keys, scaling, _length(keys, family))
    return _multimodal(scaling, values) or Rope(**values)


def _base(keys: Keys, scaling: Keys | None, family: Family) -> float:
    own = scaling.real("rope_theta", _BASE, 1.0, 1e9) if scaling else None
    key = keys.first(*_BASES)
    stated = own or keys.real(key, _BASE, 1.0, 1e9)
    if stated is None and family.base:
        _own(keys, key, family.base)
    base: float = keys.needed(stated or family.base, key)
    return base


def _pairing(keys: Keys, family: Family) -> str:
    for key in ("rope_interleave", "rope_interleaved", "rotary_emb_interleaved"):
        given = keys.flag(key, "whether neighbouring dimensions turn together, or i and i + r/2")
        if given is not None:
            return "interleaved" if given else "half"
    return family.pairing


def _share(keys: Keys, scaling: Keys | None, family: Family, width: int) -> float:
    """Which part of a head's dimensions turns."""
    meaning = "the part of a head's dimensions that turns"
    keys.flag("rotary", "whether queries and keys rotate")
    turning = keys.integer("rotary_dim", f"so many of {width} dimensions of a head turn", 2, width)
    if turning is None and family.rotary_dim and not keys.has(*_SHARES):
        turning = family.rotary_dim
        _own(keys, "rotary_dim", turning)
    if turning:
        return turning / width
    own = scaling.real("partial_rotary_factor", meaning, 0.0, 1.0) if scaling else None
    key = keys.first(*_SHARES)
    stated = own if own is not None else keys.real(key, meaning, 0.0, 1.0)
    if stated is None and family.partial != 1.0:
        _own(keys, key, family.partial)
    return family.partial if stated is None else stated


def _multimodal(scaling: Keys | None, values: dict[str, Any]) -> Mrope | None:
    """The rotation of text and images, where the file gives sections to time, row and column."""
    extended = values.get("scaling", "default") != "default" or "partial_rotary_factor" in values
    if scaling is None or not scaling.has("mrope_section") or extended:
        return None  # of what is extended only the rotation of text is known: the sections are said to be unclear
    section = scaling.integers("mrope_section", "how many pairs turn by time, row and column")
    in_turn = scaling.flag("mrope_interleaved", "whether the axes take the pairs in turn, or one after the other")
    layout = "interleaved" if in_turn else "chunked"
    return Mrope(head_dim=values["head_dim"], base=values["base"], layout=layout, mrope_section=section)


def _local(keys: Keys, family: Family) -> float | None:
    """The base of the layers that see a window only, where it is another one."""
    key = keys.first("rope_local_base_freq", "local_rope_theta")
    stated = keys.real(key, "the base of the layers that see a window only", 1.0, 1e9)
    if stated is None and family.local:
        _own(keys, key, family.local)
    return stated or family.local


def _with_still(keys: Keys, family: Family, turning: Layers) -> tuple[Layers, ...]:
    """With the layers that have no positions at all."""
    pattern = keys.integers("no_rope_layers", "1 for each layer that rotates, 0 for each without positions", 1000)
    every = keys.integer("no_rope_layer_interval", "each layer of this number has no positions", 1, 1000)
    if family.still == "every":
        if not pattern and not every:
            _own(keys, "no_rope_layer_interval", 4)
        return (turning,) if pattern and 0 not in pattern else (turning, Layers(STILL, Nope(), turning.length))
    if family.still:
        keys.default("layer_types", family.still, f"in {keys.kind} these layers have no positions")
        return Layers(WINDOW, turning.encoding, turning.length), Layers(family.still, Nope(), turning.length)
    return (turning,)


def _length(keys: Keys, family: Family) -> int:
    key = keys.first(*_LENGTHS)
    stated = keys.length(_LENGTHS, "the length that the model is made for", 2)
    if stated is None and family.length:
        _own(keys, key, family.length)
    length: int = keys.needed(stated or family.length, key)
    return length


def _sorted(layers: tuple[Layers, ...]) -> tuple[Layers, ...]:
    """Those that see the whole context first."""
    return tuple(sorted(layers, key=lambda kind: kind.name != WHOLE))
