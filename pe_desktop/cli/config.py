"""`pe-desktop config`: what each line of a model's configuration does to its positions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from typing import Any

from pe_desktop.cli.arguments import Parser
from pe_desktop.cli.models import read_layers
from pe_desktop.engine.encoding import Encoding
from pe_desktop.sources.config.model import Layers, LearnedTable, Model
from pe_desktop.sources.config.words import model_text

DESCRIPTION = (
    "Say which positional encoding the model of a config.json has, what each line of the file did, and which lines "
    "are not understood. With --config the same file is a figure's start."
)
WIDEST = 110


def tell_config(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    model, _ = read_layers(given.get("file", ""))
    columns = max(48, min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST))
    print(json.dumps(_object(model), indent=2) if given.get("--json") else model_text(model, columns))
    return 0


def parser() -> Parser:
    made = Parser("config", DESCRIPTION)
    made.add_argument("file", nargs="?", metavar="FILE", help="a model's config.json")
    made.add_argument("--json", dest="--json", action="store_true", help="one object instead of words")
    return made


def _object(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "architecture": model.architecture,
        "layers": [_layers(layers) for layers in model.layers],
        "used": [{"key": line.key, "value": line.value, "meaning": line.meaning} for line in model.used],
        "unclear": list(model.unclear),
    }


def _layers(layers: Layers) -> dict[str, Any]:
    return {
        "name": layers.name,
        "length": layers.length,
        "trained": layers.trained,
        "encoding": _encoding(layers.encoding),
    }


def _encoding(encoding: Encoding | LearnedTable) -> dict[str, Any]:
    """Its id and the parameters that count; of a learned table, whose numbers are elsewhere, its shape."""
    if isinstance(encoding, LearnedTable):
        return {"id": "learned", "shape": [encoding.rows, encoding.columns], "offset": encoding.offset}
    return {"id": encoding.id, **{p.name: getattr(encoding, p.name) for p in encoding.counting()}}
