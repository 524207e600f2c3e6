"""The window: small widgets that know nothing of the program, and the parts that assemble them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pe_desktop.loading import loading

with loading():  # before Qt: of what is imported after it, PySide6 reads the source too, to see whether that uses it
    import pe_desktop.export.command
    import pe_desktop.export.reading  # noqa: F401

if TYPE_CHECKING:
    from pe_desktop.document import Document, State
    from pe_desktop.gui.window import MainWindow


def create_window(document: Document | State | None = None, *, theme: str = "") -> MainWindow:
    """The main window, for automation: it neither restores a session nor keeps one.

    Each parameter's editor has the parameter's name as its objectName (B's under `b.`), each figure's view
    the figure's id. Close the window before the interpreter ends.
    """
    with loading():
        from pe_desktop.gui.application import create_window  # only now: importing this package loads no Qt

    return create_window(document, theme=theme)
