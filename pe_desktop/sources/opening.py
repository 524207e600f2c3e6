"""Any checkpoint that a person brings: which reader takes it is decided by its suffix, then by how it begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pe_desktop.sources.checkpoint import Checkpoint
from pe_desktop.sources.csv import open_csv
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.files import CONVERT, PICKLE, SNIFFED, mistaken, opened
from pe_desktop.sources.npy import MAGIC, open_npy
from pe_desktop.sources.npz import open_npz
from pe_desktop.sources.safetensors import open_safetensors
from pe_desktop.sources.sharded import open_index

_READERS: dict[str, Callable[[Path], Checkpoint]] = {
    ".safetensors": open_safetensors,
    ".json": open_index,
    ".npy": open_npy,
    ".npz": open_npz,
    ".csv": open_csv,
    ".tsv": open_csv,
    ".txt": open_csv,
}
SUFFIXES = tuple(_READERS)
"""Of files that are read, with their point."""
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
_WANTED = "a .safetensors, .npy, .npz or .csv file"


def open_checkpoint(path: str | Path) -> Checkpoint:
    """The tensors of a .safetensors file, of the shards of an index, or of an .npy, .npz or .csv file.

    Of a folder it is the index in it, or its one .safetensors file. Only what lists the tensors is read.
    Raises `SourceError` in one line for everything else: a pickle is refused before it is looked into.
    """
    file = Path(path)
    if _is_folder(file):
        file = _inside(file)
    reader = _READERS.get(file.suffix.lower())
    return reader(file) if reader else _by_start(file)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long; opening it says so
        return False


def _inside(folder: Path) -> Path:
    """The file that stands for a folder."""
    found = sorted(folder.glob("*.safetensors.index.json")) or sorted(folder.glob("*.safetensors"))
    if len(found) != 1:
        wrong = f"a folder with {len(found)} .safetensors files" if found else "a folder without a .safetensors file"
        raise SourceError(folder.name, wrong, f"choose {_WANTED} in it")
    return found[0]


def _by_start(file: Path) -> Checkpoint:
    """A file whose suffix says nothing, or that it is a pickle."""
    with opened(file, _WANTED) as stream:
        start = stream.read(SNIFFED)
    if start.startswith(MAGIC):
        return open_npy(file)
    if start.startswith(b"PK"):
        return open_npz(file)  # which says so where it is a PyTorch checkpoint
    if start[4:9] == b"\0\0\0\0{":  # the length of a header, and its first character
        return open_safetensors(file)
    wrong = mistaken(start, CONVERT)
    if not wrong and file.suffix.lower() in PICKLES:
        wrong = (f"its kind ({file.suffix.lower()}) is {PICKLE}", CONVERT)
    raise SourceError(file.name, *(wrong or ("of a kind that is not read", f"choose {_WANTED}")))
