"""The pages: each is made when it is wanted, shows the document, and offers its own figures."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QRadioButton

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.pages import PAGES, on_page, page_of
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened, click, run, settle, state


def go(window: MainWindow, page: str) -> None:
    run(window, f"page-{page}")
    settle(window)


def test_every_figure_stands_on_a_page_or_is_part_of_one_that_does() -> None:
    on_pages = {figure for page in PAGES.values() for figure in page.figures}
    assert set(PICTURES) - on_pages == {"offset-similarity"}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_serves_the_encoding_that_it_falls_back_to(page) -> None:
    assert page.serves(ENCODINGS[page.encoding]())


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_every_encoding_is_served_by_a_page(encoding) -> None:
    assert any(page.serves(encoding()) for page in PAGES.values())


def test_a_figure_is_shown_on_the_page_in_front_where_that_has_it() -> None:
    assert page_of("rotation") == "explore"
    assert page_of("rotation", "extend") == "extend"
    assert page_of("heatmap", "extend") == "explore"


def test_a_state_comes_onto_a_page_that_shows_the_figure_and_stays_on_one_that_does() -> None:
    extend = State(Document(page="extend"), View(position=3))
    assert on_page(extend, "rotation") == extend
    assert on_page(extend, "waves") == State(Document(page="explore"), View(position=3))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_its_figures_drawn_and_offers_to_fill_with_each(opened: Opened, page: str) -> None:
    window = opened()
    go(window, page)
    assert tuple(window.page.cards) == PAGES[page].figures
    assert all(card.view.figure is not None for card in window.page.cards.values())
    offered = [id for id, a in window.actions_by_id.items() if id.startswith("fill-") and a.isVisible()]
    assert set(offered) == {*(f"fill-{figure}" for figure in PAGES[page].figures), "fill-none"}
    keys = {id: a.shortcut().toString() for id, a in window.actions_by_id.items()}
    assert [keys[f"fill-{figure}"] for figure in PAGES[page].figures] == ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"][
        : len(PAGES[page].figures)
    ]
    assert [b.page.id for b in window.rail.findChildren(QRadioButton) if b.isChecked()] == [page]  # type: ignore[attr-defined]


def test_a_page_that_cannot_show_the_encoding_shows_its_own_and_undo_leads_back(opened: Opened) -> None:
    window = opened(state("binary"))
    go(window, "images")
    assert (window.model.document.page, window.model.document.encoding.id) == (
        "images",
        "binary",
    )  # a heatmap serves it
    go(window, "relative")
    assert window.model.document.encoding.id == "alibi"
    window.model.undo()
    settle(window)
    assert (window.page is window.pages.current, window.model.document.encoding.id) == (True, "binary")
    assert tuple(window.page.cards) == PAGES["images"].figures


def test_the_doctor_looks_at_tables_only(opened: Opened) -> None:
    window = opened()
    go(window, "doctor")
    assert window.model.document.encoding.id == "learned"
    window.editing.choose_encoding(0, "rope")
    settle(window)
    assert window.model.document.page == "explore"


def test_a_page_comes_back_to_the_encoding_that_it_showed_last(opened: Opened) -> None:
    window = opened()
    go(window, "relative")
    window.editing.choose_encoding(0, "t5")
    go(window, "explore")
    assert window.model.document.encoding.id == "sinusoidal"
    go(window, "relative")
    assert window.model.document.encoding.id == "t5"


def test_an_encoding_that_the_page_cannot_show_brings_the_page_that_can(opened: Opened) -> None:
    window = opened()
    window.editing.choose_encoding(0, "alibi")
    settle(window)
    assert tuple(window.page.cards) == PAGES["relative"].figures


def test_pages_that_are_not_in_front_are_not_drawn(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened()
    for page in PAGES:
        go(window, page)
    go(window, "explore")
    window.editing.choose_encoding(0, "sinusoidal")
    settle(window)
    drawn: list[str] = []
    monkeypatch.setattr(FigureView, "show_figure", lambda view, figure, coarse=False: drawn.append(figure.id))
    window.editing.edit("a", "base", 500.0)
    window.pace.flush()
    assert drawn == list(PAGES["explore"].figures)


def test_figures_of_every_page_point_at_one_cursor(opened: Opened) -> None:
    window = opened()
    go(window, "doctor")
    click(window, "similarity", 20, 50)
    assert (window.model.view.position, window.model.view.key) == (50, 20)


def test_the_page_is_part_of_the_document(opened: Opened) -> None:
    window = opened()
    go(window, "extend")
    again = opened(window.model.state)
    assert tuple(again.page.cards) == PAGES["extend"].figures


def test_dragging_where_that_turns_turns_the_view_and_stops_at_the_poles(opened: Opened) -> None:
    window = opened()
    before = window.model.view
    window.pages.turned.emit(-50.0, 10.0)
    after = window.model.view
    assert (after.azimuth, after.elevation) == (before.azimuth + 20.0, before.elevation + 4.0)
    window.pages.turned.emit(0.0, 10_000.0)
    assert window.model.view.elevation == 90.0
    window.pages.turned.emit(-900.0, 0.0)
    assert -180 <= window.model.view.azimuth <= 180


def test_what_is_put_beside_an_encoding_can_be_shown_by_the_page(opened: Opened) -> None:
    window = opened()
    for page in PAGES:
        window.model.load(State())
        go(window, page)
        window.editing.compare(True)
        second = window.model.document.compare
        assert second is not None
        assert second.id != window.model.document.encoding.id
        assert PAGES[page].compares(second), page
