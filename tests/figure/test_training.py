"""The figure Training: what it shows before, while and after it trains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pe_desktop.document import Document, View
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.training import RUNS, Run, Settings, similarity_by_offset
from pe_desktop.export.caption import caption
from pe_desktop.export.progress import silent
from pe_desktop.figure.figure import Figure
from pe_desktop.figure.marks import Box, Dots, Facts, Path
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import SCREEN
from tests.figure.documents import image, marks, of, placed

TRAINING = PICTURES["training"]
KINDS = ("learned", "sinusoidal", "none")
SEEDS = iter(range(1000, 9999))


def fresh(**values: object) -> Document:
    """A small run that nobody has begun: each has a seed of its own."""
    return Document().choosing("training", **{"model_width": 4, "seed": next(SEEDS), **values})


def trained(document: Document, step: int) -> Figure:
    view = View(step=step)
    TRAINING.prepare(document, view, silent)
    return TRAINING.build(document, view)


def curve(figure: Figure, name: str) -> np.ndarray:
    """(steps, 2) of the chosen run."""
    return np.array(marks(figure.panel(f"training.{name}"), Path, lambda m: m.colour == "accent")[0].points)


def said(figure: Figure) -> dict[str, str]:
    facts = [mark for panel in figure.panels for mark in panel.marks if isinstance(mark, Facts)]
    return {name: value for mark in facts for name, value, _ in mark.rows}


def test_before_it_is_trained_it_shows_the_random_start_and_how_far_it_is_to_go():
    document = fresh()
    figure = TRAINING.build(document, View(step=60))
    assert "step 0 on the way to 60" in figure.subtitle
    assert said(figure)["on the way to"] == "60"
    assert not marks(figure.panel("training.loss"), Path)
    start = Run(Settings(seed=TRAINING.options(document).seed, d_model=4)).snapshots[0].table
    assert image(figure.panel("training.table")).field.array == start
    assert not TRAINING.prepared(document, View(step=60))


def test_a_figure_is_drawn_of_what_is_there_and_waits_for_nothing():
    document = fresh(all_three=False)
    TRAINING.prepare(document, View(step=40), silent)
    figure = TRAINING.build(document, View(step=100))
    assert curve(figure, "loss")[-1, 0] == 40
    assert "step 40 on the way to 100" in figure.subtitle
    settings = TRAINING.options(document).settings("learned")
    assert RUNS.seen(settings, 2000)[-1].step == 40


def test_what_is_drawn_is_the_run_up_to_the_step():
    document = fresh(task="reversed", learning_rate=0.05)
    run = Run(Settings(task="reversed", learning_rate=0.05, d_model=4, seed=TRAINING.options(document).seed))
    run.advance(80)
    trained(document, 80)
    figure = trained(document, 70)
    wanted = [(s.step, s.accuracy) for s in run.snapshots if s.step <= 70]
    assert curve(figure, "accuracy").tolist() == [list(pair) for pair in wanted]
    assert image(figure.panel("training.table")).field.array == run.at(70).table
    assert (
        np.array(marks(figure.panel("training.profile"), Dots)[0].points)[:, 1]
        == similarity_by_offset(run.at(70).table, "cosine")
    ).all()
    assert "on the way" not in figure.subtitle
    assert figure.subtitle.startswith("reversed copy with learned positions, step 60: ")


@pytest.mark.parametrize("task", ["previous", "reversed", "distance"])
def test_the_order_blind_bound_is_drawn_with_its_luck(task):
    document = fresh(task=task)
    run = Run(TRAINING.options(document).settings("none"))
    panel = TRAINING.build(document, View()).panel("training.accuracy")
    (band,) = marks(panel, Box)
    line = marks(panel, Path, lambda mark: mark.dashed)[0]
    assert {y for _, y in line.points} == {run.order_blind}
    assert (band.y0 + band.y1) / 2 == pytest.approx(run.order_blind)
    assert band.y1 - band.y0 == pytest.approx(4 * run.uncertainty)
    assert TRAINING.scalars(document, View(step=0))["uncertainty"] == pytest.approx(run.uncertainty)


def test_all_three_are_drawn_or_the_chosen_one_alone():
    document = fresh()
    colours = {mark.colour for mark in marks(trained(document, 40).panel("training.loss"), Path)}
    assert colours == {"accent", "second", "muted"}
    alone = document.choosing("training", all_three=False)
    assert {mark.colour for mark in marks(trained(alone, 40).panel("training.loss"), Path)} == {"accent"}


def test_without_positions_there_is_no_table_to_show():
    figure = trained(fresh(positions="none"), 20)
    ids = [panel.id for panel in figure.panels]
    assert ids == ["training.names", "training.loss", "training.accuracy", "training.reached", "training.made"]
    assert "without positions" in figure.subtitle
    arrays = TRAINING.numbers(fresh(positions="none"), View(step=20))
    assert not arrays["table"].any()
    assert "similarity_by_offset" not in arrays


def test_numbers_are_those_of_the_run_and_the_first_is_the_table():
    document, view = fresh(), View(step=45)
    arrays, scalars = TRAINING.numbers(document, view), TRAINING.scalars(document, view)
    run = Run(TRAINING.options(document).settings("learned"))
    run.advance(40)
    last = run.snapshots[-1]
    assert next(iter(arrays)) == "table"
    assert (arrays["table"] == last.table.values).all()
    assert arrays["steps"].tolist() == [0, 20, 40]
    assert arrays["loss"].tolist() == [s.loss for s in run.snapshots]
    assert arrays["accuracy_none"].shape == (3,)
    assert (arrays["similarity_by_offset"] == similarity_by_offset(last.table, "cosine")).all()
    assert arrays["components"].shape == (16, 2)
    assert (scalars["accuracy"], scalars["steps"], scalars["order_blind"]) == (last.accuracy, 40, run.order_blind)


def test_the_profile_that_was_measured_is_said():
    document = fresh()
    facts = said(trained(document, 20))
    values = TRAINING.numbers(document, View(step=20))["similarity_by_offset"]
    assert [facts[f"{k}"] for k in (1, 2, 4, 8)] == [f"{values[k]:.3f}".replace("-", "−") for k in (1, 2, 4, 8)]
    assert facts["order-blind"] == "26.7 %"


def test_it_is_the_same_whatever_the_encoding_and_does_not_name_it():
    document = fresh()
    one = trained(document, 20)
    for other in (of("alibi"), of("sinusoidal", compare="rope"), of("sincos2d", grid=(3, 4), d_model=8)):
        shown = other.replace(options=document.options)
        assert TRAINING.build(shown, View(step=20)) == one
        assert caption(shown, TRAINING) == caption(document, TRAINING)
    assert caption(document, TRAINING).startswith("Training · previous task · learned positions · all_three · seed ")


def test_a_step_of_the_curves_can_be_picked_and_every_panel_read():
    document, view = fresh(), View(step=60)
    figure = trained(document, 60)
    picked = TRAINING.pick(document, view, figure.panel("training.loss"), (33.3, 1.0), 1.0)
    assert picked.step == 33
    assert TRAINING.pick(document, view, figure.panel("training.loss"), (1e9, 1.0), 1.0).step == 2000
    assert TRAINING.pick(document, view, figure.panel("training.table"), (3.0, 2.0), 1.0) == view.within(document)
    arrays = TRAINING.numbers(document, view)
    assert TRAINING.read(document, view, "training.loss", 38.0, 0.0).value == arrays["loss"][2]
    assert TRAINING.read(document, view, "training.accuracy", 0.0, 0.0).value == arrays["accuracy"][0]
    assert TRAINING.read(document, view, "training.table", 3.2, 14.9).value == arrays["table"][15, 3]
    assert TRAINING.read(document, view, "training.profile", 4.0, 0.0).value == arrays["similarity_by_offset"][4]
    rows = arrays["table"] / np.linalg.norm(arrays["table"], axis=1, keepdims=True)
    cosine = TRAINING.read(document, view, "training.similarity", 2.0, 9.0).value
    assert cosine == pytest.approx(float(rows[9] @ rows[2]))
    assert TRAINING.read(document, view, "training.loss", 61.0, 0.0) is None


def test_a_run_that_goes_wild_is_still_drawn():
    figure = trained(fresh(learning_rate=1.0), 200)
    heights = curve(figure, "loss")[:, 1]
    assert np.isfinite(heights).all()
    assert figure.panel("training.loss").y.high > heights.max()


def test_facts_give_way_where_there_is_little_room():
    figure = TRAINING.build(fresh(), View(step=0))
    assert "training.reached" in placed(figure, 1200.0, 800.0, SCREEN)
    assert "training.reached" not in placed(figure, 500.0, 380.0, SCREEN)


def test_its_colours_reach_the_greatest_number():
    figure = TRAINING.build(fresh(), View(step=0))
    shown = image(figure.panel("training.table"))
    assert shown.levels[1] == np.abs(shown.field.array.values).max() == -shown.levels[0]
    assert isinstance(shown.field.array, FrozenArray)
    assert replace(shown, levels=(-1.0, 1.0)) != shown
