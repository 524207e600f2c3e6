"""The README's pictures, made anew: `python -m tests.pictures` runs the lines of its section `One of each kind`.

What a browser does not show is drawn by other programs: the page of the PDF by pdftoppm, slides by LibreOffice.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "readme"
SECTION = "## One of each kind"
WIDTH = "960"  # pixels of what is drawn by others


def lines_of(text: str) -> list[list[str]]:
    """The arguments of every `pe-desktop` line in the code blocks of a Markdown text."""
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.M | re.S)
    joined = "\n".join(blocks).replace("\\\n", " ")
    return [shlex.split(line)[1:] for line in joined.splitlines() if line.startswith("pe-desktop ")]


def section(readme: str) -> str:
    return readme.partition(SECTION)[2].partition("\n## ")[0]


def _drawn(file: Path, folder: Path) -> None:
    """The first page of a PDF as a PNG beside it; slides become a PDF before."""
    page = file
    if file.suffix == ".pptx":
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, file], check=True)
        page = folder / f"{file.stem}.pdf"
    target = file.with_name(file.name.replace(".", "-"))
    scale = ["-scale-to-x", WIDTH, "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", "-singlefile", *scale, page, target], check=True)


def make() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": os.devnull}
    readme = (ROOT / "README.md").read_text("utf-8")
    for arguments in lines_of(section(readme)):
        print("pe-desktop", *arguments, flush=True)
        subprocess.run([sys.executable, "-m", "pe_desktop", *arguments], check=True, cwd=FOLDER, env=environment)
    with TemporaryDirectory() as folder:
        for file in sorted((*FOLDER.glob("*.pdf"), *FOLDER.glob("*.pptx"))):
            _drawn(file, Path(folder))


if __name__ == "__main__":
    make()
