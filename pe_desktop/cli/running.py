"""Which command a command line means, and what is said where it cannot be done."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from pe_desktop import guard
from pe_desktop.document import DocumentError
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.request import ExportError
from pe_desktop.figure.flags import CommandError, nearest
from pe_desktop.loading import loading
from pe_desktop.sources.error import SourceError

WRONG = 2  # the exit status of wrong input
STOPPED = 130  # of a program that was interrupted

WINDOW = ("window", "show_window")
COMMANDS = {
    "export": ("exporting", "export_figure"),
    "deck": ("deck", "write_deck"),
    "list": ("listing", "list_things"),
    "diagnose": ("diagnose", "diagnose_array"),
    "config": ("config", "tell_config"),
    "desktop": ("desktop", "place_on_desktop"),
}
"""By name, the module of this package and its function that does it: loaded where it is the one that is meant."""


def run(arguments: Sequence[str]) -> int:
    """The exit status of a command line; see `main`."""
    named = arguments[0] in COMMANDS if arguments else False
    try:
        if not named:
            _refuse_misspelt(arguments)
        return _command(*COMMANDS[arguments[0]])(arguments[1:]) if named else _command(*WINDOW)(arguments)
    except (CommandError, ParameterError, DocumentError, SourceError, ExportError) as error:
        return _refused(f"pe-desktop: {' '.join(str(error).split())}")
    except guard.GuardError as error:
        return _refused(str(error))
    except ImportError as error:
        return _refused(str(guard.unloadable(error)))
    except SystemExit as stop:  # after --help or --version
        return int(stop.code or 0)
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # `pe-desktop list | head`: nobody reads on, so nothing is left to be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _command(module: str, function: str) -> Callable[[Sequence[str]], int]:
    with loading():
        command: Callable[[Sequence[str]], int] = getattr(import_module(f"pe_desktop.cli.{module}"), function)
    return command


def _refuse_misspelt(arguments: Sequence[str]) -> None:
    """Raises CommandError for a word that is no file, and nearly a command."""
    word = arguments[0] if arguments else ""
    meant = nearest(word, COMMANDS)
    if meant and not Path(word).exists():
        raise CommandError(f"{word}: no such command or file{meant}")


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG
