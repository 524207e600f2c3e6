"""Configurations of models that add a bias to the scores."""

from __future__ import annotations

from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.t5 import T5
from pe_desktop.sources.config.keys import Keys
from pe_desktop.sources.config.model import Layers
from pe_desktop.sources.config.rotary import HEADS

_LENGTHS = ("seq_length", "max_seq_len", "max_position_embeddings", "n_positions")


def alibi_layers(keys: Keys, bias_max: float | None = None) -> tuple[Layers, ...]:
    """ALiBi: BLOOM, and Falcon and MPT where they say so."""
    encoding = Alibi(num_heads=_heads(keys))
    if bias_max is not None:
        encoding = encoding.replace(alibi_bias_max=bias_max)
    return (Layers("", encoding, _length(keys, 2048)),)


def mpt_layers(keys: Keys) -> tuple[Layers, ...] | None:
    """MPT keeps what concerns attention in an object of its own; None where it says nothing of ALiBi."""
    attention = keys.inner("attn_config")
    if attention is None or not attention.flag("alibi", "whether a slope times the distance is taken off each score"):
        return None
    bias_max = attention.real("alibi_bias_max", "the last head's slope is 2 to the minus this", 0.25, 64.0)
    if keys.has("learned_pos_emb"):
        keys.note("learned_pos_emb", "has no effect beside alibi")
    return alibi_layers(keys, bias_max)


def t5_layers(keys: Keys) -> tuple[Layers, ...]:
    """T5 and its kin: an encoder with buckets on both sides, a decoder with all of them before the query."""
    heads, length = _heads(keys), _length(keys, 512)
    buckets = keys.integer("relative_attention_num_buckets", "how many numbers each head has for distances", 4, 1024)
    farthest = keys.integer("relative_attention_max_distance", "from this distance on all share the last", 2, 65536)
    if farthest is None:
        keys.default("relative_attention_max_distance", 128, "not in the file: what T5 has")
    both = T5(num_heads=heads, num_buckets=buckets or 32, max_distance=farthest or 128)
    return Layers("encoder", both, length), Layers("decoder", both.replace(bidirectional=False), length)


def _heads(keys: Keys) -> int:
    key = keys.first(*HEADS)
    heads: int = keys.needed(keys.integer(key, "how many heads have a bias of their own", 1, 128), key)
    return heads


def _length(keys: Keys, usual: int) -> int:
    stated = keys.length(_LENGTHS, "the length that the model was trained at", 2)
    if stated is None:
        keys.default(_LENGTHS[0], usual, "not in the file, and nothing in the bias depends on it: so many are shown")
    return stated or usual
