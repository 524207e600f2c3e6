"""What the figure Diagnosis says in words and numbers."""

from __future__ import annotations

import textwrap

from pe_desktop.engine.diagnosis import BUG, CORRECT, NOTHING, Diagnosis, Finding
from pe_desktop.engine.diagnosis.wording import NEAR
from pe_desktop.engine.kinds import grouped
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.ticks import small

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


def told(found: Diagnosis) -> tuple[str, str]:
    """What matters most, in a sentence or two, and its colour: the verdict, the bug and its remedy."""
    best = found.best
    if best is None or not best.fits:
        said = (found.nature, "" if best is None else f"Nearest: {best.scheme}")
    else:
        said = (best.bug or best.scheme, best.remedy)
    first, *rest = [f"{each.removesuffix('.')}." for each in said if each]
    return " ".join([f"{_capital(found.verdict)}: {first}", *map(_capital, rest)]), COLOURS[found.verdict]


def facts(found: Diagnosis) -> Rows:
    """What stands behind the verdict: the scheme and the error, the settings, the rivals."""
    best = found.best
    if best is None:
        return _table(found)
    rows = [("scheme" if best.fits else "nearest scheme", best.scheme, "ink"), *_errors(best)]
    rows += _held(best) if best.fits else _words(best.bug and f"with {best.bug}")
    if best.fits or best.errors.relative <= NEAR:  # of what is far off it says nothing
        rows += [(name, _cut(value), "ink") for name, value in best.settings if value not in UNSAID]
    rows += _table(found)
    rows += [("rows compared", f"{best.errors.rows:,} of {best.errors.of:,}", "ink")]
    for each in (*found.ambiguities, *best.remarks):
        rows += _words(_capital(each))
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(text: str) -> Rows:
    """A sentence in lines."""
    lines = textwrap.wrap(text, WIDTH, max_lines=MOST_LINES, placeholder=" …")
    return tuple((line, "", "muted") for line in lines)


def _cut(value: str) -> str:
    value = grouped(value)
    return value if len(value) <= MOST_VALUE else value[: MOST_VALUE - 1] + "…"
