"""An encoding as NumPy code: short, to be read, run and changed by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SYNTHETIC = """
def mixed(words):  # SplitMix64 (Steele, Lea and Flood 2014)
    words = (words + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
def uniforms(seed, stream, rows, columns):
    name = np.frombuffer(stream.encode().ljust(8, b"\\0"), np.uint64)
    start = mixed(name ^ mixed(np.array([seed], np.uint64)))
    places = np.asarray(rows, np.uint64)[:, None] * np.uint64(columns)
    words = mixed(start + places + np.arange(columns, dtype=np.uint64))
    return ((words >> np.uint64(11)) + np.uint64(1)) * 2.0**-53
def normals(seed, stream, rows, columns):  # by Box and Muller
    radius, angle = np.split(uniforms(seed, stream, rows, 2 * columns), 2, axis=1)
    return np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle)
"""
"""The numbers of `pe_desktop.engine.synthetic`, for those that stand in for trained ones."""


OFFSETS = "position = np.arange(length)\noffset = position[:, None] - position  # query - key\n"
"""The offset of every query and key."""
OF_HEADS = "bias = np.stack([bias_of(head) for head in heads])\n"
"""From a function of one head."""


@dataclass(frozen=True)
class Code:
    """Statements that make an encoding's numbers of `length`, and how these are called.

    source: statements, each at most 88 characters wide, in lines as ruff formats them but for blank ones. A script
    takes those that it needs. A comment belongs to the statement below it.

    numbers, picture, vectors: expressions for what the methods of these names answer, float64; of a table.
    frequencies: the same for (pairs,) radians a position.
    waves: (columns,) the frequencies of the columns of the vectors, where the mean product of two rows at an offset is
    half the sum of their cosines, and the norm of each row is the root of half their number; else empty.
    gain: what multiplies the vectors; empty for 1. growth: for what `growth` answers, where it is not zero.
    exact: whether the numbers are the same to the last bit; else sums are taken in another order.
    A relative encoding defines `bias`, (heads, length, length), of the heads whose numbers are in `heads`.
    """

    source: str
    numbers: str = "table"
    picture: str = "table"
    vectors: str = "table"
    frequencies: str = "frequency"
    waves: str = ""
    gain: str = ""
    growth: str = ""
    exact: bool = True


def lines(*texts: str) -> str:
    """Each on lines of its own, without those that are empty."""
    return "".join(text if text.endswith("\n") else f"{text}\n" for text in texts if text)


def assigned(**values: Any) -> str:
    """`d_model = 64`, a line each."""
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())


def numbers_block(name: str, values: tuple[float, ...]) -> str:
    """A long list of numbers as an array, in lines of 88 characters at most."""
    done: list[str] = []
    line = ""
    for word in map(repr, values):
        if len(line) + 1 + len(word) > 88:
            done, line = [*done, line], ""
        line = f"{line} {word}".strip()
    body = "\n".join([*done, line])
    return f'{name}_text = """\n{body}\n"""\n{name} = np.array({name}_text.split(), float)\n'


def quoted(text: str) -> str:
    """A text as a Python literal, as ruff writes it: in double quotes, unless it holds some and no single ones."""
    inside = "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in text.replace("\\", "\\\\"))
    if '"' in inside and "'" not in inside:
        return f"'{inside}'"
    escaped = inside.replace('"', '\\"')
    return f'"{escaped}"'
