"""Two sentences of the same words under one head, as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights
from pe_desktop.export.caption import caption
from pe_desktop.figure.marks import Cell, Facts, Prose
from pe_desktop.figure.pictures import PICTURES

from .documents import build, image, marks, of, placed

ATTENTION = PICTURES["attention"]
KINGS = {"text": "King and Queen", "against": "Queen and King"}


def sentences(encoding="sinusoidal", compare=None, **options):
    return of(encoding, compare=compare).choosing("attention", **options)


def told(document):
    return marks(build("attention", document).panel("attention.told"), Prose)[0].text


def test_both_sentences_and_their_difference_share_a_scale_and_have_their_words_beside_them():
    figure = build("attention", sentences())
    panels = [figure.panel(id) for id in ("attention", "attention.against", "attention.difference")]
    assert len({image(panel).levels for panel in panels}) == 1
    assert panels[0].x.names == panels[0].y.names == panels[2].x.names == ("The", "cat", "chased", "the", "mouse")
    assert panels[1].y.names == ("The", "mouse", "chased", "the", "cat")


@pytest.mark.parametrize(("without_positions", "same"), [(True, True), (False, False)])
def test_the_difference_is_rounding_without_positions(without_positions, same):
    panel = build("attention", sentences(without_positions=without_positions)).panel("attention.difference")
    assert (np.abs(image(panel).field.full()).max() < 1e-12) == same


@pytest.mark.parametrize("encoding", ["sinusoidal", "rope", "t5", "learned"])
def test_the_numbers_hold_both_outputs_and_the_scalars_how_far_they_are_apart(encoding):
    document = sentences(encoding)
    arrays, scalars = ATTENTION.numbers(document, View()), ATTENTION.scalars(document, View())
    order = arrays["order"].astype(int)
    plain = arrays["output_without_positions"] - arrays["output_against_without_positions"][order]
    assert np.abs(plain).max() == scalars["difference_without_positions"] < 1e-12
    with_it = arrays["output"] - arrays["output_against"][order]
    assert np.abs(with_it).max() == scalars["difference_with_positions"] > 1e-3
    assert min(scalars["difference_recurrent"], scalars["difference_convolution"]) > 1e-3


def test_a_mirror_image_is_invisible_to_alibi_and_the_figure_says_why():
    assert "|query − key| only, and this is the sentence read backwards" in told(sentences("alibi", **KINGS))
    assert "read backwards it cannot tell apart" in told(sentences("alibi"))
    assert "backwards" not in told(sentences("alibi", causal=True))
    assert "backwards" not in told(sentences("sinusoidal", **KINGS))


def test_other_words_are_named_and_nothing_is_compared():
    figure = build("attention", sentences(against="A dog"))
    assert "only in the second: a, dog" in told(sentences(against="A dog"))
    assert {panel.id for panel in figure.panels} == {
        "attention",
        "attention.against",
        "attention.scale",
        "attention.told",
    }
    assert ATTENTION.scalars(sentences(against="A dog"), View()) == {}


@pytest.mark.parametrize(
    ("options", "note"),
    [({"text": ""}, "text: nothing given"), ({"against": "a " * 40}, "against: 40 words and signs given")],
)
def test_a_sentence_that_cannot_be_read_leaves_a_note_and_refuses_numbers(options, note):
    figure = build("attention", sentences(**options))
    assert not figure.panels
    assert figure.note.startswith(note)
    with pytest.raises(ParameterError, match=note):
        ATTENTION.check(sentences(**options))


def test_a_sentence_longer_than_the_table_is_refused():
    few = Weights("few", FrozenArray(np.eye(3, 8, dtype=np.float32)))
    document = sentences("learned").showing(of("learned", 3, table=few).encoding, None)
    assert "has 3 positions" in build("attention", document).note
    with pytest.raises(ParameterError, match="text: 5 words and signs given; allowed: up to 3"):
        ATTENTION.numbers(document, View())


def test_two_encodings_have_a_row_each():
    figure = build("attention", sentences(compare="rope"))
    assert figure.panel("attention.b").row == figure.panel("attention").row + 1
    names = [name for name, _, _ in marks(figure.panel("attention.facts.0"), Facts)[0].rows]
    assert names[1:] == ["without positions", "with Sinusoidal", "with RoPE"]
    assert told(sentences(compare="rope")).startswith("A: ")


def test_a_cell_is_read_with_its_words():
    document = sentences()
    weights = ATTENTION.numbers(document, View())
    reading = ATTENTION.read(document, View(), "attention.against", 4.2, 1.1)
    assert reading.value == weights["weights_against"][1, 4]
    assert dict(reading.rows)["query"] == "mouse, position 1"
    apart = ATTENTION.read(document, View(), "attention.difference", 1.0, 4.0)
    assert apart.value == pytest.approx(weights["weights_difference"][4, 1], abs=1e-15)


def test_the_cursor_is_marked_where_it_stands_on_words():
    panels = [build("attention", sentences(), View(position=p, key=1)).panel("attention") for p in (4, 5)]
    assert [len(marks(panel, Cell)) for panel in panels] == [1, 0]
    view = ATTENTION.pick(sentences(), View(), panels[0], (2.3, 3.4), 0.1)
    assert (view.position, view.key) == (3, 2)


@pytest.mark.parametrize(
    ("panel", "start", "end", "text", "against"),
    [
        ("attention.against", 4.3, 0.9, KINGS["text"], "one five two three four"),
        ("attention.against.b", 0.0, 2.4, KINGS["text"], "two three one four five"),
        ("attention.against", 1.0, 99.0, KINGS["text"], "one three four five two"),
        ("attention.against", -7.0, 1.0, KINGS["text"], "two one three four five"),
        ("attention", 0.2, 2.0, "and Queen King", "one two three four five"),
        ("attention", 1.2, 0.8, KINGS["text"], "one two three four five"),
    ],
)
def test_a_word_goes_to_another_place_of_its_sentence(panel, start, end, text, against):
    document = sentences(compare="rope", text=KINGS["text"], against="one two three four five")
    options = ATTENTION.options(ATTENTION.reordered(document, panel, start, end))
    assert (options.text, options.against) == (text, against)


def test_only_the_names_of_a_sentence_can_be_moved():
    panels = build("attention", sentences(compare="rope")).panels
    movable = {panel.id for panel in panels if panel.x.movable or panel.y.movable}
    assert movable == {"attention", "attention.against", "attention.b", "attention.against.b"}


def test_the_caption_says_the_sentences_and_no_length():
    said = caption(sentences(), ATTENTION)
    assert "text “The cat chased the mouse”" in said
    assert "length" not in said


@pytest.mark.parametrize("width", [420.0, 900.0, 1600.0])
def test_every_word_stands_beside_its_row_and_below_its_column(width):
    places = placed(build("attention", sentences()), width, 450.0)
    assert [tick.label for tick in places["attention"].y_ticks] == ["The", "cat", "chased", "the", "mouse"]
    assert len(places["attention"].x_ticks) == 5 or width < 500
