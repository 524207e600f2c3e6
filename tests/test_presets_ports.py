"""The presets of ports and plans: what their sources say is what the program computes."""

from __future__ import annotations

from pe_desktop.engine.diagnosis import BUG, diagnose
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from pe_desktop.presets.ports import FOUND


def test_the_port_has_the_bug_that_it_is_named_after():
    found = diagnose(PRESETS["cos-exponent"].state.document.encoding.table.array.values)
    assert (found.verdict, found.best.bug) == (BUG, "cos exponent (2i+1)/d")
    assert found.best.encoding == Sinusoidal(d_model=64)


def test_llama_2_s_plan_is_for_eight_times_its_length():
    state = PRESETS["llama-2-to-32k"].state
    scalars = PICTURES["context-plan"].scalars(state.document, state.view)
    assert (scalars["trained_length"], scalars["target_length"]) == (4096, 32768)
    assert (scalars["default_unseen_pairs"], scalars["ntk_unseen_pairs"]) == (18, 17)


def test_each_opens_on_the_page_of_its_figure():
    assert {preset.id: preset.state.document.page for preset in FOUND} == {
        "cos-exponent": "doctor",
        "llama-2-to-32k": "extend",
    }
