"""`pe-desktop diagnose`: what an array of positions is, or what is wrong with it."""

from __future__ import annotations

import json
import math
import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from numpy.typing import NDArray

from pe_desktop.cli.arguments import Parser
from pe_desktop.engine.diagnosis import CORRECT, NOTHING, Diagnosis, Errors, Finding, can_be_before, diagnose
from pe_desktop.engine.diagnosis.wording import NEAR
from pe_desktop.engine.refused import refused
from pe_desktop.figure.flags import CommandError
from pe_desktop.sources.error import SourceError, clean_name
from pe_desktop.sources.naming import chosen_tensor, split_name
from pe_desktop.sources.opening import open_checkpoint

DESCRIPTION = (
    "Say which scheme of positional encoding an array is, in which convention, or which known bug it has. The array "
    "is a table, cosines and sines, angles, inverse frequencies, a bias, or, with --before, turned queries or keys. "
    "The exit status is 0 for a scheme as published, 1 for a known bug or nothing that is known, 2 for a file that "
    "cannot be read."
)
FOUND, AMISS = 0, 1
FILES = "a .npy, .npz, .safetensors or .csv file, and which of its tensors"
WIDEST = 100
FORMATS = {"fp64": "float64", "fp32": "float32", "fp16": "float16", "bf16": "bfloat16"}

Read = tuple[str, str, NDArray[Any]]
"""A file's name, its tensor's, and the array."""


def diagnose_array(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    grid = _grid(given["--grid"]) if "--grid" in given else None
    file, tensor, array = _read("diagnose", given.get("file", ""))
    before = _read("before", given["--before"])[2] if "--before" in given else None
    if before is not None and not can_be_before(array, before):
        shapes = f"{_shape(before.shape)} before, {_shape(array.shape)} after"
        allowed = "the same queries or keys before they were turned, or the (buckets, heads) of a bias's weights"
        raise CommandError(f"before: {shapes}; allowed: {allowed}")
    try:
        found = diagnose(array, before, grid=grid)
    except ValueError:
        raise SourceError(file, "the array is empty", "choose one with numbers in it") from None
    print(json.dumps(_object(file, tensor, found), indent=2) if given.get("--json") else _text(file, tensor, found))
    return FOUND if found.verdict == CORRECT else AMISS


def parser() -> Parser:
    made = Parser("diagnose", DESCRIPTION, usage="pe-desktop diagnose FILE[:TENSOR] [flags]")
    made.add_argument("file", nargs="?", metavar="FILE[:TENSOR]", help=FILES)
    group = made.add_argument_group("what is known of it")
    made.valued(group, ["--before"], "the queries or keys that the array was turned from", "FILE[:TENSOR]")
    made.valued(group, ["--grid"], "rows and columns of patches, where the array's rows are patches", "HxW")
    made.add_argument("--json", dest="--json", action="store_true", help="one object instead of words")
    return made


def _read(what: str, text: str) -> Read:
    if not text.strip():
        raise CommandError(f"{what}: nothing given; allowed: {FILES}, FILE[:TENSOR]")
    path, name = split_name(text)
    checkpoint = open_checkpoint(path)
    tensor = chosen_tensor(checkpoint, name)
    return checkpoint.name, tensor.name, checkpoint.array(tensor.name)


def _grid(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})", text)
    if not found:
        raise CommandError(f"grid: {refused(text, 'rows x columns of patches, such as 14x14')}")
    return int(found[1]), int(found[2])


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(f"{size:,}" for size in shape) or "a single number"


# As words


def _text(file: str, tensor: str, found: Diagnosis) -> str:
    """The headline, and below it what stands behind it, a name in front of each part."""
    rows = list(_rows(file, tensor, found))
    width = max(len(name) for name, _ in rows) + 2
    columns = max(40, min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST))
    lines = textwrap.wrap(found.headline, columns)
    for name, text in rows:
        lines += textwrap.wrap(
            text,
            columns,
            initial_indent=f"  {name:{width}}",
            subsequent_indent=" " * (width + 2),
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def _rows(file: str, tensor: str, found: Diagnosis) -> Iterator[tuple[str, str]]:
    of = f", {clean_name(tensor)}" if not file.startswith(tensor) else ""
    yield "array", f"{clean_name(file)}{of}: {_shape(found.shape)}, {FORMATS[found.dtype]}"
    best = found.best
    if best is not None:
        nearest = found.verdict == NOTHING
        yield "nearest" if nearest else "scheme", f"{best.scheme}, {best.form}"
        if best.settings:
            yield "parameters", "; ".join(f"{name} = {value}" for name, value in best.settings)
        yield "error", _errors(best.errors)
        if best.bug and not (nearest and best.errors.relative > NEAR):  # of what is far off it says nothing
            yield "its bug" if nearest else "bug", best.bug
            yield "remedy", best.remedy
        yield from (("note", remark) for remark in best.remarks)
    yield from (("or", told) for told in found.ambiguities)


def _errors(errors: Errors) -> str:
    compared = "all rows" if errors.rows == errors.of else f"{errors.rows:,} of {errors.of:,} rows"
    if errors.max == 0:
        return f"none: the numbers are equal; {compared} compared"
    rms = f"rms {errors.rms:.3g}, {errors.relative:.2g} of that of the array"
    return f"at most {errors.max:.3g}, {rms}; {compared} compared"


# As an object


def _object(file: str, tensor: str, found: Diagnosis) -> dict[str, Any]:
    return {
        "file": file,
        "tensor": tensor,
        "verdict": found.verdict,
        "headline": found.headline,
        "shape": list(found.shape),
        "dtype": found.dtype,
        "findings": [_finding(finding) for finding in found.findings],
        "nature": found.nature,
        "ambiguities": list(found.ambiguities),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    errors = finding.errors
    numbers = {"max": errors.max, "rms": errors.rms, "relative": errors.relative}
    return {
        "encoding": finding.encoding.id if finding.encoding else None,
        "scheme": finding.scheme,
        "form": finding.form,
        "length": finding.length,
        "settings": dict(finding.settings),
        "fits": finding.fits,
        "correct": finding.correct,
        "bug": finding.bug,
        "remedy": finding.remedy,
        "remarks": list(finding.remarks),
        "errors": {
            **{name: float(number) if math.isfinite(number) else None for name, number in numbers.items()},
            "rows": errors.rows,
            "of": errors.of,
        },
    }
