"""How long each pair takes for a turn, beside the lengths that the model is trained at and reads."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding, Paired, Reading, Rotating, pair_rows
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.joined import Joined
from pe_desktop.engine.parameter import Parametrised, flag
from pe_desktop.engine.scaled_rotary import ScaledRotary
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, Track, fixed, share
from pe_desktop.figure.marks import HEAD, Dots, Facts, Line, Mark, Rule, Text
from pe_desktop.figure.picture import Picture, letter
from pe_desktop.figure.spectrum import KINDS, Spectrum, name_of, others, spectrum
from pe_desktop.figure.ticks import number
from pe_desktop.figure.wavelengths import (
    COLOURS,
    dots,
    height,
    lengths,
    lines,
    other_colours,
    other_lines,
    pairs_axis,
    wavelengths_axis,
    zones,
)

STILL = fixed(20.0)
FACTS = Track(points=196.0, optional=True)
QUARTER = 4  # of the length an encoding that says nothing is taken to be trained at, where others are drawn


@dataclass(frozen=True)
class FrequenciesOptions(Parametrised):
    overlay: bool = flag(False, "Draw the other scalings too, at the same factor and lengths")


class Frequencies(Picture):
    id = "frequencies"
    title = "Frequencies"
    subtitle = "wavelength of each pair"
    formula = "λ_i = 2π / w_i, w_i = base^{−2i/d} before scaling"
    source = "Peng et al. 2023, YaRN (arXiv 2309.00071), sections 2 and 3; transformers, modeling_rope_utils"
    attempt = "Choose a scaling and draw its factor: see which pairs give way and which stay as they were."
    axes = ("pair",)
    order = 60
    moves_by = ("factor", "base")
    Options = FrequenciesOptions
    explanation = (
        "Each dot is a pair: how many positions it takes for a turn, fast pairs at the left. A pair whose wavelength "
        "lies above the line of the trained length never finished a turn in training, so longer texts show the model "
        "angles that it has never seen. Scalings slow such pairs down and keep the fast ones, which tell neighbours "
        "apart: that is what kept, blended and interpolated say."
    )

    def refusal(self, encoding: Encoding) -> str:
        if isinstance(encoding, Paired):
            return ""
        return f"{encoding.label} has no pairs with a frequency. Choose Sinusoidal or RoPE to see the frequencies."

    def figure(self, document: Document, view: View) -> Figure:
        spectra = _spectra(document)
        first = spectra[0]
        drawn = _overlaid(first) if self.options(document).overlay else ()
        waves, facts = self._waves(document, view, spectra, drawn), _facts(document, spectra, drawn)
        rows: list[tuple[Track, tuple[Panel, ...]]] = [(share(3.4), (waves, facts))]
        if any(s.scaled for s in spectra):
            rows[0] = share(3.4), (replace(waves, x=replace(waves.x, label="", labels=False)), facts)
            rows.append((share(1.0), (self._ramp(document, view, spectra),)))
        if any(len(s.turning) < s.pairs for s in spectra):
            rows.insert(0, (STILL, (self._still(spectra),)))
        panels = (replace(panel, row=i) for i, (_, row) in enumerate(rows) for panel in row)
        tracks = tuple(track for track, _ in rows)
        return Figure(self.id, self.title, _said(spectra, drawn), tuple(panels), (share(), FACTS), tracks)

    def _still(self, spectra: list[Spectrum]) -> Panel:
        """A row above all wavelengths for the pairs that never turn."""
        x = replace(pairs_axis(spectra), label="", ticks=False)
        here = (x.low + 0.012 * (x.high - x.low), 0.5)
        first = min(int(np.flatnonzero(s.after == 0)[0]) for s in spectra if len(s.turning) < s.pairs)
        words = Text(here, "never turn", "muted", anchor="start", strong=True, room=max(1.0, 0.98 * first))
        marks = [mark for i, each in enumerate(spectra) for mark in dots(each, i, still=True)]
        return Panel(f"{self.id}.still", x, Axis(0.0, 1.0, ticks=False), (words, *marks))

    def _waves(self, document: Document, view: View, spectra: list[Spectrum], drawn: tuple[Spectrum, ...]) -> Panel:
        x, y = pairs_axis(spectra), wavelengths_axis(spectra, drawn)
        pair = int(_cursor(document, view))
        shaded = zones(spectra[0], y)
        marks: list[Mark] = [*shaded, Rule("x", pair)]
        marks += lengths(spectra[0], x, y, trained=_trained(spectra, drawn))
        letters = ("A", "B") if document.compare is not None else ("",)
        named = [*other_lines(drawn), *(m for i, s in enumerate(spectra) for m in lines(s, i, letters[i], drawn))]
        marks += named
        for i, each in enumerate(spectra):
            marks += dots(each, i)
        if spectra[0].after[pair]:
            marks.append(Dots(((float(pair), height(spectra[0], pair)),), "cursor", size=11.0, hollow=True))
        ends = tuple(line.label for line in named if line.label)
        return Panel(self.id, x, y, tuple(marks), ends=ends, head=HEAD if shaded else 0.0)

    def _ramp(self, document: Document, view: View, spectra: list[Spectrum]) -> Panel:
        x, y = replace(pairs_axis(spectra), label="pair"), Axis(-0.06, 1.06, "value", "ramp")
        marks: list[Mark] = [*zones(spectra[0], y, named=False), Rule("x", _cursor(document, view))]
        for i, each in enumerate(spectra):
            curve = Joined(FrozenArray(each.share))
            marks.append(Line(curve, ("ink", "second")[i], dashed=bool(i)))
        return Panel(f"{self.id}.ramp", x, y, tuple(marks))

    def shape(self, document: Document) -> tuple[int, ...]:
        return (_spectra(document)[0].pairs,)

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """Radians a position; wavelengths are positions a turn, 0 for a pair that never turns."""
        arrays: dict[str, Floats] = {}
        for end, each in zip(("", "_b"), _spectra(document), strict=False):
            arrays[f"inv_freq{end}"] = np.array(each.after)
            arrays[f"unscaled_inv_freq{end}"] = np.array(each.before)
            arrays[f"wavelength{end}"] = each.wavelengths
            arrays[f"interpolation{end}"] = np.array(each.share)
        return arrays

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        first = _spectra(document)[0]
        found = first.counts
        values = {"attention_factor": first.attention, "unfinished": float(first.unfinished)}
        if first.trained and first.untrained is not None:
            values |= {"trained_length": float(first.trained), "unfinished_when_trained": float(first.untrained)}
        kinds = {"kept": found.kept, "blended": found.blended, "interpolated": found.interpolated}
        return {**values, **{name: float(count) for name, count in kinds.items()}}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        encoding = _spectra(document)[0].encoding
        pair = min(max(round(point[0]), 0), encoding.pairs - 1)
        return view.replace(dimension=encoding.columns_of(pair)[0]).within(document)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        if self.refusal(document.encoding) or panel not in (self.id, f"{self.id}.ramp"):
            return None
        first, pair = _spectra(self.shown(document))[0], round(x)
        return _reading(first, pair) if 0 <= pair < first.pairs else None


def _spectra(document: Document) -> list[Spectrum]:
    """Of A, and of B when two are compared."""
    return [spectrum(e, document.length) for e in document.encodings if isinstance(e, Paired)]


def _cursor(document: Document, view: View) -> float:
    encoding = _spectra(document)[0].encoding
    return float(encoding.pair_of(view.dimension))


def _trained(spectra: list[Spectrum], drawn: tuple[Spectrum, ...]) -> int | None:
    """The trained length that is said first, or else, where other scalings are drawn, the one they are drawn for."""
    said = next((s.trained for s in spectra if s.trained), None)
    return said or (_quarter(spectra[0]) if drawn else None)


def _quarter(each: Spectrum) -> int:
    return max(2, each.length // QUARTER)


def _overlaid(each: Spectrum) -> tuple[Spectrum, ...]:
    if not isinstance(each.encoding, ScaledRotary):
        return ()
    return others(each.encoding, each.length, each.trained or _quarter(each))


def _said(spectra: list[Spectrum], drawn: tuple[Spectrum, ...]) -> str:
    first = spectra[0]
    words = f"{first.unfinished} of {first.pairs:,} pairs never finish a turn in {first.length:,} positions"
    if first.trained:
        words += f"; {first.untrained} never did in the {first.trained:,} of training"
    stands_in = any("stand in" in s.encoding.remark for s in drawn)
    return words + ("; LongRoPE by factors that stand in" if stands_in else "")


def _facts(document: Document, spectra: list[Spectrum], drawn: tuple[Spectrum, ...]) -> Panel:
    said: list[tuple[str, str, str]] = []
    for i, each in enumerate(spectra):
        if document.compare is not None:
            said.append((letter(document, i), "", "ink" if i == 0 else "second"))
        if not drawn:
            said += _own_facts(each, short=document.compare is not None)
    if drawn:
        said = [("pairs that never finish a turn", "", "ink")]
        named = zip((spectra[0], *drawn), ("ink", *other_colours(drawn)), strict=True)
        said += [(name_of(s.encoding), f"{s.unfinished}", colour) for s, colour in named]
    return Panel("frequencies.facts", BLANK, BLANK, (Facts(tuple(said)),), column=1)


def _own_facts(each: Spectrum, *, short: bool) -> list[tuple[str, str, str]]:
    """All of them, or those that tell most where two are compared."""
    found, slowest = each.counts, each.wavelengths.max()
    still = each.pairs - len(each.turning)
    rows = [("pairs", f"{each.pairs:,}", "ink"), ("never finish a turn", f"{each.unfinished:,}", "accent")]
    if each.untrained is not None:
        rows.append(("never did in training", f"{each.untrained:,}", "muted"))
    if each.scaled:
        numbers = (found.kept, found.blended, found.interpolated)
        rows += [(kind, f"{count:,}", COLOURS[kind]) for kind, count in zip(KINDS, numbers, strict=True)]
    if not (each.scaled and short):
        rows.append(("longest wavelength", f"{slowest:,.0f}" if slowest else "none", "ink"))
    if still:
        rows.append(("never turn", f"{still:,}", "ink"))
    if each.attention != 1:
        rows.append(("attention factor", number(each.attention), "ink"))
    if each.attention != 1 and not short:
        rows.append(("scores times", number(each.attention**2), "ink"))
    if each.scaled and not short:
        slowed = np.divide(each.before, each.after, out=np.ones(each.pairs), where=each.after > 0).max()
        rows.append(("slowed at most by", f"{slowed:,.4g}", "ink"))
    return [row for row in rows if not (short and row[0] in ("pairs", "blended"))]


def _reading(each: Spectrum, pair: int) -> Reading:
    encoding, wave = each.encoding, float(each.wavelengths[pair])
    turns = [("turns in the length", f"{each.length / wave:,.4g}" if wave else "none")]
    if each.trained:
        turns.append(("turns in training", f"{each.trained * each.before[pair] / (2 * np.pi):,.4g}"))
    if each.scaled:
        turns.append(
            (
                "scaling",
                f"{each.kind(pair)}, slowed by {each.before[pair] / each.after[pair]:.4g}" if wave else "stilled",
            )
        )
    rotates = isinstance(encoding, Rotating) and encoding.rotates == "query and key"
    definition = "w_i, radians a position" + (f"; turns a pair of {encoding.label}" if rotates else "")
    formula = f"2π / {wave:,.6g} positions" if wave else "0: this pair never turns"
    return Reading(float(each.after[pair]), formula, definition, (*pair_rows(encoding, pair, each.length), *turns))
