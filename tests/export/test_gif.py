"""GIF films: as many frames as asked, as long as asked, in the colours that were drawn."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from pe_desktop.export.films.colours import EXACT, HOLE, Nearest, film_palette
from pe_desktop.export.films.film import Film
from pe_desktop.export.films.gif import GifWriter
from pe_desktop.export.films.motion import FPS
from pe_desktop.export.writing import render
from pe_desktop.figure.style import THEMES

from .films import channels, decoded, delays, drawn, gif, moving

NETSCAPE = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


@pytest.mark.parametrize("fps", FPS)
def test_frames_and_delays_add_up_to_the_time_asked_for(fps: str) -> None:
    image = gif(moving(seconds=1.2, fps=fps))
    assert image.n_frames == round(1.2 * int(fps))
    assert set(delays(image)) == {1000 // int(fps)}
    assert sum(delays(image)) == 1200


def test_it_repeats_for_ever() -> None:
    data = render(moving(), "gif")
    assert data.startswith(b"GIF89a")
    assert data.endswith(b";")
    assert data.count(NETSCAPE) == 1


def test_equal_frames_are_all_written() -> None:
    image = gif(moving("heatmap", over="d_model", start=16, end=18, seconds=2.0))  # two widths in twenty frames
    frames = decoded(image)
    assert len(frames) == 20
    assert len({frame.tobytes() for frame in frames}) == 2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("figure", ["rotation", "heatmap", "similarity"])
def test_the_background_is_exact(theme: str, figure: str) -> None:
    image = gif(moving(figure, theme=theme))
    for frame in decoded(image):
        assert {tuple(frame[y, x]) for y in (0, -1) for x in (0, -1)} == {THEMES[theme].rgb("card")}


@pytest.mark.parametrize(("figure", "over"), [("rotation", ""), ("heatmap", "d_model"), ("waves", "position")])
def test_a_decoder_shows_what_was_drawn(figure: str, over: str) -> None:
    request = moving(figure, over=over)
    shown, frames = decoded(gif(request)), drawn(request)
    for one, other in zip(shown, frames, strict=True):
        error = np.abs(one.astype(int) - other).max(axis=-1)
        assert error.max() <= 64
        assert (error > 0).mean() < 0.1
        assert (error > 16).mean() < 0.002


def test_all_colours_of_a_film_of_few_are_exact() -> None:
    few = np.random.default_rng(1).integers(0, 1 << 24, 250).astype(np.uint32)
    frames = [few[np.arange(40 * 50).reshape(40, 50) // 3 % 250] ^ np.uint32(0xFF000000), few[:240].reshape(12, 20)]
    palette = film_palette(frames, [])
    nearest = Nearest(palette)
    for frame in frames:
        assert (palette[nearest.index(frame)] == channels(frame)).all()


def test_the_commonest_colours_of_a_film_are_exact() -> None:
    frames = [frame.copy() for frame in Film([moving("heatmap", over="base", size=(640, 360))]).samples()]
    palette = film_palette(frames, [(1, 2, 3)])
    colours, counts = np.unique(np.concatenate([f.ravel() for f in frames]) & 0xFFFFFF, return_counts=True)
    assert len(colours) > HOLE  # otherwise there is nothing to choose
    have = {tuple(colour) for colour in palette.tolist()}
    commonest = colours[np.argsort(-counts, kind="stable")][: EXACT - 8]
    assert {tuple(c) for c in channels(commonest).tolist()} <= have
    assert (1, 2, 3) in have


def test_every_colour_of_a_theme_is_exact() -> None:
    theme = THEMES["dark"]
    palette = gif(moving(theme="dark")).getpalette()
    assert palette is not None
    have = {tuple(palette[i : i + 3]) for i in range(0, 765, 3)}
    assert {theme.rgb(role) for role in theme.roles} <= have


def test_the_nearest_colour_is_the_nearest() -> None:
    draw = np.random.default_rng(3)
    palette = draw.integers(0, 256, (255, 3)).astype(np.uint8)
    pixels = draw.integers(0, 1 << 24, (40, 50)).astype(np.uint32)
    index = Nearest(palette).index(pixels)
    away = ((channels(pixels)[..., None, :].astype(int) - palette.astype(int)) ** 2).sum(axis=-1)
    assert (np.take_along_axis(away, index[..., None].astype(int), axis=-1)[..., 0] == away.min(axis=-1)).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_transparent_film_shows_nothing_of_the_frames_before(theme: str) -> None:
    image = gif(moving(transparent=True, theme=theme))
    frames = decoded(image, "RGBA")
    opaque = drawn(moving(theme=theme))
    for frame, whole in zip(frames, opaque, strict=True):
        assert set(np.unique(frame[..., 3])) == {0, 255}
        assert frame[0, 0, 3] == frame[-1, -1, 3] == 0
        seen = frame[..., 3] == 255
        far = np.abs(frame[..., :3].astype(int) - whole).max(axis=-1) > 64
        assert (far & seen).mean() < 0.001
        hidden = np.abs(whole.astype(int) - THEMES[theme].rgb("card")).max(axis=-1)[~seen]
        assert hidden.max() <= 160  # about half of what is there, and no more


def test_the_same_film_twice_is_the_same_bytes() -> None:
    assert render(moving(), "gif") == render(moving(), "gif")


def test_memory_does_not_grow_with_frames() -> None:
    import tracemalloc

    def peak(seconds: float) -> int:
        tracemalloc.start()
        render(moving(seconds=seconds, size=(160, 90)), "gif")
        return tracemalloc.get_traced_memory()[1]

    peak(0.5)  # what is kept for every film
    short, long = peak(1.0), peak(6.0)
    tracemalloc.stop()
    assert long - short < 50 * 160 * 90 * 2  # half of the frames that are more


def test_a_writer_takes_frames_of_one_colour_and_of_one_pixel() -> None:
    palette = np.zeros((255, 3), np.uint8)
    palette[1] = 200, 100, 50
    stream = BytesIO()
    writer = GifWriter(stream, (1, 1), palette, 10, comment="x" * 1000)
    for colour in (0xFF000000, 0xFFC86432, 0xFFC86432):
        writer.add(np.array([[colour]], np.uint32))
    writer.close()
    image = Image.open(BytesIO(stream.getvalue()))
    assert [tuple(frame[0, 0]) for frame in decoded(image)] == [(0, 0, 0), (200, 100, 50), (200, 100, 50)]
    assert image.info["comment"] == b"x" * 1000
