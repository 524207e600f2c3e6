"""Presets of rotary encodings: their settings are the published ones, and their figures show the known numbers."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from pe_desktop.presets.rotary_llama import FOUND as LLAMAS
from pe_desktop.presets.rotary_models import FOUND as OTHERS

MODELS = [preset.id for preset in (*LLAMAS, *OTHERS)]

SETTINGS = {
    "llama-1-7b": (128, 1e4, "default", 2048),
    "llama-2-7b": (128, 1e4, "default", 4096),
    "code-llama-7b": (128, 1e6, "default", 16384),
    "llama-3-8b": (128, 5e5, "default", 8192),
    "llama-3.1-8b": (128, 5e5, "llama3", 131072),
    "llama-3.2-1b": (64, 5e5, "llama3", 131072),
    "llama-3.2-3b": (128, 5e5, "llama3", 131072),
    "llama-4-scout": (128, 5e5, "llama3", 10_000_000),
    "llama-4-maverick": (128, 5e5, "default", 1_048_576),
    "gpt-j-6b": (256, 1e4, "default", 2048),
    "gpt-neox-20b": (96, 1e4, "default", 2048),
    "phi-2": (80, 1e4, "default", 2048),
    "mistral-7b-v0.1": (128, 1e4, "default", 32768),
    "mistral-7b-v0.3": (128, 1e6, "default", 32768),
    "mixtral-8x7b": (128, 1e6, "default", 32768),
    "qwen2-7b": (128, 1e6, "default", 32768),
    "qwen2.5-7b": (128, 1e6, "default", 32768),
    "qwen2.5-7b-yarn": (128, 1e6, "yarn", 131072),
    "qwen3-8b": (128, 1e6, "default", 40960),
    "gemma-2-9b": (256, 1e4, "default", 8192),
    "gemma-2-27b": (128, 1e4, "default", 8192),
    "gemma-3-4b-local": (256, 1e4, "default", 131072),
    "gemma-3-4b-global": (256, 1e6, "linear", 131072),
    "gemma-3-27b-local": (128, 1e4, "default", 131072),
    "gemma-3-27b-global": (128, 1e6, "linear", 131072),
    "gemma-4-local": (256, 1e4, "default", 131072),
    "gemma-4-global": (512, 1e6, "proportional", 131072),
    "deepseek-v2": (64, 1e4, "yarn", 163840),
    "deepseek-v3": (64, 1e4, "yarn", 163840),
    "gpt-oss-20b": (64, 150000, "yarn", 131072),
    "modernbert-global": (64, 160000, "default", 8192),
    "modernbert-local": (64, 1e4, "default", 8192),
}


def rope(name):
    encoding = PRESETS[name].state.document.encoding
    assert isinstance(encoding, Rope)
    return encoding


def scalars(name):
    preset = PRESETS[name]
    return PICTURES[preset.figure].scalars(preset.state.document, preset.state.view)


def test_every_model_has_its_settings_stated_here():
    assert set(MODELS) == set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_model_has_its_published_settings(name):
    encoding, length = rope(name), PRESETS[name].state.document.length
    assert (encoding.head_dim, encoding.base, encoding.scaling, length) == SETTINGS[name]
    assert (PRESETS[name].figure, PRESETS[name].state.document.page) == ("frequencies", "extend")


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("llama-3.1-8b", "llama3.llama_3_1_8b"),
        ("llama-3.2-1b", "llama3.llama_3_2_1b"),
        ("deepseek-v3", "yarn.deepseek_v3"),
        ("gpt-oss-20b", "yarn.gpt_oss"),
        ("qwen2.5-7b-yarn", "yarn.qwen2_5"),
        ("gemma-3-4b-global", "linear.gemma3_4b"),
        ("gemma-4-global", "proportional.gemma4_global"),
    ],
)
def test_a_model_has_the_frequencies_that_transformers_computes(name, golden):
    with np.load("tests/golden/golden.npz") as archive:
        wanted = archive[f"rope_scaling.{golden}"]
    preset = PRESETS[name]
    found = PICTURES["frequencies"].numbers(preset.state.document, preset.state.view)["inv_freq"]
    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("llama-3.1-8b", (29, 6, 29)),
        ("llama-3.2-1b", (15, 3, 14)),
        ("deepseek-v3", (11, 12, 9)),
        ("gpt-oss-20b", (9, 9, 14)),
        ("yarn-quantities", (21, 25, 18)),
    ],
)
def test_so_many_pairs_of_a_model_are_kept_blended_and_interpolated(name, wanted):
    found = scalars(name)
    assert (found["kept"], found["blended"], found["interpolated"]) == wanted


@pytest.mark.parametrize(
    ("name", "factor"), [("gpt-oss-20b", 1.3465735902799727), ("deepseek-v2", 1.0), ("deepseek-v3", 1.0)]
)
def test_a_model_s_attention_factor_is_the_published_one(name, factor):
    assert scalars(name)["attention_factor"] == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        ("llama-2-7b", 54_410),
        ("llama-3-8b", 2_559_196),
        ("qwen3-8b", 5_063_256),
        ("gpt-j-6b", 47_117),
    ],
)
def test_the_longest_wavelength_of_a_model_is_the_known_one(name, longest):
    preset = PRESETS[name]
    found = PICTURES["frequencies"].numbers(preset.state.document, preset.state.view)["wavelength"]
    assert found.max() == pytest.approx(longest, abs=0.5)


def test_eighteen_pairs_of_llama_2_never_finish_a_turn():
    assert scalars("llama-2-7b")["unfinished"] == 18
    assert scalars("yarn-quantities")["unfinished_when_trained"] == 18


def test_the_bases_of_the_decay_presets_turn_negative_where_they_were_computed():
    assert scalars("base-bounds-context") == {
        "first_below_zero_base_100": 59,
        "first_below_zero_base_1000": 361,
        "first_below_zero_base_10000": 1707,
    }
    assert scalars("base-bounds-context-far")["first_below_zero_base_1000000"] == 27_115


def test_roformer_s_figure_is_its_bound():
    state = PRESETS["roformer-figure-2"].state
    found = PICTURES["decay"].numbers(state.document, state.view)["decay"]
    assert found.shape == (251, 1)
    assert found[[0, 100, 250], 0] == pytest.approx([32.5, 10.2, 6.55], abs=0.05)
