"""The figures' own choices, a section for each figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pe_desktop.engine.parameter import Parameter
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.panel.asking import Asking
from pe_desktop.gui.panel.section import Section

Option = tuple[str, Parameter, Any]
"""The id of a figure (or `view`), one of its parameters, and the value."""


class OptionSections(Asking):
    """A section for each figure that has options."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: dict[str, Section] = {}
        self._folded: frozenset[str] = frozenset()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 16, 0, 0)
        self._lines.setSpacing(16)
        self.setProperty("edge", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def sections(self) -> tuple[Section, ...]:
        """As they stand, from the top."""
        return tuple(sorted(self._sections.values(), key=self._lines.indexOf))

    def show_folded(self, figures: Iterable[str]) -> None:
        """Whose options are folded away, silently."""
        self._folded = frozenset(figures)
        for figure, section in self._sections.items():
            section.show_folded(figure in self._folded)

    def show_options(self, options: Sequence[Option]) -> None:
        """These options, silently."""
        grouped: dict[str, list[tuple[Parameter, Any]]] = {}
        for figure, parameter, value in options:
            grouped.setdefault(figure, []).append((parameter, value))
        for place, figure in enumerate(dict.fromkeys((*grouped, *self._sections))):
            group, section = grouped.get(figure, []), self._section(figure)
            if self._lines.indexOf(section) != place:
                self._lines.insertWidget(place, section)
            section.show_values(tuple(p for p, _ in group), {p.name: value for p, value in group})
        self.setVisible(bool(grouped))

    def _section(self, figure: str) -> Section:
        if figure not in self._sections:
            section = Section(figure, caption=PICTURES[figure].title if figure in PICTURES else "View")
            self._lines.addWidget(section)
            self._sections[figure] = section
            self.relay(section)
            section.show_folded(figure in self._folded)
        return self._sections[figure]
