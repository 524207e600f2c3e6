"""What an .npy file may hold, and what is said of every one that is refused."""

from __future__ import annotations

import io
import os
import pickle
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib import format as npy_format

from pe_desktop.assets import asset
from pe_desktop.engine.weights import BUNDLED, bundled
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.npy import read_npy

TABLE = np.arange(12.0).reshape(4, 3)


def npy(array, version=None):
    """The bytes that NumPy writes."""
    stream = io.BytesIO()
    npy_format.write_array(stream, np.asanyarray(array), version)
    return stream.getvalue()


def with_header(header, data=b"", *, version=1, length=None):
    """An .npy file of that header, which may be a lie."""
    text = header.encode("latin-1")
    size = (len(text) if length is None else length).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + size + text + data


def claiming(shape, descr="<f8", order="False", data=b""):
    return with_header(f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}\n", data)


def zipped():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.npy", npy(TABLE))
    return stream.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(content, name="table.npy"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("layout", ["C", "F"])
def test_floats_are_read_in_every_order_and_kept_in_their_type(file, dtype, order, layout):
    values = np.asarray(TABLE.astype(np.dtype(dtype).newbyteorder(order)), order=layout)
    read = read_npy(file(npy(values))).array.values
    assert read.tolist() == TABLE.tolist()
    assert (read.dtype.name, read.dtype.isnative) == (dtype, True)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "<i2", ">u2", "<i4", ">i4", "<u4", "<i8", ">u8"])
def test_integers_become_float64(file, dtype):
    read = read_npy(file(npy(TABLE.astype(dtype)))).array.values
    assert read.tolist() == TABLE.tolist()
    assert read.dtype == np.float64


@pytest.mark.parametrize(
    ("shape", "table"), [((12,), (12, 1)), ((4, 3), (4, 3)), ((1, 4, 3), (4, 3)), ((1, 1, 12), (1, 12))]
)
def test_vectors_become_a_column_and_a_leading_axis_of_one_is_dropped(file, shape, table):
    read = read_npy(file(npy(TABLE.reshape(shape))))
    assert read.shape == table
    assert read.array.values.ravel().tolist() == TABLE.ravel().tolist()


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format_is_read(file, version):
    assert read_npy(file(npy(TABLE, version))).array.values.tolist() == TABLE.tolist()


@pytest.mark.parametrize(
    "header",
    [
        "{'shape':(4,3),'fortran_order':False,'descr':'<f8'}",
        '{"descr": "<f8", "fortran_order": False, "shape": (4, 3)}   \n',
        "{ 'descr' : '<f8' ,\n 'fortran_order' : False , 'shape' : ( 4 , 3 , ) , }",
    ],
)
def test_headers_of_other_writers_are_read(file, header):
    assert read_npy(file(with_header(header, TABLE.tobytes()))).array.values.tolist() == TABLE.tolist()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["<f2", "<f4", "<f8", ">f4"]),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.booleans(),
    st.integers(0, 10**6),
)
def test_what_numpy_saves_is_read_as_numpy_reads_it(tmp_path_factory, dtype, shape, fortran, seed):
    path = tmp_path_factory.getbasetemp() / "any.npy"
    values = np.random.default_rng(seed).normal(size=shape).astype(dtype)
    np.save(path, np.asfortranarray(values) if fortran else values)
    assert (read_npy(path).array.values == np.load(path)).all()


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_table_that_is_opened_as_a_file_is_the_same(name):
    assert read_npy(asset("tables", name + ".npy")) == bundled(name)


FAULTS = {
    "empty": (b"", "the file is empty"),
    "Git LFS pointer": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "a Git LFS pointer, not the data; fetch the data with git lfs pull",
    ),
    "web page": (b"\n <!DOCTYPE html><html><body>404</body></html>", "a web page"),
    "web page with a BOM": (b"\xef\xbb\xbf<HTML>", "a web page"),
    "pickle": (pickle.dumps(TABLE), "a pickle, which could run code and is never loaded"),
    "old pickle": (pickle.dumps([1, 2], protocol=2), "a pickle"),
    "zip": (zipped(), "a zip archive (.npz, or a PyTorch checkpoint)"),
    "text": (b"0.1 0.2 0.3\n", "not an .npy file; save one array of numbers with numpy.save"),
    "noise": (bytes(range(256)), "not an .npy file"),
    "half a magic": (b"\x93NUM", "cut off within its header"),
    "magic alone": (b"\x93NUMPY", "a version that is not known"),
    "unknown version": (b"\x93NUMPY\x09\x00" + npy(TABLE)[8:], "a version that is not known"),
    "no header length": (b"\x93NUMPY\x01\x00\x40", "cut off within its header"),
    "half a header length": (b"\x93NUMPY\x01\x00\x00", "its header is damaged"),
    "cut header": (npy(TABLE)[:40], "cut off within its header"),
    "huge header": (with_header("{}", version=2, length=2**31), "a header of 2147483648 bytes"),
    "padded header": (with_header(" " * 10_001), "a header of 10001 bytes"),
    "empty header": (with_header(""), "its header is damaged"),
    "deep header": (with_header("(" * 9000), "its header is damaged"),
    "code in the header": (
        with_header("{'descr': '<f8', 'shape': __import__('os').system('true')}"),
        "header is damaged",
    ),
    "no shape": (with_header("{'descr': '<f8', 'fortran_order': False}"), "its header is damaged"),
    "shape twice": (with_header("{'descr': '<f8', 'shape': (4, 3), 'shape': (4, 3)}"), "its header is damaged"),
    "extra key": (
        with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (4, 3), 'x': 1}"),
        "header is damaged",
    ),
    "order is a number": (claiming("(4, 3)", order="0"), "its header is damaged"),
    "order is a shape": (claiming("(4, 3)", order="(1,)"), "its header is damaged"),
    "negative shape": (claiming("(-4, 3)"), "its header is damaged"),
    "shape of fractions": (claiming("(4.0, 3)"), "its header is damaged"),
    "shape without brackets": (claiming("True"), "its shape is damaged"),
    "shape of 4001 digits": (claiming(f"({'9' * 4001}, 3)"), "its shape is damaged"),
    "objects": (claiming("(4, 3)", "|O"), "Python objects, which could run code and are never loaded"),
    "records": (npy(np.zeros(3, [("a", "<f4"), ("b", "<f4")])), "holds records"),
    "complex": (npy(TABLE * 1j), "numbers of type '<c16' are not read; save it as float32"),
    "long double": (claiming("(4, 3)", "<f16"), "numbers of type '<f16'"),
    "booleans": (npy(TABLE > 3), "numbers of type '|b1'"),
    "texts": (npy(np.array([["a", "b"]])), "numbers of type '<U1'"),
    "dates": (npy(np.zeros((2, 2), "M8[s]")), "numbers of type '<M8[s]'"),
    "bfloat16": (claiming("(4, 3)", "|V2"), "numbers of type '|V2'"),
    "no type": (claiming("(4, 3)", ""), "numbers of type ''"),
    "no byte order": (claiming("(4, 3)", "f8"), "numbers of type 'f8'"),
    "cut data": (npy(TABLE)[:-1], "cut off: 96 bytes are announced, 95 follow"),
    "no data": (claiming("(4, 3)"), "cut off: 96 bytes are announced, 0 follow"),
    "two arrays": (npy(TABLE) + npy(TABLE), "more than one array: 96 bytes are announced"),
    "a terabyte": (claiming("(10000000, 13421)"), "at most 10000000 rows and 67108864 values"),
    "too many rows": (claiming("(10000001,)"), "10000001 × 1 values; at most 10000000 rows"),
    "too many columns": (claiming("(2, 16385)"), "16385 columns; at most 16384 are read"),
    "more than memory": (claiming(f"({'9' * 18}, {'9' * 18})"), "at most 16384"),
    "scalar": (npy(np.float64(3)), "its shape is a single number"),
    "four axes": (npy(TABLE.reshape(1, 2, 2, 3)), "its shape is 1 × 2 × 2 × 3"),
    "three axes": (npy(TABLE.reshape(2, 2, 3)), "its shape is 2 × 2 × 3"),
    "many axes": (claiming("(" + "1," * 4000 + ")"), "its shape is 1 × 1 × 1 × 1 × 1 × 1"),
    "no rows": (npy(np.zeros((0, 3))), "the array is empty"),
    "no columns": (npy(np.zeros((3, 0))), "the array is empty"),
    "nan": (npy(np.where(TABLE == 5, np.nan, TABLE)), "1 of 12 values are nan or infinite"),
    "infinity": (npy(np.where(TABLE > 9, -np.inf, TABLE)), "2 of 12 values are nan or infinite"),
    "float16 infinity": (npy(np.full((2, 2), np.inf, "<f2")), "4 of 4 values are nan or infinite"),
    "greater than a picture": (npy(TABLE * 1e300), "values up to 1.1e+301; at most 1e+15 can be shown"),
    "integer too great": (npy(np.full((2, 2), -(2**63))), "values up to 9.2e+18"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_in_one_line_that_says_what_it_is(file, fault):
    content, message = FAULTS[fault]
    with pytest.raises(SourceError) as caught:
        read_npy(file(content, "faulty.npy"))
    text = str(caught.value)
    assert message in text
    assert text.startswith("faulty.npy: ")
    assert "; " in text
    assert len(text.splitlines()) == 1
    assert len(text) < 200


@pytest.mark.parametrize("fault", FAULTS)
def test_a_refusal_never_advises_to_load_unsafely_nor_shows_a_folder(file, fault):
    path = file(FAULTS[fault][0])
    with pytest.raises(SourceError) as caught:
        read_npy(path)
    assert "allow_pickle" not in str(caught.value)
    assert "unsafe" not in str(caught.value)
    assert str(path.parent) not in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_array_of_objects_is_refused_without_being_loaded(file, tmp_path):
    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "ran"),)

    stream = io.BytesIO()
    npy_format.write_array(stream, np.array([[Bomb()]], dtype=object), allow_pickle=True)
    with pytest.raises(SourceError, match="never loaded"):
        read_npy(file(stream.getvalue()))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("fault", ["a terabyte", "more than memory", "huge header", "deep header", "many axes"])
def test_a_lie_about_the_size_allocates_nothing(file, fault):
    path = file(FAULTS[fault][0])
    tracemalloc.start()
    with pytest.raises(SourceError):
        read_npy(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500_000


def outcome(path):
    """Whether a file was read, or how the line starts that refuses it."""
    try:
        values = read_npy(path).array.values
    except SourceError as error:
        return str(error)[: len(path.name) + 2]
    return "a table of finite numbers" if np.isfinite(values).all() else values


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path_factory, data):
    content = bytearray(npy(TABLE.astype("<f4")))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.npy"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    assert outcome(path) in ("a table of finite numbers", "damaged.npy: ")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(SourceError, match=r"^gone\.npy: there is no such file; choose an \.npy file$"):
        read_npy(tmp_path / "gone.npy")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(SourceError, match="is not a file"):
        read_npy(tmp_path)


def test_a_folder_without_a_name_is_no_file():
    with pytest.raises(SourceError, match=r"^unnamed: is not a file"):
        read_npy("/")


def test_a_table_that_does_not_fit_into_memory_is_refused(file, monkeypatch):
    def full(*_):
        raise MemoryError

    monkeypatch.setattr("pe_desktop.sources.npy.checked", full)
    with pytest.raises(SourceError, match=r"^table\.npy: too large for the memory of this machine"):
        read_npy(file(npy(TABLE)))


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.npy")
    with pytest.raises(SourceError, match="is not a file"):
        read_npy(tmp_path / "pipe.npy")


def test_what_the_system_says_is_passed_on(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        read_npy(tmp_path / ("x" * 300 + ".npy"))


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("position embeddings.npy", "position embeddings"),
        ("a\nb\tc.npy", "a b c"),
        ("evil\x1b[31m\x07.npy", "evil[31m"),
        ("right\u202eleft.npy", "rightleft"),
        ("<img src=x>.npy", "<img src=x>"),
        ("\u200b.npy", "table"),
        ("x" * 100 + ".npy", "x" * 59 + "…"),
        ("höhe θ.npy", "höhe θ"),
    ],
)
def test_a_table_is_named_after_its_file_without_what_could_disturb_a_line(file, file_name, name):
    assert read_npy(file(npy(TABLE), file_name)).name == name


def test_a_refusal_of_a_file_with_a_strange_name_is_one_line(file):
    with pytest.raises(SourceError) as caught:
        read_npy(file(b"", "a\nb\x1b" + "x" * 200 + ".npy"))
    assert len(str(caught.value).splitlines()) == 1
    assert str(caught.value).isprintable()


def test_a_table_does_not_change_with_its_file(file):
    path = file(npy(TABLE))
    weights = read_npy(path)
    path.write_bytes(b"")
    assert weights.array.values.tolist() == TABLE.tolist()
