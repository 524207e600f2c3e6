"""Work beside the window: told, cancelled, failed, and done exactly once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pe_desktop.document import DocumentError
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.progress import Cancelled, Tell
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export, render
from pe_desktop.gui.exports.exporting import Exporting
from tests.gui.windows import PATIENCE, state, wait_for

FORMATS = ("png", "svg", "pdf", "npy")


@pytest.fixture
def exporting(qapp: object) -> Iterator[Exporting]:
    made = Exporting()
    yield made
    made.stop()
    assert "export" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def said(exporting: Exporting) -> list[tuple[str, object]]:
    """All that it says, in order."""
    lines: list[tuple[str, object]] = []
    exporting.progressed.connect(lambda value: lines.append(("progressed", value)))
    exporting.done.connect(lambda value: lines.append(("done", value)))
    exporting.failed.connect(lambda value: lines.append(("failed", value)))
    exporting.cancelled.connect(lambda: lines.append(("cancelled", None)))
    return lines


class Held:
    """Work that waits on its thread until it is let go, telling where it is."""

    def __init__(self) -> None:
        self.begun, self.free = threading.Event(), threading.Event()
        self.thread = ""

    def __call__(self, tell: Tell) -> object:
        self.thread = threading.current_thread().name
        self.begun.set()
        while not self.free.wait(0.005):
            tell(0.25)
        return "result"


def raising(error: BaseException) -> Callable[[Tell], object]:
    def work(tell: Tell) -> object:
        raise error

    return work


def test_work_is_done_on_a_thread_of_its_own(exporting: Exporting, said: list[tuple[str, object]]) -> None:
    work = Held()
    exporting.start(work)
    assert work.begun.wait(PATIENCE)
    assert exporting.busy
    assert work.thread != threading.current_thread().name
    work.free.set()
    wait_for(lambda: not exporting.busy)
    assert said[-1] == ("done", "result")


def test_progress_is_told_and_never_runs_backwards(exporting: Exporting, said: list[tuple[str, object]]) -> None:
    free = threading.Event()

    def work(tell: Tell) -> object:
        for fraction in (0.5, 0.25):
            tell(fraction)
        free.wait(PATIENCE)
        tell(2.0)
        return None

    exporting.start(work)
    wait_for(lambda: bool(said))
    free.set()
    wait_for(lambda: not exporting.busy)
    assert said == [("progressed", 0.5), ("progressed", 1.0), ("done", None)]


def test_it_is_no_longer_busy_when_it_answers(exporting: Exporting, qtbot: QtBot) -> None:
    seen: list[bool] = []
    exporting.done.connect(lambda _: seen.append(exporting.busy))
    exporting.start(lambda tell: None)
    wait_for(lambda: bool(seen))
    assert seen == [False]


def test_an_answer_may_start_the_next_work(exporting: Exporting, said: list[tuple[str, object]]) -> None:
    def again(result: object) -> None:
        if result == 1:
            exporting.start(lambda tell: 2)

    exporting.done.connect(again)
    exporting.start(lambda tell: 1)
    wait_for(lambda: ("done", 2) in said)
    assert said == [("done", 1), ("done", 2)]


def test_cancelled_work_stops_where_it_next_tells(exporting: Exporting, said: list[tuple[str, object]]) -> None:
    work = Held()
    exporting.start(work)
    assert work.begun.wait(PATIENCE)
    exporting.cancel()
    wait_for(lambda: not exporting.busy)
    assert said[-1] == ("cancelled", None)
    assert "done" not in dict(said)


def test_a_second_start_is_refused_and_the_first_goes_on(exporting: Exporting, said: list[tuple[str, object]]) -> None:
    work = Held()
    exporting.start(work)
    with pytest.raises(ExportError, match="export: one is under way; allowed:"):
        exporting.start(lambda tell: "second")
    work.free.set()
    wait_for(lambda: not exporting.busy)
    assert said[-1] == ("done", "result")


def test_stopping_waits_for_the_thread_and_says_nothing_more(
    exporting: Exporting, said: list[tuple[str, object]]
) -> None:
    exporting.start(Held())
    exporting.stop()
    assert not exporting.busy
    assert "export" not in {thread.name for thread in threading.enumerate()}
    wait_for(lambda: True)
    assert {"done", "failed", "cancelled"}.isdisjoint(dict(said))


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ExportError("figure: x given; y"), "figure: x given; y"),
        (ParameterError("size", "1x1", "more"), "size: 1x1 given; allowed: more"),
        (DocumentError("page: 5 given; allowed: a name"), "page: 5 given; allowed: a name"),
        (OSError(28, "No space left on device", "out.gif"), "out.gif: cannot be written (No space left on device)"),
        (OSError("broken"), "export: cannot be written (OSError)"),
        (MemoryError(), "export: too much for the memory of this machine; allowed:"),
    ],
)
def test_what_may_go_wrong_is_one_line(
    exporting: Exporting, said: list[tuple[str, object]], error: BaseException, line: str
) -> None:
    exporting.start(raising(error))
    wait_for(lambda: not exporting.busy)
    assert [kind for kind, _ in said] == ["failed"]
    assert str(said[0][1]).startswith(line)
    assert "\n" not in str(said[0][1])


def test_a_fault_of_the_program_is_reported_as_every_other(
    exporting: Exporting, said: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, trace: taken.append(error))
    fault = KeyError("nobody expected it")
    exporting.start(raising(fault))
    wait_for(lambda: not exporting.busy)
    assert taken == [fault]
    assert said == [("failed", "export: a fault of the program (KeyError); the figure was not exported")]


# Painting on that thread


@pytest.mark.parametrize("figure", ["heatmap", "waves", "rotation"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_thread_writes_the_same_bytes(
    exporting: Exporting, said: list[tuple[str, object]], figure: str, format: str
) -> None:
    request = Request(state(), figure)
    exporting.start(lambda tell: render(request, format))
    wait_for(lambda: not exporting.busy)
    assert said[-1] == ("done", render(request, format))


def test_threads_that_paint_at_the_same_time_do_not_disturb_each_other(qapp: object) -> None:
    requests = [(Request(state(), figure), format) for figure in ("waves", "rotation") for format in FORMATS[:3]]
    alone = [render(*asked) for asked in requests]
    found: list[list[bytes]] = [[] for _ in range(3)]

    def work(into: list[bytes]) -> None:
        into += [render(*asked) for asked in requests]

    threads = [threading.Thread(target=work, args=(into,)) for into in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(into == alone for into in found)


def test_work_that_is_cancelled_leaves_no_file(
    exporting: Exporting, said: list[tuple[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(b"old")
    begun, free = threading.Event(), threading.Event()

    def write(self: object, requests: object, out: object, tell: object) -> None:
        out.write(b"half")  # type: ignore[attr-defined]
        begun.set()
        free.wait(PATIENCE)
        raise Cancelled

    monkeypatch.setattr("pe_desktop.export.formats.png.Png.write", write)
    exporting.start(lambda tell: export(Request(state(), "heatmap"), path))
    assert begun.wait(PATIENCE)
    exporting.cancel()
    free.set()
    wait_for(lambda: not exporting.busy)
    assert said[-1] == ("cancelled", None)
    assert [file.name for file in tmp_path.iterdir()] == ["out.png"]
    assert path.read_bytes() == b"old"
