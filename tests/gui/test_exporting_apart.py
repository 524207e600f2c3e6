"""An export is made beside the window: nothing that is seen there moves."""

from __future__ import annotations

import pytest

from pe_desktop.document import State
from pe_desktop.export.request import Request
from pe_desktop.export.writing import render

from .windows import Opened


@pytest.mark.parametrize("format", ["png", "svg", "pdf", "json"])
def test_an_export_leaves_the_view_its_size_its_ranges_and_its_signals(opened: Opened, format: str) -> None:
    window = opened()
    model = window.model
    state = State(model.document, model.view)
    views = {name: card.view for name, card in window.page.cards.items()}
    before = {name: (view.size(), view.transform(), view.sceneRect()) for name, view in views.items()}
    seen = {name: view.grab().toImage() for name, view in views.items()}
    heard: list[str] = []
    model.changed.connect(lambda: heard.append("changed"))
    model.history_changed.connect(lambda: heard.append("history"))
    for figure in views:
        render(Request(state, figure, size=(480, 270), text_size=1.5), format)
    assert heard == []
    assert State(model.document, model.view) == state
    assert {name: (view.size(), view.transform(), view.sceneRect()) for name, view in views.items()} == before
    assert all(view.grab().toImage() == seen[name] for name, view in views.items())
