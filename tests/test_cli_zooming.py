"""`--zoom`: the part of a panel that is exported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pe_desktop.cli import main
from pe_desktop.export.reading import read_state

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.chdir(tmp_path)


def export(*flags: str) -> int:
    return main(["export", "similarity", "-o", "a.png", "--size", "320x180", *flags])


def test_each_panel_is_zoomed_by_its_own_flag() -> None:
    assert export("--zoom", "similarity=0,9.5,-0.5,12", "--zoom=similarity.offset=-5,5,0,32") == 0
    ranges = read_state("a.png").view.ranges
    assert dict(ranges) == {"similarity": (0, 9.5, -0.5, 12), "similarity.offset": (-5, 5, 0, 32)}
    zoomed = Path("a.png").read_bytes()
    assert export() == 0
    assert Path("a.png").read_bytes() != zoomed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "heatmap=0,1,2,3",
            "zoom: heatmap=0,1,2,3 given; allowed: a panel of this figure, such as similarity=X0,X1,Y0,Y1",
        ),
        ("similarity=0,1,2", "zoom: similarity=0,1,2 given; allowed: four numbers: the ends of x and of y"),
        ("similarity=0,1,2,x", "zoom: similarity=0,1,2,x given; allowed: four numbers"),
        ("similarity=0,1,2,nan", "zoom: similarity=0,1,2,nan given; allowed: four numbers"),
        ("similarity=0,1,2,inf", "zoom: similarity=0,1,2,inf given; allowed: four numbers"),
        ("", "zoom: nothing given; allowed: a panel of this figure"),
    ],
)
def test_what_is_no_zoom_is_answered_in_one_line(given: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export("--zoom", given) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"pe-desktop: {said}")
    assert error.count("\n") == 1
    assert not Path("a.png").exists()
