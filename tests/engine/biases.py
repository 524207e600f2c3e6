"""Biases of every kind and at their ends, for tests that hold for all of them."""

from __future__ import annotations

from pe_desktop.engine.encodings.alibi import Alibi
from pe_desktop.engine.encodings.fire import Fire
from pe_desktop.engine.encodings.kerple import Kerple
from pe_desktop.engine.encodings.nope import Nope
from pe_desktop.engine.encodings.sandwich import Sandwich
from pe_desktop.engine.encodings.shaw import Shaw
from pe_desktop.engine.encodings.t5 import T5
from pe_desktop.engine.encodings.transformer_xl import TransformerXl

RELATIVE = {
    "alibi": Alibi(),
    "alibi, one head": Alibi(num_heads=1),
    "alibi, 112 heads": Alibi(num_heads=112),
    "alibi, both sides": Alibi(bidirectional=True),
    "t5": T5(),
    "t5 decoder": T5(bidirectional=False),
    "t5, few buckets": T5(num_buckets=4, max_distance=2),
    "kerple": Kerple(),
    "kerple power": Kerple(kernel="power", p=2.0),
    "fire": Fire(),
    "fire, low threshold": Fire(threshold=1, mlp_width=1),
    "sandwich": Sandwich(),
    "sandwich, two dimensions": Sandwich(d_model=2, base=1.0),
    "shaw": Shaw(),
    "shaw, narrow": Shaw(max_relative_position=1, head_dim=1),
    "transformer-xl": TransformerXl(),
    "transformer-xl, two dimensions": TransformerXl(head_dim=2, base=1.0),
    "nope": Nope(),
}
BY_ROWS = [name for name, encoding in RELATIVE.items() if encoding.by_offset(8, 0) is None]
