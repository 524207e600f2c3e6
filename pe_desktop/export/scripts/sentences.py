"""Sentences as code: their words, and the synthetic vectors that stand in for trained embeddings."""

from __future__ import annotations

from pe_desktop.engine.attention import widths
from pe_desktop.engine.code import SYNTHETIC, assigned, lines, quoted
from pe_desktop.engine.encoding import Tabular
from pe_desktop.engine.rotary import Rotary
from pe_desktop.engine.words import word_number
from pe_desktop.export.scripts.plotting import shown_image
from pe_desktop.export.scripts.script import Scene
from pe_desktop.figure.figure import Panel


def words_code(tokens: tuple[str, ...]) -> str:
    """Defines `words`, and `number`, what stands for each."""
    return lines(
        "words = [",
        *(f"    {quoted(token)}," for token in tokens),
        "]",
        "# The first 64 bits of the BLAKE2b hash of each word in lower case",
        "number = [",
        *(f"    {word_number(token)}," for token in tokens),
        "]",
    )


def embedded_code(scene: Scene, tokens: tuple[str, ...]) -> str:
    """Defines the embeddings `x`, and `normals`, where the encoding's code does not."""
    d_model = widths(scene.encoding)[0]
    synthetic = "" if "def normals(" in scene.code.source else SYNTHETIC
    return lines(
        synthetic,
        words_code(tokens),
        assigned(width=d_model, seed=scene.options.seed),
        'x = normals(seed, "word", number, width) / np.sqrt(width)',
        "x = x * np.sqrt(width)" if scene.options.scale_embeddings else "",
    )


def positions_code(scene: Scene) -> str:
    """Defines `added`: what the encoding adds to the embeddings; nothing where it works elsewhere."""
    if not isinstance(scene.encoding, Tabular) or isinstance(scene.encoding, Rotary):
        return ""
    return lines(
        "added = np.zeros(x.shape)",
        f"added[:, : {scene.code.numbers}.shape[1]] = {scene.code.numbers}",
    )


def named_image(scene: Scene, panel: Panel, data: str) -> str:
    """An image with the words beside its rows, and below its columns where these are words as well."""
    both = bool(panel.x.names)
    return lines(
        shown_image(scene, panel, data, square=both),
        "axes.set_yticks(range(length), words)",
        "axes.set_xticks(range(length), words, rotation=90)" if both else "",
    )
