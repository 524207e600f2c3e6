"""What a configuration says of a model's positions."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.weights import Weights
from pe_desktop.sources.error import SourceError, clean_name


@dataclass(frozen=True)
class Line:
    """A key of the file with its path (`text_config.rope_theta`), its value, and what it did, in words.

    A value that the file does not give, but the model's code, has its key in round brackets.
    """

    key: str
    value: str
    meaning: str


@dataclass(frozen=True)
class LearnedTable:
    """A table that training made: a configuration tells its shape, and only the checkpoint its numbers."""

    rows: int
    columns: int
    offset: int = 0

    @property
    def longest(self) -> int:
        """How many positions it has."""
        return self.rows - self.offset

    def filled(self, weights: Weights) -> Learned:
        """The encoding, with the numbers of the checkpoint. Raises `SourceError` when they have another shape."""
        if weights.shape != (self.rows, self.columns):
            given, wanted = (f"{rows} × {columns}" for rows, columns in (weights.shape, (self.rows, self.columns)))
            raise SourceError(weights.name, f"{given}, and the configuration says {wanted}", "choose another")
        return Learned(table=weights, offset=self.offset)


@dataclass(frozen=True)
class Layers:
    """Layers that have one encoding, by the name that the file gives them ("full_attention"); empty for all.

    `length` is the greatest number of positions that the file states, within what the encoding can show.
    """

    name: str
    encoding: Encoding | LearnedTable
    length: int

    @property
    def trained(self) -> int:
        """The length that the model was trained at before its context was extended."""
        before = self.encoding.trained if isinstance(self.encoding, Rope) else None
        return min(before or self.length, self.length)


@dataclass(frozen=True)
class Model:
    """A configuration's positions: of all its kinds of layers, those that see the whole context first.

    `used` says, key by key, what the file did; `unclear` names the keys, and the silence of the file, that this
    program cannot make sense of: in a sentence each, never guessed.
    """

    name: str
    architecture: str
    layers: tuple[Layers, ...]
    used: tuple[Line, ...]
    unclear: tuple[str, ...]

    def kind(self, name: str) -> Layers:
        """The layers of that name, spaces for its underscores allowed; without one, the first.

        Raises `SourceError`, with the names that there are.
        """
        found = [layers for layers in self.layers if name in ("", layers.name, layers.name.replace("_", " "))]
        if not found:
            names = ", ".join(layers.name for layers in self.layers if layers.name)
            remedy = f"choose one of {names}" if names else "leave it out: all its layers are alike"
            raise SourceError(self.name, f"no layers are called {clean_name(name)!r}", remedy)
        return found[0]

    @property
    def encoding(self) -> Encoding | LearnedTable:
        return self.layers[0].encoding

    @property
    def length(self) -> int:
        return self.layers[0].length
