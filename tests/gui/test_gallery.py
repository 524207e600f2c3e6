"""The gallery of presets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.finding.gallery import Gallery
from pe_desktop.gui.window import MainWindow
from pe_desktop.presets import PRESETS
from tests.gui.windows import Opened, picture_of, run, settle, state, wait_for

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(state())


@pytest.fixture
def gallery(window: MainWindow) -> Gallery:
    """As Ctrl+G opens it."""
    QTest.keyClick(window, KEY.Key_G, CONTROL)
    found = window.findChild(Gallery)
    assert found is not None
    QApplication.processEvents()
    assert found.search.hasFocus()
    return found


def chosen(gallery: Gallery) -> str:
    assert gallery.list.preset is not None
    return gallery.list.preset.id


def place(gallery: Gallery, id: str) -> QPoint:
    shown = gallery.list.model()
    row = next(r for r in range(shown.rowCount()) if shown.index(r, 0).data() == PRESETS[id].label)
    gallery.list.scrollTo(shown.index(row, 0))
    return gallery.list.visualRect(shown.index(row, 0)).center()


def test_every_preset_is_there_under_its_group(gallery: Gallery) -> None:
    assert [preset.id for preset in gallery.list.presets] == list(PRESETS)
    model = gallery.list.model()
    headings = [model.index(r, 0).data() for r in range(model.rowCount()) if not model.index(r, 0).flags()]
    assert headings == list(dict.fromkeys(preset.group for preset in PRESETS.values()))


def test_every_preset_gets_a_picture_in_the_colours_of_the_window(opened: Opened) -> None:
    window = opened(state(), theme="dark")
    run(window, "gallery")
    gallery = window.findChild(Gallery)
    assert gallery is not None
    wait_for(lambda: gallery.list.thumbnails.settled)
    for preset in PRESETS.values():
        picture = gallery.list.picture(preset)
        assert picture is not None, preset.id
        assert picture.pixelColor(0, 0) == gallery.palette().base().color(), preset.id


def test_what_is_seen_is_painted_first_and_what_was_painted_is_kept(gallery: Gallery) -> None:
    assert gallery.list.picture(PRESETS["tensor2tensor-ladder"]) is None
    gallery.list.scrollToBottom()
    wait_for(lambda: gallery.list.picture(PRESETS["tensor2tensor-ladder"]) is not None)
    assert not gallery.list.thumbnails.settled
    gallery.reject()
    run(gallery.parentWidget(), "gallery")  # type: ignore[arg-type]
    assert gallery.list.picture(PRESETS["tensor2tensor-ladder"]) is not None


def test_it_paints_nothing_while_it_is_closed(gallery: Gallery) -> None:
    gallery.reject()
    wait_for(lambda: gallery.list.thumbnails.settled)
    assert any(gallery.list.picture(preset) is None for preset in PRESETS.values())


def test_the_chosen_one_says_its_source_and_what_to_look_for(gallery: Gallery) -> None:
    preset = PRESETS["d2l-waves"]
    assert chosen(gallery) == preset.id
    assert preset.source in gallery.source.text()
    assert gallery.name.text() == preset.label
    assert gallery.seen.text() == PICTURES["waves"].explanation
    assert gallery.attempt.text() == PICTURES["waves"].attempt


def test_arrow_keys_go_through_the_grid_and_pass_over_headings(gallery: Gallery) -> None:
    ids = list(PRESETS)
    QTest.keyClick(gallery.search, KEY.Key_Right)
    assert chosen(gallery) == ids[1]
    QTest.keyClick(gallery.search, KEY.Key_Left)
    for _ in range(60):
        QTest.keyClick(gallery.search, KEY.Key_Down)
    assert PRESETS[chosen(gallery)].group == "Pitfalls"
    QTest.keyClick(gallery.search, KEY.Key_Home)
    assert gallery.list.preset is not None


def test_enter_shows_the_chosen_one_as_an_edit(gallery: Gallery, window: MainWindow) -> None:
    before = window.model.document
    QTest.keyClicks(gallery.search, "kazemnejad figure 3")
    QTest.keyClick(gallery.search, KEY.Key_Return)
    settle(window)
    assert not gallery.isVisible()
    assert window.model.document == PRESETS["kazemnejad-similarity"].state.document
    run(window, "undo")
    assert window.model.document == before


def test_a_double_click_shows_it(gallery: Gallery, window: MainWindow) -> None:
    viewport = gallery.list.viewport()
    where = place(gallery, "alammar-2018")
    for send in (QTest.mousePress, QTest.mouseRelease, QTest.mouseDClick, QTest.mouseRelease):
        send(viewport, Qt.MouseButton.LeftButton, NONE, where)
    settle(window)
    assert window.model.document == PRESETS["alammar-2018"].state.document


def test_a_click_only_tells_of_it(gallery: Gallery, window: MainWindow) -> None:
    QTest.mouseClick(gallery.list.viewport(), Qt.MouseButton.LeftButton, NONE, place(gallery, "alammar-2018"))
    assert (chosen(gallery), gallery.isVisible()) == ("alammar-2018", True)
    assert window.model.document == state().document


@pytest.mark.parametrize(
    ("typed", "found"),
    [("alammar", "alammar-2018"), ("deepseek", "deepseek-v3"), ("pitfalls bf16", "bf16-positions"), ("mae", "mae")],
)
def test_a_search_leaves_what_fits(gallery: Gallery, typed: str, found: str) -> None:
    QTest.keyClicks(gallery.search, typed)
    ids = [preset.id for preset in gallery.list.presets]
    assert found in ids
    assert len(ids) < 10
    assert chosen(gallery) in ids


def test_without_a_match_it_says_so_and_shows_nothing(gallery: Gallery, window: MainWindow) -> None:
    QTest.keyClicks(gallery.search, "qqqq")
    assert gallery.list.presets == ()
    assert not gallery.show_button.isEnabled()
    empty = picture_of(gallery.list)
    QTest.keyClicks(gallery.search, "q")
    assert picture_of(gallery.list) != empty
    QTest.keyClick(gallery.search, KEY.Key_Return)
    assert (gallery.isVisible(), window.model.can_undo) == (True, False)
    QTest.keyClick(gallery.search, KEY.Key_Escape)
    assert not gallery.isVisible()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_cells_fill_each_row_evenly_and_none_is_cut(gallery: Gallery, window: MainWindow, zoom: float) -> None:
    gallery.reject()
    window.look.choose_zoom(zoom)
    run(window, "gallery")
    grid, model = gallery.list, gallery.list.model()
    rects = [grid.visualRect(model.index(r, 0)) for r in range(model.rowCount()) if model.index(r, 0).flags()]
    assert len({rect.width() for rect in rects}) == 1
    assert all(rect.right() <= grid.viewport().width() for rect in rects)
    columns = len({rect.x() for rect in rects})
    assert columns * rects[0].width() > grid.viewport().width() - columns - 1
