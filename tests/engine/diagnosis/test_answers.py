from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from pe_desktop.engine.diagnosis import CORRECT, NOTHING, diagnose
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal

TABLE = Sinusoidal(d_model=32).numbers(100).full()


def test_settings_are_named_as_the_parameters_are():
    best = diagnose(TABLE).best
    settings = dict(best.settings)
    assert (settings["layout"], settings["ladder"], settings["base"]) == ("interleaved", "vaswani", "10000")
    assert (best.scheme, best.form, best.length) == ("Sinusoidal", "table", 100)


@pytest.mark.parametrize(
    ("made", "dtype"),
    [(np.float64, "fp64"), (np.float32, "fp32"), (np.float16, "fp16"), (ml_dtypes.bfloat16, "bf16")],
)
def test_the_number_format_is_told_from_the_values(made, dtype):
    kept = TABLE.astype(made)
    assert diagnose(kept).dtype == dtype
    assert diagnose(kept.astype(np.float64)).dtype == dtype


def test_errors_are_those_of_the_array_and_their_map_has_its_shape():
    errors = diagnose(TABLE.astype(np.float16)).best.errors
    off = np.abs(TABLE.astype(np.float16) - TABLE)
    assert np.isclose(errors.max, off.max())
    assert np.isclose(errors.rms, np.sqrt(np.square(off).mean()))
    assert np.isclose(errors.relative, errors.rms / np.sqrt(np.square(TABLE).mean()), rtol=1e-3)
    assert np.allclose(errors.map.values, off)
    assert (errors.rows, errors.of) == (100, 100)


def test_the_map_of_a_long_table_holds_block_means():
    table = Sinusoidal(d_model=32).numbers(1000).full()
    kept = table.astype(np.float16)
    errors = diagnose(kept).best.errors
    assert errors.map.values.shape == (256, 32)
    assert np.isclose(
        (errors.map.values * np.diff(np.arange(257) * 1000 // 256)[:, None]).sum(), np.abs(kept - table).sum()
    )


def test_a_short_cache_says_which_pairs_it_cannot_tell():
    found = diagnose(np.cos(Rope(head_dim=128).numbers(16).full()).astype(np.float16))
    assert found.verdict == CORRECT
    assert any("slowest pairs turn too little" in remark for remark in found.best.remarks)


def test_what_has_the_same_numbers_is_said():
    found = diagnose(Sincos2d(convention="moco-v3", d_model=64).numbers(196).full())
    assert any("moco-v3" in said for said in (found.headline, *found.ambiguities))
    assert any("timm-interleave" in said for said in (found.headline, *found.ambiguities))


def test_axes_of_length_one_do_not_matter():
    for values in (TABLE[None], TABLE[:, None], TABLE[None, None]):
        assert diagnose(values).best.encoding == Sinusoidal(d_model=32)


def test_a_mapped_file_is_read_by_rows(tmp_path):
    np.save(tmp_path / "table.npy", TABLE)
    assert diagnose(np.load(tmp_path / "table.npy", mmap_mode="r")).verdict == CORRECT


def test_a_gain_is_named():
    found = diagnose(TABLE * np.sqrt(32))
    assert found.best.encoding == Sinusoidal(d_model=32)
    assert any("√d_model" in remark for remark in found.best.remarks)


@pytest.mark.parametrize("values", [np.full((4, 4, 4, 4, 4), 1.0), np.full((20, 6), np.nan)], ids=["shape", "nan"])
def test_what_cannot_be_read_is_no_scheme_and_says_why(values):
    found = diagnose(values)
    assert found.verdict == NOTHING
    assert ("shape" in found.headline) or ("not a finite number in row 0, column 0" in found.headline)


@pytest.mark.parametrize(
    "values", [np.array(["a"]), np.zeros((0, 4)), np.array([None])], ids=["text", "empty", "object"]
)
def test_what_are_no_numbers_is_refused(values):
    with pytest.raises(ValueError, match="array: "):
        diagnose(values)


@pytest.mark.parametrize("values", [np.zeros((5, 4)), np.ones(3), np.zeros((1, 1)), np.arange(4.0)[:, None], np.eye(3)])
def test_tiny_and_constant_arrays_are_answered(values):
    assert diagnose(values).headline
