"""What a scaling does to a model that reads more than it was trained on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.context import TURN, plans
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.scaled_rotary import EXTENDING

LLAMA = Rope(head_dim=128)


def planned(encoding: Rope = LLAMA, trained: int = 4096, target: int = 16384):
    return {plan.scaling: plan for plan in plans(encoding, trained, target)}


def test_every_scaling_is_planned_by_the_same_factor_but_longrope_without_factors():
    found = planned()
    assert list(found) == [scaling for scaling in EXTENDING if scaling != "longrope"]
    assert {plan.encoding.extension for scaling, plan in found.items() if scaling != "default"} == {4.0}


def test_longrope_is_planned_with_factors_of_its_own():
    factors = tuple(np.linspace(1, 9, 64))
    plan = planned(LLAMA.replace(scaling="longrope", long_factor=factors))["longrope"]
    np.testing.assert_allclose(plan.slowed, factors, rtol=1e-12)


def test_without_scaling_every_pair_that_never_finished_a_turn_meets_unseen_angles():
    plan = planned()["default"]
    assert plan.unseen == np.count_nonzero(plan.before * 4096 < TURN) == 18
    assert plan.beyond.max() == TURN
    np.testing.assert_array_equal(plan.reach[-18:], 4.0)


@pytest.mark.parametrize("scaling", ["linear", "dynamic", "yarn", "llama3"])
def test_scalings_that_slow_all_unfinished_pairs_by_the_factor_leave_nothing_unseen(scaling):
    plan = planned()[scaling]
    assert plan.unseen == 0
    assert not plan.beyond.any()


def test_ntk_slows_by_the_whole_factor_in_the_last_pair_only():
    plan = planned()["ntk"]
    assert plan.unseen == 17
    assert plan.reach[-1] == pytest.approx(1.0)
    assert plan.slowed[[0, -1]] == pytest.approx([1.0, 4.0])


def test_dynamic_scaling_by_the_same_factor_slows_more():
    assert planned()["dynamic"].slowed[-1] == pytest.approx(1 + 4 * 3)


def test_a_scaling_whose_rule_refuses_the_parameters_is_left_out():
    assert "llama3" not in planned(LLAMA.replace(low_freq_factor=9.0, high_freq_factor=2.0))


def test_an_attention_factor_counts_for_the_scaling_that_it_was_given_for():
    found = planned(LLAMA.replace(scaling="yarn", attention_factor=2.0))
    assert found["yarn"].attention == 2.0
    assert planned()["yarn"].attention == pytest.approx(1 + 0.1 * np.log(4))


@given(st.floats(1.0, 1e9), st.integers(2, 1 << 16), st.integers(1, 64), st.sampled_from([2, 4, 16, 64]))
def test_no_angle_goes_beyond_a_turn_and_what_is_unseen_is_met(base, trained, times, width):
    for plan in plans(Rope(head_dim=width, base=base), trained, trained * times):
        assert (plan.seen <= TURN).all()
        assert (plan.met <= TURN).all()
        unseen = plan.beyond > 0
        assert (plan.met[unseen] > plan.seen[unseen]).all()
        assert (plan.reach[unseen] > 1).all()
        assert plan.unseen == unseen.sum()
        assert plan.scaling != "linear" or not plan.unseen
