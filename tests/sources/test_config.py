"""From a config.json to an encoding: every model of the presets, and what each key did."""

from __future__ import annotations

import json

import pytest

from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.presets import PRESETS
from pe_desktop.presets.preset import MODELS
from pe_desktop.sources.config.reading import read_config
from tests.sources.configs import CONFIGS, WITHOUT, gemma3, llama, renewed
from tests.sources.models import expected, layers, read, shown


def test_every_model_of_the_presets_has_a_file_or_a_reason_why_not():
    assert {preset.id for preset in PRESETS.values() if preset.group == MODELS} == CONFIGS.keys() | WITHOUT.keys()


@pytest.mark.parametrize("preset", CONFIGS)
def test_the_file_of_each_preset_gives_its_encoding_and_leaves_nothing_unclear(tmp_path, preset):
    content, name = CONFIGS[preset]
    (tmp_path / "config.json").write_text(json.dumps(content, indent=2))
    model = read_config(tmp_path / "config.json")
    assert shown(layers(model, name).encoding, preset) == expected(preset)
    assert model.unclear == ()


@pytest.mark.parametrize(
    "preset", [p for p, (_, name) in CONFIGS.items() if isinstance(expected(p), Rope | Mrope) and not name]
)
def test_the_new_spelling_says_the_same(preset):
    content, name = CONFIGS[preset]
    model = read(renewed(content))
    assert layers(model, name).encoding == expected(preset)
    assert model.unclear == ()


@pytest.mark.parametrize(
    ("preset", "length"),
    [("llama-3.1-8b", 131_072), ("llama-4-scout", 10_000_000), ("gpt-j-6b", 2048), ("gemma-3-4b-global", 131_072),
     ("t5", 512), ("whisper", 1500), ("mae", 196), ("m2m100", 1024), ("minilm", 512), ("bloom", 2048)],
)  # fmt: skip
def test_lengths_are_those_that_the_files_state(preset, length):
    content, name = CONFIGS[preset]
    assert layers(read(content), name).length == length


@pytest.mark.parametrize(
    ("preset", "trained"), [("llama-3.1-8b", 8192), ("gpt-oss-20b", 4096), ("qwen3-8b", 40_960), ("t5", 512)]
)
def test_the_trained_length_is_the_one_before_the_extension(preset, trained):
    assert read(CONFIGS[preset][0]).layers[0].trained == trained


def test_layers_nested_in_rope_parameters_are_read_by_kind_the_whole_context_first():
    nested = {
        "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
        "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
    }
    text = {**gemma3()["text_config"], "rope_scaling": None, "rope_parameters": nested}
    model = read({**gemma3(), "text_config": text})
    assert [kind.name for kind in model.layers] == ["full_attention", "sliding_attention", "vision"]
    assert model.layers[:2] == read(gemma3()).layers[:2]
    assert model.encoding == expected("gemma-3-4b-global")


def test_a_family_that_scales_its_whole_layers_only_leaves_the_others_alone():
    yarn = {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 8192, "attention_factor": 1.2}
    model = read(llama(4096, 32, 65536, base=500000, scaling=yarn, kind="olmo3"))
    assert layers(model, "sliding_attention").encoding == Rope(head_dim=128, base=5e5, pairing="half")
    assert layers(model, "full_attention").encoding.attention(1) == 1.2


def test_each_key_says_what_it_did_in_the_order_of_reading():
    model = read(CONFIGS["llama-3.1-8b"][0])
    said = {line.key: line for line in model.used}
    assert said["rope_theta"].value == "500000.0"
    assert said["rope_scaling.rope_type"].meaning == "the rule by which the frequencies are changed"
    assert said["(head_dim)"].value == "128"
    assert said["(head_dim)"].meaning == "not in the file: hidden_size / num_attention_heads"
    assert said["rope_scaling.high_freq_factor"].meaning.startswith("wavelengths below")
    assert model.name == "LlamaForCausalLM"
    assert "vocab_size" not in said


def test_what_a_family_takes_for_granted_is_said():
    said = {line.key: line.meaning for line in read(CONFIGS["llama-1-7b"][0]).used}
    assert said["(rope_theta)"] == "not in the file: what llama has"
    assert said["rope_scaling"] == "not set"


def test_a_model_is_named_without_the_folders_of_whoever_saved_it():
    for path in ("/home/someone/secret/my-llama/", "C:\\Users\\someone\\my-llama", "hub/my-llama"):
        model = read({**llama(64, 2, 128), "_name_or_path": path})
        assert model.name == "my-llama"
