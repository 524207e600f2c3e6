"""How fast the window follows the hand, side by side in one run: python -m tests.benchmarks.live

Every page has been open once, four views are visible at 1600 × 1000, and d_model moves one step at a time, through
the event loop, so that each step paints once. After each step the four views paint the same state again: that is the
unit of the ratios. Beside it, in the same process: matplotlib (Agg) drawing the same four panels, and plain pyqtgraph
that recomputes whole arrays and hands them to its stock items.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures.rotation import shown_pairs
from pe_desktop.figure.pictures.waves import Waves
from tests.benchmarks import figures

SIZE = (1600, 1000)
RATIOS = (("ours", "repaint"), ("pyqtgraph", "ours"), ("matplotlib", "ours"))
LARGEST = 64_000_000  # cells of a full table that others are asked to compute


@dataclass(frozen=True)
class Case:
    length: int
    first: int
    last: int
    steps: int = 24

    @property
    def widths(self) -> list[int]:
        return [int(d) // 2 * 2 for d in np.linspace(self.first, self.last, self.steps)]

    @property
    def full(self) -> bool:
        return self.length * self.last <= LARGEST and self.length <= 8192


CASES = (
    Case(128, 64, 248),
    Case(512, 256, 752),
    Case(1024, 784, 1024),
    Case(4096, 768, 1024),
    Case(1_048_576, 3072, 4096),
)
Step = Callable[[int], None]


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def settle() -> None:
    from pe_desktop.gui.widgets.theme import application

    for _ in range(5):
        application().processEvents()


def ours() -> tuple[Callable[[int], Step], Callable[[], None]]:
    """The program's own window: a step for a length, and a repaint of its views."""
    from pe_desktop.gui.application import create_window
    from pe_desktop.gui.widgets.theme import application

    app, window = application(), create_window(State(), theme="light")
    window.resize(*SIZE)
    window.show()
    for page in (*PAGES, "explore"):  # pages that are open and not seen must cost nothing
        window.editing.show_page(page)
        window.pace.flush()
        app.processEvents()
    window.editing.choose_encoding(0, "sinusoidal")  # pages that cannot show it chose others

    def at(length: int) -> Step:
        window.editing.edit("document", "length", length)

        def step(width: int) -> None:
            window.editing.edit("a", "d_model", width)
            window.pace.flush()
            app.processEvents()

        return step

    def repaint() -> None:
        for card in window.page.cards.values():
            card.view.viewport().update()
        app.processEvents()

    return at, repaint


def whole(length: int, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What others recompute: the table, every scalar product, and their means by offset."""
    angles = np.arange(length)[:, None] * 10000.0 ** (-2 * np.arange(width // 2) / width)
    values = np.empty((length, width))
    values[:, 0::2], values[:, 1::2] = np.sin(angles), np.cos(angles)
    offsets = np.arange(1 - length, length)
    by_offset = (values @ values[0])[np.abs(offsets)]
    return values, values @ values.T, np.stack([offsets, by_offset])


def clock_pairs(length: int, width: int) -> tuple[int, ...]:
    return shown_pairs(Sinusoidal(d_model=width), Document(length=length))


def wave_columns(length: int, width: int) -> tuple[int, ...]:
    return Waves().columns(Document(length=length, encoding=Sinusoidal(d_model=width)), cursor=12)


def stock() -> Callable[[int], Step]:
    """Plain pyqtgraph with the same contents: whole arrays into stock items, which are kept and set anew."""
    import pyqtgraph as pg

    from pe_desktop.gui.widgets.theme import application

    pg.setConfigOptions(antialias=True, background="w", foreground="k")
    app, view = application(), pg.GraphicsLayoutWidget()
    colours = pg.colormap.get("viridis")
    dashed = pg.mkPen("k", style=pg.QtCore.Qt.PenStyle.DashLine)

    def image(row: int, column: int) -> tuple[pg.PlotItem, pg.ImageItem, pg.ColorBarItem]:
        plot = view.addPlot(row=row, col=column)
        plot.invertY()
        item = pg.ImageItem()
        plot.addItem(item)
        bar = pg.ColorBarItem(values=(-1, 1), colorMap=colours, interactive=False)
        bar.setImageItem(item, insert_in=plot)
        for angle in (0, 90):
            plot.addItem(pg.InfiniteLine(pos=30, angle=angle, pen=dashed))
        return plot, item, bar

    _, heatmap, _ = image(0, 0)
    waves = view.addPlot(row=0, col=1, colspan=2)
    waves.addItem(pg.InfiniteLine(pos=37, angle=90, pen=dashed))
    curves = [waves.plot(pen=pg.mkPen("r", width=1.5)) for _ in range(8)]
    labels = [pg.TextItem("sin, pair 12", color="r") for _ in range(8)]
    for label in labels:
        waves.addItem(label)
    _, similarity, bar = image(1, 0)
    offset = view.addPlot(row=1, col=1).plot(pen=pg.mkPen("b", width=1.5))
    turning = view.addLayout(row=1, col=2)
    clocks = turning.addViewBox(row=0, col=0, lockAspect=True)
    score = turning.addPlot(row=1, col=0).plot(pen=pg.mkPen("k", width=1.5))
    turn = np.linspace(0, 2 * np.pi, 65)
    hands = [pg.PlotCurveItem(pen=pg.mkPen("m", width=2)) for _ in range(12)]
    names = [pg.TextItem("", color="k", anchor=(0.5, 0)) for _ in range(6)]
    for i in range(6):
        clocks.addItem(pg.PlotCurveItem(2.9 * i + np.cos(turn), np.sin(turn), pen=pg.mkPen("gray", width=1.5)))
        names[i].setPos(2.9 * i, -1.2)
    for item in (*hands, *names):
        clocks.addItem(item)
    view.resize(SIZE[0] - 370, SIZE[1] - 80)
    view.show()
    app.processEvents()

    def at(length: int) -> Step:
        def step(width: int) -> None:
            values, products, by_offset = whole(length, width)
            heatmap.setImage(values.T, levels=(-1, 1))
            similarity.setImage(products, levels=(0, width / 2))
            bar.setLevels((0, width / 2))
            for curve, label, column in zip(curves, labels, wave_columns(length, width), strict=False):
                curve.setData(values[:, column])
                label.setPos(length, values[-1, column])
            offset.setData(*by_offset)
            score.setData(by_offset[0], by_offset[1] / (width / 2))
            for i, pair in enumerate(clock_pairs(length, width)):
                for hand, position in zip(hands[2 * i : 2 * i + 2], (37, 30), strict=True):
                    angle = position * 10000.0 ** (-2 * pair / width)
                    hand.setData([2.9 * i, 2.9 * i + np.cos(angle)], [0, np.sin(angle)])
                names[i].setText(f"pair {pair}\n{2 * np.pi * 10000.0 ** (2 * pair / width):.3g}")
            view.viewport().update()
            app.processEvents()

        return step

    return at


def matplotlib() -> Callable[[int], Step]:
    """Matplotlib on Agg with the same contents, drawn anew."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=((SIZE[0] - 370) / 100, (SIZE[1] - 80) / 100), dpi=100)

    def at(length: int) -> Step:
        def step(width: int) -> None:
            values, products, by_offset = whole(length, width)
            figure.clear()
            places = [figure.add_subplot(2, 2, 1), figure.add_subplot(2, 2, 2), figure.add_subplot(2, 4, 5)]
            places += [figure.add_subplot(2, 4, 6), figure.add_subplot(4, 2, 6), figure.add_subplot(4, 2, 8)]
            figure.colorbar(places[0].imshow(values, aspect="auto", vmin=-1, vmax=1, cmap="RdBu"))
            figure.colorbar(places[2].imshow(products))
            for axis in (places[0], places[2]):
                axis.axhline(37, ls="--")
                axis.axvline(12, ls="--")
            places[1].axvline(37, ls="--")
            for column in wave_columns(length, width):
                places[1].plot(values[:, column])
                places[1].text(length, values[-1, column], f"dim {column}")
            places[3].plot(*by_offset)
            places[5].plot(by_offset[0], by_offset[1] / (width / 2))
            places[4].set_axis_off()
            places[4].set_aspect("equal")
            for i, pair in enumerate(clock_pairs(length, width)):
                places[4].add_patch(pyplot.Circle((2.9 * i, 0), 1, fill=False))
                places[4].text(2.9 * i, -1.6, f"pair {pair}", ha="center")
                for position in (37, 30):
                    angle = position * 10000.0 ** (-2 * pair / width)
                    places[4].plot([2.9 * i, 2.9 * i + np.cos(angle)], [0, np.sin(angle)], lw=2)
            figure.canvas.draw()

        return step

    return at


def compare(cases: tuple[Case, ...]) -> Iterator[dict[str, float]]:
    """Median seconds a step of each, their steps taken in turn, for every case."""
    ours_at, repaint = ours()
    others = {"pyqtgraph": stock(), "matplotlib": matplotlib()}
    for case in cases:
        steps = {"ours": ours_at(case.length)}
        if case.full:
            steps |= {name: at(case.length) for name, at in others.items()}
        spent: dict[str, list[float]] = {name: [] for name in (*steps, "repaint")}
        gc.collect()
        for i, width in enumerate((case.widths[0], *case.widths)):
            for name, step in steps.items():
                if case.length >= 4096 and name != "ours" and i > 3:
                    continue  # seconds each
                settle()  # what the one before has left to do is not charged to this one
                seconds = timed(lambda step=step, width=width: step(width))
                if name == "ours":
                    spent["repaint"].append(timed(repaint))
                spent[name].append(seconds)
        yield {"length": case.length, **{name: median(times[1:]) for name, times in spent.items()}}


def resident(length: int, width: int) -> float:
    """Peak resident megabytes of a process that shows the window at a length and width and moves it a little."""
    code = (
        "from pe_desktop.document import Document, State\n"
        "from pe_desktop.engine.encodings.sinusoidal import Sinusoidal\n"
        "from pe_desktop.gui.application import create_window\n"
        "from pe_desktop.gui.widgets.theme import application\n"
        f"window = create_window(State(Document(length={length}, encoding=Sinusoidal(d_model={width}))))\n"
        f"window.resize({SIZE[0]}, {SIZE[1]})\n"
        "window.show()\n"
        f"for width in ({width}, {width} - 2, {width} - 4):\n"
        "    window.editing.edit('a', 'd_model', width)\n"
        "    window.pace.flush()\n"
        "    application().processEvents()\n"
        "window.close()\n"
        "status = open('/proc/self/status').read()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


PLOT = (
    "import PySide6.QtWidgets as q, pyqtgraph as pg\n"
    "app = q.QApplication([])\n"
    "plot = pg.PlotWidget()\n"
    f"plot.resize({SIZE[0]}, {SIZE[1]})\n"
    "plot.show()\n"
    "app.processEvents()\n"
    "plot.grab()\n"
    "plot.close()\n"
)
WINDOW = (
    "from pe_desktop.gui import create_window\n"
    "from pe_desktop.gui.widgets.theme import application\n"
    "window = create_window()\n"
    f"window.resize({SIZE[0]}, {SIZE[1]})\n"
    "window.show()\n"
    "application().processEvents()\n"
    "window.grab()\n"
    "window.close()\n"
)


def starts(rounds: int = 7) -> tuple[float, float]:
    """Median seconds to a fully drawn window: ours, and one empty plot of PySide6 and pyqtgraph; in turn.

    Modules are compiled once before, as they are when installed.
    """
    spent: tuple[list[float], list[float]] = ([], [])
    with TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        for _ in range(rounds + 1):
            for times, code in zip(spent, (WINDOW, PLOT), strict=True):
                run = partial(subprocess.run, [sys.executable, "-c", code], env=environment, capture_output=True)
                times.append(timed(partial(run, check=True)))
    return median(spent[0][1:]), median(spent[1][1:])


def ratio(row: dict[str, float], name: str, over: str) -> str:
    return f"{row[name] / row[over]:6.1f} ×" if name in row else "  cannot"


def main() -> None:
    from pe_desktop.gui.widgets.theme import application

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quick", action="store_true", help="only the steps, not memory and start")
    quick = arguments.parse_args().quick
    print("positions     ours   repaint   ours/repaint   pyqtgraph/ours   matplotlib/ours")
    medians = {}
    for row in compare(CASES):
        medians[int(row["length"])] = row["ours"]
        ratios = [ratio(row, *pair) for pair in RATIOS]
        steps = f"{int(row['length']):9,}  {row['ours'] * 1e3:5.1f} ms  {row['repaint'] * 1e3:5.1f} ms"
        print(f"{steps}    {ratios[0]}       {ratios[1]}        {ratios[2]}")
    print(f"step at 1,048,576 over step at 512: {medians[1_048_576] / medians[512]:.2f} ×")
    figures.report()
    application().closeAllWindows()  # one that is open when the interpreter ends asks for what is no more
    if quick:
        return
    small, large = resident(128, 64), resident(10_000_000, 8192)
    print(f"peak resident memory: {small:.0f} MB at 128 × 64, {large - small:+.0f} MB at 10,000,000 × 8,192")
    window, plot = starts()
    print(f"start to a drawn window: {window / plot:.2f} × that of one empty plot ({window:.2f} s, {plot:.2f} s)")


if __name__ == "__main__":
    main()
