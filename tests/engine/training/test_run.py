"""Runs: that they learn what they claim, that nothing but the settings decides them, and what they keep."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.training import TASKS, Run, Settings, similarity_by_offset
from pe_desktop.engine.training.adam import Adam
from pe_desktop.engine.training.model import forward, gradients, initial

QUICK = Settings(length=4, vocab_size=3, d_model=4, batch_size=4)
ENOUGH = {"previous": 200, "reversed": 200, "distance": 400}
"""Steps that are plenty, of the 2,000 that it may take."""


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("task", TASKS)
def test_a_learned_table_is_right_more_than_95_times_of_100(task, seed):
    run = Run(Settings(task=task, seed=seed))
    run.advance(ENOUGH[task])
    assert run.snapshots[-1].accuracy > 0.95
    assert run.snapshots[0].accuracy < run.order_blind + 0.02


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("task", TASKS)
def test_without_positions_it_comes_to_the_order_blind_bound_and_no_further(task, seed):
    run = Run(Settings(task=task, positions="none", seed=seed))
    run.advance(400)
    assert abs(run.snapshots[-1].accuracy - run.order_blind) < 0.02
    assert all(s.accuracy < run.order_blind + 4 * run.uncertainty for s in run.snapshots)
    assert run.uncertainty < 0.004


@pytest.mark.parametrize("task", ["previous", "reversed"])
def test_sinusoids_that_stay_as_they_are_will_do_as_well(task):
    run = Run(Settings(task=task, positions="sinusoidal"))
    run.advance(200)
    assert run.snapshots[-1].accuracy > 0.95
    assert {s.table for s in run.snapshots} == {run.snapshots[0].table}


def test_a_run_is_decided_by_its_settings_however_its_steps_are_taken():
    one, other = Run(QUICK), Run(QUICK)
    one.advance(50)
    for steps in (1, 0, 30, 19):
        other.advance(steps)
    assert one.snapshots == other.snapshots
    assert one.step == other.step == 50


@pytest.mark.parametrize(
    "change", [{"seed": 1}, {"learning_rate": 0.01}, {"batch_size": 5}, {"task": "reversed"}, {"d_model": 6}]
)
def test_every_setting_counts(change):
    runs = Run(QUICK), Run(QUICK.replace(**change))
    for run in runs:
        run.advance(20)
    assert runs[0].snapshots[-1] != runs[1].snapshots[-1]


def test_snapshots_are_kept_every_so_many_steps_from_the_start_on():
    run = Run(QUICK, every=10)
    run.advance(35)
    assert [s.step for s in run.snapshots] == [0, 10, 20, 30]
    assert [run.at(step).step for step in (0, 9, 10, 34, 1000)] == [0, 0, 10, 30, 30]


def test_a_snapshot_does_not_change_while_the_run_goes_on():
    run = Run(QUICK)
    before = run.snapshots[0].table.values.copy()
    run.advance(20)
    assert (run.snapshots[0].table.values == before).all()
    assert (run.snapshots[1].table.values != before).all()


def test_with_more_tables_than_may_be_kept_every_second_goes():
    most = 4
    run = Run(QUICK, every=1, kept=most * 8 * 4 * 4)
    run.advance(100)
    steps = [s.step for s in run.snapshots]
    assert len(steps) <= most
    assert steps == list(range(0, 97, 32))


def test_a_run_without_positions_has_no_table():
    assert Run(QUICK.replace(positions="none")).snapshots[0].table is None


@pytest.mark.parametrize("metric", ["dot", "cosine"])
def test_the_similarity_by_offset_is_the_mean_over_all_pairs(metric):
    values = np.random.default_rng(5).normal(size=(6, 4))
    rows = values / np.linalg.norm(values, axis=1, keepdims=True) if metric == "cosine" else values
    expected = [np.mean([rows[p] @ rows[p + k] for p in range(6 - k)]) for k in range(6)]
    assert similarity_by_offset(FrozenArray(values), metric) == pytest.approx(expected, abs=1e-12)


def test_once_right_it_stays_right():
    """Without the mean of the weights, and with the paper's epsilon, it falls back every few hundred steps."""
    run = Run(Settings(task="distance"))
    run.advance(800)
    assert all(s.accuracy > 0.95 for s in run.snapshots if s.step >= 400)


def test_a_snapshot_is_of_the_averaged_weights():
    run = Run(QUICK, every=1)
    run.advance(1)
    first, second = (s.table.values for s in run.snapshots)
    weights = initial(QUICK)
    batch = TASKS["previous"].batch(QUICK, 0, 4)
    Adam(weights, QUICK.learning_rate).move(gradients(QUICK, weights, batch, forward(QUICK, weights, batch)), 1)
    assert second - first == pytest.approx((weights["positions"] - first) / 20, abs=1e-15)


def test_a_greatest_learning_rate_leaves_numbers():
    run = Run(QUICK.replace(learning_rate=1.0))
    run.advance(300)
    assert np.isfinite(run.snapshots[-1].table.values).all()
    assert np.isfinite([s.loss for s in run.snapshots]).all()


def test_a_length_without_a_middle_is_asked_for():
    with pytest.raises(ParameterError, match="length: 15 given; allowed: an even integer from 4 to 32"):
        Settings(length=15)
