"""What moves in a film, from where to where, and by which steps."""

from __future__ import annotations

from typing import Any

import pytest

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.films.moving import course, frames, frames_through, mover, movers, numbered
from pe_desktop.export.request import ExportError
from pe_desktop.figure.pictures import PICTURES

from .films import moving
from .states import served, state


def _values(figure: str, **wishes: Any) -> list[Any]:
    request = moving(figure, **wishes)
    moved = mover(request)
    return [moved.value(frame) for frame in frames(request)]


@pytest.mark.parametrize("figure", PICTURES)
def test_every_figure_moves_by_itself(figure: str) -> None:
    request = moving(figure, served(figure))
    assert mover(request).name in PICTURES[figure].moves_by
    assert len(set(frames(request))) > 2


@pytest.mark.parametrize("figure", PICTURES)
def test_the_frame_after_the_last_is_the_first(figure: str) -> None:
    frame = numbered(moving(figure, served(figure)))
    assert frame(8) == frame(0) != frame(3)


def test_there_and_back_turns_at_the_end() -> None:
    assert _values("rotation") == [0.0, 5.75, 11.5, 17.25, 23.0, 17.25, 11.5, 5.75]


def test_once_goes_from_end_to_end() -> None:
    assert _values("rotation", way="once", start=2, end=16) == [2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0]


def test_it_may_go_downwards() -> None:
    assert _values("rotation", way="once", start=16, end=2)[::7] == [16.0, 2.0]


def test_an_angle_goes_around() -> None:
    turned = _values("helix", start=0)
    assert turned == [0.0, 45.0, 90.0, 135.0, -180.0, -135.0, -90.0, -45.0]


def test_a_logarithm_moves_evenly() -> None:
    bases = _values("heatmap", over="base", way="once", start=10, end=100_000_000)
    assert bases == [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]


def test_integers_stand_on_the_multiples_that_there_are() -> None:
    widths = _values("rotation", shown=state("rope"), over="d-model", seconds=4.0)
    assert all(type(width) is int and width % 2 == 0 for width in widths)
    assert (min(widths), max(widths)) == (16, 64)


@pytest.mark.parametrize(
    ("figure", "over", "ends"),
    [
        ("rotation", "position", (0, 23)),
        ("rotation", "key", (0, 23)),
        ("rotation", "query", (0, 23)),
        ("heatmap", "length", (6, 24)),
        ("heatmap", "d_model", (16, 64)),
        ("heatmap", "base", (100, 1_000_000)),
        ("heatmap", "offset", (0, 64)),
        ("heatmap", "dimension", (0, 63)),
        ("convention", "progress", (0, 1)),
        ("helix", "azimuth", (-50, 310)),
        ("helix", "elevation", (0, 90)),
    ],
)
def test_a_film_has_the_ends_that_a_talk_wants(figure: str, over: str, ends: tuple[float, float]) -> None:
    found = course(moving(figure, over=over))
    assert (found.start, found.end) == ends


def test_a_scaling_factor_moves_from_none_to_its_own() -> None:
    request = moving("frequencies", state("rope", scaling="yarn", factor=16.0))
    assert (mover(request).name, course(request).start, course(request).end) == ("factor", 1, 16)


def test_a_long_sequence_is_not_gone_through() -> None:
    assert course(moving("rotation", state(length=100_000))).end == 64


def test_a_grid_is() -> None:
    assert course(moving("patches", served("patches"))).end == 11


def test_b_moves_by_its_own_prefix() -> None:
    request = moving("heatmap", state(compare="rope"), over="b-rope_theta")
    shown = list(frames(request))
    assert mover(request).name == "b-base"
    assert len({frame.state.document.compare for frame in shown}) > 2
    assert {frame.state.document.encoding for frame in shown} == {state().document.encoding}


@pytest.mark.parametrize("over", ["position", "key", "dimension"])
def test_what_the_cursor_shows_is_seen_when_it_moves(over: str) -> None:
    assert all(frame.cursor for frame in frames(moving("heatmap", over=over)))
    assert not any(frame.cursor for frame in frames(moving("heatmap", over="base")))


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"over": "spin"}, "over: spin given; allowed: position, key, dimension, .*length, d_model, base"),
        ({"over": "b-base"}, "over: b-base given; allowed: position"),
        ({"over": "together"}, "over: together given; allowed"),
        ({"over": "factor", "shown": state("rope")}, "over: factor given, which counts only with scaling linear or "),
        ({"over": "length", "shown": served("patches")}, "over: length given, which has one value only in this docu"),
        ({"over": "base", "way": "around"}, "way: around given; allowed: back, once; base does not come back"),
        ({"over": "base", "start": 5, "end": 5}, "to: 5 given; allowed: another value than where it starts"),
        ({"over": "base", "start": 0}, "from: 0.0 given; allowed: a number from 1 to"),
        ({"over": "d_model", "end": 7.5}, "to: 7.5 given; allowed: an integer from 1 to"),
        ({"over": "position", "end": 24}, "to: 24.0 given; allowed: a number from 0 to 23"),
        ({"over": "azimuth", "end": 90, "way": "around"}, "to: 90 given; allowed: 360 more than the start"),
    ],
)
def test_what_cannot_move_is_refused_in_one_line(wishes: dict[str, Any], message: str) -> None:
    with pytest.raises((ExportError, ParameterError), match=f"^{message}") as caught:
        frames(moving("heatmap", **wishes))
    assert "\n" not in str(caught.value)


def test_all_that_can_move_is_named() -> None:
    names = [m.name for m in movers(moving("heatmap", state("rope", compare="sinusoidal", scaling="yarn")))]
    assert {"position", "length", "head_dim", "base", "factor", "b-d_model", "b-base"} <= set(names)
    assert not {"speed", "together", "pairing"} & set(names)


def test_several_are_each_held_for_their_share() -> None:
    requests = [moving("heatmap", state(length=n)) for n in (8, 16, 24)]
    assert [requests.index(frame) for frame in frames_through(requests)] == [0, 0, 0, 1, 1, 1, 2, 2]
    with pytest.raises(ExportError, match=r"^seconds: 0.2 given, 2 frames; allowed: a frame for each of 3 figures"):
        frames_through([moving(seconds=0.2), *requests[1:]])
