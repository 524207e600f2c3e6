"""The deck from one session to the next, and out of files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pe_desktop.document import State, View
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.export.carrying import requests_from
from pe_desktop.export.request import Request
from pe_desktop.export.writing import export, export_deck
from pe_desktop.gui.decks.deck import Deck
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.status import StatusLine
from pe_desktop.gui.window import MainWindow
from pe_desktop.sources.npy import read_npy
from tests.gui.windows import Opened, answer, document, encoding, leave, run, state


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(state())


def said(window: MainWindow) -> str:
    line = window.findChild(StatusLine)
    assert line is not None
    return line.currentMessage()


def test_the_deck_is_there_again_at_the_next_start(opened: Opened) -> None:
    window = opened(remember=True)
    window.deck.add(window.model.state, "waves")
    window.deck.add(window.model.state, "heatmap")
    window.deck.rename(1, "Mine")
    window.deck.dress(theme="dark", metadata=False)
    window.deck.suffix = "pdf"
    slides = window.deck.slides
    leave(window)
    again = opened(remember=True)
    assert again.deck.slides == slides
    assert (again.deck.suffix, again.deck.look.theme, again.deck.look.metadata) == ("pdf", "dark", False)


def test_slides_of_one_large_table_are_kept_with_one_copy_of_it(home: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "t.npy", np.random.default_rng(0).normal(size=(500, 100)).astype(np.float32))
    shown = State(document().showing(Learned(table=read_npy(tmp_path / "t.npy")), None))
    session = Session()
    deck = Deck(session)
    for _ in range(20):
        deck.add(shown, "heatmap")
    deck.keep()
    assert len(session.settings.deck) < 600_000
    other = Deck(session)
    other.restore(requests_from)
    assert other.slides == deck.slides


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"slides": "x", "metadata": true}', '{"slides": 5, "metadata": 1}'])
def test_a_damaged_deck_of_the_last_session_is_said_and_left_as_it_is(home: Path, text: str) -> None:
    session = Session()
    session.change(deck=text)
    heard: list[str] = []
    session.said.connect(heard.append)
    deck = Deck(session)
    deck.restore(requests_from)
    assert heard == ["The deck of the last session could not be restored."]
    deck.keep()
    assert session.settings.deck == text
    deck.add(state(), "waves")
    deck.keep()
    assert json.loads(session.settings.deck)["metadata"] is True


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.pptx"
    slides = [Request(State(document(length=n), View(position=1)), "waves", theme="dark") for n in (10, 20)]
    export_deck(slides, path)
    return path


def test_a_deck_that_is_opened_fills_the_deck_and_shows_its_first_slide(window: MainWindow, talk: Path) -> None:
    assert window.filing.open(talk)
    assert [slide.document.length for slide in window.deck.slides] == [10, 20]
    assert window.model.document.length == 10
    assert window.deck.look.theme == "dark"
    assert said(window).startswith("The deck has 2 slides")


@pytest.mark.parametrize(
    ("chosen", "lengths"), [("Leave the deck", [128]), ("Add", [128, 10, 20]), ("Replace", [10, 20])]
)
def test_a_deck_that_is_there_is_not_lost_without_a_question(
    window: MainWindow, talk: Path, chosen: str, lengths: list[int]
) -> None:
    run(window, "add-to-deck")
    answer(chosen)
    assert window.filing.open(talk)
    assert [slide.document.length for slide in window.deck.slides] == lengths
    themes = {slide.theme for slide in window.deck.slides}
    assert themes == ({"dark"} if chosen == "Replace" else {"light"})


def test_a_file_of_one_figure_leaves_the_deck_alone(window: MainWindow, tmp_path: Path) -> None:
    run(window, "add-to-deck")
    export(Request(State(document("integer")), "heatmap"), tmp_path / "a.pptx")
    assert window.filing.open(tmp_path / "a.pptx")
    assert window.model.document.encoding == encoding("integer")
    assert len(window.deck.slides) == 1


def test_a_deck_is_only_written_down_again_when_it_changed(home: Path) -> None:
    session = Session()
    deck = Deck(session)
    deck.add(state(), "waves")
    deck.keep()
    session.change(deck="untouched")
    deck.keep()
    assert session.settings.deck == "untouched"
    deck.rename(0, "Mine")
    deck.keep()
    assert "Mine" in session.settings.deck


def test_a_kept_format_that_there_is_not_is_the_first(home: Path) -> None:
    session = Session()
    deck = Deck(session)
    deck.add(state(), "waves")
    deck.suffix = "exe"
    deck.keep()
    other = Deck(session)
    other.restore(requests_from)
    assert other.suffix == "pptx"
    assert len(other.slides) == 1
