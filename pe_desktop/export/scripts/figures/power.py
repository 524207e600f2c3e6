"""At which wavelengths each dimension turns."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.engine.power import NOTHING, OCTAVE, POSITIONS
from pe_desktop.export.scripts.figures.similarity import compared
from pe_desktop.export.scripts.plotting import colours, image_of, titled
from pe_desktop.export.scripts.script import Made, Scene, Script


class PowerScript(Script):
    array = "power"

    def numbers(self, scene: Scene) -> Made:
        name, source = compared(scene, "dot")
        source += lines(
            f"seen = {name}[:{POSITIONS}]" if scene.length > POSITIONS else f"seen = {name}",
            "rows = len(seen)",
            f"bands = int(np.ceil({OCTAVE} * np.log2(max(rows, 2) / 2)))  # {OCTAVE} an octave",
            f"edges = 2 * 2 ** (np.arange(bands + 1) / {OCTAVE})  # positions a turn",
            "size = 1 << (2 * rows - 1).bit_length()  # zeros after the rows",
            "power = np.abs(np.fft.rfft(seen, size, axis=0)) ** 2",
            "power[1:-1] *= 2  # and the frequencies below zero",
            "below = np.concatenate([np.zeros_like(power[:1]), power.cumsum(axis=0)])",
            "place = size / edges[1:] + 0.5",
            "whole = place.astype(int)",
            "slower = below[whole] + (place - whole)[:, None] * power[whole]",
            "slower = np.concatenate([below[-1:], slower, np.zeros_like(below[:1])])",
            f"turns = below[-1] > {NOTHING:g} * below[-1].max()  # others are zero",
            "power = -np.diff(slower, axis=0) / np.where(turns, below[-1], np.inf)",
        )
        return Made(source, exact=False)

    def drawing(self, scene: Scene) -> str:
        mark = image_of(scene.figure.panel("power"))
        return lines(
            colours(scene, mark),
            'figure, rows = plt.subplots(2, height_ratios=(1.6, 1), layout="constrained")',
            "figure.set_size_inches(12.8, 7.2)",
            "columns = np.arange(power.shape[1] + 1) - 0.5",
            f"waves = np.append(edges, edges[-1] * 2 ** (1 / {OCTAVE}))",
            "image = rows[0].pcolormesh(columns, waves, power, cmap=cmap, vmin=0, vmax=0.5)",
            'rows[0].set(yscale="log", xlabel="dimension", ylabel="positions a turn")',
            f"rows[1].plot(np.linalg.norm({compared(scene, 'dot')[0]}, axis=1))",
            'rows[1].set(ylim=(0, None), xlabel="position", ylabel="norm")',
            "figure.colorbar(image)" if scene.request.colour_bar else "",
            titled(scene, "figure.suptitle"),
        )
