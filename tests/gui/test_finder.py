"""Finding a command, a parameter or anything else by its name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from pe_desktop.document import Document
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.exports.dialog import ExportDialog
from pe_desktop.gui.finding.finder import RECENT, Finder
from pe_desktop.gui.finding.offers import offers
from pe_desktop.gui.window import MainWindow
from pe_desktop.lessons.library import bundled
from pe_desktop.presets import PRESETS
from tests.gui.windows import (
    Opened,
    document,
    editor_of,
    encoding,
    picture_of,
    run,
    settle,
    state,
    view_of,
    zoom_text,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(state())


def ask(window: MainWindow, typed: str = "") -> Finder:
    """Ctrl+K, and what is typed then."""
    QTest.keyClick(QApplication.focusWidget() or window, KEY.Key_K, CONTROL)
    finder = window.findChild(Finder)
    assert finder is not None
    assert finder.search.hasFocus()
    QTest.keyClicks(finder.search, typed)
    QApplication.processEvents()
    return finder


def enter(finder: Finder, key: Qt.Key = KEY.Key_Return) -> None:
    QTest.keyClick(finder.search, key)
    settle(finder.window())  # type: ignore[arg-type]


def shown(finder: Finder) -> list[tuple[str, str]]:
    return [(offer.kind, offer.text) for offer in finder.list.shown]


def chosen(finder: Finder) -> str:
    assert finder.list.offer is not None
    return finder.list.offer.text


def said(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def test_it_is_there_at_ctrl_k_and_gone_at_escape_with_the_focus_as_it_was(window: MainWindow) -> None:
    view = view_of(window, "waves")
    view.setFocus()
    finder = ask(window)
    assert finder.isVisible()
    QTest.keyClick(finder.search, KEY.Key_Escape)
    assert (finder.isVisible(), view.hasFocus()) == (False, True)


def test_it_can_be_left_when_what_had_the_focus_is_gone(window: MainWindow) -> None:
    editor = editor_of(window, "base")
    editor.setFocus()
    finder = ask(window)
    window.editing.show_encoding("a", ENCODINGS["alibi"]())
    settle(window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(editor)
    enter(finder, KEY.Key_Escape)
    assert not finder.isVisible()


def test_escape_leaves_it_and_not_the_figure_that_fills_the_page(window: MainWindow) -> None:
    run(window, "fill-waves")
    finder = ask(window)
    QTest.keyClick(finder.search, KEY.Key_Escape)
    assert (finder.isVisible(), window.page.filling) == (False, "waves")


def test_ctrl_k_again_closes_it_and_so_does_a_press_beside_it(window: MainWindow) -> None:
    finder = ask(window)
    QTest.keyClick(finder.search, KEY.Key_K, CONTROL)
    assert not finder.isVisible()
    ask(window)
    QTest.mouseClick(view_of(window, "rotation").viewport(), Qt.MouseButton.LeftButton)
    assert not finder.isVisible()


def test_everything_that_the_program_has_is_offered_once(opened: Opened) -> None:
    window = opened(Document(encoding=encoding("rope"), compare=encoding("alibi"), page="extend"))
    listed = offers(window)
    ids = [offer.id for offer in listed]
    assert len(ids) == len(set(ids))
    for action in window.actions_by_id:
        figure = action.removeprefix("fill-")
        assert f"action.{action}" in ids or f"figure.{figure}" in ids
    for kind, names in {
        "action.page-": PAGES,
        "action.preset-": PRESETS,
        "encoding.0.": ENCODINGS,
        "encoding.1.": ENCODINGS,
        "figure.": PICTURES,
        "lesson.": bundled(),
    }.items():
        assert {f"{kind}{name}" for name in names} <= set(ids)
    parameters = [id for id in ids if id.startswith("parameter.")]
    assert len(parameters) == len(window.panel.editors())
    assert {"parameter.a.base", "parameter.b.num_heads", "parameter.document.length"} <= set(parameters)


def test_shortcuts_stand_beside_commands(window: MainWindow) -> None:
    finder = ask(window, "export fig")
    assert finder.list.shown[0].beside == "Ctrl+E"
    assert shown(finder)[0] == ("Command", "Export figure…")


def test_enter_does_what_is_chosen(window: MainWindow) -> None:
    finder = ask(window, "compare a")
    enter(finder)
    assert window.model.document.compare is not None
    assert not finder.isVisible()


def test_arrow_keys_move_the_choice_while_one_types(window: MainWindow) -> None:
    finder = ask(window, "page")
    assert chosen(finder) == "Explore"
    QTest.keyClick(finder.search, KEY.Key_Down)
    QTest.keyClick(finder.search, KEY.Key_Down)
    QTest.keyClick(finder.search, KEY.Key_Up)
    assert (chosen(finder), finder.search.hasFocus()) == ("Relative", True)
    enter(finder)
    assert window.model.document.page == "relative"


def test_a_click_chooses(window: MainWindow) -> None:
    finder = ask(window, "page")
    place = finder.list.visualRect(finder.list.model().index(2, 0)).center()
    QTest.mouseClick(finder.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    settle(window)
    assert window.model.document.page == "extend"


def test_a_parameter_brings_its_editor_with_the_focus_and_in_sight(opened: Opened) -> None:
    window = opened(document("rope", scaling="yarn"), size=(1024, 700))
    finder = ask(window, "beta_fast")
    enter(finder)
    editor = editor_of(window, "beta_fast")
    assert editor.isAncestorOf(QApplication.focusWidget() or QWidget())
    assert editor.visibleRegion().boundingRect().height() == editor.height()


def test_a_folded_parameter_is_unfolded(window: MainWindow) -> None:
    window.panel.show_folded(("a", "similarity"))
    for name in ("base", "metric"):
        assert not editor_of(window, name).isVisible()
        enter(ask(window, name))
        assert editor_of(window, name).isVisible()
    assert editor_of(window, "metric").isAncestorOf(QApplication.focusWidget() or QWidget())


def test_a_name_and_a_value_set_a_parameter_in_one_step(window: MainWindow) -> None:
    before = window.model.document
    for typed, name, expected in (
        ("d_model 256", "d_model", 256),
        ("d-model=32", "d_model", 32),
        ("D MODEL : 16", "d_model", 16),
        ("length=4096", "length", 4096),
        ("length 128k", "length", 128_000),
        ("base 2^10", "base", 1024.0),
        ("layout half-split", "layout", "half-split"),
    ):
        enter(ask(window, typed))
        assert {**window.model.document.encoding.values(), **window.model.document.values()}[name] == expected, typed
        run(window, "undo")
        assert window.model.document == before, typed


def test_an_alias_and_a_flag_and_a_figures_option_are_set_too(opened: Opened) -> None:
    window = opened(document("rope"))
    enter(ask(window, "rope_theta 500000"))
    enter(ask(window, "metric cosine"))
    assert window.model.document.encoding.values()["base"] == 500_000
    assert window.model.document.options["similarity"]["metric"] == "cosine"


def test_b_is_set_by_its_prefix(opened: Opened) -> None:
    window = opened(Document(compare=encoding("rope")))
    enter(ask(window, "b.base 500"))
    a, b = window.model.document.encodings
    assert (a.values()["base"], b.values()["base"]) == (10_000, 500)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("d_model 0", "d_model: 0 given; allowed: an integer from 1 to 16,384"),
        ("length=many", "length: many given; allowed: an integer from 1 to 10,000,000"),
        ("layout sideways", "layout: sideways given; allowed: interleaved, half-split"),
    ],
)
def test_a_wrong_value_is_said_in_its_own_line_and_changes_nothing(window: MainWindow, typed: str, line: str) -> None:
    before = window.model.document
    finder = ask(window, typed)
    assert finder.about.text() == line
    enter(finder)
    assert (finder.isVisible(), window.model.document, window.model.can_undo) == (True, before, False)


def test_a_value_that_does_not_fit_the_others_is_said_too(opened: Opened) -> None:
    window = opened(document("mrope"))
    before = window.model.document
    finder = ask(window, "mrope_section 1,2,3")
    enter(finder)
    assert finder.isVisible()
    assert finder.about.text().startswith("mrope_section: 1,2,3 given; allowed: auto, or three integers that add up")
    assert (window.model.document, window.model.can_undo) == (before, False)


def test_what_is_not_possible_now_is_there_with_the_reason_and_does_nothing(window: MainWindow) -> None:
    finder = ask(window, "undo")
    assert (chosen(finder), finder.about.text()) == ("Undo", "nothing to undo")
    enter(finder)
    assert finder.isVisible()


def test_a_figure_that_the_encoding_has_not_says_why(opened: Opened) -> None:
    window = opened(Document(page="extend"))
    finder = ask(window, "plan a longer")
    assert "Choose RoPE" in finder.about.text()


@pytest.mark.parametrize(("figure", "page"), [("Waves", "explore"), ("Bias", "relative"), ("Training", "why")])
def test_a_figure_fills_its_page_whichever_is_in_front(window: MainWindow, figure: str, page: str) -> None:
    enter(ask(window, figure.lower()))
    assert (window.model.document.page, window.page.filling) == (page, figure.lower())


def test_a_figure_of_no_page_can_be_exported(window: MainWindow) -> None:
    enter(ask(window, "similarity by"))
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    dialog.reject()


def test_an_encoding_and_a_preset_are_edits(window: MainWindow) -> None:
    enter(ask(window, "alibi"))
    assert window.model.document.encoding.id == "alibi"
    enter(ask(window, "llama 3.1"))
    assert window.model.document == PRESETS["llama-3.1-8b"].state.document.replace(page="extend")
    run(window, "undo")
    run(window, "undo")
    assert window.model.document == state().document


def test_a_lesson_is_opened(window: MainWindow) -> None:
    enter(ask(window, "sines and cosines"))
    lesson = window.lessons.course.lesson
    assert lesson is not None
    assert lesson.id == "sines"
    assert window.lessons.panel is not None
    assert window.lessons.panel.isVisible()
    run(window, "lessons")


def test_nothing_that_matches_is_said(window: MainWindow) -> None:
    finder = ask(window, "qqqq")
    assert (shown(finder), finder.list.offer, finder.about.text()) == ([], None, "")
    empty = picture_of(finder.list)
    QTest.keyClicks(finder.search, "q")
    assert picture_of(finder.list) != empty
    enter(finder)
    assert finder.isVisible()


def test_what_was_chosen_last_comes_first_and_is_remembered(opened: Opened) -> None:
    window = opened(remember=True)
    for typed in ("reset zoom", "d_model 32", "waves"):
        enter(ask(window, typed))
    finder = ask(window)
    assert [offer.id for offer in finder.list.shown[:3]] == ["figure.waves", "parameter.a.d_model", "action.reset-zoom"]
    window.close()
    assert ask(opened(remember=True)).list.shown[0].id == "figure.waves"


def test_only_some_choices_are_remembered(window: MainWindow) -> None:
    for number in range(1, RECENT + 4):
        window.session.change(chosen=window.session.settings.chosen)
        finder = ask(window, list(ENCODINGS.values())[number].label)
        enter(finder)
    assert len(window.session.settings.chosen) == RECENT


def test_letters_of_a_search_reach_no_shortcut(window: MainWindow) -> None:
    view_of(window, "rotation").setFocus()
    finder = ask(window, " ")
    assert not window.pointing.player.playing
    QTest.keyClick(finder.search, KEY.Key_Tab)
    assert finder.search.hasFocus()


@pytest.mark.parametrize("size", [(760, 520), (1024, 700), (1920, 1080)])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_it_stays_inside_the_window(opened: Opened, size: tuple[int, int], zoom: float) -> None:
    window = opened(size=size)
    zoom_text(window, zoom)
    finder = ask(window)
    assert window.rect().contains(finder.geometry())
    assert finder.list.height() >= finder.list.height_of(2)
    window.resize(*reversed(size))
    QApplication.processEvents()
    assert window.rect().contains(finder.geometry())
