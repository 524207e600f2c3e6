from __future__ import annotations

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(autouse=True)
def one_thread():
    """As in the program: the matrices of a step are too small to be worth waking a second."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield
