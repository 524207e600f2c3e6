from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.diagnosis import NOTHING, diagnose
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.weights import BUNDLED, bundled

SHAPES = ((8, 8), (16, 16), (64, 32), (100, 100), (33, 7), (256, 64))
MADE = {
    "normal": lambda r, n, d: r.normal(size=(n, d)),
    "small": lambda r, n, d: 0.02 * r.normal(size=(n, d)),
    "uniform": lambda r, n, d: r.uniform(size=(n, d)),
    "orthogonal": lambda r, n, d: np.linalg.qr(r.normal(size=(max(n, d), min(n, d))))[0].reshape(n, d),
    "sorted down": lambda r, n, d: np.sort(r.normal(size=(n, d)), axis=0),
    "sorted across": lambda r, n, d: np.sort(r.normal(size=(n, d)), axis=1),
    "smoothed": lambda r, n, d: np.cumsum(r.normal(size=(n, d)), axis=0),
    "waves": lambda r, n, d: np.sin(np.outer(np.arange(n), r.uniform(0, 3, d)) + r.uniform(0, 6, d)),
    "circles": lambda r, n, d: np.cos(np.outer(np.arange(n), r.uniform(0, 3, d))),
    "signs": lambda r, n, d: np.sign(r.normal(size=(n, d))),
}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_random_arrays_are_no_scheme(made, shape, dtype):
    found = diagnose(MADE[made](np.random.default_rng(11), *shape).astype(dtype))
    assert found.verdict == NOTHING, found.headline
    assert found.headline.startswith("No known scheme")


@pytest.mark.parametrize("count", [8, 32, 64])
def test_random_vectors_are_no_scheme(count):
    random = np.random.default_rng(5)
    for values in (random.uniform(size=count), np.sort(random.uniform(size=count)), 10 ** -random.uniform(0, 4, count)):
        assert diagnose(values).verdict == NOTHING
        assert diagnose(np.sort(values)[::-1]).verdict == NOTHING


@pytest.mark.parametrize("heads", [1, 4, 12])
def test_random_biases_are_no_scheme(heads):
    random = np.random.default_rng(6)
    cells = random.normal(size=(heads, 32, 32))
    offsets = np.arange(32)[:, None] - np.arange(32) + 31
    by_offset = random.normal(size=(heads, 63))[:, offsets]
    for values in (cells, np.where(np.triu(np.ones((32, 32), bool), 1), -np.inf, cells), by_offset):
        assert diagnose(values.astype(np.float32)).verdict == NOTHING


def test_vectors_that_were_not_rotated_by_a_rule_are_no_scheme():
    random = np.random.default_rng(8)
    before = random.normal(size=(2, 64, 32))
    turns = np.linalg.qr(random.normal(size=(32, 32)))[0]
    for after in (random.normal(size=before.shape), before @ turns, 2 * before):
        assert diagnose(after, before).verdict == NOTHING


@pytest.mark.parametrize("name", BUNDLED)
def test_a_learned_table_is_called_learned_and_not_sinusoidal(name):
    found = diagnose(bundled(name).array.values)
    assert found.verdict == NOTHING
    assert "as in a learned table" in found.headline
    assert not found.best.fits
    assert found.best.errors.relative > 0.5


@pytest.mark.parametrize("dtype", ["fp32", "fp16"])
@pytest.mark.parametrize("noise", [0.0003, 0.01, 0.05])
def test_a_table_that_was_trained_on_is_near_but_not_it(noise, dtype):
    exact = Sinusoidal(d_model=64).numbers(512).full()
    trained = exact + (noise if dtype == "fp32" else max(noise, 0.002)) * np.random.default_rng(2).normal(
        size=exact.shape
    )
    found = diagnose(trained.astype(np.float16 if dtype == "fp16" else np.float32))
    assert found.verdict == NOTHING
    assert "near Sinusoidal" in found.headline
    assert "but not it" in found.headline
    assert found.best.encoding == Sinusoidal(d_model=64)


def test_a_cache_with_one_wrong_cell_is_not_called_correct():
    values = np.cos(Rope(head_dim=64).numbers(300).full()).astype(np.float32)
    values[217, 13] += 0.01
    found = diagnose(values)
    assert found.verdict == NOTHING
    block, column = np.unravel_index(np.argmax(found.best.errors.map.values), (256, 32))
    assert block * 300 // 256 <= 217 < (block + 1) * 300 // 256
    assert column == 13


def test_a_table_that_goes_wrong_after_the_sampled_rows_is_not_called_correct():
    values = Sinusoidal(d_model=32).numbers(5000).full().astype(np.float32)
    values[3001, 5] = 0.5
    assert diagnose(values).verdict == NOTHING
