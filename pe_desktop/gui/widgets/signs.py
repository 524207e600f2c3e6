"""Numbers in a person's own signs: the decimal point, the marks of groups and the digits of the default QLocale.

What is a number alone is shown so: values in editors, marks of sliders, ticks of axes, readings and facts, the
status line. Formulas, lists, grids, names, sentences and code stay as they are written everywhere, and so does all
that is exported: nothing here is known to the writers of files.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QLocale

from pe_desktop.export.fonts import text_width

_NUMBER = re.compile(r"(?<![\w.])(?P<whole>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(?P<decimals>\d+))?(?!\.?\d)", re.ASCII)
_MARKS = {" ": " \u00a0\u202f\u2009", "\u00a0": " \u00a0\u202f\u2009", "\u202f": " \u00a0\u202f\u2009"}
_MARKS |= {"'": "'\u2019", "\u2019": "'\u2019"}
"""Marks that people do not tell apart, or cannot type."""

_UNSEEN = re.compile("[\u061c\u200e\u200f]")  # marks of direction, which come with copied numbers


@dataclass(frozen=True)
class Signs:
    """How a locale writes numbers; `sample` is 1,234,567 there."""

    point: str
    group: str
    zero: str
    sample: str

    @property
    def end(self) -> str:
        """What keeps numbers in a row from changing places: those of Arabic digits would be set from right to left."""
        return "\u200e" if unicodedata.bidirectional(self.zero) == "AN" else ""

    @cached_property
    def foreign(self) -> bool:
        """Whether they are others than those of the C locale, with groups of three."""
        return (self.point, self.zero, self.sample) != (".", "0", "1,234,567")


def signs() -> Signs:
    """Those of the default locale."""
    return _signs_of(QLocale().name())


@lru_cache(maxsize=8)
def _signs_of(name: str) -> Signs:
    """`name` is that of the default locale; a frame asks a hundred times."""
    locale = QLocale()
    if name == "C":
        return Signs(".", ",", "0", "1,234,567")
    return Signs(locale.decimalPoint(), locale.groupSeparator(), locale.zeroDigit(), locale.toString(1234567))


def local(text: str) -> str:
    """The text with each of its numbers, written as the program writes them, in the signs of the locale."""
    own = signs()
    return _NUMBER.sub(lambda found: _written(found["whole"], found["decimals"], own), text) if own.foreign else text


def _written(whole: str, decimals: str | None, own: Signs) -> str:
    if "," in whole:
        number = int(whole.replace(",", ""))
        text = QLocale().toString(number) if number < 1 << 31 else _in_groups(str(number), own)
    else:
        text = _in_digits(whole, own)
    return text + (own.point + _in_digits(decimals, own) if decimals else "") + own.end


def _in_groups(digits: str, own: Signs) -> str:
    """Beyond 32 bits, which is as far as Qt is told whole numbers; in groups as the sample has them."""
    second = len(own.sample.split(own.group)[-2]) if own.group and own.group in own.sample else 3
    groups = [digits[-3:]]
    rest = digits[:-3]
    while rest:
        groups.insert(0, rest[-second:])
        rest = rest[:-second]
    return own.group.join(_in_digits(group, own) for group in groups)


def _in_digits(digits: str, own: Signs) -> str:
    return digits if own.zero == "0" else "".join(chr(ord(own.zero) + int(digit)) for digit in digits)


def plain(text: str) -> str:
    """A number that was typed in the signs of the locale, in those of C. Any other text is left to be read as C, or
    to be refused: so a decimal point is understood where the locale has no other use for it."""
    text = _UNSEEN.sub("", text).strip().replace("\u2212", "-")
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    own = signs()
    if not own.foreign:
        return digits
    mark, point = f"[{re.escape(_MARKS.get(own.group, own.group))}]", re.escape(own.point)
    whole = rf"\d{{1,3}}(?:{mark}\d{{2,3}})*{mark}\d{{3}}|\d+"
    found = re.fullmatch(rf"([+-]?)({whole})(?:{point}(\d+))?( ?[a-zA-Z^*].*)?", digits)
    if found is None:
        return digits
    sign, whole, decimals, tail = found.groups("")
    return sign + re.sub(r"\D", "", whole) + ("." + decimals if decimals else "") + tail


def local_width(text: str, size: float, strong: bool = False) -> float:
    """As `text_width`, of the text with its numbers in either signs: it has room in both."""
    return max(text_width(each, size, strong) for each in (text, local(text)))
