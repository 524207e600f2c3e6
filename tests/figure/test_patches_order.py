"""The figure Patch order: two pictures of one set, and what a head makes of them."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import Document, View
from pe_desktop.engine.patch_order import cut, joined, landscape, shuffle
from pe_desktop.engine.photo import encoded
from pe_desktop.export.caption import caption
from pe_desktop.figure.marks import Path
from pe_desktop.figure.pictures import PICTURES
from tests.figure.documents import PATCHES, image, marks, of

ORDER = PICTURES["patches-order"]
GRID = of("sincos2d", grid=(5, 7), d_model=16)
VIEW = View(position=9)


def seeded(seed: int, document: Document = GRID) -> Document:
    return document.choosing("patches-order", seed=seed)


def outlined(document: Document, panel: str) -> tuple[int, int]:
    """Row and column of the patch with an outline."""
    shown = ORDER.build(document, VIEW).panel(f"patches-order.{panel}")
    points = np.array(marks(shown, Path, lambda mark: mark.colour == "query")[0].points)
    x, y = (points.max(axis=0) + points.min(axis=0)) / 2
    return round(float(y)), round(float(x))


def test_the_images_are_the_picture_and_its_patches_in_another_order():
    figure = ORDER.build(seeded(3), VIEW)
    before, after = (image(figure.panel(f"patches-order.{name}")).field.array.values for name in ("image", "shuffled"))
    assert (before == landscape(80, 112)).all()
    assert (cut(after) == cut(before)[shuffle(35, 3)]).all()
    assert (ORDER.numbers(seeded(3), VIEW)["shuffled"] == after).all()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_differences_that_are_printed_are_those_of_the_engine(seed):
    document = seeded(seed)
    scalars, arrays = ORDER.scalars(document, VIEW), ORDER.numbers(document, VIEW)
    assert scalars["difference_without_positions"] < 1e-12
    assert scalars["difference_with_positions"] > 1e-3
    assert scalars["difference_with_positions"] == arrays["change_with_positions"].max()
    figure = ORDER.build(document, VIEW)
    printed = f"{scalars['difference_with_positions']:.3f}"
    assert f"by {printed} with 2-D sinusoidal" in figure.subtitle
    assert figure.panel("patches-order.changed").x.label == f"PE: {printed}"
    assert "· 10⁻" in figure.panel("patches-order.shuffled").x.label


def test_the_patch_under_the_cursor_is_outlined_where_it_stands_in_each():
    document = seeded(1)
    place = int(np.flatnonzero(shuffle(35, 1) == 9)[0])
    assert outlined(document, "image") == outlined(document, "changed") == (1, 2)
    assert outlined(document, "shuffled") == divmod(place, 7)


@pytest.mark.parametrize("place", [0, 17, 34])
def test_a_patch_of_the_shuffled_image_is_picked_and_read_as_the_patch_that_it_is(place):
    document = seeded(2)
    patch = int(shuffle(35, 2)[place])
    row, column = divmod(place, 7)
    panel = ORDER.build(document, VIEW).panel("patches-order.shuffled")
    assert ORDER.pick(document, VIEW, panel, (float(column), float(row)), 1.0).position == patch
    reading = ORDER.read(document, VIEW, panel.id, float(column), float(row))
    assert reading.value == ORDER.numbers(document, VIEW)["change_with_positions"].ravel()[patch]
    assert dict(reading.rows)["patch"] == f"row {patch // 7}, column {patch % 7}"
    assert dict(reading.rows)["shuffled to"] == f"row {row}, column {column}"


def test_two_encodings_change_outputs_each_in_its_own_way():
    document = of("sincos2d", grid=(3, 4), d_model=8, compare="rope2d")
    document = document.showing(document.encoding, document.compare.replace(grid=(3, 4)))
    figure = ORDER.build(document, VIEW)
    fields = [image(figure.panel(f"patches-order.changed{end}")).field for end in ("", ".b")]
    assert fields[0] != fields[1]
    arrays = ORDER.numbers(document, VIEW)
    assert (arrays["change_with_positions_b"] == fields[1].array.values).all()
    assert ORDER.read(document, VIEW, "patches-order.changed.b", 1.0, 1.0).value == fields[1].array.values[1, 1]


def test_a_class_token_is_no_patch_of_the_image():
    document = of("learned", 17, table=PATCHES)
    figure = ORDER.build(document, View(position=0))
    assert not marks(figure.panel("patches-order.image"), Path, lambda mark: mark.colour == "query")
    panel = figure.panel("patches-order.image")
    assert ORDER.pick(document, VIEW, panel, (0.0, 0.0), 1.0).position == 1


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (of("sinusoidal"), "Sinusoidal has no grid of patches here. Choose 2-D"),
        (of("sincos2d", grid=(64, 64), d_model=8), "2-D sinusoidal has 4,096 patches of 8 columns here"),
        (of("sincos2d", grid=(32, 32), d_model=2048), "2-D sinusoidal has 1,024 patches of 2,048 columns here"),
    ],
)
def test_what_has_no_patches_or_too_many_is_refused(document, reason):
    assert ORDER.refusal(document.encoding).startswith(reason)
    assert not ORDER.refusal(of("sincos2d", grid=(32, 32), d_model=768).encoding)


def test_put_back_in_order_the_shuffled_image_is_the_image():
    arrays = ORDER.numbers(seeded(5), VIEW)
    back = np.empty((35, 256))
    back[arrays["order"].astype(int).ravel()] = cut(arrays["shuffled"])
    assert (joined(back, 5, 7) == landscape(80, 112)).all()


def test_a_picture_of_one_s_own_is_cut_and_shuffled_like_the_landscape():
    grey = np.random.default_rng(0).integers(0, 256, (80, 112), dtype=np.uint8)
    document = seeded(3).choosing("patches-order", picture=encoded("me.png", grey), seed=3)
    figure = ORDER.build(document, VIEW)
    before, after = (image(figure.panel(f"patches-order.{name}")).field.array.values for name in ("image", "shuffled"))
    assert (before == grey / 255).all()
    assert (cut(after) == cut(before)[shuffle(35, 3)]).all()
    scalars = ORDER.scalars(document, VIEW)
    assert scalars["difference_without_positions"] < 1e-12 < scalars["difference_with_positions"]
    assert scalars["difference_with_positions"] != ORDER.scalars(seeded(3), VIEW)["difference_with_positions"]


def test_the_caption_names_a_picture_and_does_not_spell_it_out():
    document = GRID.choosing("patches-order", picture=encoded("me.png", np.zeros((16, 16), np.uint8)))
    assert " · picture me.png" in caption(document, ORDER)
    assert len(caption(document, ORDER)) < 200
    assert "picture" not in caption(GRID, ORDER)
