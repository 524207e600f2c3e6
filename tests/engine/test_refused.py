from __future__ import annotations

import pytest

from pe_desktop.engine.refused import ParameterError, refused


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (1.5, "1.5"),
        ("zigzag", "zigzag"),
        ("", "nothing"),
        (" \n\t", "nothing"),
        ("two\nlines", "two lines"),
        ([1, "a"], "[1, 'a']"),
        (None, "None"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 57 + "..."),
        (-(10**60), "an integer of more than 60 digits"),
        pytest.param(10**5000, "an integer of more than 60 digits", id="more than Python writes out"),
    ],
)
def test_what_was_given_is_said_in_one_short_line(given, said):
    assert refused(given, "an integer") == f"{said} given; allowed: an integer"


def test_a_parameter_s_error_begins_with_its_name_and_keeps_what_was_given():
    error = ParameterError("length", 0, "an integer from 1 on")
    assert str(error) == "length: 0 given; allowed: an integer from 1 on"
    assert (error.name, error.given, error.allowed) == ("length", 0, "an integer from 1 on")
