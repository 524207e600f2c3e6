"""Documents of every kind, small ones and extreme ones, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable

from pe_desktop.document import Document, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.figure import Figure, Panel
from pe_desktop.figure.layout import Placed, Rect, layout
from pe_desktop.figure.marks import Image, Line, Mark
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import SLIDE, Type


def of(encoding: str, length: int = 24, compare: str | None = None, **values: object) -> Document:
    """A document of an encoding with some values; B has its own defaults."""
    b = ENCODINGS[compare]() if compare else None
    return Document().showing(ENCODINGS[encoding](**values), b).replace(length=length)


SMALL: dict[str, Document] = {
    "sinusoidal": of("sinusoidal", d_model=12),
    "half-split": of("sinusoidal", layout="half-split", ladder="tensor2tensor", d_model=10),
    "two dimensions": of("sinusoidal", d_model=2),
    "rope": of("rope", head_dim=16),
    "partial rope": of("rope", head_dim=16, partial_rotary_factor=0.5, pairing="half"),
    "integer": of("integer"),
    "normalized": of("normalized"),
    "binary": of("binary"),
    "learned": of("learned"),
    "another table": of("learned", table="rxnmapper-albert"),
    "one position": of("sinusoidal", length=1, d_model=6),
    "one index": of("integer", length=1),
    "one bit": of("binary", length=2),
    "cosine": of("sinusoidal", d_model=8)
    .choosing("similarity", metric="cosine")
    .choosing("offset-similarity", metric="cosine"),
    "chosen dimensions": of("sinusoidal").choosing("waves", dims=(0, 3, 11)),
    "random vectors": of("rope", head_dim=16).choosing("rotation", vectors="random", seed=7),
    "sinusoidal and rope": of("sinusoidal", compare="rope"),
    "rope and binary": of("rope", compare="binary"),
    "learned and integer": of("learned", compare="integer"),
    # biases
    "alibi": of("alibi", num_heads=12),
    "alibi to both sides": of("alibi", num_heads=1, bidirectional=True),
    "all heads of alibi": of("alibi", num_heads=20, length=9).choosing("bias", all_heads=True, heads=(0, 5, 19)),
    "t5": of("t5"),
    "t5 decoder": of("t5", bidirectional=False, num_heads=2),
    "kerple": of("kerple", kernel="power"),
    "sandwich": of("sandwich", d_model=8),
    "fire": of("fire", num_heads=2),
    "shaw": of("shaw", max_relative_position=3),
    "transformer-xl": of("transformer-xl", head_dim=4),
    "nope": of("nope"),
    "one query": of("t5", length=1),
    "one masked query": of("transformer-xl", length=1),
    "alibi and t5": of("alibi", compare="t5"),
    "alibi and shaw": of("alibi", compare="shaw"),
    "heads of alibi and kerple": of("alibi", compare="kerple", length=7).choosing("bias", all_heads=True),
}
"""Whose arrays can be written out."""

LARGE: dict[str, Document] = {
    "ten million": of("sinusoidal", length=10_000_000, d_model=512),
    "wide": of("sinusoidal", length=4096, d_model=16384),
    "long integer": of("integer", length=10_000_000),
    "long binary": of("binary", length=1_000_000),
    "whole table": of("learned", length=512),
    "long rope": of("rope", length=8192, head_dim=128, base=5e5),
    "long pair": of("sinusoidal", length=1_000_000, compare="integer", d_model=4096),
    # biases
    "long alibi": of("alibi", length=10_000_000, num_heads=112),
    "long t5": of("t5", length=1_000_000),
    "long kerple": of("kerple", length=1_000_000),
    "long sandwich": of("sandwich", length=10_000_000),
    "long rows": of("transformer-xl", length=1_000_000, compare="fire"),
    "long heads": of("alibi", length=1_000_000, num_heads=128).choosing("bias", all_heads=True),
}
EVERY = {**SMALL, **LARGE}


def drawn(picture: str, document: Document) -> bool:
    """Whether there is such a figure of it."""
    return not PICTURES[picture].refusal(document.encoding)


def served(picture: str, documents: dict[str, Document]) -> list[str]:
    """The names of those of which there is such a figure."""
    return [name for name, document in documents.items() if drawn(picture, document)]


CASES = [(picture, name) for picture in PICTURES for name in served(picture, SMALL)]


def build(picture: str, document: Document, view: View | None = None) -> Figure:
    return PICTURES[picture].build(document, view or View(position=7, key=3, dimension=1))


def measure(text: str, size: float, strong: bool) -> float:
    """About as wide as Inter: figures need no Qt."""
    return len(text) * size * (0.62 if strong else 0.58)


def placed(figure: Figure, width: float = 900.0, height: float = 500.0, type: Type = SLIDE) -> dict[str, Placed]:
    places = layout(figure, Rect(10.0, 20.0, width, height), type, measure)
    return {place.panel.id: place for place in places}


def marks(panel: Panel, kind: type[Mark], where: Callable[[Mark], bool] = lambda mark: True) -> list[Mark]:
    return [mark for mark in panel.marks if isinstance(mark, kind) and where(mark)]


def image(panel: Panel) -> Image:
    found = marks(panel, Image)[0]
    assert isinstance(found, Image)
    return found


def lines(panel: Panel) -> list[Line]:
    return [mark for mark in panel.marks if isinstance(mark, Line)]
