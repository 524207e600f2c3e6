"""Names of lines over their plot."""

from __future__ import annotations

import pytest

from pe_desktop.figure.legend import HEAD, legend
from pe_desktop.figure.picture import points_axis

X, Y = points_axis(0.0, 10.0, "", ""), points_axis(-1.0, 1.0, "", "")


PLACES = [(("a",), ["start"]), (("a", "bb"), ["start", "end"]), (("a", "bb", "c"), ["start", "middle", "end"])]


@pytest.mark.parametrize(("names", "anchors"), PLACES)
def test_names_share_the_upper_edge_from_side_to_side_in_one_size(names, anchors):
    found = legend(tuple((name, "ink") for name in names), X, Y)
    assert [text.text for text in found] == list(names)
    assert [text.anchor for text in found] == anchors
    assert all(text.point[1] == 1.0 for text in found)
    assert len({(text.room, text.like) for text in found}) == 1
    assert found[0].room * len(names) < 10


def test_names_stand_above_the_plot_inside_its_head():
    for text in legend((("a", "ink"), ("b", "ink")), X, Y):
        assert -HEAD < text.lift < 0
