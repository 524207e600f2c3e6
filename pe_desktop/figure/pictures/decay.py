"""Whether a rotary score falls with distance: the bound that was proved, the sum of cosines, and random vectors."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.curve import Curve
from pe_desktop.engine.decay import Crossing
from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encoding import Encoding, Reading, Rotating, plain
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice, integer, reals
from pe_desktop.engine.similarity import round_outwards
from pe_desktop.figure.distances import Part
from pe_desktop.figure.extents import extents
from pe_desktop.figure.figure import BLANK, Figure, Panel, Track, share
from pe_desktop.figure.marks import Band, Dots, Facts, Line, Mark, Path, Rule, Text
from pe_desktop.figure.picture import Picture, points_axis, ranged, shade
from pe_desktop.figure.ticks import number

FACTS = Track(points=186.0, optional=True)
SHOWN = ("all", "bound", "cosine", "random")
RANDOM = ("curves", ("all", "random"))
NAMES = {"bound": "upper bound", "equal": "equal vectors", "mean": "random, mean", "low": "10 %", "high": "90 %"}
LOW, HIGH = 0.1, 0.9
"""Between which quantiles the band of random scores lies."""
NAMED = 0.3
"""Of the width, that words about a distance take."""


@dataclass(frozen=True)
class DecayOptions(Parametrised):
    curves: str = choice("all", SHOWN, "Which curves: RoFormer's bound, the sum of cosines, scores of random vectors")
    bases: tuple[float, ...] = reals(
        "Draw one line for each of these bases; auto: the encoding's own", minimum=1.0, maximum=1e9, longest=8
    )
    draws: int = integer(100, 2, 1000, "How many random queries and keys", log=True, when=RANDOM)
    seed: int = drawing_seed("Which random queries and keys", when=RANDOM)

    @property
    def random(self) -> bool:
        """Whether random vectors are drawn: beside other curves of many bases they are not."""
        return self.curves == "random" or (self.curves == "all" and not self.bases)


class Decay(Picture):
    id = "decay"
    title = "Decay"
    subtitle = "score by distance"
    formula = "bound: Σ_j |S_j| / (d/2), S_j = Σ_{i<j} e^{i D w_i}; score of equal vectors: Σ cos(D w_i) / (d/2)"
    source = (
        "Su et al. 2021, RoFormer, section 3.4.3 and figure 2; "
        "Barbero et al. 2024, Round and Round We Go (arXiv 2410.06205)"
    )
    attempt = "Give bases 100, 1000, 10000 and 1000000: a greater base puts the first sign change farther away."
    axes = ("distance", "curve")
    order = 70
    moves_by = ("base", "position")
    Options = DecayOptions
    explanation = (
        "RoFormer proves that a bound on the score falls with distance, and the score of equal query and key falls "
        "too, until it first turns negative: a greater base puts that off. This is not the whole story: scores of "
        "random queries and keys, the band, do not fall at all, and a model can learn to attend at any distance "
        "(Round and Round We Go, arXiv 2410.06205)."
    )

    def refusal(self, encoding: Encoding) -> str:
        if isinstance(encoding, Rotating):
            return ""
        return f"{encoding.label} has no pairs that turn. Choose Sinusoidal or RoPE to see how scores decay."

    def check(self, document: Document) -> None:
        options: DecayOptions = self.options(document)
        if options.bases and not _has_base(document.encoding):
            raise ParameterError("bases", ",".join(map(plain, options.bases)), "auto, for an encoding without a base")

    def figure(self, document: Document, view: View) -> Figure:
        options: DecayOptions = self.options(document)
        parts, panels = _parts(document, options), []
        if options.curves in ("all", "bound"):
            panels.append(self._bound(view, parts))
        if options.curves != "bound":
            panels.append(self._score(view, parts, options))
        if len(panels) == 2:
            panels = [replace(panels[0], x=replace(panels[0].x, label="", labels=False)), replace(panels[1], row=1)]
        rows = (share(1.0), share(1.25)) if len(panels) == 2 else (share(),)
        facts = self._facts(view, parts, options, len(rows))
        return Figure(self.id, self.title, _said(parts, options), (*panels, *facts), (share(), FACTS), rows)

    def _bound(self, view: View, parts: list[Part]) -> Panel:
        curves = [part.bound for part in parts]
        lines = [Line(c, p.colour, label=p.name) for c, p in zip(curves, parts, strict=True)]
        top = round_outwards(0.0, max(curve.greatest for curve in curves))[1]
        return self._panel(f"{self.id}.bound", view, lines, [], (0.0, top), "upper bound")

    def _score(self, view: View, parts: list[Part], options: DecayOptions) -> Panel:
        first = parts[0]
        lines: list[Line] = []
        before: list[Mark] = []
        spans = [(0.0, 0.0)]
        if options.random:
            for part in parts if options.curves == "random" else parts[:1]:
                colour = "accent" if part is first else part.colour
                before.append(Band(part.quantile(LOW), part.quantile(HIGH), colour, 0.22))
                label = f"{part.name} random".strip() if options.curves == "random" else "random"
                lines.append(Line(part.mean, colour, 1.25, label=label))
                spans.append((-part.spread, part.spread))
        if options.curves != "random":
            curves = [part.cosine for part in parts]
            lines += [Line(c, p.colour, label=p.name or "equal") for c, p in zip(curves, parts, strict=True)]
            spans += [extents(curve) for curve in curves]
        span = round_outwards(min(low for low, _ in spans), max(high for _, high in spans))
        before.append(Path(((0.0, 0.0), (first.reach, 0.0)), "muted", 1.0))
        after: list[Mark] = []
        if options.curves != "random":
            if len(parts) == 1 and first.crossing.distance is not None:
                span = span[0] - 0.12 * (span[1] - span[0]), span[1]  # room for words below
            after = _crossings(parts, span, abs(view.position - view.key))
        return self._panel(self.id, view, lines, before, span, "score", after)

    def _panel(
        self,
        id: str,
        view: View,
        lines: list[Line],
        before: list[Mark],
        span: tuple[float, float],
        label: str,
        after: list[Mark] | None = None,
    ) -> Panel:
        reach = lines[0].curve.domain[1]
        x = points_axis(0.0, reach, "offset", "distance m − n", whole=True)
        x, y = ranged(view, id, x, points_axis(*span, "value", label))
        offset = abs(view.position - view.key)
        here = [Dots(((offset, _at(line.curve, offset)),), line.colour, hollow=True) for line in lines]
        whole = (x.low, x.high, y.low, y.high) == (0.0, x.limits[1] if x.limits else 0.0, *span)
        kept = [m for m in after or [] if whole or isinstance(m, Dots)]  # the others would stand beyond a part
        ends = tuple(line.label for line in lines if line.label)
        return Panel(id, x, y, (*before, Rule("x", offset), *lines, *kept, *here), zooms=True, ends=ends)

    def _facts(self, view: View, parts: list[Part], options: DecayOptions, rows: int) -> tuple[Panel, ...]:
        """Where each is first below zero, and the values at the cursor: below one another, or beside two plots."""
        crossed = [(part.name or "distance", _crossed(part.crossing), part.colour) for part in parts]
        first = [("first below zero", "", "ink"), *crossed] if options.curves in ("all", "cosine") else []
        offset = abs(view.position - view.key)
        second = _here(parts, offset, options)
        said = (first, second) if rows == 2 else ([*first, *second],)
        panels = zip((f"{self.id}.facts", f"{self.id}.values"), said, strict=False)
        return tuple(
            Panel(id, BLANK, BLANK, (Facts(tuple(facts)),), column=1, row=i) for i, (id, facts) in enumerate(panels)
        )

    def shape(self, document: Document) -> tuple[int, ...]:
        return document.length, len(self._columns(document))

    def _columns(self, document: Document) -> list[str]:
        options: DecayOptions = self.options(document)
        first = _parts(document.replace(compare=None), options)
        names = [list(_values(part, np.zeros(1), options)) for part in first]
        bases = [f"base {plain(base)} " for base in options.bases] or [""]
        return [base + name for base, own in zip(bases, names, strict=True) for name in own]

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """(length, curves) by distance 0 … length − 1; B's too when two are compared."""
        options: DecayOptions = self.options(document)
        distances = np.arange(float(document.length))
        parts = _parts(document.replace(compare=None), options)
        arrays = {"decay": np.concatenate([_stacked(part, distances, options) for part in parts], axis=1)}
        if document.compare is not None and len(_parts(document, options)) > len(parts):
            arrays["decay_b"] = _stacked(_parts(document, options)[-1], distances, options)
        return {**arrays, "distance": distances}

    def headings(self, document: Document, arrays: dict[str, Floats]) -> list[str]:
        return self._columns(document)

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        """The least distance at which the score of equal vectors is below zero, for each line that reaches one."""
        options: DecayOptions = self.options(document)
        parts = _parts(document, options)
        names = [f"_base_{plain(b)}" for b in options.bases] or [""]
        names += ["_b"] * (len(parts) - len(names))
        found = [(f"first_below_zero{name}", part.crossing.distance) for name, part in zip(names, parts, strict=True)]
        return {name: float(distance) for name, distance in found if distance is not None}

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        distance = round(x)
        if self.refusal(document.encoding) or not 0 <= distance < document.length:
            return None
        if panel not in (self.id, f"{self.id}.bound"):
            return None
        options: DecayOptions = self.options(document)
        part = _parts(self.shown(document), options)[0]
        at = np.array([float(distance)])
        rows = [("distance", plain(distance)), ("upper bound", number(float(part.bound.at(at)[0])))]
        rows += [(f"random, {int(q * 100)} %", number(float(part.quantile(q).at(at)[0]))) for q in (LOW, HIGH)]
        value = float(part.cosine.at(at)[0])
        return Reading(
            value, f"Σ cos({plain(distance)} w_i) / {part.encoding.pairs}", "score of equal vectors", tuple(rows)
        )


def _parts(document: Document, options: DecayOptions) -> list[Part]:
    """One for each base, or for the encoding's own; then that of B, when two are compared."""
    rest = document.length, options.draws, options.seed
    first, *second = [e for e in document.encodings if isinstance(e, Rotating)]
    compared = document.compare is not None
    parts = [Part(first, "A" if compared else "", "ink", *rest)]
    if options.bases and _has_base(first):
        parts = [
            Part(first.replace(base=base), f"base {base:,.10g}", shade(i, len(options.bases)), *rest)
            for i, base in enumerate(options.bases)
        ]
    return parts + [Part(e, "B", "second", *rest) for e in second]


def _has_base(encoding: Encoding) -> bool:
    return any(parameter.name == "base" for parameter in encoding.parameters())


def _values(part: Part, distances: Floats, options: DecayOptions) -> dict[str, Floats]:
    """What is drawn of a line, at distances, by name."""
    found: dict[str, Floats] = {}
    if options.curves in ("all", "bound"):
        found["bound"] = part.bound.at(distances)
    if options.curves in ("all", "cosine"):
        found["equal"] = part.cosine.at(distances)
    if options.random:
        found["mean"] = part.mean.at(distances)
        found["low"], found["high"] = (part.quantile(q).at(distances) for q in (LOW, HIGH))
    return found


def _stacked(part: Part, distances: Floats, options: DecayOptions) -> Floats:
    return np.stack(list(_values(part, distances, options).values()), axis=1)


def _here(parts: list[Part], distance: float, options: DecayOptions) -> list[tuple[str, str, str]]:
    """The values at a distance: all of one line, or one of each line that is drawn."""
    found = [_values(part, np.array([distance]), options) for part in parts]
    at = number(distance, 2)
    if len(parts) == 1:
        values = [(NAMES[name], number(float(value[0])), "ink") for name, value in found[0].items()]
        return [(f"at distance {at}", "", "ink"), *values]
    name = {"bound": "bound", "random": "mean"}.get(options.curves, "equal")
    each = zip(parts, found, strict=True)
    values = [(part.name, number(float(v[name][0])), part.colour) for part, v in each if name in v]
    return [(f"{NAMES[name]} at {at}", "", "ink"), *values]


def _crossings(parts: list[Part], span: tuple[float, float], cursor: float) -> list[Mark]:
    """A dot where each sum is first below zero, named below all curves where there is one only."""
    marks: list[Mark] = []
    for part in parts:
        distance = part.crossing.distance
        if distance is not None:
            marks.append(Dots(((float(distance), 0.0),), part.colour, size=9.0))
            if len(parts) == 1:
                foot, anchor = span[0] + 0.05 * (span[1] - span[0]), _side(distance, part.reach, cursor)
                beside = distance + 0.01 * part.reach * (-1 if anchor == "end" else 1)
                marks.append(Path(((float(distance), 0.0), (float(distance), span[0])), "ink", 1.0, dashed=True))
                name, room = f"first below zero at {distance:,}", beside if anchor == "end" else part.reach - beside
                marks.append(Text((beside, foot), name, "ink", anchor=anchor, room=max(room, 1e-9)))
    return marks


def _side(distance: float, reach: float, cursor: float) -> str:
    """Where words about a distance end or start: on the roomier side, or on the other where the cursor would cross
    them and there is room for them too."""
    anchor, other = ("end", "start") if distance > reach / 2 else ("start", "end")
    away = distance - cursor if anchor == "end" else cursor - distance
    return other if 0 <= away < NAMED * reach and min(distance, reach - distance) > NAMED * reach else anchor


def _crossed(crossing: Crossing) -> str:
    return f"{crossing.distance:,}" if crossing.distance is not None else f"beyond {crossing.searched:,}"


def _said(parts: list[Part], options: DecayOptions) -> str:
    if options.curves == "random":
        return f"scores of {options.draws:,} random queries and keys: their mean, and where 80 % of them lie"
    if options.curves == "bound":
        return "RoFormer's relative upper bound"
    if len(parts) > 1:
        return "Σ cos(D w) first below zero at " + ", ".join(_crossed(part.crossing) for part in parts)
    return (
        f"bound, Σ cos(D w) and {options.draws:,} random queries and keys" if options.curves == "all" else "Σ cos(D w)"
    )


def _at(curve: Curve, x: float) -> float:
    return float(curve.at(np.array([x]))[0])
