"""The keys by which a config.json names the model whose code makes an encoding, written so that they read back to it.

What rotates has keys of its own (`fragment.config_fragment`); what is added, as a table or a bias, is in a model's
code, and its file only says for which sizes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.rope2d import STYLES, Rope2d
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.engine.encodings.t5 import T5

Keys = dict[str, Any]
PATCH = 16  # pixels
_VISION = {"dinov3": "dinov3_vit", "pixtral": "pixtral", "qwen2-vl": "qwen2_vl"}
_OWN_GRID = "qwen2-vl"  # whose file says nothing of it


def model_fragment(encoding: Encoding, length: int) -> Keys:
    """The keys for `length` positions; empty where no model that is read here has this encoding."""
    writer = _WRITERS.get(type(encoding))
    return writer(encoding, length) if writer else {}


def _alibi(encoding: Alibi, length: int) -> Keys:
    """As MPT, whose file has the slopes' range too."""
    if encoding.bidirectional:
        return {}
    attention = {"alibi": True, "alibi_bias_max": encoding.alibi_bias_max}
    return {"model_type": "mpt", "n_heads": encoding.num_heads, "max_seq_len": length, "attn_config": attention}


def _t5(encoding: T5, length: int) -> Keys:
    """Of the encoder and the decoder alike: both are in one file."""
    return {
        "model_type": "t5",
        "num_heads": encoding.num_heads,
        "n_positions": length,
        "relative_attention_num_buckets": encoding.num_buckets,
        "relative_attention_max_distance": encoding.max_distance,
    }


def _sinusoidal(encoding: Sinusoidal, length: int) -> Keys:
    sizes = {"d_model": encoding.d_model, "max_position_embeddings": length}
    padding = encoding.padding_row
    models: dict[str, tuple[Sinusoidal, Keys]] = {
        "marian": (Sinusoidal(layout="half-split", odd="sine"), sizes),
        "distilbert": (Sinusoidal(), {"dim": encoding.d_model, **sizes, "sinusoidal_pos_embds": True}),
        "whisper": (
            Sinusoidal(layout="half-split", ladder="tensor2tensor"),
            {"d_model": encoding.d_model, "max_source_positions": length, "max_target_positions": length},
        ),
    }
    if padding is not None:
        fairseq = Sinusoidal(layout="half-split", ladder="tensor2tensor", odd="zero")
        shifted = fairseq.replace(offset=padding + 1, padding_row=padding)
        models["m2m_100"] = (shifted, {**sizes, "pad_token_id": padding})
    for name, (meant, keys) in models.items():
        if encoding == meant.replace(d_model=encoding.d_model):
            return {"model_type": name, **keys}
    return {}


def _sincos2d(encoding: Sincos2d, length: int) -> Keys:
    if encoding != Sincos2d(grid=encoding.grid, d_model=encoding.d_model, convention="mae"):
        return {}
    return {"model_type": "vit_mae", "hidden_size": encoding.d_model, **_image(encoding.grid)}


def _rope2d(encoding: Rope2d, length: int) -> Keys:
    name = _VISION.get(encoding.style)
    if name is None:
        return {}
    base = STYLES[encoding.style].base if encoding.base is None else encoding.base
    keys: Keys = {"head_dim": encoding.head_dim, "rope_theta": base}
    if encoding.style != _OWN_GRID:
        return {"model_type": name, **keys, **_image(encoding.grid)}
    return {"model_type": name, "vision_config": {"model_type": name, **keys}}


def _swin(encoding: Swin, length: int) -> Keys:
    high, wide = encoding.grid
    if high != wide:
        return {}
    return {"model_type": "swin", "window_size": high, "num_heads": [encoding.num_heads]}


def _learned(encoding: Learned, length: int) -> Keys:
    """Only the size of its table: the numbers are in the checkpoint."""
    if encoding.offset:
        return {}
    rows, columns = encoding.table.shape
    return {"model_type": "bert", "hidden_size": columns, "max_position_embeddings": rows}


def _image(grid: tuple[int, int]) -> Keys:
    return {"image_size": [PATCH * grid[0], PATCH * grid[1]], "patch_size": PATCH}


_WRITERS: dict[type, Callable[[Any, int], Keys]] = {
    Alibi: _alibi,
    T5: _t5,
    Sinusoidal: _sinusoidal,
    Sincos2d: _sincos2d,
    Rope2d: _rope2d,
    Swin: _swin,
    Learned: _learned,
}
