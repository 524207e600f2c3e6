"""What moves in an animation, from where to where, and how fast."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.kinds import Text
from pe_desktop.engine.parameter import Parametrised, auto_real, choice, declare, real

FPS = ("10", "20", "25", "50")
"""Frames a second that GIF can keep exactly: its delays are whole hundredths of a second."""


@dataclass(frozen=True)
class Motion(Parametrised):
    """One parameter that moves; frame n of n equals frame 0, unless it goes but once."""

    over: str = declare(Text(60), "", "The parameter that moves; without one, what the figure is made to move by")
    start: float | None = auto_real(-1e12, 1e12, "Where it starts", aliases=("from",))
    end: float | None = auto_real(-1e12, 1e12, "Where it turns or ends", aliases=("to",))
    way: str = choice("back", ("back", "around", "once"), "There and back, around as an angle goes, or there only")
    seconds: float = real(8.0, 0.1, 600.0, "How long one loop lasts", unit="seconds")
    fps: str = choice("25", FPS, "Frames a second")
