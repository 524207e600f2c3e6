"""A config.json and a checkpoint in the window: opened, dropped, from the recent files, and chosen from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from pe_desktop.document import from_json
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.gui.files.model_dialog import ModelDialog
from pe_desktop.gui.files.tensor_dialog import TensorDialog
from pe_desktop.gui.window import MainWindow
from tests.gui.test_filing import drop, failure, recent_menu
from tests.gui.windows import Dialogs, Opened, document, leave, run, state
from tests.sources.configs import CONFIGS
from tests.sources.files import entry, safetensors

TABLE = np.random.default_rng(3).normal(size=(24, 6)).astype(np.float32)
PATCHES = np.random.default_rng(4).normal(size=(1, 17, 6)).astype(np.float32)
LARGE = np.random.default_rng(5).normal(size=(1100, 260)).astype(np.float32)
LLAMA, GEMMA = CONFIGS["llama-3.1-8b"][0], CONFIGS["gemma-3-4b-local"][0]
OPT = {"model_type": "opt", "max_position_embeddings": 22, "hidden_size": 6}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of a person's models."""
    for name, content in {"llama": LLAMA, "gemma": GEMMA, "opt": OPT}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    np.savez(tmp_path / "model.npz", **{"wte.weight": np.zeros((30, 6)), "wpe.weight": TABLE, "norm": np.zeros(6)})
    np.savez(tmp_path / "large.npz", wpe=LARGE, other=TABLE)
    np.savez(tmp_path / "bad.npz", wpe=np.full((4, 4), np.nan), other=TABLE)
    np.savetxt(tmp_path / "table.csv", TABLE, delimiter=",")
    patches = safetensors({"pos_embed": entry((1, 17, 6), (0, PATCHES.nbytes))}, PATCHES.tobytes())
    (tmp_path / "vit.safetensors").write_bytes(patches)
    (tmp_path / "vit.safetensors.index.json").write_text(json.dumps({"weight_map": {"pos_embed": "vit.safetensors"}}))
    (tmp_path / "model.bin").write_bytes(b"\x80\x02}q\x00.")
    return tmp_path


def described(window: MainWindow) -> ModelDialog:
    (dialog,) = (dialog for dialog in window.findChildren(ModelDialog) if dialog.isVisible())
    return dialog


def listed(window: MainWindow) -> TensorDialog:
    (dialog,) = (dialog for dialog in window.findChildren(TensorDialog) if dialog.isVisible())
    return dialog


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def names(dialog: TensorDialog) -> list[str]:
    return [dialog.tensors.index(row).data() for row in range(dialog.tensors.rowCount())]


def table_of(window: MainWindow) -> Any:
    encoding = window.model.document.encoding
    assert isinstance(encoding, Learned)
    return encoding.table.array.values


def base_of(window: MainWindow) -> float:
    encoding = window.model.document.encoding
    assert isinstance(encoding, Rope)
    return encoding.base


# A configuration


def test_a_configuration_shows_its_encoding_and_undo_leads_back(opened: Opened, files: Path) -> None:
    window = opened(state())
    assert window.filing.open(files / "llama.json")
    shown = window.model.document
    assert (base_of(window), shown.length, shown.page) == (500_000, 131_072, "extend")
    run(window, "undo")
    assert window.model.document == document()


def test_what_each_line_did_is_said_and_can_be_copied(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.filing.open(files / "llama.json")
    dialog = described(window)
    said = words(dialog)
    assert said[0] == "LlamaForCausalLM"
    assert "rope_scaling.factor = 8.0" in said
    assert "divides the frequencies that are slowed: the context is so many times longer" in said
    dialog.copy_all.click()
    assert "What each line did\n  model_type = llama " in QGuiApplication.clipboard().text()
    assert not dialog.isModal()
    dialog.reject()


def test_what_is_not_understood_stands_first(opened: Opened, files: Path) -> None:
    (files / "odd.json").write_text(json.dumps({**LLAMA, "rope_wobble": 3}))
    window = opened(state())
    window.filing.open(files / "odd.json")
    said = words(described(window))
    assert said.index("Not understood") < said.index("rope_wobble = 3") < said.index("What each line did")
    described(window).reject()


def test_other_layers_of_the_model_can_be_chosen(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.filing.open(files / "gemma.json")
    dialog = described(window)
    assert [dialog.layers.itemText(i) for i in range(3)] == ["Full attention", "Sliding attention", "Vision"]
    assert base_of(window) == 1e6
    dialog.layers.setCurrentIndex(1)
    dialog.layers.activated.emit(1)
    assert base_of(window) == 1e4
    assert not dialog.open_table.isVisible()
    dialog.reject()


def test_layers_can_be_named_with_the_file(opened: Opened, files: Path) -> None:
    window = opened(state())
    assert window.filing.open(f"{files / 'gemma.json'}:sliding_attention")
    assert base_of(window) == 1e4
    assert described(window).layers.currentText() == "Sliding attention"
    described(window).reject()


def test_a_learned_table_is_looked_for_in_the_checkpoint(opened: Opened, dialogs: Dialogs, files: Path) -> None:
    window = opened(state())
    assert window.filing.open(files / "opt.json")
    assert window.model.document == document()
    dialog = described(window)
    assert "A learned table of 24 × 6, positions from row 2 on, in the checkpoint; 22 positions." in words(dialog)
    dialogs.path = files / "model.npz"
    dialog.open_table.click()
    tensors = listed(window)
    assert tensors.tensor is not None
    assert tensors.tensor.name == "wpe.weight"
    tensors.open_button.click()
    assert np.array_equal(table_of(window), TABLE)
    assert (window.model.document.encoding.values()["offset"], window.model.document.length) == (2, 22)
    dialog.reject()


def test_in_a_picture_of_the_window_no_dialog_stands(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.hide()
    assert window.filing.open(files / "llama.json")
    assert not window.findChildren(ModelDialog)
    assert not window.filing.open(files / "opt.json")
    failure_line = next(label.text() for label in window.findChildren(QLabel) if label.text().startswith("opt.json"))
    assert "its positions are a learned table of 24 × 6" in failure_line
    window.show()
    failure(window)


def test_a_configuration_can_be_dropped(opened: Opened, files: Path) -> None:
    window = opened(state())
    assert drop(window, files / "llama.json")
    assert base_of(window) == 500_000
    described(window).reject()


# A checkpoint


def test_likely_tables_come_first_and_the_first_is_chosen(opened: Opened, files: Path) -> None:
    window = opened(state())
    assert window.filing.open(files / "model.npz")
    dialog = listed(window)
    assert names(dialog) == ["wpe.weight", "wte.weight", "norm"]
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert np.array_equal(table_of(window), TABLE)
    run(window, "undo")
    assert window.model.document == document()


def test_the_list_can_be_searched_with_keys_alone(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.filing.open(files / "model.npz")
    dialog = listed(window)
    QTest.keyClicks(dialog.search, "weight")
    assert names(dialog) == ["wpe.weight", "wte.weight"]
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert table_of(window).shape == (30, 6)


def test_a_search_without_success_says_so(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.filing.open(files / "model.npz")
    dialog = listed(window)
    QTest.keyClicks(dialog.search, "nothing")
    assert names(dialog) == []
    assert dialog.message.text() == "No tensor is called so."
    assert not dialog.open_button.isEnabled()
    dialog.reject()


def test_what_is_no_table_can_be_seen_and_not_chosen(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.filing.open(files / "model.npz")
    dialog = listed(window)
    QTest.keyClicks(dialog.search, "norm")
    assert names(dialog) == ["norm"]
    assert dialog.tensor is None
    assert not dialog.open_button.isEnabled()
    dialog.reject()


def test_what_is_known_of_a_tensor_and_what_is_missing_is_said(opened: Opened, files: Path) -> None:
    entries = {"pos_embed": entry((1, 17, 6), (0, PATCHES.nbytes)), "norm": entry((6,), (PATCHES.nbytes, 432))}
    (files / "shard.safetensors").write_bytes(safetensors(entries, PATCHES.tobytes() + bytes(24)))
    shards = {"pos_embed": "shard.safetensors", "norm": "shard.safetensors", "other": "gone.safetensors"}
    (files / "model.safetensors.index.json").write_text(json.dumps({"weight_map": shards}))
    window = opened(state())
    assert window.filing.open(files / "model.safetensors.index.json")
    dialog = listed(window)
    assert dialog.message.text() == (
        "Row 0 is the class token's, the other 16 are 4 × 4 patches. 1 of 2 files are not there, such as "
        "gone.safetensors."
    )
    dialog.reject()


def test_a_tensor_that_cannot_be_shown_is_refused_in_the_list(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.filing.open(files / "bad.npz")
    dialog = listed(window)
    dialog.open_button.click()
    assert dialog.isVisible()
    assert dialog.message.text().startswith("bad.npz: 16 of 16 values are nan or infinite; ")
    assert window.model.document == document()
    dialog.reject()


@pytest.mark.parametrize("name", ["vit.safetensors", "vit.safetensors.index.json"])
def test_a_single_tensor_is_shown_at_once_from_its_first_position_on(opened: Opened, files: Path, name: str) -> None:
    window = opened(state())
    assert window.filing.open(files / name)
    assert np.array_equal(table_of(window), PATCHES[0])
    assert (window.model.document.encoding.values()["offset"], window.model.document.length) == (1, 16)


def test_a_tensor_can_be_named_with_the_file(opened: Opened, files: Path) -> None:
    window = opened(state())
    assert window.filing.open(f"{files / 'model.npz'}:wte.weight")
    assert table_of(window).shape == (30, 6)


@pytest.mark.parametrize("name", ["table.csv", "vit.safetensors"])
def test_a_checkpoint_can_be_dropped(opened: Opened, files: Path, name: str) -> None:
    window = opened(state())
    assert drop(window, files / name)
    assert window.model.document.encoding.id == "learned"


def test_a_pickle_is_refused_with_the_reason(opened: Opened, files: Path) -> None:
    window = opened(state())
    assert not window.filing.open(files / "model.bin")
    assert failure(window).startswith("model.bin: a pickle, which could run code and is never loaded; convert it to")
    assert window.session.recent == []


def test_the_panel_opens_a_checkpoint_for_b(opened: Opened, dialogs: Dialogs, files: Path) -> None:
    window = opened(document().showing(document().encoding, Learned()))
    dialogs.path = files / "model.npz"
    window.panel.open_requested.emit("b", "table")
    listed(window).open_button.click()
    assert window.model.document.encoding.id == "sinusoidal"
    compared = window.model.document.compare
    assert compared is not None
    assert compared.values()["table"].name == "wpe.weight"


# Kept


def test_recent_files_open_again(opened: Opened, files: Path) -> None:
    window = opened(state())
    for name in ("llama.json", "model.npz"):
        window.filing.open(files / name)
    listed(window).reject()
    described(window).reject()
    menu = recent_menu(window)
    assert [action.text() for action in menu.actions()][:2] == ["model.npz", "llama.json"]
    run(window, "undo")
    menu.actions()[1].trigger()
    assert base_of(window) == 500_000
    described(window).reject()


def test_a_session_with_a_large_table_of_a_checkpoint_is_restored(opened: Opened, files: Path) -> None:
    first = opened(remember=True)
    first.filing.open(f"{files / 'large.npz'}:wpe")
    before = first.model.state
    leave(first)
    assert opened(remember=True).model.state == before


def test_a_document_asks_for_the_checkpoint_of_its_table(opened: Opened, dialogs: Dialogs, files: Path) -> None:
    first = opened(state())
    first.filing.open(f"{files / 'large.npz'}:wpe")
    dialogs.path = files / "mine.json"
    run(first, "save")
    second = opened(state())
    dialogs.path = files / "large.npz"
    assert second.filing.open(files / "mine.json")
    assert np.array_equal(table_of(second), LARGE)


def test_a_small_table_of_a_checkpoint_travels_in_the_document(opened: Opened, dialogs: Dialogs, files: Path) -> None:
    window = opened(state())
    window.filing.open(f"{files / 'model.npz'}:wpe.weight")
    dialogs.path = files / "mine.json"
    run(window, "save")
    assert from_json((files / "mine.json").read_text("utf-8")).document == window.model.document


def test_the_buttons_of_the_dialogs_have_words(opened: Opened, files: Path) -> None:
    window = opened(state())
    window.filing.open(files / "gemma.json")
    window.filing.open(files / "model.npz")
    for dialog in (described(window), listed(window)):
        assert all(button.text() for button in dialog.findChildren(QPushButton))
        dialog.reject()
