"""Why a file or a saved table cannot be used, in one line for the person who brought it."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 60


def clean_name(name: str) -> str:
    """A name from outside, safe to show: one line, no control or direction characters, at most 60 long."""
    shown = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    shown = " ".join(shown.split())
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"


class SourceError(ValueError):
    """`NAME: what is wrong; what to do`. The name is a file's own, without its folders."""

    def __init__(self, name: str, wrong: str, remedy: str) -> None:
        super().__init__(f"{clean_name(name) or 'unnamed'}: {wrong}; {remedy}")


class MissingSource(SourceError):
    """A table that a document names but does not hold: ask for a file whose array has this sha256."""

    def __init__(self, name: str, sha256: str, shape: tuple[int, ...]) -> None:
        wrong = f"this table of {' × '.join(map(str, shape))} is not in the document"
        super().__init__(name, wrong, "open the .npy file that it was made from")
        self.name, self.sha256, self.shape = name, sha256, shape
