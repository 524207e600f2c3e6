"""One visual language: one scale of distances, one of text, icons in the colours of the theme."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import pe_desktop.gui
from pe_desktop.assets import asset
from pe_desktop.figure.style import SCREEN, THEMES, contrast
from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.widgets.icons import icon
from pe_desktop.gui.widgets.stylesheet import stylesheet
from pe_desktop.gui.widgets.theme import STEPS, apply_theme, body_font
from tests.gui.windows import Opened, run, settle, state, zoom_text

SOURCES = sorted(Path(pe_desktop.gui.__file__).parent.rglob("*.py"))
ICONS = sorted(path.stem for path in asset("icons").glob("*.svg"))
SPACING = {"setContentsMargins", "setSpacing", "addSpacing", "setHorizontalSpacing", "setVerticalSpacing"}
LOOKS = ("light", "dark", "light-contrast", "dark-contrast")


def calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_distance_is_a_step_of_the_scale(path: Path) -> None:
    for call in calls(path, SPACING):
        for argument in call.args:
            if isinstance(argument, ast.Constant):
                near = (argument.value, argument.value + 1)  # a hairline takes one of it
                assert any(step in STEPS for step in near), f"line {call.lineno}: {argument.value}"


def test_every_distance_of_the_style_sheet_is_a_step_too() -> None:
    for theme in THEMES.values():
        sheet = stylesheet(theme, SCREEN)
        found = re.findall(r"(?:padding|margin|spacing|border-radius)[a-z-]*: ([0-9px ]+);", sheet)
        assert len(found) > 20
        rounds = {round(12 / 2) + 2}  # half of a tick and its border
        for value in " ".join(found).split():
            assert int(value.removesuffix("px")) in {*STEPS, *rounds}, value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_size_of_text_has_a_name(path: Path) -> None:
    for call in calls(path, {"setPixelSize", "setPointSize", "setPointSizeF"}):
        assert not isinstance(call.args[0], ast.Constant), f"line {call.lineno}"
    if path.stem != "stylesheet":
        assert "font-size" not in path.read_text("utf-8")


def test_the_style_sheet_has_text_of_four_sizes() -> None:
    sizes = set(re.findall(r"font-size: (\d+)px", stylesheet(THEMES["light"], SCREEN)))
    assert sizes | {str(body_font().pixelSize())} == {
        str(round(SCREEN.size(n))) for n in ("small", "body", "title", "large")
    }


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_has_no_colour_of_its_own(name: str) -> None:
    svg = asset("icons", f"{name}.svg").read_text("utf-8")
    colours = set(re.findall(r"(?:stroke|fill|stop-color)=\"([^\"]+)\"", svg)) | set(re.findall("#[0-9a-f]{3,8}", svg))
    assert colours <= {"currentColor", "none"}
    assert 'viewBox="0 0 24 24"' in svg
    assert "style" not in svg


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ICONS)
def test_every_icon_takes_the_colour_of_every_look(qapp: QApplication, name: str, look: str) -> None:
    ink = QColor(*THEMES[look].rgb("muted"))
    picture = icon(name, ink).pixmap(48, 48).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = [picture.pixelColor(x, y) for x in range(48) for y in range(48)]
    solid = [colour for colour in pixels if colour.alpha() == 255]
    assert len(solid) > 15
    channels = [(c.red() - ink.red(), c.green() - ink.green(), c.blue() - ink.blue()) for c in solid]
    assert max(abs(off) for of_one in channels for off in of_one) <= 2


@pytest.mark.parametrize("look", LOOKS)
def test_a_disabled_icon_is_fainter_and_an_enabled_one_is_seen(qtbot: QtBot, qapp: QApplication, look: str) -> None:
    theme = THEMES[look]
    apply_theme(qapp, theme)
    button = ToolButton("undo", "Undo")
    qtbot.addWidget(button)
    button.show()
    card = theme.rgb("card")

    def strongest() -> float:
        picture = button.grab().toImage()
        points = [picture.pixelColor(x, y) for x in range(4, 28) for y in range(4, 28)]
        ground = picture.pixelColor(1, 1)
        return max(
            contrast((p.red(), p.green(), p.blue()), (ground.red(), ground.green(), ground.blue())) for p in points
        )

    enabled = strongest()
    button.setEnabled(False)
    assert enabled >= min(4.5, contrast(theme.rgb("muted"), card) * 0.9)
    assert strongest() < enabled


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [1024, 1440])
def test_the_lessons_have_room_in_the_window_whatever_the_size_of_text(opened: Opened, zoom: float, width: int) -> None:
    window = opened(state(), size=(width, 700))
    zoom_text(window, zoom)
    run(window, "lessons")
    window.resize(max(width, window.minimumWidth()), 700)
    settle(window)
    assert window.lessons.panel is not None
    assert window.lessons.panel.geometry().right() <= window.body.width()
