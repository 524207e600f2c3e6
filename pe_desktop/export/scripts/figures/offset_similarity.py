"""The mean similarity of two positions by their offset."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.export.scripts.figures.similarity import compared, score_by_offset
from pe_desktop.export.scripts.plotting import PAGE, axes_of, colour
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.picture import tabular

STACK = "by_offset = np.stack([offset, {}], axis=1)\n"


class OffsetSimilarityScript(Script):
    array = "by_offset"

    def numbers(self, scene: Scene) -> Made:
        code, metric = scene.code, scene.options.metric
        if code.growth:
            return Made(score_by_offset(scene, metric) + STACK.format("score"), exact=False)
        if code.waves:
            return self._closed(scene, metric)
        name, source = compared(scene, metric)
        (table,) = tabular(scene.document)
        exact = table.similarity(scene.length, metric)[1].exact
        means = lines(
            "" if exact else "# All pairs of positions; of so long a table the export takes the mean of some",
            "pairs = [length - k for k in range(length)]",
            f"mean = [({name}[:n] * {name}[length - n :]).sum() / n for n in pairs]",
            "offset = np.arange(1 - length, length)",
            STACK.format("[*mean[:0:-1], *mean]"),
        )
        return Made(source + means, exact=False)

    def _closed(self, scene: Scene, metric: str) -> Made:
        cosine, scale = metric == "cosine", "scale" if metric == "cosine" else scene.code.gain
        source = lines(
            "# sin a sin b + cos a cos b = cos(a - b): the same for all pairs at an offset",
            f"wave = {scene.code.waves}  # of each column",
            "offset = np.arange(1 - length, length)",
            "mean = np.cos(np.outer(offset, wave)).sum(axis=1) / 2",
            "scale = 1 / np.sqrt(wave.size / 2)" if cosine else "",
            STACK.format(f"mean * {scale}**2" if scale else "mean"),
        )
        return Made(source)

    def drawing(self, scene: Scene) -> str:
        plot = f"axes.plot(*by_offset.T, color={colour(scene, 'accent')})\n"
        return PAGE + plot + axes_of(scene, scene.figure.panels[0])
