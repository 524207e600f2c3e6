"""`pe-desktop export`: a figure, or its numbers, to a file."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from pe_desktop.cli.arguments import FAMILIES, Parser, refuse_unused
from pe_desktop.cli.models import CONFIG, STARTS, add_checkpoints, config_start, take_models
from pe_desktop.cli.through import export_through
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.refused import refused
from pe_desktop.engine.weights import Weights
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import Request, refuse_unfit
from pe_desktop.export.writing import export, format_for
from pe_desktop.figure.chosen import chosen_state
from pe_desktop.figure.flags import OF_B, CommandError, Given, one_of, take
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from pe_desktop.sources.npy import read_npy

DESCRIPTION = (
    "Write a figure as .png, .svg or .pdf, a film of it as .gif or .mp4, its numbers as .npy, .csv or .json, or the "
    "code of both as .py. "
    "A preset, a model's configuration or an opened file comes first, and the other flags change it, in any order."
)


def export_figure(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    path = given.pop("--output", "")
    if not path:
        raise CommandError("output: nothing given; allowed: -o and a file that ends in a known suffix, such as a.png")
    if "--through" in given:
        export_through(given.pop("--through"), path, given)
        return 0
    request = _requested(given, path)
    refuse_unfit(request)
    export(request, path)
    return 0


def request_of(line: str) -> Request:
    """What a command line asks for, `pe-desktop export …` as a person copied it; nothing is written.

    Raises CommandError, ParameterError, SourceError or DocumentError.
    """
    try:
        words = shlex.split(line.replace("\\\n", " ").removeprefix("$ "))
    except ValueError:
        raise CommandError("command: a quotation mark is left open; allowed: pairs of them") from None
    if words[:2] != ["pe-desktop", "export"]:
        raise CommandError(f"command: {refused(' '.join(words[:2]), 'pe-desktop export …')}")
    if {"-h", "--help"} & set(words):
        raise CommandError("help: this is for a terminal; allowed: a figure and flags")
    given = parser().given(words[2:])
    if "--through" in given:
        raise CommandError("through: this is for a terminal; allowed: a figure of one document")
    return _requested(given, given.pop("--output", "") or "figure.png")


def _requested(given: Given, path: str) -> Request:
    """The request for a file of that name."""
    format = format_for(path)
    start = _start(given)
    figure = one_of("figure", given.pop("figure", start.figure if start else ""), PICTURES)
    state = chosen_state(start.state if start else None, figure, given)
    moves, looks = take(given, Motion), take(given, Request)
    refuse_unused(format, path, moves, looks)
    begun = start or Request(state, figure)
    return begun.replace(state=state, figure=figure, motion=begun.motion.replace(**moves), **looks)


def parser() -> Parser:
    made = Parser("export", DESCRIPTION, usage="pe-desktop export FIGURE -o FILE [flags]")
    made.add_argument("figure", nargs="?", metavar="FIGURE", help=", ".join(PICTURES))
    made.valued(
        made.add_argument_group("file"),
        ["-o", "--output"],
        "the file to write, whose suffix decides the format; a folder/ for numbered pictures",
    )
    start = made.add_argument_group("start from")
    made.valued(start, ["--preset"], ", ".join(PRESETS), "NAME")
    made.valued(start, ["--config"], CONFIG, "FILE[:LAYERS]")
    made.valued(start, ["--open"], "an exported picture, a document, or a table (.npy)", "FILE")
    made.valued(start, ["--through"], "documents or pictures, each held for its share of a film", "FILE,FILE,…")
    add_choices(made)
    zooms = "the part of a panel that is shown, in the units of its axes; once for each panel"
    made.valued(made.add_argument_group("zoom"), ["--zoom"], zooms, "PANEL=X0,X1,Y0,Y1", repeated=True)
    return made


def add_choices(parser: Parser) -> None:
    """Flags for everything that a figure can be of, and look like."""
    chosen = parser.add_argument_group("encoding")
    parser.valued(chosen, ["--encoding"], ", ".join(ENCODINGS), "ID")
    parser.valued(chosen, ["--compare"], "an encoding B, to be shown beside the first", "ID")
    add_checkpoints(parser)
    for family in FAMILIES:
        parser.add_family(family)


def _start(given: Given) -> Request | None:
    """The request that flags change: that of a file, a model's, or a preset's for the figure that it is known for."""
    starts = [flag for flag in STARTS if flag in given]
    if len(starts) > 1:
        raise CommandError(f"{starts[1][2:]}: given together with {starts[0]}; allowed: one of them")
    of_config = config_start(given)
    take_models(given)
    preset, file = given.pop("--preset", None), given.pop("--open", None)
    if preset is not None:
        chosen = PRESETS[one_of("preset", preset, PRESETS)]
        return Request(chosen.state, chosen.figure)
    return of_config if file is None else read_requests(file, supplied(given))[0]


def supplied(given: Given) -> dict[str, Weights]:
    """The tables on the command line, for a document that only names its own."""
    tables = [given[flag] for flag in ("--table", f"{OF_B}table") if flag in given]
    read = [read_npy(table) for table in tables if isinstance(table, str) and table.endswith(".npy")]
    read += [table for table in tables if isinstance(table, Weights)]
    return {weights.array.sha256: weights for weights in read}
