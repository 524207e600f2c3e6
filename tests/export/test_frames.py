"""Folders of numbered pictures: whole or not at all, and no file of anyone else's is touched."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from pe_desktop.export.atomic import replacing_folder
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import ExportError
from pe_desktop.export.writing import export, render

from .films import drawn, moving
from .states import pixels


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_path_that_ends_in_a_separator_is_a_folder_of_pictures(tmp_path: Path) -> None:
    request = moving()
    export(request, f"{tmp_path}/turn/")
    assert _names(tmp_path) == ["turn"]
    assert _names(tmp_path / "turn") == [f"{i:04}.png" for i in range(8)]
    for i, frame in enumerate(drawn(request)):
        assert (pixels((tmp_path / "turn" / f"{i:04}.png").read_bytes()) == frame).all()


def test_each_picture_carries_the_film(tmp_path: Path) -> None:
    export(moving(), tmp_path / "a.frames")
    assert read_requests(tmp_path / "a.frames" / "0005.png") == (moving(),)
    export(moving(metadata=False), tmp_path / "a.frames")
    assert b"pe-desktop" not in (tmp_path / "a.frames" / "0005.png").read_bytes()


def test_older_pictures_go_with_their_folder(tmp_path: Path) -> None:
    export(moving(), tmp_path / "a.frames")
    export(moving(seconds=0.3), tmp_path / "a.frames")
    assert _names(tmp_path / "a.frames") == ["0000.png", "0001.png", "0002.png"]
    assert _names(tmp_path) == ["a.frames"]


@pytest.mark.parametrize("other", ["notes.txt", "1.png", "x0000.png", ".hidden"])
def test_a_folder_with_other_files_is_left_alone(other: str, tmp_path: Path) -> None:
    (tmp_path / "turn").mkdir()
    (tmp_path / "turn" / other).write_bytes(b"mine")
    with pytest.raises(ExportError, match=r"turn/: cannot be written \(it holds other files\)$"):
        export(moving(), f"{tmp_path}/turn/")
    assert (_names(tmp_path), _names(tmp_path / "turn")) == (["turn"], [other])


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "turn").write_bytes(b"mine")
    with pytest.raises(ExportError, match="cannot be written"):
        export(moving(), f"{tmp_path}/turn/")
    assert (tmp_path / "turn").read_bytes() == b"mine"


@pytest.mark.parametrize("failing", [1, 2])
def test_a_swap_that_fails_brings_the_old_folder_back(
    failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "0000.png").write_bytes(b"old")
    rename, calls = os.rename, []

    def fail(*paths: Any) -> None:
        calls.append(paths)
        if len(calls) == failing:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        rename(*paths)

    monkeypatch.setattr("pe_desktop.export.atomic.os.rename", fail)
    with pytest.raises(OSError, match="denied"), replacing_folder(tmp_path / "a", str.isprintable) as folder:
        (folder / "0000.png").write_bytes(b"new")
    assert _names(tmp_path) == ["a"]
    assert (tmp_path / "a" / "0000.png").read_bytes() == b"old"


def test_a_folder_is_not_written_into_a_stream() -> None:
    with pytest.raises(ExportError, match=r"^output: one file given, and numbered PNG pictures are many"):
        render(moving(), "frames")
