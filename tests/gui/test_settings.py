"""What is remembered between two starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pe_desktop.document import Document, to_json
from pe_desktop.gui.application import create_window
from pe_desktop.gui.kept.session import RECENT, Session
from pe_desktop.gui.kept.settings import VERSION, Settings, is_newer, load_settings, settings_path, settings_text
from tests.gui.windows import Opened, kept, leave, run, settle, state

FULL = Settings(
    theme="dark", zoom=1.5, geometry=(10, 20, 800, 600), recent=("/a.json", "/b.npy"), session="{}", file="/a.json"
)


@pytest.fixture
def file(home: Path) -> Path:
    path = settings_path()
    path.parent.mkdir(parents=True)
    return path


def test_they_live_in_the_persons_own_folder(home: Path) -> None:
    assert home in settings_path().parents


def test_what_is_written_is_read_back(file: Path) -> None:
    file.write_text(settings_text(FULL), "utf-8")
    assert load_settings(file) == (FULL, "")


def test_without_a_file_there_are_defaults_and_nothing_to_say(file: Path) -> None:
    assert load_settings(file) == (Settings(), "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "[" * 100_000,
        '{"version": null}',
        '{"version": "1"}',
        '{"version": 1, "theme": "pink"}',
        '{"version": 1, "theme": ["dark"]}',
        '{"version": 1, "zoom": "2"}',
        '{"version": 1, "zoom": NaN}',
        '{"version": 1, "zoom": 99}',
        '{"version": 1, "zoom": true}',
        '{"version": 1, "geometry": [1, 2, 3]}',
        '{"version": 1, "geometry": [1, 2, 3, 4.5]}',
        '{"version": 1, "geometry": 7}',
        '{"version": 1, "geometry": [1, 2, 3, 99999999999999]}',
        '{"version": 1, "recent": "abc"}',
        '{"version": 1, "recent": [1]}',
        '{"version": 1, "recent": {"a": 1}}',
        '{"version": 1, "session": 5}',
        '{"version": 1, "export": {}}',
        '{"version": 1, "high_contrast": 1}',
        '{"version": 1, "reduced_motion": "yes"}',
    ],
)
def test_a_damaged_file_is_set_aside_with_a_word(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    settings, message = load_settings(file)
    assert settings == Settings()
    assert "set aside" in message
    assert not file.exists()
    assert file.with_suffix(".damaged.json").read_text("utf-8") == text


def test_bytes_that_are_no_text_are_set_aside(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00\x81")
    assert load_settings(file)[0] == Settings()


def test_unknown_names_are_passed_over(file: Path) -> None:
    file.write_text(json.dumps({"version": VERSION, "theme": "dark", "tour": 3}), "utf-8")
    assert load_settings(file) == (Settings(theme="dark"), "")


@pytest.mark.parametrize("version", [VERSION + 1, 10**30])
def test_newer_settings_are_left_as_they_are(file: Path, version: int) -> None:
    text = json.dumps({"version": version, "theme": {"new": True}})
    file.write_text(text, "utf-8")
    settings, message = load_settings(file)
    assert settings == Settings()
    assert "newer" in message
    assert is_newer(file)
    session = Session()
    session.keep(theme="dark")
    assert file.read_text("utf-8") == text


def test_keeping_writes_a_whole_file_and_leaves_no_other(file: Path) -> None:
    session = Session()
    session.keep(theme="dark")
    assert load_settings(file)[0].theme == "dark"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_folder_that_cannot_be_written_is_said_once_in_a_line(home: Path) -> None:
    settings_path().parent.parent.mkdir(parents=True)
    settings_path().parent.write_text("a file where the folder would be")
    session, said = Session(), []
    session.said.connect(said.append)
    session.keep(theme="dark")
    assert len(said) == 1
    assert said[0].startswith("The session cannot be kept")


def test_recent_files_are_few_and_the_latest_comes_first(home: Path) -> None:
    session = Session()
    for i in range(20):
        session.add_recent(home / f"{i}.json")
    session.add_recent(home / "15.json")
    assert len(session.recent) == RECENT
    assert [path.name for path in session.recent[:3]] == ["15.json", "19.json", "18.json"]


# Through the window


def test_the_session_is_there_again_at_the_next_start(opened: Opened) -> None:
    first = opened(remember=True)
    first.model.edit(Document(length=99))
    first.pointing.scrub(55.0)
    leave(first)
    second = opened(remember=True)
    assert second.model.document == Document(length=99)
    assert second.model.view.position == 55.0
    assert not second.model.can_undo


def test_the_session_is_written_a_moment_after_a_change(opened: Opened) -> None:
    window = opened(remember=True)
    window.keeping.waiting.setInterval(0)
    window.model.edit(Document(length=98))
    settle(window)
    assert '"length":98' in kept().session


def test_a_window_that_does_not_remember_writes_nothing(opened: Opened) -> None:
    window = opened()
    window.model.edit(Document(length=98))
    leave(window)
    assert not settings_path().exists()


def test_a_session_that_cannot_be_read_starts_a_new_document_with_a_word(file: Path, opened: Opened) -> None:
    file.write_text(settings_text(Settings(session='{"format": "pe-desktop document", "version": 99}')))
    window = opened(remember=True)
    assert window.model.document == Document()
    assert "could not be restored" in window.statusBar().currentMessage()


def test_colours_and_size_of_text_are_there_again(opened: Opened) -> None:
    first = opened(remember=True, theme="")
    run(first, "theme-dark")
    run(first, "larger")
    leave(first)
    second = opened(remember=True, theme="")
    assert (second.look.choice, second.look.zoom) == ("dark", 1.15)
    assert second.look.theme().dark


def test_colours_asked_for_at_the_start_are_not_remembered(opened: Opened) -> None:
    first = opened(remember=True, theme="dark")
    first.model.edit(Document(length=5))
    leave(first)
    assert load_settings(settings_path())[0].theme == "system"


def test_a_given_state_goes_before_the_last_session(file: Path, opened: Opened) -> None:
    file.write_text(settings_text(Settings(session=to_json(state("rope")))))
    window = create_window(Document(length=3), remember=True)
    try:
        assert window.model.document == Document(length=3)
    finally:
        leave(window)


def test_recent_files_that_are_cleared_stay_so_beside_another_copy(home: Path) -> None:
    mine, other = Session(), Session()
    other.add_recent(home / "old.json")
    other.keep()
    mine.clear_recent()
    mine.keep()
    mine.add_recent(home / "new.json")
    mine.keep()
    assert [path.name for path in Session().recent] == ["new.json"]
    other.add_recent(home / "later.json")
    other.keep()
    assert {path.name for path in Session().recent} >= {"new.json", "later.json"}
