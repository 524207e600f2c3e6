"""What was trained in the window is taken over as a learned encoding."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import numpy as np

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.export.progress import silent
from pe_desktop.figure.pictures import PICTURES
from tests.gui.windows import Opened, run, settle

TRAINING = PICTURES["training"]
SEEDS = count(5001)


def trained(step: int = 40, **values: object) -> State:
    """The page of a small run that is trained to the step."""
    chosen = {"model_width": 4, "seed": next(SEEDS), "all_three": False, **values}
    state = State(Document(page="why").choosing("training", **chosen), View(step=step))
    TRAINING.prepare(state.document, state.view, silent)
    return state


def test_the_table_of_the_step_becomes_the_encoding_and_undo_leads_back(opened: Opened) -> None:
    state = trained(60)
    window = opened(State(state.document, state.view.replace(step=40)))
    run(window, "use-trained")
    encoding = window.model.document.encoding
    assert isinstance(encoding, Learned)
    expected = TRAINING.numbers(state.document, View(step=40))["table"]
    assert (encoding.numbers(16).full() == expected).all()
    assert (encoding.table.name, window.model.document.length) == ("previous-step-40", 16)
    assert window.model.document.page == "why"
    window.model.undo()
    assert window.model.document == state.document


def test_what_was_not_learned_is_said_and_changes_nothing(opened: Opened) -> None:
    state = trained(20, positions="sinusoidal")
    window = opened(state)
    run(window, "use-trained")
    assert window.model.document == state.document
    assert "positions: sinusoidal given; allowed: learned" in window.statusBar().currentMessage()


def test_it_is_offered_where_training_is_shown(opened: Opened) -> None:
    window = opened(trained(0))
    action = window.actions_by_id["use-trained"]
    assert action.isVisible()
    window.editing.show_page("explore")
    settle(window)
    assert not action.isVisible()


def test_what_is_exported_opens_as_the_same_encoding(opened: Opened, home: Path) -> None:
    state = trained(40)
    table = TRAINING.numbers(state.document, state.view)["table"]
    np.save(home / "mine.npy", table)
    window = opened(state)
    window.filing.open(home / "mine.npy")
    settle(window)
    encoding = window.model.document.encoding
    assert isinstance(encoding, Learned)
    run(window, "undo")
    run(window, "use-trained")
    same = window.model.document.encoding
    assert isinstance(same, Learned)
    assert encoding.table.array == same.table.array
