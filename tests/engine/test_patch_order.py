"""Shuffled patches: the image, how it is cut, and what attention notices."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.patch_order import SIDE, cut, joined, landscape, shuffle, shuffled
from pe_desktop.engine.weights import Weights

GRID = (5, 7)
PLACED = [
    ENCODINGS["sincos2d"](grid=GRID, d_model=16),
    ENCODINGS["sincos2d"](grid=GRID, d_model=16, convention="moco-v3"),
    *(ENCODINGS["rope2d"](grid=GRID, head_dim=16, style=style) for style in ("qwen2-vl", "pixtral", "dinov3")),
]


def test_the_picture_is_grey_from_black_to_white_and_the_same_at_any_size():
    picture = landscape(96, 128)
    assert picture.shape == (96, 128)
    assert 0 <= picture.min() < 0.3
    assert picture.max() == 1
    coarse = landscape(96 * 3, 128 * 3)[1::3, 1::3]  # the middles of its pixels are those of every third
    assert np.allclose(picture, coarse)


def test_patches_are_cut_row_by_row_and_joined_again():
    image = np.arange(2 * SIDE * 3 * SIDE, dtype=np.float64).reshape(2 * SIDE, 3 * SIDE)
    patches = cut(image)
    assert patches.shape == (6, SIDE * SIDE)
    assert (patches[4].reshape(SIDE, SIDE) == image[SIDE:, SIDE : 2 * SIDE]).all()
    assert (joined(patches, 2, 3) == image).all()


def test_an_order_has_every_patch_once_and_depends_on_the_seed():
    assert sorted(shuffle(20, 3)) == list(range(20))
    assert (shuffle(20, 3) == shuffle(20, 3)).all()
    assert (shuffle(20, 3) != shuffle(20, 4)).any()


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("encoding", PLACED, ids=repr)
def test_without_positions_no_output_changes_and_with_them_all_do(encoding, seed):
    found = shuffled(encoding, *GRID, 0, seed)
    moved = found.order != np.arange(35)
    assert moved.sum() > 25
    assert found.without.max() < 1e-12
    assert found.placed.max() > 1e-4
    assert found.placed.min() > 1e-9


def test_a_class_token_has_no_patch():
    rows = np.random.default_rng(2).normal(size=(17, 6))
    with_token = Learned(table=Weights("with", FrozenArray(rows)))
    without = Learned(table=Weights("without", FrozenArray(rows[1:])))
    one, other = shuffled(with_token, 4, 4, 1, 0), shuffled(without, 4, 4, 0, 0)
    assert np.allclose(one.placed, other.placed, rtol=1e-12)
    assert one.without.max() < 1e-12


def test_patches_that_stay_where_they_are_do_not_change():
    single = shuffled(ENCODINGS["sincos2d"](grid=(1, 1), d_model=4), 1, 1, 0, 0)
    assert (single.order == [0]).all()
    assert single.placed.max() == single.without.max() == 0
