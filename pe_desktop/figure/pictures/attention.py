"""Two sentences of the same words under one head of attention: what the order changes, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pe_desktop.document import Document, View
from pe_desktop.engine.attention import Head, bias, mirrored, refusal
from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.kinds import Text as Words
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice, declare, flag
from pe_desktop.engine.reordering import Comparison
from pe_desktop.engine.words import sentence_of, tokens_of
from pe_desktop.figure.attention_facts import apart, arrays, attention_facts, network_facts, read_difference
from pe_desktop.figure.figure import BLANK, Figure, Panel, fixed, share
from pe_desktop.figure.heads import image_of, mask_edge
from pe_desktop.figure.images import BAR, bar
from pe_desktop.figure.marks import Cell, Mark, Prose, Rule
from pe_desktop.figure.picture import Picture, at_panel, letter, suffix
from pe_desktop.figure.sentences import LONGEST, compared, matrix, reach, tokens_axis, unreadable

VERDICT, FACTS = fixed(42.0), fixed(50.0)
"""Room for two lines, and for three."""
MIRRORED = "Its bias depends on |query − key| only: a sentence and itself read backwards it cannot tell apart."


@dataclass(frozen=True)
class AttentionOptions(Parametrised):
    text: str = declare(Words(LONGEST), "The cat chased the mouse", "A sentence of up to 32 words and signs")
    against: str = declare(Words(LONGEST), "The mouse chased the cat", "The same words in another order")
    without_positions: bool = flag(False, "Leave the encoding out: the matrices are those of attention alone")
    causal: bool = flag(False, "Mask the keys after each query, as a decoder does", label="causal mask")
    shows: str = choice(
        "weights", ("weights", "scores"), "After the softmax, or before it and before the mask", label="shown"
    )
    scale_embeddings: bool = flag(
        True, "Multiply the embeddings by √d_model, as the first Transformer does", label="times √d_model"
    )
    seed: int = drawing_seed("Which synthetic embeddings and weights")

    @property
    def head(self) -> Head:
        return Head(self.causal, self.scale_embeddings, self.seed)


class AttentionPicture(Picture):
    id = "attention"
    title = "Attention"
    subtitle = "the same words in two orders"
    formula = "output = softmax(q kᵀ / √d) v; without positions, output[π(i)] = output′[i] for any order π of the words"
    source = "Vaswani et al. 2017, Attention Is All You Need, section 3.5; Elman 1990 for the recurrent network"
    attempt = (
        "Drag a word beside a matrix to another place. Leave positions out: every word has the same output again, in "
        "any order. Then switch the causal mask on."
    )
    axes = ("query", "key")
    order = 200
    moves_by = ("base", "position")
    turned = ("head",)
    by_length = False
    Options = AttentionOptions
    explanation = (
        "Each matrix says how much each word, in rows, takes from each other word. Their difference, with the second "
        "sentence put back into the order of the first, is nothing but rounding while attention has no positions: it "
        "sees a set of words. Below stands by how much outputs differ, beside those of a recurrent network and a "
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
        found, last = self._all(document, view), len(document.encodings) + 1
        panels = [panel for i, each in enumerate(found) for panel in self._matrices(document, view, i, each)]
        same = found[0].order is not None
        columns, rows = (*[share()] * (3 if same else 2), BAR), (VERDICT, *[share()] * (last - 1))
        told = Prose(" ".join(self._told(document, view)))
        panels.append(Panel(f"{self.id}.told", BLANK, BLANK, (told,), columns=len(columns)))
        if same:
            for column, facts in ((0, attention_facts(found)), (2, network_facts(found))):
                panels.append(Panel(f"{self.id}.facts.{column}", BLANK, BLANK, (facts,), column, last, columns=2))
            rows = (*rows, FACTS)
        return Figure(self.id, self.title, self._subtitle(document), tuple(panels), columns, rows)

    def _all(self, document: Document, view: View) -> list[Comparison]:
        """Of A, and of B where two are compared."""
        options = self.options(document)
        shown = self.shown(document).encodings
        return [compared(options.text, options.against, e, options.head, view.head) for e in shown]

    def _told(self, document: Document, view: View) -> list[str]:
        """The verdict on each encoding, and what a bias that looks the same from both sides never tells."""
        told = []
        for encoding, each in zip(document.encodings, self._all(document, view), strict=True):
            length = len(each.placed[0].tokens)
            blind = (
                not self.options(document).causal and each.order is not None and bias(encoding, length, view.head).any()
            )
            hint = blind and mirrored(encoding, length, view.head) and "|query − key|" not in each.verdict
            told.append(f"{each.verdict} {MIRRORED}" if hint else each.verdict)
        return told[:1] if told[0] == told[-1] else [f"{name}: {each}" for name, each in zip("AB", told, strict=True)]

    def _subtitle(self, document: Document) -> str:
        options = self.options(document)
        shows = f"{options.shows} of one head" + (" with the causal mask" if options.causal else "")
        names = " | ".join(e.label for e in document.encodings)
        return f"{shows}, {'without positions' if options.without_positions else names}"

    def _pair(self, document: Document, found: Comparison) -> tuple[Floats, Floats]:
        """The two matrices that are shown."""
        options = self.options(document)
        pair = found.plain if options.without_positions else found.placed
        weights = options.shows == "weights"
        return (pair[0].weights, pair[1].weights) if weights else (pair[0].scores, pair[1].scores)

    def _matrices(self, document: Document, view: View, index: int, found: Comparison) -> list[Panel]:
        """Both matrices and their difference, all on one scale, and its colours."""
        options, pair = self.options(document), self._pair(document, found)
        most = reach(*pair)
        edge = (mask_edge(len(pair[0])),) if options.causal else ()
        compares = document.compare is not None
        titles = (letter(document, index), "") if compares else ("first", "second")
        panels = []
        for column, (values, title) in enumerate(zip(pair, titles, strict=True)):
            id = self.id + ("", ".against")[column] + suffix(index)
            marks = (matrix(document, values, most), *edge)
            panels.append(self._panel(id, found, view, (column, index), title, marks))
        if found.order is not None:
            marks = (matrix(document, apart(pair, found), most),)
            id = f"{self.id}.difference{suffix(index)}"
            panels.append(self._panel(id, found, view, (2, index), "change", marks))
        if compares and not index:  # B, below, has the same words
            panels = [replace(panel, x=replace(panel.x, label="", ticks=False)) for panel in panels]
        scale = bar(f"{self.id}.scale{suffix(index)}", image_of(panels[0]), index + 1, (-most, most))
        return [*panels, replace(scale, column=len(panels))]

    def _panel(
        self, id: str, found: Comparison, view: View, place: tuple[int, int], title: str, marks: tuple[Mark, ...]
    ) -> Panel:
        """A matrix in its column and row. The difference has the words of the first, whose names stand at the left."""
        column, row = place
        tokens = found.placed[column % 2].tokens
        x = replace(tokens_axis(tokens, "key", "key"), movable=column < 2)
        y = replace(tokens_axis(tokens, "position", "query" if column == 0 else "", down=True), movable=column < 2)
        cursor = Rule("y", view.position), Rule("x", view.key), Cell(view.key, view.position)
        shown = (*marks, *cursor) if max(view.position, view.key) <= len(tokens) - 1 else marks
        y = replace(y, ticks=column < 2)
        return Panel(id, x, y, shown, column, row + 1, title=title, of=row)

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

    def reordered(self, document: Document, panel: str, start: float, end: float) -> Document:
        """The word goes to another place of its sentence; those between move up."""
        name = "against" if panel.removeprefix(self.id).startswith(".against") else "text"
        tokens = tokens_of(name, getattr(self.options(document), name))
        here, there = (min(max(round(place), 0), len(tokens) - 1) for place in (start, end))
        if here == there:
            return document
        others = tokens[:here] + tokens[here + 1 :]
        moved = document.choosing(self.id, **{name: sentence_of((*others[:there], tokens[here], *others[there:]))})
        self.options(moved)
        return moved

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        if self.obstacle(document):
            return None
        found = self._all(document, view.within(document))[at_panel(document, panel)]
        name, column, row = panel.removesuffix(".b").removeprefix(self.id), round(x), round(y)
        count = len(found.placed[name == ".against"].tokens)
        if not (0 <= row < count and 0 <= column < count):
            return None
        pair = self._pair(document, found)
        if name == ".difference" and found.order is not None:
            return read_difference(found, pair, row, column)
        return self._read_cell(document, found, int(name == ".against"), row, column) if name in _SENTENCES else None

    def _read_cell(self, document: Document, found: Comparison, sentence: int, query: int, key: int) -> Reading:
        options = self.options(document)
        attention = (found.plain if options.without_positions else found.placed)[sentence]
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
