"""Named documents: figures that the field knows and models that it uses, with their published parameters.

A module in this folder is found by itself: its tuple `FOUND` holds presets.
"""

from __future__ import annotations

import importlib
import pkgutil

from pe_desktop.presets.preset import MODELS, SIGNATURE, Preset

_GROUPS = (SIGNATURE, MODELS)


def _found() -> dict[str, Preset]:
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    presets = [preset for module in modules for preset in getattr(module, "FOUND", ())]
    groups = list(dict.fromkeys((*_GROUPS, *(preset.group for preset in presets))))
    return {preset.id: preset for preset in sorted(presets, key=lambda preset: groups.index(preset.group))}


PRESETS = _found()
"""By id, in the order in which they are offered."""

GROUPS = {
    name.split()[0].lower(): tuple(preset for preset in PRESETS.values() if preset.group == name)
    for name in dict.fromkeys(preset.group for preset in PRESETS.values())
}
"""The presets of each group, by the first word of its name: `signature`, `models` and others."""
