"""What was chosen when a figure was last exported, by format: a text among the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

LONGEST = 400  # characters of a remembered value


@dataclass(frozen=True)
class Memory:
    """The last format, and the texts of the choices for each, by parameter; `shared` counts where a format has none."""

    format: str = ""
    formats: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)

    def choices(self, format: str) -> Mapping[str, str] | None:
        """Those of a format; None where there are none."""
        return self.formats.get(format, self.shared or None)

    def remembering(self, format: str, choices: Mapping[str, str]) -> Memory:
        return replace(self, format=format, formats={**self.formats, format: dict(choices)})

    def written(self) -> str:
        content = {"format": self.format, "formats": self.formats}
        return json.dumps({**content, "shared": self.shared} if self.shared else content, sort_keys=True)


def read_memory(text: str) -> Memory:
    """What `written` gave, or what earlier versions kept: choices for all formats. Nothing of a damaged text."""
    try:
        content = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return Memory()
    if not isinstance(content, dict):
        return Memory()
    format = content.get("format")
    known = format if isinstance(format, str) else ""
    if "formats" not in content:
        return Memory(known, {}, _earlier(content))
    formats = content["formats"] if isinstance(content["formats"], dict) else {}
    return Memory(known, {name: _texts(each) for name, each in formats.items()}, _texts(content.get("shared")))


def _texts(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {name: text[:LONGEST] for name, text in pairs if isinstance(text, str)}


def _earlier(content: Mapping[str, Any]) -> dict[str, str]:
    """A size that was typed stood beside an empty one, and switches were no texts."""
    sized = {**content, "size": content.get("size") or content.get("other")}
    words = {name: str(value).lower() if isinstance(value, bool) else value for name, value in sized.items()}
    return {name: text for name, text in _texts(words).items() if name not in ("format", "other")}
