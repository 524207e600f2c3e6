"""The line below a figure says every parameter."""

from __future__ import annotations

import pytest

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.export.caption import caption
from pe_desktop.figure.pictures import PICTURES

from .states import bytes_of, state

CAPTIONS = [
    (
        "heatmap",
        state(length=128),
        "Sinusoidal · length 128 · d_model 64 · base 10,000 · interleaved layout · vaswani ladder",
    ),
    ("heatmap", state("binary", length=1000), "Binary code · length 1,000"),
    ("heatmap", state("binary", bits=3), "Binary code · length 24 · bits 3"),
    ("heatmap", state("learned"), "Learned · length 24 · table all-MiniLM-L6-v2"),
    ("similarity", state("integer"), "Integer index · length 24 · dot metric"),
    (
        "heatmap",
        state("rope", base=1.5e6, partial_rotary_factor=0.25),
        "RoPE · length 24 · head_dim 64 · base 1,500,000 · interleaved pairing · partial_rotary_factor 0.25",
    ),
    (
        "waves",
        State(state("normalized", compare="binary").document.choosing("waves", dims=(0, 3)), View()),
        "A: Normalized index · length 24 | B: Binary code · dims 0, 3",
    ),
]


@pytest.mark.parametrize(("figure", "shown", "wanted"), CAPTIONS)
def test_a_caption_says_every_parameter(figure: str, shown: State, wanted: str) -> None:
    assert caption(shown.document, PICTURES[figure]) == wanted


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_caption_names_every_parameter_of_an_encoding_that_is_not_left_to_the_program(encoding: str) -> None:
    chosen = ENCODINGS[encoding]()
    line = caption(Document().showing(chosen, None), PICTURES["heatmap"])
    for parameter in chosen.counting():
        left = parameter.default in (0, (), None, "default")
        assert left or parameter.label in line


def test_a_long_caption_is_broken_between_parameters_only() -> None:
    text = bytes_of("svg", "heatmap", state("rope", compare="sinusoidal"), size=(540, 960)).decode()
    assert "\u00a0" not in text
    for words in ("d_model 64", "base 10,000", "partial_rotary_factor 1", "head_dim 64", "interleaved pairing"):
        assert words in text
