"""Whether a file can be opened in the window: what is wrong with it is said before there is one."""

from __future__ import annotations

from contextlib import suppress

from pe_desktop.export.reading import read_state
from pe_desktop.sources.config.reading import read_config
from pe_desktop.sources.error import MissingSource
from pe_desktop.sources.naming import split_name
from pe_desktop.sources.opening import open_checkpoint
from pe_desktop.sources.recognising import CHECKPOINT, CONFIG, kind_of


def refuse_unreadable(file: str) -> None:
    """Raises what reading it does: SourceError, DocumentError or ParameterError."""
    chosen, part = split_name(file)
    kind = kind_of(chosen)
    if kind == CONFIG:
        read_config(chosen).kind(part)
    elif kind == CHECKPOINT:
        checkpoint = open_checkpoint(chosen)
        if part:
            checkpoint.tensor(part)
    else:
        with suppress(MissingSource):  # the window asks for such a table
            read_state(file)
