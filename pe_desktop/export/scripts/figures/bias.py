"""What each head adds to the score of each query and key."""

from __future__ import annotations

from pe_desktop.engine.code import lines, quoted
from pe_desktop.engine.encoding import Relative
from pe_desktop.export.scripts.plotting import colours, image_of, levels, shown_image, titled
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.figure import Panel
from pe_desktop.figure.heads import looked_at
from pe_desktop.figure.pictures.bias import Bias


class BiasScript(Script):
    array = "bias"

    def numbers(self, scene: Scene) -> Made:
        picture = scene.request.picture
        assert isinstance(picture, Bias)
        return _of(picture.heads(scene.document))

    def drawn(self, scene: Scene) -> Made:
        if scene.options.all_heads:
            return _of(tuple(int(panel.id.split(".")[1][1:]) for panel in _tiles(scene)))
        return _of(looked_at(scene.document, scene.view))

    def drawing(self, scene: Scene) -> str:
        encoding = scene.encoding
        assert isinstance(encoding, Relative)
        name = "shown" if encoding.causal else "bias"
        every = scene.options.all_heads
        return lines(
            "# Keys after the query are masked" if encoding.causal else "",
            "shown = np.where(np.tri(length, dtype=bool), bias, np.nan)" if encoding.causal else "",
            _multiples(scene, name) if every else "",
            "" if every else shown_image(scene, scene.figure.panel("bias"), f"{name}[0]", square=True),
        )


def _multiples(scene: Scene, name: str) -> str:
    tiles = _tiles(scene)
    image = image_of(tiles[0])
    columns = 1 + max(panel.column for panel in tiles)
    return lines(
        colours(scene, image),
        levels(image),
        "titles = [",
        *(f"    {quoted(panel.title)}," for panel in tiles),
        "]",
        f"rows, columns = {-(-len(tiles) // columns)}, {columns}",
        'figure = plt.figure(figsize=(12.8, 7.2), layout="constrained")',
        f"for i, (title, values) in enumerate(zip(titles, {name})):",
        "    axes = figure.add_subplot(rows, columns, i + 1, title=title)",
        '    image = axes.imshow(values, cmap, interpolation="nearest", **levels)',
        "figure.colorbar(image, ax=figure.axes)" if scene.request.colour_bar else "",
        titled(scene, "figure.suptitle"),
    )


def _of(heads: tuple[int, ...]) -> Made:
    every = heads == tuple(range(len(heads)))
    listed = f"np.arange({len(heads)})" if every else f"np.array([{', '.join(map(str, heads))}])"
    return Made("", before=f"heads = {listed}\n")


def _tiles(scene: Scene) -> list[Panel]:
    return [panel for panel in scene.figure.panels if panel.id.startswith("bias.h")]
