"""Pages: named arrangements of figures. A page is data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`figures` are ids of pictures, row by row in two columns; `icon` is a file of resources/icons."""

    id: str
    label: str
    icon: str
    figures: tuple[str, ...]


PAGES = {
    page.id: page for page in (Page("explore", "Explore", "explore", ("heatmap", "waves", "similarity", "rotation")),)
}
