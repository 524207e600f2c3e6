"""What the figure Training says in words and numbers: beside its plots, and under the mouse."""

from __future__ import annotations

from pe_desktop.engine.encoding import Reading
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.training import TASKS, Snapshot
from pe_desktop.engine.training.settings import NONE
from pe_desktop.figure.ticks import minus, number
from pe_desktop.figure.trained import KINDS, Trained, cosines, profile

Rows = tuple[tuple[str, str, str], ...]

OFFSETS = (1, 2, 4, 8)
"""Whose mean cosine is said beside the plot."""


def said(trained: Trained) -> str:
    """The task, what is added, how far it is, and how well it does beside the best that needs no order."""
    options, seen = trained.options, trained.seen
    positions = "without" if options.positions == NONE else f"with {options.positions}"
    step = f"step {seen[-1].step if seen else 0:,}"
    if not trained.reached:
        step += f" on the way to {trained.last:,}"
    right = f": {_right(seen)} right, order-blind at most {100 * trained.order_blind:.1f} %" if seen else ""
    return f"{TASKS[options.task].label} {positions} positions, {step}{right}"


def step_facts(trained: Trained) -> Rows:
    """Where the chosen run is, what the others do, and the bound."""
    seen = trained.seen
    rows = [(f"Step {seen[-1].step if seen else 0:,}", "", "ink")]
    if not trained.reached:
        rows.append(("on the way to", f"{trained.last:,}", "ink"))
    rows.append(("loss", f"{seen[-1].loss:.3f}" if seen else "–", "accent"))
    rows += [(f"right: {kind}", _right(trained.runs[kind]), KINDS[kind]) for kind in trained.runs]
    rows.append(("order-blind", f"{100 * trained.order_blind:.1f} %", "ink"))
    rows.append(("± by luck", f"{100 * trained.uncertainty:.1f} %", "ink"))
    return tuple(rows)


def profile_facts(trained: Trained) -> Rows:
    """The similarity profile as it was measured, and what the run is made of."""
    options, rows = trained.options, []
    table = trained.table
    if table is not None:
        values = profile(table)
        rows = [("Mean cosine at offset", "", "ink")]
        rows += [(f"{offset}", minus(f"{values[offset]:.3f}"), "accent") for offset in OFFSETS]
    made = (("learning rate", f"{options.learning_rate:g}"), ("d_model", f"{options.model_width}"))
    rows += [("Run", "", "ink"), *((name, value, "ink") for name, value in (*made, ("seed", f"{options.seed:,}")))]
    return tuple(rows)


def _right(seen: tuple[Snapshot, ...]) -> str:
    return f"{100 * seen[-1].accuracy:.1f} %" if seen else "–"


def read_at(trained: Trained, name: str, x: float) -> Reading | None:
    """The snapshot nearest to a step."""
    seen = trained.seen
    if not seen or not 0 <= x <= seen[-1].step:
        return None
    near = min(seen, key=lambda snapshot: abs(snapshot.step - x))
    definition = (
        "−mean ln p(right answer)" if name == "loss" else "the share of questions whose likeliest answer is right"
    )
    rows = (
        ("step", f"{near.step:,}"),
        ("loss", number(near.loss, 6)),
        ("accuracy", f"{100 * near.accuracy:.2f} %"),
        ("order-blind, at most", f"{100 * trained.order_blind:.2f} %"),
    )
    return Reading(float(getattr(near, name)), f"{name} after {near.step:,} steps", definition, rows)


def read_profile(table: FrozenArray, x: float) -> Reading | None:
    values, offset = profile(table), round(x)
    if not 0 <= offset < len(values):
        return None
    rows = (("offset", f"{offset}"), ("pairs of positions", f"{len(values) - offset}"))
    return Reading(
        float(values[offset]), f"mean cosine at offset {offset}", "p · q / (‖p‖ ‖q‖), the mean over all pairs", rows
    )


def read_cell(table: FrozenArray, name: str, row: int, column: int) -> Reading | None:
    shown = table.values if name == "table" else cosines(table).full()
    if not (0 <= row < shown.shape[0] and 0 <= column < shown.shape[1]):
        return None
    value = float(shown[row, column])
    if name == "table":
        place = (("position", f"{row}"), ("dimension", f"{column} of {shown.shape[1]}"))
        return Reading(value, f"P[{row}, {column}]", "what is added to the token at that position", place)
    rows = (("position p", f"{row}"), ("position q", f"{column}"), ("offset p − q", minus(f"{row - column}")))
    return Reading(value, f"cosine of p = {row} and q = {column}", "p · q / (‖p‖ ‖q‖)", rows)
