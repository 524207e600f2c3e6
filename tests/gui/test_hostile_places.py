"""Disks that are full, folders that cannot be written, and files that are none: said in a line, with nothing lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel

from pe_desktop.document import MIME, to_json
from pe_desktop.export.formats import FORMATS
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.kept.settings import Settings, load_settings, settings_path, settings_text
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened, drop, kept, leave, notices, run, settle, state, wait_for

ROOT = Path(__file__).parents[2]
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
LIMITED = """
import resource, signal, sys
sys.dont_write_bytecode = True  # half a file of bytecode would be taken for a whole one by the next program
from pe_desktop.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))  # no file may have more bytes, as on a disk that is full
for name in sys.argv[1:]:
    deck = name.endswith(".pptx")
    given = ["deck", "-o", name, "heatmap"] if deck else ["export", "rotation", "-o", name]
    moving = ["--seconds", "1"] if name.endswith((".gif", ".mp4", "/")) else []
    looks = ["--size", "320x180"] if name.endswith((".png", ".svg", ".pdf", ".pptx", ".gif", ".mp4", "/")) else []
    print(main([*given, *looks, *moving, "--length", "16"]), flush=True)
"""


class Disk:
    """A disk that is full, or is not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def fill(self) -> None:
        """What is written is not taken, in part or whole, as at the end of a disk."""

        class Full:
            def __init__(self, stream: Any) -> None:
                self._stream = stream

            def __enter__(self) -> Full:
                return self

            def __exit__(self, *error: object) -> None:
                self._stream.close()

            def __getattr__(self, name: str) -> Any:
                return getattr(self._stream, name)

            def write(self, data: bytes) -> int:
                self._stream.write(data[:10])
                raise FULL

        plain = Path.open

        def begin(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
            stream = plain(path, mode, *rest, **more)
            return Full(stream) if "x" in mode else stream

        self._patch.setattr(Path, "open", begin)

    def clear(self) -> None:
        self._patch.undo()


@pytest.fixture
def disk() -> Iterator[Disk]:
    with pytest.MonkeyPatch.context() as patched:
        yield Disk(patched)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# A disk that is full


def test_a_session_that_finds_no_room_is_said_once_and_kept_when_there_is(opened: Opened, disk: Disk) -> None:
    window = opened(state(), remember=True)
    window.model.edit(window.model.document.replace(length=40))
    window.keeping.now()
    said: list[str] = []
    window.session.said.connect(said.append)
    disk.fill()
    for length in (50, 60, 70):
        window.editing.edit("document", "length", length)
        window.keeping.now()
    assert len(said) == 1
    assert "No space left" in said[0]
    assert '"length":40' in kept().session  # what was there stands
    disk.clear()
    window.keeping.now()
    assert '"length":70' in kept().session
    leave(window)
    assert '"length":70' in load_settings(settings_path())[0].session


def test_a_window_that_is_closed_on_a_full_disk_loses_no_more_than_what_came_after(opened: Opened, disk: Disk) -> None:
    window = opened(state(), remember=True)
    window.editing.edit("document", "length", 40)
    window.keeping.now()
    disk.fill()
    window.editing.edit("document", "length", 50)
    leave(window)
    disk.clear()
    assert opened(remember=True).model.document.length == 40


def test_a_document_that_finds_no_room_leaves_the_old_file(opened: Opened, disk: Disk, tmp_path: Path) -> None:
    window = opened(state())
    path = tmp_path / "mine.json"
    assert window.filing.save_as(path)
    before = path.read_text()
    window.editing.edit("document", "length", 50)
    disk.fill()
    assert not window.filing.save_as(path)
    disk.clear()
    assert "No space left" in said_in_a_dialog(window)
    assert path.read_text() == before
    assert files(tmp_path) == ["mine.json"]
    assert window.model.modified


@pytest.mark.skipif(os.name != "posix", reason="limits as POSIX has them")
def test_no_format_leaves_half_a_file(tmp_path: Path) -> None:
    names = ["frames/" if name == "frames" else f"a.{name}" for name in FORMATS.names]
    old = tmp_path / "a.png"
    old.write_text("the old file")
    command = [sys.executable, "-c", LIMITED, *(f"{tmp_path}/{name}" for name in names)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.split() == ["2"] * len(names), done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == len(names), done.stderr
    for name, line in zip(names, lines, strict=True):
        assert name in line
        assert "File too large" in line
    assert files(tmp_path) == ["a.png"]
    assert old.read_text() == "the old file"


# Folders and settings that are not as they should be


def test_settings_that_are_a_folder_are_said_and_left(opened: Opened, home: Path) -> None:
    settings_path().mkdir(parents=True)
    session = Session()
    said: list[str] = []
    session.said.connect(said.append)
    session.warn()
    session.keep(theme="dark")
    assert "is a folder" in said[0]
    assert len(said) == 2
    assert settings_path().is_dir()


def test_a_home_that_cannot_be_written_is_said_once_and_the_window_works(
    opened: Opened, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("config", "state"):
        (home / name).write_text("a file where a folder would be")
    window = opened(state(), remember=True)
    said: list[str] = []
    window.session.said.connect(said.append)
    window.session.warn()
    for length in (5, 6, 7):
        window.editing.edit("document", "length", length)
        window.keeping.now()
    settle(window)
    assert len(said) == 2  # at the start, and when first something was to be kept
    assert all(line.startswith("The session cannot be kept") for line in said)
    assert window.model.document.length == 7


def test_settings_that_cannot_be_read_are_not_written_over(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_path().parent.mkdir(parents=True)
    text = settings_text(Settings(theme="dark", recent=("/a.json",)))
    settings_path().write_text(text)
    plain, locked = Path.open, PermissionError(errno.EACCES, "Permission denied")

    def refuse(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if path == settings_path():
            raise locked
        return plain(path, mode, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        session = Session()
        session.keep(zoom=1.5)
    assert settings_path().read_text() == text


@pytest.mark.parametrize("name", ["a.gif", "a.mp4"])
def test_without_a_temporary_folder_films_are_written_or_refused_in_a_line(tmp_path: Path, name: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pe_desktop",
        "export",
        "rotation",
        "-o",
        str(tmp_path / name),
        "--size",
        "320x180",
    ]
    code = "import tempfile; tempfile._candidate_tempdir_list = lambda: ['/nowhere']; "
    code += f"import sys; from pe_desktop.cli import main; sys.exit(main({[*command[3:], '--seconds', '1']!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert files(tmp_path) == ([] if done.returncode else [name])


# What is dropped and pasted


def said_in_a_dialog(window: MainWindow) -> str:
    (notice,) = notices(window)
    said = " ".join(label.text() for label in notice.findChildren(QLabel))
    notice.reject()
    return said


def odd_files(folder: Path) -> list[Path]:
    """Whatever may be dropped by mistake."""
    made = []
    for suffix in ("json", "png", "svg", "pdf", "pptx", "gif", "mp4", "npy", "npz", "safetensors", "csv", "txt", ""):
        for name, content in {"empty": b"", "zeros": bytes(5000), "noise": bytes(range(256)) * 40}.items():
            made.append(folder / (f"{name}.{suffix}" if suffix else name))
            made[-1].write_bytes(content)
    made.append(folder / "folder")
    made[-1].mkdir()
    made.append(folder / "folder.json")
    made[-1].mkdir()
    made.append(folder / "gone.json")
    made.append(folder / ("long" * 80 + ".json"))
    made.append(folder / "huge.json")
    with made[-1].open("wb") as stream:
        stream.truncate(1 << 33)
    made.append(folder / "huge.npy")
    with made[-1].open("wb") as stream:
        stream.write(b"\x93NUMPY\x01\x00")
        stream.truncate(1 << 33)
    if os.name == "posix":
        made.append(Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe name.json")))
        made[-1].write_bytes(b"{}")
    return made


def test_whatever_is_dropped_is_answered_in_a_dialog_and_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    window = opened(state())
    for path in odd_files(tmp_path):
        drop(window, path)
        settle(window)
        for dialog in notices(window):
            dialog.reject()
        assert window.model.state == state(), path
        assert QApplication.activeModalWidget() is None, path


def test_an_address_that_is_no_file_is_not_taken(opened: Opened) -> None:
    window = opened(state())
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.json"), QUrl("")])
    event = QDragEnterEvent(
        window.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


def pasted(text: str = "", **formats: bytes) -> QMimeData:
    data = QMimeData()
    if text:
        data.setText(text)
    for name, content in formats.items():
        data.setData({"document": MIME, "png": "image/png", "svg": "image/svg+xml"}[name], content)
    return data


JUNK = {
    "nothing": QMimeData,
    "words": lambda: pasted("hello " * 1000),
    "a lone brace": lambda: pasted("{"),
    "deep": lambda: pasted('{"a":' * 50_000),
    "a list": lambda: pasted("[1, 2]"),
    "zeros": lambda: pasted("\0" * 100),
    "half a character": lambda: pasted("{\ud800}"),
    "a wrong command": lambda: pasted("pe-desktop export heatmap --length -5 --nonsense"),
    "an unclosed quote": lambda: pasted('pe-desktop export heatmap --heading "'),
    "a document of noise": lambda: pasted(document=bytes(range(256))),
    "a picture of noise": lambda: pasted(png=bytes(range(256))),
    "a drawing of noise": lambda: pasted(svg=b"<svg" + bytes(range(256))),
    "a cut document": lambda: pasted(to_json(state())[:-20]),
}


def test_whatever_is_pasted_is_answered_and_changes_nothing(opened: Opened) -> None:
    window = opened(state())
    for name, junk in JUNK.items():
        window.say("")
        QGuiApplication.clipboard().setMimeData(junk())
        run(window, "paste")
        answered = notices(window) or window.statusBar().currentMessage()
        assert answered, name
        for dialog in notices(window):
            dialog.reject()
        assert window.model.state == state(), name
        assert not window.model.can_undo, name


def test_a_picture_that_is_pasted_is_answered(opened: Opened) -> None:
    window = opened(state())
    QGuiApplication.clipboard().setImage(QImage(8, 8, QImage.Format.Format_RGB32))
    run(window, "paste")
    wait_for(lambda: bool(window.statusBar().currentMessage()))
    assert window.model.state == state()
