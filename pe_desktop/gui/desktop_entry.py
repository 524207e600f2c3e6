"""The program among the others of a desktop: its entry in the menus, its icon, and the type of its documents.

All of it goes where the XDG Base Directory Specification has a person's own data. Sources: Desktop Entry
Specification 1.5, Shared MIME-info Database 2.2, Icon Theme Specification 0.13.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pe_desktop.document import MIME, SUFFIX
from pe_desktop.export.atomic import replacing
from pe_desktop.gui.widgets.icons import app_picture, app_svg

ID = "pe-desktop"
"""Name of the entry and of its icon, and what the window says it belongs to."""

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels of the icon's sides, beside the drawing that is sharp at any."""

_ENTRY = """[Desktop Entry]
Type=Application
Version=1.0
Name=Positional Encoding
GenericName=Visualizer of positional encodings
Comment=See what the positional encodings of Transformers do
Keywords=transformer;attention;embedding;rotary;RoPE;sinusoidal;
Exec={run} %f
Icon={id}
Terminal=false
StartupNotify=true
StartupWMClass={id}
Categories=Science;DataVisualization;
MimeType={mime};
"""

_TYPE = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{mime}">
    <comment>Positional encoding document</comment>
    <sub-class-of type="application/json"/>
    <icon name="{id}"/>
    <glob pattern="*{suffix}" weight="60"/>
  </mime-type>
</mime-info>
"""

_DATABASES = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))
_DERIVED = {
    "mime": (
        "XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version"
    ),
    "applications": "mimeinfo.cache",
}
"""What these programs write: nothing of it is a person's."""


def data_home(environment: Mapping[str, str]) -> Path:
    """The folder of a person's own data: XDG_DATA_HOME where that is an absolute path, as the specification asks."""
    given = Path(environment.get("XDG_DATA_HOME", ""))
    return given if given.is_absolute() else Path.home() / ".local" / "share"


def files(run: str) -> dict[str, bytes]:
    """All that is installed, by its path below the folder of data; `run` starts the program."""
    pictures = {f"icons/hicolor/{side}x{side}/apps/{ID}.png": app_picture(side) for side in SIZES}
    return {
        f"applications/{ID}.desktop": _ENTRY.format(run=run, id=ID, mime=MIME).encode(),
        f"mime/packages/{ID}.xml": _TYPE.format(mime=MIME, id=ID, suffix=SUFFIX).encode(),
        f"icons/hicolor/scalable/apps/{ID}.svg": app_svg(),
        **pictures,
    }


def install(home: Path) -> list[Path]:
    """Write the files, and let the desktop's databases know; the paths. Raises OSError where one cannot be written."""
    written = []
    for name, content in files(_command()).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(content)
        path.chmod(0o644)
        written.append(path)
    _update(home)
    return written


def remove(home: Path) -> list[Path]:
    """Take away what `install` wrote, and folders that are then empty; the paths. Raises OSError."""
    removed = [path for path in (home / name for name in files("")) if path.is_file()]
    for path in removed:
        path.unlink()
    _update(home)
    for folder, kept in (("mime", "packages/*.xml"), ("applications", "*.desktop")):
        if not any((home / folder).glob(kept)):  # the databases are of nothing now
            for name in _DERIVED[folder].split():
                (home / folder / name).unlink(missing_ok=True)
    for emptied in (home / "mime" / "application", *(path.parent for path in removed)):
        _tidy(emptied, home)
    return removed


def _tidy(folder: Path, home: Path) -> None:
    """Remove a folder and those around it, as far as they are empty."""
    while folder != home and home in folder.parents:
        with suppress(FileNotFoundError):
            if any(folder.iterdir()):
                return
            folder.rmdir()
        folder = folder.parent


def _update(home: Path) -> None:
    """Where there are no such programs, desktops read the files themselves."""
    for program, folder in _DATABASES:
        found = shutil.which(program)
        if found and (home / folder).is_dir():
            subprocess.run([found, str(home / folder)], capture_output=True, check=False, timeout=60)


def _command() -> str:
    """What starts this very program, wherever it was installed."""
    script = Path(sys.executable).with_name(ID)
    if os.access(script, os.X_OK):
        return quoted(str(script))
    return f"{quoted(sys.executable)} -m pe_desktop"


def quoted(argument: str) -> str:
    """An argument of the key Exec, which is unquoted twice: as a string of the file, and as a word of a command.

    Raises ValueError for one with a line break, which no entry can hold.
    """
    if not argument.isprintable():
        raise ValueError(f"{argument!r} cannot stand in a desktop entry")
    word = "".join("\\" + letter if letter in '"`$\\' else letter for letter in argument)
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'
