"""The picture of the encoding itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pe_desktop.document import COLOUR_MAPS, View
from pe_desktop.figure.marks import Cell, Rule
from pe_desktop.figure.pictures import PICTURES

from .documents import SMALL, build, image, marks, of

HEATMAP = PICTURES["heatmap"]
GOLDEN = Path(__file__).parent.parent / "golden" / "golden.npz"
WAVES = 10000.0 ** (-2 * np.arange(6) / 12)


def table(**values):
    document = of("sinusoidal", d_model=12, **values)
    return HEATMAP.numbers(document, View())["table"]


def test_the_numbers_of_a_sinusoid_are_the_paper_s():
    found, angles = table(), np.outer(np.arange(24), WAVES)
    assert found[:, 0::2] == pytest.approx(np.sin(angles), abs=1e-15)
    assert found[:, 1::2] == pytest.approx(np.cos(angles), abs=1e-15)


def test_half_split_stands_all_sines_before_all_cosines():
    whole = table()
    assert (table(layout="half-split") == np.concatenate([whole[:, 0::2], whole[:, 1::2]], axis=1)).all()


@pytest.mark.parametrize(
    ("reference", "values"),
    [
        ("sinusoidal.interleaved.50x64", {}),
        ("sinusoidal.half_split.50x64", {"layout": "half-split"}),
        ("sinusoidal.tensor2tensor.50x64", {"layout": "half-split", "ladder": "tensor2tensor"}),
    ],
)
def test_the_numbers_are_those_of_published_code(reference, values):
    with np.load(GOLDEN) as archive:
        wanted = archive[reference]
    found = HEATMAP.numbers(of("sinusoidal", length=50, d_model=64, **values), View())["table"]
    assert found == pytest.approx(wanted, abs=1e-5)


def test_the_numbers_of_rope_are_angles_and_the_picture_their_cosine():
    document = of("rope", head_dim=12)
    angles = HEATMAP.numbers(document, View())["table"]
    assert angles == pytest.approx(np.outer(np.arange(24), WAVES))
    field = image(build("heatmap", document).panel("heatmap")).field
    assert field.full() == pytest.approx(np.cos(angles))


@pytest.mark.parametrize(
    ("name", "rows"),
    [("integer", [[0], [1], [2]]), ("normalized", [[0], [1 / 23], [2 / 23]]), ("binary", [[0] * 5, [1, 0, 0, 0, 0]])],
)
def test_the_numbers_of_the_naive_encodings(name, rows):
    found = HEATMAP.numbers(SMALL[name], View())["table"]
    assert found[: len(rows)] == pytest.approx(np.array(rows))


def test_two_encodings_give_two_tables():
    found = HEATMAP.numbers(SMALL["sinusoidal and rope"], View())
    assert {name: array.shape for name, array in found.items()} == {"table": (24, 64), "table_b": (24, 32)}


def test_position_runs_down_and_the_dimension_to_the_right():
    panel = build("heatmap", of("sinusoidal", d_model=12)).panel("heatmap")
    assert (panel.y.first, panel.y.last) == (23.5, -0.5)
    assert (panel.x.first, panel.x.last) == (-0.5, 11.5)
    assert (panel.x.quantity, panel.y.quantity) == ("dimension", "position")
    assert (panel.x.label, panel.y.label) == ("dimension", "position")


@pytest.mark.parametrize(
    ("name", "colours", "levels"),
    [
        ("sinusoidal", "signed", (-1, 1)),
        ("rope", "signed", (-1, 1)),
        ("integer", "magnitude", (0, 23)),
        ("normalized", "magnitude", (0, 1)),
        ("binary", "magnitude", (0, 1)),
        ("one index", "magnitude", (0, 1)),
    ],
)
def test_signed_values_have_a_map_about_zero_and_others_one_from_zero(name, colours, levels):
    mark = image(build("heatmap", SMALL[name]).panel("heatmap"))
    assert (mark.colours, mark.levels) == (colours, levels)


def test_the_scale_of_a_learned_table_is_symmetric():
    low, high = image(build("heatmap", SMALL["learned"]).panel("heatmap")).levels
    assert low == -high < 0


@pytest.mark.parametrize("colours", COLOUR_MAPS[1:])
@pytest.mark.parametrize("name", ["sinusoidal", "integer"])
def test_the_document_s_colour_map_goes_before_the_theme_s(name, colours):
    figure = build("heatmap", SMALL[name].replace(colormap=colours))
    assert image(figure.panel("heatmap")).colours == colours
    assert image(figure.panel("heatmap.scale")).colours == colours


def test_the_bar_shows_the_levels_from_bottom_to_top_on_the_right():
    figure = build("heatmap", SMALL["integer"])
    bar = figure.panel("heatmap.scale")
    assert (bar.y.first, bar.y.last, bar.y.side) == (0, 23, "far")
    mark = image(bar)
    assert mark.field.full()[:, 0] == pytest.approx(np.linspace(0, 23, 256))
    assert (mark.levels, mark.rect) == ((0, 23), (0, 0, 1, 23))


def test_encodings_of_one_scale_share_a_bar_and_others_have_their_own():
    shared = build("heatmap", SMALL["sinusoidal and rope"])
    apart = build("heatmap", SMALL["learned and integer"])
    assert [p.id for p in shared.panels if p.id.endswith(".scale")] == ["heatmap.b.scale"]
    assert [p.id for p in apart.panels if p.id.endswith(".scale")] == ["heatmap.scale", "heatmap.b.scale"]


def test_a_strip_gives_each_column_the_place_of_its_pair():
    for layout, places in (("interleaved", [0, 0, 0.5, 0.5, 1, 1]), ("half-split", [0, 0.5, 1, 0, 0.5, 1])):
        figure = build("heatmap", of("sinusoidal", d_model=6, layout=layout))
        mark = image(figure.panel("heatmap.pairs"))
        assert mark.field.full().tolist() == [places]
        assert (mark.colours, mark.levels) == ("pair", (0.0, 1.0))


@pytest.mark.parametrize("name", ["integer", "binary", "learned"])
def test_what_has_no_pairs_has_no_colours_in_its_strip(name):
    assert build("heatmap", SMALL[name]).panel("heatmap.pairs").marks == ()


def test_panels_are_named_when_two_are_compared_and_only_then():
    assert build("heatmap", SMALL["sinusoidal"]).panel("heatmap.pairs").title == ""
    figure = build("heatmap", SMALL["sinusoidal and rope"])
    assert figure.panel("heatmap.pairs").title == "A   Sinusoidal"
    assert figure.panel("heatmap.b.pairs").title == "B   RoPE"
    assert [figure.panel(id).of for id in ("heatmap", "heatmap.b")] == [0, 1]


def test_the_cursor_is_a_rule_each_way_and_a_cell():
    panel = build("heatmap", SMALL["sinusoidal"], View(position=7.5, dimension=3)).panel("heatmap")
    assert [(rule.axis, rule.value) for rule in marks(panel, Rule)] == [("y", 7.5), ("x", 3)]
    assert [(cell.x, cell.y) for cell in marks(panel, Cell)] == [(3, 7.5)]


def test_the_cursor_stays_within_a_narrower_b():
    figure = build("heatmap", SMALL["rope and binary"], View(position=7, dimension=31))
    assert marks(figure.panel("heatmap.b"), Cell)[0].x == 4


def test_a_cell_is_read_with_its_formula():
    reading = HEATMAP.read(of("sinusoidal", d_model=12), View(), "heatmap", 2.4, 6.6)
    assert reading.value == np.sin(7 * WAVES[1])
    assert reading.formula == "sin(7 · 10000^{−2/12})"
    assert dict(reading.rows)["pair"] == "1 of 6"


def test_b_is_read_in_b_s_panel():
    document = SMALL["rope and binary"]
    assert HEATMAP.read(document, View(), "heatmap.b", 1.0, 6.0).formula == "6 div 2^{1} mod 2"
    assert HEATMAP.read(document, View(), "heatmap", 1.0, 6.0).formula.startswith("cos(6")


@pytest.mark.parametrize(("x", "y"), [(-0.6, 3), (12.0, 3), (3, -0.6), (3, 23.6)])
def test_beside_the_cells_nothing_is_read(x, y):
    assert HEATMAP.read(of("sinusoidal", d_model=12), View(), "heatmap", x, y) is None


def test_the_subtitle_names_the_columns():
    assert build("heatmap", SMALL["binary"]).subtitle == "position × bit"
