"""The model that is trained: its gradients against finite differences, and what it computes against loops."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.training import TASKS, Settings
from pe_desktop.engine.training.adam import Adam, learning_rate
from pe_desktop.engine.training.model import forward, gradients, initial, table

SMALL = {"length": 4, "vocab_size": 3, "d_model": 4, "batch_size": 3}
every_case = pytest.mark.parametrize(
    "settings",
    [Settings(task=task, positions=p, **SMALL) for task in TASKS for p in ("learned", "sinusoidal", "none")],
    ids=lambda s: f"{s.task}-{s.positions}",
)


def batch_of(settings):
    return TASKS[settings.task].batch(settings, 0, settings.batch_size)


def large(settings):
    """Weights so large that every part of the gradient counts."""
    return {name: 1.5 * values + 0.1 for name, values in initial(settings).items()}


@every_case
def test_every_gradient_is_that_of_finite_differences(settings):
    weights, batch = large(settings), batch_of(settings)
    found = gradients(settings, weights, batch, forward(settings, weights, batch))
    assert found.keys() == weights.keys()
    for name, values in weights.items():
        slopes = np.empty_like(values)
        for place in np.ndindex(values.shape):
            kept, losses = values[place], []
            for moved in (1e-6, -1e-6):
                values[place] = kept + moved
                losses.append(forward(settings, weights, batch).loss(batch))
            values[place] = kept
            slopes[place] = (losses[0] - losses[1]) / 2e-6
        assert found[name] == pytest.approx(slopes, abs=1e-8), name
        assert np.abs(slopes).max() > 1e-5, name


@every_case
def test_the_answer_is_that_of_one_sequence_at_a_time(settings):
    weights, batch = large(settings), batch_of(settings)
    added = table(settings, weights)
    logs = []
    for tokens in batch.tokens:
        x = np.array([weights["tokens"][t] for t in tokens]) + (0 if added is None else added)
        scores = np.array([[q @ k for k in x @ weights["key"]] for q in x @ weights["query"]]) / 2
        shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        logits = (x + shares @ (x @ weights["value"])) @ weights["readout"] + weights["bias"]
        logs += list(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)))
    expected = np.array(logs)[batch.places]
    passed = forward(settings, weights, batch)
    assert passed.logs == pytest.approx(expected, abs=1e-12)
    right = expected[np.arange(len(expected)), batch.targets]
    assert passed.loss(batch) == pytest.approx(-right.mean())
    assert passed.accuracy(batch) == (expected.argmax(axis=1) == batch.targets).mean()


def test_only_a_learned_table_is_among_the_weights():
    assert "positions" in initial(Settings())
    assert "positions" not in initial(Settings(positions="sinusoidal"))
    assert table(Settings(positions="none"), initial(Settings(positions="none"))) is None
    fixed = Settings(positions="sinusoidal")
    assert (table(fixed, initial(fixed)) == Sinusoidal(d_model=32).numbers(16).full()).all()


def test_a_learned_table_starts_as_small_noise():
    found = initial(Settings())["positions"]
    assert found.shape == (16, 32)
    assert found.std() == pytest.approx(0.02, rel=0.1)


def test_the_learning_rate_rises_for_a_hundred_steps_and_then_falls_with_the_root():
    assert [learning_rate(0.01, step) for step in (1, 50, 100, 400)] == pytest.approx([1e-4, 5e-3, 1e-2, 5e-3])


def test_the_first_step_of_adam_is_the_learning_rate_against_the_sign_of_each_gradient():
    weights = {"a": np.zeros(3)}
    Adam(weights, 0.5).move({"a": np.array([20.0, -10.0, 0.0])}, 1)
    assert weights["a"] == pytest.approx([-0.005, 0.005, 0.0], rel=1e-4)


def test_averages_are_a_running_mean_of_the_weights():
    weights, expected = {"a": np.ones(2)}, np.ones(2)
    adam = Adam(weights, 0.1)
    for step in range(1, 8):
        adam.move({"a": np.array([1.0, -step])}, step)
        expected = 0.95 * expected + 0.05 * weights["a"]
    assert adam.averages["a"] == pytest.approx(expected, abs=1e-15)


def test_adam_is_that_of_the_paper_written_out():
    random = np.random.default_rng(0)
    weights, expected, m, v = {"a": np.ones(4)}, np.ones(4), 0.0, 0.0
    adam = Adam(weights, 0.1)
    for step in range(1, 6):
        g = random.normal(size=4)
        adam.move({"a": g}, step)
        m, v = 0.9 * m + 0.1 * g, 0.98 * v + 0.02 * g**2
        expected = expected - learning_rate(0.1, step) * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.98**step)) + 1e-4)
    assert weights["a"] == pytest.approx(expected, abs=1e-13)
