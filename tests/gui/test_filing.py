"""New, Open, Save, recent files and dropped ones."""

from __future__ import annotations

import html
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from pe_desktop.document import Document, State, View, from_json, to_json
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.naive import BinaryCode
from pe_desktop.export.request import Request
from pe_desktop.export.writing import export
from pe_desktop.gui.header import Header
from pe_desktop.gui.window import MainWindow
from pe_desktop.sources.npy import read_npy
from tests.gui.windows import Dialogs, Opened, answer, document, drop, leave, notices, run, settle, state, view_of

OTHER = State(Document(length=77, encoding=BinaryCode()), View(position=5, dimension=2))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "other.pe.json"
    path.write_text(to_json(OTHER), "utf-8")
    return path


def table_file(path: Path, rows: int = 50, columns: int = 6, seed: int = 0) -> Path:
    np.save(path, np.random.default_rng(seed).normal(size=(rows, columns)).astype(np.float32))
    return path


def title(window: MainWindow) -> str:
    header = window.findChild(Header)
    assert header is not None
    return header._file.text()


def failure(window: MainWindow) -> str:
    """The one line of the notice that is open, which is then closed."""
    (notice,) = notices(window)
    text = notice.findChildren(QLabel)[1].text()
    notice.reject()
    return text


# Saving


def test_save_asks_where_once_and_then_no_more(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(state())
    dialogs.path = tmp_path / "mine"
    run(window, "save")
    window.model.edit(document(length=5))
    run(window, "save")
    assert dialogs.asked == ["Save"]
    assert from_json((tmp_path / "mine.pe.json").read_text("utf-8")).document == document(length=5)


def test_save_as_asks_each_time(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(state())
    for name in ("a.json", "b.json"):
        dialogs.path = tmp_path / name
        run(window, "save-as")
    assert sorted(path.name for path in tmp_path.glob("*.json")) == ["a.json", "b.json"]
    assert title(window) == "b"


def test_a_cancelled_save_writes_nothing(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(state())
    run(window, "save")
    assert not list(tmp_path.glob("*.json"))
    assert title(window) == "Untitled"


def test_a_save_that_fails_is_said_and_the_changes_stay_unsaved(
    opened: Opened, dialogs: Dialogs, tmp_path: Path
) -> None:
    window = opened(state())
    dialogs.path = tmp_path / "nowhere" / "mine.json"
    run(window, "save")
    assert failure(window).startswith("mine.json: No such file")
    assert window.filing.path is None


def test_what_is_saved_has_the_view_and_no_path(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(State(Document(encoding=Learned()), View(position=3.5)))
    window.filing.open_table(table_file(tmp_path / "private.npy"))
    dialogs.path = tmp_path / "mine.json"
    run(window, "save")
    text = (tmp_path / "mine.json").read_text("utf-8")
    assert from_json(text) == window.model.state
    assert str(tmp_path) not in text


def test_the_title_marks_unsaved_changes(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(state())
    dialogs.path = tmp_path / "mine.json"
    run(window, "save")
    assert (title(window), window.isWindowModified()) == ("mine", False)
    window.editing.edit("document", "length", 5)
    settle(window)
    assert (title(window), window.isWindowModified()) == ("mine •", True)
    run(window, "undo")
    assert (title(window), window.isWindowModified()) == ("mine", False)


# Opening


def test_a_document_is_opened_with_its_view_and_without_history(opened: Opened, dialogs: Dialogs, saved: Path) -> None:
    window = opened(state())
    dialogs.path = saved
    run(window, "open")
    assert window.model.state == OTHER
    assert not window.model.can_undo
    assert title(window) == "other"


def test_a_cancelled_open_changes_nothing(opened: Opened, dialogs: Dialogs) -> None:
    window = opened(state())
    run(window, "open")
    assert window.model.state == state()


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "json"])
def test_an_exported_figure_brings_its_state_back(opened: Opened, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"figure.{suffix}"
    export(Request(OTHER, "heatmap", size=(320, 240)), path)
    window = opened(state())
    assert window.filing.open(path)
    assert window.model.state == OTHER


def test_an_opened_picture_is_not_written_over_by_save(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    export(Request(OTHER, "heatmap", size=(320, 240)), tmp_path / "figure.png")
    before = (tmp_path / "figure.png").read_bytes()
    window = opened(state())
    window.filing.open(tmp_path / "figure.png")
    run(window, "save")
    assert dialogs.asked == ["Save"]
    assert (tmp_path / "figure.png").read_bytes() == before


def test_a_table_becomes_a_learned_encoding_and_undo_leads_back(opened: Opened, tmp_path: Path) -> None:
    window = opened(state())
    before = window.model.document
    window.filing.open(table_file(tmp_path / "mine.npy"))
    assert window.model.document.encoding.id == "learned"
    assert window.model.document.length == 50
    run(window, "undo")
    assert window.model.document == before


def test_the_panel_opens_a_table_for_b(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(Document(compare=Learned()))
    dialogs.path = table_file(tmp_path / "mine.npy")
    window.panel.open_requested.emit("b", "table")
    assert window.model.document.encoding.id == "sinusoidal"
    assert window.model.document.compare.values()["table"].name == "mine"


def wrong_pickle(path: Path) -> None:
    np.save(path, np.array([{}], dtype=object), allow_pickle=True)


WRONG = {
    "empty.json": lambda path: path.write_bytes(b""),
    "list.json": lambda path: path.write_text("[1, 2]"),
    "newer.json": lambda path: path.write_text('{"format": "pe-desktop document", "version": 99}'),
    "range.json": lambda path: path.write_text(to_json(OTHER).replace('"length":77', '"length":-1')),
    "deep.json": lambda path: path.write_text("[" * 100_000),
    "plain.png": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64)),
    "cut.pdf": lambda path: path.write_bytes(b"%PDF-1.4\n"),
    "plain.svg": lambda path: path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "words.txt": lambda path: path.write_text("hello"),
    "cut.npy": lambda path: path.write_bytes(b"\x93NUMPY\x01\x00"),
    "pickle.npy": wrong_pickle,
    "cube.npy": lambda path: np.save(path, np.zeros((2, 2, 2))),
    "nan.npy": lambda path: np.save(path, np.full((2, 2), np.nan)),
    "missing.json": lambda path: None,
    "missing.npy": lambda path: None,
    "<img src=x>.json": lambda path: path.write_text("{}"),
}


def test_a_wrong_file_is_refused_in_one_line_and_nothing_changes(opened: Opened, tmp_path: Path) -> None:
    window = opened(state())
    for name, write in WRONG.items():
        write(tmp_path / name)
        assert not window.filing.open(tmp_path / name)
        line = failure(window)
        assert line.startswith(f"{name}: ")
        assert "\n" not in line
        assert "Traceback" not in line
        assert window.model.state == state(), name
        assert window.session.recent == [], name


def test_a_folder_is_refused_in_one_line(opened: Opened, tmp_path: Path) -> None:
    window = opened(state())
    assert not window.filing.open(tmp_path)
    assert failure(window).startswith(tmp_path.name)


@pytest.fixture
def needy(tmp_path: Path) -> Path:
    """A document that names a table too large to be inside it."""
    weights = Learned(table=read_npy(table_file(tmp_path / "large.npy", 2000, 300)))
    path = tmp_path / "needy.json"
    path.write_text(to_json(State(Document(length=8, encoding=weights))), "utf-8")
    return path


def test_a_document_asks_for_a_table_that_it_only_names(
    opened: Opened, dialogs: Dialogs, needy: Path, tmp_path: Path
) -> None:
    window = opened(state())
    dialogs.path = tmp_path / "large.npy"
    assert window.filing.open(needy)
    assert dialogs.asked == ["Find the table large"]
    assert window.model.document.length == 8


def test_without_the_table_the_document_is_refused(opened: Opened, dialogs: Dialogs, needy: Path) -> None:
    window = opened(state())
    assert not window.filing.open(needy)
    assert "large" in failure(window)
    assert window.model.state == state()


def test_another_table_is_refused(opened: Opened, dialogs: Dialogs, needy: Path, tmp_path: Path) -> None:
    window = opened(state())
    dialogs.path = table_file(tmp_path / "wrong.npy", seed=1)
    assert not window.filing.open(needy)
    assert "not the table" in failure(window)
    assert window.model.state == state()


def test_a_table_opened_lately_is_found_without_a_question(
    opened: Opened, dialogs: Dialogs, needy: Path, tmp_path: Path
) -> None:
    window = opened(state())
    window.filing.open_table(tmp_path / "large.npy")
    window.model.mark_saved(window.model.document)
    assert window.filing.open(needy)
    assert dialogs.asked == []


def test_a_session_with_a_large_table_is_restored_from_the_file(opened: Opened, needy: Path, tmp_path: Path) -> None:
    first = opened(remember=True)
    first.filing.open_table(tmp_path / "large.npy")
    before = first.model.state
    leave(first)
    assert opened(remember=True).model.state == before


# Unsaved changes


@pytest.fixture
def changed(opened: Opened, saved: Path) -> MainWindow:
    """A window on a file that it has changed."""
    window = opened(state())
    window.filing.open(saved)
    window.editing.edit("document", "length", 12)
    return window


def test_unsaved_changes_can_be_saved_before_a_new_document(changed: MainWindow, saved: Path) -> None:
    answer("Save")
    changed.filing.new()
    assert from_json(saved.read_text("utf-8")).document.length == 12
    assert changed.model.state == State()
    assert title(changed) == "Untitled"


def test_the_question_begins_with_the_safe_answer(changed: MainWindow, saved: Path) -> None:
    def press_return() -> None:
        question = QApplication.activeModalWidget()
        assert question is not None
        QTest.keyClick(question, Qt.Key.Key_Return)

    QTimer.singleShot(0, press_return)
    changed.filing.new()
    assert from_json(saved.read_text("utf-8")).document.length == 12


def test_unsaved_changes_can_be_discarded(changed: MainWindow, saved: Path) -> None:
    answer("Discard")
    changed.filing.new()
    assert from_json(saved.read_text("utf-8")) == OTHER
    assert changed.model.state == State()


def test_cancel_keeps_everything_as_it_is(changed: MainWindow, saved: Path) -> None:
    answer("Cancel")
    changed.filing.new()
    assert changed.model.document.length == 12
    assert changed.filing.path == saved


def test_cancel_keeps_the_window_open(changed: MainWindow) -> None:
    answer("Cancel")
    assert not changed.close()
    assert changed.isVisible()


def test_opening_asks_about_changes_that_have_no_file_yet(opened: Opened, saved: Path) -> None:
    window = opened(state())
    window.editing.edit("document", "length", 12)
    answer("Cancel")
    assert not window.filing.open(saved)
    assert window.model.document.length == 12


def test_what_cannot_be_read_is_said_before_anything_is_asked(changed: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "wrong.json").write_text("{}")
    assert not changed.filing.open(tmp_path / "wrong.json")
    assert failure(changed).startswith("wrong.json")


def test_a_save_that_fails_on_the_way_out_keeps_the_window(changed: MainWindow, saved: Path, tmp_path: Path) -> None:
    changed.filing.path = tmp_path / "gone" / "file.json"
    answer("Save")
    assert not changed.close()
    assert failure(changed).startswith("file.json")
    changed.filing.path = saved


def test_closing_without_a_file_asks_nothing(opened: Opened) -> None:
    window = opened(state())
    window.editing.edit("document", "length", 12)
    assert window.close()


def test_a_restored_file_is_still_marked_as_changed(opened: Opened, saved: Path) -> None:
    first = opened(remember=True)
    first.filing.open(saved)
    first.editing.edit("document", "length", 12)
    first.keeping.now()
    leave(first)
    second = opened(remember=True)
    assert second.model.document.length == 12
    assert second.filing.path == saved
    assert second.model.modified


def test_a_restored_file_without_changes_is_not_marked(opened: Opened, saved: Path) -> None:
    first = opened(remember=True)
    first.filing.open(saved)
    leave(first)
    assert not opened(remember=True).model.modified


# Recent files


def recent_menu(window: MainWindow) -> QMenu:
    menu = next(m for m in window.findChildren(QMenu) if m.title() == "Open &recent")
    menu.aboutToShow.emit()
    return menu


def test_recent_files_stand_in_the_menu_and_are_opened_from_it(opened: Opened, saved: Path, tmp_path: Path) -> None:
    window = opened(state())
    window.filing.open(saved)
    window.filing.open_table(table_file(tmp_path / "a&b.npy"))
    window.model.mark_saved(window.model.document)
    menu = recent_menu(window)
    assert [action.text() for action in menu.actions() if action.text()] == ["a&&b.npy", "other.pe.json", "&Clear"]
    assert str(tmp_path / "a&b.npy") in html.unescape(menu.actions()[0].toolTip())
    menu.actions()[1].trigger()
    assert window.model.state == OTHER


def test_a_recent_file_that_is_gone_is_seen_but_not_chosen(opened: Opened, saved: Path) -> None:
    window = opened(state())
    window.filing.open(saved)
    assert recent_menu(window).actions()[0].isEnabled()
    saved.unlink()
    action = recent_menu(window).actions()[0]
    assert (action.isEnabled(), "not there any more" in action.toolTip()) == (False, True)


def test_recent_files_of_one_name_are_told_apart_by_their_folders(opened: Opened, saved: Path, tmp_path: Path) -> None:
    window = opened(state())
    (tmp_path / "elsewhere").mkdir()
    twin = Path(shutil.copy(saved, tmp_path / "elsewhere" / saved.name))
    for path in (saved, twin):
        window.filing.open(path)
    names = [action.text() for action in recent_menu(window).actions()[:2]]
    assert names == [f"{saved.name} (elsewhere)", f"{saved.name} ({saved.parent.name})"]


def test_the_list_of_recent_files_can_be_emptied(opened: Opened, saved: Path) -> None:
    window = opened(state())
    window.filing.open(saved)
    recent_menu(window).actions()[-1].trigger()
    assert window.session.recent == []
    assert saved.exists()
    assert "empty" in window.statusBar().currentMessage()


def test_without_recent_files_the_menu_says_so(opened: Opened) -> None:
    actions = recent_menu(opened(state())).actions()
    assert [(action.text(), action.isEnabled()) for action in actions] == [("Nothing yet", False)]


# Dropping


@pytest.mark.parametrize("suffix", ["json", "png", "svg", "pdf"])
def test_a_dropped_file_is_opened(opened: Opened, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"dropped.{suffix}"
    export(Request(OTHER, "heatmap", size=(320, 240)), path)
    window = opened(state())
    assert drop(window, path)
    assert window.model.state == OTHER


@pytest.mark.parametrize("figure", ["heatmap", "rotation"])
def test_a_file_can_be_dropped_on_a_figure(opened: Opened, saved: Path, figure: str) -> None:
    window = opened(state())
    assert drop(view_of(window, figure).viewport(), saved)
    assert window.model.state == OTHER


def test_a_dropped_table_becomes_the_encoding(opened: Opened, tmp_path: Path) -> None:
    window = opened(state())
    assert drop(window, table_file(tmp_path / "mine.npy"))
    assert window.model.document.encoding.values()["table"].name == "mine"


@pytest.mark.parametrize("name", ["list.json", "plain.png", "plain.svg", "cut.pdf", "cut.npy", "words.txt"])
def test_a_wrong_file_that_is_dropped_changes_nothing(opened: Opened, tmp_path: Path, name: str) -> None:
    WRONG[name](tmp_path / name)
    window = opened(state())
    drop(window, tmp_path / name)
    assert failure(window).startswith(f"{name}: ")
    assert window.model.state == state()


def test_words_that_are_dropped_are_not_taken(opened: Opened) -> None:
    window = opened(state())
    data = QMimeData()
    data.setText("hello")
    event = QDragEnterEvent(
        QPoint(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


@pytest.mark.skipif(os.name != "posix", reason="named pipes are a thing of POSIX")
def test_a_pipe_is_refused_and_not_waited_for(opened: Opened, tmp_path: Path) -> None:
    window = opened(state())
    os.mkfifo(tmp_path / "pipe.npy")
    assert not window.filing.open(tmp_path / "pipe.npy")
    assert failure(window).startswith("pipe.npy")
