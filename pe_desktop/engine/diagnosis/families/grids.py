"""Tables and caches of an image's patches: the first patches of a row tell how wide the grid is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.models import Engine
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.spectra import EXACT, bases
from pe_desktop.engine.diagnosis.views import Matrix, Stack
from pe_desktop.engine.encodings.rope2d import STYLES, Rope2d
from pe_desktop.engine.encodings.sincos2d import CONVENTIONS, Sincos2d
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.patches import COLUMN, LONGEST_SIDE, ROW

READS = (Matrix, Stack)
FORM = "table of patches"
SWAPPED = "2-D axes swapped"
FLATTENED = Bug(
    "non-square grid flattened wrongly",
    "Rows of patches follow one another: y = row // width, x = row % width, on the grid as it is.",
)
LADDER = Bug("(h − 1) ladder", "Divide k by m = d/4, not by m − 1: that is big_vision's own.")
TIMM_SWAPPED = Bug(SWAPPED, "timm has the row y first: [sin y, sin x, cos y, cos x].")
BIG_VISION_SWAPPED = Bug(SWAPPED, "big_vision has the column x first: [sin x, cos x, sin y, cos y].")
VARIANTS = (
    *((name, (0, 1, 2, 3), name, NO_BUG) for name in CONVENTIONS),
    ("timm", (1, 0, 3, 2), "timm", TIMM_SWAPPED),
    ("big-vision", (2, 3, 0, 1), "big-vision", BIG_VISION_SWAPPED),
    ("big-vision", (2, 0, 3, 1), "timm", LADDER),
)
"""What is computed, the order of its quarters, what was meant, and the bug."""


def candidates(sample: Sample) -> Iterator[Candidate]:
    lead = _leading_zeros(sample.first)
    patches = sample.view.rows - lead
    for side in _sides(sample.first[lead:]):
        if patches % side or max(side, patches // side) > LONGEST_SIDE:
            continue
        yield from _rotary(sample, lead, (patches // side, side))
        if isinstance(sample.view, Matrix) and sample.view.columns % 4 == 0 and sample.view.columns <= 16384:
            yield from _tables(sample, lead, side, patches // side)


def _leading_zeros(rows: Floats) -> int:
    """Rows of zeros in front, as for a class token."""
    filled = rows.any(axis=1)
    return int(filled.argmax()) if filled.any() else 0


def _sides(rows: Floats) -> list[int]:
    """After how many patches the coordinate that changes first may be back where it was.

    Cosines of coordinates around the middle are back one patch early.
    """
    if len(rows) < 4:
        return []
    moved = rows[1] != rows[0]
    back = (rows[2:, moved] == rows[0, moved]).all(axis=1)
    return [int(r) + 2 for r in np.flatnonzero(back)[:2]] if moved.any() and not moved.all() else []


def _tables(sample: Sample, lead: int, side: int, other: int) -> Iterator[Candidate]:
    width = sample.view.columns
    for name, quarters, meant, bug in VARIANTS:
        convention = CONVENTIONS[name]
        grid = (side, other) if convention.by_column else (other, side)
        order = np.concatenate([np.arange(width // 4) + q * (width // 4) for q in quarters])
        axis = ROW if convention.by_column else COLUMN
        place = [convention.quarters[q] for q in quarters].index((False, axis))
        sines = sample.first[lead + 1, place * (width // 4) : (place + 1) * (width // 4)]
        for base, cost in _bases(sines, convention.to_the_end, sample.exactness):
            encoding = Sincos2d(grid=grid, d_model=width, convention=name, base=base)
            model = Engine(encoding, encoding.longest, lead, order=order)
            told = encoding.replace(convention=meant)
            cost += (2 if bug else 0) + (0.5 if convention.by_column or convention.to_the_end else 0)
            remarks = ("zeros in front, as for a class token",) if lead else ()
            made = Candidate(model, told, told.longest, FORM, cost, (), bug, remarks)
            yield _on_grid(sample, made, convention.by_column)


def _bases(sines: Floats, to_the_end: bool, exactness: float) -> list[tuple[float, float]]:
    """Bases by the sines of the second patch; none where these are no sines of a ladder from 1 on."""
    known = np.flatnonzero((sines > 1e-6) & (sines < 0.9))
    if not len(known) or abs(sines[0] - np.sin(1.0)) > 0.01:
        return []
    steps = max(len(sines) - 1, 1) if to_the_end else len(sines)
    if len(known) < 2:
        return [(10000.0, 1.0)]
    slope = np.polyfit(known, np.log(np.arcsin(sines[known])), 1)[0]
    spread = 4 * exactness * steps / len(known) + EXACT * 10
    raw = float(np.exp(np.clip(-slope * steps, 0, 20)))
    return [(base, cost) for base, cost in list(bases(raw, spread))[:2] if base >= 1]


def _on_grid(sample: Sample, made: Candidate, by_column: bool) -> Candidate:
    """With what the grid that the rows are said to be tells of it."""
    encoding = made.encoding
    assert isinstance(encoding, Sincos2d | Rope2d)
    found, said = encoding.grid, sample.grid
    if said is None or said[0] == said[1]:
        if found[0] != found[1] and not made.bug:
            more = (
                "on a grid with its sides exchanged, whose rows go down the columns, other schemes have these numbers"
            )
            return replace(made, remarks=(*made.remarks, more), cost=made.cost + by_column)
        return made
    wrong = found != said or (by_column and getattr(encoding, "convention", "") == "moco-v3")
    if found not in (said, said[::-1]) or not wrong:
        return made
    told = encoding.replace(grid=said)
    if getattr(told, "convention", "") in ("moco-v3", "timm-interleave"):
        told = told.replace(convention="mae")
    return replace(made, encoding=told, bug=made.bug + FLATTENED, cost=made.cost + 1)


FORMS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("cache of cosines", ("cos",), False),
    ("cache of sines", ("sin",), False),
    ("cache of cosines", ("cos", "cos"), False),
    ("cache of sines", ("sin", "sin"), False),
    ("cache of cosines", ("cos",), True),
    ("cache of sines", ("sin",), True),
    ("cache of cosines and sines", ("cos", "sin"), False),
    ("cache of sines and cosines", ("sin", "cos"), False),
    ("cache of cosines and sines", ("cos", "cos", "sin", "sin"), False),
    ("angles", ("numbers",), False),
)
"""What a cache holds, of which parts it is made, and whether each column of them stands twice."""


def _rotary(sample: Sample, lead: int, grid: tuple[int, int]) -> Iterator[Candidate]:
    columns = sample.view.columns
    for form, parts, twice in FORMS:
        shares = len(parts) * (2 if twice else 1)
        if columns % shares or (columns // shares) % 2 or not 2 <= columns // shares <= 8192:
            continue
        pairs = columns // shares
        for style, convention in STYLES.items():
            swap = {"qwen2-vl": "rope-vit", "rope-vit": "qwen2-vl"}.get(style)
            for other in (None, swap) if swap else (None,):
                encoding = Rope2d(grid=grid, head_dim=2 * pairs, style=style)
                computed = encoding if other is None else encoding.replace(style=other, base=convention.base)
                order = np.repeat(np.arange(pairs * len(parts)), 2) if twice else None
                model = Engine(computed, encoding.longest, lead, parts, order)
                first = "y" if convention.first == ROW else "x"
                bug = Bug(SWAPPED, f"{style} has the pairs of {first} first.") if other else NO_BUG
                made = Candidate(model, encoding, encoding.longest, form, 1.0 + 2 * bool(other), (), bug)
                yield _on_grid(sample, made, False)
