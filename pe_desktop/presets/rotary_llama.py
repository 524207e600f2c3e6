"""The Llama family, by the settings of its files."""

from __future__ import annotations

from pe_desktop.presets.rotary_models import model

_LLAMA_3_1 = {"scaling": "llama3", "factor": 8.0, "original_max_position_embeddings": 8192}
_LLAMA_3_2 = {**_LLAMA_3_1, "factor": 32.0}

FOUND = (
    model(
        "llama-1-7b",
        "LLaMA 7B",
        2048,
        "head of 128 and 2048 positions from the defaults of transformers' LlamaConfig, base 10000 and neighbouring "
        "dimensions from meta-llama/llama, precompute_freqs_cis",
        head_dim=128,
    ),
    model(
        "llama-2-7b",
        "Llama 2 7B",
        4096,
        "litgpt 0.5.13, config of Llama-2-7b; Meta's own code turns neighbouring dimensions",
        head_dim=128,
    ),
    model(
        "code-llama-7b",
        "Code Llama 7B",
        16_384,
        "litgpt 0.5.13 and torchtune 0.6.1: base 1000000, 16384 positions",
        head_dim=128,
        base=1e6,
    ),
    model(
        "llama-3-8b",
        "Llama 3 8B",
        8192,
        "litgpt, torchtune and llama-models args.py: base 500000, 8192 positions",
        head_dim=128,
        base=5e5,
    ),
    model(
        "llama-3.1-8b",
        "Llama 3.1 8B",
        131_072,
        "copies of its config.json, and litgpt: llama3 scaling by 8 from 8192 positions, as in the 70B too",
        head_dim=128,
        base=5e5,
        pairing="half",
        max_position_embeddings=131_072,
        **_LLAMA_3_1,
    ),
    model(
        "llama-3.2-1b",
        "Llama 3.2 1B",
        131_072,
        "litgpt and torchtune: heads of 64, llama3 scaling by 32 from 8192 positions",
        head_dim=64,
        base=5e5,
        pairing="half",
        max_position_embeddings=131_072,
        **_LLAMA_3_2,
    ),
    model(
        "llama-3.2-3b",
        "Llama 3.2 3B",
        131_072,
        "litgpt and torchtune: heads of 128, llama3 scaling by 32 from 8192 positions",
        head_dim=128,
        base=5e5,
        pairing="half",
        max_position_embeddings=131_072,
        **_LLAMA_3_2,
    ),
    model(
        "llama-4-scout",
        "Llama 4 Scout",
        10_000_000,
        "llama-models, llama4/args.py and model.py: scaling by 16 with both frequency factors 1; 10485760 positions "
        "from transformers' conversion script, of which 10000000 are shown",
        head_dim=128,
        base=5e5,
        scaling="llama3",
        factor=16.0,
        low_freq_factor=1.0,
        high_freq_factor=1.0,
        original_max_position_embeddings=8192,
        max_position_embeddings=10_485_760,
    ),
    model(
        "llama-4-maverick",
        "Llama 4 Maverick",
        1_048_576,
        "transformers' conversion script: base 500000, 1048576 positions, no scaling; every fourth layer is without "
        "positions",
        head_dim=128,
        base=5e5,
    ),
)
