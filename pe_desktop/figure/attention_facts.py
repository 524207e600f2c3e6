"""What the figure Attention says in numbers: the differences of outputs, and what stands under the mouse."""

from __future__ import annotations

import numpy as np

from pe_desktop.engine.encoding import Reading
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.reordering import Answer, Comparison
from pe_desktop.figure.marks import Facts
from pe_desktop.figure.ticks import small


def apart(pair: tuple[Floats, Floats], found: Comparison) -> Floats:
    """The second matrix, put back into the order of the first sentence, minus the first."""
    assert found.order is not None
    return np.asarray(pair[1][np.ix_(found.order, found.order)] - pair[0])


def attention_facts(found: list[Comparison]) -> Facts:
    """The greatest difference of attention's outputs: without positions, with A, and with B."""
    placed = [(each.answers[1], colour) for each, colour in zip(found, ("accent", "query"), strict=False)]
    answers = [(found[0].answers[0], "ink"), *placed]
    rows = [(each.label.removeprefix("attention "), _difference(each), colour) for each, colour in answers]
    return Facts((("Largest difference of outputs", "", "ink"), *rows))


def network_facts(found: list[Comparison]) -> Facts:
    """The same of what is no attention."""
    recurrent, convolution = (_difference(answer) for answer in found[0].answers[2:])
    heading = ("Other networks", "", "ink")
    return Facts((heading, ("recurrent", recurrent, "second"), ("convolution", convolution, "second")))


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
        apiece = [answer.differences for answer in found.answers if answer.differences is not None]
        made["order"] = found.order.astype(np.float64)
        made["weights_difference"] = apart((first.weights, second.weights), found)
        made["output_differences"] = np.stack(apiece, axis=1)
    return made


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


def _difference(answer: Answer) -> str:
    assert answer.difference is not None
    return small(answer.difference)
