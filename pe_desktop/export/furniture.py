"""What surrounds the marks of a panel: grid, ticks, names of axes, and the names of lines at their ends."""

from __future__ import annotations

import numpy as np

from pe_desktop.export.medium import CAP, SHRUNK, Medium, clipped
from pe_desktop.export.primitives import Polyline, Primitive, Words
from pe_desktop.figure.figure import Axis
from pe_desktop.figure.layout import Placed, Tick
from pe_desktop.figure.marks import Image, Line

NAME = 1.18  # distance of names of lines over the font size
LOW = 5.0  # lines of text: lower plots stand close to one another


def grid(placed: Placed, medium: Medium) -> tuple[Primitive, ...]:
    """Hairlines at the numbers of a panel without an image, behind its marks; names have none."""
    if any(isinstance(mark, Image) for mark in placed.panel.marks) or not placed.y.ticks or placed.y.names:
        return ()
    ink, width, rect = medium.ink("hairline"), medium.type.weight, placed.rect
    lines = [np.array([(rect.x, y), (rect.right, y)]) for y in (placed.to_y(t.value) for t in placed.y_ticks)]
    return tuple(Polyline(line, ink, width) for line in lines)


def axes(placed: Placed, medium: Medium) -> tuple[Primitive, ...]:
    """Ticks, the names of both axes, and the panel's title."""
    return (*_x_axis(placed, medium), *_y_axis(placed, medium), *_title(placed, medium))


def _said(tick: Tick, axis: Axis, medium: Medium) -> str:
    """Numbers as the medium writes them; names, which may hold some, as they are."""
    return tick.label if axis.names else medium.number(tick.label)


def _x_axis(placed: Placed, medium: Medium) -> list[Primitive]:
    small, rect, ink = medium.type.small, placed.rect, medium.ink("muted")
    y = rect.bottom + 0.6 * small + CAP * small
    upright = [t for t in placed.x_ticks if t.upright]
    items: list[Primitive] = [
        Words(placed.to_x(t.value), y, _said(t, placed.x, medium), small, ink, anchor="middle")
        for t in placed.x_ticks
        if not t.upright
    ]
    for t in upright:
        x = placed.to_x(t.value) + CAP / 2 * small
        items.append(Words(x, rect.bottom + 0.6 * small, t.label, small, ink, anchor="end", upwards=True))
    if placed.x.label:
        y += max((medium.measure(t.label, small, False) - CAP * small for t in upright), default=0.0)
        y += 1.45 * small if placed.x_ticks else 0.2 * small
        label, size = _fitted(placed.x.label, rect.width, medium)
        items.append(Words(rect.x + rect.width / 2, y, label, size, ink, anchor="middle"))
    return items


def _y_axis(placed: Placed, medium: Medium) -> list[Primitive]:
    small, rect, ink, gap = medium.type.small, placed.rect, medium.ink("muted"), medium.type.gap
    near = placed.y.side == "near"
    x, anchor = (rect.x - 0.75 * gap, "end") if near else (rect.right + 0.75 * gap, "start")
    items: list[Primitive] = [
        Words(x, placed.to_y(t.value) + CAP / 2 * small, _said(t, placed.y, medium), small, ink, anchor=anchor)
        for t in placed.y_ticks
    ]
    if placed.y.label:
        widest = max((medium.measure(t.label, small, False) for t in placed.y_ticks), default=-0.75 * gap)
        middle = rect.y + rect.height / 2
        beyond = x - widest - 0.65 * small if near else x + widest + 0.65 * small + CAP * small
        label, size = _fitted(placed.y.label, rect.height, medium)
        items.append(Words(beyond, middle, label, size, ink, anchor="middle", upwards=True))
    return items


def _title(placed: Placed, medium: Medium) -> list[Primitive]:
    small, rect = medium.type.small, placed.rect
    title, size = _fitted(placed.panel.title, rect.width, medium, strong=True) if placed.panel.title else ("", small)
    return [Words(rect.x, rect.y - 0.75 * small, title, size, medium.ink("ink"), strong=True)] if title else []


def _fitted(label: str, room: float, medium: Medium, *, strong: bool = False) -> tuple[str, float]:
    """The name of an axis or a panel and its size: smaller, then cut, where it is longer than that; nothing of very
    little."""
    small = medium.type.small
    size = small * max(SHRUNK, min(1.0, room / medium.measure(label, small, strong)))
    fitting = clipped(label, room * (1 + 1e-9), size, medium, strong=strong)
    return fitting if fitting == label or len(fitting) > 4 else "", size


def line_labels(placed: Placed, medium: Medium) -> tuple[Primitive, ...]:
    """Each line's name beside its right end, moved apart where they would overlap; some names if all do not fit."""
    small, rect = medium.type.small, placed.rect
    step = NAME * small
    lines = _some([m for m in placed.panel.marks if isinstance(m, Line) and m.label], most_names(placed, medium))
    if not lines:
        return ()
    ends = [min(placed.x.high, line.curve.domain[1]) for line in lines]
    heights = [placed.to_y(float(line.curve.at(np.array([x]))[0])) for line, x in zip(lines, ends, strict=True)]
    heights = [min(max(y, rect.y), rect.bottom) for y in heights]
    x, apart = rect.right + medium.type.gap, _apart(heights, step, *_beside(placed, medium))
    return tuple(
        Words(x, y + CAP / 2 * small, medium.number(line.label), small, medium.words(line.colour))
        for line, y in zip(lines, apart, strict=True)
    )


def most_names(placed: Placed, medium: Medium) -> int:
    """How many lines can be named at the side of a plot."""
    top, bottom = _beside(placed, medium)
    return 1 + int((bottom - top) / (NAME * medium.type.small))


def _beside(placed: Placed, medium: Medium) -> tuple[float, float]:
    """The first and the last height for names at the side; of a low plot they do not stick out: others are near."""
    rect, small = placed.rect, medium.type.small
    inset = min(CAP / 2 * small, rect.height / 2) if rect.height < LOW * small else 0.0
    return rect.y + inset, rect.bottom - inset


def _some(lines: list[Line], most: int) -> list[Line]:
    """As many as can be named, from the first to the last."""
    if len(lines) <= most:
        return lines
    return [lines[round(i * (len(lines) - 1) / max(1, most - 1))] for i in range(most)]


def _apart(wanted: list[float], step: float, top: float, bottom: float) -> list[float]:
    """The heights nearest to those wanted that are at least `step` apart, from top to bottom."""
    order = np.argsort(wanted, kind="stable")
    placed = np.array(wanted)[order]
    step = min(step, (bottom - top) / max(1, len(placed) - 1)) if len(placed) > 1 else step
    least = np.arange(len(placed)) * step
    # Distances from an even ladder must not decrease: pool neighbours that do (isotonic regression).
    blocks: list[list[float]] = []
    for value in placed - least:
        blocks.append([value, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * count) / (before[1] + count)
            before[1] += count
    pooled = np.concatenate([np.full(int(count), mean) for mean, count in blocks])
    settled = np.clip(pooled, top, bottom - least[-1]) + least
    heights = np.empty(len(settled))
    heights[order] = settled
    return [float(h) for h in heights]
