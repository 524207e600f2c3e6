"""The cursor: picked, hovered, moved by keys, played."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encoding import Reading
from pe_desktop.figure.marks import Dots, Facts, Rule
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.model import Model
from pe_desktop.gui.pointing import Pointing
from pe_desktop.gui.window import MainWindow
from tests.gui.hands import drag
from tests.gui.windows import (
    Opened,
    click,
    document,
    double_click,
    drag_in,
    encoding,
    hover,
    move,
    panel_of,
    place_of,
    press,
    run,
    scroll,
    settle,
    state,
    view_of,
    wait_for,
)

ALT = Qt.KeyboardModifier.AltModifier


def rule(window: MainWindow, figure: str, axis: str, panel: str = "") -> float:
    """Where a figure's panel draws the cursor."""
    marks = panel_of(window, figure, panel).marks
    return next(mark.value for mark in marks if isinstance(mark, Rule) and mark.axis == axis)


# Picking


def test_a_pick_in_the_heatmap_moves_the_cursor_in_every_figure(opened: Opened) -> None:
    window = opened(state(key=30))
    click(window, "heatmap", 20, 90)
    assert window.model.view.position == 90
    assert window.model.view.dimension == 20
    assert rule(window, "heatmap", "y") == 90
    assert rule(window, "waves", "x") == 90
    assert rule(window, "similarity", "y") == 90
    assert rule(window, "similarity", "x", "similarity.offset") == 60
    assert rule(window, "rotation", "x", "rotation.score") == 60


def test_a_pick_in_the_waves_is_the_same_position_in_the_heatmap(opened: Opened) -> None:
    window = opened(state())
    click(window, "waves", 100, 0.5)
    assert rule(window, "heatmap", "y") == window.model.view.position == pytest.approx(100, abs=0.5)


def test_a_pick_in_the_similarity_moves_query_and_key(opened: Opened) -> None:
    window = opened(state())
    click(window, "similarity", 12, 80)
    assert (window.model.view.position, window.model.view.key) == (80, 12)


def test_a_pick_on_an_offset_moves_the_key(opened: Opened) -> None:
    window = opened(state(position=64))
    click(window, "similarity", 20, 20, "similarity.offset")
    assert window.model.view.position - window.model.view.key == pytest.approx(20, abs=1)


def test_a_pick_on_a_clock_chooses_its_pair(opened: Opened) -> None:
    window = opened(state())
    click(window, "rotation", 2.9, 0.0)
    pair = encoding("sinusoidal").pair_of(window.model.view.dimension)
    names = [mark.text for mark in panel_of(window, "rotation").marks if getattr(mark, "strong", False)]
    assert f"pair {pair}" == names[1]


def test_dragging_in_a_figure_moves_the_cursor_along(opened: Opened) -> None:
    window = opened(state())
    seen: list[float] = []
    window.model.changed.connect(lambda: seen.append(window.model.view.position))
    drag_in(window, "heatmap", (10, 20), (10, 100))
    assert window.model.view.position == 100
    assert len(set(seen)) > 3
    assert not window.model.can_undo


def test_both_encodings_share_one_cursor(opened: Opened) -> None:
    window = opened(Document(encoding=encoding("sinusoidal"), compare=encoding("rope")))
    click(window, "heatmap", 9, 70, "heatmap.b")
    assert rule(window, "heatmap", "y", "heatmap") == rule(window, "heatmap", "y", "heatmap.b") == 70


# Keys


@pytest.mark.parametrize(
    ("key", "modifiers", "position", "dimension"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, 38, 12),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 36, 12),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 37, 13),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 37, 11),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 47, 12),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 27, 12),
        (Qt.Key.Key_Down, ALT, 37.1, 12),
        (Qt.Key.Key_Up, ALT, 36.9, 12),
    ],
)
def test_keys_move_the_cursor(
    opened: Opened, key: Qt.Key, modifiers: Qt.KeyboardModifier, position: float, dimension: int
) -> None:
    window = opened(state())
    press(window, "heatmap", key, modifiers)
    assert (window.model.view.position, window.model.view.dimension) == (pytest.approx(position), dimension)


@pytest.mark.parametrize("figure", ["waves", "rotation"])
def test_keys_move_the_cursor_on_every_figure(opened: Opened, figure: str) -> None:
    window = opened(state())
    press(window, figure, Qt.Key.Key_Down)
    press(window, figure, Qt.Key.Key_Right)
    assert (window.model.view.position, window.model.view.dimension) == (38, 13)


def test_a_fractional_position_is_shown_everywhere_with_its_exact_value(opened: Opened) -> None:
    window = opened(state())
    for _ in range(5):
        press(window, "heatmap", Qt.Key.Key_Down, ALT)
    assert rule(window, "heatmap", "y") == rule(window, "waves", "x") == 37.5
    expected = float(np.sin(37.5 * 10000 ** (-12 / 64)))
    assert shown(window).value == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(("key", "position", "dimension"), [(Qt.Key.Key_Down, 127, 63), (Qt.Key.Key_Right, 127, 63)])
def test_the_cursor_stays_inside_at_the_end(opened: Opened, key: Qt.Key, position: float, dimension: int) -> None:
    window = opened(State(document(), View(position=127, dimension=63)))
    press(window, "heatmap", key)
    assert (window.model.view.position, window.model.view.dimension) == (position, dimension)


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Left])
def test_the_cursor_stays_inside_at_the_start(opened: Opened, key: Qt.Key) -> None:
    window = opened(State(document(), View(position=0, dimension=0)))
    press(window, "heatmap", key)
    assert (window.model.view.position, window.model.view.dimension) == (0, 0)


# Reading


def shown(window: MainWindow) -> Reading:
    """The reading that the panel was given last."""
    said: list[Reading] = []
    window.pointing.reading_changed.connect(lambda reading, _: said.append(reading))
    window.pointing.read()
    return said[-1]


@pytest.mark.parametrize(("dimension", "position"), [(0, 3), (13, 90), (40, 127), (63, 0)])
def test_hovering_the_heatmap_reads_the_exact_value(opened: Opened, dimension: int, position: int) -> None:
    window = opened(state())
    hover(window, "heatmap", dimension, position)
    angle = position * 10000.0 ** (-(dimension - dimension % 2) / 64)
    expected = np.cos(angle) if dimension % 2 else np.sin(angle)
    assert shown(window).value == pytest.approx(float(expected), abs=1e-14)


def test_hovering_a_sampled_heatmap_still_reads_one_cell(opened: Opened) -> None:
    window = opened(state(length=1_000_000, d_model=4096))
    hover(window, "heatmap", 2000, 654_321)
    rows = dict(shown(window).rows)
    position, dimension = int(rows["position"]), int(rows["dimension"].split()[0])
    angle = position * 10000.0 ** (-(dimension - dimension % 2) / 4096)
    expected = np.cos(angle) if dimension % 2 else np.sin(angle)
    assert shown(window).value == pytest.approx(float(expected), abs=1e-9)


def test_hovering_the_similarity_reads_the_exact_product(opened: Opened) -> None:
    window = opened(state())
    hover(window, "similarity", 10, 25)
    frequencies = 10000.0 ** (-2 * np.arange(32) / 64)
    assert shown(window).value == pytest.approx(float(np.cos(15 * frequencies).sum()), abs=1e-12)


def test_the_reading_says_which_figure_it_is_from(opened: Opened) -> None:
    window = opened(state())
    said: list[str] = []
    window.pointing.reading_changed.connect(lambda _, where: said.append(where))
    hover(window, "waves", 20, 0.0)
    assert "Waves" in said[-1]
    view_of(window, "waves").hovered.emit("", 0.0, 0.0)
    assert said[-1] == ""


def test_hovering_changes_no_state(opened: Opened) -> None:
    window = opened(state())
    before = window.model.state
    hover(window, "heatmap", 5, 5)
    assert window.model.state is before


def test_b_is_read_in_its_own_panel(opened: Opened) -> None:
    window = opened(Document(encoding=encoding("sinusoidal"), compare=encoding("rope")))
    hover(window, "heatmap", 3, 50, "heatmap.b")
    expected = float(np.cos(50 * 10000.0 ** (-6 / 64)))
    assert shown(window).value == pytest.approx(expected, abs=1e-14)


# Zooming


def test_the_wheel_zooms_one_panel_about_the_mouse(opened: Opened) -> None:
    window = opened(state())
    before = {id: view_of(window, id).figure for id in ("waves", "similarity", "rotation")}
    scroll(window, "heatmap", 20, 40, 3)
    panel = panel_of(window, "heatmap")
    assert panel.x.low < 20 < panel.x.high
    assert panel.y.low < 40 < panel.y.high
    assert panel.x.high - panel.x.low < 60
    assert set(window.model.view.ranges) == {"heatmap"}
    assert {id: view_of(window, id).figure for id in before} == before


def test_a_double_click_shows_the_whole_panel_again(opened: Opened) -> None:
    window = opened(state())
    scroll(window, "heatmap", 20, 40, 3)
    scroll(window, "waves", 60, 0.2, 3)
    double_click(window, "heatmap", 20, 40)
    assert set(window.model.view.ranges) == {"waves"}
    assert (panel_of(window, "heatmap").x.low, panel_of(window, "heatmap").x.high) == (-0.5, 63.5)


def test_reset_zoom_shows_all_panels_whole(opened: Opened) -> None:
    window = opened(state())
    for figure, x, y in (("heatmap", 20, 40), ("waves", 60, 0.2), ("similarity", 60, 60)):
        scroll(window, figure, x, y, 2)
    run(window, "reset-zoom")
    assert dict(window.model.view.ranges) == {}


@pytest.mark.parametrize("figure", ["heatmap", "waves", "similarity"])
def test_zooming_out_ends_at_the_limits(opened: Opened, figure: str) -> None:
    window = opened(state())
    whole = panel_of(window, figure)
    scroll(window, figure, 20, 0.3, 4)
    scroll(window, figure, 20, 0.3, -40)
    after = panel_of(window, figure)
    assert (after.x.low, after.x.high) == pytest.approx((whole.x.low, whole.x.high))
    assert (after.y.low, after.y.high) == pytest.approx((whole.y.low, whole.y.high))


def test_zooming_in_for_ever_ends_somewhere(opened: Opened) -> None:
    window = opened(state())
    for _ in range(8):
        scroll(window, "heatmap", 20, 40, 30)
    panel = panel_of(window, "heatmap")
    assert panel.x.high > panel.x.low
    assert panel.y.high > panel.y.low


def test_a_panel_that_does_not_zoom_leaves_the_wheel_alone(opened: Opened) -> None:
    window = opened(state())
    scroll(window, "rotation", 0.0, 0.0, 3)
    assert dict(window.model.view.ranges) == {}


# Playing


def test_play_moves_the_query_and_pause_stops_it(opened: Opened) -> None:
    window = opened(state("rope", position=5, key=0))
    window.editing.edit("view", "speed", 256.0)
    play = window.page.transport.findChild(type(window.page.transport._play), "play")
    play.click()
    wait_for(lambda: window.model.view.position > 10)
    assert play.accessibleName() == "Pause the rotation"
    play.click()
    assert not window.pointing.player.playing
    assert play.accessibleName() == "Play the rotation"


def test_playing_begins_again_at_the_end(opened: Opened) -> None:
    window = opened(state("rope", position=120, key=0))
    window.editing.edit("view", "speed", 1000.0)
    seen: list[float] = []
    window.model.changed.connect(lambda: seen.append(window.model.view.position))
    window.pointing.play(True)
    wait_for(lambda: bool(seen) and min(seen) < 10)
    window.pointing.play(False)
    assert max(seen) <= 127


@pytest.mark.parametrize(("button", "position"), [("back", 36), ("forward", 38)])
def test_steps_move_by_one_position(opened: Opened, button: str, position: float) -> None:
    window = opened(state())
    getattr(window.page.transport, f"_{button}").click()
    assert window.model.view.position == position


def test_the_scrubber_moves_the_query(opened: Opened) -> None:
    window = opened(state())
    scrubber = window.page.transport._scrubber
    drag(scrubber, [scrubber.handle_x(), scrubber.handle_x() + 40, scrubber.handle_x() + 60])
    assert window.model.view.position > 40
    settle(window)
    assert rule(window, "heatmap", "y") == window.model.view.position


def test_moving_both_leaves_the_score_where_it_is(opened: Opened) -> None:
    window = opened(state("rope", position=40, key=33))

    def facts() -> dict[str, str]:
        marks = panel_of(window, "rotation", "rotation.facts").marks
        return {name: value for mark in marks if isinstance(mark, Facts) for name, value, _ in mark.rows}

    before = facts()
    window.page.transport._together.click()
    for _ in range(7):
        press(window, "rotation", Qt.Key.Key_Down)
    after = facts()
    assert (window.model.view.position, window.model.view.key) == (47, 40)
    assert after["query m"] != before["query m"]
    assert after["score at m, n"] == before["score at m, n"]
    assert after["offset m − n"] == before["offset m − n"] == "7"


def test_apart_the_score_follows_the_offset(opened: Opened) -> None:
    window = opened(state("rope", position=40, key=33))
    rotation = PICTURES["rotation"]
    before = rotation.scalars(window.model.document, window.model.view)["score"]
    press(window, "rotation", Qt.Key.Key_Down)
    assert window.model.view.key == 33
    assert rotation.scalars(window.model.document, window.model.view)["score"] != before


def test_the_speed_is_chosen_and_kept(opened: Opened) -> None:
    window = opened(state())
    speed = window.page.transport._speed
    speed.setCurrentIndex(0)
    speed.activated.emit(0)
    settle(window)
    assert window.model.view.speed == 0.5
    assert speed.currentText() == "0.5/s"


def test_a_dot_on_the_score_stands_at_the_offset(opened: Opened) -> None:
    window = opened(state(position=50, key=20))
    dots = next(mark for mark in panel_of(window, "rotation", "rotation.score").marks if isinstance(mark, Dots))
    assert dots.points[0][0] == 30


@pytest.mark.parametrize("length", [1, 2])
def test_a_sequence_of_one_or_two_can_be_played(qapp: object, length: int) -> None:
    model = Model(State(Document(length=length), View(position=0, key=0)))
    pointing = Pointing(model)
    pointing.player.ticked.emit(0.05)
    assert 0 <= model.view.position <= length - 1


def test_the_length_of_what_is_shown_bounds_the_cursor(opened: Opened) -> None:
    window = opened(state(position=100))
    window.editing.edit("document", "length", 50)
    settle(window)
    assert rule(window, "heatmap", "y") == 49
    window.editing.edit("document", "length", 128)
    settle(window)
    assert rule(window, "heatmap", "y") == 100


def test_a_drag_goes_on_in_peace_when_its_panel_is_taken_away(opened: Opened) -> None:
    """As when B is closed by a key while the hand is on it."""
    shown = document()
    window = opened(shown.showing(shown.encoding, encoding("binary")))
    viewport, point = place_of(window, "heatmap", 3, 10, "heatmap.b")
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=point.toPoint())
    move(viewport, point + QPointF(20, 0), Qt.MouseButton.LeftButton)
    window.editing.compare(False)
    window.rest()
    assert view_of(window, "heatmap").placed("heatmap.b") is None
    before = window.model.view
    move(viewport, point + QPointF(40, 0), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert window.model.view == before
