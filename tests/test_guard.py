"""What stops Qt from starting is said in two plain lines."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pe_desktop import guard

OLD, NEW = (3, 11, 9), (3, 12, 0)


@pytest.mark.parametrize(
    ("python", "pyside", "refused"),
    [
        (OLD, (6, 12, 0), True),
        ((3, 10, 14), (6, 12, 0), True),
        (NEW, (6, 12, 0), False),
        (OLD, (6, 11, 3), False),
        (OLD, (6, 9, 3), False),
        ((3, 14, 0), (6, 12, 0), False),
    ],
)
def test_the_one_pyside_that_aborts_is_refused(python: guard.Version, pyside: guard.Version, refused: bool) -> None:
    if not refused:
        guard.refuse_versions(python, pyside)
        return
    with pytest.raises(guard.GuardError) as caught:
        guard.refuse_versions(python, pyside)
    wrong, remedy = str(caught.value).splitlines()
    assert "PySide6 6.12.0" in wrong
    assert "PySide6-Essentials>=6.9.3,<6.12" in remedy


@pytest.mark.parametrize(
    ("platform", "environment", "refused"),
    [
        ("linux", {}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("darwin", {}, False),
        ("win32", {}, False),
    ],
)
def test_a_window_needs_a_display(platform: str, environment: dict[str, str], refused: bool) -> None:
    if not refused:
        guard.refuse_no_display(platform, environment)
        return
    with pytest.raises(guard.GuardError) as caught:
        guard.refuse_no_display(platform, environment)
    wrong, remedy = str(caught.value).splitlines()
    assert "no display" in wrong
    assert "pe-desktop export" in remedy


def test_a_missing_library_of_the_window_is_answered_with_the_line_that_installs_it() -> None:
    with pytest.raises(guard.GuardError) as caught:
        guard.refuse_missing_libraries(["libnothing-of-the-kind.so.7"])
    wrong, remedy = str(caught.value).splitlines()
    assert "libnothing-of-the-kind.so.7" in wrong
    assert "libxcb-cursor0" in remedy


def test_each_library_of_the_window_has_its_package() -> None:
    packages = [library.partition(".so")[0] for library in guard.LIBRARIES]
    assert all(any(package.startswith(name) for package in guard.WINDOW_PACKAGES.split()) for name in packages)
    assert len(packages) == len(guard.WINDOW_PACKAGES.split())


@pytest.mark.parametrize("display", ["", "elsewhere:0", "localhost:10.0", "no display", ":"])
def test_a_display_of_another_machine_is_left_to_qt(display: str) -> None:
    guard.refuse_no_answer(display)


def test_a_missing_library_is_answered_with_the_line_that_installs_it() -> None:
    error = ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
    wrong, remedy = str(guard.unloadable(error)).splitlines()
    assert "libGL.so.1" in wrong
    assert remedy.startswith("On Debian or Ubuntu: apt-get install -y libgl1 libegl1 ")


def test_a_missing_package_is_named() -> None:
    wrong, remedy = str(guard.unloadable(ModuleNotFoundError("No module named 'PySide6'", name="PySide6"))).splitlines()
    assert wrong == "PySide6 is not installed."
    assert "Install" in remedy


def test_a_fault_of_our_own_is_not_blamed_on_qt() -> None:
    with pytest.raises(ImportError, match="no such name"):
        guard.unloadable(ImportError("no such name", name="pe_desktop.gui.window"))


def test_versions_of_this_environment_are_fit() -> None:
    guard.check_versions()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_the_window_without_a_display_exits_with_two_lines() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "pe_desktop"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 2
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_an_export_needs_no_display(tmp_path: object) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "pe_desktop", "export", "waves", "-o", f"{tmp_path}/a.png", "--size", "320x180"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
