"""Two sentences of the same words under one head of attention: what the order changes, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.attention import Head, bias, mirrored, refusal
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.kinds import Text as Words
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice, declare, flag, integer
from pe_desktop.engine.reordering import Comparison
from pe_desktop.engine.words import tokens_of
from pe_desktop.figure.attention_facts import FLOOR, apart, arrays, decades, read_difference, read_output, small
from pe_desktop.figure.figure import BLANK, SQUARE, Axis, Figure, Panel, Track, fixed, share
from pe_desktop.figure.heads import image_of, mask_edge
from pe_desktop.figure.images import BAR, bar
from pe_desktop.figure.marks import Cell, Dots, Facts, Mark, Path, Prose, Rule
from pe_desktop.figure.picture import Picture, at_panel, letter, suffix
from pe_desktop.figure.sentences import LONGEST, compared, matrix, reach, tokens_axis, unreadable

VERDICT = fixed(34.0)
"""Room for two lines."""
MIRRORED = "Its bias depends on |query − key| only: a sentence and itself read backwards it cannot tell apart."


@dataclass(frozen=True)
class AttentionOptions(Parametrised):
    text: str = declare(Words(LONGEST), "The cat chased the mouse", "A sentence of up to 32 words and signs")
    against: str = declare(Words(LONGEST), "The mouse chased the cat", "The same words in another order")
    positions: bool = flag(True, "Use the encoding; without it the matrices are those of attention alone")
    causal: bool = flag(False, "Mask the keys after each query, as a decoder does")
    shows: str = choice("weights", ("weights", "scores"), "After the softmax, or before it and before the mask")
    scale_embeddings: bool = flag(True, "Multiply the embeddings by √d_model, as the first Transformer does")
    seed: int = integer(0, 0, 9999, "Which synthetic embeddings and weights")

    @property
    def head(self) -> Head:
        return Head(self.causal, self.scale_embeddings, self.seed)


class AttentionPicture(Picture):
    id = "attention"
    title = "Attention"
    subtitle = "the same words in two orders"
    formula = "output = softmax(q kᵀ / √d) v; without positions, output[π(i)] = output′[i] for any order π of the words"
    source = "Vaswani et al. 2017, Attention Is All You Need, section 3.5; Elman 1990 for the recurrent network"
    attempt = "Switch positions off: every word has the same output again. Then switch the causal mask on."
    axes = ("query", "key")
    order = 120
    moves_by = ("base", "position")
    turned = ("head",)
    by_length = False
    Options = AttentionOptions
    explanation = (
        "Each matrix says how much each word, in rows, takes from each other word. Their difference, with the second "
        "sentence put back into the order of the first, is nothing but rounding while attention has no positions: it "
        "sees a set of words. The dots show by how much each word's output differs, beside a recurrent network and a "
        "convolution, which know the order by the way they are built. Embeddings and weights are synthetic."
    )

    def refusal(self, encoding: Encoding) -> str:
        return refusal(encoding, 1)

    def obstacle(self, document: Document) -> str:
        options = self.options(document)
        sentences = {"text": options.text, "against": options.against}
        return self.refusal(document.encoding) or unreadable(**sentences) or _too_long(document.encoding, sentences)

    def shown(self, document: Document) -> Document:
        b = document.compare
        if b is not None and self.obstacle(document.showing(b, None)):
            return document.showing(document.encoding, None)
        return document

    def check(self, document: Document) -> None:
        options = self.options(document)
        for name, sentence in (("text", options.text), ("against", options.against)):
            count = len(tokens_of(name, sentence))
            if count > document.encoding.longest:
                most = f"up to {document.encoding.longest:,}, the positions that {document.encoding.label} has"
                raise ParameterError(name, f"{count} words and signs", most)

    def figure(self, document: Document, view: View) -> Figure:
        found, told = self._all(document, view), self._told(document, view)
        panels = [panel for i, each in enumerate(found) for panel in self._matrices(document, view, i, each)]
        columns: tuple[Track, ...] = (SQUARE, SQUARE, BAR)
        rows: tuple[Track, ...] = (share(1.5),) * len(found)
        if found[0].order is not None:
            panels += self._outputs(document, view, found)
            columns, rows = (*columns, SQUARE, BAR), (*rows, share())
        said = Panel(f"{self.id}.said", BLANK, BLANK, (Prose(told),), row=len(rows), columns=len(columns))
        return Figure(self.id, self.title, self._subtitle(document), (*panels, said), columns, (*rows, VERDICT))

    def _all(self, document: Document, view: View) -> list[Comparison]:
        """Of A, and of B where two are compared."""
        options = self.options(document)
        return [compared(options.text, options.against, e, options.head, view.head) for e in document.encodings]

    def _told(self, document: Document, view: View) -> str:
        """The verdict on each encoding, and what a bias that looks the same from both sides never tells."""
        told = [each.verdict for each in self._all(document, view)]
        for i, (encoding, each) in enumerate(zip(document.encodings, self._all(document, view), strict=True)):
            length = len(each.placed[0].tokens)
            blind = mirrored(encoding, length, view.head) and bias(encoding, length, view.head).any()
            if blind and each.order is not None and "|query − key|" not in told[i]:
                told[i] += f" {MIRRORED}"
        return told[0] if len(told) == 1 or told[0] == told[1] else f"A: {told[0]} B: {told[1]}"

    def _subtitle(self, document: Document) -> str:
        options = self.options(document)
        shows = f"{options.shows} of one head" + (" with the causal mask" if options.causal else "")
        names = " | ".join(e.label for e in document.encodings)
        return f"{shows}, {names if options.positions else 'without positions'}"

    def _pair(self, document: Document, found: Comparison) -> tuple[Floats, Floats]:
        """The two matrices that are shown."""
        options = self.options(document)
        pair = found.placed if options.positions else found.plain
        weights = options.shows == "weights"
        return (pair[0].weights, pair[1].weights) if weights else (pair[0].scores, pair[1].scores)

    def _matrices(self, document: Document, view: View, index: int, found: Comparison) -> list[Panel]:
        options, pair = self.options(document), self._pair(document, found)
        most = reach(*pair)
        low = 0.0 if options.shows == "weights" else -most
        panels = []
        for column, (values, sentence) in enumerate(zip(pair, (options.text, options.against), strict=True)):
            title = letter(document, index) if column == 0 and document.compare is not None else sentence
            marks = [matrix(document, values, low, most), *([mask_edge(len(values))] if options.causal else [])]
            id = self.id + ("", ".against")[column] + suffix(index)
            panels.append(self._panel(id, found, view, (column, index), title, tuple(marks), column))
        panels.append(self._bar(f"{self.id}.scale{suffix(index)}", panels[0], (2, index), (low, most)))
        if found.order is not None:
            image = matrix(document, apart(pair, found), -most, most)
            title = "second − first, in the order of the first"
            id = f"{self.id}.difference{suffix(index)}"
            panels.append(self._panel(id, found, view, (3, index), title, (image,), 0))
            panels.append(self._bar(f"{id}.scale", panels[-1], (4, index), (-most, most)))
        return panels

    def _panel(
        self,
        id: str,
        found: Comparison,
        view: View,
        place: tuple[int, int],
        title: str,
        marks: tuple[Mark, ...],
        sentence: int,
    ) -> Panel:
        tokens = found.placed[sentence].tokens
        column, row = place
        x = tokens_axis(tokens, "key", "key")
        y = tokens_axis(tokens, "position", "query" if column == 0 else "", down=True)
        cursor = Rule("y", view.position), Rule("x", view.key), Cell(view.key, view.position)
        inside = max(view.position, view.key) <= len(tokens) - 1
        shown = (*marks, *cursor) if inside else marks
        return Panel(id, x, y, shown, column, row, title=title, of=row)

    def _bar(self, id: str, panel: Panel, place: tuple[int, int], span: tuple[float, float]) -> Panel:
        found = bar(id, image_of(panel), place[1], span)
        return replace(found, column=place[0])

    def _outputs(self, document: Document, view: View, found: list[Comparison]) -> tuple[Panel, Panel]:
        """By how much the output of each word differs, by word, and the greatest of it."""
        id, tokens, row = f"{self.id}.outputs", found[0].placed[0].tokens, len(found)
        curves = decades(found)
        x = tokens_axis(tokens, "position", "")
        top = max(1.0, max(float(np.ceil(values.max())) for _, _, values in curves))
        y = Axis(np.log10(FLOOR), top, "value", "difference of outputs", log=True)
        marks: list[Mark] = [Rule("x", view.position)] if view.position <= len(tokens) - 1 else []
        for _, colour, values in curves:
            points = tuple((float(i), float(value)) for i, value in enumerate(values))
            line = [Path(points, colour, 1.0, opacity=0.5)] if len(points) > 1 else []
            marks += [*line, Dots(points, colour)]
        rows = [("Largest difference of outputs", "", "ink")]
        rows += [(name, small(float(10 ** values.max())), colour) for name, colour, values in curves]
        facts = Panel(f"{self.id}.facts", BLANK, BLANK, (Facts(tuple(rows)),), 3, row, columns=2)
        return Panel(id, x, y, tuple(marks), row=row, columns=3), facts

    def shape(self, document: Document) -> tuple[int, ...]:
        count = len(tokens_of("text", self.options(document).text))
        return count, count

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        self.check(document)
        found: dict[str, Floats] = {}
        for end, each in zip(("", "_b"), self._all(document, view.within(document)), strict=False):
            found |= {name + end: values for name, values in arrays(each).items()}
        return found

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        found = self._all(document, view.within(document))[0]
        names = ("without_positions", "with_positions", "recurrent", "convolution")
        values = zip(names, found.answers, strict=True)
        return {f"difference_{name}": answer.difference for name, answer in values if answer.difference is not None}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        return super().pick(document, view, panel, point, 1.0)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        if self.obstacle(document):
            return None
        found = self._all(document, view.within(document))[at_panel(document, panel)]
        name, column, row = panel.removesuffix(".b").removeprefix(self.id), round(x), round(y)
        count = len(found.placed[name == ".against"].tokens)
        if name == ".outputs" and found.order is not None and 0 <= column < count:
            return read_output(found, column)
        if not (0 <= row < count and 0 <= column < count):
            return None
        pair = self._pair(document, found)
        if name == ".difference" and found.order is not None:
            return read_difference(found, pair, row, column)
        return self._read_cell(document, found, int(name == ".against"), row, column) if name in _SENTENCES else None

    def _read_cell(self, document: Document, found: Comparison, sentence: int, query: int, key: int) -> Reading:
        options = self.options(document)
        attention = (found.placed if options.positions else found.plain)[sentence]
        score, weight = float(attention.scores[query, key]), float(attention.weights[query, key])
        rows = (
            ("query", f"{attention.tokens[query]}, position {query}"),
            ("key", f"{attention.tokens[key]}, position {key}"),
            ("score", f"{score:.6g}"),
            ("weight", f"{weight:.6g}"),
        )
        value = weight if options.shows == "weights" else score
        return Reading(value, f"{options.shows[:-1]} of query {query}, key {key}", self.formula.split(";")[0], rows)


_SENTENCES = ("", ".against")


def _too_long(encoding: Encoding, sentences: dict[str, str]) -> str:
    """What an encoding of too few positions says to the sentences; empty where it has enough."""
    longest = max(len(tokens_of(name, sentence)) for name, sentence in sentences.items())
    return refusal(encoding, longest)
