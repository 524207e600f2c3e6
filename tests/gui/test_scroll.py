"""A column that scrolls: its bar says how much of it is seen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.gui.widgets.scroll import ScrollColumn


@pytest.mark.parametrize("height", [200, 500, 900])
def test_the_bar_has_a_page_of_what_is_seen(qtbot: QtBot, height: int) -> None:
    content = QWidget()
    column = ScrollColumn(content)
    content.setMinimumHeight(1000)
    qtbot.addWidget(column)
    column.show()
    for tall in (400, height):
        column.resize(300, tall)
        QApplication.processEvents()
    bar = next(bar for bar in column.findChildren(QScrollBar) if bar.parent() is column)
    assert bar.isVisible()
    assert (bar.pageStep(), bar.maximum()) == (height, 1000 - height)
