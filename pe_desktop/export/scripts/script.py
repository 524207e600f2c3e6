"""How a figure's numbers, and a picture of them, are written as code."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from pe_desktop.document import Document, View
from pe_desktop.engine.code import Code
from pe_desktop.engine.encoding import Encoding
from pe_desktop.export.request import Request
from pe_desktop.figure.figure import Figure


@dataclass(frozen=True)
class Scene:
    """A request as code sees it: encoding A alone, and what is chosen for its figure."""

    request: Request

    @cached_property
    def document(self) -> Document:
        document = self.request.document
        return document.replace(compare=None)

    @cached_property
    def view(self) -> View:
        return self.request.state.view.within(self.document)

    @property
    def encoding(self) -> Encoding:
        return self.document.encoding

    @property
    def length(self) -> int:
        return self.document.length

    @cached_property
    def options(self) -> Any:
        return self.request.picture.options(self.document)

    @cached_property
    def code(self) -> Code:
        return self.encoding.code(self.length)

    @cached_property
    def figure(self) -> Figure:
        """As the program draws it."""
        return self.request.picture.build(self.document, self.view)


@dataclass(frozen=True)
class Made:
    """Statements that define a figure's array from what its encoding's code defines.

    `exact`: whether to the last bit; else sums are taken in another order, or by another way.
    """

    source: str
    exact: bool = True
    agreement: str = "but for rounding, 1e-12 of the greatest"
    """How well the numbers agree where they are not exact."""
    before: str = ""
    """What the encoding's code needs besides the length."""
    length: int | None = None
    """Of the encoding's table, where it is another than the document's."""


class Script(ABC):
    """The code of one figure, in a file named after it."""

    array: ClassVar[str]
    """What the array is called that its files of numbers hold first."""

    tabulates: ClassVar[bool] = True
    """Whether its script makes the encoding's whole table."""

    @abstractmethod
    def numbers(self, scene: Scene) -> Made:
        """What makes the array."""

    def drawn(self, scene: Scene) -> Made:
        """What makes what is drawn: the array, unless that is more."""
        return self.numbers(scene)

    @abstractmethod
    def drawing(self, scene: Scene) -> str:
        """Statements that draw a picture with matplotlib, `figure`, from what is defined before."""


def named(name: str, expression: str) -> str:
    """Statements that give an expression a name, unless it is one."""
    return "" if name == expression else f"{name} = {expression}\n"
