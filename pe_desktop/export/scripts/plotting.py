"""Statements of matplotlib that several figures share."""

from __future__ import annotations

from pe_desktop.engine.code import lines, quoted
from pe_desktop.export.scripts.program import call
from pe_desktop.export.scripts.script import Scene
from pe_desktop.figure.figure import Axis, Panel
from pe_desktop.figure.marks import Image
from pe_desktop.figure.style import THEMES

MAPS = {"viridis": "viridis", "cividis": "cividis", "grey": "gray"}
PAGE = 'figure, axes = plt.subplots(figsize=(12.8, 7.2), layout="constrained")\n'


def colour(scene: Scene, role: str) -> str:
    """`"#5b5bd6"`."""
    return '"#{:02x}{:02x}{:02x}"'.format(*THEMES[scene.request.theme].rgb(role))


def colours(scene: Scene, image: Image) -> str:
    """Defines `cmap`: the colours of an image."""
    if image.colours in MAPS:
        return f'cmap = "{MAPS[image.colours]}"'
    theme = THEMES[scene.request.theme]
    anchors = {"signed": theme.signed, "magnitude": theme.magnitude, "pair": theme.pairs}[image.colours]
    return lines(
        f'colours = "{" ".join(anchors)}"',
        f'cmap = LinearSegmentedColormap.from_list("{image.colours}", colours.split())',
    )


def levels(image: Image) -> str:
    """Defines `levels`: the values of the first and the last colour."""
    low, high = image.levels
    return f'levels = {{"vmin": {low:.9g}, "vmax": {high:.9g}}}'


def image_of(panel: Panel) -> Image:
    return next(mark for mark in panel.marks if isinstance(mark, Image))


def shown_image(scene: Scene, panel: Panel, data: str, *, square: bool = False, bar: str = "") -> str:
    """An image on its page, with its axes and its colour bar."""
    image = image_of(panel)
    aspect = "equal" if square else "auto"
    label = f", label={quoted(bar)}" if bar else ""
    return lines(
        colours(scene, image),
        levels(image),
        PAGE,
        f'image = axes.imshow({data}, cmap, interpolation="nearest", aspect="{aspect}", **levels)',
        f"figure.colorbar(image, ax=axes{label})" if scene.request.colour_bar else "",
        axes_of(scene, panel),
    )


def axes_of(scene: Scene, panel: Panel) -> str:
    """The title of the figure and what stands beside the axes of a panel, and the part of them that is shown."""
    source = titled(scene) + labels(panel.x, panel.y)
    for letter, axis in (("x", panel.x), ("y", panel.y)):
        if axis.limits is not None and {axis.first, axis.last} != set(axis.limits):
            source += f"axes.set_{letter}lim({_end(axis, axis.first)}, {_end(axis, axis.last)})\n"
    return source


def _end(axis: Axis, value: float) -> str:
    return f"{10**value if axis.log else value:.9g}"


def titled(scene: Scene, function: str = "axes.set_title") -> str:
    request = scene.request
    title = request.heading or scene.figure.title
    return call(function, quoted(title)) if request.title else ""


def labels(x: Axis, y: Axis) -> str:
    return "".join(
        call(f"axes.set_{letter}label", quoted(axis.label)) for letter, axis in (("x", x), ("y", y)) if axis.label
    )
