"""Each copy of the program that runs, and what it works on: how the next start knows of one that ended unexpectedly.

A copy has two files, named by when it began: its record, and a file for what Python says when the process crashes,
which it holds as long as it lives. A record whose file nobody holds is of a copy that has ended; one that was closed
has taken its record away.
"""

from __future__ import annotations

import faulthandler
import json
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from pe_desktop import __version__
from pe_desktop.document import SUFFIX
from pe_desktop.export.atomic import replacing
from pe_desktop.gui.kept.holding import alone, hold, is_held
from pe_desktop.gui.kept.places import runs_folder

VERSION = 1
RESTORING, RUNNING, CLOSED = "restoring", "running", "closed"
LONGEST = 32_000_000  # bytes of a record that is read: a document with two embedded tables, and a deck
REPORTED = 40_000  # characters of what Python said at a crash


@dataclass(frozen=True)
class Ended:
    """A copy that has ended: the phase that it was in, what it held, by name, and what was said at its end."""

    record: Path
    phase: str
    began: str
    program: str
    held: dict[str, Any]
    said: str

    @property
    def closed(self) -> bool:
        """Whether it was closed by a person, and only could not be written elsewhere."""
        return self.phase == CLOSED

    @property
    def restoring(self) -> bool:
        """Whether it had not come further than to restore its session."""
        return self.phase == RESTORING

    def forget(self) -> None:
        for path in (self.record, _crash(self.record)):
            with suppress(OSError):
                path.unlink()

    def put_aside(self) -> Path:
        """Keep it where no start looks for it, and what was worked on as a document that can be opened; the folder.

        Raises OSError.
        """
        aside = self.record.parent.with_name("aside")
        aside.mkdir(exist_ok=True)
        for name, text in self._documents().items():
            with replacing(aside / name) as stream:
                stream.write(text.encode())
        for path in (self.record, _crash(self.record)):
            if path.exists():
                path.replace(aside / path.name)
        return aside

    def _documents(self) -> dict[str, str]:
        """What can be opened of what it held, by the name of a file."""
        found, stamp = {}, "".join(c if c.isalnum() else "-" for c in self.began[:19])
        deck = self.held.get("deck")
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            found[f"deck {stamp}{SUFFIX}"] = str(json.loads(deck)["slides"]) if isinstance(deck, str) else ""
        session = self.held.get("session")
        found[f"session {stamp}{SUFFIX}"] = session if isinstance(session, str) else ""
        return {name: text for name, text in found.items() if text}


class Run:
    """This copy. `crash` is held, and takes what is said at a crash."""

    def __init__(self, record: Path, crash: BinaryIO) -> None:
        self.record, self.crash = record, crash
        self._watching = False
        self._began = datetime.now().astimezone().isoformat(" ", "seconds")

    def write(self, held: dict[str, Any], phase: str) -> None:
        """What it holds now. Raises OSError; what was written before then stands.

        It need not outlast a loss of power, so nobody waits for the disk.
        """
        content = {"version": VERSION, "pid": os.getpid(), "began": self._began, "program": __version__}
        text = json.dumps({**content, "phase": phase, "held": held}, ensure_ascii=False)
        with replacing(self.record, durable=False) as stream:
            stream.write(text.encode())

    def watch(self) -> None:
        """From here on Python says there where every thread is, if the process crashes; elsewhere if asked to."""
        if not faulthandler.is_enabled():
            faulthandler.enable(self.crash)
            self._watching = True

    def let_go(self) -> None:
        """No more is said, and others see that it has ended; its record stays."""
        if self._watching:
            faulthandler.disable()
            self._watching = False
        self.crash.close()

    def end(self) -> None:
        """It was closed, and what it held is written elsewhere."""
        self.let_go()
        for path in (self.record, _crash(self.record)):
            with suppress(OSError):
                path.unlink()

    def others(self) -> bool:
        """Whether another copy runs."""
        return any(is_held(path) for path in self.record.parent.glob("*.crash") if path != _crash(self.record))


def begin() -> tuple[Run, Ended | None]:
    """This copy from now on, and the last of those that ended without being closed. Raises OSError."""
    folder = runs_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / "lock"):
        ended = last_ended()
        record = folder / f"{time.time_ns():020}-{secrets.token_hex(4)}.json"
        held = hold(_crash(record))
        assert held is not None  # nobody else knows the name
    return Run(record, held), ended


def last_ended() -> Ended | None:
    """Of the copies that ended without being closed, the one that began last. Traces without a record are removed."""
    found = None
    for crash in sorted(runs_folder().glob("*.crash"), reverse=True):
        if is_held(crash):
            continue
        record = crash.with_suffix(".json")
        if not record.exists():  # it had nothing to lose yet
            with suppress(OSError):
                crash.unlink()
        elif found is None:
            found = _read(record)
    return found


def running() -> bool:
    """Whether a copy of the program runs."""
    return any(is_held(path) for path in runs_folder().glob("*.crash"))


def _crash(record: Path) -> Path:
    return record.with_suffix(".crash")


def _read(record: Path) -> Ended | None:
    """A record; one that is damaged holds nothing, and one of a newer version is left to that."""
    content: dict[str, Any] = {}
    with suppress(OSError, ValueError, RecursionError):
        if record.stat().st_size <= LONGEST:
            read = json.loads(record.read_text("utf-8"))
            content = read if isinstance(read, dict) else {}
    version = content.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        return None
    held = content.get("held")
    began, program, phase = (str(content.get(name, "")) for name in ("began", "program", "phase"))
    return Ended(record, phase, began, program, held if isinstance(held, dict) else {}, _said(_crash(record)))


def _said(crash: Path) -> str:
    try:
        with crash.open("rb") as stream:
            return stream.read(REPORTED).decode("utf-8", "replace").strip()
    except OSError:
        return ""
