"""Positions that are learned while one looks: loss, accuracy, and what becomes of the table."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.training import TASKS, Snapshot
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, Track, fixed, share
from pe_desktop.figure.images import BAR, bar, image
from pe_desktop.figure.marks import HEAD, Box, Dots, Facts, Legend, Mark, Path
from pe_desktop.figure.picture import Picture, Tell, cells_axis, points_axis, ranged
from pe_desktop.figure.solid import threaded
from pe_desktop.figure.trained import (
    KINDS,
    Trained,
    TrainingOptions,
    by_step,
    components,
    cosines,
    field,
    profile,
    reach,
    so_far,
)
from pe_desktop.figure.trained_facts import profile_facts, read_at, read_cell, read_profile, said, step_facts

FACTS = Track(points=160.0, optional=True, spares=0.16)
ENDS = (100, 200, 400, 800, 1200, 1600, 2000)
"""Steps at which the axis of the curves may end: it rests while they grow."""
LUCK = 2.0  # standard deviations to either side of the bound that are drawn
ROOM = 1.06
RUNS_OF_COLOUR = 16


class Training(Picture):
    id = "training"
    title = "Training"
    subtitle = "positions that are learned while one looks"
    formula = (
        "x = E[token] + P[position], y = x + softmax(x W_Q (x W_K)ᵀ / √d_model) x W_V, loss = −ln softmax(y W + b)"
    )
    source = (
        "Gehring et al. 2017, Convolutional Sequence to Sequence Learning, section 3.1; Vaswani et al. 2017, equation "
        "1 and sections 3.5 and 5.3; the bound is computed exactly"
    )
    attempt = (
        "Play the step, then set positions to none. Edit, Use the trained table, makes an encoding of it; "
        "as .npy it is exported, and opened again, as one."
    )
    axes = ("position", "dimension")
    order = 160
    moves_by = ("step",)
    turned = ("step",)
    encoded = False
    Options = TrainingOptions
    explanation = (
        "One layer of unmasked attention is trained on a task that cannot be done without order. Its table of "
        "positions is random at first and changed by gradient descent like every other weight; accuracy is that on "
        "some 1,000 sequences which it never sees in training. Without positions nothing beats the dashed line, the "
        "best that can be answered from the tokens alone; the band about it is two standard deviations of luck."
    )

    def refusal(self, encoding: Encoding) -> str:
        return ""

    def prepared(self, document: Document, view: View) -> bool:
        return so_far(self.options(document), view.step).reached

    def prepare(self, document: Document, view: View, tell: Tell) -> None:
        reach(self.options(document), view.step, tell)

    def figure(self, document: Document, view: View) -> Figure:
        trained = so_far(self.options(document), view.step)
        table = trained.table
        shown = () if table is None else self._table_panels(document, view, table)
        last = 1 + max((panel.column + panel.columns - 1 for panel in shown), default=0)
        facts = (("reached", step_facts(trained)), ("made", profile_facts(trained)))
        said_beside = (
            Panel(f"{self.id}.{name}", BLANK, BLANK, (Facts(rows),), column=last, row=row)
            for row, (name, rows) in enumerate(facts)
        )
        panels = (self._loss(view, trained), self._accuracy(view, trained), *shown, *said_beside)
        below = (replace(panel, row=panel.row + 1) for panel in panels)
        columns = (share(1.15), *((share(), BAR, share(), BAR) if shown else ()), FACTS)
        names = Legend(tuple((kind, KINDS[kind]) for kind in trained.runs), together=True)
        over = Panel(f"{self.id}.names", BLANK, BLANK, (names,), columns=min(2, last), head=HEAD)
        rows = fixed(1.0), share(), share()
        return Figure(self.id, self.title, said(trained), (over, *below), columns, rows)

    def _loss(self, view: View, trained: Trained) -> Panel:
        """Of every kind, with what guessing costs at the top."""
        id = f"{self.id}.loss"
        curves = _curves(trained, "loss")
        guessing = log(TASKS[trained.options.task].classes(trained.settings))
        highest = max([guessing, *(height for path in curves.values() for _, height in path)])
        x, y = ranged(view, id, _steps(view), points_axis(0.0, ROOM * highest, "loss", "loss"))
        x = replace(x, label="")
        return Panel(id, x, y, tuple(_drawn(curves)), zooms=True)

    def _accuracy(self, view: View, trained: Trained) -> Panel:
        id = f"{self.id}.accuracy"
        bound, luck = trained.order_blind, LUCK * trained.uncertainty
        whole = _steps(view)
        x, y = ranged(view, id, whole, points_axis(0.0, 1.02, "accuracy", "accuracy"))
        ends = (whole.first, whole.last)
        marks = (
            Box(ends[0], bound - luck, ends[1], bound + luck, "ink", 0.2),
            *_drawn(_curves(trained, "accuracy")),
            Path(((ends[0], bound), (ends[1], bound)), "ink", 1.25, dashed=True),
            Legend(((f"order-blind: at most {100 * bound:.1f} %", "ink"),), ("order-blind",)),
        )
        return Panel(id, x, y, marks, row=1, zooms=True, head=HEAD)

    def _table_panels(self, document: Document, view: View, table: FrozenArray) -> tuple[Panel, ...]:
        added, alike = field(table), cosines(table)
        most = float(np.abs(table.values).max()) or 1.0
        images = (
            ("table", "Table", replace(image(document, added, "signed"), levels=(-most, most)), "dimension"),
            (
                "similarity",
                "Similarity",
                replace(image(document, alike, "signed"), levels=(-1.0, 1.0)),
                "position",
            ),
        )
        panels: list[Panel] = []
        for i, (name, title, mark, across) in enumerate(images):
            id = f"{self.id}.{name}"
            rows, columns = mark.field.shape
            x = cells_axis(columns, "", across)
            y = cells_axis(rows, "", "" if i else "position", down=True)
            x, y = ranged(view, id, x, y)
            panels.append(Panel(id, x, y, (mark,), column=1 + 2 * i, title=title, zooms=True))
            panels.append(replace(bar(f"{id}.scale", mark, 0, mark.levels), column=2 + 2 * i))
        return (*panels, self._profile(view, table), self._components(table))

    def _profile(self, view: View, table: FrozenArray) -> Panel:
        """The mean cosine by offset."""
        id, values = f"{self.id}.profile", profile(table)
        points = tuple(enumerate(values.tolist()))
        x = points_axis(0.0, len(values) - 1.0, "offset of positions", "offset", whole=True)
        x, y = ranged(view, id, x, points_axis(-1.02, 1.02, "cosine", "mean cosine"))
        zero = Path(((0.0, 0.0), (len(values) - 1.0, 0.0)), "hairline", 1.0)
        marks = (zero, Path(points, "accent"), Dots(points, "accent", 5.0))
        return Panel(id, x, y, marks, column=1, row=1, columns=2, zooms=True)

    def _components(self, table: FrozenArray) -> Panel:
        """The positions in the two directions in which they differ most; colour is the position, warm first."""
        scores, shares = components(table)
        x, y = (_reaching(scores[:, i], f"PC{i + 1}  {100 * shares[i]:.0f} %") for i in (0, 1))
        thread = threaded(scores, np.linspace(0, 1, len(scores)), RUNS_OF_COLOUR, joined=True)
        return Panel(f"{self.id}.components", x, y, tuple(thread), column=3, row=1, columns=2, equal=True)

    def shape(self, document: Document) -> tuple[int, ...]:
        return so_far(self.options(document), 0).shape

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """The table is that of the last step; where nothing is added, of zeros. Curves are by snapshot."""
        trained = self._all(document, view)
        table = trained.table
        arrays = {"table": np.zeros(trained.shape) if table is None else np.array(table.values)}
        arrays |= by_step(trained.seen)
        for kind in trained.options.kinds[1:]:
            found = by_step(trained.runs[kind])
            arrays |= {f"{name}_{kind}": found[name] for name in ("loss", "accuracy")}
        if table is not None:
            arrays |= {"similarity_by_offset": np.array(profile(table)), "components": np.array(components(table)[0])}
        return arrays

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        trained = self._all(document, view)
        last = trained.seen[-1]
        values = {"accuracy": last.accuracy, "order_blind": trained.order_blind, "uncertainty": trained.uncertainty}
        accuracies = {f"accuracy_{kind}": trained.runs[kind][-1].accuracy for kind in trained.options.kinds[1:]}
        return {**values, "loss": last.loss, "steps": float(last.step), **accuracies}

    def _all(self, document: Document, view: View) -> Trained:
        """Trained to the step."""
        return reach(self.options(document), view.step, lambda fraction: None)

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """A step of the curves."""
        if panel.x.quantity != "step":
            return super().pick(document, view, panel, point, step)
        kind = View.parameter("step").kind
        return view.within(document).replace(step=round(min(max(point[0], kind.minimum), kind.maximum)))  # type: ignore[attr-defined]

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        trained, name = so_far(self.options(document), view.step), panel.removeprefix(f"{self.id}.")
        if name in ("loss", "accuracy"):
            return read_at(trained, name, x)
        table = trained.table
        if table is None:
            return None
        if name == "profile":
            return read_profile(table, x)
        return read_cell(table, name, round(y), round(x)) if name in ("table", "similarity") else None


def _steps(view: View) -> Axis:
    end = next(end for end in ENDS if end >= view.step)
    return points_axis(0.0, float(end), "step", "step", whole=True)


def _curves(trained: Trained, name: str) -> dict[str, tuple[tuple[float, float], ...]]:
    """(step, loss or accuracy) of every kind that has begun, the chosen one last: it is drawn over the others."""
    runs = reversed(trained.runs.items())
    found = {kind: tuple(_point(snapshot, name) for snapshot in seen) for kind, seen in runs}
    return {kind: points for kind, points in found.items() if points}


def _point(snapshot: Snapshot, name: str) -> tuple[float, float]:
    return float(snapshot.step), float(getattr(snapshot, name))


def _drawn(curves: dict[str, tuple[tuple[float, float], ...]]) -> list[Mark]:
    """Each with a dot where it has come to."""
    marks: list[Mark] = []
    for kind, points in curves.items():
        marks += [Path(points, KINDS[kind], 2.0)] if len(points) > 1 else []
        marks.append(Dots(points[-1:], KINDS[kind], 6.0))
    return marks


def _reaching(scores: Floats, label: str) -> Axis:
    low, high = float(scores.min()), float(scores.max())
    beyond = 0.08 * (high - low)
    return points_axis(low - beyond, high + beyond, "", label)
