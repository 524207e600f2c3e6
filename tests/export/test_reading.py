"""Documents back out of files; and files that are damaged, foreign or hostile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pe_desktop.document import LARGEST, Document, DocumentError, State, View, from_json, to_json
from pe_desktop.engine.encoding import LONGEST, Encoding
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.frozen import FrozenArray, FrozenMap
from pe_desktop.engine.kinds import Choice, Flag, Grid, Integer, Integers, Real, Reals
from pe_desktop.engine.maybe import AutoReal, IntegerOrNone
from pe_desktop.engine.parameter import Parameter, ParameterError
from pe_desktop.engine.weights import BUNDLED, Weights, bundled
from pe_desktop.export.carrying import carried
from pe_desktop.export.chunks import SIGNATURE, chunk, text_chunk
from pe_desktop.export.reading import read_state, read_text
from pe_desktop.export.request import Request
from pe_desktop.export.writing import export
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.sources.error import MissingSource, SourceError

from .states import state

CARRIERS = ("png", "svg", "pdf", "pptx", "json")


def values(parameter: Parameter) -> SearchStrategy[object]:
    kind = parameter.kind
    if isinstance(kind, Integer):
        return st.integers(kind.minimum // kind.multiple, kind.maximum // kind.multiple).map(
            lambda n: n * kind.multiple
        )
    if isinstance(kind, Real):
        return st.floats(kind.minimum, kind.maximum)
    if isinstance(kind, Choice):
        return st.sampled_from(kind.options)
    if isinstance(kind, Grid):
        return st.tuples(st.integers(1, 4), st.integers(1, 4))  # small enough to be written out
    if isinstance(kind, AutoReal):
        return st.none() | st.floats(kind.minimum, kind.maximum)
    if isinstance(kind, IntegerOrNone):
        return st.none() | st.integers(kind.minimum, kind.maximum)
    if isinstance(kind, Reals):
        return st.lists(st.floats(kind.minimum, kind.maximum), max_size=min(4, kind.longest))
    if isinstance(kind, Integers):  # which may have to fit other parameters
        return st.just(())
    return st.booleans() if isinstance(kind, Flag) else st.sampled_from(BUNDLED)


@st.composite
def made(draw: st.DrawFn, owner: type) -> Any:
    """Any instance whose values go together."""
    try:
        return owner(**{p.name: draw(values(p)) for p in owner.parameters()})  # type: ignore[attr-defined]
    except ParameterError:
        assume(False)


ODD_TEXT = st.text(st.sampled_from("a\"\\\n\t<>&';]−θ\u2028\ufffe\U0001f600\x7f"), max_size=20)
TABLE = st.integers(1, 40).map(lambda rows: Weights(f"own {rows}", FrozenArray(np.arange(2.0 * rows).reshape(rows, 2))))
ENCODING: SearchStrategy[Encoding] = st.one_of(*(made(e) for e in ENCODINGS.values()), st.builds(Learned, table=TABLE))  # type: ignore[arg-type]
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "waves": st.fixed_dictionaries({"dims": st.lists(st.integers(0, 16383), max_size=8)}),
        "similarity": st.fixed_dictionaries({"metric": st.sampled_from(("dot", "cosine"))}),
        "rotation": st.fixed_dictionaries({"vectors": st.just("random"), "seed": st.integers(0, 9999)}),
    },
)
RANGES = st.dictionaries(ODD_TEXT, st.tuples(*[st.floats(-1e12, 1e12)] * 4), max_size=3)


@st.composite
def states(draw: st.DrawFn) -> State:
    a, b = draw(ENCODING), draw(st.none() | ENCODING)
    encodings = [e for e in (a, b) if e is not None]
    longest = min(e.longest for e in encodings)
    shortest = longest if any(e.whole for e in encodings) else 1
    document = Document(
        length=draw(st.integers(shortest, min(longest, LONGEST))),
        colormap=draw(st.sampled_from(("theme", "viridis", "grey"))),
        encoding=a,
        compare=b,
        page=draw(st.from_regex("[a-z][a-z0-9-]{0,39}", fullmatch=True)),
        options=FrozenMap(draw(OPTIONS)),
    )
    view = View(
        position=draw(st.floats(0, LONGEST)),
        key=draw(st.floats(0, LONGEST)),
        together=draw(st.booleans()),
        ranges=FrozenMap(draw(RANGES)),
    )
    return State(document, view)


@given(states())
@settings(max_examples=150, deadline=None)
def test_what_a_file_carries_is_the_state_in_plain_ascii(shown: State) -> None:
    text = carried((Request(shown, "heatmap"),))
    assert text.isascii()
    assert "\n" not in text
    assert from_json(text) == shown


@given(states())
@settings(max_examples=25, deadline=None)
def test_numbers_and_picture_give_back_any_state(tmp_path_factory: pytest.TempPathFactory, shown: State) -> None:
    assume(not PICTURES["heatmap"].refusal(shown.document.encoding))
    folder = tmp_path_factory.mktemp("any")
    small = State(shown.document.replace(length=shown.document.shortest), shown.view)
    for name, format in (("a.json", "json"), ("a.png", "png"), ("a.svg", "svg")):
        export(Request(small, "heatmap", size=(16, 16), caption=False), folder / name)
        assert read_state(folder / name) == small, format


@pytest.mark.parametrize("format", CARRIERS)
@pytest.mark.parametrize(
    "shown", [state(), state("learned", table="rxnmapper-albert"), state("rope", compare="binary", length=99)]
)
def test_an_exported_file_opens_and_exports_again_as_the_same_bytes(format: str, shown: State, tmp_path: Path) -> None:
    first, second = tmp_path / f"a.{format}", tmp_path / f"b.{format}"
    export(Request(shown, "similarity"), first)
    opened = read_state(first)
    assert opened == shown
    export(Request(opened, "similarity"), second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_saved_document_opens_however_it_is_laid_out(indent: int | None, mark: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pe.json"
    path.write_text(mark + json.dumps(json.loads(to_json(state("rope"))), indent=indent), encoding="utf-8")
    assert read_state(path) == state("rope")


def test_the_kind_of_a_file_is_told_from_its_bytes(tmp_path: Path) -> None:
    export(Request(state(), "waves"), tmp_path / "a.pdf")
    (tmp_path / "a.pdf").rename(tmp_path / "renamed.png")
    assert read_state(tmp_path / "renamed.png") == state()


def test_a_table_opens_as_a_learned_encoding(tmp_path: Path) -> None:
    np.save(tmp_path / "mine.npy", np.arange(12.0).reshape(6, 2))
    document = read_state(tmp_path / "mine.npy").document
    assert document.encoding.numbers(6).full().tolist() == np.arange(12.0).reshape(6, 2).tolist()
    assert document.length == 6


def test_a_large_table_is_asked_for_and_taken_by_its_digest(tmp_path: Path) -> None:
    table = Weights("large", FrozenArray(np.random.default_rng(0).normal(size=(600, 300))))
    shown = state("learned", table=table)
    export(Request(shown, "waves"), tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size < 300_000
    with pytest.raises(MissingSource, match="large"):
        read_state(tmp_path / "a.png")
    assert read_state(tmp_path / "a.png", {table.array.sha256: table}) == shown


PNG = SIGNATURE + chunk(b"IHDR", bytes(13))
HOSTILE = {
    "empty.png": b"",
    "plain.png": PNG + chunk(b"IEND", b""),
    "cut.png": PNG[:20],
    "bomb.png": PNG + text_chunk("pe-desktop", " " * (LARGEST + 1)),
    "other.png": PNG + text_chunk("Software", "another"),
    "damaged.png": PNG + chunk(b"zTXt", b"pe-desktop\0\0not zlib"),
    "chunks.png": PNG + chunk(b"aaAa", b"") * 110_000 + text_chunk("pe-desktop", "{}"),
    "plain.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "entities.svg": b'<!DOCTYPE s [<!ENTITY a "'
    + b"x" * 999
    + b'"><!ENTITY b "&a;&a;&a;">]><svg><metadata>&b;</metadata></svg>',
    "outside.svg": b'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg><metadata id="x">&a;</metadata></svg>',
    "plain.pdf": b"%PDF-1.4\n%%EOF",
    "cut.pdf": b"%PDF-1.4\n1 0 obj\n<< /Root 1 0 R /Names << /EmbeddedFiles 1 0 R",
    "text.txt": b"hello",
    "zip.npz": b"PK\3\4",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_without_a_document_is_refused_in_one_line_with_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    with pytest.raises(SourceError) as caught:
        read_state(tmp_path / name)
    assert str(caught.value).startswith(f"{name}: carries no document of this program; open a picture")
    assert "\n" not in str(caught.value)


CARRIED = {
    "version.json": ('{"format": "pe-desktop document", "version": 99}', "newer program"),
    "format.json": ('{"format": "another"}', "not a document of this program"),
    "list.json": ("{]", "not valid JSON"),
    "deep.json": ('{"a":' * 100_000, "nested too deeply"),
    "nan.json": ('{"format": "pe-desktop document", "version": NaN}', "not valid JSON"),
    "range.json": (
        '{"format":"pe-desktop document","version":1,"document":{"length":0,"encoding":{"id":"rope"}}}',
        "length: 0 given",
    ),
    "unknown.json": (
        '{"format":"pe-desktop document","version":1,"document":{"encoding":{"id":"alibbi"}}}',
        "encoding: alibbi given; allowed: sinusoidal",
    ),
    "entity.svg": ('<svg><metadata id="pe-desktop">&lt;&amp;</metadata></svg>', "not valid JSON"),
}


@pytest.mark.parametrize("name", CARRIED)
def test_a_document_that_cannot_be_read_is_refused_in_one_line_with_its_name(name: str, tmp_path: Path) -> None:
    text, reason = CARRIED[name]
    (tmp_path / name).write_text(text)
    with pytest.raises(DocumentError) as caught:
        read_state(tmp_path / name)
    assert str(caught.value).startswith(f"{name}: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.png", "folder", "missing.npy"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SourceError, match=rf"^{name}: (there is no such file|is not a file)"):
        read_state(tmp_path / name)


def test_an_attachment_that_inflates_beyond_its_bound_is_not_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(9, 9)
    writer.add_attachment("document.pe.json", b" " * (LARGEST + 1))
    with (tmp_path / "bomb.pdf").open("wb") as stream:
        writer.write(stream)
    with pytest.raises(SourceError, match="carries no document"):
        read_text(tmp_path / "bomb.pdf")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_gives_the_state_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    format = data.draw(st.sampled_from(CARRIERS))
    content = bytearray(_exported(format))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damage") / f"a.{format}"
    path.write_bytes(content)
    assert "\n" not in _answer(path)


def _answer(path: Path) -> str:
    """What is said of a file; nothing, when it opens."""
    try:
        assert isinstance(read_state(path), State)
    except ValueError as error:
        return str(error)
    return ""


def _exported(format: str) -> bytes:
    from pe_desktop.export.writing import render

    return render(Request(state(length=2, d_model=2), "waves", size=(32, 18), caption=False, title=False), format)


def test_a_bundled_table_travels_by_name_alone(tmp_path: Path) -> None:
    export(Request(state("learned"), "waves"), tmp_path / "a.png")
    encoding = read_state(tmp_path / "a.png").document.encoding
    assert isinstance(encoding, Learned)
    assert encoding.table is bundled("all-MiniLM-L6-v2")
