"""Figures of papers on rotary encodings."""

from __future__ import annotations

from typing import Any

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.presets.preset import SIGNATURE, Preset, looking


def _document(length: int, **values: Any) -> Document:
    return Document(length=length, page="extend", encoding=Rope(**values))


FOUND = (
    Preset(
        id="roformer-figure-2",
        label="RoFormer figure 2: long-term decay",
        group=SIGNATURE,
        figure="decay",
        source=(
            "Su et al. 2021, RoFormer, section 3.4.3 and figure 2: the relative upper bound of the score by relative "
            "distance, base 10000; with 128 dimensions and distances to 250, since the text states none"
        ),
        state=State(_document(251, head_dim=128).choosing("decay", curves="bound"), looking(100, 0)),
    ),
    Preset(
        id="base-bounds-context",
        label="Base and decay: bases 100, 1,000 and 10,000",
        group=SIGNATURE,
        figure="decay",
        source=(
            "Base of RoPE Bounds Context Length, 2024, the first of two panels: the sum of cosines by relative "
            "distance to 4000 at three bases; with 128 dimensions, where it is first below zero at 59, 361 and 1707"
        ),
        state=State(
            _document(4001, head_dim=128).choosing("decay", curves="cosine", bases=(100.0, 1000.0, 10000.0)),
            looking(1707, 0),
        ),
    ),
    Preset(
        id="base-bounds-context-far",
        label="Base and decay: bases 10,000 and 1,000,000",
        group=SIGNATURE,
        figure="decay",
        source=(
            "Base of RoPE Bounds Context Length, 2024, after the second of two panels, with distances to 30000: the "
            "sum of cosines at a small and a great base; with 128 dimensions, where it is first below zero at 27115"
        ),
        state=State(
            _document(30_001, head_dim=128).choosing("decay", curves="cosine", bases=(10000.0, 1000000.0)),
            looking(27_115, 0),
        ),
    ),
    Preset(
        id="yarn-quantities",
        label="YaRN: wavelengths, ramp and attention factor of Llama 2",
        group=SIGNATURE,
        figure="frequencies",
        source=(
            "Peng et al. 2023, YaRN, section 3, whose quantities are given as formulas: of 64 pairs at base 10000 and "
            "4096 positions 21 are kept, 25 blended and 18 interpolated, here by a factor of 16"
        ),
        state=State(
            _document(
                65_536,
                head_dim=128,
                pairing="half",
                scaling="yarn",
                factor=16.0,
                original_max_position_embeddings=4096,
                max_position_embeddings=65_536,
            ),
            looking(37, 30, 33),
        ),
    ),
)
