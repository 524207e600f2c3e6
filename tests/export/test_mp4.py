"""MP4 films: what players and slide programs ask of them."""

from __future__ import annotations

import builtins
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pe_desktop.export.films.mp4 import Mp4Writer
from pe_desktop.export.request import ExportError
from pe_desktop.export.writing import export, render

from .films import drawn, moving
from .states import state

av = pytest.importorskip("av")


def _opened(data: bytes) -> Any:
    return av.open(BytesIO(data))


def _shown(data: bytes) -> list[Any]:
    """Each frame as a player shows it that goes by the tags: (rows, columns, 3)."""
    frames = _opened(data).decode(video=0)
    return [frame.reformat(format="rgb24", src_colorspace=frame.colorspace).to_ndarray() for frame in frames]


@pytest.mark.parametrize(("seconds", "fps"), [(0.8, "10"), (1.0, "25"), (0.5, "50")])
def test_frames_and_duration_are_exact(seconds: float, fps: str) -> None:
    film = _opened(render(moving(seconds=seconds, fps=fps), "mp4"))
    track = film.streams.video[0]
    assert (track.average_rate, track.frames) == (int(fps), round(seconds * int(fps)))
    assert track.duration * track.time_base == Fraction(str(seconds))
    times = [float(frame.pts * frame.time_base) for frame in film.decode(track)]
    assert times == pytest.approx(np.arange(track.frames) / int(fps))


def test_it_is_even_in_420_with_the_tags_of_bt709_and_its_index_first() -> None:
    data = render(moving(), "mp4")
    context = _opened(data).streams.video[0].codec_context
    assert (context.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", 320, 180)
    assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_flat_colours_are_those_that_were_drawn(theme: str) -> None:
    request = moving("heatmap", state(length=8, d_model=8), theme=theme, over="position", size=(640, 360))
    shown, frames = _shown(render(request, "mp4")), drawn(request)
    assert len(shown) == len(frames) == 8
    for one, other in zip(shown, frames, strict=True):
        flat = _flat(other)
        assert flat.mean() > 0.3
        assert np.abs(one.astype(int) - other).max(axis=-1)[flat].max() <= 6


def _flat(frame: Any, reach: int = 8) -> Any:
    """Pixels with nothing but their own colour for some way around."""
    low = high = frame.astype(int) @ [65536, 256, 1]
    for axis in (0, 1):
        low = np.min([np.roll(low, by, axis=axis) for by in range(-reach, reach + 1)], axis=0)
        high = np.max([np.roll(high, by, axis=axis) for by in range(-reach, reach + 1)], axis=0)
    return low == high


def test_the_same_film_twice_is_the_same_bytes() -> None:
    assert render(moving(), "mp4") == render(moving(), "mp4")


@pytest.mark.parametrize(
    ("size", "allowed"),
    [((321, 180), "even sides in an MP4, such as 320x180"), ((320, 181), "320x180"), ((4098, 100), "at most 4,096")],
)
def test_a_size_that_it_cannot_have_is_refused_in_one_line(size: tuple[int, int], allowed: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=rf"^size: {size[0]}x{size[1]} given; allowed: .*{allowed}"):
        export(moving(size=size), tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_without_pyav_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    there = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "av":
            raise ImportError(name)
        return there(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(
        ExportError, match=r"^output: .* PyAV is not installed; allowed: pip install 'pe-desktop\[video\]'"
    ):
        export(moving(), tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_is_given_up_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stream = BytesIO()

    def begin() -> None:
        with Mp4Writer(stream, (64, 64), 10) as writer:
            writer.add(np.zeros((64, 64), np.uint32))
            raise KeyError

    with pytest.raises(KeyError):
        begin()
    assert stream.getvalue() == b""
    assert list(tmp_path.iterdir()) == []
