"""Files for the tests of readers: good ones, and what measures a refusal."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from contextlib import contextmanager

import numpy as np
import pytest

from pe_desktop.sources.error import SourceError

TABLE = np.arange(12.0).reshape(4, 3)
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
PAGE = b"\n <!DOCTYPE html><html><body>404</body></html>"


def safetensors(entries, data=b"", *, length=None, padding=b""):
    """A .safetensors file of that header (entries, or its text), which may be a lie."""
    text = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    size = len(text) + len(padding) if length is None else length
    return size.to_bytes(8, "little") + text + padding + data


def entry(shape=(4, 3), place=(0, 48), dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(place)}


def npy(array):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asanyarray(array))
    return stream.getvalue()


def zipped(**members):
    """A zip archive of these members' bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@contextmanager
def little_memory(most):
    """Fails where more than so many bytes are held at once."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most


def refusal(read, path):
    """The one line with which a file is refused: short, plain, with its name and something to do, and no folder."""
    with little_memory(64 << 20), pytest.raises(SourceError) as caught:
        read(path)
    text = str(caught.value)
    assert text.isprintable()
    assert "; " in text
    assert len(text) < 260
    assert str(path.parent) not in text
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return text
