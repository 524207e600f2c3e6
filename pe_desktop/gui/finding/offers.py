"""All that can be chosen by name, as one list: made anew from what the program has whenever it is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QKeySequence

from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.parameter import Parameter, ParameterError
from pe_desktop.figure.pages import PAGES, page_of
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.editors import Editor
from pe_desktop.gui.finding.matching import rank, rank_words
from pe_desktop.gui.menus import NEEDS
from pe_desktop.gui.widgets.numbers import number_text
from pe_desktop.presets import PRESETS

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

_KINDS = {"page": "Page", "preset": "Preset"}
_ELSEWHERE = "fill"  # actions of figures are offered as figures, of every page


@dataclass(frozen=True)
class Offer:
    """What a person can choose.

    `beside` is a shortcut or a value, `about` a line that explains it, `words` what else it is found by. `refusal`
    says why it is not possible now; `sure` that a person has named exactly this.
    """

    id: str
    kind: str
    text: str
    run: Callable[[], object]
    beside: str = ""
    about: str = ""
    words: str = ""
    refusal: str = ""
    sure: bool = False


def offers(window: MainWindow) -> tuple[Offer, ...]:
    """Parameters and commands first, as these are what a person has at hand; presets, which are many, last."""
    actions = tuple(_actions(window))
    return (
        *map(partial(_parameter, window), *zip(*window.panel.editors(), strict=True)),
        *(offer for offer in actions if offer.kind != "Preset"),
        *_encodings(window),
        *(_figure(window, id) for id in PICTURES),
        *_lessons(window),
        *(offer for offer in actions if offer.kind == "Preset"),
    )


def matching(typed: str, known: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Those that fit, best first; in the order that they have where they fit alike."""
    ranked = [(_rank(typed, offer), offer) for offer in known]
    fitting = [(place, offer) for place, offer in ranked if place is not None]
    return tuple(offer for _, offer in sorted(fitting, key=lambda pair: pair[0]))


def _rank(typed: str, offer: Offer) -> tuple[int, int] | None:
    """By its name before by its other words."""
    ways = (rank(typed, offer.text), rank_words(typed, f"{offer.text} {offer.words}"))
    return min(((found, way) for way, found in enumerate(ways) if found is not None), default=None)


# Actions of the menus: commands, pages and presets


def _actions(window: MainWindow) -> Iterator[Offer]:
    for id, action in window.actions_by_id.items():
        kind = id.partition("-")[0]
        if kind != _ELSEWHERE or id == "fill-none":
            yield _action(id, _KINDS.get(kind, "Command"), action)


def _action(id: str, kind: str, action: QAction) -> Offer:
    preset = PRESETS.get(id.removeprefix("preset-")) if kind == "Preset" else None
    text = re.sub("&(.)", r"\1", action.text()).removeprefix("Page ")
    needs = "" if action.isEnabled() else str(action.property(NEEDS) or "not possible now")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    about, words = (preset.source, f"{preset.id} {preset.group}") if preset else ("", f"{kind} {id}")
    return Offer(f"action.{id}", kind, text, action.trigger, keys, about, words, needs)


# Parameters


def _parameter(window: MainWindow, scope: str, editor: Editor) -> Offer:
    parameter = editor.parameter
    value = _shown(editor.value(), parameter)
    return Offer(
        f"parameter.{scope}.{parameter.name}",
        "Parameter",
        _name(scope, editor),
        partial(window.panel.reveal, scope, parameter.name),
        f"{value} {parameter.unit}".strip() if len(value) < 40 else f"{value[:39]}…",
        f"{parameter.help}: {parameter.kind.allowed()}",
        f"{scope} {parameter.label} {' '.join(parameter.aliases)}",
        "" if editor.isEnabled() else "it follows from other parameters",
    )


def _shown(value: Any, parameter: Parameter) -> str:
    """As the panel writes it: numbers in groups of three."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number_text(value) if number else parameter.kind.written(value)


def _name(scope: str, editor: Editor) -> str:
    name = editor.parameter.label
    if scope in PICTURES:
        return f"{name} of {PICTURES[scope].title}"
    return f"{name} of B" if scope == "b" else name


def settings(window: MainWindow, typed: str) -> tuple[Offer, ...]:
    """What `d_model 256` or `length=4096` asks for: a parameter of that name at that value; `b.base` is that of B."""
    made = []
    for scope, editor in window.panel.editors():
        value = _value(typed, scope, editor)
        if value:
            made.append(_setting(window, scope, editor, value))
    return tuple(made)


def _value(typed: str, scope: str, editor: Editor) -> str:
    """What stands behind the parameter's name; empty where that does not stand first."""
    prefix, parameter = "b." if scope == "b" else "", editor.parameter
    for name in (parameter.name, parameter.label, *parameter.aliases):
        pattern = re.escape(prefix + name).replace("_", "[_ -]") + r"(?:\s*[=:]\s*|\s+)(\S.*)"
        if found := re.fullmatch(pattern, typed.strip(), re.IGNORECASE):
            return found[1].strip()
    return ""


def _setting(window: MainWindow, scope: str, editor: Editor, text: str) -> Offer:
    parameter, name = editor.parameter, _name(scope, editor)
    run: Callable[[], object] = _nothing
    refusal, shown = "", text
    try:
        value = editor.parse(text)
        shown = _shown(value, parameter)
        run = partial(_set, window, scope, parameter.name, value)
    except ParameterError as error:
        refusal = str(error)
    now = f"now {_shown(editor.value(), parameter)}"
    about = f"{parameter.help}: {parameter.kind.allowed()}"
    id = f"parameter.{scope}.{parameter.name}"
    return Offer(id, "Parameter", f"{name} = {shown}", run, now, about, "", refusal, sure=True)


def _set(window: MainWindow, scope: str, name: str, value: Any) -> None:
    """One step to undo. Raises ParameterError for what does not fit the rest of the document."""
    window.model.finish()
    window.editing.change(scope, name, value)


def _nothing() -> None:
    """What cannot be chosen does nothing."""


# Encodings, figures and lessons


def _encodings(window: MainWindow) -> Iterator[Offer]:
    document = window.model.document
    for which, shown in enumerate(document.encodings):
        of = f" as {'AB'[which]}" if len(document.encodings) > 1 else ""
        for id, encoding in ENCODINGS.items():
            run = partial(window.editing.choose_encoding, which, id)
            beside = "shown" if id == shown.id else encoding.family
            yield Offer(f"encoding.{which}.{id}", "Encoding", encoding.label + of, run, beside, encoding.summary, id)


def _figure(window: MainWindow, id: str) -> Offer:
    picture, document = PICTURES[id], window.model.document
    page = PAGES[page_of(id, document.page)]
    shown = id in page.figures
    run = partial(fill_page, window, page.id, id) if shown else partial(window.ask_export, id)
    beside = f"page {page.label}" if shown else "export"
    refusal = picture.refusal(document.encoding) if page.serves(document.encoding) else ""  # else it brings its own
    return Offer(f"figure.{id}", "Figure", picture.title, run, beside, picture.subtitle, id, refusal)


def fill_page(window: MainWindow, page: str, figure: str) -> None:
    """Let a figure fill its page, in front."""
    window.editing.show_page(page)
    window.redraw()
    window.page.fill(figure)


def _lessons(window: MainWindow) -> Iterator[Offer]:
    course = window.lessons.course
    for lesson in (*course.lessons, *course.own.lessons):
        read = partial(window.lessons.read, lesson)
        yield Offer(f"lesson.{lesson.id}", "Lesson", lesson.title, read, "", lesson.summary, "lesson")
