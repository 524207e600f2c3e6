"""A line in which a person types a value."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from pe_desktop.gui.widgets.text import show_property


class Field(QLineEdit):
    """Offers its text when it is complete: at Enter, and when the focus leaves. Escape takes it back.

    Signals:
        offered: a changed text is complete.
        key_pressed: a key that moves a number: up, down, page up, page down.
    """

    offered = Signal(str)
    key_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setMaxLength(400)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    def show_text(self, text: str) -> None:
        """The value as text; what a person is typing stays unless the value has changed."""
        if text != self._text or not self.isModified():
            self._text = text
            self.take_back()

    def take_back(self) -> None:
        """The value again, in the place of what was typed."""
        if self.text() != self._text:
            self.setText(self._text)
        self.setModified(False)
        self.setCursorPosition(0 if not self.hasFocus() else len(self._text))

    def show_wrong(self, wrong: bool) -> None:
        """Outlined as refused, or not."""
        show_property(self, "wrong", wrong)

    def _offer(self) -> None:
        if self.isModified() and self.text() != self._text:
            self.offered.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._offer()
            self.selectAll()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.key_pressed.emit(key)
        elif key == Qt.Key.Key_Escape and self.isModified():
            self.take_back()
            self.textEdited.emit(self._text)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._offer()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the program's while nothing is being typed."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self.isModified():
            keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(key) for key in keys):
                event.ignore()
                return False
        return super().event(event)
