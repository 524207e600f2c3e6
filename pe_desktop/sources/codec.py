"""Tables in documents: by name and sha256, with their numbers where they are small."""

from __future__ import annotations

import base64
import binascii
import math
import re
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.weights import BUNDLED, Weights, bundled
from pe_desktop.sources.error import MissingSource, SourceError, clean_name
from pe_desktop.sources.table import check_shape, checked

EMBEDDED = 1 << 20  # bytes of an array that travels inside a document
DTYPES = ("float16", "float32", "float64")


def weights_to_json(weights: Weights) -> dict[str, Any]:
    """Name, sha256, shape and dtype; `data` (base64 of zlib) where it is not bundled and at most 1 MB."""
    array = weights.array.values
    content = {
        "name": weights.name,
        "sha256": weights.array.sha256,
        "shape": list(array.shape),
        "dtype": array.dtype.name,
    }
    if array.nbytes <= EMBEDDED and not _is_bundled(weights.name, weights.array.sha256):
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        content["data"] = base64.b64encode(zlib.compress(little.tobytes(), 9)).decode("ascii")
    return content


def weights_from_json(content: Mapping[str, Any]) -> Weights:
    """The table that `weights_to_json` described.

    Raises `MissingSource` when its numbers are not in it, `SourceError` when it is damaged.
    """
    name = _name(content)
    sha256, shape, dtype = _described(name, content)
    if _is_bundled(name, sha256):
        return bundled(name)
    if "data" not in content:
        raise MissingSource(name, sha256, shape)
    weights = checked(name, name, _embedded(name, content["data"], shape, dtype))
    if weights.array.sha256 != sha256:
        raise _damaged(name, "its numbers are not those that its sha256 is of")
    return weights


def _is_bundled(name: str, sha256: str) -> bool:
    return name in BUNDLED and bundled(name).array.sha256 == sha256


def _damaged(name: str, wrong: str) -> SourceError:
    return SourceError(name, f"the embedded table is damaged: {wrong}", "export the document again")


def _name(content: Mapping[str, Any]) -> str:
    name = content.get("name") if isinstance(content, Mapping) else None
    if not isinstance(name, str):
        raise _damaged("table", "it has no name")
    return clean_name(name) or "table"


def _described(name: str, content: Mapping[str, Any]) -> tuple[str, tuple[int, ...], np.dtype[Any]]:
    """The sha256, shape and dtype that it claims."""
    sha256, shape, dtype = (content.get(key) for key in ("sha256", "shape", "dtype"))
    if not isinstance(sha256, str) or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise _damaged(name, "it has no sha256")
    if not isinstance(shape, list | tuple) or not all(type(n) is int for n in shape):
        raise _damaged(name, "its shape is not a list of integers")
    if not all(0 <= n < 10**9 for n in shape):
        raise _damaged(name, "its shape is out of range")
    check_shape(name, tuple(shape))
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise _damaged(name, f"its type is none of {', '.join(DTYPES)}")
    return sha256, tuple(shape), np.dtype(dtype)


def _embedded(name: str, data: object, shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    """The numbers in `data`; it never inflates to more than the shape claims, nor that to more than 1 MB."""
    size = math.prod(shape) * dtype.itemsize
    if size > EMBEDDED or not isinstance(data, str) or len(data) > 2 * EMBEDDED:
        raise _damaged(name, "it is larger than a document holds")
    try:
        inflater = zlib.decompressobj()
        raw = inflater.decompress(base64.b64decode(data, validate=True), size + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise _damaged(name, "its data are not base64 of zlib") from None
    if len(raw) != size or not inflater.eof or inflater.unused_data:
        raise _damaged(name, f"{size} bytes are announced, others are there")
    return np.frombuffer(raw, dtype.newbyteorder("<")).reshape(shape)
