"""Numbers in a person's own signs on the screen, and in those of C in every file."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from pe_desktop.cli import main
from pe_desktop.engine.kinds import Integer, Real
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.primitives import Clip, Primitive, Words
from pe_desktop.gui.widgets.numbers import number_text, parse_number, short_text
from pe_desktop.gui.widgets.signs import local, plain, signs
from tests.gui.hands import write
from tests.gui.windows import Opened, editor_of, run, settle, state, view_of

ROOT = Path(__file__).parent.parent.parent
NARROW = "\u202f"
LOCALES = ("C", "en_US", "de_DE", "fr_FR", "hi_IN", "ar_EG", "de_CH", "es_ES", "fa_IR")
ANY, WHOLE = Real(-1e15, 1e15), Integer(0, 10_000_000)


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


def speak(name: str) -> None:
    QLocale.setDefault(QLocale(name))


@pytest.mark.parametrize(
    ("locale", "text", "shown"),
    [
        ("C", "10,000.5", "10,000.5"),
        ("en_US", "10,000.5", "10,000.5"),
        ("de_DE", "10,000.5", "10.000,5"),
        ("de_DE", "−0.292125", "−0,292125"),
        ("de_DE", "1.2e-05", "1,2e-05"),
        ("de_DE", "2.5 · 10⁻⁹", "2,5 · 10⁻⁹"),
        ("de_DE", "12 of 1,024", "12 of 1.024"),
        ("de_DE", "2.5M", "2,5M"),
        ("de_DE", "float64, bf16 and x0.5", "float64, bf16 and x0.5"),
        ("de_DE", "version 1.2.3", "version 1.2.3"),
        ("de_DE", "0,1,8", "0,1,8"),
        ("fr_FR", "10,000.5", f"10{NARROW}000,5"),
        ("hi_IN", "10,000,000.5", "1,00,00,000.5"),
        ("hi_IN", "1,234,567,890,123", "12,34,56,78,90,123"),
        ("ar_EG", "−10,000.5", "−١٠٬٠٠٠٫٥\u200e"),
        ("ar_EG", "float64 of 12", "float64 of ١٢\u200e"),
        ("ar_EG", "0.75 0.66", "٠٫٧٥\u200e ٠٫٦٦\u200e"),  # else the second would stand first
    ],
)
def test_every_number_of_a_text_is_in_the_signs_of_the_locale(locale: str, text: str, shown: str) -> None:
    speak(locale)
    assert local(text) == shown


@pytest.mark.parametrize(
    ("locale", "typed", "value"),
    [
        ("de_DE", "1,5", 1.5),
        ("de_DE", "1.5", 1.5),  # no group has one digit
        ("de_DE", "1.500", 1500.0),  # as it is shown there
        ("de_DE", "10.000,25", 10_000.25),
        ("de_DE", "1,5k", 1500.0),
        ("de_DE", "2^17", 131_072.0),
        ("de_DE", "1,5e3", 1500.0),
        ("de_DE", "−0,5", -0.5),
        ("fr_FR", f"10{NARROW}000,5", 10_000.5),
        ("fr_FR", "10 000,5", 10_000.5),
        ("fr_FR", "10\u00a0000", 10_000.0),
        ("fr_FR", "10,000.5", 10_000.5),  # one way to read it
        ("hi_IN", "1,00,00,000.5", 10_000_000.5),
        ("hi_IN", "10,000,000", 10_000_000.0),
        ("ar_EG", "\u061c-١٠٬٠٠٠٫٥", -10_000.5),
        ("ar_EG", "10000.5", 10_000.5),
        ("de_CH", "10'000.5", 10_000.5),
        ("de_CH", "10’000.5", 10_000.5),
        ("C", "١٢٨", 128.0),
    ],
)
def test_a_number_may_be_typed_in_the_signs_of_the_locale_or_of_c(locale: str, typed: str, value: float) -> None:
    speak(locale)
    assert parse_number(ANY, "base", typed) == value


@pytest.mark.parametrize("typed", ["1,5", "10,000", "1.00", "12.34.56", "1..5", ",", "abc", "1.000k5"])
def test_what_is_no_whole_number_there_is_refused(typed: str) -> None:
    speak("de_DE")
    with pytest.raises(ParameterError, match="an integer from 0 to 10"):
        parse_number(WHOLE, "length", typed)


@given(value=st.floats(-1e14, 1e14) | st.floats(-2, 2) | st.integers(-(10**14), 10**14), name=st.sampled_from(LOCALES))
def test_what_is_shown_reads_back_in_every_locale(value: float, name: str) -> None:
    before = QLocale()
    try:
        speak(name)
        assert parse_number(ANY, "n", number_text(value)) == value
        assert parse_number(Real(0, 1e15), "n", short_text(128_000)) == 128_000
    finally:
        QLocale.setDefault(before)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    before = QLocale()
    try:
        for name in LOCALES:
            speak(name)
            plain(local(text))
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize(("name", "foreign"), [(n, n not in ("C", "en_US")) for n in LOCALES])
def test_the_signs_of_c_and_of_english_need_no_change(name: str, foreign: bool) -> None:
    speak(name)
    assert signs().foreign is foreign


# In the window


def words(items: tuple[Primitive, ...]) -> list[str]:
    inner = [word for item in items if isinstance(item, Clip) for word in words(item.items)]
    return inner + [item.text for item in items if isinstance(item, Words)]


@pytest.mark.parametrize(
    ("locale", "length", "half"),
    [
        ("de_DE", "10.000", "0,5"),
        ("fr_FR", f"10{NARROW}000", "0,5"),
        ("hi_IN", "10,000", "0.5"),
        ("ar_EG", "١٠٬٠٠٠\u200e", "٠٫٥\u200e"),
    ],
)
def test_the_window_speaks_the_locale(opened: Opened, locale: str, length: str, half: str) -> None:
    speak(locale)
    window = opened(state(length=10_000))
    field = editor_of(window, "length").findChild(QLineEdit)
    assert field is not None
    assert field.text() == length
    drawn = [word for items in view_of(window, "waves")._panels.values() for word in words(items._axes.items)]
    assert any(half in word for word in drawn)
    card = window.panel.reading
    assert card._value.text() == local(card._value.text())
    assert signs().point in card._value.text()


def test_values_are_typed_in_the_window_in_the_signs_of_the_locale(opened: Opened) -> None:
    speak("de_DE")
    window = opened(state())
    field = editor_of(window, "base").findChild(QLineEdit)
    assert field is not None
    write(field, "500.000,5")
    settle(window)
    assert window.model.document.encoding.base == 500_000.5  # type: ignore[attr-defined]
    assert field.text() == "500.000,5"
    write(field, "12.5")
    settle(window)
    assert window.model.document.encoding.base == 12.5  # type: ignore[attr-defined]


def test_readings_and_facts_are_in_the_signs_of_the_locale(opened: Opened) -> None:
    speak("de_DE")
    window = opened(state(position=37, key=30))
    assert "0,177828 rad" in window.panel.reading._values.text()
    facts = [w for p in view_of(window, "rotation")._panels.values() for d in p._drawings for w in words(d.items)]
    assert "0,727010" in facts


def test_words_of_a_person_stay_as_they_are(opened: Opened) -> None:
    speak("ar_EG")
    window = opened(state())
    window.editing.show_page("why")
    settle(window)
    window.editing.edit("attention", "text", "3 kings, 7 days")
    settle(window)
    axes = [w for p in view_of(window, "attention")._panels.values() for w in words(p._axes.items)]
    assert {"3", "7"} <= set(axes)


def test_what_is_copied_is_in_the_signs_of_c(opened: Opened, qapp: object) -> None:
    speak("de_DE")
    window = opened(state())
    run(window, "copy-numpy")
    assert "10000" in QGuiApplication.clipboard().text()


# In files

EXPORTS = ("a.png", "a.svg", "a.pdf", "a.pptx", "a.npy", "a.csv", "a.json", "a.py", "a.gif")


def written(folder: Path) -> dict[str, str]:
    folder.mkdir()
    for name in EXPORTS:
        short = ["--seconds", "0.5", "--fps", "10", "--size", "320x180"] if name == "a.gif" else []
        arguments = ["export", "waves", "-o", str(folder / name), "--length", "2000", "--base", "500.5", *short]
        assert main(arguments) == 0
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in EXPORTS}


@pytest.fixture(scope="module")
def in_c(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> dict[str, str]:
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    try:
        return written(tmp_path_factory.mktemp("c") / "files")
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "hi_IN", "ar_EG"])
def test_files_are_the_same_to_the_byte_in_every_locale(tmp_path: Path, in_c: dict[str, str], locale: str) -> None:
    speak(locale)
    assert written(tmp_path / "files") == in_c


@pytest.mark.parametrize("locale", ["de_DE.UTF-8", "ar_EG.UTF-8", "nonsense"])
def test_the_environment_changes_no_file(tmp_path: Path, in_c: dict[str, str], locale: str) -> None:
    flags = ["--length", "2000", "--base", "500.5"]
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale, "PYTHONPATH": str(ROOT)}
    for name in ("a.svg", "a.csv"):
        line = [sys.executable, "-m", "pe_desktop", "export", "waves", "-o", str(tmp_path / name), *flags]
        subprocess.run(line, check=True, env=environment)
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == in_c[name]
