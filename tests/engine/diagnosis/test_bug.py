from __future__ import annotations

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug

LATE, TWICE = Bug("offset by 1", "Start at 0."), Bug("applied twice", "Apply it once.")


def test_no_bug_is_false_and_changes_none_that_it_is_added_to():
    assert not NO_BUG
    assert LATE
    assert LATE + NO_BUG == NO_BUG + LATE == LATE


def test_two_bugs_are_named_both_and_mended_both():
    assert Bug("offset by 1; applied twice", "Start at 0. Apply it once.") == LATE + TWICE
