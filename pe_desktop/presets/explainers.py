"""Figures of articles that explained the sinusoidal encoding to everyone."""

from __future__ import annotations

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.presets.preset import SIGNATURE, Preset, looking

FOUND = (
    Preset(
        id="alammar-2018",
        label="Alammar 2018: 20 words, sines then cosines",
        group=SIGNATURE,
        figure="heatmap",
        source=(
            "Jay Alammar, The Illustrated Transformer, 2018: 20 positions of 512 dimensions, the left half sines and "
            "the right half cosines, with the frequencies of tensor2tensor's get_timing_signal_1d, in viridis"
        ),
        state=State(
            Document(
                length=20,
                colormap="viridis",
                encoding=Sinusoidal(d_model=512, layout="half-split", ladder="tensor2tensor"),
            ),
            looking(10, 4, 64),
        ),
    ),
    Preset(
        id="alammar-2020",
        label="Alammar 2020: 10 words, interleaved",
        group=SIGNATURE,
        figure="heatmap",
        source=(
            "Jay Alammar, The Illustrated Transformer, update of July 2020: 10 positions of 64 dimensions, sine and "
            "cosine in turn as in the paper, in viridis"
        ),
        state=State(Document(length=10, colormap="viridis", encoding=Sinusoidal(d_model=64)), looking(5, 2, 8)),
    ),
    Preset(
        id="kazemnejad-heatmap",
        label="Kazemnejad figure 2: the encoding of 50 positions",
        group=SIGNATURE,
        figure="heatmap",
        source=(
            "Amirhossein Kazemnejad, Transformer Architecture: The Positional Encoding, 2019, figure 2: 50 positions "
            "of 128 dimensions, red to blue"
        ),
        state=State(Document(length=50, encoding=Sinusoidal(d_model=128)), looking(25, 10, 16)),
    ),
    Preset(
        id="kazemnejad-similarity",
        label="Kazemnejad figure 3: products of all pairs of positions",
        group=SIGNATURE,
        figure="similarity",
        source=(
            "Amirhossein Kazemnejad, Transformer Architecture: The Positional Encoding, 2019, figure 3: the scalar "
            "product of every two positions; of the size of figure 2, since the article states none"
        ),
        state=State(
            Document(length=50, encoding=Sinusoidal(d_model=128)).choosing("similarity", metric="dot"),
            looking(25, 10, 16),
        ),
    ),
    Preset(
        id="annotated-transformer",
        label="The Annotated Transformer: dimensions 4 to 7",
        group=SIGNATURE,
        figure="waves",
        source=(
            "Sasha Rush et al., The Annotated Transformer, 2018: dimensions 4 to 7 of 20 over 100 positions, each a "
            "wave of its own frequency and offset"
        ),
        state=State(
            Document(length=100, encoding=Sinusoidal(d_model=20)).choosing("waves", dims=(4, 5, 6, 7)),
            looking(50, 20, 4),
        ),
    ),
    Preset(
        id="lil-log",
        label="Lil'Log: 32 positions in grey",
        group=SIGNATURE,
        figure="heatmap",
        source=(
            "Lilian Weng, The Transformer Family, 2020: 32 positions of 128 dimensions, −1 black, 0 grey and 1 white"
        ),
        state=State(Document(length=32, colormap="grey", encoding=Sinusoidal(d_model=128)), looking(16, 8, 16)),
    ),
)
