"""Runs that are kept: computed once, seen by all, and never waited for."""

from __future__ import annotations

from threading import Thread

import pytest

from pe_desktop.engine.training import RUNS, Run, Settings, last
from pe_desktop.engine.training.runs import Runs

QUICK = Settings(length=4, vocab_size=3, d_model=4, batch_size=4)


class Stopped(Exception):
    """Nobody wants it any more."""


def test_what_is_reached_is_what_a_run_of_its_own_reaches():
    run = Run(QUICK)
    run.advance(60)
    assert Runs().reach(QUICK, 60) == run.snapshots


def test_looking_computes_nothing():
    runs = Runs()
    assert runs.seen(QUICK, 100) == ()
    assert not runs.reached(QUICK, 0)
    assert runs.seen(QUICK, 100) == ()


@pytest.mark.parametrize(("step", "steps"), [(0, [0]), (19, [0]), (20, [0, 20]), (45, [0, 20, 40])])
def test_snapshots_are_those_up_to_the_step(step, steps):
    runs = Runs()
    runs.reach(QUICK, 80)
    assert [snapshot.step for snapshot in runs.seen(QUICK, step)] == steps
    assert runs.reached(QUICK, step)
    assert last(step) == steps[-1]


def test_it_tells_how_far_it_is_and_goes_on_where_it_was_stopped():
    runs, told = Runs(), []

    def tell(fraction: float) -> None:
        told.append(fraction)
        if fraction >= 0.5:
            raise Stopped

    with pytest.raises(Stopped):
        runs.reach(QUICK, 80, tell)
    assert told == [0.0, 0.25, 0.5]
    assert [s.step for s in runs.seen(QUICK, 80)] == [0, 20, 40]
    assert not runs.reached(QUICK, 80)
    assert runs.reach(QUICK, 80) == Runs().reach(QUICK, 80)


def test_threads_that_want_the_same_run_advance_one():
    runs = Runs()
    threads = [Thread(target=runs.reach, args=(QUICK, step)) for step in (60, 100, 80)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs.seen(QUICK, 200) == Runs().reach(QUICK, 100)


def test_of_too_many_runs_the_one_goes_that_was_not_wanted_for_longest():
    runs, settings = Runs(most=2), [QUICK.replace(seed=seed) for seed in range(3)]
    runs.reach(settings[0], 20)
    runs.reach(settings[1], 20)
    runs.reach(settings[0], 20)
    runs.reach(settings[2], 20)
    assert [runs.reached(each, 20) for each in settings] == [True, False, True]


def test_the_program_keeps_runs_for_all_figures_of_a_page():
    assert RUNS.reach(QUICK, 20) is not RUNS.seen(QUICK, 20)
    assert RUNS.reached(QUICK, 20)
