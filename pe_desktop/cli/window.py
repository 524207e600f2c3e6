"""`pe-desktop [FILE]`: the window, or a picture of it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from pe_desktop import __version__, guard
from pe_desktop.cli.arguments import Parser
from pe_desktop.cli.support import reset, tell_info
from pe_desktop.engine.refused import refused
from pe_desktop.export.request import Request
from pe_desktop.export.size import Size
from pe_desktop.figure.flags import CommandError, one_of
from pe_desktop.loading import loading

DESCRIPTION = "See what the positional encodings of Transformers do. Without a command, the window opens."
FILES = (
    "a document, an exported picture, a table (.npy), a model's config.json, or its checkpoint; of these two a part "
    "may be named after a colon"
)
COMMANDS = (
    "commands: pe-desktop export FIGURE -o FILE writes a figure; pe-desktop deck -o FILE FIGURE ... writes several "
    "as slides; pe-desktop diagnose FILE says what an array is, or what is wrong with it; pe-desktop config FILE says "
    "what each line of a config.json does; pe-desktop list says what there is; pe-desktop desktop puts the program "
    "into the menus; each of them has its own --help"
)


def parser() -> Parser:
    made = Parser("", DESCRIPTION, epilog=COMMANDS)
    made.add_argument("file", nargs="?", metavar="FILE", help=FILES)
    group = made.add_argument_group("window")
    made.valued(group, ["--screenshot"], "save a picture of the window and leave; needs no display", "OUT.png")
    made.valued(group, ["--window-size"], "width and height in pixels", "WxH")
    made.valued(group, ["--theme"], "light or dark; otherwise the system's")
    _add_alone(group, "--safe-mode", "with the defaults and a new document; nothing of it is remembered")
    support = made.add_argument_group("support")
    _add_alone(support, "--info", "versions, platform, screen and folders, as text for a report; needs no display")
    _add_alone(support, "--reset", "put the settings and the last session aside, say where, and leave")
    made.add_argument("--version", action="version", version=f"pe-desktop {__version__}")
    return made


def _add_alone(group: argparse._ArgumentGroup, flag: str, help: str) -> None:
    group.add_argument(flag, dest=flag, action="store_const", const=True, help=help)


def show_window(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    for flag, act in {"--info": tell_info, "--reset": reset}.items():
        if flag in given:
            return act()
    file, screenshot = given.get("file", ""), given.get("--screenshot")
    size = Size().parse("window_size", given["--window-size"]).pixels if "--window-size" in given else None
    theme = one_of("theme", given["--theme"], ("light", "dark")) if "--theme" in given else ""
    if screenshot is not None and not screenshot.lower().endswith(".png"):
        raise CommandError(f"screenshot: {refused(screenshot, 'a file that ends in .png')}")
    if file:
        from pe_desktop.cli.readable import refuse_unreadable  # only now: most starts are without a file

        refuse_unreadable(file)
    if screenshot:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    guard.check_window()
    with loading():
        from pe_desktop.gui.application import Start, run  # only now: nothing else needs widgets

    shot = screenshot or ""
    safe = "--safe-mode" in given
    return run(Start(file=file, screenshot=shot, window_size=size, theme=theme, safe=safe, read_command=_request_of))


def _request_of(line: str) -> Request:
    from pe_desktop.cli.exporting import request_of  # only now: most starts are without a pasted line

    return request_of(line)
