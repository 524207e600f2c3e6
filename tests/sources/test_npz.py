"""What an .npz archive may hold, and what is said of every one that is refused."""

from __future__ import annotations

import io
import pickle
import warnings
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.sources.error import SourceError
from pe_desktop.sources.npy import read_npy
from pe_desktop.sources.opening import open_checkpoint
from tests.sources.files import LFS, PAGE, TABLE, little_memory, npy, refusal, zipped


def claiming(shape, data=b"", descr="<f8"):
    """An .npy file that announces a shape, and holds something else."""
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


def archive(entries, compression=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", compression) as made:
        warnings.simplefilter("ignore", UserWarning)  # of a name that is there twice
        for name, content in entries:
            made.writestr(name, content)
    return stream.getvalue()


def patched(content, signature, offset, value):
    """An archive with some bytes of its records overwritten, each time the record stands there."""
    data, at = bytearray(content), content.find(signature)
    while at >= 0:
        data[at + offset : at + offset + len(value)] = value
        at = content.find(signature, at + 1)
    return bytes(data)


GOOD = archive([("wpe.npy", npy(TABLE))])
CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("dtype", ["<f2", "<f4", ">f8", "<i4", "|u1"])
def test_what_numpy_saves_reads_back_equal(tmp_path, save, dtype):
    table = TABLE.astype(dtype)
    save(tmp_path / "m.npz", other=np.zeros(3), **{"params/pos_embedding": np.asfortranarray(table)})
    checkpoint = open_checkpoint(tmp_path / "m.npz")
    assert [tensor.name for tensor in checkpoint.tensors] == ["params/pos_embedding", "other"]
    assert checkpoint.read("params/pos_embedding").array.values.tolist() == TABLE.tolist()
    assert checkpoint.array("other").tolist() == [0, 0, 0]


def test_an_npy_file_is_a_checkpoint_of_one_tensor(file):
    path = file(npy(TABLE[None]), "positions.npy")
    checkpoint = open_checkpoint(path)
    assert [(tensor.name, tensor.dtype, tensor.shape) for tensor in checkpoint.tensors] == [
        ("positions", "float64", (1, 4, 3))
    ]
    assert checkpoint.read("positions") == read_npy(path)
    assert checkpoint.array("positions").tolist() == [TABLE.tolist()]


@pytest.mark.parametrize("shape", [(12,), (2, 2, 3), (1, 1, 2, 6), ()])
def test_an_npy_file_of_any_shape_is_given_as_an_array(file, shape):
    array = np.arange(int(np.prod(shape))).reshape(shape)
    assert open_checkpoint(file(npy(array), "a.npy")).array("a").tolist() == array.tolist()


FAULTS = {
    "empty": (b"", "the file is empty"),
    "Git LFS pointer": (LFS, "a Git LFS pointer"),
    "web page": (PAGE, "a web page"),
    "npy": (npy(TABLE), "not an .npz file"),
    "pickle": (pickle.dumps(TABLE), "a pickle, which could run code and is never loaded"),
    "PyTorch": (archive([("m/data.pkl", b"x"), ("m/data/0", b"y")]), "a PyTorch checkpoint, which holds a pickle"),
    "cut": (GOOD[:-5], "its zip archive is damaged or cut off"),
    "half": (GOOD[: len(GOOD) // 2], "its zip archive is damaged or cut off"),
    "signature alone": (b"PK\x03\x04", "its zip archive is damaged or cut off"),
    "no member": (archive([]), "its archive holds 0 members"),
    "11,000 members": (archive([(f"{i}.npy", b"") for i in range(11_000)]), "its archive holds 11000 members"),
    "twice": (archive([("a.npy", npy(TABLE))] * 2), "holds two arrays of one name"),
    "a text": (archive([("a.npy", npy(TABLE)), ("read.me", b"x")]), "its archive holds read.me, which is no array"),
    "a name above": (archive([("../../up", b"x")]), "holds ../../up, which is no array"),
    "escapes": (archive([("a\x1b[31m\u202e.npy", npy(TABLE))]), "the name of a tensor, a[31m.npy, cannot be shown"),
    "objects": (archive([("a.npy", claiming("(4, 3)", descr="|O"))]), "a.npy in faulty.npz: holds Python objects"),
    "no npy": (archive([("a.npy", b"noise")]), "a.npy in faulty.npz: not an .npy file"),
    "deep header": (archive([("a.npy", b"\x93NUMPY\x01\x00\x50\x23" + b"(" * 9040)]), "its header is damaged"),
    "more announced": (archive([("a.npy", claiming("(4, 3)"))]), "a.npy announces 96 bytes, the archive 0"),
    "more there": (archive([("a.npy", npy(TABLE) + b"x")]), "a.npy announces 96 bytes, the archive 97"),
    "encrypted": (patched(GOOD, CENTRAL, 8, b"\x01\x00"), "its archive is encrypted"),
    "bzip2": (archive([("a.npy", npy(TABLE))], zipfile.ZIP_BZIP2), "packed in a way that NumPy never uses"),
    "lzma": (archive([("a.npy", npy(TABLE))], zipfile.ZIP_LZMA), "packed in a way that NumPy never uses"),
    "unknown packing": (patched(GOOD, CENTRAL, 10, b"\x63\x00"), "packed in a way that NumPy never uses"),
    "another name inside": (patched(GOOD, LOCAL, 30, b"x"), "its zip archive is damaged or cut off"),
    "a list of 3 GB": (patched(GOOD, END, 12, b"\xff\xff\xff\xbf"), "its zip archive is damaged or cut off"),
    "a list of 30 MB": (
        b"PK\x03\x04" + bytes(31 << 20) + patched(GOOD, END, 12, (30 << 20).to_bytes(4, "little")),
        "its zip archive is damaged or cut off",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_archive_is_refused_in_one_line_that_says_what_it_is(file, fault):
    content, message = FAULTS[fault]
    assert message in refusal(open_checkpoint, file(content, "faulty.npz"))


def test_a_wrong_checksum_is_found_when_the_numbers_are_read(file):
    content = archive([("wpe.npy", npy(np.arange(1e5).reshape(1000, 100)))])
    content = content.replace(np.float64(99_999).tobytes(), np.float64(99_998).tobytes())
    checkpoint = open_checkpoint(file(content, "a.npz"))
    with pytest.raises(SourceError, match="its zip archive is damaged or cut off"):
        checkpoint.read("wpe")


def test_an_archive_that_lies_about_its_size_takes_no_memory(file):
    """All sizes say 400 MB; what is packed is a few bytes, or 40 MB that do not end there."""
    shape, size = (3200, 16384), 3200 * 16384 * 8
    for packed in (bytes(64), bytes(40 << 20)):
        member = claiming(shape, packed)
        lying = (len(member) - len(packed) + size).to_bytes(4, "little")
        content = patched(patched(zipped(**{"wpe.npy": member}), CENTRAL, 24, lying), LOCAL, 22, lying)
        with little_memory(8 << 20):
            checkpoint = open_checkpoint(file(content, "bomb.npz"))
            with pytest.raises(SourceError, match="cut off"):
                checkpoint.read("wpe")


def test_an_array_that_is_too_large_is_not_unpacked(file):
    checkpoint = open_checkpoint(file(zipped(**{"a.npy": npy(np.zeros((1, 20_000_000), np.uint8))}), "a.npz"))
    with little_memory(1 << 20), pytest.raises(SourceError, match="20000000 columns; at most"):
        checkpoint.read("a")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_archive_is_read_or_refused_and_nothing_else(tmp_path_factory, data):
    content = bytearray(zipped(**{"wpe.npy": npy(TABLE), "b.npy": npy(TABLE[:, 0])}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.npz"
    path.write_bytes(content[: data.draw(st.integers(len(content) - 30, len(content)))])
    try:
        checkpoint = open_checkpoint(path)
        names = [tensor.name for tensor in checkpoint.tensors]
        read = [checkpoint.array(name) for name in names]
    except SourceError as error:
        said = str(error)
        assert said.isprintable()
        assert "damaged.npz" in said
    else:
        assert [array.dtype.kind for array in read] == ["f"] * len(names)
