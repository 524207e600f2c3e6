"""What a builder opens the program for: a table of a port that has a bug, and a context that is to be longer."""

from __future__ import annotations

import numpy as np

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import Weights
from pe_desktop.presets.precision import PITFALLS
from pe_desktop.presets.preset import Preset, looking

LENGTH, WIDTH = 128, 64


def _own_exponents() -> Weights:
    """(128, 64) sinusoids in which each cosine has the exponent of its own column."""
    table = Sinusoidal(d_model=WIDTH).numbers(LENGTH).full()
    columns = np.arange(1, WIDTH, 2)
    table[:, 1::2] = np.cos(np.multiply.outer(np.arange(LENGTH), 10000.0 ** (-columns / WIDTH)))
    return Weights("cos-exponent", FrozenArray(table.astype(np.float32)))


def _diagnosed(table: Weights, view: View) -> State:
    return State(Document(length=table.shape[0], encoding=Learned(table=table), page="doctor"), view)


FOUND = (
    Preset(
        id="cos-exponent",
        label="A port with a bug: the cosine's exponent",
        group=PITFALLS,
        figure="diagnosis",
        source=(
            "SamLynnEvans/Transformer, thread 25, and many copies: the cosine of column 2i + 1 is given the exponent "
            "(2i + 1)/d, so that sine and cosine are no pair and no rotation leads from one position to another"
        ),
        state=_diagnosed(_own_exponents(), looking(37, 30, 13)),
    ),
    Preset(
        id="llama-2-to-32k",
        label="Llama 2 from 4,096 to 32,768 positions",
        group=PITFALLS,
        figure="context-plan",
        source=(
            "Peng et al. 2023, YaRN, and Chen et al. 2023, position interpolation: heads of 128 dimensions at base "
            "10,000, trained on 4,096 positions; the NTK rule leaves 17 of the 18 slowest pairs beyond what they saw"
        ),
        state=State(
            Document(length=4096, encoding=Rope(head_dim=128, pairing="half"), page="extend").choosing(
                "context-plan", target=32768.0, plan="yarn"
            ),
            looking(37, 30, 50),
        ),
    ),
)
