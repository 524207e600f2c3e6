"""ALiBi: its biases, or its slopes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from pe_desktop.engine.diagnosis.biases import Offsets, offsets
from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.models import Model, Row
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.views import Heads, Vector
from pe_desktop.engine.encodings.alibi import Alibi, alibi_slopes
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.frozen import Floats

READS = (Heads, Vector)
ORDER = (
    "Of n heads, not a power of two, the paper's code takes the slopes of the next lower power of two, and then every "
    "second one of twice that, unsorted."
)
SIGN = Bug(
    "ALiBi sign swapped",
    "Distance is taken off: the bias is −m (query − key), 0 at the query itself and less before it.",
)
FROM_ONE = Bug("ALiBi slopes from 1 on", "The first slope is 2^(−8/n), not 1: count heads from 1.")


def candidates(sample: Sample) -> Iterator[Candidate]:
    if isinstance(sample.view, Vector):
        yield from _slopes(sample)
        return
    found = offsets(sample)
    if found is None:
        return
    if not found.past.any() and (found.masked or found.future is None or not found.future.any()):
        yield _nothing(sample, found)
    elif found.heads <= 128:
        yield from _biases(sample, found)


def _nothing(sample: Sample, found: Offsets) -> Candidate:
    view = sample.view
    assert isinstance(view, Heads)
    future = None if found.masked else np.zeros_like(found.past)
    model = found.model(np.zeros_like(found.past), future, view.queries, view.columns)
    remarks = ("no bias, and a causal mask",) if found.masked else ("no bias and no mask",)
    return Candidate(model, Nope(), view.columns, "bias", 0.0, remarks=remarks)


def _slopes(sample: Sample) -> Iterator[Candidate]:
    slopes = sample.values[0]
    if 2 <= len(slopes) <= 128 and (slopes > 0).all() and (slopes <= 2).all():
        for made, encoding, cost, bug in _explained(slopes):
            yield Candidate(Row(made), encoding, 1, "slopes", cost, (), bug)


Explained = tuple[Floats, Alibi, float, Bug]


def _explained(slopes: Floats) -> Iterator[Explained]:
    """Slopes that formulas give, right ones and wrong ones, with the exponent that the array's own suggest."""
    heads = len(slopes)
    lower = 1 << (heads.bit_length() - 1)
    share = np.arange(1, heads + 1) / heads
    yield from _rule(heads, slopes[lower - 1], lower, alibi_slopes, 0.0)
    least = float(np.min(np.sort(slopes)))
    for name, step in (("ascending", 1), ("descending", -1)):
        for place in {heads - 1, lower - 1}:

            def ordered(n: int, most: float, step: int = step) -> Floats:
                return np.sort(alibi_slopes(n, most))[::step]

            spare = sorted(slopes)[0] if place == heads - 1 else least
            remedy = ORDER if heads != lower else "Slopes fall from head to head: 2^(−8h/n) for h = 1 … n."
            yield from _rule(heads, spare, lower, ordered, 1.0, Bug("ALiBi slopes sorted", f"{remedy} Here {name}."))
    if heads != lower:
        bug = Bug("ALiBi slopes by the formula for powers of two", ORDER)
        yield from _rule(heads, slopes[-1], lower, lambda n, most: 2.0 ** (-most * share), 1.0, bug)
        bug, upper = Bug("ALiBi slopes of the next power of two, cut off", ORDER), 2 * lower
        cut = slopes[0] ** upper
        yield from _rule(heads, cut, upper, lambda n, most: alibi_slopes(upper, most)[:n], 1.0, bug)
    late = slopes[-1] ** (heads / max(heads - 1, 1))
    yield from _rule(heads, late, lower, lambda n, most: 2.0 ** (-most * (share - 1 / n)), 1.0, FROM_ONE)


def _rule(
    heads: int, last: float, lower: int, rule: Callable[[int, float], Floats], cost: float, bug: Bug = NO_BUG
) -> Iterator[Explained]:
    """With the last slope 2^(−most): most is 8, or a round number near."""
    raw = float(-np.log2(last)) if last > 0 else 8.0
    most = round(raw * 4) / 4
    if 0.25 <= most <= 64:
        encoding = Alibi(num_heads=heads, alibi_bias_max=most)
        yield rule(heads, most), encoding, cost + (most != 8), bug


def _biases(sample: Sample, found: Offsets) -> Iterator[Candidate]:
    slopes = -found.past[:, -1] / (found.past.shape[1] - 1)
    swapped = bool((slopes < 0).all())
    usual = alibi_slopes(found.heads)
    if not (np.abs(slopes) > 0).all() or not ((slopes > 0).all() or swapped):
        yield _bias(sample, found, usual, Alibi(num_heads=found.heads), 2.0, NO_BUG)
        return
    for made, encoding, cost, bug in _explained(np.abs(slopes)):
        if swapped:
            bug += SIGN
        yield _bias(sample, found, -made if swapped else made, encoding, cost + swapped, bug)


def _bias(sample: Sample, found: Offsets, slopes: Floats, encoding: Alibi, cost: float, bug: Bug) -> Candidate:
    view = sample.view
    assert isinstance(view, Heads)
    past = -np.multiply.outer(slopes, np.arange(view.columns))
    future, remarks = None, []
    if not found.masked and found.future is not None:
        side = float(np.sign(np.nanmean(found.future[:, 1:] / slopes[:, None])))
        future = -side * past
        if side < 0:
            encoding = encoding.replace(bidirectional=True)
        else:
            remarks.append("no mask: a causal one has to hide the keys after the query")
    if found.shift.any():
        remarks.append("whole rows are shifted, as in BLOOM: the softmax does not see it")
    if found.heads == 1:
        remarks.append("one head alone: of how many heads it is the slope, the array does not tell")
    model: Model = replace(found.model(past, future, view.queries, view.columns), shift=_shift(found, slopes, view))
    return Candidate(model, encoding, view.columns, "bias", cost, (), bug, tuple(remarks))


def _shift(found: Offsets, slopes: Floats, view: Heads) -> Floats | None:
    """What whole rows have on top: that of BLOOM, m · query, computed; or what there is."""
    if not found.shift.any():
        return None
    own = np.multiply.outer(slopes, np.arange(view.queries) + view.columns - view.queries)
    return own if np.allclose(own, found.shift, rtol=2.0**-7) else found.shift
