"""What number formats do to positions: the error by position and pair, and which positions become one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding, Reading, Rotating
from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import Parametrised, choice
from pe_desktop.engine.precision import RECIPES, Recipe, Rounded
from pe_desktop.engine.rounding_error import FLOOR, MEASURES, Decades, LargestError, RoundingError
from pe_desktop.figure.figure import BLANK, Figure, Panel, Track, share
from pe_desktop.figure.images import image, side_by_side
from pe_desktop.figure.marks import HEAD, Box, Cell, Dots, Facts, Legend, Line, Mark, Rule
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, points_axis, ranged, suffix
from pe_desktop.figure.precision_facts import (
    MEASURED,
    STEPS,
    collision_facts,
    cursor,
    cursor_facts,
    read_cell,
    read_largest,
)

FACTS = Track(points=186.0, optional=True)
CUSTOM = "custom"
_CUSTOM = ("recipe", (CUSTOM,))
_IDS = tuple(FORMATS)
TODAY = "transformers"
COLOURS = ("accent", "second")
UNITS = {"angle": " in radians", "cosine": ""}


@dataclass(frozen=True)
class PrecisionOptions(Parametrised):
    recipe: str = choice("all-bf16", (*RECIPES, CUSTOM), "Which steps of the computation are rounded to what")
    inv_freq_format: str = choice("fp32", _IDS, "What frequencies are kept in", when=_CUSTOM)
    position_format: str = choice("fp32", _IDS, "What positions are kept in", when=_CUSTOM)
    angle_format: str = choice("fp32", _IDS, "What position · frequency is kept in", when=_CUSTOM)
    table_format: str = choice("bf16", _IDS, "What cosine and sine are kept in", when=_CUSTOM)
    measure: str = choice("angle", MEASURES, "The error of the angle, or that of its cosine in the table")

    @property
    def steps(self) -> Recipe:
        chosen = Recipe(self.inv_freq_format, self.position_format, self.angle_format, self.table_format)
        return RECIPES.get(self.recipe, chosen)

    @property
    def differs(self) -> bool:
        """Whether what it measures is other than in transformers today."""
        today = RECIPES[TODAY]
        return self.steps != (replace(today, table=self.steps.table) if self.measure == "angle" else today)


@lru_cache(maxsize=8)
def rounded(encoding: Rotating, length: int, steps: Recipe) -> Rounded:
    return Rounded(FrozenArray(encoding.frequencies(length)), steps)


class Precision(Picture):
    id = "precision"
    title = "Precision"
    subtitle = "the error by position and pair"
    formula = STEPS
    source = "The code of transformers, Llama and GPT-J; gpt-neox, thread 1003, and candle, pull request 3520"
    attempt = "Set the recipe to bf16-positions and the length to 4,096, and find the positions that 3,000 is equal to."
    axes = ("position", "pair")
    order = 110
    moves_by = ("base", "position")
    Options = PrecisionOptions
    explanation = (
        "Each cell is the distance between the angle that a model's code computes and the true one, in powers of ten. "
        "Rounding is relative, so the error grows with the position, and fastest in the fast pairs. A format with n "
        "significant bits cannot tell integers above 2ⁿ apart: in bf16 position 257 is 256, and attention cannot know."
    )

    def refusal(self, encoding: Encoding) -> str:
        if isinstance(encoding, Rotating):
            return ""
        return (
            f"{encoding.label} has no angles that are one position times a frequency. "
            "Choose RoPE or Sinusoidal to see what bf16 does to them."
        )

    def figure(self, document: Document, view: View) -> Figure:
        options = self.options(document)
        errors = _errors(document, options)
        images = [self._panel(document, view, i, error) for i, error in enumerate(errors)]
        panels, columns = side_by_side(images, share(), row=0)
        panels = tuple(_logarithmic(panel) if panel.id.endswith(".scale") else panel for panel in panels)
        curve = self._curve(document, view, errors, options)
        facts = tuple(replace(panel, column=len(columns)) for panel in self._facts(document, view, errors))
        across = replace(curve, columns=len(columns) - 1)
        rows = (share(1.5), share(1.0))
        return Figure(
            self.id, self.title, _said(errors[0], options), (*panels, across, *facts), (*columns, FACTS), rows
        )

    def _panel(self, document: Document, view: View, index: int, errors: RoundingError) -> Panel:
        id = self.id + suffix(index)
        length, pairs = errors.shape
        x = cells_axis(pairs, "pair", "pair")
        y = cells_axis(length, "position", "position" if index == 0 else "", down=True)
        x, y = ranged(view, id, x, y)
        pair, position = cursor(document, view, index)
        first, last = errors.alike(position)
        alike = (Box(-0.5, first - 0.5, pairs - 0.5, last + 0.5, "query"),) if last > first else ()
        crossed = (Rule("y", position), Rule("x", pair), Cell(pair, position))
        marks = (image(document, Decades(errors)), *alike, *crossed)
        return Panel(id, x, y, marks, title=letter(document, index), zooms=True, of=index)

    def _curve(self, document: Document, view: View, errors: list[RoundingError], options: PrecisionOptions) -> Panel:
        id, length = f"{self.id}.largest", document.length
        lines = [Line(LargestError(e), c) for e, c in zip(errors, COLOURS, strict=False)]
        names: tuple[str, ...] = ("A", "B") if document.compare is not None else (options.recipe,)
        if document.compare is None and options.differs:
            today = replace(errors[0], rounded=replace(errors[0].rounded, recipe=RECIPES[TODAY]))
            lines, names = [*lines, Line(LargestError(today), "muted")], (*names, TODAY)
        _, position = cursor(document, view, 0)
        dots = [Dots(((position, float(line.curve.at(np.array([position]))[0])),), line.colour) for line in lines]
        x = points_axis(0.0, length - 1.0, "position", "position", whole=True, binary=_binary(length))
        x, y = ranged(view, id, x, points_axis(*_reach(lines), "value", "largest error", log=True))
        said = Legend(tuple((name, line.colour) for name, line in zip(names, lines, strict=True)))
        marks = (*_borders(errors[0]), Rule("x", position), *lines, *dots, said)
        return Panel(id, x, y, marks, row=1, zooms=True, head=HEAD)

    def _facts(self, document: Document, view: View, errors: list[RoundingError]) -> tuple[Panel, Panel]:
        marks = Facts(cursor_facts(document, view, errors)), Facts(collision_facts(document, view, errors[0]))
        return (
            Panel(f"{self.id}.cursor", BLANK, BLANK, (marks[0],)),
            Panel(f"{self.id}.collisions", BLANK, BLANK, (marks[1],), row=1),
        )

    def shape(self, document: Document) -> tuple[int, ...]:
        return _errors(document, self.options(document))[0].shape

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        errors = _errors(document, self.options(document))
        kept = errors[0].rounded.positions(np.arange(document.length) + errors[0].start)
        return {**{n: e.full() for n, e in zip(("error", "error_b"), errors, strict=False)}, "positions": kept}

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        inside = view.within(document)
        errors = _errors(document, self.options(document))[0]
        _, position = cursor(document, inside, 0)
        first, last = errors.alike(position)
        values = {"position": position, "largest_error": float(errors.largest([position])[0])}
        return {**values, "distinct_positions": errors.distinct, "equal_first": first, "equal_last": last}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """A pair of a heatmap is the first of its columns in A, where the cursor is."""
        picked, encoding = super().pick(document, view, panel, point, 1.0), document.encoding
        if panel.x.quantity != "pair" or not isinstance(encoding, Rotating):
            return picked
        pair = min(max(0, round(point[0])), encoding.pairs - 1)
        return picked.replace(dimension=encoding.columns_of(pair)[0]).within(document)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        options = self.options(document)
        errors = _errors(document, options)[at_panel(self.shown(document), panel)]
        if panel == f"{self.id}.largest":
            return read_largest(errors, round(x)) if 0 <= round(x) < document.length else None
        position, pair = round(y), round(x)
        length, pairs = errors.shape
        if panel not in (self.id, f"{self.id}.b") or not (0 <= position < length and 0 <= pair < pairs):
            return None
        return read_cell(errors, position, pair)


def _errors(document: Document, options: PrecisionOptions) -> list[RoundingError]:
    """Of A, and of B where two are compared."""
    length, parts = document.length, [e for e in document.encodings if isinstance(e, Rotating)]
    return [RoundingError(length, rounded(e, length, options.steps), options.measure, int(e.start)) for e in parts]


def _said(errors: RoundingError, options: PrecisionOptions) -> str:
    distinct, length, format = errors.distinct, errors.length, errors.format
    kept = f"all {length:,}" if distinct == length else f"{distinct:,} of {length:,}"
    said = f"{MEASURED[options.measure]}{UNITS[options.measure]}, {options.recipe}; {kept} positions are distinct"
    lost = format.first_lost is not None and length + errors.start > format.first_lost
    return f"{said}; infinite ones drawn as {format.greatest:,.0f}" if lost else said


def _logarithmic(bar: Panel) -> Panel:
    return replace(bar, y=replace(bar.y, log=True))


def _binary(length: int) -> bool:
    return cells_axis(length, "", "").binary


def _reach(lines: list[Line]) -> tuple[float, float]:
    """Whole decades about the lines, from a hundredth of the sequence to its end; three at least."""
    last = lines[0].curve.domain[1]
    x = np.unique(np.rint(np.geomspace(max(1.0, last / 100), max(1.0, last), 48)).clip(0, last))
    values = np.concatenate([line.curve.traced(x) for line in lines])
    high = float(np.ceil(values.max() + 0.1))
    low = float(np.floor(values.min()))
    return max(np.log10(FLOOR), min(low, high - 3)), max(high, np.log10(FLOOR) + 3)


def _borders(errors: RoundingError) -> tuple[Mark, ...]:
    """Where the first two positions become one, and where half precision ends."""
    ends = (errors.format.exact_up_to, errors.format.first_lost)
    rows = (end - errors.start for end in ends if end is not None)
    return tuple(Rule("x", row, "second") for row in rows if 0 <= row < errors.length - 1)
