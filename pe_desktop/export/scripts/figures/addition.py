"""Token embeddings + positional encoding = input."""

from __future__ import annotations

from pe_desktop.engine.words import tokens_of
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.export.scripts.sentences import embedded_code, named_image, positions_code


class AdditionScript(Script):
    array = "input"
    tabulates = False

    def numbers(self, scene: Scene) -> Made:
        tokens = tokens_of("text", scene.options.text)
        source = embedded_code(scene, tokens) + positions_code(scene) + "input = x + added\n"
        return Made(source, length=len(tokens))

    def drawing(self, scene: Scene) -> str:
        return named_image(scene, scene.figure.panel("addition.input"), "input")
