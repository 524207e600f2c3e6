"""How frequencies are scaled, against published implementations and the identities that define each method."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.scaling import (
    Counts,
    DynamicScaling,
    Ladder,
    LinearScaling,
    Llama3Scaling,
    LongropeScaling,
    NtkScaling,
    ProportionalScaling,
    Unscaled,
    YarnScaling,
    counts,
    stand_in,
    unfinished,
)
from tests.engine.golden import GOLDEN

SCALED = [name for name in GOLDEN if name.startswith("rope_scaling.")]

LLAMA_3_1, LLAMA_3_2_1B = Ladder(5e5, 128), Ladder(5e5, 64)
GPT_OSS, DEEPSEEK = Ladder(150000.0, 64), Ladder(10000.0, 64)
OF_LLAMA_3_1, OF_LLAMA_3_2 = Llama3Scaling(8.0, 8192), Llama3Scaling(32.0, 8192)
OF_GPT_OSS = YarnScaling(32.0, 4096, truncate=False)
OF_DEEPSEEK_V3 = YarnScaling(40.0, 4096, mscale=1.0, mscale_all_dim=1.0)

factors = st.floats(1.0, 100.0)
lengths = st.integers(1, 10_000_000)
trained = st.integers(64, 200_000)
ladders = st.builds(Ladder, st.floats(100.0, 1e7), st.integers(1, 80).map(lambda pairs: 2 * pairs))
scalings = st.one_of(
    st.builds(LinearScaling, factors),
    st.builds(NtkScaling, factors),
    st.builds(DynamicScaling, factors, trained),
    st.builds(YarnScaling, factors, trained, truncate=st.booleans()),
    st.builds(Llama3Scaling, factors, trained),
    st.builds(Llama3Scaling, factors, trained, st.just(1.0), st.just(1.0)),
)


def published(name):
    """The ladder, the method and the length of an array of a published implementation."""
    said = GOLDEN[name]["parameters"]
    rope = said.get("rope_parameters", {"rope_type": "ntk", "factor": said.get("alpha"), **said})
    ladder = Ladder(rope["rope_theta"], said["head_dim"])
    factor, longest = rope.get("factor"), said.get("max_position_embeddings")
    first = rope.get("original_max_position_embeddings")
    optional = {key: rope[key] for key in ("truncate", "mscale", "mscale_all_dim") if key in rope}
    methods = {
        "linear": lambda: LinearScaling(factor),
        "ntk": lambda: NtkScaling(factor),
        "dynamic": lambda: DynamicScaling(factor, longest),
        "yarn": lambda: YarnScaling(factor, first, **optional),
        "longrope": lambda: LongropeScaling(tuple(rope["short_factor"]), tuple(rope["long_factor"]), first, longest),
        "llama3": lambda: Llama3Scaling(factor, first, rope["low_freq_factor"], rope["high_freq_factor"]),
        "proportional": lambda: ProportionalScaling(rope["partial_rotary_factor"]),
    }
    return ladder, methods[rope["rope_type"]](), said.get("seq_len") or longest or 1


@pytest.mark.parametrize("name", SCALED)
def test_scaled_frequencies_agree_with_their_reference(arrays, name):
    ladder, scaling, length = published(name)
    assert scaling.frequencies(ladder, length) == pytest.approx(arrays[name], rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("name", [name for name in SCALED if "attention_factor" in GOLDEN[name]["parameters"]])
def test_the_attention_factor_agrees_with_its_reference(name):
    _, scaling, _ = published(name)
    assert scaling.attention == pytest.approx(GOLDEN[name]["parameters"]["attention_factor"], rel=1e-12)


@pytest.mark.parametrize("name", [name for name in SCALED if name != "rope_scaling.dynamic.short"])
def test_plain_frequencies_do_not_agree_with_those_that_were_scaled(arrays, name):
    ladder, _, _ = published(name)
    assert np.abs(ladder.frequencies / np.maximum(arrays[name], 1e-30) - 1).max() > 0.3


@pytest.mark.parametrize(
    ("scaling", "ladder", "values"),
    [
        (
            OF_LLAMA_3_1,
            LLAMA_3_1,
            {
                0: 1,
                28: 3.2114459948e-3,
                29: 2.1665707635e-3,
                31: 8.5675141292e-4,
                34: 1.7850781277e-4,
                35: 9.5562123540e-5,
                63: 3.0689259889e-7,
            },
        ),
        (
            OF_GPT_OSS,
            GPT_OSS,
            {
                8: 5.0813274815e-2,
                9: 3.1705696185e-2,
                12: 6.7949594897e-3,
                17: 1.2931870125e-4,
                18: 3.8308812374e-5,
                31: 3.0235114281e-7,
            },
        ),
        (
            OF_DEEPSEEK_V3,
            DEEPSEEK,
            {
                10: 5.6234132519e-2,
                11: 3.9006926567e-2,
                15: 8.3345089510e-3,
                22: 1.7782794100e-4,
                23: 3.3338035804e-5,
                31: 3.3338035804e-6,
            },
        ),
        (ProportionalScaling(0.25), Ladder(1e6, 512), {1: 0.9474635257, 63: 0.0333762469, 64: 0, 255: 0}),
    ],
    ids=["Llama 3.1", "gpt-oss", "DeepSeek-V3", "Gemma 4"],
)
def test_single_pairs_of_models_have_the_frequencies_that_were_printed(scaling, ladder, values):
    found = scaling.frequencies(ladder, 8192)[list(values)]
    assert found == pytest.approx(list(values.values()), rel=2e-9)


@pytest.mark.parametrize(
    ("scaling", "ladder", "wanted"),
    [
        (OF_DEEPSEEK_V3, DEEPSEEK, Counts(11, 12, 9)),
        (OF_GPT_OSS, GPT_OSS, Counts(9, 9, 14)),
        (OF_LLAMA_3_1, LLAMA_3_1, Counts(29, 6, 29)),
        (OF_LLAMA_3_2, LLAMA_3_2_1B, Counts(15, 3, 14)),
    ],
    ids=["DeepSeek-V3", "gpt-oss", "Llama 3.1", "Llama 3.2 1B"],
)
def test_so_many_pairs_of_models_are_kept_blended_and_interpolated(scaling, ladder, wanted):
    assert counts(scaling.interpolation(ladder, 8192)) == wanted
    ratio = ladder.frequencies / scaling.frequencies(ladder, 8192)
    kept, scaled = (int(np.isclose(ratio, r, rtol=1e-9).sum()) for r in (1.0, scaling.factor))
    assert (kept, scaled) == (wanted.kept, wanted.interpolated)


def test_the_ends_of_yarn_s_ramp_are_those_that_were_printed():
    assert OF_GPT_OSS.ends(GPT_OSS) == pytest.approx((8.092779115512402, 17.39802450158856), rel=1e-14)
    deepseek = replace(OF_DEEPSEEK_V3, truncate=False)
    assert deepseek.ends(DEEPSEEK) == pytest.approx((10.4722, 22.5134), abs=5e-5)
    assert OF_DEEPSEEK_V3.ends(DEEPSEEK) == (10.0, 23.0)


def test_gpt_oss_with_rounded_ends_has_other_frequencies(arrays):
    rounded = replace(OF_GPT_OSS, truncate=True).frequencies(GPT_OSS, 4096)
    assert np.abs(rounded / arrays["rope_scaling.yarn.gpt_oss"] - 1).max() > 0.2


@pytest.mark.parametrize(("name", "scaling", "ladder"), [("gpt_oss", OF_GPT_OSS, GPT_OSS)])
def test_a_ramp_the_other_way_round_has_other_frequencies(arrays, name, scaling, ladder):
    plain, share = ladder.frequencies, 1 - scaling.interpolation(ladder, 4096)
    inverted = plain / scaling.factor * share + plain * (1 - share)
    assert np.abs(inverted / arrays[f"rope_scaling.yarn.{name}"] - 1).max() > 10


def test_proportional_frequencies_have_the_head_in_their_exponent_not_the_part_that_turns(arrays):
    wrong = Ladder(1e6, 128).frequencies
    assert wrong[1] == pytest.approx(0.8058421878)
    assert np.abs(wrong / arrays["rope_scaling.proportional.gemma4_global"][:64] - 1).max() > 0.9


def test_by_the_paper_s_turns_llama_keeps_21_pairs_blends_25_and_interpolates_18():
    turns = 4096 * Ladder(1e4, 128).frequencies / (2 * np.pi)
    assert (int((turns > 32).sum()), int(((turns >= 1) & (turns <= 32)).sum())) == (21, 25)
    assert unfinished(Ladder(1e4, 128).frequencies, 4096) == int((turns < 1).sum()) == 18


def test_the_reference_s_ramp_over_indices_parts_llama_s_pairs_as_the_paper_does():
    share = YarnScaling(16.0, 4096).interpolation(Ladder(1e4, 128), 4096)
    assert counts(share) == Counts(21, 25, 18)
    assert counts(YarnScaling(16.0, 4096, truncate=False).interpolation(Ladder(1e4, 128), 4096)) == Counts(21, 25, 18)


@given(ladders, factors)
def test_linear_scaling_is_a_division_of_the_positions(ladder, factor):
    scaled = LinearScaling(factor).frequencies(ladder, 1000)
    assert 37 * scaled == pytest.approx(37 / factor * ladder.frequencies, rel=1e-15)


@given(ladders.filter(lambda ladder: ladder.dimensions > 2), factors)
def test_ntk_keeps_the_first_pair_and_divides_the_last_by_its_factor(ladder, factor):
    scaled = NtkScaling(factor).frequencies(ladder, 1)
    assert scaled[0] == 1
    assert scaled[-1] == pytest.approx(ladder.frequencies[-1] / factor, rel=1e-10)


@given(ladders, factors, trained, st.floats(0, 1))
def test_dynamic_scaling_does_nothing_up_to_the_trained_length(ladder, factor, trained, share):
    scaled = DynamicScaling(factor, trained).frequencies(ladder, max(1, int(share * trained)))
    assert (scaled == ladder.frequencies).all()


@given(ladders, trained, st.integers(1, 50))
def test_dynamic_scaling_by_one_at_k_times_the_length_is_ntk_by_k(ladder, trained, times):
    dynamic = DynamicScaling(1.0, trained).frequencies(ladder, times * trained)
    assert dynamic == pytest.approx(NtkScaling(float(times)).frequencies(ladder, 1), rel=1e-12)


@given(ladders, trained, st.integers(1, 10_000_000))
def test_a_factor_of_one_changes_nothing(ladder, trained, length):
    pairs = ladder.dimensions // 2
    ones = [LinearScaling(1.0), NtkScaling(1.0), YarnScaling(1.0, trained), Llama3Scaling(1.0, trained)]
    ones += [ProportionalScaling(1.0), LongropeScaling(*stand_in(pairs, 1.0), trained, trained), Unscaled()]
    for scaling in ones:
        assert scaling.frequencies(ladder, length) == pytest.approx(ladder.frequencies, rel=1e-14)
        assert scaling.attention == 1
        assert counts(scaling.interpolation(ladder, length)).blended == 0 or isinstance(
            scaling, YarnScaling | Llama3Scaling
        )
    assert DynamicScaling(1.0, length).frequencies(ladder, length) == pytest.approx(ladder.frequencies, rel=1e-14)


@given(ladders, scalings, lengths)
def test_no_pair_is_sped_up_or_slowed_by_more_than_the_factor_and_slow_ones_are_slowed_most(ladder, scaling, length):
    ratio = ladder.frequencies / scaling.frequencies(ladder, length)
    most = scaling.alpha(length) if isinstance(scaling, DynamicScaling) else scaling.factor
    assert np.isfinite(ratio).all()
    assert ratio.min() >= 1 - 1e-12
    assert ratio.max() <= most * (1 + 1e-9)
    assert (np.diff(ratio) >= -1e-9 * most).all()


@given(ladders, scalings, lengths)
def test_the_share_of_interpolation_is_what_makes_the_frequencies(ladder, scaling, length):
    plain, share = ladder.frequencies, scaling.interpolation(ladder, length)
    scaled = scaling.frequencies(ladder, length)
    most = scaling.factor if isinstance(scaling, YarnScaling | Llama3Scaling) else float((plain / scaled).max())
    assert share.min() >= 0
    assert share.max() <= 1
    assert plain * (1 - share) + plain / most * share == pytest.approx(scaled, rel=1e-6)


@given(ladders, scalings, lengths)
def test_every_pair_is_kept_blended_or_interpolated(ladder, scaling, length):
    found = counts(scaling.interpolation(ladder, length))
    assert found.kept + found.blended + found.interpolated == ladder.dimensions // 2
    assert min(found.kept, found.blended, found.interpolated) >= 0


@pytest.mark.parametrize("dimensions", [2, 4, 128])
@pytest.mark.parametrize("base", [1.0, 1.5, 4.0, 1e4, 1e9])
@pytest.mark.parametrize("trained", [2, 6, 4096, 10_000_000])
@pytest.mark.parametrize("betas", [(32.0, 1.0), (1.0, 1.0), (1e4, 1e-4)])
@pytest.mark.parametrize("truncate", [True, False])
def test_yarn_is_finite_and_slows_slow_pairs_most_at_the_strangest_settings(dimensions, base, trained, betas, truncate):
    ladder = Ladder(base, dimensions)
    scaling = YarnScaling(8.0, trained, *betas, truncate=truncate)
    share = scaling.interpolation(ladder, trained)
    assert np.isfinite(share).all()
    assert (np.diff(share) >= 0).all()
    assert np.isfinite(scaling.frequencies(ladder, trained)).all()


def test_equal_ends_of_yarn_s_ramp_make_a_step():
    share = YarnScaling(8.0, 4096, 4.0, 4.0, truncate=False).interpolation(Ladder(1e4, 128), 1)
    assert set(share.tolist()) == {0.0, 1.0}


def test_llama_4_scout_s_equal_factors_make_a_step_and_no_gap():
    ladder, scout = Ladder(5e5, 128), Llama3Scaling(16.0, 8192, 1.0, 1.0)
    ratio = ladder.frequencies / scout.frequencies(ladder, 1)
    turns = 8192 * ladder.frequencies / (2 * np.pi)
    assert ratio == pytest.approx(np.where(turns >= 1, 1.0, 16.0))


def test_a_pair_that_turns_exactly_once_is_kept_where_there_is_no_blend():
    ladder = Ladder(1.0, 2)
    scaling = Llama3Scaling(8.0, 1, 1 / (2 * math.pi), 1 / (2 * math.pi))
    assert scaling.frequencies(ladder, 1).tolist() == [1.0]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, 0.1 * math.log(40) + 1),
        ({"mscale": 1.0, "mscale_all_dim": 1.0}, 1.0),
        ({"mscale": 0.707, "mscale_all_dim": 0.707}, 1.0),
        ({"mscale": 1.0, "mscale_all_dim": 0.5}, (0.1 * math.log(40) + 1) / (0.05 * math.log(40) + 1)),
        ({"mscale": 0.5}, 0.1 * math.log(40) + 1),
        ({"mscale": 0.0, "mscale_all_dim": 1.0}, 0.1 * math.log(40) + 1),
        ({"attention_factor": 1.5, "mscale": 1.0, "mscale_all_dim": 0.5}, 1.5),
    ],
)
def test_the_attention_factor_of_yarn_is_given_or_computed_from_its_mscales(given, wanted):
    assert YarnScaling(40.0, 4096, **given).attention == pytest.approx(wanted, rel=1e-15)


def test_the_logits_of_gpt_oss_grow_by_the_square_of_its_attention_factor():
    assert OF_GPT_OSS.attention**2 == pytest.approx(1.813, abs=5e-4)


def test_longrope_changes_lists_just_beyond_the_trained_length():
    ladder, scaling = Ladder(1e4, 96), LongropeScaling(*stand_in(48, 32.0), 4096, 131072)
    assert (scaling.frequencies(ladder, 4096) == ladder.frequencies).all()
    assert scaling.frequencies(ladder, 4097)[-1] == pytest.approx(ladder.frequencies[-1] / 32)
    assert scaling.attention == pytest.approx(1.1902380714238083, rel=1e-12)


def test_longrope_may_be_given_its_attention_factor():
    assert LongropeScaling((1.0,), (2.0,), 4096, 131072, attention_factor=1.0).attention == 1
    assert LongropeScaling((1.0,), (2.0,), 4096, 4096).attention == 1


@given(st.integers(1, 100), factors)
def test_factors_that_stand_in_rise_from_one_to_the_factor(pairs, factor):
    short, long = stand_in(pairs, factor)
    assert short == (1.0,) * pairs
    assert long[0] == 1
    assert long[-1] == pytest.approx(factor if pairs > 1 else 1.0)
    assert list(long) == sorted(long)


@given(ladders, factors)
def test_proportional_scaling_of_all_pairs_is_linear(ladder, factor):
    whole = ProportionalScaling(1.0, factor).frequencies(ladder, 1)
    assert (whole == LinearScaling(factor).frequencies(ladder, 1)).all()


@given(ladders, st.floats(0, 1))
def test_proportional_scaling_stills_the_last_pairs_and_keeps_the_others(ladder, share):
    scaling = ProportionalScaling(share)
    turning = int(share * ladder.dimensions // 2)
    found = scaling.frequencies(ladder, 1)
    assert (found[:turning] == ladder.frequencies[:turning]).all()
    assert not found[turning:].any()
    assert counts(scaling.interpolation(ladder, 1)) == Counts(ladder.dimensions // 2, 0, 0)


def test_pairs_that_never_turn_are_unfinished_at_any_length():
    assert unfinished(np.array([1.0, 0.0]), 10_000_000) == 1
    assert unfinished(np.array([2 * np.pi / 100]), 100) == 0
    assert unfinished(np.array([2 * np.pi / 100]), 99) == 1


def test_the_ramp_of_yarn_may_end_beyond_the_last_pair_as_in_the_reference():
    """Its end is kept inside 0 … d − 1, not d/2 − 1: here it rises from pair 6 to 13, of which there are 8."""
    rule, ladder = YarnScaling(4.0, 8192), Ladder(100.0, 16)
    assert rule.ends(ladder) == (6.0, 13.0)
    assert rule.interpolation(ladder, 1) == pytest.approx([0] * 7 + [1 / 7])
