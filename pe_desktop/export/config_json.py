"""The keys of a model's config.json for what is shown."""

from __future__ import annotations

import json

from pe_desktop.document import Document
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.pictures.context_plan import ContextPlan, planned
from pe_desktop.sources.config.fragment import config_fragment


def config_json(request: Request) -> str:
    """What to paste into a config.json: it reads back to the same frequencies.

    Of a plan of a longer context, the scaling that was chosen, at the target; of other figures, encoding A as it is.
    Raises ExportError where the encoding is not rotary, and ParameterError where no file can say it.
    """
    encoding, length = _shown(request)
    return json.dumps(config_fragment(encoding, length), indent=2) + "\n"


def _shown(request: Request) -> tuple[Rope | Mrope, int]:
    encoding = request.document.encoding
    if not isinstance(encoding, Rope | Mrope):
        raise ExportError(f"encoding: {encoding.label} given; allowed: RoPE or M-RoPE, whose keys a config.json has")
    if request.figure == ContextPlan.id and not request.picture.refusal(encoding):
        return planned(request.document)
    return encoding, _stated(request.document, encoding)


def _stated(document: Document, encoding: Rope | Mrope) -> int:
    """The length that a file would state: where a scaling counts it, its own."""
    if isinstance(encoding, Rope) and "max_position_embeddings" in {p.name for p in encoding.counting()}:
        return encoding.max_position_embeddings
    return document.length
