"""What is said of a value that is not taken: what was given, and what is allowed."""

from __future__ import annotations

LONGEST_SHOWN = 60  # characters of what was given


class ParameterError(ValueError):
    """One line: which parameter, what was given, what is allowed."""

    def __init__(self, name: str, given: object, allowed: str) -> None:
        super().__init__(f"{name}: {refused(given, allowed)}")
        self.name, self.given, self.allowed = name, given, allowed


def refused(given: object, allowed: str) -> str:
    """`1.5 given; allowed: an integer`: one line, whatever was given."""
    return f"{shown(given)} given; allowed: {allowed}"


def shown(given: object) -> str:
    """What was given as a few words of one line; a text as it is, without quotation marks."""
    if isinstance(given, int) and abs(given) >= 10**LONGEST_SHOWN:
        return f"an integer of more than {LONGEST_SHOWN} digits"  # which Python may refuse to write out
    text = given if isinstance(given, str) else repr(given)
    text = " ".join(text.split()) or "nothing"
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."
