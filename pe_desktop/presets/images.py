"""Positions of images' patches: signature figures, and models with their published settings."""

from __future__ import annotations

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.presets.preset import MODELS, SIGNATURE, Preset, looking


def _patches(encoding: Encoding, view: View, colormap: str = "theme") -> State:
    """All patches of a grid, on the page of images."""
    return State(Document(length=encoding.longest, colormap=colormap, encoding=encoding, page="images"), view)


FOUND = (
    Preset(
        id="vit-figure-7",
        label="ViT figure 7: a tile for each of 7 × 7 patches",
        group=SIGNATURE,
        figure="patches",
        source=(
            "Dosovitskiy et al. 2021, An Image is Worth 16x16 Words, figure 7, middle: cosine similarity of each of "
            "7 × 7 patches of ViT-L/32 with all of them, in viridis. The trained table is not bundled: fixed "
            "sinusoids of its 1,024 dimensions stand in for it, in MAE's order"
        ),
        state=_patches(Sincos2d(grid=(7, 7), d_model=1024), looking(24, 0, 100), "viridis"),
    ),
    Preset(
        id="nd-rope",
        label="N-dimensional RoPE: one query over 2-D positions",
        group=SIGNATURE,
        figure="patches",
        source=(
            "Jerry Xiong, On N-dimensional rotary positional embeddings: the cosine of one query with itself turned "
            "to other places of the plane, the axial variant. The original's size is not known: here one head of 64 "
            "dimensions with the base 100 of RoPE-ViT over 15 × 15 patches"
        ),
        state=_patches(Rope2d(grid=(15, 15), head_dim=64, style="rope-vit"), looking(112, 100, 8)),
    ),
    Preset(
        id="vit-b16",
        label="ViT-B/16 at 224 × 224",
        group=MODELS,
        figure="patches",
        source=(
            "Dosovitskiy et al. 2021, An Image is Worth 16x16 Words; vision_transformer configs/models.py: 14 × 14 "
            "patches of 768 dimensions. It learns its table, which is not bundled: fixed sinusoids of its size stand "
            "in for it, in the order that SimpleViT uses"
        ),
        state=_patches(Sincos2d(grid=(14, 14), d_model=768, convention="big-vision"), looking(105, 20, 200)),
    ),
    Preset(
        id="mae",
        label="MAE ViT-B/16",
        group=MODELS,
        figure="patches",
        source=(
            "He et al. 2021, Masked Autoencoders, models_mae.py and util/pos_embed.py: fixed 2-D sinusoids of 768 "
            "dimensions for 224 × 224 pixels in patches of 16 × 16; the row of zeros of the class token left out"
        ),
        state=_patches(Sincos2d(grid=(14, 14), d_model=768, convention="mae"), looking(105, 20, 200)),
    ),
    Preset(
        id="vit-h14",
        label="MAE ViT-H/14",
        group=MODELS,
        figure="patches",
        source=(
            "He et al. 2021, Masked Autoencoders, models_mae.py: fixed 2-D sinusoids of 1,280 dimensions for "
            "224 × 224 pixels in patches of 14 × 14; the row of zeros of the class token left out"
        ),
        state=_patches(Sincos2d(grid=(16, 16), d_model=1280, convention="mae"), looking(136, 20, 320)),
    ),
    Preset(
        id="moco-v3",
        label="MoCo v3 ViT-B/16",
        group=MODELS,
        figure="patches",
        source=(
            "Chen et al. 2021, MoCo v3, vits.py: fixed 2-D sinusoids of 768 dimensions for 224 × 224 pixels in "
            "patches of 16 × 16, the rows of the table going down the columns of patches"
        ),
        state=_patches(Sincos2d(grid=(14, 14), d_model=768, convention="moco-v3"), looking(105, 20, 200)),
    ),
    Preset(
        id="simple-vit",
        label="SimpleViT ViT-S/16",
        group=MODELS,
        figure="patches",
        source=(
            "Beyer et al. 2022, Better plain ViT baselines, big_vision's models/vit.py: fixed 2-D sinusoids of 384 "
            "dimensions with exponents k/(m − 1), for 224 × 224 pixels in patches of 16 × 16"
        ),
        state=_patches(Sincos2d(grid=(14, 14), d_model=384, convention="big-vision"), looking(105, 20, 100)),
    ),
    Preset(
        id="qwen2-vl-vision",
        label="Qwen2-VL, vision tower",
        group=MODELS,
        figure="patches",
        source=(
            "Wang et al. 2024, Qwen2-VL, as in transformers: axial RoPE of heads of 80 dimensions (1,280 over 16 "
            "heads, from memory), rows first, base 10,000; 224 × 224 pixels in patches of 14 × 14, read along the rows"
        ),
        state=_patches(Rope2d(grid=(16, 16), head_dim=80, style="qwen2-vl"), looking(136, 20, 4)),
    ),
    Preset(
        id="pixtral",
        label="Pixtral, vision tower",
        group=MODELS,
        figure="patches",
        source=(
            "Pixtral 12B, as in transformers: even bands turn by the row, odd ones by the column, base 10,000; heads "
            "of 64 dimensions (from memory); an image of 16 × 16 patches"
        ),
        state=_patches(Rope2d(grid=(16, 16), head_dim=64, style="pixtral"), looking(136, 20, 4)),
    ),
    Preset(
        id="dinov3",
        label="DINOv3",
        group=MODELS,
        figure="patches",
        source=(
            "Siméoni et al. 2025, DINOv3, hub/backbones.py and rope_position_encoding.py: axial RoPE of heads of 64 "
            "dimensions over coordinates from −1 to 1, base 100; 224 × 224 pixels in patches of 16 × 16"
        ),
        state=_patches(Rope2d(grid=(14, 14), head_dim=64, style="dinov3"), looking(105, 20, 4)),
    ),
    Preset(
        id="rope-vit",
        label="RoPE-ViT, axial",
        group=MODELS,
        figure="patches",
        source=(
            "Heo et al. 2024, Rotary Position Embedding for Vision Transformer, models/vit_rope.py: axial RoPE of "
            "heads of 64 dimensions, columns first, base 100; 224 × 224 pixels in patches of 16 × 16"
        ),
        state=_patches(Rope2d(grid=(14, 14), head_dim=64, style="rope-vit"), looking(105, 20, 4)),
    ),
    Preset(
        id="swin",
        label="Swin-T, first stage",
        group=MODELS,
        figure="bias",
        source=(
            "Liu et al. 2021, Swin Transformer, models/swin_transformer.py: windows of 7 × 7 patches and 3 heads, each "
            "with a learned bias for each of 169 steps; here a synthetic table stands in for the trained one"
        ),
        state=State(Document(length=49, encoding=Swin(grid=(7, 7), num_heads=3), page="relative"), looking(24, 0)),
    ),
    Preset(
        id="qwen2-vl-7b",
        label="Qwen2-VL 7B: text with an image",
        group=MODELS,
        figure="similarity",
        source=(
            "Wang et al. 2024, Qwen2-VL, config.json: M-RoPE with sections 16, 24, 24 of 64 pairs one after the other, "
            "base 1,000,000, heads of 128; here 16 tokens of text, an image of 8 × 8 tokens, and 48 tokens of text"
        ),
        state=State(
            Document(length=128, encoding=Mrope(layout="chunked", mrope_section=(16, 24, 24))), looking(50, 8, 20)
        ),
    ),
    Preset(
        id="qwen3-vl",
        label="Qwen3-VL: text with an image",
        group=MODELS,
        figure="similarity",
        source=(
            "Qwen3-VL as in transformers: M-RoPE with sections 24, 20, 20 of 64 pairs in turn, heads of 128, base "
            "5,000,000 (from memory); here 16 tokens of text, an image of 8 × 8 tokens, and 48 tokens of text"
        ),
        state=State(
            Document(length=128, encoding=Mrope(layout="interleaved", mrope_section=(24, 20, 20), base=5e6)),
            looking(50, 8, 20),
        ),
    ),
)
