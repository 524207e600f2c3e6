"""The command line that makes an export again: the shortest, of flags in the order in which they are declared."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pe_desktop.document import Document, State, View
from pe_desktop.engine.brought import Brought
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.kinds import Flag
from pe_desktop.engine.parameter import Parameter, Parametrised
from pe_desktop.engine.weights import Weights
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.export.writing import format_for
from pe_desktop.figure.pages import PAGES, page_of
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from pe_desktop.presets.preset import Preset

OF_B = "--b-"
Words = list[str]


def command_line(request: Request, path: str | Path) -> str:
    """`pe-desktop export …` that writes the file; its suffix decides the format, and so which choices count.

    It begins with a preset where that has the same encodings at the same length. A table that a person brought is
    named as a file. What belongs to other figures, and what does not count, is left out. Raises ExportError for a
    suffix that is not known.
    """
    document = request.state.document
    found = [(not _carries(request, State()), shlex.join(_words(request, path, None)))]
    for preset in PRESETS.values():
        start = preset.state.document
        if (start.encodings, start.length) == (document.encodings, document.length):
            line = shlex.join(_words(request, path, preset))
            found.append((not _carries(request, preset.state), line))
    return min(found, key=lambda each: (each[0], len(each[1])))[1]


def _carries(request: Request, start: State) -> bool:
    """Whether what no flag says is the same: the page, options of other figures, and which are there at all."""
    document, figure, begun = request.state.document, request.figure, start.document
    options = {**begun.options, figure: {**begun.options.get(figure, {}), **_chosen(request, begun)}}
    there = {name: dict(chosen) for name, chosen in document.options.items()}
    same = {name: dict(chosen) for name, chosen in options.items() if chosen or name in there} == there
    return same and document.page == page_of(figure, begun.page)


def _chosen(request: Request, begun: Document) -> dict[str, Any]:
    """The figure's options that are other than before."""
    options, before = (request.picture.options(d) for d in (request.state.document, begun))
    return {
        p.name: getattr(options, p.name)
        for p in options.counting()
        if getattr(options, p.name) != getattr(before, p.name)
    }


def _words(request: Request, path: str | Path, preset: Preset | None) -> Words:
    start = preset.state if preset else State()
    document = request.state.document
    words = ["pe-desktop", "export", request.figure, "-o", str(path)]
    words += ["--preset", preset.id] if preset else []
    words += _encoding(document.encoding, _first(request.figure, preset))
    words += _compared(document.compare, start.document.compare)
    begun = start.document.showing(document.encoding, document.compare)
    words += _differing(document, begun, Document.parameters())
    options, before = (PICTURES[request.figure].options(d) for d in (document, start.document))
    words += _differing(options, before, options.counting())
    words += _view(request, start.view)
    return words + _looks(request, path)


def _first(figure: str, preset: Preset | None) -> Encoding:
    """The encoding that a figure begins with."""
    if preset is not None:
        return preset.state.document.encoding
    encoding = Document().encoding
    return ENCODINGS[PAGES[page_of(figure)].encoding]() if PICTURES[figure].refusal(encoding) else encoding


def _encoding(encoding: Encoding, begun: Encoding) -> Words:
    same = type(encoding) is type(begun)
    chosen = [] if same else ["--encoding", encoding.id]
    return chosen + _differing(encoding, begun if same else type(encoding)(), encoding.counting())


def _compared(encoding: Encoding | None, begun: Encoding | None) -> Words:
    if encoding is None:
        return []
    same = type(encoding) is type(begun)
    before = begun if same and begun is not None else type(encoding)()
    chosen = [] if same else ["--compare", encoding.id]
    return chosen + _differing(encoding, before, encoding.counting(), OF_B)


def _view(request: Request, before: View) -> Words:
    """The cursor where it is inside the document, and the parts of this figure's panels that are shown."""
    document = request.state.document
    view, begun = request.state.view.within(document), before.within(document)
    words = _differing(view, begun, View.parameters())
    for panel, ends in view.ranges.items():
        if panel.split(".")[0] == request.figure:
            words += ["--zoom", f"{panel}={','.join(_number(end) for end in ends)}"]
    return words


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _looks(request: Request, path: str | Path) -> Words:
    """What counts in this kind of file."""
    format = format_for(path)
    counting = [p for p in Request.parameters() if p.name in format.uses | {"metadata"}]
    words = _differing(request, Request(request.state, request.figure), counting)
    return words + (_differing(request.motion, Motion(), Motion.parameters()) if format.moves else [])


def _differing(
    owner: Parametrised, before: Parametrised, counting: tuple[Parameter, ...] | list[Parameter], prefix: str = "--"
) -> Words:
    """The flags of what is other than before."""
    words: Words = []
    for parameter in counting:
        value = getattr(owner, parameter.name)
        if value != getattr(before, parameter.name):
            words += _flag(parameter, value, prefix)
    return words


def _flag(parameter: Parameter, value: Any, prefix: str) -> Iterator[str]:
    name = prefix + parameter.flag[2:]
    if isinstance(parameter.kind, Flag):
        yield name if value else f"--no-{name[2:]}"
        return
    named = parameter.kind.names if isinstance(parameter.kind, Brought) else ()
    is_file = isinstance(value, Weights) and value.name not in named
    text = f"{value.name}.npy" if is_file else parameter.kind.written(value)
    if is_file and parameter.name == "table" and value.array.values.ndim != 2:
        name = f"{prefix}checkpoint"  # whose tensors may have any shape
    yield from (f"{name}={text}",) if text.startswith("--") else (name, text)
