from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.diagnosis import CORRECT, diagnose
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.fourier import Fourier
from pe_desktop.engine.encodings.gray import GrayCode
from pe_desktop.engine.encodings.naive import BinaryCode, IntegerIndex, NormalizedIndex
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from tests.engine.diagnosis import cases
from tests.engine.golden import GOLDEN

LLAMA_3 = {"base": 500_000.0, "scaling": "llama3", "factor": 8.0, "original_max_position_embeddings": 8192}
YARN = {"scaling": "yarn", "original_max_position_embeddings": 4096}
GPT_OSS = {**YARN, "base": 150_000.0, "factor": 32.0, "truncate": False, "max_position_embeddings": 131_072}
ROPES = (
    Rope(head_dim=64),
    Rope(head_dim=128, base=500_000.0, pairing="half"),
    Rope(head_dim=64, base=160_000.0, pairing="half"),
    Rope(head_dim=64, pairing="half", scaling="linear", factor=4.0),
    Rope(head_dim=128, pairing="half", scaling="ntk", factor=4.0),
    Rope(head_dim=128, pairing="half", max_position_embeddings=65536, **LLAMA_3),
    Rope(head_dim=128, pairing="half", factor=16.0, max_position_embeddings=65536, **YARN),
    Rope(
        head_dim=64,
        pairing="half",
        base=150_000.0,
        factor=32.0,
        truncate=False,
        max_position_embeddings=131_072,
        **YARN,
    ),
    Rope(head_dim=64, factor=40.0, mscale=1.0, mscale_all_dim=1.0, max_position_embeddings=163_840, **YARN),
    Rope(head_dim=512, base=1e6, pairing="half", scaling="proportional", partial_rotary_factor=0.25),
)
PARTIAL = Rope(head_dim=256, partial_rotary_factor=0.25), Rope(head_dim=80, partial_rotary_factor=0.4, pairing="half")


def named(made):
    return pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in made])


@named([*cases.sinusoidal_cases(), *cases.bias_cases(), *cases.patch_cases()])
def test_a_scheme_is_named_with_its_settings(case):
    found = diagnose(case.array)
    assert found.verdict == CORRECT, found.headline
    assert found.best.encoding == case.encoding


def _same_frequencies(found, encoding, length):
    return np.allclose(found.frequencies(length), encoding.frequencies(length), rtol=1e-4, atol=1e-12)


@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
@pytest.mark.parametrize("encoding", ROPES, ids=lambda e: f"{e.scaling} {e.base:g} {e.head_dim}")
def test_a_rotary_cache_is_named_in_every_form(encoding, dtype):
    for form, array, before in cases.forms(encoding, 300):
        if np.iscomplexobj(array) or (dtype == "bf16" and form in ("cos", "sin", "twice")):
            continue  # one function in bf16 leaves too many settings open
        found = diagnose(cases.kept(array, dtype), before)
        assert found.verdict == CORRECT, (form, found.headline)
        best = found.best.encoding
        assert (best.scaling, best.factor) == (encoding.scaling, encoding.factor), form
        assert _same_frequencies(best, encoding, 300), (form, found.headline)
        assert found.dtype == dtype


@pytest.mark.parametrize("encoding", ROPES, ids=lambda e: f"{e.scaling} {e.base:g} {e.head_dim}")
def test_inverse_frequencies_and_angles_are_named(encoding):
    for array in (encoding.frequencies(64), encoding.numbers(64).full()):
        found = diagnose(cases.kept(array, "fp32"))
        assert found.verdict == CORRECT, found.headline
        assert found.best.encoding.scaling == encoding.scaling
        assert _same_frequencies(found.best.encoding, encoding, 64)


@pytest.mark.parametrize("encoding", [ROPES[0], ROPES[1], *PARTIAL], ids=lambda e: f"{e.head_dim} {e.pairing}")
@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
def test_rotated_queries_tell_pairing_base_and_share(encoding, dtype):
    _, array, before = cases.forms(encoding, 128)[-1]
    found = diagnose(cases.kept(array, dtype), before)
    assert found.verdict == CORRECT, found.headline
    assert found.best.encoding == encoding


def test_complex_numbers_are_a_cache_of_cosines_and_sines():
    _, array, _ = cases.forms(ROPES[0], 64)[5]
    found = diagnose(array.astype(np.complex64))
    assert found.best.encoding == Rope(head_dim=64)
    assert found.best.form == "cache of cosines and sines, in turn"


@pytest.mark.parametrize(
    "encoding",
    [
        IntegerIndex(),
        NormalizedIndex(),
        BinaryCode(bits=8),
        GrayCode(bits=8),
        Fourier(),
        Fourier(coordinates="unit", pi=False, include_input=True),
        Nope(),
    ],
    ids=lambda e: e.id,
)
def test_what_one_would_try_first_is_named(encoding):
    array = cases.bias(encoding, 60) if isinstance(encoding, Nope) else encoding.numbers(100).full()
    found = diagnose(cases.kept(array, "fp32"))
    assert (found.verdict, found.best.encoding) == (CORRECT, encoding)


GOLDEN_TABLES = {
    "sinusoidal.interleaved.50x64": Sinusoidal(d_model=64),
    "sinusoidal.half_split.50x64": Sinusoidal(d_model=64, layout="half-split"),
    "sinusoidal.tensor2tensor.50x64": Sinusoidal(d_model=64, layout="half-split", ladder="tensor2tensor"),
    "sinusoidal.whisper.100x384": Sinusoidal(d_model=384, layout="half-split", ladder="tensor2tensor"),
    "sincos2d.timm.3x5x32": Sincos2d(grid=(3, 5), d_model=32, convention="timm"),
    "sincos2d.timm_interleave.3x5x32": Sincos2d(grid=(3, 5), d_model=32, convention="timm-interleave"),
    "alibi.slopes.8": Alibi(num_heads=8),
    "alibi.slopes.12": Alibi(num_heads=12),
    "alibi.slopes.112": Alibi(num_heads=112),
}


@pytest.mark.parametrize("name", GOLDEN_TABLES)
def test_what_published_code_returns_is_called_correct(name, arrays):
    found = diagnose(arrays[name])
    assert found.verdict == CORRECT, found.headline
    assert found.best.encoding == GOLDEN_TABLES[name]


SCALED = [name for name in GOLDEN if name.startswith("rope_scaling.") and "longrope" not in name]


@pytest.mark.parametrize("name", SCALED)
def test_published_scalings_are_told_from_their_frequencies(name, arrays):
    found = diagnose(arrays[name])
    assert found.verdict == CORRECT, found.headline
    rope = found.best.encoding
    assert np.allclose(rope.frequencies(1), arrays[name], rtol=2e-6)
    kind = name.split(".")[1]
    meant = {"dynamic": "default" if "short" in name else "ntk"}.get(kind, kind)
    assert rope.scaling == meant


@pytest.mark.parametrize(("name", "pairing"), [("rope.half.33x16", "half"), ("rope.interleaved.33x16", "interleaved")])
def test_what_published_code_rotates_is_called_correct(name, pairing, arrays):
    inputs = GOLDEN[name]["inputs"]
    found = diagnose(arrays[name], arrays[f"{name}.{inputs[0]}"])
    assert (found.verdict, found.best.encoding) == (CORRECT, Rope(head_dim=16, pairing=pairing))
