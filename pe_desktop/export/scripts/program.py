"""A program of those statements that its end needs, in lines as ruff formats them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

WIDTH = 88


@dataclass(frozen=True)
class Statement:
    """A statement of the outermost level, with the comments above it."""

    text: str
    node: ast.stmt

    @property
    def apart(self) -> bool:
        """Whether it stands two lines away from its neighbours."""
        return isinstance(self.node, ast.FunctionDef)

    @property
    def given(self) -> bool:
        """Whether it only gives a name to a number or a list of numbers."""
        return isinstance(self.node, ast.Assign) and not any(isinstance(n, ast.Name) for n in ast.walk(self.node.value))

    @property
    def bound(self) -> set[str]:
        """The names that it defines anew."""
        if isinstance(self.node, ast.FunctionDef):
            return {self.node.name}
        return {n.id for n in self._targets() if isinstance(n, ast.Name)}

    @property
    def changed(self) -> set[str]:
        """The names of what it changes a part of."""
        parts = (n.value for n in self._targets() if isinstance(n, ast.Subscript))
        return {n.id for n in parts if isinstance(n, ast.Name)}

    @property
    def used(self) -> set[str]:
        names = {n.id for n in ast.walk(self.node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        return names | (self.bound if isinstance(self.node, ast.AugAssign) else set())

    def _targets(self) -> Iterator[ast.expr]:
        targets: list[ast.expr] = []
        if isinstance(self.node, ast.Assign):
            targets = self.node.targets
        elif isinstance(self.node, ast.AugAssign):
            targets = [self.node.target]
        for target in targets:
            yield from target.elts if isinstance(target, ast.Tuple) else [target]


def statements(source: str) -> list[Statement]:
    lines, found, done = source.splitlines(), [], 0
    for node in ast.parse(source).body:
        assert node.end_lineno is not None
        text = "\n".join(
            line for i, line in enumerate(lines[done : node.end_lineno], done + 1) if line or i >= node.lineno
        )
        found.append(Statement(text, node))
        done = node.end_lineno
    return found


def needed(source: str, end: str, *names: str) -> list[Statement]:
    """Those statements of a source that an end needs to run, or names to be defined; then the end."""
    last = statements(end)
    wanted, kept = set(names), list(last)
    for statement in reversed(last):
        wanted = (wanted - statement.bound) | statement.used
    for statement in reversed(statements(source)):
        if (statement.bound | statement.changed) & wanted:
            wanted = (wanted - statement.bound) | statement.used
            kept.insert(0, statement)
    return kept


def written(head: str, kept: list[Statement]) -> str:
    """The program: imports or comments first, then what is given, then the rest."""
    parts = [head.rstrip("\n")]
    for before, statement in zip([None, *kept], kept, strict=False):
        if statement.apart or (before is not None and before.apart):
            parts.append("\n\n")
        elif before is None or (before.given and not statement.given):
            parts.append("\n")
        parts.append(statement.text)
    lines = "\n".join(part.removesuffix("\n") if part.strip() else part[1:] for part in parts)
    return lines + "\n"


def indented(source: str) -> str:
    """As the body of a function."""
    return "".join(f"    {line}\n" if line else "\n" for line in source.splitlines())


def call(function: str, literal: str) -> str:
    """A call with one literal, on lines of its own where it is too long."""
    line = f"{function}({literal})\n"
    return line if len(line) - 1 <= WIDTH else f"{function}(\n    {literal}\n)\n"
