"""How long a table of 131,072 × 128 takes to be diagnosed, and how much memory: python -m tests.benchmarks.diagnosis

The unit is one computation of the same table by NumPy in float64, in turn with the diagnoses. Memory is the most that
NumPy holds above the array itself.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from statistics import median

import numpy as np

from pe_desktop.engine.diagnosis import Diagnosis, diagnose

ROWS, COLUMNS = 131_072, 128
RUNS = 3


def plain(length: int = ROWS) -> np.ndarray:
    """The table of the paper in float32, as one writes it."""
    angles = np.multiply.outer(np.arange(length), 10000.0 ** (-np.arange(0, COLUMNS, 2) / COLUMNS))
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(length, COLUMNS).astype(np.float32)


def cases() -> dict[str, np.ndarray]:
    table = plain()
    random = np.random.default_rng(0)
    return {
        "sinusoidal": table,
        "with 1 % of noise": table + 0.01 * random.standard_normal(table.shape, dtype=np.float32),
        "noise alone": random.standard_normal(table.shape, dtype=np.float32),
    }


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def held(array: np.ndarray) -> tuple[Diagnosis, float]:
    """The answer, and the most megabytes that were held for it."""
    tracemalloc.start()
    answer = diagnose(array)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return answer, peak / 1e6


def main() -> None:
    print(f"| {ROWS:,} × {COLUMNS} | seconds | of computing it | MB held | answer |\n|---|---|---|---|---|")
    for name, array in cases().items():
        answer, megabytes = held(array)
        times = [(seconds(lambda: diagnose(array)), seconds(plain)) for _ in range(RUNS)]  # noqa: B023
        own = median(ours for ours, _ in times)
        ratio = median(ours / unit for ours, unit in times)
        print(f"| {name} | {own:.2f} | {ratio:.1f} × | {megabytes:.0f} | {answer.headline} |", flush=True)


if __name__ == "__main__":
    main()
