"""The angles by which pairs turn; drawn as clocks, with the score by offset."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.engine.encoding import Rotating
from pe_desktop.export.scripts.plotting import colour, labels, titled
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.pictures.rotation import shown_pairs


class RotationScript(Script):
    array = "angles"

    def numbers(self, scene: Scene) -> Made:
        code = scene.code
        return Made("" if code.numbers == "angles" else f"angles = np.outer(position, {code.frequencies})\n")

    def drawing(self, scene: Scene) -> str:
        assert isinstance(scene.encoding, Rotating)
        pairs = shown_pairs(scene.encoding, scene.document)
        query, key, ink, accent = (colour(scene, role) for role in ("query", "key", "ink", "accent"))
        panel = scene.figure.panel("rotation.score")
        return lines(
            f"pairs = [{', '.join(map(str, pairs))}]",
            f"m, n = {scene.view.position:.9g}, {scene.view.key:.9g}  # the positions of query and key",
            self._score(scene),
            'figure = plt.figure(figsize=(12.8, 7.2), layout="constrained")',
            "for i, pair in enumerate(pairs):",
            '    clock = figure.add_subplot(2, len(pairs), i + 1, projection="polar")',
            f"    clock.plot([0, m * frequency[pair]], [0, 1], color={query})",
            f"    clock.plot([0, n * frequency[pair]], [0, 1], color={key})",
            '    clock.set(title=f"pair {pair}", xticks=[], yticks=[], ylim=(0, 1.1))',
            "axes = figure.add_subplot(2, 1, 2)",
            f"axes.plot(offset, score, color={ink})",
            f'axes.axvline(m - n, color={accent}, linestyle=":")',
            titled(scene, "figure.suptitle"),
            labels(panel.x, panel.y),
        )

    def _score(self, scene: Scene) -> str:
        """Defines `offset` and `score`."""
        encoding, code = scene.encoding, scene.code
        assert isinstance(encoding, Rotating)
        gain = f"{code.gain}**2 * " if code.gain else ""
        fading = f"turned = turned * np.exp(np.outer(offset, {code.growth}))" if code.growth else ""
        turned = lines(
            "offset = np.arange(1 - length, length)",
            "turned = np.exp(1j * np.outer(offset, frequency))",
            fading,
        )
        if scene.options.vectors == "equal" or encoding.rotates == "position":
            return f"{turned}score = {gain}turned.real.mean(axis=1)\n"
        return turned + lines(
            f"draw = np.random.default_rng({scene.options.seed}).normal(size=(4, frequency.size))",
            "query, key = draw[0] + 1j * draw[1], draw[2] + 1j * draw[3]",
            "product = query * key.conj() / (np.linalg.norm(query) * np.linalg.norm(key))",
            f"score = {gain}(turned @ product).real",
        )
