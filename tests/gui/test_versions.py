"""What earlier versions wrote is read for ever: a sample of each stands in `samples`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pe_desktop.gui.kept.settings as module
from pe_desktop import document
from pe_desktop.document import Document, View, from_json
from pe_desktop.gui.application import create_window
from pe_desktop.gui.kept import runs
from pe_desktop.gui.kept.places import runs_folder
from pe_desktop.gui.kept.session import OWN, Session
from pe_desktop.gui.kept.settings import MIGRATIONS, VERSION, Settings, load_settings, settings_from, settings_path
from tests.gui.windows import leave

SAMPLES = Path(__file__).parent / "samples"


def sample(kind: str, version: int) -> Path:
    return SAMPLES / f"{kind}-v{version}.json"


@pytest.mark.parametrize(
    ("kind", "version"), [("settings", VERSION), ("record", runs.VERSION), ("document", document.VERSION)]
)
def test_each_version_has_a_sample(kind: str, version: int) -> None:
    """A new version needs one more: a file of the version that it follows is already there."""
    assert [path.name for path in sorted(SAMPLES.glob(f"{kind}-v*"))] == [
        f"{kind}-v{number}.json" for number in range(1, version + 1)
    ]
    for number in range(1, version + 1):
        assert json.loads(sample(kind, number).read_text("utf-8"))["version"] == number


def test_each_version_but_the_last_has_a_way_to_the_next() -> None:
    assert sorted(MIGRATIONS) == list(range(1, VERSION))


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_settings_of_every_version_are_read_with_all_that_they_say(version: int, home: Path) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_bytes(sample("settings", version).read_bytes())
    settings, warning = load_settings(settings_path())
    assert warning == ""
    assert (settings.theme, settings.zoom, settings.geometry) == ("dark", 1.15, (40, 30, 1280, 800))
    assert settings.recent == ("/data/talk.pe.json", "/data/table.npy")
    assert from_json(settings.session).document == Document(length=96, page="extend")
    window = create_window(remember=True)
    try:
        assert window.model.document.length == 96
        assert len(window.deck.slides) == 1
    finally:
        leave(window)


@pytest.mark.parametrize("version", range(1, runs.VERSION + 1))
def test_a_record_of_every_version_is_taken_up(version: int, home: Path) -> None:
    runs_folder().mkdir(parents=True)
    (runs_folder() / "1.json").write_bytes(sample("record", version).read_bytes())
    (runs_folder() / "1.crash").write_bytes(b"")
    session = Session()
    ended = session.begin()
    assert ended is not None
    session.take_up(ended)
    assert from_json(session.settings.session).view == View(position=41.5)
    assert session.settings.geometry == (40, 30, 1280, 800)
    session.end()


@pytest.mark.parametrize("version", range(1, document.VERSION + 1))
def test_a_document_of_every_version_is_read(version: int) -> None:
    assert from_json(sample("document", version).read_text("utf-8")).document == Document(length=96, page="extend")


def test_a_new_version_takes_one_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "VERSION", VERSION + 2)
    monkeypatch.setitem(MIGRATIONS, VERSION, lambda content: {**content, "colours": content.pop("theme")})
    monkeypatch.setitem(MIGRATIONS, VERSION + 1, lambda content: {**content, "theme": content["colours"], "zoom": 2.0})
    settings = settings_from({"version": VERSION, "theme": "dark", "zoom": 1.5})
    assert (settings.theme, settings.zoom) == ("dark", 2.0)


# Copies of the program, and the records of those that ended


def test_of_the_settings_only_what_was_changed_is_written(home: Path) -> None:
    first, second = Session(), Session()
    first.change(theme="dark")
    second.change(zoom=1.5)
    first.add_recent(home / "first.json")
    second.add_recent(home / "second.json")
    first.keep()
    second.keep()
    settings = load_settings(settings_path())[0]
    assert (settings.theme, settings.zoom) == ("dark", 1.5)
    assert [Path(path).name for path in settings.recent] == ["second.json", "first.json"]


def test_what_a_copy_works_on_is_its_own_until_it_is_closed(home: Path) -> None:
    first, second = Session(), Session()
    assert first.begin() is None
    assert second.begin() is None
    first.keep(session="the first")
    second.keep(session="the second")
    assert load_settings(settings_path())[0].session == ""
    assert not first.outlasts
    second.end()
    assert load_settings(settings_path())[0].session == "the second"
    assert first.outlasts
    first.end()
    assert load_settings(settings_path())[0].session == "the first"
    assert [path.name for path in runs_folder().iterdir()] == ["lock"]


def ended_unexpectedly(**held: str) -> None:
    """A copy that was not closed."""
    run, _ = runs.begin()
    run.write(dict(held), runs.RUNNING)
    run.let_go()


def test_of_several_that_ended_the_last_is_offered_first_and_none_is_lost(home: Path) -> None:
    for name in ("one", "two", "three"):
        ended_unexpectedly(session=name)
    found = []
    for _ in range(3):
        session = Session()
        ended = session.begin()
        assert ended is not None
        session.take_up(ended)
        found.append(session.settings.session)
        session.end()
    assert found == ["three", "two", "one"]
    session = Session()
    assert session.begin() is None
    session.end()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1, "held": 5}', '{"version": 1, "held": {"session": 5}}'])
def test_a_record_that_is_damaged_is_still_an_unexpected_end(home: Path, text: str) -> None:
    ended_unexpectedly()
    (record,) = runs_folder().glob("*.json")
    record.write_text(text)
    session, said = Session(), []
    session.said.connect(said.append)
    ended = session.begin()
    assert ended is not None
    session.take_up(ended)
    session.warn()
    assert [session.settings.replace(**{name: getattr(Settings(), name) for name in OWN})] == [session.settings]
    assert not record.exists()
    session.end()


def test_a_record_of_a_newer_version_is_left_to_it(home: Path) -> None:
    ended_unexpectedly()
    (record,) = runs_folder().glob("*.json")
    record.write_text('{"version": 99}')
    session = Session()
    assert session.begin() is None
    session.end()
    assert record.read_text() == '{"version": 99}'


def test_a_copy_that_could_not_write_its_settings_at_the_end_is_taken_up_without_a_question(home: Path) -> None:
    session = Session()
    session.begin()
    settings_path().mkdir(parents=True)
    session.end(session="kept")
    settings_path().rmdir()
    again = Session()
    assert again.begin() is None
    assert again.settings.session == "kept"
    again.end()


def test_what_is_put_aside_can_be_opened(home: Path) -> None:
    text = sample("document", 1).read_text("utf-8")
    ended_unexpectedly(session=text, deck=json.dumps({"slides": text}))
    session = Session()
    ended = session.begin()
    assert ended is not None
    session.leave(ended)
    assert session.settings.session == ""
    files = sorted(path.name.split(" ")[0] for path in runs_folder().with_name("aside").glob("*.pe.json"))
    assert files == ["deck", "session"]
    session.end()
    again = Session()
    assert again.begin() is None
    again.end()
