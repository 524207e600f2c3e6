"""Pictures that move: what moves and by which steps, the frames as a stream, and the containers that hold them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint32]
"""(height, width) of 0xAARRGGBB."""
