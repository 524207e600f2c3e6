"""All scalings for a longer context, as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.context import plans
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.marks import Box, Facts
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.pictures.context_plan import planned

from .documents import SMALL, build, lines, marks, of

PLAN = PICTURES["context-plan"]


def rope(length=4096, chosen=None, **values):
    return of("rope", length=length, head_dim=128, **values).choosing("context-plan", **(chosen or {}))


def facts(figure, panel):
    (found,) = marks(figure.panel(panel), Facts)
    return {name: value for name, value, _ in found.rows}


@pytest.mark.parametrize(
    ("document", "trained", "target"),
    [
        (rope(), 4096, 16384),
        (rope(chosen={"target": 65536.0}), 4096, 65536),
        (rope(chosen={"target": 100.0}), 4096, 4096),
        (rope(scaling="llama3", original_max_position_embeddings=8192, factor=8.0), 8192, 32768),
        (rope(scaling="dynamic", max_position_embeddings=2048), 2048, 8192),
        (rope(length=1), 2, 8),
        (rope(length=10_000_000), 10_000_000, 2**24),
    ],
)
def test_the_target_is_four_times_the_trained_length_unless_it_is_said(document, trained, target):
    scalars = PLAN.scalars(document, View())
    assert (scalars["trained_length"], scalars["target_length"]) == (trained, target)
    assert build("context-plan", document).subtitle.startswith(f"{trained:,} to {target:,}: ")


def test_each_scaling_is_a_curve_and_the_chosen_one_stands_out():
    for id, name in (("yarn", "YaRN"), ("ntk", "NTK")):
        drawn = lines(build("context-plan", rope(chosen={"plan": id})).panel("context-plan"))
        assert {line.label for line in drawn} == {"unscaled", "linear", "NTK", "dynamic", "YaRN", "llama3"}
        assert [line.label for line in drawn if line.width > 2] == [name]
        assert drawn[-1].label == name


def test_curves_are_the_frequencies_before_over_those_after():
    document = rope()
    numbers = PLAN.numbers(document, View())
    found = plans(document.encoding, 4096, 16384)
    for row, plan in enumerate(found):
        after = plan.encoding.frequencies(16384)
        np.testing.assert_array_equal(numbers["inv_freq"][row], after)
        np.testing.assert_allclose(numbers["slowed_by"][row], plan.encoding.ladder.frequencies / after, rtol=1e-14)
    curve = next(line for line in lines(build("context-plan", document).panel("context-plan")) if line.label == "NTK")
    np.testing.assert_array_equal(curve.curve.at(np.arange(64.0)), np.log10(numbers["slowed_by"][2]))


def test_what_was_never_seen_is_said_for_each():
    said = facts(build("context-plan", rope()), "context-plan.unseen")
    assert said["unscaled"] == "18, up to 6.28 rad"
    assert (said["NTK"], said["YaRN"]) == ("17, up to 6.28 rad", "none")
    scalars = PLAN.scalars(rope(), View())
    assert (scalars["ntk_unseen_pairs"], scalars["yarn_unseen_pairs"]) == (17, 0)
    assert scalars["yarn_attention_factor"] == pytest.approx(1 + 0.1 * np.log(4))
    assert facts(build("context-plan", rope()), "context-plan.chosen")["attention factor"] == "1.1386"


def test_the_subtitle_names_those_that_leave_nothing_unseen():
    assert build("context-plan", rope()).subtitle.endswith("nothing unseen with linear, dynamic, YaRN, llama3")


def test_pairs_that_never_finished_a_turn_are_shaded():
    (box,) = marks(build("context-plan", rope()).panel("context-plan.reach"), Box)
    assert (box.x0, box.x1) == (45.5, 63.5)
    assert not marks(build("context-plan", rope(base=2.0)).panel("context-plan.reach"), Box)


def test_longrope_is_there_with_a_model_s_own_factors_only():
    assert "LongRoPE" not in facts(build("context-plan", SMALL["longrope"]), "context-plan.unseen")
    own = rope(scaling="longrope", long_factor=(2.0,) * 64)
    assert "LongRoPE" in facts(build("context-plan", own), "context-plan.unseen")


def test_one_that_cannot_be_planned_leaves_the_unscaled_one_chosen():
    encoding, target = planned(rope(chosen={"plan": "longrope"}))
    assert (encoding.scaling, target) == ("default", 16384)
    assert planned(rope())[0].scaling == "yarn"


def test_a_pair_is_read_for_every_scaling_and_picked():
    reading = PLAN.read(rope(), View(), "context-plan", 63.2, 0.3)
    assert reading.value == pytest.approx(4.0)
    assert dict(reading.rows)["NTK"] == "÷ 4, reach 1"
    assert dict(reading.rows)["unscaled"] == "÷ 1, reach 4"
    panel = build("context-plan", rope()).panel("context-plan.reach")
    assert PLAN.pick(rope(), View(), panel, (40.4, 0.0), 1.0).dimension == 40
    assert PLAN.pick(rope(), View(), panel, (400.0, 0.0), 1.0).dimension == 63


@pytest.mark.parametrize("encoding", ["sinusoidal", "mrope", "alibi", "learned"])
def test_only_rope_is_planned(encoding):
    assert "Choose RoPE" in PLAN.refusal(ENCODINGS[encoding]())
    assert "proportional" in PLAN.refusal(ENCODINGS["rope"](scaling="proportional"))


def test_it_stands_on_the_page_extend():
    assert "context-plan" in PAGES["extend"].figures
