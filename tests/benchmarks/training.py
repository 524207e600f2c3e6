"""How fast positions are learned: steps a second of a run, and how soon it has learned.

In processor time of the one thread that it takes, which other programs do not lengthen by waiting.

python -m tests.benchmarks.training
"""

from __future__ import annotations

import time
from statistics import median

from threadpoolctl import threadpool_limits

from pe_desktop.engine.training import TASKS, Run, Settings

STEPS, ROUNDS, SEEDS = 50, 8, 3
MOST = 2000


def seconds_a_step(settings: Settings) -> float:
    """Median of some rounds, snapshots among them."""
    run, rounds = Run(settings), []
    run.advance(STEPS)
    for _ in range(ROUNDS):
        start = time.process_time()
        run.advance(STEPS)
        rounds.append((time.process_time() - start) / STEPS)
    return median(rounds)


def learned(settings: Settings) -> str:
    """The step at which it is right more than 95 times of 100."""
    run = Run(settings)
    while run.step < MOST and run.snapshots[-1].accuracy <= 0.95:
        run.advance(20)
    return f"{run.step:,}" if run.snapshots[-1].accuracy > 0.95 else "–"


def main() -> None:
    print("| task | steps a second | ms a step | over 95 % after steps, by seed |\n|---|---|---|---|")
    with threadpool_limits(limits=1, user_api="blas"):
        for task in TASKS:
            seconds = seconds_a_step(Settings(task=task))
            reached = ", ".join(learned(Settings(task=task, seed=seed)) for seed in range(SEEDS))
            print(f"| {task} | {1 / seconds:,.0f} | {seconds * 1e3:.2f} | {reached} |")


if __name__ == "__main__":
    main()
