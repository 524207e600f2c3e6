"""Pitfalls: what number formats and conventions did to models, with the parameters of the reports."""

from __future__ import annotations

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.presets.preset import Preset, looking

PITFALLS = "Pitfalls"


def _rounded(encoding: Encoding, length: int, view: View, **options: str) -> State:
    document = Document(length=length, encoding=encoding, page="precision")
    return State(document.choosing("precision", **options), view)


def _turned_over(encoding: Encoding, length: int, view: View, change: str) -> State:
    document = Document(length=length, encoding=encoding, page="precision")
    return State(document.choosing("convention", change=change), view)


FOUND = (
    Preset(
        id="bf16-positions",
        label="bf16 positions: 257 is 256",
        group=PITFALLS,
        figure="precision",
        source=(
            "candle, pull request 3520, on Qwen2, and 3698, on Phi-3: positions in bfloat16 have eight significant "
            "bits, so that of 0 to 511 only 385 are distinct; with Qwen2's base and width of a head"
        ),
        state=_rounded(Rope(head_dim=128, base=1e6, pairing="half"), 512, looking(385, 384), recipe="bf16-positions"),
    ),
    Preset(
        id="gpt-neox-half",
        label="GPT-NeoX: the whole table in fp16",
        group=PITFALLS,
        figure="precision",
        source=(
            "gpt-neox, thread 1003: every step in half precision, 2,048 positions of 32 dimensions; at position 1,857 "
            "the angle of pair 1 is 1,045 and should be 1,044.27, and some cosine is off by 0.78"
        ),
        state=_rounded(Rope(head_dim=32, pairing="half"), 2048, looking(1857, 1820, 1), recipe="all-fp16"),
    ),
    Preset(
        id="bf16-inv-freq",
        label="bf16 frequencies: the buffer that a cast took along",
        group=PITFALLS,
        figure="precision",
        source=(
            "transformers, pull request 29285 and thread 25681: casting a Llama or Gemma to bfloat16 casts the buffer "
            "inv_freq too; the cosine is off by 0.27 at position 255, 0.90 at 1,000 and 1.68 at 4,095"
        ),
        state=_rounded(
            Rope(head_dim=128, pairing="half"), 4096, looking(1000, 963, 4), recipe="bf16-inv-freq", measure="cosine"
        ),
    ),
    Preset(
        id="fp32-long-context",
        label="fp32 at a million positions",
        group=PITFALLS,
        figure="precision",
        source=(
            "Llama 4 Maverick's length of 1,048,576 and base of 500,000, its angles in float32 as in Meta's code: the "
            "error of the fast pairs grows to hundredths of a radian"
        ),
        state=_rounded(Rope(head_dim=128, base=500_000), 1_048_576, looking(1_000_000, 999_963, 3), recipe="all-fp32"),
    ),
    Preset(
        id="llama-pairing",
        label="Llama's pairing: rotate_half beside adjacent pairs",
        group=PITFALLS,
        figure="convention",
        source=(
            "transformers, thread 25199: Meta's code turns neighbouring dimensions, transformers turns i and i + d/2 "
            "and permutes the weights of queries and keys; without that permutation the scores are others"
        ),
        state=_turned_over(Rope(head_dim=32), 256, looking(37, 30), "pairing"),
    ),
    Preset(
        id="tensor2tensor-layout",
        label="The paper's layout beside tensor2tensor's",
        group=PITFALLS,
        figure="convention",
        source=(
            "tensor2tensor, threads 391, 1591 and 1925: the paper interleaves sines and cosines, the code that trained "
            "it concatenates them; one is a permutation of the other, and no similarity changes"
        ),
        state=_turned_over(Sinusoidal(d_model=32), 128, looking(37, 30), "layout"),
    ),
    Preset(
        id="tensor2tensor-ladder",
        label="The paper's ladder beside tensor2tensor's",
        group=PITFALLS,
        figure="convention",
        source=(
            "tensor2tensor, threads 391 and 1591, get_timing_signal_1d: exponents i/(d/2 − 1) in place of the paper's "
            "2i/d, so that the slowest wave is exactly 10,000; another spectrum, under which similarities change"
        ),
        state=_turned_over(Sinusoidal(d_model=64, layout="half-split"), 512, looking(37, 30), "ladder"),
    ),
)
