"""What an index of shards may name, and what is said of every one that is refused."""

from __future__ import annotations

import json

import pytest

from pe_desktop.sources.error import SourceError
from pe_desktop.sources.opening import open_checkpoint
from tests.sources.files import LFS, PAGE, TABLE, entry, refusal, safetensors

F32 = TABLE.astype("<f4").tobytes()
GOOD = safetensors({"a": entry()}, F32)


def shards(folder, weight_map=None, **tensors):
    """A model in files, each with tensors of these names, and its index."""
    for stem, names in tensors.items():
        entries = {name: entry(place=(48 * i, 48 * i + 48)) for i, name in enumerate(names)}
        (folder / f"{stem}.safetensors").write_bytes(safetensors(entries, F32 * len(names)))
    named = weight_map or {name: f"{stem}.safetensors" for stem, names in tensors.items() for name in names}
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"metadata": {"total_size": 96}, "weight_map": named}))
    return index


@pytest.mark.parametrize("named", ["index", "folder"])
def test_shards_are_one_checkpoint(tmp_path, named):
    index = shards(tmp_path, one=["wte", "h.0.w"], two=["wpe", "h.1.w"])
    checkpoint = open_checkpoint(index if named == "index" else tmp_path)
    assert [tensor.name for tensor in checkpoint.tensors] == ["wpe", "h.0.w", "h.1.w", "wte"]
    assert checkpoint.read("wpe").array.values.tolist() == TABLE.tolist()
    assert checkpoint.notes == ()


def test_a_folder_with_one_file_is_that_file(tmp_path):
    (tmp_path / "a.safetensors").write_bytes(GOOD)
    assert open_checkpoint(tmp_path).read("a").array.values.tolist() == TABLE.tolist()


def test_shards_that_are_not_there_are_said_and_the_others_opened(tmp_path):
    index = shards(tmp_path, one=["wte"], two=["wpe"])
    (tmp_path / "one.safetensors").unlink()
    checkpoint = open_checkpoint(index)
    assert [tensor.name for tensor in checkpoint.tensors] == ["wpe"]
    assert checkpoint.notes == ("1 of 2 files are not there, such as one.safetensors",)


@pytest.mark.parametrize(
    ("shard", "said"),
    [
        ("../one.safetensors", "something that is not a .safetensors file beside it"),
        ("/etc/passwd", "something that is not a .safetensors file beside it"),
        ("/tmp/one.safetensors", "something that is not a .safetensors file beside it"),
        ("..\\one.safetensors", "something that is not a .safetensors file beside it"),
        ("C:one.safetensors", "something that is not a .safetensors file beside it"),
        ("one\n.safetensors", "something that is not a .safetensors file beside it"),
        ("pytorch_model.exe", "something that is not a .safetensors file beside it"),
        ("pytorch_model.bin", "names files that are each a pickle, which could run code and is never loaded; convert"),
        (7, "something that is not a .safetensors file beside it"),
        (None, "something that is not a .safetensors file beside it"),
        ("gone.safetensors", "none of its 1 files, such as gone.safetensors, is beside it; download them"),
    ],
)
def test_an_index_names_files_beside_it_only(tmp_path, shard, said):
    index = shards(tmp_path, {"wpe": shard}, one=["wpe"])
    assert said in refusal(open_checkpoint, index)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{}", "holds no weight_map, so it is not an index of shards"),
        (b'{"weight_map": {}}', "holds no weight_map"),
        (b'{"weight_map": ["a.safetensors"]}', "holds no weight_map"),
        (b'["a"]', "its JSON is not an object in braces"),
        (b'{"weight_map": {"a": "b.safetensors", "a": "c.safetensors"}}', "has the key 'a' twice"),
        (b'{"weight_map": {' + b'"a": 1,' * 300_000 + b"}}", "holds more than 250,000 values"),
        (b" " * (17 << 20), "an index of 17825792 bytes; at most 16777216"),
        (LFS, "a Git LFS pointer"),
        (PAGE, "a web page"),
        (b"", "the file is empty"),
    ],
)
def test_an_index_is_not_believed(file, content, said):
    assert said in refusal(open_checkpoint, file(content, "model.safetensors.index.json"))


def test_a_name_in_two_shards_is_refused(tmp_path):
    index = shards(tmp_path, {"a": "one.safetensors", "b": "two.safetensors"}, one=["a"], two=["a"])
    assert "hold a tensor of the same name" in refusal(open_checkpoint, index)


def test_a_damaged_shard_is_named(tmp_path):
    index = shards(tmp_path, one=["a"], two=["b"])
    (tmp_path / "two.safetensors").write_bytes(GOOD[:-4])
    assert refusal(open_checkpoint, index).startswith("two.safetensors: cut off")


@pytest.mark.parametrize("names", [(), ("a", "b")])
def test_a_folder_that_leaves_a_choice_is_refused(tmp_path, names):
    for name in names:
        (tmp_path / f"{name}.safetensors").write_bytes(GOOD)
    with pytest.raises(SourceError, match=r"choose a \.safetensors, \.npy, \.npz or \.csv file in it"):
        open_checkpoint(tmp_path)
