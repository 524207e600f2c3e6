"""Copy and paste: every form of a figure at once, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from pe_desktop.cli.exporting import request_of
from pe_desktop.document import MIME, Document, State, View, from_json, to_json
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.export.command import command_line
from pe_desktop.export.config_json import config_json
from pe_desktop.export.forms import FORMS
from pe_desktop.export.request import Request
from pe_desktop.export.scripts import matplotlib_script, numpy_script
from pe_desktop.export.size import PageSize
from pe_desktop.export.tabbed import tabbed
from pe_desktop.export.writing import export, render
from pe_desktop.figure.pictures.context_plan import planned
from pe_desktop.gui.files.copying import clipboard, remembered
from pe_desktop.gui.window import MainWindow
from pe_desktop.sources.config.reading import model_of
from tests.gui.windows import Opened, document, settle, state, wait_for

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _clear() -> Iterator[None]:
    clipboard().clear()
    yield
    clipboard().clear()


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    made = opened(state(length=40, d_model=16))
    made.session.change(export=json.dumps({"formats": {"png": {"size": "320x180"}}}))
    made.copying.read_command = request_of
    return made


@pytest.fixture
def said(window: MainWindow) -> list[str]:
    """What the window says from now on, failures among it."""
    lines: list[str] = []
    window.copying.said.connect(lines.append)
    window.copying.failed.disconnect()
    window.copying.failed.connect(lines.append)
    return lines


def copied(window: MainWindow, said: list[str]) -> QMimeData:
    window.actions_by_id["copy-figure"].trigger()
    wait_for(lambda: said[-1].startswith("Copied"))
    return clipboard().mimeData()


def test_a_copied_figure_is_there_in_every_form_as_files_hold_it(window: MainWindow, said: list[str]) -> None:
    mime, request = copied(window, said), window.copying.request()
    assert said == ["Copying Encoding …", "Copied Encoding: PNG, SVG, PDF and the document"]
    assert (request.figure, request.size) == ("heatmap", PageSize(320, 180))
    for format, suffix in FORMS.items():
        assert bytes(mime.data(format).data()) == render(request, suffix)
    image = mime.imageData()
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (320, 180)
    assert from_json(bytes(mime.data(MIME).data()).decode()) == window.model.state
    assert mime.text() == command_line(request, "heatmap.png")


def test_the_bytes_are_those_of_the_exported_file(window: MainWindow, said: list[str], tmp_path: Path) -> None:
    mime = copied(window, said)
    export(window.copying.request(), tmp_path / "a.pdf")
    assert bytes(mime.data("application/pdf").data()) == (tmp_path / "a.pdf").read_bytes()


def test_the_figure_that_fills_the_window_is_copied_in_its_colours(opened: Opened) -> None:
    window = opened(state(length=20), theme="dark")
    window.page.fill("waves")
    request = window.copying.request()
    assert (request.figure, request.theme, request.size) == ("waves", "dark", PageSize(1920, 1080))


def test_the_window_goes_on_while_a_figure_is_copied(window: MainWindow, said: list[str]) -> None:
    clipboard().setText("mine")
    window.actions_by_id["copy-figure"].trigger()
    assert clipboard().text() == "mine"
    window.actions_by_id["copy-figure"].trigger()
    assert said[1:] == ["export: one is under way; allowed: to wait for its end, or to cancel it"]
    wait_for(lambda: len(said) == 3)


def test_a_plan_is_copied_as_the_keys_of_a_config_json(opened: Opened) -> None:
    extended = Document(length=64, encoding=Rope(head_dim=16, pairing="half"), page="extend")
    window = opened(State(extended.choosing("context-plan", target=1024.0), View()))
    window.page.fill("context-plan")
    window.actions_by_id["copy-config"].trigger()
    assert clipboard().text() == config_json(window.copying.request())
    encoding, target = planned(window.model.document)
    again = model_of("config.json", {"model_type": "llama", **json.loads(clipboard().text())}).layers[0]
    assert (again.length, target) == (1024, 1024)
    assert isinstance(again.encoding, Rope)
    assert (again.encoding.frequencies(target) == encoding.frequencies(target)).all()


def test_what_no_config_json_says_is_not_copied_as_one(window: MainWindow, said: list[str]) -> None:
    window.editing.edit("a", "base", 100.0)
    window.actions_by_id["copy-config"].trigger()
    allowed = "one that a model has whose config.json is read here, with that model's choices"
    assert said == [f"encoding: Sinusoidal given as it is; allowed: {allowed}"]


def test_the_keys_copy_the_figure_and_its_data(window: MainWindow, said: list[str]) -> None:
    window.page.cards["heatmap"].view.setFocus()
    QTest.keyClick(window.page.cards["heatmap"].view, Qt.Key.Key_C, CTRL | SHIFT)
    assert clipboard().text() == tabbed(window.copying.request())
    QTest.keyClick(window.page.cards["heatmap"].view, Qt.Key.Key_C, CTRL)
    wait_for(lambda: len(said) == 3)
    assert clipboard().mimeData().hasFormat("application/pdf")


def test_in_a_text_field_the_keys_copy_and_paste_text(window: MainWindow, said: list[str]) -> None:
    field = window.panel.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, CTRL)
    assert clipboard().text() == field.text()
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert said == []


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("copy-data", tabbed),
        ("copy-command", lambda request: command_line(request, "heatmap.png")),
        ("copy-numpy", numpy_script),
        ("copy-matplotlib", matplotlib_script),
    ],
)
def test_numbers_command_and_code_are_copied_as_text(
    window: MainWindow, said: list[str], id: str, expected: Callable[[Request], str]
) -> None:
    window.actions_by_id[id].trigger()
    assert clipboard().text() == expected(window.copying.request())
    assert len(said) == 1
    assert said[0].startswith("Copied ")


def test_what_cannot_be_copied_is_said_and_the_clipboard_stays(opened: Opened) -> None:
    window, lines = opened(document(length=10_000_000, d_model=512)), []
    window.copying.failed.disconnect()
    window.copying.failed.connect(lines.append)
    clipboard().setText("mine")
    for id in ("copy-data", "copy-numpy"):
        window.actions_by_id[id].trigger()
    assert [line.split(":")[0] for line in lines] == ["data", "length"]
    assert clipboard().text() == "mine"


OTHER = State(document("rope", length=77, head_dim=32, pairing="half"), View(position=9, key=2))


def pasted(window: MainWindow) -> State:
    window.actions_by_id["paste"].trigger()
    settle(window)
    return window.model.state


def test_a_copied_figure_is_pasted_as_it_was_and_undo_leads_back(window: MainWindow, said: list[str]) -> None:
    before = window.model.state
    copied(window, said)
    window.model.load(OTHER)
    assert pasted(window) == before
    window.actions_by_id["undo"].trigger()
    assert window.model.document == OTHER.document


@pytest.mark.parametrize("before", ["", "$ "])
def test_a_command_line_is_pasted_as_what_it_would_export(window: MainWindow, said: list[str], before: str) -> None:
    clipboard().setText(before + command_line(Request(OTHER, "rotation"), "a.png") + "\n")
    assert pasted(window) == OTHER
    assert said == ["Pasted; undo leads back"]
    assert not Path("a.png").exists()


def test_a_command_line_in_two_lines_is_one(window: MainWindow, said: list[str]) -> None:
    clipboard().setText("pe-desktop export heatmap \\\n  --length 55 -o b.png")
    assert pasted(window).document.length == 55


def test_a_document_as_text_and_the_bytes_of_a_picture_are_pasted(window: MainWindow, said: list[str]) -> None:
    clipboard().setText(to_json(OTHER))
    assert pasted(window) == OTHER
    for format, suffix in FORMS.items():
        window.model.load(State())
        mime = QMimeData()
        mime.setData(format, render(Request(OTHER, "heatmap", size=(320, 180)), suffix))
        clipboard().setMimeData(mime)
        assert pasted(window) == OTHER


def test_a_file_is_opened(window: MainWindow, said: list[str], tmp_path: Path) -> None:
    export(Request(OTHER, "waves", size=(320, 180)), tmp_path / "a.svg")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.svg"))])
    clipboard().setMimeData(mime)
    assert pasted(window) == OTHER


def test_what_cannot_be_pasted_is_answered_in_one_line(window: MainWindow, said: list[str]) -> None:
    before = window.model.state
    for text, line in (
        ("pe-desktop export heatmap --lenght 5", "paste: --lenght: no such flag; did you mean --length?"),
        ("pe-desktop export heatmap --length", "paste: length: nothing given"),
        ("pe-desktop export --help", "paste: help: this is for a terminal"),
        ("pe-desktop export 'heatmap", "paste: command: a quotation mark is left open"),
        ("pe-desktop export heatmap --open nowhere.png", "paste: nowhere.png: there is no such file"),
        ("pe-desktop export heatmap -o a.doc", "paste: output: .doc given"),
        ('{"format": "other"}', "paste: this is not a document of this program"),
        ("{" * 5000, "paste: this is not a document of this program"),
        ("pe-desktop list", "Nothing to paste: "),
        ("Attention is all you need", "Nothing to paste: "),
        ("", "Nothing to paste: "),
    ):
        said.clear()
        clipboard().setText(text)
        assert pasted(window) == before, text
        assert len(said) == 1, text
        assert said[0].startswith(line)
        assert "\n" not in said[0]


def test_a_hostile_picture_is_nothing_to_paste(window: MainWindow, said: list[str]) -> None:
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 400)
    mime.setData("application/pdf", b"%PDF-1.4 \x00\xff" * 40)
    clipboard().setMimeData(mime)
    before = window.model.state
    assert pasted(window) == before
    assert said[0].startswith("Nothing to paste")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("{", {}),
        ("[1]", {}),
        (
            '{"formats": {"png": {"size": "88x66mm@300", "theme": "print", "title": "false"}}}',
            {"size": "88x66mm@300", "theme": "print"},
        ),
        ('{"size": "960x1080", "theme": "pink"}', {"size": "960x1080"}),
        ('{"size": "", "theme": 3, "text_size": "9"}', {}),
        ('{"formats": {"png": 7}}', {}),
        ("[" * 100_000, {}),
    ],
)
def test_of_what_was_remembered_only_the_readable_counts(text: str, expected: dict[str, str]) -> None:
    assert remembered(text) == expected


def test_an_empty_clipboard_is_nothing_to_paste(window: MainWindow, said: list[str]) -> None:
    pasted(window)
    assert said[0].startswith("Nothing to paste")


def test_a_window_that_closes_while_it_copies_leaves_nothing_behind(window: MainWindow) -> None:
    clipboard().setText("mine")
    window.actions_by_id["copy-figure"].trigger()
    window.model.mark_saved(window.model.document)
    window.close()
    assert clipboard().text() == "mine"
