"""What takes long is computed beside the window: it is drawn as it comes, waits out of sight, and stops at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import ClassVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.training import RUNS
from pe_desktop.figure.figure import Figure, share
from pe_desktop.figure.picture import Picture, Tell
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.pages.preparing import Preparing
from pe_desktop.gui.window import MainWindow
from tests.gui.hands import Heard
from tests.gui.windows import Opened, panel_of, settle, view_of, wait_for

SEEDS = count(1)


class Slow(Picture):
    """Counts up to the step, a unit each time it is let go on."""

    id: ClassVar[str] = "slow"
    title: ClassVar[str] = "Slow"

    def __init__(self, *, fault: bool = False) -> None:
        self.done, self.fault = 0, fault
        self.go = threading.Semaphore(0)

    def refusal(self, encoding: Encoding) -> str:
        return ""

    def prepared(self, document: Document, view: View) -> bool:
        return self.done >= view.step

    def prepare(self, document: Document, view: View, tell: Tell) -> None:
        if self.fault:
            raise MemoryError
        while not self.prepared(document, view):
            tell(self.done / view.step)
            if self.go.acquire(timeout=0.005):
                self.done += 1

    def figure(self, document: Document, view: View) -> Figure:
        return Figure(self.id, self.title, "", (), (share(),), (share(),))

    def shape(self, document: Document) -> tuple[int, ...]:
        return (1,)

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        return {}


def at(step: int) -> State:
    return State(Document(), View(step=step))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def preparing(window: QWidget) -> Iterator[Preparing]:
    made = Preparing(window)
    yield made
    made.stop()
    assert "export" not in {thread.name for thread in threading.enumerate()}


def test_what_is_prepared_starts_no_thread(preparing: Preparing) -> None:
    preparing.show_state(at(0), (Slow(),))
    assert not preparing.busy


def test_it_prepares_on_a_thread_and_says_as_often_as_there_is_more(preparing: Preparing) -> None:
    slow, heard = Slow(), Heard(preparing, "advanced", "failed")  # type: ignore[arg-type]
    preparing.show_state(at(3), (slow,))
    assert preparing.busy
    slow.go.release()
    wait_for(lambda: len(heard.said) >= 1)
    slow.go.release(2)
    wait_for(lambda: not preparing.busy)
    assert slow.done == 3
    assert set(heard.names()) == {"advanced"}


def test_another_step_takes_the_place_of_the_first_and_nothing_is_lost(preparing: Preparing) -> None:
    slow = Slow()
    preparing.show_state(at(100), (slow,))
    slow.go.release(2)
    wait_for(lambda: slow.done == 2)
    preparing.show_state(at(4), (slow,))
    slow.go.release(2)
    wait_for(lambda: not preparing.busy)
    assert slow.done == 4


def test_several_figures_are_prepared_one_after_the_other(preparing: Preparing) -> None:
    figures = Slow(), Slow()
    for slow in figures:
        slow.go.release(2)
    preparing.show_state(at(2), figures)
    wait_for(lambda: not preparing.busy)
    assert [slow.done for slow in figures] == [2, 2]


def test_out_of_sight_it_waits_and_goes_on_when_it_is_seen_again(preparing: Preparing, window: QWidget) -> None:
    slow = Slow()
    preparing.show_state(at(2), (slow,))
    window.hide()
    wait_for(lambda: not preparing.busy)
    assert slow.done == 0
    slow.go.release(2)
    window.show()
    wait_for(lambda: slow.done == 2)


def test_another_page_in_front_stops_it(preparing: Preparing) -> None:
    slow = Slow()
    preparing.show_state(at(2), (slow,))
    preparing.show_state(at(2), ())
    wait_for(lambda: not preparing.busy)
    assert slow.done == 0


def test_what_fails_is_said_once_and_not_tried_again(preparing: Preparing) -> None:
    heard, slow = Heard(preparing, "failed"), Slow(fault=True)  # type: ignore[arg-type]
    preparing.show_state(at(2), (slow,))
    wait_for(lambda: bool(heard.said))
    preparing.show_state(at(2), (slow,))
    assert not preparing.busy
    assert len(heard.said) == 1


def test_after_it_was_stopped_nothing_begins(preparing: Preparing) -> None:
    preparing.stop()
    preparing.show_state(at(2), (Slow(),))
    assert not preparing.busy


# The figure Training in the whole window


def page(step: int, **values: object) -> State:
    """A run that nobody has begun, on its page."""
    chosen = {"model_width": 4, "seed": next(SEEDS), "all_three": False, **values}
    return State(Document(page="why").choosing("training", **chosen), View(step=step))


def subtitle(window: MainWindow) -> str:
    figure = view_of(window, "training").figure
    assert figure is not None
    return figure.subtitle


def trained_to(window: MainWindow, step: int) -> Callable[[], bool]:
    return lambda: f"step {step}: " in subtitle(window) and not window.preparing.busy


def test_the_page_trains_to_the_step_and_shows_it(opened: Opened) -> None:
    window = opened(page(120))
    wait_for(trained_to(window, 120))
    shown = panel_of(window, "training", "training.loss")
    alone = PICTURES["training"].build(window.model.document, window.model.view).panel("training.loss")
    assert shown == alone


def test_it_trains_on_where_the_step_goes(opened: Opened) -> None:
    window = opened(page(20))
    wait_for(trained_to(window, 20))
    window.editing.edit("view", "step", 60)
    wait_for(trained_to(window, 60))
    window.editing.edit("view", "step", 40)
    settle(window)
    assert "step 40: " in subtitle(window)
    assert not window.preparing.busy


def test_the_step_plays_and_the_figure_follows(opened: Opened) -> None:
    window = opened(page(0))
    wait_for(trained_to(window, 0))
    window.sweep.play("view", "step", True)
    wait_for(lambda: window.model.view.step >= 40)
    window.sweep.stop()
    reached = window.model.view.step // 20 * 20
    wait_for(trained_to(window, reached))


def test_nothing_is_trained_while_another_page_is_in_front(opened: Opened) -> None:
    state = page(2000)
    window = opened(State(state.document.replace(page="explore"), state.view))
    options = PICTURES["training"].options(state.document)
    assert not window.preparing.busy
    assert RUNS.seen(options.settings("learned"), 2000) == ()


def test_a_window_that_closes_while_it_trains_leaves_no_thread(opened: Opened) -> None:
    window = opened(page(2000, model_width=32))
    wait_for(lambda: window.preparing.busy)
    window.model.mark_saved(window.model.document)
    window.close()
    wait_for(lambda: "export" not in {thread.name for thread in threading.enumerate()})
