"""Every malformed file that the tests of readers know, as a person might have it: a name and its bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pe_desktop.document import LARGEST, State, to_json
from pe_desktop.export.carrying import MOST_SLIDES, carried
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.export.writing import format_for
from tests import test_document
from tests.export import test_carrying, test_reading
from tests.gui.windows import state
from tests.lessons import test_parsing
from tests.sources import (
    test_codec,
    test_config_faults,
    test_csv,
    test_npy,
    test_npz,
    test_safetensors,
    test_sharded,
)

Files = Iterator[tuple[str, bytes]]
CARRIERS = {
    "png": "formats.png",
    "svg": "svg",
    "pdf": "pdf.painting",
    "pptx": "slides.deck",
    "gif": "formats.gif",
    "json": "formats.json",
}
"""Formats that carry what they were made of, and the module that puts it there."""
CUTS = 4  # places at which each picture is cut off
FLIPS = 6  # copies of each picture in which some bytes are others


def all_faulty() -> dict[str, bytes]:
    """By what is wrong: `safetensors/cut data.safetensors`; the part before the stroke is where it comes from."""
    return {
        f"{kind}/{i}/{name}": content
        for kind, files in {
            "npy": _table(test_npy.FAULTS, "npy"),
            "npz": _table(test_npz.FAULTS, "npz"),
            "safetensors": _table(test_safetensors.FAULTS, "safetensors"),
            "csv": _table(test_csv.FAULTS, "csv"),
            "config": _table(test_config_faults.FAULTS, "json"),
            "configuration": _configurations(),
            "index": _indices(),
            "hostile": iter(test_reading.HOSTILE.items()),
            "document": _documents(),
            "carried": _carried(),
        }.items()
        for i, (name, content) in enumerate(files)
    }


def faulty_lessons() -> dict[str, str]:
    return {f"{i}.md": text for i, (text, _) in enumerate(test_parsing.BROKEN.values())}


def picture(format: str, text: Callable[..., str] = carried) -> bytes:
    """A picture of that format which carries `text(requests)`."""
    request = Request(state(length=8), "rotation", size=(96, 72), caption=False, motion=Motion(seconds=0.2))
    writer, stream = format_for(f"a.{format}"), BytesIO()
    with patch(f"pe_desktop.export.{CARRIERS[format]}.carried", text):
        writer.write((request,), stream)
    return stream.getvalue()


def damaged() -> Files:
    """Pictures that are cut off or have some other bytes: some of them can still be read."""
    for format in CARRIERS:
        whole = picture(format)
        for i in range(CUTS):
            yield f"{format}/{i}/cut.{format}", whole[: len(whole) * i // CUTS]
        for seed in range(FLIPS):
            chance, content = random.Random(seed), bytearray(whole)
            for _ in range(1 + seed):
                content[chance.randrange(len(content))] = chance.randrange(256)
            yield f"{format}/{seed}/flipped.{format}", bytes(content)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _table(faults: dict[str, tuple[bytes, str]], suffix: str) -> Files:
    return ((f"{fault}.{suffix}", content) for fault, (content, _) in faults.items())


def _parameters(test: Any) -> Any:
    """What a test is parametrised with."""
    return test.pytestmark[0].args[1]


def _configurations() -> Files:
    test = test_config_faults.test_values_that_no_encoding_takes_are_refused_with_their_key
    return (("config.json", json.dumps(content).encode()) for content, _ in _parameters(test))


def _indices() -> Files:
    name = "model.safetensors.index.json"
    yield from ((name, content) for content, _ in _parameters(test_sharded.test_an_index_is_not_believed))
    for shard, _ in _parameters(test_sharded.test_an_index_names_files_beside_it_only):
        yield name, json.dumps({"weight_map": {"wpe": shard}}).encode()


def _documents() -> Files:
    plain = json.loads(to_json(State()))
    texts = [text for text, _ in test_document.WRONG]
    texts += [text for text, _ in test_reading.CARRIED.values()]
    for path, value, _ in test_document.CHANGES:
        changed = json.loads(json.dumps(plain))
        *parents, last = path.split(".")
        place = changed
        for parent in parents:
            place = place[parent]
        place[last] = value
        texts.append(json.dumps(changed))
    table = test_codec.weights_to_json(test_codec.weights())
    for changes, _ in test_codec.FAULTS.values():
        learned = {"id": "learned", "table": {**table, **changes}}
        texts.append(json.dumps({**plain, "document": {**plain["document"], "encoding": learned}}))
    yield from ((f"{i}.pe.json", text.encode("utf-8", "surrogatepass")) for i, text in enumerate(texts))


def _carried() -> Files:
    """Whole pictures of which the request is damaged."""
    plain = json.loads(carried((Request(state(), "heatmap"),)))
    test = test_carrying.test_what_this_program_did_not_write_is_refused_in_one_line
    spoilt = [json.dumps({**plain, **changes}) for changes in _parameters(test)]
    spoilt += ["{}", "[]", "{", "null", json.dumps({**plain, "version": 99}), "[" * 100_000]
    spoilt += [json.dumps({**plain, "deck": [plain] * MOST_SLIDES}), " " * (LARGEST + 1)]
    for format in list(CARRIERS)[:-1]:
        for i, text in enumerate(spoilt):
            yield f"{i}.{format}", picture(format, lambda _, text=text: text)
