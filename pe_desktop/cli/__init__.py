"""The program `pe-desktop`: the window by default, and the same figures without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pe_desktop.loading import loading


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line. The exit status: 0, or 2 after one line on what was wrong with it; `diagnose` has a 1."""
    with loading():
        from pe_desktop.cli.running import run
    return run(sys.argv[1:] if argv is None else argv)
