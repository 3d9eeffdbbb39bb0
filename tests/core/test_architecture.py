"""The arrows of the house go one way, every public name is there, and every docstring example is true."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import sys
from pathlib import Path

import pytest

import ce_core

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = {"foundations", "losses", "connections", "workbench", "practice"}
LESSON_MODULES = SECTIONS | {"home", "course"}
REFERENCES = {"scipy", "torch", "sklearn", "keras", "tensorflow", "jax", "optax", "mpmath", "hypothesis", "matplotlib"}
NOT_FOR_MATHEMATICS = {
    "pathlib",
    "os",
    "io",
    "tempfile",
    "shutil",
    "socket",
    "urllib",
    "http",
    "csv",
    "pickle",
    "sqlite3",
}


def sources() -> list[str]:
    """The app's own files; the script that makes the samples is no part of it."""
    folders = ("pages", "server", "ce_core")
    found = [ROOT / "app.py", *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]
    paths = sorted(str(path.relative_to(ROOT)) for path in found if path.exists())
    return [path for path in paths if not path.startswith("pages/samples/")]


def imports(path: str, source: str) -> set[str]:
    """Dotted names that the file imports, also inside functions, also relative or by `import_module`."""
    package = path.removesuffix(".py").removesuffix("/__init__").split("/")
    if not path.endswith("__init__.py"):
        package = package[:-1]
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            names.update(f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}:
            names.update(str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))
    return names


def is_lesson(name: str) -> bool:
    parts = name.removeprefix("pages.").split(".")
    return parts[0] in LESSON_MODULES


def forbidden(path: str, name: str) -> bool:
    """Whether a file at `path` may not import `name`."""
    top = name.split(".")[0]
    parts = path.split("/")
    if top in REFERENCES:
        return True
    if parts[0] == "ce_core":
        if top in {"streamlit", "plotly", "pandas", "pages", "app", "shared"}:
            return True
        if parts[1] == "readers":
            return top not in {"ce_core", "numpy", "pyarrow", "PIL", *sys.stdlib_module_names}
        if parts[1] == "__main__.py":
            return top not in {"ce_core", "numpy", *sys.stdlib_module_names}
        return (
            top not in {"ce_core", "numpy", *sys.stdlib_module_names}
            or top in NOT_FOR_MATHEMATICS
            or name.startswith("ce_core.readers")
        )
    if parts[0] == "pages":
        if top in {"pyarrow", "PIL"} or is_lesson(name):
            return True
        if top == "plotly":
            return path != "pages/shared/plot.py"
        return top == "streamlit" and parts[1] == "shared" and parts[2].startswith("figures")
    if parts[0] == "server":
        return top not in {"server", "streamlit", "starlette", "anyio", *sys.stdlib_module_names}
    return False


@pytest.mark.parametrize("path", sources())
def test_imports_go_one_way(path: str) -> None:
    wrong = sorted(name for name in imports(path, (ROOT / path).read_text()) if forbidden(path, name))
    assert not wrong


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("ce_core/losses.py", "import streamlit as st"),
        ("ce_core/losses.py", "import plotly.graph_objects as go"),
        ("ce_core/losses.py", "from pandas import DataFrame"),
        ("ce_core/losses.py", "from ce_core.readers import read_table"),
        ("ce_core/losses.py", "from ce_core import readers"),
        ("ce_core/losses.py", "from .readers import read_table"),
        ("ce_core/losses.py", "from . import readers"),
        ("ce_core/losses.py", "def f():\n    import scipy.special"),
        ("ce_core/losses.py", "import importlib\nimportlib.import_module('torch')"),
        ("ce_core/losses.py", "from pathlib import Path"),
        ("ce_core/losses.py", "import PIL.Image"),
        ("ce_core/losses.py", "import pyarrow"),
        ("ce_core/__main__.py", "import streamlit"),
        ("ce_core/readers/tables.py", "import pandas"),
        ("ce_core/readers/tables.py", "from pages.shared import words"),
        ("pages/losses/labels.py", "from pages.losses import images"),
        ("pages/losses/labels.py", "from pages.foundations.distributions import PRESETS"),
        ("pages/losses/labels.py", "from . import images"),
        ("pages/losses/labels.py", "from ..foundations import codes"),
        ("pages/losses/labels.py", "from losses.images import x"),
        ("pages/losses/labels.py", "import home"),
        ("pages/losses/labels.py", "import plotly.graph_objects as go"),
        ("pages/losses/labels.py", "import sklearn.metrics"),
        ("pages/losses/labels.py", "import PIL.Image"),
        ("pages/shared/lesson.py", "from pages.losses import labels"),
        ("pages/shared/figures/bars.py", "import streamlit as st"),
        ("pages/shared/controls.py", "import plotly.express as px"),
        ("pages/shared/figures/bars.py", "import plotly.graph_objects as go"),
        ("server/guard.py", "from pages.shared import controls"),
        ("server/guard.py", "import ce_core"),
        ("app.py", "import torch"),
    ],
)
def test_a_forbidden_import_would_be_seen(path: str, line: str) -> None:
    assert any(forbidden(path, name) for name in imports(path, line))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("ce_core/losses.py", "import numpy as np"),
        ("ce_core/losses.py", "from ce_core.errors import DistributionError"),
        ("ce_core/losses.py", "from ._checks import numbers"),
        ("ce_core/__main__.py", "from ce_core.readers import read_table"),
        ("ce_core/readers/images.py", "from PIL import Image"),
        ("ce_core/readers/tables.py", "from ce_core import normalize"),
        ("pages/losses/labels.py", "from pages.shared import controls, figures"),
        ("pages/losses/labels.py", "import ce_core"),
        ("pages/losses/labels.py", "import streamlit as st"),
        ("pages/shared/plot.py", "import plotly.io"),
        ("server/guard.py", "from starlette.responses import Response"),
        ("app.py", "from server.guard import Guard"),
        ("app.py", "from streamlit.starlette import App"),
    ],
)
def test_an_allowed_import_would_pass(path: str, line: str) -> None:
    assert not any(forbidden(path, name) for name in imports(path, line))


def test_the_mathematics_opens_no_files() -> None:
    mathematics = [
        p for p in (ROOT / "ce_core").rglob("*.py") if p.name != "__main__.py" and p.parent.name != "readers"
    ]
    assert len(mathematics) > 10
    calls = [
        f"{path.name}:{node.lineno}"
        for path in mathematics
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"open", "np.load", "np.save", "np.loadtxt"}
    ]
    assert calls == []


# --- the public names

NAMES = """
information_content entropy cross_entropy kl_divergence js_divergence js_distance perplexity decompose compare normalize
sigmoid log_sigmoid softmax log_softmax logsumexp
binary_cross_entropy categorical_cross_entropy sparse_categorical_cross_entropy
binary_cross_entropy_from_logits categorical_cross_entropy_from_logits sparse_categorical_cross_entropy_from_logits
log_loss smooth_labels per_class_cross_entropy binary_decompose
gaussian_entropy gaussian_cross_entropy gaussian_kl_divergence gaussian_nll mean_squared_error
bernoulli_log_likelihood categorical_log_likelihood gaussian_log_likelihood
LossTotal DistributionError Decomposition Comparison BinaryDecomposition LossCurve ImageComparison Evaluation
Reliability LibraryValue loss_curve compare_images evaluate reliability library_values
convention_value Convention CONVENTIONS explain Match explain_number Landmark
EvaluationTotal CostlyExample LibraryTotal
joint_entropy conditional_entropy compare_joint couple JointComparison loss_names index_grid one_output NAMES
bernoulli_likelihood_curve likelihood_path LikelihoodCurve LikelihoodPath kl_calls torch_kl_div KL_CALLS
gaussian_density compare_gaussians GaussianComparison line_losses LineLosses compare_slopes SlopeComparison
tokenize ngram_counts ngram_model text_cost cost_by_order line_costs compare_ngrams
perplexity_from_loss exponentiations aggregate_perplexity
POINT_KINDS Fit Parameters PointKind Points TrainingState toy_points labelled_points split_points initial_parameters
predict_probabilities assess training_gradient train TrainingHistory DecisionMap CostliestPoint training_history
decision_map costliest_point expected_floor
SurpriseCurve PaddedEntropy surprise_curve padded_entropy
SoftmaxSteps SoftmaxStudy SigmoidStudy SecondSoftmax softmax_study sigmoid_study second_softmax
Code Coded Transmission huffman_code shannon_code arithmetic_encode arithmetic_decode block_distribution sample_message
transmit code_sample CodedSample
exercise exercise_set exercise_names check_answer Exercise Verdict Mistake Curve EXERCISE_KINDS
"""
PUBLIC_MODULES = sorted(
    module.name for module in pkgutil.walk_packages(ce_core.__path__, "ce_core.") if module.name != "ce_core.__main__"
)


@pytest.mark.parametrize("name", NAMES.split())
def test_public_name(name: str) -> None:
    assert name in ce_core.__all__
    assert hasattr(ce_core, name)


FUNCTIONS = sorted(name for name in ce_core.__all__ if name.islower())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_docstring_says_what_it_is_and_shows_an_example(name: str) -> None:
    text = getattr(ce_core, name).__doc__ or ""
    assert len(text.splitlines()[0]) > 20
    assert ">>> " in text


@pytest.mark.parametrize("name", [n for n in ce_core.__all__ if n[0].isupper() and not n.isupper()])
def test_public_class_has_a_docstring_of_its_own(name: str) -> None:
    text = getattr(ce_core, name).__doc__ or ""
    assert text
    assert not text.startswith(f"{name}("), "this is the signature that dataclass writes"


@pytest.mark.parametrize("module", ["ce_core", *PUBLIC_MODULES])
def test_docstring_examples(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module), verbose=False)
    assert result.failed == 0


def test_there_are_docstring_examples() -> None:
    finder = doctest.DocTestFinder()
    examples = [
        test for module in PUBLIC_MODULES for test in finder.find(importlib.import_module(module)) if test.examples
    ]
    assert len(examples) >= len(FUNCTIONS)


@pytest.mark.parametrize("path", sorted(str(p.relative_to(ROOT)) for p in (ROOT / "ce_core").rglob("*.py")))
def test_module_docstring(path: str) -> None:
    assert ast.get_docstring(ast.parse((ROOT / path).read_text()))
