"""What `pe-desktop list` and `--help` say."""

from __future__ import annotations

import json

import pytest

from pe_desktop import __version__
from pe_desktop.cli import main
from pe_desktop.cli.arguments import FAMILIES
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.kinds import Flag
from pe_desktop.figure.flags import ENCODING, ENCODING_B, OPTIONS, nearest
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.lessons.library import bundled
from pe_desktop.presets import PRESETS

LISTS = {"encodings": ENCODINGS, "figures": PICTURES, "presets": PRESETS, "lessons": bundled()}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_in_json_holds_an_object_for_each_id(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", kind, "--json"]) == 0
    assert [thing["id"] for thing in json.loads(capsys.readouterr().out)] == list(LISTS[kind])


def test_encodings_are_listed_with_their_parameters_and_figures(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "encodings", "--json"])
    things = {thing["id"]: thing for thing in json.loads(capsys.readouterr().out)}
    width = things["sinusoidal"]["parameters"][0]
    assert (width["id"], width["default"], width["minimum"], width["maximum"], width["multiple"]) == (
        "d_model",
        64,
        1,
        16384,
        1,
    )
    assert width["help"]
    assert things["rope"]["parameters"][0]["flags"] == ["--head-dim", "--d-model"]
    assert things["learned"]["parameters"][0]["default"] == "all-MiniLM-L6-v2"
    assert things["rope"]["figures"] == [id for id, p in PICTURES.items() if not p.refusal(ENCODINGS["rope"]())]
    assert "rotation" in things["rope"]["figures"]
    assert "rotation" not in things["learned"]["figures"]


def test_parameters_are_listed_once_each_with_all_that_have_them(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "parameters", "--json"])
    listed = json.loads(capsys.readouterr().out)
    things = {thing["id"]: thing for thing in listed}
    assert len(things) == len(listed)
    assert things["base"]["of"] == [id for id, e in ENCODINGS.items() if any(p.name == "base" for p in e.parameters())]
    assert {"sinusoidal", "rope"} <= set(things["base"]["of"])
    assert things["length"]["default"] == 128
    declared = {p.name for family in FAMILIES for owner in family.of.values() for p in owner.parameters()}
    assert things.keys() == declared


def test_a_list_of_everything_names_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    for words in ("encodings:", "figures:", "presets:", "parameters:", "lessons:", "alammar-2018", "--rope-theta"):
        assert words in text
    main(["list", "--json"])
    assert len(json.loads(capsys.readouterr().out)) > len(ENCODINGS) + len(PICTURES) + len(PRESETS)


@pytest.mark.parametrize("arguments", [["--help"], ["export", "--help"], ["deck", "--help"], ["list", "--help"]])
def test_help_is_printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert "usage: pe-desktop" in capsys.readouterr().out


def test_help_names_every_flag(capsys: pytest.CaptureFixture[str]) -> None:
    main(["export", "--help"])
    text = capsys.readouterr().out
    for family in FAMILIES:
        assert [flag for flag in family.flags() if flag not in text] == []


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"pe-desktop {__version__}\n"


def test_no_flag_means_two_things() -> None:
    seen: dict[str, str] = {"--output": "", "--preset": "", "--open": "", "--encoding": "", "--compare": ""}
    for family in FAMILIES:
        for flag in family.flags():
            assert flag not in seen, (flag, family.title, seen[flag])
            seen[flag] = family.title


def test_a_flag_that_several_owners_share_takes_a_value_for_all_or_for_none() -> None:
    for family in (OPTIONS, ENCODING, ENCODING_B):
        for flag, owners in family.flags().items():
            assert len({isinstance(parameter.kind, Flag) for _, parameter in owners}) == 1, flag


@pytest.mark.parametrize(("given", "said"), [("heatmp", "; did you mean heatmap?"), ("xyz", "")])
def test_the_nearest_word_is_suggested_if_one_is_near(given: str, said: str) -> None:
    assert nearest(given, PICTURES) == said
