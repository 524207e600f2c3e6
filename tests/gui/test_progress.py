from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from pe_desktop.gui.widgets.progress import Progress


@pytest.fixture
def line(qtbot: QtBot) -> Progress:
    made = Progress()
    qtbot.addWidget(made)
    return made


def test_it_is_seen_only_while_there_is_work(line: Progress) -> None:
    assert line.isHidden()
    line.show_busy(True)
    assert not line.isHidden()
    line.show_busy(False)
    assert line.isHidden()


def test_it_begins_anew_with_each_work(line: Progress) -> None:
    line.show_busy(True)
    line.show_share(0.25)
    assert line.value() == 0.25 * line.maximum()
    line.show_busy(True)
    assert line.value() == 0


def test_it_has_a_name_for_who_does_not_see_it(line: Progress) -> None:
    assert line.accessibleName() == "Progress"
