"""What readings of a bias have in common."""

from __future__ import annotations

from pe_desktop.engine.encoding import plain


def offset_rows(query: int, key: int) -> tuple[tuple[str, str], ...]:
    """The rows of a reading that tell where a query and a key stand."""
    return (("query", plain(query)), ("key", plain(key)), ("offset", signed(query - key)))


def signed(offset: int) -> str:
    """An offset with digits in groups and the sign that is as wide as a plus."""
    return f"{offset:,}".replace("-", "−")
