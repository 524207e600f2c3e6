"""What a training run is made of."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.parameter import Parametrised, choice, integer, real

LEARNED, SINUSOIDAL, NONE = "learned", "sinusoidal", "none"


@dataclass(frozen=True)
class Settings(Parametrised):
    """All that a run depends on: two runs with equal settings are equal, step by step."""

    task: str = choice("previous", ("previous", "reversed", "distance"), "What is asked at each position")
    positions: str = choice(
        LEARNED, (LEARNED, SINUSOIDAL, NONE), "Added to the tokens: a table that learns, sinusoids that stay, nothing"
    )
    length: int = integer(16, 4, 32, "Tokens of each sequence", multiple=2, unit="tokens")
    vocab_size: int = integer(8, 2, 32, "How many symbols there are", unit="symbols")
    d_model: int = integer(32, 4, 128, "Width of the model", multiple=2, unit="dimensions")
    batch_size: int = integer(32, 1, 256, "Sequences of each step, new ones every time", log=True, unit="sequences")
    learning_rate: float = real(0.02, 1e-5, 1.0, "The greatest: it rises for 100 steps, then falls", log=True)
    seed: int = drawing_seed("Which random start and which sequences")
