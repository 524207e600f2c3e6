"""The program among the others of a desktop, and as it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from configparser import RawConfigParser
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from pe_desktop.cli import main
from pe_desktop.document import MIME, SUFFIX
from pe_desktop.gui import desktop_entry
from pe_desktop.gui.desktop_entry import ID, SIZES, data_home, quoted
from pe_desktop.gui.window import MainWindow

ROOT = Path(__file__).parent.parent
MAIN_CATEGORIES = {"AudioVideo", "Development", "Education", "Game", "Graphics", "Network", "Office", "Science"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def tree(folder: Path) -> dict[str, bytes | None]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


def entry(home: Path) -> dict[str, str]:
    parser = RawConfigParser(delimiters=("=",), strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(home / "applications" / f"{ID}.desktop", encoding="utf-8")
    assert parser.sections() == ["Desktop Entry"]
    return dict(parser["Desktop Entry"])


def command(exec: str) -> list[str]:
    """The words that a desktop would run: the string's escapes first, then the command's quotes."""
    unescaped = re.sub(r"\\(.)", lambda found: {"s": " ", "n": "\n", "t": "\t"}.get(found[1], found[1]), exec)
    words = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', unescaped)
    return [re.sub(r"\\(.)", r"\1", quoted or bare).replace("%%", "%") for quoted, bare in words]


def test_the_entry_has_what_the_specification_asks_for(home: Path) -> None:
    assert main(["desktop", "--install"]) == 0
    keys = entry(home)
    assert keys["Type"] == "Application"
    assert keys["Name"] == "Positional Encoding"
    assert keys["Terminal"] in ("true", "false")
    assert keys["StartupNotify"] in ("true", "false")
    categories = keys["Categories"].split(";")
    assert categories.pop() == ""  # lists end in a semicolon
    assert MAIN_CATEGORIES & set(categories)
    for key in ("Keywords", "MimeType"):
        assert keys[key].endswith(";")
    for key in ("Name", "GenericName", "Comment", "Exec", "Icon"):
        assert keys[key].isprintable()
    assert "/" not in keys["Icon"]
    assert keys["MimeType"] == f"{MIME};"
    if judge := shutil.which("desktop-file-validate"):
        done = subprocess.run([judge, str(home / "applications" / f"{ID}.desktop")], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "")


def test_the_entry_starts_this_program_with_a_file(home: Path) -> None:
    main(["desktop", "--install"])
    *start, file = command(entry(home)["Exec"])
    assert file == "%f"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([*start, "--version"], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.startswith("pe-desktop ")


@pytest.mark.parametrize("path", ["/opt/a b/pe", '/opt/"x"/pe', "/opt/$HOME`x`/pe", "/opt/a\\b/pe", "/opt/100%/ü"])
def test_any_path_comes_through_the_quotes(path: str) -> None:
    assert command(quoted(path)) == [path]


def test_a_path_that_no_entry_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand in a desktop entry"):
        quoted("/opt/a\nExec=evil")


def test_documents_have_a_type_of_their_own_that_is_also_json(home: Path) -> None:
    main(["desktop", "--install"])
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ElementTree.parse(home / "mime" / "packages" / f"{ID}.xml").getroot().find(f"{space}mime-type")
    assert kind is not None
    assert kind.get("type") == MIME
    for tag, key, value in (("sub-class-of", "type", "application/json"), ("glob", "pattern", f"*{SUFFIX}")):
        found = kind.find(space + tag)
        assert found is not None
        assert found.get(key) == value
    if shutil.which("update-mime-database"):
        assert f"{MIME}:*{SUFFIX}" in (home / "mime" / "globs2").read_text()


def test_the_suffix_of_the_type_is_what_documents_are_saved_with(tmp_path: Path, qapp: QApplication) -> None:
    window = MainWindow()
    try:
        assert window.filing.save_as(tmp_path / "talk")
        assert (tmp_path / f"talk{SUFFIX}").is_file()
    finally:
        window.close()
        window.deleteLater()


def test_the_icon_is_there_sharp_and_in_every_size(home: Path) -> None:
    main(["desktop", "--install"])
    icons = home / "icons" / "hicolor"
    assert QSvgRenderer(str(icons / "scalable" / "apps" / f"{ID}.svg")).isValid()
    for side in SIZES:
        with Image.open(icons / f"{side}x{side}" / "apps" / f"{ID}.png") as picture:
            assert picture.size == (side, side)
            colours = picture.convert("RGBA").getcolors(1 << 20)
            assert len({colour for _, colour in colours if colour[3] > 200}) > 3  # the ground and three waves


def test_removing_leaves_nothing(home: Path) -> None:
    home.mkdir()
    assert main(["desktop", "--install"]) == 0
    assert main(["desktop", "--install"]) == 0
    assert len(tree(home)) > 10
    assert main(["desktop", "--remove"]) == 0
    assert tree(home) == {}


def test_removing_leaves_what_others_have_put_there(home: Path) -> None:
    theirs = ("applications/other.desktop", "icons/hicolor/48x48/apps/other.png", "mime/packages/other.xml")
    for name in theirs:
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text('<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info"/>')
    main(["desktop", "--install"])
    main(["desktop", "--remove"])
    assert all((home / name).is_file() for name in theirs)
    assert not [name for name in tree(home) if ID in name]


def test_removing_what_was_never_there_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desktop", "--remove"]) == 0
    assert capsys.readouterr().out.startswith("Nothing of the program was in ")


@pytest.mark.parametrize("arguments", [(), ("--install", "--remove")])
def test_what_to_do_has_to_be_said(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desktop", *arguments]) == 2
    assert "allowed: either --install or --remove" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said_in_a_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.write_text("a file where the folder would be")
    assert main(["desktop", "--install"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(home) in said


def test_only_an_absolute_folder_of_data_counts() -> None:
    assert data_home({"XDG_DATA_HOME": "relative"}) == data_home({}) == Path.home() / ".local" / "share"
    assert data_home({"XDG_DATA_HOME": "/x"}) == Path("/x")


def test_databases_are_told_where_there_are_programs_for_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr(desktop_entry.shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(desktop_entry.subprocess, "run", lambda words, **_: told.append(words))
    main(["desktop", "--install"])
    assert told == [
        ["/usr/bin/update-mime-database", str(home / "mime")],
        ["/usr/bin/update-desktop-database", str(home / "applications")],
    ]


def test_the_window_says_whose_it_is() -> None:
    made = "from PySide6.QtCore import QSize; from pe_desktop.gui.widgets.theme import application; app = application()"
    ask = "print(app.desktopFileName(), app.windowIcon().isNull(), app.windowIcon().actualSize(QSize(64, 64)).width())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", f"{made}; {ask}"], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.split() == [ID, "False", "64"]


def test_the_program_installs_with_all_its_files(tmp_path: Path) -> None:
    """Built from a copy of what is the program, installed elsewhere, and run from elsewhere again."""
    copy, wheels, place, work = (tmp_path / name for name in ("copy", "wheels", "place", "work"))
    left_out = shutil.ignore_patterns("__pycache__", "readme")
    for name in ("pe_desktop", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=left_out)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, copy)
    work.mkdir()
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "--no-input"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(wheels), str(copy)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = wheels.glob("*.whl")
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", str(place), str(wheel)],
        check=True,
        capture_output=True,
    )
    ours = {p.relative_to(ROOT / "resources") for p in (ROOT / "resources").rglob("*") if p.is_file()}
    shipped = {path for path in ours if path.parts[0] != "readme" and "__pycache__" not in path.parts}
    assert all((place / "pe_desktop" / "resources" / path).is_file() for path in shipped)
    environment = {**os.environ, "PYTHONPATH": str(place), "QT_QPA_PLATFORM": "offscreen"}
    script = str(place / "bin" / "pe-desktop")
    listed = subprocess.run([sys.executable, script, "list"], cwd=work, env=environment, capture_output=True, text=True)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "sinusoidal" in listed.stdout
    picture = [sys.executable, script, "export", "heatmap", "-o", "learned.png", "--encoding", "learned"]
    subprocess.run([*picture, "--table", "all-MiniLM-L6-v2"], cwd=work, env=environment, check=True)
    assert (work / "learned.png").stat().st_size > 10_000
