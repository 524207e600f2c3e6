"""The lessons that come with the program, from the first step to the last."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pe_desktop.assets import asset
from pe_desktop.document import from_json, to_json
from pe_desktop.export.progress import silent
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.lessons.lesson import Step
from pe_desktop.lessons.library import bundled, read_folder
from pe_desktop.lessons.parsing import parse

STEPS = {f"{lesson.id} {i}": step for lesson in bundled().values() for i, step in enumerate(lesson.steps, 1)}
SUBJECTS = [
    "why-order",
    "naive",
    "sines",
    "layouts",
    "offsets",
    "addition",
    "learned",
    "rope",
    "alibi-t5",
    "longer",
    "images",
    "precision",
]
WHY = {
    "why-order": "attention",
    "naive": "naive",
    "addition": "addition",
    "learned": "training",
    "images": "patches-order",
}


@pytest.fixture(params=STEPS)
def step(request: pytest.FixtureRequest) -> Step:
    """Each step of each lesson, with all computed that its figure shows."""
    found = STEPS[request.param]
    picture, document = PICTURES[found.figure], found.state.document
    picture.prepare(picture.shown(document), found.state.view, silent)
    return found


def texts(step: Step) -> list[str]:
    return [step.said(t) for t in (*step.paragraphs, step.question, step.answer, step.attempt)]


def test_the_lessons_are_there_in_their_order() -> None:
    assert list(bundled()) == SUBJECTS
    assert all(3 <= len(lesson.steps) <= 6 and lesson.summary for lesson in bundled().values())


def test_the_document_of_a_step_can_be_saved_and_its_page_shows_its_figure(step: Step) -> None:
    assert from_json(to_json(step.state)) == step.state
    assert step.figure in PAGES[step.state.document.page].figures


def test_the_figure_of_a_step_is_drawn(step: Step) -> None:
    figure = PICTURES[step.figure].build(step.state.document, step.state.view)
    assert figure.panels
    assert not figure.note


def test_every_number_of_a_step_is_computed_and_what_it_claims_holds(step: Step) -> None:
    said = texts(step)
    assert step.ready
    assert not [text for text in said if re.search("[{…]|nan", text)]
    assert said[0]
    assert step.failures() == ()
    assert step.claims, "a step claims something that is verified"


@pytest.mark.parametrize("id", WHY)
def test_what_a_lesson_is_about_is_shown_by_the_figure_made_for_it(id: str) -> None:
    assert WHY[id] in {step.figure for step in bundled()[id].steps}


def test_before_the_figure_is_computed_numbers_wait_and_nothing_is_claimed() -> None:
    text = asset("lessons", "learned.md").read_text("utf-8").replace("--step 400", "--step 2000 --seed 4242")
    step = parse(text, "learned.md").steps[-1]
    assert (step.figure, step.ready, step.failures()) == ("training", False, ())
    assert step.said(step.paragraphs[0]).startswith("This table began at random … steps ago.")


@pytest.mark.parametrize("id", SUBJECTS)
def test_a_number_that_is_written_out_is_no_result(id: str) -> None:
    """Whatever has a point or an exponent is computed: only parameters and formulas are written as they are."""
    text = asset("lessons", f"{id}.md").read_text("utf-8")
    words = [line for line in text.split("\n") if not re.match(r"(show|check|order):", line)]
    bare = re.sub(r"\{[^{}]*\}", "", "\n".join(words))
    assert [n for n in re.findall(r"\d+\.\d+", bare) if n != "0.5"] == []


def test_another_figure_is_one_line() -> None:
    text = asset("lessons", "naive.md").read_text("utf-8")
    changed = re.sub(r"show: heatmap", "show: similarity", text, count=1)
    before, after = parse(text, "naive.md"), parse(changed, "naive.md")
    assert (before.steps[0].figure, after.steps[0].figure) == ("heatmap", "similarity")
    assert before.steps[1:] == after.steps[1:]


def test_the_folder_of_the_program_reads_as_one_of_a_person() -> None:
    found = read_folder(Path(asset("lessons")))
    assert [lesson.id for lesson in found.lessons] == SUBJECTS
    assert found.errors == ()
