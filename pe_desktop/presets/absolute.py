"""Tables that published models add to their embeddings, and figures that papers and articles made of such tables."""

from __future__ import annotations

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.weights import bundled
from pe_desktop.presets.preset import MODELS, SIGNATURE, Preset, looking

TABLE = bundled("all-MiniLM-L6-v2")
D2L = Document(length=60, encoding=Sinusoidal(d_model=32))
TENSORFLOW = Document(length=50, encoding=Sinusoidal(d_model=512, layout="half-split", ladder="tensor2tensor"))

FOUND = (
    Preset(
        id="d2l-waves",
        label="Dive into Deep Learning: columns 6 to 9",
        group=SIGNATURE,
        figure="waves",
        source=(
            "Zhang et al., Dive into Deep Learning, section on self-attention and positional encoding: columns 6 to 9 "
            "of 32 over 60 positions; the original draws them in four colours, here a pair has one"
        ),
        state=State(D2L.choosing("waves", dims=(6, 7, 8, 9)), looking(30, 10, 6)),
    ),
    Preset(
        id="d2l-heatmap",
        label="Dive into Deep Learning: 60 rows of 32 columns",
        group=SIGNATURE,
        figure="heatmap",
        source=(
            "Zhang et al., Dive into Deep Learning, section on self-attention and positional encoding: 60 positions of "
            "32 columns; the original is in matplotlib's Blues, which is not offered: here the sign has a colour"
        ),
        state=State(D2L, looking(30, 10, 6)),
    ),
    Preset(
        id="tensorflow-heatmap",
        label="TensorFlow notebook: 50 positions, sines then cosines",
        group=SIGNATURE,
        figure="heatmap",
        source=(
            "TensorFlow's notebook position_encoding: 50 positions of 512 dimensions, the left half sines and the "
            "right half cosines, red to blue; its frequencies end at 1/10000, as tensor2tensor's do. "
            "Its plot of rates and its map of angles are not part of this preset"
        ),
        state=State(TENSORFLOW, looking(20, 10, 64)),
    ),
    Preset(
        id="tensorflow-rates",
        label="TensorFlow notebook: the rate of each depth",
        group=SIGNATURE,
        figure="frequencies",
        source=(
            "TensorFlow's notebook position_encoding: how fast the angle of each depth turns, on a log axis; here as "
            "the wavelength, 2π over the rate. The notebook spaces its rates to end at 1/10,000 exactly, and its "
            "degrees are off by a factor of two"
        ),
        state=State(TENSORFLOW.replace(page="extend"), looking(20, 10, 64)),
    ),
    Preset(
        id="tensorflow-similarity",
        label="TensorFlow notebook: products with position 20",
        group=SIGNATURE,
        figure="similarity",
        source=(
            "TensorFlow's notebook position_encoding: the scalar product of position 20 with all of 50, one curve; "
            "here it is the row at the cursor in the matrix of all pairs. Its squared distances are not shown, and "
            "PE shifted by 10 positions is the matrix M of the rotation"
        ),
        state=State(TENSORFLOW.choosing("similarity", metric="dot"), looking(20, 10, 64)),
    ),
    Preset(
        id="wang-chen-2020",
        label="Wang & Chen 2020: a sinusoid beside a learned table",
        group=SIGNATURE,
        figure="similarity",
        source=(
            "Wang and Chen 2020, What Do Position Embeddings Learn?: similarity of the first 512 positions of BERT, "
            "RoBERTa, GPT-2 and a sinusoid of 768 dimensions. A is that sinusoid; the learned ones are not bundled: "
            "B is the table of all-MiniLM-L6-v2, a smaller model of BERT's kind. Drawn as cosines"
        ),
        state=State(
            Document(length=512, encoding=Sinusoidal(d_model=768), compare=Learned(table=TABLE)).choosing(
                "similarity", metric="cosine"
            ),
            looking(256, 128, 64),
        ),
    ),
    Preset(
        id="learned-helix",
        label="The helix in a learned table",
        group=SIGNATURE,
        figure="helix",
        source=(
            "Adam Yedidia, GPT-2's positional embedding matrix is a helix, on LessWrong: principal components of 1024 "
            "positions of 768 dimensions. That table is not bundled: shown is the one of all-MiniLM-L6-v2, 512 "
            "positions of 384 dimensions, in which training has made a helix too"
        ),
        state=State(Document(length=512, encoding=Learned(table=TABLE), page="images"), looking(256, 128, 64)),
    ),
    Preset(
        id="learned-beside-sinusoidal",
        label="Learned beside sinusoidal: cosines of 256 positions",
        group=SIGNATURE,
        figure="similarity",
        source=(
            "Simon Halvdansson's article: self-similarity of a learned and of a sinusoidal encoding as two panels of "
            "cosines, 256 positions. He trained a table of his own: A is that of all-MiniLM-L6-v2, and B a sinusoid as "
            "wide, 384; he states no width"
        ),
        state=State(
            Document(length=256, encoding=Learned(table=TABLE), compare=Sinusoidal(d_model=384)).choosing(
                "similarity", metric="cosine"
            ),
            looking(128, 64, 64),
        ),
    ),
    Preset(
        id="convtran-offsets",
        label="ConvTran figure 1a: products by offset",
        group=SIGNATURE,
        figure="offset-similarity",
        source=(
            "Foumani et al. 2023, ConvTran, figure 1a: the scalar product of two positions by their offset, −500 to "
            "500, base 10000, for widths 64, 128, 256 and 512. A is the narrowest and B the widest of the four curves"
        ),
        state=State(
            Document(length=501, encoding=Sinusoidal(d_model=64), compare=Sinusoidal(d_model=512)).choosing(
                "offset-similarity", metric="dot"
            ),
            looking(250, 200, 12),
        ),
    ),
    Preset(
        id="transformer-base",
        label="Transformer base, as tensor2tensor trained it",
        group=MODELS,
        figure="heatmap",
        source=(
            "tensor2tensor, transformer_base_v1: 512 dimensions, sequences of up to 256 in training, "
            "get_timing_signal_1d: sines before cosines, the last wavelength 2π · 10000. The paper's formula "
            "interleaves them and divides by d, not d − 2"
        ),
        state=State(
            Document(length=256, encoding=Sinusoidal(d_model=512, layout="half-split", ladder="tensor2tensor")),
            looking(128, 64, 64),
        ),
    ),
    Preset(
        id="m2m100",
        label="M2M100 and fairseq: positions start at row 2",
        group=MODELS,
        figure="heatmap",
        source=(
            "transformers' M2M100SinusoidalPositionalEmbedding and fairseq's SinusoidalPositionalEmbedding: the "
            "table of tensor2tensor with row padding_idx = 1 zeroed; the first token takes row 2, so the zeros are "
            "not seen here: set offset to 0 to see them. 1024 positions of 1024 dimensions, as in the M2M100 of 418 "
            "million parameters"
        ),
        state=State(
            Document(
                length=1024,
                encoding=Sinusoidal(
                    d_model=1024, layout="half-split", ladder="tensor2tensor", odd="zero", offset=2, padding_row=1
                ),
            ),
            looking(512, 256, 64),
        ),
    ),
    Preset(
        id="whisper",
        label="Whisper tiny: the encoder's 1,500 positions",
        group=MODELS,
        figure="heatmap",
        source=(
            "OpenAI's Whisper, model.py, sinusoids: 1500 positions of the audio encoder, 384 dimensions as in size "
            "tiny, sines before cosines, frequencies as in tensor2tensor. Checkpoints hold it in half precision, "
            "2.4e-4 off; here it is exact"
        ),
        state=State(
            Document(length=1500, encoding=Sinusoidal(d_model=384, layout="half-split", ladder="tensor2tensor")),
            looking(750, 375, 64),
        ),
    ),
    Preset(
        id="minilm",
        label="all-MiniLM-L6-v2: learned positions of BERT's kind",
        group=MODELS,
        figure="heatmap",
        source=(
            "sentence-transformers/all-MiniLM-L6-v2, embeddings.position_embeddings: the trained table itself, 512 "
            "positions of 384 dimensions; a small model of BERT's architecture, not BERT-base, whose table is 512 by "
            "768"
        ),
        state=State(Document(length=512, encoding=Learned(table=TABLE), page="images"), looking(256, 128, 64)),
    ),
    Preset(
        id="rxnmapper",
        label="rxnmapper: learned positions of an ALBERT",
        group=MODELS,
        figure="heatmap",
        source=(
            "rxnmapper 0.4.3, an ALBERT trained on reactions written as SMILES: its table of 512 positions of 128 "
            "dimensions; late rows were rarely trained and are small"
        ),
        state=State(Document(length=512, encoding=Learned(table=bundled("rxnmapper-albert"))), looking(256, 128, 64)),
    ),
)
