"""What figures of sentences share: axes of tokens, and images of what tokens do to tokens."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.attention import Head
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.reordering import Comparison, compare
from pe_desktop.engine.words import tokens_of
from pe_desktop.figure.figure import Axis
from pe_desktop.figure.images import LEAST
from pe_desktop.figure.marks import Image
from pe_desktop.figure.picture import cells_axis

LONGEST = 400
"""Characters of a sentence."""


@lru_cache(maxsize=16)
def compared(text: str, against: str, encoding: Encoding, choices: Head, head: int) -> Comparison:
    """Two sentences under one head of attention; kept, since a cursor that moves asks for it again."""
    return compare(text, against, encoding, choices, head)


def unreadable(**sentences: str) -> str:
    """Why one of the sentences, by their names, has no tokens or too many; empty where all can be read."""
    try:
        for name, sentence in sentences.items():
            tokens_of(name, sentence)
    except ParameterError as error:
        return f"{error}."
    return ""


def tokens_axis(tokens: tuple[str, ...], quantity: str, label: str, *, down: bool = False) -> Axis:
    """An axis of cells named after the tokens."""
    return replace(cells_axis(len(tokens), quantity, label, down=down), names=tokens)


def matrix(document: Document, values: Floats, most: float) -> Image:
    """An image of values in two hues about zero, from −most to most."""
    colours = "signed" if document.colormap == "theme" else document.colormap
    return Image(ArrayTable(FrozenArray(values), len(values)), colours, (-most, most))


def reach(*arrays: Floats) -> float:
    """The greatest magnitude in them, at least a number that can be divided by."""
    return max(LEAST, *(float(np.abs(array).max()) for array in arrays))
