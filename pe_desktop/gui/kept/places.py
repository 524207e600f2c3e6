"""Folders of the person's own: for what is remembered, and for what is known of the copies that run. Needs no Qt."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "pe-desktop"
NOWHERE = Path("/nonexistent")
"""The home of somebody who has none: nothing can be written there, which is then said as of any such folder."""


def home() -> Path:
    found = os.path.expanduser("~")
    return Path(found) if os.path.isabs(found) else NOWHERE


def _folder(variable: str, linux: str, mac: str) -> Path:
    """The folder that a variable names, or where the system keeps such things."""
    if sys.platform == "win32":
        variable = "LOCALAPPDATA"
    named = os.environ.get(variable, "")
    if os.path.isabs(named) and sys.platform != "darwin":
        return Path(named) / NAME
    return home() / (mac if sys.platform == "darwin" else linux) / NAME


def settings_path() -> Path:
    """What a person has chosen, and where the last copy of the program that was closed left off."""
    return _folder("XDG_CONFIG_HOME", ".config", "Library/Preferences") / "settings.json"


def state_folder() -> Path:
    """The log, and the records of the copies that run."""
    return _folder("XDG_STATE_HOME", ".local/state", "Library/Application Support")


def runs_folder() -> Path:
    return state_folder() / "runs"


def log_path() -> Path:
    return state_folder() / "pe-desktop.log"
