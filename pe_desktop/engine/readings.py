"""What readings of a bias have in common."""

from __future__ import annotations

from pe_desktop.engine.encoding import Relative, plain


def cell_rows(encoding: Relative, query: int, key: int, head: int) -> tuple[tuple[str, str], ...]:
    """The rows of a reading that tell which query, key and head it is of, and whether a mask hides it."""
    rows = [("query", plain(query)), ("key", plain(key)), ("offset", signed(query - key))]
    if encoding.num_heads > 1:
        rows.append(("head", f"{head} of {encoding.num_heads}"))
    if encoding.causal and key > query:
        rows.append(("masked", "the key comes after the query"))
    return tuple(rows)


def signed(offset: int) -> str:
    """An offset with digits in groups and the sign that is as wide as a plus."""
    return f"{offset:,}".replace("-", "−")
