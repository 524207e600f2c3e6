"""Light or dark, and the size of text: as chosen, or as the system has it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from pe_desktop.export.drawing import Medium
from pe_desktop.export.fonts import text_width
from pe_desktop.figure.style import SCREEN, THEMES, Theme
from pe_desktop.gui.session import Session
from pe_desktop.gui.settings import ZOOMS
from pe_desktop.gui.theme import application, apply_theme, system_theme


class Look(QObject):
    """The look of the program. `override` holds for this start only.

    Signals:
    changed: other colours, or another size of text.
    """

    changed = Signal()

    def __init__(self, session: Session, override: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._override = session, override
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    @property
    def choice(self) -> str:
        """system, light or dark."""
        return self._override or self._session.settings.theme

    @property
    def zoom(self) -> float:
        return self._session.settings.zoom

    def theme(self) -> Theme:
        return THEMES[self.choice] if self.choice in THEMES else system_theme()

    def medium(self) -> Medium:
        return Medium(self.theme(), SCREEN.scaled(self.zoom), 1.0, text_width)

    def apply(self) -> None:
        """Dress every widget of the program."""
        medium = self.medium()
        apply_theme(application(), medium.theme, medium.type)
        self.changed.emit()

    def choose_theme(self, name: str) -> None:
        self._override = ""
        self._session.change(theme=name)
        self.apply()

    def zoom_text(self, steps: int) -> None:
        """So many sizes larger; smaller if negative."""
        near = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        self.choose_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, near + steps))])

    def choose_zoom(self, zoom: float) -> None:
        self._session.change(zoom=zoom)
        self.apply()
