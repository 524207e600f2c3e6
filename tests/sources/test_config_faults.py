"""What a configuration does not say, or says wrongly, and what is said of that."""

from __future__ import annotations

import copy
import json
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.sources.config.reading import read_config
from pe_desktop.sources.error import SourceError
from tests.sources.configs import CONFIGS, QWEN2_VL, llama, llama3, vit
from tests.sources.files import LFS, PAGE, refusal
from tests.sources.models import expected, read


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
    tower = {"model_type": "pixtral", "head_dim": 63, "image_size": 224, "patch_size": 16, "rope_theta": 10000.0}
    assert read({**QWEN2_VL, "vision_config": tower}).unclear[0].startswith("head_dim: 63 given; allowed: a multiple")


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
        (llama(64, None, 128, kind="Yi"), "num_attention_heads is not in it, and Yi says nothing in its place"),
        (llama(64, 2, None, base=1e4, kind="Yi"), "max_position_embeddings is not in it, and Yi says"),
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
        target[key] = copy.deepcopy(data.draw(strange))  # the same one twice could hold itself
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


@settings(max_examples=100, deadline=None)
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
