"""What the code of rotary models does that their files do not say.

By model_type, from the configuration classes of transformers 5.23, each made without arguments and asked, and from
its modeling code for which dimensions turn together. A file may leave out what is its class's own: those of models of
images and text mostly do. Where versions of transformers disagree about a value, it is left out here, and must stand
in the file.
"""

from __future__ import annotations

from dataclasses import dataclass

INTERLEAVED, HALF = "interleaved", "half"


@dataclass(frozen=True)
class Family:
    """The model's width and its heads; `head_dim` where it does not follow from these; the length; the base.

    `local`: the base of the layers with a window, where they have one of their own. `still`: the kind of layers that
    have no positions, or "every" so many. `whole`: the scaling holds only for layers that see the whole context.
    """

    hidden: int | None = None
    heads: int | None = None
    length: int | None = None
    base: float | None = 10000.0
    head_dim: int | None = None
    partial: float = 1.0
    rotary_dim: int | None = None
    pairing: str = HALF
    local: float | None = None
    still: str = ""
    whole: bool = False


STRANGER = Family(base=None)
"""A model whose model_type is not here."""

FAMILIES: dict[str, Family] = {
    "llama": Family(4096, 32, 2048),
    "mistral": Family(4096, 32, 131_072),
    "ministral": Family(4096, 32, 131_072),
    "mixtral": Family(4096, 32, 131_072, base=1e6),
    "mllama_text_model": Family(4096, 32, 131_072, base=5e5),
    "llama4_text": Family(5120, 40, 131_072, base=5e5, head_dim=128, pairing=INTERLEAVED, still="every"),
    "qwen2": Family(4096, 32, 32_768),
    "qwen2_moe": Family(2048, 16, 32_768),
    **dict.fromkeys(("qwen2_vl", "qwen2_vl_text"), Family(8192, 64, 32_768, base=1e6)),
    **dict.fromkeys(("qwen2_5_vl", "qwen2_5_vl_text"), Family(8192, 64, 32_768, base=1e6)),
    "qwen3": Family(4096, 32, 32_768, head_dim=128),
    "qwen3_moe": Family(2048, 32, 32_768),
    "qwen3_next": Family(2048, 16, 32_768, head_dim=256, partial=0.25),
    "qwen3_5_text": Family(4096, 16, 32_768, head_dim=256, partial=0.25),
    "qwen3_vl_text": Family(4096, 32, 128_000, base=5e5, head_dim=128),
    "qwen3_vl_moe_text": Family(2048, 16, 128_000, base=5e5),
    "gemma": Family(3072, 16, 8192, head_dim=256),
    "gemma2": Family(2304, 8, 8192, head_dim=256),
    "vaultgemma": Family(2304, 8, 8192, head_dim=256),
    "gemma3_text": Family(2304, 8, 131_072, base=1e6, head_dim=256, local=1e4, whole=True),
    "gemma3n_text": Family(2048, 8, 32_768, base=1e6, head_dim=256, local=1e4, whole=True),
    "gemma4_text": Family(2304, 8, 131_072, base=None, head_dim=256),
    "deepseek_v2": Family(4096, 32, 2048, head_dim=64, pairing=INTERLEAVED),
    "deepseek_v3": Family(7168, 128, 4096, head_dim=64, pairing=INTERLEAVED),
    "gpt_oss": Family(2880, 64, 131_072, base=150_000.0, head_dim=64),
    "modernbert": Family(768, 12, 8192, base=160_000.0, local=1e4),
    "modernbert-decoder": Family(768, 12, 8192, base=160_000.0, local=1e4),
    "gpt_neox": Family(6144, 64, 2048, partial=0.25),
    "gptj": Family(4096, 16, 2048, rotary_dim=64, pairing=INTERLEAVED),
    "codegen": Family(4096, 16, 2048, rotary_dim=64, pairing=INTERLEAVED),
    "roformer": Family(768, 12, 1536, pairing=INTERLEAVED),
    "phi": Family(2048, 32, 2048, partial=0.5),
    "phi3": Family(3072, 32, 4096),
    "phimoe": Family(4096, 32, 131_072, base=1e6),
    "cohere": Family(8192, 64, 8192, base=None, pairing=INTERLEAVED),
    "cohere2": Family(8192, 64, 8192, pairing=INTERLEAVED, still="full_attention"),
    "glm": Family(4096, 32, 131_072, head_dim=128, partial=0.5, pairing=INTERLEAVED),
    "glm4": Family(4096, 32, 131_072, head_dim=128, partial=0.5, pairing=INTERLEAVED),
    "glm4_moe": Family(4096, 96, 131_072, partial=0.5),
    "ernie4_5": Family(1024, 16, 131_072, base=5e5, head_dim=128, pairing=INTERLEAVED),
    "ernie4_5_moe": Family(2560, 20, 131_072, base=5e5, pairing=INTERLEAVED),
    "helium": Family(2560, 20, 4096, base=1e5, head_dim=128, pairing=INTERLEAVED),
    "smollm3": Family(2048, 16, 32_768, base=2e6, still="every"),
    "olmo": Family(4096, 32, 2048),
    "olmo2": Family(4096, 32, 2048),
    "olmo3": Family(4096, 32, 2048, base=None, whole=True),
    "olmoe": Family(2048, 16, 4096),
    "flex_olmo": Family(4096, 32, 4096, base=5e5),
    "granite": Family(4096, 32, 2048),
    "granitemoe": Family(4096, 32, 2048),
    "granitemoeshared": Family(4096, 32, 2048),
    "falcon": Family(4544, 71, 2048),
    "persimmon": Family(4096, 64, 16_384, base=None, partial=0.5),
    "stablelm": Family(2560, 32, 4096, partial=0.25),
    "starcoder2": Family(3072, 24, 4096),
    "nemotron": Family(6144, 48, 4096, partial=0.5),
    "nomic_bert": Family(768, 12, 2048, base=None),
    "eurobert": Family(768, 12, 8192),
    "esm": Family(768, 12, 1026),
    "dbrx": Family(2048, 16, 2048),
    "hunyuan_v1_dense": Family(4096, 32, 2048),
    "hunyuan_v1_moe": Family(4096, 32, 2048),
    "minimax": Family(4096, 32, 131_072, base=1e6),
    "minimax_m2": Family(3072, 48, 196_608, base=5e6, head_dim=128),
    "seed_oss": Family(4096, 80, 524_288, head_dim=128),
    "solar_open": Family(4096, 64, 131_072, base=1e6, head_dim=128),
    "aria_text": Family(4096, 32, 2048),
    "arcee": Family(2560, 32, 4096),
    "apertus": Family(4096, 32, 65_536, base=None),
    "bitnet": Family(2560, 20, 2048, base=5e5),
    "chameleon": Family(4096, 32, 4096),
    "diffllama": Family(2048, 32, 2048),
    "dots1": Family(4608, 32, 2048),
    "hyperclovax": Family(4096, 32, 2048),
    "jais2": Family(3328, 26, 8192),
    "lfm2": Family(2560, 32, 128_000, base=1e6),
    # Files that bring their own code along, written for it.
    **dict.fromkeys(("RefinedWeb", "RefinedWebModel"), Family(length=2048)),
    "internlm2": STRANGER,
    "Yi": STRANGER,
    "qwen": STRANGER,
}
