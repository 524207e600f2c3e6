"""Every picture, one file each, named after its id. A file in this folder is found by itself."""

from __future__ import annotations

from pe_desktop.figure.picture import Picture
from pe_desktop.loading import Folder

PICTURES: Folder[Picture] = Folder(__name__, __path__, Picture)
"""One instance of every picture by id, in the order in which they are offered."""
