"""A window in any order of edits: the panel, the figures and the document always say the same."""

from __future__ import annotations

import math
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from pe_desktop.document import Document, State, from_json, to_json
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.export.request import Request
from pe_desktop.export.writing import export
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.editing import Editing
from pe_desktop.gui.editors import Editor
from pe_desktop.gui.editors.field import Field
from pe_desktop.gui.panel.section import Section
from pe_desktop.gui.widgets.controls import Combo
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.window import MainWindow
from tests.gui.hands import mouse
from tests.gui.windows import Dialogs, Opened

TEXTS = ("7", "32", "2^5", "1e3", "0.5", "auto", "-1", "0", "nan", "θ", "", "0,1,3", "8x4", "9" * 30)
MOST = 40_000  # numbers that are written as text and not waited for long
KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Home)


class Person(RuleBasedStateMachine):
    """Edits one window, by its own editors, in any order."""

    window: MainWindow
    folder: Path

    @initialize(id=st.sampled_from(list(ENCODINGS)))
    def begin(self, id: str) -> None:
        """Nothing of the example before is left."""
        window = self.window
        vars(window.editing).update(vars(Editing(window.model)))
        window.page.fill("")
        window.model.load(State(Document(length=24).showing(ENCODINGS[id](), None)))
        window.rest()
        self.past: list[Document] = []
        self.future: list[Document] = []
        self.shown = window.model.document

    def _done(self) -> None:
        """After what may be a step that undo takes back."""
        self.window.rest()
        if self.window.model.document != self.shown:
            self.past.append(self.shown)
            self.future.clear()
            self.shown = self.window.model.document

    def _editors(self) -> list[tuple[str, Editor]]:
        """All that are shown, each with its scope."""
        sections = [s for s in self.window.panel.findChildren(Section) if s.isVisible()]
        return [(section.scope, editor) for section in sections for editor in section.editors()]

    def _editor(self, place: int) -> Editor:
        editors = [editor for _, editor in self._editors() if editor.isEnabled()]
        return editors[place % len(editors)]

    # Steps

    @rule(place=st.integers(0, 99), text=st.sampled_from(TEXTS))
    def types(self, place: int, text: str) -> None:
        field = self._editor(place).findChild(Field)
        if field is not None:
            field.setFocus()
            field.selectAll()
            field.insert(text)
            field.setModified(True)
            QTest.keyClick(field, Qt.Key.Key_Return)
            field.take_back()
            self._done()

    @rule(place=st.integers(0, 99), key=st.sampled_from(KEYS))
    def presses(self, place: int, key: Qt.Key) -> None:
        slider = self._editor(place).findChild(Slider)
        if slider is not None:
            QTest.keyClick(slider, key)
            self._done()

    @rule(place=st.integers(0, 99), share=st.floats(0, 0.5))
    def drags(self, place: int, share: float) -> None:
        slider = self._editor(place).findChild(Slider)
        if slider is not None:
            mouse(slider, QEvent.Type.MouseButtonPress, slider.width() / 2, slider.height() / 2)
            self.window.rest()  # which may take the slider away
            mouse(slider, QEvent.Type.MouseMove, slider.width() * share, slider.height() / 2, Qt.MouseButton.NoButton)
            mouse(slider, QEvent.Type.MouseButtonRelease, slider.width() * share, slider.height() / 2)
            self._done()

    @rule(id=st.sampled_from(list(ENCODINGS)), which=st.integers(0, 1))
    def chooses_an_encoding(self, id: str, which: int) -> None:
        self.window.panel.encoding_chosen.emit(which, id)
        self._done()

    @rule(page=st.sampled_from(list(PAGES)))
    def turns_to_a_page(self, page: str) -> None:
        self.window.rail.page_chosen.emit(page)
        self._done()

    @rule(action=st.sampled_from(["compare", "swap", "copy-a-to-b", "reset-all"]))
    def chooses_an_action(self, action: str) -> None:
        if self.window.actions_by_id[action].isEnabled():
            self.window.actions_by_id[action].trigger()
            self._done()

    @precondition(lambda self: self.past)
    @rule()
    def undoes(self) -> None:
        self.window.actions_by_id["undo"].trigger()
        self.window.rest()
        self.future.append(self.shown)
        self.shown = self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redoes(self) -> None:
        self.window.actions_by_id["redo"].trigger()
        self.window.rest()
        self.past.append(self.shown)
        self.shown = self.future.pop()

    @rule(place=st.integers(-1, 3))
    def fills_the_page(self, place: int) -> None:
        figures = list(self.window.page.cards)
        self.window.page.fill("" if place < 0 else figures[place % len(figures)])
        self.window.rest()

    @rule(positions=st.integers(-9, 9), dimensions=st.integers(-2, 2), keys=st.integers(-9, 9))
    def moves_the_cursor(self, positions: int, dimensions: int, keys: int) -> None:
        self.window.pages.cursor_moved.emit(float(positions), dimensions, float(keys))
        self.window.rest()

    @rule(suffix=st.sampled_from(["png", "svg", "json"]))
    def exports_and_opens_again(self, suffix: str) -> None:
        before, path = self.window.model.state, self.folder / f"figure.{suffix}"
        figure = self.window.page.figure
        if PICTURES[figure].obstacle(before.document):
            return
        if suffix != "json" or math.prod(PICTURES[figure].shape(PICTURES[figure].shown(before.document))) <= MOST:
            export(Request(before, figure, size=(160, 120), caption=False), path)
            self._opens(path, before)

    @rule()
    def saves_and_opens_again(self) -> None:
        before, path = self.window.model.state, self.folder / "work.pe.json"
        assert self.window.filing.save_as(path)
        assert not self.window.model.modified
        self._opens(path, before)

    def _opens(self, path: Path, state: State) -> None:
        self.window.model.mark_saved(state.document)  # so that nobody is asked
        assert self.window.filing.open(path)
        self.window.rest()
        assert self.window.model.state == state
        self.past.clear()
        self.future.clear()

    # What holds after each of them

    @invariant()
    def the_panel_shows_the_document(self) -> None:
        window = self.window
        shown = {(scope, editor.parameter.name): editor.value() for scope, editor in self._editors()}
        assert shown == {place: getattr(window.editing.owner(place[0]), place[1]) for place in shown}
        a, b = window.model.document.encoding, window.model.document.compare
        for scope, encoding in (("a", a), ("b", b)):
            names = [name for found, name in shown if found == scope]
            assert names == ([] if encoding is None else [p.name for p in encoding.counting()])
        for prefix, encoding in (("", a), ("b.", b)):
            chooser = window.findChild(Combo, f"{prefix}encoding")
            assert chooser is not None
            assert chooser.isVisibleTo(window) == (encoding is not None)
            assert encoding is None or chooser.currentData() == encoding.id

    @invariant()
    def every_figure_shows_the_document(self) -> None:
        document, view = self.window.model.document, self.window.model.view
        assert self.window.pages.page == document.page
        cards = [card for card in self.window.page.cards.values() if card.isVisibleTo(self.window)]
        assert cards
        for card in cards:
            assert card.view.figure == card.picture.build(document, view), card.picture.id

    @invariant()
    def history_leads_back(self) -> None:
        window = self.window
        assert window.model.document == self.shown
        assert window.model.gesture == 0
        assert (window.model.can_undo, window.model.can_redo) == (bool(self.past), bool(self.future))
        assert (window.header.undo.isEnabled(), window.header.redo.isEnabled()) == (bool(self.past), bool(self.future))
        assert window.header.compare.isChecked() == (self.shown.compare is not None)

    @invariant()
    def the_state_comes_back_from_its_text(self) -> None:
        assert from_json(to_json(self.window.model.state)) == self.window.model.state


def test_whatever_the_order_panel_figures_and_document_agree(opened: Opened, dialogs: Dialogs, tmp_path: Path) -> None:
    window = opened(size=(900, 640))
    window.preparing.stop()  # what is computed beside would change figures between two looks
    machine = type("Machine", (Person,), {"window": window, "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # thirty steps can be read, and to shorten them would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert dialogs.asked == []
