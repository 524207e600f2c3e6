"""Exporting from the window: what is chosen, what is shown, what is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from pe_desktop.document import Document, State
from pe_desktop.export.formats import NAMES
from pe_desktop.export.reading import read_state
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.export.writing import render
from pe_desktop.gui.controls import Switch
from pe_desktop.gui.export_dialog import ExportDialog
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Dialogs, Opened, document, run, scroll, state, wait_for

Asked = Callable[..., ExportDialog]


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(state())


@pytest.fixture
def asked(window: MainWindow) -> Asked:
    """Opens the dialog for a figure, and waits for its preview."""

    def ask(figure: str = "heatmap") -> ExportDialog:
        for before in window.findChildren(ExportDialog):
            before.reject()
        window.ask_export(figure)
        dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
        wait_for(lambda: not dialog._soon.isActive())
        return dialog

    return ask


def part(dialog: ExportDialog, name: str) -> QWidget:
    found = dialog.findChild(QWidget, f"export.{name}")
    assert found is not None
    return found


def choose(dialog: ExportDialog, name: str, value: str) -> None:
    combo = part(dialog, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())
    wait_for(lambda: not dialog._soon.isActive())


def write_size(dialog: ExportDialog, text: str) -> None:
    choose(dialog, "size", "")
    field = part(dialog, "other-size")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, text)
    wait_for(lambda: not dialog._soon.isActive())


def button(dialog: ExportDialog) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export…")


def preview(dialog: ExportDialog) -> QImage:
    return dialog.preview.pixmap().toImage()


# The preview


def test_the_preview_shows_the_very_picture(asked: Asked, window: MainWindow) -> None:
    dialog = asked("similarity")
    shown = preview(dialog)
    request = Request(window.model.state, "similarity", size=(shown.width(), shown.height()))
    written = QImage.fromData(render(request, "png")).convertToFormat(shown.format())
    assert shown == written


def test_the_preview_has_the_shape_of_the_picture(asked: Asked) -> None:
    dialog = asked()
    choose(dialog, "size", "1080x1080")
    assert preview(dialog).width() == preview(dialog).height()
    choose(dialog, "size", "1920x640")
    assert preview(dialog).width() == pytest.approx(3 * preview(dialog).height(), abs=3)


@pytest.mark.parametrize(("theme", "corner"), [("light", "#ffffff"), ("dark", "#1a1d21"), ("print", "#ffffff")])
def test_the_preview_follows_the_colours(asked: Asked, theme: str, corner: str) -> None:
    dialog = asked()
    choose(dialog, "theme", theme)
    assert preview(dialog).pixelColor(2, 2).name() == corner


@pytest.mark.parametrize("name", ["title", "caption", "cursor", "transparent"])
def test_the_preview_follows_each_switch(asked: Asked, name: str) -> None:
    dialog = asked()
    before = preview(dialog)
    switch = part(dialog, name)
    assert isinstance(switch, Switch)
    switch.click()
    wait_for(lambda: not dialog._soon.isActive())
    assert preview(dialog) != before


def test_the_preview_shows_what_the_window_shows(asked: Asked, window: MainWindow) -> None:
    whole = preview(asked())
    scroll(window, "heatmap", 10, 10, 5)
    assert preview(asked()) != whole


def test_the_preview_grows_with_the_dialog(asked: Asked) -> None:
    dialog = asked()
    before = preview(dialog).width()
    dialog.resize(1400, 900)
    wait_for(lambda: preview(dialog).width() > before)


def test_the_dialog_begins_with_the_figure_that_has_the_focus(window: MainWindow) -> None:
    window.page.cards["waves"].view.setFocus()
    run(window, "export")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    assert dialog.form.figure == "waves"


def test_a_cards_button_exports_its_figure(window: MainWindow) -> None:
    window.page.cards["rotation"].export_requested.emit("rotation")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    assert dialog.form.figure == "rotation"


def test_for_numbers_it_says_how_many_and_offers_no_colours(asked: Asked) -> None:
    dialog = asked()
    choose(dialog, "format", "npy")
    assert dialog.preview.text() == "128 × 64 values, float64"
    assert not part(dialog, "theme").isEnabled()
    assert not part(dialog, "title").isEnabled()
    choose(dialog, "format", "png")
    assert part(dialog, "theme").isEnabled()
    assert not preview(dialog).isNull()


# Writing


@pytest.mark.parametrize(
    ("figure", "format"),
    [("heatmap", format) for format in NAMES]
    + [(figure, "svg") for figure in ("waves", "similarity", "offset-similarity", "rotation")],
)
def test_every_figure_is_written_in_every_format(
    asked: Asked, dialogs: Dialogs, tmp_path: Path, figure: str, format: str
) -> None:
    dialog = asked(figure)
    choose(dialog, "format", format)
    dialogs.path = tmp_path / f"out.{format}"
    button(dialog).click()
    assert not dialog.isVisible()
    assert (tmp_path / f"out.{format}").stat().st_size > 100


@pytest.mark.parametrize("format", ["png", "svg", "pdf", "json"])
def test_what_is_written_can_be_opened_again(
    asked: Asked, dialogs: Dialogs, window: MainWindow, tmp_path: Path, format: str
) -> None:
    dialog = asked()
    choose(dialog, "format", format)
    dialogs.path = tmp_path / f"out.{format}"
    button(dialog).click()
    assert read_state(dialogs.path) == window.model.state


def test_a_written_picture_has_the_size_that_was_asked_for(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    write_size(dialog, "777x333")
    dialogs.path = tmp_path / "out.png"
    button(dialog).click()
    image = QImage(str(dialogs.path))
    assert (image.width(), image.height()) == (777, 333)


def test_written_numbers_are_those_of_the_table(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    choose(dialog, "format", "npy")
    dialogs.path = tmp_path / "out.npy"
    button(dialog).click()
    table = np.load(dialogs.path)
    assert table.shape == (128, 64)
    assert table[37, 12] == pytest.approx(np.sin(37 * 10000 ** (-12 / 64)), abs=1e-14)


def test_a_name_without_a_suffix_gets_that_of_the_format(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    choose(dialog, "format", "svg")
    dialogs.path = tmp_path / "out"
    button(dialog).click()
    assert (tmp_path / "out.svg").exists()


def test_a_cancelled_file_dialog_leaves_the_choices_open(asked: Asked, dialogs: Dialogs) -> None:
    dialog = asked()
    button(dialog).click()
    assert dialogs.asked == ["Export"]
    assert dialog.isVisible()


def test_cancel_closes_and_writes_nothing(asked: Asked, dialogs: Dialogs) -> None:
    dialog = asked()
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Cancel").click()
    assert not dialog.isVisible()
    assert dialogs.asked == []


def test_return_exports_and_escape_cancels(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.path = tmp_path / "out.png"
    QTest.keyClick(asked(), Qt.Key.Key_Return)
    assert (tmp_path / "out.png").exists()
    dialog = asked()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_next_export_begins_with_the_choices_of_the_last(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    choose(dialog, "theme", "dark")
    choose(dialog, "format", "svg")
    write_size(dialog, "640x480")
    part(dialog, "caption").click()  # type: ignore[attr-defined]
    chosen = json.loads(dialog.form.remembered())
    dialogs.path = tmp_path / "out.svg"
    button(dialog).click()
    again = asked("waves")
    assert again.form.figure == "waves"
    assert json.loads(again.form.remembered()) == chosen
    assert again.request().size == PageSize(640, 480)


@pytest.mark.parametrize("remembered", ["", "{", "[1]", '{"size": 3, "theme": null, "title": "x"}', "[" * 100_000])
def test_choices_that_cannot_be_read_are_passed_over(window: MainWindow, asked: Asked, remembered: str) -> None:
    window.session.change(export=remembered)
    assert asked().request().size == PageSize(1920, 1080)


# Refusing


@pytest.mark.parametrize("text", ["1x1", "99999x99999", "16384x16384", "wide", "100", "-5x100", "1e3x100"])
def test_an_impossible_size_is_refused_in_one_line(asked: Asked, text: str) -> None:
    dialog = asked()
    write_size(dialog, text)
    assert dialog.message.text().startswith(f"size: {text} given; allowed:")
    assert not button(dialog).isEnabled()
    write_size(dialog, "640x480")
    assert dialog.message.text() == ""
    assert button(dialog).isEnabled()


def test_a_figure_that_an_encoding_does_not_have_is_refused(opened: Opened) -> None:
    window = opened(document("binary"))
    window.ask_export("rotation")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    wait_for(lambda: not dialog._soon.isActive())
    assert "no pairs that turn" in dialog.message.text()
    assert not button(dialog).isEnabled()
    choose(dialog, "figure", "heatmap")
    assert button(dialog).isEnabled()


def test_numbers_over_two_gigabytes_are_refused_with_their_size(
    opened: Opened, dialogs: Dialogs, tmp_path: Path
) -> None:
    window = opened(State(Document(length=1_000_000, encoding=document(d_model=4096).encoding)))
    window.ask_export("heatmap")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    choose(dialog, "format", "npy")
    dialogs.path = tmp_path / "out.npy"
    button(dialog).click()
    assert dialog.isVisible()
    assert "GB" in dialog.message.text()
    assert list(tmp_path.glob("*.npy")) == []


def test_a_folder_that_is_not_there_is_said_and_the_dialog_stays(
    asked: Asked, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "nowhere" / "out.png"
    button(dialog).click()
    assert dialog.isVisible()
    assert "cannot be written" in dialog.message.text()


def test_a_suffix_of_no_format_is_refused(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "out.exe"
    button(dialog).click()
    assert dialog.isVisible()
    assert ".exe given" in dialog.message.text()
    assert not (tmp_path / "out.exe").exists()
