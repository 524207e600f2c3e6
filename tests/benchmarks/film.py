"""How fast films are written, side by side in one process: python -m tests.benchmarks.film

The rotation, 240 frames of 1280 × 720. The same rendered frames go, in turn, to our GIF writer and to Pillow's plain
path (RGB frames, save_all); our share includes the choice of its colours. Then whole films, rendering included, and
how much the greatest resident memory grows while one is written, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from PIL import Image

from pe_desktop.document import State
from pe_desktop.export.films.colours import film_palette
from pe_desktop.export.films.film import Film
from pe_desktop.export.films.gif import GifWriter
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.films.mp4 import Mp4Writer
from pe_desktop.export.request import Request
from pe_desktop.export.writing import render
from pe_desktop.figure.style import THEMES

SIZE = (1280, 720)
FRAMES, FPS = 240, 25
AIM = 0.5
"""Of Pillow's time, at most."""

Frames = list[np.ndarray]


def request(seconds: float = FRAMES / FPS) -> Request:
    return Request(State(), "rotation", size=SIZE, motion=Motion(seconds=seconds, fps=str(FPS)))


def ours(film: Film, frames: Frames) -> bytes:
    stream, theme = BytesIO(), THEMES["light"]
    palette = film_palette(frames[:: len(frames) // 9], (theme.rgb(role) for role in theme.roles))
    writer = GifWriter(stream, SIZE, palette, film.motion.delay)
    for frame in frames:
        writer.add(frame)
    writer.close()
    return stream.getvalue()


def pillow(film: Film, frames: Frames) -> bytes:
    stream = BytesIO()
    first, *rest = (Image.frombuffer("RGB", SIZE, frame.tobytes(), "raw", "BGRX", 0, 1) for frame in frames)
    first.save(stream, "GIF", save_all=True, append_images=rest, loop=0, duration=10 * film.motion.delay)
    return stream.getvalue()


def mp4(film: Film, frames: Frames) -> bytes:
    stream = BytesIO()
    with Mp4Writer(stream, SIZE, FPS) as writer:
        for frame in frames:
            writer.add(frame)
    return stream.getvalue()


def timed(call: Callable[[], bytes]) -> tuple[float, int]:
    """Seconds, and how many bytes came of it."""
    start = time.perf_counter()
    size = len(call())
    return time.perf_counter() - start, size


def report(rounds: int) -> None:
    whole()  # first: a process that is begun by a large one counts as large
    film = Film([request()])
    start = time.perf_counter()
    frames = [frame.copy() for frame in film.pixels()]
    print(f"\n{len(frames)} frames of {SIZE[0]} × {SIZE[1]} rendered in {time.perf_counter() - start:.1f} s")
    ways = {"ours, GIF": ours, "Pillow, GIF": pillow, "ours, MP4": mp4}
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(timed(lambda way=way: way(film, frames)))
    spent = {name: median(seconds for seconds, _ in times) for name, times in found.items()}
    print("\nencoding alone        time     size")
    for name, times in found.items():
        print(f"{name:16} {spent[name]:8.2f} s {times[0][1] / 1e6:6.2f} MB")
    ratio = spent["ours, GIF"] / spent["Pillow, GIF"]
    print(f"ours / Pillow    {ratio:8.2f}     {'reached' if ratio <= AIM else 'NOT reached'}: at most {AIM}")


def whole() -> None:
    print("whole film            time   memory")
    for format in ("gif", "mp4"):
        run = [sys.executable, "-m", "tests.benchmarks.film", "--alone", format]
        print(f"{format:16} {subprocess.run(run, capture_output=True, text=True, check=True).stdout}", end="")


def alone(format: str) -> None:
    """Seconds of a whole film, and how far the greatest resident memory lies above that of a film of five frames."""
    render(request(0.2), format)
    process = psutil.Process()
    before, start = process.memory_info().rss, time.perf_counter()
    render(request(), format)
    spent = time.perf_counter() - start
    print(f"{spent:8.2f} s {max(0, _greatest(process) - before) / 1e6:+6.0f} MB")


def _greatest(process: psutil.Process) -> int:
    """Bytes of resident memory at their greatest, where the system remembers them."""
    try:
        import resource
    except ImportError:
        return int(process.memory_info().peak_wset)
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", choices=("gif", "mp4"))
    arguments = parser.parse_args()
    if arguments.alone:
        alone(arguments.alone)
    else:
        report(arguments.rounds)
