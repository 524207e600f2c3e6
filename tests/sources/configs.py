"""The keys of models' config.json files that concern positions, with some that do not, as published.

By preset: the content, and the name of the layers whose encoding the preset shows.
"""

from __future__ import annotations


def llama(hidden, heads, length, *, base=None, scaling=None, kind="llama", **more):
    """A file of Llama's kind, in the spelling before rope_parameters."""
    content = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": kind,
        "hidden_size": hidden,
        "num_attention_heads": heads,
        "num_hidden_layers": 32,
        "max_position_embeddings": length,
        "rope_scaling": scaling,
        "vocab_size": 32000,
        "torch_dtype": "bfloat16",
        **more,
    }
    return content if base is None else {**content, "rope_theta": base}


def llama3(factor):
    return {
        "factor": factor,
        "high_freq_factor": 4.0,
        "low_freq_factor": 1.0,
        "original_max_position_embeddings": 8192,
        "rope_type": "llama3",
    }


def deepseek(kind, hidden, mscale):
    yarn = {
        "beta_fast": 32, "beta_slow": 1, "factor": 40, "mscale": mscale, "mscale_all_dim": mscale,
        "original_max_position_embeddings": 4096, "type": "yarn",
    }  # fmt: skip
    return {
        "architectures": ["DeepseekForCausalLM"], "model_type": kind, "hidden_size": hidden, "num_attention_heads": 128,
        "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "q_lora_rank": 1536,
        "max_position_embeddings": 163840, "rope_theta": 10000, "rope_scaling": yarn,
    }  # fmt: skip


def llama4(length, scaling):
    text = llama(5120, 40, length, base=500000.0, scaling=scaling, kind="llama4_text", head_dim=128, no_rope_layers=[])
    return {"architectures": ["Llama4ForConditionalGeneration"], "model_type": "llama4", "text_config": text}


def gemma3(**more):
    text = {
        "hidden_size": 2560, "model_type": "gemma3_text", "num_hidden_layers": 34, "sliding_window": 1024,
        "rope_scaling": {"factor": 8.0, "rope_type": "linear"}, **more,
    }  # fmt: skip
    tower = {"hidden_size": 1152, "image_size": 896, "model_type": "siglip_vision_model", "num_attention_heads": 16,
             "patch_size": 14}  # fmt: skip
    return {"model_type": "gemma3", "text_config": text, "vision_config": tower}


GEMMA_4 = {
    "model_type": "gemma4",
    "text_config": {
        "model_type": "gemma4_text", "hidden_size": 2304, "num_attention_heads": 8, "head_dim": 256,
        "global_head_dim": 512, "max_position_embeddings": 131072,
        "rope_parameters": {
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
            "full_attention": {"rope_type": "proportional", "partial_rotary_factor": 0.25, "rope_theta": 1000000.0},
        },
    },
}  # fmt: skip
MODERNBERT = {
    "architectures": ["ModernBertForMaskedLM"], "model_type": "modernbert", "hidden_size": 768,
    "num_attention_heads": 12, "max_position_embeddings": 8192, "global_attn_every_n_layers": 3,
    "global_rope_theta": 160000.0, "local_rope_theta": 10000.0, "local_attention": 128,
    "position_embedding_type": "absolute",
}  # fmt: skip
GPT_OSS = llama(
    2880, 64, 131072, base=150000, kind="gpt_oss", head_dim=64,
    scaling={
        "beta_fast": 32.0, "beta_slow": 1.0, "factor": 32.0, "original_max_position_embeddings": 4096,
        "rope_type": "yarn", "truncate": False,
    },
)  # fmt: skip
QWEN2_VL = llama(
    3584, 28, 32768, base=1000000.0, kind="qwen2_vl", scaling={"type": "mrope", "mrope_section": [16, 24, 24]},
    vision_config={"depth": 32, "embed_dim": 1280, "mlp_ratio": 4, "num_heads": 16, "hidden_size": 3584,
                   "patch_size": 14, "spatial_merge_size": 2},
)  # fmt: skip
QWEN3_VL = {
    "model_type": "qwen3_vl",
    "text_config": llama(
        4096, 32, 262144, base=5000000, kind="qwen3_vl_text", head_dim=128,
        scaling={"mrope_interleaved": True, "mrope_section": [24, 20, 20], "rope_type": "default"},
    ),
}  # fmt: skip
T5 = {
    "architectures": ["T5ForConditionalGeneration"], "model_type": "t5", "d_model": 512, "d_kv": 64, "num_heads": 8,
    "n_positions": 512, "relative_attention_num_buckets": 32, "is_encoder_decoder": True,
}  # fmt: skip
WHISPER = {"model_type": "whisper", "d_model": 384, "max_source_positions": 1500, "max_target_positions": 448}


def vit(kind, hidden, patch, heads=12, **more):
    return {"model_type": kind, "hidden_size": hidden, "num_attention_heads": heads, "image_size": 224,
            "patch_size": patch, **more}  # fmt: skip


CONFIGS = {
    "llama-1-7b": (llama(4096, 32, 2048), ""),
    "llama-2-7b": (llama(4096, 32, 4096), ""),
    "code-llama-7b": (llama(4096, 32, 16384, base=1000000), ""),
    "llama-3-8b": (llama(4096, 32, 8192, base=500000.0), ""),
    "llama-3.1-8b": (llama(4096, 32, 131072, base=500000.0, scaling=llama3(8.0)), ""),
    "llama-3.2-1b": (llama(2048, 32, 131072, base=500000.0, scaling=llama3(32.0), head_dim=64), ""),
    "llama-3.2-3b": (llama(3072, 24, 131072, base=500000.0, scaling=llama3(32.0), head_dim=128), ""),
    "llama-4-scout": (llama4(10485760, {**llama3(16.0), "high_freq_factor": 1.0}), ""),
    "llama-4-maverick": (llama4(1048576, None), ""),
    "gpt-j-6b": (
        {"model_type": "gptj", "n_embd": 4096, "n_head": 16, "n_positions": 2048, "rotary": True, "rotary_dim": 64}, ""
    ),
    "gpt-neox-20b": (
        llama(6144, 64, 2048, kind="gpt_neox", rotary_emb_base=10000, rotary_pct=0.25), ""
    ),
    "phi-2": (llama(2560, 32, 2048, base=10000.0, kind="phi", partial_rotary_factor=0.4), ""),
    "mistral-7b-v0.1": (llama(4096, 32, 32768, base=10000.0, kind="mistral", sliding_window=4096), ""),
    "mistral-7b-v0.3": (llama(4096, 32, 32768, base=1000000.0, kind="mistral", sliding_window=None), ""),
    "mixtral-8x7b": (llama(4096, 32, 32768, base=1000000.0, kind="mixtral"), ""),
    "qwen2-7b": (llama(3584, 28, 32768, base=1000000.0, kind="qwen2", max_window_layers=28), ""),
    "qwen2.5-7b": (llama(3584, 28, 32768, base=1000000.0, kind="qwen2"), ""),
    "qwen2.5-7b-yarn": (
        llama(3584, 28, 131072, base=1000000.0, kind="qwen2",
              scaling={"factor": 4.0, "original_max_position_embeddings": 32768, "type": "yarn"}), ""
    ),
    "qwen3-8b": (llama(4096, 32, 40960, base=1000000, kind="qwen3", head_dim=128), ""),
    "deepseek-v2": (deepseek("deepseek_v2", 5120, 0.707), ""),
    "deepseek-v3": (deepseek("deepseek_v3", 7168, 1.0), ""),
    "gpt-oss-20b": (GPT_OSS, ""),
    "modernbert-global": (MODERNBERT, "full_attention"),
    "modernbert-local": (MODERNBERT, "sliding_attention"),
    "gemma-2-9b": (llama(3584, 16, 8192, base=10000.0, kind="gemma2", head_dim=256), ""),
    "gemma-2-27b": (llama(4608, 32, 8192, base=10000.0, kind="gemma2", head_dim=128), ""),
    "gemma-3-4b-local": (gemma3(), "sliding_attention"),
    "gemma-3-4b-global": (gemma3(), "full_attention"),
    "gemma-3-27b-local": (gemma3(head_dim=128, num_attention_heads=32), "sliding_attention"),
    "gemma-3-27b-global": (gemma3(head_dim=128, num_attention_heads=32), "full_attention"),
    "gemma-4-local": (GEMMA_4, "sliding_attention"),
    "gemma-4-global": (GEMMA_4, "full_attention"),
    "qwen2-vl-7b": (QWEN2_VL, ""),
    "qwen3-vl": (QWEN3_VL, ""),
    "m2m100": ({"model_type": "m2m_100", "d_model": 1024, "max_position_embeddings": 1024, "pad_token_id": 1}, ""),
    "whisper": (WHISPER, "encoder"),
    "bloom": ({"model_type": "bloom", "n_embed": 14336, "num_attention_heads": 112, "seq_length": 2048}, ""),
    "bloom-560m": ({"model_type": "bloom", "hidden_size": 1024, "n_head": 16, "seq_length": 2048}, ""),
    "mpt-7b": (
        {"model_type": "mpt", "d_model": 4096, "n_heads": 32, "max_seq_len": 2048, "learned_pos_emb": True,
         "attn_config": {"alibi": True, "alibi_bias_max": 8, "attn_type": "multihead_attention"}}, ""
    ),
    "t5": (T5, "encoder"),
    "t5-decoder": (T5, "decoder"),
    "mae": (vit("vit_mae", 768, 16), ""),
    "vit-h14": (vit("vit_mae", 1280, 14, 16), ""),
    "dinov3": (vit("dinov3_vit", 768, 16, rope_theta=100.0, pos_embed_rescale=2.0), ""),
    "swin": (
        {"model_type": "swin", "window_size": 7, "num_heads": [3, 6, 12, 24], "depths": [2, 2, 6, 2], "embed_dim": 96,
         "image_size": 224, "patch_size": 4}, "stage 1"
    ),
    "pixtral": (
        {"model_type": "llava",
         "text_config": llama(5120, 32, 1024000, base=1000000000.0, kind="mistral", head_dim=128),
         "vision_config": {"model_type": "pixtral", "hidden_size": 1024, "num_attention_heads": 16, "head_dim": 64,
                           "image_size": 1024, "patch_size": 16, "rope_theta": 10000.0}}, "vision"
    ),
    "qwen2-vl-vision": (QWEN2_VL, "vision"),
    "minilm": (
        {"model_type": "bert", "hidden_size": 384, "max_position_embeddings": 512, "num_attention_heads": 12,
         "position_embedding_type": "absolute", "_name_or_path": "nreimers/MiniLM-L6-H384-uncased"}, ""
    ),
    "rxnmapper": (
        {"model_type": "albert", "embedding_size": 128, "hidden_size": 256, "max_position_embeddings": 512}, ""
    ),
}  # fmt: skip

WITHOUT = {
    "transformer-base": "tensor2tensor has no config.json",
    "vit-b16": "its table is learned; the preset shows sinusoids in its place",
    "moco-v3": "vits.py has no config.json",
    "simple-vit": "big_vision has no config.json",
    "rope-vit": "vit_rope.py has no config.json",
}
"""Models among the presets of which there is no such file."""


def renewed(content):
    """The same file in the spelling of transformers 5, with rope_parameters."""
    if "text_config" in content:
        return {**content, "text_config": renewed(content["text_config"])}
    moved = ("rope_theta", "partial_rotary_factor")
    kept = {key: value for key, value in content.items() if key not in (*moved, "rope_scaling")}
    inner = {key: content[key] for key in moved if key in content}
    scaling = dict(content.get("rope_scaling") or {})
    kind = scaling.pop("type", "default")
    scaling.setdefault("rope_type", "default" if kind == "mrope" else kind)
    return {**kept, "rope_parameters": {**inner, **scaling}}
