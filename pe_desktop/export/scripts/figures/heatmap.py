"""The table itself."""

from __future__ import annotations

from pe_desktop.export.scripts.plotting import shown_image
from pe_desktop.export.scripts.script import Made, Scene, Script, named


class HeatmapScript(Script):
    array = "table"

    def numbers(self, scene: Scene) -> Made:
        angles = scene.code.numbers == "angles"
        return Made("table = angles  # radians; the picture shows the cosines\n" if angles else "")

    def drawing(self, scene: Scene) -> str:
        panel = next(panel for panel in scene.figure.panels if panel.zooms)
        picture = scene.code.picture
        if picture == "table":
            return shown_image(scene, panel, "table")
        return named("picture", picture) + shown_image(scene, panel, "picture")
