"""`pe-desktop deck`: which slides it makes of figures, presets and files, and what it refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pe_desktop.cli import main
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.presets import GROUPS, PRESETS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """The window's tests need a QApplication; an export alone would make a lesser one."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def deck(*arguments: str, file: str = "a.pptx") -> tuple[Request, ...]:
    assert main(["deck", "-o", file, *arguments]) == 0
    return read_requests(file)


def test_figures_become_slides_in_their_order_each_of_an_encoding_that_it_serves() -> None:
    slides = deck("waves", "bias", "heatmap", "waves")
    assert [slide.figure for slide in slides] == ["waves", "bias", "heatmap", "waves"]
    assert [slide.document.encoding.id for slide in slides] == ["sinusoidal", "alibi", "sinusoidal", "sinusoidal"]


def test_all_presets_of_a_group_and_single_ones_become_slides_of_their_figures() -> None:
    slides = deck("--presets", "signature", file="a.pdf")
    assert [(s.figure, s.state) for s in slides] == [(p.figure, p.state) for p in GROUPS["signature"]]
    assert len(slides) == len({preset.id for preset in GROUPS["signature"]}) > 20
    named = deck("--presets", "llama-3.1-8b, alammar-2018")
    assert [s.state for s in named] == [PRESETS["llama-3.1-8b"].state, PRESETS["alammar-2018"].state]


def test_every_group_has_a_word_and_no_preset_is_called_so() -> None:
    assert sum(map(len, GROUPS.values())) == len(PRESETS)
    assert not set(GROUPS) & set(PRESETS)


def test_flags_change_every_slide_that_has_what_they_name() -> None:
    waves, bias, heatmap = deck(
        *("waves", "bias", "heatmap", "--length", "50", "--d-model", "32", "--num-heads", "4", "--dims", "1,2"),
        *("--theme", "dark", "--size", "960x1080"),
    )
    assert {slide.document.length for slide in (waves, bias, heatmap)} == {50}
    assert waves.document.encoding.values()["d_model"] == heatmap.document.encoding.values()["d_model"] == 32
    assert bias.document.encoding.values()["num_heads"] == 4
    assert waves.document.options["waves"]["dims"] == (1, 2)
    assert {(slide.theme, slide.size) for slide in (waves, bias, heatmap)} == {("dark", PageSize(960, 1080))}


def test_an_encoding_given_is_that_of_all_slides() -> None:
    slides = deck("waves", "heatmap", "--encoding", "rope", "--rope-theta", "500", "--compare", "sinusoidal")
    assert {slide.document.encoding.values()["base"] for slide in slides} == {500.0}
    assert {slide.document.compare and slide.document.compare.id for slide in slides} == {"sinusoidal"}


@pytest.mark.parametrize("file", ["a.pptx", "a.pdf"])
def test_a_deck_that_is_opened_is_written_again_with_the_same_bytes(file: str) -> None:
    deck("waves", "bias", "--heading", "Mine", "--theme", "print", "--no-caption", file=file)
    deck("--open", file, file=f"b{file}")
    assert Path(f"b{file}").read_bytes() == Path(file).read_bytes()


def test_opened_files_come_first_then_presets_then_figures() -> None:
    deck("waves", "bias", file="a.pdf")
    assert main(["export", "helix", "-o", "b, c.png", "--size", "320x180"]) == 0
    slides = deck("heatmap", "--open", "a.pdf,a.pdf", "--presets", "alammar-2018")
    assert [s.figure for s in slides] == ["waves", "bias", "waves", "bias", "heatmap", "heatmap"]
    assert slides[4].state == PRESETS["alammar-2018"].state
    assert [s.figure for s in deck("--open", "b, c.png")] == ["helix"]


def test_flags_override_what_an_opened_deck_says() -> None:
    deck("waves", "bias", "--theme", "dark", "--length", "30")
    slides = deck("--open", "a.pptx", "--theme", "light", "--length", "40", file="b.pptx")
    assert {(s.theme, s.document.length) for s in slides} == {("light", 40)}


WRONG = [
    ((), "output: nothing given; allowed: -o and a file that ends in .pdf, .pptx, .gif or .mp4"),
    (("-o", "a.pptx"), "deck: no figures given; allowed: ids of figures, --presets, --config or --open"),
    (
        ("-o", "a.png", "heatmap"),
        "output: .png given, which holds one figure; allowed for a deck: .pdf, .pptx, .gif, .mp4",
    ),
    (("-o", "a.odp", "heatmap"), "output: .odp given; allowed: "),
    (("-o", "a.pptx", "heatmp"), "figure: heatmp given; allowed: heatmap, waves"),
    (("-o", "a.pptx", "--presets", "signatur"), "presets: signatur given; allowed: one of"),
    (("-o", "a.pptx", "--presets", "alammar-2018,"), "presets: nothing given; allowed: one of"),
    (("-o", "a.pptx", "--open", "none.pptx"), "none.pptx: there is no such file"),
    (("-o", "a.pptx", "heatmap", "--num-heads", "3"), "--num-heads: no slide of this deck has it"),
    (("-o", "a.pptx", "bias", "--dims", "3"), "--dims: no slide of this deck has it"),
    (("-o", "a.pptx", "waves", "--b-base", "3"), "--b-base: no slide of this deck has it"),
    (("-o", "a.pptx", "waves", "--fps", "10"), "--fps: does not count in a .pptx file"),
    (("-o", "a.pptx", "heatmap", "bias", "--encoding", "rope"), "figure: bias given; RoPE "),
    (("-o", "a.pptx", "heatmap", "--size", "0x0"), "size: 0x0 given; allowed: WIDTHxHEIGHT"),
    (("-o", "nowhere/a.pptx", "heatmap"), "nowhere/a.pptx: cannot be written (No such file or directory)"),
    (("-o", "a.pptx", "heatmap", "--preset", "alammar-2018"), "--preset: no such flag; did you mean --presets?"),
]


@pytest.mark.parametrize(("arguments", "wanted"), WRONG)
def test_wrong_input_gets_one_line_and_no_file(
    arguments: tuple[str, ...], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deck", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"pe-desktop: {wanted}")
    assert not list(Path().rglob("a.*"))
