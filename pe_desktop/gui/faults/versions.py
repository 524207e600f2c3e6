"""What one has to know of a machine to understand a report: versions, platform, and folders. Loads no Qt."""

from __future__ import annotations

import platform
import sys

from pe_desktop import __version__
from pe_desktop.gui.kept.places import log_path, runs_folder, settings_path

PACKAGES = {
    "PySide6": "PySide6-Essentials",
    "pyqtgraph": "pyqtgraph",
    "NumPy": "numpy",
    "ml_dtypes": "ml_dtypes",
    "pypdf": "pypdf",
    "python-pptx": "python-pptx",
    "Pillow": "Pillow",
    "PyAV": "av",
}


def version_lines() -> list[str]:
    """`name  version`, one a line."""
    lines = [("pe-desktop", __version__), ("Python", f"{platform.python_version()} at {sys.executable}")]
    lines += [("Platform", " ".join(platform.platform().split())), ("Processor", platform.machine())]
    return aligned([*lines, *((name, version_of(package)) for name, package in PACKAGES.items())])


def version_of(package: str) -> str:
    from importlib import metadata  # its own import takes long

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def folder_lines() -> list[str]:
    """Where the person's own files lie."""
    return aligned(
        [
            ("Settings", str(settings_path())),
            ("Log", str(log_path())),
            ("Sessions", f"{runs_folder()}: a record of each copy that runs, and what is said when one crashes"),
        ]
    )


def aligned(rows: list[tuple[str, str]]) -> list[str]:
    return [f"{name:12} {value}" for name, value in rows]
