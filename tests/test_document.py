"""Documents and views: what they allow, and to JSON and back whatever is in the file."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import (
    COLOUR_MAPS,
    FORMAT,
    LARGEST,
    VERSION,
    Document,
    DocumentError,
    State,
    View,
    from_json,
    to_json,
)
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import FrozenArray, FrozenMap
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import BUNDLED, Weights
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.sources.error import MissingSource, SourceError

OWN = Weights("mine", FrozenArray(np.arange(12, dtype=np.float32).reshape(4, 3)))
LARGE = Weights("large", FrozenArray(np.zeros((1000, 300))))
even = st.integers(1, 8192).map(lambda half: 2 * half)
encodings = st.one_of(
    st.builds(
        ENCODINGS["sinusoidal"],
        d_model=even,
        base=st.floats(1, 1e9),
        layout=st.sampled_from(["interleaved", "half-split"]),
        ladder=st.sampled_from(["vaswani", "tensor2tensor"]),
    ),
    st.builds(
        ENCODINGS["rope"],
        head_dim=even,
        base=st.floats(1, 1e9),
        pairing=st.sampled_from(["interleaved", "half"]),
        partial_rotary_factor=st.floats(0, 1),
    ),
    st.builds(ENCODINGS["binary"], bits=st.integers(0, 24)),
    st.builds(ENCODINGS["learned"], table=st.sampled_from([*BUNDLED, OWN])),
    st.sampled_from([ENCODINGS["integer"](), ENCODINGS["normalized"]()]),
)
options = st.fixed_dictionaries(
    {},
    optional={
        "waves": st.fixed_dictionaries({"dims": st.lists(st.integers(0, 16383), max_size=4)}),
        "similarity": st.fixed_dictionaries({"metric": st.sampled_from(["dot", "cosine"])}),
        "rotation": st.fixed_dictionaries({"seed": st.integers(0, 9999)}),
    },
)
views = st.builds(
    View,
    position=st.floats(0, 1e7),
    key=st.floats(0, 1e7),
    dimension=st.integers(0, 16384),
    together=st.booleans(),
    speed=st.floats(0.1, 1e6),
    ranges=st.dictionaries(st.text(max_size=8), st.tuples(*[st.floats(-1e12, 1e12)] * 4), max_size=2).map(FrozenMap),
)


@st.composite
def states(draw):
    document = Document().showing(draw(encodings), draw(st.none() | encodings))
    length = draw(st.integers(1, document.longest))
    changes = {"colormap": draw(st.sampled_from(COLOUR_MAPS)), "options": FrozenMap(draw(options))}
    return State(document.replace(length=length, **changes), draw(views))


@settings(max_examples=150, deadline=None)
@given(states())
def test_a_state_comes_back_equal_from_json(state):
    text = to_json(state)
    again = from_json(text)
    assert again == state
    assert hash(again) == hash(state)
    assert to_json(again) == text


def content(state=None):
    return json.loads(to_json(state or State()))


def test_json_names_its_format_its_version_and_every_parameter():
    found = content()
    assert (found["format"], found["version"]) == (FORMAT, VERSION)
    assert set(found["document"]) == {"length", "colormap", "encoding", "compare", "page", "options"}
    assert set(found["view"]) == {p.name for p in View.parameters()} | {"ranges"}
    assert found["document"]["encoding"] == {
        "id": "sinusoidal",
        "d_model": 64,
        "base": 10000.0,
        "layout": "interleaved",
        "ladder": "vaswani",
        "odd": "crop",
        "offset": 0,
        "padding_row": None,
    }


def test_json_is_one_line_in_a_settled_order():
    text = to_json(State())
    assert "\n" not in text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def test_what_a_document_leaves_out_has_its_default():
    bare = json.dumps({"format": FORMAT, "version": 1, "document": {"encoding": {"id": "rope"}}})
    assert from_json(bare) == State(Document(encoding=ENCODINGS["rope"]()), View())


def test_a_small_table_travels_with_its_document():
    state = State(Document(length=4, encoding=ENCODINGS["learned"](table=OWN)))
    again = from_json(to_json(state)).document.encoding
    assert again.table == OWN
    assert (again.numbers(4).full() == OWN.array.values).all()


def test_a_large_table_is_asked_for_and_can_be_supplied():
    state = State(Document(encoding=ENCODINGS["learned"](table=LARGE)))
    text = to_json(state)
    assert len(text) < 2000
    with pytest.raises(MissingSource, match="large: this table of 1000 × 300 is not in the document"):
        from_json(text)
    assert from_json(text, {LARGE.array.sha256: LARGE}) == state


def test_a_bundled_table_is_only_named():
    text = to_json(State(Document(encoding=ENCODINGS["learned"]())))
    assert '"data"' not in text
    assert from_json(text).document.encoding == ENCODINGS["learned"]()


WRONG = [
    ("", "not valid JSON"),
    ("{", "not valid JSON"),
    ("[]", "not a document"),
    ("null", "not a document"),
    ('"text"', "not a document"),
    ("{}", "not a document"),
    (json.dumps({"format": "another"}), "not a document"),
    (json.dumps({"format": FORMAT}), "version: None given; allowed: an integer from 1 on"),
    (json.dumps({"format": FORMAT, "version": True}), "version: True given; allowed: an integer from 1 on"),
    (json.dumps({"format": FORMAT, "version": 0}), "version: 0 given; allowed: an integer from 1 on"),
    (json.dumps({"format": FORMAT, "version": 99}), "version 99 was written by a newer program"),
    ("\x00", "not valid JSON"),
    ('{"format": NaN}', "not valid JSON"),
    ("9" * 5000, "not valid JSON"),
    ("[" * 100_000, "nested too deeply"),
    ('{"a":' * 100_000, "nested too deeply"),
    (" " * (LARGEST + 1), "at most 8,000,000"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_document_is_refused_in_a_line(text, message):
    with pytest.raises(DocumentError, match=message) as error:
        from_json(text)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 200


HALF = "\ud800"  # of a character
CHANGES = [
    ("document", None, "document: None given; allowed: an object"),
    ("view", [], r"view: \[\] given; allowed: an object"),
    ("document.encoding", None, "encoding: None given; allowed: an object"),
    ("document.encoding", {"id": "nothing"}, "encoding: nothing given; allowed: sinusoidal, "),
    ("document.encoding", {"id": ["rope"]}, "encoding: "),
    ("document.encoding", {}, "encoding: None given"),
    ("document.encoding.width", 3, "'width' is not a parameter"),
    ("document.encoding.d_model", 0, "d_model: 0 given; allowed: an integer from 1 to 16,384"),
    ("document.encoding.d_model", "64", "d_model: 64 given"),
    ("document.encoding.d_model", {"name": "x"}, "the embedded table is damaged"),
    ("document.encoding.base", 1e400, "not valid JSON|base: inf given"),
    ("document.encoding.layout", "zigzag", "layout: zigzag given; allowed: interleaved, half-split"),
    ("document.compare", False, "encoding: False given; allowed: an object"),
    ("document.length", 0, "length: 0 given; allowed: an integer from 1 to 10,000,000"),
    ("document.length", True, "length: True given"),
    ("document.length", 10**30, "length: 10{30} given|length: 1 ?000"),
    ("document.page", 5, "page: 5 given; allowed: at most 40 small letters, digits and hyphens"),
    ("document.page", "x" * 41, "page: x{41} given; allowed: at most 40"),
    ("document.page", "Explore\n", "page: Explore given; allowed: at most 40 small letters"),
    ("document.page", HALF, "not valid JSON"),
    ("document.options", [1], r"options: \[1\] given; allowed: an object"),
    ("document.options", {"waves": 5}, "options of waves: 5 given; allowed: an object"),
    ("document.surprise", 1, "'surprise' is not a parameter"),
    ("view.position", -1, "position: -1 given"),
    ("view.position", None, "position: None given"),
    ("view.together", 1, "together: 1 given; allowed: true, false"),
    ("view.ranges", {"heatmap": [1, 2, 3]}, r"ranges of heatmap: \[1, 2, 3\] given; allowed: four numbers"),
    ("view.ranges", {"heatmap": [1, 2, 3, "4"]}, "given; allowed: four numbers, none beyond 1e12"),
    ("view.ranges", {"heatmap": [1, 2, 3, True]}, "given; allowed: four numbers, none beyond 1e12"),
    ("view.ranges", {"heatmap": [1, 2, 3, 1e13]}, "given; allowed: four numbers, none beyond 1e12"),
    ("view.ranges", {"heatmap": {"0": 1}}, "given; allowed: four numbers, none beyond 1e12"),
]


@pytest.mark.parametrize(("path", "value", "message"), CHANGES, ids=[f"{p}={v!r:.20}" for p, v, _ in CHANGES])
def test_a_document_with_a_wrong_value_says_which(path, value, message):
    found = content()
    *parents, last = path.split(".")
    place = found
    for parent in parents:
        place = place[parent]
    place[last] = value
    with pytest.raises((DocumentError, ParameterError, SourceError), match=message) as error:
        from_json(json.dumps(found))
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("depth", [100, 300, 500, 700, 900, 2000])
@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]")])
def test_options_nested_however_deep_are_read_or_refused(opening, closing, depth):
    nested = '{"waves":{"dims":' + opening * depth + "1" + closing * depth + "}}"
    text = to_json(State()).replace('"options":{}', '"options":' + nested)
    try:
        assert from_json(text).document.options
    except DocumentError as error:
        assert "nested too deeply" in str(error)  # noqa: PT017 - either will do


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from([10**400, HALF]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def spots(value, path=()):
    """Every place in a structure."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from spots(inner, (*path, key))


def replaced(value, path, by):
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


def read(text):
    """Reads it, or is refused in one line; what was read can be written, hashed and drawn or refused."""
    try:
        state = from_json(text)
    except (DocumentError, ParameterError, SourceError) as error:
        assert "\n" not in str(error)  # noqa: PT017 - either will do
        return
    assert from_json(to_json(state)) == state
    to_json(state).encode()
    hash(state)
    view = state.view.within(state.document)
    assert 0 <= view.position <= state.document.length - 1
    for picture in PICTURES.values():
        try:
            picture.options(state.document)
        except ParameterError:
            continue


@settings(max_examples=400, deadline=None)
@given(st.data(), states())
def test_a_document_that_was_tampered_with_is_read_or_refused_and_nothing_else(data, state):
    found = json.loads(to_json(state))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(spots(found))))
        found = replaced(found, path, data.draw(junk))
    try:
        text = json.dumps(found)
    except ValueError:  # an integer that Python refuses to write out
        return
    read(text)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.text(max_size=5))
def test_a_text_that_was_damaged_is_read_or_refused_and_nothing_else(data, insertion):
    text = to_json(State(Document(length=4, encoding=ENCODINGS["learned"](table=OWN))))
    start = data.draw(st.integers(0, len(text)))
    read(text[:start] + insertion + text[data.draw(st.integers(start, min(len(text), start + 20))) :])


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_document_is_capped_at_the_positions_that_its_encodings_have(name):
    document = Document().showing(ENCODINGS[name](), None)
    assert document.replace(length=document.longest).length == document.longest
    with pytest.raises(ParameterError, match="length: "):
        document.replace(length=document.longest + 1)


def test_showing_another_encoding_shortens_the_sequence_where_it_has_to():
    document = Document(length=100_000)
    assert document.showing(ENCODINGS["learned"](), None).length == 512
    assert document.showing(ENCODINGS["rope"](), ENCODINGS["learned"]()).length == 512
    assert document.showing(ENCODINGS["rope"](), None).length == 100_000
    assert document.showing(ENCODINGS["rope"](), ENCODINGS["learned"]()).longest == 512


def test_a_comparison_with_too_few_positions_is_refused():
    with pytest.raises(ParameterError, match="the positions that this encoding has"):
        Document(length=1000, compare=ENCODINGS["learned"]())


def test_choosing_keeps_the_other_options():
    document = (
        Document().choosing("waves", dims=(1, 2)).choosing("rotation", seed=4).choosing("rotation", vectors="random")
    )
    assert document.options == {"waves": {"dims": (1, 2)}, "rotation": {"seed": 4, "vectors": "random"}}
    assert Document().options == {}


@pytest.mark.parametrize(
    ("view", "within"),
    [
        (View(position=50, key=60, dimension=100), (9, 9, 7)),
        (View(position=3.5, key=0, dimension=2), (3.5, 0, 2)),
    ],
)
def test_a_view_is_brought_inside_its_document(view, within):
    found = view.within(Document(length=10, encoding=ENCODINGS["sinusoidal"](d_model=8)))
    assert (found.position, found.key, found.dimension) == within


@given(st.floats(0, 1e7), st.floats(0, 1e7), st.floats(0, 1e7), st.booleans())
def test_a_cursor_that_moves_takes_the_key_along_only_when_both_move(position, key, to, together):
    last = 10_000_000 - 1.0
    position, key, to = (min(value, last) for value in (position, key, to))
    moved = View(position=position, key=key, together=together).at(to, last)
    if not together:
        assert (moved.position, moved.key) == (to, key)
    else:
        assert moved.position - moved.key == pytest.approx(position - key, abs=1e-6)
        assert 0 <= moved.position <= last
        assert moved.key == pytest.approx(min(max(moved.key, 0), last), abs=1e-6)
