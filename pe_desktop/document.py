"""The frozen choices: what is looked at (`Document`), how (`View`), and both to JSON and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pe_desktop.engine.encoding import LONGEST, Encoding, Relative, Tabular
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import FrozenMap
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice, flag, integer, real
from pe_desktop.engine.refused import refused, shown
from pe_desktop.engine.weights import Weights
from pe_desktop.sources.codec import weights_from_json, weights_to_json

FORMAT = "pe-desktop document"
VERSION = 1
SUFFIX = ".pe.json"
MIME = "application/x-pe-desktop+json"
"""What desktops and clipboards call a document."""
LARGEST = 8_000_000  # characters of a document that is read: an embedded table and room to spare
COLOUR_MAPS = ("theme", "viridis", "cividis", "grey")


class DocumentError(ValueError):
    """One line: why a text is not a document that this version reads."""


@dataclass(frozen=True)
class Document(Parametrised):
    """What is being looked at. `options` holds each figure's own choices, by figure and name."""

    length: int = integer(128, 1, LONGEST, "How many positions the sequence has", log=True, unit="positions")
    colormap: str = choice("theme", COLOUR_MAPS, "Colours of the heatmaps; all are safe for colour-blind eyes")
    encoding: Encoding = Sinusoidal()
    compare: Encoding | None = None
    page: str = "explore"
    options: FrozenMap = FrozenMap()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.shortest <= self.length <= self.longest:
            span = f"an integer from 1 to {self.longest:,}" if self.shortest == 1 else f"{self.longest:,}"
            raise ParameterError("length", self.length, f"{span}, the positions that this encoding has")

    @property
    def encodings(self) -> tuple[Encoding, ...]:
        """A, and B when two are compared."""
        return (self.encoding,) if self.compare is None else (self.encoding, self.compare)

    @property
    def tables(self) -> tuple[Weights, ...]:
        """The arrays that it holds, in its encodings and in what is chosen for figures."""
        held = (*(e.values() for e in self.encodings), *self.options.values())
        return tuple(value for values in held for value in values.values() if isinstance(value, Weights))

    @property
    def longest(self) -> int:
        return min(encoding.longest for encoding in self.encodings)

    @property
    def shortest(self) -> int:
        """The least length: of a whole, such as a grid, no part is shown."""
        return self.longest if any(encoding.whole for encoding in self.encodings) else 1

    def showing(self, encoding: Encoding, compare: Encoding | None) -> Document:
        """These encodings, at the length that all of them have positions for."""
        encodings = [e for e in (encoding, compare) if e is not None]
        longest = min(e.longest for e in encodings)
        length = longest if any(e.whole for e in encodings) else min(self.length, longest)
        return self.replace(encoding=encoding, compare=compare, length=length)

    def choosing(self, figure: str, **values: Any) -> Document:
        """With some options of a figure changed."""
        chosen = self.options.get(figure, FrozenMap())
        return self.replace(options=self.options.put(figure, FrozenMap({**chosen, **values})))


@dataclass(frozen=True)
class View(Parametrised):
    """How it is being looked at: saved and exported, but not undone.

    `ranges` holds the part of a panel that is shown, by panel: (x first, x last, y first, y last).
    """

    position: float = real(37.0, 0.0, LONGEST, "The cursor, and the position of the query", aliases=("query",))
    key: float = real(30.0, 0.0, LONGEST, "The position of the key")
    dimension: int = integer(12, 0, 16384, "The column that the cursor stands in")
    head: int = integer(0, 0, 1023, "The attention head whose bias is looked at")
    together: bool = flag(False, "Move query and key together, so that their offset stays")
    azimuth: float = real(-50.0, -180.0, 180.0, "From where a view in three dimensions is seen", unit="degrees")
    elevation: float = real(25.0, -90.0, 90.0, "How far from above that is", unit="degrees")
    progress: float = real(0.0, 0.0, 1.0, "How far columns have moved from one convention to the other")
    step: int = integer(400, 0, 2000, "The training step that is looked at", step=20)
    speed: float = real(8.0, 0.1, 1e6, "How fast the rotation plays", log=True, unit="positions a second")
    ranges: FrozenMap = FrozenMap()

    def within(self, document: Document) -> View:
        """This view with its cursor inside the document."""
        last = float(document.length - 1)
        a = document.encoding
        columns = a.numbers(document.length).shape[1] if isinstance(a, Tabular) else self.dimension + 1
        heads = a.num_heads if isinstance(a, Relative) else self.head + 1
        if self.position <= last and self.key <= last and self.dimension < columns and self.head < heads:
            return self
        return self.replace(
            position=min(self.position, last),
            key=min(self.key, last),
            dimension=min(self.dimension, columns - 1),
            head=min(self.head, heads - 1),
        )

    def at(self, position: float, last: float) -> View:
        """With the cursor as near to a position as 0 … last allow, and the key, if they move together, still at
        the same offset from it."""
        ahead = self.key - self.position if self.together else 0.0
        near = min(max(position, 0.0, -ahead), last, last - ahead)
        return self.replace(position=near, key=near + ahead if self.together else self.key)


@dataclass(frozen=True)
class State:
    """A document and a view of it: what a file holds, and what a picture carries."""

    document: Document = Document()
    view: View = View()


def to_json(state: State) -> str:
    """One line of JSON. Tables of up to a megabyte are embedded; no path of this machine is."""
    document, view = state.document, state.view
    content = {
        "format": FORMAT,
        "version": VERSION,
        "document": {
            **document.values(),
            "encoding": _encoding_json(document.encoding),
            "compare": document.compare and _encoding_json(document.compare),
            "page": document.page,
            "options": document.options,
        },
        "view": {**view.values(), "ranges": view.ranges},
    }
    return json.dumps(content, default=_plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _encoding_json(encoding: Encoding) -> dict[str, Any]:
    return {"id": encoding.id, **encoding.values()}


def _plain(value: Any) -> dict[str, Any]:
    return weights_to_json(value) if isinstance(value, Weights) else dict(value)


def from_json(text: str, supplied: Mapping[str, Weights] | None = None) -> State:
    """The state that `to_json` wrote.

    `supplied` holds tables by sha256, for documents that only name theirs. Raises `DocumentError`,
    `ParameterError`, or `SourceError`: `MissingSource` when a table is neither embedded nor supplied.
    """
    try:
        return _state(_content(text), supplied)
    except RecursionError:
        raise DocumentError("this is not a document of this program: nested too deeply") from None


def _state(content: Mapping[str, Any], supplied: Mapping[str, Weights] | None) -> State:
    document = dict(_mapping(content.get("document", {}), "document"))
    view = dict(_mapping(content.get("view", {}), "view"))
    a = _encoding(document.pop("encoding", None), supplied)
    b = document.pop("compare", None)
    options = _options(_mapping(document.pop("options", {}), "options"), supplied)
    page = document.pop("page", "explore")
    if not isinstance(page, str) or not re.fullmatch("[a-z][a-z0-9-]{0,39}", page):
        raise DocumentError(f"page: {refused(page, 'at most 40 small letters, digits and hyphens')}")
    ranges = _ranges(_mapping(view.pop("ranges", {}), "ranges"))
    _known(document, Document)
    _known(view, View)
    compare = None if b is None else _encoding(b, supplied)
    return State(
        Document(**document, encoding=a, compare=compare, page=page, options=options),
        View(**view, ranges=ranges),
    )


def _content(text: str) -> Mapping[str, Any]:
    if len(text) > LARGEST:
        raise DocumentError(f"{len(text):,} characters; a document has at most {LARGEST:,}")
    try:
        content = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(content, ensure_ascii=False).encode()  # what is half a character cannot be saved
    except ValueError:
        raise DocumentError("this is not a document of this program: not valid JSON") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DocumentError("this is not a document of this program")
    version = content.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise DocumentError(f"version: {refused(version, 'an integer from 1 on')}")
    if version > VERSION:
        raise DocumentError(f"version {version} was written by a newer program; this one reads up to {VERSION}")
    return content


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise DocumentError(f"{name}: {refused(value, 'an object')}")
    return value


def _known(values: Mapping[str, Any], owner: type[Parametrised]) -> None:
    unknown = sorted(set(values) - {p.name for p in owner.parameters()})
    if unknown:
        raise DocumentError(f"{unknown[0][:40]!r} is not a parameter that this program knows")


def _encoding(value: Any, supplied: Mapping[str, Weights] | None) -> Encoding:
    values = dict(_mapping(value, "encoding"))
    name = values.pop("id", None)
    if not isinstance(name, str) or name not in ENCODINGS:
        raise DocumentError(f"encoding: {refused(name, ', '.join(ENCODINGS))}")
    _known(values, ENCODINGS[name])
    found = {k: _table(v, supplied or {}) if isinstance(v, dict) else v for k, v in values.items()}
    return ENCODINGS[name](**found)


def _table(value: Any, supplied: Mapping[str, Weights]) -> Weights:
    digest = value.get("sha256")
    return supplied[digest] if isinstance(digest, str) and digest in supplied else weights_from_json(value)


def _options(value: Mapping[str, Any], supplied: Mapping[str, Weights] | None) -> FrozenMap:
    """The choices of each figure; the figures themselves check them."""
    chosen = {figure: _mapping(values, f"options of {shown(figure)}") for figure, values in value.items()}
    return FrozenMap({figure: FrozenMap(_with_tables(values, supplied)) for figure, values in chosen.items()})


def _with_tables(values: Mapping[str, Any], supplied: Mapping[str, Weights] | None) -> dict[str, Any]:
    """The same, with arrays in the place of what tells of them."""
    return {k: _table(v, supplied or {}) if isinstance(v, dict) and "sha256" in v else v for k, v in values.items()}


def _ranges(value: Mapping[str, Any]) -> FrozenMap:
    for panel, numbers in value.items():
        four = isinstance(numbers, list) and len(numbers) == 4
        if not four or not all(type(n) in (int, float) and abs(n) <= 1e12 for n in numbers):
            raise DocumentError(f"ranges of {shown(panel)}: {refused(numbers, 'four numbers, none beyond 1e12')}")
    return FrozenMap(value)
