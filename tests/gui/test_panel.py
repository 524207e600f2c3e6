"""The panel: what it shows of a document, and what it says."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.document import Document
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.figure.pictures.similarity import SimilarityOptions
from pe_desktop.figure.pictures.waves import WavesOptions
from pe_desktop.figure.style import LIGHT, SCREEN
from pe_desktop.gui.editors import Editor
from pe_desktop.gui.panel.options import Option
from pe_desktop.gui.panel.panel import Panel
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.widgets.text import Label, Paragraph
from pe_desktop.gui.widgets.theme import apply_theme
from tests.gui.hands import Heard, drag, focus, mouse, shown, wheel, write

OPTIONS: list[Option] = [
    *(("waves", p, p.default) for p in WavesOptions.parameters()),
    *(("similarity", p, p.default) for p in SimilarityOptions.parameters()),
]
SINGLE = Document()
LEARNED = Document(encoding=ENCODINGS["learned"]())
PAIR = Document(compare=ENCODINGS["rope"]())
ALL = (
    "encoding_chosen",
    "started",
    "edited",
    "finished",
    "reset_requested",
    "reset_all_requested",
    "play_toggled",
    "open_requested",
    "copy_requested",
    "swap_requested",
    "compare_toggled",
)


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    made = Panel()
    made.resize(300, 900)
    shown(qtbot, made, 300)
    made.resize(300, 900)
    made.show_document(SINGLE, OPTIONS)
    QApplication.processEvents()
    return made


@pytest.fixture
def heard(panel: Panel) -> Heard:
    return Heard(panel, *ALL)


def child(panel: Panel, name: str) -> Any:
    found = panel.findChild(QWidget, name)
    assert found is not None, name
    return found


def names(panel: Panel) -> set[str]:
    return {editor.objectName() for editor in panel.findChildren(Editor)}


ROPE_AS_B = {"b.head_dim", "b.base", "b.pairing"}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (SINGLE, {"length", "d_model", "base", "layout", "ladder", "offset", "padding_row"}),
        (LEARNED, {"length", "table", "offset"}),
        (PAIR, {"length", "d_model", "base", "layout", "ladder", "offset", "padding_row", *ROPE_AS_B}),
        (Document(encoding=ENCODINGS["binary"]()), {"length", "bits"}),
        (Document(encoding=ENCODINGS["integer"]()), {"length"}),
    ],
)
def test_each_parameter_has_an_editor_of_its_name(panel: Panel, document: Document, expected: set[str]) -> None:
    panel.show_document(document, OPTIONS)
    rest = {"colormap", "dims", "metric", "b.partial_rotary_factor", "b.scaling"}
    assert names(panel) - rest == expected
    assert {"colormap", "dims", "metric"} <= names(panel)


@pytest.mark.parametrize("document", [SINGLE, LEARNED, PAIR])
def test_showing_a_document_says_nothing(panel: Panel, heard: Heard, document: Document) -> None:
    panel.show_document(document, OPTIONS)
    assert heard.said == []


def test_the_values_of_the_document_are_shown(panel: Panel) -> None:
    panel.show_document(Document(length=4096, encoding=Sinusoidal(d_model=512, layout="half-split")), OPTIONS)
    values = {name: child(panel, name).value() for name in ("length", "d_model", "layout")}
    assert values == {"length": 4096, "d_model": 512, "layout": "half-split"}


def test_nothing_is_ever_a_window_of_its_own(panel: Panel, look: QApplication) -> None:
    for document in (PAIR, LEARNED, SINGLE):
        panel.show_document(document, OPTIONS)
        assert [w for w in look.topLevelWidgets() if w.isVisible()] == [panel]


def test_editors_stay_while_the_encoding_is_of_the_same_kind(panel: Panel) -> None:
    before = child(panel, "d_model")
    focus(before.findChild(Slider))
    panel.show_document(Document(encoding=Sinusoidal(d_model=512)), OPTIONS)
    assert child(panel, "d_model") is before
    assert before.findChild(Slider).hasFocus()


def test_a_change_under_way_is_finished_when_its_editor_goes(panel: Panel, heard: Heard) -> None:
    slider = child(panel, "d_model").findChild(Slider)
    mouse(slider, QEvent.Type.MouseButtonPress, 200, 12)
    panel.show_document(LEARNED, OPTIONS)
    assert heard.names()[-1] == "finished"


def test_length_is_capped_at_the_rows_of_a_table(panel: Panel, heard: Heard) -> None:
    panel.show_document(LEARNED, OPTIONS)
    drag(child(panel, "length").findChild(Slider), [267])
    assert ("edited", "document", "length", 512) in heard.said
    panel.show_document(SINGLE, OPTIONS)
    drag(child(panel, "length").findChild(Slider), [267])
    assert ("edited", "document", "length", 10_000_000) in heard.said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("length", "64", ("edited", "document", "length", 64)),
        ("d_model", "128", ("edited", "a", "d_model", 128)),
        ("b.head_dim", "128", ("edited", "b", "head_dim", 128)),
        ("dims", "0,1", ("edited", "waves", "dims", (0, 1))),
    ],
)
def test_an_edit_names_whose_parameter_it_is(panel: Panel, heard: Heard, name: str, text: str, said: object) -> None:
    panel.show_document(PAIR, OPTIONS)
    editor = child(panel, name)
    write(editor._field, text)
    assert heard.said == [("started",), said, ("finished",)]


def test_a_reset_and_a_play_name_whose_parameter_it_is(panel: Panel, heard: Heard) -> None:
    child(panel, "d_model").reset_requested.emit()
    child(panel, "length").play_toggled.emit(True)
    assert heard.said == [("reset_requested", "a", "d_model"), ("play_toggled", "document", "length", True)]


@pytest.mark.parametrize(("name", "which"), [("encoding", 0), ("b.encoding", 1)])
def test_an_encoding_is_chosen_for_a_or_b(panel: Panel, heard: Heard, name: str, which: int) -> None:
    panel.show_document(PAIR, OPTIONS)
    combo: QComboBox = child(panel, name)
    place = combo.findText("Binary code")
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    assert heard.said == [("encoding_chosen", which, "binary")]


def test_every_encoding_is_on_offer_under_its_family_which_cannot_be_chosen(panel: Panel) -> None:
    combo: QComboBox = child(panel, "encoding")
    family, offered = "", {}
    for place in range(combo.count()):
        if combo.model().flags(combo.model().index(place, 0)) & Qt.ItemFlag.ItemIsEnabled:
            offered[combo.itemText(place)] = family
        else:
            family = combo.itemText(place)
    assert offered == {e.label: e.family for e in ENCODINGS.values()}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Set every parameter back to its default", ("reset_all_requested",)),
        ("Copy A to B", ("copy_requested",)),
        ("Swap A and B", ("swap_requested",)),
        ("Stop comparing", ("compare_toggled", False)),
    ],
)
def test_a_button_says_what_it_is_for(panel: Panel, heard: Heard, words: str, said: object) -> None:
    panel.show_document(PAIR, OPTIONS)
    button = next(b for b in panel.findChildren(QAbstractButton) if b.accessibleName() == words)
    button.click()
    assert heard.said == [said]


def test_a_second_encoding_is_offered_until_there_is_one(panel: Panel, heard: Heard) -> None:
    button = next(b for b in panel.findChildren(QPushButton) if b.text().startswith("Compare"))
    button.click()
    assert heard.said == [("compare_toggled", True)]
    panel.show_document(PAIR, OPTIONS)
    assert not button.isVisible()


def test_opening_a_table_names_a_or_b(panel: Panel, heard: Heard) -> None:
    panel.show_document(Document(compare=ENCODINGS["learned"]()), OPTIONS)
    child(panel, "b.table").open_requested.emit()
    assert heard.said == [("open_requested", "b", "table")]


def test_options_that_go_take_their_editors_with_them(panel: Panel) -> None:
    panel.show_document(SINGLE, OPTIONS[:1])
    assert "dims" in names(panel)
    assert "metric" not in names(panel)


def test_what_plays_is_shown(panel: Panel) -> None:
    panel.show_playing("a", "d_model", True)
    assert [b for b in child(panel, "d_model").findChildren(QAbstractButton) if b.isChecked()]


def test_an_error_is_shown_at_its_editor(panel: Panel) -> None:
    panel.show_error("document", "length", "too long")
    assert "too long" in [p.text() for p in child(panel, "length").findChildren(Paragraph)]


def test_the_wheel_scrolls_the_page_and_moves_no_slider(panel: Panel, heard: Heard) -> None:
    child(panel, "encoding").setFocus()
    wheel(child(panel, "length").findChild(Slider), -3)
    wheel(child(panel, "d_model")._field, -3)
    assert heard.said == []


@pytest.mark.parametrize("document", [SINGLE, LEARNED, PAIR])
def test_everything_that_takes_the_focus_has_a_name(panel: Panel, document: Document) -> None:
    panel.show_document(document, OPTIONS)
    focusable = [w for w in panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert len(focusable) > 8
    assert [w for w in focusable if not w.accessibleName()] == []


def test_tab_reaches_everything_from_top_to_bottom(panel: Panel) -> None:
    first: QWidget = child(panel, "encoding")
    focus(first)
    reached = [first]
    while len(reached) < 80:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() in reached:
            break
        reached.append(QApplication.focusWidget())
    tops = [child(panel, name).mapTo(panel, QPoint(0, 0)).y() for name in ("length", "d_model", "base", "layout")]
    assert tops == sorted(tops)
    order = [next(w for w in (one, *parents(one)) if w.objectName()).objectName() for one in reached]
    firsts = list(dict.fromkeys(order))
    expected = ["encoding", "length", "d_model", "base", "layout", "ladder"]
    assert [name for name in firsts if name in expected] == expected


def parents(widget: QWidget) -> list[QWidget]:
    above = widget.parentWidget()
    return [above, *parents(above)] if above is not None else []


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("document", [SINGLE, LEARNED, PAIR, Document(encoding=ENCODINGS["rope"]())])
def test_no_word_is_cut_at_any_size_of_text(qtbot: QtBot, look: QApplication, zoom: float, document: Document) -> None:
    apply_theme(look, LIGHT, SCREEN.scaled(zoom))
    panel = Panel()
    panel.show_document(document, OPTIONS)
    shown(qtbot, panel, panel.width())
    QApplication.processEvents()
    labels = [label for label in panel.findChildren(Label) if label.isVisible()]
    assert [label.text() for label in labels if label.elided() != label.text()] == []
    paragraphs = [p for p in panel.findChildren(Paragraph) if p.isVisible()]
    assert [p.text() for p in paragraphs if p.height() < p.heightForWidth(p.width())] == []


def test_another_size_of_text_changes_the_width(panel: Panel, look: QApplication) -> None:
    apply_theme(look, LIGHT, SCREEN.scaled(2))
    assert panel.width() == 600


def test_a_low_panel_leaves_the_room_to_the_editors(panel: Panel) -> None:
    high = panel.reading.height()
    panel.resize(300, 500)
    QApplication.processEvents()
    assert panel.reading.height() < high / 2
    panel.resize(300, 900)
    QApplication.processEvents()
    assert panel.reading.height() == high
