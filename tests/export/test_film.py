"""Films of every figure: what rests and what moves, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pe_desktop.export.composing import figure_of
from pe_desktop.export.films.film import Film
from pe_desktop.export.films.moving import numbered
from pe_desktop.export.progress import Cancelled
from pe_desktop.export.raster import image
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export, export_deck, render
from pe_desktop.figure.marks import Box, Text
from pe_desktop.figure.pictures import PICTURES

from .films import channels, decoded, drawn, gif, moving
from .states import pixels, served, state

FILMS = ("gif", "mp4")


def _pixels(request: Request) -> bytes:
    return bytes(image(request).constBits())


@pytest.mark.parametrize("figure", PICTURES)
def test_frame_n_equals_frame_0_bit_for_bit(figure: str) -> None:
    request = moving(figure, served(figure))
    film, frame = Film([request]), numbered(request)
    first, other, last = (film.drawn(frame(i)) for i in (0, 3, 8))
    assert (first == last).all()
    assert (first != other).any()


@pytest.mark.parametrize("figure", PICTURES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_moves_in_every_theme(figure: str, theme: str) -> None:
    frames = decoded(gif(moving(figure, served(figure), theme=theme, seconds=0.4)))
    assert len(frames) == 4
    assert (frames[0] != frames[1]).any()


@pytest.mark.parametrize(
    ("figure", "shown", "over"),
    [
        ("heatmap", state(), "d_model"),
        ("heatmap", state(), "base"),
        ("heatmap", state(), "length"),
        ("frequencies", state("rope", scaling="yarn"), "factor"),
        ("similarity", state("rope"), "head_dim"),
    ],
)
def test_a_sweep_changes_what_is_seen(figure: str, shown: Any, over: str) -> None:
    frames = drawn(moving(figure, shown, over=over))
    assert (frames[0] != frames[2]).mean() > 0.005
    assert (frames[1] == frames[7]).all()


def test_what_does_not_move_is_the_picture_that_is_exported() -> None:
    request = moving("rotation", size=(640, 360), cursor=True, title=False)
    still = pixels(render(request.replace(state=numbered(request)(0).state), "png"))
    assert (still == drawn(request)[0]).all()


@pytest.mark.parametrize(("over", "axis"), [("d_model", "x"), ("length", "y")])
def test_axes_rest_while_a_table_grows(over: str, axis: str) -> None:
    film = Film([moving("heatmap", over=over)])
    figures = [film.figure(request) for request in film.requests()]
    assert len({tuple((p.id, p.x, p.y) for p in figure.panels) for figure in figures}) == 1
    assert getattr(figures[0].panel("heatmap"), axis).high == {"d_model": 63.5, "length": 23.5}[over]


def test_colours_and_their_bar_rest_while_values_grow() -> None:
    film = Film([moving("similarity", over="d_model")])
    figures = [film.figure(request) for request in film.requests()]
    bars = {figure.panel("similarity.scale") for figure in figures}
    assert len(bars) == 1
    assert {figure.panel("similarity").marks[0].levels for figure in figures} == {bars.pop().marks[0].levels}


def test_bars_stay_where_two_images_share_a_scale_for_a_moment() -> None:
    film = Film([moving("similarity", state("rope", compare="sinusoidal"), over="b-base", seconds=4.0)])
    shown = [figure_of(request) for request in film.requests()]
    assert len({len(figure.panels) for figure in shown}) > 1
    places = {tuple((p.id, p.column, p.row) for p in film.figure(request).panels) for request in film.requests()}
    assert len(places) == 1


def test_zones_and_their_names_reach_to_the_top_in_every_frame() -> None:
    film = Film([moving("frequencies", state("rope", scaling="yarn"))])
    for request in film.requests():
        panel = film.figure(request).panel("frequencies")
        zones = [mark for mark in panel.marks if isinstance(mark, Box)]
        assert zones
        assert {zone.y1 for zone in zones} == {panel.y.high}
        assert {text.point[1] for text in panel.marks if isinstance(text, Text) and "kept" in text.text} == {
            panel.y.high
        }


def test_the_value_that_moves_is_said_and_the_caption_says_from_where_to_where() -> None:
    film = Film([moving("heatmap", over="base", start=100, end=10_000)])
    figures = [film.figure(request) for request in film.requests()]
    assert [figure.subtitle for figure in figures[:5:4]] == ["base 100", "base 10,000"]
    assert {figure.caption.replace("\u00a0", " ") for figure in figures} == {
        "Sinusoidal · length 24 · d_model 64 · base 100 … 10,000 · interleaved layout · vaswani ladder"
    }


def test_numbers_do_not_run_in_the_title_of_a_rotation() -> None:
    film = Film([moving()])
    assert {film.figure(request).subtitle for request in film.requests()} == {PICTURES["rotation"].subtitle}


@pytest.mark.parametrize("format", FILMS)
@pytest.mark.parametrize(
    ("figure", "over"), [("heatmap", "key"), ("heatmap", "azimuth"), ("convention", "azimuth"), ("helix", "progress")]
)
def test_a_figure_that_does_not_move_is_refused_with_what_it_moves_by(
    format: str, figure: str, over: str, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=rf"^over: {over} given; {figure} does not change with it; allowed: ") as said:
        export(moving(figure, served(figure), over=over), tmp_path / f"a.{format}")
    assert PICTURES[figure].moves_by[0] in str(said.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FILMS)
def test_a_film_of_too_many_pixels_is_refused(format: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"^size: 8000x4000 given; allowed: "):
        export(moving(size=(8000, 4000)), tmp_path / f"a.{format}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.gif", "a.mp4", "a.frames"])
@pytest.mark.parametrize("when", [0, 0.4])
def test_a_film_that_is_cancelled_leaves_nothing_behind(name: str, when: float, tmp_path: Path) -> None:
    told: list[float] = []

    def tell(done: float) -> None:
        told.append(done)
        if done >= when:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(moving(), tmp_path / name, tell)
    assert told[-1] >= when
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FILMS)
def test_progress_is_told_for_each_frame(format: str, tmp_path: Path) -> None:
    told: list[float] = []
    export(moving(), tmp_path / f"a.{format}", told.append)
    assert [done for done in told if done > 0] == [i / 8 for i in range(1, 9)]


@pytest.mark.parametrize("name", ["a.gif", "a.mp4"])
def test_a_film_opens_to_what_made_it_and_is_made_again(name: str, tmp_path: Path) -> None:
    request = moving("helix", theme="dark", over="elevation", end=45, caption=False)
    export(request, tmp_path / name)
    found = read_requests(tmp_path / name)
    assert found == (request,)
    export(found[0], tmp_path / f"again-{name}")
    assert (tmp_path / f"again-{name}").read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.parametrize("format", FILMS)
def test_without_metadata_nothing_of_the_document_is_in_a_film(format: str) -> None:
    with_it, without = (render(moving(metadata=metadata), format) for metadata in (True, False))
    assert b"pe-desktop document" in with_it
    for word in (b"pe-desktop", b"sinusoidal", b"document", b"comment", b"\xa9cmt"):
        assert word not in without


@pytest.mark.parametrize("name", ["a.gif", "a.mp4", "a.frames"])
def test_several_documents_make_a_film_that_opens_to_all_of_them(name: str, tmp_path: Path) -> None:
    requests = tuple(moving("heatmap", state(length=n)) for n in (8, 16, 24))
    export_deck(requests, tmp_path / name)
    file = tmp_path / name / "0003.png" if name == "a.frames" else tmp_path / name
    assert read_requests(file) == requests


def test_several_documents_have_the_size_and_colours_of_the_first() -> None:
    first, second = moving("heatmap", theme="dark"), moving("heatmap", state(length=8), size=(600, 700))
    frames = [frame.copy() for frame in Film([first, second]).pixels()]
    alike = pixels(render(second.replace(size=first.size, theme="dark"), "png"))
    assert (channels(frames[-1]) == alike).all()


@pytest.mark.parametrize("text_size", [0.7, 1.0, 2.0])
def test_words_have_one_size_in_all_frames(text_size: float) -> None:
    film = Film([moving("frequencies", state("rope", scaling="yarn"), text_size=text_size, size=(640, 360))])
    sizes = [film.settled(request).text_size for request in film.requests()]
    assert len(set(sizes)) == 1
    assert 0.7 <= sizes[0] <= text_size


def test_each_of_several_documents_is_the_picture_that_is_exported(tmp_path: Path) -> None:
    requests = [moving("heatmap", state(length=n)) for n in (8, 24)]
    export_deck(requests, tmp_path / "a.frames")
    frames = [pixels((tmp_path / "a.frames" / f"{i:04}.png").read_bytes()) for i in range(8)]
    stills = [pixels(render(request, "png")) for request in requests]
    assert [[np.array_equal(frame, still) for still in stills] for frame in frames] == [[True, False]] * 4 + [
        [False, True]
    ] * 4
