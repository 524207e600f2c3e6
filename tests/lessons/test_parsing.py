"""Lessons from files: what they may hold, and what is said of those that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from pe_desktop.lessons.error import LessonError
from pe_desktop.lessons.library import LARGEST, MOST_FILES, read_folder, read_lesson
from pe_desktop.lessons.parsing import parse

GOOD = """# Mine
about: a line for the list
order: 2.5

## First
show: similarity --length 64 --d-model 64 --position 20 --key 25

A sentence with {cosine(20, 25):3} in it,
which goes on.

More of it.

ask: Why?
answer: Because
  it is so.
try: Something.
check: cosine(20, 25) = cosine(30, 35) within 1e-12
check: value(0, 1) = 1

## Second

The same figure.
"""


def step(*lines: str) -> str:
    return "\n".join(("# Mine", "## First", *lines))


def test_a_lesson_is_read_with_all_its_parts() -> None:
    lesson = parse(GOOD, "my-own.md")
    assert (lesson.id, lesson.title, lesson.summary, lesson.order) == ("my-own", "Mine", "a line for the list", 2.5)
    first, second = lesson.steps
    assert [first.said(p) for p in first.paragraphs] == [
        "A sentence with 0.734 in it, which goes on.",
        "More of it.",
    ]
    assert (first.said(first.question), first.said(first.answer)) == ("Why?", "Because it is so.")
    assert first.said(first.attempt) == "Something."
    assert (first.figure, first.state.document.length, first.state.view.key) == ("similarity", 64, 25.0)
    assert len(first.claims) == 2
    assert first.failures() == ()
    assert not second.asks


def test_a_step_without_a_figure_keeps_the_one_before() -> None:
    first, second = parse(GOOD, "a.md").steps
    assert (second.figure, second.state) == (first.figure, first.state)


def test_a_copied_command_line_is_what_a_step_shows() -> None:
    show = "show: pe-desktop export heatmap -o a.png --preset alammar-2018 --no-together --zoom heatmap=0,8,8,0"
    shown = parse(step(show, "", "Words."), "a.md").steps[0]
    assert shown.state.document.length == 20
    assert shown.state.view.ranges["heatmap"] == (0.0, 8.0, 8.0, 0.0)


def test_a_preset_alone_shows_its_own_figure() -> None:
    assert parse(step("show: --preset alibi-slopes", "", "Words."), "a.md").steps[0].figure == "bias"


SHOW = "show: heatmap"
BROKEN = {
    "nothing": ("", "a.md, line 1: nothing given"),
    "no title": ("words", "a.md, line 1: words given; allowed: first of all #"),
    "no step": ("# A", "a.md, line 1: no step given"),
    "two titles": ("# A\n# B", "a.md, line 2: # B given"),
    "words before steps": ("# A\nwords", "a.md, line 2: words given here"),
    "unknown field": (step("chek: 1 < 2"), "a.md, line 3: chek: given; allowed: show, ask, answer, try, check; did"),
    "field of the head in a step": (step("order: 1"), "a.md, line 3: order: given"),
    "no figure": (step("Words."), "a.md, line 2: show: nothing given"),
    "no words": (step(SHOW), "a.md, line 2: no words given"),
    "empty field": (step(SHOW, "try:", "", "Words."), "a.md, line 4: try: nothing given"),
    "field twice": (step(SHOW, SHOW, "", "Words."), "a.md, line 4: show given twice"),
    "question alone": (step(SHOW, "ask: Why?", "", "Words."), "a.md, line 4: ask: and answer:"),
    "words after a field": (step(SHOW, "Words."), "a.md, line 4: words right after a field"),
    "order": ("# A\norder: first\n## B\nshow: heatmap\n\nWords.", "a.md, line 2: could not convert"),
    "unknown figure": (step("show: heatmop", "", "Words."), "a.md, line 3: figure: heatmop given"),
    "unknown flag": (step("show: heatmap --lenth 3", "", "Words."), "did you mean --length?"),
    "flag of a picture file": (step("show: heatmap --size 10x10", "", "Words."), "a.md, line 3: --size: no such"),
    "flag twice": (step("show: heatmap --length 3 --length 4", "", "Words."), "--length: given twice"),
    "bad value": (step("show: heatmap --length many", "", "Words."), "a.md, line 3: length: many given"),
    "no value": (step("show: heatmap --length", "", "Words."), "a.md, line 3: length: "),
    "figure refuses": (step("show: rotation --encoding alibi", "", "Words."), "a.md, line 3: rotation: ALiBi has no"),
    "file of a picture": (step("show: patches-order --picture a.png", "", "Words."), "picture: a.png given"),
    "file of a table": (step("show: heatmap --encoding learned --table a.npy", "", "Words."), "table: a.npy given"),
    "unknown preset": (step("show: --preset nobody", "", "Words."), "a.md, line 3: preset: nobody given"),
    "quotation mark": (step("show: heatmap 'a", "", "Words."), "a.md, line 3: a quotation mark"),
    "brace": (step(SHOW, "", "A {value(0, 1)"), "a.md, line 5: a brace without"),
    "no number": (step(SHOW, "", "A {1 + 1}"), "a.md, line 5: {1 + 1} given"),
    "unknown number": (step(SHOW, "", "A {cosin(1, 2)}"), "did you mean cosine?"),
    "other arguments": (step(SHOW, "", "A {cosine(1)}"), "allowed: cosine(p, q)"),
    "text for a number": (step(SHOW, "", 'A {value("a", 1)}'), "allowed: value(position, dimension)"),
    "claim": (step(SHOW, "check: value(0, 1)", "", "Words."), "a.md, line 4: value(0, 1) given"),
    "claim that is code": (step(SHOW, "check: __import__('os') < 1", "", "Words."), "a.md, line 4:"),
    "within": (step(SHOW, "check: 1 < 2 within 3", "", "Words."), "a.md, line 4: within given with <"),
    "control character": ("# A\x07", "a.md, line 1: a control character"),
    "long line": ("# " + "a" * 3000, "a.md, line 1: too long"),
    "long file": ("# A\n" + "\n" * 5000, "a.md, line 2001: too long"),
    "many steps": ("# A\n" + "## B\n" * 50, "a.md, line 42: 50 steps given"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_lesson_is_refused_in_one_line_that_names_its_place(name: str) -> None:
    text, words = BROKEN[name]
    with pytest.raises(LessonError) as error:
        parse(text, "a.md")
    assert words in str(error.value)
    assert str(error.value).startswith("a.md, line ")
    assert "\n" not in str(error.value)


def test_a_claim_that_does_not_hold_is_named_with_both_numbers() -> None:
    made = parse(step(SHOW, "check: value(0, 1) < -1.5", "", "Words."), "a.md").steps[0]
    assert made.failures() == ("a.md, line 4: value(0, 1) < -1.5 does not hold: 1 and −1.5",)


def test_a_number_that_is_not_there_is_named_with_its_line() -> None:
    made = parse(step("show: heatmap --length 8", "check: value(8, 0) < 1", "", "Words {norm(9)}."), "a.md").steps[0]
    assert made.failures() == ("a.md, line 4: value(8, 0): position 8 given; allowed: an integer from 0 to 7",)
    with pytest.raises(LessonError, match=r"a.md, line 6: norm\(9\): position 9 given"):
        made.said(made.paragraphs[0])


# Files


def test_what_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"# A\n## B\n\xff")
    with pytest.raises(LessonError, match=r"^a\.md, line 3: not UTF-8"):
        read_lesson(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(LessonError, match=r"^a\.md: more than 200,000 bytes"):
        read_lesson(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"^a\.md: No such file"):
        read_lesson(tmp_path / "a.md")


def test_a_folder_gives_its_lessons_in_order_and_a_line_for_each_broken_one(tmp_path: Path) -> None:
    for name, text in {"b.md": GOOD, "a.md": GOOD.replace("2.5", "9"), "c.md": "words", "notes.txt": "x"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "README.md").write_text("words", "utf-8")
    (tmp_path / ".hidden.md").write_text("words", "utf-8")
    found = read_folder(tmp_path)
    assert [lesson.id for lesson in found.lessons] == ["b", "a"]
    assert [line.partition(":")[0] for line in found.errors] == ["c.md, line 1"]


def test_a_folder_without_lessons_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"no lessons; allowed: a folder of files that end in \.md"):
        read_folder(tmp_path)
    with pytest.raises(LessonError, match="nowhere: No such file"):
        read_folder(tmp_path / "nowhere")


def test_of_very_many_files_the_first_are_read(tmp_path: Path) -> None:
    for i in range(MOST_FILES + 1):
        (tmp_path / f"{i:04}.md").write_text("words")
    assert len(read_folder(tmp_path).errors) == MOST_FILES + 1
