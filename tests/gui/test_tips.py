"""What a tip says of a parameter: its name, what it does, its formula, its unit and range; all of it escaped."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.document import Document
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.kinds import Integer
from pe_desktop.engine.parameter import Parameter
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.decks.form import SWITCHES, DeckForm
from pe_desktop.gui.editors import make_editor
from pe_desktop.gui.exports.entries import make_entry
from pe_desktop.gui.widgets.text import Label
from tests.gui.windows import wait_for

OWNERS = {
    "document": Document,
    **ENCODINGS,
    **{f"figure {id}": picture.Options for id, picture in PICTURES.items()},
}
SHOWN = [(f"{owner}.{p.name}", p) for owner, of in OWNERS.items() for p in of.parameters()]
CHOSEN = [(f"{of.__name__}.{p.name}", p) for of in (Request, Motion) for p in of.parameters() if p.name != "over"]
FORMULAS = [(id, p) for id, encoding in ENCODINGS.items() for p in encoding.parameters() if p.formula]


def read(text: str) -> str:
    """As it is seen."""
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def says_all(text: str, parameter: Parameter) -> None:
    seen = read(text)
    for part in (parameter.name, *parameter.aliases, parameter.help, parameter.unit, parameter.kind.allowed()[1:]):
        assert part in seen
    assert parameter.kind.written(parameter.default) in seen
    assert re.sub(r"\^\{([^{}]*)\}", r"\1", parameter.formula) in seen


@pytest.mark.parametrize("parameter", [p for _, p in SHOWN], ids=[name for name, _ in SHOWN])
def test_every_parameter_of_the_panel_is_explained(qtbot: QtBot, parameter: Parameter) -> None:
    editor = make_editor(parameter)
    qtbot.addWidget(editor)
    says_all(editor.toolTip(), parameter)


@pytest.mark.parametrize("parameter", [p for _, p in CHOSEN], ids=[name for name, _ in CHOSEN])
def test_every_choice_of_an_export_is_explained(qtbot: QtBot, parameter: Parameter) -> None:
    entry = make_entry(parameter)
    qtbot.addWidget(entry)
    says_all(entry.toolTip(), parameter)


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_of_a_deck_is_explained(qtbot: QtBot, name: str) -> None:
    form = DeckForm()
    qtbot.addWidget(form)
    switch = form.findChild(QWidget, f"deck.{name}")
    assert switch is not None
    says_all(switch.toolTip(), Request.parameter(name))


@pytest.mark.parametrize(("id", "parameter"), FORMULAS, ids=[f"{id}.{p.name}" for id, p in FORMULAS])
def test_a_formula_is_whole_and_short_and_raises_its_powers(id: str, parameter: Parameter) -> None:
    formula = parameter.formula
    assert 5 <= len(formula) <= 120
    for left, right in ("()", "{}", "[]", "⌊⌋"):
        assert formula.count(left) == formula.count(right)
    assert not re.search(r"\^[^{]", formula)
    assert formula == formula.strip().rstrip(".")


@pytest.mark.parametrize("id", [id for id, e in ENCODINGS.items() if any(p.name == "base" for p in e.parameters())])
def test_every_base_has_its_formula(id: str) -> None:
    assert "base" in ENCODINGS[id].parameter("base").formula


@pytest.mark.parametrize("id", ["rope", "alibi", "t5", "kerple", "fire", "xpos", "shaw", "fourier", "sincos2d"])
def test_encodings_that_are_formulas_say_them(id: str) -> None:
    assert any(of == id for of, _ in FORMULAS)


def test_markup_in_a_tip_is_shown_as_it_stands(qtbot: QtBot) -> None:
    hostile = Parameter("<b>n</b>", Integer(0, 9), 1, "<img src=x> & ^{<i>x</i>}", "n", "<u>", formula="a < b ^{<s>}")
    editor = make_editor(hostile)
    qtbot.addWidget(editor)
    assert not re.search("<(b|i|u|s|img)[ >]", editor.toolTip())
    assert "<img src=x> &" in read(editor.toolTip())


def test_a_line_that_is_cut_says_all_of_itself_in_a_tip_and_another_says_nothing(qtbot: QtBot) -> None:
    label = Label("a line of <some> words")
    qtbot.addWidget(label)
    label.show()

    def pointed_at(width: int) -> str:
        QToolTip.hideText()
        label.resize(width, 20)
        QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(4, 4), label.mapToGlobal(QPoint(4, 4))))
        return read(QToolTip.text()) if QToolTip.isVisible() else ""

    assert pointed_at(60) == "a line of <some> words"
    QToolTip.hideText()
    wait_for(lambda: not QToolTip.isVisible())
    assert pointed_at(400) == ""
    wait_for(lambda: not QToolTip.isVisible())
