"""Runs that are kept: what one thread has computed, every other one sees, without waiting."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from threadpoolctl import threadpool_limits

from pe_desktop.engine.training.run import EVERY, Run, Snapshot
from pe_desktop.engine.training.settings import Settings

KEPT = 12
"""Runs that are kept: of more, the one goes that was not wanted for longest."""


class Runs:
    """Runs by their settings. Each is advanced by one thread at a time, and looked at by any."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._lock = Lock()  # of the table of runs only: nobody holds it while anything is computed
        self._kept: OrderedDict[Settings, _Kept] = OrderedDict()

    def seen(self, settings: Settings, step: int) -> tuple[Snapshot, ...]:
        """The snapshots up to a step as far as they are there: none before a run has begun. It never waits."""
        with self._lock:
            kept = self._kept.get(settings)
        return kept.seen(step) if kept else ()

    def reached(self, settings: Settings, step: int) -> bool:
        """Whether all snapshots up to a step are there."""
        found = self.seen(settings, step)
        return bool(found) and found[-1].step >= last(step)

    def reach(
        self, settings: Settings, step: int, tell: Callable[[float], None] = lambda fraction: None
    ) -> tuple[Snapshot, ...]:
        """The snapshots up to a step, computed where they are not there yet.

        `tell` is told the fraction that is done after every EVERY steps; what it raises ends the work, and what is
        done by then is kept.
        """
        kept = self._of(settings)
        if not self.reached(settings, step):
            with threadpool_limits(limits=1, user_api="blas"):  # the matrices are small: a second thread only waits
                while not kept.advance(last(step)):
                    tell(kept.step / max(1, last(step)))
        return kept.seen(step)

    def _of(self, settings: Settings) -> _Kept:
        with self._lock:
            kept = self._kept.setdefault(settings, _Kept(settings))
            self._kept.move_to_end(settings)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return kept


class _Kept:
    """A run that is begun when it is first advanced."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._run: Run | None = None
        self._lock = Lock()

    @property
    def step(self) -> int:
        return self._run.step if self._run else 0

    def seen(self, step: int) -> tuple[Snapshot, ...]:
        snapshots = self._run.snapshots if self._run else ()
        return tuple(snapshot for snapshot in snapshots if snapshot.step <= step)

    def advance(self, step: int) -> bool:
        """Begin, or go on by EVERY steps; whether the step is reached."""
        with self._lock:
            if self._run is None:
                self._run = Run(self._settings)
            elif self._run.step < step:
                self._run.advance(EVERY)
            return self._run.step >= step


def last(step: int) -> int:
    """The step of the last snapshot that is not after a step."""
    return step // EVERY * EVERY


RUNS = Runs()
"""Those of the program."""
