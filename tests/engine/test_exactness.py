"""Tables against sines to fifty digits."""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import mp

from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import LADDERS, LAYOUTS, Sinusoidal
from pe_desktop.engine.field import block_edges

POSITIONS = [0, 1, 37, 511, 4095, 4096, 131_071, 1_048_575, 9_999_999]
BASES = [10000.0, 500000.0, 1e9]


@pytest.fixture(autouse=True)
def _fifty_digits():
    mp.dps = 50


def tolerance(position):
    return 1e-12 if position < 4096 else 4e-16 * position


def frequency(pair, base, steps):
    """base^(−pair/steps)"""
    return mp.mpf(base) ** (-mp.mpf(pair) / steps)


def pairs_of(count):
    return sorted({0, 1, 2, count // 3, count // 2, count - 1} & set(range(count)))


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ladder", LADDERS)
@pytest.mark.parametrize("d_model", [2, 64, 512])
def test_sinusoids_agree_with_fifty_digits(ladder, layout, base, d_model):
    half = d_model // 2
    table = Sinusoidal(d_model=d_model, base=base, layout=layout, ladder=ladder).numbers(10_000_000)
    steps = half if ladder == "vaswani" else max(half - 1, 1)
    for pair in pairs_of(half):
        columns = (2 * pair, 2 * pair + 1) if layout == "interleaved" else (pair, pair + half)
        values = table.at(POSITIONS, columns)
        for position, (sine, cosine) in zip(POSITIONS, values, strict=True):
            angle = position * frequency(pair, base, steps)
            assert abs(mp.sin(angle) - mp.mpf(float(sine))) <= tolerance(position)
            assert abs(mp.cos(angle) - mp.mpf(float(cosine))) <= tolerance(position)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(("head_dim", "share"), [(2, 1.0), (128, 1.0), (80, 0.4)])
def test_rotary_angles_and_their_cosines_agree_with_fifty_digits(head_dim, share, base):
    rope = Rope(head_dim=head_dim, base=base, partial_rotary_factor=share)
    pairs = pairs_of(len(rope.frequencies(1)))
    angles = rope.numbers(10_000_000).at(POSITIONS, pairs)
    cosines = rope.picture(10_000_000).at(POSITIONS, pairs)
    for i, position in enumerate(POSITIONS):
        for j, pair in enumerate(pairs):
            exact = position * frequency(pair, base, rope.rotary_dim // 2)
            assert abs(exact - mp.mpf(float(angles[i, j]))) <= tolerance(position)
            assert abs(mp.cos(exact) - mp.mpf(float(cosines[i, j]))) <= tolerance(position)


@pytest.mark.parametrize("position", [0.5, 36.75, 1000.125])
def test_sinusoids_have_values_between_positions(position):
    values = Sinusoidal(d_model=8).numbers(2000).at([position], range(8))[0]
    angles = position * Sinusoidal(d_model=8).frequencies(1)
    assert values == pytest.approx(np.stack([np.sin(angles), np.cos(angles)], axis=1).ravel(), abs=1e-14)


def test_what_is_drawn_of_ten_million_positions_is_close_to_fifty_digits():
    table = Sinusoidal(d_model=64).numbers(10_000_000)
    edges = block_edges(9_999_000, 10_000_000, 1000)
    drawn = table.mean(edges, np.arange(65))
    for row, pair in [(0, 0), (500, 1), (999, 5), (999, 31)]:
        angle = (9_999_000 + row) * frequency(pair, 10000, 32)
        assert abs(mp.sin(angle) - mp.mpf(float(drawn[row, 2 * pair]))) < 1e-6


@pytest.mark.parametrize(
    ("encoding", "row"),
    [
        (
            Sinusoidal(d_model=8),
            [
                0.1411200081,
                -0.9899924966,
                0.2955202067,
                0.9553364891,
                0.0299955002,
                0.9995500337,
                0.0029999955,
                0.9999955,
            ],
        ),
        (
            Sinusoidal(d_model=8, layout="half-split", ladder="tensor2tensor"),
            [0.1411200081, 0.1387981011, 0.0064632591, 0.0003, -0.9899924966, 0.9903206991, 0.9999791129, 0.999999955],
        ),
    ],
)
def test_row_three_of_width_eight_is_as_published(encoding, row):
    assert encoding.numbers(4).full()[3] == pytest.approx(row, abs=6e-11)


@pytest.mark.parametrize(
    ("base", "head_dim", "longest"),
    [
        (10000.0, 128, 54_410),
        (500000.0, 128, 2_559_196),
        (1e6, 128, 5_063_256),
        (150000.0, 64, 649_409),
        (1e4, 64, 47_117),
    ],
)
def test_the_longest_wavelength_of_published_models(base, head_dim, longest):
    assert Rope(head_dim=head_dim, base=base).wavelengths(1)[-1] == pytest.approx(longest, abs=0.5)


def test_the_longest_wavelength_of_the_first_transformer_is_shorter_than_its_base_suggests():
    assert Sinusoidal(d_model=512).wavelengths(1)[-1] == pytest.approx(60_611, abs=0.5)
