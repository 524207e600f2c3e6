"""Learned absolute positions: one trained vector a position, as in BERT, GPT-2 and ViT."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.encoding import LONGEST, Reading, Tabular
from pe_desktop.engine.parameter import ParameterError, declare
from pe_desktop.engine.weights import Bundled, Weights


@dataclass(frozen=True)
class Learned(Tabular):
    """PE[p] = W[p]: no formula, and no position beyond the last row of W.

    Row p of the file is position p here. Some models start further down: BART and OPT at row 2,
    RoBERTa at padding_idx + 1.
    """

    id = "learned"
    label = "Learned"
    summary = "A trained vector for each position, added to the embeddings"
    source = "Gehring et al. 2017, Convolutional Sequence to Sequence Learning, section 3.1; Devlin et al. 2019, BERT"
    order = 50

    table: Weights = declare(Bundled(), "all-MiniLM-L6-v2", "Position embeddings of a trained model, a row a position")

    @property
    def longest(self) -> int:
        return min(self.table.shape[0], LONGEST)

    def numbers(self, length: int) -> ArrayTable:
        """The first `length` rows. Raises ParameterError when the table has fewer."""
        if length > self.longest:
            raise ParameterError("length", length, f"an integer from 1 to {self.longest}, the rows of the table")
        return ArrayTable(self.table.array, length)

    def reading(self, position: float, column: int, length: int) -> Reading:
        row = round(position)
        value = float(self.numbers(length).at([row], [column])[0, 0])
        return Reading(
            value=value,
            formula=f"W[{row}, {column}]",
            definition="W[position, dimension]",
            rows=(
                ("position", f"{row}"),
                ("dimension", f"{column} of {self.table.shape[1]:,}"),
                ("table", self.table.name),
            ),
        )
