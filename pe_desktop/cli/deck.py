"""`pe-desktop deck`: several figures to one file, a slide or page for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pe_desktop.cli.arguments import Parser, refuse_unused
from pe_desktop.cli.exporting import add_choices, supplied
from pe_desktop.cli.models import CONFIG, config_start, take_models
from pe_desktop.engine.encoding import Encoding
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.formats import decks
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import Request, refuse_unfit
from pe_desktop.export.writing import export_deck, format_for
from pe_desktop.figure.chosen import chosen_state
from pe_desktop.figure.flags import ENCODING, ENCODING_B, OPTIONS, CommandError, Given, one_of, take
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import GROUPS, PRESETS

DESCRIPTION = (
    "Write several figures as a .pptx or .pdf, a slide or page for each, or as a film that holds each for its share of "
    "the time: first those of opened files, then those of presets, then the figures named, of a model's configuration "
    "where one is given. The other flags change every slide that has what they name."
)
KEPT = ("figures", "--presets", "--open")


def write_deck(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    path = given.pop("--output", "")
    if not path:
        raise CommandError(f"output: nothing given; allowed: -o and a file that ends in {_suffixes()}")
    format = format_for(path)
    start = config_start(given)
    take_models(given)
    slides = list(_slides(given, start))
    if not slides:
        raise CommandError(
            "deck: no figures given; allowed: ids of figures, --presets, --config or --open; --help lists them"
        )
    given = {flag: value for flag, value in given.items() if flag not in KEPT}
    moves, looks = take(given, Motion), take(given, Request)
    refuse_unused(format, path, moves, looks)
    _refuse_lost(given, slides)
    changed = (_changed(slide, given) for slide in slides)
    requests = [slide.replace(motion=slide.motion.replace(**moves), **looks) for slide in changed]
    export_deck(requests, path)
    return 0


def parser() -> Parser:
    made = Parser("deck", DESCRIPTION, usage="pe-desktop deck -o FILE [FIGURE ...] [flags]")
    made.add_argument("figures", nargs="*", default=None, metavar="FIGURE", help=", ".join(PICTURES))
    made.valued(made.add_argument_group("file"), ["-o", "--output"], f"the file to write: {_suffixes()}")
    start = made.add_argument_group("start from")
    made.valued(start, ["--presets"], f"presets, with commas: {', '.join((*GROUPS, *PRESETS))}", "NAMES")
    made.valued(start, ["--config"], f"what the figures named are of: {CONFIG}", "FILE[:LAYERS]")
    made.valued(start, ["--open"], "decks, exported pictures or documents, with commas", "FILES")
    add_choices(made)
    return made


def _suffixes() -> str:
    *others, last = (f".{name}" for name in decks())
    return f"{', '.join(others)} or {last}"


def _slides(given: Given, start: Request | None) -> Iterator[Request]:
    """The slides before flags change them. `start` is of a model, whose own figure stands where none is named."""
    for file in _files(given["--open"]) if "--open" in given else ():
        yield from read_requests(file, supplied(given))
    for name in given["--presets"].split(",") if "--presets" in given else ():
        found = GROUPS.get(name.strip()) or (PRESETS[one_of("presets", name.strip(), (*PRESETS, *GROUPS))],)
        yield from (Request(preset.state, preset.figure) for preset in found)
    for figure in given.get("figures", ()) or ((start.figure,) if start else ()):
        yield Request(chosen_state(start.state if start else None, one_of("figure", figure, PICTURES), {}), figure)


def _files(text: str) -> list[str]:
    """Names with commas between them, unless all of it is the name of one file."""
    return [text] if Path(text).exists() else [name.strip() for name in text.split(",")]


def _changed(slide: Request, given: Given) -> Request:
    """The slide with those of the flags that serve it."""
    mine = {flag: value for flag, value in given.items() if _serves(flag, slide, given)}
    made = slide.replace(state=chosen_state(slide.state, slide.figure, mine))
    refuse_unfit(made)
    return made


def _serves(flag: str, slide: Request, given: Given) -> bool:
    """Whether a slide has what a flag names: its figure, its encoding, or the other one; all have a document."""
    document = slide.state.document
    second = given.get("--compare", document.compare)
    b = second.id if isinstance(second, Encoding) else second
    owners = (
        (OPTIONS, slide.figure),
        (ENCODING, given.get("--encoding", document.encoding.id)),
        (ENCODING_B, b),
    )
    having = [(dict(family.flags()[flag]), owner) for family, owner in owners if flag in family.flags()]
    return not having or any(owner in names for names, owner in having)


def _refuse_lost(given: Given, slides: Sequence[Request]) -> None:
    """Raises CommandError for a flag that serves no slide."""
    for flag in given:
        if not any(_serves(flag, slide, given) for slide in slides):
            raise CommandError(f"{flag}: no slide of this deck has it; allowed: what its figures and encodings have")
