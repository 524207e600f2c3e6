"""One editor for each kind of parameter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.document import Document, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.kinds import Choice, Text
from pe_desktop.engine.parameter import Parameter
from pe_desktop.engine.photo import encoded
from pe_desktop.engine.weights import BUNDLED, Weights, bundled
from pe_desktop.figure.pictures.patches_order import PatchesOrderOptions
from pe_desktop.figure.pictures.waves import WavesOptions
from pe_desktop.gui.editors import Editor, make_editor
from pe_desktop.gui.editors.brought import OPEN
from pe_desktop.gui.widgets.text import Label
from tests.gui.hands import Heard, focus, shown, write

LENGTH = Document.parameter("length")
D_MODEL = ENCODINGS["sinusoidal"].parameter("d_model")
BASE = ENCODINGS["sinusoidal"].parameter("base")
LAYOUT = ENCODINGS["sinusoidal"].parameter("layout")
TABLE = ENCODINGS["learned"].parameter("table")
PICTURE = PatchesOrderOptions.parameter("picture")
PHOTO = encoded("me.png", np.zeros((16, 20), np.uint8))
TOGETHER = View.parameter("together")
DIMS = WavesOptions.parameter("dims")
WORDS = Parameter(
    "scheme", Choice(("none", "linear", "dynamic", "yarn", "longrope")), "none", "How it stretches", "scheme"
)
OTHER = Weights("mine", FrozenArray(np.zeros((4, 2))))

CASES: list[tuple[Parameter, Any]] = [
    (LENGTH, 4096),
    (D_MODEL, 512),
    (BASE, 500_000.0),
    (LAYOUT, "half-split"),
    (WORDS, "yarn"),
    (TABLE, bundled(BUNDLED[1])),
    (PICTURE, PHOTO),
    (TOGETHER, True),
    (DIMS, (0, 1, 8)),
]
NAMES = [parameter.name for parameter, _ in CASES]
ALL = ("started", "edited", "finished", "reset_requested", "play_toggled", "open_requested")


def made(qtbot: QtBot, parameter: Parameter, prefix: str = "") -> tuple[Editor, Heard]:
    editor = shown(qtbot, make_editor(parameter, None, prefix))
    return editor, Heard(editor, *ALL)


def field_of(editor: Editor) -> QLineEdit:
    return editor.findChild(QLineEdit)


def error_of(editor: Editor) -> str:
    return " ".join(label.text() for label in editor.findChildren(QLabel) if label.property("level") == "error")


@pytest.mark.parametrize(("parameter", "value"), CASES, ids=NAMES)
def test_a_pushed_value_is_shown_and_says_nothing(qtbot: QtBot, parameter: Parameter, value: Any) -> None:
    editor, heard = made(qtbot, parameter)
    assert editor.value() == parameter.default
    editor.show_value(value)
    assert (editor.value(), heard.said) == (value, [])


@pytest.mark.parametrize("parameter", [p for p, _ in CASES], ids=NAMES)
def test_every_focusable_part_has_a_name_and_a_description(qtbot: QtBot, parameter: Parameter) -> None:
    editor, _ = made(qtbot, parameter)
    for widget in [
        w for w in editor.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]:
        assert parameter.label in widget.accessibleName(), widget
        assert isinstance(widget, QAbstractButton) or widget.accessibleDescription() == parameter.help


@pytest.mark.parametrize("parameter", [p for p, _ in CASES], ids=NAMES)
def test_a_double_click_on_the_name_asks_for_the_default(qtbot: QtBot, parameter: Parameter) -> None:
    editor, heard = made(qtbot, parameter)
    label = next(label for label in editor.findChildren(Label) if label.text() == parameter.label)
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton)
    assert heard.said == [("reset_requested",)]


@pytest.mark.parametrize("parameter", [p for p, _ in CASES], ids=NAMES)
def test_an_editor_is_named_after_its_parameter(qtbot: QtBot, parameter: Parameter) -> None:
    editor, _ = made(qtbot, parameter, "b.")
    assert editor.objectName() == "b." + parameter.name


@pytest.mark.parametrize("parameter", [p for p, _ in CASES], ids=NAMES)
def test_the_tip_says_what_is_allowed(qtbot: QtBot, parameter: Parameter) -> None:
    editor, _ = made(qtbot, parameter)
    assert parameter.help in " ".join(editor.explanation())
    assert parameter.kind.allowed()[1:] in " ".join(editor.explanation())


def test_an_error_from_beyond_stands_where_the_help_was(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, LENGTH)
    editor.show_error("The table has 512 rows")
    assert error_of(editor) == "The table has 512 rows"
    editor.clear_error()
    assert (error_of(editor), heard.said) == ("", [])


def test_few_options_stand_side_by_side(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, LAYOUT)
    segments = editor.findChildren(QRadioButton)
    QTest.mouseClick(segments[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(segments[1], Qt.MouseButton.LeftButton)
    assert heard.said == [("started",), ("edited", "half-split"), ("finished",)]


def test_arrow_keys_move_between_options(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, LAYOUT)
    focus(editor.findChildren(QRadioButton)[0])
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert ("edited", "half-split") in heard.said


def test_many_options_stand_in_a_list(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, WORDS)
    combo = editor.findChild(QComboBox)
    focus(combo)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert heard.said == [("started",), ("edited", "linear"), ("finished",)]


def test_a_switch_is_one_change(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, TOGETHER)
    focus(editor.findChild(QAbstractButton))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert heard.said == [("started",), ("edited", True), ("finished",)]


@pytest.mark.parametrize(("text", "value"), [("0,1,8", (0, 1, 8)), ("3 5", (3, 5))])
def test_a_typed_list_is_one_change(qtbot: QtBot, text: str, value: tuple[int, ...]) -> None:
    editor, heard = made(qtbot, DIMS)
    write(field_of(editor), text)
    assert heard.said == [("started",), ("edited", value), ("finished",)]
    assert field_of(editor).text() == ",".join(map(str, value))


def test_a_wrong_list_says_why(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, DIMS)
    write(field_of(editor), "0,x")
    assert heard.said == []
    assert "such as 0,1,8" in error_of(editor)


def test_a_bundled_table_is_chosen_by_name(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, TABLE)
    combo = editor.findChild(QComboBox)
    focus(combo)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert heard.said == [("started",), ("edited", bundled(BUNDLED[1])), ("finished",)]


def choose(combo: QComboBox, text: str) -> None:
    place = combo.findText(text)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_opening_a_table_asks_and_keeps_the_one_shown(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, TABLE)
    combo = editor.findChild(QComboBox)
    choose(combo, OPEN)
    assert heard.said == [("open_requested",)]
    assert combo.currentText() == BUNDLED[0]


def test_a_brought_table_stays_on_offer(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, TABLE)
    combo = editor.findChild(QComboBox)
    editor.show_value(OTHER)
    assert combo.currentText() == "mine"
    editor.show_value(bundled(BUNDLED[0]))
    choose(combo, "mine")
    assert heard.said == [("started",), ("edited", OTHER), ("finished",)]


def test_a_hostile_name_of_a_table_is_shown_as_it_stands(qtbot: QtBot) -> None:
    editor, _ = made(qtbot, TABLE)
    editor.show_value(Weights("<img src='x'><b>bold</b>", OTHER.array))
    assert editor.findChild(QComboBox).currentText() == "<img src='x'><b>bold</b>"


def test_hostile_help_is_shown_as_it_stands(qtbot: QtBot) -> None:
    hostile = Parameter("x", LENGTH.kind, 1, "<b>help</b>", "<i>x</i>", "<u>unit</u>")
    editor, _ = made(qtbot, hostile)
    for label in editor.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert "<b>" not in editor.toolTip()


def test_a_kind_without_an_editor_of_its_own_is_written(qtbot: QtBot) -> None:
    editor, _ = made(qtbot, Parameter("name", Text(40), "first", "Some words", "name"))
    assert field_of(editor).text() == "first"
