"""The frequency of each pair; drawn as wavelengths."""

from __future__ import annotations

import numpy as np

from pe_desktop.engine.code import lines
from pe_desktop.engine.encoding import Paired
from pe_desktop.export.scripts.plotting import PAGE, colour, titled
from pe_desktop.export.scripts.script import Made, Scene, Script


class FrequenciesScript(Script):
    array = "inv_freq"
    tabulates = False

    def numbers(self, scene: Scene) -> Made:
        if not scene.code.frequencies.isidentifier():
            return Made(f"inv_freq = {scene.code.frequencies}\n")
        return Made(f"inv_freq = {scene.code.frequencies}  # radians a position\n")

    def drawing(self, scene: Scene) -> str:
        assert isinstance(scene.encoding, Paired)
        still = not np.all(scene.encoding.frequencies(scene.length))
        rate = "rate" if still else "inv_freq"
        return lines(
            "rate = np.where(inv_freq > 0, inv_freq, np.nan)  # some never turn" if still else "",
            PAGE,
            f'axes.semilogy(2 * np.pi / {rate}, "o-", color={colour(scene, "ink")}, markersize=4)',
            f'axes.axhline(length, color={colour(scene, "accent")}, label=f"length {{length:,}}")',
            'axes.legend(loc="upper left")',
            titled(scene),
            'axes.set_xlabel("pair")',
            'axes.set_ylabel("wavelength in positions")',
        )
