"""A program of those statements that its end needs, in lines as ruff formats them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

WIDTH = 88
MAKERS = ("arange", "array")
"""Functions of NumPy that make a list of numbers out of numbers."""


@dataclass(frozen=True)
class Statement:
    """A statement of the outermost level, with the comments above it."""

    text: str
    node: ast.stmt

    @property
    def is_function(self) -> bool:
        return isinstance(self.node, ast.FunctionDef)

    @cached_property
    def given(self) -> bool:
        """Whether it only gives a name to a number, a text or a list of numbers."""
        if not isinstance(self.node, ast.Assign) or self.changed:
            return False
        value = self.node.value
        made = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in MAKERS
        return _names(value, ast.Load) <= ({"np"} if made else set())

    @cached_property
    def bound(self) -> set[str]:
        """The names that it defines anew."""
        if isinstance(self.node, ast.FunctionDef):
            return {self.node.name}
        return {target.id for target in self._targets() if isinstance(target, ast.Name)}

    @cached_property
    def changed(self) -> set[str]:
        """The names of what it changes a part of."""
        parts = (target.value for target in self._targets() if isinstance(target, ast.Subscript))
        return {part.id for part in parts if isinstance(part, ast.Name)}

    @cached_property
    def used(self) -> set[str]:
        names = _names(self.node, ast.Load)
        if isinstance(self.node, ast.FunctionDef):
            return names - _names(self.node, ast.Store) - {argument.arg for argument in self.node.args.args}
        return names | (self.bound if isinstance(self.node, ast.AugAssign) else set())

    def _targets(self) -> Iterator[ast.expr]:
        targets: list[ast.expr] = []
        if isinstance(self.node, ast.Assign):
            targets = self.node.targets
        elif isinstance(self.node, ast.AugAssign):
            targets = [self.node.target]
        for target in targets:
            yield from target.elts if isinstance(target, ast.Tuple) else [target]


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, context)}


def statements(source: str) -> list[Statement]:
    lines, found, done = source.splitlines(), [], 0
    for node in ast.parse(source).body:
        assert node.end_lineno is not None
        numbered = enumerate(lines[done : node.end_lineno], done + 1)
        text = "\n".join(line for number, line in numbered if line or number >= node.lineno)
        found.append(Statement(text, node))
        done = node.end_lineno
    return found


def needed(source: str, end: Sequence[Statement], *names: str) -> list[Statement]:
    """Those statements of a source that an end needs to run, or names to be defined."""
    wanted = set(names)
    kept: list[Statement] = []
    for statement in reversed(end):
        wanted = (wanted - statement.bound) | statement.used
    for statement in reversed(statements(source)):
        if (statement.bound | statement.changed) & wanted:
            wanted = (wanted - statement.bound) | statement.used
            kept.insert(0, statement)
    return kept


def ordered(kept: Sequence[Statement]) -> tuple[list[Statement], list[Statement], list[Statement]]:
    """Functions that need nothing but each other; what is given once; and the rest."""
    free = {"np", *(name for s in kept if s.is_function and s.used <= {"np", *_functions(kept)} for name in s.bound)}
    functions = [s for s in kept if s.is_function and s.used <= free]
    times = [name for s in kept for name in s.bound | s.changed]
    given = [s for s in kept if s.given and all(times.count(name) == 1 for name in s.bound)]
    return functions, given, [s for s in kept if s not in functions and s not in given]


def _functions(kept: Sequence[Statement]) -> set[str]:
    return {name for s in kept if s.is_function for name in s.bound} | set(_BUILT_IN)


_BUILT_IN = ("float",)


def written(head: str, *parts: Sequence[Statement]) -> str:
    """The program: comments and imports, then the parts, each apart from the one before."""
    lines = [head.rstrip("\n")]
    before: Statement | None = None
    for part in parts:
        for i, statement in enumerate(part):
            apart = statement.is_function or (before is not None and before.is_function)
            lines += [""] * (2 if apart else 1 if i == 0 else 0)
            lines.append(statement.text)
            before = statement
    return "\n".join(lines) + "\n"


def indented(source: str) -> str:
    """As the body of a function."""
    return "".join(f"    {line}\n" for line in source.splitlines())


def call(function: str, literal: str) -> str:
    """A call with one literal, on lines of its own where it is too long."""
    line = f"{function}({literal})\n"
    return line if len(line) - 1 <= WIDTH else f"{function}(\n    {literal}\n)\n"
