"""What a person needs, as the system knows it: stronger contrast, and less motion.

Qt passes on the wish for contrast from 6.10 on, and that for less motion from 6.12 on; before, none is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from pe_desktop.gui.widgets.theme import application

HIGH_CONTRAST, REDUCED_MOTION = ("contrastPreference", "HighContrast"), ("motionPreference", "ReducedMotion")
"""Names of a property of QAccessibilityHints, and of the value that says so."""

BLINK = 1000  # milliseconds in which the text cursor goes and comes
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


def asked(hints: Any, name: str) -> Any:
    """A member of what Qt knows of a person's needs; None where it does not ask.

    `hints` are the style hints, and have to be held meanwhile: PySide lets go of the others with them.
    """
    return getattr(getattr(hints, "accessibility", lambda: None)(), name, None)


def system_asks(need: tuple[str, str]) -> bool:
    hints = QGuiApplication.styleHints()
    name, value = need
    preference = asked(hints, name)
    return preference is not None and preference().name == value


def follow_system(call: Callable[[], object]) -> None:
    """Call when the system changes its mind."""
    hints = QGuiApplication.styleHints()
    for name, _ in (HIGH_CONTRAST, REDUCED_MOTION):
        changed = asked(hints, f"{name}Changed")
        if changed is not None:
            changed.connect(call)


def reduce_motion(on: bool) -> None:
    """Let nothing move by itself: no text cursor that blinks, no menu that slides, no film that starts."""
    app = application()
    app.setProperty(REDUCED_MOTION[1], on)
    app.setCursorFlashTime(0 if on else BLINK)
    for effect in _EFFECTS:
        app.setEffectEnabled(effect, False)  # a menu is wanted at once by everybody


def motion_is_reduced() -> bool:
    return bool(QApplication.instance().property(REDUCED_MOTION[1]))  # type: ignore[union-attr]
