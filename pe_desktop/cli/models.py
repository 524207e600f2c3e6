"""`--config` and `--checkpoint`: models that people bring, where a preset or a table is taken."""

from __future__ import annotations

from pe_desktop.cli.arguments import Parser
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.export.modelled import request_of_model
from pe_desktop.export.request import Request
from pe_desktop.figure.flags import OF_B, CommandError, Given
from pe_desktop.sources.config.model import Layers, LearnedTable, Model
from pe_desktop.sources.config.reading import read_config
from pe_desktop.sources.config.words import lacking
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.naming import split_name
from pe_desktop.sources.tables import Brought, read_array, read_table

CONFIG = "a model's config.json; after a colon the kind of its layers, such as sliding_attention, otherwise the first"
CHECKPOINT = "a .safetensors, .npz, .npy or .csv file, or an index of shards, and which of its tensors is the table"
CONFIG_B = f"{OF_B}config"
DIAGNOSIS = "diagnosis"
STARTS = ("--preset", "--open", "--config")


def add_checkpoints(parser: Parser) -> None:
    group = parser.add_argument_group("tables of models")
    for flag, of in (("--checkpoint", ""), (f"{OF_B}checkpoint", " of B")):
        parser.valued(group, [flag], f"a learned table{of}: {CHECKPOINT}", "FILE[:TENSOR]")
    parser.valued(group, [CONFIG_B], f"B, to be shown beside the first: {CONFIG}", "FILE[:LAYERS]")


def read_layers(text: str, what: str = "config") -> tuple[Model, Layers]:
    """The model that `FILE[:LAYERS]` names, and one kind of its layers."""
    if not text.strip():
        raise CommandError(f"{what}: nothing given; allowed: a model's config.json")
    path, kind = split_name(text)
    model = read_config(path)
    return model, model.kind(kind)


def config_start(given: Given) -> Request | None:
    """What `--config` begins with; where its table is learned, with that of `--checkpoint`. Both are taken out."""
    if "--config" not in given:
        return None
    encoding, length = _of_config("--config", "--checkpoint", given)
    return request_of_model(encoding, length)


def _of_config(flag: str, checkpoint: str, given: Given) -> tuple[Encoding, int]:
    """The encoding and the length of a configuration; where its table is learned, with that of the checkpoint."""
    text = given.pop(flag)
    _, layers = read_layers(text, flag[2:])
    encoding = layers.encoding
    if not isinstance(encoding, LearnedTable):
        return encoding, layers.length
    if checkpoint not in given:
        remedy = f"add the file that holds it, with {checkpoint} FILE"
        raise SourceError(split_name(text)[0].name, lacking(encoding), remedy)
    shape = (encoding.rows, encoding.columns)
    return encoding.filled(_brought(checkpoint[2:], given.pop(checkpoint), shape).weights), layers.length


def take_models(given: Given) -> None:
    """Puts a model's encoding in the place of `--b-config`, and tables in that of `--checkpoint` and `--b-checkpoint`.

    What is chosen beside a table stays; where nothing is, rows that are known to hold no positions are skipped.
    """
    if CONFIG_B in given:
        if "--compare" in given:
            raise CommandError(f"{CONFIG_B[2:]}: given together with --compare; allowed: one of them")
        given["--compare"], _ = _of_config(CONFIG_B, f"{OF_B}checkpoint", given)
    for prefix, encoding in (("--", "--encoding"), (OF_B, "--compare")):
        flag = f"{prefix}checkpoint"
        if flag not in given:
            continue
        for other in (f"{prefix}table",) if given.get(encoding, Learned.id) == Learned.id else (encoding,):
            if other in given:
                name = CONFIG_B if isinstance(given[other], Encoding) else other
                raise CommandError(f"{flag[2:]}: given together with {name}; allowed: one of them")
        whole = given.get("figure") == DIAGNOSIS  # which is of arrays of any shape
        brought = _brought(flag[2:], given.pop(flag), whole=whole)
        given[encoding], given[f"{prefix}table"] = Learned.id, brought.weights
        given.setdefault(f"{prefix}offset", brought.first_row)


def _brought(what: str, text: str, shape: tuple[int, int] | None = None, *, whole: bool = False) -> Brought:
    if not text.strip():
        raise CommandError(f"{what}: nothing given; allowed: {CHECKPOINT}, FILE[:TENSOR]")
    return read_array(*split_name(text)) if whole else read_table(*split_name(text), shape)
