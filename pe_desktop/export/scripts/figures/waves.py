"""Some columns of what the heatmap shows."""

from __future__ import annotations

from pe_desktop.document import Document
from pe_desktop.engine.code import lines, quoted
from pe_desktop.export.scripts.plotting import PAGE, axes_of, colour
from pe_desktop.export.scripts.script import Made, Scene, Script, named
from pe_desktop.figure.marks import Line
from pe_desktop.figure.pictures.waves import LANE, Lifted, Waves


class WavesScript(Script):
    array = "waves"

    def numbers(self, scene: Scene) -> Made:
        return self._columns(scene, scene.request.document)

    def drawn(self, scene: Scene) -> Made:
        return self._columns(scene, scene.document)

    def _columns(self, scene: Scene, document: Document) -> Made:
        """Those that are shown of a document: fewer where two are compared."""
        name = scene.code.picture if scene.code.picture.isidentifier() else "picture"
        waves = scene.request.picture
        assert isinstance(waves, Waves)
        dims = waves.columns(document, cursor=scene.view.dimension)
        source = f"dims = [{', '.join(map(str, dims))}]\n" + named(name, scene.code.picture)
        return Made(source + f"waves = {name}[:, dims]\n")

    def drawing(self, scene: Scene) -> str:
        panel = scene.figure.panels[0]
        shown = [mark for mark in panel.marks if isinstance(mark, Line)]
        styles = ('"--"' if line.dashed else '"-"' for line in shown)
        each = zip(shown, styles, strict=True)
        return lines(
            "lines = [",
            *(f"    ({quoted(line.label)}, {colour(scene, line.colour)}, {style})," for line, style in each),
            "]",
            PAGE,
            _LANES if isinstance(shown[0].curve, Lifted) else _OVER_EACH_OTHER,
            axes_of(scene, panel),
        )


_OVER_EACH_OTHER = lines(
    "for column, (label, color, style) in zip(waves.T, lines):",
    "    axes.plot(column, style, color=color, label=label)",
    'figure.legend(loc="outside right upper")',
)
_LANES = lines(  # of bits
    "place = np.arange(length)",
    f"heights = {LANE} * np.arange(len(lines))[::-1]",
    "for column, height, (label, color, style) in zip(waves.T, heights, lines):",
    '    axes.step(place, column + height, style, where="mid", color=color)',
    "axes.set_yticks(heights, [label for label, _, _ in lines])",
)
