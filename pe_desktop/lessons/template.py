"""Texts with numbers that are computed when they are shown: `{cosine(3, 7)}`, `{norm(0):2}`, `{value(0, 1):1%}`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from pe_desktop.document import State
from pe_desktop.engine.refused import refused
from pe_desktop.figure.ticks import minus, scientific
from pe_desktop.lessons.error import Place
from pe_desktop.lessons.quantity import CALL, Quantity, quantity

_HOLE = re.compile(r"\{([^{}]*)\}")
_SIGN = re.compile(" ([−+·/=]) ")  # no line ends in the midst of a short formula
SMALL, LARGE = 1e-3, 1e7  # between which numbers are written without a power of ten
WAITING = "…"


@dataclass(frozen=True)
class Hole:
    """A number in a text; with so many places after the point, if that is said, and in percent where it is a share."""

    quantity: Quantity
    places: int | None
    percent: bool = False

    def filled(self, figure: str, state: State) -> str:
        value = self.quantity.value(figure, state)
        return written(100 * value, self.places) + "\u00a0%" if self.percent else written(value, self.places)


@dataclass(frozen=True)
class Template:
    """`parts` are words and numbers in turn, words first and last."""

    text: str = ""
    parts: tuple[str | Hole, ...] = ()

    def filled(self, figure: str, state: State, *, ready: bool = True) -> str:
        """The text with the numbers of a state, or with … for each until they are ready to be computed.

        Raises LessonError where there is no such number.
        """
        found = (p if isinstance(p, str) else p.filled(figure, state) if ready else WAITING for p in self.parts)
        return _SIGN.sub("\u00a0\\1\u00a0", "".join(found))


def template(text: str, place: Place) -> Template:
    """A text with its numbers found. Raises LessonError for braces that hold none."""
    parts: list[str | Hole] = []
    for i, part in enumerate(_HOLE.split(text)):
        if i % 2:
            parts.append(_hole(part, place))
        elif "{" in part or "}" in part:
            raise place.wrong("a brace without its other one; allowed: numbers between braces, such as {cosine(3, 7)}")
        else:
            parts.append(part)
    return Template(text, tuple(parts))


def _hole(text: str, place: Place) -> Hole:
    found = re.fullmatch(rf"\s*({CALL})\s*(?::\s*(\d)\s*(%)?\s*)?", text)
    if not found:
        raise place.wrong(refused(f"{{{text}}}", "a number's name, such as {cosine(3, 7)} or {norm(0):2}"))
    return Hole(quantity(found[1], place), int(found[2]) if found[2] else None, bool(found[3]))


def written(value: float, places: int | None = None) -> str:
    """A number as people read it: four digits, thousands apart, and a power of ten where it is far from 1."""
    if not math.isfinite(value):
        return "no number" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if places is not None:
        return minus(f"{round(value, places) + 0.0:,.{places}f}")
    if abs(value) < LARGE and value == int(value):
        return minus(f"{int(value):,}")
    if SMALL <= abs(value) < LARGE:
        return minus(f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:,.4g}")
    return scientific(value)
