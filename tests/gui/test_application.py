"""Starting and ending the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import pe_desktop.gui
from pe_desktop.document import Document, State, to_json
from pe_desktop.export.request import Request
from pe_desktop.export.writing import export
from pe_desktop.gui import application
from pe_desktop.gui.application import FRAME, Start, create_window, run
from pe_desktop.gui.kept.settings import Settings, load_settings, settings_path, settings_text
from pe_desktop.gui.pages import page_view
from pe_desktop.gui.welcome.welcome import Welcome
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Dialogs, leave, settle, state

ROOT = Path(__file__).parents[2]


def main_window() -> MainWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())


@pytest.fixture
def ended(home: Path) -> Iterator[None]:
    """Windows that `run` has closed are deleted, as they are at the end of the program."""
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            leave(widget)


# Pictures of the window


@pytest.mark.usefixtures("ended")
@pytest.mark.parametrize(
    ("theme", "size", "background"), [("light", (1440, 900), "#f4f5f7"), ("dark", (1024, 700), "#121417")]
)
def test_a_screenshot_has_the_size_and_colours_asked_for(
    tmp_path: Path, theme: str, size: tuple[int, int], background: str
) -> None:
    path = tmp_path / "window.png"
    assert run(Start(screenshot=str(path), window_size=size, theme=theme)) == 0
    image = QImage(str(path))
    assert (image.width(), image.height()) == size
    assert image.pixelColor(size[0] - 6, size[1] // 2).name() == background


@pytest.mark.usefixtures("ended")
def test_a_screenshot_shows_the_given_state(tmp_path: Path) -> None:
    for name, given in (("a", state()), ("b", state("binary"))):
        run(Start(screenshot=str(tmp_path / f"{name}.png"), state=given, theme="light"))
    assert QImage(str(tmp_path / "a.png")) != QImage(str(tmp_path / "b.png"))


@pytest.mark.usefixtures("ended")
def test_a_screenshot_of_a_file_shows_its_state_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even on a machine so slow that figures are coarse while they change."""
    monkeypatch.setattr(page_view, "SLOW", 0.0)
    export(Request(state("rope", length=64), "heatmap", size=(320, 240)), tmp_path / "rope.png")
    run(Start(screenshot=str(tmp_path / "a.png"), state=state("rope", length=64), theme="light"))
    run(Start(screenshot=str(tmp_path / "b.png"), file=str(tmp_path / "rope.png"), theme="light"))
    a, b = QImage(str(tmp_path / "a.png")), QImage(str(tmp_path / "b.png"))
    assert a.copy(400, 60, 1000, 800) == b.copy(400, 60, 1000, 800)


@pytest.mark.usefixtures("ended")
def test_a_screenshot_that_cannot_be_written_ends_with_two_and_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(Start(screenshot=str(tmp_path / "nowhere" / "window.png"))) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.usefixtures("ended")
def test_a_screenshot_of_a_wrong_file_ends_with_two_and_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.json").write_text("{}")
    path = tmp_path / "window.png"
    assert run(Start(screenshot=str(path), file=str(tmp_path / "wrong.json"))) == 2
    assert capsys.readouterr().err.startswith("wrong.json: ")
    assert not path.exists()


@pytest.mark.usefixtures("ended")
def test_a_screenshot_never_asks_for_anything(tmp_path: Path, dialogs: Dialogs) -> None:
    text = to_json(State(Document(length=8)))
    table = '{"id":"learned","table":{"name":"gone","sha256":"%s","shape":[9,4],"dtype":"float32"}}' % ("0" * 64)
    start = text.index('"encoding":{') + len('"encoding":')
    (tmp_path / "needy.json").write_text(text[:start] + table + text[text.index("}", start) + 1 :])
    assert run(Start(screenshot=str(tmp_path / "window.png"), file=str(tmp_path / "needy.json"))) == 2
    assert dialogs.asked == []


@pytest.mark.usefixtures("ended")
def test_a_screenshot_neither_restores_nor_keeps_a_session(tmp_path: Path) -> None:
    settings_path().parent.mkdir(parents=True)
    text = settings_text(Settings(session=to_json(state("binary"))))
    settings_path().write_text(text)
    run(Start(screenshot=str(tmp_path / "a.png"), theme="light"))
    assert settings_path().read_text() == text


# A session of work


def at_work(call: Callable[[MainWindow], object]) -> None:
    """Call this once the program runs, then close its window."""

    def act() -> None:
        window = main_window()
        try:
            call(window)
        finally:
            window.model.mark_saved(window.model.document)
            window.close()

    QTimer.singleShot(0, act)


@pytest.mark.usefixtures("ended")
def test_closing_the_window_ends_the_program_and_keeps_the_session() -> None:
    at_work(lambda window: window.editing.edit("document", "length", 33))
    assert run(Start()) == 0
    assert '"length":33' in load_settings(settings_path())[0].session


@pytest.mark.usefixtures("ended")
def test_the_window_comes_back_to_its_place() -> None:
    at_work(lambda window: window.setGeometry(20, 30, 780, 560))
    run(Start())
    found = []
    at_work(lambda window: found.append((window.width(), window.height())))
    run(Start())
    assert found == [(780, 560)]


@pytest.mark.usefixtures("ended")
def test_at_the_first_start_all_of_the_window_is_on_the_screen() -> None:
    found = []
    at_work(lambda window: found.append((window.height(), window.minimumHeight(), window.screen().availableSize())))
    run(Start())
    ((high, least, screen),) = found
    assert high == max(least, screen.height() - FRAME.height()) < screen.height()


@pytest.mark.usefixtures("ended")
def test_a_place_that_is_on_no_screen_is_not_used() -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(settings_text(Settings(geometry=(50_000, 50_000, 900, 600))))
    found = []
    at_work(lambda window: found.append(window.pos().x()))
    run(Start())
    assert found[0] < 10_000


@pytest.mark.usefixtures("ended")
def test_a_given_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(to_json(state("rope", length=17)))
    found = []
    at_work(lambda window: found.append((window.model.document, window.filing.path)))
    run(Start(file=str(path)))
    assert found == [(state("rope", length=17).document, path)]


# Welcome


def welcomed(start: Start) -> bool:
    """Whether the program begins with the welcome page."""
    found = []

    def look(window: MainWindow) -> None:
        settle(window)
        found.append(window.findChild(Welcome) is not None)

    at_work(look)
    run(start)
    return found == [True]


@pytest.mark.usefixtures("ended")
def test_the_very_first_start_welcomes_and_the_next_does_not() -> None:
    assert welcomed(Start())
    assert not welcomed(Start())


@pytest.mark.usefixtures("ended")
def test_every_start_welcomes_where_that_is_wished() -> None:
    def wish(window: MainWindow) -> None:
        settle(window)
        shown = window.findChild(Welcome)
        assert shown is not None
        QTest.mouseClick(shown.at_start, Qt.MouseButton.LeftButton)

    at_work(wish)
    run(Start())
    assert welcomed(Start())


@pytest.mark.usefixtures("ended")
def test_a_given_file_is_shown_without_a_welcome(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text(to_json(state("rope")))
    assert not welcomed(Start(file=str(file)))


@pytest.mark.usefixtures("ended")
def test_a_screenshot_has_no_welcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[MainWindow] = []
    monkeypatch.setattr(application, "welcome", asked.append)
    run(Start(screenshot=str(tmp_path / "window.png")))
    QApplication.processEvents()
    assert asked == []


@pytest.mark.usefixtures("ended")
def test_damaged_settings_are_told_once_in_the_status_line() -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("{")
    found = []
    for _ in range(2):
        at_work(lambda window: found.append(window.statusBar().currentMessage()))
        run(Start())
    assert "set aside" in found[0]
    assert found[1] == ""


def test_importing_the_package_loads_no_qt() -> None:
    code = "import sys, pe_desktop.gui; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_window_for_automation_is_made_by_the_package(home: Path) -> None:
    window = pe_desktop.gui.create_window(Document(length=5), theme="dark")
    try:
        assert window.model.document.length == 5
        assert window.look.theme().dark
    finally:
        leave(window)


# On a real screen


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """The name of a display that shows nothing to anybody."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("there is no Xvfb: apt-get install xvfb")
    read, write = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as said:
            yield f":{said.readline().strip()}"
    finally:
        process.terminate()
        process.wait(300)


SESSION = """
import sys
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pe_desktop.gui.application import FRAME, Start, run
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.welcome.welcome import Welcome
from pe_desktop.gui.window import MainWindow

def act():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    assert QApplication.platformName() == "xcb", QApplication.platformName()
    slider = window.findChild(QWidget, "length").findChild(Slider)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    QTest.qWait(50)
    window.grab().save(sys.argv[1])
    print(window.model.document.length)
    window.close()

from pe_desktop.gui.widgets.theme import application
application()
QTimer.singleShot(300, act)
sys.exit(run(Start(window_size=(1440, 900), theme="light")))
"""


def test_the_program_runs_on_a_real_screen(screen: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DISPLAY": screen,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", SESSION, str(tmp_path / "window.png")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1000
    assert "Traceback" not in done.stderr
    image = QImage(str(tmp_path / "window.png"))
    colours = {image.pixelColor(x, y).name() for x in range(0, 1440, 8) for y in range(0, 900, 8)}
    assert len(colours) > 50
    kept, _ = load_settings(tmp_path / "config" / "pe-desktop" / "settings.json")
    assert f'"length":{int(done.stdout)}' in kept.session


def test_the_command_takes_a_picture_of_a_real_window(screen: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "pe_desktop", "--screenshot", str(tmp_path / "a.png"), "--window-size", "1024x700"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert QImage(str(tmp_path / "a.png")).width() == 1024


def test_a_window_made_for_automation_is_closed_without_a_trace(home: Path) -> None:
    window = create_window(state())
    window.show()
    leave(window)
    assert not settings_path().exists()
