"""Scripts that drive the window in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def environment(home: Path, **more: str) -> dict[str, str]:
    """That of a person whose home folder is empty."""
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": str(ROOT),
        **more,
    }


def told_by(script: str, home: Path, *arguments: str, **more: str) -> Any:
    """What a script prints, as JSON; it must end well."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=environment(home, **more), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
