"""Which of the files that people bring is a model's: its configuration, or its checkpoint."""

from __future__ import annotations

from pathlib import Path

from pe_desktop.sources.config.reading import LARGEST, TEXT, VALUES
from pe_desktop.sources.config.rotary import EVIDENCE
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.files import exactly, opened, size_of
from pe_desktop.sources.opening import PICKLES, SUFFIXES
from pe_desktop.sources.strict_json import strict_object

CONFIG, CHECKPOINT, NEITHER = "config", "checkpoint", ""
_TELLING = ("model_type", "architectures", "vision_config", "relative_attention_num_buckets", *TEXT, *EVIDENCE)
_ALONE = (".json", ".npy")  # suffixes of files that are read in other ways too


def kind_of(file: Path) -> str:
    """CONFIG, CHECKPOINT, or NEITHER: a document, a picture, an .npy file, or what cannot be read.

    Of a .json file the keys decide, and what is too long for a configuration is an index if it has a weight_map.
    """
    suffix = file.suffix.lower()
    if suffix == ".json":
        return _by_keys(file)
    if suffix in PICKLES or (suffix in SUFFIXES and suffix not in _ALONE):
        return CHECKPOINT
    try:
        return CHECKPOINT if file.is_dir() else NEITHER
    except OSError:  # a name that is too long
        return NEITHER


def _by_keys(file: Path) -> str:
    try:
        with opened(file, "a .json file") as stream:
            size = size_of(stream)
            start = exactly(file.name, stream, min(size, LARGEST))
        if size > LARGEST:
            return CHECKPOINT if b'"weight_map"' in start and b'"pe-desktop document"' not in start else NEITHER
        keys = strict_object(file.name, start, VALUES, "")
    except SourceError:
        return NEITHER
    if "format" in keys or "document" in keys:
        return NEITHER
    if "weight_map" in keys:
        return CHECKPOINT
    return CONFIG if any(key in keys for key in _TELLING) else NEITHER
