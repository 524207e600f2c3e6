"""What the figure Training has learned, taken over as an encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.figure.trained import learned_table

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow


def use_trained_table(window: MainWindow) -> None:
    """Show the table of the step that is looked at, as an edit; say why where nothing was learned yet."""
    try:
        encoding = learned_table(window.model.document, window.model.view)
    except ParameterError as error:
        window.say(str(error))
        return
    window.editing.show_encoding("a", encoding)
    rows, columns = encoding.table.shape
    window.say(f"Now shown: {encoding.table.name}, {rows:,} rows × {columns:,} dimensions. Undo leads back")
