"""Sentences of which people ask what becomes of them without positions."""

from __future__ import annotations

from typing import Any

from pe_desktop.document import Document, State
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.presets.preset import SIGNATURE, Preset, looking


def _reordered(encoding: Encoding, text: str, against: str, **options: Any) -> State:
    document = Document(length=32, encoding=encoding, page="why")
    return State(document.choosing("attention", text=text, against=against, **options), looking(1, 4))


FOUND = (
    Preset(
        id="cat-and-mouse",
        label="The cat chased the mouse, and the other way round",
        group=SIGNATURE,
        figure="attention",
        source=(
            "The example of many explanations of positional encoding: who chased whom is in the order alone; "
            "with the sinusoids of Vaswani et al. 2017, width 64"
        ),
        state=_reordered(Sinusoidal(d_model=64), "The cat chased the mouse", "The mouse chased the cat"),
    ),
    Preset(
        id="king-and-queen",
        label="King and Queen: a mirror image that ALiBi cannot see",
        group=SIGNATURE,
        figure="attention",
        source=(
            "Press et al. 2022, ALiBi, without its causal mask: a bias of |query − key| is the same for a sentence "
            "and for itself read backwards"
        ),
        state=_reordered(Alibi(num_heads=8), "King and Queen", "Queen and King"),
    ),
    Preset(
        id="cat-on-the-mat",
        label="The cat sat on the mat: the causal mask alone",
        group=SIGNATURE,
        figure="attention",
        source=(
            "Haviv et al. 2022, Transformer Language Models without Positional Encodings Still Learn Positional "
            "Information: each query of a decoder sees another number of keys"
        ),
        state=_reordered(Nope(), "The cat sat on the mat", "The mat sat on the cat", causal=True),
    ),
    Preset(
        id="words-plus-positions",
        label="Words plus positions: a sum of two nearly at right angles",
        group=SIGNATURE,
        figure="addition",
        source=(
            "Vaswani et al. 2017, Attention Is All You Need, figure 1 and sections 3.4 and 3.5: embeddings times "
            "√d_model plus the encoding, d_model 512"
        ),
        state=State(
            Document(length=32, encoding=Sinusoidal(d_model=512), page="why").choosing(
                "addition", text="The cat sat on the mat"
            ),
            looking(1, 0),
        ),
    ),
)
