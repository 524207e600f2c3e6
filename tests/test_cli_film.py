"""Films from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pe_desktop.cli import main
from pe_desktop.cli.exporting import request_of
from pe_desktop.export.reading import read_requests
from pe_desktop.figure.flags import CommandError

SMALL = ("--size", "320x180", "--fps", "10")


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """The window's tests need a QApplication; an export alone would make a lesser one."""


def test_flags_say_what_moves_and_how_long(tmp_path: Path) -> None:
    file = tmp_path / "turn.gif"
    flags = ("--over", "base", "--from", "100", "--to", "1000", "--way", "once", "--seconds", "0.5")
    assert main(["export", "similarity", "-o", str(file), *SMALL, *flags]) == 0
    with Image.open(file) as image:
        assert image.n_frames == 5
    motion = read_requests(file)[0].motion
    assert (motion.over, motion.start, motion.end, motion.way) == ("base", 100.0, 1000.0, "once")


def test_a_folder_is_named_by_its_separator(tmp_path: Path) -> None:
    assert main(["export", "rotation", "-o", f"{tmp_path}/turn/", *SMALL, "--seconds", "0.3"]) == 0
    assert sorted(p.name for p in (tmp_path / "turn").iterdir()) == ["0000.png", "0001.png", "0002.png"]


def test_a_film_goes_through_files(tmp_path: Path) -> None:
    for name, length in (("a.png", "8"), ("b.json", "16")):
        assert main(["export", "heatmap", "-o", str(tmp_path / name), "--length", length]) == 0
    files, film = f"{tmp_path}/a.png,{tmp_path}/b.json", tmp_path / "film.gif"
    assert main(["export", "waves", "-o", str(film), "--through", files, *SMALL, "--seconds", "1", "--base", "99"]) == 0
    found = read_requests(film)
    assert [(r.figure, r.state.document.length, r.state.document.encoding.base) for r in found] == [
        ("waves", 8, 99),
        ("waves", 16, 99),
    ]
    again = tmp_path / "again.gif"
    assert main(["export", "-o", str(again), "--through", str(film)]) == 0
    assert again.read_bytes() == film.read_bytes()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("heatmap", "-o", "{}/a.gif", "--over", "key"), "over: key given; heatmap does not change with it; allowed: "),
        (("heatmap", "-o", "{}/a.mp4", "--size", "321x180"), "size: 321x180 given; allowed: even sides in an MP4"),
        (("heatmap", "-o", "{}/a.mp4", "--transparent"), "--transparent: does not count in a .mp4 file"),
        (
            ("heatmap", "-o", "{}/a.png", "--over", "base"),
            "--over: does not count in a .png file; allowed: .gif, .mp4, a folder/",
        ),
        (
            ("heatmap", "-o", "{}/frames/", "--letters", "outlines"),
            "--letters: does not count in a folder",
        ),
        (("-o", "{}/a.png", "--through", "{}/b.png"), "through: does not count in a .png file; allowed: .gif, .mp4"),
        (("-o", "{}/a.gif", "--through", "{}/b.png"), "b.png: there is no such file"),
        (("-o", "{}/a.gif", "--through", ","), "through: nothing given; allowed: documents or pictures"),
        (("-o", "{}/a.gif", "--through", "b.png", "--preset", "alammar-2018"), "through: given together with preset"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    flags: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *(flag.format(tmp_path) for flag in flags)]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_copied_line_is_of_one_document() -> None:
    with pytest.raises(CommandError, match=r"^through: this is for a terminal; allowed: a figure of one document$"):
        request_of("pe-desktop export -o a.gif --through a.png,b.png")
