"""The other way: what is written of an encoding reads back to it."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.presets import PRESETS
from pe_desktop.sources.config.fragment import config_fragment
from tests.sources.configs import CONFIGS, GPT_OSS
from tests.sources.models import expected, read


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("preset", [p for p in CONFIGS if isinstance(expected(p), Rope | Mrope)])
def test_the_fragment_of_each_preset_reads_back_to_its_encoding(preset, old):
    document = PRESETS[preset].state.document
    encoding = document.encoding
    interleaved = isinstance(encoding, Rope) and encoding.pairing == "interleaved"
    stated = getattr(encoding, "max_position_embeddings", 0) if getattr(encoding, "trained", None) else document.length
    fragment = config_fragment(encoding, stated, old)
    model = read({"model_type": "helium" if interleaved else "arcee", **fragment})
    assert model.encoding == encoding
    assert model.unclear == ()
    assert ("rope_parameters" in fragment) is not old


SCALINGS = st.sampled_from(["default", "linear", "ntk", "dynamic", "yarn", "longrope", "llama3", "proportional"])


@settings(max_examples=200, deadline=None)
@given(
    SCALINGS, st.sampled_from([8, 64, 128]), st.floats(100, 1e6), st.floats(1, 64), st.sampled_from([1.0, 0.5, 0.25]),
    st.integers(512, 8192), st.booleans(), st.booleans(),
)  # fmt: skip
def test_any_fragment_reads_back_to_the_same_rotation(scaling, width, base, factor, share, original, truncate, old):
    encoding = Rope(
        head_dim=width, base=base, pairing="half", partial_rotary_factor=share, scaling=scaling, factor=factor,
        original_max_position_embeddings=original, max_position_embeddings=8 * original, truncate=truncate,
    )  # fmt: skip
    d = encoding.rotary_dim
    assume(scaling != "ntk" or d == 2 or base * factor ** (d / (d - 2)) <= 1e9)
    fragment = json.loads(json.dumps(config_fragment(encoding, 8 * original, old)))
    again = read({"model_type": "arcee", **fragment}).encoding
    for length in (1, 8 * original, 100 * original):
        assert again.frequencies(length) == pytest.approx(encoding.frequencies(length), rel=1e-12)
        assert again.attention(length) == pytest.approx(encoding.attention(length), rel=1e-12)
    assert again.rotary_dim == encoding.rotary_dim


def test_the_fragment_of_gpt_oss_is_what_stands_in_its_file():
    fragment = config_fragment(expected("gpt-oss-20b"), 131_072, old=True)
    assert fragment["rope_scaling"] == GPT_OSS["rope_scaling"]
    assert fragment["rope_theta"] == GPT_OSS["rope_theta"]


def test_a_plain_rotation_has_no_scaling_in_the_old_spelling():
    assert config_fragment(Rope(head_dim=64), 2048, old=True) == {
        "head_dim": 64,
        "max_position_embeddings": 2048,
        "rope_theta": 10000.0,
        "rope_scaling": None,
    }


def test_a_stretched_base_that_no_rotation_takes_is_refused():
    with pytest.raises(ParameterError, match="base: "):
        config_fragment(Rope(head_dim=64, base=1e9, scaling="ntk", factor=2.0), 2048)
