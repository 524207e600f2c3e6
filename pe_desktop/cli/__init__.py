"""The program `pe-desktop`: the window by default, and the same figures without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pe_desktop import guard
from pe_desktop.cli.config import tell_config
from pe_desktop.cli.deck import write_deck
from pe_desktop.cli.desktop import place_on_desktop
from pe_desktop.cli.diagnose import diagnose_array
from pe_desktop.cli.exporting import export_figure
from pe_desktop.cli.listing import list_things
from pe_desktop.cli.window import show_window
from pe_desktop.document import DocumentError
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.request import ExportError
from pe_desktop.figure.flags import CommandError, nearest
from pe_desktop.sources.error import SourceError

WRONG = 2  # the exit status of wrong input
STOPPED = 130  # of a program that was interrupted

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "export": export_figure,
    "deck": write_deck,
    "list": list_things,
    "diagnose": diagnose_array,
    "config": tell_config,
    "desktop": place_on_desktop,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line. The exit status: 0, or 2 after one line on what was wrong with it; `diagnose` has a 1."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    command = COMMANDS.get(arguments[0]) if arguments else None
    try:
        if not command:
            _refuse_misspelt(arguments)
        return command(arguments[1:]) if command else show_window(arguments)
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


def _refuse_misspelt(arguments: Sequence[str]) -> None:
    """Raises CommandError for a word that is no file, and nearly a command."""
    word = arguments[0] if arguments else ""
    meant = nearest(word, COMMANDS)
    if meant and not Path(word).exists():
        raise CommandError(f"{word}: no such command or file{meant}")


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG
