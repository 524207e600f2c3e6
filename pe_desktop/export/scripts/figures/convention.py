"""The permutation from one convention to the other."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.engine.conventions import Convention
from pe_desktop.engine.encoding import Rotating
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.export.scripts.plotting import PAGE, titled
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.pictures.convention import convention_of
from pe_desktop.figure.style import THEMES

APART = "place = column // 2 + column % 2 * pairs  # neighbours go to the two halves\n"
TOGETHER = "place = column % pairs * 2 + column // pairs  # the two halves become neighbours\n"


class ConventionScript(Script):
    array = "permutation"
    tabulates = False

    def numbers(self, scene: Scene) -> Made:
        assert isinstance(scene.encoding, Rotating)
        convention = convention_of(scene.encoding, scene.options.change, scene.length)
        if convention.change == "ladder":
            return Made(_ladder(scene, convention))
        own = getattr(convention.own, convention.change)
        width, turning, pairs = _widths(convention.own)
        moved = APART if own == "interleaved" else TOGETHER
        rest = "place = np.append(place, np.arange(turning, width))  # these stay\n" if turning < width else ""
        return Made(
            lines(
                f"width, pairs = {width}, {pairs}",
                f"turning = {turning}" if rest else "",
                f"column = np.arange({'turning' if rest else 'width'})",
                moved,
                rest,
                "permutation = np.eye(width)[place]",
            )
        )

    def drawing(self, scene: Scene) -> str:
        assert isinstance(scene.encoding, Rotating)
        convention = convention_of(scene.encoding, scene.options.change, scene.length)
        own, other = (getattr(e, convention.change) for e in (convention.own, convention.other))
        map = "gray" if THEMES[scene.request.theme].dark else "gray_r"
        return lines(
            PAGE,
            f'axes.imshow(permutation, "{map}", interpolation="nearest")',
            titled(scene),
            f'axes.set_xlabel("column, {other}")',
            f'axes.set_ylabel("column, {own}")',
        )


def _widths(encoding: Rotating) -> tuple[int, int, int]:
    """Columns, those of them that change places, and their pairs."""
    if isinstance(encoding, Rope):
        return encoding.head_dim, encoding.rotary_dim, encoding.pairs
    assert isinstance(encoding, Sinusoidal)
    zero = encoding.d_model % 2 and encoding.odd == "zero"
    turning = encoding.d_model - (1 if zero else 0)
    return encoding.d_model, turning, max(1, (turning + 1) // 2)


def _ladder(scene: Scene, convention: Convention) -> str:
    """Which columns have the same frequency on both ladders."""
    own, other = convention.own, convention.other
    theirs = other.frequencies(scene.length)
    width, turning, _ = _widths(own)
    if len(theirs) < 2 or theirs[1] in (theirs[0], 0.0):
        return f"permutation = np.eye({width})  # both ladders are the same\n"
    first, second = scene.code.source, other.code(scene.length).source
    second = lines(*(line for line in second.splitlines() if line not in first.splitlines()))
    side = "same, np.eye(2)" if getattr(own, "layout", "") == "interleaved" else "np.eye(2), same"
    return lines(
        "own = frequency",
        second,
        "# Where each pair stands on the other ladder, in its steps",
        "place = np.log(own) / np.log(frequency[1])",
        "same = np.abs(place[:, None] - np.arange(pairs)) < 1e-9",
        f"permutation = np.zeros(({width}, {width}))" if turning < width else "",
        f"permutation[:-1, :-1] = np.kron({side})" if turning < width else "",
        "permutation[-1, -1] = 1  # the column of zeros" if turning < width else "",
        f"permutation = np.kron({side})[:{width}, :{width}]" if turning == width else "",
    )
