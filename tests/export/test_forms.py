"""Every form of a figure at once."""

from __future__ import annotations

import pytest

from pe_desktop.export.forms import FORMS, every_form
from pe_desktop.export.progress import Cancelled
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import render

from .states import state


def test_each_form_is_as_its_file() -> None:
    request, told = Request(state(), "waves", size=(320, 180)), []
    files = every_form(request, told.append)
    assert files == {form: render(request, suffix) for form, suffix in FORMS.items()}
    assert told == [1 / 3, 2 / 3, 1.0]


def test_it_stops_when_it_is_not_wanted() -> None:
    def unwanted(fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        every_form(Request(state(), "waves", size=(320, 180)), unwanted)


def test_a_figure_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(ExportError, match=r"^figure: bias given"):
        every_form(Request(state(), "bias"))
