"""Everything the menus offer, in one table for each menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from pe_desktop.figure.pages import PAGES, Page, on_page
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.decks.decking import add_to_deck, show_deck
from pe_desktop.gui.exports.again import ExportAgain
from pe_desktop.gui.faults.reporting import copy_report
from pe_desktop.gui.files.recent import fill_recent
from pe_desktop.gui.finding.finding import find_command
from pe_desktop.gui.help import Shortcuts, about
from pe_desktop.gui.kept.settings import THEME_CHOICES
from pe_desktop.gui.menus import SEPARATOR, Command, add_menu, fill_menu
from pe_desktop.presets import PRESETS
from pe_desktop.presets.preset import Preset

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

_TWO = "two have to be compared first"


def add_menus(window: MainWindow) -> dict[str, QAction]:
    """Fill the window's menu bar; all actions by id."""
    bar = window.header.menus
    actions: dict[str, QAction] = {}
    for title, table in {"&File": _file, "&Edit": _edit, "&View": _view}.items():
        actions |= add_menu(bar, title, table(window), window)
    actions |= _add_presets(window)
    actions |= add_menu(bar, "&Help", _help(window), window)
    _add_recent(window, actions["save"])
    actions["fill-none"].setEnabled(False)
    actions["play"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # elsewhere the space bar presses buttons
    window.pages.offer(actions["play"])
    return actions


def _add_recent(window: MainWindow, before: QAction) -> None:
    file = window.header.menus.actions()[0].menu()
    assert isinstance(file, QMenu)
    recent = QMenu("Open &recent", window)
    recent.setToolTipsVisible(True)
    recent.aboutToShow.connect(partial(fill_recent, recent, window))
    file.insertMenu(before, recent)


def _file(window: MainWindow) -> list[Command | None]:
    filing = window.filing
    again = ExportAgain(window.model, filing, window.ask_export, window)
    return [
        Command("new", "&New", filing.new, "Ctrl+N"),
        Command("open", "&Open…", filing.ask_open, "Ctrl+O"),
        Command("diagnose", "D&iagnose a file…", filing.diagnosing.ask, "Ctrl+Shift+O"),
        Command("save", "&Save", filing.save, "Ctrl+S"),
        Command("save-as", "Save &as…", filing.ask_save, "Ctrl+Shift+S"),
        SEPARATOR,
        Command("export", "&Export figure…", window.ask_export, "Ctrl+E"),
        Command("export-again", "Export a&gain", again.start, "Ctrl+Shift+E"),
        Command("add-to-deck", "A&dd to deck", partial(add_to_deck, window), "Ctrl+D"),
        Command("deck", "Dec&k…", partial(show_deck, window), "Ctrl+Shift+D"),
        SEPARATOR,
        Command("quit", "&Quit", window.close, "Ctrl+Q; Ctrl+W"),
    ]


def _edit(window: MainWindow) -> list[Command | None]:
    editing, copying = window.editing, window.copying
    return [
        Command("undo", "&Undo", window.model.undo, "Ctrl+Z", needs="nothing to undo"),
        Command("redo", "&Redo", window.model.redo, "Ctrl+Shift+Z; Ctrl+Y", needs="nothing to redo"),
        SEPARATOR,
        Command("copy-figure", "Copy &figure", copying.copy_figure, "Ctrl+C"),
        Command("copy-data", "Copy &data", copying.copy_data, "Ctrl+Shift+C"),
        Command("copy-command", "Copy as co&mmand", copying.copy_command),
        Command("copy-numpy", "Copy as &NumPy code", copying.copy_numpy),
        Command("copy-matplotlib", "Copy as mat&plotlib code", copying.copy_matplotlib),
        Command("copy-config", "Copy as confi&g.json", copying.copy_config),
        Command("paste", "&Paste", copying.paste, "Ctrl+V"),
        SEPARATOR,
        Command("compare", "&Compare A | B", editing.toggle_compare, "Ctrl+B"),
        Command("swap", "S&wap A and B", editing.swap, needs=_TWO),
        Command("copy-a-to-b", "Copy A &to B", editing.copy_a_to_b, needs=_TWO),
        Command("use-trained", "Use the trai&ned table", partial(_use_trained, window)),
        SEPARATOR,
        Command("reset-all", "Reset &all parameters", editing.reset_all, "Ctrl+Shift+R"),
        SEPARATOR,
        Command("find", "F&ind a command…", partial(find_command, window), "Ctrl+K"),
    ]


def _view(window: MainWindow) -> list[Command | None]:
    pages = [
        Command(f"page-{page.id}", f"Page {page.label}", partial(window.editing.show_page, page.id), f"Alt+{i}")
        for i, page in enumerate(PAGES.values(), 1)
    ]
    figures = dict.fromkeys(figure for page in PAGES.values() for figure in page.figures)
    fills = [Command(f"fill-{id}", id, partial(_fill, window, id)) for id in figures]  # titled when they are shown
    themes = [
        Command(f"theme-{name}", f"{name.capitalize()} colours", partial(window.look.choose_theme, name), group="theme")
        for name in THEME_CHOICES
    ]
    return [
        *pages,
        SEPARATOR,
        *fills,
        Command("fill-none", "Show &all figures", partial(_fill, window, ""), "Ctrl+0; Esc", needs="all are shown"),
        SEPARATOR,
        Command("play", "&Play or pause the rotation", window.pointing.toggle_playing, "Space"),
        Command("present", "P&resentation", window.lessons.present, "F5"),
        Command("reset-zoom", "&Reset zoom", window.pointing.reset_zoom, "Ctrl+R"),
        Command("full-screen", "F&ull screen", partial(_toggle_full_screen, window), "F11"),
        SEPARATOR,
        *themes,
        Command("high-contrast", "&High contrast", window.look.toggle_contrast, toggles=True),
        Command("reduced-motion", "Reduced &motion", window.look.toggle_motion, toggles=True),
        SEPARATOR,
        Command("larger", "&Larger text", partial(window.look.zoom_text, 1), "Ctrl++; Ctrl+="),
        Command("smaller", "&Smaller text", partial(window.look.zoom_text, -1), "Ctrl+-"),
        Command("reset-layout", "Reset la&yout", window.arrangement.reset),
    ]


def _toggle_full_screen(window: MainWindow) -> None:
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)


def _fill(window: MainWindow, figure: str) -> None:
    window.page.fill(figure)


def show_figures(actions: dict[str, QAction], page: Page) -> None:
    """Offer to fill the page with each of its figures, by Ctrl and its place on it, and what they have made."""
    actions["use-trained"].setVisible("training" in page.figures)
    for id, action in actions.items():
        figure = id.removeprefix("fill-")
        if id == figure or figure == "none":
            continue
        shown = figure in page.figures
        action.setVisible(shown)
        action.setText(f"Fill with {PICTURES[figure].title}" if shown else figure)
        action.setShortcuts([QKeySequence(f"Ctrl+{page.figures.index(figure) + 1}")] if shown else [])


def _add_presets(window: MainWindow) -> dict[str, QAction]:
    """A menu of menus, one a group."""
    menu = window.header.menus.addMenu("&Presets")
    gallery = Command("gallery", "&Gallery…", partial(_show_gallery, window), "Ctrl+G")
    actions = fill_menu(menu, [gallery, SEPARATOR], window)
    for group in dict.fromkeys(preset.group for preset in PRESETS.values()):
        commands: list[Command | None] = [
            Command(f"preset-{preset.id}", preset.label.replace("&", "&&"), partial(_show_preset, window, preset))
            for preset in PRESETS.values()
            if preset.group == group
        ]
        actions |= fill_menu(menu.addMenu(group), commands, window)
    return actions


def _show_gallery(window: MainWindow) -> None:
    from pe_desktop.gui.finding.gallery import show_gallery  # what paints small figures is not needed to show a window

    show_gallery(window)


def welcome(window: MainWindow) -> None:
    from pe_desktop.gui.welcome.welcome import show_welcome  # as above

    show_welcome(window)


def _use_trained(window: MainWindow) -> None:
    from pe_desktop.gui.files.trained_table import use_trained_table  # as above: what trains

    use_trained_table(window)


def _show_preset(window: MainWindow, preset: Preset) -> None:
    """A preset is an edit: undo leads back."""
    window.model.take(on_page(preset.state, preset.figure))
    window.say(f"{preset.label}: {preset.source}")


def _help(window: MainWindow) -> list[Command | None]:
    return [
        Command("welcome", "&Welcome", partial(welcome, window)),
        Command("lessons", "&Lessons", window.lessons.toggle, "F2"),
        Command("shortcuts", "&Keyboard and mouse", lambda: Shortcuts(window.actions_by_id, window).open(), "F1"),
        Command("copy-report", "Copy a &report", partial(copy_report, window)),
        Command("about", "&About", lambda: about(window).open()),
    ]
