"""The matplotlib script of every figure of every encoding draws the very numbers."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from pe_desktop.document import State
from pe_desktop.engine.encoding import Paired, Relative, Rotating, Tabular
from pe_desktop.engine.frozen import Floats
from pe_desktop.export.numbers import numbers
from pe_desktop.export.request import Request
from pe_desktop.export.scripts import matplotlib_script
from pe_desktop.export.scripts.script import Scene
from pe_desktop.figure.heads import looked_at
from pe_desktop.figure.pictures.rotation import turned
from pe_desktop.presets import PRESETS
from tests.export.scripts.running import ONE_EACH, request, run
from tests.figure.documents import SMALL, of

Names = dict[str, Any]


@pytest.fixture(autouse=True)
def _plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder, no display, and matplotlib as it was."""
    monkeypatch.chdir(tmp_path)
    backend = mpl.get_backend()
    mpl.use("Agg")
    with mpl.rc_context():
        yield
    plt.close("all")
    mpl.use(backend)


def drawn(asked: Request, folder: Path, dpi: int = 30) -> Names:
    """What the script defines; its picture is saved with fewer pixels than it asks for, unless `dpi` is its own."""
    save = Figure.savefig
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patched:
        warnings.simplefilter("error")
        patched.setattr(Figure, "savefig", lambda figure, path, **wishes: save(figure, path, **{**wishes, "dpi": dpi}))
        return run(matplotlib_script(asked), asked.document, folder)


def exported(asked: Request) -> Floats:
    return next(iter(numbers(asked).values()))


def lines(axes: Any) -> list[Floats]:
    return [np.asarray(line.get_ydata(), dtype=np.float64) for line in axes.get_lines()]


def image(names: Names) -> Floats:
    return np.ma.filled(names["image"].get_array().astype(np.float64), np.nan)


def heatmap(asked: Request, names: Names) -> tuple[Floats, Floats]:
    encoding = asked.document.encoding
    assert isinstance(encoding, Tabular)
    return image(names), encoding.picture(asked.document.length).full()


def waves(asked: Request, names: Names) -> tuple[Floats, Floats]:
    found = np.stack(lines(names["axes"]), axis=1)
    raised = names.get("heights", 0.0)
    return found - raised, exported(asked.replace(state=State(Scene(asked).document, asked.state.view)))


def similarity(asked: Request, names: Names) -> tuple[Floats, Floats]:
    found, whole = image(names), exported(asked)
    return found, np.where(np.isnan(found) & (asked.document.encoding.id == "xpos"), np.nan, whole)


def offset_similarity(asked: Request, names: Names) -> tuple[Floats, Floats]:
    return lines(names["axes"])[0], exported(asked)[:, 1]


def rotation(asked: Request, names: Names) -> tuple[Floats, Floats]:
    document, encoding = asked.document, asked.document.encoding
    assert isinstance(encoding, Rotating)
    part = turned(encoding, document.length, asked.picture.options(document))
    return lines(names["axes"])[0], part.curve(1.0).at(np.arange(1.0 - document.length, document.length))


def frequencies(asked: Request, names: Names) -> tuple[Floats, Floats]:
    encoding = asked.document.encoding
    assert isinstance(encoding, Paired)
    waves = encoding.wavelengths(asked.document.length)
    return lines(names["axes"])[0], np.where(np.isinf(waves), np.nan, waves)


def decay(asked: Request, names: Names) -> tuple[Floats, Floats]:
    return np.concatenate([lines(axes) for axes in names["rows"][:, 0]]).T, exported(asked)


def bias(asked: Request, names: Names) -> tuple[Floats, Floats]:
    document, encoding = asked.document, asked.document.encoding
    assert isinstance(encoding, Relative)
    if asked.picture.options(document).all_heads:
        tiles = [axes.images[0] for axes in names["figure"].axes if axes.images and axes.get_title()]
        found = np.stack([np.ma.filled(tile.get_array().astype(np.float64), np.nan) for tile in tiles])
        values = exported(asked)
    else:
        found = image(names)
        values = encoding.bias(document.length, looked_at(document.replace(compare=None), asked.state.view)[0]).full()
    masked = np.triu(np.ones(values.shape[-2:], bool), 1) & encoding.causal
    return found, np.where(masked, np.nan, values)


def patches(asked: Request, names: Names) -> tuple[Floats, Floats]:
    tiles = exported(asked)
    mosaic = image(names)
    step = next(
        s for s in range(1, 40) if len(range(0, tiles.shape[1], s)) * (tiles.shape[1] + 1) <= mosaic.shape[1] + 1
    )
    first = names["patches"].shape
    assert first == tiles.shape
    start = (tiles.shape[1] - 1) % step // 2
    return mosaic[: tiles.shape[0], : tiles.shape[1]], tiles[
        (tiles.shape[0] - 1) % step // 2 if tiles.shape[0] > 16 else 0, start
    ]


def patches_order(asked: Request, names: Names) -> tuple[Floats, Floats]:
    return np.asarray(names["axes"][1].images[0].get_array()), exported(asked)


def precision(asked: Request, names: Names) -> tuple[Floats, Floats]:
    return image(names), np.log10(np.maximum(exported(asked), 1e-12))


def convention(asked: Request, names: Names) -> tuple[Floats, Floats]:
    return np.asarray(names["axes"].images[0].get_array()), exported(asked)


def helix(asked: Request, names: Names) -> tuple[Floats, Floats]:
    return np.asarray(names["flat"].collections[0].get_offsets()), names["components"][:, :2]


def power(asked: Request, names: Names) -> tuple[Floats, Floats]:
    assert lines(names["rows"][1])[0] == pytest.approx(numbers(asked)["norms"])
    return image(names), exported(asked)


def words(asked: Request, names: Names) -> tuple[Floats, Floats]:
    assert [text.get_text() for text in names["axes"].get_yticklabels()] == names["words"]
    return image(names), exported(asked)


EXPECTED: dict[str, Callable[[Request, Names], tuple[Floats, Floats]]] = {
    "heatmap": heatmap,
    "waves": waves,
    "similarity": similarity,
    "offset-similarity": offset_similarity,
    "rotation": rotation,
    "frequencies": frequencies,
    "decay": decay,
    "bias": bias,
    "patches": patches,
    "patches-order": patches_order,
    "precision": precision,
    "convention": convention,
    "helix": helix,
    "power": power,
    "attention": words,
    "addition": words,
}


def shows_the_numbers(asked: Request, folder: Path) -> None:
    names = drawn(asked, folder)
    found, expected = EXPECTED[asked.figure](asked, names)
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-11 * max(1.0, float(np.nanmax(np.abs(expected)))))
    with Image.open(folder / f"{asked.figure}.png") as picture:
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 3


@pytest.mark.parametrize(("figure", "name"), ONE_EACH)
def test_a_script_draws_the_numbers_and_saves_a_picture(figure: str, name: str, tmp_path: Path) -> None:
    shows_the_numbers(request(figure, SMALL[name]), tmp_path)


@pytest.mark.parametrize("figure", EXPECTED)
def test_the_picture_has_the_size_of_a_slide(figure: str, tmp_path: Path) -> None:
    asked = request(figure, SMALL[next(name for each, name in ONE_EACH if each == figure)])
    assert f'figure.savefig("{figure}.png", dpi=150)' in matplotlib_script(asked)
    drawn(asked, tmp_path, dpi=150)
    with Image.open(tmp_path / f"{figure}.png") as picture:
        assert picture.size == (1920, 1080)


@pytest.mark.parametrize("preset", ["alammar-2018", "d2l-waves", "alibi-slopes", "vit-figure-7", "gpt-neox-half"])
def test_presets_too(preset: str, tmp_path: Path) -> None:
    shows_the_numbers(Request(PRESETS[preset].state, PRESETS[preset].figure), tmp_path)


def test_all_heads_stand_beside_each_other(tmp_path: Path) -> None:
    shows_the_numbers(request("bias", SMALL["all heads of alibi"]), tmp_path)


def test_the_choices_of_the_look_count(tmp_path: Path) -> None:
    heading = 'A "title", of my own: ' + "and long " * 12
    names = drawn(request("heatmap", of("rope"), theme="dark", heading=heading, colour_bar=False), tmp_path)
    assert names["axes"].get_title() == heading
    assert len(names["figure"].axes) == 1
    assert names["figure"].get_facecolor()[:3] == (0, 0, 0)
    assert not drawn(request("heatmap", of("rope"), title=False), tmp_path)["axes"].get_title()


def test_colours_reach_as_far_as_in_the_figure(tmp_path: Path) -> None:
    names = drawn(request("heatmap", of("sinusoidal")), tmp_path)
    assert names["image"].get_clim() == (-1, 1)
    assert names["image"].get_interpolation() == "nearest"
    assert tuple(names["image"].get_extent()) == (-0.5, 63.5, 23.5, -0.5)
    grey = of("sinusoidal").replace(colormap="grey")
    assert drawn(request("heatmap", grey), tmp_path)["image"].get_cmap().name == "gray"


def test_a_zoomed_panel_stays_zoomed(tmp_path: Path) -> None:
    asked = request("heatmap", of("sinusoidal"))
    view = asked.state.view
    shown = view.replace(ranges=view.ranges.put("heatmap", (1.5, 9.5, 20.5, 2.5)))
    axes = drawn(asked.replace(state=State(asked.state.document, shown)), tmp_path)["axes"]
    assert (axes.get_xlim(), axes.get_ylim()) == ((1.5, 9.5), (20.5, 2.5))


def test_a_script_runs_as_a_program_in_an_empty_folder(tmp_path: Path) -> None:
    script = matplotlib_script(request("decay", SMALL["bases"]))
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={"MPLBACKEND": "Agg", "MPLCONFIGDIR": str(tmp_path.parent / "mpl")},
    )
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["decay.png"]
