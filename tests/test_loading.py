"""What is loaded when, and how."""

from __future__ import annotations

import gc
import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pe_desktop.export.scripts import SCRIPTS, WITHOUT
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.loading import Folder, loading

SHELF = """
class Thing:
    pass
"""
THING = """
from {shelf} import Thing

class Helper:
    pass

class {name}(Thing):
    order = {order}
"""


def in_a_process_of_its_own(code: str) -> list[str]:
    """The words that a new Python says."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Folder[Any]:
    """Two things in a package that nobody has seen."""
    package = f"shelf_of_{request.node.name}"
    (tmp_path / package).mkdir()
    files = {"__init__": SHELF, "alpha": (2, "Alpha"), "beta_two": (1, "Beta")}
    for name, made in files.items():
        text = made if isinstance(made, str) else THING.format(shelf=package, order=made[0], name=made[1])
        (tmp_path / package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module(package)
    return Folder(package, module.__path__, module.Thing)


# By name


def test_a_file_of_a_folder_is_loaded_when_it_is_wanted(shelf: Folder[Any]) -> None:
    package = type(shelf["beta-two"]).__module__.partition(".")[0]
    assert shelf.names == ("alpha", "beta-two")
    assert "alpha" in shelf
    assert "gamma" not in shelf
    assert len(shelf) == 2
    assert f"{package}.beta_two" in sys.modules
    assert f"{package}.alpha" not in sys.modules
    assert list(shelf) == ["beta-two", "alpha"]  # by their order, for which both are loaded
    assert f"{package}.alpha" in sys.modules


def test_there_is_one_of_each_and_none_of_what_is_not_there(shelf: Folder[Any]) -> None:
    assert shelf["alpha"] is shelf["alpha"]
    assert type(shelf["alpha"]).__name__ == "Alpha"
    with pytest.raises(KeyError, match="beta_two"):
        shelf["beta_two"]  # the name of the file, not that of the thing


def test_every_picture_is_in_the_file_of_its_name() -> None:
    assert {name: PICTURES[name].id for name in PICTURES.names} == {name: name for name in PICTURES.names}
    assert set(SCRIPTS.names) | set(WITHOUT) == set(PICTURES.names)


# The collector of garbage


def test_it_rests_while_much_is_loaded_and_leaves_that_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loaded_for_a_test.py").write_text("things = [[] for _ in range(1000)]\n")
    monkeypatch.syspath_prepend(tmp_path)
    before = gc.get_freeze_count()
    with loading():
        assert not gc.isenabled()
        importlib.import_module("loaded_for_a_test")
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + 1000


def test_it_looks_at_everything_still_where_nothing_was_loaded() -> None:
    before = gc.get_freeze_count()
    with loading():
        kept = [[] for _ in range(1000)]
    assert gc.get_freeze_count() == before
    assert kept


def test_it_is_not_switched_on_for_who_has_switched_it_off() -> None:
    gc.disable()
    try:
        with loading():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_works_again_where_loading_fails() -> None:
    with pytest.raises(ImportError), loading():
        importlib.import_module("no_such_module")
    assert gc.isenabled()


# The start


def test_what_needs_no_qt_is_loaded_before_it() -> None:
    said = in_a_process_of_its_own("import sys, pe_desktop.gui; print(*sys.modules)")
    assert not [name for name in said if name.startswith("PySide6")]
    assert {"pe_desktop.presets", "pe_desktop.figure.pages", "pe_desktop.export.request"} <= set(said)


def test_a_window_loads_the_pictures_that_it_shows() -> None:
    code = (
        "import sys\n"
        "from pe_desktop.gui import create_window\n"
        "window = create_window(theme='light')\n"
        "window.show()\n"
        "window.close()\n"
        "print(*(n.rpartition('.')[2] for n in sys.modules if n.startswith('pe_desktop.figure.pictures.')))\n"
    )
    assert sorted(in_a_process_of_its_own(code)) == ["heatmap", "rotation", "similarity", "waves"]
