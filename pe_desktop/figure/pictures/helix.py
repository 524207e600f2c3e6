"""The shape of a table: its positions in the few directions in which they differ most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.encoding import Reading, Tabular
from pe_desktop.engine.field import Table
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice
from pe_desktop.engine.principal import WIDEST, Components, all_scores, exact_components, sampled_components
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, share
from pe_desktop.figure.images import BAR
from pe_desktop.figure.marks import Dots, Image, Mark, Rule
from pe_desktop.figure.picture import Picture, at_panel, letter, points_axis, suffix, tabular
from pe_desktop.figure.solid import REACH, Camera, Solid, threaded
from pe_desktop.figure.ticks import number

MOST_CELLS = 250_000_000  # of a table whose exact components are found: 2 GB, as of what is written
FLAT_RUNS, SOLID_RUNS = 32, 64  # of one colour each; where how near they are is seen too, more
NEAR = 0.25  # of half the extent: farther from every position nothing is read
VIEW = ".view"  # what the id of a panel in three dimensions ends in, but for the letter


@dataclass(frozen=True)
class HelixOptions(Parametrised):
    plots: str = choice(
        "both", ("both", "flat", "turned"), "The first two components flat, all three turned by the mouse, or both"
    )


@dataclass(frozen=True, eq=False)
class Shape:
    """A table's components, and the scores (n, 3) of the positions that are drawn."""

    table: Table
    components: Components
    scores: Floats

    @property
    def whole(self) -> bool:
        """Whether every position is drawn."""
        return len(self.scores) == self.table.shape[0]

    @property
    def places(self) -> Floats:
        """(n,) where each position stands in the sequence, 0 … 1."""
        return self.components.rows / max(1, self.table.shape[0] - 1)

    @property
    def names(self) -> tuple[str, str, str]:
        """Of the axes, with their shares of the variance."""
        first, second, third = (f"PC{i + 1}  {_percent(share)}" for i, share in enumerate(self.components.shares))
        return first, second, third

    def at(self, position: float) -> Floats:
        """(1, 3) the scores of one position, exact."""
        return self.components.scores(self.table.at([position], np.arange(self.table.shape[1])))


@lru_cache(maxsize=8)
def shape_of(table: Table) -> Shape:
    return Shape(table, *sampled_components(table))


class Helix(Picture):
    id = "helix"
    title = "Shape"
    subtitle = "principal components of the rows"
    formula = "(PE[p] − mean) · v_k, with v_k the k-th right singular vector of the centred table"
    source = (
        "Pearson 1901, On lines and planes of closest fit; of a table of positions: Yedidia, GPT-2's positional "
        "embedding matrix is a helix, on LessWrong"
    )
    attempt = "Turn the box with the mouse, then halve d_model: the fewer columns there are, the simpler the curve."
    axes = ("position", "component")
    order = 100
    moves_by = ("azimuth",)
    turned = ("azimuth", "elevation")
    Options = HelixOptions
    explanation = (
        "Every position is a point with as many coordinates as the table has columns; here it is seen from the two or "
        "three directions in which positions differ most. Neighbours lie close to one another, so the sequence is a "
        "curve: slow pairs bend it into an arc, faster ones wind it into a helix. The percentage says how much of all "
        "differences a direction shows; what is left out is in the others."
    )

    def figure(self, document: Document, view: View) -> Figure:
        shapes = [shape_of(encoding.vectors(document.length)) for encoding in tabular(document)]
        made = {"both": (self._flat, self._solid), "flat": (self._flat,), "turned": (self._solid,)}
        plots = made[self.options(document).plots]
        shown = [plot(document, view, shape, i) for i, shape in enumerate(shapes) for plot in plots]
        titled = (replace(p, title="" if i % len(plots) else letter(document, p.of)) for i, p in enumerate(shown))
        panels = (replace(panel, column=i) for i, panel in enumerate((*titled, _scale(document, view))))
        columns = (*(share() for _ in shown), BAR)
        return Figure(self.id, self.title, _said(shapes), tuple(panels), columns, (share(),))

    def _flat(self, document: Document, view: View, shape: Shape, index: int) -> Panel:
        """The first component across, the second up."""
        x, y = (_axis(shape.scores[:, i], f"PC{i + 1}", shape.names[i]) for i in (0, 1))
        marks = threaded(shape.scores[:, :2], shape.places, FLAT_RUNS, joined=shape.whole)
        cursor = _cursor(shape.at(view.position))
        return Panel(self.id + suffix(index), x, y, (*marks, cursor), equal=True, of=index)

    def _solid(self, document: Document, view: View, shape: Shape, index: int) -> Panel:
        """All three, as the camera sees them."""
        camera, solid = Camera(view.azimuth, view.elevation), Solid.about(shape.scores)
        reach = REACH * solid.radius
        x, y = (Axis(-reach, reach, turned, ticks=False) for turned in self.turned)
        alone = self.options(document).plots == "turned"
        x = replace(x, label=", ".join(shape.names) if alone else f"with {shape.names[2]}")
        runs = SOLID_RUNS if document.compare is None else FLAT_RUNS
        thread = threaded(solid.seen(camera, shape.scores), shape.places, runs, joined=shape.whole)
        cursor = _cursor(solid.seen(camera, shape.at(view.position)))
        marks = (*solid.frame(camera), *thread, *solid.names(camera, ("PC1", "PC2", "PC3")), cursor)
        return Panel(self.id + VIEW + suffix(index), x, y, marks, equal=True, turns=True, of=index)

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """The position that is drawn nearest to the point; on the colour bar, the one of that colour."""
        found = self._nearest(document, view, panel.id, *point)
        if found is None:
            return super().pick(document, view, panel, point, step)
        return view.within(document).at(float(found[1]), document.length - 1)

    def _nearest(
        self, document: Document, view: View, panel: str, x: float, y: float
    ) -> tuple[Shape, int, bool] | None:
        """The shape that a panel shows, the position drawn nearest to a point of it, and whether that is near."""
        if panel.removesuffix(".b") not in (self.id, self.id + VIEW):
            return None
        shape = shape_of(tabular(document)[at_panel(document, panel)].vectors(document.length))
        points = shape.scores
        if VIEW in panel:
            points = Solid.about(points).seen(Camera(view.azimuth, view.elevation), points)
        distances = np.hypot(points[:, 0] - x, points[:, 1] - y)
        place = int(np.argmin(distances))
        return shape, int(shape.components.rows[place]), float(distances[place]) <= NEAR * Solid.about(points).radius

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        found = self._nearest(document, view, panel, x, y)
        if found is None or not found[2]:
            return None
        shape, position, _ = found
        scores = shape.at(position)[0]
        coordinates = ((name, number(value, 4)) for name, value in zip(shape.names, scores, strict=True))
        return Reading(
            value=float(scores[0]),
            formula=f"(PE[{position}] − mean) · v_1",
            definition="(PE[p] − mean) · v_k" + ("" if shape.whole else f", v_k {_few(shape)}"),
            rows=(("position", f"{position}"), *coordinates),
        )

    def shape(self, document: Document) -> tuple[int, ...]:
        return document.length, 3

    def headings(self, document: Document, arrays: dict[str, Floats]) -> list[str]:
        return ["PC1", "PC2", "PC3"]

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """From all positions. Raises ParameterError where the table is too large for that."""
        arrays: dict[str, Floats] = {}
        for encoding, letters in zip(tabular(document), ("", "_b"), strict=False):
            table = encoding.vectors(document.length)
            _check(encoding, document.length)
            components = exact_components(table)
            arrays[f"components{letters}"] = all_scores(table, components)
            arrays |= {f"axes{letters}": components.axes, f"mean{letters}": components.mean}
            arrays[f"shares{letters}"] = components.shares
        return arrays


def _check(encoding: Tabular, length: int) -> None:
    rows, columns = encoding.vectors(length).shape
    if rows * columns > MOST_CELLS:
        raise ParameterError("length", length, f"up to {MOST_CELLS // columns:,} for components from all positions")
    if min(rows, columns) > WIDEST:
        raise ParameterError("length", length, f"up to {WIDEST:,} for exact components of more than {WIDEST:,} columns")


def _axis(scores: Floats, quantity: str, label: str) -> Axis:
    low, high = float(scores.min()), float(scores.max())
    beyond = 0.06 * (high - low)
    return points_axis(low - beyond, high + beyond, quantity, label)


def _cursor(point: Floats) -> Mark:
    return Dots(((float(point[0, 0]), float(point[0, 1])),), "cursor", 11.0, hollow=True)


def _scale(document: Document, view: View) -> Panel:
    """The colours of the positions, the first at the top."""
    last = max(document.length - 1, 1)
    axis = Axis(last, 0.0, "position", whole=True, side="far")
    ramp = Image(_ramp(), "pair", (0.0, 1.0), rect=(0.0, 0.0, 1.0, float(last)))
    return Panel("helix.scale", BLANK, axis, (ramp, Rule("y", view.position)), colour_bar=True)


@lru_cache(maxsize=1)
def _ramp() -> ArrayTable:
    return ArrayTable(FrozenArray(np.linspace(0, 1, 256)[:, None]), 256)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if 0.0005 <= share < 0.9995 else f"{100 * share:.0f} %"


def _said(shapes: list[Shape]) -> str:
    """How much of the variance is seen, and from how many positions."""
    seen = " and ".join(_percent(float(shape.components.shares.sum())) for shape in shapes)
    few = [shape for shape in shapes if not shape.whole]
    whence = f", {_few(few[0])}" if few else ""
    return f"three components hold {seen} of the variance{whence}; colour is position"


def _few(shape: Shape) -> str:
    return f"from {len(shape.scores):,} of {shape.table.shape[0]:,} positions"
