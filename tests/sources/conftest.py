"""Fixtures of the readers' tests."""

from __future__ import annotations

import pytest


@pytest.fixture
def file(tmp_path):
    """Writes bytes to a file of that name."""

    def write(content, name):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write
