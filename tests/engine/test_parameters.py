"""What a parameter takes, what it refuses, and what it says when it does."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.kinds import Choice, Flag, Grid, Integer, Integers, Real, Reals, Text
from pe_desktop.engine.maybe import AutoReal, IntegerOrNone, numbers
from pe_desktop.engine.parameter import ParameterError, Parametrised, auto_real, choice, integer
from pe_desktop.engine.weights import BUNDLED, Bundled, bundled

INTEGER = Integer(2, 16384, multiple=2)
REAL = Real(1.0, 1e9)
CHOICE = Choice(("interleaved", "half"))
FLAG = Flag()
INTEGERS = Integers(0, 100, longest=4)
TABLE = Bundled()
AUTO = AutoReal(0.0, 10.0)
MAYBE = IntegerOrNone(0, 50)
REALS = Reals(0.5, 100.0, longest=4)
GRID = Grid(256)
TEXT = Text(12)
KINDS = [INTEGER, REAL, CHOICE, FLAG, INTEGERS, TABLE, REALS, GRID, TEXT]

BAD = [math.nan, math.inf, -math.inf, None, {}, {"a": 1}, 10**400, -(10**400), 1j, b"64", object(), [[]], ["64"]]


@pytest.mark.parametrize(
    ("kind", "value", "checked"),
    [
        (INTEGER, 64, 64),
        (INTEGER, 64.0, 64),
        (REAL, 10000, 10000.0),
        (REAL, 1, 1.0),
        (CHOICE, "half", "half"),
        (FLAG, True, True),
        (INTEGERS, [0, 8.0, 100], (0, 8, 100)),
        (INTEGERS, [], ()),
        (AUTO, None, None),
        (AUTO, 1, 1.0),
        (MAYBE, None, None),
        (MAYBE, 2.0, 2),
        (REALS, [1, 2.5], (1.0, 2.5)),
        (GRID, [14, 7], (14, 7)),
        (TEXT, "", ""),
        (TEXT, "θ · 10 000 ½", "θ · 10 000 ½"),
        (TABLE, "rxnmapper-albert", bundled("rxnmapper-albert")),
        (TABLE, bundled("rxnmapper-albert"), bundled("rxnmapper-albert")),
    ],
)
def test_a_value_is_kept_in_the_parameter_s_own_type(kind, value, checked):
    kept = kind.check("x", value)
    assert kept == checked
    assert type(kept) is type(checked)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: type(k).__name__)
@pytest.mark.parametrize("value", BAD, ids=lambda v: repr(v)[:12])
def test_what_is_no_value_of_a_kind_is_refused(kind, value):
    with pytest.raises(ParameterError):
        kind.check("x", value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (INTEGER, True),
        (INTEGER, "64"),
        (INTEGER, 64.5),
        (INTEGER, 63),
        (INTEGER, 0),
        (INTEGER, 16386),
        (INTEGER, [64]),
        (REAL, True),
        (REAL, "10000"),
        (REAL, 0),
        (REAL, -1.0),
        (REAL, 1e9 + 1),
        (REAL, [1.0]),
        (CHOICE, "Half"),
        (CHOICE, 0),
        (CHOICE, ["half"]),
        (FLAG, 1),
        (FLAG, "true"),
        (INTEGERS, "0,1"),
        (INTEGERS, 5),
        (INTEGERS, [1, True]),
        (INTEGERS, [1, 101]),
        (INTEGERS, [1, 2, 3, 4, 5]),
        (TEXT, "thirteen long"),
        (TEXT, "two\nlines"),
        (TEXT, "\ud800"),
        (TABLE, "gpt2"),
        (TABLE, "../tables/rxnmapper-albert"),
        (TABLE, True),
    ],
)
def test_a_value_outside_the_range_or_of_another_type_is_refused(kind, value):
    with pytest.raises(ParameterError):
        kind.check("x", value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (INTEGER, " 64 ", 64),
        (INTEGER, "10,000", 10000),
        (INTEGER, "10 000", 10000),
        (INTEGER, "10_000", 10000),
        (INTEGER, "+64", 64),
        (REAL, "1e4", 10000.0),
        (REAL, "500,000", 500000.0),
        (REAL, "1 000 000.5", 1000000.5),
        (CHOICE, "half", "half"),
        (FLAG, "Yes", True),
        (FLAG, "off", False),
        (INTEGERS, "0, 1;8 9", (0, 1, 8, 9)),
        (INTEGERS, "Auto", ()),
        (INTEGERS, "", ()),
        (TABLE, "all-MiniLM-L6-v2", bundled("all-MiniLM-L6-v2")),
    ],
)
def test_text_is_read_as_people_write_it(kind, text, value):
    assert kind.parse("x", text) == value


@pytest.mark.parametrize("kind", [INTEGER, REAL, FLAG, CHOICE, TABLE], ids=lambda k: type(k).__name__)
@pytest.mark.parametrize(
    "text", ["", " ", "nan", "inf", "1e999", "-1e999", "--64", "+-64", "0x40", "1,5", "0,128", "ten", "6 4"]
)
def test_text_that_is_no_value_is_refused(kind, text):
    with pytest.raises(ParameterError):
        kind.parse("x", text)


@pytest.mark.parametrize("text", ["-1", "1.5", "a", "1,,x", "9" * 30, "101", "1,2,3,4,5"])
def test_text_that_is_no_list_of_integers_is_refused(text):
    with pytest.raises(ParameterError):
        INTEGERS.parse("x", text)


@given(st.integers(1, 8192).map(lambda n: 2 * n))
def test_an_integer_that_was_written_is_read_back(value):
    assert INTEGER.parse("x", INTEGER.written(value)) == value


@given(st.floats(1.0, 1e9))
def test_a_number_that_was_written_is_read_back_to_the_last_digit(value):
    assert REAL.parse("x", REAL.written(value)) == value


@given(st.lists(st.integers(0, 100), max_size=4).map(tuple))
def test_a_list_that_was_written_is_read_back(value):
    assert INTEGERS.parse("x", INTEGERS.written(value)) == value


@pytest.mark.parametrize(
    ("kind", "values"), [(FLAG, (True, False)), (CHOICE, CHOICE.options), (TABLE, [bundled(n) for n in BUNDLED])]
)
def test_a_choice_that_was_written_is_read_back(kind, values):
    assert [kind.parse("x", kind.written(value)) for value in values] == list(values)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Sinusoidal(d_model=0), "d_model: 0 given; allowed: an integer from 1 to 16,384"),
        (lambda: Rope(head_dim=63), "head_dim: 63 given; allowed: an even integer from 2 to 16,384"),
        (lambda: Sinusoidal(base=math.nan), "base: nan given; allowed: a number from 1 to 1,000,000,000"),
        (lambda: Sinusoidal(base=1e999), "base: inf given; allowed: a number from 1 to 1,000,000,000"),
        (lambda: Sinusoidal(layout="half"), "layout: half given; allowed: interleaved, half-split"),
        (lambda: Rope(head_dim=True), "head_dim: True given; allowed: an even integer from 2 to 16,384"),
        (
            lambda: Learned(table="gpt2"),
            "table: gpt2 given; allowed: a bundled table (all-MiniLM-L6-v2, rxnmapper-albert) or a .npy file",
        ),
        (lambda: FLAG.parse("together", "perhaps"), "together: perhaps given; allowed: true, false"),
        (
            lambda: INTEGERS.parse("marked", "7,400"),
            "marked: 400 given; allowed: auto, or up to 4 integers from 0 to 100, such as 0,1,8",
        ),
        (lambda: INTEGER.parse("d_model", ""), "d_model: nothing given; allowed: an even integer from 2 to 16,384"),
    ],
)
def test_a_refusal_names_the_parameter_what_was_given_and_what_is_allowed(make, message):
    with pytest.raises(ParameterError) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "given_value", ["a\nb" * 1000, "\x00" * 500, 10**5000, [10] * 1000, "word " * 100], ids=range(5)
)
def test_a_refusal_is_one_short_line_whatever_was_given(given_value):
    with pytest.raises(ParameterError) as caught:
        CHOICE.check("pairing", given_value)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 150


def test_a_parameter_is_found_by_its_name_and_by_its_aliases():
    assert Rope.parameter("d_model") is Rope.parameter("head_dim")
    assert Rope.parameter("rope_theta").flags == ("--base", "--rope-theta")
    with pytest.raises(KeyError):
        Rope.parameter("theta")


def test_a_value_is_changed_in_a_copy_and_checked_again():
    encoding = Sinusoidal(d_model=8)
    assert encoding.replace(base=500.0) == Sinusoidal(d_model=8, base=500.0)
    assert encoding == Sinusoidal(d_model=8)
    with pytest.raises(ParameterError):
        encoding.replace(base=0)


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_an_encoding_made_from_its_defaults_has_them_as_values(encoding):
    assert encoding().values() == {p.name: p.default for p in encoding.parameters()}
    assert list(encoding().values()) == [f.name for f in dataclasses.fields(encoding)]


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_every_default_is_written_and_read_back(encoding):
    for parameter in encoding.parameters():
        assert parameter.parse(parameter.kind.written(parameter.default)) == parameter.default


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_every_parameter_is_explained_in_one_line_and_has_flags_of_its_own(encoding):
    flags = [flag for p in encoding.parameters() for flag in p.flags]
    assert len(set(flags)) == len(flags)
    for parameter in encoding.parameters():
        assert 10 < len(parameter.help) <= 80
        assert not parameter.help.endswith(".")


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("14x14", (14, 14)),
        ("14", (14, 14)),
        ("3 × 5", (3, 5)),
        ("224x224/16x16", (14, 14)),
        ("224/16", (14, 14)),
        ("640x480 / 16", (40, 30)),
        ("224 × 224 image in 16 × 16 patches", (14, 14)),
        ("224x224 in 14x14 patches", (16, 16)),
    ],
)
def test_a_grid_is_given_by_its_sides_or_by_an_image_and_its_patches(text, grid):
    assert GRID.parse("grid", text) == grid
    assert GRID.parse("grid", GRID.written(grid)) == grid


@pytest.mark.parametrize("text", ["", "x", "0x4", "14x", "257x2", "225/16", "224/0", "14x14x14", "-3x4", "1e2x3"])
def test_what_is_no_grid_is_refused(text):
    with pytest.raises(ParameterError, match="grid"):
        GRID.parse("grid", text)


@pytest.mark.parametrize("text", ["auto", "none", "null", ""])
def test_a_number_that_is_computed_is_written_as_auto(text):
    assert AUTO.parse("x", text) is None
    assert AUTO.written(None) == "auto"


@pytest.mark.parametrize("text", ["11", "nan", "x"])
def test_what_is_neither_auto_nor_a_number_is_refused(text):
    with pytest.raises(ParameterError, match="auto, or a number from 0 to 10"):
        AUTO.parse("x", text)


@given(st.lists(st.floats(0.5, 100.0), max_size=4))
def test_numbers_that_were_written_are_read_back_to_the_last_digit(values):
    assert REALS.parse("x", REALS.written(tuple(values))) == tuple(values)


@pytest.mark.parametrize("text", ["1,x", "0.4", "1,1,1,1,1", "nan"])
def test_text_that_is_no_list_of_numbers_is_refused(text):
    with pytest.raises(ParameterError, match="auto, or up to 4 numbers"):
        REALS.parse("x", text)


@dataclasses.dataclass(frozen=True)
class Scaled(Parametrised):
    scaling: str = choice("none", ("none", "linear", "yarn"), "How")
    factor: float = auto_real(1.0, 64.0, "By how much", when=("scaling", ("linear", "yarn")))
    heads: int = integer(8, 1, 64, "How many")


@pytest.mark.parametrize(
    ("scaling", "names"), [("none", ["scaling", "heads"]), ("yarn", ["scaling", "factor", "heads"])]
)
def test_a_parameter_counts_only_with_the_values_on_which_it_depends(scaling, names):
    assert [p.name for p in Scaled(scaling=scaling).counting()] == names


@pytest.mark.parametrize("text", ["none", " None ", "", "null"])
def test_an_integer_that_need_not_be_there_is_written_as_none(text):
    assert MAYBE.parse("x", text) is None
    assert MAYBE.written(None) == "none"
    assert MAYBE.parse("x", MAYBE.written(7)) == 7


@pytest.mark.parametrize("text", ["-1", "51", "auto", "1.5"])
def test_what_is_neither_an_integer_nor_none_is_refused(text):
    with pytest.raises(ParameterError, match="allowed: none, or an integer from 0 to 50"):
        MAYBE.parse("x", text)


def test_a_step_is_for_the_hand_and_refuses_nothing():
    assert Integer(1, 99, step=2).check("x", 6) == 6
    assert Integer(1, 99, step=2).allowed() == "an integer from 1 to 99"


@pytest.mark.parametrize(
    ("kind", "narrower"),
    [
        (INTEGER, Integer(4, 8, multiple=2)),
        (Integer(1, 99, log=True, step=2), Integer(4, 8, log=True, step=2)),
        (Real(0.5, 1e9, log=True), Real(4.0, 8.0, log=True)),
    ],
)
def test_numbers_between_other_ends_are_otherwise_the_same(kind: Integer | Real, narrower: Integer | Real) -> None:
    assert kind.between(4, 8) == narrower


@pytest.mark.parametrize("kind", [INTEGER, REAL])
def test_the_numbers_of_a_kind_are_those_without_auto(kind: Integer | Real) -> None:
    assert numbers(kind) is kind
    assert numbers(AUTO) == Real(0.0, 10.0)
