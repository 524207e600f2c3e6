"""Models and figures of biases on attention scores."""

from __future__ import annotations

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.t5 import T5
from pe_desktop.presets.preset import MODELS, SIGNATURE, Preset

_BLOOM = "it adds m · key instead of −m · (query − key), which the softmax does not tell apart"


def _document(encoding: Alibi | T5, length: int) -> Document:
    return Document(length=length, encoding=encoding, page="relative")


def _heads(document: Document) -> Document:
    """With all heads as small matrices."""
    return document.choosing("bias", all_heads=True)


FOUND = (
    Preset(
        id="alibi-slopes",
        label="ALiBi: slopes 1/2 to 1/256",
        group=SIGNATURE,
        figure="bias",
        source=(
            "Press, Smith and Lewis 2022, Train Short, Test Long, figure 3 and section 3: eight heads whose slopes are "
            "1/2, 1/4, … 1/256; the paper's figure states no length, here 64"
        ),
        state=State(_document(Alibi(num_heads=8), 64), View(position=40, key=24)),
    ),
    Preset(
        id="t5-buckets",
        label="T5: 32 buckets of distances",
        group=SIGNATURE,
        figure="bias",
        source=(
            "Raffel et al. 2020, T5, section 2.1, and its code: 32 buckets up to distance 128, half of them for keys "
            "after the query; the values of the buckets are synthetic"
        ),
        state=State(_document(T5(num_heads=1), 256), View(position=160, key=96)),
    ),
    Preset(
        id="bloom",
        label="BLOOM 176B",
        group=MODELS,
        figure="bias",
        source=(
            f"BigScience, BLOOM: ALiBi with 112 heads, no power of two, so its slopes are unsorted; {_BLOOM}"
            "; trained at 2,048 positions, of which 64 are shown"
        ),
        state=State(_document(Alibi(num_heads=112), 64), View(position=40, key=24)),
    ),
    Preset(
        id="bloom-560m",
        label="BLOOM 560M",
        group=MODELS,
        figure="bias",
        source=(
            f"BigScience, BLOOM 560M: ALiBi with 16 heads, slopes from 0.7071 to 1/256; {_BLOOM}"
            "; trained at 2,048 positions, of which 128 are shown"
        ),
        state=State(_heads(_document(Alibi(num_heads=16), 128)), View(position=80, key=48)),
    ),
    Preset(
        id="mpt-7b",
        label="MPT 7B",
        group=MODELS,
        figure="bias",
        source=(
            "MosaicML, MPT 7B: ALiBi with 32 heads and alibi_bias_max 8; trained at 2,048 positions, of which 128 are "
            "shown"
        ),
        state=State(_document(Alibi(num_heads=32, alibi_bias_max=8.0), 128), View(position=80, key=48, head=7)),
    ),
    Preset(
        id="t5",
        label="T5 encoder",
        group=MODELS,
        figure="bias",
        source=(
            "Google, T5: 32 buckets up to distance 128, on both sides of the query; eight heads as in T5 small, with "
            "synthetic values instead of the trained ones"
        ),
        state=State(_document(T5(num_heads=8), 256), View(position=160, key=96)),
    ),
    Preset(
        id="t5-decoder",
        label="T5 decoder",
        group=MODELS,
        figure="bias",
        source=(
            "Google, T5: 32 buckets up to distance 128, all of them for keys before the query; eight heads as in T5 "
            "small, with synthetic values instead of the trained ones"
        ),
        state=State(_document(T5(num_heads=8, bidirectional=False), 256), View(position=160, key=96)),
    ),
)
