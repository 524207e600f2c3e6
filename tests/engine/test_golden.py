"""The arrays that published implementations return, see golden.json for which."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from tests.engine.golden import GOLDEN, tolerance

SINUSOIDAL = [n for n in GOLDEN if n.startswith("sinusoidal.") and GOLDEN[n]["parameters"]["d_model"] % 2 == 0]
ROTATED = [name for name in GOLDEN if name.startswith("rope.") and GOLDEN[name]["inputs"] == ["x"]]
OTHER = {"interleaved": "half", "half": "interleaved"}


def sinusoidal(name):
    parameters = GOLDEN[name]["parameters"]
    return Sinusoidal(
        d_model=parameters["d_model"],
        base=parameters.get("base", 10000.0),
        layout=parameters["layout"].replace("_", "-"),
        ladder=parameters.get("ladder", "vaswani").split()[0],
    )


def rope(name, **changes):
    parameters = GOLDEN[name]["parameters"]
    made = Rope(
        head_dim=parameters["head_dim"],
        base=parameters["rope_theta"],
        pairing=parameters["pairing"],
        partial_rotary_factor=parameters.get("partial_rotary_factor", 1.0),
    )
    return made.replace(**changes)


@pytest.mark.parametrize("name", SINUSOIDAL)
def test_a_sinusoidal_table_agrees_with_its_reference(arrays, name):
    length = GOLDEN[name]["parameters"]["length"]
    assert sinusoidal(name).numbers(length).full() == pytest.approx(arrays[name], abs=tolerance(length))


@pytest.mark.parametrize("name", SINUSOIDAL)
def test_a_sinusoidal_table_in_the_other_layout_or_ladder_does_not(arrays, name):
    encoding, length = sinusoidal(name), GOLDEN[name]["parameters"]["length"]
    layout = "half-split" if encoding.layout == "interleaved" else "interleaved"
    ladder = "tensor2tensor" if encoding.ladder == "vaswani" else "vaswani"
    for wrong in (encoding.replace(layout=layout), encoding.replace(ladder=ladder)):
        assert np.abs(wrong.numbers(length).full() - arrays[name]).max() > 0.05


@pytest.mark.parametrize("name", ROTATED)
def test_rotated_vectors_agree_with_their_reference(arrays, name):
    length = GOLDEN[name]["parameters"]["length"]
    rotated = rope(name).rotate(arrays[name + ".x"], np.arange(length))
    assert rotated == pytest.approx(arrays[name], abs=4 * tolerance(length))


@pytest.mark.parametrize("name", ROTATED)
def test_vectors_rotated_with_the_other_pairing_do_not(arrays, name):
    encoding = rope(name)
    wrong = encoding.replace(pairing=OTHER[encoding.pairing])
    rotated = wrong.rotate(arrays[name + ".x"], np.arange(len(arrays[name])))
    assert np.abs(rotated - arrays[name]).max() > 0.5


def test_scores_of_rotated_queries_and_keys_agree_with_llama(arrays):
    name = "rope.half.scores.33x33"
    queries, keys = (rope(name).rotate(arrays[f"{name}.{x}"], np.arange(33)) for x in "qk")
    assert queries @ keys.T == pytest.approx(arrays[name], abs=1e-4)


def test_scores_with_the_wrong_pairing_do_not(arrays):
    name = "rope.half.scores.33x33"
    wrong = rope(name, pairing="interleaved")
    queries, keys = (wrong.rotate(arrays[f"{name}.{x}"], np.arange(33)) for x in "qk")
    assert np.abs(queries @ keys.T - arrays[name]).max() > 1
