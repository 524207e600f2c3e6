"""Models with rotary positions, by the settings of their files."""

from __future__ import annotations

from typing import Any

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.presets.preset import MODELS, Preset, looking


def model(id: str, label: str, length: int, source: str, **values: Any) -> Preset:
    """A model by its settings, with a look at a pair in the middle."""
    rope = Rope(**values)
    state = State(Document(length=length, page="extend", encoding=rope), looking(37, 30, rope.pairs // 2))
    return Preset(id, label, MODELS, "frequencies", source, state)


_EARLY = (
    model(
        "gpt-j-6b",
        "GPT-J 6B",
        2048,
        "mesh-transformer-jax, configs/6B_roto_256.json: 64 of 256 dimensions turn, neighbours together",
        head_dim=256,
        partial_rotary_factor=0.25,
    ),
    model(
        "gpt-neox-20b",
        "GPT-NeoX 20B",
        2048,
        "gpt-neox, configs/20B.yml: a quarter of 96 dimensions turns",
        head_dim=96,
        pairing="half",
        partial_rotary_factor=0.25,
    ),
    model(
        "phi-2",
        "Phi-2",
        2048,
        "litgpt 0.5.13, config of phi-2: 32 of 80 dimensions turn",
        head_dim=80,
        pairing="half",
        partial_rotary_factor=0.4,
    ),
)

_OTHERS = (
    model(
        "mistral-7b-v0.1",
        "Mistral 7B v0.1",
        32_768,
        "copies of its config.json: base 10000, 32768 positions with a window of 4096",
        head_dim=128,
        pairing="half",
    ),
    model(
        "mistral-7b-v0.3",
        "Mistral 7B v0.3",
        32_768,
        "litgpt and copies of its config.json: base 1000000, no window",
        head_dim=128,
        base=1e6,
        pairing="half",
    ),
    model(
        "mixtral-8x7b",
        "Mixtral 8x7B",
        32_768,
        "litgpt and copies of its config.json: base 1000000",
        head_dim=128,
        base=1e6,
        pairing="half",
    ),
    model(
        "qwen2-7b",
        "Qwen2 7B",
        32_768,
        "the language model in the config.json of Qwen2-VL-7B-Instruct, which is that of Qwen2: base 1000000",
        head_dim=128,
        base=1e6,
        pairing="half",
    ),
    model(
        "qwen2.5-7b",
        "Qwen2.5 7B",
        32_768,
        "litgpt 0.5.13: base 1000000; shown to 32768 positions, from which YaRN extends it",
        head_dim=128,
        base=1e6,
        pairing="half",
    ),
    model(
        "qwen2.5-7b-yarn",
        "Qwen2.5 7B with YaRN",
        131_072,
        "the YaRN setting that its model cards offer, seen in a commit to a config.json of the family: by 4 from 32768",
        head_dim=128,
        base=1e6,
        pairing="half",
        scaling="yarn",
        factor=4.0,
        original_max_position_embeddings=32_768,
        max_position_embeddings=131_072,
    ),
    model(
        "qwen3-8b",
        "Qwen3 8B",
        40_960,
        "a copy of its config.json, and litgpt: heads of 128, base 1000000, 40960 positions",
        head_dim=128,
        base=1e6,
        pairing="half",
    ),
    model(
        "deepseek-v2",
        "DeepSeek-V2",
        163_840,
        "config.json of DeepSeek-V2-Chat: 64 rotary dimensions, YaRN by 40 from 4096 positions, both mscales 0.707, so "
        "that cosine and sine are left as they are; its softmax scale is multiplied by 1.5896 instead",
        head_dim=64,
        scaling="yarn",
        factor=40.0,
        mscale=0.707,
        mscale_all_dim=0.707,
        original_max_position_embeddings=4096,
        max_position_embeddings=163_840,
    ),
    model(
        "deepseek-v3",
        "DeepSeek-V3 and R1",
        163_840,
        "DeepSeek-V3, inference/model.py, and copies of its config.json: 64 rotary dimensions, YaRN by 40 from 4096 "
        "positions, both mscales 1; its softmax scale is multiplied by 1.8739 instead",
        head_dim=64,
        scaling="yarn",
        factor=40.0,
        mscale=1.0,
        mscale_all_dim=1.0,
        original_max_position_embeddings=4096,
        max_position_embeddings=163_840,
    ),
    model(
        "gpt-oss-20b",
        "gpt-oss 20B and 120B",
        131_072,
        "openai/gpt-oss, ModelConfig, and transformers' configuration_gpt_oss.py: YaRN by 32 from 4096 positions whose "
        "ramp is not rounded to whole pairs",
        head_dim=64,
        base=150_000.0,
        pairing="half",
        scaling="yarn",
        factor=32.0,
        truncate=False,
        original_max_position_embeddings=4096,
        max_position_embeddings=131_072,
    ),
    model(
        "modernbert-global",
        "ModernBERT, global layers",
        8192,
        "transformers, configuration_modernbert.py: base 160000",
        head_dim=64,
        base=160_000.0,
        pairing="half",
    ),
    model(
        "modernbert-local",
        "ModernBERT, local layers",
        8192,
        "transformers, configuration_modernbert.py: base 10000",
        head_dim=64,
        pairing="half",
    ),
)


def _gemma_3_global(id: str, label: str, head_dim: int) -> Preset:
    return model(
        id,
        label,
        131_072,
        "gemma, nn/_gemma.py, global_scale_factor 8 and base 1000000, and litgpt; no file states the length before "
        "scaling, so 131072 / 8 is shown",
        head_dim=head_dim,
        base=1e6,
        pairing="half",
        scaling="linear",
        factor=8.0,
        original_max_position_embeddings=16_384,
        max_position_embeddings=131_072,
    )


def _gemma_local(id: str, label: str, length: int, head_dim: int, source: str) -> Preset:
    return model(id, label, length, source, head_dim=head_dim, pairing="half")


_GEMMA_2 = "gemma, nn/_gemma.py, and litgpt: base 10000, 8192 positions, every other layer with a window of 4096"
_GEMMA_3 = "gemma, nn/_gemma.py: local layers keep base 10000 and are not scaled"

_GEMMAS = (
    _gemma_local("gemma-2-9b", "Gemma 2 9B", 8192, 256, _GEMMA_2),
    _gemma_local("gemma-2-27b", "Gemma 2 27B", 8192, 128, _GEMMA_2),
    _gemma_local("gemma-3-4b-local", "Gemma 3 4B, local layers", 131_072, 256, _GEMMA_3),
    _gemma_3_global("gemma-3-4b-global", "Gemma 3 4B, global layers", 256),
    _gemma_local("gemma-3-27b-local", "Gemma 3 27B, local layers", 131_072, 128, _GEMMA_3),
    _gemma_3_global("gemma-3-27b-global", "Gemma 3 27B, global layers", 128),
    _gemma_local(
        "gemma-4-local",
        "Gemma 4, local layers",
        131_072,
        256,
        "transformers, configuration_gemma4.py: heads of 256, base 10000",
    ),
    model(
        "gemma-4-global",
        "Gemma 4, global layers",
        131_072,
        "transformers, configuration_gemma4.py: heads of 512, base 1000000, of which the first quarter of pairs turns",
        head_dim=512,
        base=1e6,
        pairing="half",
        scaling="proportional",
        partial_rotary_factor=0.25,
    ),
)

FOUND = (*_EARLY, *_OTHERS, *_GEMMAS)
