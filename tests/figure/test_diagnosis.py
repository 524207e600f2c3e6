"""What a table is, as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.diagnosis import diagnose
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights
from pe_desktop.figure.diagnosis_facts import small
from pe_desktop.figure.marks import Cell, Facts
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.pictures.diagnosis import diagnosed

from .documents import SMALL, build, image, marks, of

DIAGNOSIS = PICTURES["diagnosis"]
PORT, CACHE, TRAINED = (SMALL[name] for name in ("table of a port", "cosines of a cache", "learned"))


def said(document):
    (found,) = marks(build("diagnosis", document).panel("diagnosis.facts"), Facts)
    return found.rows


def opened(values, **rest):
    return of("learned", table=Weights("opened", FrozenArray(values)), **rest)


@pytest.mark.parametrize(
    ("document", "verdict", "number"),
    [(CACHE, "Correct scheme", 0), (PORT, "Known bug", 1), (TRAINED, "No known scheme", 2)],
)
def test_the_verdict_comes_first_and_the_headline_is_the_subtitle(document, verdict, number):
    assert said(document)[0][0] == verdict
    assert build("diagnosis", document).subtitle == diagnose(document.encoding.table.array.values).headline
    assert DIAGNOSIS.scalars(document, View())["verdict"] == number


def test_a_bug_is_named_with_its_remedy_before_everything_else():
    lines = [name for name, value, _ in said(PORT) if not value]
    best = diagnosed(PORT.encoding.table.array).best
    assert lines[1] == best.bug == "cos exponent (2i+1)/d"
    assert " ".join(lines[2:]).startswith(best.remedy[:60])


def test_a_bug_with_which_the_nearest_is_near_is_said_where_nothing_fits():
    best = diagnosed(TRAINED.encoding.table.array).best
    assert best.bug
    assert f"with {best.bug}".startswith(next(name for name, _, _ in said(TRAINED) if name.startswith("with ")))
    assert build("diagnosis", TRAINED).panel("diagnosis.error").title == "error, the bug included"


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
    errors = diagnosed(PORT.encoding.table.array).best.errors.map.values
    assert DIAGNOSIS.read(PORT, View(), "diagnosis.error", 3.2, 30.9).value == errors[31, 3]
    assert DIAGNOSIS.read(PORT, View(), "diagnosis.facts", 0.5, 0.5) is None


def test_a_cell_of_a_coarse_error_map_is_that_of_its_block():
    errors = diagnosed(TRAINED.encoding.table.array).best.errors.map.values
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
    assert figure.panel("diagnosis.facts").row == 0
    assert figure.panel("diagnosis.error").columns == 3


def test_a_number_that_no_scheme_can_be_compared_with_leaves_the_table_and_the_reason():
    document = opened(np.ones((1, 1)), length=1)
    figure = build("diagnosis", document)
    assert [panel.id for panel in figure.panels] == ["diagnosis", "diagnosis.scale", "diagnosis.facts"]
    assert said(document)[1][0] == "numbers of no known rule"
    assert DIAGNOSIS.read(document, View(), "diagnosis.error", 0, 0) is None
    with pytest.raises(ParameterError, match="table: opened given; allowed: one that a scheme can be compared with"):
        DIAGNOSIS.numbers(document, View())


def test_a_table_is_diagnosed_once():
    found = diagnosed(FrozenArray(np.array(PORT.encoding.table.array.values)))
    assert found is diagnosed(PORT.encoding.table.array)


def test_only_a_table_that_was_opened_is_diagnosed():
    assert "Open a table" in DIAGNOSIS.refusal(ENCODINGS["sinusoidal"]())
    assert DIAGNOSIS.build(PORT.showing(PORT.encoding, ENCODINGS["rope"]()), View()).subtitle.endswith(
        "B, RoPE, cannot be shown here"
    )


def test_the_doctor_begins_with_it():
    assert PAGES["doctor"].figures[0] == "diagnosis"
    assert PAGES["doctor"].encoding == "learned"


@pytest.mark.parametrize(
    ("value", "written"), [(0.0, "0"), (0.25, "0.25"), (28.68, "28.7"), (3.04e-8, "3.0 · 10⁻⁸"), (2e5, "2.0 · 10⁵")]
)
def test_errors_are_written_short(value, written):
    assert small(value) == written
