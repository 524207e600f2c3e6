"""Shared by the tests of configurations: how keys are read, and what the presets expect of them."""

from __future__ import annotations

import json

from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.presets import PRESETS
from pe_desktop.sources.config.model import LearnedTable
from pe_desktop.sources.config.reading import model_of

OF_META = ("llama-1-7b", "llama-2-7b", "code-llama-7b", "llama-3-8b")
"""Presets of Meta's own weights, which turn neighbours; in transformers' copies they are permuted to halves."""


def read(content):
    """What keys say, after they were written to a file."""
    return model_of("config.json", json.loads(json.dumps(content)))


def layers(model, name):
    return next(kind for kind in model.layers if kind.name == name)


def expected(preset):
    """The encoding of a preset as a file can say it."""
    encoding = PRESETS[preset].state.document.encoding
    return encoding.replace(pairing="half") if preset in OF_META else encoding


def shown(encoding, preset):
    """With what a file cannot say: the numbers of a learned table, and the size of an image."""
    wanted = expected(preset)
    if isinstance(encoding, LearnedTable):
        return encoding.filled(wanted.table)
    return encoding.replace(grid=wanted.grid) if isinstance(encoding, Rope2d) else encoding
