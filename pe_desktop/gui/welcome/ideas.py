"""What the welcome page offers: four things to try first, and where there is more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.presets import PRESETS

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

LESSON = "sines"
MODEL = "llama-3.1-8b"
MORE = (
    ("gallery", f"Gallery of {len(PRESETS)} presets"),
    ("lessons", "Lessons"),
    ("find", "Find a command or a parameter"),
    ("shortcuts", "Keyboard and mouse"),
)
"""Ids of actions, and what the page calls them."""


@dataclass(frozen=True)
class Idea:
    """What a card says, the figure on it, and what it does."""

    text: str
    line: str
    figure: str
    state: State
    run: Callable[[], object]


def ideas(window: MainWindow) -> tuple[Idea, ...]:
    lessons, rope = window.lessons, Document(encoding=ENCODINGS["rope"]())
    lesson = next(one for one in lessons.course.lessons if one.id == LESSON)
    first, model = lesson.steps[0], PRESETS[MODEL]
    return (
        Idea(
            "Why sines and cosines?",
            f"A lesson of {len(lesson.steps)} steps, with a question to predict in each.",
            first.figure,
            first.state,
            partial(lessons.read, lesson),
        ),
        Idea(
            "Turn a pair: RoPE",
            "Queries and keys turn as positions pass; only their offset counts.",
            "rotation",
            State(rope),
            partial(_turn, window),
        ),
        Idea(
            "Open a model's config.json",
            "See its encoding, and what each line of the file did.",
            model.figure,
            model.state,
            window.filing.ask_open,
        ),
        Idea(
            "Put a figure on a slide",
            "PowerPoint, PDF, SVG, PNG, or a film, at an exact size.",
            "heatmap",
            State(),
            window.ask_export,
        ),
    )


def _turn(window: MainWindow) -> None:
    """RoPE on the page Extend, playing: one step to undo."""
    document = window.model.document
    window.model.step(document.showing(ENCODINGS["rope"](), None).replace(page="extend"))
    window.redraw()
    window.pointing.play(True)
