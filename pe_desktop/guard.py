"""What stops Qt from starting, said in words before Qt says it by aborting."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress

Version = tuple[int, ...]

PACKAGES = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
WINDOW_PACKAGES = (
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 "
    "libxcb-xkb1 libxcb-render-util0 libxcb-image0 libxcb-util1"
)

LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxcb-xkb.so.1",
    "libxcb-render-util.so.0",
    "libxcb-image.so.0",
    "libxcb-util.so.1",
)
"""What Qt loads to show a window on an X server."""
HEADLESS = "Pictures need none: pe-desktop export heatmap -o heatmap.png, or pe-desktop --screenshot window.png"
ANSWER = 2.0  # seconds for a display to answer


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
    if sys.platform == "linux" and _platform(os.environ) == "xcb":
        refuse_no_answer(os.environ.get("DISPLAY", ""))
        refuse_missing_libraries(LIBRARIES)


def _platform(environment: Mapping[str, str]) -> str:
    """The platform that Qt will choose, as far as that is known."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return chosen or ("wayland" if environment.get("WAYLAND_DISPLAY") else "xcb")


def refuse_no_display(platform: str, environment: Mapping[str, str]) -> None:
    chosen = environment.get("QT_QPA_PLATFORM", "")
    needs_display = not chosen or chosen.startswith(("xcb", "wayland"))
    if platform != "linux" or not needs_display or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return
    raise GuardError("There is no display to show the window on: neither DISPLAY nor WAYLAND_DISPLAY is set.", HEADLESS)


def refuse_no_answer(display: str) -> None:
    """Raises GuardError for a display of this machine on which nobody listens; others are left to Qt."""
    found = re.fullmatch(r"(?:unix)?:(\d{1,6})(?:\.\d+)?", display)
    if found is None:
        return
    path = f"/tmp/.X11-unix/X{found[1]}"
    if not any(_listens(address) for address in (path, f"\0{path}")):
        raise GuardError(f"The display {display}, which DISPLAY names, does not answer.", HEADLESS)


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client, suppress(OSError):
        client.settimeout(ANSWER)
        client.connect(address)
        return True
    return False


def refuse_missing_libraries(names: Iterable[str]) -> None:
    """Raises GuardError where the window's own libraries are not there: Qt would end without a word of them."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            raise GuardError(
                f"The library {name} is missing, without which there is no window.",
                f"On Debian or Ubuntu: apt-get install -y {WINDOW_PACKAGES}",
            ) from None
