"""Rows of lists that paint themselves: the ground of what is chosen, and of what is under the mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QListWidget, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.figure.style import DARK, LIGHT, SCREEN, Theme, strengthened
from pe_desktop.gui.widgets.rows import Index, PaintedRows
from pe_desktop.gui.widgets.stylesheet import shades
from pe_desktop.gui.widgets.theme import apply_theme

CHOSEN, UNDER, REST = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver, QStyle.StateFlag.State_None
THEMES = [LIGHT, DARK, strengthened(LIGHT), strengthened(DARK)]


class Blank(PaintedRows):
    """Nothing stands on the ground."""

    def draw(self, painter: QPainter, row: QRectF, index: Index) -> None:
        self.drawn = (painter.font(), row, index.row())


@pytest.fixture
def rows(qtbot: QtBot, look: QApplication) -> Iterator[Blank]:
    """Of a list with two rows, of which the second cannot be chosen."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(320, 240)
    view = QListWidget(window)
    view.addItems(["one", "two"])
    view.item(1).setFlags(Qt.ItemFlag.NoItemFlags)
    window.show()
    qtbot.waitExposed(window)
    yield Blank(view)
    window.close()


def painted(rows: Blank, state: QStyle.StateFlag, row: int = 0) -> tuple[str, str]:
    """The colours in the middle of a row and at its upper edge, on the list's own ground."""
    view, option = rows.parent(), QStyleOptionViewItem()
    assert isinstance(view, QListWidget)
    option.rect, option.state = view.visualItemRect(view.item(row)), state  # type: ignore[attr-defined]
    image = view.viewport().grab().toImage()
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    rows.paint(painter, option, view.indexFromItem(view.item(row)))
    painter.end()
    middle = option.rect.center()  # type: ignore[attr-defined]
    edge = QPoint(middle.x(), option.rect.top() + 1)  # type: ignore[attr-defined]
    return image.pixelColor(middle).name(), image.pixelColor(edge).name()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_what_is_chosen_has_a_tint_and_in_high_contrast_an_outline(
    rows: Blank, look: QApplication, theme: Theme
) -> None:
    apply_theme(look, theme, SCREEN)
    colours = shades(theme)
    middle, edge = painted(rows, CHOSEN)
    assert middle == colours["tint"]
    assert (edge != middle) == (colours["chosen"] != colours["tint"])


def test_what_is_under_the_mouse_is_softer_and_nothing_lies_behind_the_rest(rows: Blank, look: QApplication) -> None:
    apply_theme(look, LIGHT, SCREEN)
    assert painted(rows, UNDER)[0] == shades(LIGHT)["soft"]
    assert painted(rows, CHOSEN | UNDER)[0] == shades(LIGHT)["tint"]
    assert painted(rows, REST)[0] == "#123456"


@pytest.mark.parametrize("state", [CHOSEN, UNDER])
def test_a_row_that_cannot_be_chosen_has_no_ground_and_is_drawn(rows: Blank, state: QStyle.StateFlag) -> None:
    assert painted(rows, state, 1) == ("#123456", "#123456")
    assert rows.drawn[2] == 1


def test_a_row_is_drawn_in_its_rectangle(rows: Blank) -> None:
    painted(rows, REST)
    view = rows.parent()
    assert isinstance(view, QListWidget)
    assert rows.drawn[1].size().toSize() == QSize(view.visualItemRect(view.item(0)).size())
