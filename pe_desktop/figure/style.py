"""Themes, colour maps and the type scale: the only place where a colour or a size is a number."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.assets import asset
from pe_desktop.engine.frozen import Floats

Rgb = tuple[int, int, int]
Palette = NDArray[np.uint8]

READABLE, PLAIN = 4.5, 7.0
"""Least contrast of words to their ground (WCAG 2.1, AA and AAA)."""


@dataclass(frozen=True)
class Theme:
    """Colours by role, and anchors of maps from the least to the greatest value.

    readable: least contrast of words to a card; lines: what the width of every line is multiplied by; rings: roles
    whose dots are hollow, so that they are told from others without their colour. The roles
    `outline`, of the border of controls, and `chosen`, of that of what is chosen, are only there where they are seen.
    """

    id: str
    dark: bool
    roles: dict[str, str] = field(hash=False)
    pairs: tuple[str, ...]
    signed: tuple[str, ...]
    magnitude: tuple[str, ...]
    readable: float = READABLE
    lines: float = 1.0
    rings: tuple[str, ...] = ()

    def rgb(self, colour: str) -> Rgb:
        """The colour of a role, of `pair:t`, or of `#rrggbb`."""
        return _rgb(self.id, colour)

    def legible(self, colour: str) -> Rgb:
        """The colour for words on a card: nearer to ink where it has too little contrast."""
        return _legible(self.id, self.rgb(colour))

    def drawn(self, type: Type) -> Type:
        """The type with lines as wide as the theme has them."""
        return replace(type, weight=type.weight * self.lines)

    def palette(self, colours: str) -> Palette:
        """256 colours, (256, 3): `signed`, `magnitude`, `pair`, `viridis`, `cividis` or `grey`."""
        return _palette(self.id, colours)


LIGHT = Theme(
    id="light",
    dark=False,
    roles={
        "window": "#f4f5f7",
        "card": "#ffffff",
        "soft": "#eef0f3",
        "ink": "#191c21",
        "muted": "#646c78",
        "hairline": "#e4e6ea",
        "accent": "#5b5bd6",
        "on accent": "#ffffff",
        "query": "#d6409f",
        "key": "#0f9b8e",
        "cursor": "#191c21",
        "second": "#b06000",
    },
    pairs=("#d37f00", "#d9543d", "#b8407f", "#7350b8", "#2f6fc4"),
    signed=("#2459a6", "#6fa3d8", "#cfe1f1", "#fbfbfa", "#f6d5c4", "#dc8060", "#a8301f"),
    magnitude=("#ffffff", "#dfe3f7", "#aab4e8", "#6f7dd0", "#3f4aa8", "#1d2266"),
)

DARK = Theme(
    id="dark",
    dark=True,
    roles={
        "window": "#121417",
        "card": "#1a1d21",
        "soft": "#22262b",
        "ink": "#e8eaed",
        "muted": "#98a1ad",
        "hairline": "#2a2e34",
        "accent": "#8b8bf5",
        "on accent": "#121417",
        "query": "#f06cc0",
        "key": "#2fc9b8",
        "cursor": "#ffffff",
        "second": "#e8b04a",
    },
    pairs=("#ffb454", "#f27d62", "#d9659b", "#9a7be0", "#5b9df0"),
    signed=("#8fc1ff", "#3f78c9", "#1d3554", "#14161a", "#54261f", "#c9583f", "#ffb199"),
    magnitude=("#121417", "#1f2f5c", "#3b4fa0", "#6f7fd0", "#b5bdf2", "#f5f6ff"),
)

PRINT = Theme(
    id="print",
    dark=False,
    roles={**LIGHT.roles, "ink": "#000000", "muted": "#3c434d", "cursor": "#000000", "hairline": "#d5d8dd"},
    pairs=LIGHT.pairs,
    signed=LIGHT.signed,
    magnitude=LIGHT.magnitude,
)

LIGHT_CONTRAST = Theme(
    id="light-contrast",
    dark=False,
    roles={
        "window": "#ffffff",
        "card": "#ffffff",
        "soft": "#f2f2f2",
        "ink": "#000000",
        "muted": "#363b43",
        "hairline": "#767c86",
        "accent": "#3a2fb0",
        "on accent": "#ffffff",
        "query": "#a1006a",
        "key": "#005a50",
        "cursor": "#000000",
        "second": "#743b00",
        "outline": "#4a505a",
        "chosen": "#3a2fb0",
    },
    pairs=("#8a5000", "#a8301f", "#93205f", "#55318f", "#174c94"),
    signed=("#1c4c92", *LIGHT.signed[1:-1], "#9a2616"),
    magnitude=LIGHT.magnitude,
    readable=PLAIN,
    lines=1.4,
    rings=("key",),
)

DARK_CONTRAST = Theme(
    id="dark-contrast",
    dark=True,
    roles={
        "window": "#000000",
        "card": "#000000",
        "soft": "#1a1a1a",
        "ink": "#ffffff",
        "muted": "#d2d6dc",
        "hairline": "#868d98",
        "accent": "#b8b8ff",
        "on accent": "#000000",
        "query": "#ff9bdb",
        "key": "#5cf0de",
        "cursor": "#ffffff",
        "second": "#ffd27a",
        "outline": "#b4bac3",
        "chosen": "#b8b8ff",
    },
    pairs=("#ffc56e", "#ff9f88", "#f598c2", "#c0abff", "#8cc0ff"),
    signed=("#a9d0ff", "#3f78c9", "#1d3554", "#0c0d0f", "#54261f", "#c9583f", "#ffc6b6"),
    magnitude=("#000000", *DARK.magnitude[1:]),
    readable=PLAIN,
    lines=1.4,
    rings=("key",),
)

THEMES = {theme.id: theme for theme in (LIGHT, DARK, PRINT, LIGHT_CONTRAST, DARK_CONTRAST)}


def strengthened(theme: Theme) -> Theme:
    """The theme's own of high contrast: words of 7 to 1, wider lines, and borders around what can be pressed."""
    return THEMES.get(f"{theme.id}-contrast", theme)


@lru_cache(maxsize=4096)
def _rgb(theme: str, colour: str) -> Rgb:
    chosen = THEMES[theme]
    if colour.startswith("pair:"):
        place = round(float(colour[5:]) * 255)
        r, g, b = chosen.palette("pair")[min(255, max(0, place))]
        return int(r), int(g), int(b)
    return _hex(chosen.roles.get(colour, colour))


@lru_cache(maxsize=4096)
def _legible(theme: str, colour: Rgb) -> Rgb:
    strong, ink, card = np.array(colour), np.array(_rgb(theme, "ink")), np.array(_rgb(theme, "card"))
    mixed = (np.rint(strong + (ink - strong) * share / 32) for share in range(33))
    r, g, b = next((m for m in mixed if contrast(m, card) >= THEMES[theme].readable), ink)
    return int(r), int(g), int(b)


def contrast(one: ArrayLike, other: ArrayLike) -> float:
    """Of two colours, 1 to 21 (WCAG 2.1): 3 for lines and signs, 4.5 for words."""
    low, high = sorted(float(_linear(np.asarray(c) / 255) @ _LUMINANCE) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def _hex(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


@lru_cache(maxsize=64)
def _palette(theme: str, colours: str) -> Palette:
    chosen = THEMES[theme]
    anchors = {"signed": chosen.signed, "magnitude": chosen.magnitude, "pair": chosen.pairs}
    if colours in anchors:
        return _interpolated(anchors[colours])
    if colours == "grey":
        return np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    lines = asset("colormaps", f"{colours}.txt").read_text().split()
    return np.array([_hex("#" + line) for line in lines], dtype=np.uint8)


def _interpolated(anchors: tuple[str, ...]) -> Palette:
    """256 colours between anchors, straight in OKLab, where equal steps look equal (Ottosson 2020)."""
    lab = _oklab(np.array([_hex(a) for a in anchors]) / 255)
    places = np.linspace(0, len(anchors) - 1, 256)
    mixed = np.stack([np.interp(places, np.arange(len(anchors)), lab[:, i]) for i in range(3)], axis=1)
    return np.rint(_srgb(mixed) * 255).astype(np.uint8)


_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def _linear(srgb: Floats) -> Floats:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _oklab(srgb: Floats) -> Floats:
    lab: Floats = np.cbrt(_linear(srgb) @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def _srgb(lab: Floats) -> Floats:
    linear: Floats = np.clip((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


TITLE, CAPTION = 0.7, 0.5
"""Powers of the factor by which text is larger: titles and captions grow less."""


@dataclass(frozen=True)
class Type:
    """Sizes of text in points (pixels on the screen), and what lines are drawn and spaced with.

    weight: what line widths are multiplied by; margin: of a page, in gaps.
    """

    small: float = 11.0
    body: float = 12.0
    title: float = 14.0
    large: float = 22.0
    caption: float = 11.0
    weight: float = 1.0
    margin: float = 2.25

    def size(self, name: str) -> float:
        return float(getattr(self, name))

    @property
    def gap(self) -> float:
        """The unit of spacing: 8 beside 11-point text; it grows with the text and with the lines."""
        return 8 * math.sqrt(self.weight * self.small / 11)

    def scaled(self, factor: float) -> Type:
        """All of it larger: text, lines and gaps."""
        sizes = ("small", "body", "title", "large", "caption", "weight")
        return replace(self, **{name: factor * self.size(name) for name in sizes})

    def worded(self, factor: float) -> Type:
        """With larger text and lines as wide as they are; titles, which are large, and fine print grow less."""
        powers = {"small": 1.0, "body": 1.0, "large": 1.0, "title": TITLE, "caption": CAPTION}
        return replace(self, **{name: self.size(name) * factor**power for name, power in powers.items()})


SCREEN = Type()
SLIDE = Type(small=16.0, body=17.5, title=24.0, large=32.0, caption=16.0, weight=16 / 11)
"""On a page whose short side is 540 points: readable from the back row."""
PAPER = Type(small=7.0, body=7.5, title=9.0, large=12.0, caption=6.0, weight=7 / 11, margin=0.8)
"""On a page of true points, in a column of a journal: no line is thinner than half a point."""
