"""An export that was made, to be made again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pe_desktop.document import State
from pe_desktop.export.request import Request


@dataclass(frozen=True)
class Exported:
    """An export that was made: its request, where it went, and the colour map that was chosen for it alone."""

    request: Request
    path: Path
    colormap: str = ""
    folder: bool = False

    @property
    def target(self) -> str:
        """The path as exports take it: that of a folder ends in a separator."""
        return f"{self.path}/" if self.folder else str(self.path)

    def of(self, state: State) -> Request:
        """The same of another state."""
        document = state.document.replace(colormap=self.colormap) if self.colormap else state.document
        return self.request.replace(state=State(document, state.view))
