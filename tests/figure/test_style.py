"""Colours: readable, distinguishable, and in even steps."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import COLOUR_MAPS
from pe_desktop.figure.style import (
    DARK,
    LIGHT,
    PAPER,
    PLAIN,
    PRINT,
    SCREEN,
    SLIDE,
    THEMES,
    Type,
    contrast,
    strengthened,
)

WORDS = ("ink", "muted", "accent", "query", "key", "cursor", "second", *(f"pair:{t / 20}" for t in range(21)))
SIGNS = ("query", "key", "accent", "second", "cursor")
MAPS = ("signed", "magnitude", "pair", *COLOUR_MAPS[1:])


def lightness(palette):
    """OKLab's L of each colour (Ottosson 2020)."""
    srgb = palette / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lms = (
        linear
        @ np.array(
            [
                [0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ]
        ).T
    )
    return np.cbrt(lms) @ np.array([0.2104542553, 0.7936177850, -0.0040720468])


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("colour", WORDS)
def test_words_of_every_colour_can_be_read_on_a_card(theme, colour):
    assert contrast(theme.legible(colour), theme.rgb("card")) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("role", ["ink", "muted", "accent"])
def test_the_colours_of_text_are_readable_as_they_are(theme, role):
    assert contrast(theme.rgb(role), theme.rgb("card")) >= 4.5
    assert contrast(theme.rgb(role), theme.rgb("window")) >= 4.5
    assert theme.legible(role) == theme.rgb(role)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_lines_and_signs_of_every_colour_are_seen_on_a_card(theme):
    colours = [theme.rgb(role) for role in SIGNS] + list(theme.palette("pair"))
    assert min(contrast(colour, theme.rgb("card")) for colour in colours) >= 3.0


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_on_the_accent_can_be_read(theme):
    assert contrast(theme.rgb("on accent"), theme.rgb("accent")) >= 4.5


def test_contrast_is_that_of_the_guidelines():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("colours", MAPS)
def test_every_map_has_256_colours(theme, colours):
    palette = theme.palette(colours)
    assert palette.shape == (256, 3)
    assert palette.dtype == np.uint8


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("colours", ["magnitude", "viridis", "cividis", "grey"])
def test_a_map_of_magnitudes_goes_from_dark_to_light_or_back_without_a_turn(theme, colours):
    steps = np.diff(lightness(theme.palette(colours)))
    direction = np.sign(steps.sum())
    assert (direction * steps).min() > -1e-3  # what rounding to 8 bits does
    assert abs(steps.sum()) > 0.5


@pytest.mark.parametrize(("theme", "zero"), [(LIGHT, "card"), (DARK, "window")])
def test_magnitude_begins_at_paper(theme, zero):
    assert contrast(theme.palette("magnitude")[0], theme.rgb(zero)) < 1.1


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_signed_is_as_light_on_either_side_of_zero_and_neutral_there(theme):
    palette = theme.palette("signed")
    values = lightness(palette)
    assert np.abs(values - values[::-1]).max() < 0.035
    middle = palette[127:129].astype(int)
    assert np.ptp(middle, axis=1).max() <= 8
    half = np.diff(values[128:])
    assert (np.sign(half.sum()) * half).min() > -1e-3


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_signed_is_blue_below_and_red_above(theme):
    low, high = theme.palette("signed")[[20, 235]].astype(int)
    assert low[2] > low[0] + 40
    assert high[0] > high[2] + 40


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_pairs_go_from_warm_to_cool(theme):
    fast, slow = theme.palette("pair")[[0, 255]].astype(int)
    assert fast[0] > fast[2] + 80
    assert slow[2] > slow[0] + 80


@pytest.mark.parametrize(
    ("colours", "ends"),
    [
        ("viridis", ((68, 1, 84), (253, 231, 37))),
        ("cividis", ((0, 32, 77), (255, 234, 70))),
        ("grey", ((0, 0, 0), (255, 255, 255))),
    ],
)
def test_known_maps_have_their_known_ends(colours, ends):
    palette = LIGHT.palette(colours).astype(int)
    assert np.abs(palette[[0, -1]] - ends).max() <= 1


@pytest.mark.parametrize("colours", ["signed", "magnitude"])
def test_a_map_passes_through_its_anchors(colours):
    anchors = getattr(LIGHT, "signed" if colours == "signed" else "magnitude")
    palette = LIGHT.palette(colours).astype(int)
    for i, anchor in enumerate(anchors):
        place = 255 * i / (len(anchors) - 1)
        wanted = [int(anchor[k : k + 2], 16) for k in (1, 3, 5)]
        nearest = palette[[int(np.floor(place)), int(np.ceil(place))]]
        assert np.abs(nearest - wanted).max(axis=1).min() <= 4


@pytest.mark.parametrize(("colour", "rgb"), [("ink", (25, 28, 33)), ("#102030", (16, 32, 48))])
def test_a_colour_is_a_role_or_a_number(colour, rgb):
    assert LIGHT.rgb(colour) == rgb


@pytest.mark.parametrize("place", ["-1", "0", "0.5", "1", "2"])
def test_a_pair_s_colour_is_one_of_the_map(place):
    assert list(LIGHT.rgb(f"pair:{place}")) in LIGHT.palette("pair").tolist()


def test_types_scale_as_a_whole():
    doubled = SCREEN.scaled(2)
    assert doubled == Type(22.0, 24.0, 28.0, 44.0, 22.0, 2.0)
    assert (doubled.gap, doubled.weight) == (2 * SCREEN.gap, 2 * SCREEN.weight)
    assert SLIDE.small >= 16  # of 540: readable from the back row


def test_larger_text_leaves_lines_as_they_are_and_titles_grow_less():
    larger = SLIDE.worded(2)
    assert (larger.small, larger.body, larger.weight) == (32.0, 35.0, SLIDE.weight)
    assert SLIDE.title < larger.title < 2 * SLIDE.title
    assert SLIDE.caption < larger.caption < larger.small
    assert SLIDE.gap < larger.gap < 2 * SLIDE.gap
    assert SLIDE.worded(1) == SLIDE


def test_on_paper_text_is_at_least_as_large_as_journals_ask_and_lines_as_wide():
    assert PAPER.small >= 7
    assert PAPER.caption >= 6
    assert PAPER.weight >= 0.5


CONTRASTS = [theme for theme in THEMES.values() if theme.readable == PLAIN]


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.id)
@pytest.mark.parametrize("ground", ["card", "window", "soft"])
@pytest.mark.parametrize("role", ["ink", "muted", "accent"])
def test_high_contrast_has_seven_to_one_for_every_text_on_every_ground(theme, ground, role):
    assert contrast(theme.rgb(role), theme.rgb(ground)) >= 7


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.id)
@pytest.mark.parametrize("colour", WORDS)
def test_high_contrast_has_seven_to_one_for_words_of_every_colour(theme, colour):
    assert contrast(theme.legible(colour), theme.rgb("card")) >= 7


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.id)
def test_high_contrast_has_stronger_lines_than_the_theme_that_it_is_of(theme):
    usual = THEMES[theme.id.removesuffix("-contrast")]
    assert strengthened(usual) is theme
    assert (strengthened(theme), strengthened(PRINT)) == (theme, PRINT)
    assert contrast(theme.rgb("hairline"), theme.rgb("card")) >= 3 > contrast(usual.rgb("hairline"), usual.rgb("card"))
    assert min(contrast(theme.rgb(role), theme.rgb("card")) for role in ("outline", "chosen", *SIGNS)) >= 4.5
    assert min(contrast(colour, theme.rgb("card")) for colour in theme.palette("pair")) >= 4.5
    assert theme.drawn(SCREEN).weight > SCREEN.weight
    assert usual.drawn(SCREEN) == SCREEN
    assert theme.drawn(SCREEN).size("small") == SCREEN.small


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.id)
def test_high_contrast_tells_query_from_key_by_more_than_colour(theme):
    assert "key" in theme.rings
    assert "query" not in theme.rings
