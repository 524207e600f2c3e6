"""A person's own picture as a line of text."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.photo import LANDSCAPE, LONGEST, Photograph, encoded, resampled

KIND = Photograph()
NOISE = np.random.default_rng(0).integers(0, 256, (224, 448), dtype=np.uint8)


def written(wide, high, raw, name="me.png"):
    return f"{name} {wide}x{high} {base64.b64encode(zlib.compress(raw)).decode()}"


@pytest.mark.parametrize(("high", "wide"), [(16, 16), (224, 224), (100, 224), (224, 17), (224, 448)])
def test_a_picture_that_was_written_has_the_same_pixels(high, wide):
    grey = NOISE[:high, :wide]
    assert (resampled(KIND.check("picture", encoded("a b.png", grey)), high, wide) == grey / 255).all()


def test_the_largest_picture_is_no_longer_than_a_parameter_may_be():
    assert len(encoded("x" * 60, NOISE)) <= LONGEST


@pytest.mark.parametrize(("high", "wide"), [(224, 224), (128, 256), (512, 512), (16, 16384), (16, 16)])
def test_it_fills_any_sides_with_its_middle_and_in_its_proportions(high, wide):
    rows, columns = np.mgrid[0:100, 0:200]
    for grey, along in ((rows, 0), (columns, 1)):
        found = resampled(encoded("a.png", grey.astype(np.uint8)), high, wide) * 255
        assert found.shape == (high, wide)
        steps = np.diff(found, axis=along)
        assert (steps >= 0).all()
        assert (np.diff(found, axis=1 - along) == 0).all()
        shown = found.max() - found.min() + 1
        other = min(100, 200 * high // wide) if along == 0 else min(200, 100 * wide // high)
        assert shown == pytest.approx(other, abs=max(2, other / min(high, wide)))
        assert (found.max() + found.min()) / 2 == pytest.approx(
            (49.5, 99.5)[along], abs=max(2, other / min(high, wide))
        )


def test_the_landscape_has_no_other_text_than_its_name():
    assert KIND.check("picture", LANDSCAPE) == LANDSCAPE
    assert KIND.written(encoded("my cat.png", NOISE)) == "my cat.png"
    assert KIND.comes_along(LANDSCAPE)
    assert not KIND.comes_along(encoded(LANDSCAPE, NOISE))


BAD = {
    "nothing": "",
    "a number": 3,
    "a path": "/home/me/cat.png",
    "no data": "me.png 16x16 ",
    "too few": written(16, 16, bytes(255)),
    "too many": written(16, 16, bytes(257)),
    "a bomb": written(16, 16, bytes(10_000_000)),
    "too wide": written(449, 16, bytes(449 * 16)),
    "too large": written(225, 225, bytes(225 * 225)),
    "too small": written(15, 16, bytes(15 * 16)),
    "no base64": "me.png 16x16 ====",
    "no zlib": "me.png 16x16 " + base64.b64encode(bytes(256)).decode(),
    "cut off": written(16, 16, bytes(range(256)))[:-8],
    "something after it": "me.png 16x16 " + base64.b64encode(zlib.compress(bytes(256)) + b"more").decode(),
    "control characters": written(16, 16, bytes(256), "a\x1b[2Jb"),
    "too long": written(16, 16, bytes(256)) + "A" * LONGEST,
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_in_one_line(name):
    with pytest.raises(
        ParameterError, match=r"^picture: [^\n]{1,70} given; allowed: landscape, or a PNG or JPEG file$"
    ):
        KIND.check("picture", BAD[name])
