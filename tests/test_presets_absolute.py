"""Presets of absolute tables: what each one shows is what its source has."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.encoding import Tabular
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import Floats
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from pe_desktop.presets.absolute import FOUND
from pe_desktop.presets.preset import MODELS, Preset
from tests.engine.golden import FOLDER, tolerance

SHAPES = {
    "d2l-waves": ("waves", [(60, 32)]),
    "d2l-heatmap": ("heatmap", [(60, 32)]),
    "tensorflow-heatmap": ("heatmap", [(50, 512)]),
    "tensorflow-rates": ("frequencies", [(50, 512)]),
    "tensorflow-similarity": ("similarity", [(50, 512)]),
    "wang-chen-2020": ("similarity", [(512, 768), (512, 384)]),
    "learned-helix": ("helix", [(512, 384)]),
    "learned-beside-sinusoidal": ("similarity", [(256, 384), (256, 384)]),
    "convtran-offsets": ("offset-similarity", [(501, 64), (501, 512)]),
    "transformer-base": ("heatmap", [(256, 512)]),
    "m2m100": ("heatmap", [(1024, 1024)]),
    "whisper": ("heatmap", [(1500, 384)]),
    "minilm": ("heatmap", [(512, 384)]),
    "rxnmapper": ("heatmap", [(512, 128)]),
}


def numbers(name: str, key: str) -> Floats:
    preset = PRESETS[name]
    return PICTURES[preset.figure].numbers(preset.state.document, preset.state.view)[key]


def test_every_preset_is_found_and_has_its_shape() -> None:
    assert [preset.id for preset in FOUND] == list(SHAPES)
    assert all(PRESETS[preset.id] is preset for preset in FOUND)


@pytest.mark.parametrize("name", SHAPES)
def test_a_preset_has_the_size_of_its_original(name: str) -> None:
    figure, shapes = SHAPES[name]
    document = PRESETS[name].state.document
    assert PRESETS[name].figure == figure
    tables = [e.numbers(document.length) for e in document.encodings if isinstance(e, Tabular)]
    assert [table.shape for table in tables] == shapes


@pytest.mark.parametrize("preset", FOUND, ids=lambda p: p.id)
def test_a_preset_that_shows_another_table_than_its_original_says_so(preset: Preset) -> None:
    learned = [e.table.name for e in preset.state.document.encodings if isinstance(e, Learned)]
    assert all(name.split("-")[0] in preset.source for name in learned)
    if learned and preset.group != MODELS:
        assert "not bundled" in preset.source or "a table of his own" in preset.source


def test_the_waves_of_d2l_are_sines_and_cosines_of_pairs_3_and_4() -> None:
    angles = np.outer(np.arange(60), 10000.0 ** (-np.array([6, 8]) / 32))
    wanted = np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(60, 4)
    assert numbers("d2l-waves", "waves") == pytest.approx(wanted, abs=1e-13)


def test_the_heatmap_of_tensorflow_has_the_rates_of_its_notebook() -> None:
    angles = np.outer(np.arange(50), 1 / 10000 ** np.linspace(0, 1, 256))
    wanted = np.hstack([np.sin(angles), np.cos(angles)])
    assert numbers("tensorflow-heatmap", "table") == pytest.approx(wanted, abs=1e-12)


def test_position_20_of_the_notebook_is_most_like_itself_and_stands_at_the_cursor() -> None:
    state = PRESETS["tensorflow-similarity"].state
    row = numbers("tensorflow-similarity", "similarity")[20]
    assert state.view.position == 20
    assert (row.argmax(), row.max()) == (20, pytest.approx(256))


def test_products_of_convtran_are_half_the_width_at_offset_0_and_sharper_in_a_wide_table() -> None:
    narrow, wide = (numbers("convtran-offsets", key) for key in ("by_offset", "by_offset_b"))
    assert (narrow[0, 0], narrow[-1, 0]) == (-500, 500)
    assert (narrow[500, 1], wide[500, 1]) == (pytest.approx(32), pytest.approx(256))


def test_the_table_of_whisper_is_the_one_of_its_source() -> None:
    table = numbers("whisper", "table")
    with np.load(FOLDER / "golden.npz") as arrays:
        assert table[:100] == pytest.approx(arrays["sinusoidal.whisper.100x384"], abs=tolerance(100))
    other = Sinusoidal(d_model=384, layout="half-split").numbers(1500).full()
    assert np.abs(other - table).max() == pytest.approx(1.98, abs=0.02)


def test_the_first_token_of_m2m100_takes_row_2_of_its_table() -> None:
    frequencies = 10000.0 ** (-np.arange(512) / 511)
    wanted = np.append(np.sin(2 * frequencies), np.cos(2 * frequencies))
    assert numbers("m2m100", "table")[0] == pytest.approx(wanted, abs=1e-14)
    document = PRESETS["m2m100"].state.document
    assert isinstance(document.encoding, Sinusoidal)
    from_zero = document.replace(encoding=document.encoding.replace(offset=0))
    assert not PICTURES["heatmap"].numbers(from_zero, View())["table"][1].any()


def test_the_helix_of_a_learned_table_goes_round() -> None:
    """The first two components have nearly equal shares, and positions keep to a ring."""
    scores, shares = numbers("learned-helix", "components"), numbers("learned-helix", "shares")
    radius = np.hypot(scores[1:, 0], scores[1:, 1])
    assert shares[0] == pytest.approx(shares[1], rel=0.02)
    assert np.percentile(radius, 2) > 0.5 * np.median(radius)
