"""Checkpoints in shards: the index beside them says which file holds which tensor."""

from __future__ import annotations

from pathlib import Path

from pe_desktop.sources.error import SourceError, clean_name
from pe_desktop.sources.files import CONVERT, PICKLE, SNIFFED, exactly, mistaken, opened, size_of
from pe_desktop.sources.safetensors import Safetensors, read_header
from pe_desktop.sources.strict_json import strict_object

LONGEST_INDEX = 16 << 20
NAMES = 250_000
SHARDS = 2000
REMEDY = "open the model.safetensors.index.json that came with the model"


def open_index(file: Path) -> Safetensors:
    """The tensors of all shards that an index names and that lie beside it; `notes` names those that are missing.

    Raises `SourceError` for an index that names files elsewhere, and where a shard is damaged or is not that index's.
    """
    shards = _shards(file)
    there = [shard for shard in shards if (file.parent / shard).is_file()]
    missing = [shard for shard in shards if shard not in there]
    if not there:
        wrong = f"none of its {len(shards)} files, such as {clean_name(shards[0])}, is beside it"
        raise SourceError(file.name, wrong, "download them into the same folder")
    tensors = [tensor for shard in there for tensor in read_header(file.parent / shard)]
    if len({tensor.name for tensor in tensors}) < len(tensors):
        raise SourceError(file.name, "two of its files hold a tensor of the same name", "download the model again")
    lacking = f"{len(missing)} of {len(shards)} files are not there"
    notes = (f"{lacking}, such as {clean_name(missing[0])}",) if missing else ()
    return Safetensors(file, tensors, notes)


def _shards(file: Path) -> list[str]:
    """The names of the files that an index names, each once."""
    with opened(file, "an index of a model in shards") as stream:
        size = size_of(stream)
        start = stream.read(SNIFFED)
        wrong = mistaken(start, REMEDY)
        if wrong:
            raise SourceError(file.name, *wrong)
        if size > LONGEST_INDEX:
            raise SourceError(file.name, f"an index of {size} bytes; at most {LONGEST_INDEX} are read", REMEDY)
        stream.seek(0)
        named = strict_object(file.name, exactly(file.name, stream, size), NAMES, REMEDY).get("weight_map")
    if not isinstance(named, dict) or not named:
        raise SourceError(file.name, "holds no weight_map, so it is not an index of shards", REMEDY)
    shards = sorted({shard if isinstance(shard, str) else "" for shard in named.values()})
    if any(shard.endswith(".bin") for shard in shards):
        raise SourceError(file.name, f"names files that are each {PICKLE}", CONVERT)
    for shard in shards:
        if not shard.endswith(".safetensors") or not shard.isprintable() or {"/", "\\", ":"} & set(shard):
            wrong = ("its weight_map names something that is not a .safetensors file beside it", REMEDY)
            raise SourceError(file.name, *wrong)
    if len(shards) > SHARDS:
        raise SourceError(file.name, f"names {len(shards)} files; at most {SHARDS} are read", REMEDY)
    return shards
