"""Errors that leave a method which Qt has called."""

from __future__ import annotations

import sys
from functools import update_wrapper
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject

_WHOLE = "_errors_are_whole"


def make_errors_whole() -> None:
    """Let every error that leaves an override of one of Qt's methods reach `sys.excepthook`.

    Before Python 3.12 an error that is raised in C, such as that of an index out of range, becomes an object only in
    a frame that could catch it. PySide (6.8 to 6.11 were tried) takes it for an object wherever it leaves an override,
    and the process ends with SIGSEGV. So each override is called in a frame that could catch what it raises. Classes
    that are there are treated now, others when they are made.
    """
    if sys.version_info >= (3, 12) or hasattr(QObject, _WHOLE):
        return
    setattr(QObject, _WHOLE, True)
    setattr(QObject, "__init_subclass__", classmethod(_made))  # noqa: B010, to mypy a method is no variable
    _treat_below(QObject)


def _made(cls: type[QObject], /, **arguments: Any) -> None:
    super(QObject, cls).__init_subclass__(**arguments)
    _treat(cls)


def _treat_below(cls: type) -> None:
    found: list[type] = type.__subclasses__(cls)
    for below in found:
        _treat(below)
        _treat_below(below)


def _treat(cls: type) -> None:
    """Its overrides, and those of the classes of Python that it is made of."""
    of_qt = [base for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    for owner in cls.__mro__:
        if owner in of_qt or owner is object:
            continue
        for name, method in list(vars(owner).items()):
            own = isinstance(method, FunctionType) and not name.startswith("__") and not hasattr(method, _WHOLE)
            if own and any(name in vars(base) for base in of_qt):
                setattr(owner, name, _catching(method))


def _catching(method: FunctionType) -> FunctionType:
    """The same, in a frame that could catch what it raises. With the same parameters: PySide counts those of a slot."""
    code = method.__code__
    if code.co_kwonlyargcount or code.co_flags & (CO_VARARGS | CO_VARKEYWORDS):
        return method  # nothing that Qt calls has such
    names = ", ".join(code.co_varnames[: code.co_argcount])
    made: dict[str, Any] = {"method": method}
    exec(f"def called({names}):\n try:\n  return method({names})\n except BaseException:\n  raise", made)
    called: FunctionType = made["called"]
    update_wrapper(called, method)
    called.__defaults__ = method.__defaults__
    setattr(called, _WHOLE, True)
    return called
