"""What the figure Attention says in numbers: the differences of outputs, and what stands under the mouse."""

from __future__ import annotations

import numpy as np

from pe_desktop.engine.encoding import Reading
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.reordering import Comparison
from pe_desktop.figure.ticks import power_of_ten

FLOOR = 1e-17
"""Differences below it are drawn on it."""
COLOURS = ("muted", "accent", "second", "key")
"""Of attention without positions and with them, of a recurrent network and of a convolution."""
B_COLOUR = "query"


def apart(pair: tuple[Floats, Floats], found: Comparison) -> Floats:
    """The second matrix, put back into the order of the first sentence, minus the first."""
    assert found.order is not None
    return np.asarray(pair[1][np.ix_(found.order, found.order)] - pair[0])


def decades(found: list[Comparison]) -> list[tuple[str, str, Floats]]:
    """Name, colour and the decades of the differences of each word's output, of each model."""
    a, *others = found
    names = ("without positions", a.answers[1].label.removeprefix("attention "), "recurrent network", "convolution")
    answers = [(name, colour, answer) for name, colour, answer in zip(names, COLOURS, a.answers, strict=True)]
    answers += [(each.answers[1].label.removeprefix("attention "), B_COLOUR, each.answers[1]) for each in others]
    return [(n, c, np.log10(np.maximum(e.differences, FLOOR))) for n, c, e in answers if e.differences is not None]


def arrays(found: Comparison) -> dict[str, Floats]:
    (first, second), plain = found.placed, found.plain
    made = {
        "weights": first.weights,
        "weights_against": second.weights,
        "scores": first.scores,
        "scores_against": second.scores,
        "output": first.output,
        "output_against": second.output,
        "output_without_positions": plain[0].output,
        "output_against_without_positions": plain[1].output,
    }
    if found.order is not None:
        differences = [answer.differences for answer in found.answers if answer.differences is not None]
        made |= {
            "order": found.order.astype(np.float64),
            "weights_difference": apart((first.weights, second.weights), found),
        }
        made["output_differences"] = np.stack(differences, axis=1)
    return made


def read_output(found: Comparison, token: int) -> Reading:
    shown = [(answer.label, answer.differences) for answer in found.answers]
    rows = tuple((label, f"{values[token]:.3g}") for label, values in shown if values is not None)
    name = found.placed[0].tokens[token]
    value = shown[1][1]
    assert value is not None
    return Reading(float(value[token]), f"difference of the output of {name}", "max |output − output′| of a word", rows)


def read_difference(found: Comparison, pair: tuple[Floats, Floats], query: int, key: int) -> Reading:
    assert found.order is not None
    tokens, there = found.placed[0].tokens, (int(found.order[query]), int(found.order[key]))
    first, second = float(pair[0][query, key]), float(pair[1][there])
    rows = (
        ("query", f"{tokens[query]}, position {query} and {there[0]}"),
        ("key", f"{tokens[key]}, position {key} and {there[1]}"),
        ("first", f"{first:.6g}"),
        ("second", f"{second:.6g}"),
    )
    return Reading(second - first, f"difference of {tokens[query]} and {tokens[key]}", "second − first", rows)


def small(value: float) -> str:
    """With three digits, or as a power of ten."""
    if value <= FLOOR:
        return "0"
    return f"{value:.3g}" if value >= 1e-3 else power_of_ten(value, int(np.floor(np.log10(value))), 1)
