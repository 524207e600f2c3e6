"""How alike every two positions are."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.export.scripts.plotting import shown_image
from pe_desktop.export.scripts.script import Made, Scene, Script, named


class SimilarityScript(Script):
    array = "similarity"

    def numbers(self, scene: Scene) -> Made:
        if not scene.code.growth:
            name, source = compared(scene, scene.options.metric)
            return Made(f"{source}similarity = {name} @ {name}.T\n", exact=False)
        place = "place = np.arange(length)\nsimilarity = score[place[:, None] - place + length - 1]\n"
        return Made(score_by_offset(scene, scene.options.metric) + place, exact=False)

    def drawing(self, scene: Scene) -> str:
        panel = scene.figure.panel("similarity")
        if not scene.code.growth:
            return shown_image(scene, panel, self.array, square=True)
        causal = "shown = np.where(np.tri(length, dtype=bool), similarity, np.nan)\n"
        return causal + shown_image(scene, panel, "shown", square=True)


def compared(scene: Scene, metric: str) -> tuple[str, str]:
    """What the rows are called whose products are the similarity, and statements that define it."""
    code = scene.code
    name = code.vectors if code.vectors.isidentifier() else "vectors"
    source = named(name, code.vectors)
    if metric == "dot":
        return name, source
    if code.waves and not code.gain:
        return "unit", f"{source}unit = {name} / np.sqrt({name}.shape[1] / 2)  # sin² + cos² of a pair is 1\n"
    source += f"norm = np.linalg.norm({name}, axis=1, keepdims=True)\n"
    return "unit", f"{source}unit = {name} / np.where(norm > 0, norm, 1)\n"


def score_by_offset(scene: Scene, metric: str) -> str:
    """Statements that define `offset`, and the `score` at each of equal queries and keys that fade."""
    return lines(
        "offset = np.arange(1 - length, length)",
        "# A query gains what a key loses, so their product holds the power of the offset",
        f"fading = np.exp(np.outer(offset, {scene.code.growth}))",
        "each = fading * np.cos(np.outer(offset, frequency))  # pair",
        f"score = each.{'sum' if metric == 'dot' else 'mean'}(axis=1)",
    )
