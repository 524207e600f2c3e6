"""How late the window answers while a file is written beside it, and while none is: side by side in one run.

A timer asks for its turn every 5 ms while d_model is dragged to and fro in a window of four views, and while the window
rests. What is printed is by how much its turn came late, in milliseconds: at worst, and in 99 turns of 100. A drag by
itself takes the window some 30 ms a frame. Each line is the median of a few rounds, in which both take turns; what else
the machine does at the time is in both.

python -m tests.benchmarks.responsive
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle, pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.export.apart import Work, apart
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.export.writing import export
from pe_desktop.gui.application import create_window
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.window import MainWindow

SIZE = (1600, 1000)
TURN = 5  # milliseconds between two turns of the timer
STEP = 16  # milliseconds between two steps of the hand
WATCHED = 1.5  # seconds of one round
ROUNDS = 3
GOAL = 50.0  # milliseconds more than without an export
LARGE = Document(length=1024, encoding=Sinusoidal(d_model=1024))


@dataclass(frozen=True)
class Case:
    """A file that is written over and over while the window is watched."""

    name: str
    suffix: str
    figure: str
    document: Document = Document()
    size: tuple[int, int] = (1920, 1080)

    def work(self, folder: Path) -> Work:
        size = PageSize(*self.size)
        request = Request(State(self.document), self.figure, size=size, motion=Motion(seconds=1.0))
        return apart(partial(export, request, folder / f"out.{self.suffix}"))


CASES = (
    Case("PNG, 3840 x 2160", "png", "heatmap", size=(3840, 2160)),
    Case("PNG of waves, 3840 x 2160", "png", "waves", size=(3840, 2160)),
    Case("SVG", "svg", "rotation"),
    Case("PDF", "pdf", "rotation"),
    Case("SVG of 1024 x 1024 cells", "svg", "heatmap", LARGE),
    Case("PDF of 1024 x 1024 cells", "pdf", "heatmap", LARGE),
    Case("GIF of 25 frames", "gif", "rotation", size=(1280, 720)),
    Case("CSV of 1024 x 1024 numbers", "csv", "heatmap", LARGE),
)


@dataclass(frozen=True)
class Late:
    """Milliseconds by which the timer's turns came late."""

    worst: float
    most: float

    def __str__(self) -> str:
        return f"{self.worst:5.0f} {self.most:5.0f}"


class Watch:
    """A timer that asks for its turn, and notes when it comes."""

    def __init__(self) -> None:
        self._turns = [time.perf_counter()]
        self._timer = precise(lambda: self._turns.append(time.perf_counter()))
        self._timer.start(TURN)

    def late(self) -> Late:
        self._timer.stop()
        turns = self._turns
        gaps = sorted(1000 * (b - a) - TURN for a, b in pairwise(turns))
        return Late(max(0.0, gaps[-1]), max(0.0, gaps[int(0.99 * len(gaps))]))


def precise(call: Any) -> QTimer:
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(call)
    return timer


def watched(window: MainWindow, work: Work | None, *, dragged: bool) -> Late:
    """How late the window is for a while, with the work done over and over beside it."""
    exporting, loop = Exporting(), QEventLoop()
    widths = cycle([*range(64, 512, 2), *range(512, 64, -2)])
    hand = precise(lambda: window.editing.edit("a", "d_model", next(widths)))
    QTimer.singleShot(int(1000 * WATCHED), loop.quit)
    if work is not None:
        exporting.done.connect(lambda _: exporting.start(work))
        exporting.failed.connect(print)
        exporting.start(work)
    if dragged:
        hand.start(STEP)
    watch = Watch()
    loop.exec()
    late = watch.late()
    hand.stop()
    exporting.stop()
    return late


def compared(window: MainWindow, work: Work, *, dragged: bool) -> tuple[Late, Late]:
    """Without and with the work: the medians of a few rounds."""
    rounds = [[watched(window, doing, dragged=dragged) for doing in (None, work)] for _ in range(ROUNDS)]
    without, beside = zip(*rounds, strict=True)
    return middle(without), middle(beside)


def middle(lates: Any) -> Late:
    return Late(median(late.worst for late in lates), median(late.most for late in lates))


def lines(window: MainWindow, folder: Path) -> Iterator[str]:
    for case in CASES:
        work = case.work(folder)
        work(lambda done: None)  # whatever is loaded but once is loaded
        for dragged in (False, True):
            without, beside = compared(window, work, dragged=dragged)
            verdict = "" if beside.worst - without.worst <= GOAL else "  over the goal"
            yield f"{case.name:28} {'dragged' if dragged else 'at rest':8} {without}   {beside}{verdict}"


def main() -> None:
    window = create_window(State(Document()), theme="light")
    window.resize(*SIZE)
    window.show()
    print(f"{'':37} without       beside   (worst, 99 %; ms late)")
    with TemporaryDirectory() as folder:
        for line in lines(window, Path(folder)):
            print(line, flush=True)
    window.model.mark_saved(window.model.document)
    window.close()


if __name__ == "__main__":
    main()
