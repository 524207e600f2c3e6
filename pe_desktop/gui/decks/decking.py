"""The window's deck: figures go into it, its slides come back, and files that are decks fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.pages import on_page
from pe_desktop.gui.decks.deck import Slides
from pe_desktop.gui.widgets.notice import ask

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow


def add_to_deck(window: MainWindow) -> None:
    """The figure in front, as it is now, as the last slide."""
    figure = window.page.figure
    try:
        window.deck.add(window.model.state, figure)
    except ExportError as error:
        window.say(str(error))
        return
    count = len(window.deck.slides)
    window.say(f"{window.deck.slides[-1].picture.title} is slide {count} of the deck; Ctrl+Shift+D shows it")


def show_deck(window: MainWindow) -> None:
    from pe_desktop.gui.decks.dialog import DeckDialog  # the writers are not needed to show a window

    dialog = DeckDialog(window.deck, window.filing, window)
    dialog.slide_opened.connect(lambda slide: show_slide(window, slide))
    dialog.open()


def show_slide(window: MainWindow, slide: Request) -> None:
    """What a slide shows, in the window: an edit, so that undo leads back."""
    window.model.take(on_page(slide.state, slide.figure))


def fill_deck(window: MainWindow, slides: Slides) -> None:
    """The slides of a file that was opened, in the place of those that are there, or after them."""
    there = len(window.deck.slides)
    answer = "Replace"
    if there and window.deck.slides != slides:
        question = f"The deck has {there} {'slide' if there == 1 else 'slides'}, and the file {len(slides)}."
        answer = ask(window, "Slides of a file", question, ("Leave the deck", "Add", "Replace"))
    if answer in ("Add", "Replace"):
        window.deck.load(slides, after=answer == "Add")
        window.say(f"The deck has {len(window.deck.slides)} slides; Ctrl+Shift+D shows them")
