"""A flat display list as shapes of DrawingML (ECMA-376 part 1, 20.1), which PowerPoint edits like its own.

No shape refers to the theme's styles: those add shadows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby
from typing import Any

import numpy as np

from pe_desktop.engine.frozen import Floats
from pe_desktop.export.fonts import FAMILY, text_width
from pe_desktop.export.medium import CAP
from pe_desktop.export.primitives import Cells, Disc, Ink, Polygon, Words
from pe_desktop.export.slides.flat import Flat, Stroke
from pe_desktop.export.slides.frame import EMU, Box, Frame, around
from pe_desktop.figure.layout import Rect

LINE = 1.21  # height of a line of text over the font size, in Inter
TOGETHER = 8  # shapes of one kind in a row that make a group
NAMED = 40  # characters of a text that name its box
LEAST_TEXT, MOST_TEXT = 100, 400_000  # hundredths of a point that a font size may have

_ALIGNED = {"start": ("l", 0.0), "middle": ("ctr", 0.5), "end": ("r", 1.0)}
_UNSUITED = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that XML cannot hold
# Where Inter is not installed, programs look for a face of the same kind: these numbers are Arial's.
_FACE = f'typeface="{FAMILY}" panose="020B0604020202020204" pitchFamily="34" charset="0"'
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_PLAIN_LINE = '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
_PLAIN_BOX = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_ELLIPSE = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'

Embed = Callable[[Cells], tuple[str, str]]
"""Adds the picture to the slide's part: the id of its relation, and what it shows, in words."""


def valid(text: str) -> str:
    """As text of an XML element or attribute."""
    return escape(_UNSUITED.sub("", text))


class Shapes:
    """The shapes of one slide, in the order in which they are drawn; many of one kind in a row are a group."""

    def __init__(self, frame: Frame, embed: Embed) -> None:
        self._frame, self._embed = frame, embed
        self._count = 1  # the tree of shapes is the first

    def drawn(self, items: Iterable[Flat]) -> str:
        """Elements of a tree of shapes."""
        return "".join(self._run(list(run)) for _, run in groupby(items, type))

    def _run(self, items: list[Flat]) -> str:
        kind = type(items[0])
        if len(items) < TOGETHER or kind in (Words, Cells):
            return "".join(_DRAW[kind](self, item) for item in items)
        name = self._named({Stroke: "Lines", Polygon: "Areas", Disc: "Dots"}[kind])
        box = around(np.vstack([self._reach(item) for item in items]))
        shapes = "".join(_DRAW[kind](self, item) for item in items)
        inner = str(box).replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        opening = f"<p:nvGrpSpPr>{name}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        return f"<p:grpSp>{opening}<p:grpSpPr><a:xfrm>{box}{inner}</a:xfrm></p:grpSpPr>{shapes}</p:grpSp>"

    def _reach(self, item: Any) -> Floats:
        """Places that the shape's own box holds to its sides."""
        if isinstance(item, Disc):
            return self._frame.places(np.array([item.x, item.y]) + np.array([[-item.radius], [item.radius]]))
        return self._frame.places(np.vstack(item.parts) if isinstance(item, Stroke) else item.points)

    def _named(self, name: str, says: str = "") -> str:
        """The number and the name of the next shape; what says nothing is there for the eye only."""
        self._count += 1
        said, rest = (f' descr="{valid(says)}"', "") if says else ("", _DECORATIVE)
        return f'<p:cNvPr id="{self._count}" name="{name} {self._count}"{said}>{rest}</p:cNvPr>'

    def stroke(self, item: Stroke) -> str:
        line = self._line(item.ink, item.width, item.dash)
        parts = [self._frame.places(part) for part in item.parts]
        if len(parts) == 1 and len(parts[0]) == 2:
            step = parts[0][1] - parts[0][0]
            turned = "".join(f' {name}="1"' for name, way in zip(("flipH", "flipV"), step, strict=True) if way < 0)
            place = f"<a:xfrm{turned}>{around(parts[0])}</a:xfrm>"
            name = self._named("Line")
            opening = f"<p:nvCxnSpPr>{name}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>"
            return f"<p:cxnSp>{opening}<p:spPr>{place}{_PLAIN_LINE}{line}</p:spPr></p:cxnSp>"
        return self._shape("Line", around(np.vstack(parts)), _path(parts, closed=False), f"<a:noFill/>{line}")

    def polygon(self, item: Polygon) -> str:
        places = self._frame.places(item.points)
        look = f"{_fill(item.ink)}<a:ln><a:noFill/></a:ln>"
        return self._shape("Area", around(places), _path([places], closed=True), look)

    def disc(self, item: Disc) -> str:
        line = self._line(item.line, item.width) if item.line else "<a:ln><a:noFill/></a:ln>"
        look = f"{_fill(item.fill) if item.fill else '<a:noFill/>'}{line}"
        return self._shape("Dot" if item.fill else "Circle", around(self._reach(item)), _ELLIPSE, look)

    def words(self, item: Words) -> str:
        """A box about the text without insets, in the middle of whose height the capitals stand.

        Its width is what the text takes in our typeface. In another one the text keeps its anchor: lines are
        not broken, and stand to the left, in the middle or to the right of the box.
        """
        self._count += 1
        name = f'<p:cNvPr id="{self._count}" name="Text {self._count}: {valid(item.text[:NAMED])}"/>'
        aligned, before = _ALIGNED[item.anchor]
        width, height = text_width(item.text, item.size, item.strong), LINE * item.size
        along, middle = (0.5 - before) * width, CAP / 2 * item.size
        x, y = (item.x - middle, item.y - along) if item.upwards else (item.x + along, item.y - middle)
        box = self._frame.box(Rect(x - width / 2, y - height / 2, width, height))
        turned = ' rot="16200000"' if item.upwards else ""
        place = f"<a:xfrm{turned}>{box}</a:xfrm>{_PLAIN_BOX}<a:noFill/>"
        size = min(MOST_TEXT, max(LEAST_TEXT, round(100 * item.size * self._frame.scale / EMU)))
        strong = ' b="1"' if item.strong else ""
        faces = f"<a:latin {_FACE}/><a:ea {_FACE}/><a:cs {_FACE}/>"
        look = f'<a:rPr lang="en-US" sz="{size}"{strong} noProof="1">{_fill(item.ink)}{faces}</a:rPr>'
        within = 'wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"'
        return (
            f'<p:sp><p:nvSpPr>{name}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody>'
            f'<a:bodyPr {within}><a:noAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn="{aligned}"/>'
            f"<a:r>{look}<a:t>{valid(item.text)}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    def cells(self, item: Cells) -> str:
        relation, says = self._embed(item)
        name = self._named("Picture", says)
        locks = '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>'
        fill = f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        place = f"<p:spPr><a:xfrm>{self._frame.box(item.rect)}</a:xfrm>{_PLAIN_BOX}</p:spPr>"
        return f"<p:pic><p:nvPicPr>{name}{locks}<p:nvPr/></p:nvPicPr>{fill}{place}</p:pic>"

    def _shape(self, name: str, box: Box, geometry: str, look: str) -> str:
        opening = f"<p:nvSpPr>{self._named(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        return f"<p:sp>{opening}<p:spPr><a:xfrm>{box}</a:xfrm>{geometry}{look}</p:spPr></p:sp>"

    def _line(self, ink: Ink, width: float, dash: tuple[float, float] | None = None) -> str:
        """A line's look; the parts of a dash are counted in thousandths of a percent of its width."""
        parts = f'<a:ds d="{round(1e5 * dash[0])}" sp="{round(1e5 * dash[1])}"/>' if dash else ""
        dashed = f"<a:custDash>{parts}</a:custDash>" if parts else ""
        return f'<a:ln w="{self._frame.length(width)}" cap="flat">{_fill(ink)}{dashed}<a:round/></a:ln>'


def _fill(ink: Ink) -> str:
    alpha = f'<a:alpha val="{round(1e5 * ink[3])}"/>' if ink[3] < 1 else ""
    return f'<a:solidFill><a:srgbClr val="{ink[0]:02X}{ink[1]:02X}{ink[2]:02X}">{alpha}</a:srgbClr></a:solidFill>'


def _path(parts: list[Floats], *, closed: bool) -> str:
    """A free form through the places of each part, in the coordinates of its box."""
    box = around(np.vstack(parts))
    corner = np.array([box.left, box.top])
    steps = "".join(_steps((part - corner).astype(int).tolist(), closed) for part in parts)
    size = f'w="{max(1, box.width)}" h="{max(1, box.height)}"'
    filled = "" if closed else ' fill="none"'
    lists = '<a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
    return f"<a:custGeom>{lists}<a:pathLst><a:path {size}{filled}>{steps}</a:path></a:pathLst></a:custGeom>"


def _steps(places: list[list[int]], closed: bool) -> str:
    first, *rest = (f'<a:pt x="{x}" y="{y}"/>' for x, y in places)
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
    return f"<a:moveTo>{first}</a:moveTo>{lines}{'<a:close/>' if closed else ''}"


_DRAW: dict[type, Callable[[Shapes, Any], str]] = {
    Stroke: Shapes.stroke,
    Polygon: Shapes.polygon,
    Disc: Shapes.disc,
    Words: Shapes.words,
    Cells: Shapes.cells,
}
