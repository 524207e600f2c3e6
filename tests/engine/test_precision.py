"""Angles as fp32, bf16 and fp16 code computes them, against numbers that were measured on published implementations."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.field import block_edges
from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.precision import RECIPES, Recipe, Rounded
from pe_desktop.engine.rounding_error import FLOOR, MEASURES, Decades, LargestError, RoundingError

LONG = 10_000_000
LADDER = FrozenArray(10000.0 ** (-2 * np.arange(64) / 128))
SHORT = FrozenArray(10000.0 ** (-2 * np.arange(5) / 10))
FREQUENCIES = LADDER.values

recipes = st.builds(Recipe, *[st.sampled_from(list(FORMATS))] * 4)


def rounded(recipe, frequencies=LADDER):
    return Rounded(frequencies, RECIPES.get(recipe, recipe))


def errors(recipe, measure="angle", length=LONG, frequencies=LADDER):
    return RoundingError(length, rounded(recipe, frequencies), measure)


@pytest.mark.parametrize(
    ("position", "most"), [(4095, 1.4e-4), (32_767, 1.7e-3), (1_048_575, 3.1e-2), (10_485_759, 0.80)]
)
@pytest.mark.parametrize("recipe", ["all-fp32", "transformers"])
def test_the_largest_error_of_float32_angles(recipe, position, most):
    assert errors(recipe).largest([position])[0] == pytest.approx(most, rel=0.04)


@pytest.mark.parametrize(
    ("position", "most"), [(4095, 1.4e-4), (32_767, 1.7e-3), (131_071, 4.2e-3), (1_048_575, 3.1e-2), (10_485_759, 0.80)]
)
def test_the_largest_error_of_the_frequencies_that_transformers_computes(arrays, position, most):
    """They are up to one unit in the last place off the nearest ones: PyTorch's power in float32."""
    theirs = arrays["rope_scaling.dynamic.short"]
    angles = rounded("all-fp32", FrozenArray(theirs.astype(np.float64))).angles([position], np.arange(64))
    assert np.abs(angles - position * FREQUENCIES).max() == pytest.approx(most, rel=0.04)
    assert theirs == pytest.approx(rounded("transformers").inv_freq, rel=1.2e-7)


@pytest.mark.parametrize(("position", "most"), [(255, 0.27), (1000, 0.90), (4095, 1.68)])
def test_the_largest_error_of_a_cosine_whose_frequency_was_cast_to_bf16(position, most):
    recipe = Recipe("bf16", "fp32", "fp32", "fp32")
    assert errors(recipe, "cosine").largest([position])[0] == pytest.approx(most, abs=0.005)


def test_a_table_in_bf16_of_float32_angles_costs_little():
    assert errors("transformers", "cosine").largest(np.arange(4096)).max() == pytest.approx(1.9e-3, rel=0.1)


def test_angles_in_float64_have_no_error_and_their_table_that_of_its_own_steps():
    assert errors("float64-table").largest(np.arange(0, LONG, 9999)).max() == 0
    assert errors("float64-table", "cosine").largest(np.arange(0, LONG, 9999)).max() <= 2**-25


def test_a_table_in_half_precision_is_that_which_gpt_neox_reported():
    """gpt-neox, thread 1003: 2,048 positions of 32 dimensions, computed by PyTorch on a GPU."""
    frequencies = FrozenArray(10000.0 ** (-np.arange(0, 32, 2) / 32))
    half, single = rounded("all-fp16", frequencies), rounded("all-fp32", frequencies)
    assert half.angles([1857], [1])[0, 0] == 1045
    assert single.angles([1857], [1])[0, 0] == pytest.approx(1044.2678, abs=5e-5)
    cosines = [r.table(r.angles(np.arange(2048), np.arange(16)))[0] for r in (half, single)]
    assert np.abs(cosines[0] - cosines[1]).max() == pytest.approx(0.7819, abs=5e-5)


def drift(recipe, offset=37, seed=0, shifts=(0, 1, 255, 256, 1000, 4097, 65_535, 300_001, 1_048_576)):
    """How much q · k of random vectors changes while both positions move together; and how far it is from the truth."""
    draw = np.random.default_rng(seed).normal(size=(2, 64, 2)) @ np.array([1, 1j])
    products = draw[0] * np.conj(draw[1])
    found = rounded(recipe)
    scores = [float((products * found.circle(s + offset) * np.conj(found.circle(s))).sum().real) for s in shifts]
    truth = float((products * np.exp(1j * offset * FREQUENCIES)).sum().real)
    return max(scores) - min(scores), abs(scores[0] - truth)


def test_a_score_of_fixed_offset_stays_in_float64_wavers_in_float32_and_is_lost_with_bf16_positions():
    exact = Recipe("fp64", "fp64", "fp64", "fp64")
    assert drift(exact)[0] < 1e-9
    assert 1e-3 < drift("all-fp32")[0] < 0.1
    assert drift(Recipe("fp32", "bf16", "fp32", "fp32"))[0] > 3


def test_frequencies_in_bf16_are_wrong_but_still_relative():
    found = [drift(Recipe("bf16", "fp64", "fp64", "fp64"), seed=seed) for seed in range(10)]
    assert max(wavering for wavering, _ in found) < 1e-8
    assert 0.1 < max(off for _, off in found) < 1


def test_equal_vectors_score_the_mean_cosine_of_their_offset():
    exact = rounded(Recipe("fp64", "fp64", "fp64", "fp64"))
    assert exact.score(500, 463) == pytest.approx(np.cos(37 * FREQUENCIES).mean(), abs=1e-13)
    assert rounded("bf16-positions").score(257, 256) == pytest.approx(1, abs=0.005)  # they have become one position


@given(recipes, st.integers(0, LONG - 1), st.integers(0, 4))
def test_every_step_keeps_its_result_in_its_format(recipe, position, pair):
    found = rounded(recipe, SHORT)
    angle = found.angles([position], [pair])
    steps = {
        "inv_freq": found.inv_freq,
        "positions": found.positions([position]),
        "angles": angle,
        "table": np.array(found.table(angle)),
    }
    assert all((FORMATS[getattr(recipe, name)].round(values) == values).all() for name, values in steps.items())


@given(recipes, st.integers(0, LONG - 1), st.integers(0, LONG - 1))
def test_positions_that_collide_have_the_same_angles(recipe, one, other):
    found, format = rounded(recipe, SHORT), FORMATS[recipe.positions]
    first, last = format.alike(one, LONG)
    same = found.angles([one, min(max(other, first), last)], np.arange(5))
    assert (same[0] == same[1]).all()


@given(recipes, st.integers(0, LONG - 1), st.integers(0, 4), st.sampled_from(MEASURES))
def test_an_error_is_finite_and_that_of_the_steps_one_by_one(recipe, position, pair, measure):
    found = errors(recipe, measure, frequencies=SHORT)
    angle, truth = found.rounded.angles([position], [pair])[0, 0], position * SHORT.values[pair]
    cosine = FORMATS[recipe.table].round(np.cos(angle))
    wanted = abs(angle - truth) if measure == "angle" else abs(cosine - np.cos(truth))
    assert found.at([position], [pair])[0, 0] == wanted
    assert np.isfinite(wanted)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_pixel_of_one_cell_shows_its_error_exactly(recipe, measure):
    found = errors(recipe, measure, length=400)
    rows, columns = block_edges(250, 400, 200), block_edges(3, 60, 100)
    expected = found.at(np.arange(250, 400), np.arange(3, 60))
    assert found.mean(rows, columns) == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert not found.exact


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("recipe", ["transformers", "bf16-positions", "all-bf16", "all-fp16"])
def test_a_pixel_of_many_cells_shows_about_their_mean(recipe, measure):
    found = errors(recipe, measure, length=32_768)
    rows, columns = block_edges(0, 32_768, 32), block_edges(0, 64, 64)
    full = found.full().reshape(32, 1024, 64).mean(axis=1)
    spread = found.mean(rows, columns)[1:] / np.maximum(full[1:], 1e-9)
    assert np.median(spread) == pytest.approx(1, abs=0.1)
    assert np.percentile(np.abs(spread - 1), 90) < 0.9


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3000), st.integers(1, 700), st.sampled_from(list(RECIPES)))
def test_a_mean_lies_between_the_least_and_the_largest_error_of_its_block(length, blocks, recipe):
    found = errors(recipe, length=length, frequencies=SHORT)
    edges = block_edges(0, length, blocks)
    means, full = found.mean(edges, np.arange(6)), found.full()
    low, high = np.minimum.reduceat(full, edges[:-1]), np.maximum.reduceat(full, edges[:-1])
    assert (means >= low * (1 - 1e-6) - 1e-12).all()
    assert (means <= high * (1 + 1e-6) + 1e-12).all()


@pytest.mark.parametrize("measure", MEASURES)
def test_drawing_ten_million_positions_takes_no_memory_of_their_number(measure):
    found = errors("all-bf16", measure)
    tracemalloc.start()
    found.mean(block_edges(0, LONG, 700), np.arange(65))
    LargestError(found).envelope(np.linspace(0, LONG - 1, 700))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_decades_are_logarithms_that_end_at_a_floor():
    found = Decades(errors("all-bf16", length=300))
    assert found.at([0], [0])[0, 0] == np.log10(FLOOR)  # position 0 has no error
    assert found.at([255], [3])[0, 0] == np.log10(found.errors.at([255], [3])[0, 0])
    assert found.mean(np.array([0, 1]), np.array([0, 1]))[0, 0] == pytest.approx(-12, abs=1e-5)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("recipe", RECIPES)
def test_the_curve_is_the_largest_of_all_pairs(recipe, measure):
    found = errors(recipe, measure, length=5000)
    positions = np.array([0.0, 1, 257, 4095, 4999])
    largest = found.at(positions, np.arange(64)).max(axis=1)
    curve = LargestError(found)
    assert curve.at(positions) == pytest.approx(np.log10(np.maximum(largest, FLOOR)), abs=1e-12)
    assert 10 ** curve.traced(positions) == pytest.approx(10 ** curve.at(positions), abs=3e-7)
    assert curve.exact


@pytest.mark.parametrize("length", [2, 700, 4000, 5000, 100_000, LONG])
@pytest.mark.parametrize("pixels", [1, 300, 900])
def test_a_strip_of_the_curve_holds_its_values_and_none_beyond(length, pixels):
    curve = LargestError(errors("all-bf16", length=length))
    edges = np.linspace(0, length - 1, pixels + 1)
    low, high, exact = curve.envelope(edges)
    assert len(low) == len(high) == pixels
    assert (low <= high).all()
    assert high.max() <= curve.at(np.arange(max(0, length - 2000), length)).max() + 0.6
    if exact:
        every = curve.traced(np.arange(length))
        assert (low.min(), high.max()) == (every.min(), every.max())


def test_of_very_many_pairs_some_are_drawn_and_all_are_read():
    wide = FrozenArray(10000.0 ** (-np.arange(8192) / 8192))
    curve = LargestError(errors("transformers", frequencies=wide))
    assert not curve.exact
    positions = np.linspace(1000, LONG - 1, 50)
    assert (curve.traced(positions) <= curve.at(positions) + 1e-9).all()
    assert curve.traced(positions) == pytest.approx(curve.at(positions), abs=0.5)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_sequence_of_one_position_has_no_error_in_its_angles(recipe):
    assert errors(recipe, length=1).full().max() == 0


def test_positions_beyond_half_precision_have_finite_errors():
    found = errors("all-fp16")
    assert np.isfinite(found.at([65_519, 65_520, LONG - 1], np.arange(64))).all()
    assert np.isfinite(Decades(found).mean(block_edges(0, LONG, 50), np.arange(65))).all()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["bf16", "fp16"]), st.integers(0, 3000), st.integers(1, 3000), st.data())
def test_rows_that_start_elsewhere_collide_as_their_positions_do(format, start, length, data):
    found = RoundingError(length, Rounded(SHORT, Recipe("fp32", format, "fp32", "fp32")), "angle", start)
    kept = FORMATS[format].round(np.arange(start, start + length))
    assert found.distinct == len(np.unique(kept))
    row = data.draw(st.integers(0, length - 1))
    alike = np.flatnonzero(kept == kept[row])
    assert found.alike(row) == (alike[0], alike[-1])


def test_rows_that_start_elsewhere_have_the_errors_of_their_positions():
    found = RoundingError(300, rounded("all-bf16", SHORT), "angle", 70)
    assert (found.at([0, 200], np.arange(5)) == errors("all-bf16", frequencies=SHORT).at([70, 270], np.arange(5))).all()
