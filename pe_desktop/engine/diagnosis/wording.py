"""A diagnosis in words."""

from __future__ import annotations

from pe_desktop.engine.diagnosis.answer import NOTHING, Finding
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.kinds import grouped

NEAR = 0.25  # share of the array's size within which it is near a scheme
UNSAID = ("weights_seed", "frequency_seed")


def settings(encoding: Encoding, untold: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """The parameters that count, as they are written, but for those that the array does not tell."""
    said = (p for p in encoding.counting() if p.name not in (*UNSAID, *untold))
    return tuple((p.name, p.kind.written(getattr(encoding, p.name))) for p in said)


def named(finding: Finding) -> str:
    """A scheme with the settings by which one knows it."""
    known = dict(finding.settings)
    chosen = [
        f"{name} {grouped(known[name])}" for name in _TOLD if name in known and known[name] not in ("auto", "default")
    ]
    return f"{finding.scheme}, {', '.join(chosen)}" if chosen else finding.scheme


_TOLD = (
    "layout",
    "ladder",
    "convention",
    "style",
    "grid",
    "pairing",
    "base",
    "scaling",
    "factor",
    "num_heads",
    "num_buckets",
    "max_distance",
    "kernel",
    "p",
    "a",
)


def headline(verdict: str, findings: tuple[Finding, ...], what: str) -> str:
    """One line: what it is, with which bug, or what it is not and how far."""
    if not findings:
        return f"No known scheme: {what}."
    best = findings[0]
    if verdict == NOTHING:
        off = f"off by {best.errors.relative:.2g} of its size (rms)"
        bug = f" with {best.bug}" if best.bug else ""
        if best.errors.relative <= NEAR:
            return f"No known scheme: near {named(best)}{bug}, but not it, {off}."
        return f"No known scheme: {what}. Nearest: {named(best)}{bug}, {off}."
    return (
        f"{named(best)}: correct ({best.form})."
        if best.correct
        else f"{named(best)}, with a bug: {best.bug} ({best.form})."
    )


def ambiguities(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """What else has these numbers, as far as the array can tell.

    A bug that changes none of them is none: slopes that are sorted anyway.
    """
    best, *others = findings
    return tuple(
        f"the same numbers, as far as they can tell: {named(other)}"
        + (f", with a bug: {other.bug}" if other.bug else "")
        for other in others
        if not (best.correct and other.bug and other.encoding == best.encoding)
    )
