"""What the figure Diagnosis says in words and numbers."""

from __future__ import annotations

import textwrap

from pe_desktop.engine.diagnosis import BUG, CORRECT, NOTHING, Diagnosis, Finding
from pe_desktop.engine.diagnosis.wording import NEAR
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.ticks import SUPERSCRIPTS, minus

Rows = tuple[tuple[str, str, str], ...]

COLOURS = {CORRECT: "key", BUG: "query", NOTHING: "second"}
WIDTH = 34  # characters of a line of words
MOST_LINES = 3
MOST_VALUE = 20
UNSAID = ("none", "auto", "")


def short(best: Finding) -> str:
    """What the scheme is called over its table."""
    if not best.fits:
        return f"nearest: {best.scheme}"
    return best.scheme if best.correct else f"{best.scheme}, as it is meant"


def facts(found: Diagnosis) -> Rows:
    """What matters most first: the verdict, the bug and its remedy; then the error, the settings and the rivals."""
    best = found.best
    verdict = (found.verdict[0].upper() + found.verdict[1:], "", COLOURS[found.verdict])
    if best is None:
        return (verdict, *_words(found.nature), *_table(found))
    rows: list[tuple[str, str, str]] = [verdict]
    if best.fits:
        rows += [*_words(best.bug, "ink"), *_words(best.remedy)]
    rows += _words(found.nature)
    rows += [("scheme" if best.fits else "nearest scheme", best.scheme, "ink"), *_errors(best)]
    rows += _held(best) if best.fits else _words(best.bug and f"with {best.bug}")
    if best.fits or best.errors.relative <= NEAR:  # of what is far off it says nothing
        rows += [(name, _cut(value), "ink") for name, value in best.settings if value not in UNSAID]
    rows += _table(found)
    rows += [("rows compared", f"{best.errors.rows:,} of {best.errors.of:,}", "ink")]
    for told in (*found.ambiguities, *best.remarks):
        rows += _words(told[0].upper() + told[1:])
    return tuple(rows)


def waiting(weights: Weights) -> Rows:
    """What is known before anything is found."""
    shape = ("shape", " × ".join(f"{n:,}" for n in weights.array.values.shape), "ink")
    return (("Being compared", "", "accent"), *_words("Every scheme, every known bug, every row."), shape)


def _held(best: Finding) -> Rows:
    """What of the scheme it is: beside its name where that is short."""
    return (("holds", best.form, "ink"),) if len(best.form) <= MOST_VALUE else _words(f"holds {best.form}")


def _errors(best: Finding) -> Rows:
    errors = best.errors
    return (
        ("largest error", small(errors.max), "accent"),
        ("rms error / rms", small(errors.relative), "accent"),
    )


def _table(found: Diagnosis) -> Rows:
    return (("shape", " × ".join(f"{n:,}" for n in found.shape), "ink"), ("number format", found.dtype, "ink"))


def _words(text: str, colour: str = "muted") -> Rows:
    """A sentence in lines."""
    lines = textwrap.wrap(text, WIDTH, max_lines=MOST_LINES, placeholder=" …")
    return tuple((line, "", colour) for line in lines)


def _cut(value: str) -> str:
    return value if len(value) <= MOST_VALUE else value[: MOST_VALUE - 1] + "…"


def small(value: float) -> str:
    """With three digits, or as a power of ten."""
    if value == 0 or 1e-3 <= value < 1e4:
        return minus(f"{value:.3g}")
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}"
