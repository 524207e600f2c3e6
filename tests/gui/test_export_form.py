"""The choices of an export: what counts in which format, what is remembered, what is shown wrong."""

from __future__ import annotations

import json

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.document import State
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.films.film import Film
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.films.moving import mover
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.formats.svg import Svg
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.gui.exports.form import ExportForm
from pe_desktop.gui.exports.memory import Memory, read_memory
from pe_desktop.gui.exports.words import PRESETS, label
from pe_desktop.gui.widgets.controls import Switch
from tests.gui.windows import state

PARAMETERS = [p.name for p in (*Motion.parameters(), *Request.parameters())]


def form(qtbot: QtBot, figure: str = "heatmap", memory: Memory | None = None, shown: State | None = None) -> ExportForm:
    made = ExportForm(shown or state(), figure, memory or Memory())
    qtbot.addWidget(made)
    made.show()
    return made


def field(of: ExportForm, name: str) -> QWidget:
    found = of.findChild(QWidget, f"export.{name}")
    assert found is not None
    return found


def choose(of: ExportForm, name: str, value: str) -> None:
    combo = field(of, name)
    assert isinstance(combo, QComboBox)
    assert combo.findData(value) >= 0
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def type_in(of: ExportForm, name: str, text: str) -> None:
    line = field(of, name)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)


# What counts


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_offers_what_counts_in_it_and_nothing_else(qtbot: QtBot, format: str) -> None:
    made = form(qtbot)
    choose(made, "format", format)
    chosen = FORMATS[format]
    moving = {p.name for p in Motion.parameters()} if chosen.moves else set()
    assert {name for name in PARAMETERS if field(made, name).isVisible()} == chosen.uses | moving
    assert field(made, "colormap").isVisible() == chosen.is_picture


def test_each_choice_has_words_beside_it(qtbot: QtBot) -> None:
    made = form(qtbot)
    words = {each.text() for each in made.findChildren(QLabel)}
    assert {label(name) for name in (*PARAMETERS, "colormap")} <= words
    assert not any("_" in each for each in words)


def test_a_figure_without_cells_has_no_colours_of_cells(qtbot: QtBot) -> None:
    made = form(qtbot, "waves")
    assert not field(made, "colormap").isVisible()
    assert not field(made, "colour_bar").isVisible()
    choose(made, "figure", "heatmap")
    assert field(made, "colormap").isVisible()


def test_an_own_title_counts_where_there_is_a_title(qtbot: QtBot) -> None:
    made = form(qtbot)
    type_in(made, "heading", "Mine")
    assert made.request().heading == "Mine"
    switch = field(made, "title")
    assert isinstance(switch, Switch)
    switch.click()
    assert not field(made, "heading").isEnabled()


@pytest.mark.parametrize("text", PRESETS["size"])
def test_every_size_that_is_offered_is_one(qtbot: QtBot, text: str) -> None:
    made = form(qtbot)
    choose(made, "size", text)
    assert str(made.request().size) == text


def test_paper_has_its_millimetres(qtbot: QtBot) -> None:
    made = form(qtbot)
    choose(made, "size", "88x66mm@300")
    assert made.request().size == PageSize(88, 66, 300)
    assert made.request().size.pixels == (1039, 780)


def test_text_for_the_back_row_is_larger(qtbot: QtBot) -> None:
    made = form(qtbot)
    assert made.request().text_size == 1
    choose(made, "text_size", "1.5")
    assert made.request().text_size == 1.5
    choose(made, "text_size", "")
    type_in(made, "other-text-size", "1.75")
    assert made.request().text_size == 1.75


def test_a_colour_map_is_for_this_export_alone(qtbot: QtBot) -> None:
    shown = state()
    made = form(qtbot, shown=shown)
    assert made.request().state == shown
    choose(made, "colormap", "viridis")
    assert made.request().state.document == shown.document.replace(colormap="viridis")
    assert shown.document.colormap == "theme"


def test_a_format_that_cannot_be_written_here_is_greyed_and_says_why(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Svg, "lacking", "what is not here")
    made = form(qtbot, memory=Memory("svg"))
    combo = field(made, "format")
    assert isinstance(combo, QComboBox)
    place = combo.findData("svg")
    assert combo.itemText(place) == "SVG drawing: needs what is not here"
    assert not combo.model().flags(combo.model().index(place, 0)).value & 0x20  # enabled
    assert made.suffix == "png"


# What is refused


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("size", "0x0", "size: 0x0 given; allowed:"),
        ("size", "100000x100000", "size: 100000x100000 given; allowed:"),
        ("text_size", "large", "text_size: large given; allowed:"),
    ],
)
def test_what_is_typed_wrong_is_outlined(qtbot: QtBot, name: str, text: str, line: str) -> None:
    made = form(qtbot)
    choose(made, name, "")
    other = f"other-{name.replace('_', '-')}"
    type_in(made, other, text)
    with pytest.raises(ParameterError, match=line):
        made.request()
    assert field(made, other).property("wrong")
    choose(made, name, "1920x1080" if name == "size" else "1")
    made.request()
    assert not field(made, other).property("wrong")


def test_a_title_of_three_hundred_characters_is_refused_in_a_line(qtbot: QtBot) -> None:
    made = form(qtbot)
    type_in(made, "heading", "x" * 300)
    with pytest.raises(ParameterError, match="heading: 300 characters given; allowed: up to 200"):
        made.request()


def test_what_does_not_count_is_not_refused(qtbot: QtBot) -> None:
    made = form(qtbot)
    choose(made, "size", "")
    type_in(made, "other-size", "wide")
    choose(made, "format", "npy")
    assert made.request().size == PageSize(1920, 1080)


# What is remembered


def test_each_format_has_its_own_last_choices(qtbot: QtBot) -> None:
    made = form(qtbot)
    choose(made, "theme", "dark")
    memory = made.remembered()
    second = form(qtbot, memory=read_memory(memory.written()))
    assert (second.suffix, second.request().theme) == ("png", "dark")
    choose(second, "format", "svg")
    choose(second, "theme", "print")
    choose(second, "letters", "outlines")
    third = form(qtbot, memory=read_memory(second.remembered().written()))
    assert (third.suffix, third.request().theme, third.request().letters) == ("svg", "print", "outlines")
    choose(third, "format", "png")
    assert third.request().theme == "dark"
    choose(third, "format", "svg")
    assert third.request().theme == "print"


def test_choices_of_earlier_versions_are_read(qtbot: QtBot) -> None:
    earlier = {"format": "pdf", "size": "", "other": "640x480", "theme": "dark", "title": False, "caption": True}
    made = form(qtbot, memory=read_memory(json.dumps({**earlier, "cursor": True, "transparent": False})))
    request = made.request()
    assert made.suffix == "pdf"
    assert (str(request.size), request.theme, request.title, request.cursor) == ("640x480", "dark", False, True)
    sized = form(qtbot, memory=read_memory(json.dumps({**earlier, "size": "1080x1080"})))
    assert str(sized.request().size) == "1080x1080"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        "[" * 100_000,
        '{"formats": 3, "format": 4}',
        '{"formats": {"png": 3, "svg": {"size": 3, "theme": null}}}',
        '{"format": "exe", "formats": {"png": {"size": "0x0", "theme": "pink", "nothing": "x", "text_size": "nan"}}}',
        '{"size": 3, "theme": null, "title": "x"}',
    ],
)
def test_choices_that_cannot_be_read_are_passed_over(qtbot: QtBot, text: str) -> None:
    made = form(qtbot, memory=read_memory(text))
    assert made.request() == Request(state(), "heatmap", title=made.request().title)
    assert made.suffix == "png"


def test_the_choices_of_a_file_are_all_taken_over(qtbot: QtBot) -> None:
    asked = Request(
        state(),
        "heatmap",
        size=PageSize(88, 66, 300),
        theme="print",
        transparent=True,
        title=False,
        heading="Mine",
        caption=False,
        colour_bar=False,
        text_size=1.1,
        cursor=True,
        letters="outlines",
        cells="vector",
        google_slides=True,
        motion=Motion(over="length", start=1, end=9, way="once", seconds=2.5, fps="50"),
    )
    made = form(qtbot, memory=Memory("png", {"png": {"theme": "dark"}}))
    made.show_request(asked, "svg")
    assert made.request() == asked
    assert made.suffix == "svg"


# What moves


@pytest.mark.parametrize("figure", ["heatmap", "rotation", "helix"])
def test_what_moves_is_chosen_from_what_the_figure_shows(qtbot: QtBot, figure: str) -> None:
    made = form(qtbot, figure)
    choose(made, "format", "gif")
    combo = field(made, "over")
    assert isinstance(combo, QComboBox)
    names = [combo.itemData(i) for i in range(combo.count())]
    assert names[0] == ""
    assert combo.itemText(0) == f"Auto: {mover(Request(state(), figure)).name}"
    for name in names:
        Film((Request(state(), figure, motion=Motion(over=name)),))  # which refuses what does not move
    assert made.request().motion == Motion()
    choose(made, "over", "length")
    assert made.request().motion.over == "length"


def test_what_does_not_move_in_another_figure_is_not_chosen_there(qtbot: QtBot) -> None:
    made = form(qtbot, "helix")
    choose(made, "format", "gif")
    choose(made, "over", "azimuth")
    choose(made, "figure", "heatmap")
    assert made.request().motion.over == ""


def test_the_film_of_a_file_keeps_what_moves_as_it_was_written(qtbot: QtBot) -> None:
    asked = Request(state(), "heatmap", motion=Motion(over="D-MODEL", start=4, end=16, seconds=2, fps="10"))
    made = form(qtbot, memory=Memory("gif", {"gif": {"over": "length", "seconds": "3"}}))
    assert made.request().motion == Motion(over="length", seconds=3)
    made.show_request(asked, "gif")
    assert made.request() == asked
