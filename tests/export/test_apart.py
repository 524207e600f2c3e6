"""Work in a process of its own: its answer, its errors, its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from pe_desktop.document import Document, DocumentError, State
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export import apart as module
from pe_desktop.export.apart import Fault, apart
from pe_desktop.export.progress import Cancelled, silent
from pe_desktop.export.refusal import refusal
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export, export_deck, render
from pe_desktop.sources.npy import read_npy
from tests.export import errands


def test_it_is_another_process_and_the_same_one_again() -> None:
    first = apart(errands.process)(silent)
    assert first != os.getpid()
    assert apart(errands.process)(silent) == first


def test_the_program_that_waits_is_not_run_a_second_time(tmp_path: Path) -> None:
    """As a script without a guard would be, where another process imports what the first was started with."""
    script = tmp_path / "script.py"
    script.write_text(
        "from pe_desktop.export.apart import apart\n"
        "from tests.export import errands\n"
        "print('once')\n"
        "print(apart(errands.steps)(lambda done: None))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert (run.stdout.split(), run.stderr, run.returncode) == (["once", "there"], "", 0)


def test_progress_and_the_result_come_back() -> None:
    told: list[float] = []
    assert apart(errands.steps)(told.append) == "there"
    assert [fraction for fraction in (0.25, 0.5, 0.75) if fraction in told] == [0.25, 0.5, 0.75]
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("work", "line"),
    [(errands.refused, "size: 1x1 given; allowed: more"), (errands.too_large, "export: too much for the memory")],
)
def test_what_may_go_wrong_comes_back_as_one_line(work: Callable[[object], None], line: str) -> None:
    with pytest.raises(ExportError) as error:
        apart(work)(silent)
    assert str(error.value).startswith(line)


def test_a_fault_comes_back_with_the_place_where_it_happened() -> None:
    with pytest.raises(Fault, match="nobody expected it") as error:
        apart(errands.faulty)(silent)
    assert "errands.py" in str(error.value)


def test_a_process_that_is_ended_from_outside_is_said_and_replaced() -> None:
    before = apart(errands.process)(silent)
    with pytest.raises(ExportError, match="export: its process was ended from outside"):
        apart(errands.killed)(silent)
    assert apart(errands.process)(silent) != before


def test_work_that_cannot_travel_is_a_fault_and_the_process_goes_on() -> None:
    before = apart(errands.process)(silent)
    with pytest.raises(Exception, match="pickle"):
        apart(lambda tell: None)(silent)
    assert apart(errands.process)(silent) == before


def stop_at_half(done: float) -> None:
    if done == 0.5:
        raise Cancelled


def test_work_that_is_not_wanted_any_more_stops_and_leaves_nothing(tmp_path: Path) -> None:
    before = apart(errands.process)(silent)
    with pytest.raises(Cancelled):
        apart(partial(errands.endless, tmp_path / "out.png"))(stop_at_half)
    assert list(tmp_path.iterdir()) == []
    assert apart(errands.process)(silent) == before


def test_work_that_does_not_listen_ends_with_its_process_and_leaves_nothing(tmp_path: Path) -> None:
    before = apart(errands.process)(silent)
    (tmp_path / "out.png").write_bytes(b"old")
    with pytest.raises(Cancelled):
        apart(partial(errands.deaf, tmp_path / "out.png"))(stop_at_half)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
    assert apart(errands.process)(silent) != before


@pytest.mark.parametrize("format", ["png", "svg", "pdf", "npy"])
def test_it_writes_the_same_bytes(tmp_path: Path, format: str) -> None:
    request, path = Request(State(), "heatmap"), tmp_path / f"out.{format}"
    apart(partial(export, request, path))(silent)
    assert path.read_bytes() == render(request, format)


def test_a_table_that_was_brought_travels_with_its_document(tmp_path: Path) -> None:
    np.save(tmp_path / "table.npy", np.arange(12.0).reshape(4, 3))
    shown = Document().showing(Learned(read_npy(tmp_path / "table.npy")), None)
    apart(partial(export, Request(State(shown), "heatmap"), tmp_path / "out.npy"))(silent)
    assert np.array_equal(np.load(tmp_path / "out.npy"), np.arange(12.0).reshape(4, 3))


def test_an_export_may_be_stopped_until_its_file_is_there(tmp_path: Path) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(b"old")

    def at_the_end(done: float) -> None:
        if done == 1.0:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(Request(State(), "heatmap"), path, at_the_end)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("format", ["pdf", "pptx"])
@pytest.mark.parametrize("where", [0.0, 0.4, 0.6, 1.0])
def test_a_deck_may_be_stopped_anywhere(tmp_path: Path, format: str, where: float) -> None:
    def stop(done: float) -> None:
        if done >= where:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_deck([Request(State(), "waves")] * 3, tmp_path / f"deck.{format}", stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ExportError("figure: x given; y"), "figure: x given; y"),
        (ParameterError("size", "1x1", "more"), "size: 1x1 given; allowed: more"),
        (DocumentError("page: 5 given; allowed: a name"), "page: 5 given; allowed: a name"),
        (OSError(28, "No space left on device", "out.gif"), "out.gif: cannot be written (No space left on device)"),
        (OSError("broken"), "export: cannot be written (OSError)"),
        (KeyError("x"), ""),
    ],
)
def test_expected_errors_are_one_line(error: Exception, line: str) -> None:
    assert refusal(error) == line


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0.001)
