"""What a file carries: a document that opens as one, how it was exported, and the slides that follow."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import Document, DocumentError, State, from_json, to_json
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights
from pe_desktop.export.carrying import MOST_SLIDES, carried, requests_from
from pe_desktop.export.films.motion import FPS, Motion
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import THEMES

from .states import served, state

LINES = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40)
MOTIONS = st.builds(
    Motion,
    over=LINES,
    start=st.none() | st.floats(-1e12, 1e12),
    end=st.none() | st.floats(-1e12, 1e12),
    way=st.sampled_from(["back", "around", "once"]),
    seconds=st.floats(0.1, 600),
    fps=st.sampled_from(FPS),
)
REQUESTS = st.builds(
    lambda figure, **wishes: Request(served(figure), figure, **wishes),
    st.sampled_from(list(PICTURES)),
    size=st.sampled_from([PageSize(640, 360), PageSize(88, 66.5, 600)]),
    theme=st.sampled_from(list(THEMES)),
    transparent=st.booleans(),
    heading=LINES,
    text_size=st.floats(0.5, 3),
    letters=st.sampled_from(["text", "outlines"]),
    google_slides=st.booleans(),
    motion=MOTIONS,
)


@given(st.lists(REQUESTS, min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_a_deck_reads_back_as_it_was_and_opens_as_its_first_document(requests: list[Request]) -> None:
    text = carried(requests)
    assert text.isascii()
    assert "\n" not in text
    assert requests_from(text) == tuple(requests)
    assert from_json(text) == requests[0].state


def test_an_array_that_an_option_holds_stands_in_the_first_slide_alone() -> None:
    before = Weights("before", FrozenArray(np.random.default_rng(0).normal(size=(2, 12, 8))))
    document = Document().showing(Learned(table=before), None).choosing("diagnosis", before=before)
    slides = (Request(State(document), "diagnosis"), Request(State(document.replace(length=9)), "diagnosis"))
    text = carried(slides)
    assert text.count('"data"') == 2  # a slide has to open by itself, the next ones lean on it
    assert requests_from(text) == slides


def test_without_metadata_nothing_is_carried() -> None:
    assert carried((Request(state(), "heatmap", metadata=False), Request(state(), "waves"))) == ""


@pytest.mark.parametrize(
    ("encoding", "page", "figure"),
    [
        ("sinusoidal", "explore", "heatmap"),
        ("alibi", "explore", "bias"),
        ("rope", "extend", "frequencies"),
        ("sincos2d", "images", "patches"),
        ("sinusoidal", "of a later version", "heatmap"),
    ],
)
def test_a_saved_document_is_asked_for_by_the_first_figure_of_its_page(encoding: str, page: str, figure: str) -> None:
    shown = state(encoding)
    content = json.loads(to_json(shown))
    content["document"]["page"] = page.replace(" ", "-")
    (request,) = requests_from(json.dumps(content))
    assert request == Request(request.state, figure)
    assert request.state.document.encoding == shown.document.encoding


def spoilt(**changes: Any) -> str:
    return json.dumps({**json.loads(carried((Request(state(), "heatmap"),))), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"export": 5},
        {"export": {}},
        {"export": {"figure": ["heatmap"]}},
        {"export": {"figure": "heatmap", "motion": "fast"}},
        {"export": {"figure": "mandelbrot"}},
        {"export": {"figure": "heatmap", "size": "0x0"}},
        {"export": {"figure": "heatmap", "size": [1920, 1080]}},
        {"export": {"figure": "heatmap", "title": None}},
        {"export": {"figure": "heatmap", "heading": "x" * 300}},
        {"export": {"figure": "heatmap", "motion": {"fps": "1000"}}},
        {"deck": {}},
        {"deck": ["heatmap"]},
        {"deck": [{}] * MOST_SLIDES},
        {"deck": [{"export": {"figure": "waves"}}]},
    ],
)
def test_what_this_program_did_not_write_is_refused_in_one_line(changes: dict[str, Any]) -> None:
    with pytest.raises((DocumentError, ParameterError)) as refused:
        requests_from(spoilt(**changes))
    assert "\n" not in str(refused.value)


def test_choices_of_a_later_version_are_passed_over() -> None:
    text = spoilt(export={"figure": "waves", "theme": "dark", "glow": "strong", "motion": {"bounce": "true"}})
    assert requests_from(text) == (Request(state(), "waves", theme="dark"),)
