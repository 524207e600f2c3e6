"""How well what a person types fits a name: the start of it, starts of its words, or its letters in order."""

from __future__ import annotations

import re

PREFIX, WORDS, INSIDE, LETTERS = range(4)
"""Ranks, the best first."""
LEAST = 3  # letters from which they may stand in a name with others between them
BETWEEN = 4  # others at most between two of them


def rank(typed: str, name: str) -> int | None:
    """PREFIX to LETTERS; None where it does not fit. Upper and lower case are alike, and so are `d_model`, `d model`.

    WORDS: each word that is typed begins one of the name, or the typed letters begin several of them in turn, as `cf`
    in Copy figure.
    """
    sought, found = _words(typed), _words(name)
    if not sought:
        return PREFIX
    joined, whole = " ".join(sought), " ".join(found)
    if whole.startswith(joined):
        return PREFIX
    if all(any(word.startswith(one) for word in found) for one in sought):
        return WORDS
    if len(sought) == 1 and len(joined) > 1 and joined in "".join(word[0] for word in found):
        return WORDS
    if joined in whole:
        return INSIDE
    letters = "".join(sought)
    return LETTERS if len(letters) >= LEAST and _in_order(letters, whole) else None


def rank_words(typed: str, text: str) -> int | None:
    """WORDS where each word that is typed begins one of the text; else None."""
    found = _words(text)
    return WORDS if all(any(word.startswith(one) for word in found) for one in _words(typed)) else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:\.\d+)*", text.lower())


def _in_order(letters: str, text: str) -> bool:
    """Whether the letters stand in the text one after the other, from the start of a word and near each other."""
    return re.search(r"\b" + f".{{0,{BETWEEN}}}?".join(map(re.escape, letters)), text) is not None
