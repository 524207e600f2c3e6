"""Configurations of models that add a table to their embeddings: a learned one, or sinusoids."""

from __future__ import annotations

from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.sources.config.keys import Keys
from pe_desktop.sources.config.model import Layers, LearnedTable

_ROWS = ("max_position_embeddings", "n_positions", "n_ctx")
_WIDTHS = ("hidden_size", "n_embd", "d_model", "dim", "emb_dim")
_FAIRSEQ = Sinusoidal(layout="half-split", ladder="tensor2tensor", odd="zero")


def learned_layers(keys: Keys) -> tuple[Layers, ...]:
    """BERT, GPT-2 and their kin: row p is position p."""
    return _learned(keys, "rows of the learned table")


def albert_layers(keys: Keys) -> tuple[Layers, ...]:
    """ALBERT and ELECTRA: the table is as wide as the embeddings of tokens, not as the model."""
    return _learned(keys, "rows of the learned table", width="embedding_size")


def roberta_layers(keys: Keys) -> tuple[Layers, ...]:
    """RoBERTa: positions start after the row of the padding token, and the rows before them are counted."""
    padding = _padding(keys)
    return _learned(keys, "rows of the learned table, with those before the first position", padding + 1)


def bart_layers(keys: Keys) -> tuple[Layers, ...]:
    """BART and OPT: two rows more than positions."""
    keys.default("offset", 2, f"positions start at row 2 in {keys.kind}")
    return _learned(keys, "positions; the learned table has two rows more", 2, 2)


def whisper_layers(keys: Keys) -> tuple[Layers, ...]:
    """Whisper: sinusoids in the encoder, a learned table in the decoder."""
    width = _width(keys, "d_model")
    sound = keys.integer("max_source_positions", "positions of the encoder, which are sinusoids", 1) or 1500
    text = keys.integer("max_target_positions", "rows of the decoder's learned table", 1) or 448
    fixed = Sinusoidal(d_model=width, layout="half-split", ladder="tensor2tensor")
    return Layers("encoder", fixed, sound), Layers("decoder", LearnedTable(text, width), text)


def marian_layers(keys: Keys) -> tuple[Layers, ...]:
    """Marian and Pegasus: the paper's frequencies, all sines before all cosines."""
    return _sinusoids(keys, Sinusoidal(layout="half-split", odd="sine"))


def fairseq_layers(keys: Keys) -> tuple[Layers, ...]:
    """M2M100, FSMT and XGLM: tensor2tensor's frequencies; positions start after the padding token's row of zeros."""
    padding = _padding(keys)
    return _sinusoids(keys, _FAIRSEQ.replace(offset=padding + 1, padding_row=padding))


def speech_layers(keys: Keys) -> tuple[Layers, ...]:
    """Speech2Text: as M2M100, with lengths of sound and of text."""
    padding, width = _padding(keys), _width(keys, "d_model")
    encoding = _FAIRSEQ.replace(d_model=width, offset=padding + 1, padding_row=padding)
    sound = keys.integer("max_source_positions", "positions of the encoder", 1) or 6000
    text = keys.integer("max_target_positions", "positions of the decoder", 1) or 1024
    return Layers("encoder", encoding, sound), Layers("decoder", encoding, text)


def flagged_layers(keys: Keys) -> tuple[Layers, ...]:
    """DistilBERT, XLM and FlauBERT: a learned table, which may begin as, and stay, the paper's sinusoids."""
    flag = keys.first("sinusoidal_pos_embds", "sinusoidal_embeddings")
    if keys.flag(flag, "whether the table is the paper's sinusoids"):
        return _sinusoids(keys, Sinusoidal())
    return learned_layers(keys)


def _learned(keys: Keys, meaning: str, offset: int = 0, more: int = 0, width: str = "") -> tuple[Layers, ...]:
    rows = keys.needed(keys.length(_ROWS, meaning), _ROWS[0]) + more
    columns = _width(keys, width or keys.first(*_WIDTHS))
    table = LearnedTable(rows, columns, offset)
    return (Layers("", table, keys.needed(table.longest if table.longest > 0 else None, _ROWS[0])),)


def _sinusoids(keys: Keys, encoding: Sinusoidal) -> tuple[Layers, ...]:
    length = keys.needed(keys.length(_ROWS, "positions of the fixed table"), _ROWS[0])
    return (Layers("", encoding.replace(d_model=_width(keys, keys.first(*_WIDTHS))), length),)


def _width(keys: Keys, key: str) -> int:
    width: int = keys.needed(keys.integer(key, "width of the vector added to each token", 1, 16384), key)
    return width


def _padding(keys: Keys) -> int:
    stated = keys.integer("pad_token_id", "positions start after the row of the padding token", 0, 1000)
    if stated is None:
        keys.default("pad_token_id", 1, f"not in the file: what {keys.kind} has")
    return 1 if stated is None else stated
