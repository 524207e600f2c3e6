"""JSON from outside: one object, each key once, finite numbers of a sane size, nested only so deep."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from math import isfinite
from typing import Any

from pe_desktop.sources.error import SourceError

DIGITS = 30
DEPTH = 60
_LONG = re.compile(rb"[0-9]{%d}" % (DIGITS + 1))


class _Refused(ValueError):
    """What is wrong with the text, as it stands in the message."""


def strict_object(name: str, data: bytes, most: int, remedy: str) -> dict[str, Any]:
    """The object that `data` is the UTF-8 text of, with at most `most` values in all.

    Python's own reader would take a key twice, nan, integers of thousands of digits and half characters, and a
    short text could fill the memory. Raises `SourceError` with what is wrong, and `remedy`.
    """
    try:
        if data.count(b",") + data.count(b"[") + data.count(b"{") > most:  # each value costs one of these
            raise _Refused(f"its JSON holds more than {most:,} values")
        content = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=_constant,
            parse_int=_integer if _LONG.search(data) else None,
            parse_float=_real,
        )
        if not isinstance(content, dict):
            raise _Refused("its JSON is not an object in braces")
        _check_depth(content)
        if b"\\u" in data:  # only an escape can be half a character
            json.dumps(content, ensure_ascii=False).encode()
        return content
    except _Refused as refused:
        raise SourceError(name, str(refused), remedy) from None
    except UnicodeDecodeError:
        raise SourceError(name, "its text is not UTF-8", remedy) from None
    except UnicodeEncodeError:
        raise SourceError(name, "its JSON holds half a character", remedy) from None
    except RecursionError:
        raise SourceError(name, "its JSON is nested too deeply", remedy) from None
    except json.JSONDecodeError as error:
        raise SourceError(name, f"not valid JSON at line {error.lineno}, column {error.colno}", remedy) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(a for a, b in pairwise(sorted(key for key, _ in pairs)) if a == b)
        raise _Refused(f"its JSON has the key {_shown(twice)} twice")
    return found


def _constant(word: str) -> Any:
    raise _Refused(f"its JSON holds {word}, which is no number")


def _integer(digits: str) -> int:
    if len(digits) > DIGITS:
        raise _Refused(f"its JSON holds an integer of {len(digits):,} digits")
    return int(digits)


def _real(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise _Refused("its JSON holds a number that is too great")
    return value


def _check_depth(value: dict[str, Any] | list[Any], depth: int = 0) -> None:
    """Raises where objects and lists lie too deep in each other for whoever walks through them."""
    if depth > DEPTH:
        raise _Refused("its JSON is nested too deeply")
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _check_depth(item, depth + 1)


def _shown(key: str) -> str:
    return ascii(key if len(key) <= 40 else key[:39] + "…") if not key.isprintable() else repr(key[:40])
