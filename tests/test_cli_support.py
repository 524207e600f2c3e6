"""For a report and for a fresh start: `--info`, `--reset`, `--safe-mode`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pe_desktop import __version__
from pe_desktop.cli import main
from pe_desktop.gui.kept.runs import begin
from pe_desktop.gui.kept.settings import Settings, load_settings, settings_path, settings_text
from tests.gui.windows import home as home

ROOT = Path(__file__).parents[1]


def alone(home: Path, *arguments: str, without: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, without a display."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", *without)
    environment = {k: v for k, v in os.environ.items() if k not in names}
    environment |= {"PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "pe_desktop", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_info_needs_no_display(home: Path) -> None:
    done = alone(home, "--info")
    assert (done.returncode, done.stderr) == (0, "")
    for word in (__version__, "Python", "PySide6", "pyqtgraph", "NumPy", "Platform", "There is no display"):
        assert word in done.stdout
    for path in (settings_path(), home / "state"):
        assert str(path) in done.stdout


def test_info_says_what_the_screen_is_like(home: Path) -> None:
    done = alone(home, "--info", QT_QPA_PLATFORM="offscreen")
    assert "offscreen" in done.stdout
    assert "at scale 1" in done.stdout


def test_info_needs_no_qt(home: Path) -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None; from pe_desktop.cli import main; "
        "status = main(['--info']); assert 'PySide6.QtCore' not in sys.modules; sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "NumPy" in done.stdout


def test_reset_puts_settings_and_sessions_aside_and_says_where(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(settings_text(Settings(theme="dark")))
    run, _ = begin()
    run.write({"session": "{}"}, "running")
    run.let_go()
    assert main(["--reset"]) == 0
    said = capsys.readouterr().out
    assert "The next start begins afresh" in said
    (aside,) = (home / "state" / "pe-desktop").glob("reset *")
    assert str(aside) in said
    assert load_settings(aside / "settings.json")[0].theme == "dark"
    assert len(list((aside / "runs").glob("*.json"))) == 1
    assert not settings_path().exists()
    assert main(["--reset"]) == 0
    assert "nothing to reset" in capsys.readouterr().out


def test_reset_is_refused_while_the_program_runs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(settings_text(Settings()))
    run, _ = begin()
    assert main(["--reset"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert settings_path().exists()
    run.end()


def test_reset_where_nothing_can_be_moved_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(settings_text(Settings()))
    (home / "state").write_text("a file where the folder would be")
    assert main(["--reset"]) == 2
    wrong, remedy = capsys.readouterr().err.splitlines()
    assert "cannot be put aside" in wrong
    assert "--safe-mode" in remedy
    assert settings_path().exists()


def test_help_names_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for flag in ("--info", "--reset", "--safe-mode"):
        assert flag in said


@pytest.mark.skipif(sys.platform != "linux", reason="displays as X has them")
def test_a_display_that_does_not_answer_is_said_in_two_lines(home: Path) -> None:
    done = alone(home, DISPLAY=":4711")
    assert done.returncode == 2
    wrong, remedy = done.stderr.splitlines()
    assert ":4711" in wrong
    assert "pe-desktop export" in remedy


@pytest.mark.parametrize("arguments", [("--info",), ("list",), ("export", "heatmap", "-o", "{}/a.svg")])
def test_without_a_home_what_needs_none_still_works(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    given = [argument.format(tmp_path) for argument in arguments]
    done = alone(tmp_path, *given, without=("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"))
    assert (done.returncode, done.stderr) == (0, "")
