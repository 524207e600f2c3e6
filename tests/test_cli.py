"""The command line: what it writes, what it lists, and the one line that it answers to wrong input."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pe_desktop.cli import main
from pe_desktop.document import State
from pe_desktop.export.reading import read_state
from pe_desktop.presets import PRESETS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """The window's tests need a QApplication; an export alone would make a lesser one."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def exported(*arguments: str, suffix: str = "npy") -> bytes:
    """What an export writes; nothing may be said about it."""
    assert main(["export", *arguments, "-o", f"out.{suffix}"]) == 0
    return Path(f"out.{suffix}").read_bytes()


def array(*arguments: str) -> Any:
    return np.load(BytesIO(exported(*arguments)), allow_pickle=False)


def state(*arguments: str) -> State:
    exported("--size", "320x180", *arguments, suffix="png")
    return read_state("out.png")


H = ("heatmap", "-o", "a.png")
WRONG = [
    ((), "output: nothing given; allowed: "),
    (("heatmap",), "output: nothing given; allowed: "),
    (("heatmap", "-o"), "output: nothing given; allowed: "),
    (("-o", "a.png"), "figure: nothing given; allowed: heatmap, waves, similarity, offset-similarity, rotation"),
    (("heatmp", "-o", "a.png"), "figure: heatmp given; allowed: heatmap, waves, .*; did you mean heatmap?"),
    (
        ("heatmap", "-o", "a.bmp"),
        "output: .bmp given; allowed: a file that ends in .csv, .gif, .json, .mp4, .npy, .pdf, .png, .pptx, .py, .svg",
    ),
    (("heatmap", "-o", "a"), "output: no suffix given; allowed: "),
    (("heatmap", "-o", "nowhere/a.png"), "nowhere/a.png: cannot be written (No such file or directory)"),
    (("heatmap", "-o", "a.npy", "--theme", "dark"), "--theme: does not count in a .npy file"),
    ((*H, "--seconds", "3"), "--seconds: does not count in a .png file"),
    ((*H, "--heading", "x" * 300), "heading: 300 characters given; allowed: up to 200 characters on one line"),
    ((*H, "--size", "100000x100000"), "size: 100000x100000 given; allowed: WIDTHxHEIGHT"),
    ((*H, "more"), "more: one word too many"),
    ((*H, "--length", "0"), "length: 0 given; allowed: an integer from 1 to 10"),
    ((*H, "--length"), "length: nothing given; allowed: an integer"),
    ((*H, "--length", "--theme", "dark"), "length: nothing given; allowed: an integer"),
    ((*H, "--length", "-5"), "length: -5 given; allowed: an integer"),
    ((*H, "--length", "2.5"), "length: 2.5 given; allowed: an integer"),
    ((*H, "--length", "9" * 5000), "length: 999"),
    ((*H, "--length", "a\nb"), "length: a b given"),
    ((*H, "--d-model", "7.5"), "d_model: 7.5 given; allowed: an integer from 1 to 16"),
    ((*H, "--base", "-1e9"), "base: -1000000000.0 given; allowed: a number from 1"),
    ((*H, "--base", "nan"), "base: nan given"),
    ((*H, "--rope-theta", "inf"), "rope_theta: inf given"),
    ((*H, "--layout", "halfsplit"), "layout: halfsplit given; allowed: interleaved, half-split"),
    ((*H, "--lenght", "5"), "--lenght: no such flag; did you mean --length?"),
    ((*H, "--len", "5"), "--len: no such flag; did you mean --length?"),
    ((*H, "--transparent=yes"), "--transparent/--no-transparent: 'yes' given; it takes no value"),
    ((*H, "--size", "big"), "size: big given; allowed: WIDTHxHEIGHT in pixels"),
    ((*H, "--size", "15x100"), "size: 15x100 given; allowed: "),
    ((*H, "--size", "16384x16384"), "size: 16384x16384 given; allowed: .* at most 100 megapixels"),
    ((*H, "--theme", "purple"), "theme: purple given; allowed: light, dark, print"),
    ((*H, "--colormap", "jet"), "colormap: jet given; allowed: theme, viridis, cividis, grey"),
    ((*H, "--encoding", "ropee"), "encoding: ropee given; allowed: sinusoidal, .*; did you mean rope?"),
    ((*H, "--encoding"), "encoding: nothing given; allowed: sinusoidal, "),
    (
        (*H, "--encoding", "rope", "--ladder", "vaswani"),
        "--ladder: rope has no such parameter; it has --d-model, --base,",
    ),
    ((*H, "--encoding", "integer", "--base", "5"), "--base: integer has no such parameter; it has none"),
    ((*H, "--encoding", "rope", "--d-model", "8", "--head-dim", "8"), "--d-model: head_dim is given twice"),
    ((*H, "--encoding", "learned", "--length", "513"), "length: 513 given; allowed: an integer from 1 to 512"),
    (
        (*H, "--encoding", "learned", "--table", "nope"),
        "table: nope given; allowed: a bundled table (all-MiniLM-L6-v2, ",
    ),
    ((*H, "--encoding", "learned", "--table", "no.npy"), "no.npy: there is no such file"),
    ((*H, "--metric", "cosine"), "--metric: heatmap has no such option; it has none"),
    (("waves", "-o", "a.png", "--metric", "dot"), "--metric: waves has no such option; it has --dims"),
    (("waves", "-o", "a.png", "--dims", "64"), "dims: 64 given; allowed: integers from 0 to 63"),
    (("waves", "-o", "a.png", "--dims", "1,x"), "dims: 1,x given; allowed: auto, or up to 64 integers"),
    ((*H, "--query", "128"), "position: 128 given; allowed: from 0 to 127, the last in this document"),
    ((*H, "--dimension", "64"), "dimension: 64 given; allowed: from 0 to 63, the last in this document"),
    ((*H, "--b-base", "5"), "--b-base: there is no B; choose one with --compare (sinusoidal, "),
    ((*H, "--compare", "alibbi"), "compare: alibbi given; allowed: sinusoidal, "),
    ((*H, "--compare", "rope", "--b-ladder", "vaswani"), "--b-ladder: rope has no such parameter; it has --b-d-model,"),
    ((*H, "--compare", "rope", "--b-base", "0"), "b_base: 0.0 given; allowed: a number from 1"),
    (("rotation", "-o", "a.png", "--encoding", "binary"), "figure: rotation given; Binary code has no pairs that turn"),
    (
        ("similarity", "-o", "a.npy", "--length", "1000000"),
        "length: 1,000,000 given; .* 8,000.0 GB .* allowed: up to 15,811",
    ),
    (
        (*H, "--preset", "alamar-2018"),
        "preset: alamar-2018 given; allowed: one of .* names; did you mean alammar-2018?",
    ),
    ((*H, "--preset", "lil-log", "--open", "b.png"), "open: given together with --preset; allowed: one of them"),
    ((*H, "--open", "b.png"), "b.png: there is no such file"),
]


@pytest.mark.parametrize(
    ("arguments", "wanted"), WRONG, ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else ""
)
def test_wrong_input_gets_one_line_status_2_and_no_file(
    arguments: tuple[str, ...], wanted: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["export", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    message = said.err.removeprefix("pe-desktop: ")
    for part in wanted.split(".*"):
        assert part in message
    assert message.startswith(wanted.split(".*")[0])
    assert list(tmp_path.iterdir()) == []


WRONG_ELSEWHERE = [
    (
        ("list", "encodigns"),
        "list: encodigns given; allowed: encodings, figures, presets, parameters, lessons; did you mean encodings?",
    ),
    (("list", "--jsn"), "--jsn: no such flag; did you mean --json?"),
    (("list", "figures", "presets"), "presets: one word too many"),
    (("nowhere.png",), "nowhere.png: there is no such file"),
    (("exprot", "heatmap"), "exprot: no such command or file; did you mean export?"),
    (("--theme", "print"), "theme: print given; allowed: light, dark"),
    (("--window-size", "5"), "window_size: 5 given; allowed: WIDTHxHEIGHT"),
    (("--screenshot", "a.jpg"), "screenshot: a.jpg given; allowed: a file that ends in .png"),
    (("--screenshot",), "screenshot: nothing given; allowed: a file that ends in .png"),
    (("--scrennshot", "a.png"), "--scrennshot: no such flag; did you mean --screenshot?"),
]


@pytest.mark.parametrize(("arguments", "wanted"), WRONG_ELSEWHERE)
def test_every_command_answers_wrong_input_in_one_line(
    arguments: tuple[str, ...], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"pe-desktop: {wanted}")


def test_a_file_that_was_there_survives_wrong_input() -> None:
    Path("a.png").write_bytes(b"old")
    assert main(["export", *H, "--length", "0"]) == 2
    assert main(["export", "rotation", "-o", "a.png", "--encoding", "integer"]) == 2
    assert Path("a.png").read_bytes() == b"old"


EXPORTS = [
    (("heatmap",), (128, 64)),
    (("heatmap", "--length", "20", "--d-model", "512", "--layout", "half-split"), (20, 512)),
    (("heatmap", "--encoding", "integer"), (128, 1)),
    (("heatmap", "--encoding", "normalized"), (128, 1)),
    (("heatmap", "--encoding", "binary"), (128, 7)),
    (("heatmap", "--encoding", "binary", "--bits", "3"), (128, 3)),
    (("heatmap", "--encoding", "learned"), (128, 384)),
    (("heatmap", "--encoding", "learned", "--table", "rxnmapper-albert", "--length", "5"), (5, 128)),
    (("heatmap", "--encoding", "rope", "--d-model", "8"), (128, 4)),
    (("heatmap", "--encoding", "rope", "--head-dim", "8", "--partial-rotary-factor", "0.5"), (128, 2)),
    (("similarity", "--metric", "cosine"), (128, 128)),
    (("offset-similarity", "--length", "1,000"), (1999, 2)),
    (("waves", "--dims", "0,1,8"), (128, 3)),
    (("rotation", "--encoding", "rope", "--rope-theta", "5e5", "--query", "12.5", "--key", "5"), (128, 32)),
]


@pytest.mark.parametrize(("arguments", "shape"), EXPORTS)
def test_npy_has_the_shape_that_the_flags_ask_for(arguments: tuple[str, ...], shape: tuple[int, ...]) -> None:
    assert array(*arguments).shape == shape


def test_the_half_split_figure_holds_all_sines_before_all_cosines() -> None:
    angles = np.outer(np.arange(20), 10000.0 ** (-2 * np.arange(256) / 512))
    found = array("heatmap", "--length", "20", "--d-model", "512", "--layout", "half-split")
    assert np.abs(found - np.concatenate([np.sin(angles), np.cos(angles)], axis=1)).max() < 1e-13


def test_a_picture_has_the_size_and_the_ground_that_the_flags_ask_for() -> None:
    data = exported("heatmap", "--size", "640x360", "--transparent", "--theme", "dark", suffix="png")
    with Image.open(BytesIO(data)) as picture:
        assert picture.size == (640, 360)
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


def test_flags_override_a_preset_in_any_order() -> None:
    last = exported("heatmap", "--preset", "lil-log", "--length", "5", "--base", "100", suffix="svg")
    first = exported("--base", "100", "--length", "5", "heatmap", "--preset", "lil-log", suffix="svg")
    assert first == last
    assert state("heatmap", "--preset", "lil-log", "--length", "5").document.colormap == "grey"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_alone_exports_the_figure_that_it_is_known_for(name: str) -> None:
    assert state("--preset", name) == PRESETS[name].state


def test_every_flag_reaches_its_place_in_the_document() -> None:
    found = state(
        "waves", "--encoding", "sinusoidal", "--ladder", "tensor2tensor", "--compare", "rope", "--b-d-model", "32",
        "--b-pairing", "half", "--dims", "3,1", "--colormap", "cividis", "--query", "7.5", "--key", "2", "--together",
        "--dimension", "4", "--speed", "2",
    )  # fmt: skip
    assert found.document.encoding.values()["ladder"] == "tensor2tensor"
    assert found.document.compare is not None
    wanted = {"head_dim": 32, "pairing": "half", "partial_rotary_factor": 1.0}
    assert found.document.compare.values().items() >= wanted.items()
    assert found.document.options["waves"]["dims"] == (3, 1)
    assert found.document.colormap == "cividis"
    assert (found.view.position, found.view.key, found.view.dimension) == (7.5, 2.0, 4)
    assert found.view.together
    assert found.view.speed == 2.0


def test_an_exported_picture_is_the_start_of_the_next() -> None:
    look = ("--theme", "dark", "--size", "640x360", "--heading", "As it was")
    exported("similarity", "--encoding", "rope", "--base", "500", "--metric", "cosine", *look, suffix="png")
    os.rename("out.png", "first.png")
    assert exported("--open", "first.png", suffix="png") == Path("first.png").read_bytes()
    changed = state("similarity", "--open", "first.png", "--length", "9")
    assert (changed.document.length, changed.document.encoding.values()["base"]) == (9, 500.0)
    assert changed.document.options["similarity"]["metric"] == "cosine"


def test_without_metadata_and_caption_a_picture_carries_and_says_nothing() -> None:
    plain = exported("waves", "--no-metadata", "--no-caption", suffix="svg")
    assert b"<metadata" not in plain
    assert b"length 128" not in plain


def test_a_table_of_one_s_own_is_read_and_caps_the_length() -> None:
    np.save("mine.npy", np.arange(30.0).reshape(10, 3).astype(np.float32))
    assert (array("heatmap", "--encoding", "learned", "--table", "mine.npy") == np.arange(30.0).reshape(10, 3)).all()
    assert (array("heatmap", "--open", "mine.npy") == np.arange(30.0).reshape(10, 3)).all()
    assert main(["export", *H, "--encoding", "learned", "--table", "mine.npy", "--length", "11"]) == 2


def test_a_picture_of_one_s_own_is_cut_and_comes_back_with_the_file() -> None:
    grey = np.arange(224 * 224, dtype=np.uint32).reshape(224, 224) // 200
    Image.fromarray(grey.astype(np.uint8)).save("me.png")
    flags = ("patches-order", "--encoding", "sincos2d", "--grid", "14x14", "--d-model", "16", "--picture", "me.png")
    shuffled = array(*flags)
    assert sorted(shuffled.ravel()) == sorted((grey.astype(np.uint8) / 255).ravel())
    first = exported(*flags, suffix="png")
    Path("me.png").unlink()
    Path("first.png").write_bytes(first)
    assert exported("--open", "first.png", suffix="png") == first
    assert main(["export", *flags, "-o", "a.png"]) == 2


def test_a_picture_of_a_large_table_opens_with_that_table() -> None:
    np.save("large.npy", np.random.default_rng(0).normal(size=(600, 300)))
    picture = exported("waves", "--encoding", "learned", "--table", "large.npy", suffix="png")
    Path("first.png").write_bytes(picture)
    assert main(["export", *H, "--open", "first.png"]) == 2
    again = exported("waves", "--open", "first.png", "--encoding", "learned", "--table", "large.npy", suffix="png")
    assert again == picture


def test_a_learned_table_shortens_the_preset_s_or_default_length_but_not_a_given_one() -> None:
    np.save("mine.npy", np.ones((4, 2)))
    found = state("heatmap", "--preset", "lil-log", "--encoding", "learned", "--table", "mine.npy")
    assert found.document.length == 4
