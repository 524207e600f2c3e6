"""The keys of a config.json for what is shown."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pe_desktop.document import State, View
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.scaled_rotary import EXTENDING
from pe_desktop.export.config_json import config_json
from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.pictures.context_plan import planned
from pe_desktop.sources.config.reading import model_of
from tests.figure.documents import SMALL, of

FACTORS = tuple(float(f) for f in np.geomspace(1, 9, 32))


def again(document, figure="context-plan"):
    keys = json.loads(config_json(Request(State(document, View()), figure)))
    return model_of("config.json", {"model_type": "llama", **keys}).layers[0]


@pytest.mark.parametrize("plan", EXTENDING)
@pytest.mark.parametrize("base", [10_000.0, 500_000.0])
def test_a_plan_reads_back_to_the_same_frequencies(plan, base):
    longrope = {"scaling": "longrope", "long_factor": FACTORS} if plan == "longrope" else {}
    document = of("rope", 2048, head_dim=64, base=base, **longrope).choosing("context-plan", target=9000.0, plan=plan)
    encoding, target = planned(document)
    found = again(document)
    assert target == 9000
    for length in (1, 2048, target):
        np.testing.assert_allclose(found.encoding.frequencies(length), encoding.frequencies(length), rtol=1e-12)
    assert found.encoding.attention(target) == pytest.approx(encoding.attention(target), rel=1e-12)


@pytest.mark.parametrize("name", ["rope", "yarn rope", "llama3 rope", "dynamic rope", "proportional rope"])
def test_another_figure_says_its_encoding_as_it_is(name):
    document = SMALL[name]
    assert isinstance(document.encoding, Rope)
    found = again(document, "frequencies").encoding
    for length in (1, document.length, 40_000):
        np.testing.assert_allclose(found.frequencies(length), document.encoding.frequencies(length), rtol=1e-12)


def test_what_is_added_is_said_as_the_model_that_has_it():
    found = again(SMALL["alibi"], "bias")
    assert found.encoding == SMALL["alibi"].encoding
    assert found.length == SMALL["alibi"].length


def test_an_encoding_that_no_config_json_names_is_refused():
    with pytest.raises(ExportError, match=r"^encoding: ALiBi given as it is; allowed: one that a model has"):
        config_json(Request(State(SMALL["alibi to both sides"], View()), "bias"))
