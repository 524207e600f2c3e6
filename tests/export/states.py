"""States, and what is found in the files made of them."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.export.request import Request
from pe_desktop.export.writing import render
from pe_desktop.figure.pictures import PICTURES

FIGURES = tuple(PICTURES)
DRAWN = ("pdf", "png", "pptx", "svg")
COUNTED = ("csv", "json", "npy")
WRITTEN = ("py",)
EVERY = (*DRAWN, *COUNTED, *WRITTEN)


def state(encoding: str = "sinusoidal", length: int = 24, compare: str | None = None, **values: Any) -> State:
    """A small document; `values` are the encoding's. A whole has a length of its own."""
    b = ENCODINGS[compare]() if compare else None
    document = Document().showing(ENCODINGS[encoding](**values), b)
    if not any(e.whole for e in document.encodings):
        document = document.replace(length=length)
    return State(document, View(position=0, key=0, dimension=0))


SMALLER: dict[str, dict[str, Any]] = {"sincos2d": {"grid": (3, 4), "d_model": 8}}
"""Values of encodings that are large by default."""


def served(figure: str, compare: bool = False) -> State:
    """A small document that a figure can be made of; with `compare`, of another encoding too."""
    names = [name for name, e in ENCODINGS.items() if not PICTURES[figure].refusal(e())]
    b = ("rope" if names[0] == "sinusoidal" and "rope" in names else names[-1]) if compare else None
    return state(names[0], compare=b, **SMALLER.get(names[0], {}))


def said_first(figure: str) -> str:
    """What the caption of a served figure begins with."""
    if not PICTURES[figure].encoded:
        return f"{PICTURES[figure].title} · "
    return f"{served(figure).document.encoding.label} · " + "length " * PICTURES[figure].by_length


def bytes_of(format: str, figure: str = "heatmap", shown: State | None = None, **wishes: Any) -> bytes:
    return render(Request(shown or served(figure), figure, **wishes), format)


def pixels(data: bytes, mode: str = "RGB") -> NDArray[np.uint8]:
    """(rows, columns, channels) of a PNG."""
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image.convert(mode))


def drawn_by_qt(svg: bytes, width: int, height: int) -> NDArray[np.uint8]:
    """(rows, columns, 3) as QtSvg shows a drawing on white."""
    canvas = QImage(width, height, QImage.Format.Format_RGB32)
    canvas.fill(QColor("white"))
    renderer, painter = QSvgRenderer(QByteArray(svg)), QPainter(canvas)
    assert renderer.isValid()
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return np.frombuffer(canvas.constBits(), np.uint8).reshape(height, width, 4)[..., 2::-1].copy()


def tool(name: str) -> str:
    """The path of a program that judges files; without it the test is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def told(*command: str | Path, encoding: str = "utf-8") -> str:
    """What a tool prints; it must succeed."""
    run = subprocess.run(list(map(str, command)), capture_output=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    return run.stdout.decode(encoding, "replace")
