"""What is remembered between two starts: settings, recent files, and where one left off."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from pe_desktop.export.atomic import replacing
from pe_desktop.gui.kept.holding import alone
from pe_desktop.gui.kept.places import home, runs_folder
from pe_desktop.gui.kept.runs import CLOSED, RESTORING, RUNNING, Ended, Run, begin
from pe_desktop.gui.kept.settings import VERSION, Settings, is_newer, load_settings, settings_from, settings_path
from pe_desktop.gui.kept.settings import settings_text as settings_text

RECENT = 8
OWN = ("session", "file", "deck", "geometry")
"""What each copy of the program has for itself while it runs; in the settings they are those of the last closed."""


class Session(QObject):
    """Holds the settings; `keep` writes them.

    What a copy has for itself goes to its record as it changes, and to the settings when it is closed. Of all else
    only what was changed here is written, over what is there by then: another copy may have changed the rest.

    `keeps`: whether anything is ever written. `blank`: begin with the defaults.

    Signals:
    said(message): one line for the status bar.
    changed: there is something to be written.
    """

    said = Signal(str)
    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, keeps: bool = True, blank: bool = False) -> None:
        super().__init__(parent)
        self.keeps, self.blank = keeps, blank
        self.settings, warning = (Settings(), "") if blank else load_settings(settings_path())
        self._warnings = [warning] if warning else []
        self._changed: set[str] = set()  # and not yet written
        self._cleared = False  # the recent files, and not yet written
        self._run: Run | None = None
        self._phase, self._failed = RUNNING, ""

    def begin(self) -> Ended | None:
        """Have a record from now on; the last copy of the program that ended without being closed, if there is one."""
        try:
            self._run, ended = begin()
        except OSError as error:
            self._warnings.append(_unkept(error))
            return None
        if ended is None:
            self._hold()
        elif ended.closed:
            self.take_up(ended)
            return None
        return ended

    def _hold(self) -> None:
        """Have in the record what is restored next: if that ends the program, the next start knows."""
        self._phase = RESTORING if self.settings.session or self.settings.deck else RUNNING
        self._changed |= set(OWN)
        self.keep()
        if self._failed:
            self._warnings.append(self._failed)

    def take_up(self, ended: Ended) -> None:
        """Begin where a copy that has ended left off."""
        try:
            held = settings_from({"version": VERSION, **ended.held})
        except (ValueError, TypeError):
            self._warnings.append("What was worked on last is damaged; this is a new document.")
            held = Settings()
        self.change(**{name: getattr(held, name) for name in OWN})
        self._hold()
        if not self._failed:
            ended.forget()

    def leave(self, ended: Ended) -> None:
        """Begin afresh; what a copy that has ended held is put aside."""
        self.change(**{name: getattr(Settings(), name) for name in OWN})
        self._hold()
        try:
            aside = ended.put_aside()
        except OSError as error:
            self._warnings.append(_unkept(error))
        else:
            self._warnings.append(f"The last session can be opened from {aside}")

    def settle(self) -> None:
        """What was to be restored is restored, and the program goes on: it did not end by that."""
        if self._phase == RESTORING:
            self._phase = RUNNING
            self._changed |= set(OWN)
            self.keep()

    def watch(self) -> None:
        """From here on a crash of the process is written down."""
        if self._run is not None:
            self._run.watch()

    def withdraw(self) -> None:
        """Leave everything as it was found, for a later start."""
        if self._run is not None:
            self._run.end()
        self._run, self.keeps = None, False

    @property
    def outlasts(self) -> bool:
        """Whether what has no file is still there at the next start, if this window is closed now."""
        return not self.blank and not (self._run is not None and self._run.others())

    def warn(self) -> None:
        """Say what was wrong at the start, once."""
        message, self._warnings = " ".join(self._warnings), []
        if message:
            self.said.emit(message)

    def change(self, **changes: Any) -> None:
        if self._take(changes):
            self.changed.emit()

    def _take(self, changes: dict[str, Any]) -> bool:
        """Whether any of them is another value."""
        others = {name for name, value in changes.items() if getattr(self.settings, name) != value}
        self.settings = self.settings.replace(**changes)
        self._changed |= others
        return bool(others)

    @property
    def recent(self) -> list[Path]:
        return [Path(path) for path in self.settings.recent]

    def add_recent(self, path: Path) -> None:
        self.change(recent=_latest((str(path.resolve()), *self.settings.recent)))

    def clear_recent(self) -> None:
        """Those of other copies of the program too."""
        self._cleared = True
        self.change(recent=())

    @property
    def folder(self) -> Path:
        """Where the last file was, for a dialog to begin in."""
        return self.recent[0].parent if self.recent else home()

    def keep(self, **changes: Any) -> None:
        """Write what has changed; a failure is said, never raised: there is nobody to catch it at the end."""
        self._take(changes)
        if not self.keeps:
            return
        try:
            self._write_own()
            self._write_settings(self._changed)
        except OSError as error:
            self._fail(error)
        else:
            self._failed = ""

    def end(self, **changes: Any) -> None:
        """The window is closed: the next start begins here."""
        self.keep(**changes)
        if self._run is None or not self.keeps:
            return
        self._phase = CLOSED
        try:
            self._write_settings({*self._changed, *OWN})
        except OSError as error:
            self._fail(error)
            self._changed |= set(OWN)
            self.keep()  # at least in the record, from where the next start takes it
            self._run.let_go()
        else:
            self._run.end()
        self._run = None

    def _write_own(self) -> None:
        """Into the record, where there is one; otherwise it goes where all else goes."""
        if self._run is not None and self._changed & set(OWN):
            self._run.write({name: getattr(self.settings, name) for name in OWN}, self._phase)
            self._changed -= set(OWN)

    def _write_settings(self, names: Iterable[str]) -> None:
        path, written = settings_path(), set(names)
        if not written:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(runs_folder() / "lock"):
            if is_newer(path):
                return
            if path.exists():
                path.open("rb").close()  # what cannot be read is not written over
            found, _ = load_settings(path)
            changes = {name: getattr(self.settings, name) for name in written}
            if "recent" in written:
                changes["recent"] = _latest((*self.settings.recent, *(() if self._cleared else found.recent)))
            with replacing(path) as stream:
                stream.write(settings_text(found.replace(**changes)).encode())
        self._changed -= written
        self._cleared = self._cleared and "recent" not in written

    def _fail(self, error: OSError) -> None:
        """Say it once, until it is another failure or none."""
        message = _unkept(error)
        if message != self._failed:
            self._failed = message
            self.said.emit(message)


def _unkept(error: OSError) -> str:
    where = f"{error.filename}: " if isinstance(error.filename, str) else ""
    return f"The session cannot be kept: {where}{error.strerror or error}"


def _latest(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(paths))[:RECENT]
