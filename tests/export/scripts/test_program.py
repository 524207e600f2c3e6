"""A program holds the statements that its end needs, and no others."""

from __future__ import annotations

from pe_desktop.export.scripts.program import call, needed, ordered, statements, written

SOURCE = """
unused = 1
length = 4
# Said of the frequency
frequency = 2.0
frequency = frequency / 2
def helper(x):
    y = unused_inside = x
    return y
table = np.zeros(length)
table[0] = helper(frequency)
count = 3
count += length
text = '''
one

two
'''
"""


def texts(*names: str) -> list[str]:
    return [statement.text for statement in needed(SOURCE, (), *names)]


def test_what_an_end_needs_is_kept_with_its_comments() -> None:
    kept = texts("table")
    assert [text.splitlines()[0] for text in kept] == [
        "length = 4",
        "# Said of the frequency",
        "frequency = frequency / 2",
        "def helper(x):",
        "table = np.zeros(length)",
        "table[0] = helper(frequency)",
    ]


def test_what_is_changed_in_place_needs_its_beginning() -> None:
    assert texts("count") == ["length = 4", "count = 3", "count += length"]


def test_a_name_that_is_given_anew_needs_nothing_from_before() -> None:
    end = statements("frequency = 5\nangle = 2 * frequency\n")
    assert needed(SOURCE, end) == []


def test_blank_lines_inside_a_text_stay() -> None:
    assert texts("text") == ["text = '''\none\n\ntwo\n'''"]


def test_functions_stand_first_then_what_is_given_then_the_steps() -> None:
    functions, given, steps = ordered(needed(SOURCE, (), "table", "count"))
    assert [s.text.split("(")[0] for s in functions] == ["def helper"]
    assert [s.text for s in given] == ["length = 4"]
    assert len(steps) == 6
    program = written("import numpy as np", functions, given, steps)
    assert program.startswith("import numpy as np\n\n\ndef helper(x):\n")
    assert "    return y\n\n\nlength = 4\n\n# Said of the frequency\nfrequency = 2.0\n" in program
    assert program.endswith("count += length\n")


def test_a_long_text_stands_on_a_line_of_its_own() -> None:
    assert call("f", '"a"') == 'f("a")\n'
    assert call("f", '"' + "a" * 90 + '"') == f'f(\n    "{"a" * 90}"\n)\n'
