"""The deck in the window: gathered, ordered, shown again, and exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from pe_desktop.document import State, View
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.size import PageSize
from pe_desktop.gui.decks.dialog import DeckDialog
from pe_desktop.gui.decks.slides import EMPTY, DeckList
from pe_desktop.gui.status import StatusLine
from pe_desktop.gui.widgets.controls import Switch
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Dialogs, Opened, document, run, state, wait_for

Asked = Callable[..., DeckDialog]
FIGURES = ("heatmap", "waves", "similarity")


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(state())


@pytest.fixture
def asked(window: MainWindow) -> Asked:
    """Opens the dialog on a deck of these figures, and waits for its small pictures."""

    def ask(*figures: str) -> DeckDialog:
        for figure in figures:
            window.deck.add(window.model.state, figure)
        run(window, "deck")
        dialog = next(d for d in window.findChildren(DeckDialog) if d.isVisible())
        wait_for(lambda: dialog.list.thumbnails.settled)
        return dialog

    return ask


def figures(window: MainWindow) -> list[str]:
    return [slide.figure for slide in window.deck.slides]


def names(dialog: DeckDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def picture(dialog: DeckDialog, row: int) -> QImage:
    found = dialog.list.thumbnails.of(dialog.list.item(row).data(Qt.ItemDataRole.UserRole))
    assert found is not None
    return found


def button(dialog: DeckDialog, words: str) -> Any:
    return next(b for b in dialog.findChildren(QWidget) if words in (getattr(b, "text", str)(), b.accessibleName()))


def choose(dialog: DeckDialog, name: str, value: str) -> None:
    combo = dialog.findChild(QComboBox, f"deck.{name}")
    assert combo is not None
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def said(window: MainWindow) -> str:
    line = window.findChild(StatusLine)
    assert line is not None
    return line.currentMessage()


# Gathering


def test_the_figure_in_front_is_added_as_it_is_and_its_place_is_said(window: MainWindow) -> None:
    run(window, "add-to-deck")
    window.model.edit(document(length=5))
    run(window, "fill-waves")
    run(window, "add-to-deck")
    assert figures(window) == ["heatmap", "waves"]
    assert [slide.document.length for slide in window.deck.slides] == [128, 5]
    assert said(window).startswith("Waves is slide 2 of the deck")


def test_a_figure_that_cannot_be_made_is_not_added(window: MainWindow) -> None:
    with pytest.raises(ExportError, match="bias"):
        window.deck.add(state(), "bias")
    window.model.edit(document("alibi", num_heads=2))
    run(window, "add-to-deck")
    assert figures(window) == []
    assert said(window).startswith("figure: ")


def test_new_slides_look_like_those_that_are_there(window: MainWindow) -> None:
    window.deck.dress(theme="dark", size=PageSize(960, 1080))
    run(window, "add-to-deck")
    assert (window.deck.slides[0].theme, window.deck.slides[0].size) == ("dark", PageSize(960, 1080))


# The dialog


def test_an_empty_deck_says_what_to_do_and_cannot_be_exported(asked: Asked) -> None:
    dialog = asked()
    assert "Ctrl+D" in EMPTY
    seen = dialog.list.viewport().grab().toImage()
    middle = [seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())]
    assert len(set(middle)) > 10  # words, not an empty field
    for words in ("Export…", "Show", "Move up", "Move down", "Remove the slide"):
        assert not button(dialog, words).isEnabled()


def test_slides_are_listed_with_small_pictures_of_the_right_shape(asked: Asked) -> None:
    dialog = asked(*FIGURES)
    assert names(dialog) == ["Encoding", "Waves", "Similarity"]
    for row in range(3):
        assert picture(dialog, row).width() == pytest.approx(picture(dialog, row).height() * 16 / 9, abs=2)
    assert picture(dialog, 0) != picture(dialog, 1)


def test_buttons_and_keys_move_and_remove_the_chosen_slide(asked: Asked, window: MainWindow) -> None:
    dialog = asked(*FIGURES)
    button(dialog, "Move down").click()
    assert (figures(window), dialog.list.currentRow()) == (["waves", "heatmap", "similarity"], 1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)  # it is the last already
    assert (figures(window), dialog.list.currentRow()) == (["waves", "similarity", "heatmap"], 2)
    button(dialog, "Move up").click()
    assert figures(window) == ["waves", "heatmap", "similarity"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert figures(window) == ["waves", "similarity"]
    button(dialog, "Remove the slide").click()
    button(dialog, "Remove the slide").click()
    assert figures(window) == []
    assert not button(dialog, "Show").isEnabled()


@pytest.mark.parametrize(
    ("row", "under", "lower", "wanted"),
    [(0, 2, True, (1, 2, 0)), (0, 2, False, (1, 0, 2)), (2, 0, False, (2, 0, 1)), (2, 0, True, (0, 2, 1))],
)
def test_a_slide_is_dragged_to_another_place(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, row: int, under: int, lower: bool, wanted: tuple[int, ...]
) -> None:
    dialog = asked(*FIGURES)
    before = names(dialog)
    dialog.list.setCurrentRow(row)
    drop(monkeypatch, dialog.list, under, lower)
    assert names(dialog) == [before[i] for i in wanted]
    assert dialog.list.currentRow() == wanted.index(row)


def drop(monkeypatch: pytest.MonkeyPatch, slides: DeckList, under: int, lower: bool) -> None:
    """Let go of the chosen slide over the upper or lower half of another."""
    place = slides.visualItemRect(slides.item(under))
    point = QPointF(place.center().x(), place.bottom() - 4 if lower else place.top() + 4)
    actions, data = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, QMimeData()
    event = QDropEvent(point, actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    monkeypatch.setattr(QDropEvent, "source", lambda self: slides)
    slides.dropEvent(event)
    assert event.isAccepted()


def test_a_heading_is_typed_for_one_slide(asked: Asked, window: MainWindow) -> None:
    dialog = asked(*FIGURES)
    dialog.list.setCurrentRow(1)
    assert dialog.heading.placeholderText() == "Waves"
    QTest.keyClicks(dialog.heading, "Slow and fast")
    assert [slide.heading for slide in window.deck.slides] == ["", "Slow and fast", ""]
    assert names(dialog)[1] == "Slow and fast"
    before = picture(dialog, 1)  # of an earlier heading, rather than none
    wait_for(lambda: dialog.list.thumbnails.settled)
    assert picture(dialog, 1) != before
    dialog.list.setCurrentRow(0)
    assert dialog.heading.text() == ""


def test_show_brings_the_window_to_what_the_slide_shows_and_undo_leads_back(asked: Asked, window: MainWindow) -> None:
    window.deck.add(State(document("rope", length=50), View(position=7, key=3)), "rotation")
    dialog = asked()
    button(dialog, "Show").click()
    assert not dialog.isVisible()
    assert (window.model.document.length, window.model.view.position) == (50, 7)
    run(window, "undo")
    assert window.model.document == state().document


def test_all_slides_share_a_look(asked: Asked, window: MainWindow) -> None:
    dialog = asked(*FIGURES)
    before = picture(dialog, 0)
    choose(dialog, "theme", "dark")
    choose(dialog, "size", "1440x1080")
    dialog.findChild(Switch, "deck.caption").click()
    wait_for(lambda: dialog.list.thumbnails.settled)
    assert {(s.theme, s.size, s.caption) for s in window.deck.slides} == {("dark", PageSize(1440, 1080), False)}
    assert picture(dialog, 0) != before
    assert picture(dialog, 0).width() == pytest.approx(picture(dialog, 0).height() * 4 / 3, abs=2)


def test_a_shape_of_a_file_s_own_is_offered_too(asked: Asked, window: MainWindow) -> None:
    window.deck.load([Request(state(), "waves", size=PageSize(88, 66, 300))])
    combo = asked().findChild(QComboBox, "deck.size")
    assert combo is not None
    assert combo.currentData() == "88x66mm@300"


# Exporting


@pytest.mark.parametrize("suffix", ["pptx", "pdf"])
def test_a_deck_is_exported_and_the_window_says_so(
    asked: Asked, window: MainWindow, dialogs: Dialogs, tmp_path: Path, suffix: str
) -> None:
    dialog = asked(*FIGURES)
    choose(dialog, "format", suffix)
    dialogs.path = tmp_path / "talk"
    button(dialog, "Export…").click()
    wait_for(lambda: not any(d.isVisible() for d in window.findChildren(DeckDialog)))
    assert read_requests(tmp_path / f"talk.{suffix}") == window.deck.slides
    assert said(window) == f"Exported talk.{suffix}: 3 slides"


def test_a_file_that_cannot_be_written_is_said_in_the_dialog_which_stays(asked: Asked, tmp_path: Path) -> None:
    dialog = asked(*FIGURES)
    dialog.write(tmp_path / "nowhere" / "a.pptx")
    assert not button(dialog, "Export…").isEnabled()
    wait_for(lambda: not dialog.exporting.busy)
    assert "cannot be written" in dialog.message.text()
    assert dialog.isVisible()
    assert button(dialog, "Export…").isEnabled()


def test_an_export_is_stopped_by_its_button_and_leaves_no_file(asked: Asked, tmp_path: Path) -> None:
    dialog = asked(*FIGURES * 4)
    dialog.write(tmp_path / "a.pptx")
    assert dialog.progress.isVisible()
    stop = button(dialog, "Stop")
    assert isinstance(stop, QPushButton)
    stop.click()
    wait_for(lambda: not dialog.exporting.busy)
    assert dialog.isVisible()
    assert stop.text() == "Close"
    assert list(tmp_path.glob("*.pptx")) == []


def test_a_dialog_that_is_gone_stops_its_export(asked: Asked, tmp_path: Path) -> None:
    dialog = asked(*FIGURES * 4)
    dialog.write(tmp_path / "a.pptx")
    exporting = dialog.exporting
    dialog.done(0)
    assert not exporting.busy
    assert list(tmp_path.glob("*.pptx")) == []
