"""The reading at the cursor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from pe_desktop.engine.encoding import Reading
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.figure.style import LIGHT, SCREEN
from pe_desktop.gui.panel.reading_card import ReadingCard, value_text
from pe_desktop.gui.widgets.theme import apply_theme
from tests.gui.hands import shown

READING = Sinusoidal().reading(37, 12, 128)


@pytest.fixture
def card(qtbot: QtBot) -> ReadingCard:
    made = ReadingCard()
    shown(qtbot, made)
    return made


def text(card: ReadingCard) -> str:
    return "\n".join([card.fold.text(), *(label.text() for label in card.findChildren(QLabel))])


def test_a_reading_shows_value_formula_definition_and_rows(card: ReadingCard) -> None:
    card.show_reading(READING)
    for part in (
        "0.292125",
        "sin(37 · 10000<sup><big>−12/64</big></sup>)",
        "position · base",
        "12 of 64",
        "35.33 positions",
    ):
        assert part in text(card)


def test_without_a_reading_it_says_what_to_do(card: ReadingCard) -> None:
    card.show_reading(READING)
    card.show_reading(None)
    assert "Point at a figure" in text(card)
    assert "0.29" not in text(card)


def test_it_says_where_a_reading_is_from(card: ReadingCard) -> None:
    card.show_reading(READING, "under the mouse, in Encoding")
    assert "Under the mouse, in Encoding" in text(card)
    card.show_reading(READING)
    assert "At the cursor" in text(card)


def test_foreign_text_is_shown_as_it_stands(card: ReadingCard) -> None:
    bad = "<img src='x'><b>&amp;</b>"
    card.show_reading(Reading(1.0, bad, bad, (("table", bad), (bad, "x"))))
    assert "<img" not in text(card)
    assert "<b>" not in text(card)
    assert text(card).count("&lt;img src=&#x27;x&#x27;&gt;&lt;b&gt;&amp;amp;&lt;/b&gt;") == 4 or "…" in text(card)


def test_its_height_never_changes(card: ReadingCard) -> None:
    heights = set()
    for reading in (None, READING, Rope().reading(9_999_999, 31, 10_000_000), Reading(0.0, "", "", ())):
        card.show_reading(reading)
        QApplication.processEvents()
        heights.add(card.height())
    assert len(heights) == 1


def test_the_same_reading_again_touches_nothing(card: ReadingCard) -> None:
    card.show_reading(READING)
    touched: list[object] = []
    card._value.setText = touched.append  # type: ignore[method-assign]
    card.show_reading(Sinusoidal().reading(37, 12, 128))
    assert touched == []


def test_a_long_value_does_not_run_into_its_name(card: ReadingCard) -> None:
    card.show_reading(Reading(0.0, "", "", (("table", "a-very-long-name-" * 10),)))
    assert "…" in text(card)


def test_its_text_can_be_selected(card: ReadingCard) -> None:
    labels = [card._value, card._formula, card._definition, card._values]
    assert all(label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse for label in labels)


def test_it_grows_with_the_text(card: ReadingCard, look: QApplication) -> None:
    before = card.height()
    apply_theme(look, LIGHT, SCREEN.scaled(2))
    assert card.height() == 2 * before


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.2921254, "0.292125"),
        (-0.5, "−0.500000"),
        (37.0, "37"),
        (-0.0, "0"),
        (1e7, "10,000,000"),
        (1234.5678901, "1,234.568"),
        (1e-9, "1.00000e−09"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)
def test_a_value_is_written_in_few_digits(value: float, expected: str) -> None:
    assert value_text(value) == expected
