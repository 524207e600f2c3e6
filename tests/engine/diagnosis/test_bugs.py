from __future__ import annotations

import pytest

from pe_desktop.engine.diagnosis import BUG, diagnose
from tests.engine.diagnosis import cases

BUGS = (
    *cases.table_bugs(),
    *cases.rounded_bugs(),
    *cases.rotary_bugs(),
    *cases.yarn_bugs(),
    *cases.relative_bugs(),
    *cases.patch_bugs(),
)


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in BUGS])
def test_a_bug_is_called_by_its_name_with_what_to_do_and_what_was_meant(case):
    found = diagnose(case.array, case.before, grid=case.grid)
    assert found.verdict == BUG, found.headline
    assert case.bug in found.best.bug
    assert found.best.remedy
    assert case.bug in found.headline
    assert case.encoding is None or found.best.encoding == case.encoding
