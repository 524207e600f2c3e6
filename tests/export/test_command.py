"""The command line of an export makes that very export again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pe_desktop.cli import main
from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import Weights
from pe_desktop.export.command import command_line
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.size import PageSize
from pe_desktop.export.writing import render
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from tests.export.scripts.running import FITTING, ONE_EACH
from tests.export.scripts.test_numpy_script import documents
from tests.figure.documents import SMALL, of

SIZE = (320, 180)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def again(request: Request, suffix: str) -> bytes:
    """What the request's command line writes."""
    path = Path(f"again.{suffix}")
    assert main(shlex.split(command_line(request, path))[1:]) == 0
    return path.read_bytes()


def line(document: Document | None = None, figure: str = "heatmap", view: View | None = None, **wishes: Any) -> str:
    """The command line without its first words."""
    words = command_line(Request(State(document or Document(), view or View()), figure, **wishes), "a.png")
    return words.removeprefix(f"pe-desktop export {figure} -o a.png").strip()


COUNTED = {preset.figure: id for id, preset in PRESETS.items()}.values()
"""A preset of each figure."""


@pytest.mark.parametrize(("preset", "format"), [*((id, "png") for id in PRESETS), *((id, "npy") for id in COUNTED)])
def test_the_line_of_a_preset_writes_the_same_bytes(preset: str, format: str) -> None:
    chosen = PRESETS[preset]
    request = Request(chosen.state, chosen.figure, size=SIZE)
    assert again(request, format) == render(request, format)


FIRST = {name: (figure, name) for figure, name in reversed(FITTING)}.values()
WITH_OPTIONS = [(figure, name) for figure, name in FITTING if figure in SMALL[name].options]
ANY = list(dict.fromkeys([*ONE_EACH, *FIRST, *WITH_OPTIONS]))
"""Every figure of every encoding, every document, and every document that has options for a figure, with that."""


@pytest.mark.parametrize(("figure", "name"), ANY)
def test_the_line_of_any_document_writes_the_same_picture_and_numbers(figure: str, name: str) -> None:
    document = SMALL[name]
    for encoding in document.encodings:
        if isinstance(encoding, Learned):
            np.save(encoding.table.file_name, encoding.table.array.values)
    request = Request(State(document, View(position=7, key=3, dimension=1)), figure, size=(160, 90), metadata=False)
    assert again(request, "png") == render(request, "png")


views = st.builds(
    View,
    position=st.floats(0, 60),
    key=st.floats(0, 60).map(lambda value: round(value, 3)),
    dimension=st.integers(0, 30),
    head=st.integers(0, 3),
    azimuth=st.floats(-180, 180),
    elevation=st.floats(-90, 90),
    progress=st.floats(0, 1),
)
looks = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sampled_from(["light", "dark", "print"]),
        "transparent": st.booleans(),
        "title": st.booleans(),
        "heading": st.sampled_from(["", 'It\'s "mine"', "--title", "-", "a b", "$HOME `x` \\", "π · 2"]),
        "caption": st.booleans(),
        "colour_bar": st.booleans(),
        "text_size": st.floats(0.5, 3).map(lambda value: round(value, 2)),
        "cursor": st.booleans(),
        "size": st.sampled_from([PageSize(200, 120), PageSize(40, 30, 72), PageSize(33.5, 20, 96)]),
    },
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents(), documents(), st.booleans(), views, looks, st.data())
def test_any_export_is_made_again(
    a: Document, b: Document, both: bool, view: View, looks: dict[str, Any], data: st.DataObject
) -> None:
    document = a.showing(a.encoding, b.encoding if both else None)
    served = [id for id, picture in PICTURES.items() if not picture.refusal(document.encoding)]
    figure = data.draw(st.sampled_from(served))
    wishes = {"size": SIZE, **looks, "metadata": False}
    request = Request(State(document, view), figure, **wishes)
    assert again(request, "png") == render(request, "png")
    assert again(request, "npy") == render(request, "npy")


def test_what_is_as_always_is_left_out() -> None:
    assert line() == ""
    assert line(of("sinusoidal", 128)) == ""
    assert line(Document(length=40)) == "--length 40"


def test_parameters_of_a_and_of_b_and_options_and_looks_have_flags_in_one_order() -> None:
    document = of("rope", 50, head_dim=32, pairing="half").replace(colormap="grey")
    document = document.showing(document.encoding, of("t5", bidirectional=False).encoding)
    said = line(document, view=View(position=5, key=2), theme="dark", title=False, size=(800, 600))
    assert said == (
        "--encoding rope --head-dim 32 --pairing half --compare t5 --no-b-bidirectional --length 50 --colormap grey "
        "--position 5 --key 2 --size 800x600 --theme dark --no-title"
    )
    chosen = of("sinusoidal", 64).choosing("similarity", metric="cosine")
    assert line(chosen, "similarity") == "--length 64 --metric cosine"
    assert line(chosen, "heatmap") == "--length 64"


def test_an_encoding_that_a_figure_begins_with_needs_no_flag() -> None:
    begun = of("alibi", 128)
    assert line(begun, "bias") == ""


def test_a_preset_is_named_where_the_line_is_shorter_with_it() -> None:
    preset = PRESETS["llama-3.1-8b"]
    assert line(preset.state.document, "frequencies", preset.state.view) == "--preset llama-3.1-8b"
    longer = preset.state.document.replace(length=77)
    assert "--preset" not in line(longer, "frequencies", preset.state.view)


def test_what_does_not_count_in_a_file_is_left_out() -> None:
    request = Request(State(), "heatmap", theme="dark", motion=Motion(seconds=3.0))
    assert command_line(request, "a.npy") == "pe-desktop export heatmap -o a.npy"


def test_names_are_quoted_for_the_shell() -> None:
    heading = "It's 5 o'clock; rm -rf $HOME"
    request = Request(State(), "heatmap", heading=heading)
    words = shlex.split(command_line(request, "my slides/a b.png"))
    assert words[4] == "my slides/a b.png"
    assert words[-1] == heading


def test_zoomed_panels_of_the_figure_are_said() -> None:
    ranges = View().ranges.put("heatmap", (0.5, 20.25, 40.0, 2.0)).put("similarity", (0.0, 9.0, 9.0, 0.0))
    view = View(ranges=ranges)
    assert line(view=view) == "--zoom heatmap=0.5,20.25,40,2"
    request = Request(State(Document(), view.replace(ranges=view.ranges.without("similarity"))), "heatmap", size=SIZE)
    assert again(request, "png") == render(request, "png")


def test_a_table_of_one_s_own_is_named_as_its_file() -> None:
    array = np.random.default_rng(0).normal(size=(9, 4))
    np.save("mine.npy", array)
    document = Document().showing(Learned(table=Weights("mine", FrozenArray(array))), None)
    assert line(document) == "--encoding learned --table mine.npy"
    request = Request(State(document), "heatmap", size=SIZE)
    assert again(request, "png") == render(request, "png")


def test_a_table_whose_name_is_an_everyday_word_is_named_as_its_file_too() -> None:
    document = Document().showing(Learned(table=Weights("table", FrozenArray(np.eye(3)))), None)
    assert line(document) == "--encoding learned --table table.npy"


def test_arrays_of_any_shape_and_what_they_were_before_are_named_as_their_files() -> None:
    before = np.random.default_rng(0).normal(size=(2, 12, 8))
    np.save("before.npy", before)
    np.save("after.npy", before[..., ::-1])
    learned = Learned(table=Weights("after", FrozenArray(before[..., ::-1])))
    document = (
        Document()
        .showing(learned, None)
        .choosing("diagnosis", before=Weights("before", FrozenArray(before)))
        .replace(page="doctor")
    )
    assert line(document, "diagnosis") == "--checkpoint after.npy --before before.npy"
    request = Request(State(document), "diagnosis")
    assert again(request, "json") == render(request, "json")


def test_a_suffix_that_is_not_known_is_refused() -> None:
    with pytest.raises(ExportError, match=r"^output: \.doc given"):
        command_line(Request(State(), "heatmap"), "a.doc")
