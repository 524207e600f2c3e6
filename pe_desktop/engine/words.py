"""Sentences as tokens, and vectors that stand in for trained embeddings of words."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import numpy as np

from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.kept import kept
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.synthetic import normals

MOST_TOKENS = 32

_TOKEN = re.compile("w[wmj]*(?:'w[wmj]*)*|im*|[s']m*(?:jsm*)*")
"""Over the classes of characters: a word with inner apostrophes and hyphens, an ideograph, a sign with its joiners."""
_INNER, _JOINER = "'’-‐", "\u200d"
_TONES = range(0x1F3FB, 0x1F400)  # of the skin of an emoji, which they follow
_ENDING = frozenset(".,;:!?…")
_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def tokens_of(name: str, sentence: str) -> tuple[str, ...]:
    """The words, punctuation marks and symbols of a sentence, 1 to 32.

    `don't` and `so-called` are one word each; an ideograph is a token of its own, as in BERT's tokenizer; marks and
    joiners stay with what they follow. Raises ParameterError, in the `name` of the sentence, with none or too many.
    """
    text = unicodedata.normalize("NFC", sentence)
    found = tuple(text[m.start() : m.end()] for m in _TOKEN.finditer("".join(map(_class_of, text))))
    if not 1 <= len(found) <= MOST_TOKENS:
        given = f"{len(found)} words and signs" if found else sentence
        raise ParameterError(name, given, f"a sentence of 1 to {MOST_TOKENS} words and punctuation marks")
    return found


def sentence_of(tokens: tuple[str, ...]) -> str:
    """What `tokens_of` reads these tokens from: blanks between them, but before the signs that end a part."""
    return "".join(token if token in _ENDING else f" {token}" for token in tokens).strip()


def word_of(token: str) -> str:
    """What two tokens have in common when they are the same word: `The` is `the`."""
    return unicodedata.normalize("NFC", token.casefold())


@kept
def embeddings(tokens: tuple[str, ...], width: int, seed: int) -> Floats:
    """(tokens, width): normally distributed, of variance 1/width, so that a vector's length is about 1.

    The same word has the same vector wherever it stands, by the seed and the word alone. The variance is that of
    tensor2tensor's embeddings at the start, before its factor √d_model.
    """
    rows = np.array([word_number(token) for token in tokens], dtype=np.uint64)
    found = normals(seed, "word", rows, width) / np.sqrt(width)
    found.setflags(write=False)
    return np.asarray(found)


def word_number(token: str) -> int:
    """The 64 bits that stand for a word, wherever it stands: its BLAKE2b hash, the first byte the greatest."""
    return int.from_bytes(hashlib.blake2b(word_of(token).encode(), digest_size=8).digest(), "big")


def _class_of(character: str) -> str:
    """w in words, m mark, j joiner, i ideograph, ' apostrophe or hyphen, s sign, and a blank for what parts tokens."""
    if character in _INNER:
        return "'"
    if character == _JOINER:
        return "j"
    if any(first <= ord(character) <= last for first, last in _IDEOGRAPHS):
        return "i"
    category = unicodedata.category(character)
    if category[0] in "LN" or character == "_":
        return "w"
    if category[0] == "M" or category == "Cf" or ord(character) in _TONES:
        return "m"
    return "s" if category[0] in "PS" else " "
