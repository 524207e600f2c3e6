"""The patches figure: a tile for each patch, at its place, and the tile of the one under the cursor."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import Document, View
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.marks import Path
from pe_desktop.figure.patches import TileAxis, patches, tiling
from pe_desktop.figure.pictures import PICTURES

from .documents import EVERY, LARGE, SMALL, build, image, marks, placed

PICTURE = PICTURES["patches"]


def showing(encoding, compare=None):
    return Document().showing(encoding, compare)


def learned(rows):
    values = np.random.default_rng(rows).normal(size=(rows, 6))
    return Learned(table=Weights("table", FrozenArray(values)))


@pytest.mark.parametrize(
    "name", ["patches", "square patches", "misplaced patches", "turned patches", "learned patches"]
)
def test_the_numbers_are_the_cosine_of_every_two_patches_at_their_places(name):
    document = SMALL[name]
    numbers = PICTURE.numbers(document, View())["patches"]
    first = 1 if name == "learned patches" else 0
    rows = document.encoding.vectors(document.length).full()[first:]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    high, wide = numbers.shape[:2]
    assert numbers.shape == PICTURE.shape(document) == (high, wide, high, wide)
    for y, x, v, u in np.random.default_rng(0).integers(0, [high, wide, high, wide], (30, 4)):
        assert numbers[y, x, v, u] == pytest.approx(rows[y * wide + x] @ rows[v * wide + u], abs=1e-12)


@pytest.mark.parametrize(
    ("side", "shown"),
    [
        (1, [0]),
        (7, list(range(7))),
        (16, list(range(16))),
        (17, [0, 3, 6, 9, 12, 15]),
        (24, [1, 5, 9, 13, 17, 21]),
        (256, [16, 53, 90, 127, 164, 201, 238]),
    ],
)
def test_every_patch_of_a_short_side_has_a_tile_and_an_even_part_of_a_long_one(side, shown):
    assert list(tiling(side).shown) == shown


@pytest.mark.parametrize("side", [1, 3, 5, 7, 14, 16, 24, 64, 256])
def test_gaps_between_tiles_are_thin_and_alike_whatever_the_grid(side):
    axis = tiling(side)
    assert axis.gap / axis.cells == pytest.approx(1 / 210, rel=0.45)


@pytest.mark.parametrize("side", [1, 2, 5, 14, 24, 256])
def test_the_middle_of_a_tile_stands_at_its_patch_and_its_cells_within_it(side):
    chosen = tiling(side)
    axis = TileAxis(chosen)
    for tile in (chosen.shown[0], chosen.shown[-1]):
        assert axis.at(tile)[::2] == (tile, True)
        low, high = axis.edges(tile)
        edges = np.linspace(low, high, side + 1)
        for patch in range(side):
            assert axis.at((edges[patch] + edges[patch + 1]) / 2) == (tile, patch, True)
    assert axis.ends == (axis.edges(chosen.shown[0])[0], axis.edges(chosen.shown[-1])[1])


def test_nothing_stands_in_a_gap_or_beyond_the_tiles():
    axis = TileAxis(tiling(14))
    assert axis.at((axis.edges(3)[1] + axis.edges(4)[0]) / 2) == (3, 13, False)
    assert axis.at(-5.0) == (0, 0, False)
    assert axis.at(99.0) == (13, 13, False)


def test_ticks_of_the_mosaic_stand_at_tiles_only():
    figure = build("patches", showing(Sincos2d(grid=(24, 14), d_model=8)))
    place = placed(figure)["patches"]
    assert {tick.value for tick in place.y_ticks} <= {1, 5, 9, 13, 17, 21}
    assert {tick.value for tick in place.x_ticks} <= set(range(14))
    assert len(place.y_ticks) >= 2
    assert [tick.label for tick in place.y_ticks] == [f"{tick.value:.0f}" for tick in place.y_ticks]


def test_the_large_tile_is_that_of_the_patch_under_the_cursor():
    document = SMALL["patches"]
    figure = build("patches", document, View(position=3 * 7 + 5))
    large = figure.panel("patches.tile")
    numbers = PICTURE.numbers(document, View())["patches"]
    assert image(large).field.full() == pytest.approx(numbers[3, 5], abs=1e-12)
    assert large.title == "row 3, column 5"
    outlines = marks(large, Path)
    assert {(min(p[0] for p in o.points), max(p[1] for p in o.points)) for o in outlines} == {(4.5, 3.5)}


@pytest.mark.parametrize(
    ("grid", "mosaic", "tile"),
    [
        ((14, 14), 1.0, 1.0),
        ((10, 12), 1.44, 1.2),
        ((12, 10), 1 / 1.44, 1 / 1.2),
        ((30, 40), 14 / 9, 4 / 3),
        ((1, 20), 2, 2),
    ],
)
def test_patches_are_drawn_square_unless_the_image_is_very_long(grid, mosaic, tile):
    figure = build("patches", showing(Sincos2d(grid=grid, d_model=8)))
    assert [track.aspect for track in figure.columns if track.square] == pytest.approx([mosaic, tile])
    places = placed(figure)
    for id, wanted in (("patches", mosaic), ("patches.tile", tile)):
        assert places[id].rect.width / places[id].rect.height == pytest.approx(wanted, rel=1e-6)


def test_a_class_token_has_a_large_tile_and_no_place():
    figure = build("patches", SMALL["learned patches"], View(position=0))
    rows = SMALL["learned patches"].encoding.vectors(17).unit().full()
    assert image(figure.panel("patches.tile")).field.full().ravel() == pytest.approx(rows[1:] @ rows[0])
    assert figure.panel("patches.tile").title == "class token"
    assert not marks(figure.panel("patches.tile"), Path)
    assert not marks(figure.panel("patches"), Path)
    assert "class token left out" in figure.subtitle


def test_both_images_of_one_encoding_share_their_colours_and_their_bar():
    figure = build("patches", SMALL["patches"])
    mosaic, large = (image(figure.panel(id)) for id in ("patches", "patches.tile"))
    assert (mosaic.levels, mosaic.colours) == (large.levels, large.colours)
    assert [panel.id for panel in figure.panels] == ["patches", "patches.tile", "patches.tile.scale"]


@pytest.mark.parametrize("name", ["patches", "turned patches", "learned patches", "large grid"])
def test_no_tile_has_the_colour_of_the_gaps(name):
    mosaic = image(build("patches", EVERY[name]).panel("patches"))
    low, high = mosaic.field.bounds
    if mosaic.field.bounded:
        assert mosaic.levels[0] <= low - 0.1 * (high - low)
    assert -1 <= mosaic.levels[0] < mosaic.levels[1]


def pick(document, panel, x, y, view=None):
    view = view or View(position=0)
    figure = build("patches", document, view)
    return PICTURE.pick(document, view, figure.panel(panel), (x, y), 0.1).position


@pytest.mark.parametrize(
    ("name", "panel", "x", "y", "position"),
    [
        ("patches", "patches", 5.3, 2.7, 3 * 7 + 5),
        ("patches", "patches", -9.0, 99.0, 4 * 7),
        ("patches", "patches.tile", 5.3, 2.7, 3 * 7 + 5),
        ("patches", "patches.tile", 99.0, -9.0, 6),
        ("learned patches", "patches", 0.1, 1.1, 1 + 4),
        ("learned patches", "patches.tile", 3.0, 3.0, 16),
        ("patches and rotations", "patches.b", 2.0, 0.0, 2),
        ("patches and rotations", "patches.b", 2.0, 9.0, 0),
    ],
)
def test_a_click_picks_the_patch_of_the_tile_or_the_one_in_the_large_tile(name, panel, x, y, position):
    assert pick(SMALL[name], panel, x, y) == position


def test_a_position_between_two_patches_is_that_of_the_nearer_one():
    figure = build("patches", SMALL["patches"], View(position=8.6))
    assert figure.panel("patches.tile").title == "row 1, column 2"


@pytest.mark.parametrize("name", ["patches", "misplaced patches", "turned patches"])
def test_a_reading_is_the_cosine_of_the_two_patches_it_names(name):
    document = SMALL[name]
    numbers = PICTURE.numbers(document, View())["patches"]
    axis = TileAxis(tiling(numbers.shape[1])), TileAxis(tiling(numbers.shape[0]))
    (left, right), (top, bottom) = axis[0].edges(1), axis[1].edges(2)
    x = left + (4 + 0.5) * (right - left) / numbers.shape[1]
    y = top + 0.5 * (bottom - top) / numbers.shape[0]
    reading = PICTURE.read(document, View(), "patches", x, y)
    assert reading.value == pytest.approx(numbers[2, 1, 0, 4], abs=1e-12)
    assert dict(reading.rows) == {
        "query patch": "row 2, column 1",
        "key patch": "row 0, column 4",
        "step dy, dx": "2, -3",
    }
    large = PICTURE.read(document, View(position=2 * numbers.shape[1] + 1), "patches.tile", 4.2, -0.3)
    assert large == reading


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("patches", "(Σ cos(w dy) + Σ cos(w dx)) / number of pairs"),
        ("turned patches", "(Σ cos(w dy) + Σ cos(w dx)) / number of pairs"),
        ("misplaced patches", "p · q / (‖p‖ ‖q‖)"),
        ("learned patches", "p · q / (‖p‖ ‖q‖)"),
    ],
)
def test_a_sum_over_the_step_is_claimed_only_where_it_is_one(name, definition):
    assert PICTURE.read(SMALL[name], View(), "patches", 0.0, 0.0).definition == definition


def test_nothing_is_read_between_tiles_or_beside_them():
    document = SMALL["patches"]
    assert PICTURE.read(document, View(), "patches", -3.0, 0.0) is None
    assert PICTURE.read(document, View(), "patches.tile", 7.2, 0.0) is None
    assert PICTURE.read(document, View(), "patches.tile.scale", 0.5, 0.9) is None


@pytest.mark.parametrize(
    "encoding", [Sinusoidal(), Mrope(), Swin(), Learned(), learned(18), learned(1), learned(2), learned(65**2)]
)
def test_what_has_no_grid_of_patches_is_refused_and_what_is_served_is_named(encoding):
    note = build("patches", showing(encoding)).note
    assert "Choose 2-D sinusoidal, 2-D RoPE, or a learned table with a row for each patch of a square image" in note


@pytest.mark.parametrize(("rows", "side", "first"), [(16, 4, 0), (17, 4, 1), (196, 14, 0), (197, 14, 1), (4097, 64, 1)])
def test_a_learned_table_is_a_square_of_patches_with_or_without_a_class_token(rows, side, first):
    found = patches(learned(rows))
    assert (found.high, found.wide, found.first) == (side, side, first)


def test_two_encodings_stand_as_two_mosaics_in_the_same_colours():
    figure = build("patches", SMALL["patches and rotations"])
    assert [panel.id for panel in figure.panels] == ["patches", "patches.b", "patches.b.scale"]
    one, other = (image(figure.panel(id)) for id in ("patches", "patches.b"))
    assert one.levels == other.levels
    assert one.levels[0] < min(one.field.bounds[0], other.field.bounds[0])
    assert figure.panel("patches.b").title == "B   2-D RoPE"
    assert "3 × 4 and 14 × 14 patches" in figure.subtitle


def test_all_patches_of_a_are_shown_where_b_has_fewer_and_cannot_be():
    document = showing(Sincos2d(grid=(4, 4), d_model=8), Swin(grid=(2, 3)))
    assert document.length == 6
    assert PICTURE.shown(document) == showing(Sincos2d(grid=(4, 4), d_model=8))
    assert PICTURE.build(document, View()).subtitle.endswith("B, Swin bias, cannot be shown here")


def test_a_large_grid_says_which_tiles_are_shown():
    assert "256 × 256 patches, tiles for 7 × 7" in build("patches", LARGE["large grid"]).subtitle


def test_moco_s_table_on_a_wide_image_puts_the_likeness_at_other_patches():
    mae, moco = (
        PICTURE.numbers(showing(Sincos2d(grid=(4, 8), d_model=64, convention=c)), View())["patches"]
        for c in ("mae", "moco-v3")
    )
    right = [abs(mae[y, x, y, x + 1] - mae[0, 0, 0, 1]) for y in range(4) for x in range(7)]
    wrong = [abs(moco[y, x, y, x + 1] - moco[0, 0, 0, 1]) for y in range(4) for x in range(7)]
    assert max(right) < 1e-12
    assert max(wrong) > 0.05


def test_the_products_of_a_rotation_are_divided_by_the_number_of_pairs():
    encoding = Rope2d(grid=(3, 3), head_dim=8)
    numbers = PICTURE.numbers(showing(encoding), View())["patches"]
    assert numbers[0, 0, 1, 2] == pytest.approx((np.cos([1, 0.01]).sum() + np.cos([2, 0.02]).sum()) / 4)
