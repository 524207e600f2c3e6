"""How alike two positions are, by their offset."""

from __future__ import annotations

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Reading
from pe_desktop.engine.frozen import Floats
from pe_desktop.figure.figure import Figure, share
from pe_desktop.figure.picture import Picture, points_axis
from pe_desktop.figure.pictures.similarity import (
    SimilarityOptions,
    by_offset,
    letters,
    likenesses,
    reached,
    read_offset,
)


class OffsetSimilarity(Picture):
    id = "offset-similarity"
    title = "Similarity by offset"
    subtitle = "the mean over all pairs of positions at that offset"
    formula = "mean over p of PE(p) · PE(p + k); for sinusoids Σ cos(w_i k)"
    source = "Vaswani et al. 2017, section 3.5"
    attempt = "Raise d_model and look how the first valley moves; it is not a steady decline."
    axes = ("offset", "value")
    order = 40
    moves_by = ("base", "position")
    Options = SimilarityOptions
    explanation = (
        "The mean over each diagonal of the similarity matrix. For sinusoids it is Σ cos(w · offset), the same for "
        "every position; it falls from its greatest value at offset 0, but not steadily."
    )

    def figure(self, document: Document, view: View) -> Figure:
        metric = self.options(document).metric
        found = likenesses(document, metric)
        y = points_axis(*reached(found), "value", letters(metric))
        panel = by_offset(document, view, self.id, found, y)
        return Figure(self.id, self.title, self.subtitle, (panel,), (share(),), (share(),))

    def shape(self, document: Document) -> tuple[int, ...]:
        return 2 * document.length - 1, 2

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        metric = self.options(document).metric
        offsets = np.arange(1.0 - document.length, document.length)
        names = ("by_offset", "by_offset_b")
        found = zip(names, likenesses(document, metric), strict=False)
        return {name: np.stack([offsets, curve.at(offsets)], axis=1) for name, (_, curve) in found}

    def headings(self, document: Document, arrays: dict[str, Floats]) -> list[str]:
        return ["offset", "value"]

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        return read_offset(document, self.options(document).metric, x)
