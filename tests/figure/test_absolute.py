"""How tables of odd width, with offsets, zeros and coordinates are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.pictures.waves import column_name

from .documents import SMALL, build, lines, of


@pytest.mark.parametrize(
    ("document", "column", "name"),
    [
        (of("sinusoidal", d_model=7), 6, "sin, pair 3"),
        (of("sinusoidal", d_model=7, odd="zero"), 6, "zeros"),
        (of("sinusoidal", d_model=7, odd="sine", layout="half-split"), 3, "sin, pair 3"),
        (of("fourier", bands=4, include_input=True), 0, "v"),
        (of("fourier", bands=4, include_input=True), 1, "sin, pair 3"),
        (of("fourier", variant="random", features=1), 0, "cos, pair 0"),
        (of("gray"), 3, "bit 3"),
    ],
)
def test_a_wave_is_called_by_what_it_is(document, column, name):
    assert column_name(document.encoding, column) == name


@pytest.mark.parametrize("name", ["odd width", "odd width with zeros", "nerf with its input", "padding row", "nerf"])
def test_as_many_waves_are_drawn_whichever_column_the_cursor_is_in(name):
    document = SMALL[name]
    count = document.encoding.numbers(24).shape[1]
    drawn = {len(lines(build("waves", document, View(dimension=d)).panel("waves"))) for d in range(count)}
    assert len(drawn) == 1


@pytest.mark.parametrize("column", [6, 0])
def test_the_lone_column_is_drawn_when_the_cursor_is_in_it(column):
    figure = build("waves", of("sinusoidal", d_model=7), View(dimension=column))
    assert [line.curve.column for line in lines(figure.panel("waves")) if line.width > 2] == [column]


@pytest.mark.parametrize("name", ["odd width", "odd width with zeros", "padding row"])
def test_what_does_not_turn_as_a_whole_is_not_drawn_as_a_rotation(name):
    figure = build("rotation", SMALL[name])
    assert not figure.panels
    assert "Choose" in figure.note


def test_hands_of_a_table_with_an_offset_point_to_its_rows():
    document = of("sinusoidal", d_model=8, offset=5)
    angles = PICTURES["rotation"].numbers(document, View())["angles"]
    table = document.encoding.numbers(24).full()
    assert np.sin(angles) == pytest.approx(table[:, 0::2], abs=1e-12)
    scalars = PICTURES["rotation"].scalars(document, View(position=9, key=4))
    plain = PICTURES["rotation"].scalars(of("sinusoidal", d_model=8), View(position=9, key=4))
    assert scalars["score"] == pytest.approx(plain["score"], abs=1e-12)
    assert scalars["difference"] < 1e-12


def test_random_features_say_so_on_the_figure():
    assert "frequencies drawn at random, seed 0" in build("heatmap", SMALL["random features"]).subtitle
