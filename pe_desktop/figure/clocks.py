"""A pair of dimensions as a clock: its hands, its names, and the matrix that turns one hand to the other."""

from __future__ import annotations

import numpy as np

from pe_desktop.figure.marks import Arc, Arrow, Mark, Text
from pe_desktop.figure.ticks import minus

SPACING = 2.9  # between the centres of two clocks of radius 1
BELOW = -1.15  # where their names begin
NAMES, MATRIX = 2.5, 4.9  # lines of text below a clock, without and with its matrix
_EN, _FIGURE = "\u2002", "\u2007"  # spaces: half an em, and as wide as a figure
_ROOM = 2.65  # for the words below one


def hands(x: float, query: complex, key: complex, colour: str) -> list[Mark]:
    """Query and key, of which the longer has length 1, and the angle from the key to the query."""
    between = float(np.angle(query * np.conj(key)))
    return [
        Arc((x, 0.0), 1.0, "hairline", width=1.5),
        Arc((x, 0.0), 0.42, colour, 3.0, start=float(np.angle(key)), span=between),
        Arrow((x, 0.0), (x + key.real, key.imag), "key"),
        Arrow((x, 0.0), (x + query.real, query.imag), "query"),
    ]


def names(pairs: tuple[int, ...], wavelengths: tuple[float, ...], colours: tuple[str, ...]) -> list[Mark]:
    """The number and the wavelength of each pair below its clock, each line in one size."""
    first, second = [f"pair {pair}" for pair in pairs], [f"λ {_wavelength(wave)}" for wave in wavelengths]
    marks: list[Mark] = []
    for i, colour in enumerate(colours):
        at = (i * SPACING, BELOW)
        marks.append(Text(at, first[i], colour, lift=0.9, strong=True, room=_ROOM, like=max(first, key=len)))
        marks.append(Text(at, second[i], lift=1.9, room=_ROOM, like=max(second, key=len)))
    return marks


def matrix(x: float, angle: float) -> list[Mark]:
    """The rotation by an angle as it acts on (sin, cos), in two lines."""
    c, s = float(np.cos(angle)), float(np.sin(angle))
    rows = (f"{_two(c)}{_EN}{_two(s)}", f"{_two(-s)}{_EN}{_two(c)}")
    at, like = (x, BELOW), f"−0.00{_EN}−0.00"
    return [Text(at, row, "ink", lift=3.1 + i, room=_ROOM, like=like) for i, row in enumerate(rows)]


def _wavelength(positions: float) -> str:
    if not np.isfinite(positions):
        return "∞"
    return f"{positions:.3g}" if positions < 1000 else f"{positions:,.0f}" if positions < 1e6 else f"{positions:.2g}"


def _two(value: float) -> str:
    """With two decimals, and as wide with a sign as without."""
    text = minus(f"{value:.2f}".replace("-0.00", "0.00"))
    return text if text.startswith("−") else _FIGURE + text
