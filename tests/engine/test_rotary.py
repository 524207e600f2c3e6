"""RoPE with its context extended, and xPos: what they do to queries and keys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.xpos import Xpos
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.rotary import PAIRINGS
from pe_desktop.engine.scaled_rotary import SCALINGS
from pe_desktop.engine.scaling import counts
from tests.engine.golden import GOLDEN, tolerance

quick = settings(max_examples=40, deadline=None)

NAMES = [
    name for name in GOLDEN if name.startswith("rope_scaling.") and "rope_parameters" in GOLDEN[name]["parameters"]
]
GPT_OSS = Rope(
    head_dim=64,
    base=150000.0,
    scaling="yarn",
    factor=32.0,
    truncate=False,
    original_max_position_embeddings=4096,
    max_position_embeddings=131072,
)
LLAMA = Rope(head_dim=128, base=5e5, scaling="llama3", factor=8.0, original_max_position_embeddings=8192)


def from_file(name):
    """RoPE with the parameters of a model's file, by their own names."""
    said = GOLDEN[name]["parameters"]
    rope = dict(said["rope_parameters"])
    values = {"scaling": rope.pop("rope_type"), "base": rope.pop("rope_theta"), **rope}
    return Rope(head_dim=said["head_dim"], max_position_embeddings=said["max_position_embeddings"], **values)


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_of_a_model_s_file_give_the_frequencies_of_transformers(arrays, name):
    encoding, length = from_file(name), GOLDEN[name]["parameters"]["seq_len"] or 1
    assert encoding.frequencies(length) == pytest.approx(arrays[name], rel=1e-6, abs=1e-12)
    assert encoding.attention(length) == pytest.approx(GOLDEN[name]["parameters"]["attention_factor"], rel=1e-12)


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("length", [1, 100, 4096, 4097, 16385, 10_000_000])
def test_every_scaling_has_tables_at_every_length(scaling, length):
    encoding = Rope(head_dim=16, scaling=scaling, partial_rotary_factor=0.5)
    for table in (encoding.numbers(length), encoding.picture(length), encoding.vectors(length)):
        cells = table.at([0, length - 1], np.arange(table.shape[1]))
        assert np.isfinite(cells).all()
        assert table.shape[0] == length
    assert len(encoding.frequencies(length)) == encoding.pairs == len(encoding.column_pairs)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_table_of_a_scaling_turns_by_its_frequencies(scaling):
    encoding, length = Rope(head_dim=16, scaling=scaling), 30_000
    angles = encoding.numbers(length).at([1], np.arange(8))[0]
    assert (angles == encoding.frequencies(length)).all()
    assert encoding.picture(length).at([5], np.arange(8))[0] == pytest.approx(
        encoding.attention(length) * np.cos(5 * angles), rel=1e-14
    )


def test_tables_of_two_lengths_are_the_same_arrays_where_the_frequencies_are():
    assert LLAMA.picture(100).frequencies is LLAMA.picture(200).frequencies
    dynamic = Rope(scaling="dynamic", max_position_embeddings=2048)
    assert dynamic.picture(10).frequencies is dynamic.picture(2048).frequencies
    assert dynamic.picture(2049).frequencies != dynamic.picture(2048).frequencies


def test_frequencies_that_are_kept_cannot_be_written_over():
    with pytest.raises(ValueError, match="read-only"):
        LLAMA.frequencies(1)[0] = 7.0


def test_rotated_queries_and_keys_of_yarn_have_scores_times_the_square_of_its_factor():
    q, k = np.random.default_rng(0).normal(size=(2, 5, 64))
    plain = GPT_OSS.replace(attention_factor=1.0)
    scores = [rope.rotate(q, np.arange(5)) @ rope.rotate(k, np.arange(5)).T for rope in (GPT_OSS, plain)]
    assert scores[0] == pytest.approx(GPT_OSS.attention(1) ** 2 * scores[1], rel=1e-12)
    assert GPT_OSS.vectors(10).products([3])[0] == pytest.approx(
        GPT_OSS.attention(1) ** 2 * plain.vectors(10).products([3])[0]
    )


def test_the_factor_is_the_ratio_of_the_two_lengths_unless_it_is_given():
    yarn = Rope(scaling="yarn", original_max_position_embeddings=4096, max_position_embeddings=131072)
    assert yarn.extension == 32
    assert yarn.replace(factor=4.0).extension == 4
    assert yarn.replace(max_position_embeddings=100).extension == 1
    assert Rope(scaling="dynamic").extension == Rope(scaling="proportional").extension == 1


@pytest.mark.parametrize(
    ("scaling", "trained"),
    [("default", None), ("proportional", None), ("dynamic", 9000), ("linear", 3000), ("llama3", 3000)],
)
def test_the_trained_length_is_what_the_file_calls_it(scaling, trained):
    encoding = Rope(scaling=scaling, original_max_position_embeddings=3000, max_position_embeddings=9000)
    assert encoding.trained == trained


def test_only_the_parameters_of_the_scaling_count():
    counting = {s: {p.name for p in Rope(scaling=s).counting()} for s in SCALINGS}
    assert counting["default"] == {"head_dim", "base", "pairing", "partial_rotary_factor", "scaling"}
    assert counting["ntk"] - counting["default"] == {
        "factor",
        "original_max_position_embeddings",
        "max_position_embeddings",
    }
    assert {"low_freq_factor", "high_freq_factor"} <= counting["llama3"]
    assert {"short_factor", "long_factor", "attention_factor"} <= counting["longrope"]
    assert "factor" not in counting["longrope"]
    assert counting["proportional"] - counting["default"] == {"factor"}


def test_longrope_without_lists_says_that_its_factors_stand_in():
    assert "stand in" in Rope(scaling="longrope").remark
    assert Rope(head_dim=4, scaling="longrope", short_factor=(1, 1), long_factor=(1, 4)).remark == ""
    assert Rope(head_dim=4, scaling="longrope", long_factor=(1, 4)).remark
    assert Rope().remark == ""


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"scaling": "longrope", "long_factor": (1.0,) * 5},
            "long_factor: 5 numbers given; allowed: auto, or 4 numbers, one for each pair",
        ),
        ({"scaling": "longrope", "short_factor": (0.0,) * 4}, "short_factor: 0.0 given"),
        ({"scaling": "longrope", "short_factor": (-1.0,) * 4}, "short_factor: -1.0 given"),
        (
            {"scaling": "llama3", "low_freq_factor": 5},
            "high_freq_factor: 4.0 given; allowed: low_freq_factor, 5, or more",
        ),
        ({"scaling": "yarn", "beta_slow": 64}, "beta_fast: 32.0 given; allowed: beta_slow, 64, or more"),
        ({"scaling": "su"}, "scaling: su given; allowed: default, linear, ntk"),
    ],
)
def test_parameters_that_do_not_fit_one_another_are_refused(values, message):
    with pytest.raises(ParameterError, match=message.replace(".", r"\.")):
        Rope(head_dim=8, **values)


def test_parameters_that_do_not_count_are_not_compared():
    assert Rope(head_dim=8, low_freq_factor=5, beta_slow=64, long_factor=(1.0,) * 5).scaling == "default"


def test_proportional_scaling_keeps_the_pairing_of_the_whole_head():
    proportional = Rope(head_dim=16, scaling="proportional", partial_rotary_factor=0.5, pairing="half")
    partial = proportional.replace(scaling="default")
    x = np.random.default_rng(1).normal(size=(1, 16))
    moved = [np.flatnonzero(rope.rotate(x, [3])[0] != x[0]).tolist() for rope in (proportional, partial)]
    assert moved == [[0, 1, 2, 3, 8, 9, 10, 11], [0, 1, 2, 3, 4, 5, 6, 7]]
    assert proportional.wavelengths(1)[4:].tolist() == [np.inf] * 4


def test_a_proportional_head_of_which_nothing_turns_still_has_pictures():
    still = Rope(head_dim=8, scaling="proportional", partial_rotary_factor=0.0)
    assert not still.frequencies(1).any()
    assert (still.picture(10).full() == 1).all()


def test_a_reading_of_a_scaled_pair_says_by_how_much_it_is_slowed():
    reading = LLAMA.reading(37, 63, 8192)
    assert reading.formula == "cos(37 · 3.06893e-07)"
    assert dict(reading.rows)["slowed by"] == "8"
    assert dict(reading.rows)["unscaled frequency"] == "2.45514e-06 rad"
    assert "llama3 scaling" in reading.definition
    assert GPT_OSS.reading(37, 0, 10).formula == "1.34657 · cos(37 · 1)"
    assert GPT_OSS.reading(37, 0, 10).value == pytest.approx(1.3465735902799727 * np.cos(37), rel=1e-14)
    stilled = Rope(head_dim=8, scaling="proportional", partial_rotary_factor=0.25).reading(3, 3, 10)
    assert dict(stilled.rows)["slowed by"] == "stilled"
    assert stilled.value == 1


def test_the_pairs_of_llama_4_scout_are_kept_or_divided():
    scout = Rope(head_dim=128, base=5e5, scaling="llama3", factor=16.0, high_freq_factor=1.0)
    share = scout.rule.interpolation(scout.ladder, 1)
    assert counts(share).blended == 0
    assert np.isfinite(scout.frequencies(1)).all()


# xPos

xposes = st.builds(
    Xpos,
    head_dim=st.integers(1, 32).map(lambda pairs: 2 * pairs),
    base=st.floats(10, 1e6),
    pairing=st.sampled_from(PAIRINGS),
    scale_base=st.floats(16, 4096),
)


def scores(encoding, q, k, length):
    positions = np.arange(length)
    queries, keys = encoding.rotate(q, positions, length), encoding.rotate(k, positions, length, keys=True)
    return queries @ keys.T


def test_scores_of_xpos_agree_with_published_ones(arrays):
    name = "xpos.scores.6x6"
    found = scores(Xpos(head_dim=8), arrays[f"{name}.q"], arrays[f"{name}.k"], 6)
    assert found == pytest.approx(arrays[name], abs=20 * tolerance(6))


@pytest.mark.parametrize("wrong", [{"scale_base": 64.0}, {"pairing": "half"}])
def test_scores_of_xpos_with_another_convention_do_not(arrays, wrong):
    name = "xpos.scores.6x6"
    found = scores(Xpos(head_dim=8, **wrong), arrays[f"{name}.q"], arrays[f"{name}.k"], 6)
    assert np.abs(found - arrays[name]).max() > 0.01


def test_scores_of_xpos_whose_keys_grow_with_queries_do_not(arrays):
    name, xpos = "xpos.scores.6x6", Xpos(head_dim=8)
    queries, keys = (xpos.rotate(arrays[f"{name}.{part}"], np.arange(6), 6) for part in "qk")
    assert np.abs(queries @ keys.T - arrays[name]).max() > 0.005


@quick
@given(xposes, st.integers(2, 40))
def test_scores_of_equal_vectors_of_xpos_depend_on_the_offset_only(encoding, length):
    x = np.random.default_rng(2).normal(size=encoding.head_dim)
    matrix = scores(encoding, np.tile(x, (length, 1)), np.tile(x, (length, 1)), length)
    for offset in range(1 - length, length):
        diagonal = np.diagonal(matrix, offset)
        assert diagonal == pytest.approx(np.full(len(diagonal), diagonal[0]), rel=1e-9, abs=1e-9)


@quick
@given(xposes, st.integers(1, 60), st.integers(0, 30))
def test_scores_of_xpos_do_not_depend_on_its_centre(encoding, length, shift):
    q, k = np.random.default_rng(3).normal(size=(2, 1, encoding.head_dim))
    one, other = (
        encoding.rotate(q, [length // 3], n)[0] @ encoding.rotate(k, [length // 2], n, keys=True)[0]
        for n in (length, length + 2 * shift + 1)
    )
    assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


@quick
@given(st.integers(1, 32), st.integers(0, 500), st.integers(0, 500))
def test_xpos_that_hardly_fades_is_rope(pairs, m, n):
    q, k = np.random.default_rng(4).normal(size=(2, 1, 2 * pairs))
    xpos, rope = Xpos(head_dim=2 * pairs, scale_base=1e9), Rope(head_dim=2 * pairs)
    score = xpos.rotate(q, [m], 501)[0] @ xpos.rotate(k, [n], 501, keys=True)[0]
    assert score == pytest.approx(rope.rotate(q, [m])[0] @ rope.rotate(k, [n])[0], abs=1e-4 * pairs)


@quick
@given(xposes, st.integers(2, 60))
def test_the_similarity_of_xpos_is_the_score_of_equal_unit_vectors(encoding, length):
    ones = np.full((length, encoding.head_dim), np.sqrt(0.5))
    matrix, curve = encoding.similarity(length, "dot")
    wanted = scores(encoding, ones, ones, length)
    assert matrix.full() == pytest.approx(wanted, rel=1e-9, abs=1e-9)
    offsets = np.arange(1.0 - length, length)
    assert curve.at(offsets) == pytest.approx(
        [wanted[max(0, int(d)), max(0, -int(d))] for d in offsets], rel=1e-9, abs=1e-9
    )
    assert encoding.similarity(length, "cosine")[1].at(np.zeros(1))[0] == pytest.approx(1)


def test_what_is_left_of_a_pair_after_the_scale_base_is_its_share():
    xpos = Xpos(head_dim=64)
    assert xpos.shares[0] == pytest.approx(0.4 / 1.4)
    assert xpos.shares[31] == pytest.approx((62 + 25.6) / 89.6)
    assert np.exp(512 * xpos.growth(1)) == pytest.approx(xpos.shares)


def test_xpos_goes_as_far_as_float64_does():
    xpos = Xpos()
    assert 200_000 < xpos.longest < 400_000
    matrix, _ = xpos.similarity(xpos.longest, "dot")
    assert np.isfinite(matrix.at([0, xpos.longest - 1], [0, xpos.longest - 1])).all()
    edges = np.linspace(0, xpos.longest, 65).astype(np.int64)
    assert np.isfinite(matrix.mean(edges, edges)[np.tril_indices(64)]).all()
    assert np.isfinite(xpos.picture(xpos.longest).mean(edges, np.arange(33))).all()
    assert Xpos(scale_base=1e9).longest == 10_000_000


def test_a_reading_of_xpos_says_what_queries_and_keys_are_multiplied_by():
    reading = Xpos(head_dim=64).reading(512 + 64, 0, 128)
    assert reading.formula == "0.2857^{(576 − 64)/512} · cos(576 · 10000^{−0/64})"
    assert dict(reading.rows)["query times"] == "0.285714"
    assert dict(reading.rows)["key times"] == "3.5"
    assert reading.value == pytest.approx(0.4 / 1.4 * np.cos(576))


@pytest.mark.parametrize("scaling", [s for s in SCALINGS if s != "proportional"])
def test_the_ladder_that_is_scaled_is_that_of_the_dimensions_that_turn(scaling):
    part = Rope(head_dim=32, partial_rotary_factor=0.25, scaling=scaling)
    whole = Rope(head_dim=8, scaling=scaling)
    assert (part.frequencies(20_000) == whole.frequencies(20_000)).all()
    assert len(part.frequencies(20_000)) == 4


@pytest.mark.parametrize(("head_dim", "base", "length"), [(18, 1e9, 40), (4, 1e9, 17), (10, 1e4, 40)])
def test_the_extent_of_a_slow_pair_that_fades_at_once_is_finite(head_dim, base, length):
    """Its next crest lies so far off that the power there would overflow, which fails a test."""
    table = Xpos(head_dim=head_dim, base=base, scale_base=1.0).picture(length)
    for column in range(table.shape[1]):
        low, high = table.envelope(column, np.array([0.0, length - 1.0]))
        values = table.at(np.arange(length), [column])
        assert low[0] <= values.min() <= values.max() <= high[0] < np.inf
