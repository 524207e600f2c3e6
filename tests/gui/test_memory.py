"""Memory is bounded: by what is seen, never by how long or wide the table is that one looks at."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from pe_desktop.document import Document, View
from pe_desktop.engine import kept as keeping
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.kept import ROOM, bytes_kept, kept
from pe_desktop.export.fonts import text_width
from pe_desktop.export.medium import Medium
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import LIGHT, SCREEN
from pe_desktop.gui.pages.figure_view import FigureView

ROOT = Path(__file__).parents[2]
GIB = 1 << 30
SLACK = 32_000_000  # bytes by which a figure of a million positions may take more than one of ten thousand
FEWER, MORE = 10_000, 1_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited as on Linux")
def test_every_figure_is_drawn_with_each_slider_at_its_end_in_two_gibibytes() -> None:
    command = [sys.executable, "-m", "tests.gui.at_their_greatest", str(2 * GIB)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr
    drawn: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        figure, encoding, said = line.split(" ", 2)
        drawn.setdefault(said if said in ("drawn", "sampled") else "other", []).append(f"{figure} {encoding}: {said}")
    served = [
        (picture.id, encoding.id)
        for picture in PICTURES.values()
        for encoding in ENCODINGS.values()
        if not picture.refusal(encoding()) and (picture.encoded or encoding.id == "sinusoidal")
    ]
    assert sum(map(len, drawn.values())) == len(served)
    notes = [line for line in drawn.get("other", []) if "Error" in line or "nothing" in line.split(": ")[1]]
    assert notes == []
    assert len(drawn["drawn"]) + len(drawn["sampled"]) >= 0.9 * len(served)


@pytest.fixture
def view(qapp: QApplication) -> Iterator[FigureView]:
    made = FigureView(Medium(LIGHT, SCREEN, 1.0, text_width))
    made.resize(400, 300)
    made.show()
    tracemalloc.start()
    yield made
    tracemalloc.stop()
    made.close()
    made.deleteLater()


def peak(view: FigureView, figure: str, document: Document) -> int:
    """Bytes that are held at once while a figure is built and shown."""
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    view.show_figure(PICTURES[figure].build(document, View(position=document.length // 2, key=document.length // 3)))
    return tracemalloc.get_traced_memory()[1] - before


@pytest.mark.parametrize("figure", [id for id, picture in PICTURES.items() if picture.by_length])
def test_a_frame_takes_no_memory_by_length(view: FigureView, figure: str) -> None:
    """What grew as length × d_model would take two gigabytes here, and as length² eight terabytes."""
    picture, looked = PICTURES[figure], []
    for encoding in ENCODINGS.values():
        document = Document().showing(encoding(), None)
        if picture.refusal(document.encoding) or document.shortest > 1 or document.longest < MORE:
            continue
        peak(view, figure, document)  # what is made once, such as text
        few, many = (peak(view, figure, document.replace(length=length)) for length in (FEWER, MORE))
        looked.append(encoding.id)
        assert many - few < SLACK, (encoding.id, few, many)
    assert looked or figure in ("patches", "patches-order", "diagnosis")


# What is kept for the next call


def test_what_is_kept_is_bounded_by_its_bytes() -> None:
    @kept
    def table(number: int) -> FrozenArray:
        return FrozenArray(np.full(ROOM // 64, number, dtype=np.float64))  # an eighth of the room

    tables = [table(number) for number in range(20)]
    assert bytes_kept() <= ROOM
    assert table(19) is tables[19]
    assert table(0) is not tables[0]
    assert table(0) == tables[0]


def test_one_result_is_kept_however_large() -> None:
    @kept
    def pair(name: str) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
        return np.zeros(ROOM // 8), np.zeros(ROOM // 8)

    assert pair("a") is pair("a")
    assert pair(name="a") is pair(name="a")
    pair("b")
    keeping.kept(lambda: 0)()
    assert bytes_kept() <= ROOM


def test_a_slider_that_is_dragged_over_the_widest_tables_leaves_few_of_them() -> None:
    for step in range(12):
        encoding = Sincos2d(d_model=4096, base=10_000.0 + step)
        encoding.picture(encoding.longest).mean(np.array([0, 8, 16]), np.array([0, 2048, 4096]))
    assert bytes_kept() <= ROOM
