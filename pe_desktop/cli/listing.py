"""`pe-desktop list`: what there is, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from pe_desktop.cli.arguments import FAMILIES, Parser
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.parameter import Parameter
from pe_desktop.figure.flags import OF_B, one_of
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.lessons.library import bundled
from pe_desktop.presets import PRESETS

Thing = dict[str, Any]

DESCRIPTION = (
    "Say which encodings, figures, presets, parameters and lessons there are; all of them unless one kind is chosen."
)


def list_things(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    chosen = [one_of("list", given["kind"], KINDS)] if "kind" in given else list(KINDS)
    things = {kind: KINDS[kind]() for kind in chosen}
    print(_as_json(things) if given.get("--json") else _as_text(things))
    return 0


def parser() -> Parser:
    made = Parser("list", DESCRIPTION)
    made.add_argument("kind", nargs="?", metavar="|".join(KINDS))
    made.add_argument("--json", dest="--json", action="store_true", help="a list of objects, each with its id")
    return made


def encodings() -> list[Thing]:
    return [
        {
            "id": id,
            "label": encoding.label,
            "summary": encoding.summary,
            "source": encoding.source,
            "parameters": [described(p) for p in encoding.parameters()],
            "figures": [picture.id for picture in PICTURES.values() if not picture.refusal(encoding())],
        }
        for id, encoding in ENCODINGS.items()
    ]


def figures() -> list[Thing]:
    return [
        {
            "id": id,
            "label": picture.title,
            "summary": picture.subtitle,
            "explanation": picture.explanation,
            "formula": picture.formula,
            "source": picture.source,
            "attempt": picture.attempt,
            "axes": list(picture.axes),
            "parameters": [described(p) for p in picture.Options.parameters()],
            "encodings": [e for e, encoding in ENCODINGS.items() if not picture.refusal(encoding())],
        }
        for id, picture in PICTURES.items()
    ]


def presets() -> list[Thing]:
    return [
        {"id": id, "label": p.label, "group": p.group, "figure": p.figure, "source": p.source}
        for id, p in PRESETS.items()
    ]


def parameters() -> list[Thing]:
    """Every parameter once, by name, with all that have it; ranges that differ stand with the encodings."""
    things: dict[str, Thing] = {}
    for family in FAMILIES:
        if family.prefix == OF_B:
            continue
        for owner, declared in family.of.items():
            for parameter in declared.parameters():
                things.setdefault(parameter.name, {**described(parameter), "of": []})["of"].append(owner)
    return list(things.values())


def lessons() -> list[Thing]:
    return [
        {
            "id": id,
            "label": lesson.title,
            "summary": lesson.summary,
            "steps": [{"label": step.title, "figure": step.figure} for step in lesson.steps],
        }
        for id, lesson in bundled().items()
    ]


def described(parameter: Parameter) -> Thing:
    """A parameter with its limits: `minimum`, `maximum`, `multiple` or `options`, where it has them."""
    kind = parameter.kind
    limits = {f.name: getattr(kind, f.name) for f in fields(kind) if f.name not in ("type", "what")}
    return {
        "id": parameter.name,
        "flags": list(parameter.flags),
        "label": parameter.label,
        "unit": parameter.unit,
        "help": parameter.help,
        "formula": parameter.formula,
        "default": _plain(parameter, parameter.default),
        "allowed": kind.allowed(),
        "when": parameter.when and {"parameter": parameter.when[0], "values": list(parameter.when[1])},
        **limits,
    }


def _plain(parameter: Parameter, value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str | tuple) else parameter.kind.written(value)


KINDS: dict[str, Callable[[], list[Thing]]] = {
    "encodings": encodings,
    "figures": figures,
    "presets": presets,
    "parameters": parameters,
    "lessons": lessons,
}


def _as_json(things: dict[str, list[Thing]]) -> str:
    return json.dumps([thing for kind in things.values() for thing in kind], indent=2)


def _as_text(things: dict[str, list[Thing]]) -> str:
    blocks = []
    for kind, found in things.items():
        width = max(len(thing["id"]) for thing in found)
        lines = [f"  {thing['id']:{width}}  {_line(thing)}" for thing in found]
        blocks.append("\n".join([f"{kind}:", *lines]))
    return "\n\n".join(blocks)


def _line(thing: Thing) -> str:
    if "flags" in thing:
        return f"{', '.join(thing['flags'])}: {thing['help']} ({thing['allowed']}; {', '.join(thing['of'])})"
    if "steps" in thing:
        return f"{thing['label']}: {thing['summary']} ({len(thing['steps'])} steps)"
    if "figure" in thing:
        return f"{thing['label']} [{thing['figure']}]"
    flags = ", ".join(parameter["flags"][0] for parameter in thing["parameters"])
    return f"{thing['label']}: {thing['summary']}" + (f" [{flags}]" if flags else "")
