"""Arrays of any shape on the page Doctor: opened by the menu, dropped, chosen from, and with what they were before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox

from pe_desktop.document import from_json, to_json
from pe_desktop.engine.diagnosis import diagnose
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.figure.marks import Prose
from pe_desktop.gui.editors.brought import OPEN
from pe_desktop.gui.window import MainWindow
from tests.gui.test_filing import drop, failure
from tests.gui.test_opening_models import listed
from tests.gui.windows import Dialogs, Opened, document, editor_of, panel_of, run, settle, state, wait_for

FREQUENCIES = (10000.0 ** (-np.arange(0, 64, 2) / 64)).astype(np.float32)
BEFORE = np.random.default_rng(0).normal(size=(2, 24, 8))
TURNED = (BEFORE[..., :4] + 1j * BEFORE[..., 4:]) * np.exp(1j * np.arange(24)[:, None] * 10.0 ** -np.arange(4))
AFTER = np.concatenate([TURNED.real, TURNED.imag], axis=-1)
BIAS = np.where(
    np.triu(np.ones((24, 24), dtype=bool), 1), -np.inf, -0.5 * np.abs(np.subtract.outer(range(24), range(24)))
)
TABLE = np.random.default_rng(3).normal(size=(24, 6))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of arrays out of a person's code."""
    arrays = {"inv_freq": FREQUENCIES, "before": BEFORE, "after": AFTER, "bias": BIAS, "table": TABLE}
    for name, values in arrays.items():
        np.save(tmp_path / f"{name}.npy", values)
    np.savez(tmp_path / "model.npz", deep=np.zeros((1, 2, 2, 2, 2)), wild=np.full((4, 4), np.inf), **arrays)
    return tmp_path


def array_of(window: MainWindow) -> np.ndarray:
    encoding = window.model.document.encoding
    assert isinstance(encoding, Learned)
    return encoding.table.array.values


def verdict(window: MainWindow) -> str:
    """What the figure says in the end."""
    settle(window)
    wait_for(lambda: not window.preparing.busy)
    settle(window)
    (told,) = (mark for mark in panel_of(window, "diagnosis", "diagnosis.told").marks if isinstance(mark, Prose))
    return told.text.partition(":")[0]


def test_a_file_is_diagnosed_from_the_menu_on_its_page_and_undo_leads_back(
    opened: Opened, dialogs: Dialogs, files: Path
) -> None:
    window = opened(state())
    dialogs.path = files / "inv_freq.npy"
    run(window, "diagnose")
    assert window.model.document.page == "doctor"
    np.testing.assert_array_equal(array_of(window), FREQUENCIES)
    assert verdict(window) == "Correct scheme"
    run(window, "undo")
    assert window.model.document == document()


def test_where_nothing_is_chosen_nothing_is_diagnosed(opened: Opened, dialogs: Dialogs) -> None:
    window = opened(state())
    dialogs.path = None
    run(window, "diagnose")
    assert window.model.document == document()


def test_a_file_that_is_dropped_on_the_page_is_diagnosed(opened: Opened, files: Path) -> None:
    window = opened(state("learned"))
    window.editing.show_page("doctor")
    assert drop(window, files / "bias.npy")
    assert verdict(window) == "Correct scheme"
    assert array_of(window)[0, 1] == -1e4
    assert drop(window, files / "after.npy")
    assert array_of(window).shape == (2, 24, 8)
    assert verdict(window) == "No known scheme"


def test_elsewhere_it_is_a_table(opened: Opened, files: Path) -> None:
    window = opened(state())
    assert drop(window, files / "inv_freq.npy")
    assert window.model.document.page == "explore"
    assert array_of(window).shape == (32, 1)
    assert drop(window, files / "after.npy")
    assert "its shape is 2 × 24 × 8" in failure(window)


def test_of_a_checkpoint_any_array_can_be_chosen_that_can_be_read(
    opened: Opened, dialogs: Dialogs, files: Path
) -> None:
    window = opened(state())
    dialogs.path = files / "model.npz"
    run(window, "diagnose")
    dialog = listed(window)
    chosen = {tensor.name: dialog.tensors.serves(tensor) for tensor in dialog.tensors.shown}
    assert chosen == {name: name != "deep" for name in ("inv_freq", "before", "after", "bias", "table", "deep", "wild")}
    dialog.search.setText("wild")
    dialog.open_button.click()
    assert "16 of 16 values are nan or infinite" in dialog.message.text()
    dialog.search.setText("after")
    dialog.open_button.click()
    np.testing.assert_array_equal(array_of(window), AFTER)


def test_what_queries_were_before_is_opened_in_the_panel(opened: Opened, dialogs: Dialogs, files: Path) -> None:
    window = opened(state())
    dialogs.path = files / "after.npy"
    run(window, "diagnose")
    settle(window)
    dialogs.path = files / "before.npy"
    (choices,) = editor_of(window, "before").findChildren(QComboBox)
    assert choices.currentText() == "none"
    place = choices.findText(OPEN)
    choices.activated.emit(place)
    settle(window)
    assert choices.currentText() == "before"
    assert verdict(window) == "Correct scheme"
    assert window.page.cards["diagnosis"].view.figure.subtitle == diagnose(AFTER, BEFORE).headline
    again = from_json(to_json(window.model.state)).document
    assert again == window.model.document
    choices.activated.emit(0)
    settle(window)
    assert verdict(window) == "No known scheme"


def test_what_was_known_of_another_array_is_forgotten(opened: Opened, dialogs: Dialogs, files: Path) -> None:
    window = opened(state())
    dialogs.path = files / "table.npy"
    run(window, "diagnose")
    window.editing.edit("diagnosis", "patch_grid", (4, 6))
    assert window.model.document.options["diagnosis"]["patch_grid"] == (4, 6)
    run(window, "diagnose")
    assert "diagnosis" not in window.model.document.options


def test_a_file_that_cannot_be_read_is_refused_in_one_line(opened: Opened, dialogs: Dialogs, files: Path) -> None:
    window = opened(state())
    (files / "bad.npy").write_bytes(b"<!DOCTYPE html>")
    dialogs.path = files / "bad.npy"
    run(window, "diagnose")
    assert failure(window).startswith("bad.npy: ")
    assert window.model.document == document()
