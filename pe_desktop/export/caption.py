"""The line below a figure that says every parameter, so that a slide can be made again from itself."""

from __future__ import annotations

from typing import Any

from pe_desktop.document import Document
from pe_desktop.engine.parameter import Choice, Flag, Parameter
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.picture import Picture

DOT = " · "


def caption(document: Document, picture: Picture) -> str:
    """`Sinusoidal · length 128 · d_model 64 · base 10,000 · interleaved layout · vaswani ladder`."""
    length = f"length {document.length:,}"
    options = said(picture.options(document).values(), picture.Options.parameters())
    parts = [[e.label, *said(e.values(), e.parameters())] for e in document.encodings]
    parts[0].insert(1, length)
    parts[-1] += options
    if document.compare is not None:
        parts = [[f"{letter}: {part[0]}", *part[1:]] for letter, part in zip("AB", parts, strict=True)]
    return " | ".join(DOT.join(part) for part in parts)


def parameters_line(document: Document, picture: Picture) -> str:
    """The same for a file of numbers, named after its figure."""
    return f"{picture.id}: {caption(document, picture)}"


def said(values: dict[str, Any], parameters: tuple[Parameter, ...]) -> list[str]:
    words = (_said(p, values[p.name]) for p in parameters)
    return [word for word in words if word]


def _said(parameter: Parameter, value: Any) -> str:
    """A parameter in words; empty where a 0 or an empty list leaves the choice to the program."""
    if value == parameter.default and value in (0, ()):
        return ""
    if isinstance(parameter.kind, Choice):
        return f"{value} {parameter.label}"
    if isinstance(parameter.kind, Flag):
        return parameter.label if value else ""
    return f"{parameter.label} {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, Weights):
        return value.name
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
