"""Every published configuration is shown as something that can be made."""

from __future__ import annotations

import pytest

from pe_desktop.export.modelled import request_of_model
from pe_desktop.export.request import refuse_unserved
from pe_desktop.figure.pages import PAGES
from pe_desktop.sources.config.model import LearnedTable
from pe_desktop.sources.config.reading import model_of
from pe_desktop.sources.config.words import layers_said, model_text
from tests.sources.configs import CONFIGS

FIGURES = {"llama-3.1-8b": "frequencies", "qwen2-vl-7b": "frequencies", "bloom": "bias", "mae": "patches", "t5": "bias"}


@pytest.mark.parametrize("name", CONFIGS)
def test_every_kind_of_layers_has_a_figure_on_a_page(name: str) -> None:
    model = model_of("config.json", CONFIGS[name][0])
    for layers in model.layers:
        assert layers_said(layers).endswith(("positions", "extended"))
        if isinstance(layers.encoding, LearnedTable):
            continue
        request = request_of_model(layers.encoding, layers.length)
        refuse_unserved(request)
        document = request.state.document
        assert (document.encoding, document.compare) == (layers.encoding, None)
        assert request.figure in PAGES[document.page].figures
        assert request.state.view == request.state.view.within(document)
        assert document.length == layers.length


@pytest.mark.parametrize(("name", "figure"), FIGURES.items())
def test_the_figure_is_the_one_that_says_most(name: str, figure: str) -> None:
    model = model_of("config.json", CONFIGS[name][0])
    assert not isinstance(model.encoding, LearnedTable)
    assert request_of_model(model.encoding, model.length).figure == figure


@pytest.mark.parametrize("name", CONFIGS)
def test_every_configuration_is_told_within_the_width(name: str) -> None:
    text = model_text(model_of("config.json", CONFIGS[name][0]), 60)
    assert max(map(len, text.splitlines())) <= 60
    assert "Not understood" not in text
