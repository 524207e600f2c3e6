"""Embeddings plus positions, as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.figure.marks import Dots, Prose
from pe_desktop.figure.pictures import PICTURES

from .documents import build, image, marks, of

ADDITION = PICTURES["addition"]
TABLES = ("addition.embeddings", "addition", "addition.input")


def sentence(encoding="sinusoidal", compare=None, **options):
    return of(encoding, compare=compare).choosing("addition", **options)


def test_the_third_table_is_the_sum_of_the_others_on_one_scale():
    panels = [build("addition", sentence()).panel(id) for id in TABLES]
    one, other, both = (image(panel).field.full() for panel in panels)
    assert np.array_equal(one + other, both)
    assert len({image(panel).levels for panel in panels}) == 1


def test_a_word_has_the_same_vector_wherever_it_stands_and_a_position_whatever_word_does():
    first, second = (ADDITION.numbers(sentence(text=t), View()) for t in ("a b a", "c a d"))
    assert np.array_equal(first["embeddings"][0], first["embeddings"][2])
    assert np.array_equal(first["embeddings"][0], second["embeddings"][1])
    assert np.array_equal(first["positions"], second["positions"])


def test_the_factor_makes_words_eight_times_as_long_at_width_64():
    with_it, without = (ADDITION.numbers(sentence(scale_embeddings=on), View())["word_norms"] for on in (True, False))
    assert with_it == pytest.approx(8 * without)


def test_lengths_and_angles_are_those_of_the_tables():
    arrays = ADDITION.numbers(sentence(), View())
    assert arrays["position_norms"] == pytest.approx(np.sqrt(32))
    cosines = (arrays["embeddings"] * arrays["positions"]).sum(1) / arrays["word_norms"] / arrays["position_norms"]
    assert np.cos(np.radians(arrays["angles"])) == pytest.approx(cosines)


def test_where_nothing_is_added_there_is_no_angle():
    assert ADDITION.numbers(sentence("integer"), View())["angle_positions"].tolist() == [1, 2, 3, 4]
    points = marks(build("addition", sentence("integer")).panel("addition.angles"), Dots)[0].points
    assert [x for x, _ in points] == [1, 2, 3, 4]


def test_the_cost_of_keeping_both_apart_is_said():
    told = marks(build("addition", sentence()).panel("addition.cost"), Prose)[0].text
    assert all(number in told for number in ("12,288", "24,576", "49,152"))
    assert ADDITION.scalars(sentence(), View())["parameters_beside_in_every_layer"] == 49_152


@pytest.mark.parametrize("encoding", ["rope", "alibi", "sincos2d"])
def test_what_adds_nothing_to_embeddings_is_refused(encoding):
    figure = build("addition", sentence(encoding))
    assert not figure.panels
    assert figure.note


def test_a_cell_is_read_with_both_parts():
    arrays = ADDITION.numbers(sentence(), View())
    for panel, name in zip(TABLES, ("embeddings", "positions", "input"), strict=True):
        assert ADDITION.read(sentence(), View(), panel, 7.2, 2.9).value == arrays[name][3, 7]


def test_two_encodings_have_a_row_each():
    figure = build("addition", sentence(compare="binary"))
    assert figure.panel("addition.b").title == "B   Binary code"
    assert len(marks(figure.panel("addition.norms"), Dots)) == 3


def test_an_empty_sentence_leaves_a_note():
    assert build("addition", sentence(text="")).note.startswith("text: nothing given")
