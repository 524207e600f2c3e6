"""Edits as documents: parameters, encodings, comparison, and sliders that play."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.naive import BinaryCode
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui import sweep as sweeping
from pe_desktop.gui.editing import Editing, shown_options
from pe_desktop.gui.model import Model
from pe_desktop.gui.sweep import Sweep
from tests.gui.windows import wait_for


def few_rows(rows: int) -> Learned:
    return Learned(table=Weights("few", FrozenArray(np.linspace(-1, 1, rows * 4).reshape(rows, 4))))


class Desk:
    """A model and what edits it, without a window."""

    def __init__(self, document: Document) -> None:
        self.model = Model(State(document))
        self.editing = Editing(self.model)
        self.sweep = Sweep(self.model, self.editing)
        self.refused: list[str] = []
        self.editing.refused.connect(self.refused.append)

    @property
    def document(self) -> Document:
        return self.model.document


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk(Document(encoding=Sinusoidal(d_model=512, base=5000.0, layout="half-split")))


# Parameters


@pytest.mark.parametrize(
    ("scope", "name", "value"),
    [
        ("document", "length", 77),
        ("a", "d_model", 96),
        ("a", "layout", "interleaved"),
        ("similarity", "metric", "cosine"),
    ],
)
def test_a_parameter_of_any_owner_is_edited_and_undone(desk: Desk, scope: str, name: str, value: object) -> None:
    before = desk.document
    desk.editing.edit(scope, name, value)
    assert getattr(desk.editing.owner(scope), name) == value
    desk.model.undo()
    assert desk.document == before


def test_a_parameter_of_the_view_is_no_step(desk: Desk) -> None:
    desk.editing.edit("view", "speed", 2.0)
    assert desk.model.view.speed == 2.0
    assert not desk.model.can_undo


def test_a_refused_value_is_said_in_one_line_and_changes_nothing(desk: Desk) -> None:
    before = desk.document
    desk.editing.edit("a", "d_model", 0)
    assert desk.document == before
    assert len(desk.refused) == 1
    assert desk.refused[0].startswith("d_model: 0 given; allowed:")


@pytest.mark.parametrize(("scope", "name"), [("a", "pairing"), ("b", "base"), ("similarity", "seed")])
def test_an_editor_that_outlives_its_parameter_edits_nothing(desk: Desk, scope: str, name: str) -> None:
    before = desk.document
    desk.editing.edit(scope, name, 3)
    desk.editing.reset(scope, name)
    desk.sweep.play(scope, name, True)
    desk.editing.choose_encoding(1, "rope")
    assert desk.document == before
    assert desk.sweep.playing is None
    assert desk.refused == []


def test_one_parameter_is_reset_alone(desk: Desk) -> None:
    desk.editing.reset("a", "base")
    assert desk.document.encoding == Sinusoidal(d_model=512, layout="half-split")


def test_an_option_of_a_figure_is_reset(desk: Desk) -> None:
    desk.editing.edit("similarity", "metric", "cosine")
    desk.editing.reset("similarity", "metric")
    assert PICTURES["similarity"].options(desk.document).metric == "dot"


def test_the_length_is_reset_to_what_the_encoding_has_room_for(qapp: object) -> None:
    desk = Desk(Document(length=7, encoding=few_rows(20)))
    desk.editing.reset("document", "length")
    assert desk.document.length == 20


def test_reset_all_keeps_the_encodings_and_is_one_step(desk: Desk) -> None:
    desk.editing.compare(True)
    desk.editing.edit("b", "head_dim", 32)
    desk.editing.edit("similarity", "metric", "cosine")
    before = desk.document
    desk.editing.reset_all()
    assert desk.document == Document(encoding=Sinusoidal(), compare=Rope())
    desk.model.undo()
    assert desk.document == before


def test_every_option_of_the_figures_on_the_page_is_offered(desk: Desk) -> None:
    shown = shown_options(desk.model.state, ["waves", "similarity", "rotation"])
    assert [(figure, p.name) for figure, p, _ in shown] == [
        ("waves", "dims"),
        ("similarity", "metric"),
        ("rotation", "vectors"),
        ("rotation", "seed"),
    ]


# Encodings


def test_another_encoding_takes_over_what_is_shared(desk: Desk) -> None:
    desk.editing.choose_encoding(0, "rope")
    assert desk.document.encoding == Rope(head_dim=512, base=5000.0)


def test_an_encoding_comes_back_as_it_was_left(desk: Desk) -> None:
    before = desk.document.encoding
    desk.editing.choose_encoding(0, "rope")
    desk.editing.choose_encoding(0, "sinusoidal")
    assert desk.document.encoding == before


def test_what_is_shared_follows_the_last_edit(desk: Desk) -> None:
    desk.editing.choose_encoding(0, "rope")
    desk.editing.edit("a", "head_dim", 128)
    desk.editing.choose_encoding(0, "sinusoidal")
    assert desk.document.encoding == Sinusoidal(d_model=128, base=5000.0, layout="half-split")


def test_what_is_shared_survives_an_encoding_that_lacks_it(desk: Desk) -> None:
    desk.editing.choose_encoding(0, "binary")
    desk.editing.choose_encoding(0, "rope")
    assert desk.document.encoding == Rope(head_dim=512, base=5000.0)


def test_choosing_an_encoding_is_one_step(desk: Desk) -> None:
    desk.editing.choose_encoding(0, "binary")
    assert desk.document.encoding == BinaryCode()
    desk.model.undo()
    assert desk.document.encoding == Sinusoidal(d_model=512, base=5000.0, layout="half-split")


def test_choosing_the_same_encoding_is_no_step(desk: Desk) -> None:
    desk.editing.choose_encoding(0, "sinusoidal")
    assert not desk.model.can_undo


def test_a_table_caps_the_length_which_then_returns(qapp: object) -> None:
    desk = Desk(Document(length=4096))
    desk.editing.choose_encoding(0, "learned")
    assert desk.document.length == 512
    desk.editing.choose_encoding(0, "sinusoidal")
    assert desk.document.length == 4096


def test_a_length_chosen_under_the_cap_stays(qapp: object) -> None:
    desk = Desk(Document(length=4096))
    desk.editing.choose_encoding(0, "learned")
    desk.editing.edit("document", "length", 100)
    desk.editing.choose_encoding(0, "sinusoidal")
    assert desk.document.length == 100


def test_a_length_beyond_the_table_is_refused(qapp: object) -> None:
    desk = Desk(Document(length=16, encoding=few_rows(20)))
    desk.editing.edit("document", "length", 21)
    assert desk.document.length == 16
    assert desk.refused[0].startswith("length: 21 given; allowed:")
    assert "1 to 20" in desk.refused[0]


# Comparing


def test_comparing_takes_over_what_is_shared_and_is_one_step(desk: Desk) -> None:
    desk.editing.compare(True)
    assert desk.document.compare == Rope(head_dim=512, base=5000.0)
    desk.model.undo()
    assert desk.document.compare is None


def test_comparing_rope_offers_a_sinusoid(qapp: object) -> None:
    desk = Desk(Document(encoding=Rope(head_dim=32)))
    desk.editing.compare(True)
    assert desk.document.compare == Sinusoidal(d_model=32)


def test_comparing_again_brings_b_back(desk: Desk) -> None:
    desk.editing.compare(True)
    desk.editing.choose_encoding(1, "binary")
    desk.editing.compare(False)
    assert desk.document.compare is None
    desk.editing.compare(True)
    assert desk.document.compare == BinaryCode()


def test_comparing_with_a_short_table_caps_the_length_which_then_returns(qapp: object) -> None:
    desk = Desk(Document(length=4096))
    desk.editing.compare(True)
    desk.editing.choose_encoding(1, "learned")
    assert desk.document.length == 512
    desk.editing.compare(False)
    assert desk.document.length == 4096


def test_a_is_copied_to_b(desk: Desk) -> None:
    desk.editing.compare(True)
    desk.editing.copy_a_to_b()
    assert desk.document.compare == desk.document.encoding == Sinusoidal(d_model=512, base=5000.0, layout="half-split")


def test_a_and_b_change_places_and_back(desk: Desk) -> None:
    desk.editing.compare(True)
    a, b = desk.document.encodings
    desk.editing.swap()
    assert desk.document.encodings == (b, a)
    desk.editing.swap()
    assert desk.document.encodings == (a, b)


def test_b_is_edited_alone(desk: Desk) -> None:
    desk.editing.compare(True)
    a = desk.document.encoding
    desk.editing.edit("b", "head_dim", 64)
    assert desk.document.encodings == (a, Rope(head_dim=64, base=5000.0))


@pytest.mark.parametrize("action", ["swap", "copy_a_to_b"])
def test_without_b_there_is_nothing_to_swap_or_copy(desk: Desk, action: str) -> None:
    getattr(desk.editing, action)()
    assert not desk.model.can_undo


# Sliders that play


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """From one end to the other in a third of a second, and in three steps where the machine is slow."""
    monkeypatch.setattr(sweeping, "SECONDS", 0.3)


@pytest.mark.usefixtures("quick")
def test_a_playing_slider_sweeps_both_ways_and_is_one_step(desk: Desk) -> None:
    seen: list[int] = []
    desk.model.changed.connect(lambda: seen.append(desk.document.encoding.values()["d_model"]))
    desk.sweep.play("a", "d_model", True)
    wait_for(lambda: 16384 in seen and 2 in seen[seen.index(16384) :])
    desk.sweep.play("a", "d_model", False)
    assert len(set(seen)) > 3
    desk.model.undo()
    assert desk.document.encoding == Sinusoidal(d_model=512, base=5000.0, layout="half-split")
    assert not desk.model.can_undo


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("scope", "name"), [("document", "length"), ("rotation", "seed"), ("a", "base")])
def test_any_slider_plays(desk: Desk, scope: str, name: str) -> None:
    before = getattr(desk.editing.owner(scope), name)
    desk.sweep.play(scope, name, True)
    wait_for(lambda: getattr(desk.editing.owner(scope), name) != before)
    desk.sweep.stop()
    assert desk.refused == []


@pytest.mark.usefixtures("quick")
def test_a_number_that_is_computed_plays_from_its_least_value(qapp: object) -> None:
    desk = Desk(Document(encoding=ENCODINGS["rope"](scaling="yarn")))
    desk.sweep.play("a", "factor", True)
    wait_for(lambda: (desk.editing.owner("a").values()["factor"] or 0) > 100)
    desk.sweep.stop()
    desk.model.undo()
    assert desk.editing.owner("a").values()["factor"] is None


@pytest.mark.usefixtures("quick")
def test_the_length_plays_within_the_table(qapp: object) -> None:
    desk = Desk(Document(length=10, encoding=few_rows(20)))
    seen: set[int] = set()
    desk.model.changed.connect(lambda: seen.add(desk.document.length))
    desk.sweep.play("document", "length", True)
    wait_for(lambda: {1, 20} <= seen)
    desk.sweep.stop()
    assert desk.refused == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "interruption",
    [
        lambda desk: desk.model.undo(),
        lambda desk: desk.editing.choose_encoding(0, "binary"),
        lambda desk: desk.editing.compare(True),
        lambda desk: desk.editing.reset("a", "d_model"),
        lambda desk: desk.model.begin(),
        lambda desk: desk.model.load(State()),
    ],
)
def test_whatever_a_person_does_meanwhile_stops_it(desk: Desk, interruption: Callable[[Desk], object]) -> None:
    desk.sweep.play("a", "d_model", True)
    wait_for(lambda: desk.document.encoding.values()["d_model"] != 512)
    interruption(desk)
    after = desk.document
    wait_for(lambda: desk.sweep.playing is None)
    assert desk.document == after


def test_playing_another_slider_stops_the_first(desk: Desk) -> None:
    said: list[tuple[str, str, bool]] = []
    desk.sweep.playing_changed.connect(lambda *values: said.append(values))
    desk.sweep.play("a", "d_model", True)
    desk.sweep.play("a", "base", True)
    desk.sweep.stop()
    assert said == [("a", "d_model", True), ("a", "d_model", False), ("a", "base", True), ("a", "base", False)]


def test_stopping_what_does_not_play_is_no_step(desk: Desk) -> None:
    desk.sweep.stop()
    desk.sweep.play("a", "d_model", False)
    assert not desk.model.can_undo
