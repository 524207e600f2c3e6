"""What the code of rotary models does that their files do not say.

By model_type, as in transformers 5.23: which dimensions turn together, and the values that a file may leave out.
A value that is not known here must stand in the file.
"""

from __future__ import annotations

from dataclasses import dataclass

INTERLEAVED, HALF = "interleaved", "half"


@dataclass(frozen=True)
class Family:
    """`local`: the base of the layers with a window, where they have one of their own. `still`: the kind of layers
    that have no positions. `whole`: the scaling holds for layers that see the whole context only."""

    pairing: str = HALF
    base: float | None = 10000.0
    partial: float = 1.0
    rotary_dim: int | None = None
    head_dim: int | None = None
    length: int | None = None
    local: float | None = None
    still: str = ""
    whole: bool = False


_PLAIN = (
    "llama", "mistral", "qwen2", "qwen2_moe", "phi3", "phimoe", "starcoder2",
    "olmo", "olmo2", "olmoe", "granite", "granitemoe", "internlm2", "Yi",
)  # fmt: skip
_GIVEN = (
    "glm4_moe", "hunyuan_v1_dense", "hunyuan_v1_moe", "seed_oss", "apertus", "arcee", "qwen3_next", "dbrx",
    "nomic_bert", "qwen2_vl", "qwen2_5_vl", "qwen2_vl_text", "qwen2_5_vl_text", "qwen3_vl_text", "qwen3_vl_moe_text",
)  # fmt: skip

FAMILIES: dict[str, Family] = {
    **dict.fromkeys(_PLAIN, Family()),
    **dict.fromkeys(_GIVEN, Family(base=None)),
    **dict.fromkeys(("falcon", "RefinedWeb", "RefinedWebModel"), Family(length=2048)),
    "mixtral": Family(base=1e6),
    "qwen3": Family(head_dim=128),
    "qwen3_moe": Family(),
    "qwen": Family(),
    "gemma": Family(head_dim=256),
    "gemma2": Family(head_dim=256),
    "gemma3_text": Family(head_dim=256, base=1e6, local=10000.0, length=131_072, whole=True),
    "gemma4_text": Family(head_dim=256, base=None, length=131_072),
    "modernbert": Family(base=160_000.0, local=10000.0),
    "phi": Family(partial=0.5),
    "stablelm": Family(partial=0.25),
    "persimmon": Family(partial=0.5, base=25_000.0),
    "nemotron": Family(partial=0.5),
    "gpt_neox": Family(partial=0.25),
    "gpt_oss": Family(base=150_000.0, head_dim=64),
    "olmo3": Family(whole=True),
    "esm": Family(),
    "smollm3": Family(base=None, still="every"),
    "gptj": Family(INTERLEAVED, rotary_dim=64),
    "codegen": Family(INTERLEAVED, rotary_dim=64),
    "roformer": Family(INTERLEAVED),
    "cohere": Family(INTERLEAVED),
    "cohere2": Family(INTERLEAVED, still="full_attention"),
    "glm": Family(INTERLEAVED, partial=0.5),
    "glm4": Family(INTERLEAVED, partial=0.5),
    "helium": Family(INTERLEAVED, base=None),
    "ernie4_5": Family(INTERLEAVED, base=None),
    "ernie4_5_moe": Family(INTERLEAVED, base=None),
    "deepseek_v2": Family(INTERLEAVED),
    "deepseek_v3": Family(INTERLEAVED),
    "llama4_text": Family(INTERLEAVED, base=500_000.0, head_dim=128, still="every"),
}
