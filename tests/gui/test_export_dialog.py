"""Exporting from the window: what is chosen, what is shown, what is written."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QPushButton, QWidget
from shiboken6 import isValid

from pe_desktop.document import Document, State
from pe_desktop.export.apart import Work
from pe_desktop.export.films.film import Film
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.progress import Tell
from pe_desktop.export.reading import read_state
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.export.writing import render
from pe_desktop.gui.exports import dialog as export_dialog
from pe_desktop.gui.exports.dialog import ExportDialog
from pe_desktop.gui.exports.preview import BOARD, KEPT, LONGEST, small
from pe_desktop.gui.widgets.controls import Switch
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import (
    PATIENCE,
    Dialogs,
    Opened,
    document,
    encoding,
    leave,
    run,
    scroll,
    settle,
    state,
    wait_for,
    zoom_text,
)

Asked = Callable[..., ExportDialog]
FIELDS = ("figure", "format", "colormap", *(p.name for p in Request.parameters()))


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
        wait_for(lambda: settled(dialog))
        return dialog

    return ask


def settled(dialog: ExportDialog) -> bool:
    """Whether the preview shows what is chosen."""
    return not dialog._soon.isActive() and dialog.preview.settled


def part(dialog: ExportDialog, name: str) -> QWidget:
    found = dialog.findChild(QWidget, f"export.{name}")
    assert found is not None
    return found


def choose(dialog: ExportDialog, name: str, value: str) -> None:
    combo = part(dialog, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())
    wait_for(lambda: settled(dialog))


def write_size(dialog: ExportDialog, text: str) -> None:
    choose(dialog, "size", "")
    field = part(dialog, "other-size")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, text)
    wait_for(lambda: settled(dialog))


def button(dialog: ExportDialog) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export…")


def write_in(dialog: ExportDialog, name: str, text: str) -> None:
    field = part(dialog, name)
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, text)
    wait_for(lambda: settled(dialog))


def press(dialog: ExportDialog) -> None:
    """Export, and wait until the dialog has closed."""
    button(dialog).click()
    wait_for(lambda: not isValid(dialog) or not dialog.isVisible())


def refused(dialog: ExportDialog) -> str:
    """Export in vain; what is said then, in a dialog that stays."""
    button(dialog).click()
    wait_for(lambda: not dialog.exporting.busy)
    assert dialog.isVisible()
    return dialog.message.text()


def bar(dialog: ExportDialog) -> QProgressBar:
    found = dialog.findChild(QProgressBar)
    assert found is not None
    return found


def preview(dialog: ExportDialog) -> QImage:
    return dialog.preview.image


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
    wait_for(lambda: settled(dialog))
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


def test_how_many_numbers_there_are_is_said_where_b_is_not_shown(opened: Opened) -> None:
    window = opened(document().replace(compare=encoding("alibi")))
    window.ask_export("heatmap")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    choose(dialog, "format", "npy")
    wait_for(lambda: settled(dialog))
    assert dialog.preview.words == "128 × 64 values, float64"


def test_for_numbers_it_says_how_many_and_offers_no_colours(asked: Asked) -> None:
    dialog = asked()
    choose(dialog, "format", "npy")
    assert dialog.preview.words == "128 × 64 values, float64"
    assert not part(dialog, "theme").isVisible()
    assert not part(dialog, "title").isVisible()
    choose(dialog, "format", "png")
    assert part(dialog, "theme").isVisible()
    assert not preview(dialog).isNull()


def test_behind_what_is_seen_through_there_is_a_board(asked: Asked) -> None:
    dialog = asked()
    switch = part(dialog, "transparent")
    assert isinstance(switch, Switch)
    switch.click()
    wait_for(lambda: settled(dialog))
    shown, picture = dialog.preview.grab().toImage(), preview(dialog)
    assert picture.pixelColor(0, 0).alpha() == 0
    left, top = (dialog.preview.width() - picture.width()) // 2, (dialog.preview.height() - picture.height()) // 2
    assert {shown.pixelColor(left + 4, top + 4 + 8 * i).name() for i in range(2)} == set(BOARD[False])


def test_a_film_plays_in_the_preview(asked: Asked, window: MainWindow) -> None:
    dialog = asked("rotation")
    dialog.resize(760, 520)
    choose(dialog, "format", "gif")
    write_in(dialog, "seconds", "1")
    frames = dialog.preview.frames
    size = PageSize(frames[0].width(), frames[0].height())
    motion = Motion(seconds=1, fps="10")
    request = Request(window.model.state, "rotation", size=size, motion=motion)
    assert frames == [frame.copy() for frame in Film((request,)).images()]
    shown = dialog.preview.image
    wait_for(lambda: dialog.preview.image != shown)


def test_what_cannot_move_so_is_said_in_one_line(asked: Asked) -> None:
    dialog = asked("rotation")
    choose(dialog, "format", "gif")
    write_in(dialog, "end", "1e9")
    assert dialog.message.text().startswith("to: 1000000000.0 given; allowed:")
    assert not button(dialog).isEnabled()
    write_in(dialog, "end", "9")
    assert dialog.message.text() == ""
    assert button(dialog).isEnabled()


@pytest.mark.parametrize("seconds", [0.1, 8.0, 600.0])
def test_a_preview_of_a_film_is_bounded(seconds: float) -> None:
    request = Request(state(), "rotation", motion=Motion(seconds=seconds, fps="50"))
    asked = small(request, QSize(4000, 3000), moving=True)
    assert asked.motion.frames <= LONGEST * 10
    assert 4 * asked.motion.frames * math.prod(asked.size.pixels) <= 1.01 * KEPT


def test_numbered_pictures_go_to_a_folder(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked("rotation")
    choose(dialog, "format", "frames")
    choose(dialog, "fps", "10")
    write_in(dialog, "seconds", "0.3")
    write_size(dialog, "320x180")
    dialogs.path = tmp_path / "film"
    press(dialog)
    assert sorted(file.name for file in dialogs.path.iterdir()) == ["0000.png", "0001.png", "0002.png"]


# Writing


@pytest.mark.parametrize(
    ("figure", "format"),
    [("heatmap", format) for format in FORMATS.names if not FORMATS[format].moves]
    + [(figure, "svg") for figure in ("waves", "similarity", "offset-similarity", "rotation")],
)
def test_every_figure_is_written_in_every_format(
    asked: Asked, dialogs: Dialogs, tmp_path: Path, figure: str, format: str
) -> None:
    dialog = asked(figure)
    choose(dialog, "format", format)
    dialog.form._entries["seconds"].show_text("0.2")
    dialogs.path = tmp_path / f"out.{format}"
    press(dialog)
    written = [dialogs.path] if dialogs.path.is_file() else list(dialogs.path.iterdir())
    assert len(written) == (5 if format == "frames" else 1)
    assert all(path.stat().st_size > 100 for path in written)


@pytest.mark.parametrize("format", ["png", "svg", "pdf", "json"])
def test_what_is_written_can_be_opened_again(
    asked: Asked, dialogs: Dialogs, window: MainWindow, tmp_path: Path, format: str
) -> None:
    dialog = asked()
    choose(dialog, "format", format)
    dialogs.path = tmp_path / f"out.{format}"
    press(dialog)
    assert read_state(dialogs.path) == window.model.state


def test_a_written_picture_has_the_size_that_was_asked_for(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    write_size(dialog, "777x333")
    dialogs.path = tmp_path / "out.png"
    press(dialog)
    image = QImage(str(dialogs.path))
    assert (image.width(), image.height()) == (777, 333)


def test_written_numbers_are_those_of_the_table(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    choose(dialog, "format", "npy")
    dialogs.path = tmp_path / "out.npy"
    press(dialog)
    table = np.load(dialogs.path)
    assert table.shape == (128, 64)
    assert table[37, 12] == pytest.approx(np.sin(37 * 10000 ** (-12 / 64)), abs=1e-14)


def test_a_name_without_a_suffix_gets_that_of_the_format(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    choose(dialog, "format", "svg")
    dialogs.path = tmp_path / "out"
    press(dialog)
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
    dialog = asked()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    wait_for(lambda: not isValid(dialog) or not dialog.isVisible())
    assert dialogs.path.exists()
    dialog = asked()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_next_export_begins_with_the_choices_of_the_last(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    choose(dialog, "theme", "dark")
    choose(dialog, "format", "svg")
    write_size(dialog, "640x480")
    part(dialog, "caption").click()  # type: ignore[attr-defined]
    chosen = dialog.form.remembered()
    dialogs.path = tmp_path / "out.svg"
    press(dialog)
    again = asked("waves")
    assert again.form.figure == "waves"
    assert again.form.remembered() == chosen
    assert again.request().size == PageSize(640, 480)


@pytest.mark.parametrize("remembered", ["", "{", "[1]", '{"size": 3, "theme": null, "title": "x"}', "[" * 100_000])
def test_choices_that_cannot_be_read_are_passed_over(window: MainWindow, asked: Asked, remembered: str) -> None:
    window.session.change(export=remembered)
    assert asked().request().size == PageSize(1920, 1080)


# While it is written


class Slow:
    """An export that waits on its thread until it is let go, and then writes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.free = threading.Event(), threading.Event()
        monkeypatch.setattr(export_dialog, "apart", self._held)

    def _held(self, work: Work) -> Work:
        def hold(tell: Tell) -> object:
            self.begun.set()
            while not self.free.wait(0.005):
                tell(0.25)
            return work(tell)

        return hold


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(monkeypatch)
    yield made
    made.free.set()


def test_the_window_is_not_held_up_and_the_bar_tells_how_far_it_is(
    asked: Asked, dialogs: Dialogs, slow: Slow, tmp_path: Path
) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "out.png"
    assert not bar(dialog).isVisible()
    button(dialog).click()
    wait_for(lambda: bar(dialog).value() > 0)
    assert bar(dialog).value() / bar(dialog).maximum() == 0.25
    assert not dialog.form.isEnabled()
    assert not button(dialog).isEnabled()
    slow.free.set()
    wait_for(lambda: not isValid(dialog) or not dialog.isVisible())
    assert dialogs.path.exists()


def test_cancel_stops_the_export_leaves_no_file_and_the_dialog_open(
    asked: Asked, dialogs: Dialogs, slow: Slow, tmp_path: Path
) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "out.png"
    dialogs.path.write_bytes(b"old")
    button(dialog).click()
    assert slow.begun.wait(PATIENCE)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait_for(lambda: not dialog.exporting.busy)
    assert dialog.isVisible()
    assert not bar(dialog).isVisible()
    assert button(dialog).isEnabled()
    assert dialogs.path.read_bytes() == b"old"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_window_that_closes_stops_the_export(
    asked: Asked, window: MainWindow, dialogs: Dialogs, slow: Slow, tmp_path: Path
) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "out.png"
    button(dialog).click()
    assert slow.begun.wait(PATIENCE)
    leave(window)
    assert not any(thread.name == "export" for thread in threading.enumerate())
    assert not dialogs.path.exists()


def test_the_size_of_the_file_is_said(asked: Asked, window: MainWindow, dialogs: Dialogs, tmp_path: Path) -> None:
    said: list[str] = []
    window.filing.said.connect(said.append)
    dialogs.path = tmp_path / "out.npy"
    dialog = asked()
    choose(dialog, "format", "npy")
    press(dialog)
    assert said[-1] == "Exported out.npy, 65.7 kB"


def test_an_export_leaves_the_window_as_it_is(
    asked: Asked, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    scroll(window, "heatmap", 10, 10, 5)
    before = window.model.state, [card.size() for card in window.page.cards.values()]
    changes: list[None] = []
    window.model.changed.connect(lambda: changes.append(None))
    window.page.ranged.connect(lambda *_: changes.append(None))
    dialogs.path = tmp_path / "out.svg"
    dialog = asked()
    choose(dialog, "format", "svg")
    choose(dialog, "colormap", "viridis")
    press(dialog)
    assert (window.model.state, [card.size() for card in window.page.cards.values()]) == before
    assert changes == []


# From a file, and once more


@pytest.mark.parametrize("format", ["png", "svg", "pdf", "json"])
def test_an_opened_file_is_made_again_byte_for_byte(
    opened: Opened, dialogs: Dialogs, tmp_path: Path, format: str
) -> None:
    picture = format != "json"
    looks = {"size": (640, 360), "theme": "dark", "caption": False, "cursor": True} if picture else {}
    shown = state("rope")
    request = Request(shown, "rotation", **looks)  # type: ignore[arg-type]
    (tmp_path / f"first.{format}").write_bytes(render(request, format))
    window = opened()
    assert window.filing.open(tmp_path / f"first.{format}")
    run(window, "export")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    assert dialog.request() == request
    dialogs.path = tmp_path / f"second.{format}"
    press(dialog)
    assert dialogs.path.read_bytes() == (tmp_path / f"first.{format}").read_bytes()


def test_the_dialog_begins_with_the_figure_of_an_opened_file(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "first.png").write_bytes(render(Request(state(), "similarity"), "png"))
    window = opened()
    window.filing.open(tmp_path / "first.png")
    run(window, "export")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    assert dialog.form.figure == "similarity"


def test_a_saved_document_does_not_change_the_last_choices(asked: Asked, window: MainWindow, tmp_path: Path) -> None:
    window.session.change(export='{"format": "svg", "formats": {"svg": {"theme": "dark"}}}')
    window.filing.save_as(tmp_path / "saved.pe.json")
    window.filing.open(tmp_path / "saved.pe.json")
    dialog = asked()
    assert (dialog.form.suffix, dialog.request().theme) == ("svg", "dark")


def test_one_key_repeats_the_last_export_of_what_is_shown_now(
    asked: Asked, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.path = tmp_path / "out.png"
    dialog = asked("waves")
    choose(dialog, "theme", "dark")
    press(dialog)
    window.editing.edit("a", "d_model", 32)
    for name in ("out-2.png", "out-3.png"):
        run(window, "export-again")
        wait_for(lambda name=name: window.filing.last.path.name == name)  # type: ignore[union-attr, misc]
    expected = Request(window.model.state, "waves", theme="dark")
    assert (tmp_path / "out-2.png").read_bytes() == render(expected, "png")


def test_the_first_export_is_asked_for(window: MainWindow) -> None:
    run(window, "export-again")
    assert [d for d in window.findChildren(ExportDialog) if d.isVisible()]


def test_a_repeated_export_keeps_its_own_colour_map(
    asked: Asked, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.path = tmp_path / "out.png"
    dialog = asked()
    choose(dialog, "colormap", "grey")
    press(dialog)
    assert window.filing.last is not None
    assert window.filing.last.of(window.model.state).state.document.colormap == "grey"


# Keys and small screens


def test_every_field_is_reached_by_the_keyboard_and_seen_there(asked: Asked, window: MainWindow) -> None:
    dialog = asked()
    dialog.resize(760, 520)
    settle(window)
    wanted = {name for name in FIELDS if part(dialog, name).isVisible()}
    column = dialog.findChild(ScrollColumn)
    assert column is not None
    reached = set()
    for _ in range(2 * len(wanted) + 8):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        focused = dialog.focusWidget()
        if focused is not None and focused.objectName().startswith("export."):
            reached.add(focused.objectName().removeprefix("export."))
            corner = focused.mapTo(column, focused.rect().center())
            assert column.rect().contains(corner), focused.objectName()
    assert reached == wanted


@pytest.mark.parametrize(("zoom", "size"), [(1.0, (760, 520)), (1.5, (1140, 780))])
def test_nothing_is_cut_off_in_a_small_dialog(
    asked: Asked, window: MainWindow, zoom: float, size: tuple[int, int]
) -> None:
    zoom_text(window, zoom)
    dialog = asked()
    choose(dialog, "format", "svg")
    dialog.resize(*size)
    settle(window)
    assert (dialog.width(), dialog.height()) == size
    for name in FIELDS:
        field = part(dialog, name)
        if field.isVisible():
            assert field.width() >= field.minimumSizeHint().width(), name
            right = field.mapTo(dialog, field.rect().topRight()).x()
            assert right < dialog.width() - 24, name


# Refusing


def test_an_impossible_size_is_refused_in_one_line(asked: Asked) -> None:
    dialog = asked()
    for text in ("1x1", "99999x99999", "16384x16384", "wide", "100", "-5x100", "1e3x100"):
        write_size(dialog, text)
        assert dialog.message.text().startswith(f"size: {text} given; allowed:")
        assert not button(dialog).isEnabled()
        write_size(dialog, "640x480")
        assert dialog.message.text() == "", text
        assert button(dialog).isEnabled(), text


def test_a_figure_that_an_encoding_does_not_have_is_refused(opened: Opened) -> None:
    window = opened(document("binary"))
    window.ask_export("rotation")
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    wait_for(lambda: settled(dialog))
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
    assert "GB" in refused(dialog)
    assert list(tmp_path.glob("*.npy")) == []


def test_a_folder_that_is_not_there_is_said_and_the_dialog_stays(
    asked: Asked, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "nowhere" / "out.png"
    assert "cannot be written" in refused(dialog)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_and_the_dialog_stays(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.path = tmp_path / "out.png"
    dialog = asked()
    dialog.exporting.start(partial(_fill, Path("/dev/full")))
    wait_for(lambda: not dialog.exporting.busy)
    assert dialog.message.text().endswith("cannot be written (No space left on device)")
    assert dialog.isVisible()


def _fill(path: Path, tell: Tell) -> None:
    with path.open("wb") as stream:
        stream.write(bytes(100_000))


def test_a_line_goes_when_something_else_is_chosen(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "nowhere" / "out.png"
    assert refused(dialog)
    choose(dialog, "theme", "dark")
    assert dialog.message.text() == ""
    assert button(dialog).isEnabled()


def test_a_suffix_of_no_format_is_refused(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked()
    dialogs.path = tmp_path / "out.exe"
    assert ".exe given" in refused(dialog)
    assert not (tmp_path / "out.exe").exists()
