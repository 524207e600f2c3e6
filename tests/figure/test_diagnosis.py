"""What a table is, as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import State, View, from_json, to_json
from pe_desktop.engine.diagnosis import diagnose
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.diagnosed import question
from pe_desktop.figure.layout import Rect, layout
from pe_desktop.figure.marks import Cell, Facts, Prose
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import SCREEN

from .documents import SMALL, build, image, marks, measure, of

DIAGNOSIS = PICTURES["diagnosis"]
PORT, CACHE, TRAINED = (SMALL[name] for name in ("table of a port", "cosines of a cache", "learned"))


def said(document):
    (found,) = marks(build("diagnosis", document).panel("diagnosis.facts"), Facts)
    return found.rows


def told(document):
    (found,) = marks(build("diagnosis", document).panel("diagnosis.told"), Prose)
    return found.text


def asked(document):
    return question(document.encoding.table, DIAGNOSIS.options(document))


def diagnosed(document):
    return asked(document).ask()


def opened(values, **rest):
    return of("learned", table=Weights("opened", FrozenArray(values)), **rest)


@pytest.mark.parametrize(
    ("document", "verdict", "number"),
    [(CACHE, "Correct scheme", 0), (PORT, "Known bug", 1), (TRAINED, "No known scheme", 2)],
)
def test_the_verdict_comes_first_and_the_headline_is_the_subtitle(document, verdict, number):
    assert told(document).startswith(f"{verdict}: ")
    assert build("diagnosis", document).subtitle == diagnose(document.encoding.table.array.values).headline
    assert DIAGNOSIS.scalars(document, View())["verdict"] == number


def test_a_bug_is_named_with_its_remedy_before_everything_else():
    best = diagnosed(PORT).best
    assert best.bug == "cos exponent (2i+1)/d"
    assert told(PORT) == f"Known bug: {best.bug}. {best.remedy}"
    assert told(CACHE) == "Correct scheme: RoPE."
    assert told(TRAINED).endswith(" Nearest: Sinusoidal.")


def test_in_a_narrow_card_the_verdict_stays_and_the_table_has_the_width():
    def placed(width):
        return {p.panel.id: p.rect for p in layout(build("diagnosis", PORT), Rect(0, 0, width, 240), SCREEN, measure)}

    narrow, wide = placed(274), placed(470)
    assert set(narrow) == {"diagnosis.told", "diagnosis", "diagnosis.scale", "diagnosis.error", "diagnosis.error.scale"}
    assert narrow["diagnosis"].width > wide["diagnosis"].width
    assert {"diagnosis.best", "diagnosis.best.scale", "diagnosis.facts"} <= set(wide)


def test_a_bug_with_which_the_nearest_is_near_is_said_where_nothing_fits():
    noise = 0.01 * np.random.default_rng(6).normal(size=(40, 12))
    near = opened(PORT.encoding.table.array.values + noise)
    best = diagnosed(near).best
    assert best.bug
    assert f"with {best.bug}".startswith(next(name for name, _, _ in said(near) if name.startswith("with ")))
    assert build("diagnosis", near).panel("diagnosis.error").title == "error, the bug included"
    assert "base" in [name for name, _, _ in said(near)]


def test_what_is_far_off_is_named_without_a_bug_and_without_settings():
    assert not diagnosed(TRAINED).best.bug
    assert build("diagnosis", TRAINED).panel("diagnosis.error").title == "error"
    assert "base" not in [name for name, _, _ in said(TRAINED)]


def test_the_table_stands_beside_the_scheme_that_was_meant():
    figure = build("diagnosis", PORT)
    meant = ENCODINGS["sinusoidal"](d_model=12).numbers(40).full()
    np.testing.assert_array_equal(image(figure.panel("diagnosis.best")).field.full(), meant)
    np.testing.assert_array_equal(image(figure.panel("diagnosis")).field.full(), PORT.encoding.table.array.values)
    assert figure.panel("diagnosis.best").title == "Sinusoidal, as it is meant"
    assert build("diagnosis", CACHE).panel("diagnosis.best").title == "RoPE"
    assert build("diagnosis", TRAINED).panel("diagnosis.best").title == "nearest: Sinusoidal"


@pytest.mark.parametrize("document", [PORT, CACHE, TRAINED])
def test_the_numbers_are_the_error_map(document):
    found = diagnose(document.encoding.table.array.values).best.errors
    numbers = DIAGNOSIS.numbers(document, View())
    np.testing.assert_array_equal(numbers["error"], found.map.values)
    shown = image(build("diagnosis", document).panel("diagnosis.error"))
    assert shown.rect[2:] == (document.encoding.table.shape[1] - 0.5, document.encoding.table.shape[0] - 0.5)
    assert DIAGNOSIS.scalars(document, View())["largest_error"] == found.max


def test_what_is_read_is_the_table_the_scheme_and_the_error():
    table = PORT.encoding.table.array.values
    assert DIAGNOSIS.read(PORT, View(), "diagnosis", 3.2, 30.9).value == table[31, 3]
    meant = ENCODINGS["sinusoidal"](d_model=12).numbers(40).full()
    assert DIAGNOSIS.read(PORT, View(), "diagnosis.best", 3.2, 30.9).value == pytest.approx(meant[31, 3])
    errors = diagnosed(PORT).best.errors.map.values
    assert DIAGNOSIS.read(PORT, View(), "diagnosis.error", 3.2, 30.9).value == errors[31, 3]
    assert DIAGNOSIS.read(PORT, View(), "diagnosis.facts", 0.5, 0.5) is None


def test_a_cell_of_a_coarse_error_map_is_that_of_its_block():
    errors = diagnosed(TRAINED).best.errors.map.values
    reading = DIAGNOSIS.read(TRAINED, View(), "diagnosis.error", 383, 511)
    assert (errors.shape, reading.value) == ((256, 256), errors[255, 255])
    assert "65,536 blocks" in reading.definition


def test_the_cursor_is_in_the_row_of_its_position_and_a_row_picks_its_position():
    figure = build("diagnosis", PORT, View(position=7, dimension=5))
    panel = figure.panel("diagnosis.error")
    (cell,) = marks(panel, Cell)
    assert (cell.x, cell.y) == (5, 8)  # positions start at row 1
    picked = DIAGNOSIS.pick(PORT, View(), panel, (4.2, 9.3), 1.0)
    assert (picked.dimension, picked.position) == (4, 8)
    assert DIAGNOSIS.pick(PORT, View(), panel, (4.2, 39.0), 1.0).position == PORT.length - 1
    assert DIAGNOSIS.pick(PORT, View(), panel, (4.2, 0.0), 1.0).position == 0


def test_a_bias_has_no_table_beside_it_and_the_words_take_its_place():
    bias = ENCODINGS["alibi"](num_heads=8, bidirectional=True).bias(24, 0).full()
    figure = build("diagnosis", opened(bias))
    assert "diagnosis.best" not in [panel.id for panel in figure.panels]
    assert figure.panel("diagnosis.facts").row == figure.panel("diagnosis").row
    assert figure.panel("diagnosis.error").columns == 3


def test_a_number_that_no_scheme_can_be_compared_with_leaves_the_table_and_the_reason():
    document = opened(np.ones((1, 1)), length=1)
    figure = build("diagnosis", document)
    assert [p.id for p in figure.panels] == ["diagnosis", "diagnosis.scale", "diagnosis.told", "diagnosis.facts"]
    assert told(document) == "No known scheme: numbers of no known rule."
    assert DIAGNOSIS.read(document, View(), "diagnosis.error", 0, 0) is None
    with pytest.raises(ParameterError, match="table: opened given; allowed: one that a scheme can be compared with"):
        DIAGNOSIS.numbers(document, View())


def test_a_table_is_diagnosed_once():
    again = opened(np.array(PORT.encoding.table.array.values))
    assert diagnosed(again) is diagnosed(PORT)


def test_what_was_not_looked_at_yet_is_shown_as_it_is_and_nothing_waits():
    document = opened(np.random.default_rng(8).normal(size=(30, 8)))
    assert not DIAGNOSIS.prepared(document, View())
    figure = DIAGNOSIS.build(document, View())
    assert figure.subtitle == "compared with every scheme, row by row …"
    assert [panel.id for panel in figure.panels] == ["diagnosis", "diagnosis.scale", "diagnosis.facts"]
    assert marks(figure.panel("diagnosis.facts"), Facts)[0].rows[0][0] == "Being compared"
    assert DIAGNOSIS.read(document, View(), "diagnosis", 1, 2).value == document.encoding.table.array.values[2, 1]
    assert asked(document).answer is None
    DIAGNOSIS.prepare(document, View(), lambda _: None)
    assert DIAGNOSIS.prepared(document, View())
    assert DIAGNOSIS.build(document, View()).subtitle == asked(document).answer.headline


def test_a_search_can_be_left_and_leaves_nothing():
    class Left(Exception):
        pass

    def leave(_):
        raise Left

    document = opened(np.random.default_rng(9).normal(size=(30, 8)))
    with pytest.raises(Left):
        DIAGNOSIS.prepare(document, View(), leave)
    assert asked(document).answer is None


def test_only_the_latest_answers_are_kept():
    documents = [opened(np.full((4, 4), float(i)), length=4) for i in range(12)]
    for document in documents:
        diagnosed(document)
    assert [asked(document).answer is not None for document in documents] == [False] * 4 + [True] * 8


# What is no table


def queries(scale=1.0):
    before = np.random.default_rng(0).normal(size=(2, 24, 8))
    angles = scale * np.arange(24)[:, None] * 10000.0 ** (-np.arange(0, 8, 2) / 8)
    turned = (before[..., :4] + 1j * before[..., 4:]) * np.exp(1j * angles)
    return before, np.concatenate([turned.real, turned.imag], axis=-1)


ALIBI = np.stack([ENCODINGS["alibi"](num_heads=4).bias(20, head).full() for head in range(4)])
HIDDEN = np.triu(np.ones((20, 20), dtype=bool), 1)
NO_TABLES = {
    "inverse frequencies": (10000.0 ** (-np.arange(0, 64, 2) / 64), "RoPE", (1, 32)),
    "slopes": (2.0 ** -np.arange(1, 9), "ALiBi", (1, 8)),
    "a bias": (ALIBI, "ALiBi", (80, 20)),
    "a bias with a mask": (np.where(HIDDEN, -1e4, ALIBI), "ALiBi", (80, 20)),
    "cosines and sines": (
        np.stack([f(ENCODINGS["rope"](head_dim=16).numbers(50).full()) for f in (np.cos, np.sin)]),
        "RoPE",
        (50, 16),
    ),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_read_in_its_own_way(name):
    values, scheme, shape = NO_TABLES[name]
    document = opened(values, length=1)
    figure = build("diagnosis", document)
    assert figure.subtitle == diagnose(values).headline
    assert (diagnosed(document).verdict, diagnosed(document).best.scheme) == ("correct scheme", scheme)
    shown = image(figure.panel("diagnosis")).field
    assert shown.shape == shape
    assert np.isfinite(shown.full()).all()
    assert DIAGNOSIS.read(document, View(), "diagnosis", 3, 0).value == shown.full()[0, 3]
    assert DIAGNOSIS.read(document, View(), "diagnosis.error", 3, 0).value == pytest.approx(0, abs=1e-6)


def test_what_a_mask_hides_is_drawn_as_nothing():
    shown = image(build("diagnosis", opened(NO_TABLES["a bias with a mask"][0], length=1)).panel("diagnosis")).field
    np.testing.assert_array_equal(shown.full().reshape(4, 20, 20), np.where(HIDDEN, 0, ALIBI))


def test_rotated_queries_are_diagnosed_with_what_they_were_before():
    before, after = queries()
    document = opened(after, length=1)
    assert diagnosed(document).verdict == "no known scheme"
    known = document.choosing("diagnosis", before=Weights("before", FrozenArray(before)))
    figure = build("diagnosis", known)
    assert figure.subtitle == diagnose(after, before).headline
    assert diagnosed(known).best.scheme == "RoPE"
    assert image(figure.panel("diagnosis")).field.shape == (48, 8)


def test_what_cannot_have_been_there_before_is_named():
    wrong = opened(queries()[1], length=1).choosing("diagnosis", before=Weights("b", FrozenArray(np.eye(3))))
    assert DIAGNOSIS.build(wrong, View()).note.startswith("What was there before is 3 × 3, and this is 2 × 24 × 8")
    assert DIAGNOSIS.prepared(wrong, View())
    DIAGNOSIS.prepare(wrong, View(), lambda _: None)


def test_a_grid_of_patches_is_looked_for_where_it_is_said():
    table = ENCODINGS["sincos2d"](grid=(4, 6), d_model=16).numbers(24).full()
    document = opened(table).choosing("diagnosis", patch_grid=(4, 6))
    assert build("diagnosis", document).subtitle == diagnose(table, grid=(4, 6)).headline
    assert asked(document) != asked(opened(table))


def test_a_document_carries_what_is_no_table():
    before, after = queries()
    document = opened(after, length=1).choosing("diagnosis", before=Weights("before", FrozenArray(before)))
    again = from_json(to_json(State(document))).document
    assert again == document
    assert again.tables == document.tables
    assert [table.array.values.shape for table in again.tables] == [(2, 24, 8)] * 2


def test_only_a_table_that_was_opened_is_diagnosed():
    assert "Open a table" in DIAGNOSIS.refusal(ENCODINGS["sinusoidal"]())
    assert DIAGNOSIS.build(PORT.showing(PORT.encoding, ENCODINGS["rope"]()), View()).subtitle.endswith(
        "B, RoPE, cannot be shown here"
    )


def test_the_doctor_begins_with_it():
    assert PAGES["doctor"].figures[0] == "diagnosis"
    assert PAGES["doctor"].encoding == "learned"
