"""Presets of images' patches: what their models and papers say."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from pe_desktop.presets.preset import MODELS, SIGNATURE

PUBLISHED = {
    "vit-figure-7": Sincos2d(grid=(7, 7), d_model=1024, convention="mae", base=10000.0),
    "nd-rope": Rope2d(grid=(15, 15), head_dim=64, style="rope-vit"),
    "vit-b16": Sincos2d(grid=(14, 14), d_model=768, convention="big-vision", base=10000.0),
    "mae": Sincos2d(grid=(14, 14), d_model=768, convention="mae", base=10000.0),
    "vit-h14": Sincos2d(grid=(16, 16), d_model=1280, convention="mae", base=10000.0),
    "moco-v3": Sincos2d(grid=(14, 14), d_model=768, convention="moco-v3", base=10000.0),
    "simple-vit": Sincos2d(grid=(14, 14), d_model=384, convention="big-vision", base=10000.0),
    "qwen2-vl-vision": Rope2d(grid=(16, 16), head_dim=80, style="qwen2-vl"),
    "pixtral": Rope2d(grid=(16, 16), head_dim=64, style="pixtral"),
    "dinov3": Rope2d(grid=(14, 14), head_dim=64, style="dinov3"),
    "rope-vit": Rope2d(grid=(14, 14), head_dim=64, style="rope-vit"),
    "swin": Swin(grid=(7, 7), num_heads=3),
    "qwen2-vl-7b": Mrope(head_dim=128, base=1e6, layout="chunked", mrope_section=(16, 24, 24)),
    "qwen3-vl": Mrope(head_dim=128, base=5e6, layout="interleaved", mrope_section=(24, 20, 20)),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_preset_of_images_has_its_published_settings(name: str) -> None:
    preset = PRESETS[name]
    assert preset.state.document.encoding == PUBLISHED[name]
    assert preset.group == (SIGNATURE if name in ("vit-figure-7", "nd-rope") else MODELS)


def test_the_figure_of_vit_has_a_tile_for_each_of_49_patches_in_viridis() -> None:
    state = PRESETS["vit-figure-7"].state
    figure = PICTURES["patches"].build(state.document, state.view)
    assert len(figure.panel("patches").x.places) == len(figure.panel("patches").y.places) == 7
    assert figure.panel("patches").marks[0].colours == "viridis"  # type: ignore[attr-defined]
    assert figure.panel("patches.tile").title == "row 3, column 3"


def test_the_query_of_n_dimensional_rope_is_its_own_maximum_and_alike_in_all_four_directions() -> None:
    state = PRESETS["nd-rope"].state
    tile = PICTURES["patches"].numbers(state.document, state.view)["patches"][7, 7]
    assert tile[7, 7] == pytest.approx(1.0)
    assert np.argmax(tile) == 112
    assert tile == pytest.approx(tile[::-1], abs=1e-12)
    assert tile == pytest.approx(tile.T, abs=1e-12)
