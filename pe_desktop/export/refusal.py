"""What may go wrong with an export, in one line."""

from __future__ import annotations

from pe_desktop.document import DocumentError
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.request import ExportError
from pe_desktop.sources.error import SourceError


def refusal(error: BaseException) -> str:
    """An error that was to be expected, in one line; empty for any other."""
    if isinstance(error, ExportError | ParameterError | DocumentError | SourceError):
        return str(error)
    if isinstance(error, MemoryError):
        return "export: too much for the memory of this machine; allowed: a smaller picture, or a smaller length"
    if isinstance(error, OSError):
        where = f"{error.filename}: " if isinstance(error.filename, str) else "export: "
        return f"{where}cannot be written ({error.strerror or type(error).__name__})"
    return ""
