"""Configurations of models of images: positions of patches."""

from __future__ import annotations

from pe_desktop.engine.encodings.rope2d import STYLES, Rope2d
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.sources.config.keys import Keys
from pe_desktop.sources.config.model import Layers, LearnedTable

_HEADS = ("num_attention_heads", "num_heads")
_WIDTHS = ("embed_dim", "hidden_size")


def vit_layers(keys: Keys, tokens: int = 1) -> tuple[Layers, ...]:
    """ViT, DINOv2 and CLIP: a learned table of the patches, after `tokens` rows for others."""
    high, wide = _grid(keys)
    rows = tokens + high * wide
    if tokens:
        keys.default("rows", rows, f"{high} × {wide} patches after {tokens} for the class token and its like")
    return (Layers("", LearnedTable(rows, _width(keys), tokens), high * wide),)


def siglip_layers(keys: Keys) -> tuple[Layers, ...]:
    """SigLIP has no class token."""
    return vit_layers(keys, tokens=0)


def deit_layers(keys: Keys) -> tuple[Layers, ...]:
    """DeiT has a distillation token after the class token."""
    return vit_layers(keys, tokens=2)


def mae_layers(keys: Keys) -> tuple[Layers, ...]:
    """MAE: fixed 2-D sinusoids of the patches, after a row of zeros for the class token."""
    grid = _grid(keys)
    return (Layers("", Sincos2d(grid=grid, d_model=_width(keys), convention="mae"), grid[0] * grid[1]),)


def swin_layers(keys: Keys) -> tuple[Layers, ...]:
    """Swin: a learned bias for each step within a window, with more heads at each stage."""
    side = keys.needed(keys.integer("window_size", "rows and columns of patches of a window", 1, 64), "window_size")
    heads = keys.needed(keys.integers("num_heads", "heads of each stage") or None, "num_heads")
    stages = enumerate(heads, 1)
    return tuple(Layers(f"stage {i}", Swin(grid=(side, side), num_heads=n), side * side) for i, n in stages)


def dinov3_layers(keys: Keys) -> tuple[Layers, ...]:
    """DINOv3: rows and columns rotate, in coordinates from −1 to 1."""
    return _rotating(keys, "dinov3", _grid(keys))


def pixtral_layers(keys: Keys) -> tuple[Layers, ...]:
    """Pixtral: even pairs rotate by the row, odd ones by the column."""
    return _rotating(keys, "pixtral", _grid(keys))


def qwen_layers(keys: Keys) -> tuple[Layers, ...]:
    """Qwen's vision towers take images of any size: their grid is not in the file."""
    keys.default("grid", "14 × 14", "not in the file: images may have any size, and so many patches are shown")
    return _rotating(keys, "qwen2-vl", (14, 14))


def _rotating(keys: Keys, style: str, grid: tuple[int, int]) -> tuple[Layers, ...]:
    meaning = "width of a head: half of its pairs turn by the row, half by the column"
    key = keys.first(*_HEADS)
    width = keys.integer("head_dim", meaning, 4, 16384)
    if width is None:
        heads = keys.needed(keys.integer(key, "how many heads share the model's width", 1), key)
        width = _width(keys) // heads
    parameters = keys.inner("rope_parameters")
    base = (parameters or keys).real("rope_theta", "the base of both ladders", 1.0, 1e9)
    encoding = Rope2d(grid=grid, head_dim=width, style=style)
    if base is not None and base != STYLES[style].base:
        encoding = encoding.replace(base=base)
    return (Layers("", encoding, encoding.longest),)


def _grid(keys: Keys) -> tuple[int, int]:
    """Rows and columns of patches."""
    image, patch = _pair(keys, "image_size", "pixels of an image"), _pair(keys, "patch_size", "pixels of a patch")
    rows, columns = image[0] // patch[0], image[1] // patch[1]
    keys.needed((rows and columns) or None, "image_size")
    return rows, columns


def _pair(keys: Keys, key: str, meaning: str) -> tuple[int, int]:
    """A height and a width, or one number for both."""
    if keys.is_list(key):
        sides = keys.integers(key, f"{meaning}: height and width", 2)
        keys.needed(sides if len(sides) == 2 and all(sides) else None, key)
        return sides[0], sides[1]
    side: int = keys.needed(keys.integer(key, meaning, 1, 100_000), key)
    return side, side


def _width(keys: Keys) -> int:
    key = keys.first(*_WIDTHS)
    width: int = keys.needed(keys.integer(key, "the model's width", 1, 16384), key)
    return width
