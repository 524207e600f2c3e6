"""The other way for what is added: the keys of the model that has an encoding read back to it."""

from __future__ import annotations

import pytest

from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.presets import PRESETS
from pe_desktop.sources.config.model import LearnedTable
from pe_desktop.sources.config.model_fragment import model_fragment
from tests.sources.configs import CONFIGS
from tests.sources.models import expected, read, shown

ADDED = [p for p in CONFIGS if not isinstance(expected(p), Rope | Mrope)]


@pytest.mark.parametrize("preset", ADDED)
def test_the_keys_of_each_preset_read_back_to_its_encoding(preset):
    document = PRESETS[preset].state.document
    model = read(model_fragment(document.encoding, document.length))
    wanted = expected(preset)
    same = [
        each.encoding for each in model.layers if isinstance(each.encoding, LearnedTable) == isinstance(wanted, Learned)
    ]
    assert wanted in [shown(encoding, preset) for encoding in same]
    assert model.unclear == ()


@pytest.mark.parametrize(
    "encoding",
    [
        Sinusoidal(d_model=32),
        Sinusoidal(d_model=33, layout="half-split", odd="sine"),
        Alibi(num_heads=12, alibi_bias_max=4.0),
        Sincos2d(grid=(3, 5), d_model=16, convention="mae"),
    ],
)
def test_so_do_those_of_other_sizes(encoding):
    model = read(model_fragment(encoding, 15))
    assert (model.encoding, model.length) == (encoding, 15)


@pytest.mark.parametrize(
    "encoding",
    [
        Sinusoidal(base=100.0),
        Alibi(bidirectional=True),
        Sincos2d(convention="moco-v3"),
        Swin(grid=(7, 8)),
        Learned(offset=2),
    ],
)
def test_what_no_model_has_has_no_keys(encoding):
    assert model_fragment(encoding, 49) == {}
