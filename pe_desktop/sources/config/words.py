"""A model's positions in words: what each kind of its layers has, and what each line of its file did."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.kinds import grouped
from pe_desktop.sources.config.model import Layers, LearnedTable, Line, Model

LONGEST_VALUE = 60
KEYS = 40
"""Characters that a key and its value have beside what they did, where these fit."""


def heading(model: Model) -> str:
    """The model's name, and the name of its code where that is another."""
    return model.name if model.architecture in ("", model.name) else f"{model.name}, {model.architecture}"


def layers_named(layers: Layers) -> str:
    return layers.name.replace("_", " ") or "all layers"


def layers_said(layers: Layers) -> str:
    """The encoding of one kind of layers, with its length."""
    before = f", {layers.trained:,} before the context was extended" if layers.trained < layers.length else ""
    return f"{_label(layers.encoding)}; {layers.length:,} positions{before}"


def line_said(line: Line) -> str:
    """A key and its value; in round brackets what is not in the file."""
    return f"{line.key} = {line.value}"


def not_understood(model: Model) -> tuple[str, ...]:
    """What stands under that heading."""
    return tuple(text.removesuffix(": not understood") for text in model.unclear)


def model_text(model: Model, columns: int = 100) -> str:
    """All of it on lines no longer than `columns`."""
    kinds = list(map(layers_named, model.layers))
    width = max(map(len, kinds)) + 2
    lines = [heading(model)]
    for kind, layers in zip(kinds, model.layers, strict=True):
        lines += _filled(f"  {kind:{width}}", layers_said(layers), columns)
    keys = [line_said(line) for line in model.used]
    width = min(max(map(len, keys), default=0), KEYS) + 2
    lines += ["", "What each line did"] if keys else []
    for key, line in zip(keys, model.used, strict=True):
        lines += _beside(key, line.meaning, width, columns)
    lines += ["", "Not understood"] if model.unclear else []
    for unclear in not_understood(model):
        lines += _filled("  ", unclear, columns)
    return "\n".join(lines)


def lacking(table: LearnedTable) -> str:
    """That the numbers of a learned table are elsewhere."""
    return f"its positions are {_table(table)}, not in this file"


def _table(table: LearnedTable) -> str:
    start = f", positions from row {table.offset} on" if table.offset else ""
    return f"a learned table of {table.rows:,} × {table.columns:,}{start}"


def _label(encoding: Encoding | LearnedTable) -> str:
    if isinstance(encoding, LearnedTable):
        return f"{_table(encoding)}, in the checkpoint"
    return f"{encoding.label}: {', '.join(_settings(encoding))}" if any(_settings(encoding)) else encoding.label


def _settings(encoding: Encoding) -> Iterator[str]:
    """The parameters that count and are not of numbers made up here."""
    for parameter in encoding.counting():
        written = grouped(parameter.kind.written(getattr(encoding, parameter.name)))
        shown = written if len(written) <= LONGEST_VALUE else f"{written[: LONGEST_VALUE - 1]}…"
        if not parameter.name.endswith("_seed"):
            yield f"{parameter.name} {shown}"


def _beside(key: str, meaning: str, width: int, columns: int) -> list[str]:
    """What a key did, beside it, or below where it is long."""
    if len(key) <= width - 2:
        return _filled(f"  {key:{width}}", meaning, columns)
    return [*_filled("  ", key, columns), *_filled(" " * (width + 2), meaning, columns)]


def _filled(lead: str, text: str, columns: int) -> list[str]:
    rest = " " * len(lead)
    return textwrap.wrap(text, columns, initial_indent=lead, subsequent_indent=rest, break_on_hyphens=False)
