"""Presets: the figures that the field knows, with the parameters of their authors."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import from_json, to_json
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from pe_desktop.presets.explainers import FOUND

ORIGINALS = {
    "alammar-2018": ("heatmap", (20, 512), "half-split", "tensor2tensor", "viridis"),
    "alammar-2020": ("heatmap", (10, 64), "interleaved", "vaswani", "viridis"),
    "kazemnejad-heatmap": ("heatmap", (50, 128), "interleaved", "vaswani", "theme"),
    "kazemnejad-similarity": ("similarity", (50, 128), "interleaved", "vaswani", "theme"),
    "annotated-transformer": ("waves", (100, 20), "interleaved", "vaswani", "theme"),
    "lil-log": ("heatmap", (32, 128), "interleaved", "vaswani", "grey"),
}


def test_there_is_an_original_for_every_preset() -> None:
    assert {preset.id for preset in FOUND} == ORIGINALS.keys()


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_signature_figure_has_its_original_parameters(name: str) -> None:
    preset, (figure, shape, layout, ladder, colormap) = PRESETS[name], ORIGINALS[name]
    document = preset.state.document
    assert isinstance(document.encoding, Sinusoidal)
    assert (preset.figure, document.encoding.numbers(document.length).shape) == (figure, shape)
    assert (document.encoding.layout, document.encoding.ladder) == (layout, ladder)
    assert (document.encoding.base, document.colormap) == (10000.0, colormap)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_named_and_its_figure_can_be_made(name: str) -> None:
    preset = PRESETS[name]
    picture = PICTURES[preset.figure]
    figure = picture.build(preset.state.document, preset.state.view)
    assert preset.id == name
    assert preset.label
    assert preset.group
    assert preset.source.rstrip().endswith(tuple("abcdefghijklmnopqrstuvwxyz0123456789"))
    assert not figure.note
    assert preset.state.view.within(preset.state.document) == preset.state.view


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_can_be_saved_and_opened(name: str) -> None:
    assert from_json(to_json(PRESETS[name].state)) == PRESETS[name].state


def test_the_waves_of_the_annotated_transformer_are_dimensions_4_to_7() -> None:
    state = PRESETS["annotated-transformer"].state
    arrays = PICTURES["waves"].numbers(state.document, state.view)
    assert arrays["dims"].tolist() == [4, 5, 6, 7]
    angles = np.outer(np.arange(100), 10000.0 ** (-np.array([4, 6]) / 20))
    wanted = np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(100, 4)
    assert np.abs(arrays["waves"] - wanted).max() < 1e-13


def test_kazemnejad_s_similarity_goes_from_64_on_the_diagonal_to_about_30_6() -> None:
    state = PRESETS["kazemnejad-similarity"].state
    matrix = PICTURES["similarity"].numbers(state.document, state.view)["similarity"]
    assert np.abs(np.diagonal(matrix) - 64).max() < 1e-12
    assert matrix.min() == pytest.approx(30.6, abs=0.05)
