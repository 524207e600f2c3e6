"""The menus and their shortcuts, as one table; the help lists them from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


@dataclass(frozen=True)
class Command:
    """One entry: an id for code, words for people, and what it does.

    With `group` it is one of several; with `toggles` it is on or off. `needs` says why it cannot be chosen while its
    action is disabled.
    """

    id: str
    text: str
    run: Callable[[], object]
    keys: str = ""
    group: str = ""
    toggles: bool = False
    needs: str = ""


SEPARATOR = None
NEEDS = "needs"  # the property of an action that says why it cannot be chosen


def add_menu(bar: QMenuBar, title: str, commands: list[Command | None], owner: QWidget) -> dict[str, QAction]:
    """A menu of the bar with these commands; the actions by id."""
    menu = bar.addMenu(title)
    menu.setToolTipsVisible(True)
    return fill_menu(menu, commands, owner)


def fill_menu(menu: QMenu, commands: list[Command | None], owner: QWidget) -> dict[str, QAction]:
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for command in commands:
        if command is None:
            menu.addSeparator()
            continue
        action = QAction(command.text, owner)
        action.setObjectName(f"action.{command.id}")
        action.setProperty(NEEDS, command.needs)
        action.setShortcuts([QKeySequence(k) for k in command.keys.split("; ") if k])
        action.triggered.connect(lambda _=False, run=command.run: run())
        action.setCheckable(bool(command.group) or command.toggles)
        if command.group:
            groups.setdefault(command.group, QActionGroup(owner)).addAction(action)
        menu.addAction(action)
        actions[command.id] = action
    return actions
