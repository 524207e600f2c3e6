"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.atomic import replacing
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export, format_for

from .states import EVERY, state

OLD = b"what stood here before"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for format in EVERY:
        (tmp_path / f"a.{format}").write_bytes(OLD)
    return tmp_path


def _failing(code: int) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("format", EVERY)
@pytest.mark.parametrize(("call", "code"), [("fsync", errno.ENOSPC), ("replace", errno.EACCES), ("fsync", errno.EIO)])
def test_a_failing_disk_leaves_the_old_file_and_nothing_else(
    format: str, call: str, code: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"pe_desktop.export.atomic.os.{call}", _failing(code))
    with pytest.raises(ExportError) as caught:
        export(Request(state(), "waves", size=(32, 18)), folder / f"a.{format}")
    assert str(caught.value) == f"{folder}/a.{format}: cannot be written ({os.strerror(code)})"
    assert (folder / f"a.{format}").read_bytes() == OLD
    assert len(list(folder.iterdir())) == len(EVERY)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("format", EVERY)
def test_a_file_that_outgrows_its_disk_leaves_the_old_one(format: str, folder: Path) -> None:
    program = (
        "import resource, sys\n"
        "sys.dont_write_bytecode = True\n"  # half a file of it would be taken for a whole one by the next program
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "from pe_desktop.cli import main\n"
        f"sys.exit(main(['export', 'heatmap', '-o', r'{folder}/a.{format}']))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300)
    assert (run.returncode, run.stderr) == (2, f"pe-desktop: {folder}/a.{format}: cannot be written (File too large)\n")
    assert (folder / f"a.{format}").read_bytes() == OLD
    assert len(list(folder.iterdir())) == len(EVERY)


@pytest.mark.parametrize(
    "path", ["missing/a.png", "file/a.png", "a.png/", "/proc/a.png" if sys.platform == "linux" else "missing/b.png"]
)
def test_a_place_that_takes_no_file_is_refused_in_one_line(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "a.png").mkdir()
    with pytest.raises(ExportError, match=r"cannot be written \(.+\)$"):
        export(Request(state(), "waves", size=(32, 18)), tmp_path / path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.png", "file"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="Permission denied"):
        export(Request(state(), "waves"), tmp_path / "a.png")


def test_an_error_while_bytes_are_made_leaves_the_old_file(folder: Path) -> None:
    with pytest.raises(TypeError), replacing(folder / "a.csv") as stream:
        stream.writelines([b"half of it", "no bytes"])  # type: ignore[list-item]
    assert (folder / "a.csv").read_bytes() == OLD
    assert len(list(folder.iterdir())) == len(EVERY)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")
def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(folder: Path) -> None:
    old = os.umask(0o027)
    try:
        (folder / "a.csv").chmod(0o604)
        for name in ("a.csv", "new.csv"):
            export(Request(state(), "waves"), folder / name)
    finally:
        os.umask(old)
    rights = [stat.S_IMODE((folder / name).stat().st_mode) for name in ("a.csv", "new.csv")]
    assert rights == [0o604, 0o640]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "link.csv").symlink_to("a.csv")
    export(Request(state(), "waves"), folder / "link.csv")
    assert (folder / "link.csv").is_symlink()
    assert (folder / "a.csv").read_bytes().startswith(b"# waves")


@pytest.mark.parametrize(
    ("name", "given"), [("a.bmp", ".bmp given"), ("a", "no suffix given"), (".png", "no suffix given")]
)
def test_an_unknown_suffix_is_refused_with_those_that_are_known(name: str, given: str) -> None:
    suffixes = r"\.csv, \.gif, .*\.svg, or a folder/ for numbered pictures"
    with pytest.raises(ExportError, match=rf"^output: {given}; .* {suffixes}$"):
        format_for(name)


def test_a_suffix_may_be_written_in_capitals(tmp_path: Path) -> None:
    export(Request(state(), "waves", size=(32, 18)), tmp_path / "A.PNG")
    assert (tmp_path / "A.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "size",
    [(15, 100), (100, 15), (16385, 16), (16384, 16384), (0, 0), (-5, 5), (100.0, 100), "1920x1080", (True, 99), None],
)
def test_a_size_out_of_bounds_is_refused(size: Any) -> None:
    with pytest.raises(
        ParameterError, match=r"^size: .* given; allowed: WIDTHxHEIGHT in pixels, each from 16 to 16384"
    ):
        Request(state(), "heatmap", size=size)


@pytest.mark.parametrize(
    ("given", "name"), [({"figure": "x"}, "figure"), ({"theme": "x"}, "theme"), ({"caption": 1}, "caption")]
)
def test_a_request_holds_checked_values(given: dict[str, Any], name: str) -> None:
    with pytest.raises(ParameterError, match=f"^{name}: . given; allowed: "):
        Request(**{"state": state(), "figure": "heatmap", **given})
