"""Pairs as clocks: how far each has turned, and what is left of it in the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.curve import CosineScore, Curve
from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encoding import Encoding, Reading, Rotating, plain
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.parameter import Parametrised, choice
from pe_desktop.engine.similarity import round_outwards
from pe_desktop.engine.spirals import SpiralScore
from pe_desktop.figure.clocks import BELOW, MATRIX, NAMES, SPACING, hands, matrix, names
from pe_desktop.figure.extents import extents
from pe_desktop.figure.figure import Axis, Figure, Panel, Track, share
from pe_desktop.figure.marks import Dots, Facts, Line, Mark, Rule
from pe_desktop.figure.picture import Picture, at_panel, letter, points_axis, ranged, shade, suffix
from pe_desktop.figure.ticks import number, scientific

CLOCKS, CLOCKS_COMPARED = 6, 4
FACTS = Track(points=178.0, optional=True)


@dataclass(frozen=True)
class RotationOptions(Parametrised):
    vectors: str = choice("equal", ("equal", "random"), "Query and key: the same in every pair, or drawn at random")
    seed: int = drawing_seed("Which random query and key")


@dataclass(frozen=True, eq=False)
class Turned:
    """Query and key of an encoding, as complex numbers: one a pair. For a sinusoid both are PE(0), cosine and sine.

    frequencies: (pairs,) radians a position; growth: what the logarithm of the query's size gains a position,
    counted from the centre, and that of the key's loses. `gain` multiplies the score.
    """

    encoding: Rotating
    frequencies: Floats
    growth: Floats
    centre: int
    gain: float
    query: Floats
    key: Floats

    @property
    def vectors_turn(self) -> bool:
        return self.encoding.rotates == "query and key"

    @property
    def size(self) -> float:
        return float(np.linalg.norm(self.query) * np.linalg.norm(self.key))

    @property
    def grows(self) -> bool:
        return bool(self.growth.any())

    def query_at(self, position: float) -> Floats:
        """The query turned to a position."""
        return self._turned(self.query, position, self.growth)

    def key_at(self, position: float) -> Floats:
        """The key turned to a position."""
        return self._turned(self.key, position, -self.growth)

    def _turned(self, vector: Floats, position: float, growth: Floats) -> Floats:
        turned: Floats = vector * np.exp((position - self.centre) * growth + 1j * position * self.frequencies)
        return turned

    def hands(self, pairs: tuple[int, ...], view: View) -> Iterator[tuple[complex, complex]]:
        """Query and key of some pairs at their positions, the longer of each two of length 1."""
        queries, keys = self.query_at(view.position)[list(pairs)], self.key_at(view.key)[list(pairs)]
        for query, key in zip(queries, keys, strict=True):
            longer = max(abs(query), abs(key))
            yield complex(query / longer), complex(key / longer)

    def score(self, query: float, key: float) -> float:
        """q · k over ‖q‖ ‖k‖, of the vectors as they stand at their two positions."""
        return self.gain * float(np.vdot(self.key_at(key), self.query_at(query)).real / self.size)

    def curve(self, reach: float) -> Curve:
        frequencies, weights, phases = self._parts
        if self.grows:
            return SpiralScore(frequencies, FrozenArray(self.growth), weights, phases, reach)
        return CosineScore(frequencies, weights, phases, reach)

    @cached_property
    def _parts(self) -> tuple[FrozenArray, FrozenArray, FrozenArray]:
        products = self.gain * self.query * np.conj(self.key) / self.size
        return FrozenArray(self.frequencies), FrozenArray(np.abs(products)), FrozenArray(np.angle(products))


@lru_cache(maxsize=8)
def turned(encoding: Rotating, length: int, options: RotationOptions) -> Turned:
    frequencies, growth = encoding.frequencies(length), encoding.growth(length)
    turns = encoding, frequencies, growth, encoding.centre(length), encoding.attention(length) ** 2
    pairs = len(frequencies)
    if options.vectors == "equal" or encoding.rotates == "position":
        equal = np.exp(1j * encoding.start * frequencies)
        return Turned(*turns, equal, equal)
    draw = np.random.default_rng(options.seed).normal(size=(4, pairs))
    return Turned(*turns, draw[0] + 1j * draw[1], draw[2] + 1j * draw[3])


def _parts(document: Document, options: RotationOptions) -> list[Turned]:
    return [turned(e, document.length, options) for e in document.encodings if isinstance(e, Rotating)]


def shown_pairs(encoding: Rotating, document: Document) -> tuple[int, ...]:
    """A few pairs from the fastest to one that turns about once in twice the length."""
    clocks = CLOCKS if document.compare is None else CLOCKS_COMPARED
    waves = encoding.wavelengths(document.length)
    slowest = int(np.searchsorted(waves, 2 * document.length)) if len(waves) > 1 else 0
    last = min(len(waves) - 1, max(slowest, min(clocks, len(waves)) - 1))
    return tuple(sorted({round(last * i / (clocks - 1)) for i in range(clocks)}))


class Rotation(Picture):
    id = "rotation"
    title = "Rotation"
    subtitle = "each pair turns at its own rate"
    formula = "⟨R(m) q, R(n) k⟩ = ⟨q, R(n − m) k⟩; PE(p + k) = M_k PE(p)"
    source = "Su et al. 2021, RoFormer, section 3.2; Vaswani et al. 2017, section 3.5"
    attempt = "Link query and key, and play: all hands turn, and the score does not move."
    axes = ("position", "pair")
    order = 50
    moves_by = ("position",)
    Options = RotationOptions
    explanation = (
        "Each clock is one pair of dimensions. RoPE turns the query by its position and the key by its own; what "
        "attention sees is the angle between them, and that depends on the offset alone. Move both together: the "
        "hands turn, the score stays. A sinusoid's pair is a point on the same circle, and Mₖ turns PE(p) to PE(p + k)."
    )

    def refusal(self, encoding: Encoding) -> str:
        if isinstance(encoding, Rotating):
            return encoding.obstacle
        return f"{encoding.label} has no pairs that turn. Choose Sinusoidal or RoPE to see the rotation."

    def figure(self, document: Document, view: View) -> Figure:
        options = self.options(document)
        parts = list(enumerate(_parts(document, options)))
        clocks = [self._clocks(document, view, part, i) for i, part in parts]
        if len(clocks) == 1:
            clocks = [replace(clocks[0], columns=2)]
        score = self._score(document, view, [part for _, part in parts])
        facts = self._facts(document, view, parts[0][1])
        columns = (share(), FACTS) if len(parts) == 1 else (share(), share())
        panels = (*clocks, score, facts)
        subtitle = f"{_now(parts[0][1], view)}; {self._subtitle(parts[0][1].encoding)}"
        return Figure(self.id, self.title, subtitle, panels, columns, (share(1.0), share(1.5)))

    def _subtitle(self, encoding: Rotating) -> str:
        return (
            "query and key turn by their positions" if encoding.rotates == "query and key" else "PE(p + k) = Mₖ PE(p)"
        )

    def _clocks(self, document: Document, view: View, part: Turned, index: int) -> Panel:
        encoding, pairs = part.encoding, shown_pairs(part.encoding, document)
        colours = tuple(shade(pair, encoding.pairs) for pair in pairs)
        marks: list[Mark] = []
        for i, (two, colour) in enumerate(zip(part.hands(pairs, view), colours, strict=True)):
            marks += hands(i * SPACING, *two, colour)
        marks += names(pairs, tuple(encoding.wavelengths(document.length)[list(pairs)]), colours)
        matrices = self._has_matrices(document, part)
        if matrices:
            angles = (view.position - view.key) * part.frequencies[list(pairs)]
            marks += [mark for i, angle in enumerate(angles) for mark in matrix(i * SPACING, angle)]
        x = Axis(-1.45, (len(pairs) - 1) * SPACING + 1.45, "clock", ticks=False)
        y = Axis(BELOW, -BELOW, ticks=False)
        panel = Panel(self.id + suffix(index), x, y, tuple(marks), column=index, equal=True, of=index)
        return replace(panel, title=letter(document, index), foot=MATRIX if matrices else NAMES, least_foot=NAMES)

    def _has_matrices(self, document: Document, part: Turned) -> bool:
        """There is room for them only where one encoding is shown."""
        return document.compare is None and not part.vectors_turn

    def _score(self, document: Document, view: View, parts: list[Turned]) -> Panel:
        reach = float(max(document.length - 1, 1))
        curves = [part.curve(reach) for part in parts]
        spans = [extents(curve) for curve in curves]
        low, high = round_outwards(min(low for low, _ in spans), max(high for _, high in spans))
        offset = view.position - view.key
        letters = "AB" if len(curves) > 1 else ("",)
        drawn = zip(curves, ("ink", "second"), letters, strict=False)
        lines = [Line(curve, colour, label=name) for curve, colour, name in drawn]
        dots = [Dots(((offset, float(line.curve.at(np.array([offset]))[0])),), "accent", size=9.0) for line in lines]
        along, up = ("offset m − n", "score") if parts[0].vectors_turn else ("offset k", "cosine")
        x = points_axis(-reach, reach, "offset", along, whole=True)
        x, y = ranged(view, f"{self.id}.score", x, points_axis(low, high, "value", up))
        marks, ends = (Rule("x", offset), *lines, *dots), tuple(name for name in letters if name)
        return Panel(f"{self.id}.score", x, y, marks, row=1, zooms=True, ends=ends)

    def _facts(self, document: Document, view: View, part: Turned) -> Panel:
        offset = view.position - view.key
        positions = (number(view.position, 2), number(view.key, 2), number(offset, 2))
        score, off = number(part.score(view.position, view.key), 6), _tiny(difference(part, view))
        said: tuple[str, ...] = ("p + k", "p", "k", "cosine", "largest difference")
        values: tuple[str, ...] = (*positions, score, off)
        if part.vectors_turn:
            said = ("query m", "key n", "offset m − n", "score at m, n", "score at m − n, 0", "difference")
            values = (*positions, score, number(part.score(offset, 0.0), 6), off)
        colours = ("query", "key", *("ink",) * (len(said) - 3), "accent")
        blank = Axis(0.0, 1.0, ticks=False)
        rows = tuple(zip(said, values, colours, strict=True))
        if document.compare is not None:
            rows = ((letter(document, 0), "", "ink"), *rows)
        return Panel(f"{self.id}.facts", blank, blank, (Facts(rows),), column=1, row=1)

    def shape(self, document: Document) -> tuple[int, ...]:
        return _angles(document).shape

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        return {"angles": _angles(document).full()}

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        inside = view.within(document)
        part = turned(_rotating(document), document.length, self.options(document))
        values = {"query": inside.position, "key": inside.key, "score": part.score(inside.position, inside.key)}
        return {**values, "difference": difference(part, inside)}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """On a clock: its pair. Elsewhere: as everywhere."""
        encoding = _rotating(document, panel.id)
        pair = _pair_at(encoding, document, point[0]) if panel.x.quantity == "clock" else None
        if pair is None:
            return super().pick(document, view, panel, point, step)
        return view.replace(dimension=encoding.columns_of(pair)[0]).within(document)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        encoding = _rotating(document, panel)
        if panel == f"{self.id}.score" and abs(x) <= max(document.length - 1, 1):
            return self._read_score(turned(encoding, document.length, self.options(document)), round(x))
        pair = _pair_at(encoding, document, x) if panel in (self.id, f"{self.id}.b") else None
        if pair is None:
            return None
        return encoding.reading(view.within(document).position, encoding.columns_of(pair)[0], document.length)

    def _read_score(self, part: Turned, offset: int) -> Reading:
        formula = f"q · k / (‖q‖ ‖k‖) at offset {plain(offset)}"
        definition = "Σ |q_i||k_i| cos(w_i (m − n) + φ_i) / (‖q‖ ‖k‖)"
        return Reading(part.score(float(offset), 0.0), formula, definition, (("offset m − n", plain(offset)),))


def _pair_at(encoding: Rotating, document: Document, x: float) -> int | None:
    """The pair of the clock that stands there."""
    pairs, place = shown_pairs(encoding, document), round(x / SPACING)
    return pairs[place] if 0 <= place < len(pairs) and abs(x - place * SPACING) < SPACING / 2 else None


def difference(part: Turned, view: View) -> float:
    """RoPE: how far the score at (m, n) is from that at (m − n, 0). Sinusoid: the largest |PE(p + k) − M_k PE(p)|."""
    offset = view.position - view.key
    if part.vectors_turn:
        return abs(part.score(view.position, view.key) - part.score(offset, 0.0))
    angles = offset * part.frequencies
    before, after = (part.query_at(p) for p in (view.key, view.position))
    sines = np.cos(angles) * before.imag + np.sin(angles) * before.real
    cosines = np.cos(angles) * before.real - np.sin(angles) * before.imag
    return float(max(np.abs(sines - after.imag).max(), np.abs(cosines - after.real).max()))


def _now(part: Turned, view: View) -> str:
    """The score where the cursor stands: in words, for where there is no room for the facts."""
    word = "score" if part.grows or part.gain != 1 else "cosine"
    return f"{word} {number(part.score(view.position, view.key))} at offset {number(view.position - view.key, 2)}"


def _rotating(document: Document, panel: str = "") -> Rotating:
    """The encoding that a panel shows; A's where it is not one's own."""
    encoding = document.encodings[at_panel(document, panel)]
    assert isinstance(encoding, Rotating)
    return encoding


def _angles(document: Document) -> Linear:
    encoding = _rotating(document)
    return Linear(document.length, FrozenArray(encoding.frequencies(document.length)), encoding.start)


def _tiny(value: float) -> str:
    """A difference that should be zero, as a power of ten."""
    return scientific(value, 0) if value else "0"
