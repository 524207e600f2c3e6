"""Presets of biases: the published settings of figures and models."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.t5 import T5
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS

HEADS = {"alibi-slopes": 8, "bloom": 112, "bloom-560m": 16, "mpt-7b": 32}
BUCKETS = {"t5-buckets": True, "t5": True, "t5-decoder": False}


@pytest.mark.parametrize("name", HEADS)
def test_an_alibi_preset_has_its_models_heads_and_a_last_slope_of_a_256th(name: str) -> None:
    encoding = PRESETS[name].state.document.encoding
    assert isinstance(encoding, Alibi)
    assert (encoding.num_heads, encoding.alibi_bias_max, encoding.causal) == (HEADS[name], 8.0, True)
    assert 2.0**-8 in [encoding.slope(head) for head in range(encoding.num_heads)]


@pytest.mark.parametrize("name", BUCKETS)
def test_a_t5_preset_has_32_buckets_up_to_distance_128(name: str) -> None:
    encoding = PRESETS[name].state.document.encoding
    assert isinstance(encoding, T5)
    assert (encoding.num_buckets, encoding.max_distance, encoding.bidirectional) == (32, 128, BUCKETS[name])


def test_the_slopes_of_the_signature_figure_are_a_half_to_a_256th() -> None:
    state = PRESETS["alibi-slopes"].state
    slopes = PICTURES["bias"].numbers(state.document, state.view)["slopes"]
    assert slopes.tolist() == [0.5**h for h in range(1, 9)]


def test_the_buckets_of_the_signature_figure_begin_where_they_are_published_to() -> None:
    state = PRESETS["t5-buckets"].state
    borders = PICTURES["bias"].numbers(state.document, state.view)["borders"]
    assert borders[borders > 0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91]


@pytest.mark.parametrize("name", [*HEADS, *BUCKETS])
def test_a_preset_opens_on_the_page_of_biases(name: str) -> None:
    assert PRESETS[name].state.document.page == "relative"
    assert PRESETS[name].figure == "bias"
    assert np.isfinite(PICTURES["bias"].figure(PRESETS[name].state.document, PRESETS[name].state.view).panels[0].x.last)
