"""Screens of 125 % and 200 %, and text of twice the size: all is larger, nothing is cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pe_desktop.figure.pages import PAGES

ROOT = Path(__file__).parent.parent.parent


def started(folder: Path, factor: str, *, pages: str = "explore", zoom: str = "1", contrast: str = "usual") -> Any:
    """The window in a process of its own, since Qt scales before it starts: what it told, and its picture."""
    picture = folder / f"{factor}-{zoom}-{contrast}.png"
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": factor,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "XDG_CONFIG_HOME": str(folder),
    }
    line = [sys.executable, "-m", "tests.gui.scaled_window", str(picture), pages, "light", zoom, contrast]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    with Image.open(picture) as shown:
        return json.loads(done.stdout), shown.copy()


@pytest.mark.parametrize("factor", ["1.25", "2"])
def test_a_scaled_screen_has_so_many_pixels_more_and_cuts_nothing(tmp_path: Path, factor: str) -> None:
    told, picture = started(tmp_path, factor)
    assert told["ratio"] == float(factor)
    assert told["size"] == [1440, 900]
    assert list(picture.size) == told["pixels"] == [round(1440 * float(factor)), round(900 * float(factor))]
    assert told["clipped"] == []


def test_a_screen_of_two_pixels_a_point_is_drawn_in_both(tmp_path: Path) -> None:
    """Not enlarged: blocks of two by two pixels would be of one colour each."""
    _, picture = started(tmp_path, "2")
    grey = np.asarray(picture.convert("L"))
    assert (grey[:, ::2] != grey[:, 1::2]).sum() > 5000


def test_text_of_twice_the_size_is_not_cut_on_any_page(tmp_path: Path) -> None:
    told, _ = started(tmp_path, "1", pages=",".join(PAGES), zoom="2")
    assert told["clipped"] == []


@pytest.mark.parametrize("contrast", ["usual", "high"])
def test_nothing_is_cut_at_all_three_at_once(tmp_path: Path, contrast: str) -> None:
    told, _ = started(tmp_path, "1.25", zoom="1.5", contrast=contrast)
    assert told["clipped"] == []
