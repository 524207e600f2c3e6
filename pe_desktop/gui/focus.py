"""The order in which Tab goes: that of the layouts, whenever widgets were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLayout, QWidget


def order_focus(widget: QWidget) -> None:
    """Let Tab go through everything in a widget as it is laid out."""
    for before, after in pairwise(_stops(widget)):
        QWidget.setTabOrder(before, after)


def show_chosen(group: QButtonGroup) -> None:
    """Let Tab go to the chosen one of some buttons; arrow keys go to the others. Qt would go to the first of them."""
    for button in group.buttons():
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
        return
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    beside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for child in (*placed, *(one for one in beside if one not in placed)):
        yield from _stops(child)


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)
