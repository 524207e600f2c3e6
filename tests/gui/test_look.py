"""Themes, icons and small controls."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.assets import asset
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.style import DARK, LIGHT, SCREEN, Theme
from pe_desktop.gui.editors.field import Field
from pe_desktop.gui.widgets.controls import Combo, PrimaryButton, QuietButton, Switch, ToolButton
from pe_desktop.gui.widgets.icons import icon
from pe_desktop.gui.widgets.stylesheet import shades, stylesheet
from pe_desktop.gui.widgets.text import Label, formula_html, tip
from pe_desktop.gui.widgets.theme import apply_theme, colour, palette, system_theme
from tests.gui.hands import Heard, focus, shown, wheel

ICONS = sorted(path.stem for path in asset("icons").glob("*.svg"))
NEEDED = {
    *("explore", "relative", "extend", "images", "precision", "order", "learn", "doctor"),
    *("undo", "redo", "play", "pause", "step-back", "step-forward", "reset", "fill", "restore", "export", "help"),
    *("close", "swap", "copy", "link", "plus", "menu", "search", "warning", "chevron-down"),
}
ROLES = [role for role in QPalette.ColorRole if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles)]


def luminance(text: str) -> float:
    channels = QColor(text).getRgbF()[:3]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXTS = [
    *itertools.product(("ink", "muted", "error", "accent"), ("card",)),
    *itertools.product(("ink", "muted"), ("window", "soft")),
    *itertools.product(("ink", "accent"), ("tint",)),
    *itertools.product(("ink",), ("hover", "pressed")),
    ("ink", "raised"),
    *itertools.product(("on-accent",), ("accent", "accent-hover", "accent-pressed")),
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.id)
@pytest.mark.parametrize(("ink", "paper"), TEXTS)
def test_every_text_can_be_read(theme: Theme, ink: str, paper: str) -> None:
    colours = shades(theme)
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.id)
def test_every_role_of_the_palette_is_of_the_theme(theme: Theme) -> None:
    made, known = palette(theme), set(shades(theme).values())
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
    strange = {(g.name, r.name) for g in groups for r in ROLES if made.color(g, r).name() not in known}
    assert strange == set()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.id)
@pytest.mark.parametrize("zoom", [0.8, 1.0, 2.0])
def test_the_style_sheet_has_no_blank_left(theme: Theme, zoom: float) -> None:
    sheet = stylesheet(theme, SCREEN.scaled(zoom))
    assert "@" not in sheet
    assert set(re.findall(r"#\w+", sheet)) <= set(shades(theme).values())


def test_a_new_theme_reaches_a_widget_that_is_shown(qtbot: QtBot, look: QApplication) -> None:
    label = shown(qtbot, Label("words", "muted"))
    apply_theme(look, DARK)
    assert label.palette().color(label.foregroundRole()).name() == DARK.roles["muted"]


def test_another_size_of_text_reaches_a_widget_that_is_shown(qtbot: QtBot, look: QApplication) -> None:
    label = shown(qtbot, Label("words", "title"))
    apply_theme(look, LIGHT, SCREEN.scaled(2))
    assert label.font().pixelSize() == 28


def test_one_widget_can_be_dressed_alone(qtbot: QtBot) -> None:
    button = ToolButton("play", "Play")
    apply_theme(button, DARK)
    shown(qtbot, button, 32)
    assert colour(button, "card").name() == DARK.roles["card"]


def test_numbers_have_figures_of_one_width(qtbot: QtBot) -> None:
    metrics = shown(qtbot, Label("1", "strong")).fontMetrics()
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_the_systems_scheme_chooses_the_theme(look: QApplication) -> None:
    assert system_theme() in (LIGHT, DARK)


def test_every_icon_that_is_needed_is_there() -> None:
    assert NEEDED - set(ICONS) == set()
    assert {page.icon for page in PAGES.values()} <= set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_that_is_asked_for(name: str, look: QApplication) -> None:
    image = icon(name, "#5b5bd6").pixmap(QSize(32, 32)).toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    }
    assert "#5b5bd6" in colours
    assert not image.pixelColor(0, 0).alpha()


def test_an_icon_is_sharp_on_a_fine_screen(look: QApplication) -> None:
    assert icon("play", "#000000").pixmap(QSize(20, 20), 2.0).size() == QSize(40, 40)


def test_an_icon_is_made_once(look: QApplication) -> None:
    assert icon("play", "#123456") is icon("play", QColor("#123456"))


def test_an_unknown_icon_is_an_error(look: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("nothing", "#000000")


def test_a_tool_button_says_its_words_and_can_be_clicked(qtbot: QtBot) -> None:
    button = shown(qtbot, ToolButton("play", "Play <b>it</b>"), 32)
    heard = Heard(button, "clicked")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (button.accessibleName(), heard.names()) == ("Play <b>it</b>", ["clicked"])
    assert "<b>" not in button.toolTip()


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("make", [partial(ToolButton, "play", "Play"), partial(PrimaryButton, "Export"), Combo, Field])
def test_controls_are_as_high_as_their_text_asks_for(
    qtbot: QtBot, look: QApplication, zoom: float, make: Callable[[], QWidget]
) -> None:
    apply_theme(look, LIGHT, SCREEN.scaled(zoom))
    assert shown(qtbot, make(), 200).sizeHint().height() == pytest.approx(32 * zoom, abs=1)


def test_the_wheel_over_a_list_without_focus_is_the_pages(qtbot: QtBot) -> None:
    made = shown(qtbot, Combo())
    made.addItems(["a", "b"])
    made.clearFocus()
    assert not wheel(made, -1)


def test_the_wheel_never_chooses_from_a_list(qtbot: QtBot) -> None:
    combo = shown(qtbot, Combo())
    combo.show_items([("One", 1), ("Two", 2)])
    focus(combo)
    assert not wheel(combo, -1)
    assert combo.currentData() == 1


def test_filling_a_list_says_nothing(qtbot: QtBot) -> None:
    combo = shown(qtbot, Combo())
    heard = Heard(combo, "currentIndexChanged", "currentTextChanged")
    combo.show_items([("One", 1), ("Two", 2)])
    assert heard.said == []
    assert combo.currentData() == 1


def test_a_switch_turns_by_click_and_by_space(qtbot: QtBot) -> None:
    switch = shown(qtbot, Switch("together"), 40)
    heard = Heard(switch, "clicked")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    focus(switch)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert (heard.names(), switch.isChecked()) == (["clicked", "clicked"], False)


@pytest.mark.parametrize(
    "make", [partial(ToolButton, "play", "Play"), partial(Switch, "on"), partial(QuietButton, "Reset", "Reset")]
)
def test_the_focus_of_the_keyboard_is_seen(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    control = make()
    shown(qtbot, control, control.sizeHint().width())
    control.clearFocus()
    plain = control.grab().toImage()
    focus(control)
    assert control.grab().toImage() != plain


def test_the_button_that_compares_is_no_primary_one_while_it_has_the_focus(qtbot: QtBot) -> None:
    """Qt makes of a button with the focus the default one, which is filled with the accent."""
    button = QPushButton("Compare A | B")
    button.setCheckable(True)
    button.setAutoDefault(True)
    shown(qtbot, button, 160)
    button.clearFocus()
    inside = QPoint(8, button.height() // 2)
    ground = button.grab().toImage().pixelColor(inside)
    focus(button)
    assert button.grab().toImage().pixelColor(inside) == ground


def test_a_label_without_room_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    label = shown(qtbot, Label("a long name that has no room"), 60)
    assert label.elided().endswith("…")


def test_a_formula_raises_its_exponents_and_nothing_else() -> None:
    assert formula_html("a^{−2i/d} < b & <b>") == "a<sup><big>−2i/d</big></sup> &lt; b &amp; &lt;b&gt;"


def test_a_tip_is_text_whatever_it_holds(qtbot: QtBot) -> None:
    label = QLabel(tip("<img src='x'>", "", "second"))
    qtbot.addWidget(label)
    assert "<img" not in label.text()
    assert "second" in label.text()
