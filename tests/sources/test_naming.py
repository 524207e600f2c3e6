"""Files and tensors as people name them, and which of a model's files a file is."""

import json
from pathlib import Path

import numpy as np
import pytest

from pe_desktop.document import Document, State, to_json
from pe_desktop.sources.error import MissingSource, SourceError
from pe_desktop.sources.naming import chosen_tensor, split_name
from pe_desktop.sources.opening import open_checkpoint
from pe_desktop.sources.recognising import CHECKPOINT, CONFIG, NEITHER, kind_of
from pe_desktop.sources.tables import find_table, read_table
from tests.sources.configs import CONFIGS
from tests.sources.files import TABLE, refusal, safetensors


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savez("a.npz", wpe=TABLE, other=np.eye(3))


@pytest.mark.parametrize(
    ("text", "file", "name"),
    [
        ("a.npz", "a.npz", ""),
        ("a.npz:wpe", "a.npz", "wpe"),
        ("a.npz:", "a.npz", ""),
        ("a.npz:model:wpe", "a.npz", "model:wpe"),
        ("a:b.npz", "a:b.npz", ""),
        ("a:b.npz:wpe", "a:b.npz", "wpe"),
        ("missing.npz:wpe", "missing.npz", "wpe"),
        ("missing.npz", "missing.npz", ""),
        ("C:\\missing.npz", "C:\\missing.npz", ""),
        ("", ".", ""),
        ("x" * 5000, "x" * 5000, ""),
        ("a\0.npz", "a\0.npz", ""),
    ],
)
def test_a_name_is_a_file_and_a_tensor(text, file, name):
    Path("a:b.npz").write_bytes(b"")
    assert split_name(text) == (Path(file), name)


@pytest.mark.parametrize(
    ("tensors", "name"),
    [
        ({"anything": TABLE}, "anything"),
        ({"wpe": TABLE, "other": TABLE}, "wpe"),
        ({"other": TABLE, "norm": np.zeros(3)}, "other"),
        ({"wpe": np.zeros(3), "other": TABLE}, "other"),
        ({"wpe": TABLE, "relative_attention_bias": TABLE}, "wpe"),
    ],
)
def test_the_only_table_that_can_be_meant_is_taken(tensors, name):
    np.savez("b.npz", **tensors)
    assert read_table("b.npz", "").weights.name == name


def test_of_a_shape_only_tables_of_that_shape_are_meant():
    np.savez("b.npz", wpe=TABLE, pos_embed=np.eye(3))
    assert read_table("b.npz", "", (3, 3)).weights.name == "pos_embed"


@pytest.mark.parametrize(
    ("tensors", "line"),
    [
        ({"wpe": TABLE, "pos_embed": TABLE}, "b.npz: 2 of its tensors may hold positions (pos_embed, wpe); name one, "),
        ({"b": TABLE, "a": TABLE}, "b.npz: no name in it speaks of positions (a, b); name one, as in b.npz:a"),
        ({"b": np.zeros(3)}, "b.npz: none of its tensors is a table; choose another file"),
        (
            {f"h.{i}.wpe": TABLE for i in range(30)},
            "b.npz: 30 of its tensors may hold positions (h.0.wpe, h.1.wpe, h.2.",
        ),
    ],
)
def test_where_several_can_be_meant_they_are_named(tensors, line):
    np.savez("b.npz", **tensors)
    assert refusal(lambda path: read_table(path, ""), Path("b.npz").resolve()).startswith(line)


def test_a_file_without_tensors_says_so():
    Path("b.safetensors").write_bytes(safetensors({}))
    line = refusal(lambda path: read_table(path, ""), Path("b.safetensors").resolve())
    assert line == "b.safetensors: holds no tensors; choose another file"


def test_long_names_do_not_make_the_line_long():
    np.savez("b.npz", **{f"pos_embed{'x' * 300}{i}": TABLE for i in range(9)})
    with pytest.raises(SourceError) as caught:
        chosen_tensor(open_checkpoint("b.npz"), "")
    assert len(str(caught.value)) < 480


DOCUMENT = to_json(State(Document()))
KINDS = {
    "config.json": (json.dumps(CONFIGS["llama-3.1-8b"][0]), CONFIG),
    "named otherwise.json": (json.dumps({"rope_theta": 1e4, "head_dim": 64}), CONFIG),
    "fragment.json": (json.dumps({"head_dim": 64, "rope_parameters": {"rope_type": "default"}}), CONFIG),
    "index.json": (json.dumps({"metadata": {}, "weight_map": {"a": "b.safetensors"}}), CHECKPOINT),
    "long index.json": (json.dumps({"weight_map": {f"{i:060}": "b.safetensors" for i in range(60_000)}}), CHECKPOINT),
    "document.json": (DOCUMENT, NEITHER),
    "numbers.json": (DOCUMENT[:-1] + ',\n"data": [1, 2]}', NEITHER),
    "newer.json": ('{"format": "pe-desktop document", "version": 99}', NEITHER),
    "nothing.json": ("{}", NEITHER),
    "other.json": ('{"name": "left-pad"}', NEITHER),
    "list.json": ("[1, 2]", NEITHER),
    "deep.json": ("[" * 100_000, NEITHER),
    "empty.json": ("", NEITHER),
    "long.json": ("[" + "1," * 3_000_000 + "1]", NEITHER),
    "a.npy": ("", NEITHER),
    "a.png": ("", NEITHER),
    "a.SAFETENSORS": ("", CHECKPOINT),
    "a.csv": ("", CHECKPOINT),
    "pytorch_model.bin": ("", CHECKPOINT),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_recognised_by_its_content(name):
    content, kind = KINDS[name]
    Path(name).write_text(content, "utf-8")
    assert kind_of(Path(name)) == kind


@pytest.mark.parametrize("name", ["missing.json", "missing", "x" * 5000])
def test_what_is_not_there_is_neither(name):
    assert kind_of(Path(name)) == NEITHER


def test_a_folder_is_a_checkpoint():
    assert kind_of(Path()) == CHECKPOINT


def test_a_table_is_found_again_by_its_numbers():
    np.savez("b.npz", first=TABLE + 1, wpe=TABLE)
    sha256 = read_table("b.npz", "wpe").weights.array.sha256
    found = find_table("b.npz", MissingSource("renamed", sha256, TABLE.shape))
    assert (found.name, found.array.sha256) == ("renamed", sha256)


def test_another_table_is_not_taken_for_it():
    wanted = MissingSource("wpe", "0" * 64, TABLE.shape)
    line = refusal(lambda path: find_table(path, wanted), Path("a.npz").resolve())
    assert line == "a.npz: this is not the table that the document was made with; open wpe"
