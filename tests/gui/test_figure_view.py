"""Figures on the screen: only what changed is drawn, at the size and in the colours of the moment."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.export.fonts import text_width
from pe_desktop.export.medium import Medium
from pe_desktop.export.primitives import Disc, Words
from pe_desktop.figure.figure import Figure
from pe_desktop.figure.marks import Image, Line, Mark
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import DARK, LIGHT, SCREEN
from pe_desktop.gui.pages import panel_items
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.window import MainWindow
from tests.gui.hands import Painted
from tests.gui.windows import Opened, document, encoding, panel_of, picture_of, press, settle, state, view_of

MEDIUM = Medium(LIGHT, SCREEN, 1.0, text_width)


@pytest.fixture
def view(qapp: object) -> Iterator[FigureView]:
    made = FigureView(MEDIUM)
    made.resize(480, 320)
    yield made
    made.close()
    made.deleteLater()


def built(id: str, document: Document, view: View | None = None) -> Figure:
    return PICTURES[id].build(document, view or View())


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Mark]:
    """Every mark that is drawn from here on."""
    found: list[Mark] = []
    draw = panel_items.draw

    def count(mark: Mark, *rest: object) -> object:
        found.append(mark)
        return draw(mark, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(panel_items, "draw", count)
    return found


def dearly(marks: list[Mark]) -> list[Mark]:
    return [mark for mark in marks if isinstance(mark, Image | Line)]


# What is drawn


def test_the_same_figure_again_draws_nothing(view: FigureView, drawn: list[Mark]) -> None:
    view.show_figure(built("heatmap", document()))
    drawn.clear()
    view.show_figure(built("heatmap", document()))
    assert drawn == []


@pytest.mark.parametrize("figure", ["heatmap", "waves", "similarity", "rotation"])
def test_a_moved_cursor_draws_no_image_and_no_curve_again(view: FigureView, drawn: list[Mark], figure: str) -> None:
    view.show_figure(built(figure, document(), View(position=10, key=3)))
    drawn.clear()
    view.show_figure(built(figure, document(), View(position=11, key=4)))
    assert dearly(drawn) == []
    assert drawn


def test_a_moved_cursor_draws_no_image_of_the_whole_window_again(opened: Opened, drawn: list[Mark]) -> None:
    window = opened(state())
    drawn.clear()
    press(window, "heatmap", Qt.Key.Key_Down)
    assert not [mark for mark in drawn if isinstance(mark, Image)]
    assert drawn


def test_another_size_draws_everything_again(view: FigureView, drawn: list[Mark], qtbot: object) -> None:
    view.show_figure(built("heatmap", document()))
    view.show()
    drawn.clear()
    view.resize(600, 400)
    assert dearly(drawn)


def words(view: FigureView) -> set[str]:
    """All texts of a view's first panel."""
    items = next(iter(view._panels.values()))
    return {item.text for part in (items._axes, items._labels) for item in part.items if isinstance(item, Words)}


def test_the_name_of_a_line_goes_with_the_line(view: FigureView) -> None:
    view.show_figure(built("waves", document().choosing("waves", dims=(0, 2))))
    assert {"dim 0", "dim 2"} <= words(view)
    view.show_figure(built("waves", document().choosing("waves", dims=(0,))))
    assert "dim 0" in words(view)
    assert "dim 2" not in words(view)


def test_a_figure_that_cannot_be_made_says_why_and_comes_back(view: FigureView) -> None:
    view.show_figure(built("rotation", document()))
    clocks = picture_of(view)
    view.show_figure(built("rotation", document("binary")))
    assert view._panels == {}
    assert view._note.items
    assert picture_of(view) != clocks
    view.show_figure(built("rotation", document()))
    assert picture_of(view) == clocks
    assert not view._note.items


def test_panels_of_b_come_and_go(view: FigureView) -> None:
    both = replace(document(), compare=encoding("rope"))
    for shown, expected in ((document(), False), (both, True), (document(), False)):
        view.show_figure(built("heatmap", shown))
        assert ("heatmap.b" in view._panels) is expected


def test_coming_back_to_a_figure_gives_the_same_pixels(view: FigureView) -> None:
    """Nothing of what was shown in between is left."""
    first = built("waves", document())
    view.show_figure(first)
    before = picture_of(view)
    for other in (document("binary"), replace(document(), compare=encoding("learned")), document(length=3)):
        view.show_figure(built("waves", other))
        assert picture_of(view) != before
    view.show_figure(first)
    assert picture_of(view) == before


@pytest.mark.parametrize("figure", ["heatmap", "waves", "similarity", "rotation"])
@pytest.mark.parametrize(
    "other",
    [
        (document(), View(position=90, key=60)),
        (document(d_model=24), View()),
        (document("binary"), View()),
        (replace(document(), compare=encoding("rope")), View()),
        (document(length=3), View(position=1, key=1, dimension=0)),
    ],
)
def test_all_that_changes_is_painted_again(view: FigureView, figure: str, other: tuple[Document, View]) -> None:
    view.show()
    for before, after in (
        (built(figure, document()), built(figure, *other)),
        (built(figure, *other), built(figure, document())),
    ):
        view.show_figure(before)
        QApplication.processEvents()
        old = view.grab().toImage()
        painted = Painted(view.viewport())
        view.show_figure(after)
        QApplication.processEvents()
        region, new = painted.region, view.grab().toImage()
        assert not region.isEmpty()
        pixels = [np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1) for image in (old, new)]
        rows, columns = np.nonzero(pixels[0] != pixels[1])
        assert len(rows)
        assert all(region.contains(QPoint(x, y)) for x, y in zip(columns.tolist(), rows.tolist(), strict=True))
        painted.deleteLater()


def test_where_something_was_is_painted_again_too() -> None:
    drawing = panel_items.Drawing()
    drawing.show_items((Disc(10, 10, 5),))
    assert drawing.show_items((Disc(100, 100, 5),)) == QRectF(5, 5, 100, 100)
    assert drawing.show_items(()) == QRectF(95, 95, 10, 10)
    assert drawing.show_items(()).isEmpty()


def test_a_moved_cursor_leaves_most_of_the_waves_as_they_are(view: FigureView) -> None:
    view.show()
    view.show_figure(built("waves", document(), View(position=10)))
    QApplication.processEvents()
    painted = Painted(view.viewport())
    view.show_figure(built("waves", document(), View(position=11)))
    QApplication.processEvents()
    assert painted.region.boundingRect().width() < view.width() / 4


# How it is drawn


def test_other_colours_reach_every_part_of_the_picture(view: FigureView) -> None:
    view.show_figure(built("heatmap", document()))
    light = view.grab().toImage()
    view.show_medium(replace(MEDIUM, theme=DARK))
    dark = view.grab().toImage()
    places = [(x, y) for x in range(4, 470, 40) for y in range(4, 310, 40)]
    changed = sum(light.pixelColor(x, y) != dark.pixelColor(x, y) for x, y in places)
    assert changed > 0.95 * len(places)


def test_larger_text_leaves_less_room_for_the_plot(view: FigureView) -> None:
    view.show_figure(built("heatmap", document()))
    before = view.placed("heatmap")
    view.show_medium(replace(MEDIUM, type=SCREEN.scaled(2.0)))
    after = view.placed("heatmap")
    assert before is not None
    assert after is not None
    assert after.rect.x > before.rect.x
    assert after.rect.width < before.rect.width


def test_a_coarse_picture_becomes_exact_at_rest(view: FigureView) -> None:
    figure = built("heatmap", document(length=4096, d_model=512))
    view.show_figure(figure)
    exact = picture_of(view)
    view.show_figure(figure, coarse=True)
    assert picture_of(view) != exact
    view.show_figure(figure)
    assert picture_of(view) == exact


def test_a_pixel_of_the_heatmap_has_the_colour_of_its_value(view: FigureView) -> None:
    view.show_figure(built("heatmap", document(length=2, d_model=2), View(position=0, dimension=0)))
    placed = view.placed("heatmap")
    assert placed is not None
    image: QImage = view.grab().toImage()
    colour = image.pixelColor(round(placed.to_x(1.3)), round(placed.to_y(0.8)))
    expected = LIGHT.palette("signed")[round((0.5403023 + 1) / 2 * 255)]
    assert [colour.red(), colour.green(), colour.blue()] == pytest.approx([int(c) for c in expected], abs=3)


def test_says_whether_every_pixel_is_exact(view: FigureView) -> None:
    view.show_figure(built("heatmap", document(length=100_000)))
    assert view.exact
    view.show_figure(built("rotation", document(length=10_000_000, d_model=16384)))
    assert not view.exact


# Large


def large() -> State:
    return State(Document(length=10_000_000, encoding=Sinusoidal(d_model=16384)), View(position=123_456))


def shown(opened: Opened) -> MainWindow:
    window = opened(State())
    window.model.load(large())
    settle(window)
    return window


def test_ten_million_positions_of_16384_dimensions_are_shown_without_looking_at_all(opened: Opened) -> None:
    window = opened(State())
    start = time.process_time()
    window.model.load(large())
    settle(window)
    assert time.process_time() - start < 60  # a look at each of the 1.6e11 cells would take hours
    assert panel_of(window, "heatmap").y.high == 9_999_999.5


def peak(call: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_million_positions_of_16384_dimensions_take_no_large_memory(opened: Opened) -> None:
    assert peak(lambda: shown(opened)) < 200e6


@pytest.mark.parametrize("figure", ["heatmap", "waves", "similarity", "rotation"])
@pytest.mark.parametrize("id", ["sinusoidal", "rope", "integer", "normalized", "binary", "learned"])
@pytest.mark.parametrize("length", [1, 2, 500])
def test_every_figure_of_every_encoding_is_drawn_at_any_length(
    view: FigureView, figure: str, id: str, length: int
) -> None:
    shown = document(id, length=length)
    view.show_figure(built(figure, shown, View(position=0, key=0, dimension=0).within(shown)))
    assert len(set(picture_of(view))) > 2


def test_the_view_is_named_after_its_figure(opened: Opened) -> None:
    window = opened(state())
    for figure in ("heatmap", "waves", "similarity", "rotation"):
        assert view_of(window, figure).objectName() == figure
