"""A figure in every form that a clipboard offers, as files hold it."""

from __future__ import annotations

from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request
from pe_desktop.export.writing import render

FORMS = {"image/png": "png", "image/svg+xml": "svg", "application/pdf": "pdf"}
"""Names of the clipboard and suffixes, the best first for programs that take the first that they know."""


def every_form(request: Request, tell: Tell = silent) -> dict[str, bytes]:
    """The bytes by name. Raises what `render` raises, and Cancelled."""
    files = {}
    for done, (form, suffix) in enumerate(FORMS.items(), 1):
        files[form] = render(request, suffix)
        tell(done / len(FORMS))
    return files
