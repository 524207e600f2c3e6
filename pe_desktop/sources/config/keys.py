"""The keys of a configuration: each is checked when it is asked for, and it is kept what it was asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pe_desktop.engine.kinds import Choice, Flag, Integer, Integers, Kind, Real, Reals
from pe_desktop.engine.refused import ParameterError
from pe_desktop.engine.scaled_rotary import LONGEST_SAID
from pe_desktop.sources.config.model import Line
from pe_desktop.sources.error import SourceError, clean_name

REMEDY = "correct the file, or choose the settings by hand"
_OF_POSITIONS = re.compile(
    r"rope|rotary|position|alibi|relative_att|bucket|yarn|ntk|mscale|inv_freq|theta|temperature_tuning|scaling_beta|"
    r"^(n_ctx|seq_length|max_seq_len|max_sequence_length|model_max_length|beta_fast|beta_slow|(long|short)_factor)$"
)


class Keys:
    """One object of a configuration. All values that it gives are checked; null counts as not there.

    Raises `SourceError` for a value of the wrong kind, with the key's path and what is allowed.
    """

    def __init__(
        self, file: str, content: Mapping[str, Any], path: str = "", log: dict[str, Line] | None = None
    ) -> None:
        self.file, self.path = file, path
        self._content = content
        self._log: dict[str, Line] = {} if log is None else log

    @property
    def lines(self) -> tuple[Line, ...]:
        """What was asked for so far, in the whole file."""
        return tuple(self._log.values())

    def has(self, *keys: str) -> bool:
        """Whether one of them is there."""
        return any(self._content.get(key) is not None for key in keys)

    def first(self, *keys: str) -> str:
        """The first of several spellings that is there, or else the first."""
        return next((key for key in keys if self.has(key)), keys[0])

    def get(self, key: str, kind: Kind, meaning: str) -> Any:
        """A value, or None. `meaning` says in words what it does."""
        if key not in self._content:
            return None
        value = self._content[key]
        self.note(key, "not set" if value is None else meaning)
        return None if value is None else self._checked(key, kind, value)

    def integer(self, key: str, meaning: str, low: int = 1, high: int = LONGEST_SAID) -> int | None:
        value: int | None = self.get(key, Integer(low, high), meaning)
        return value

    def real(self, key: str, meaning: str, low: float = 0.0, high: float = 1e9) -> float | None:
        value: float | None = self.get(key, Real(low, high), meaning)
        return value

    def flag(self, key: str, meaning: str) -> bool | None:
        value: bool | None = self.get(key, Flag(), meaning)
        return value

    def word(self, key: str, options: tuple[str, ...], meaning: str) -> str | None:
        value: str | None = self.get(key, Choice(options), meaning)
        return value

    def reals(self, key: str, meaning: str) -> tuple[float, ...]:
        return self.get(key, Reals(1e-3, 1e6, 8192), meaning) or ()

    def integers(self, key: str, meaning: str, longest: int = 64) -> tuple[int, ...]:
        return self.get(key, Integers(0, LONGEST_SAID, longest), meaning) or ()

    def length(self, keys: tuple[str, ...], meaning: str, low: int = 1) -> int | None:
        """The first of several lengths that is there; others beside it have no effect."""
        found = [key for key in keys if self.has(key)]
        for key in found[1:]:
            self.note(key, f"has no effect beside {found[0]}")
        return self.integer(found[0], meaning, low) if found else None

    def is_list(self, key: str) -> bool:
        return isinstance(self._content.get(key), list)

    def needed(self, value: Any, *keys: str) -> Any:
        """The value, which must be there."""
        if value is None:
            wrong = f"{self._at(keys[0])} is not in it, and {self.kind or 'its model_type'} says nothing in its place"
            raise SourceError(self.file, wrong, REMEDY)
        return value

    def default(self, key: str, value: Any, meaning: str) -> None:
        """Keeps in mind a value that the model's code gives, not the file."""
        path = f"({self._at(key)})"
        self._log[path] = Line(path, _shown(value), meaning)

    def note(self, key: str, meaning: str) -> None:
        """Keeps in mind what a key did."""
        path = self._at(key)
        self._log[path] = Line(path, _shown(self._content.get(key)), meaning)

    def inner(self, key: str) -> Keys | None:
        """An object within, or None."""
        value = self._content.get(key)
        if key in self._content and value is None:
            self.note(key, "not set")
        return Keys(self.file, value, self._at(key), self._log) if isinstance(value, dict) else None

    def inners(self) -> dict[str, Keys] | None:
        """All objects within by name, where there is nothing else."""
        found = {clean_name(key): self.inner(key) for key in self._content}
        return {name: inner for name, inner in found.items() if inner} if found and all(found.values()) else None

    @property
    def kind(self) -> str:
        """The model_type, as it stands; empty where it is none."""
        value = self._content.get("model_type")
        return clean_name(value) if isinstance(value, str) else ""

    def text(self, key: str) -> str:
        """A text, or the first of a list of them, safe to show; empty where there is none."""
        value = self._content.get(key)
        first = value[0] if isinstance(value, list) and value else value
        return clean_name(first) if isinstance(first, str) else ""

    def unused(self) -> Iterator[str]:
        """The paths of keys that speak of positions, and that nobody asked for."""
        for key, value in self._content.items():
            path = self._at(key)
            if isinstance(value, dict):
                yield from Keys(self.file, value, path, self._log).unused()
            elif value is not None and path not in self._log and _OF_POSITIONS.search(key):
                yield f"{clean_name(path)} = {_shown(value)}"

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _checked(self, key: str, kind: Kind, value: Any) -> Any:
        try:
            return kind.check(self._at(key), value)
        except ParameterError as error:
            raise refused(self.file, error) from None


def refused(file: str, error: ParameterError) -> SourceError:
    """A value that no encoding takes, as a fault of the file."""
    given = _shown(error.given)
    return SourceError(file, f"{clean_name(error.name)} is {given}", f"allowed is {error.allowed}")


def _shown(value: Any) -> str:
    """A value as it stands in the file, cut where it is long."""
    if isinstance(value, list | tuple) and len(value) > 6:
        return f"[{', '.join(map(_shown, value[:3]))}, … {len(value):,} in all]"
    return clean_name(value if isinstance(value, str) else json.dumps(value, default=str))
