"""Numbers as text for a spreadsheet."""

from __future__ import annotations

import locale

import numpy as np
import pytest

from pe_desktop.export.numbers import numbers
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.tabbed import MOST_VALUES, tabbed

from .states import FIGURES, served, state


@pytest.mark.parametrize("figure", FIGURES)
def test_every_value_stands_under_its_heading_with_all_of_its_digits(figure: str) -> None:
    request = Request(served(figure), figure)
    head, *rows = tabbed(request).splitlines()
    array = next(iter(numbers(request).values()))
    cells = np.array([[float(cell) for cell in row.split("\t")] for row in rows])
    leading = cells.shape[1] - array.shape[-1] if array.ndim > 1 else 0
    assert len(head.split("\t")) == cells.shape[1]
    assert np.array_equal(cells[:, leading:].ravel(), array.ravel())


def test_numbers_have_a_point_whatever_the_country() -> None:
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_NUMERIC, name)
            except locale.Error:
                continue
            assert tabbed(Request(state(d_model=2), "heatmap")).splitlines()[2].split("\t")[0] == "0.8414709848078965"
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def test_more_than_a_clipboard_should_hold_is_refused_before_it_is_computed() -> None:
    with pytest.raises(
        ExportError, match=r"^data: 5,120,000,000 values are too many to copy; allowed: up to 2,000,000; "
    ):
        tabbed(Request(state(length=10_000_000, d_model=512), "heatmap"))
    assert MOST_VALUES == 2_000_000


def test_a_figure_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(ExportError, match=r"^figure: bias given"):
        tabbed(Request(state(), "bias"))
