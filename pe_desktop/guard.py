"""What stops Qt from starting, said in words before Qt says it by aborting."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

Version = tuple[int, ...]

PACKAGES = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
WINDOW_PACKAGES = (
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 "
    "libxcb-xkb1 libxcb-render-util0 libxcb-image0 libxcb-util1"
)


class GuardError(RuntimeError):
    """Two plain lines: what is wrong, and what to do about it."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong}\n{remedy}")


def check_versions() -> None:
    """Raises GuardError for a PySide6 that would abort on this Python."""
    from importlib import metadata  # its own import takes longer than the check

    try:
        installed = metadata.version("PySide6-Essentials")
    except metadata.PackageNotFoundError:
        return  # however else it was installed, importing it will tell
    refuse_versions(sys.version_info[:3], tuple(int(part) for part in installed.split(".")[:3] if part.isdigit()))


def refuse_versions(python: Version, pyside: Version) -> None:
    """PySide6 6.12.0 drops a reference to None in every call that returns it; from Python 3.12 on, None is immortal."""
    if python < (3, 12) and pyside == (6, 12, 0):
        raise GuardError(
            f"PySide6 6.12.0 aborts on Python {python[0]}.{python[1]} after a few thousand calls.",
            "Install another one: python -m pip install 'PySide6-Essentials>=6.9.3,<6.12'",
        )


def unloadable(error: ImportError) -> GuardError:
    """What to do about PySide6, or another package, that cannot be imported. Raises what is a fault of our own."""
    if (error.name or "").partition(".")[0] == "pe_desktop":
        raise error
    if isinstance(error, ModuleNotFoundError):
        return GuardError(f"{error.name} is not installed.", "Install the program again, with all that it needs.")
    return GuardError(
        f"Qt cannot be loaded: {' '.join(str(error).split())}.",
        f"On Debian or Ubuntu: apt-get install -y {PACKAGES}",
    )


def check_window() -> None:
    """Raises GuardError when a window cannot be shown: Qt would blame a missing library, and abort."""
    check_versions()
    refuse_no_display(sys.platform, os.environ)


def refuse_no_display(platform: str, environment: Mapping[str, str]) -> None:
    chosen = environment.get("QT_QPA_PLATFORM", "")
    needs_display = not chosen or chosen.startswith(("xcb", "wayland"))
    if platform != "linux" or not needs_display or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return
    raise GuardError(
        "There is no display to show the window on: neither DISPLAY nor WAYLAND_DISPLAY is set.",
        "Pictures need none: pe-desktop export heatmap -o heatmap.png, or pe-desktop --screenshot window.png",
    )
