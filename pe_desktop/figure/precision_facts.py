"""What the figure Precision says in words and numbers: at the cursor, of collisions, and under the mouse."""

from __future__ import annotations

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Reading, Rotating, plain
from pe_desktop.engine.rounding_error import RoundingError
from pe_desktop.figure.ticks import number, small

MEASURED = {"angle": "error of the angle", "cosine": "error of the cosine"}
STEPS = "inv_freq ← round(w), angle ← round(round(p) · inv_freq), table ← round(cos angle)"

Rows = tuple[tuple[str, str, str], ...]


def cursor(document: Document, view: View, index: int) -> tuple[int, int]:
    """The pair and the position where the cursor is; positions that code computes with are whole."""
    a, shown = document.encodings[0], document.encodings[index]
    assert isinstance(a, Rotating)
    assert isinstance(shown, Rotating)
    return min(a.pair_of(view.dimension), shown.pairs - 1), round(view.position)


def cursor_facts(document: Document, view: View, errors: list[RoundingError]) -> Rows:
    rows: list[tuple[str, str, str]] = []
    for index, error in enumerate(errors):
        pair, position = cursor(document, view, index)
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
        ("error", small(error, 100), "accent"),
    )


def _score_facts(errors: RoundingError, query: int, key: int) -> Rows:
    """Of equal unit query and key at the cursor's two positions."""
    exact = float(np.cos((query - key) * errors.rounded.frequencies.values).mean())
    found = number(errors.rounded.score(query + errors.start, key + errors.start), 6)
    heading = (f"Score of {query:,} and {key:,}", "", "ink")
    return heading, ("exact", number(exact, 6), "ink"), ("rounded", found, "accent")


def collision_facts(document: Document, view: View, errors: RoundingError) -> Rows:
    format, (_, position) = errors.format, cursor(document, view, 0)
    first, last = errors.alike(position)
    equal = "none other" if first == last else f"{first:,} – {last:,}"
    rows = [
        (f"Positions in {format.id}", "", "ink"),
        ("distinct", f"{errors.distinct:,} of {errors.length:,}", "ink"),
        (f"equal to {position:,}", equal, "query"),
        ("first collision", _collision(format.exact_up_to), "second"),
    ]
    if format.first_lost is not None:
        rows.append(("infinite from", f"{format.first_lost:,}", "second"))
    return tuple(rows)


def _collision(last: int) -> str:
    """Of the integer after the last that is held exactly, which falls on that."""
    return f"{last + 1:,} = {last:,}" if last < 10_000 else f"{last + 1:,}"


def _steps(errors: RoundingError, position: int, pair: int) -> tuple[float, float, float, float]:
    """The angle, as it is rounded, its cosine, and that of the table."""
    truth = (position + errors.start) * float(errors.rounded.frequencies.values[pair])
    angles = errors.rounded.angles([position + errors.start], [pair])
    return truth, float(angles[0, 0]), float(np.cos(truth)), float(errors.rounded.table(angles)[0][0, 0])


def read_cell(errors: RoundingError, position: int, pair: int) -> Reading:
    truth, angle, exact, cosine = _steps(errors, position, pair)
    kept = errors.rounded
    rows = (
        ("position, rounded", f"{plain(position)}, {plain(float(kept.positions([position + errors.start])[0]))}"),
        ("angle", f"{truth:.9g} rad"),
        ("angle, rounded", f"{angle:.9g} rad"),
        ("cos", f"{exact:.9f}"),
        ("cos, rounded", f"{cosine:.9f}"),
        ("frequency, rounded", f"{kept.frequencies.values[pair]:.6g}, {kept.inv_freq[pair]:.6g}"),
    )
    value = float(errors.at([position], [pair])[0, 0])
    return Reading(value, f"{MEASURED[errors.measure]}: position {position:,}, pair {pair}", STEPS, rows)


def read_largest(errors: RoundingError, position: int) -> Reading:
    found = errors.at([position], np.arange(errors.shape[1]))[0]
    pair = int(found.argmax())
    rows = (("position", plain(position)), ("in pair", f"{pair} of {len(found):,}"))
    return Reading(float(found[pair]), f"largest {MEASURED[errors.measure]}", "the largest of all pairs", rows)


def _angle(angle: float) -> str:
    return f"{angle:,.4f}" if abs(angle) < 1e4 else f"{angle:,.3f}"
