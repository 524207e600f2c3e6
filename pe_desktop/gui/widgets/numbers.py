"""Numbers as people write and read them, in the signs of their locale: `10,000`, `128k`, `1e6`, `2^17`."""

from __future__ import annotations

import re
from pathlib import Path

from pe_desktop.engine.kinds import Kind
from pe_desktop.gui.widgets.signs import local, plain

_UNITS = {"k": 10**3, "m": 10**6, "g": 10**9, "b": 10**9, "ki": 2**10, "mi": 2**20, "gi": 2**30}
_SHORT = ((10**9, "G"), (10**6, "M"), (10**3, "k"))


def parse_number(kind: Kind, name: str, text: str) -> int | float:
    """What a person typed, as the kind takes it: also powers, and thousands (k) or 1024s (Ki) and so on.

    Raises ParameterError when the kind does not allow it.
    """
    number: int | float = kind.parse(name, _plain(plain(text)))
    return number


def _plain(text: str) -> str:
    """The same number in digits alone; any other text as it is."""
    if found := re.fullmatch(r"(\d{1,4}) ?(?:\^|\*\*) ?(\d{1,2})", text):
        return str(int(found[1]) ** int(found[2]))
    if found := re.fullmatch(r"(\d{1,9})(?:\.(\d{1,9}))? ?([kmgb]|[kmg]i)", text, re.IGNORECASE):
        return _product(found[1], found[2] or "", _UNITS[found[3].lower()])
    if found := re.fullmatch(r"(\d{1,9})(?:\.(\d{1,9}))?e\+?(\d{1,2})", text, re.IGNORECASE):
        return _product(found[1], found[2] or "", 10 ** int(found[3]))
    return text


def _product(whole: str, decimals: str, factor: int) -> str:
    """Exactly `whole.decimals` times the factor, in digits."""
    value, rest = divmod(int(whole + decimals) * factor, 10 ** len(decimals))
    return f"{value}.{rest:0{len(decimals)}d}" if rest else str(value)


def number_text(value: float) -> str:
    """All digits of a number, in groups of three: what `parse_number` reads back."""
    if value == int(value) and abs(value) < 1e15:
        return local(f"{int(value):,}")
    whole, _, decimals = repr(abs(value)).partition(".")
    digits = f"{int(whole):,}.{decimals}" if decimals and "e" not in decimals else repr(abs(value))
    return local("-" + digits if value < 0 else digits)


def short_text(value: float) -> str:
    """A round number in few letters: `1k`, `10M`; any other in full."""
    for unit, letter in _SHORT:
        if value >= unit and value % unit == 0:
            return local(f"{value / unit:,.0f}{letter}")
    return number_text(value)


def size_text(path: Path) -> str:
    """How large a file is, or all files of a folder: `217 kB`."""
    files = path.rglob("*") if path.is_dir() else (path,)
    size = sum(file.stat().st_size for file in files if file.is_file())
    for unit, letters in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return local(f"{size / unit:.3g} {letters}")
    return local(f"{size} bytes")
