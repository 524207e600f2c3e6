"""Documents of every kind, small ones and extreme ones, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.figure import Figure, Panel
from pe_desktop.figure.layout import Placed, Rect, layout
from pe_desktop.figure.marks import Image, Line, Mark
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import SLIDE, Type


def of(encoding: str, length: int = 24, compare: str | None = None, **values: object) -> Document:
    """A document of an encoding with some values; B has its own defaults. A whole has a length of its own."""
    b = ENCODINGS[compare]() if compare else None
    document = Document().showing(ENCODINGS[encoding](**values), b)
    return document if any(e.whole for e in document.encodings) else document.replace(length=length)


PATCHES = Weights("patches", FrozenArray(np.random.default_rng(5).normal(size=(17, 6)).astype(np.float32)))
"""A class token and 4 × 4 patches."""


def ported() -> Weights:
    """Sinusoids whose cosines have the exponent of their own column: (2i + 1)/d."""
    angles = np.arange(40)[:, None] * 10000.0 ** (-np.arange(12) / 12)
    return Weights("port", FrozenArray(np.where(np.arange(12) % 2, np.cos(angles), np.sin(angles)).astype(np.float32)))


def cached(length: int) -> Weights:
    """The cosines of a rotary cache, in half precision."""
    angles = ENCODINGS["rope"](head_dim=16).numbers(length).full()  # type: ignore[attr-defined]
    return Weights("cache", FrozenArray(np.cos(angles).astype(np.float16)))


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
    # Biases
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
    # Absolute tables
    "odd width": of("sinusoidal", d_model=7),
    "odd width with zeros": of("sinusoidal", d_model=9, odd="zero", layout="half-split", ladder="tensor2tensor"),
    "one dimension": of("sinusoidal", d_model=1),
    "one dimension of zeros": of("sinusoidal", d_model=1, odd="zero"),
    "odd cosine": of("sinusoidal", d_model=9, odd="sine").choosing("similarity", metric="cosine"),
    "padding row": of("sinusoidal", d_model=8, padding_row=1),
    "offset and padding row": of("sinusoidal", d_model=8, offset=2, padding_row=1),
    "learned with an offset": of("learned", offset=2),
    "table of a port": of("learned", table=ported(), offset=1),
    "cosines of a cache": of("learned", table=cached(64)),
    "gray": of("gray"),
    "one gray bit": of("gray", length=1),
    "nerf": of("fourier", bands=5),
    "nerf with its input": of("fourier", bands=4, include_input=True, pi=False, coordinates="unit")
    .choosing("similarity", metric="cosine")
    .choosing("offset-similarity", metric="cosine"),
    "one coordinate": of("fourier", length=1, include_input=True),
    "random features": of("fourier", variant="random", features=6, sigma=2.0),
    "gray and nerf": of("gray", compare="fourier"),
    "flat shape": of("sinusoidal", d_model=16).choosing("helix", plots="flat"),
    "turned shapes": of("learned", compare="rope").choosing("helix", plots="turned"),
    # Rotary encodings with their contexts extended, and those that fade.
    "linear rope": of("rope", head_dim=16, scaling="linear", factor=4.0),
    "dynamic rope": of("rope", head_dim=16, scaling="dynamic", max_position_embeddings=8),
    "yarn rope": of("rope", head_dim=16, scaling="yarn", original_max_position_embeddings=128),
    "longrope": of("rope", head_dim=16, scaling="longrope", original_max_position_embeddings=16),
    "llama3 rope": of("rope", head_dim=16, scaling="llama3", original_max_position_embeddings=256),
    "proportional rope": of("rope", head_dim=16, scaling="proportional", partial_rotary_factor=0.25),
    "still rope": of("rope", head_dim=8, scaling="proportional", partial_rotary_factor=0.0),
    "all scalings": of("rope", head_dim=32, scaling="ntk").choosing("frequencies", overlay=True),
    "bases": of("rope", head_dim=16).choosing("decay", bases=(10.0, 100.0, 1000.0)),
    "xpos": of("xpos", head_dim=16),
    "rope and xpos": of("rope", compare="xpos", head_dim=16),
    # Images
    "patches": of("sincos2d", grid=(5, 7), d_model=16),
    "square patches": of("sincos2d", grid=(4, 4), d_model=8, convention="big-vision"),
    "misplaced patches": of("sincos2d", grid=(3, 5), d_model=8, convention="moco-v3"),
    "one patch": of("sincos2d", grid=(1, 1), d_model=4),
    "a row of patches": of("rope2d", grid=(1, 20), head_dim=8),
    "turned patches": of("rope2d", grid=(4, 5), head_dim=16, style="dinov3"),
    "learned patches": of("learned", 17, table=PATCHES),
    "text and image": of("mrope", 40, head_dim=16, text_before=5, grid=(3, 4)),
    "text before an image": of("mrope", 4, head_dim=16, text_before=5),
    "patches and rotations": of("sincos2d", compare="rope2d", grid=(3, 4), d_model=8),
    "patches and sinusoids": of("sincos2d", compare="sinusoidal", grid=(3, 4), d_model=8),
    # Precision and conventions
    "bf16 positions": of("rope", length=300, head_dim=16).choosing("precision", recipe="bf16-positions"),
    "cosines in fp16": of("sinusoidal", d_model=12).choosing("precision", recipe="all-fp16", measure="cosine"),
    "steps of one's own": of("rope", head_dim=16).choosing("precision", recipe="custom", angle_format="bf16"),
    "another ladder": of("sinusoidal", d_model=12).choosing("convention", change="ladder"),
    "halves beside neighbours": of("rope", head_dim=16, pairing="half", partial_rotary_factor=0.5),
    "two ropes": of("rope", head_dim=16, compare="rope"),
}
"""Whose arrays can be written out."""

LARGE: dict[str, Document] = {
    "ten million": of("sinusoidal", length=10_000_000, d_model=512),
    "wide": of("sinusoidal", length=4096, d_model=16384),
    "long integer": of("integer", length=10_000_000),
    "long binary": of("binary", length=1_000_000),
    "whole table": of("learned", length=512),
    "long cache": of("learned", length=20_000, table=cached(20_000)),
    "long rope": of("rope", length=8192, head_dim=128, base=5e5),
    "longest yarn": of("rope", length=10_000_000, head_dim=128, scaling="yarn"),
    "long xpos": of("xpos", length=200_000, head_dim=128),
    "long pair": of("sinusoidal", length=1_000_000, compare="integer", d_model=4096),
    # Biases
    "long alibi": of("alibi", length=10_000_000, num_heads=112),
    "long t5": of("t5", length=1_000_000),
    "long kerple": of("kerple", length=1_000_000),
    "long sandwich": of("sandwich", length=10_000_000),
    "long rows": of("transformer-xl", length=1_000_000, compare="fire"),
    "long heads": of("alibi", length=1_000_000, num_heads=128).choosing("bias", all_heads=True),
    # Absolute tables
    "long gray": of("gray", length=10_000_000),
    "long odd": of("sinusoidal", length=1_000_000, d_model=65).choosing("similarity", metric="cosine"),
    "long padded": of("sinusoidal", length=1_000_000, d_model=64, padding_row=1),
    "long nerf": of("fourier", length=10_000_000, include_input=True),
    "long random": of("fourier", length=10_000_000, variant="random"),
    # Images
    "large grid": of("sincos2d", grid=(256, 256), d_model=768),
    "large grid of rotations": of("rope2d", grid=(200, 240), style="pixtral"),
    "long text and an image": of("mrope", 1_000_000, layout="interleaved"),
    # Precision and conventions
    "half precision beyond its end": of("rope", length=10_000_000).choosing("precision", recipe="all-fp16"),
    "wide ladder": of("sinusoidal", length=1_000_000, d_model=16384).choosing("convention", change="ladder"),
    "wide head": of("rope", length=10_000_000, head_dim=16384),
}
EVERY = {**SMALL, **LARGE}


def drawn(picture: str, document: Document) -> bool:
    """Whether there is such a figure of it."""
    return not PICTURES[picture].refusal(document.encoding)


def served(picture: str, documents: dict[str, Document]) -> list[str]:
    """The names of those of which there is such a figure."""
    return [name for name, document in documents.items() if drawn(picture, document)]


def distinct(documents: dict[str, Document]) -> dict[str, list[str]]:
    """For each picture the names of the documents of which it differs: what it says to an encoding that it does not
    serve, and what is not of an encoding at all, come once."""
    found: dict[str, list[str]] = {}
    for id, picture in PICTURES.items():
        first: dict[str, str] = {}
        for name, document in documents.items():
            refused = picture.refusal(document.encoding)
            first.setdefault(refused or (f"{name} drawn" if picture.encoded else ""), name)
        found[id] = list(first.values())
    return found


DISTINCT = distinct(EVERY)
CASES = [(id, name) for id, names in distinct(SMALL).items() for name in names if drawn(id, SMALL[name])]
"""Every picture of every small document."""
OF = {id: [name for each, name in CASES if each == id] for id in PICTURES}
"""The same by picture."""


def build(picture: str, document: Document, view: View | None = None) -> Figure:
    """The figure, of an encoding after all is computed that takes long."""
    drawn, view = PICTURES[picture], view or View(position=7, key=3, dimension=1)
    if drawn.encoded:
        drawn.prepare(drawn.shown(document), view, lambda _: None)
    return drawn.build(document, view)


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
