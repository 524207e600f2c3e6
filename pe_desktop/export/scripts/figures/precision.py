"""What number formats do to the angles, or to their cosines."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.export.scripts.plotting import shown_image
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.pictures.precision import PrecisionOptions

FORMATS = {
    "fp64": "",
    "fp32": "def fp32(x):\n    return np.asarray(x, np.float32).astype(float)\n",
    "fp16": lines(
        "def fp16(x):  # what goes beyond its end stays there",
        "    x = np.clip(x, -65504, 65504).astype(np.float32)",
        "    return x.astype(np.float16).astype(float)",
    ),
    "bf16": lines(
        "def bf16(x):  # the upper half of a float32, to the nearest, ties to even",
        "    bits = np.asarray(x, np.float32).view(np.uint32)",
        "    bits = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000",
        "    return bits.view(np.float32).astype(float)",
    ),
}


class PrecisionScript(Script):
    array = "error"

    def numbers(self, scene: Scene) -> Made:
        options: PrecisionOptions = scene.options
        steps, code = options.steps, scene.code
        cosine = options.measure == "cosine"
        used = dict.fromkeys((steps.inv_freq, steps.positions, steps.angles, *([steps.table] if cosine else [])))
        start = f" + {int(scene.encoding.start)}" if scene.encoding.start else ""  # type: ignore[attr-defined]
        source = lines(
            *(FORMATS[used] for used in used),
            f"place, exact = np.arange(length){start}, {code.frequencies}",
            "truth = np.outer(place, exact)",
            f"product = np.outer({_in(steps.positions, 'place')}, {_in(steps.inv_freq, 'exact')})",
            f"angle = {_in(steps.angles, 'product')}",
            "error = np.abs(angle - truth)" if not cosine else "",
            f"error = np.abs({_in(steps.table, 'np.cos(angle)')} - np.cos(truth))" if cosine else "",
        )
        return Made(source)

    def drawing(self, scene: Scene) -> str:
        panel = scene.figure.panel("precision")
        shown = "decades = np.log10(np.maximum(error, 1e-12))\n"
        return shown + shown_image(scene, panel, "decades", bar="error, as a power of ten")


def _in(format: str, expression: str) -> str:
    """Rounded to a format."""
    return expression if format == "fp64" else f"{format}({expression})"
