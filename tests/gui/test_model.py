"""The model: one state, its history, and what is saved of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pe_desktop.document import Document, State, View
from pe_desktop.gui.model import HISTORY, Model


def of_length(length: int) -> Document:
    return Document(length=length)


@pytest.fixture
def model() -> Model:
    return Model(State(of_length(10)))


def lengths(model: Model, move: Callable[[], None], times: int) -> list[int]:
    found = []
    for _ in range(times):
        move()
        found.append(model.document.length)
    return found


def test_an_edit_is_one_step_back_and_forth(model: Model) -> None:
    model.edit(of_length(20))
    model.edit(of_length(30))
    assert lengths(model, model.undo, 2) == [20, 10]
    assert lengths(model, model.redo, 2) == [20, 30]


def test_undo_and_redo_stop_at_the_ends(model: Model) -> None:
    model.edit(of_length(20))
    assert lengths(model, model.undo, 3) == [10, 10, 10]
    assert lengths(model, model.redo, 3) == [20, 20, 20]


def test_all_edits_of_a_gesture_are_one_step(model: Model) -> None:
    model.begin()
    for length in range(11, 40):
        model.edit(of_length(length))
    model.finish()
    model.undo()
    assert model.document.length == 10
    assert not model.can_undo


def test_a_gesture_can_be_undone_while_it_lasts(model: Model) -> None:
    model.begin()
    model.edit(of_length(20))
    assert model.can_undo
    model.undo()
    assert model.document.length == 10


def test_a_gesture_that_changes_nothing_is_no_step(model: Model) -> None:
    model.begin()
    model.edit(of_length(20))
    model.edit(of_length(10))
    model.finish()
    assert not model.can_undo


def test_a_second_gesture_ends_the_first(model: Model) -> None:
    first = model.begin()
    model.edit(of_length(20))
    second = model.begin()
    model.edit(of_length(30))
    model.finish()
    assert first != second
    assert lengths(model, model.undo, 2) == [20, 10]


def test_a_step_ends_a_gesture(model: Model) -> None:
    model.begin()
    model.edit(of_length(20))
    model.step(of_length(30))
    assert model.gesture == 0
    assert lengths(model, model.undo, 2) == [20, 10]


def test_a_new_edit_forgets_what_was_undone(model: Model) -> None:
    model.edit(of_length(20))
    model.undo()
    model.edit(of_length(30))
    assert not model.can_redo


def test_the_same_document_again_is_no_step(model: Model) -> None:
    model.edit(of_length(10))
    assert not model.can_undo


def test_looking_is_no_step_and_stays_after_undo(model: Model) -> None:
    model.edit(of_length(20))
    model.look(View(position=5))
    model.undo()
    assert model.view.position == 5
    assert not model.can_undo


def test_a_state_that_is_taken_is_one_step_of_its_own_and_brings_its_view(model: Model) -> None:
    model.begin()
    model.edit(of_length(11))
    model.take(State(of_length(20), View(position=7)))
    assert model.state == State(of_length(20), View(position=7))
    assert (lengths(model, model.undo, 3), model.gesture) == ([11, 10, 10], 0)


def test_history_is_bounded(model: Model) -> None:
    for length in range(11, HISTORY + 100):
        model.edit(of_length(length))
    assert len(set(lengths(model, model.undo, HISTORY + 50))) == HISTORY


def test_a_loaded_state_has_no_history_and_is_not_modified(model: Model) -> None:
    model.edit(of_length(20))
    model.load(State(of_length(30), View(position=3)))
    assert (model.can_undo, model.can_redo, model.modified) == (False, False, False)
    assert model.state == State(of_length(30), View(position=3))


def test_it_is_modified_until_what_is_saved_is_back(model: Model) -> None:
    model.edit(of_length(20))
    assert model.modified
    model.undo()
    assert not model.modified
    model.redo()
    model.mark_saved(model.document)
    assert not model.modified


def test_it_is_modified_when_nobody_knows_what_is_saved(model: Model) -> None:
    model.mark_saved(None)
    assert model.modified


def test_changes_are_said_once_each(model: Model) -> None:
    said: list[str] = []
    model.changed.connect(lambda: said.append("changed"))
    model.history_changed.connect(lambda: said.append("history"))
    model.edit(of_length(20))
    model.look(View(position=1))
    model.look(View(position=1))
    model.undo()
    assert said == ["changed", "history", "changed", "changed", "history"]


# Aside


def test_what_is_shown_aside_leaves_the_work_with_its_history(model: Model) -> None:
    model.edit(of_length(20))
    model.edit(of_length(30))
    model.undo()
    for length in (5, 6):
        model.show_aside(State(of_length(length)))
        assert not model.can_undo
    model.edit(of_length(7))
    assert (model.aside, model.document, model.work) == (True, of_length(7), State(of_length(20)))
    model.come_back()
    assert (model.aside, model.document) == (False, of_length(20))
    assert lengths(model, model.redo, 1) == [30]
    assert lengths(model, model.undo, 2) == [20, 10]


def test_what_is_shown_aside_is_no_change_of_the_work(model: Model) -> None:
    model.show_aside(State(of_length(5)))
    assert not model.modified
    model.come_back()
    model.edit(of_length(20))
    model.show_aside(State(of_length(10)))
    assert model.modified


def test_what_is_shown_aside_can_become_the_next_step(model: Model) -> None:
    model.edit(of_length(20))
    model.show_aside(State(of_length(5), View(position=3)))
    model.come_back(keep=True)
    assert model.state == State(of_length(5), View(position=3))
    assert lengths(model, model.undo, 2) == [20, 10]


def test_coming_back_from_nowhere_changes_nothing(model: Model) -> None:
    model.edit(of_length(20))
    model.come_back(keep=True)
    assert lengths(model, model.undo, 2) == [10, 10]


def test_a_document_that_is_loaded_replaces_the_work_that_was_put_by(model: Model) -> None:
    model.show_aside(State(of_length(5)))
    model.load(State(of_length(50)))
    assert (model.aside, model.work) == (False, State(of_length(50)))
