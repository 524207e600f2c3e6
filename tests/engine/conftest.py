from __future__ import annotations

import numpy as np
import pytest

from tests.engine.golden import FOLDER


@pytest.fixture(scope="session")
def arrays():
    """The golden arrays by name; the inputs of NAME are NAME.INPUT."""
    with np.load(FOLDER / "golden.npz") as archive:
        return dict(archive)
