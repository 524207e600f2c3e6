"""From a config.json to a model's positions: which reader takes it is decided by its model_type, then by its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pe_desktop.engine.refused import ParameterError
from pe_desktop.sources.config import absolute, images, relative
from pe_desktop.sources.config.families import FAMILIES
from pe_desktop.sources.config.keys import Keys, refused
from pe_desktop.sources.config.model import Layers, Model
from pe_desktop.sources.config.rotary import EVIDENCE, rotary_layers
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.files import AGAIN, SNIFFED, exactly, mistaken, opened, size_of
from pe_desktop.sources.strict_json import strict_object

LARGEST = 4 << 20
VALUES = 100_000
WANTED = "a config.json file"
TEXT = ("text_config", "llm_config", "language_config", "thinker_config")
"""Where files of models of images and sound keep the language model's keys."""

Reader = Callable[[Keys], tuple[Layers, ...]]
_READERS: dict[str, Reader] = {
    **dict.fromkeys(("bloom",), relative.alibi_layers),
    **dict.fromkeys(("t5", "mt5", "umt5", "longt5", "switch_transformers"), relative.t5_layers),
    **dict.fromkeys(
        ("bert", "gpt2", "openai-gpt", "gpt_neo", "gpt_bigcode", "layoutlm", "clip_text_model", "siglip_text_model"),
        absolute.learned_layers,
    ),
    **dict.fromkeys(("albert", "electra"), absolute.albert_layers),
    **dict.fromkeys(("roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "mpnet"), absolute.roberta_layers),
    **dict.fromkeys(("bart", "mbart", "plbart", "opt", "biogpt"), absolute.bart_layers),
    **dict.fromkeys(("marian", "pegasus"), absolute.marian_layers),
    **dict.fromkeys(("m2m_100", "fsmt", "xglm"), absolute.fairseq_layers),
    **dict.fromkeys(("distilbert", "xlm", "flaubert"), absolute.flagged_layers),
    "speech_to_text": absolute.speech_layers,
    "whisper": absolute.whisper_layers,
}
_QWEN = ("qwen2_vl", "qwen2_5_vl", "qwen2_vl_vision", "qwen2_5_vl_vision")
_IMAGE_READERS: dict[str, Reader] = {
    **dict.fromkeys(("vit", "dinov2", "clip_vision_model"), images.vit_layers),
    "siglip_vision_model": images.siglip_layers,
    "deit": images.deit_layers,
    "vit_mae": images.mae_layers,
    "swin": images.swin_layers,
    "dinov3_vit": images.dinov3_layers,
    "pixtral": images.pixtral_layers,
    **dict.fromkeys(_QWEN, images.qwen_layers),
}
_POSITIONS = ("absolute", "rotary")
_TYPED = ("esm", "bert", "roberta", "xlm-roberta", "camembert", "electra", "albert", "layoutlm")


def read_config(path: str | Path) -> Model:
    """The positions of the model that a config.json describes.

    Raises `SourceError` in one line for what is no such file, for a value that no encoding takes, and where no key
    says how positions are encoded.
    """
    file = Path(path)
    with opened(file, WANTED) as stream:
        size = size_of(stream)
        wrong = mistaken(stream.read(SNIFFED), "open the config.json beside it")
        if wrong:
            raise SourceError(file.name, *wrong)
        if size > LARGEST:
            raise SourceError(file.name, f"{size:,} bytes; a configuration has at most {LARGEST:,}", "choose another")
        stream.seek(0)
        content = strict_object(file.name, exactly(file.name, stream, size), VALUES, AGAIN)
    return model_of(file.name, content)


def model_of(file: str, content: Mapping[str, Any]) -> Model:
    """The positions that the keys of a configuration describe. `file` stands in messages."""
    keys = Keys(file, content)
    text = _text_part(keys)
    try:
        layers, unclear = _layers(text)
    except ParameterError as error:
        raise refused(file, error) from None
    seen, blurred = _tower(keys)
    if not layers + seen:
        wrong = f"no key that is known says how positions are encoded (model_type {text.kind or 'missing'})"
        raise SourceError(file, wrong, "open its checkpoint instead")
    name = keys.text("_name_or_path").replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    architecture = keys.text("architectures") or keys.kind or text.kind
    unclear += blurred + tuple(f"{key}: not understood" for key in keys.unused())
    return Model(name or architecture or "model", architecture, layers + seen, keys.lines, unclear)


def _text_part(keys: Keys) -> Keys:
    """The object that describes the language model."""
    inner = next(filter(None, map(keys.inner, TEXT)), None)
    return keys if inner is None else _text_part(inner)


def _layers(keys: Keys) -> tuple[tuple[Layers, ...], tuple[str, ...]]:
    """The layers of one model, and what is unclear of them."""
    kind = keys.kind
    if kind:
        keys.note("model_type", "whose code reads the other keys")
    found = _by_flags(keys)
    if found is not None:
        return found, ()
    reader = rotary_layers if kind in FAMILIES else _READERS.get(kind) or _IMAGE_READERS.get(kind)
    if reader is not None:
        return reader(keys), ()
    stranger = f"model_type {kind or 'is missing'}: not known here"
    if keys.has(*EVIDENCE):
        return rotary_layers(keys), (f"{stranger}; dimensions i and i + r/2 are taken to turn together",)
    if keys.has("relative_attention_num_buckets"):
        return relative.t5_layers(keys), (f"{stranger}; its buckets are taken to be T5's",)
    return (), ()


def _by_flags(keys: Keys) -> tuple[Layers, ...] | None:
    """What a file says in so many words, whatever its model_type is."""
    mpt = relative.mpt_layers(keys)
    if mpt is not None:
        return mpt
    if keys.flag("alibi", "whether a slope times the distance is taken off each score"):
        return relative.alibi_layers(keys)
    if keys.kind in _TYPED:
        kind = keys.word("position_embedding_type", _POSITIONS, "how positions are encoded")
        return absolute.roberta_layers(keys) if kind == "absolute" and keys.kind == "esm" else None
    return None


def _tower(keys: Keys) -> tuple[tuple[Layers, ...], tuple[str, ...]]:
    """The layers that see images, where their code is known, and what is unclear of them."""
    tower = keys.inner("vision_config")
    reader = _IMAGE_READERS.get(tower.kind or keys.kind) if tower else None
    if tower is None or reader is None:
        return (), ()
    try:
        found = reader(tower)
    except (SourceError, ParameterError) as error:  # the language model can be shown all the same
        return (), (str(error).removeprefix(f"{keys.file}: "),)
    return tuple(Layers(f"vision {kind.name}".strip(), kind.encoding, kind.length) for kind in found), ()
