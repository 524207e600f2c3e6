"""High contrast and reduced motion: as the system asks, or as a person chooses; what is exported stays."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.figure.style import DARK_CONTRAST, LIGHT_CONTRAST, THEMES, contrast
from pe_desktop.gui import needs
from pe_desktop.gui.exports.preview import Preview
from pe_desktop.gui.kept.settings import load_settings, settings_path
from pe_desktop.gui.needs import BLINK, HIGH_CONTRAST, REDUCED_MOTION, motion_is_reduced, reduce_motion, system_asks
from pe_desktop.gui.widgets.stylesheet import shades
from tests.gui.windows import Opened, leave, run, state, view_of, wait_for

GROUNDS = ("card", "window", "soft", "hover", "pressed", "tint")


@pytest.fixture(autouse=True)
def _still(qapp: QApplication) -> Any:
    yield
    reduce_motion(False)


def rgb(text: str) -> tuple[int, int, int]:
    colour = QColor(text)
    return colour.red(), colour.green(), colour.blue()


@pytest.mark.parametrize("theme", [LIGHT_CONTRAST, DARK_CONTRAST], ids=lambda theme: theme.id)
@pytest.mark.parametrize(("words", "ground"), list(itertools.product(("ink", "muted"), GROUNDS)))
def test_text_of_every_control_has_seven_to_one(theme: Any, words: str, ground: str) -> None:
    colours = shades(theme)
    assert contrast(rgb(colours[words]), rgb(colours[ground])) >= 7


@pytest.mark.parametrize("theme", [LIGHT_CONTRAST, DARK_CONTRAST], ids=lambda theme: theme.id)
def test_what_is_chosen_wrong_or_pressed_has_it_too(theme: Any) -> None:
    colours = {name: rgb(value) for name, value in shades(theme).items()}
    for words, ground in (
        ("accent", "tint"),
        ("on-accent", "accent"),
        ("error", "card"),
    ):
        assert contrast(colours[words], colours[ground]) >= 7, (words, ground)
    for line in ("outline", "chosen", "frame", "hairline", "edge", "handle", "ring"):
        assert contrast(colours[line], colours["card"]) >= 3, line


def test_other_themes_have_no_borders_that_are_seen() -> None:
    colours = shades(THEMES["light"])
    assert (colours["outline"], colours["chosen"], colours["frame"]) == (
        colours["soft"],
        colours["tint"],
        colours["card"],
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_menu_turns_high_contrast_on_and_off(opened: Opened, theme: str) -> None:
    window = opened(theme=theme)
    tick = window.actions_by_id["high-contrast"]
    assert not tick.isChecked()
    run(window, "high-contrast")
    assert tick.isChecked()
    assert window.look.theme().id == f"{theme}-contrast"
    card = view_of(window, "heatmap").backgroundBrush().color()
    assert (card.red(), card.green(), card.blue()) == window.look.theme().rgb("card")
    run(window, "high-contrast")
    assert not tick.isChecked()
    assert window.look.theme().id == theme


def test_what_is_copied_keeps_the_colours_of_files(opened: Opened) -> None:
    window = opened(theme="dark")
    run(window, "high-contrast")
    assert window.copying.request().theme == "dark"


def test_both_are_kept_for_the_next_start(opened: Opened) -> None:
    first = opened(remember=True)
    run(first, "high-contrast")
    run(first, "reduced-motion")
    leave(first)
    kept = load_settings(settings_path())[0]
    assert (kept.high_contrast, kept.reduced_motion) == (True, True)
    second = opened(remember=True)
    assert second.look.high_contrast
    assert second.actions_by_id["reduced-motion"].isChecked()


class Hints:
    """What Qt 6.12 would know."""

    def __init__(self, **values: str) -> None:
        self._values = values

    def accessibility(self) -> Hints:
        return self

    def __getattr__(self, name: str) -> Any:
        if name not in self._values:
            raise AttributeError(name)
        return lambda: type("Preference", (), {"name": self._values[name]})


@pytest.mark.parametrize(
    ("values", "contrast", "motion"),
    [
        ({}, False, False),
        ({"contrastPreference": "NoPreference"}, False, False),
        ({"contrastPreference": "HighContrast"}, True, False),
        ({"contrastPreference": "NoPreference", "motionPreference": "ReducedMotion"}, False, True),
    ],
)
def test_the_system_is_heard_unless_a_person_chose(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], contrast: bool, motion: bool
) -> None:
    window = opened()
    monkeypatch.setattr(needs.QGuiApplication, "styleHints", lambda: Hints(**values))
    assert (system_asks(HIGH_CONTRAST), system_asks(REDUCED_MOTION)) == (contrast, motion)
    window.look.apply()
    assert (window.look.high_contrast, window.look.reduced_motion) == (contrast, motion)
    window.session.change(high_contrast=not contrast, reduced_motion=not motion)
    assert (window.look.high_contrast, window.look.reduced_motion) == (not contrast, not motion)


def test_the_real_hints_are_asked_without_a_fault(qapp: QApplication) -> None:
    assert [system_asks(need) for need in (HIGH_CONTRAST, REDUCED_MOTION)] == [False, False]


def test_nothing_blinks_or_slides_with_reduced_motion(opened: Opened, qapp: QApplication) -> None:
    window = opened()
    assert qapp.cursorFlashTime() == BLINK
    run(window, "reduced-motion")
    assert motion_is_reduced()
    assert qapp.cursorFlashTime() == 0
    assert not any(qapp.isEffectEnabled(effect) for effect in needs._EFFECTS)
    run(window, "reduced-motion")
    assert qapp.cursorFlashTime() == BLINK


def test_the_rotation_still_plays_on_demand(opened: Opened) -> None:
    window = opened(state())
    run(window, "reduced-motion")
    assert not window.pointing.player.playing
    run(window, "play")
    before = window.model.view.position
    wait_for(lambda: window.model.view.position != before)
    window.pointing.play(False)


@pytest.mark.parametrize("reduced", [False, True])
def test_a_film_waits_to_be_started_where_motion_is_reduced(qtbot: QtBot, reduced: bool) -> None:
    reduce_motion(reduced)
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(320, 240)
    preview.show()
    preview.show_request(Request(state(), "rotation", motion=Motion(seconds=0.5, fps="10")), moving=True)
    wait_for(lambda: preview.settled and len(preview.frames) == 5)
    button = preview._pause
    assert preview.playing is not reduced
    assert button.isVisible()
    assert button.accessibleName() == ("Play the film" if reduced else "Pause the film")
    first = preview.image
    button.click()
    assert preview.playing is reduced
    if reduced:
        wait_for(lambda: preview.image != first)
        button.click()
    assert not preview.playing
    preview.stop()
