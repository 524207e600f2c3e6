"""The table of numbers that a lesson may name, and how the engine computes each from a document and a view."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from pe_desktop.document import State
from pe_desktop.engine.addition import add
from pe_desktop.engine.encoding import Encoding, Paired, Relative, Tabular
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.naive import measures, step_at
from pe_desktop.engine.reordering import compare
from pe_desktop.engine.words import tokens_of
from pe_desktop.figure.picture import Picture
from pe_desktop.figure.pictures import PICTURES

Argument = float | str
MOST = 4_000_000  # numbers of a figure that are computed for one of them
MOST_ROWS = 4096  # positions of which every two are compared


class Text(str):
    """An argument that stood between quotation marks."""


@dataclass(frozen=True)
class Asked:
    """Of what a number is asked for."""

    figure: str
    state: State

    @property
    def length(self) -> int:
        return self.state.document.length

    @property
    def encoding(self) -> Encoding:
        return self.state.document.encoding

    @property
    def table(self) -> Tabular:
        """The encoding, where it has vectors."""
        if not isinstance(self.encoding, Tabular):
            raise ValueError(f"{self.encoding.label} has no vectors")
        return self.encoding

    @property
    def paired(self) -> Paired:
        if not isinstance(self.encoding, Paired):
            raise ValueError(f"{self.encoding.label} has no pairs")
        return self.encoding

    def picture(self, name: str) -> tuple[Picture, str]:
        """The figure that a name of the form figure.name is of, or the one that is shown; and the rest of the name."""
        before, _, rest = name.rpartition(".")
        figure = before or self.figure
        if figure not in PICTURES:
            raise ValueError(f"no such figure; allowed: {', '.join(PICTURES)}")
        picture = PICTURES[figure]
        refusal = picture.refusal(self.encoding)
        if refusal:
            raise ValueError(refusal)
        return picture, rest


@dataclass(frozen=True)
class Computed:
    """`usage` is how it is written; with `more`, numbers may follow."""

    usage: str
    kinds: tuple[type, ...]
    compute: Callable[..., float]
    more: bool = False

    def takes(self, arguments: tuple[Argument, ...]) -> bool:
        """Whether these are arguments of it."""
        fitting = len(arguments) >= len(self.kinds) if self.more else len(arguments) == len(self.kinds)
        kinds = self.kinds + (float,) * (len(arguments) - len(self.kinds))
        return fitting and all(type(a) is kind for a, kind in zip(arguments, kinds, strict=True))


def whole(value: float, end: int, what: str) -> int:
    """An index from 0 to before `end`. Raises ValueError for another number."""
    if value != int(value) or not 0 <= value < end:
        raise ValueError(f"{what} {value:g} given; allowed: an integer from 0 to {end - 1:,}")
    return int(value)


def _row(asked: Asked, position: float) -> Floats:
    table = asked.table.vectors(asked.length)
    rows, columns = table.shape
    return np.asarray(table.at([whole(position, rows, "position")], np.arange(columns))[0], dtype=np.float64)


def _value(asked: Asked, position: float, dimension: float) -> float:
    table = asked.table.picture(asked.length)
    rows, columns = table.shape
    return float(table.at([whole(position, rows, "position")], [whole(dimension, columns, "dimension")])[0, 0])


def _likeness(metric: str, asked: Asked, p: float, q: float) -> float:
    matrix = asked.table.similarity(asked.length, metric)[0]
    one, other = (whole(value, asked.length, "position") for value in (p, q))
    return float(matrix.at([one], [other])[0, 0])


def _bias(asked: Asked, query: float, key: float, head: float) -> float:
    encoding = asked.encoding
    if not isinstance(encoding, Relative):
        raise ValueError(f"{encoding.label} has no bias")
    rows, columns = (whole(value, asked.length, "position") for value in (query, key))
    field = encoding.bias(asked.length, whole(head, encoding.num_heads, "head"))
    return float(field.at([rows], [columns])[0, 0])


def _of_pairs(asked: Asked, pair: float, numbers: Floats) -> float:
    return float(numbers[whole(pair, len(numbers), "pair")])


def _named(found: dict[str, float], name: str) -> float:
    if name not in found:
        raise ValueError(f"there is no such number; allowed: {', '.join(found) or 'none'}")
    return found[name]


def _scalar(asked: Asked, name: str) -> float:
    picture, rest = asked.picture(name)
    return _named(picture.scalars(picture.shown(asked.state.document), asked.state.view), rest)


def _array(asked: Asked, name: str) -> Floats:
    picture, rest = asked.picture(name)
    document = picture.shown(asked.state.document)
    shape = picture.shape(document)
    if math.prod(shape) > MOST:
        raise ValueError(f"{' × '.join(f'{n:,}' for n in shape)} numbers; allowed: at most {MOST:,}")
    arrays = picture.numbers(document, asked.state.view)
    if rest not in arrays:
        raise ValueError(f"there are no such numbers; allowed: {', '.join(arrays)}")
    return arrays[rest]


def _number(asked: Asked, name: str, *places: float) -> float:
    array = _array(asked, name)
    if len(places) != array.ndim:
        raise ValueError(f"{len(places)} places given; allowed: {array.ndim}")
    return float(array[tuple(whole(p, n, "place") for p, n in zip(places, array.shape, strict=True))])


def _extreme(of: Callable[[Floats], float], asked: Asked, name: str) -> float:
    return float(of(_array(asked, name)))


def _measure(asked: Asked, name: str) -> float:
    if asked.length > MOST_ROWS:
        raise ValueError(f"{asked.length:,} positions; allowed: at most {MOST_ROWS:,}")
    found = measures(asked.table, asked.length)
    values = {n: getattr(found, n) for n in ("low", "high", "least_step", "greatest_step", "least_distance")}
    return _named({**values, "smoothness": found.smoothness}, name)


def _first_step(asked: Asked, length: float) -> float:
    if not 2 <= length <= MOST_ROWS:
        raise ValueError(f"length {length:g} given; allowed: from 2 to {MOST_ROWS:,}")
    return step_at(asked.table, int(length))


def _reordered(index: int, asked: Asked, text: str, against: str) -> float:
    difference = compare(text, against, asked.encoding).answers[index].difference
    if difference is None:
        raise ValueError("these are not the same words")
    return difference


def _of_addition(which: str, asked: Asked, text: str, place: float) -> float:
    tokens = tokens_of("text", text)
    added = add(tokens, asked.encoding)
    token = whole(place, len(tokens), "token")
    values = {"angle": added.angles, "embedding": added.norms[0], "added": added.norms[1]}
    return float(values[which][token])


def _parameter(asked: Asked, name: str) -> float:
    values = {**asked.state.document.values(), **asked.encoding.values()}
    return _named({n: v for n, v in values.items() if type(v) in (int, float)}, name)


_TWO = (float, float)
COMPUTED = {
    "value": Computed("value(position, dimension)", _TWO, _value),
    "norm": Computed("norm(position)", (float,), lambda asked, p: float(np.linalg.norm(_row(asked, p)))),
    "distance": Computed(
        "distance(p, q)", _TWO, lambda asked, p, q: float(np.linalg.norm(_row(asked, p) - _row(asked, q)))
    ),
    "product": Computed("product(p, q)", _TWO, partial(_likeness, "dot")),
    "cosine": Computed("cosine(p, q)", _TWO, partial(_likeness, "cosine")),
    "bias": Computed("bias(query, key, head)", (float, float, float), _bias),
    "frequency": Computed(
        "frequency(pair)", (float,), lambda a, pair: _of_pairs(a, pair, a.paired.frequencies(a.length))
    ),
    "wavelength": Computed(
        "wavelength(pair)", (float,), lambda a, pair: _of_pairs(a, pair, a.paired.wavelengths(a.length))
    ),
    "columns": Computed("columns()", (), lambda asked: asked.table.picture(asked.length).shape[1]),
    "pairs": Computed("pairs()", (), lambda asked: asked.paired.pairs),
    "parameter": Computed("parameter(name)", (str,), _parameter),
    "scalar": Computed("scalar(name) or scalar(figure.name)", (str,), _scalar),
    "number": Computed("number(array, place, …)", (str,), _number, more=True),
    "largest": Computed("largest(array)", (str,), partial(_extreme, np.max)),
    "least": Computed("least(array)", (str,), partial(_extreme, np.min)),
    "measure": Computed("measure(name)", (str,), _measure),
    "first_step": Computed("first_step(length)", (float,), _first_step),
    "without_positions": Computed('without_positions("text", "reordered")', (Text, Text), partial(_reordered, 0)),
    "with_positions": Computed('with_positions("text", "reordered")', (Text, Text), partial(_reordered, 1)),
    "angle": Computed('angle("text", token)', (Text, float), partial(_of_addition, "angle")),
    "embedding_norm": Computed('embedding_norm("text", token)', (Text, float), partial(_of_addition, "embedding")),
    "added_norm": Computed('added_norm("text", token)', (Text, float), partial(_of_addition, "added")),
}
"""By name. Indices are from 0; rows are those of A, or of B with `b.` before the name."""
