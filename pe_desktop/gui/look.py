"""Light or dark, contrast, motion, and the size of text: as chosen, or as the system has it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from pe_desktop.export.fonts import text_width
from pe_desktop.export.medium import Medium
from pe_desktop.figure.style import SCREEN, THEMES, Theme, strengthened
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.kept.settings import ZOOMS
from pe_desktop.gui.needs import HIGH_CONTRAST, REDUCED_MOTION, follow_system, reduce_motion, system_asks
from pe_desktop.gui.widgets.signs import local, local_width, signs
from pe_desktop.gui.widgets.theme import application, apply_theme, system_theme


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
        follow_system(self.apply)
        self.apply()

    @property
    def choice(self) -> str:
        """system, light or dark."""
        return self._override or self._session.settings.theme

    @property
    def zoom(self) -> float:
        return self._session.settings.zoom

    @property
    def high_contrast(self) -> bool:
        chosen = self._session.settings.high_contrast
        return system_asks(HIGH_CONTRAST) if chosen is None else chosen

    @property
    def reduced_motion(self) -> bool:
        chosen = self._session.settings.reduced_motion
        return system_asks(REDUCED_MOTION) if chosen is None else chosen

    def needs(self) -> dict[str, bool]:
        """Which of the entries of the menu are ticked."""
        return {"high-contrast": self.high_contrast, "reduced-motion": self.reduced_motion}

    def plain(self) -> Theme:
        """Light or dark: in what is copied, the contrast is that of a file."""
        return THEMES[self.choice] if self.choice in THEMES else system_theme()

    def theme(self) -> Theme:
        return strengthened(self.plain()) if self.high_contrast else self.plain()

    def medium(self) -> Medium:
        theme = self.theme()
        type = theme.drawn(SCREEN.scaled(self.zoom))
        return Medium(theme, type, 1.0, local_width, local) if signs().foreign else Medium(theme, type, 1.0, text_width)

    def apply(self) -> None:
        """Dress every widget of the program."""
        medium = self.medium()
        apply_theme(application(), medium.theme, medium.type)
        reduce_motion(self.reduced_motion)
        self.changed.emit()

    def choose_theme(self, name: str) -> None:
        self._override = ""
        self._session.change(theme=name)
        self.apply()

    def toggle_contrast(self) -> None:
        self._session.change(high_contrast=not self.high_contrast)
        self.apply()

    def toggle_motion(self) -> None:
        self._session.change(reduced_motion=not self.reduced_motion)
        self.apply()

    def zoom_text(self, steps: int) -> None:
        """So many sizes larger; smaller if negative."""
        near = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        self.choose_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, near + steps))])

    def choose_zoom(self, zoom: float) -> None:
        self._session.change(zoom=zoom)
        self.apply()
