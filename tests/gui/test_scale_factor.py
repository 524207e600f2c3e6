"""Screens of finer pixels: everything stands where it stood, and the mouse points at the same cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from tests.gui.apart import told_by

DRIVE = """
import json, sys
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pe_desktop.gui import create_window
from tests.gui.windows import hover, place_of, press, settle, slider_of, state, view_of

window = create_window(state(length=64), theme="light")
window.resize(1200, 800)
window.show()
settle(window)
told = {}
slider = slider_of(window, "length")
handle = slider.mapTo(window, QPoint(int(slider.handle_x()), slider.height() // 2))
screen = window.windowHandle()
QTest.mousePress(screen, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, handle)
for step in range(1, 21):
    QTest.mouseMove(screen, handle + QPoint(2 * step, 0))
QTest.mouseRelease(screen, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, handle + QPoint(40, 0))
settle(window)
told["length"] = window.model.document.length
window.editing.edit("document", "length", 64)
window.rest()
for figure, place in {"heatmap": (10, 20), "similarity": (12, 40), "waves": (30, 0)}.items():
    viewport, point = place_of(window, figure, *place)
    told[figure + " place"] = [round(point.x(), 1), round(point.y(), 1)]
    at = viewport.mapTo(window, point.toPoint())
    QTest.mouseMove(screen, at)
    settle(window)
    told[figure] = [label.text() for label in window.panel.reading.findChildren(QLabel)]
    QTest.mouseClick(screen, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    settle(window)
    told[figure + " picked"] = [window.model.view.position, window.model.view.key, window.model.view.dimension]
told["cards"] = [card.geometry().getRect() for card in window.page.cards.values()]
window.grab().save(sys.argv[1])
print(json.dumps(told))
window.close()
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return driven(tmp_path_factory.mktemp("plain"), "1")


def driven(home: Path, factor: str) -> dict[str, Any]:
    told: dict[str, Any] = told_by(DRIVE, home, str(home / "window.png"), QT_SCALE_FACTOR=factor)
    return told


@pytest.mark.parametrize("factor", ["1.25", "2"])
def test_the_mouse_points_at_the_same_cells_on_finer_pixels(plain: dict[str, Any], tmp_path: Path, factor: str) -> None:
    told = driven(tmp_path, factor)
    for name, value in plain.items():
        if name.endswith(" place"):
            assert told[name] == pytest.approx(value, abs=1.5)
        else:
            assert told[name] == value, name
    assert plain["length"] > 64
    assert plain["heatmap picked"][2] == 10
    image = QImage(str(tmp_path / "window.png"))
    assert (image.width(), image.height()) == (round(1200 * float(factor)), round(800 * float(factor)))
    colours = {image.pixel(x, y) for x in range(0, image.width(), 16) for y in range(0, image.height(), 16)}
    assert len(colours) > 100
