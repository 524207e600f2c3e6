"""Qt for the tests of exports: one application without a display."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """The window's tests need a QApplication; an export alone would make a lesser one."""
