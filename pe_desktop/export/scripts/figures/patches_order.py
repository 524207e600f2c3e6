"""An image cut into patches, and shuffled."""

from __future__ import annotations

from pe_desktop.engine.code import assigned, lines
from pe_desktop.engine.patch_order import SIDE
from pe_desktop.engine.photo import LANDSCAPE
from pe_desktop.export.request import ExportError
from pe_desktop.export.scripts.plotting import titled
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.patches import patches

PICTURE = lines(
    "y, x = np.mgrid[0 : rows * side, 0 : columns * side] + 0.5",
    "y, x = y / (rows * side), x / (columns * side)",
    "sun = np.hypot((x - 0.72) * columns / rows, y - 0.24) < 0.11",
    "mountains = y > 0.58 - 0.26 * np.abs(np.sin(5 * x + 0.5))",
    "field = y > 0.8 + 0.05 * np.sin(7 * x)",
    "grass = 0.3 + 0.12 * np.sin(40 * x) * np.sin(55 * y)",
    "rock, sky = 0.9 - 0.75 * y + 0.1 * x, 0.5 + 0.35 * y + 0.15 * x",
    "shades = [grass, rock, np.ones_like(x)]",
    "picture = np.select([field, mountains, sun], shades, sky)",
)


class PatchesOrderScript(Script):
    array = "shuffled"
    tabulates = False

    def numbers(self, scene: Scene) -> Made:
        grid = patches(scene.encoding)
        assert grid is not None
        if scene.options.picture != LANDSCAPE:
            raise ExportError("py: a picture of one's own is not written into code; allowed: picture landscape")
        source = lines(
            assigned(rows=grid.high, columns=grid.wide, side=SIDE, seed=scene.options.seed),
            PICTURE,
            "tiles = picture.reshape(rows, side, columns, side).swapaxes(1, 2)",
            "tiles = tiles.reshape(rows * columns, side, side)",
            "order = np.random.default_rng(seed).permutation(rows * columns)",
            "tiles = tiles[order].reshape(rows, columns, side, side).swapaxes(1, 2)",
            "shuffled = tiles.reshape(rows * side, columns * side)",
        )
        return Made(source, length=grid.first + grid.count)

    def drawing(self, scene: Scene) -> str:
        return lines(
            'figure, axes = plt.subplots(1, 2, figsize=(12.8, 7.2), layout="constrained")',
            'axes[0].imshow(picture, "gray", vmin=0, vmax=1)',
            'axes[1].imshow(shuffled, "gray", vmin=0, vmax=1)',
            titled(scene, "figure.suptitle"),
        )
