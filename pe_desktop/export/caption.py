"""The line below a figure that says every parameter, so that a slide can be made again from itself."""

from __future__ import annotations

from typing import Any

from pe_desktop.document import Document
from pe_desktop.engine.kinds import Choice, Flag, Grid
from pe_desktop.engine.parameter import Parameter, Parametrised
from pe_desktop.engine.photo import Photograph
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.picture import Picture

DOT = " · "
FEW = 8  # numbers of a list that are all said


def caption(document: Document, picture: Picture) -> str:
    """`Sinusoidal · length 128 · d_model 64 · base 10,000 · interleaved layout · vaswani ladder`."""
    options = said(picture.options(document))
    if not picture.encoded:
        return DOT.join([picture.title, *options])
    parts = [[e.label, *said(e), *filter(None, [e.remark])] for e in document.encodings]
    if picture.by_length:
        parts[0].insert(1, f"length {document.length:,}")
    parts[-1] += options
    if document.compare is not None:
        parts = [[f"{letter}: {part[0]}", *part[1:]] for letter, part in zip("AB", parts, strict=True)]
    return " | ".join(DOT.join(part) for part in parts)


def parameters_line(document: Document, picture: Picture) -> str:
    """The same for a file of numbers, named after its figure."""
    return f"{picture.id}: {caption(document, picture)}"


def said(owner: Parametrised) -> list[str]:
    """The parameters that count, each in words."""
    words = (_said(p, getattr(owner, p.name)) for p in owner.counting())
    return [word for word in words if word]


def _said(parameter: Parameter, value: Any) -> str:
    """A parameter in words; empty where a 0, an empty list or `default` says that there is nothing special."""
    if value is None or (value == parameter.default and value in (0, ())):
        return ""
    if isinstance(parameter.kind, Grid):
        return f"{parameter.label} {value[0]} × {value[1]}"
    if isinstance(parameter.kind, Choice):
        return "" if value == "default" else f"{value} {parameter.label}"
    if isinstance(parameter.kind, Photograph):
        return "" if value == parameter.default else f"{parameter.label} {parameter.kind.written(value)}"
    if isinstance(parameter.kind, Flag):
        return parameter.label if value else ""
    return f"{parameter.label} {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, Weights):
        return value.name
    if isinstance(value, tuple):
        return ", ".join(map(_value, value)) if len(value) <= FEW else f"{_value(value[:FEW])}, … ({len(value)})"
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
