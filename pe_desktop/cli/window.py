"""`pe-desktop [FILE]`: the window, or a picture of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from pe_desktop import __version__, guard
from pe_desktop.cli.arguments import CommandError, Parser, one_of
from pe_desktop.cli.exporting import request_of
from pe_desktop.export.reading import read_state
from pe_desktop.export.size import Size
from pe_desktop.sources.error import MissingSource

DESCRIPTION = "See what the positional encodings of Transformers do. Without a command, the window opens."
COMMANDS = (
    "commands: pe-desktop export FIGURE -o FILE writes a figure; pe-desktop deck -o FILE FIGURE ... writes several "
    "as slides; pe-desktop diagnose FILE says what an array is, or what is wrong with it; pe-desktop config FILE says "
    "what each line of a config.json does; pe-desktop list says what there is; "
    "each of them has its own --help"
)


def parser() -> Parser:
    made = Parser("", DESCRIPTION, epilog=COMMANDS)
    made.add_argument("file", nargs="?", metavar="FILE", help="a document, an exported picture, or a table (.npy)")
    group = made.add_argument_group("window")
    made.valued(group, ["--screenshot"], "save a picture of the window and leave; needs no display", "OUT.png")
    made.valued(group, ["--window-size"], "width and height in pixels", "WxH")
    made.valued(group, ["--theme"], "light or dark; otherwise the system's")
    made.add_argument("--version", action="version", version=f"pe-desktop {__version__}")
    return made


def show_window(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    file, screenshot = given.get("file", ""), given.get("--screenshot")
    size = Size().parse("window_size", given["--window-size"]).pixels if "--window-size" in given else None
    theme = one_of("theme", given["--theme"], ("light", "dark")) if "--theme" in given else ""
    if screenshot is not None and not screenshot.lower().endswith(".png"):
        raise CommandError(f"screenshot: {screenshot or 'nothing'} given; allowed: a file that ends in .png")
    if file:
        _refuse_unreadable(file)
    if screenshot:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    guard.check_window()
    from pe_desktop.gui.application import Start, run  # only now: nothing else needs widgets

    shot = screenshot or ""
    return run(Start(file=file, screenshot=shot, window_size=size, theme=theme, read_command=request_of))


def _refuse_unreadable(file: str) -> None:
    """What is wrong with a file is said here rather than in a window."""
    with suppress(MissingSource):  # the window asks for such a table
        read_state(file)
