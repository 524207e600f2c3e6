"""What number formats do to positions: the error by position and pair, and which positions become one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding, Reading, Rotating, plain
from pe_desktop.engine.formats import FORMATS, Format
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import Parametrised, choice
from pe_desktop.engine.precision import RECIPES, Recipe, Rounded
from pe_desktop.engine.rounding_error import FLOOR, MEASURES, Decades, LargestError, RoundingError
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, Track, share
from pe_desktop.figure.images import image, side_by_side
from pe_desktop.figure.marks import Box, Cell, Dots, Facts, Line, Mark, Rule, Text
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, points_axis, ranged, suffix
from pe_desktop.figure.ticks import number, power_of_ten

FACTS = Track(points=186.0, optional=True)
CUSTOM = "custom"
_CUSTOM = ("recipe", (CUSTOM,))
_IDS = tuple(FORMATS)
TODAY = "transformers"
COLOURS = ("accent", "second")
MEASURED = {"angle": "error of the angle", "cosine": "error of the cosine"}
UNITS = {"angle": "radians", "cosine": ""}


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


@lru_cache(maxsize=8)
def rounded(encoding: Rotating, length: int, steps: Recipe) -> Rounded:
    return Rounded(FrozenArray(encoding.frequencies(length)), steps)


class Precision(Picture):
    id = "precision"
    title = "Precision"
    subtitle = "the error by position and pair"
    formula = "inv_freq ← round(w), angle ← round(round(p) · inv_freq), table ← round(cos angle)"
    source = "transformers, gpt-neox, Meta's Llama and GPT-J, each with the formats that its code computes in"
    attempt = "Set the recipe to bf16-positions and the length to 4,096, and find the positions that 3,000 is equal to."
    axes = ("position", "pair")
    order = 140
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
            f"{encoding.label} has no pairs that turn, and no angles to round. "
            "Choose RoPE or Sinusoidal to see what bf16 does to them."
        )

    def figure(self, document: Document, view: View) -> Figure:
        options = self.options(document)
        errors = _errors(document, options)
        images = [self._panel(document, view, i, error) for i, error in enumerate(errors)]
        panels, columns = side_by_side(images, share(), row=0)
        panels = tuple(_logarithmic(panel, options) if panel.id.endswith(".scale") else panel for panel in panels)
        curve = self._curve(document, view, errors, options)
        facts = tuple(replace(panel, column=len(columns)) for panel in self._facts(document, view, errors))
        across = replace(curve, columns=len(columns) - 1)
        rows = (share(1.5), share(1.0))
        return Figure(self.id, self.title, _said(document, options), (*panels, across, *facts), (*columns, FACTS), rows)

    def _panel(self, document: Document, view: View, index: int, errors: RoundingError) -> Panel:
        id = self.id + suffix(index)
        length, pairs = errors.shape
        x = cells_axis(pairs, "pair", "pair")
        y = cells_axis(length, "position", "position" if index == 0 else "", down=True)
        x, y = ranged(view, id, x, y)
        pair, position = _cursor(document, view, index)
        first, last = _format(errors).alike(position, length)
        alike = (Box(-0.5, first - 0.5, pairs - 0.5, last + 0.5, "query"),) if last > first else ()
        cursor = (Rule("y", position), Rule("x", pair), Cell(pair, position))
        marks = (image(document, Decades(errors)), *alike, *cursor)
        return Panel(id, x, y, marks, title=letter(document, index), zooms=True, of=index)

    def _curve(self, document: Document, view: View, errors: list[RoundingError], options: PrecisionOptions) -> Panel:
        id, length = f"{self.id}.largest", document.length
        lines = [Line(LargestError(e), c) for e, c in zip(errors, COLOURS, strict=False)]
        names: tuple[str, ...] = ("A", "B") if document.compare is not None else (options.recipe,)
        if document.compare is None and options.steps != RECIPES[TODAY]:
            today = replace(errors[0], rounded=replace(errors[0].rounded, recipe=RECIPES[TODAY]))
            lines, names = [*lines, Line(LargestError(today), "muted")], (*names, TODAY)
        _, position = _cursor(document, view, 0)
        dots = [Dots(((position, float(line.curve.at(np.array([position]))[0])),), line.colour) for line in lines]
        x = points_axis(0.0, length - 1.0, "position", "position", whole=True, binary=_binary(length))
        x, y = ranged(view, id, x, points_axis(*_reach(lines), "value", "largest error", log=True))
        said = _names(lines, names, x, y)
        marks = (*_borders(_format(errors[0]), length), Rule("x", position), *lines, *dots, *said)
        return Panel(id, x, y, marks, row=1, zooms=True)

    def _facts(self, document: Document, view: View, errors: list[RoundingError]) -> tuple[Panel, Panel]:
        marks = Facts(_cursor_facts(document, view, errors)), Facts(_collision_facts(document, view, errors[0]))
        return (
            Panel(f"{self.id}.cursor", BLANK, BLANK, (marks[0],)),
            Panel(f"{self.id}.collisions", BLANK, BLANK, (marks[1],), row=1),
        )

    def shape(self, document: Document) -> tuple[int, ...]:
        return _errors(document, self.options(document))[0].shape

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        errors = _errors(document, self.options(document))
        kept = errors[0].rounded.positions(np.arange(document.length))
        return {**{n: e.full() for n, e in zip(("error", "error_b"), errors, strict=False)}, "positions": kept}

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        inside = view.within(document)
        errors = _errors(document, self.options(document))[0]
        _, position = _cursor(document, inside, 0)
        format, length = _format(errors), document.length
        first, last = format.alike(position, length)
        values = {"position": position, "largest_error": float(errors.largest([position])[0])}
        return {**values, "distinct_positions": format.distinct(length), "equal_first": first, "equal_last": last}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """A pair of the heatmap is the first of its columns."""
        picked = super().pick(document, view, panel, point, 1.0)
        encoding = document.encodings[at_panel(document, panel.id)]
        if panel.x.quantity != "pair" or not isinstance(encoding, Rotating):
            return picked
        pair = min(max(0, round(point[0])), encoding.pairs - 1)
        return picked.replace(dimension=encoding.columns_of(pair)[0]).within(document)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        options = self.options(document)
        errors = _errors(document, options)[at_panel(document, panel)]
        if panel == f"{self.id}.largest":
            return _read_largest(errors, round(x)) if 0 <= round(x) < document.length else None
        position, pair = round(y), round(x)
        length, pairs = errors.shape
        if panel not in (self.id, f"{self.id}.b") or not (0 <= position < length and 0 <= pair < pairs):
            return None
        return _read_cell(errors, position, pair)


def _errors(document: Document, options: PrecisionOptions) -> list[RoundingError]:
    """Of A, and of B where two are compared."""
    length, parts = document.length, [e for e in document.encodings if isinstance(e, Rotating)]
    return [RoundingError(length, rounded(e, length, options.steps), options.measure) for e in parts]


def _format(errors: RoundingError) -> Format:
    """In which positions are kept."""
    return FORMATS[errors.rounded.recipe.positions]


def _cursor(document: Document, view: View, index: int) -> tuple[int, int]:
    """The pair and the position where the cursor is; positions that code computes with are whole."""
    a, shown = document.encodings[0], document.encodings[index]
    assert isinstance(a, Rotating)
    assert isinstance(shown, Rotating)
    return min(a.pair_of(view.dimension), shown.pairs - 1), round(view.position)


def _said(document: Document, options: PrecisionOptions) -> str:
    distinct = FORMATS[options.steps.positions].distinct(document.length)
    kept = "all" if distinct == document.length else f"{distinct:,} of"
    return f"{MEASURED[options.measure]}, {options.recipe}; {kept} {document.length:,} positions differ"


def _logarithmic(bar: Panel, options: PrecisionOptions) -> Panel:
    return replace(bar, y=replace(bar.y, log=True, label=UNITS[options.measure]))


def _binary(length: int) -> bool:
    return cells_axis(length, "", "").binary


def _reach(lines: list[Line]) -> tuple[float, float]:
    """Whole decades about the lines, from a hundredth of the sequence to its end; six at least."""
    last = lines[0].curve.domain[1]
    x = np.unique(np.rint(np.geomspace(max(1.0, last / 100), max(1.0, last), 48)).clip(0, last))
    values = np.concatenate([line.curve.traced(x) for line in lines])
    high = float(np.ceil(values.max() + 0.1))
    low = float(np.floor(values.min()))
    return max(np.log10(FLOOR), min(low, high - 3)), max(high, np.log10(FLOOR) + 3)


def _names(lines: list[Line], names: tuple[str, ...], x: Axis, y: Axis) -> tuple[Text, ...]:
    """Above the plot, at its two ends: within it they would stand on lines that fill it."""
    places = ((x.first, "start"), (x.last, "end"))
    found = zip(lines, names, places, strict=False)
    return tuple(Text((at, y.last), n, line.colour, anchor=a, lift=-0.75, strong=True) for line, n, (at, a) in found)


def _borders(format: Format, length: int) -> tuple[Mark, ...]:
    """Where the first two positions become one, and where half precision ends."""
    ends = (format.exact_up_to, format.first_lost)
    return tuple(Rule("x", end, "second") for end in ends if end is not None and end < length - 1)


Rows = tuple[tuple[str, str, str], ...]


def _cursor_facts(document: Document, view: View, errors: list[RoundingError]) -> Rows:
    rows: list[tuple[str, str, str]] = []
    for index, error in enumerate(errors):
        pair, position = _cursor(document, view, index)
        name = f"{'AB'[index]}   " if len(errors) > 1 else ""
        rows += [(f"{name}Position {position:,}, pair {pair}", "", "ink"), *_error_facts(error, position, pair)]
    if len(errors) == 1:
        rows += _score_facts(errors[0], position, round(view.key))
    return tuple(rows)


def _error_facts(errors: RoundingError, position: int, pair: int) -> Rows:
    truth, angle, exact, cosine = _steps(errors, position, pair)
    said = (_angle(truth), _angle(angle)) if errors.measure == "angle" else (number(exact, 6), number(cosine, 6))
    error = float(errors.at([position], [pair])[0, 0])
    return (
        (errors.measure, said[0], "ink"),
        ("rounded", said[1], "accent"),
        ("error", _small(error), "accent"),
    )


def _score_facts(errors: RoundingError, query: int, key: int) -> Rows:
    """Of equal unit query and key at the cursor's two positions."""
    exact = float(np.cos((query - key) * errors.rounded.frequencies.values).mean())
    found = number(errors.rounded.score(query, key), 6)
    heading = (f"Score of {query:,} and {key:,}", "", "ink")
    return heading, ("exact", number(exact, 6), "ink"), ("rounded", found, "accent")


def _collision_facts(document: Document, view: View, errors: RoundingError) -> Rows:
    format, length = _format(errors), document.length
    _, position = _cursor(document, view, 0)
    first, last = format.alike(position, length)
    equal = "none other" if first == last else f"{first:,} – {last:,}"
    rows = [
        (f"Positions in {format.id}", "", "ink"),
        ("differ", f"{format.distinct(length):,} of {length:,}", "ink"),
        (f"equal to {position:,}", equal, "query"),
        ("first two equal", f"{format.exact_up_to:,}, {format.exact_up_to + 1:,}", "second"),
    ]
    if format.first_lost is not None:
        rows.append(("infinite from", f"{format.first_lost:,}", "second"))
    return tuple(rows)


def _steps(errors: RoundingError, position: int, pair: int) -> tuple[float, float, float, float]:
    """The angle, as it is rounded, its cosine, and that of the table."""
    truth = position * float(errors.rounded.frequencies.values[pair])
    angles = errors.rounded.angles([position], [pair])
    return truth, float(angles[0, 0]), float(np.cos(truth)), float(errors.rounded.table(angles)[0][0, 0])


def _read_cell(errors: RoundingError, position: int, pair: int) -> Reading:
    truth, angle, exact, cosine = _steps(errors, position, pair)
    kept = errors.rounded
    rows = (
        ("position, rounded", f"{plain(position)}, {plain(float(kept.positions([position])[0]))}"),
        ("angle", f"{truth:.9g} rad"),
        ("angle, rounded", f"{angle:.9g} rad"),
        ("cos", f"{exact:.9f}"),
        ("cos, rounded", f"{cosine:.9f}"),
        ("frequency, rounded", f"{kept.frequencies.values[pair]:.6g}, {kept.inv_freq[pair]:.6g}"),
    )
    value = float(errors.at([position], [pair])[0, 0])
    return Reading(value, f"{MEASURED[errors.measure]}: position {position:,}, pair {pair}", Precision.formula, rows)


def _read_largest(errors: RoundingError, position: int) -> Reading:
    found = errors.at([position], np.arange(errors.shape[1]))[0]
    pair = int(found.argmax())
    rows = (("position", plain(position)), ("in pair", f"{pair} of {len(found):,}"))
    return Reading(float(found[pair]), f"largest {MEASURED[errors.measure]}", "the largest of all pairs", rows)


def _angle(angle: float) -> str:
    return f"{angle:,.4f}" if abs(angle) < 1e4 else f"{angle:,.1f}"


def _small(error: float) -> str:
    """With two digits, or as a power of ten."""
    return (
        f"{error:.3g}" if error == 0 or 1e-3 <= error < 100 else power_of_ten(error, int(np.floor(np.log10(error))), 1)
    )
