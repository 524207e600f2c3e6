"""What holds for all tests: the longest first, the same examples each time, and no waiting for a disk."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

LONGEST = (
    "test_random_user.py",
    "test_every_action.py",
    "test_state_machine.py",
    "test_leaks.py",
    "test_window_manager.py",
    "test_ending.py",
    "at_its_end_in_two_gibibytes",
    "test_decks.py",
    "test_application.py",
)
"""What takes tens of seconds: begun first, so that no process is left with it alone in the end."""

# A machine that does much else is no fault, and what fails once fails again.
settings.register_profile("tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((n for n, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST)))


@pytest.fixture(scope="session", autouse=True)
def _no_disk_is_waited_for() -> Iterator[None]:
    """What a test writes need not outlive a loss of power."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda file: None)
        yield
