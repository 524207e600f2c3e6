"""Who hears what: the signals of the window's parts, and what answers them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pe_desktop.gui.figure_menu import show_figure_menu
from pe_desktop.gui.files.bringing import ask_value
from pe_desktop.gui.widgets.focus import order_focus

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow


def connect_parts(window: MainWindow) -> None:
    """Parts show and say; the model, and what edits it, answers."""
    _connect_page(window)
    _connect_transport(window)
    _connect_panel(window)
    _connect_header(window)
    window.pages.page_shown.connect(lambda _: order_focus(window.body))


def _connect_page(window: MainWindow) -> None:
    page, pointing = window.pages, window.pointing
    pointing.reading_changed.connect(window.panel.show_reading)
    pointing.reading_changed.connect(lambda reading, where: page.current.show_reading(reading, where))
    page.picked.connect(pointing.pick)
    page.hovered.connect(pointing.hover)
    page.ranged.connect(pointing.zoom)
    page.turned.connect(pointing.turn)
    page.held.connect(window.editing.hold)
    page.dragged.connect(window.editing.reorder)
    page.zoom_reset.connect(pointing.reset_zoom)
    page.cursor_moved.connect(pointing.step)
    page.export_requested.connect(window.ask_export)
    page.options_requested.connect(window.panel.reveal)
    page.menu_requested.connect(partial(show_figure_menu, window))
    window.rail.page_chosen.connect(window.editing.show_page)


def _connect_transport(window: MainWindow) -> None:
    transport, pointing = window.pages, window.pointing
    transport.play_toggled.connect(pointing.play)
    transport.stepped.connect(lambda positions: pointing.step(positions))
    transport.scrubbed.connect(pointing.scrub)
    transport.speed_edited.connect(lambda speed: window.editing.edit("view", "speed", speed))
    transport.together_toggled.connect(lambda on: window.editing.edit("view", "together", on))
    pointing.player.playing_changed.connect(transport.show_playing)


def _connect_panel(window: MainWindow) -> None:
    panel, editing = window.panel, window.editing
    panel.encoding_chosen.connect(editing.choose_encoding)
    panel.edited.connect(editing.edit)
    panel.started.connect(window.model.begin)
    panel.finished.connect(window.model.finish)
    panel.reset_requested.connect(editing.reset)
    panel.reset_all_requested.connect(editing.reset_all)
    panel.play_toggled.connect(window.sweep.play)
    panel.open_requested.connect(partial(ask_value, window))
    panel.copy_requested.connect(editing.copy_a_to_b)
    panel.swap_requested.connect(editing.swap)
    panel.compare_toggled.connect(editing.compare)
    window.sweep.playing_changed.connect(panel.show_playing)


def _connect_header(window: MainWindow) -> None:
    window.header.undo.clicked.connect(window.model.undo)
    window.header.redo.clicked.connect(window.model.redo)
    window.header.compare.clicked.connect(window.editing.compare)
    window.header.export.clicked.connect(lambda: window.ask_export())
