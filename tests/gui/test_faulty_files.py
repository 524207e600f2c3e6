"""Every malformed file that anybody thought of, dropped on the window: one line is said, and nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.lessons.panel import LessonsPanel
from pe_desktop.gui.window import MainWindow
from tests.gui.faulty import all_faulty, damaged, faulty_lessons, written
from tests.gui.test_filing import drop
from tests.gui.windows import Dialogs, Opened, notices, run, state, view_of

KINDS = (
    *("npy", "npz", "safetensors", "csv", "config", "configuration", "index"),
    *("hostile", "document", "carried"),
)


@pytest.fixture(scope="module")
def faulty() -> dict[str, bytes]:
    return all_faulty()


def said(window: MainWindow) -> list[str]:
    """What dialogs and the status line say, which are then closed and empty."""
    lines = [notice.findChildren(QLabel)[1].text() for notice in notices(window)]
    lines += filter(None, [window.statusBar().currentMessage()])
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    window.say("")
    return lines


def wrong(window: MainWindow, path: Path) -> str:
    """What is amiss after a malformed file was dropped on the window; empty when nothing is."""
    before = window.model.state
    taken = drop(view_of(window, "heatmap").viewport(), path)
    lines = said(window)
    amiss = {
        "it was not taken": not taken,
        f"{len(lines)} lines": len(lines) != 1,
        "several lines in one": any("\n" in line or "Traceback" in line for line in lines),
        "no name": not any(path.name[:20] in line for line in lines),
        "another state": window.model.state != before,
        "a step to undo": window.model.can_undo,
        "remembered as a recent file": bool(window.session.recent),
        "another file": window.filing.path is not None,
    }
    return ", ".join(words for words, holds in amiss.items() if holds)


def works(window: MainWindow) -> bool:
    """Whether an edit still reaches the figures."""
    window.editing.edit("document", "length", 21)
    window.rest()
    figure = next(iter(window.page.cards))
    return view_of(window, figure).figure == PICTURES[figure].build(window.model.document, window.model.view)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_wrong_with_a_dropped_file_one_line_says_it(
    opened: Opened, dialogs: Dialogs, faulty: dict[str, bytes], tmp_path: Path, kind: str
) -> None:
    window = opened(state())
    files = {name: content for name, content in faulty.items() if name.startswith(f"{kind}/")}
    found = {name: wrong(window, written(tmp_path, name, content)) for name, content in files.items()}
    assert len(found) > 10
    assert {name: amiss for name, amiss in found.items() if amiss} == {}
    assert works(window)


def test_more_than_150_files_are_dropped_and_every_one_belongs_to_a_kind(faulty: dict[str, bytes]) -> None:
    assert len(faulty) > 400
    assert {name.split("/")[0] for name in faulty} == set(KINDS)


def test_pictures_that_are_damaged_are_opened_or_refused(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(state())
    for name, content in damaged():
        before = window.model.state
        drop(window, written(tmp_path, name, content))
        lines = said(window)
        assert len(lines) == 1, f"{name}: {lines}"
        assert lines[0].startswith("Opened") or window.model.state == before, name
    assert works(window)


def test_a_folder_of_broken_lessons_is_offered_with_a_line_for_each(
    opened: Opened, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = faulty_lessons()
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "latin.md").write_bytes("# Käse".encode("latin-1"))
    (tmp_path / "huge.md").write_bytes(b"# A\n" * 100_000)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    window = opened(state())
    window.lessons.course.open_folder(tmp_path)
    run(window, "lessons")
    own = window.lessons.course.own
    assert own.lessons == ()
    assert len(own.errors) == len(texts) + 2
    assert not any("\n" in line for line in own.errors)
    panel = window.findChild(LessonsPanel)
    assert panel is not None
    shown = " ".join(label.text() for label in panel.findChildren(QLabel))
    assert "latin.md, line 1: not UTF-8" in shown
    assert window.model.state == state()
    assert works(window)
