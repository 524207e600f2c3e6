"""Encodings of an image's patches: what published code computes, what is true of all, and what is easily swapped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encodings.mrope import LAYOUTS, Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.rope2d import STYLES, Rope2d
from pe_desktop.engine.encodings.sincos2d import CONVENTIONS, Sincos2d
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.similarity import compared
from pe_desktop.engine.stacked import Stacked
from tests.engine.golden import GOLDEN, tolerance

quick = settings(max_examples=60, deadline=None)
grids = st.tuples(st.integers(1, 9), st.integers(1, 9))
quarters = st.integers(1, 12).map(lambda m: 4 * m)
bases = st.floats(1.5, 1e6)
conventions = st.sampled_from(sorted(CONVENTIONS))
tables = st.builds(Sincos2d, grid=grids, d_model=quarters, convention=conventions, base=bases)
rotations = st.builds(Rope2d, grid=grids, head_dim=quarters, style=st.sampled_from(sorted(STYLES)))


def table(convention, grid=(3, 5), d_model=32, **rest):
    encoding = Sincos2d(grid=grid, d_model=d_model, convention=convention, **rest)
    return encoding.numbers(encoding.longest).full()


def raster(grid):
    return np.divmod(np.arange(grid[0] * grid[1]), grid[1])


def waves(places, count=8, divisor=8):
    angles = np.multiply.outer(places, 10000.0 ** (-np.arange(count) / divisor))
    return np.sin(angles), np.cos(angles)


# Sines and cosines of row and column


@pytest.mark.parametrize("convention", ["timm", "timm-interleave"])
def test_a_table_of_patches_agrees_with_timm(arrays, convention):
    name = f"sincos2d.{convention.replace('-', '_')}.3x5x32"
    assert table(convention) == pytest.approx(arrays[name], abs=tolerance(5))


@pytest.mark.parametrize("convention", ["timm", "timm-interleave"])
def test_no_other_convention_agrees_with_timm_s(arrays, convention):
    golden = arrays[f"sincos2d.{convention.replace('-', '_')}.3x5x32"]
    assert [c for c in CONVENTIONS if np.abs(table(c) - golden).max() < 0.1] == [convention]


def test_mae_puts_the_column_of_a_patch_first_although_its_code_calls_it_h():
    y, x = raster((3, 5))
    assert table("mae") == pytest.approx(np.hstack([*waves(x), *waves(y)]), abs=1e-14)


def test_moco_counts_the_columns_of_patches_slowest():
    x, y = np.divmod(np.arange(15), 3)  # as torch.meshgrid(grid_w, grid_h) does
    assert table("moco-v3") == pytest.approx(np.hstack([*waves(x), *waves(y)]), abs=1e-14)


def test_the_slowest_frequency_of_big_vision_is_one_over_the_base():
    y, x = raster((3, 5))
    expected = np.hstack([*waves(x, divisor=7), *waves(y, divisor=7)])
    assert table("big-vision") == pytest.approx(expected, abs=1e-14)
    assert Sincos2d(d_model=32, convention="big-vision").bands[-1] == pytest.approx(1e-4, rel=1e-14)
    assert np.abs(table("mae") - expected).max() > 0.1


def test_reversing_timm_s_coordinates_exchanges_them_and_reads_patches_down_the_columns():
    x, y = np.divmod(np.arange(15), 3)
    (sin_x, cos_x), (sin_y, cos_y) = waves(x), waves(y)
    assert table("timm-reverse") == pytest.approx(np.hstack([sin_x, sin_y, cos_x, cos_y]), abs=1e-14)


def test_on_a_square_grid_moco_is_timm_interleaved_and_the_transpose_of_mae():
    square = {name: table(name, grid=(4, 4)) for name in ("mae", "moco-v3", "timm-interleave")}
    assert (square["moco-v3"] == square["timm-interleave"]).all()
    transposed = square["mae"].reshape(4, 4, 32).transpose(1, 0, 2).reshape(16, 32)
    assert (square["moco-v3"] == transposed).all()
    assert np.abs(square["moco-v3"] - square["mae"]).max() > 0.5


def test_on_any_other_grid_moco_s_rows_are_not_those_of_their_patches():
    y, x = raster((3, 5))
    moco = table("moco-v3")
    assert np.abs(moco - np.hstack([*waves(y), *waves(x)])).max() > 0.5
    assert np.abs(moco - table("mae")).max() > 0.5


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_four_dimensions_hold_one_frequency_an_axis(convention):
    encoding = Sincos2d(grid=(3, 3), d_model=4, convention=convention)
    assert encoding.bands.tolist() == [1.0]
    assert np.isfinite(encoding.numbers(9).full()).all()


@quick
@given(tables)
def test_every_row_of_a_table_of_patches_has_the_norm_of_half_its_width(encoding):
    rows = encoding.numbers(encoding.longest).full()
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.sqrt(encoding.d_model / 2), rel=1e-13)


@quick
@given(tables)
def test_the_product_of_two_patches_is_a_sum_over_rows_and_one_over_columns(encoding):
    rows = encoding.numbers(encoding.longest).full()
    y, x = np.array([encoding.patch(p) for p in range(encoding.longest)]).T
    steps = np.multiply.outer(np.arange(-9, 10), encoding.bands)
    by_step = np.cos(steps).sum(axis=1)
    expected = by_step[y[:, None] - y + 9] + by_step[x[:, None] - x + 9]
    assert rows @ rows.T == pytest.approx(expected, abs=1e-10)


@quick
@given(grids, quarters)
def test_orders_of_columns_leave_the_similarity_as_it_is_and_another_ladder_does_not(grid, d_model):
    mae, timm, other = (table(c, grid, d_model) for c in ("mae", "timm", "big-vision"))
    assert mae @ mae.T == pytest.approx(timm @ timm.T, abs=1e-11)
    if d_model >= 8 and max(grid) > 2:
        assert np.abs(mae @ mae.T - other @ other.T).max() > 1e-5


@quick
@given(tables, st.data())
def test_a_patch_s_reading_is_the_value_in_its_table(encoding, data):
    position, column = data.draw(st.integers(0, encoding.longest - 1)), data.draw(st.integers(0, encoding.d_model - 1))
    reading = encoding.reading(position, column, encoding.longest)
    y, x = encoding.patch(position)
    assert dict(reading.rows)["patch"] == f"row y = {y}, column x = {x}"
    pair = encoding.pair_of(column)
    angle = (y, x)[pair % 2] * encoding.frequencies(1)[pair]
    function = np.sin if reading.formula.startswith("sin") else np.cos
    assert reading.value == pytest.approx(function(angle), abs=1e-12)
    assert column in encoding.columns_of(pair)


@pytest.mark.parametrize(
    ("convention", "column", "formula"),
    [
        ("mae", 1, "sin(3 · 10000^{−1/8})"),
        ("timm", 1, "sin(2 · 10000^{−1/8})"),
        ("timm", 17, "cos(2 · 10000^{−1/8})"),
        ("big-vision", 31, "cos(2 · 10000^{−7/7})"),
    ],
)
def test_the_formula_of_a_patch_names_its_row_or_column(convention, column, formula):
    assert Sincos2d(grid=(3, 5), d_model=32, convention=convention).reading(13, column, 15).formula == formula


@pytest.mark.parametrize(("grid", "said"), [((4, 4), ""), ((3, 5), "published for square grids")])
def test_a_grid_that_the_code_was_not_written_for_is_remarked(grid, said):
    assert Sincos2d(grid=grid).remark == said


# Rotations by row and column


def tiled(encoding):
    angles = encoding.numbers(encoding.longest).full()
    return np.concatenate([angles, angles], axis=1)


@pytest.mark.parametrize("style", ["qwen2-vl", "pixtral"])
def test_angles_of_patches_agree_with_transformers(arrays, style):
    name = f"rope2d.{style.replace('-', '_')}.15x32"
    cosines = np.cos(tiled(Rope2d(grid=(3, 5), head_dim=32, style=style)))
    assert cosines == pytest.approx(arrays[name], abs=tolerance(5))
    others = [
        s for s in STYLES if np.abs(np.cos(tiled(Rope2d(grid=(3, 5), head_dim=32, style=s))) - arrays[name]).max() < 0.1
    ]
    assert others == [style]


def test_angles_of_patches_agree_with_dinov3(arrays):
    angles = tiled(Rope2d(grid=(3, 5), head_dim=16, style="dinov3"))
    golden = arrays["dinov3.3x5x32"]
    assert np.hstack([np.sin(angles), np.cos(angles)]) == pytest.approx(golden, abs=2e-6)


def test_rope_vit_turns_by_the_column_first_with_the_bands_of_qwen_at_its_base():
    y, x = raster((3, 5))
    bands = 100.0 ** (-np.arange(0, 32, 4) / 32)
    expected = np.hstack([np.outer(x, bands), np.outer(y, bands)])
    assert Rope2d(grid=(3, 5), head_dim=32, style="rope-vit").numbers(15).full() == pytest.approx(expected, abs=1e-13)
    qwen = Rope2d(grid=(3, 5), head_dim=32, base=100.0).numbers(15).full()
    assert qwen == pytest.approx(expected[:, np.r_[8:16, :8]], abs=1e-13)
    assert np.abs(qwen - expected).max() > 1


@pytest.mark.parametrize(("style", "base"), [("qwen2-vl", 1e4), ("rope-vit", 100), ("pixtral", 1e4), ("dinov3", 100)])
def test_the_style_decides_the_base_unless_one_is_given(style, base):
    assert Rope2d(style=style).ratio == base
    assert Rope2d(style=style, base=50.0).ratio == 50.0


def test_dinov3_measures_from_the_middle_of_the_image_whatever_its_resolution():
    small, large = (Rope2d(grid=(n, n), head_dim=8, style="dinov3") for n in (3, 9))
    middle = small.numbers(9).full()[4], large.numbers(81).full()[40]
    assert np.abs(middle).max() == 0
    corner = [e.numbers(e.longest).full()[0, 0] for e in (small, large)]
    assert corner == pytest.approx([-2 * np.pi * 2 / 3, -2 * np.pi * 8 / 9])


@quick
@given(rotations, st.data())
def test_a_score_depends_on_the_step_from_patch_to_patch_only(encoding, data):
    high, wide = encoding.grid
    q, k = np.random.default_rng(0).normal(size=(2, encoding.head_dim))
    patches = np.arange(encoding.longest)
    queries, keys = (encoding.rotate(np.tile(v, (len(patches), 1)), patches) for v in (q, k))
    scores = (queries @ keys.T).reshape(high, wide, high, wide)
    assert scores[1:, 1:, 1:, 1:] == pytest.approx(scores[:-1, :-1, :-1, :-1], abs=1e-10)
    assert np.linalg.norm(queries, axis=1) == pytest.approx(np.linalg.norm(q), rel=1e-12)


@quick
@given(rotations)
def test_the_products_of_a_rotation_s_vectors_are_scores_of_equal_unit_vectors(encoding):
    ones = np.full((encoding.longest, encoding.head_dim), np.sqrt(0.5))
    turned = encoding.rotate(ones, np.arange(encoding.longest))
    rows = encoding.vectors(encoding.longest).full()
    assert rows @ rows.T == pytest.approx(turned @ turned.T, abs=1e-11)


@quick
@given(rotations, st.data())
def test_a_column_of_angles_belongs_to_the_pair_that_turns_at_its_frequency(encoding, data):
    column = data.draw(st.integers(0, encoding.head_dim // 2 - 1))
    pair = encoding.pair_of(column)
    assert encoding.columns_of(pair) == (column,)
    angles = encoding.numbers(encoding.longest).full()[:, column].reshape(encoding.grid)
    steps = np.diff(angles, axis=pair % 2)
    assert steps == pytest.approx(encoding.frequencies(1)[pair], abs=1e-12)


@pytest.mark.parametrize(("style", "dimensions"), [("qwen2-vl", (3, 19)), ("rope-vit", (6, 7)), ("pixtral", (3, 19))])
def test_which_two_dimensions_turn_together(style, dimensions):
    assert Rope2d(head_dim=32, style=style).dimensions_of(3) == dimensions


# Text with an image in it


@pytest.mark.parametrize("name", [n for n in GOLDEN if n.startswith("mrope.")])
def test_angles_of_text_and_images_agree_with_transformers(arrays, name):
    parameters = GOLDEN[name]["parameters"]
    encoding = Mrope(base=parameters["rope_theta"], layout=parameters["layout"])
    assert encoding.sections == tuple(parameters["mrope_section"])
    ids = arrays[f"{name}.position_ids"].reshape(3, -1)
    angles = encoding.angles(ids)
    cosines = np.cos(np.hstack([angles, angles]))
    assert cosines == pytest.approx(arrays[name], abs=tolerance(int(ids.max()) + 1))
    other = encoding.replace(layout=LAYOUTS[1 - LAYOUTS.index(encoding.layout)]).angles(ids)
    assert np.abs(np.cos(other) - cosines[:, :64]).max() > 0.1


@quick
@given(st.sampled_from(LAYOUTS), st.integers(1, 40).map(lambda h: 2 * h), bases, st.integers(0, 4000))
def test_text_is_turned_as_by_plain_rope(layout, head_dim, base, token):
    encoding = Mrope(head_dim=head_dim, base=base, layout=layout)
    plain = Rope(head_dim=head_dim, base=base).numbers(token + 1).at([token], np.arange(head_dim // 2))
    assert (encoding.angles(np.full((3, 1), token)) == plain).all()


def test_an_image_counts_on_from_the_text_and_the_text_from_its_longest_side():
    encoding = Mrope(text_before=3, frames=2, grid=(2, 4))
    t, h, w = encoding.position_ids(np.arange(21))
    assert t[:3].tolist() == h[:3].tolist() == w[:3].tolist() == [0, 1, 2]
    assert t[3:19].tolist() == [3] * 8 + [4] * 8
    assert h[3:11].tolist() == [3, 3, 3, 3, 4, 4, 4, 4]
    assert w[3:11].tolist() == [3, 4, 5, 6] * 2
    assert t[19:].tolist() == h[19:].tolist() == w[19:].tolist() == [7, 8]


sequences = st.builds(
    Mrope,
    head_dim=st.integers(1, 12).map(lambda h: 2 * h),
    base=bases,
    layout=st.sampled_from(LAYOUTS),
    text_before=st.integers(0, 20),
    frames=st.integers(1, 3),
    grid=grids,
)


@quick
@given(sequences, st.integers(1, 200))
def test_every_table_of_a_sequence_follows_from_its_positions(encoding, length):
    angles = encoding.angles(encoding.position_ids(np.arange(length)))
    assert encoding.numbers(length).full() == pytest.approx(angles, abs=1e-10)
    assert encoding.picture(length).full() == pytest.approx(np.cos(angles), abs=1e-10)
    rows = encoding.vectors(length).full()
    expected = np.cos(angles[:, None] - angles).sum(axis=2)
    assert rows @ rows.T == pytest.approx(expected, abs=1e-9)


def test_the_pairs_of_qwen2_vl_stand_in_three_blocks_and_those_of_qwen3_vl_in_turn():
    assert Mrope().streams.tolist() == [0] * 16 + [1] * 24 + [2] * 24
    interleaved = Mrope(layout="interleaved").streams
    assert interleaved[:6].tolist() == [0, 1, 2, 0, 1, 2]
    assert interleaved[58:].tolist() == [1, 2, 0, 0, 0, 0]
    assert np.bincount(interleaved).tolist() == [24, 20, 20]


@pytest.mark.parametrize("section", [(16, 24), (16, 24, 25), (64,), (16, 16, 16, 16)])
def test_sections_that_do_not_add_up_to_the_pairs_are_refused(section):
    with pytest.raises(ParameterError, match=r"three integers that add up to head_dim / 2 = 64"):
        Mrope(mrope_section=section)


@quick
@given(st.integers(1, 100).map(lambda h: 2 * h), st.sampled_from(LAYOUTS))
def test_automatic_sections_add_up_to_the_pairs(head_dim, layout):
    encoding = Mrope(head_dim=head_dim, layout=layout)
    assert np.bincount(encoding.streams, minlength=3).tolist() == list(encoding.sections)


# A bias for each step in a window


def test_the_index_of_a_step_agrees_with_timm(arrays):
    golden = arrays["swin.index.3x4"]
    assert (Swin(grid=(3, 4)).index() == golden).all()
    y, x = raster((3, 4))
    swapped = (y[:, None] - y + 2) * (2 * 3 - 1) + x[:, None] - x + 3
    assert (swapped != golden).any()


@quick
@given(grids)
def test_every_step_of_a_window_has_one_index_and_every_index_one_step(grid):
    encoding = Swin(grid=grid)
    index, (y, x) = encoding.index(), raster(grid)
    steps = {}
    for p in range(encoding.longest):
        for q in range(encoding.longest):
            steps.setdefault((y[p] - y[q], x[p] - x[q]), set()).add(int(index[p, q]))
    assert all(len(found) == 1 for found in steps.values())
    assert {i for found in steps.values() for i in found} == set(range((2 * grid[0] - 1) * (2 * grid[1] - 1)))


@quick
@given(grids, st.integers(1, 5), st.data())
def test_a_window_s_bias_is_what_its_index_picks_from_the_table(grid, heads, data):
    encoding = Swin(grid=grid, num_heads=heads)
    head, length = data.draw(st.integers(0, heads - 1)), encoding.longest
    bias = encoding.bias(length, head).full()
    assert (bias == encoding.table()[encoding.index(), head]).all()
    query, key = data.draw(st.integers(0, length - 1)), data.draw(st.integers(0, length - 1))
    reading = encoding.reading(query, key, head, length)
    assert reading.value == bias[query, key]
    assert reading.formula.endswith(f"B[{encoding.index()[query, key]}, {head}]")


def test_heads_and_seeds_have_tables_of_their_own_and_it_is_said_that_they_are_synthetic():
    tables = Swin().table(), Swin(weights_seed=1).table()
    assert np.abs(tables[0] - tables[1]).max() > 0.1
    assert np.abs(tables[0][:, 0] - tables[0][:, 1]).max() > 0.1
    assert Swin(weights_seed=7).remark == "synthetic table, seed 7"
    assert Swin().by_offset(49, 0) is None


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("metric", ["dot", "cosine"])
def test_the_product_of_two_tokens_follows_from_how_far_their_places_are_apart(layout, metric):
    encoding = Mrope(head_dim=24, layout=layout, text_before=5, frames=2, grid=(3, 4))
    table = compared(encoding.vectors(40), metric)
    rows = table.full()
    p, q = (each.ravel() for each in np.indices((40, 40)))
    assert table.paired_products(p, q) == pytest.approx((rows @ rows.T).ravel(), abs=1e-12)
    assert table.paired_traced(p, q) == pytest.approx((rows @ rows.T).ravel(), abs=1e-5)


def test_products_of_a_long_text_with_a_film_are_the_same_few_for_reading_and_for_drawing():
    """Three of the rows in each two parts, which for text and text are as good as all."""
    table = Mrope(head_dim=32, text_before=1000, frames=16, grid=(16, 16)).vectors(500_000)
    lags = np.array([0, 1, 900, 5000, 400_000])
    assert not table.products_exact
    written_out = Stacked(table.parts).products(lags)
    assert table.products(lags) == pytest.approx(written_out, abs=1e-9)
    assert table.products_traced(lags) == pytest.approx(written_out, abs=1e-4)
