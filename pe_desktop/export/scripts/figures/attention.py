"""One head of self-attention over a sentence."""

from __future__ import annotations

from pe_desktop.engine.attention import widths
from pe_desktop.engine.code import assigned, lines
from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.rotary import Rotary
from pe_desktop.engine.words import tokens_of
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.export.scripts.sentences import embedded_code, named_image, positions_code


class AttentionScript(Script):
    array = "weights"
    tabulates = False

    def numbers(self, scene: Scene) -> Made:
        return self._made(scene, positions=True)

    def drawn(self, scene: Scene) -> Made:
        return self._made(scene, positions=not scene.options.without_positions)

    def drawing(self, scene: Scene) -> str:
        return named_image(scene, scene.figure.panel("attention"), scene.options.shows)

    def _made(self, scene: Scene, *, positions: bool) -> Made:
        tokens = tokens_of("text", scene.options.text)
        added = positions_code(scene) if positions else ""
        source = lines(
            embedded_code(scene, tokens),
            added,
            "x = x + added" if added else "",
            assigned(depth=widths(scene.encoding)[1]),
            'query = x @ normals(seed, "q", np.arange(width), depth) / np.sqrt(width)',
            'key = x @ normals(seed, "k", np.arange(width), depth) / np.sqrt(width)',
            _turned(scene, scene.encoding, len(tokens)) if positions and isinstance(scene.encoding, Rotary) else "",
            "scores = query @ key.T / np.sqrt(depth)",
            "scores = scores + bias[0]" if positions and isinstance(scene.encoding, Relative) else "",
            "seen = np.tri(length, dtype=bool)" if scene.options.causal else "",
            "masked = np.where(seen, scores, -np.inf)" if scene.options.causal else "masked = scores",
            "powers = np.exp(masked - masked.max(axis=1, keepdims=True))",
            "weights = powers / powers.sum(axis=1, keepdims=True)",
        )
        return Made(source, exact=False, before=_heads(scene), length=len(tokens))


def _heads(scene: Scene) -> str:
    encoding = scene.encoding
    if not isinstance(encoding, Relative):
        return ""
    return f"heads = np.array([{min(scene.view.head, encoding.num_heads - 1)}])\n"


def _turned(scene: Scene, encoding: Rotary, length: int) -> str:
    """Queries and keys at their positions: the pairs as complex numbers, turned by their angles."""
    code, pairs, rotary = scene.code, encoding.pairs, encoding.rotary_dim
    neighbours = encoding.pairing == "interleaved"
    first, second = (f"0:{rotary}:2", f"1:{rotary}:2") if neighbours else (f":{pairs}", f"{pairs}:{rotary}")
    gain = f"{code.gain} * " if code.gain else ""
    centre = encoding.centre(length)
    place = f"np.arange(length) - {centre}" if centre else "np.arange(length)"
    parts = [f"turn = {gain}np.exp(1j * np.outer(np.arange(length), {code.frequencies}))\n"]
    if code.growth:
        parts.append(f"fading = np.exp(np.outer({place}, {code.growth}))\n")
    for name, sign in (("query", " * fading"), ("key", " / fading")):
        fading = sign if code.growth else ""
        parts.append(f"pair = ({name}[:, {first}] + 1j * {name}[:, {second}]) * turn{fading}\n")
        parts.append(f"{name}[:, {first}], {name}[:, {second}] = pair.real, pair.imag\n")
    return lines(*parts)
