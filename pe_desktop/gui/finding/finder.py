"""A list of everything that can be chosen, to be searched by typing: over the window, gone after the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.gui.finding.offer_list import OfferList
from pe_desktop.gui.finding.offers import Offer, matching, offers, settings
from pe_desktop.gui.widgets.text import Paragraph
from pe_desktop.gui.widgets.theme import colour, scaled

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

WIDE, FEWEST, ROWS = 640, 2, 10
RECENT = 8  # choices that are remembered
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_OWN = (*_TO_LIST, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Finder(QFrame):
    """Keys: letters search, arrows move, Enter chooses, Escape leaves. What is refused is said, and it stays open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._main = window
        self._offers: tuple[Offer, ...] = ()
        self._before: QWidget | None = None
        self.search, self.list, self.about = QLineEdit(), OfferList(), Paragraph("", "help")
        self.setAccessibleName("Find a command")
        self._arrange()
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.list.current_changed.connect(self._tell)
        self.list.clicked.connect(self._choose)
        window.installEventFilter(self)
        self.hide()

    def _arrange(self) -> None:
        self.search.setPlaceholderText("Commands, parameters, encodings, figures, presets, lessons; or: d_model 256")
        self.search.setAccessibleName("Find a command")
        self.search.setMaxLength(200)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        for widget, stretch in ((self.search, 0), (self.list, 1), (self.about, 0)):
            column.addWidget(widget, stretch)

    def ask(self) -> None:
        """Show all that can be chosen now, what was chosen last first."""
        self._before = self._main.focusWidget()
        self._offers = self._recent_first(offers(self._main))
        self.search.clear()
        self._search("")
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Without a choice: the focus is where it was."""
        self.hide()
        if self._before is not None and isValid(self._before):  # it may have gone meanwhile: with a change that plays
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _recent_first(self, known: tuple[Offer, ...]) -> tuple[Offer, ...]:
        recent = self._main.session.settings.chosen
        places = {id: place for place, id in enumerate(recent)}
        return tuple(sorted(known, key=lambda offer: places.get(offer.id, len(recent))))

    def _search(self, text: str) -> None:
        self.list.show_offers((*settings(self._main, text), *matching(text, self._offers)), text)
        self._place()

    def _tell(self, offer: Offer | None) -> None:
        """What the chosen row is, or why it cannot be had."""
        self.about.show_level("error" if offer is not None and offer.sure and offer.refusal else "help")
        self.about.setText((offer.refusal or offer.about) if offer is not None else "")

    def _choose(self, _index: QModelIndex | None = None) -> None:
        offer = self.list.offer
        if offer is None or offer.refusal:
            return
        self.leave()
        try:
            offer.run()
        except ParameterError as error:
            self.ask_again(str(error))
        else:
            self._remember(offer.id)

    def ask_again(self, error: str) -> None:
        """What was typed, and why it is not possible."""
        self.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.about.show_level("error")
        self.about.setText(error)

    def _remember(self, id: str) -> None:
        session = self._main.session
        session.change(chosen=(id, *(one for one in session.settings.chosen if one != id))[:RECENT])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._main:
            self._follow(event)
            return False
        if isinstance(event, QKeyEvent) and event.key() in _OWN:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._press(event)
                return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self.hide()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() in _TO_LIST:
            self.list.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() != Qt.Key.Key_Tab:  # which has nowhere to go
            self._choose()

    def _follow(self, event: QEvent) -> None:
        """Keep its place over the window, and go at a press beside it."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.MouseButtonPress and self.isVisible():
            self.leave()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._place()
        super().changeEvent(event)

    def _place(self) -> None:
        """Below the bar at the top, in the middle, as high as its rows."""
        main = self._main
        self.about.setFixedHeight(2 * self.about.fontMetrics().lineSpacing() + 2)
        top = main.header.height() + 8
        width = min(scaled(self, WIDE), main.width() - 32)
        around = self.sizeHint().height() - self.list.sizeHint().height()
        rows = min(ROWS, max(FEWEST, len(self.list.shown)))
        height = min(around + self.list.height_of(rows), main.height() - top - 32)
        self.setGeometry(QRect((main.width() - width) // 2, top, width, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(self, "edge"), 1))
        painter.setBrush(colour(self, "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        painter.end()
