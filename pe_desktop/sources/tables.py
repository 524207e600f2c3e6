"""Tables of positions out of any checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pe_desktop.engine.weights import AXES, Weights
from pe_desktop.sources.checkpoint import Checkpoint, Tensor
from pe_desktop.sources.error import MissingSource, SourceError, clean_name
from pe_desktop.sources.naming import chosen_tensor
from pe_desktop.sources.opening import open_checkpoint


class Brought(NamedTuple):
    """A table, the row at which its positions start, and what the rows before it are; empty where nothing is known."""

    weights: Weights
    first_row: int
    remark: str


def read_table(path: str | Path, name: str, shape: tuple[int, int] | None = None) -> Brought:
    """The table of that name; without one, the only one of that shape that may hold positions. Raises `SourceError`."""
    checkpoint = open_checkpoint(path)
    wanted = "a table" if shape is None else f"a table of {shape[0]:,} × {shape[1]:,}"
    return bring(checkpoint, chosen_tensor(checkpoint, name, lambda tensor: holds_table(tensor, shape), wanted))


def read_array(path: str | Path, name: str) -> Brought:
    """The tensor of that name, in its shape; without one, the only one that may hold positions, or the only one.

    Raises `SourceError`.
    """
    checkpoint = open_checkpoint(path)
    tensor = chosen_tensor(checkpoint, name, lambda tensor: 1 <= len(tensor.shape) <= AXES, "an array")
    return Brought(checkpoint.read_whole(tensor.name), tensor.first_row, tensor.remark)


def holds_table(tensor: Tensor, shape: tuple[int, int] | None = None) -> bool:
    """Whether a tensor may be a table of absolute positions, of that shape where one is given."""
    if tensor.table is None or (tensor.is_likely and tensor.likely):
        return False
    return shape in (None, tensor.table)


def bring(checkpoint: Checkpoint, tensor: Tensor) -> Brought:
    """A tensor as a table. Raises `SourceError` as `Checkpoint.read` does."""
    return Brought(checkpoint.read(tensor.name), tensor.first_row, tensor.remark)


def find_table(path: str | Path, missing: MissingSource) -> Weights:
    """The table that a document names, out of the file that it was made from. Raises `SourceError` where it is not."""
    checkpoint = open_checkpoint(path)
    same = [t for t in checkpoint.tensors if missing.shape in (t.shape, t.table, (*t.shape, 1))]
    for tensor in sorted(same, key=lambda tensor: clean_name(tensor.name) != missing.name)[:TRIED]:
        read = checkpoint.read_whole if missing.shape == tensor.shape else checkpoint.read
        weights = read(tensor.name)
        if weights.array.sha256 == missing.sha256:
            return Weights(missing.name, weights.array)
    wrong = "this is not the table that the document was made with"
    raise SourceError(checkpoint.name, wrong, f"open {missing.name}")


TRIED = 8
"""Tensors of the right shape of which the numbers are looked at."""
