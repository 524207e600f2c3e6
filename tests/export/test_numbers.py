"""The numbers of figures: shapes, values, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pe_desktop.document import State
from pe_desktop.engine.weights import bundled
from pe_desktop.export.numbers import MOST_BYTES
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import render

from .states import FIGURES, bytes_of, said_first, served, state


def array(figure: str, shown: State) -> NDArray[np.float64]:
    loaded: NDArray[np.float64] = np.load(BytesIO(bytes_of("npy", figure, shown)), allow_pickle=False)
    return loaded


def choosing(shown: State, figure: str, **options: Any) -> State:
    return State(shown.document.choosing(figure, **options), shown.view)


SHAPES = [
    ("heatmap", state(d_model=16), (24, 16)),
    ("heatmap", state("integer"), (24, 1)),
    ("heatmap", state("normalized"), (24, 1)),
    ("heatmap", state("binary"), (24, 5)),
    ("heatmap", state("learned"), (24, 384)),
    ("heatmap", state("rope", head_dim=16), (24, 8)),
    ("similarity", state("rope"), (24, 24)),
    ("similarity", state("learned"), (24, 24)),
    ("offset-similarity", state(), (47, 2)),
    ("offset-similarity", state(length=1), (1, 2)),
    ("waves", choosing(state(), "waves", dims=(0, 1, 8)), (24, 3)),
    ("rotation", state("rope", head_dim=16), (24, 8)),
    ("rotation", state(d_model=16), (24, 8)),
    ("patches", state("sincos2d", grid=(3, 5), d_model=8), (3, 5, 3, 5)),
]


@pytest.mark.parametrize(("figure", "shown", "shape"), SHAPES)
def test_npy_holds_float64_of_the_figure_s_shape(figure: str, shown: State, shape: tuple[int, ...]) -> None:
    found = array(figure, shown)
    assert found.shape == shape
    assert found.dtype == np.float64
    assert found.flags.c_contiguous


def _angles(length: int, dim: int, base: float = 10000.0) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.outer(np.arange(length), base ** (-2 * np.arange(dim // 2) / dim))
    return result


def test_a_sinusoidal_heatmap_holds_the_formula() -> None:
    angles = _angles(24, 16)
    wanted = np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(24, 16)
    assert np.abs(array("heatmap", state(d_model=16)) - wanted).max() < 1e-13


def test_a_rope_heatmap_holds_unwrapped_angles() -> None:
    shown = state("rope", length=1000, head_dim=16)
    assert np.abs(array("heatmap", shown) - _angles(1000, 16)).max() < 1e-12
    assert (array("rotation", shown) == array("heatmap", shown)).all()


def test_a_binary_heatmap_has_the_least_significant_bit_first() -> None:
    assert array("heatmap", state("binary"))[6].tolist() == [0, 1, 1, 0, 0]


def test_similarity_is_the_product_of_rows() -> None:
    table = bundled("all-MiniLM-L6-v2").array.values[:24].astype(np.float64)
    assert np.abs(array("similarity", state("learned")) - table @ table.T).max() < 1e-12
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    cosine = array("similarity", choosing(state("learned"), "similarity", metric="cosine"))
    assert np.abs(cosine - unit @ unit.T).max() < 1e-12


def test_similarity_of_rope_is_the_sum_of_cosines_of_the_offset() -> None:
    offsets = np.subtract.outer(np.arange(24), np.arange(24))
    wanted = np.cos(np.multiply.outer(offsets, _angles(2, 64)[1])).sum(axis=2)
    assert np.abs(array("similarity", state("rope")) - wanted).max() < 1e-12


@pytest.mark.parametrize("encoding", ["sinusoidal", "rope", "learned", "binary", "integer", "normalized"])
def test_offset_similarity_is_the_mean_over_each_diagonal(encoding: str) -> None:
    shown = state(encoding)
    matrix, curve = array("similarity", shown), array("offset-similarity", shown)
    wanted = [np.diagonal(matrix, k).mean() for k in range(-23, 24)]
    assert curve[:, 0].tolist() == list(range(-23, 24))
    assert np.abs(curve[:, 1] - wanted).max() < 1e-9 * max(1, np.abs(wanted).max())


def test_waves_are_columns_of_the_table_in_the_order_chosen() -> None:
    table = array("heatmap", state())
    assert (array("waves", choosing(state(), "waves", dims=(9, 0))) == table[:, [9, 0]]).all()


@pytest.mark.parametrize("figure", FIGURES)
def test_csv_holds_the_same_numbers_to_the_last_digit(figure: str) -> None:
    text = bytes_of("csv", figure).decode()
    parameters, headings, *rows = text.splitlines()
    assert parameters.startswith(f"# {figure}: {said_first(figure)}")
    found = np.loadtxt(rows, delimiter=",", ndmin=2)
    wanted = array(figure, served(figure))
    leading = wanted.ndim - 1 if wanted.ndim > 2 else 0
    assert (found[:, leading:] == (wanted.reshape(-1, wanted.shape[-1]) if wanted.ndim > 1 else wanted[:, None])).all()
    assert len(headings.split(",")) == found.shape[1]
    if leading:
        assert found[:, :leading].tolist() == [list(place) for place in np.ndindex(wanted.shape[:-1])]


HEADINGS = [
    ("heatmap", state("rope", head_dim=4), "pair 0,pair 1"),
    ("heatmap", state("binary", length=4), "bit 0,bit 1"),
    ("heatmap", state("integer"), "index 0"),
    ("similarity", state(length=2), "position 0,position 1"),
    ("offset-similarity", state(), "offset,value"),
    ("waves", choosing(state(), "waves", dims=(9, 0)), "dimension 9,dimension 0"),
    ("rotation", state(d_model=4), "pair 0,pair 1"),
    ("patches", state("sincos2d", grid=(2, 3)), "row,column,key row,key column 0,key column 1,key column 2"),
]


@pytest.mark.parametrize(("figure", "shown", "wanted"), HEADINGS)
def test_columns_of_a_csv_are_named(figure: str, shown: State, wanted: str) -> None:
    assert bytes_of("csv", figure, shown).decode().splitlines()[1] == wanted


@pytest.mark.parametrize("figure", FIGURES)
def test_json_holds_the_same_numbers_by_name(figure: str) -> None:
    arrays = json.loads(bytes_of("json", figure))["arrays"]
    assert (np.array(next(iter(arrays.values()))) == array(figure, served(figure))).all()


def test_json_holds_the_arrays_of_both_encodings() -> None:
    arrays = json.loads(bytes_of("json", "heatmap", state(compare="rope")))["arrays"]
    assert [np.array(values).shape for values in arrays.values()] == [(24, 64), (24, 32)]


TOO_MANY = [
    ("similarity", state(length=15_812), "15,811", "2.0 GB"),
    ("similarity", state(length=10_000_000), "15,811", "800,000.0 GB"),
    ("heatmap", state(length=10_000_000), "3,906,250", "5.1 GB"),
    ("heatmap", state(length=10_000_000, compare="rope"), "1,953,125", "10.2 GB"),
    ("rotation", state(length=10_000_000), "7,812,500", "2.6 GB"),
]


@pytest.mark.parametrize(("figure", "shown", "fits", "size"), TOO_MANY)
@pytest.mark.parametrize("format", ["npy", "csv", "json"])
def test_too_many_numbers_are_refused_before_any_is_computed(
    figure: str, shown: State, fits: str, size: str, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(shown, figure)
    monkeypatch.setattr(type(request.picture), "numbers", lambda *_: pytest.fail("computed"))
    with pytest.raises(ExportError) as caught:
        render(request, format)
    assert f"allowed: up to {fits}" in str(caught.value)
    assert size in str(caught.value)
    longest = shown.document.replace(length=int(fits.replace(",", "")))
    assert 8 * np.prod(request.picture.shape(longest)) * len(longest.encodings) <= MOST_BYTES


def test_the_numbers_of_too_large_a_grid_are_refused() -> None:
    with pytest.raises(ExportError, match=r"34.4 GB \(256 × 256 × 256 × 256\).*allowed: a smaller grid"):
        bytes_of("npy", "patches", state("sincos2d", grid=(256, 256)))


def test_numbers_are_written_without_qt(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "sys.modules['PySide6'] = None\n"
        "from pe_desktop.cli import main\n"
        "for figure in ('heatmap', 'waves', 'similarity', 'offset-similarity', 'rotation'):\n"
        "    for suffix in ('npy', 'csv', 'json'):\n"
        f"        assert main(['export', figure, '-o', r'{tmp_path}' + f'/{{figure}}.{{suffix}}']) == 0\n"
        "assert main(['list', '--json']) == 0\n"
        "assert main(['export', 'heatmap', '-o', r'" + str(tmp_path) + "/a.png']) == 2\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    assert run.stderr.count("\n") == 2  # what stops pictures, and what to do
    assert len(list(tmp_path.iterdir())) == 15
