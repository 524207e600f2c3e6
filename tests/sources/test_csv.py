"""What a table as text may look like, and what is said of every one that is refused."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.export.formats.csv import Csv
from pe_desktop.export.request import Request
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.opening import open_checkpoint
from tests.sources.files import LFS, PAGE, little_memory, refusal

TABLE = [[0.5, -1.0, 2e-3], [4.0, 5.25, 6.0]]
READ = {
    "commas": "0.5,-1,2e-3\n4,5.25,6\n",
    "commas and spaces": " 0.5, -1.0 , 2E-3\n4.,+5.25, 6",
    "semicolons": "0.5;-1;.002\n4;5.25;6\n",
    "tabs": "0.5\t-1\t2e-3\n4\t5.25\t6\n",
    "spaces": "  0.5  -1 2e-3 \n4 5.25     6\n",
    "Windows lines": "0.5,-1,2e-3\r\n4,5.25,6\r\n",
    "byte order mark": "\ufeff0.5,-1,2e-3\n4,5.25,6\n",
    "no last line end": "0.5,-1,2e-3\n4,5.25,6",
    "comments and empty lines": "# PE of 3\n\n0.5,-1,2e-3\n# half\n\n4,5.25,6\n",
    "headings": "dim 0,dim 1,dim 2\n0.5,-1,2e-3\n4,5.25,6\n",
    "headings in quotes": '"a";"b";"c"\n0.5;-1;2e-3\n4;5.25;6\n',
    "two lines of headings": "The table of a model\nsin,cos,sin\n0.5,-1,2e-3\n4,5.25,6\n",
    "pandas": ",x,y,z\n0,0.5,-1,2e-3\n1,4,5.25,6\n",
    "an index": "position,x,y,z\n0,0.5,-1,2e-3\n1,4,5.25,6\n",
    "NumPy": None,
}


@pytest.mark.parametrize("written", READ)
def test_numbers_are_read_however_they_are_parted(file, written):
    text = READ[written]
    if text is None:
        stream = io.StringIO()
        np.savetxt(stream, TABLE, header="made by numpy.savetxt")
        text = stream.getvalue()
    checkpoint = open_checkpoint(file(text.encode(), "table.csv"))
    read = checkpoint.read("table")
    assert read.array.values.tolist() == TABLE
    assert checkpoint.tensors[0].shape == (2, 3)
    assert read.name == "table"


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ".CSV"])
def test_all_suffixes_of_text_are_read(file, suffix):
    assert open_checkpoint(file(b"1 2\n3 4\n", "t" + suffix)).read("t").array.values.tolist() == [[1, 2], [3, 4]]


def test_a_column_of_numbers_is_a_table_of_one_column(file):
    assert open_checkpoint(file(b"x\n1\n2.5\n3\n", "t.csv")).read("t").shape == (3, 1)


def test_a_first_column_that_does_not_count_rows_is_kept(file):
    assert open_checkpoint(file(b"position,a\n1,2\n5,6\n", "t.csv")).read("t").shape == (2, 2)
    assert open_checkpoint(file(b"0,2\n1,6\n", "t.csv")).read("t").shape == (2, 2)


def test_an_exported_table_reads_back_bit_by_bit(file):
    encoding = Sinusoidal(d_model=10)
    stream = io.BytesIO()
    Csv().write((Request(State(Document(length=7, encoding=encoding)), "heatmap"),), stream)
    read = open_checkpoint(file(stream.getvalue(), "export.csv")).read("export")
    assert "heatmap" in PICTURES
    assert read.array.values.tolist() == encoding.numbers(7).at(np.arange(7), np.arange(10)).tolist()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.floats(-1e15, 1e15), min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(",;\t "),
)
def test_what_python_writes_reads_back_bit_by_bit(tmp_path_factory, rows, mark):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("\n".join(mark.join(map(repr, row)) for row in rows))
    assert open_checkpoint(path).read("any").array.values.tolist() == rows


FAULTS = {
    "empty": (b"", "the file is empty"),
    "no numbers": (b"# nothing\n\n", "the array is empty"),
    "headings alone": (b"a,b,c\n", "the array is empty"),
    "Git LFS pointer": (LFS, "a Git LFS pointer"),
    "web page": (PAGE, "a web page"),
    "zeros": (bytes(1000), "not a text file"),
    "decimal commas": (b"0,5;1,5\n2,5;3\n", "line 1 has numbers with a decimal comma; save them with points"),
    "decimal commas and tabs": (b"0,5\t1,5\n", "line 1 has numbers with a decimal comma"),
    "one decimal comma": (b"1;2\n3;4,5\n", "line 2 has numbers with a decimal comma"),
    "a row too short": (b"1,2,3\n4,5\n", "line 2 has 2 numbers, the lines before it 3"),
    "a row too long": (b"1,2\n4,5,6\n", "line 2 has 3 numbers, the lines before it 2"),
    "another separator": (b"1,2\n3;4\n", "line 2 is not a row of numbers"),
    "nan": (b"1,2\n3,nan\n", "line 2 holds nan or infinity"),
    "infinity": (b"1,2\n-inf,4\n", "line 2 holds nan or infinity"),
    "too great": (b"1,2\n3,1e999\n", "1 of 4 values are nan or infinite"),
    "an empty cell": (b"1,2\n3,\n", "line 2 has an empty cell"),
    "words": (b"1,2\nthree,4\n", "line 2 is not a row of numbers"),
    "underscores": (b"1,2\n1_0,4\n", "line 2 is not a row of numbers"),
    "other digits": ("1,2\n٣,4\n".encode(), "line 2 is not a row of numbers"),
    "hexadecimal": (b"1,2\n0x10,4\n", "line 2 is not a row of numbers"),
    "long digits": (b"1,2\n" + b"9" * 5000 + b",1\n", "line 2 is not a row of numbers"),
    "another code": (b"1,2\n\xff\xfe,4\n", "line 2 is not UTF-8 text"),
    "a long line": (b"1," * (1 << 20), "line 1 is longer than 1,048,576 bytes"),
    "too many columns": (b"1," * 20_000 + b"1\n", "20001 columns; at most 16384"),
    "thirty lines of prose": (b"word word\n" * 30, "line 21 is not a row of numbers"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_text_is_refused_in_one_line_that_says_what_it_is(file, fault):
    content, message = FAULTS[fault]
    assert message in refusal(lambda path: open_checkpoint(path).read("faulty"), file(content, "faulty.csv"))


def test_a_fault_at_the_end_of_a_long_file_is_found_without_holding_it(file):
    content = b"1,2,3,4,5,6,7,8\n" * 40_000 + b"x\n"
    with little_memory(1 << 18), pytest.raises(SourceError, match="line 40001 is not a row of numbers"):
        open_checkpoint(file(content, "long.csv"))


def test_a_hundred_gigabytes_are_refused_at_once(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.write(b"1,2\n" * 1000)
        stream.truncate(100 * 10**9)
    assert "bytes of text; at most 536,870,912 are read; save it as .npy" in refusal(open_checkpoint, path)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789.,;-+eE \t\n\r#anif\"'x\u0663\ufeff"), max_size=60))
def test_any_text_is_read_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "text.csv"
    path.write_bytes(text.encode())
    try:
        values = open_checkpoint(path).read("text").array.values
    except SourceError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert np.isfinite(values).all()


def test_a_file_that_changes_after_it_was_opened_is_refused(file):
    path = file(b"1,2\n3,4\n", "t.csv")
    checkpoint = open_checkpoint(path)
    path.write_bytes(b"1,2\n3,4\n5,6\n")
    with pytest.raises(SourceError, match="changed while it was read"):
        checkpoint.read("t")
