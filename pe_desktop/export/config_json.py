"""The keys of a model's config.json for what is shown."""

from __future__ import annotations

import json
from typing import Any

from pe_desktop.document import Document
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.pictures.context_plan import ContextPlan, planned
from pe_desktop.sources.config.fragment import config_fragment
from pe_desktop.sources.config.model_fragment import model_fragment


def config_json(request: Request) -> str:
    """What to paste into a config.json: it reads back to the same encoding.

    Of a plan of a longer context, the scaling that was chosen, at the target; of other figures, encoding A as it is.
    Raises ExportError where no model that is read here has the encoding, and ParameterError where no file can say it.
    """
    return json.dumps(_keys(request), indent=2) + "\n"


def _keys(request: Request) -> dict[str, Any]:
    encoding = request.document.encoding
    if isinstance(encoding, Rope | Mrope):
        return config_fragment(*_shown(request, encoding))
    keys = model_fragment(encoding, request.document.length)
    if not keys:
        allowed = "one that a model has whose config.json is read here, with that model's choices"
        raise ExportError(f"encoding: {encoding.label} given as it is; allowed: {allowed}")
    return keys


def _shown(request: Request, encoding: Rope | Mrope) -> tuple[Rope | Mrope, int]:
    if request.figure == ContextPlan.id and not request.picture.refusal(encoding):
        return planned(request.document)
    return encoding, _stated(request.document, encoding)


def _stated(document: Document, encoding: Rope | Mrope) -> int:
    """The length that a file would state: where a scaling counts it, its own."""
    if isinstance(encoding, Rope) and "max_position_embeddings" in {p.name for p in encoding.counting()}:
        return encoding.max_position_embeddings
    return document.length
