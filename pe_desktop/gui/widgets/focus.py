"""The order in which Tab goes: that of the layouts, whenever widgets were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLayout, QWidget


def order_focus(widget: QWidget) -> None:
    """Let Tab go through everything in a widget as it is laid out."""
    for before, after in pairwise(_stops(widget)):
        QWidget.setTabOrder(before, after)


def step_focus(widget: QWidget, way: int) -> bool:
    """On to the next thing in a widget that Tab stops at, or back with −1; from the last to the first."""
    stops = [stop for stop in _stops(widget) if stop.isVisible() and stop.isEnabled()]
    if not stops:
        return False
    at = next((place for place, stop in enumerate(stops) if stop.hasFocus()), -1 if way > 0 else 0)
    reason = Qt.FocusReason.TabFocusReason if way > 0 else Qt.FocusReason.BacktabFocusReason
    stops[(at + way) % len(stops)].setFocus(reason)
    return True


def show_chosen(group: QButtonGroup) -> None:
    """Let Tab go to the chosen one of some buttons; arrow keys go to the others. Qt would go to the first of them."""
    for button in group.buttons():
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
        return
    beside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    layout = widget.layout()
    placed = list(_placed(layout, beside)) if layout is not None else []
    for child in (*placed, *(one for one in beside if one not in placed)):
        yield from _stops(child)


def _placed(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Those of the widgets that a layout, or one within it, has placed, in its order.

    It is asked where each stands, not what stands at each place: PySide keeps the item that `QLayout.itemAt` gives as
    long as the layout, also when Qt has deleted it with its widget, and takes for it what is made later at the same
    address: a window, or an event. That ended the program.
    """
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    places: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(one), one) for one in widgets]
    places += [(layout.indexOf(one), one) for one in inner]
    for place, part in sorted(places, key=lambda found: found[0]):
        if place >= 0 and isinstance(part, QWidget):
            yield part
        elif place >= 0 and isinstance(part, QLayout):
            yield from _placed(part, widgets)
