"""The spectrum of a table's dimensions, and the norms of its rows."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.power import COLUMNS, band_edges, exact_power, sampled_power
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.marks import Dots, Path, Rule
from pe_desktop.figure.pictures import PICTURES

from .documents import LARGE, SMALL, build, image, marks, of, served

POWER = PICTURES["power"]


def table(values):
    return of("learned", len(values), table=Weights("mine", FrozenArray(values))).encoding.numbers(len(values))


def waves(wavelength, length=512):
    return np.cos(2 * np.pi * np.arange(length)[:, None] / np.asarray(wavelength))


@pytest.mark.parametrize("name", served("power", SMALL))
def test_every_dimension_has_all_its_power_somewhere(name):
    found = POWER.numbers(SMALL[name], View())
    vectors = SMALL[name].encoding.vectors(SMALL[name].length).full()
    power = found["power"]
    assert power.min() >= -1e-12
    there = np.abs(vectors).max(axis=0) > 1e-9 * max(1e-300, np.abs(vectors).max())
    np.testing.assert_allclose(power.sum(axis=0), there.astype(float), atol=1e-9)
    np.testing.assert_allclose(found["norms"], np.linalg.norm(vectors, axis=1), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("wavelength", [3.0, 7.0, 20.0, 50.0, 128.0])
def test_a_wave_is_in_the_band_of_its_wavelength(wavelength):
    found = exact_power(table(waves([wavelength])))
    band = int(found.shares[:, 0].argmax())
    assert found.edges[band] <= wavelength * 1.05
    assert wavelength <= found.edges[band + 1] * 1.05
    assert found.shares[max(0, band - 1) : band + 2, 0].sum() > 0.75


def test_what_is_slower_than_the_sequence_or_at_rest_is_in_the_last_band():
    found = exact_power(table(np.concatenate([waves([5000.0]), np.ones((512, 1))], axis=1)))
    assert found.shares[-1] == pytest.approx([1.0, 1.0], abs=0.35)
    assert (found.shares.argmax(axis=0) == len(found.shares) - 1).all()


def test_the_power_between_two_wavelengths_is_that_of_parsevals_theorem():
    values = np.random.default_rng(4).normal(size=(100, 3))
    found = exact_power(table(values))
    fine = np.abs(np.fft.rfft(values, 1 << 16, axis=0)) ** 2
    frequency = np.arange(len(fine)) / (1 << 16)
    for band, (first, last) in enumerate(zip(found.edges[:-1], found.edges[1:], strict=True)):
        inside = (frequency <= 1 / first) & (frequency > 1 / last)
        assert found.shares[band] == pytest.approx(fine[inside].sum(axis=0) / fine.sum(axis=0), abs=0.02)


@pytest.mark.parametrize(("rows", "bands"), [(1, 0), (2, 0), (4, 6), (512, 48)])
def test_bands_reach_as_far_as_the_rows(rows, bands):
    edges = band_edges(rows)
    assert len(edges) == bands + 1
    assert edges[0] == 2
    assert edges[-1] >= rows or rows == 1


def test_a_column_of_zeros_has_no_power():
    found = exact_power(table(np.array([[0.0, 1.0], [0.0, 2.0], [0.0, 0.0]])))
    assert not found.shares[:, 0].any()
    assert not exact_power(table(np.zeros((3, 2)))).shares.any()


def test_of_a_wide_table_some_columns_are_drawn_and_all_are_written():
    document = LARGE["wide"]
    found = sampled_power(document.encoding.vectors(document.length))
    assert (len(found.columns), found.columns[0], found.columns[-1]) == (COLUMNS, 0, 16383)
    assert "some of the dimensions, first 512 positions" in build("power", document).subtitle
    whole = exact_power(of("sinusoidal", d_model=1000).encoding.vectors(24))
    few = sampled_power(of("sinusoidal", d_model=1000).encoding.vectors(24))
    np.testing.assert_allclose(few.shares, whole.shares[:, few.columns], atol=1e-12)


def test_the_norms_are_those_of_the_rows_and_the_cursor_is_on_them():
    document = SMALL["learned"]
    panel = build("power", document, View(position=7)).panel("power.norm")
    expected = np.linalg.norm(document.encoding.numbers(24).full(), axis=1)
    positions, heights = zip(*marks(panel, Path)[0].points, strict=True)
    assert positions == tuple(range(24))
    assert heights == pytest.approx(expected)
    ((x, y),) = marks(panel, Dots)[0].points
    assert (x, y) == (7, pytest.approx(expected[7]))


def test_two_are_shown_side_by_side_on_one_scale():
    figure = build("power", SMALL["learned and integer"])
    assert [p.id for p in figure.panels] == ["power", "power.b", "power.b.scale", "power.norm", "power.norm.b"]
    assert figure.panel("power").column == figure.panel("power.norm").column
    assert figure.panel("power.b").column == figure.panel("power.norm.b").column


def test_what_is_read_is_the_share_of_a_band_and_the_norm_of_a_position():
    document = SMALL["sinusoidal"]
    shares = image(build("power", document).panel("power")).field.full()
    y = build("power", document).panel("power").y
    band = 3
    reading = POWER.read(document, View(), "power", 2.2, y.low + (band + 0.5) * (y.high - y.low) / len(shares))
    assert reading.value == shares[band, 2]
    assert reading.rows[0] == ("dimension", "2 of 12")
    assert "positions" in reading.rows[1][1]
    last = POWER.read(document, View(), "power", 2.2, y.high - 1e-6)
    assert last.rows[1][1].endswith("positions and more, or none")
    assert POWER.read(document, View(), "power", 2.2, y.high + 1) is None
    assert POWER.read(document, View(), "power.norm", 5.3, 0).value == pytest.approx(np.sqrt(6))
    assert POWER.read(document, View(), "power.norm", 24, 0) is None
    assert POWER.read(document, View(), "power.scale", 0, 0) is None


def test_a_dimension_is_picked_where_the_columns_are_those_of_the_heatmap():
    document = SMALL["sinusoidal"]
    panel = build("power", document).panel("power")
    assert POWER.pick(document, View(), panel, (5.2, panel.y.low), 1.0).dimension == 5
    assert marks(panel, Rule)[0].value == 1
    other = build("power", SMALL["rope"]).panel("power")
    assert not marks(other, Rule)
    norm = build("power", document).panel("power.norm")
    assert POWER.pick(document, View(), norm, (9.2, 1.0), 1.0).position == 9


def test_of_a_long_table_the_norms_of_some_positions_are_drawn_from_the_first_to_the_last():
    for name, most in (("ten million", 512), ("wide", 64)):
        found = POWER.build(LARGE[name], View()).panel("power.norm")
        places = [x for x, _ in marks(found, Path)[0].points]
        assert (len(places), places[0], places[-1]) == (most, 0, LARGE[name].length - 1)


@pytest.mark.parametrize("d_model", [1024, 1023])
def test_norms_are_those_of_the_rows_in_closed_form_or_taken_in_parts(d_model):
    """Whole pairs have one norm; a lone sine needs each of its rows."""
    long = of("sinusoidal", length=5000, d_model=d_model, odd="sine").encoding.vectors(5000)
    rows = np.arange(5000)
    assert long.norms(rows) == pytest.approx(np.linalg.norm(long.full(), axis=1), rel=1e-12)
