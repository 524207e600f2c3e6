"""How fast still pictures are written, side by side in one run: python -m tests.benchmarks.stills

The same figure with two panels, a heatmap with its colour bar beside waves named at their ends, is written as a PNG of
3840 × 2160, an SVG and a PDF: by this program and by matplotlib (Agg, SVG with text, PDF with TrueType), in turn, in
one process. Both make the figure anew each time, as an export does; matplotlib is timed too when it only writes a
figure that is there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.export.request import Request
from pe_desktop.export.writing import render
from pe_desktop.figure.figure import Figure, share
from pe_desktop.figure.marks import Line
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.pictures.heatmap import Heatmap
from tests.benchmarks.live import timed

FORMATS = ("png", "svg", "pdf")
SIZE = (3840, 2160)
CASES = ((128, 64), (1024, 1024))
ROUNDS = 7


class HeatmapAndWaves(Heatmap):
    """Both pictures as the panels of one."""

    id = "heatmap-and-waves"
    title = "Encoding and waves"

    def figure(self, document: Document, view: View) -> Figure:
        heatmap = PICTURES["heatmap"].figure(document, view)
        waves = PICTURES["waves"].figure(document, view)
        beside = [replace(p, column=len(heatmap.columns), row=1) for p in waves.panels]
        panels = (*heatmap.panels, *beside)
        return replace(heatmap, id=self.id, title=self.title, panels=panels, columns=(*heatmap.columns, share()))

    def lines(self, document: Document, view: View) -> list[Line]:
        return [m for panel in self.figure(document, view).panels for m in panel.marks if isinstance(m, Line)]


def ours(state: State, format: str) -> bytes:
    wishes: dict[str, Any] = {"size": SIZE} if format == "png" else {}
    return render(Request(state, HeatmapAndWaves.id, **wishes), format)


def others_figure(state: State) -> Any:
    """Matplotlib's figure of the same: the table, its bar, as many waves, and as many words."""
    from matplotlib.figure import Figure as Canvas

    picture, document = HeatmapAndWaves(), state.document
    x = np.arange(document.length)
    values = Sinusoidal(d_model=document.encoding.d_model).numbers(document.length).full()
    figure = Canvas(figsize=(SIZE[0] / 288, SIZE[1] / 288), dpi=288, layout=None)
    figure.suptitle(f"{picture.title}   {picture.subtitle}", x=0.03, ha="left")
    left, right = figure.subplots(1, 2)
    shown = left.imshow(values, aspect="auto", interpolation="nearest", cmap="RdBu", vmin=-1, vmax=1)
    left.set(xlabel="dimension", ylabel="position")
    figure.colorbar(shown)
    for line in picture.lines(document, state.view):
        style = "--" if line.dashed else "-"
        right.plot(x, line.curve.at(x.astype(float)), style, lw=2.2)
        right.annotate(
            line.label, (1.01, float(line.curve.at(x[-1:].astype(float))[0])), xycoords=("axes fraction", "data")
        )
    right.set(xlabel="position", ylabel="value", xlim=(0, document.length - 1))
    right.grid(axis="y")
    figure.text(0.03, 0.02, "Sinusoidal · length 128 · d_model 64 · base 10,000 · interleaved layout · vaswani ladder")
    return figure


def written(figure: Any, format: str) -> bytes:
    stream = BytesIO()
    figure.savefig(stream, format=format)
    return stream.getvalue()


def compared(length: int, width: int) -> dict[str, dict[str, float]]:
    """Median seconds and bytes of each, for every format; all that are compared take turns."""
    import matplotlib as mpl

    mpl.rcParams.update({"svg.fonttype": "none", "pdf.fonttype": 42})
    state = State(Document(length=length, encoding=Sinusoidal(d_model=width)))
    kept, found = others_figure(state), {}
    for format in FORMATS:
        calls: dict[str, Callable[[], bytes]] = {
            "ours": partial(ours, state, format),
            "matplotlib": lambda format=format: written(others_figure(state), format),
            "matplotlib, only writing": partial(written, kept, format),
        }
        sizes = {f"{name} bytes": len(call()) for name, call in calls.items()}  # and all that is done once is done
        spent: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(ROUNDS):
            for name, call in calls.items():
                spent[name].append(timed(call))
        found[format] = {name: median(times) for name, times in spent.items()} | sizes
    return found


def main() -> None:
    PICTURES[HeatmapAndWaves.id] = HeatmapAndWaves()
    print("positions × d_model         ours       matplotlib   / ours   only writing   / ours")
    for length, width in CASES:
        for format, row in compared(length, width).items():
            mine, theirs, bare = row["ours"], row["matplotlib"], row["matplotlib, only writing"]
            sizes = f"{row['ours bytes'] / 1e3:,.0f} kB, matplotlib {row['matplotlib bytes'] / 1e3:,.0f} kB"
            times = f"{mine * 1e3:6.0f} ms   {theirs * 1e3:6.0f} ms   {theirs / mine:5.1f} ×   {bare * 1e3:6.0f} ms   "
            print(f"{length:5,} × {width:5,}   {format}   {times}{bare / mine:5.1f} ×   {sizes}")
    matrix = render(Request(State(Document(length=1024, encoding=Sinusoidal(d_model=1024))), "heatmap"), "svg")
    print(f"a heatmap of 1,024 × 1,024 as SVG: {len(matrix) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
