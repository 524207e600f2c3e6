"""The wavelength of each pair, the lengths beside it, and what scaling made of the pairs."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.figure import Panel
from pe_desktop.figure.marks import Box, Dots, Facts, Path, Text
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.spectrum import others, positions_a_turn, spectrum

from .documents import SMALL, build, lines, marks, of

FREQUENCIES = PICTURES["frequencies"]
LLAMA = {"head_dim": 128, "base": 5e5, "scaling": "llama3", "factor": 8.0, "original_max_position_embeddings": 8192}
GEMMA = {"head_dim": 512, "base": 1e6, "scaling": "proportional", "partial_rotary_factor": 0.25}


def points(panel: Panel) -> dict[int, float]:
    """The dots by pair, without that of the cursor."""
    return {round(x): y for mark in marks(panel, Dots) if not mark.hollow for x, y in mark.points}


def facts(figure) -> dict[str, str]:
    return {name: value for name, value, _ in marks(figure.panel("frequencies.facts"), Facts)[0].rows}


@pytest.mark.parametrize("name", ["rope", "sinusoidal", "yarn rope", "dynamic rope", "xpos", "half-split"])
def test_each_pair_has_a_dot_at_its_wavelength(name):
    document = SMALL[name]
    waves = document.encoding.wavelengths(document.length)
    found = points(build("frequencies", document).panel("frequencies"))
    assert [10 ** found[i] for i in range(len(waves))] == pytest.approx(waves)


def test_a_dot_has_the_colour_of_its_pair():
    dots = marks(build("frequencies", SMALL["rope"]).panel("frequencies"), Dots, lambda mark: not mark.hollow)
    places = {round(x): float(mark.colour[5:]) for mark in dots for x, _ in mark.points}
    assert [places[i] for i in range(8)] == pytest.approx(np.arange(8) / 7, abs=0.02)


def test_of_very_many_pairs_some_have_dots_and_the_line_is_of_all():
    panel = build("frequencies", of("rope", head_dim=16384)).panel("frequencies")
    assert 64 < len(points(panel)) <= 128
    assert lines(panel)[0].curve.domain == (0, 8191)


def test_pairs_that_never_turn_stand_in_a_row_of_their_own():
    figure = build("frequencies", of("rope", 131072, **GEMMA))
    above, below = points(figure.panel("frequencies.still")), points(figure.panel("frequencies"))
    assert figure.panel("frequencies.still").row < figure.panel("frequencies").row
    assert max(below) < 64 <= min(above)
    assert facts(figure)["never turn"] == "192"
    assert lines(figure.panel("frequencies"))[0].curve.domain[1] == 63


def test_where_nothing_turns_there_is_still_a_figure():
    figure = build("frequencies", SMALL["still rope"])
    assert points(figure.panel("frequencies")) == {}
    assert set(points(figure.panel("frequencies.still"))) == {0, 1, 2, 3}
    assert facts(figure)["longest wavelength"] == "none"


def test_the_lengths_are_lines_with_their_names():
    panel = build("frequencies", of("rope", 131072, **LLAMA)).panel("frequencies")
    heights = {mark.colour: 10 ** mark.points[0][1] for mark in marks(panel, Path)}
    assert heights == pytest.approx({"muted": 8192, "accent": 131072})
    words = [mark.text for mark in marks(panel, Text)]
    assert "trained at 8,192" in words
    assert "length 131,072" in words


def test_an_encoding_that_says_no_trained_length_has_one_line():
    panel = build("frequencies", of("rope", 4096, head_dim=128)).panel("frequencies")
    assert [10 ** mark.points[0][1] for mark in marks(panel, Path)] == pytest.approx([4096])


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (of("rope", 4096, head_dim=128), "18 of 64 pairs never finish a turn in 4,096 positions"),
        (
            of("rope", 131072, **LLAMA),
            "25 of 64 pairs never finish a turn in 131,072 positions; 29 never did in the 8,192 of training",
        ),
        (of("rope", 131072, **GEMMA), "192 of 256 pairs never finish a turn in 131,072 positions"),
    ],
)
def test_the_figure_says_how_many_pairs_never_finish_a_turn(document, words):
    assert build("frequencies", document).subtitle == words
    waves = document.encoding.wavelengths(document.length)
    assert int(words.split()[0]) == (waves > document.length).sum()


def test_shaded_zones_are_the_pairs_kept_blended_and_interpolated():
    panel = build("frequencies", of("rope", 131072, **LLAMA)).panel("frequencies")
    assert [(box.x0, box.x1) for box in marks(panel, Box)] == [(-0.5, 28.5), (28.5, 34.5), (34.5, 63.5)]
    assert [text.text for text in marks(panel, Text) if text.point[1] == panel.y.high] == [
        "29 kept",
        "6",
        "29 interpolated",
    ]


def test_the_ramp_is_the_share_of_interpolation():
    figure = build("frequencies", of("rope", 131072, **LLAMA))
    curve = lines(figure.panel("frequencies.ramp"))[0].curve
    values = curve.at(np.arange(64.0))
    assert not values[:29].any()
    assert (values[35:] == 1).all()
    assert (np.diff(values[28:36]) > 0).all()


@pytest.mark.parametrize("name", ["rope", "sinusoidal", "xpos", "proportional rope"])
def test_without_interpolation_there_are_neither_zones_of_it_nor_a_ramp(name):
    figure = build("frequencies", SMALL[name])
    assert "frequencies.ramp" not in [panel.id for panel in figure.panels]
    assert all(box.colour in ("key", "muted") for box in marks(figure.panel("frequencies"), Box))


def test_beside_scaled_wavelengths_stand_the_plain_ones():
    panel = build("frequencies", of("rope", 131072, **LLAMA)).panel("frequencies")
    before, after = lines(panel)
    assert [line.label for line in (before, after)] == ["unscaled", "llama3"]
    assert 10 ** before.curve.at(np.array([63.0]))[0] == pytest.approx(2_559_196, abs=1)
    assert 10 ** after.curve.at(np.array([63.0]))[0] == pytest.approx(8 * 2_559_196, abs=8)


def test_all_scalings_are_drawn_at_the_same_factor_and_lengths():
    document = of("rope", 131072, **LLAMA).choosing("frequencies", overlay=True)
    figure = build("frequencies", document)
    assert [line.label for line in lines(figure.panel("frequencies"))] == [
        "unscaled",
        "linear",
        "NTK",
        "dynamic",
        "YaRN",
        "LongRoPE",
        "llama3",
    ]
    found = {s.encoding.scaling: s for s in others(document.encoding, 131072, 8192)}
    ratios = {name: s.before[-1] / s.after[-1] for name, s in found.items()}
    assert ratios == pytest.approx(
        {"default": 1, "linear": 8, "ntk": 8, "dynamic": 1 + 8 * 15, "yarn": 8, "longrope": 8}
    )
    assert {s.trained for s in found.values()} == {None, 8192}
    assert facts(figure)["linear"] == str(found["linear"].unfinished)
    assert "stand in" in figure.subtitle


def test_plain_rope_is_taken_to_be_trained_at_a_quarter_where_others_are_drawn():
    document = of("rope", 4096, head_dim=128).choosing("frequencies", overlay=True)
    panel = build("frequencies", document).panel("frequencies")
    assert sorted(10 ** mark.points[0][1] for mark in marks(panel, Path)) == pytest.approx([1024, 4096])
    assert {s.encoding.extension for s in others(document.encoding, 4096, 1024)} >= {4.0}


def test_others_of_a_sinusoid_are_not_drawn():
    figure = build("frequencies", SMALL["sinusoidal"].choosing("frequencies", overlay=True))
    assert len(lines(figure.panel("frequencies"))) == 1


def test_parameters_that_do_not_serve_a_scaling_leave_it_out():
    encoding = ENCODINGS["rope"](head_dim=16, beta_slow=64.0)
    assert "yarn" not in [s.encoding.scaling for s in others(encoding, 4096, 1024)]


def test_two_that_are_compared_have_a_line_each_named_by_letter():
    document = of("rope", 4096, compare="rope", head_dim=128)
    figure = build("frequencies", document)
    assert [line.label for line in lines(figure.panel("frequencies"))] == ["A", "B"]
    assert "A   RoPE" in facts(figure)
    assert "B   RoPE" in facts(figure)


def test_the_numbers_are_frequencies_before_and_after_and_wavelengths():
    document = of("rope", 131072, **GEMMA)
    arrays = FREQUENCIES.numbers(document, View())
    assert list(arrays) == ["inv_freq", "unscaled_inv_freq", "wavelength", "interpolation"]
    assert (arrays["inv_freq"][:64] == arrays["unscaled_inv_freq"][:64]).all()
    assert not arrays["inv_freq"][64:].any()
    assert not arrays["wavelength"][64:].any()
    assert arrays["wavelength"][:64] * arrays["inv_freq"][:64] == pytest.approx(2 * np.pi)


def test_the_numbers_of_b_stand_beside_those_of_a():
    arrays = FREQUENCIES.numbers(SMALL["rope and xpos"], View())
    assert arrays["inv_freq_b"] == pytest.approx(10000.0 ** (-2 * np.arange(32) / 64))


def test_the_scalars_are_those_that_are_said():
    assert FREQUENCIES.scalars(of("rope", 131072, **LLAMA), View()) == {
        "attention_factor": 1,
        "unfinished": 25,
        "trained_length": 8192,
        "unfinished_when_trained": 29,
        "kept": 29,
        "blended": 6,
        "interpolated": 29,
    }


def test_a_pair_is_read_and_picked():
    document = of("rope", 131072, **LLAMA)
    panel = build("frequencies", document).panel("frequencies")
    view = FREQUENCIES.pick(document, View(), panel, (30.3, 3.0), 1.0)
    assert view.dimension == 30
    reading = FREQUENCIES.read(document, view, "frequencies", 30.3, 3.0)
    assert reading.value == document.encoding.frequencies(131072)[30]
    assert dict(reading.rows)["pair"] == "30 of 64"
    assert dict(reading.rows)["scaling"].startswith("blended, slowed by ")
    assert FREQUENCIES.read(document, view, "frequencies", 64.2, 3.0) is None
    assert FREQUENCIES.read(document, view, "frequencies.facts", 3.0, 3.0) is None


def test_a_picked_pair_of_a_sinusoid_is_its_first_column():
    document = of("sinusoidal", layout="half-split", d_model=12)
    panel = build("frequencies", document).panel("frequencies")
    assert FREQUENCIES.pick(document, View(), panel, (99.0, 1.0), 1.0).dimension == 5


def test_a_pair_that_never_turns_is_read_as_such():
    document = of("rope", 131072, **GEMMA)
    reading = FREQUENCIES.read(document, View(), "frequencies", 200, 1.0)
    assert reading.value == 0
    assert reading.formula == "0: this pair never turns"
    assert dict(reading.rows)["turns in the length"] == "none"


def test_files_hold_zero_for_the_wavelength_of_what_never_turns():
    assert positions_a_turn(np.array([np.pi, 0.0])).tolist() == [2, 0]


def test_kinds_come_in_runs():
    document = of("rope", 131072, **LLAMA)
    assert spectrum(document.encoding, 131072).zones() == (
        ("kept", 0, 28),
        ("blended", 29, 34),
        ("interpolated", 35, 63),
    )
