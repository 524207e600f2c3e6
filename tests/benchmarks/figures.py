"""How fast each figure follows the hand when it fills the window: a step of one parameter over a repaint.

Part of python -m tests.benchmarks.live; alone: python -m tests.benchmarks.figures
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.pages import PAGES, page_of
from pe_desktop.figure.pictures import PICTURES

SIZE = (1600, 1000)
STEPS = 24


@dataclass(frozen=True)
class Moved:
    """A parameter of an encoding that takes `STEPS` values while a figure fills the window."""

    encoding: str
    parameter: str
    values: tuple[Any, ...]
    length: int = 4096

    @property
    def there(self) -> bool:
        """Whether there is such an encoding with such a parameter."""
        found = ENCODINGS.get(self.encoding)
        return found is not None and self.parameter in {p.name for p in found.parameters()}


def even(first: int, step: int = 2) -> tuple[int, ...]:
    return tuple(first + step * i for i in range(STEPS))


MOVED = {
    "heatmap": Moved("sinusoidal", "d_model", even(256)),
    "waves": Moved("sinusoidal", "d_model", even(256)),
    "similarity": Moved("sinusoidal", "d_model", even(256)),
    "rotation": Moved("rope", "head_dim", even(128)),
    "helix": Moved("sinusoidal", "d_model", even(256)),
    "power": Moved("sinusoidal", "d_model", even(256)),
    "bias": Moved("alibi", "num_heads", even(8, 1)),
    "frequencies": Moved("rope", "base", tuple(10_000.0 * 1.2**i for i in range(STEPS))),
    "decay": Moved("rope", "base", tuple(10_000.0 * 1.2**i for i in range(STEPS))),
    "patches": Moved("sincos2d", "d_model", even(256, 4)),
    "precision": Moved("rope", "head_dim", even(128)),
    "convention": Moved("sinusoidal", "d_model", even(256)),
    "attention": Moved("sinusoidal", "d_model", even(256)),
    "addition": Moved("sinusoidal", "d_model", even(256)),
    "naive": Moved("sinusoidal", "d_model", even(256)),
}
"""What is moved for each figure; one that is not made yet is left out."""


@dataclass(frozen=True)
class Found:
    """Median seconds of a step and of a repaint of the same state."""

    figure: str
    step: float
    repaint: float


def timed(act: Any) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def measured() -> Iterator[Found]:
    """Each figure in turn, alone in one window."""
    from pe_desktop.gui.application import create_window

    window = create_window(State(), theme="light")
    window.resize(*SIZE)
    window.show()
    for figure, moved in MOVED.items():
        if figure in PICTURES and moved.there and figure in PAGES[page_of(figure)].figures:
            yield _moved(window, figure, moved)


def _moved(window: Any, figure: str, moved: Moved) -> Found:
    from pe_desktop.gui.widgets.theme import application

    _fill(window, figure, moved)
    application().processEvents()
    view = window.page.cards[figure].view

    def step(value: Any) -> None:
        window.editing.edit("a", moved.parameter, value)
        window.pace.flush()
        application().processEvents()

    def repaint() -> None:
        view.viewport().update()
        application().processEvents()

    spent = [(timed(lambda value=value: step(value)), timed(repaint)) for value in moved.values]
    return Found(figure, *(median(times[1:]) for times in zip(*spent, strict=True)))


def _fill(window: Any, figure: str, moved: Moved) -> None:
    """The page that has the figure, with nothing but it."""
    window.page.fill("")
    document = Document(page=page_of(figure)).showing(ENCODINGS[moved.encoding](), None)
    length = document.length if document.encoding.whole else min(moved.length, document.longest)
    window.model.step(document.replace(length=length))
    window.pace.flush()
    window.page.fill(figure)


def report() -> None:
    print("figure            step   repaint   step/repaint")
    for found in measured():
        times = f"{found.step * 1e3:6.1f} ms {found.repaint * 1e3:6.1f} ms"
        print(f"{found.figure:12} {times}   {found.step / found.repaint:6.1f} ×")


if __name__ == "__main__":
    report()
