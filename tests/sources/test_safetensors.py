"""What a .safetensors file and an index of shards may hold, and what is said of every one that is refused."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest
import safetensors as library
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from pe_desktop.sources.checkpoints import open_checkpoint
from pe_desktop.sources.error import SourceError
from tests.sources.files import LFS, PAGE, TABLE, entry, little_memory, refusal, safetensors, zipped

F32 = TABLE.astype("<f4").tobytes()
GOOD = safetensors({"a": entry()}, F32)
KINDS = {
    "float64": np.float64,
    "float32": np.float32,
    "float16": np.float16,
    "bfloat16": ml_dtypes.bfloat16,
    "float8_e4m3fn": ml_dtypes.float8_e4m3fn,
    "float8_e5m2": ml_dtypes.float8_e5m2,
    **{kind: np.dtype(kind) for kind in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")},
    "bool": np.dtype(bool),
}


def values(dtype, shape=(8, 16), seed=0):
    """Finite numbers of all sizes that a type has."""
    random = np.random.default_rng(seed)
    dtype = np.dtype(dtype)
    if dtype.kind in "iu":
        return random.integers(0, min(np.iinfo(dtype).max, 10**14), shape).astype(dtype)
    if dtype.kind == "b":
        return random.random(shape) < 0.5
    raw = random.integers(0, 256, (*shape[:-1], shape[-1] * dtype.itemsize), dtype=np.uint8).view(dtype)
    with np.errstate(invalid="ignore"):
        whole = raw.astype(np.float64)
    return np.where(np.isfinite(whole) & (np.abs(whole) < 1e15), whole, 0.5).astype(dtype)


def saved(path, name, kind, table):
    """A file of one tensor, as the library writes it."""
    spec = library.TensorSpec(dtype=kind, shape=table.shape, data_ptr=table.ctypes.data, data_len=table.nbytes)
    library.serialize_file({name: spec}, path, metadata={"format": "np"})
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_the_library_read_back_equal(tmp_path, kind):
    table = values(KINDS[kind])
    checkpoint = open_checkpoint(saved(tmp_path / "model.safetensors", "wpe.weight", kind, table))
    read = checkpoint.read("wpe.weight")
    assert read.array.values.astype(np.float64).tolist() == table.astype(np.float64).tolist()
    assert checkpoint.array("wpe.weight").tolist() == read.array.values.tolist()
    assert read.name == "wpe.weight"


@pytest.mark.parametrize(
    ("kind", "read"),
    [("float64", "float64"), ("float32", "float32"), ("float16", "float16"), ("bfloat16", "float32"),
     ("float8_e4m3fn", "float32"), ("int8", "float64"), ("bool", "float64")],
)  # fmt: skip
def test_floats_keep_their_type_or_take_the_next_that_holds_them(tmp_path, kind, read):
    table = values(KINDS[kind])
    assert open_checkpoint(saved(tmp_path / "m.safetensors", "t", kind, table)).read("t").array.values.dtype == read


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["<f4", "<f8", "<f2", "<i4"]), st.integers(1, 6), st.integers(1, 6)),
                min_size=1, max_size=6))  # fmt: skip
def test_each_of_many_tensors_is_found_where_it_lies(tmp_path_factory, kinds):
    path = tmp_path_factory.getbasetemp() / "many.safetensors"
    arrays = {f"t{i}": values(dtype, (rows, columns), i) for i, (dtype, rows, columns) in enumerate(kinds)}
    save_file(arrays, path)
    checkpoint = open_checkpoint(path)
    assert {tensor.name: tensor.shape for tensor in checkpoint.tensors} == {k: v.shape for k, v in arrays.items()}
    for name, array in arrays.items():
        assert checkpoint.read(name).array.values.tolist() == array.astype(np.float64).tolist()


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


@pytest.mark.parametrize("shape", [(4, 3), (1, 4, 3), (1, 1, 4, 3)])
def test_leading_axes_of_one_are_dropped(file, shape):
    path = file(safetensors({"a": entry(shape)}, F32), "m.safetensors")
    assert open_checkpoint(path).read("a").array.values.tolist() == TABLE.tolist()


@pytest.mark.parametrize(
    ("shape", "said"), [((12,), "is 12, not"), ((2, 2, 3), "2 × 2 × 3"), ((1, 12, 1, 1), "1 × 12 × 1 × 1")]
)
def test_other_shapes_are_refused_as_tables_but_given_as_arrays(file, shape, said):
    checkpoint = open_checkpoint(file(safetensors({"a": entry(shape)}, F32), "m.safetensors"))
    with pytest.raises(SourceError, match=f"the shape of a .*{said}"):
        checkpoint.read("a")
    assert checkpoint.array("a").tolist() == TABLE.reshape(shape).tolist()


def test_a_single_number_is_no_table(file):
    checkpoint = open_checkpoint(file(safetensors({"a": entry((), (0, 4))}, bytes(4)), "m.safetensors"))
    with pytest.raises(SourceError, match="is a single number"):
        checkpoint.read("a")


def test_an_unknown_tensor_is_refused_with_one_that_is_like_it(file):
    checkpoint = open_checkpoint(file(safetensors({"wpe.weight": entry()}, F32), "m.safetensors"))
    with pytest.raises(
        SourceError, match=r"no tensor is called 'wpe.wieght'; choose one of its 1, such as wpe.weight$"
    ):
        checkpoint.read("wpe.wieght")


def test_a_type_that_is_not_read_is_listed_and_refused_when_it_is_wanted(file):
    checkpoint = open_checkpoint(file(safetensors({"a": entry((4, 12), dtype="F4_E9")}, F32), "m.safetensors"))
    assert checkpoint.tensors[0].dtype == "F4_E9"
    with pytest.raises(SourceError, match="of type F4_E9, which are not read; save it as BF16 or F32"):
        checkpoint.read("a")


def test_nan_and_infinity_are_counted_and_refused(file):
    data = np.where(TABLE == 5, np.nan, TABLE).astype("<f4").tobytes()
    with pytest.raises(SourceError, match="1 of 12 values are nan or infinite"):
        open_checkpoint(file(safetensors({"a": entry()}, data), "m.safetensors")).read("a")


@pytest.mark.parametrize(("kind", "byte"), [("F8_E4M3", b"\x7f"), ("F8_E5M2", b"\x7d"), ("BF16", b"\xa0\x7f")])
def test_every_type_of_nan_is_refused_quietly(file, kind, byte):
    data = byte * 4
    path = file(safetensors({"a": entry((2, 2), (0, len(data)), kind)}, data), "m.safetensors")
    with pytest.raises(SourceError, match="4 of 4 values are nan or infinite"):
        open_checkpoint(path).read("a")


def test_a_file_that_shrinks_after_it_was_opened_is_refused(file):
    path = file(GOOD, "m.safetensors")
    checkpoint = open_checkpoint(path)
    os.truncate(path, len(GOOD) - 1)
    with pytest.raises(SourceError, match="changed while it was read"):
        checkpoint.read("a")


def test_a_hundred_gigabytes_open_at_once_and_one_table_is_read_from_their_middle(tmp_path):
    whole, far = 100 * 10**9, 50 * 10**9
    entries = {
        "wte": entry((far // 4,), (0, far)),
        "wpe": entry(place=(far, far + 48)),
        "lm": entry(((whole - far - 48) // 4,), (far + 48, whole)),
    }
    header = safetensors(entries)
    with (tmp_path / "m.safetensors").open("wb") as stream:
        stream.write(header)
        stream.seek(len(header) + far)
        stream.write(F32)
        stream.truncate(len(header) + whole)
    with little_memory(1 << 20):
        checkpoint = open_checkpoint(tmp_path / "m.safetensors")
        assert checkpoint.read("wpe").array.values.tolist() == TABLE.tolist()
        with pytest.raises(SourceError, match="not rows × columns"):
            checkpoint.read("wte")
        with pytest.raises(SourceError, match="values; at most"):
            checkpoint.array("wte")


def deep(depth):
    return b'{"a":' + b"[" * depth + b"]" * depth + b"}"


FAULTS = {
    "empty": (b"", "the file is empty"),
    "Git LFS pointer": (LFS, "a Git LFS pointer, not the data; fetch the data with git lfs pull"),
    "web page": (PAGE, "a web page, not the data; download the file itself"),
    "pickle": (pickle.dumps([1.5] * 99), "a pickle, which could run code and is never loaded; convert it"),
    "PyTorch zip": (zipped(**{"archive/data.pkl": b"x"}), "a zip archive, such as a PyTorch checkpoint; convert it"),
    "HDF5": (b"\x89HDF\r\n\x1a\n" + bytes(99), "an HDF5 file, which is not read"),
    "GGUF": (b"GGUF\x03\x00\x00\x00" + bytes(99), "a GGUF file"),
    "text": (b"0.1 0.2 0.3\n", "not a .safetensors file"),
    "noise": (bytes(range(256)), "not a .safetensors file"),
    "length alone": (bytes(8), "cut off within its header"),
    "half a length": (bytes(3), "cut off within its header"),
    "huge header": (safetensors(b"{}", length=2**63), "a header of 9223372036854775808 bytes; at most"),
    "cut header": (GOOD[:40], "cut off within its header"),
    "header beyond the file": (safetensors(b"{}", length=5000), "5000 bytes are announced, 2 follow"),
    "half of JSON": (safetensors(b'{"a": {"dtype"'), "not valid JSON at line 1, column 15"),
    "rest after the JSON": (safetensors(b'{"a": 1} x'), "not valid JSON at line 1"),
    "list": (safetensors(b"{" + b"\xff" * 20), "its text is not UTF-8"),
    "duplicate tensor": (safetensors(b'{"a":1,"a":2}'), "has the key 'a' twice"),
    "duplicate field": (
        safetensors(b'{"a":{"dtype":"F32","dtype":"F16","shape":[],"data_offsets":[0,0]}}'),
        "has the key 'dtype' twice",
    ),
    "NaN": (safetensors(b'{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,0]}}'), "holds NaN, which is no number"),
    "infinite": (safetensors(b'{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[]}}'), "number that is too great"),
    "integer of 4001 digits": (
        safetensors(b'{"a":{"dtype":"F32","shape":[' + b"9" * 4001 + b'],"data_offsets":[0,0]}}'),
        "an integer of 4,001 digits",
    ),
    "integer of 25 digits": (safetensors({"a": entry((10**25, 1))}), "a is announced without a proper dtype, shape"),
    "nested by 200": (safetensors(deep(200)), "nested too deeply"),
    "nested by 100000": (safetensors(deep(100_000)), "nested too deeply"),
    "nested by 400000": (safetensors(deep(400_000)), "holds more than 320,000 values"),
    "a million values": (safetensors(b'{"a":[' + b"1," * 10**6 + b"1]}"), "holds more than 320,000 values"),
    "many empty objects": (safetensors(b'{"a":[' + b"{}," * 150_000 + b"1]}"), "a is announced without a proper"),
    "half a character": (safetensors(b'{"\\ud800":{}}'), "half a character"),
    "an entry that is a list": (safetensors({"a": [1, 2]}), "a is announced without a proper dtype"),
    "no dtype": (safetensors({"a": {"shape": [1], "data_offsets": [0, 4]}}, bytes(4)), "without a proper dtype"),
    "no offsets": (safetensors({"a": {"dtype": "F32", "shape": [1]}}, bytes(4)), "without a proper dtype"),
    "three offsets": (safetensors({"a": entry(place=(0, 4, 8))}), "without a proper dtype"),
    "negative offset": (safetensors({"a": entry(place=(-4, 44))}, F32), "without a proper dtype"),
    "offset of truth": (safetensors({"a": entry((1,), (False, True))}), "without a proper dtype"),
    "fractions": (safetensors({"a": entry((4.0, 3.0))}, F32), "without a proper dtype"),
    "offset as text": (safetensors({"a": entry(place=("0", "48"))}, F32), "without a proper dtype"),
    "negative shape": (safetensors({"a": entry((-4, -3))}, F32), "without a proper dtype"),
    "forty axes": (safetensors({"a": entry([1] * 40, (0, 4))}, bytes(4)), "without a proper dtype"),
    "ends before it begins": (safetensors({"a": entry(dtype="X9", place=(48, 0))}, F32), "a ends before it begins"),
    "too few bytes for its shape": (safetensors({"a": entry((4, 4))}, F32), "a needs 64 bytes by its shape, 48 by"),
    "overflowing shape": (
        safetensors({"a": entry((2**62, 2**62))}, F32),
        "a needs 85070591730234615865843651857942052864 bytes by its shape",
    ),
    "overlap": (safetensors({"a": entry(), "b": entry(place=(24, 72))}, F32 * 2), "b overlaps the one before"),
    "same bytes twice": (safetensors({"a": entry(), "b": entry()}, F32), "b overlaps the one before"),
    "gap": (safetensors({"a": entry(), "b": entry(place=(52, 100))}, F32 * 3), "b leaves a gap before it"),
    "begins late": (safetensors({"a": entry(place=(8, 56))}, F32 * 2), "a leaves a gap before it"),
    "cut data": (GOOD[:-1], "cut off: 48 bytes are announced, 47 follow"),
    "no data": (safetensors({"a": entry()}), "cut off: 48 bytes are announced, 0 follow"),
    "a terabyte": (safetensors({"a": entry((2**38,), (0, 2**40))}), "cut off: 1099511627776 bytes are announced"),
    "a byte too many": (GOOD + b"x", "too long: 48 bytes are announced, 49 follow"),
    "metadata of numbers": (safetensors({"__metadata__": {"a": 1}, "a": entry()}, F32), "its metadata are not texts"),
    "metadata as a list": (safetensors({"__metadata__": [], "a": entry()}, F32), "its metadata are not texts"),
    "name with a line": (safetensors({"a\nb": entry()}, F32), "the name of a tensor, a b, cannot be shown"),
    "name that turns around": (safetensors({"a\u202eb": entry()}, F32), "the name of a tensor, ab, cannot be shown"),
    "name of escapes": (safetensors({"\x1b\x07": entry()}, F32), "the name of a tensor, of control characters"),
    "name of a page": (safetensors({"x" * 5000: entry()}, F32), "cannot be shown on a line"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_in_one_line_that_says_what_it_is(file, fault):
    content, message = FAULTS[fault]
    text = refusal(open_checkpoint, file(content, "faulty.safetensors"))
    assert text.startswith("faulty.safetensors: ")
    assert message in text


@pytest.mark.parametrize("fault", [fault for fault, (content, _) in FAULTS.items() if content[8:9] == b"{"])
def test_what_the_library_refuses_is_refused_and_the_rest_is_stricter(file, fault):
    stricter = {"integer of 25 digits", "name with a line", "name that turns around", "name of escapes",
                "name of a page", "forty axes", "ends before it begins", "duplicate tensor"}  # fmt: skip
    try:
        library.deserialize(FAULTS[fault][0])
    except library.SafetensorError:
        return
    assert fault in stricter


def outcome(path):
    """Whether a file was opened and read, or how the line starts that refuses it."""
    try:
        checkpoint = open_checkpoint(path)
        for tensor in checkpoint.tensors:
            if tensor.table and 0 < np.prod(tensor.table) < 1000:
                checkpoint.read(tensor.name)
    except SourceError as error:
        return str(error)[: len(path.name) + 2] if str(error).isprintable() else error
    return "read"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path_factory, data):
    entries = {"__metadata__": {"format": "pt"}, "wpe": entry(), "b": entry((12,), (48, 72), "BF16")}
    content = bytearray(safetensors(entries, F32 + F32[:24]))
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    at = data.draw(st.integers(0, len(content)))
    insert = data.draw(st.sampled_from([b"", b"9" * 30, b"[", b"{", b'"', b",", b"-1", b"null"]))
    path = tmp_path_factory.getbasetemp() / "damaged.safetensors"
    path.write_bytes(bytes(content[:at]) + insert + bytes(content[at:]))
    assert outcome(path) in ("read", "damaged.safetensors: ")


# Shards


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
        ("pytorch_model.bin", "something that is not a .safetensors file beside it"),
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


# Pickles and what else has no reader


@pytest.mark.parametrize("suffix", [".bin", ".pt", ".pth", ".ckpt", ".pkl"])
@pytest.mark.parametrize("content", [pickle.dumps({"a": [1.0]}), zipped(**{"archive/data.pkl": b"x"}), b"noise" * 20])
def test_pickles_are_refused_unopened_with_what_to_do(file, suffix, content):
    text = refusal(open_checkpoint, file(content, "model" + suffix))
    assert "pickle, which could run code and is never loaded; convert it to safetensors where it was made" in text


def test_a_pickle_never_runs(file, tmp_path):
    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "ran"),)

    refusal(open_checkpoint, file(pickle.dumps(Bomb()), "model.bin"))
    assert not (tmp_path / "ran").exists()


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
