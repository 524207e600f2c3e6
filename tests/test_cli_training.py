"""Training from the command line, and what was learned as an encoding."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pe_desktop.cli import main

QUICK = ["--model-width", "8", "--no-all-three", "--step", "100"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def exported(figure: str, path: str, *flags: str) -> None:
    assert main(["export", figure, "-o", path, *flags]) == 0


def test_a_run_is_exported_with_its_bound_and_its_curves(qapp: object) -> None:
    exported("training", "run.json", "--task", "previous", "--positions", "none", *QUICK)
    found = json.loads(Path("run.json").read_text())
    scalars = found["scalars"]
    assert scalars["steps"] == 100
    assert scalars["accuracy"] < scalars["order_blind"] + 0.02
    assert found["arrays"]["accuracy"][-1] == scalars["accuracy"]
    assert found["arrays"]["steps"] == [0, 20, 40, 60, 80, 100]


def test_a_table_that_was_learned_is_opened_as_an_encoding(qapp: object) -> None:
    exported("training", "learned.npy", "--task", "distance", *QUICK)
    exported("heatmap", "again.npy", "--encoding", "learned", "--table", "learned.npy", "--length", "16")
    learned = np.load("learned.npy")
    assert learned.shape == (16, 8)
    assert (np.load("again.npy") == learned).all()


def test_patches_are_shuffled_and_their_differences_said(qapp: object) -> None:
    exported("patches-order", "order.json", "--grid", "4x6", "--d-model", "16", "--seed", "2")
    scalars = json.loads(Path("order.json").read_text())["scalars"]
    assert scalars["difference_without_positions"] < 1e-12
    assert scalars["difference_with_positions"] > 1e-3


def test_a_step_beyond_the_last_is_refused_in_one_line(qapp: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "training", "-o", "a.npy", "--step", "2001"]) != 0
    assert "step: 2001 given; allowed: an integer from 0 to 2" in capsys.readouterr().err.replace(",", "")
