"""How similar each patch of an image is to every other."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.export.scripts.figures.similarity import compared
from pe_desktop.export.scripts.plotting import PAGE, colours, image_of, levels, titled
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.patches import Patches, patches, tiling


class PatchesScript(Script):
    array = "patches"

    def numbers(self, scene: Scene) -> Made:
        grid = _grid(scene)
        _, source = compared(scene, "cosine")
        sides = f"rows, columns = {grid.high}, {grid.wide}\n" if isinstance(scene.encoding, Learned) else ""
        source += "unit = unit[1:]  # without the class token\n" if grid.first else ""
        source += "patches = (unit @ unit.T).reshape(rows, columns, rows, columns)\n"
        return Made(source, exact=False, before=sides, length=grid.first + grid.count)

    def drawing(self, scene: Scene) -> str:
        grid, panel = _grid(scene), scene.figure.panel("patches")
        image = image_of(panel)
        down, across = (_slice(tiling(side).shown) for side in (grid.high, grid.wide))
        few = f"patches[{down}, {across}]" if (down, across) != (":", ":") else "patches"
        return lines(
            "# A tile for each patch at its place, with a gap after each",
            "gap = [(0, 0), (0, 0), (0, 1), (0, 1)]",
            f"tiles = np.pad({few}, gap, constant_values=np.nan)",
            "high, wide = tiles.shape[0] * (rows + 1), tiles.shape[1] * (columns + 1)",
            "mosaic = tiles.transpose(0, 2, 1, 3).reshape(high, wide)[:-1, :-1]",
            colours(scene, image),
            levels(image),
            PAGE,
            'image = axes.imshow(mosaic, cmap, interpolation="nearest", **levels)',
            "figure.colorbar(image, ax=axes)" if scene.request.colour_bar else "",
            titled(scene),
            'axes.set(xlabel="input patch column", ylabel="input patch row", xticks=[], yticks=[])',
        )


def _grid(scene: Scene) -> Patches:
    grid = patches(scene.encoding)
    assert grid is not None
    return grid


def _slice(shown: tuple[int, ...]) -> str:
    step = shown[1] - shown[0] if len(shown) > 1 else 1
    return ":" if step == 1 else f"{shown[0]}::{step}"
