"""Screens of 125 % and 200 %, and text of twice the size: all is larger, nothing is cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent.parent


def started(folder: Path, factor: str, *, page: str = "explore", zoom: str = "1", contrast: str = "usual") -> Any:
    """The window in a process of its own, since Qt scales before it starts: what it told, and its picture."""
    picture = folder / f"{page}-{factor}-{zoom}-{contrast}.png"
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": factor,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "XDG_CONFIG_HOME": str(folder),
    }
    line = [sys.executable, "-m", "tests.gui.scaled_window", str(picture), page, "light", zoom, contrast]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout), Image.open(picture)


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
    grey = picture.convert("L")
    left, right = (grey.crop((x, 0, x + grey.width - 1, grey.height)).resize((1440, 900), 0) for x in (0, 1))
    changed = sum(a != b for a, b in zip(left.getdata(), right.getdata(), strict=True))
    assert changed > 5000


@pytest.mark.parametrize("page", ["explore", "relative", "extend", "images", "precision", "why", "doctor"])
def test_text_of_twice_the_size_is_not_cut_on_any_page(tmp_path: Path, page: str) -> None:
    told, _ = started(tmp_path, "1", page=page, zoom="2")
    assert told["clipped"] == []


@pytest.mark.parametrize("contrast", ["usual", "high"])
def test_nothing_is_cut_at_all_three_at_once(tmp_path: Path, contrast: str) -> None:
    told, _ = started(tmp_path, "1.25", zoom="1.5", contrast=contrast)
    assert told["clipped"] == []
