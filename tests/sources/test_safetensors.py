"""What a .safetensors file may hold, and what is said of every one that is refused."""

from __future__ import annotations

import os
import pickle

import ml_dtypes
import numpy as np
import pytest
import safetensors as library
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from pe_desktop.sources.error import SourceError
from pe_desktop.sources.opening import open_checkpoint
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


def test_every_truth_is_one(file):
    content = safetensors({"a": entry((2, 2), (0, 4), "BOOL")}, b"\x00\x01\x02\xff")
    assert open_checkpoint(file(content, "m.safetensors")).read("a").array.values.tolist() == [[0, 1], [1, 1]]


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
