"""From a config.json to an encoding: every model of the presets, every spelling, and what is said of the rest."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.t5 import T5
from pe_desktop.engine.weights import bundled
from pe_desktop.presets import PRESETS
from pe_desktop.presets.preset import MODELS
from pe_desktop.sources.config.fragment import config_fragment
from pe_desktop.sources.config.model import LearnedTable
from pe_desktop.sources.config.reading import model_of, read_config
from pe_desktop.sources.error import SourceError
from tests.sources.configs import CONFIGS, GPT_OSS, QWEN2_VL, WITHOUT, gemma3, llama, llama3, renewed, vit
from tests.sources.files import LFS, PAGE, refusal

OF_META = ("llama-1-7b", "llama-2-7b", "code-llama-7b", "llama-3-8b")
"""Presets of Meta's own weights, which turn neighbours; in transformers' copies they are permuted to halves."""


def read(content):
    """What keys say, after they were written to a file."""
    return model_of("config.json", json.loads(json.dumps(content)))


def layers(model, name):
    return next(kind for kind in model.layers if kind.name == name)


def expected(preset):
    """The encoding of a preset as a file can say it."""
    encoding = PRESETS[preset].state.document.encoding
    return encoding.replace(pairing="half") if preset in OF_META else encoding


def shown(encoding, preset):
    """With what a file cannot say: the numbers of a learned table, and the size of an image."""
    wanted = expected(preset)
    if isinstance(encoding, LearnedTable):
        return encoding.filled(wanted.table)
    return encoding.replace(grid=wanted.grid) if isinstance(encoding, Rope2d) else encoding


def test_every_model_of_the_presets_has_a_file_or_a_reason_why_not():
    assert {preset.id for preset in PRESETS.values() if preset.group == MODELS} == CONFIGS.keys() | WITHOUT.keys()


@pytest.mark.parametrize("preset", CONFIGS)
def test_the_file_of_each_preset_gives_its_encoding_and_leaves_nothing_unclear(tmp_path, preset):
    content, name = CONFIGS[preset]
    (tmp_path / "config.json").write_text(json.dumps(content, indent=2))
    model = read_config(tmp_path / "config.json")
    assert shown(layers(model, name).encoding, preset) == expected(preset)
    assert model.unclear == ()


@pytest.mark.parametrize("preset", [p for p, (content, _) in CONFIGS.items() if isinstance(expected(p), Rope | Mrope)])
def test_the_new_spelling_says_the_same(preset):
    content, name = CONFIGS[preset]
    if "rope_parameters" in content.get("text_config", content) or name:
        pytest.skip("nested by layers: its own test")
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
    assert said["rope_scaling.rope_type"].meaning == "how the context is extended"
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


# Spellings


def test_an_unknown_model_is_read_by_its_keys_and_says_what_it_cannot_know():
    model = read({"model_type": "newcomer", "rope_theta": 5e5, "head_dim": 64, "max_position_embeddings": 4096})
    assert model.encoding == Rope(head_dim=64, base=5e5, pairing="half")
    assert model.unclear == (
        "model_type newcomer: not known here; dimensions i and i + r/2 are taken to turn together",
    )


@pytest.mark.parametrize(
    ("scaling", "of"),
    [
        ({"type": "linear", "factor": 4}, {"scaling": "linear", "factor": 4.0, "original_max_position_embeddings": 1024,
                                           "max_position_embeddings": 4096}),
        ({"rope_type": "dynamic", "factor": 2.0},
         {"scaling": "dynamic", "factor": 2.0, "max_position_embeddings": 4096}),
        ({"type": "dynamic", "alpha": 1000.0, "factor": 1.0},
         {"scaling": "ntk", "factor": 1000.0, "max_position_embeddings": 4096}),
        ({"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 1024, "attention_factor": 1.5},
         {"scaling": "yarn", "factor": 4.0, "original_max_position_embeddings": 1024, "attention_factor": 1.5,
          "max_position_embeddings": 4096}),
        ({"rope_type": "yarn", "factor": 4.0}, {"scaling": "yarn", "factor": 4.0, "max_position_embeddings": 4096,
                                                "original_max_position_embeddings": 4096}),
        ({"rope_type": "yarn", "factor": None, "original_max_position_embeddings": 1024},
         {"scaling": "yarn", "original_max_position_embeddings": 1024, "max_position_embeddings": 4096}),
        ({"rope_type": "default"}, {}),
        ({"type": "su", "short_factor": [1.0] * 4, "long_factor": [2.0] * 4, "original_max_position_embeddings": 1024},
         {"scaling": "longrope", "short_factor": (1.0,) * 4, "long_factor": (2.0,) * 4,
          "original_max_position_embeddings": 1024, "max_position_embeddings": 4096}),
    ],
)  # fmt: skip
def test_each_scaling_gives_its_parameters(scaling, of):
    model = read(llama(32, 4, 4096, scaling=scaling))
    assert model.encoding == Rope(head_dim=8, pairing="half", **of)
    assert model.unclear == ()


@pytest.mark.parametrize("kind", ["longrope", "su", "yarn"])
def test_phi_3_states_its_first_length_beside_the_scaling(kind):
    scaling = {"type": kind, "short_factor": [1.0] * 48, "long_factor": [1.5] * 48}
    content = llama(3072, 32, 131072, base=10000.0, kind="phi3", scaling=scaling, original_max_position_embeddings=4096)
    encoding = read(content).encoding
    assert encoding.scaling == "longrope"
    assert encoding.attention(1) == pytest.approx(1.190238, abs=1e-6)
    assert encoding.frequencies(5000)[0] == 1 / 1.5


def test_a_stated_factor_of_longrope_decides_its_gain_where_the_lengths_say_another():
    factors = {"short_factor": [1.0] * 4, "long_factor": [1.0] * 4}
    scaling = {"rope_type": "longrope", **factors, "factor": 8.0, "original_max_position_embeddings": 1024}
    gain = read(llama(32, 4, 4096, scaling=scaling)).encoding.attention(1)
    assert gain == pytest.approx(np.sqrt(1 + np.log(8) / np.log(1024)))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (llama(4544, 71, 2048, kind="falcon", alibi=False), Rope(head_dim=64, pairing="half")),
        ({"model_type": "falcon", "hidden_size": 4544, "num_attention_heads": 71, "alibi": False},
         Rope(head_dim=64, pairing="half")),
        ({"model_type": "falcon", "hidden_size": 2048, "num_attention_heads": 32, "alibi": True}, Alibi(num_heads=32)),
        (llama(2048, 32, 4096, kind="stablelm", base=10000),
         Rope(head_dim=64, pairing="half", partial_rotary_factor=0.25)),
        (llama(8192, 64, 8192, kind="cohere", base=8000000.0), Rope(head_dim=128, base=8e6)),
        (llama(4096, 32, 131072, kind="glm", base=10000.0, head_dim=128),
         Rope(head_dim=128, partial_rotary_factor=0.5)),
        (llama(768, 12, 1536, kind="roformer"), Rope(head_dim=64)),
        ({"model_type": "esm", "hidden_size": 320, "num_attention_heads": 20, "max_position_embeddings": 1026,
          "position_embedding_type": "rotary"}, Rope(head_dim=16, pairing="half")),
        ({"model_type": "dbrx", "d_model": 6144, "n_heads": 48, "max_seq_len": 32768,
          "attn_config": {"kv_n_heads": 8, "rope_theta": 500000}}, Rope(head_dim=128, base=5e5, pairing="half")),
        ({"model_type": "nomic_bert", "n_embd": 768, "n_head": 12, "n_positions": 8192, "rotary_emb_base": 1000,
          "rotary_emb_fraction": 1.0, "rotary_emb_interleaved": False}, Rope(head_dim=64, base=1e3, pairing="half")),
        ({"model_type": "codegen", "n_embd": 1024, "n_head": 16, "n_positions": 2048, "n_ctx": 2048, "rotary_dim": 32},
         Rope(head_dim=64, partial_rotary_factor=0.5)),
        ({**llama(4096, 32, 4096, kind="deepseek_v3"), "qk_rope_head_dim": 64, "rope_interleave": False},
         Rope(head_dim=64, pairing="half")),
        ({"model_type": "internvl_chat", "llm_config": llama(896, 14, 32768, base=1e6, kind="qwen2")},
         Rope(head_dim=64, base=1e6, pairing="half")),
        ({"model_type": "qwen2_5_omni",
          "thinker_config": {"text_config": llama(896, 14, 32768, base=1e6, kind="qwen2")}},
         Rope(head_dim=64, base=1e6, pairing="half")),
        ({"model_type": "mt5", "num_heads": 6, "relative_attention_num_buckets": 32,
          "relative_attention_max_distance": 128}, T5(num_heads=6)),
        ({"model_type": "marian", "d_model": 512, "max_position_embeddings": 512},
         Sinusoidal(d_model=512, layout="half-split", odd="sine")),
        ({"model_type": "fsmt", "d_model": 1024, "max_position_embeddings": 1024},
         Sinusoidal(d_model=1024, layout="half-split", ladder="tensor2tensor", odd="zero", offset=2, padding_row=1)),
        ({"model_type": "distilbert", "dim": 768, "max_position_embeddings": 512, "sinusoidal_pos_embds": True},
         Sinusoidal(d_model=768)),
        ({"model_type": "gpt2", "n_embd": 768, "n_positions": 1024, "n_ctx": 1024}, LearnedTable(1024, 768)),
        ({"model_type": "roberta", "hidden_size": 768, "max_position_embeddings": 514, "pad_token_id": 1,
          "position_embedding_type": "absolute"}, LearnedTable(514, 768, 2)),
        ({"model_type": "opt", "hidden_size": 768, "max_position_embeddings": 2048}, LearnedTable(2050, 768, 2)),
        ({"model_type": "bart", "d_model": 1024, "max_position_embeddings": 1024}, LearnedTable(1026, 1024, 2)),
        (vit("vit", 768, 16), LearnedTable(197, 768, 1)),
        (vit("deit", 192, 16), LearnedTable(198, 192, 2)),
        (vit("siglip_vision_model", 768, 16), LearnedTable(196, 768)),
    ],
)  # fmt: skip
def test_other_families_are_read_as_their_code_reads_them(content, encoding):
    model = read(content)
    assert model.encoding == encoding
    assert model.unclear == ()


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (llama(8192, 64, 8192, kind="cohere2", base=50000.0), ["sliding_attention", "full_attention"]),
        (llama(2048, 16, 65536, kind="smollm3", base=5e6, no_rope_layers=[1, 1, 1, 0]), ["", "without positions"]),
        (llama(2048, 16, 65536, kind="smollm3", base=5e6), ["", "without positions"]),
    ],
)
def test_layers_without_positions_are_named(content, names):
    model = read(content)
    assert [kind.name for kind in model.layers] == names
    assert model.layers[1].encoding == Nope()


def test_whisper_has_sinusoids_in_the_encoder_and_a_learned_table_in_the_decoder():
    decoder = layers(read(CONFIGS["whisper"][0]), "decoder")
    assert (decoder.encoding, decoder.length) == (LearnedTable(448, 384), 448)


def test_clip_has_a_table_of_text_and_one_of_patches():
    text = {"model_type": "clip_text_model", "hidden_size": 512, "max_position_embeddings": 77}
    model = read({"model_type": "clip", "text_config": text, "vision_config": vit("clip_vision_model", 768, 32)})
    assert [kind.encoding for kind in model.layers] == [LearnedTable(77, 512), LearnedTable(50, 768, 1)]


def test_a_learned_table_is_filled_by_a_checkpoint_of_its_shape_only():
    weights = bundled("all-MiniLM-L6-v2")
    assert LearnedTable(512, 384, 2).filled(weights).longest == 510
    with pytest.raises(SourceError, match="512 × 384, and the configuration says 512 × 768"):
        LearnedTable(512, 768).filled(weights)


# What is not understood


def test_keys_of_positions_that_nothing_is_made_of_are_named_with_their_path():
    scaling = {**llama3(8.0), "finetuned": True, "rope_wobble": [1, 2], "low_freq_factor": 1.0}
    content = llama(4096, 32, 131072, base=5e5, scaling=scaling, use_dynamic_ntk=True, original_rope="x")
    content["audio_config"] = {"max_source_positions": 1500, "layers": 3}
    assert read(content).unclear == (
        "rope_scaling.rope_wobble = [1, 2]: not understood",
        "use_dynamic_ntk = true: not understood",
        "original_rope = x: not understood",
        "audio_config.max_source_positions = 1500: not understood",
    )


def test_sections_of_images_under_a_scaling_are_named_and_the_text_is_shown():
    scaling = {"rope_type": "yarn", "factor": 3.0, "original_max_position_embeddings": 256000,
               "mrope_section": [24, 20, 20]}  # fmt: skip
    model = read(llama(4096, 32, 768000, base=5e6, kind="qwen3_vl_text", head_dim=128, scaling=scaling))
    assert model.encoding.scaling == "yarn"
    assert model.unclear == ("rope_scaling.mrope_section = [24, 20, 20]: not understood",)


def test_a_tower_that_cannot_be_read_does_not_hide_the_language_model():
    model = read({**QWEN2_VL, "vision_config": {"num_heads": 16}})
    assert [type(kind.encoding) for kind in model.layers] == [Mrope]
    assert model.unclear[0].startswith("vision_config.embed_dim is not in it")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "no key that is known says how positions are encoded (model_type missing)"),
        ({"model_type": "mamba", "hidden_size": 64}, "says how positions are encoded (model_type mamba)"),
        ({"model_type": "deberta-v2", "relative_attention": True}, "(model_type deberta-v2)"),
        (llama(64, 2, 128, base="10000"), "rope_theta is 10000; allowed is a number from 1 to"),
        (llama(64, 2, 128, base=True), "rope_theta is true; allowed is a number"),
        (llama(64, 2, 128, base=[1]), "rope_theta is [1]; allowed is a number"),
        (llama(64, 2, 128, base=0), "rope_theta is 0; allowed is a number"),
        (llama(64, 2, 128, base=-1.5), "rope_theta is -1.5"),
        (llama(64, 2, "2048"), "max_position_embeddings is 2048; allowed is an integer"),
        (llama(64, 2, -1), "max_position_embeddings is -1"),
        (llama(64, 2, 10**30 - 1), "max_position_embeddings is 999"),
        (llama(64, 0, 128), "num_attention_heads is 0; allowed is an integer from 1"),
        (llama(64, 64, 128), "head_dim is 1; allowed is an even integer"),
        (llama(0, 2, 128), "hidden_size is 0"),
        (llama(64, None, 128), "num_attention_heads is not in it, and llama says nothing in its place"),
        (llama(64, 2, None), "max_position_embeddings is not in it, and llama says nothing"),
        (llama(64, 2, 128, scaling={"rope_type": "spiral", "factor": 2}),
         "rope_scaling.rope_type is spiral; allowed is"),
        (llama(64, 2, 128, scaling={"rope_type": "linear"}), "rope_scaling.factor is not in it"),
        (llama(64, 2, 128, scaling={"rope_type": "linear", "factor": 0.5}), "rope_scaling.factor is 0.5; allowed is"),
        (llama(64, 2, 128, scaling={"rope_type": "llama3", "factor": 8}), "rope_scaling.low_freq_factor is not in it"),
        (llama(64, 2, 128, scaling={**llama3(8.0), "high_freq_factor": 0.5}),
         "high_freq_factor is 0.5; allowed is low"),
        (llama(64, 2, 128, scaling={"rope_type": "yarn", "factor": 4, "beta_fast": 0.1}),
         "beta_fast is 0.1; allowed is"),
        (llama(64, 2, 128, scaling={"type": "longrope", "short_factor": [1.0], "long_factor": [1.0]}),
         "short_factor is 1 numbers; allowed is auto, or 16 numbers"),
        (llama(64, 2, 128, scaling={"type": "longrope", "short_factor": "1"}),
         "rope_scaling.short_factor is 1; allowed"),
        (llama(64, 2, 128, partial_rotary_factor=1.5), "partial_rotary_factor is 1.5"),
        (llama(64, 2, 128, kind="gptj", rotary_dim=64), "rotary_dim is 64; allowed is an integer from 2 to 32"),
        ({**QWEN2_VL, "rope_scaling": {"type": "mrope", "mrope_section": [1, 2, 3]}},
         "mrope_section is 1,2,3; allowed"),
        ({"model_type": "bloom", "n_head": 100000}, "n_head is 100000; allowed is an integer from 1 to 128"),
        ({"model_type": "t5", "num_heads": 8, "relative_attention_num_buckets": 1024},
         "max_distance is 128; allowed is"),
        ({"model_type": "bert", "hidden_size": 64, "max_position_embeddings": 64,
          "position_embedding_type": "relative_key"}, "position_embedding_type is relative_key; allowed is absolute"),
        ({"model_type": "roberta", "hidden_size": 64, "max_position_embeddings": 2, "pad_token_id": 1}, "is not in it"),
        (vit("vit", 64, 512), "image_size is not in it"),
        ({**vit("vit", 64, 16), "image_size": [224]}, "image_size is not in it"),
        ({**vit("vit_mae", 63, 16)}, "d_model is 63; allowed is a multiple of 4"),
        ({**vit("vit_mae", 64, 1), "image_size": 90000}, "grid is 90000x90000; allowed is"),
        ({"model_type": "swin", "window_size": 7, "num_heads": "3"}, "num_heads is 3; allowed is"),
    ],
)  # fmt: skip
def test_values_that_no_encoding_takes_are_refused_with_their_key(tmp_path, content, message):
    (tmp_path / "config.json").write_text(json.dumps(content))
    assert message in refusal(read_config, tmp_path / "config.json")


FAULTS = {
    "empty": (b"", "the file is empty"),
    "Git LFS pointer": (LFS, "a Git LFS pointer"),
    "web page": (PAGE, "a web page"),
    "pickle": (pickle.dumps({"a": 1}), "a pickle"),
    "list": (b"[1]", "its JSON is not an object in braces"),
    "text": (b"rope_theta = 1", "not valid JSON at line 1, column 1"),
    "cut": (b'{"rope_theta": 1', "not valid JSON at line 1"),
    "rope_theta twice": (b'{"rope_theta": 1,\n"rope_theta": 2}', "has the key 'rope_theta' twice"),
    "NaN": (b'{"rope_theta": NaN}', "holds NaN, which is no number"),
    "minus infinity": (b'{"rope_theta": -Infinity}', "holds -Infinity"),
    "1e999": (b'{"rope_theta": 1e999}', "a number that is too great"),
    "4001 digits": (b'{"rope_theta": ' + b"9" * 4001 + b"}", "an integer of 4,001 digits"),
    "bad UTF-8": (b'{"a": "\xff"}', "its text is not UTF-8"),
    "half a character": (b'{"model_type": "\\udc80"}', "half a character"),
    "nested deeply": (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deeply"),
    "nested endlessly": (b'{"text_config":' * 90_000 + b"1", "nested too deeply"),
    "a million keys": (b"{" + b",".join(b'"%d":1' % i for i in range(200_000)) + b"}", "more than 100,000 values"),
    "5 MB": (b'{"a": "' + b"x" * (5 << 20) + b'"}', "a configuration has at most 4,194,304"),
    "control characters": (b'{"model_type": "a\\u001b[31m\\u202eb", "x": 1}', "(model_type a[31mb)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_in_one_line_that_says_what_it_is(file, fault):
    content, message = FAULTS[fault]
    text = refusal(read_config, file(content, "config.json"))
    assert text.startswith("config.json: ")
    assert message in text


def test_a_byte_order_mark_is_passed_over(file):
    path = file(b"\xef\xbb\xbf" + json.dumps(CONFIGS["qwen3-8b"][0]).encode(), "config.json")
    assert read_config(path).encoding == expected("qwen3-8b")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_changed_configuration_is_read_or_refused_and_nothing_else(data):
    content = json.loads(json.dumps(CONFIGS[data.draw(st.sampled_from(sorted(CONFIGS)))][0]))
    strange = st.sampled_from(
        [
            None,
            True,
            False,
            0,
            -1,
            1,
            2,
            3,
            7,
            0.5,
            1e300,
            5e-324,
            10**25,
            "",
            "x",
            "yarn",
            [],
            [1],
            [1e9] * 3,
            {},
            {"a": 1},
        ]
    )
    for _ in range(data.draw(st.integers(1, 3))):
        target = content
        while True:
            key = data.draw(st.sampled_from(sorted(target)))
            if not isinstance(target[key], dict) or not target[key] or data.draw(st.booleans()):
                break
            target = target[key]
        target[key] = data.draw(strange)
    try:
        model = read(content)
    except SourceError as error:
        assert str(error).startswith("config.json: ")  # noqa: PT017
    else:
        assert all(line.key.isprintable() and line.value.isprintable() for line in model.used)
        for kind in model.layers:
            assert 1 <= kind.length <= kind.encoding.longest
            if isinstance(kind.encoding, Rope):
                assert np.isfinite(kind.encoding.frequencies(kind.length)).all()


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
                        ["rope_theta", "rope_scaling", "rope_parameters", "type", "factor", "head_dim", "alibi",
                         "text_config", "vision_config", "model_type", "max_position_embeddings", "attn_config"]),
                        inner, max_size=6), max_leaves=20))  # fmt: skip
def test_any_json_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(content))
    try:
        read_config(path)
    except SourceError as error:
        assert str(error).isprintable()  # noqa: PT017


# The other way


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("preset", [p for p in CONFIGS if isinstance(expected(p), Rope | Mrope)])
def test_the_fragment_of_each_preset_reads_back_to_its_encoding(preset, old):
    document = PRESETS[preset].state.document
    encoding = document.encoding
    interleaved = isinstance(encoding, Rope) and encoding.pairing == "interleaved"
    stated = getattr(encoding, "max_position_embeddings", 0) if getattr(encoding, "trained", None) else document.length
    fragment = config_fragment(encoding, stated, old)
    model = read({"model_type": "helium" if interleaved else "arcee", **fragment})
    assert model.encoding == encoding
    assert model.unclear == ()
    assert ("rope_parameters" in fragment) is not old


SCALINGS = st.sampled_from(["default", "linear", "ntk", "dynamic", "yarn", "longrope", "llama3", "proportional"])


@settings(max_examples=200, deadline=None)
@given(
    SCALINGS, st.sampled_from([8, 64, 128]), st.floats(100, 1e6), st.floats(1, 64), st.sampled_from([1.0, 0.5, 0.25]),
    st.integers(512, 8192), st.booleans(), st.booleans(),
)  # fmt: skip
def test_any_fragment_reads_back_to_the_same_rotation(scaling, width, base, factor, share, original, truncate, old):
    encoding = Rope(
        head_dim=width, base=base, pairing="half", partial_rotary_factor=share, scaling=scaling, factor=factor,
        original_max_position_embeddings=original, max_position_embeddings=8 * original, truncate=truncate,
    )  # fmt: skip
    fragment = json.loads(json.dumps(config_fragment(encoding, 8 * original, old)))
    again = read({"model_type": "arcee", **fragment}).encoding
    for length in (1, 8 * original, 100 * original):
        assert again.frequencies(length) == pytest.approx(encoding.frequencies(length), rel=1e-12)
        assert again.attention(length) == pytest.approx(encoding.attention(length), rel=1e-12)
    assert again.rotary_dim == encoding.rotary_dim


def test_the_fragment_of_gpt_oss_is_what_stands_in_its_file():
    fragment = config_fragment(expected("gpt-oss-20b"), 131_072, old=True)
    assert fragment["rope_scaling"] == GPT_OSS["rope_scaling"]
    assert fragment["rope_theta"] == GPT_OSS["rope_theta"]


def test_a_plain_rotation_has_no_scaling_in_the_old_spelling():
    assert config_fragment(Rope(head_dim=64), 2048, old=True) == {
        "head_dim": 64,
        "max_position_embeddings": 2048,
        "rope_theta": 10000.0,
        "rope_scaling": None,
    }
