"""Files that are dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class DropTarget(QObject):
    """Lets a widget take files.

    Signals:
    dropped(path): the first of the files that were dropped.
    left(count): so many others were not taken.
    """

    dropped = Signal(Path)
    left = Signal(int)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # as is what enters
            paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            if paths and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
                event.acceptProposedAction()
            if paths and event.type() == QEvent.Type.Drop:
                self.dropped.emit(paths[0])
                if paths[1:]:
                    self.left.emit(len(paths[1:]))
        return super().eventFilter(watched, event)
