"""How far lessons have been read, as it is kept in the settings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Memory:
    """places: by lesson, the step at which it was left, from 0. seen: how many of its steps have been shown.
    folder: where a person's own lessons are; empty when there are none."""

    places: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    folder: str = ""

    def visit(self, lesson: str, step: int) -> None:
        self.places[lesson] = step
        self.seen[lesson] = max(step + 1, self.seen.get(lesson, 0))


def memory_text(memory: Memory) -> str:
    return json.dumps(asdict(memory), ensure_ascii=False)


def memory_from(text: str) -> Memory:
    """What was kept; nothing is remembered where that cannot be read."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return Memory()
    if not isinstance(content, dict):
        return Memory()
    places, seen, folder = (content.get(name) for name in ("places", "seen", "folder"))
    return Memory(_counts(places), _counts(seen), folder if isinstance(folder, str) else "")


def _counts(content: Any) -> dict[str, int]:
    if not isinstance(content, dict):
        return {}
    return {id: count for id, count in content.items() if type(count) is int and 0 <= count < 1000}
