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
    way: str = choice(
        "auto",
        ("auto", "back", "around", "once"),
        "There and back, around as an angle goes, or there only; auto: around for angles, back for all else",
    )
    seconds: float = real(8.0, 0.1, 600.0, "How long one loop lasts", unit="seconds")
    fps: str = choice("25", FPS, "Frames a second")

    @property
    def frames(self) -> int:
        """How many there are."""
        return max(1, round(self.seconds * int(self.fps)))

    @property
    def delay(self) -> int:
        """Hundredths of a second that each is seen."""
        return 100 // int(self.fps)

    def place(self, frame: int, way: str) -> float:
        """How far from the start to the end a frame stands, 0 … 1; a loop begins again at its last."""
        if way == "once":
            return frame / max(1, self.frames - 1)
        gone = frame % self.frames / self.frames
        return gone if way == "around" else 1 - abs(2 * gone - 1)
