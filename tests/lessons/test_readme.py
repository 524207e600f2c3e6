"""What the README says of lessons."""

from __future__ import annotations

import re
from pathlib import Path

from pe_desktop.lessons.computed import COMPUTED
from pe_desktop.lessons.parsing import parse


def section() -> str:
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    return text.partition("\n## Lessons\n")[2].partition("\n## One of each kind")[0]


def test_its_lesson_is_one_and_what_it_claims_holds() -> None:
    step = parse(section().split("```")[1].strip(), "example.md").steps[0]
    assert step.said(step.paragraphs[0]) == "From 7 to 8 the vectors are 2 apart, from 8 to 9 1."
    assert step.failures() == ()


def test_it_names_every_number() -> None:
    named = set(re.findall(r"`([a-z_]+)(?:\([^`]*\))?`", section()))
    assert named >= COMPUTED.keys()
