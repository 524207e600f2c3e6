"""Learned absolute positions: one trained vector a position, as in BERT, GPT-2 and ViT."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.code import Code, assigned, lines, quoted
from pe_desktop.engine.encoding import LONGEST, Reading, Tabular
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError, declare, integer
from pe_desktop.engine.weights import BUNDLED, Bundled, Weights


@dataclass(frozen=True)
class Learned(Tabular):
    """PE[p] = W[p + offset]: no formula, and no position beyond the last row of W.

    offset is 0 in BERT and GPT-2, 2 in BART and OPT, padding_idx + 1 = 2 in RoBERTa.
    """

    id = "learned"
    label = "Learned"
    summary = "A trained vector for each position, added to the embeddings"
    source = "Gehring et al. 2017, Convolutional Sequence to Sequence Learning, section 3.1; Devlin et al. 2019, BERT"
    order = 50

    table: Weights = declare(Bundled(), "all-MiniLM-L6-v2", "Position embeddings of a trained model, a row a position")
    offset: int = integer(
        0,
        0,
        1024,
        "The row at which positions start; 2 in BART",
        log=True,
        unit="rows",
        formula="row = position + offset",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        last = self.table.shape[0] - 1
        if self.offset > last:
            raise ParameterError("offset", self.offset, f"an integer from 0 to {last:,}, the last row of the table")

    @property
    def longest(self) -> int:
        return min(self.table.shape[0] - self.offset, LONGEST)

    def numbers(self, length: int) -> ArrayTable:
        """`length` rows from `offset` on. Raises ParameterError when the table has fewer."""
        if length > self.longest:
            raise ParameterError("length", length, f"an integer from 1 to {self.longest}, the rows of the table")
        return ArrayTable(_from_row(self.table.table, self.offset), length)

    def code(self, length: int) -> Code:
        name, rows = self.table.name, "[offset : offset + length]" if self.offset else "[:length]"
        bundled = name in BUNDLED
        return Code(
            lines(
                assigned(offset=self.offset),
                f"# {name}.npy: pe-desktop export heatmap -o {name}.npy \\" if bundled else "",
                f"#   --encoding learned --table {name} --length {self.table.shape[0]}" if bundled else "",
                f"table = np.load({quoted(self.table.file_name)}){rows}.astype(float)",
            )
        )

    def reading(self, position: float, column: int, length: int) -> Reading:
        row = round(position)
        value = float(self.numbers(length).at([row], [column])[0, 0])
        return Reading(
            value=value,
            formula=f"W[{row + self.offset}, {column}]",
            definition=f"W[position{' + offset' if self.offset else ''}, dimension]",
            rows=(
                ("position", f"{row}"),
                *((("row", f"{row + self.offset}"),) if self.offset else ()),
                ("dimension", f"{column} of {self.table.shape[1]:,}"),
                ("table", self.table.name),
            ),
        )


@lru_cache(maxsize=4)
def _from_row(array: FrozenArray, row: int) -> FrozenArray:
    """The array without its first rows; the same object for all lengths."""
    return FrozenArray(array.values[row:]) if row else array
