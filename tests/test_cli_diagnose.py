"""`pe-desktop diagnose`: what it says of files, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pe_desktop.cli import main
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.t5 import T5
from tests.sources.files import LFS, safetensors

RIGHT = Sinusoidal(d_model=16).numbers(60).at(np.arange(60), np.arange(16)).astype(np.float32)
SINGLE = {"a.weight": {"dtype": "F32", "shape": [60, 16], "data_offsets": [0, 3840]}}


def wrong_cosines() -> Any:
    """Sines right, cosines of the column's own exponent."""
    column = np.arange(16)
    angles = np.arange(60)[:, None] / 10000 ** (column / 16)
    return np.where(column % 2, np.cos(angles), RIGHT).astype(np.float32)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    np.save("right.npy", RIGHT)
    np.save("bug.npy", wrong_cosines())
    np.save("noise.npy", np.random.default_rng(0).normal(size=(80, 16)))
    np.save("empty.npy", np.zeros((0, 4)))
    np.savetxt("right.csv", RIGHT, delimiter=",")
    np.savez("one.npz", right=RIGHT)
    np.savez("two.npz", wpe=RIGHT, pos_embed=RIGHT, other=np.eye(3))
    np.savez("none.npz", first=RIGHT, second=np.eye(3))
    np.savez("likely.npz", wpe=RIGHT, other=np.eye(3))
    np.savez("colon.npz", **{"a:wpe": RIGHT, "b:wpe": wrong_cosines()})
    Path("right.safetensors").write_bytes(safetensors(SINGLE, RIGHT.tobytes()))
    Path("pointer.safetensors").write_bytes(LFS)


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert main(["diagnose", *arguments]) == status
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.parametrize(
    "file",
    [
        "right.npy",
        "right.csv",
        "right.safetensors",
        "one.npz",
        "likely.npz",
        "two.npz:wpe",
        "right.safetensors:a.weight",
        "colon.npz:a:wpe",
    ],
)
def test_a_correct_scheme_is_named_and_the_status_is_0(capsys: pytest.CaptureFixture[str], file: str) -> None:
    assert said(capsys, file).startswith(
        "Sinusoidal, layout interleaved, ladder vaswani, base 10,000: correct (table)."
    )


def test_a_correct_scheme_comes_with_parameters_and_error(capsys: pytest.CaptureFixture[str]) -> None:
    _, *rest = said(capsys, "two.npz:wpe").splitlines()
    assert rest[0] == "  array       two.npz, wpe: 60 × 16, float32"
    assert rest[1] == "  scheme      Sinusoidal, table"
    assert rest[2].startswith("  parameters  d_model = 16; base = 10000; layout = interleaved; ")
    assert rest[-1].startswith("  error       at most ")
    assert rest[-1].endswith(" of that of the array; all rows compared")


def test_a_known_bug_comes_with_its_remedy_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "bug.npy", status=1)
    assert "with a bug: cos exponent (2i+1)/d" in text
    assert "\n  bug         cos exponent (2i+1)/d\n  remedy      " in text


def test_what_is_no_known_scheme_is_said_to_be_none(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "noise.npy", status=1)
    assert text.startswith("No known scheme: ")
    assert "\n  nearest " in text
    assert "remedy" not in text


@pytest.mark.parametrize("columns", ["40", "64", "300"])
def test_lines_are_no_longer_than_the_terminal_or_a_hundred(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert max(map(len, said(capsys, "bug.npy", status=1).splitlines())) <= min(int(columns), 100)


def test_queries_are_diagnosed_with_what_they_were_before(capsys: pytest.CaptureFixture[str]) -> None:
    before = np.random.default_rng(1).normal(size=(2, 40, 8))
    angles = np.arange(40)[:, None] * 10000.0 ** (-np.arange(4) / 4)
    cos, sin, (a, b) = np.cos(angles), np.sin(angles), (before[..., :4], before[..., 4:])
    np.savez("queries.npz", before=before, after=np.concatenate([a * cos - b * sin, b * cos + a * sin], -1))
    text = said(capsys, "queries.npz:after", "--before", "queries.npz:before")
    assert text.startswith("RoPE, pairing half, base 10,000: correct (rotated queries or keys).")


def test_json_is_one_object_with_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(said(capsys, "bug.npy", "--json", status=1))
    assert (answer["file"], answer["tensor"], answer["verdict"]) == ("bug.npy", "bug", "known bug")
    assert (answer["shape"], answer["dtype"], answer["ambiguities"]) == ([60, 16], "fp32", [])
    (finding,) = answer["findings"]
    assert (finding["encoding"], finding["bug"], finding["correct"]) == ("sinusoidal", "cos exponent (2i+1)/d", False)
    assert finding["settings"]["base"] == "10000"
    assert finding["errors"]["max"] < 1e-6
    assert (finding["errors"]["rows"], finding["errors"]["of"]) == (60, 60)


def test_a_grid_tells_rows_of_patches(capsys: pytest.CaptureFixture[str]) -> None:
    from pe_desktop.engine.encodings.sincos2d import Sincos2d

    table = Sincos2d(grid=(4, 6), d_model=32).numbers(24)
    np.save("patches.npy", table.at(np.arange(24), np.arange(32)).astype(np.float32))
    answer = json.loads(said(capsys, "patches.npy", "--grid", "4x6", "--json"))
    assert answer["findings"][0]["encoding"] == "sincos2d"


WRONG = [
    ((), "diagnose: nothing given; allowed: a .npy, .npz, .safetensors or .csv file"),
    (("missing.npy",), "missing.npy: there is no such file; "),
    (("missing.npz:wpe",), "missing.npz: there is no such file; "),
    (("pointer.safetensors",), "pointer.safetensors: a Git LFS pointer, not the data; "),
    (("empty.npy",), "empty.npy: the array is empty; "),
    (("two.npz",), "two.npz: 2 of its tensors may hold positions (pos_embed, wpe); name one, as in two.npz:pos_embed"),
    (("none.npz",), "none.npz: no name in it speaks of positions (second, first); name one, as in none.npz:second"),
    (("two.npz:wpx",), "two.npz: no tensor is called 'wpx'; choose one of its 3, such as wpe"),
    (("right.npy", "--before", "noise.npy"), "before: 80 × 16 before, 60 × 16 after; allowed: "),
    (("right.npy", "--before"), "before: nothing given; allowed: "),
    (("right.npy", "--grid", "3"), "grid: 3 given; allowed: rows x columns of patches, such as 14x14"),
    (("right.npy", "--jsn"), "--jsn: no such flag; did you mean --json?"),
    (("right.npy", "more"), "more: one word too many"),
]


@pytest.mark.parametrize(("arguments", "line"), WRONG)
def test_what_cannot_be_read_is_said_in_one_line_with_status_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], line: str
) -> None:
    assert main(["diagnose", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert line in err
    assert err.count("\n") == 1


def test_the_weights_of_a_bias_are_what_it_was_before(capsys: pytest.CaptureFixture[str]) -> None:
    weights = np.random.default_rng(2).normal(size=(32, 8)).astype(np.float32)
    scheme = T5(num_heads=8)
    places = np.stack([scheme.bias(40, head).full() for head in range(8)])
    own = np.stack([scheme.values_of(head) for head in range(8)])
    bucket = np.abs(places[0][..., None] - own[0]).argmin(axis=-1)
    np.save("bias.npy", weights.T[:, bucket])
    np.save("weights.npy", weights)
    assert said(capsys, "bias.npy", "--before", "weights.npy").startswith("T5")


def test_what_an_array_does_not_tell_is_not_said_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    np.save("inv_freq.npy", (500000.0 ** (-np.arange(0, 128, 2) / 128)).astype(np.float32))
    shown = said(capsys, "inv_freq.npy")
    assert shown.startswith("RoPE, base 500,000: correct (inverse frequencies).")
    assert "pairing" not in shown
    assert "which dimensions turn together, the array does not tell" in shown


def test_a_bug_that_changes_nothing_is_not_named(capsys: pytest.CaptureFixture[str]) -> None:
    np.save("bias.npy", np.stack([Alibi(num_heads=8).bias(24, head).full() for head in range(8)]))
    assert "sorted" not in said(capsys, "bias.npy")
