"""What a step shows: a figure and flags, as on the command line `pe-desktop export`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from pe_desktop.document import State
from pe_desktop.engine.kinds import Flag
from pe_desktop.engine.photo import Photograph
from pe_desktop.engine.weights import BUNDLED
from pe_desktop.figure.chosen import chosen_state
from pe_desktop.figure.flags import (
    DOCUMENT,
    ENCODING,
    ENCODING_B,
    OF_B,
    OPTIONS,
    VIEW,
    CommandError,
    Given,
    nearest,
    one_of,
)
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS

_COMMAND = ["pe-desktop", "export"]
_PLAIN = ("--preset", "--encoding", "--compare", "--zoom")
_OUTPUT = ("-o", "--output")
_COMING_ALONG = {"--table": BUNDLED, f"{OF_B}table": BUNDLED, "--picture": Photograph.names}


def shown(line: str) -> tuple[str, State]:
    """The figure and the state of a line such as `heatmap --encoding rope --length 64 --position 9`.

    A whole command line is taken as well, without what it writes. A preset alone shows its own figure. Tables and
    pictures are those that come with the program: no file is opened. Raises CommandError or ParameterError.
    """
    given = _given(_words(line))
    preset = PRESETS[one_of("preset", given.pop("--preset"), PRESETS)] if "--preset" in given else None
    figure = one_of("figure", given.pop("figure", preset.figure if preset else ""), PICTURES)
    for flag, names in _COMING_ALONG.items():
        if flag in given:
            one_of(flag.lstrip("-"), given[flag], names)
    state = chosen_state(preset.state if preset else None, figure, given)
    refusal = PICTURES[figure].refusal(state.document.encoding)
    if refusal:
        raise CommandError(f"{figure}: {refusal}")
    PICTURES[figure].check(state.document)
    return figure, state


def _words(line: str) -> list[str]:
    try:
        words = shlex.split(line)
    except ValueError:
        raise CommandError("a quotation mark is left open; allowed: pairs of them") from None
    return words[2:] if words[:2] == _COMMAND else words


def _given(words: list[str]) -> Given:
    """Texts by flag, zooms as a list, and the figure."""
    given: Given = {}
    for flag, value in _flags(words):
        if flag in _OUTPUT:
            continue
        if flag == "--zoom":
            given.setdefault(flag, []).append(value)
        elif flag in given:
            raise CommandError(f"{flag}: given twice; allowed: once")
        else:
            given[flag] = value
    return given


def _flags(words: list[str]) -> Iterator[tuple[str, object]]:
    switches = _switches()
    valued = {*_valued(), *_PLAIN, *_OUTPUT}
    left = iter(words)
    for word in left:
        flag, equals, value = word.partition("=")
        if not word.startswith("-"):
            yield "figure", word
        elif word in switches:
            yield switches[word]
        elif flag in valued:
            yield flag, value if equals else next(left, "")
        else:
            raise CommandError(f"{flag[:60]}: no such choice{nearest(flag, (*valued, *switches))}")


def _valued() -> Iterator[str]:
    for family in (DOCUMENT, VIEW, OPTIONS, ENCODING, ENCODING_B):
        yield from family.flags()


def _switches() -> dict[str, tuple[str, bool]]:
    """`--flag` and `--no-flag`, by what they say."""
    switches: dict[str, tuple[str, bool]] = {}
    for family in (DOCUMENT, VIEW, OPTIONS, ENCODING, ENCODING_B):
        for flag, owners in family.flags().items():
            if isinstance(owners[0][1].kind, Flag):
                switches |= {flag: (flag, True), f"--no-{flag[2:]}": (flag, False)}
    return switches
