"""Every spelling of a configuration: scalings, families, layers of several kinds."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.t5 import T5
from pe_desktop.engine.weights import bundled
from pe_desktop.sources.config.model import LearnedTable
from pe_desktop.sources.error import SourceError
from tests.sources.configs import CONFIGS, llama, vit
from tests.sources.models import layers, read


def test_an_unknown_model_is_read_by_its_keys_and_says_what_it_cannot_know():
    model = read({"model_type": "newcomer", "rope_theta": 5e5, "head_dim": 64, "max_position_embeddings": 4096})
    assert model.encoding == Rope(head_dim=64, base=5e5, pairing="half")
    assert model.unclear == (
        "model_type newcomer: not known here; dimensions i and i + r/2 are taken to turn together",
    )


def test_buckets_of_an_unknown_model_are_taken_to_be_t5s_and_that_is_said():
    model = read({"model_type": "newcomer", "num_heads": 6, "relative_attention_num_buckets": 64})
    assert model.encoding == T5(num_heads=6, num_buckets=64)
    assert model.unclear == ("model_type newcomer: not known here; its buckets are taken to be T5's",)


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
        ({"rope_type": "default", "type": "default"}, {}),
        ({"rope_type": "dynamic", "factor": 2.0, "original_max_position_embeddings": 1024},
         {"scaling": "dynamic", "factor": 2.0, "max_position_embeddings": 4096}),
        ({"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 1024, "max_position_embeddings": 4096},
         {"scaling": "yarn", "factor": 4.0, "original_max_position_embeddings": 1024, "max_position_embeddings": 4096}),
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
        ({"model_type": "gptj", "n_embd": 4096, "n_head": 16, "n_positions": 2048},
         Rope(head_dim=256, partial_rotary_factor=0.25)),
        (vit("dinov3_vit", 768, 16, rope_theta=50.0), Rope2d(head_dim=64, style="dinov3", base=50.0)),
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
        ({"model_type": "distilbert", "dim": 768, "max_position_embeddings": 512}, LearnedTable(512, 768)),
        ({"model_type": "esm", "hidden_size": 768, "max_position_embeddings": 1026, "pad_token_id": 1,
          "position_embedding_type": "absolute"}, LearnedTable(1026, 768, 2)),
        ({"model_type": "speech_to_text", "d_model": 256, "max_source_positions": 6000, "max_target_positions": 1024},
         Sinusoidal(d_model=256, layout="half-split", ladder="tensor2tensor", odd="zero", offset=2, padding_row=1)),
        (vit("vit", 768, 16), LearnedTable(197, 768, 1)),
        ({**vit("vit", 768, 16), "image_size": [224, 448]}, LearnedTable(393, 768, 1)),
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
