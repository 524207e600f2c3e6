"""The NumPy script of every figure of every encoding makes the very array that is exported."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pe_desktop.document import Document
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.kinds import Choice, Flag, Integer, Real
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights
from pe_desktop.export.numbers import numbers
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.scripts import EXACTLY, SCRIPTS, WITHOUT, matplotlib_script, numpy_script
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets import PRESETS
from tests.export.scripts.running import FITTING, request, run
from tests.figure.documents import CASES, SMALL, of

CODED = list(dict.fromkeys(figure for figure, _ in FITTING))
EXACT_FIGURES = ("heatmap", "waves", "rotation", "frequencies", "precision", "convention", "patches-order")


def names_of(figure: str) -> list[str]:
    """Of the documents that it can be made of."""
    return [name for each, name in FITTING if each == figure]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def arrays(asked: Request, folder: Path) -> tuple[Floats, Floats]:
    """What the script makes, and what is exported."""
    name, exported = next(iter(numbers(asked).items()))
    assert name == SCRIPTS[asked.figure].array
    return run(numpy_script(asked), asked.document, folder)[name], exported


def agree(asked: Request, folder: Path) -> bool:
    """As well as the script itself says."""
    made, exported = arrays(asked, folder)
    assert (made.dtype, made.shape) == (np.float64, exported.shape)
    if EXACTLY in numpy_script(asked):
        return np.array_equal(made, exported)
    if asked.figure == "helix":
        return shapes_agree(made, exported)
    return np.abs(made - exported).max() <= 1e-12 * np.abs(exported).max()


def shapes_agree(made: Floats, exported: Floats) -> bool:
    """Axis by axis, or, where axes share a variance and may be turned, in the variance of each."""
    variances = np.square(exported).sum(axis=0)
    scale = variances.max()
    apart = np.abs(np.diff(np.append(variances, 0.0))) > 1e-3 * scale
    if apart.all():
        return np.abs(made - exported).max() <= 1e-9 * np.abs(exported).max()
    return np.allclose(np.square(made).sum(axis=0), variances, rtol=0, atol=1e-9 * max(scale, 1e-300))


@pytest.mark.parametrize("figure", CODED)
def test_a_script_makes_the_exported_array(figure: str, tmp_path: Path) -> None:
    for name in names_of(figure):
        assert agree(request(figure, SMALL[name]), tmp_path), name


@pytest.mark.parametrize("options", [{"causal": True}, {"scale_embeddings": False, "seed": 7}, {"text": 'a "b" a'}])
@pytest.mark.parametrize("encoding", ["sinusoidal", "xpos", "t5"])
def test_every_choice_of_attention_is_written(options: dict[str, Any], encoding: str, tmp_path: Path) -> None:
    assert agree(request("attention", of(encoding).choosing("attention", **options)), tmp_path)


@pytest.mark.parametrize("figure", WITHOUT)
def test_a_figure_without_code_says_so(figure: str) -> None:
    document = SMALL[next(name for id, name in CASES if id == figure)]
    for script in (numpy_script, matplotlib_script):
        with pytest.raises(ExportError, match=f"^figure: {figure} given; it .*; allowed: "):
            script(request(figure, document))


@pytest.mark.parametrize("figure", EXACT_FIGURES)
def test_what_is_not_summed_is_the_same_to_the_last_bit(figure: str) -> None:
    assert names_of(figure)
    assert all(EXACTLY in numpy_script(request(figure, SMALL[name])) for name in names_of(figure))


BRIEF = [id for id, p in PRESETS.items() if p.state.document.length <= 4096 and p.figure not in WITHOUT]


@pytest.mark.parametrize("preset", BRIEF)
def test_presets_too(preset: str, tmp_path: Path) -> None:
    chosen = PRESETS[preset]
    assert agree(Request(chosen.state, chosen.figure), tmp_path)


SCALINGS: list[dict[str, Any]] = [
    {"scaling": "yarn", "original_max_position_embeddings": 64, "max_position_embeddings": 4096, "truncate": False},
    {"scaling": "yarn", "factor": 40.0, "mscale": 0.7, "mscale_all_dim": 1.3, "original_max_position_embeddings": 128},
    {"scaling": "yarn", "factor": 40.0, "attention_factor": 1.25, "beta_fast": 1.0, "beta_slow": 1.0},
    {"scaling": "yarn", "factor": 4.0, "base": 1.0},
    {"scaling": "longrope", "original_max_position_embeddings": 16, "long_factor": tuple(1 + i / 7 for i in range(8))},
    {"scaling": "longrope", "original_max_position_embeddings": 64, "short_factor": (1.5,) * 8},
    {"scaling": "longrope", "original_max_position_embeddings": 64},
    {"scaling": "llama3", "factor": 8.0, "original_max_position_embeddings": 256, "low_freq_factor": 4.0},
    {"scaling": "dynamic", "factor": 2.0, "max_position_embeddings": 16},
    {"scaling": "ntk", "factor": 3.0, "partial_rotary_factor": 0.3},
    {"scaling": "ntk", "factor": 3.0, "head_dim": 2},
    {"scaling": "proportional", "partial_rotary_factor": 0.4, "factor": 2.0},
]


@pytest.mark.parametrize("figure", ["heatmap", "frequencies", "waves", "offset-similarity", "decay"])
@pytest.mark.parametrize("values", SCALINGS)
def test_every_branch_of_every_scaling_is_written(figure: str, values: dict[str, Any], tmp_path: Path) -> None:
    document = of("rope", 40, **{"head_dim": 16, **values})
    for metric in ("dot", "cosine") if figure == "offset-similarity" else ("",):
        chosen = document.choosing(figure, metric=metric) if metric else document
        assert agree(request(figure, chosen), tmp_path)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any encoding with some of its parameters at other values."""
    kind = ENCODINGS[draw(st.sampled_from(sorted(set(ENCODINGS) - {"learned"})))]
    values: dict[str, Any] = {}
    for parameter in kind.parameters():
        rule = parameter.kind
        if isinstance(rule, Choice):
            values[parameter.name] = draw(st.sampled_from(rule.options))
        elif isinstance(rule, Flag):
            values[parameter.name] = draw(st.booleans())
        elif isinstance(rule, Integer):
            most = min(rule.maximum, rule.minimum + 24 * rule.multiple)
            values[parameter.name] = draw(st.integers(rule.minimum // rule.multiple, most // rule.multiple))
            values[parameter.name] = max(rule.minimum, values[parameter.name] * rule.multiple)
        elif isinstance(rule, Real) and draw(st.booleans()):
            values[parameter.name] = draw(st.floats(max(rule.minimum, 1e-2), min(rule.maximum, 1e5)))
    try:
        encoding = kind(**values)
    except ParameterError:
        encoding = kind()
    document = Document().showing(encoding, None)
    length = draw(st.integers(1, min(40, encoding.longest)))
    return document if encoding.whole else document.replace(length=length)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents(), st.data())
def test_any_parameters_make_the_exported_array(tmp_path: Path, document: Document, data: st.DataObject) -> None:
    served = [
        id
        for id, picture in PICTURES.items()
        if not picture.refusal(document.encoding) and id not in ("helix", *WITHOUT)
    ]
    figure = data.draw(st.sampled_from(served))
    assert agree(request(figure, document), tmp_path)


@settings(max_examples=100, deadline=None)
@given(documents(), st.data())
def test_scripts_of_any_parameters_are_formatted(document: Document, data: st.DataObject) -> None:
    served = [id for id, picture in PICTURES.items() if not picture.refusal(document.encoding) and id not in WITHOUT]
    asked = request(data.draw(st.sampled_from(served)), document)
    for script in (numpy_script(asked), matplotlib_script(asked)):
        assert max(map(len, script.splitlines())) <= 88
        assert "\n\n\n\n" not in script


def test_every_script_is_as_ruff_formats_it_and_holds_no_dead_code(tmp_path: Path) -> None:
    for figure, name in FITTING:
        asked = request(figure, SMALL[name])
        for kind, make in (("numpy", numpy_script), ("matplotlib", matplotlib_script)):
            (tmp_path / f"{kind}_{figure}_{name}.py".replace(" ", "_")).write_text(make(asked))
    for command in (["format", "--check"], ["check", "--extend-select", "I,UP,C4,RET,SIM"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("figure", CODED)
def test_a_script_is_short_and_imports_numpy_only(figure: str) -> None:
    for name in names_of(figure):
        check_short(figure, numpy_script(request(figure, SMALL[name])))


def check_short(figure: str, script: str) -> None:
    tree = ast.parse(script)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import numpy as np"]
    code = [line for line in script.splitlines() if line and not line.startswith("#")]
    sentence = 24 if figure == "attention" else 0  # its words, queries, keys and the softmax
    assert len(code) <= (44 if "def mixed" in script else 32) + sentence
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    last = tree.body[-1]
    assert SCRIPTS[figure].array in (stored[-1], ast.unparse(last).split("[")[0], ast.unparse(last).split(" ")[0])


def test_a_script_runs_as_a_program_in_an_empty_folder_and_leaves_nothing(tmp_path: Path) -> None:
    script = numpy_script(request("similarity", SMALL["yarn rope"]))
    done = subprocess.run([sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert not list(tmp_path.iterdir())


def test_a_table_with_a_strange_name_is_still_one_file(tmp_path: Path) -> None:
    array = FrozenArray(np.random.default_rng(1).normal(size=(5, 3)).astype(np.float16))
    for name in ('a "quoted" table', "it's", "../up", "x" * 90, "two\nlines", "back\\slash"):
        asked = request("heatmap", Document().showing(Learned(table=Weights(name, array)), None))
        assert agree(asked, tmp_path)
    assert not list(tmp_path.parent.glob("up*"))


def test_only_the_chosen_branch_is_in_the_script() -> None:
    plain = numpy_script(request("heatmap", of("rope", head_dim=16)))
    assert "factor =" not in plain
    assert "attention" not in plain
    assert "YaRN" in numpy_script(request("heatmap", of("rope", head_dim=16, scaling="yarn")))
    assert "padding" not in numpy_script(request("heatmap", of("sinusoidal")))


def test_a_table_that_no_memory_holds_is_refused_in_one_line() -> None:
    with pytest.raises(ExportError, match=r"^length: 10,000,000 given; the table of the script would take 41\.0 GB"):
        numpy_script(request("waves", of("sinusoidal", 10_000_000, d_model=512)))
    assert "inv_freq" in numpy_script(request("frequencies", of("rope", 10_000_000, head_dim=512)))


def test_bases_that_take_different_branches_are_refused() -> None:
    document = of("rope", head_dim=16, scaling="yarn", factor=4.0).choosing("decay", bases=(1.0, 100.0))
    with pytest.raises(ExportError, match=r"^bases: "):
        numpy_script(request("decay", document))


def test_a_figure_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(ExportError, match=r"^figure: bias given; "):
        numpy_script(request("bias", of("sinusoidal")))


def test_of_two_that_are_compared_the_script_is_of_a_and_says_so() -> None:
    script = numpy_script(request("heatmap", SMALL["sinusoidal and rope"]))
    assert "# Of the two that are compared this is A; B is RoPE.\n" in script
