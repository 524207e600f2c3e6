"""Loading the modules of the program."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """For imports that load much. Python's collector of garbage rests meanwhile, since it would find none.

    Modules stay until the program ends. So it never looks at them again either: not while the program runs, and not
    at its end, where that takes longest.
    """
    known, collecting = len(sys.modules), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > known:
            gc.freeze()
        if collecting:
            gc.enable()
