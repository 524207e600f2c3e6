"""Marks of wavelengths by pair: dots, lines, the lengths beside them, and what scaling made of the pairs."""

from __future__ import annotations

import numpy as np

from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.joined import Joined
from pe_desktop.engine.scaled_rotary import ScaledRotary
from pe_desktop.figure.figure import Axis
from pe_desktop.figure.marks import LIFT, Box, Dots, Line, Mark, Path, Text
from pe_desktop.figure.picture import shade
from pe_desktop.figure.spectrum import Spectrum, name_of, positions_a_turn

MOST_DOTS = 128  # of more pairs, some have dots
ROOMY = 0.17  # of all pairs: so many have room for words above them
SHADES = 32  # colours of dots
COLOURS = {"kept": "key", "blended": "second", "interpolated": "query", "never turns": "muted"}
OTHERS = {
    "default": "muted",
    "linear": "query",
    "ntk": "key",
    "dynamic": "key",
    "yarn": "accent",
    "llama3": "second",
    "longrope": "ink",
}
"""The colour of each scaling's line."""
DASHED = ("dynamic", "default", "longrope")


def pairs_axis(spectra: list[Spectrum]) -> Axis:
    ends = (-0.5, max(s.pairs for s in spectra) - 0.5)
    return Axis(*ends, "pair", "pair", whole=True, limits=ends)


def wavelengths_axis(spectra: list[Spectrum], drawn: tuple[Spectrum, ...]) -> Axis:
    """To half decades, so that it rests while a parameter moves; with room above for the name of a line."""
    waves = np.concatenate([s.wavelengths for s in (*spectra, *drawn)])
    waves = np.append(waves[waves > 0], [spectra[0].length, 2 * np.pi])
    low, high = np.floor(2 * np.log10(waves.min())) / 2, np.ceil(2 * np.log10(waves.max()) + 0.1) / 2
    top = high + 0.12 * (high - low)
    return Axis(float(low), float(top), "value", "wavelength", log=True, limits=(float(low), float(top)))


def zones(each: Spectrum, y: Axis, *, named: bool = True) -> list[Mark]:
    """Where pairs are kept, blended and interpolated; their numbers stand over the plot."""
    if not each.scaled and len(each.turning) == each.pairs:
        return []
    marks: list[Mark] = []
    for kind, first, last in each.zones():
        colour, count = COLOURS[kind], last - first + 1
        marks.append(Box(first - 0.5, y.low, last + 0.5, y.high, colour, 0.1))
        if named:
            middle = (first + last) / 2
            words = f"{count} {kind.replace('turns', 'turn')}" if count > ROOMY * each.pairs else f"{count}"
            marks.append(Text((middle, y.high), words, colour, lift=LIFT, strong=True, room=0.98 * count))
    return marks


def lengths(each: Spectrum, x: Axis, y: Axis, trained: int | None) -> list[Mark]:
    """Lines at the trained length and at that of the document: the longer named above it, the shorter below."""
    marks: list[Mark] = []
    aside = 0.012 * (x.high - x.low)
    for length, what, colour in ((trained, "trained at", "muted"), (each.length, "length", "accent")):
        other = each.length if what == "trained at" else trained
        if length is None or (what == "trained at" and length == each.length):
            continue
        at, above = float(np.log10(length)), other is None or length >= other
        if y.low <= at <= y.high:
            marks.append(Path(((x.low, at), (x.high, at)), colour, 1.5, dashed=what == "trained at"))
            here, anchor = ((x.low + aside, at), "start") if above else ((x.high - aside, at), "end")
            lift, room = -0.55 if above else 0.5, _free(each, length, x, above) - 2 * aside
            name = f"{what} {length:,}"
            marks.append(Text(here, name, colour, anchor=anchor, strong=True, lift=lift, room=room))
    return marks


def _free(each: Spectrum, length: int, x: Axis, above: bool) -> float:
    """From the side of the plot to where the pairs cross the line of a length, or all of it where none does."""
    shorter = int(np.count_nonzero((each.wavelengths > 0) & (each.wavelengths <= length)))
    if not 0 < shorter < each.pairs:
        return x.high - x.low
    return shorter - 0.5 - x.low if above else x.high - shorter


def _curve(waves: Floats) -> Joined | None:
    """Through the pairs that turn; those that never do come last."""
    turning = np.flatnonzero(waves)
    if not len(turning):
        return None
    first, last = int(turning[0]), int(turning[-1])
    values = np.interp(np.arange(first, last + 1), turning, np.log10(waves[turning]))
    return Joined(FrozenArray(values), float(first))


def lines(each: Spectrum, index: int, letter: str, drawn: tuple[Spectrum, ...]) -> list[Line]:
    """The line through an encoding's own dots, and that of its plain ladder."""
    lines = []
    plain_curve = _curve(positions_a_turn(each.before))
    if each.scaled and plain_curve is not None and not drawn and index == 0:
        lines.append(Line(plain_curve, "muted", 1.25, dashed=True, label="unscaled"))
    curve = _curve(each.wavelengths)
    if curve is not None:
        name = name_of(each.encoding) if each.scaled or (drawn and not index) else ""
        lines.append(Line(curve, ("ink", "second")[index], label=f"{letter} {name}".strip()))
    return lines


def other_lines(drawn: tuple[Spectrum, ...]) -> list[Line]:
    lines = []
    for each, colour in zip(drawn, other_colours(drawn), strict=True):
        curve, name = _curve(each.wavelengths), name_of(each.encoding)
        assert isinstance(each.encoding, ScaledRotary)
        if curve is not None:
            dashed = each.encoding.scaling in DASHED
            lines.append(Line(curve, colour, 1.25, dashed=dashed, label=name))
    return lines


def other_colours(drawn: tuple[Spectrum, ...]) -> list[str]:
    return [OTHERS[s.encoding.scaling] for s in drawn if isinstance(s.encoding, ScaledRotary)]


def dots(each: Spectrum, index: int, *, still: bool = False) -> list[Mark]:
    """A dot for each pair that turns in its colour, or for some of very many; or for each of those that do not."""
    shown = np.unique(np.linspace(0, each.pairs - 1, min(each.pairs, MOST_DOTS)).round().astype(int))
    size = float(np.clip(520 / len(shown), 4.0, 8.0)) * (0.7 if index else 1.0)
    groups: dict[int, list[tuple[float, float]]] = {}
    for pair in shown[(each.after[shown] == 0) == still]:
        place = (float(pair), 0.5 if still else height(each, int(pair)))
        groups.setdefault(round(SHADES * int(pair) / max(1, each.pairs - 1)), []).append(place)
    return [Dots(tuple(points), shade(group, SHADES + 1), size) for group, points in groups.items()]


def height(each: Spectrum, pair: int) -> float:
    return float(np.log10(each.wavelengths[pair]))
