"""Checkpoints of any kind: which tensors come first, what their rows are, and what has no reader."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from pe_desktop.sources.opening import open_checkpoint
from tests.sources.files import TABLE, entry, npy, refusal, safetensors, zipped

F32 = TABLE.astype("<f4").tobytes()
GOOD = safetensors({"a": entry()}, F32)


def test_likely_tables_come_first_then_tables_then_all_else_with_numbers_by_value(file):
    names = [
        "h.10.mlp.weight", "h.2.mlp.weight", "bias", "h.0.attn.rotary_emb.inv_freq", "embeddings.position_ids",
        "block.0.layer.0.SelfAttention.relative_attention_bias.weight", "transformer.wpe.weight", "wte.weight",
    ]  # fmt: skip
    flat = {"bias", "h.0.attn.rotary_emb.inv_freq"}
    entries, begin = {}, 0
    for name in names:
        shape = (12,) if name in flat else (4, 3)
        entries[name] = entry(shape, (begin, begin + 48))
        begin += 48
    checkpoint = open_checkpoint(file(safetensors(entries, F32 * len(names)), "m.safetensors"))
    assert [tensor.name for tensor in checkpoint.tensors] == [
        "transformer.wpe.weight",
        "block.0.layer.0.SelfAttention.relative_attention_bias.weight",
        "h.0.attn.rotary_emb.inv_freq",
        "embeddings.position_ids",
        "h.2.mlp.weight",
        "h.10.mlp.weight",
        "wte.weight",
        "bias",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "bert.embeddings.position_embeddings.weight", "transformer.wpe.weight", "wpe.weight", "pos_embed",
        "model.decoder.embed_positions.weight", "encoder.embed_positions.weights", "positional_embedding",
        "vision_model.embeddings.position_embedding.weight", "Transformer/posembed_input/pos_embedding",
        "visual.positional_embedding", "tokens_embed.positions_embed.weight", "pos_encoder.pe", "pos_emb",
        "vit.embeddings.position_embeddings", "model.encoder.embed_positions.weight",
    ],
)  # fmt: skip
def test_names_that_models_give_their_tables_are_known(file, name):
    content = safetensors({"a.weight": entry(), name: entry(place=(48, 96))}, F32 * 2)
    assert open_checkpoint(file(content, "m.safetensors")).tensors[0].name == name


@pytest.mark.parametrize(
    "name", ["type_embeddings", "pool.position", "tape.weight", "wpeck", "propose", "position_ids"]
)
def test_names_that_only_sound_alike_are_not(file, name):
    content = safetensors({name: entry(), "wpe": entry(place=(48, 96))}, F32 * 2)
    assert open_checkpoint(file(content, "m.safetensors")).tensors[0].name == "wpe"


@pytest.mark.parametrize(
    ("shape", "first_row", "remark"),
    [
        ((1, 197, 2), 1, "row 0 is the class token's, the other 196 are 14 × 14 patches"),
        ((50, 2), 1, "row 0 is the class token's, the other 49 are 7 × 7 patches"),
        ((1, 198, 2), 2, "rows 0 and 1 are the class and distillation tokens', the other 196 are 14 × 14 patches"),
        ((514, 2), 2, "2 + 512 rows: positions start at row 2, as in RoBERTa, BART and OPT"),
        ((1026, 2), 2, "2 + 1,024 rows: positions start at row 2, as in RoBERTa, BART and OPT"),
        ((512, 2), 0, ""),
        ((1024, 2), 0, ""),
        ((77, 2), 0, ""),
    ],
)
def test_rows_that_stand_before_the_positions_are_explained(file, shape, first_row, remark):
    size = 4 * int(np.prod(shape))
    content = safetensors({"pos_embed": entry(shape, (0, size))}, bytes(size))
    tensor = open_checkpoint(file(content, "m.safetensors")).tensors[0]
    assert (tensor.first_row, tensor.remark) == (first_row, remark)


@pytest.mark.parametrize("suffix", [".bin", ".pt", ".pth", ".ckpt", ".pkl"])
@pytest.mark.parametrize("content", [pickle.dumps({"a": [1.0]}), zipped(**{"archive/data.pkl": b"x"}), b"noise" * 20])
def test_pickles_are_refused_unopened_with_what_to_do(file, suffix, content):
    text = refusal(open_checkpoint, file(content, "model" + suffix))
    assert "pickle, which could run code and is never loaded; convert it to safetensors where it was made" in text


def test_a_header_as_long_as_a_pickle_begins_is_no_pickle(file):
    entries = {"__metadata__": {"x": "y" * (0x280 - 92)}, "a": entry()}
    content = safetensors(entries, F32)
    assert content[:2] == b"\x80\x02"
    for name in ("model.safetensors", "model"):
        assert open_checkpoint(file(content, name)).tensors[0].name == "a"


def test_a_pickle_never_runs(file, tmp_path):
    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "ran"),)

    refusal(open_checkpoint, file(pickle.dumps(Bomb()), "model.bin"))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(("content", "name"), [(npy(TABLE), "x"), (zipped(**{"wpe.npy": npy(TABLE)}), "wpe")])
def test_arrays_of_numpy_are_known_by_how_they_begin(file, content, name):
    assert open_checkpoint(file(content, "x.dat")).read(name).array.values.tolist() == TABLE.tolist()


@pytest.mark.parametrize("suffix", [".onnx", ".weights", ""])
def test_a_file_without_a_known_suffix_is_opened_by_what_it_is(file, suffix):
    assert open_checkpoint(file(GOOD, "model" + suffix)).tensors[0].name == "a"
    assert "of a kind that is not read; choose a .safetensors" in refusal(
        open_checkpoint, file(b"what is this", "other" + suffix)
    )


@pytest.mark.parametrize("name", ["gone.safetensors", "gone.npz", "gone.csv", "gone.json", "gone", "x" * 300 + ".csv"])
def test_what_is_not_there_is_said(tmp_path, name):
    text = refusal(open_checkpoint, tmp_path / name)
    assert "there is no such file; choose a" in text or "cannot be read" in text


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.safetensors")
    assert "is not a file" in refusal(open_checkpoint, tmp_path / "pipe.safetensors")


def test_a_path_may_be_a_text(file):
    assert open_checkpoint(str(file(GOOD, "m.safetensors"))).name == "m.safetensors"
    assert open_checkpoint(Path(file(GOOD, "m.safetensors"))).file.name == "m.safetensors"
