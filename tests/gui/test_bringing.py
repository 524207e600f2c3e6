"""A person's own picture in the window: opened, shown, undone, and refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from pe_desktop.document import Document, from_json, to_json
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.editors.brought import OPEN
from pe_desktop.gui.widgets.controls import Combo
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Dialogs, Opened, document, editor_of, notices, settle

ORDER = PICTURES["patches-order"]


def page(window: Opened) -> MainWindow:
    return window(document("sincos2d", length=35, grid=(5, 7), d_model=16).replace(page="images"))


def choose(window: MainWindow, name: str) -> None:
    combo = editor_of(window, "picture").findChild(Combo)
    assert isinstance(combo, Combo)
    combo.activated.emit(combo.findText(name))
    settle(window)


def picture(document: Document) -> str:
    return str(ORDER.options(document).picture)


def test_a_picture_is_opened_shown_kept_in_the_document_and_undone(
    opened: Opened, home: Path, dialogs: Dialogs
) -> None:
    window = page(opened)
    grey = np.add.outer(np.arange(100), np.zeros(140)).astype(np.uint8)
    Image.fromarray(grey).save(home / "my face.png")
    dialogs.path = home / "my face.png"
    choose(window, OPEN)
    assert dialogs.asked == ["Open a picture"]
    assert picture(window.model.document).startswith("my face.png 314x224 ")
    combo = editor_of(window, "picture").findChild(Combo)
    assert isinstance(combo, Combo)
    assert combo.currentText() == "my face.png"
    again = from_json(to_json(window.model.state))
    assert again == window.model.state
    shown = ORDER.numbers(again.document, again.view)["shuffled"]
    assert shown.shape == (80, 112)
    assert str(home) not in to_json(window.model.state)
    choose(window, "landscape")
    assert picture(window.model.document) == "landscape"
    window.model.undo()
    window.model.undo()
    assert not window.model.can_undo


def test_a_file_that_is_no_picture_is_said_and_changes_nothing(opened: Opened, home: Path, dialogs: Dialogs) -> None:
    window = page(opened)
    dialogs.path = home / "me.png"
    Path(dialogs.path).write_text("words")
    choose(window, OPEN)
    assert len(notices(window)) == 1
    assert picture(window.model.document) == "landscape"
    notices(window)[0].close()


def test_nothing_chosen_changes_nothing(opened: Opened, dialogs: Dialogs) -> None:
    window = page(opened)
    choose(window, OPEN)
    assert not window.model.can_undo
    assert notices(window) == []
