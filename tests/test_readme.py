"""The README names what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES

README = (Path(__file__).parent.parent / "README.md").read_text()


@pytest.mark.parametrize("id", [*ENCODINGS, *PICTURES])
def test_every_encoding_and_figure_is_named_by_its_id(id: str) -> None:
    assert f"`{id}`" in README


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_page_is_named(page) -> None:
    assert page.label in README
