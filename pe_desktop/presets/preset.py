"""What a preset is."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.document import State, View

SIGNATURE = "Signature figures"
MODELS = "Models"


@dataclass(frozen=True)
class Preset:
    """A state with a name. `figure` is the one that it is known for; `source` says whose it is, and what it shows."""

    id: str
    label: str
    group: str
    figure: str
    source: str
    state: State


def looking(position: float, key: float = 0.0, dimension: int = 0) -> View:
    return View(position=position, key=key, dimension=dimension)
