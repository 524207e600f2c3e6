"""What the panel asks for, as new documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encoding import Encoding, Relative
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.kinds import Integer
from pe_desktop.engine.parameter import Parameter, ParameterError, Parametrised
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.model import Model

SECONDS = ("rope", "sinusoidal", "t5", "alibi", "rope2d", "sincos2d")
"""What is put beside an encoding, the first of them that the page can show."""


class Editing(QObject):
    """Edits the model's document: one parameter, another encoding, a comparison.

    What a person cannot see at the moment comes back when it can be seen again: an encoding's own
    parameters, B, and the length that a table of few rows had no room for.

    Signals:
    refused(message): the edit is not possible; the document is as it was.
    """

    refused = Signal(str)

    def __init__(self, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._left: dict[str, Encoding] = {}  # each encoding as it was left, the latest last
        self._second: Encoding | None = None  # B, as it was left
        self._wanted, self._capped = 0, 0  # the length before an encoding had no room for it, and what became of it

    def edit(self, scope: str, name: str, value: Any) -> None:
        """scope: document, a, b, view, or the id of a figure whose option it is."""
        if not self.has(scope, name):
            return
        try:
            self.change(scope, name, value)
        except ParameterError as error:
            self.refused.emit(str(error))

    def change(self, scope: str, name: str, value: Any) -> None:
        """As `edit`, of a parameter that there is. Raises ParameterError for what is not possible."""
        document, view = self._model.document, self._model.view
        if scope == "document":
            self._model.edit(document.replace(**{name: value}))
        elif scope == "view":
            self._model.look(view.replace(**{name: value}))
        elif scope in ("a", "b"):
            self._model.edit(self._with(scope, self.encoding(scope).replace(**{name: value})))
        else:
            changed = document.choosing(scope, **{name: value})
            PICTURES[scope].options(changed)
            self._model.edit(changed)

    def hold(self, on: bool) -> None:
        """All edits from here on are one step, until they no longer are."""
        if on:
            self._model.begin()
        else:
            self._model.finish()

    def reorder(self, figure: str, panel: str, start: float, end: float) -> None:
        """What stands at one place beside an axis of a panel goes to another place."""
        document, picture = self._model.document, PICTURES[figure]
        if picture.obstacle(document):
            return
        try:
            self._model.edit(picture.reordered(document, panel, start, end))
        except ParameterError as error:
            self.refused.emit(str(error))

    def has(self, scope: str, name: str) -> bool:
        """Whether there is such a parameter: an editor may outlive its own until the next redraw."""
        if scope == "b" and self._model.document.compare is None:
            return False
        return any(parameter.name == name for parameter in self.owner(scope).parameters())

    def owner(self, scope: str) -> Parametrised:
        """Whose parameters a scope names. Raises LookupError when it is not on the page."""
        if scope in PICTURES:
            options: Parametrised = PICTURES[scope].options(self._model.document)
            return options
        named: dict[str, Parametrised] = {"document": self._model.document, "view": self._model.view}
        return named.get(scope) or self.encoding(scope)

    def encoding(self, scope: str) -> Encoding:
        """A or B. Raises IndexError where there is no B."""
        return self._model.document.encodings["ab".index(scope)]

    def choose_encoding(self, which: int, id: str) -> None:
        if which and self._model.document.compare is None:
            return
        before = self.encoding("ab"[which])
        if id != before.id:
            self._leave(before)
            self.show_encoding("ab"[which], inheriting(ENCODINGS[id], self._left.values()))

    def show_page(self, page: str) -> None:
        """Another page; where it cannot show the encoding, with the one that it showed last, or its own."""
        document = self._model.document.replace(page=page)
        if document == self._model.document:
            return
        if not PAGES[page].serves(document.encoding):
            self._leave(document.encoding)
            document = self._showing(self._served_by(page), document.compare).replace(page=page)
        self._model.step(document)

    def _served_by(self, page: str) -> Encoding:
        """What a page can show: of all encodings the one that was left last, or else its own."""
        left = [encoding for encoding in self._left.values() if PAGES[page].serves(encoding)]
        return left[-1] if left else inheriting(ENCODINGS[PAGES[page].encoding], self._left.values())

    def _leave(self, encoding: Encoding) -> None:
        self._left.pop(encoding.id, None)
        self._left[encoding.id] = encoding

    def show_encoding(self, scope: str, encoding: Encoding) -> None:
        """This encoding as A or B, on a page that can show A."""
        document = self._with(scope, encoding)
        if document.page in PAGES and not PAGES[document.page].serves(document.encoding):
            page = next((page.id for page in PAGES.values() if page.serves(document.encoding)), document.page)
            document = document.replace(page=page)
        self._model.step(document)

    def reset(self, scope: str, name: str) -> None:
        if not self.has(scope, name):
            return
        default = type(self.owner(scope)).parameter(name).default
        if name == "length":
            default = min(default, self._model.document.longest)
        self._model.finish()
        self.edit(scope, name, default)

    def reset_all(self) -> None:
        """Every parameter at its default; the encodings, and whether two are compared, stay."""
        document = self._model.document
        fresh = [type(encoding)() for encoding in document.encodings]
        blank = Document(page=document.page)
        self._model.step(blank.showing(fresh[0], fresh[1] if len(fresh) > 1 else None))

    def compare(self, on: bool) -> None:
        document = self._model.document
        if on == (document.compare is not None):
            return
        second = self._second
        if second is None or not _comparable(document, second):
            seconds = (inheriting(ENCODINGS[id], [document.encoding]) for id in SECONDS if id != document.encoding.id)
            second = next((encoding for encoding in seconds if _comparable(document, encoding)), document.encoding)
        self._second = document.compare
        self._model.step(self._showing(document.encoding, second if on else None))

    def toggle_compare(self) -> None:
        self.compare(self._model.document.compare is None)

    def copy_a_to_b(self) -> None:
        document = self._model.document
        if document.compare is not None:
            self._model.step(self._showing(document.encoding, document.encoding))

    def swap(self) -> None:
        document = self._model.document
        if document.compare is not None:
            self._model.step(self._showing(document.compare, document.encoding))

    def _with(self, scope: str, encoding: Encoding) -> Document:
        """The document with another A or B."""
        document = self._model.document
        if scope == "b":
            return self._showing(document.encoding, encoding)
        return self._showing(encoding, document.compare)

    def _showing(self, encoding: Encoding, compare: Encoding | None) -> Document:
        """These encodings, at the length that was last asked for, or as near to it as they have positions for."""
        document = self._model.document
        wanted = self._wanted if document.length == self._capped else document.length
        shown = document.showing(encoding, compare)
        shown = shown.replace(length=max(min(wanted, shown.longest), shown.shortest))
        self._wanted, self._capped = wanted, shown.length if shown.length != wanted else 0
        return shown


def _comparable(document: Document, second: Encoding) -> bool:
    """Whether the page shows it beside another."""
    page = PAGES.get(document.page)
    return page is None or page.compares(second)


def shown_options(state: State, figures: Iterable[str]) -> list[tuple[str, Parameter, Any]]:
    """The options of the figures on the page, and what is turned of the view: figure or `view`, parameter, value."""
    document, view = state.document, state.view.within(state.document)
    shown = []
    for figure in figures:
        picture = PICTURES[figure]
        if not picture.refusal(document.encoding):
            options = picture.options(document)
            shown += [(figure, p, getattr(options, p.name)) for p in options.counting()]
            shown += [("view", _limited(View.parameter(n), document), getattr(view, n)) for n in picture.turned]
    return shown


def _limited(parameter: Parameter, document: Document) -> Parameter:
    """The parameter with no more heads than there are."""
    a = document.encoding
    return (
        replace(parameter, kind=Integer(0, a.num_heads - 1))
        if parameter.name == "head" and isinstance(a, Relative)
        else parameter
    )


def inheriting(made: type[Encoding], left: Iterable[Encoding]) -> Encoding:
    """An encoding of which each parameter has the value that it, or the same one of another, had last."""
    values: dict[str, Any] = {}
    for encoding in left:
        values |= encoding.values() if type(encoding) is made else _shared(made, encoding)
    try:
        return made(**values)
    except ParameterError:
        return made()


def _shared(made: type[Encoding], before: Encoding) -> dict[str, Any]:
    """The values that parameters of the one take over from the other, by name or alias."""
    values, shared = before.values(), {}
    for parameter in made.parameters():
        names = {parameter.name, *parameter.aliases}
        for other in before.parameters():
            if names & {other.name, *other.aliases} and type(other.kind) is type(parameter.kind):
                shared[parameter.name] = values[other.name]
    return shared
