"""Five ways to number positions, as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.figure.marks import Prose, Text
from pe_desktop.figure.naive_kinds import MEASURED, short
from pe_desktop.figure.pictures import PICTURES

from .documents import EVERY, build, image, lines, marks, of, placed

NAIVE = PICTURES["naive"]
FIVE = ["integer", "normalized", "binary", "sinusoidal", "learned"]


def table(document):
    """The words of the table by measure and column."""
    words = marks(NAIVE.build(document, View()).panel("naive.measures"), Text)
    return {(MEASURED[int(word.point[1])], int(word.point[0])): word.text for word in words}


def told(document):
    return marks(build("naive", document).panel("naive.told"), Prose)[0].text


def test_all_five_stand_beside_each_other():
    assert [panel.id for panel in build("naive", of("sinusoidal")).panels[:5]] == [f"naive.{id}" for id in FIVE]


@pytest.mark.parametrize(("encoding", "place"), [("gray", 2), ("fourier", 3), ("learned", 4)])
def test_what_is_looked_at_stands_in_the_place_of_its_like(encoding, place):
    assert build("naive", of(encoding)).panels[place].id == f"naive.{encoding}"


def test_the_document_s_own_parameters_count():
    assert image(build("naive", of("sinusoidal", d_model=20)).panel("naive.sinusoidal")).field.shape == (24, 20)


def test_an_index_grows_and_its_share_depends_on_the_length():
    one, other = table(of("sinusoidal", length=101)), table(of("sinusoidal", length=201))
    assert (one["greatest", 0], other["greatest", 0]) == ("100", "200")
    assert (one["least step", 1], one["step at 2 L", 1], other["least step", 1]) == ("0.01", "0.00498", "0.005")
    assert one["greatest", 3] == other["greatest", 3] == "1"


def test_an_integer_saturates_the_softmax_and_swells_the_gradient():
    arrays = NAIVE.numbers(of("sinusoidal", length=128), View())
    assert arrays["entropy"][0, -1] < 0.01 < 4 < arrays["entropy"][3].min()
    assert arrays["gradient_norm"][0, -1] > 100 > 30 > arrays["gradient_norm"][1:].max()
    curves = lines(build("naive", of("sinusoidal", length=128)).panel("naive.entropy"))
    assert [line.curve.at(np.array([127.0]))[0] for line in curves] == arrays["entropy"][:, 127].tolist()


def test_what_is_capped_is_said():
    said = told(of("sinusoidal", length=10_000))
    assert "Rows: first 512 positions. Learned ends at 512." in said
    assert "Rows: first 90 positions." in told(of("sinusoidal", length=10_000, d_model=16384))
    assert "Rows: " not in told(of("sinusoidal", length=128))
    assert "below d_model 746" in told(of("sinusoidal", length=128))


def test_a_large_table_is_measured_beside_the_window_and_a_small_one_at_once():
    wide, narrow = of("sinusoidal", length=128, d_model=1022), of("sinusoidal", length=128, d_model=62)
    assert NAIVE.prepared(narrow, View())
    assert not NAIVE.prepared(wide, View())
    assert [table(wide)["nearest row", column] for column in (0, 3)] == ["1", "…"]
    fractions = []
    NAIVE.prepare(wide, View(), fractions.append)
    assert NAIVE.prepared(wide, View())
    assert table(wide)["nearest row", 3] == short(NAIVE.numbers(wide, View())["nearest"][3].min())
    assert fractions == sorted(fractions)


def test_curves_of_the_widest_tables_are_drawn_when_they_are_there():
    wide = of("sinusoidal", length=40, d_model=2046)
    assert not NAIVE.prepared(wide, View())
    assert NAIVE.read(wide, View(), "naive.entropy", 3.0, 0.0) is None
    assert len(lines(NAIVE.build(wide, View()).panel("naive.entropy"))) == 4
    NAIVE.prepare(wide, View(), lambda fraction: None)
    assert len(lines(build("naive", wide).panel("naive.entropy"))) == 5
    assert NAIVE.read(wide, View(), "naive.entropy", 3.0, 0.0) is not None


def test_one_position_has_no_steps():
    assert table(of("sinusoidal", length=1))["least step", 0] == "–"
    assert list(NAIVE.numbers(of("sinusoidal", length=1), View())) == ["entropy", "gradient_norm"]


@pytest.mark.parametrize("name", ["ten million", "wide", "long integer", "long binary", "whole table"])
def test_it_is_drawn_at_any_length(name):
    assert "naive.measures" in placed(build("naive", EVERY[name]))


def test_a_cell_and_a_curve_are_read():
    document = of("sinusoidal", length=64)
    assert NAIVE.read(document, View(), "naive.integer", 0.1, 17.2).value == 17
    reading = NAIVE.read(document, View(), "naive.gradient", 20.0, 0.0)
    norms = NAIVE.numbers(document, View())["gradient_norm"][:, 20]
    assert reading.value == norms[0]
    assert [value for _, value in reading.rows] == [f"{norm:.6g}" for norm in norms]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (1e-5, "1 · 10⁻⁵"),
        (0.00787, "0.00787"),
        (-1.4715, "−1.47"),
        (127, "127"),
        (99_999, "100k"),
        (2e6, "2M"),
    ],
)
def test_numbers_are_short(value, said):
    assert short(value) == said
