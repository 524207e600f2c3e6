"""`--config`, `--checkpoint` and `pe-desktop config`: models that people bring."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from pe_desktop.cli import main
from pe_desktop.cli.exporting import request_of
from pe_desktop.document import State
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.export.reading import read_requests, read_state
from tests.sources.configs import CONFIGS
from tests.sources.files import safetensors

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TABLE = np.random.default_rng(3).normal(size=(24, 6)).astype(np.float32)
PATCHES = np.random.default_rng(4).normal(size=(1, 17, 6)).astype(np.float32)
GPT2 = {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "n_positions": 24, "n_embd": 6}
OPT = {"model_type": "opt", "max_position_embeddings": 22, "hidden_size": 6}
LLAMA = CONFIGS["llama-3.1-8b"][0]
GEMMA = CONFIGS["gemma-3-4b-local"][0]
SMALL = ("--size", "320x180", "--no-caption")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    """A person's files: models' configurations, and checkpoints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    configs = {"llama": LLAMA, "gemma": GEMMA, "gpt2": GPT2, "opt": OPT, "bloom": CONFIGS["bloom"][0]}
    for name, content in {**configs, "stranger": {"model_type": "new"}}.items():
        Path(f"{name}.json").write_text(json.dumps(content), "utf-8")
    np.savez("model.npz", **{"wpe.weight": TABLE, "wte.weight": np.zeros((30, 6))})
    np.savez("two.npz", wpe=TABLE, pos_embed=TABLE)
    entry = {"dtype": "F32", "shape": [1, 17, 6], "data_offsets": [0, PATCHES.nbytes]}
    Path("vit.safetensors").write_bytes(safetensors({"pos_embed": entry}, PATCHES.tobytes()))


def state(*arguments: str) -> State:
    assert main(["export", *arguments, *SMALL, "-o", "out.png"]) == 0
    return read_state("out.png")


def learned(encoding: object) -> Learned:
    assert isinstance(encoding, Learned)
    return encoding


# Configurations


def test_a_configuration_is_a_start_with_its_length_and_its_figure() -> None:
    document = state("--config", "llama.json").document
    assert isinstance(document.encoding, Rope)
    assert (document.encoding.scaling, document.encoding.factor) == ("llama3", 8)
    assert (document.length, document.page) == (131_072, "extend")
    assert read_requests("out.png")[0].figure == "frequencies"


def test_a_configuration_can_be_changed_and_shown_in_another_figure() -> None:
    document = state("rotation", "--config", "llama.json", "--base", "10000", "--length", "64").document
    assert isinstance(document.encoding, Rope)
    assert (document.encoding.base, document.encoding.scaling, document.length) == (10000, "llama3", 64)


def test_a_bias_is_shown_as_one() -> None:
    assert isinstance(state("--config", "bloom.json", "--length", "64").document.encoding, Alibi)
    assert read_requests("out.png")[0].figure == "bias"


@pytest.mark.parametrize(
    ("name", "base"),
    [("", 1e6), (":full_attention", 1e6), (":sliding_attention", 1e4), (":sliding attention", 1e4)],
)
def test_a_kind_of_layers_can_be_named(name: str, base: float) -> None:
    encoding = state("--config", f"gemma.json{name}").document.encoding
    assert isinstance(encoding, Rope)
    assert encoding.base == base


def test_a_learned_table_comes_from_the_checkpoint() -> None:
    document = state("--config", "gpt2.json", "--checkpoint", "model.npz").document
    assert np.array_equal(learned(document.encoding).table.array.values, TABLE)
    assert (document.length, document.encoding.longest) == (24, 24)


def test_where_the_table_begins_the_configuration_says() -> None:
    document = state("--config", "opt.json", "--checkpoint", "model.npz").document
    assert (learned(document.encoding).offset, document.length) == (2, 22)


def test_a_deck_is_made_of_a_configuration() -> None:
    assert main(["deck", "-o", "out.pptx", "frequencies", "rotation", "--config", "llama.json"]) == 0
    slides = read_requests("out.pptx")
    assert [slide.figure for slide in slides] == ["frequencies", "rotation"]
    assert {slide.state.document.length for slide in slides} == {131_072}


def test_a_deck_without_figures_has_that_of_the_configuration() -> None:
    assert main(["deck", "-o", "out.pptx", "--config", "llama.json"]) == 0
    assert [slide.figure for slide in read_requests("out.pptx")] == ["frequencies"]


def test_a_pasted_line_may_name_a_configuration() -> None:
    assert request_of("pe-desktop export --config llama.json -o a.png").figure == "frequencies"


# Checkpoints


@pytest.mark.parametrize("name", ["model.npz", "model.npz:wpe.weight", "two.npz:wpe"])
def test_a_checkpoint_becomes_a_learned_encoding(name: str) -> None:
    table = learned(state("heatmap", "--checkpoint", name).document.encoding).table
    assert np.array_equal(table.array.values, TABLE)


def test_rows_before_the_positions_are_left_out_unless_one_asks_for_them() -> None:
    assert learned(state("heatmap", "--checkpoint", "vit.safetensors").document.encoding).offset == 1
    document = state("heatmap", "--checkpoint", "vit.safetensors", "--offset", "0").document
    assert learned(document.encoding).offset == 0
    assert document.length == 17


def test_a_checkpoint_is_compared_as_b() -> None:
    document = state("similarity", "--length", "8", "--b-checkpoint", "model.npz").document
    assert document.encoding.id == "sinusoidal"
    assert np.array_equal(learned(document.compare).table.array.values, TABLE)


def test_every_slide_of_a_deck_shows_the_checkpoint() -> None:
    assert main(["deck", "-o", "out.pptx", "heatmap", "similarity", "--checkpoint", "model.npz"]) == 0
    assert {slide.state.document.encoding.id for slide in read_requests("out.pptx")} == {"learned"}


H = ("export", "heatmap", "-o", "a.png")
WRONG = [
    ((*H, "--config", "missing.json"), "missing.json: there is no such file; choose a config.json file"),
    ((*H, "--config"), "config: nothing given; allowed: a model's config.json"),
    ((*H, "--config", "stranger.json"), "stranger.json: no key that is known says how positions are encoded"),
    (
        (*H, "--config", "gemma.json:local"),
        "gemma3: no layers are called 'local'; choose one of full_attention, sliding_attention, vision",
    ),
    (
        (*H, "--config", "llama.json:local"),
        "LlamaForCausalLM: no layers are called 'local'; leave it out: all its layers are alike",
    ),
    (
        (*H, "--config", "gpt2.json"),
        "gpt2.json: its positions are a learned table of 24 × 6, not in this file; add the file that holds it, with "
        "--checkpoint FILE",
    ),
    (
        (*H, "--config", "gpt2.json", "--checkpoint", "vit.safetensors"),
        "vit.safetensors: none of its tensors is a table of 24 × 6; choose another file",
    ),
    ((*H, "--config", "llama.json", "--preset", "gpt-j-6b"), "config: given together with --preset; allowed: one"),
    ((*H, "--config", "llama.json", "--open", "a.png"), "config: given together with --open; allowed: one of them"),
    ((*H, "--config", "bloom.json"), "figure: heatmap given; ALiBi has no vectors"),
    ((*H, "--checkpoint", "missing.npz"), "missing.npz: there is no such file; choose an .npz file"),
    ((*H, "--checkpoint"), "checkpoint: nothing given; allowed: a .safetensors"),
    (
        (*H, "--checkpoint", "two.npz"),
        "two.npz: 2 of its tensors may hold positions (pos_embed, wpe); name one, as in two.npz:pos_embed",
    ),
    ((*H, "--checkpoint", "two.npz", "--table", "a.npy"), "checkpoint: given together with --table; allowed: one of"),
    ((*H, "--checkpoint", "two.npz", "--encoding", "rope"), "checkpoint: given together with --encoding; allowed: one"),
    ((*H, "--b-checkpoint", "two.npz:wpe", "--compare", "rope"), "b-checkpoint: given together with --compare; allowe"),
    (("export", "-o", "a.gif", "--through", "a.png", "--config", "b"), "through: given together with config; allowed"),
    (("config",), "config: nothing given; allowed: a model's config.json"),
    (("config", "missing.json"), "missing.json: there is no such file; "),
]


@pytest.mark.parametrize(("arguments", "line"), WRONG)
def test_what_is_wrong_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], line: str
) -> None:
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"pe-desktop: {line}")
    assert err.count("\n") == 1


# The window


@pytest.mark.parametrize(
    "file", ["llama.json", "gemma.json:sliding_attention", "model.npz", "two.npz:wpe", "vit.safetensors"]
)
def test_the_window_opens_on_a_model(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--screenshot", "window.png", "--window-size", "800x600", file]) == 0
    assert Path("window.png").stat().st_size > 10_000
    assert file.split(".")[0] not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("stranger.json", "pe-desktop: stranger.json: no key that is known says how positions are encoded"),
        ("gemma.json:local", "pe-desktop: gemma3: no layers are called 'local'; "),
        ("two.npz:other", "pe-desktop: two.npz: no tensor is called 'other'; choose one of its 2, "),
        ("two.npz", "two.npz: 2 of its tensors may hold positions"),
        ("gpt2.json", "gpt2.json: its positions are a learned table of 24 × 6, not in this file; open the checkpoint"),
        ("missing.safetensors", "pe-desktop: missing.safetensors: there is no such file; "),
    ],
)
def test_what_a_picture_of_the_window_cannot_show_is_said(
    capsys: pytest.CaptureFixture[str], file: str, line: str
) -> None:
    assert main(["--screenshot", "window.png", file]) == 2
    err = capsys.readouterr().err
    assert err.startswith(line)
    assert not Path("window.png").exists()


# In words


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["config", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_config_says_what_each_line_of_a_file_did(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "llama.json").splitlines()
    assert lines[0] == "LlamaForCausalLM"
    assert lines[1].startswith("  all layers  RoPE: head_dim 128, base 500,000, pairing half, ")
    assert "What each line did" in lines
    assert "  rope_scaling.factor = 8.0                 divides the frequencies that are slowed" in "\n".join(lines)
    assert "Not understood" not in lines


def test_config_names_all_kinds_of_layers(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "gemma.json")
    for layers in ("full attention  ", "sliding attention  ", "vision             a learned table of 4,096 × 1,152"):
        assert f"\n  {layers}" in text


def test_config_names_what_is_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd.json").write_text(json.dumps({**LLAMA, "rope_wobble": 3}), "utf-8")
    assert told(capsys, "odd.json").endswith("Not understood\n  rope_wobble = 3\n")


@pytest.mark.parametrize("columns", ["48", "80", "300"])
def test_no_line_is_longer_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert max(map(len, told(capsys, "gemma.json").splitlines())) <= min(int(columns), 110)


def test_config_as_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(told(capsys, "gemma.json", "--json"))
    assert [layers["name"] for layers in answer["layers"]] == ["full_attention", "sliding_attention", "vision"]
    assert answer["layers"][0]["encoding"]["factor"] == 8
    assert answer["layers"][0]["trained"] == 16_384
    assert answer["layers"][2]["encoding"] == {"id": "learned", "shape": [4096, 1152], "offset": 0}
    assert {"key": "vision_config.image_size", "value": "896", "meaning": "pixels of an image"} in answer["used"]


# Two models


def test_two_configurations_are_compared() -> None:
    shown = state("frequencies", "--config", "llama.json", "--b-config", "gemma.json:sliding_attention").document
    assert isinstance(shown.encoding, Rope)
    assert isinstance(shown.compare, Rope)
    assert (shown.encoding.base, shown.compare.base, shown.length) == (500_000, 10_000, 131_072)


def test_a_configuration_stands_beside_any_other_start_and_can_be_changed() -> None:
    shown = state("frequencies", "--preset", "llama-3.1-8b", "--b-config", "gemma.json", "--b-head-dim", "128").document
    assert isinstance(shown.compare, Rope)
    assert (shown.compare.base, shown.compare.head_dim) == (1e6, 128)


def test_the_learned_table_of_b_comes_from_its_checkpoint() -> None:
    shown = state("heatmap", "--d-model", "6", "--b-config", "opt.json", "--b-checkpoint", "model.npz").document
    assert shown.compare is not None
    assert np.array_equal(learned(shown.compare).table.array.values, TABLE)
    assert (learned(shown.compare).offset, shown.length) == (2, 22)


def test_every_slide_of_a_deck_stands_beside_a_configuration() -> None:
    words = ("deck", "-o", "two.pptx", "frequencies", "decay", "--encoding", "rope", "--b-config", "llama.json")
    assert main([*words, "--size", "320x180", "--b-base", "100"]) == 0
    assert [request.document.compare.values()["base"] for request in read_requests("two.pptx")] == [100, 100]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--b-config", ""), "b-config: nothing given; allowed: a model's config.json"),
        (("--b-config", "llama.json", "--compare", "rope"), "b-config: given together with --compare; allowed: one"),
        (("--b-config", "gpt2.json"), "gpt2.json: its positions are a learned table of 24 × 6, not in this file; add"),
        (("--b-config", "llama.json", "--b-checkpoint", "model.npz"), "b-checkpoint: given together with --b-config"),
        (("--b-config", "llama.json", "--b-bits", "3"), "--b-bits: rope has no such parameter"),
    ],
)
def test_what_is_wrong_with_b_is_said_in_one_line(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "heatmap", "-o", "out.png", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err


# What is no table


def test_arrays_of_any_shape_are_exported_as_a_diagnosis() -> None:
    np.save("inv_freq.npy", 10000.0 ** (-np.arange(0, 64, 2) / 64))
    shown = state("diagnosis", "--checkpoint", "inv_freq.npy").document
    assert learned(shown.encoding).table.array.values.shape == (32,)
    before = np.random.default_rng(0).normal(size=(2, 6, 4))
    np.savez("queries.npz", before=before, after=before)
    shown = state(
        "diagnosis", "--checkpoint", "queries.npz:after", "--before", "queries.npz:before", "--patch-grid", "2x3"
    ).document
    assert np.array_equal(shown.options["diagnosis"]["before"].array.values, before)
    assert shown.options["diagnosis"]["patch_grid"] == (2, 3)
    assert state("diagnosis", "--checkpoint", "queries.npz:after", "--before", "none").document.options[
        "diagnosis"
    ] == {"before": None}
