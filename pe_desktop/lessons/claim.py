"""What a lesson claims: `cosine(3, 7) = cosine(13, 17) within 1e-12`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pe_desktop.document import State
from pe_desktop.engine.refused import refused
from pe_desktop.lessons.error import Place
from pe_desktop.lessons.quantity import CALL, NUMBER, Constant, Quantity, number, operand
from pe_desktop.lessons.template import written

_OPERAND = rf"(?:{CALL}|{NUMBER})"
_CLAIM = re.compile(rf"({_OPERAND})\s*(<=|>=|[<>=≤≥])\s*({_OPERAND})(?:\s+within\s+({NUMBER}))?")
_WAYS = {"<=": "≤", ">=": "≥"}


@dataclass(frozen=True)
class Claim:
    """A relation of two numbers. `within` counts for = only."""

    left: Quantity | Constant
    relation: str
    right: Quantity | Constant
    within: float
    text: str
    place: Place

    def failure(self, figure: str, state: State) -> str:
        """One line where it does not hold, else nothing. Raises LessonError where there is no such number."""
        a, b = (side.value(figure, state) for side in (self.left, self.right))
        holds = {
            "<": a < b,
            ">": a > b,
            "≤": a <= b,
            "≥": a >= b,
            "=": abs(a - b) <= self.within,
        }[self.relation]
        return "" if holds else str(self.place.wrong(f"{self.text} does not hold: {written(a)} and {written(b)}"))


def claim(text: str, place: Place) -> Claim:
    """The claim of a line. Raises LessonError for what is none."""
    found = _CLAIM.fullmatch(text.strip())
    if not found:
        raise place.wrong(refused(text, "cosine(3, 7) < 0.5, or = with within 1e-12"))
    left, relation, right, within = found.groups()
    if within and relation != "=":
        raise place.wrong(f"within given with {relation}; allowed: with =")
    way = _WAYS.get(relation, relation)
    sides = operand(left, place), operand(right, place)
    return Claim(sides[0], way, sides[1], number(within) if within else 0.0, text.strip(), place)
