"""What number formats do to positions, as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.frozen import FrozenMap
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.precision import RECIPES
from pe_desktop.figure.marks import Box, Cell, Dots, Facts, Rule
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.pictures.precision import PrecisionOptions

from .documents import LARGE, build, image, lines, marks, of, placed

PRECISION = PICTURES["precision"]


def rounded(length=600, encoding="rope", **options):
    width = {"rope": "head_dim", "sinusoidal": "d_model"}[encoding]
    return of(encoding, length=length, **{width: 128}).choosing("precision", **options)


def facts(figure):
    found = [fact for panel in figure.panels for fact in marks(panel, Facts)]
    return {name: value for fact in found for name, value, _ in fact.rows}


def test_the_heatmap_runs_by_position_down_and_pair_to_the_right():
    panel = build("precision", rounded()).panel("precision")
    assert image(panel).field.shape == (600, 64)
    assert (panel.x.quantity, panel.y.quantity) == ("pair", "position")
    assert panel.y.first > panel.y.last


@pytest.mark.parametrize(("measure", "most"), [("angle", 1.0), ("cosine", 1.0)])
def test_colours_are_powers_of_ten_on_one_scale_for_every_recipe(measure, most):
    for recipe in RECIPES:
        figure = build("precision", rounded(recipe=recipe, measure=measure))
        assert image(figure.panel("precision")).levels == (-8.0, most)
        assert figure.panel("precision.scale").y.log
    assert ("in radians" in figure.subtitle) == (measure == "angle")


@pytest.mark.parametrize("encoding", ["rope", "sinusoidal"])
def test_the_cursor_stands_in_the_pair_of_its_column(encoding):
    document = rounded(encoding=encoding)
    panel = build("precision", document, View(position=500, dimension=20)).panel("precision")
    pair = {"rope": 20, "sinusoidal": 10}[encoding]
    assert [(cell.x, cell.y) for cell in marks(panel, Cell)] == [(pair, 500)]


@pytest.mark.parametrize("encoding", ["rope", "sinusoidal"])
def test_a_pair_that_is_picked_is_the_one_under_the_cursor(encoding):
    document = rounded(encoding=encoding)
    panel = build("precision", document).panel("precision")
    view = PRECISION.pick(document, View(), panel, (17.2, 300.4), 0.1)
    assert view.position == 300
    assert marks(build("precision", document, view).panel("precision"), Cell)[0].x == 17


def test_a_position_between_two_is_that_nearer_as_code_computes_with_whole_ones():
    panel = build("precision", rounded(), View(position=299.6, dimension=3)).panel("precision")
    assert marks(panel, Cell)[0].y == 300


@pytest.mark.parametrize(
    ("recipe", "length", "position", "distinct", "equal"),
    [
        ("bf16-positions", 512, 257, "385 of 512", "256 – 257"),
        ("bf16-positions", 512, 255, "385 of 512", "none other"),
        ("bf16-positions", 4096, 3000, "769 of 4,096", "3,000 – 3,016"),
        ("all-fp16", 4096, 2049, "3,073 of 4,096", "2,048 – 2,049"),
        ("transformers", 4096, 2049, "4,096 of 4,096", "none other"),
    ],
)
def test_what_is_said_of_collisions(recipe, length, position, distinct, equal):
    said = facts(build("precision", rounded(length, recipe=recipe), View(position=position)))
    assert (said["distinct"], said[f"equal to {position:,}"]) == (distinct, equal)


def test_positions_that_are_equal_at_the_cursor_are_marked():
    panel = build("precision", rounded(4096, recipe="bf16-positions"), View(position=3010)).panel("precision")
    assert [(box.y0, box.y1) for box in marks(panel, Box)] == [(2999.5, 3016.5)]
    assert not marks(build("precision", rounded(recipe="transformers")).panel("precision"), Box)


@pytest.mark.parametrize(
    ("recipe", "length", "borders"),
    [
        ("bf16-positions", 600, [256]),
        ("bf16-positions", 256, []),
        ("all-fp16", 100_000, [2048, 65_520]),
        ("transformers", 10_000_000, []),
    ],
)
def test_where_positions_begin_to_collide_is_ruled(recipe, length, borders):
    panel = build("precision", rounded(length, recipe=recipe)).panel("precision.largest")
    assert [rule.value for rule in marks(panel, Rule, lambda rule: rule.colour == "second")] == borders


def test_the_facts_hold_the_angle_and_the_score_before_and_after_rounding():
    document = rounded(2048, recipe="all-fp16").replace(encoding=of("rope", head_dim=32).encoding)
    said = facts(build("precision", document, View(position=1857, key=1857, dimension=1)))
    assert said["angle"] == "1,044.2678"
    assert said["error"] == "0.732"
    assert said["exact"] == "1"


def test_the_subtitle_says_the_recipe_and_what_is_left_of_positions():
    figure = build("precision", rounded(recipe="bf16-positions"))
    assert figure.subtitle == "error of the angle in radians, bf16-positions; 407 of 600 positions are distinct"
    assert "all 600 positions are distinct" in build("precision", rounded(recipe="transformers")).subtitle
    assert "infinite ones drawn as 65,504" in build("precision", rounded(100_000, recipe="all-fp16")).subtitle
    assert "infinite" not in build("precision", rounded(recipe="all-fp16")).subtitle


def test_beside_the_recipe_stands_what_transformers_does_today():
    assert len(lines(build("precision", rounded(recipe="all-bf16")).panel("precision.largest"))) == 2
    assert len(lines(build("precision", rounded(recipe="transformers")).panel("precision.largest"))) == 1


@pytest.mark.parametrize(("measure", "drawn"), [("angle", 1), ("cosine", 2)])
def test_another_table_alone_does_not_change_an_angle(measure, drawn):
    panel = build("precision", rounded(recipe="all-fp32", measure=measure)).panel("precision.largest")
    assert len(lines(panel)) == drawn


@pytest.mark.parametrize(
    ("recipe", "collision"),
    [("bf16-positions", "257 = 256"), ("all-fp16", "2,049 = 2,048"), ("all-fp32", "16,777,217")],
)
def test_the_first_collision_is_named(recipe, collision):
    assert facts(build("precision", rounded(recipe=recipe)))["first collision"] == collision


def test_the_dot_stands_on_the_line_and_inside_the_axis():
    for length in (1, 2, 600, 10_000_000):
        panel = build("precision", rounded(length), View(position=length * 0.9)).panel("precision.largest")
        line, dot = lines(panel)[0], marks(panel, Dots)[0]
        x, y = dot.points[0]
        assert line.curve.at(np.array([x]))[0] == y
        assert y <= panel.y.high


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("length", [1, 700, 10_000_000])
def test_the_axis_of_the_largest_error_holds_the_greatest_of_it(recipe, length):
    panel = build("precision", rounded(length, recipe=recipe)).panel("precision.largest")
    x = np.unique(np.rint(np.linspace(0, length - 1, 300)))
    assert all(line.curve.at(x).max() <= panel.y.high for line in lines(panel))
    assert panel.y.log


def test_two_encodings_share_a_scale_and_have_a_line_each():
    figure = build("precision", of("sinusoidal", length=4096, compare="rope"))
    assert image(figure.panel("precision")).levels == image(figure.panel("precision.b")).levels
    assert [line.colour for line in lines(figure.panel("precision.largest"))] == ["accent", "second"]


def test_the_numbers_are_the_errors_and_the_positions_that_are_left():
    document = rounded(300, recipe="bf16-positions")
    arrays = PRECISION.numbers(document, View())
    assert list(arrays) == ["error", "positions"]
    frequencies = 10000.0 ** (-np.arange(64) / 64)
    kept = arrays["positions"]
    assert kept[[255, 256, 257, 258, 259]].tolist() == [255, 256, 256, 258, 260]
    single = frequencies.astype(np.float32).astype(float)
    angles = (kept[:, None] * single).astype(np.float32).astype(float)
    assert arrays["error"] == pytest.approx(np.abs(angles - np.arange(300)[:, None] * frequencies), abs=0)


def test_the_scalars_say_what_is_equal_at_the_cursor():
    values = PRECISION.scalars(rounded(600, recipe="bf16-positions"), View(position=500))
    assert (values["distinct_positions"], values["equal_first"], values["equal_last"]) == (407, 499, 501)


def test_a_cell_is_read_with_the_angle_and_its_cosine_before_and_after_rounding():
    document = rounded(2048, recipe="all-fp16").replace(encoding=of("rope", head_dim=32).encoding)
    reading = PRECISION.read(document, View(), "precision", 1.2, 1856.8)
    assert reading.value == pytest.approx(0.7322, abs=1e-4)
    rows = dict(reading.rows)
    assert rows["position, rounded"] == "1857, 1857"
    assert rows["angle"] == "1044.26784 rad"
    assert rows["angle, rounded"] == "1045 rad"
    assert float(rows["cos, rounded"]) == pytest.approx(np.cos(1045), abs=5e-4)


def test_the_curve_is_read_with_the_pair_that_is_worst():
    reading = PRECISION.read(rounded(4096, recipe="bf16-inv-freq"), View(), "precision.largest", 4000.3, 0.0)
    errors = PRECISION.numbers(rounded(4096, recipe="bf16-inv-freq"), View())["error"][4000]
    assert reading.value == errors.max()
    assert dict(reading.rows)["in pair"].startswith(f"{errors.argmax()} ")


def test_every_step_can_be_chosen():
    steps = {"inv_freq_format": "bf16", "position_format": "fp16", "angle_format": "fp64", "table_format": "fp32"}
    chosen = PrecisionOptions(recipe="custom", **steps).steps
    assert (chosen.inv_freq, chosen.positions, chosen.angles, chosen.table) == tuple(steps.values())
    assert PrecisionOptions(recipe="transformers", **steps).steps == RECIPES["transformers"]


def test_a_recipe_that_is_not_known_is_refused():
    with pytest.raises(ParameterError, match="recipe: fp8 given; allowed: transformers, "):
        build("precision", rounded(recipe="fp8"))


@pytest.mark.parametrize("name", LARGE)
def test_it_is_laid_out_at_any_length(name):
    if not PRECISION.refusal(LARGE[name].encoding):
        assert {"precision", "precision.largest"} <= set(placed(build("precision", LARGE[name])))


def test_a_part_can_be_zoomed_into():
    view = View(ranges=FrozenMap({"precision": (2.0, 9.0, 250.0, 270.0)}))
    panel = build("precision", rounded(), view).panel("precision")
    assert (panel.x.low, panel.x.high, panel.y.low, panel.y.high) == (2.0, 9.0, 250.0, 270.0)


def test_a_table_that_starts_elsewhere_collides_earlier():
    document = of("sinusoidal", length=300, d_model=16, offset=2).choosing("precision", recipe="bf16-positions")
    figure = build("precision", document, View(position=254))
    assert facts(figure)["equal to 254"] == "254 – 255"
    assert [r.value for r in marks(figure.panel("precision.largest"), Rule, lambda r: r.colour == "second")] == [254]
    assert PRECISION.numbers(document, View())["positions"][:2].tolist() == [2, 3]
