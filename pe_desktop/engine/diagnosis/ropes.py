"""Rotary candidates: what frequencies, a gain and a start say of an encoding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.estimate import Turning
from pe_desktop.engine.diagnosis.layouts import Layout
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.scaled import FACTORS, TRAINED, by_parts, published, scaled
from pe_desktop.engine.diagnosis.spectra import USUAL, Rung, Spectrum, ladders, scales, wrong_formulas
from pe_desktop.engine.diagnosis.waves import Found, Make, Wrap, offset_bug, same, wave_candidates
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.scaled_rotary import LONGEST_SAID
from pe_desktop.engine.scaling import longrope_gain

LADDER = Bug("(h − 1) ladder", "Rotary frequencies are base^(−2i/d): divide by d, not by d − 2.")
CLOSE = 0.004  # gains that are one: bf16 rounds by half of that
LEFT_OUT = "YaRN multiplies cosine and sine by {:.6g}, so that both queries and keys get it and scores its square."


def rotary_spectra(turned: Turning, length: int) -> Iterator[list[Spectrum]]:
    """Formulas that give these frequencies: plain ladders and scaled ones, then scalings by parts, then wrong ones."""
    pairs = len(turned.frequencies)
    rungs = [Rung(pairs, {})]
    if pairs > 2:
        rungs.append(Rung(pairs - 1, {}, LADDER, 1.5))
    plain = [*ladders(turned, tuple(rungs), scales(length)), *scaled(turned)]
    gained = abs(turned.gain - 1) > CLOSE
    yield [*plain, *(by_parts(turned) if gained and pairs > 2 else ())]
    if pairs > 2 and not gained:
        yield list(by_parts(turned))
    yield list(wrong_formulas(turned, rungs[0]))
    yield [usual(pairs)]


def rope_candidates(
    sample: Sample, turned: Turning, layout: Layout, length: int, make: Make, wrap: Wrap = same
) -> Iterator[Candidate]:
    """Candidates of the first kind of formula of which one fits; of all, where none does."""
    for spectra in rotary_spectra(turned, length):
        found = list(wave_candidates(sample, turned, layout, spectra, make, wrap=wrap))
        yield from found
        if any(sample.score(candidate.model).fits for candidate in found):
            return


def usual(pairs: int) -> Spectrum:
    """What an unscaled encoding would have: the nearest that one may ask about."""
    return Spectrum(USUAL ** (-np.arange(pairs) / pairs), {"base": USUAL}, 1.0)


@dataclass(frozen=True)
class Maker:
    """Makes candidates of found spectra. `gained`: the array tells what cosine and sine are multiplied by.

    `head_dim`: where it is known to be more than the columns that turn.
    """

    form: str
    length: int
    pairing: str = ""
    gained: bool = True
    head_dim: int = 0

    def __call__(self, found: Found) -> Candidate | None:
        spectrum, waves = found.spectrum, found.waves
        encoding = self.encoding(spectrum)
        if encoding is None:
            return None
        start, remarks = offset_bug(waves.offset), list(spectrum.remarks)
        bug = spectrum.bug + start
        if waves.offset and not start:
            remarks.append(f"row 0 holds position {waves.offset:,.0f}: a part of a longer cache")
        if self.gained:
            encoding, wrong_gain, remark = _gained(encoding, spectrum, waves.gain)
            bug, remarks = bug + wrong_gain, [*remarks, remark]
        extra = () if waves.gain == 1 else (("gain", f"{waves.gain:.6g}"),)
        if not self.pairing:
            remarks.append("which dimensions turn together, the array does not tell")
        cost = spectrum.cost + (2 if waves.offset else 0)
        told = tuple(filter(None, remarks))
        untold = () if self.pairing else ("pairing",)
        return Candidate(waves, encoding, self.length, self.form, cost, extra, bug, told, untold)

    def encoding(self, spectrum: Spectrum) -> Rope | None:
        pairs = len(spectrum.frequencies)
        width = self.head_dim if self.head_dim and spectrum.settings.get("scaling") != "proportional" else 2 * pairs
        values = {"head_dim": width, "pairing": self.pairing or "half", **spectrum.settings}
        if width > 2 * pairs:
            values["partial_rotary_factor"] = 2 * pairs / width
        if values.get("original_max_position_embeddings"):
            stated = round(values["original_max_position_embeddings"] * values["factor"])
            values["max_position_embeddings"] = min(max(stated, 2), LONGEST_SAID)
        try:
            return Rope(**values)
        except ParameterError:
            return None


def _gained(encoding: Rope, spectrum: Spectrum, gain: float) -> tuple[Rope, Bug, str]:
    """The encoding with what its attention factor says; a bug and a remark."""
    meant = spectrum.gain
    if encoding.scaling != "yarn":
        return _unscaled(encoding, gain)
    if abs(gain / meant - 1) < CLOSE:
        return encoding, NO_BUG, ""
    model = published(encoding.base, encoding.extension, encoding.original_max_position_embeddings, encoding.pairs)
    if gain == 1 and model is not None and not model.gained:
        said = f"no attention factor: mscale equals mscale_all_dim, as in {model.model}"
        return encoding.replace(mscale=1.0, mscale_all_dim=1.0), NO_BUG, said
    remedy = LEFT_OUT.format(meant)
    if gain == 1:
        remark = "right where mscale equals mscale_all_dim, as in DeepSeek"
        return encoding, Bug("attention factor missing", remedy), remark
    if abs(gain / meant**0.5 - 1) < CLOSE:
        return encoding, Bug("attention factor applied once", f"{remedy} Here scores get it once."), ""
    if abs(gain / meant**2 - 1) < CLOSE:
        return encoding, Bug("attention factor applied twice", f"{remedy} Here each gets the square."), ""
    return encoding.replace(attention_factor=gain), NO_BUG, f"attention factor {gain:.6g}, not the usual {meant:.6g}"


def _unscaled(encoding: Rope, gain: float) -> tuple[Rope, Bug, str]:
    if gain == 1:
        return encoding, NO_BUG, ""
    for factor in FACTORS:
        for trained in TRAINED:
            if encoding.scaling == "default" and abs(gain / longrope_gain(factor, trained) - 1) < 1e-5:
                lengths = {"original_max_position_embeddings": trained}
                lengths["max_position_embeddings"] = round(trained * factor)
                said = "cosine and sine have LongRoPE's attention factor, and frequencies as within its first length"
                return encoding.replace(scaling="longrope", **lengths), NO_BUG, said
    remedy = "Nothing multiplies cosine and sine but YaRN's or LongRoPE's attention factor."
    return encoding, Bug(f"cosine and sine multiplied by {gain:.6g}", remedy), ""
