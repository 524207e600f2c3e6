"""The table itself."""

from __future__ import annotations

from pe_desktop.export.scripts.plotting import image_of, shown_image
from pe_desktop.export.scripts.script import Made, Scene, Script, named


class HeatmapScript(Script):
    array = "table"

    def numbers(self, scene: Scene) -> Made:
        code = scene.code
        note = "  # radians; the picture shows the cosines\n" if code.numbers == "angles" else "\n"
        return Made(named("table", code.numbers).replace("\n", note))

    def drawing(self, scene: Scene) -> str:
        panel = next(panel for panel in scene.figure.panels if panel.zooms and image_of(panel))
        picture = scene.code.picture
        return named("picture", picture) * (picture != "table") + shown_image(
            scene, panel, "table" if picture == "table" else "picture"
        )
