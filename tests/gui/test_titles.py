"""What the window is called: the document's file, or the file that its content was brought from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Dialogs, Opened, answer, run, settle, state

CONFIG = {"model_type": "llama", "hidden_size": 512, "num_attention_heads": 8, "max_position_embeddings": 256}


def title(window: MainWindow) -> str:
    return window.windowTitle().removesuffix("[*] — Positional Encoding")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(CONFIG), encoding="utf-8")
    return path


def test_the_title_names_the_configuration_that_is_looked_at_until_it_is_undone(opened: Opened, config: Path) -> None:
    window = opened(state())
    assert title(window) == "Untitled"
    window.filing.open(config)
    settle(window)
    assert title(window) == "config.json"
    window.editing.edit("document", "length", 64)
    settle(window)
    assert title(window) == "config.json", "an edit of it is still of that file"
    window.model.undo()
    window.model.undo()
    settle(window)
    assert title(window) == "Untitled"
    window.model.redo()
    settle(window)
    assert title(window) == "config.json"
    answer("Discard")
    run(window, "new")
    assert title(window) == "Untitled"


def test_the_title_names_a_table_and_an_exported_picture(opened: Opened, tmp_path: Path) -> None:
    window, table = opened(state()), tmp_path / "positions.npy"
    np.save(table, np.ones((8, 4)))
    window.filing.open(table)
    settle(window)
    assert title(window) == "positions.npy"
    run(window, "page-doctor")
    window.filing.open(table)
    settle(window)
    assert title(window) == "positions.npy"


def test_a_document_keeps_its_name_and_saving_gives_it_one(
    opened: Opened, config: Path, tmp_path: Path, dialogs: Dialogs
) -> None:
    window = opened(state())
    window.filing.open(config)
    dialogs.path = tmp_path / "mine.json"
    run(window, "save")
    assert title(window) == "mine"
    window.filing.open(config)
    settle(window)
    assert title(window) == "mine", "what is brought is an edit of the document"
    assert json.loads(config.read_text("utf-8")) == CONFIG
