"""Positions that are learned here and now: a tiny attention model, on tasks that cannot be done without order."""

from pe_desktop.engine.training.run import Run as Run
from pe_desktop.engine.training.run import Snapshot as Snapshot
from pe_desktop.engine.training.run import similarity_by_offset as similarity_by_offset
from pe_desktop.engine.training.runs import RUNS as RUNS
from pe_desktop.engine.training.runs import last as last
from pe_desktop.engine.training.settings import Settings as Settings
from pe_desktop.engine.training.tasks import TASKS as TASKS
