"""A figure as Python code: its numbers with NumPy alone, or its picture with matplotlib.

What an encoding looks like as code stands with the encoding (`Encoding.code`), what a figure makes of it in `figures`.
A script is cut down to the statements that its end needs, so it holds the chosen branch of everything, and no more.
"""

from __future__ import annotations

import re
import textwrap

from pe_desktop.engine.encoding import Tabular
from pe_desktop.export.caption import DOT, caption
from pe_desktop.export.numbers import MOST_BYTES, check_size
from pe_desktop.export.request import ExportError, Request, refuse_unserved
from pe_desktop.export.scripts import figures
from pe_desktop.export.scripts.program import WIDTH, needed, ordered, statements, written
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.style import THEMES
from pe_desktop.loading import Folder

SCRIPTS: Folder[Script] = Folder(figures.__name__, figures.__path__, Script)
"""The code of each figure that has some."""

EXACTLY = "bit for bit"
WITHOUT = {
    "naive": "it measures five encodings at once; allowed: the script of one of them, as its heatmap",
    "training": "it is no short script; allowed: its table and curves as numbers",
    "diagnosis": "it is a search among schemes; allowed: its numbers, or the script of another figure",
    "context-plan": "it is of many scalings at once; allowed: its numbers, or the script of frequencies",
}
"""Figures without code, and why."""

NUMPY = "import numpy as np"
IMPORTS = {
    "plt": "import matplotlib.pyplot as plt",
    "np": NUMPY,
    "LinearSegmentedColormap": "from matplotlib.colors import LinearSegmentedColormap",
}


def numpy_script(request: Request) -> str:
    """A program that defines the array which `.npy` holds, under its name; it imports numpy only.

    Raises ExportError or ParameterError where there is none, or where it would take more than 2 GB.
    """
    scene, script = _scene(request)
    made = script.numbers(scene)
    kept = needed(_source(scene, made), (), script.array)
    return written(f"{_head(scene, script, made)}\n{NUMPY}", *ordered(kept))


def matplotlib_script(request: Request) -> str:
    """A program that draws the figure and saves it as a PNG. Raises what `numpy_script` does."""
    scene, script = _scene(request)
    made = script.drawn(scene)
    dark = 'plt.style.use("dark_background")\n' if THEMES[scene.request.theme].dark else ""
    save = f'figure.savefig("{request.figure}.png", dpi=150)\n'
    end = statements(f'{dark}plt.rc("font", size=14)\n{script.drawing(scene)}{save}')
    kept = needed(_source(scene, made), end)
    used = set().union(*(statement.used for statement in (*kept, *end)))
    imports = [line for name, line in IMPORTS.items() if name in used]
    return written("\n".join([_comment(scene), "", *imports]), *ordered(kept), end)


def _scene(request: Request) -> tuple[Scene, Script]:
    refuse_unserved(request)
    if request.figure in WITHOUT:
        raise ExportError(f"figure: {request.figure} given; {WITHOUT[request.figure]}")
    request.picture.check(request.document)
    check_size(request)
    scene, script = Scene(request), SCRIPTS[request.figure]
    if isinstance(scene.encoding, Tabular) and script.tabulates:
        rows, columns = scene.encoding.numbers(scene.length).shape
        if 8 * rows * columns > MOST_BYTES:
            allowed = f"up to {MOST_BYTES // (8 * columns):,}"
            taken = f"the table of the script would take {8e-9 * rows * columns:,.1f} GB"
            raise ExportError(f"length: {rows:,} given; {taken}; allowed: {allowed}")
    return scene, script


def _source(scene: Scene, made: Made) -> str:
    length = scene.length if made.length is None else made.length
    code = scene.code if made.length is None else scene.encoding.code(length)
    return f"length = {length}\n{made.before}{code.source}{made.source}"


def _head(scene: Scene, script: Script, made: Made) -> str:
    array = f"`{script.array}` is the array that this figure's .npy file holds"
    exact = made.exact and scene.code.exact
    return f"{_comment(scene)}\n{_wrapped(f'{array}, {EXACTLY if exact else made.agreement}.')}\n"


def _comment(scene: Scene) -> str:
    """What it is, whose, and what of it is made up."""
    lines = [caption(scene.document, scene.request.picture), scene.encoding.source]
    b = scene.request.document.compare
    lines += [f"Of the two that are compared this is A; B is {b.label}."] if b is not None else []
    return "\n".join(map(_wrapped, lines))


def _wrapped(text: str) -> str:
    whole = (
        re.sub(r"(?<![·|,;]) (?![·|])", "\u00a0", text) if DOT in text else text
    )  # a name and its value stay together
    lines = textwrap.wrap(whole, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    return "\n".join(lines).replace("\u00a0", " ")
