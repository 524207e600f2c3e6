"""Single dimensions as functions of the position."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.curve import Column, Curve
from pe_desktop.engine.encoding import Paired, Reading, Tabular
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError, Parametrised, integers
from pe_desktop.figure.extents import extents
from pe_desktop.figure.figure import Axis, Figure, Panel, share
from pe_desktop.figure.marks import Dots, Line, Rule
from pe_desktop.figure.picture import Picture, cells_axis, points_axis, ranged, shade, tabular

LANE = 1.25  # from one lane of bits to the next
MOST_PERIODS = 60  # in the sequence: of more, a wave is a broad strip
FEW, FEW_COMPARED = 4, 2  # pairs shown unless dimensions are chosen
PERIODS, PERIODS_COMPARED = (1 / 12, 3.0), (1 / 4, 1.0)  # their shortest and longest wavelength, over the length


@dataclass(frozen=True)
class WavesOptions(Parametrised):
    dims: tuple[int, ...] = integers("Which dimensions are drawn; auto shows fast and slow pairs", maximum=16383)


class Waves(Picture):
    id = "waves"
    title = "Waves"
    subtitle = "value by position"
    formula = "sin(p · w_i) and cos(p · w_i), with the wavelength 2π / w_i"
    source = "Vaswani et al. 2017, Attention Is All You Need, section 3.5"
    attempt = "Click a column of the heatmap: its wave comes in. Then make the sequence ten times as long."
    axes = ("position", "dimension")
    order = 20
    moves_by = ("position",)
    Options = WavesOptions
    explanation = (
        "Each curve is one dimension along the sequence: sine solid, cosine dashed, one colour a pair. "
        "Like the hands of a clock, fast pairs tell neighbours apart and slow ones tell where in the text one is. "
        "A curve too fast for its pixels is drawn as the band that it fills."
    )

    def figure(self, document: Document, view: View) -> Figure:
        lines = [line for _, line in self._shown(document, view)]
        binary = cells_axis(document.length, "position", "position").binary
        x = points_axis(0.0, document.length - 1.0, "position", "position", whole=True, binary=binary)
        x, y = ranged(view, self.id, x, self._values_axis(document, lines))
        dots = [self._dot(line, view.position) for line in lines]
        ends = tuple(line.label for line in lines)
        panel = Panel(self.id, x, y, (Rule("x", view.position), *lines, *dots), zooms=True, ends=ends)
        return Figure(self.id, self.title, self.subtitle, (panel,), (share(),), (share(),))

    def _shown(self, document: Document, view: View) -> list[tuple[int, Line]]:
        """Every line with the encoding that it is of; those of bits above one another, the fastest on top."""
        shown = [(i, line) for i in range(len(document.encodings)) for line in self._lines(document, view, i)]
        if not _in_lanes(document):
            return shown
        heights = (LANE * i for i in reversed(range(len(shown))))
        return [(i, replace(line, curve=Lifted(line.curve, by))) for (i, line), by in zip(shown, heights, strict=True)]

    def _values_axis(self, document: Document, lines: list[Line]) -> Axis:
        """As far as the colours of the heatmap go, or farther where a line does."""
        if _in_lanes(document):
            ends = (1 - LANE, LANE * len(lines))
            return Axis(*ends, "value", ticks=False, limits=ends)
        tables = [encoding.picture(document.length) for encoding in tabular(document)]
        spans = [table.bounds for table in tables]
        if not all(table.bounded for table in tables):
            spans += [extents(line.curve) for line in lines]
        low, high = min(low for low, _ in spans), max(high for _, high in spans)
        return points_axis(low - 0.04 * (high - low), high + 0.04 * (high - low), "value", "value")

    def _lines(self, document: Document, view: View, index: int) -> list[Line]:
        encoding = tabular(document)[index]
        table = encoding.picture(document.length)
        compared = document.compare is not None
        columns = self.columns(document, index, view.dimension)
        chosen = bool(self.options(document).dims)
        return [
            Line(
                Column(table, column),
                _colour(encoding, column, columns),
                width=2.25 if column == view.dimension and index == 0 else 1.5,
                dashed=isinstance(encoding, Paired) and column != encoding.columns_of(encoding.pair_of(column))[0],
                label=("AB"[index] + " " if compared else "") + column_name(encoding, column, chosen=chosen),
                opacity=0.6 if index else 1.0,
                stepped=encoding.column == "bit",
            )
            for column in columns
        ]

    def _dot(self, line: Line, position: float) -> Dots:
        at = position if line.curve.continuous else float(np.rint(position))
        return Dots(((at, float(line.curve.at(np.array([at]))[0])),), line.colour, hollow=True)

    def columns(self, document: Document, index: int = 0, cursor: int | None = None) -> tuple[int, ...]:
        """The columns drawn: those chosen that there are, or else a few from fast to slow with the cursor's pair."""
        encoding = tabular(document)[index]
        count = encoding.picture(document.length).shape[1]
        chosen = tuple(c for c in self.options(document).dims if c < count)
        few = FEW if document.compare is None else FEW_COMPARED
        return chosen or _columns(encoding, document.length, count, few, cursor)

    def shape(self, document: Document) -> tuple[int, ...]:
        return document.length, len(self.columns(document))

    def check(self, document: Document) -> None:
        count = tabular(document)[0].picture(document.length).shape[1]
        chosen = self.options(document).dims
        if any(c >= count for c in chosen):
            raise ParameterError("dims", ",".join(map(str, chosen)), f"integers from 0 to {count - 1:,}")

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        self.check(document)
        table = tabular(document)[0].picture(document.length)
        columns = self.columns(document, cursor=view.within(document).dimension)
        rows = np.arange(document.length)
        return {"waves": table.at(rows, columns), "dims": np.array(columns, dtype=np.float64)}

    def headings(self, document: Document, arrays: dict[str, Floats]) -> list[str]:
        return [f"dimension {int(column)}" for column in arrays["dims"]]

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        lines = self._shown(document, view.within(document))
        if panel != self.id or not lines or not 0 <= x <= document.length - 1:
            return None
        index, nearest = min(lines, key=lambda item: abs(float(item[1].curve.at(np.array([x]))[0]) - y))
        column = nearest.curve.lane if isinstance(nearest.curve, Lifted) else nearest.curve
        assert isinstance(column, Column)
        return tabular(document)[index].reading(float(np.rint(x)), column.column, document.length)


def _in_lanes(document: Document) -> bool:
    """Square waves cover one another where they are drawn over one another."""
    return document.compare is None and tabular(document)[0].column == "bit"


@dataclass(frozen=True)
class Lifted(Curve):
    """A curve so much higher up: `at` answers places in the panel, not values."""

    lane: Curve
    by: float

    @property
    def domain(self) -> tuple[float, float]:
        return self.lane.domain

    @property
    def continuous(self) -> bool:
        return self.lane.continuous

    @property
    def exact(self) -> bool:
        return self.lane.exact

    @property
    def wavelength(self) -> float:
        return self.lane.wavelength

    def at(self, x: Floats) -> Floats:
        return self.lane.at(x) + self.by

    def envelope(self, edges: Floats) -> tuple[Floats, Floats, bool]:
        low, high, exact = self.lane.envelope(edges)
        return low + self.by, high + self.by, exact


def _columns(encoding: Tabular, length: int, count: int, few: int, cursor: int | None) -> tuple[int, ...]:
    """A few columns of `count`, or a few pairs, that are spread well; the cursor's stands in for the one nearest it."""
    if isinstance(encoding, Paired):
        shown = {pair: encoding.columns_of(pair) for pair in _spread_pairs(encoding, length, few)}
        if cursor is not None and cursor < count:
            picked = encoding.pair_of(cursor)
            instead = shown.pop(min(shown, key=lambda pair: abs(pair - picked)))
            columns = encoding.columns_of(picked)
            shown[picked] = (*columns, *instead[len(columns) :])  # a lone column leaves the other its place
        return tuple(column for pair in sorted(shown) for column in shown[pair])
    bits = encoding.column == "bit"  # the slowest: these are the longest waves
    spread = range(max(0, count - few - 1), count) if bits else (count * i // few for i in range(few))
    return _with(set(spread), cursor if cursor is not None and cursor < count else None)


def _with(chosen: set[int], picked: int | None) -> tuple[int, ...]:
    """In order; the one nearest to that picked gives way to it, so that there are always as many."""
    if picked is None:
        return tuple(sorted(chosen))
    return tuple(sorted(chosen - {min(chosen, key=lambda c: abs(c - picked))} | {picked}))


def _spread_pairs(encoding: Paired, length: int, few: int) -> set[int]:
    """Pairs that turn from several times to a part of once in the sequence, or as nearly so as there are."""
    widths = np.bincount(encoding.column_pairs, minlength=encoding.pairs)
    whole = np.flatnonzero(widths == widths.max())  # lone columns are shown when they are picked
    waves = np.minimum(encoding.wavelengths(length)[whole], 1e300)
    shortest, longest = PERIODS if few == FEW else PERIODS_COMPARED
    fast, slow = np.clip(np.array([shortest, longest]) * length, waves.min(), waves.max())
    if slow < fast * longest / shortest:  # the sequence is shorter or longer than all waves
        fast = max(waves.min(), min(fast, slow * shortest / longest))
        slow = min(waves.max(), max(slow, fast * longest / shortest))
    wanted = np.geomspace(fast, slow, few)
    drawn = max(2, int((wanted >= length / MOST_PERIODS).sum()))
    return {int(whole[np.abs(np.log(waves) - np.log(wave)).argmin()]) for wave in wanted[-drawn:]}


def _colour(encoding: Tabular, column: int, drawn: tuple[int, ...]) -> str:
    """That of the column's pair; where there are no pairs, lines take their colours in turn."""
    if isinstance(encoding, Paired):
        return shade(encoding.pair_of(column), encoding.pairs)
    return shade(drawn.index(column), len(drawn)) if len(drawn) > 1 else "accent"


def column_name(encoding: Tabular, column: int, *, chosen: bool = False) -> str:
    """What a line is called: `sin, pair 6`, `bit 3`, `dim 12`; of an encoding with one column, that one's name.

    Where dimensions were chosen by their numbers, a sinusoid's lines go by those too.
    """
    if chosen and encoding.column == "dimension":
        return f"dim {column}"
    if isinstance(encoding, Paired):
        return encoding.name_of(column)
    return f"{encoding.column[:3]} {column}" if encoding.column in ("dimension", "bit") else encoding.id
