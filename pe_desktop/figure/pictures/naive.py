"""Ways to number positions under one eye: an index, its share of the length, bits, sinusoids, a learned table."""

from __future__ import annotations

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.addition import no_addition
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.curve import Column
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.naive import d_model_that_repeats, d_model_without_moire
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, fixed, share
from pe_desktop.figure.images import image
from pe_desktop.figure.marks import HEAD, Legend, Line, Prose, Rule, Text
from pe_desktop.figure.naive_kinds import MEASURED, MOST_ROWS, Kind, kinds, said, tokens_shown
from pe_desktop.figure.picture import Picture, Tell, cells_axis, points_axis

TABLE, WORDS = fixed(15.0 * len(MEASURED)), fixed(40.0)
DEFINED = {
    "entropy": "−Σ A log₂ A over the keys of a query",
    "gradient": "|x|, the norm of ∂loss/∂W of y = W x where |∂loss/∂y| = 1",
}
CURVES = (("entropy", "bits of attention"), ("gradient", "norm of the gradient"))


class NaivePicture(Picture):
    id = "naive"
    title = "Naive"
    subtitle = "five ways to number positions"
    formula = "PE[p] = p; p / (L − 1); the bits of p; sin and cos of p · base^(−2i/d); a row of its own"
    source = "Vaswani et al. 2017, section 3.5; Gehring et al. 2017 for learned ones; von Neumann 1941 for smoothness"
    attempt = "Double the length: the step of the normalized index halves, while an integer's norm doubles."
    axes = ("encoding", "position")
    order = 220
    moves_by = ("length", "position")
    explanation = (
        "Each column is one way to number positions, on a scale of its own. An index grows without bound: added to "
        "embeddings it outweighs the words, so that attention falls on one key, with no bits left, and the gradient "
        "grows with the position. A share of the length means another distance in each sentence; bits jump. "
        "Sinusoids are bounded, smooth and, in enough dimensions, unique at any length; a learned table ends."
    )

    def refusal(self, encoding: Encoding) -> str:
        return no_addition(encoding, 1)

    def prepared(self, document: Document, view: View) -> bool:
        found = kinds(document)
        tokens = tokens_shown(found)
        return all(k.measured(wait=False) and k.curves(tokens, wait=False) for k in found)

    def prepare(self, document: Document, view: View, tell: Tell) -> None:
        found = kinds(document)
        for i, kind in enumerate(found):
            tell(i / len(found))
            kind.measured(wait=True)
            kind.curves(tokens_shown(found), wait=True)

    def figure(self, document: Document, view: View) -> Figure:
        found = kinds(document)
        tokens = tokens_shown(found)
        panels = [self._table(document, view, i, kind) for i, kind in enumerate(found)]
        panels.append(self._measured(found))
        half = (len(found) + 1) // 2
        for which in range(len(CURVES)):
            place = (0, half) if which == 0 else (half, len(found) - half)
            panels.append(self._curves(which, found, place, view))
        told = Prose(_told(document, found, tokens))
        panels.append(Panel(f"{self.id}.told", BLANK, BLANK, (told,), row=3, columns=len(found)))
        rows = (share(), TABLE, share(), WORDS)
        subtitle = f"five ways to number {document.length:,} positions"
        return Figure(self.id, self.title, subtitle, tuple(panels), (share(),) * len(found), rows)

    def _table(self, document: Document, view: View, index: int, kind: Kind) -> Panel:
        """The numbers themselves, with the name above in the colour of the curves."""
        field = kind.encoding.numbers(kind.length)
        x = Axis(-0.5, field.shape[1] - 0.5, "dimension", ticks=False)
        y = cells_axis(kind.length, "position", "position" if index == 0 else "", down=True)
        y = y if index == 0 else Axis(y.first, y.last, "position", ticks=False)
        here = (Rule("y", view.position),) if view.position <= kind.length - 1 else ()
        colours = "signed" if field.bounds[0] < 0 else "magnitude"
        marks = (image(document, field, colours), *here, Legend(((kind.name, kind.colour),)))
        return Panel(f"{self.id}.{kind.encoding.id}", x, y, marks, index, head=HEAD)

    def _measured(self, found: list[Kind]) -> Panel:
        last = len(MEASURED) - 0.5
        x, y = Axis(-0.5, len(found) - 0.5, ticks=False), Axis(last, -0.5, names=MEASURED)
        words = tuple(
            Text((column, row), word, kind.colour, "body", room=0.96, height=1.0)
            for column, kind in enumerate(found)
            for row, word in enumerate(said(kind))
        )
        return Panel(f"{self.id}.measures", x, y, words, row=1, columns=len(found))

    def _curves(self, which: int, found: list[Kind], place: tuple[int, int], view: View) -> Panel:
        """Of every kind, as far as they are computed, by the position of a word in one sentence."""
        (id, name), tokens = CURVES[which], tokens_shown(found)
        every = ((kind, kind.curves(tokens, wait=False)) for kind in found)
        drawn = [(kind, pair[which]) for kind, pair in every if pair is not None]
        x = points_axis(0.0, tokens - 1.0, "position", "position", whole=True)
        side = "far" if place[0] else "near"
        y = Axis(0.0, max(1.0, *(1.05 * float(values.max()) for _, values in drawn)), "value", side=side)
        lines = [
            Line(Column(ArrayTable(FrozenArray(values[:, None]), tokens), 0), kind.colour) for kind, values in drawn
        ]
        here = (Rule("x", view.position),) if view.position <= tokens - 1 else ()
        marks = (*here, *lines, Legend(((name, "ink"),)))
        return Panel(f"{self.id}.{id}", x, y, marks, place[0], 2, columns=place[1], head=HEAD)

    def shape(self, document: Document) -> tuple[int, ...]:
        found = kinds(document)
        return len(found), tokens_shown(found)

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        found = kinds(document)
        bits, norms = _stacked(found)
        arrays = {"entropy": bits, "gradient_norm": norms}
        if document.length == 1:
            return arrays
        few = min(kind.rows for kind in found)
        measured = [each for kind in found if (each := kind.measured(wait=True))]
        arrays["range"] = np.array([(each.low, each.high) for each in measured])
        arrays["step"] = np.array([(each.least_step, each.greatest_step) for each in measured])
        arrays["nearest"] = np.stack([each.distances[:few] for each in measured])
        arrays["smoothness"] = np.array([each.smoothness for each in measured])
        return arrays

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        ends = _ends(kinds(document), document)
        return dict(zip(("d_model_without_moire", "d_model_that_repeats"), map(float, ends), strict=False))

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        name, found = panel.removeprefix(f"{self.id}."), kinds(document)
        for kind in found:
            if name == kind.encoding.id and 0 <= round(y) < kind.length and 0 <= round(x) < kind.columns:
                return kind.encoding.reading(float(round(y)), round(x), kind.length)
        index = next((i for i, (id, _) in enumerate(CURVES) if id == name), None)
        if index is None or not 0 <= round(x) < tokens_shown(found):
            return None
        if not self.prepared(document, view):
            return None
        values = _stacked(found)[index][:, round(x)]
        rows = tuple((kind.name, f"{value:.6g}") for kind, value in zip(found, values, strict=True))
        return Reading(float(values[0]), f"{CURVES[index][1]}, position {round(x):,}", DEFINED[name], rows)


def _stacked(found: list[Kind]) -> tuple[Floats, Floats]:
    """(kinds, tokens) each: the curves of all."""
    pairs = [pair for kind in found if (pair := kind.curves(tokens_shown(found), wait=True))]
    return np.stack([bits for bits, _ in pairs]), np.stack([norms for _, norms in pairs])


def _ends(found: list[Kind], document: Document) -> tuple[int, ...]:
    """From which d_model on sinusoids do not look aliased, and up to which far positions are nearer than the next."""
    own = next((kind.encoding for kind in found if isinstance(kind.encoding, Sinusoidal)), None)
    if own is None or document.length == 1:
        return ()
    few = min(document.length, MOST_ROWS)
    return d_model_without_moire(document.length, own.base), d_model_that_repeats(few, own.base)


def _told(document: Document, found: list[Kind], tokens: int) -> str:
    """What has to be said of sinusoids, and of how much is measured and drawn."""
    told = []
    if ends := _ends(found, document):
        told.append(f"Rows of sinusoids look aliased below d_model {ends[0]:,}")
        told[-1] += f"; up to {ends[1]:,} a far position is nearer than the next." if ends[1] else "."
    told.append(f"Curves: one sentence of {tokens:,} words.")
    fewer = [kind.rows for kind in found if kind.rows < kind.length]
    told += [f"Rows: first {fewer[0]:,} positions."] if fewer else []
    told += [f"{kind.name} ends at {kind.length:,}." for kind in found if kind.length < document.length]
    return " ".join(told)
