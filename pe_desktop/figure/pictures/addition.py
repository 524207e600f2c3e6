"""Token embeddings + positional encoding = input: what is added to what, and how well both remain apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.addition import Addition, add, costs, no_addition
from pe_desktop.engine.attention import Head
from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encoding import Encoding, Reading, Tabular
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.kinds import Text as Words
from pe_desktop.engine.parameter import ParameterError, Parametrised, declare, flag
from pe_desktop.engine.words import tokens_of
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, fixed, share
from pe_desktop.figure.heads import image_of
from pe_desktop.figure.images import BAR, bar
from pe_desktop.figure.marks import HEAD, Cell, Dots, Legend, Mark, Path, Prose, Rule, Text
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, suffix
from pe_desktop.figure.sentences import LONGEST, matrix, reach, tokens_axis, unreadable
from pe_desktop.figure.ticks import number

SIGN, COST = fixed(16.0), fixed(34.0)
PARTS = ("embeddings", "positions", "input")
TITLES = ("embeddings", "positions", "input")
COLOURS = ("accent", "second")
"""Of what A adds, and of what B adds."""


@dataclass(frozen=True)
class AdditionOptions(Parametrised):
    text: str = declare(Words(LONGEST), "The cat chased the mouse", "A sentence of up to 32 words and signs")
    scale_embeddings: bool = flag(
        True, "Embeddings times √d_model, as in the first Transformer", label="times √d_model"
    )
    seed: int = drawing_seed("Which synthetic embeddings")


@lru_cache(maxsize=8)
def added(text: str, encoding: Encoding, choices: Head) -> Addition:
    """The three tables of a sentence; kept, since a cursor that moves asks for them again."""
    return add(tokens_of("text", text), encoding, choices)


class AdditionPicture(Picture):
    id = "addition"
    title = "Addition"
    subtitle = "token embeddings + positional encoding = input"
    formula = "x_p = √d_model · E[word_p] + PE[p]; angle = arccos(E · PE / (‖E‖ ‖PE‖))"
    source = "Vaswani et al. 2017, Attention Is All You Need, sections 3.4 and 3.5"
    attempt = "Switch √d_model off: the positions then outweigh the words. Write one word five times."
    axes = ("position", "dimension")
    order = 210
    moves_by = ("d_model", "position")
    by_length = False
    Options = AdditionOptions
    explanation = (
        "The first matrix holds a vector for each word, the same wherever it stands; the second one for each "
        "position, the same whatever word stands there; the third is their sum, all on one scale. In many dimensions "
        "two unrelated vectors are nearly at a right angle, so that a layer can still read each of the two from their "
        "sum. Keeping them beside each other instead would make every matrix that reads them larger. Embeddings are "
        "synthetic."
    )

    def refusal(self, encoding: Encoding) -> str:
        return no_addition(encoding, 1)

    def obstacle(self, document: Document) -> str:
        text = self.options(document).text
        refused = self.refusal(document.encoding) or unreadable(text=text)
        return refused or no_addition(document.encoding, len(tokens_of("text", text)))

    def shown(self, document: Document) -> Document:
        b = document.compare
        fits = b is None or not self.obstacle(document.showing(b, None))
        return document if fits else document.showing(document.encoding, None)

    def check(self, document: Document) -> None:
        count, longest = len(tokens_of("text", self.options(document).text)), document.encoding.longest
        if count > longest:
            most = f"up to {longest:,}, the positions that {document.encoding.label} has"
            raise ParameterError("text", f"{count} words and signs", most)

    def _all(self, document: Document) -> list[Addition]:
        """Of A, and of B where two are compared."""
        options = self.options(document)
        head = Head(scale_embeddings=options.scale_embeddings, weights_seed=options.seed)
        return [added(options.text, encoding, head) for encoding in self.shown(document).encodings]

    def figure(self, document: Document, view: View) -> Figure:
        found, last = self._all(document), len(document.encodings)
        panels = [panel for i, each in enumerate(found) for panel in self._tables(document, view, i, each)]
        columns = (share(), SIGN, share(), SIGN, share(), BAR)
        panels.append(_at(self._norms(found, view), 0, last, 3))
        panels.append(_at(self._angles(found, view), 3, last, 3))
        panels.append(_at(self._cost(document, found[0]), 0, last + 1, len(columns)))
        rows = (*[share(1.3)] * last, share(), COST)
        return Figure(self.id, self.title, self._subtitle(document, found), tuple(panels), columns, rows)

    def _subtitle(self, document: Document, found: list[Addition]) -> str:
        factor = "times √d_model " if self.options(document).scale_embeddings else ""
        names = " | ".join(encoding.label for encoding in document.encodings)
        return f"token embeddings {factor}+ {names} = input, {len(found[0].tokens)} tokens"

    def _tables(self, document: Document, view: View, index: int, found: Addition) -> list[Panel]:
        """The three tables with their signs, and one scale."""
        most = reach(*_tables(found))
        panels: list[Panel] = []
        for column, values in enumerate(_tables(found)):
            x = cells_axis(values.shape[1], "dimension", "dimension")
            y = tokens_axis(found.tokens, "position", "", down=True)
            y = _without_names(y) if column else y
            marks = (matrix(document, values, most), *_cursor(view, values.shape))
            id = f"{self.id}{('.embeddings', '', '.input')[column]}{suffix(index)}"
            title = letter(document, index) if document.compare is not None and column == 1 else TITLES[column]
            panels.append(Panel(id, x, y, marks, 2 * column, index, title=title, of=index))
        for column, sign in ((1, "+"), (3, "=")):
            text = Text((0.5, 0.5), sign, "ink", "title", room=1.0)
            panels.append(Panel(f"{self.id}.{sign}{suffix(index)}", BLANK, BLANK, (text,), column, index))
        scale = bar(f"{self.id}.scale{suffix(index)}", image_of(panels[0]), index, (-most, most))
        return [*panels, _at(scale, 5, index, 1)]

    def _norms(self, found: list[Addition], view: View) -> Panel:
        words, _ = found[0].norms
        curves = [(words, "ink"), *((each.norms[1], c) for each, c in zip(found, COLOURS, strict=False))]
        x = tokens_axis(found[0].tokens, "position", "")
        y = Axis(0.0, 1.1 * reach(*(values for values, _ in curves)), "value", "")
        names = ("length of word", "of position") if len(found) == 1 else ("length of word", "A", "B")
        said = Legend(tuple((name, colour) for name, (_, colour) in zip(names, curves, strict=True)))
        marks = [mark for values, colour in curves for mark in _points(values, colour)]
        return Panel(f"{self.id}.norms", x, y, (*_here(view, found[0]), *marks, said), head=HEAD)

    def _angles(self, found: list[Addition], view: View) -> Panel:
        x = tokens_axis(found[0].tokens, "position", "")
        y = Axis(0.0, 180.0, "value", "", places=(0.0, 90.0, 180.0), side="far")
        marks = [mark for each, c in zip(found, COLOURS, strict=False) for mark in _points(each.angles, c)]
        said = Legend((("angle in degrees", "ink"),), ("angle",))
        return Panel(f"{self.id}.angles", x, y, (*_here(view, found[0]), *marks, said), head=HEAD)

    def _cost(self, document: Document, found: Addition) -> Panel:
        """What it would cost to keep A's positions beside the embeddings."""
        cases = costs(found.embeddings.shape[1], _width(document.encoding), len(found.tokens))
        sums, first, every = (f"{each.parameters:,}" for each in cases)
        text = (
            f"Queries, keys and values take {sums} parameters. With positions beside the embeddings they would take "
            f"{first} in the first layer, or {every} in every layer."
        )
        return Panel(f"{self.id}.cost", BLANK, BLANK, (Prose(text),))

    def shape(self, document: Document) -> tuple[int, ...]:
        return self._all(document.replace(compare=None))[0].embeddings.shape

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        self.check(document)
        found: dict[str, Floats] = {}
        for end, each in zip(("", "_b"), self._all(document), strict=False):
            tables = dict(zip(PARTS, _tables(each), strict=True))
            there = np.flatnonzero(np.isfinite(each.angles))
            words, positions = each.norms
            tables |= {"word_norms": words, "position_norms": positions}
            tables |= {"angles": each.angles[there], "angle_positions": there.astype(np.float64)}
            found |= {name + end: tables[name] for name in ("input", *(n for n in tables if n != "input"))}
        return found

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        found = self._all(document)[0]
        cases = costs(found.embeddings.shape[1], _width(document.encoding), len(found.tokens))
        names = ("added", "beside_in_the_first_layer", "beside_in_every_layer")
        values = {f"parameters_{name}": float(each.parameters) for name, each in zip(names, cases, strict=True)}
        operations = {f"multiply_adds_{n}": float(each.multiply_adds) for n, each in zip(names, cases, strict=True)}
        return {**values, **operations}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        return super().pick(document, view, panel, point, 1.0)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        part = panel.removesuffix(".b").removeprefix(self.id)
        if part not in _PARTS or self.obstacle(document):
            return None
        found = self._all(document)[at_panel(document, panel)]
        token, dimension = round(y), round(x)
        if not (0 <= token < len(found.tokens) and 0 <= dimension < found.embeddings.shape[1]):
            return None
        return _reading(found, _PARTS.index(part), token, dimension)


_PARTS = (".embeddings", "", ".input")
"""Ends of the ids of panels, in the order of the tables."""


def _tables(found: Addition) -> tuple[Floats, Floats, Floats]:
    return found.embeddings, found.positions, found.inputs


def _width(encoding: Encoding) -> int:
    """How many numbers it adds."""
    assert isinstance(encoding, Tabular)
    return encoding.numbers(1).shape[1]


def _at(panel: Panel, column: int, row: int, columns: int) -> Panel:
    return replace(panel, column=column, row=row, columns=columns)


def _without_names(axis: Axis) -> Axis:
    return replace(axis, ticks=False)


def _cursor(view: View, shape: tuple[int, ...]) -> tuple[Mark, ...]:
    if view.position > shape[0] - 1:
        return ()
    return Rule("y", view.position), Rule("x", view.dimension), Cell(view.dimension, view.position)


def _here(view: View, found: Addition) -> tuple[Mark, ...]:
    return (Rule("x", view.position),) if view.position <= len(found.tokens) - 1 else ()


def _points(values: Floats, colour: str) -> tuple[Mark, ...]:
    """A dot for each token that has a value, with a thin line through them."""
    points = tuple((float(i), float(value)) for i, value in enumerate(values) if np.isfinite(value))
    line = (Path(points, colour, opacity=0.4),) if len(points) > 1 else ()
    return (*line, Dots(points, colour)) if points else ()


def _reading(found: Addition, part: int, token: int, dimension: int) -> Reading:
    parts = [float(table[token, dimension]) for table in _tables(found)]
    words, positions = found.norms
    angle = float(found.angles[token])
    rows = (
        ("token", f"{found.tokens[token]}, position {token}"),
        *((title, f"{value:.6g}") for title, value in zip(TITLES, parts, strict=True)),
        ("lengths", f"{words[token]:.4g}, {positions[token]:.4g}"),
        ("angle", f"{number(angle, 1)}°" if np.isfinite(angle) else "nothing is added"),
    )
    return Reading(parts[part], f"{TITLES[part]} of {found.tokens[token]}", "x = √d_model · E + PE", rows)
