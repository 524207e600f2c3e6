"""`--config` and `--checkpoint`: models that people bring, where a preset or a table is taken."""

from __future__ import annotations

from pe_desktop.cli.arguments import Parser
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.export.modelled import request_of_model
from pe_desktop.export.request import Request
from pe_desktop.figure.flags import OF_B, CommandError, Given
from pe_desktop.sources.config.model import Layers, LearnedTable, Model
from pe_desktop.sources.config.reading import read_config
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.naming import split_name
from pe_desktop.sources.tables import Brought, read_array, read_table

CONFIG = "a model's config.json; after a colon the kind of its layers, such as sliding_attention, otherwise the first"
CHECKPOINT = "a .safetensors, .npz, .npy or .csv file, or an index of shards, and which of its tensors is the table"
DIAGNOSIS = "diagnosis"
STARTS = ("--preset", "--open", "--config")


def add_checkpoints(parser: Parser) -> None:
    group = parser.add_argument_group("tables of models")
    for flag, of in (("--checkpoint", ""), (f"{OF_B}checkpoint", " of B")):
        parser.valued(group, [flag], f"a learned table{of}: {CHECKPOINT}", "FILE[:TENSOR]")


def read_layers(text: str) -> tuple[Model, Layers]:
    """The model that `FILE[:LAYERS]` names, and one kind of its layers."""
    if not text.strip():
        raise CommandError("config: nothing given; allowed: a model's config.json")
    path, kind = split_name(text)
    model = read_config(path)
    return model, model.kind(kind)


def config_start(given: Given) -> Request | None:
    """What `--config` begins with; where its table is learned, with that of `--checkpoint`. Both are taken out."""
    if "--config" not in given:
        return None
    text = given.pop("--config")
    _, layers = read_layers(text)
    encoding = layers.encoding
    if isinstance(encoding, LearnedTable):
        encoding = _filled(split_name(text)[0].name, encoding, given)
    return request_of_model(encoding, layers.length)


def _filled(file: str, table: LearnedTable, given: Given) -> Learned:
    if "--checkpoint" not in given:
        wrong = f"its positions are a learned table of {table.rows:,} × {table.columns:,}, not in this file"
        raise SourceError(file, wrong, "add the file that holds it, with --checkpoint FILE")
    shape = (table.rows, table.columns)
    return table.filled(_brought("checkpoint", given.pop("--checkpoint"), shape).weights)


def take_checkpoints(given: Given) -> None:
    """Puts the tables of checkpoints in the place of `--checkpoint` and `--b-checkpoint`.

    What is chosen beside them stays; where nothing is, rows that are known to hold no positions are skipped.
    """
    for prefix, encoding in (("--", "--encoding"), (OF_B, "--compare")):
        flag = f"{prefix}checkpoint"
        if flag not in given:
            continue
        for other in (f"{prefix}table",) if given.get(encoding, Learned.id) == Learned.id else (encoding,):
            if other in given:
                raise CommandError(f"{flag[2:]}: given together with {other}; allowed: one of them")
        whole = given.get("figure") == DIAGNOSIS  # which is of arrays of any shape
        brought = _brought(flag[2:], given.pop(flag), whole=whole)
        given[encoding], given[f"{prefix}table"] = Learned.id, brought.weights
        given.setdefault(f"{prefix}offset", brought.first_row)


def _brought(what: str, text: str, shape: tuple[int, int] | None = None, *, whole: bool = False) -> Brought:
    if not text.strip():
        raise CommandError(f"{what}: nothing given; allowed: {CHECKPOINT}, FILE[:TENSOR]")
    return read_array(*split_name(text)) if whole else read_table(*split_name(text), shape)
