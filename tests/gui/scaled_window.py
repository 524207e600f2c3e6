"""Started by a test under QT_SCALE_FACTOR: shows the window, keeps its picture, and tells of text without room."""

from __future__ import annotations

import json
import sys

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from pe_desktop.document import Document, State
from pe_desktop.gui.application import create_window
from pe_desktop.gui.widgets.text import Label
from tests.gui.windows import settle


def clipped(widget: QWidget) -> bool:
    """Whether a widget has less room than its words need; labels that end in an ellipsis may be narrow, not low."""
    lines = widget.fontMetrics().height()
    if isinstance(widget, QLineEdit):
        shown = widget.fontMetrics().horizontalAdvance(widget.text())
        return shown > widget.width() or lines > widget.height()
    if isinstance(widget, Label):
        return lines > widget.height() + 1
    if isinstance(widget, QLabel):
        least = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        return least > widget.height() + 1
    return isinstance(widget, QAbstractButton) and widget.sizeHint().height() > widget.height() + 1


def words(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {text or widget.accessibleName()}"


def main(picture: str, pages: str, theme: str, zoom: str, contrast: str) -> None:
    window = create_window(State(Document()), theme=theme)
    window.session.change(zoom=float(zoom), high_contrast=contrast == "high")
    window.look.apply()
    window.resize(1440, 900)
    window.show()
    wrong = []
    for page in pages.split(","):
        window.editing.show_page(page)
        settle(window)
        window.rest()
        QApplication.processEvents()
        seen = [w for w in window.findChildren(QWidget) if w.isVisible() and not w.visibleRegion().isEmpty()]
        wrong += [f"{page}: {words(w)}" for w in seen if clipped(w)]
    grabbed = window.grab()
    grabbed.save(picture)
    ratio = window.devicePixelRatioF()
    told = {"ratio": ratio, "size": window.size().toTuple(), "pixels": grabbed.size().toTuple(), "clipped": wrong}
    print(json.dumps(told))
    window.close()
    QApplication.processEvents()


if __name__ == "__main__":
    main(*sys.argv[1:])
