"""Every piece of code that the page offers runs as it stands, in the libraries themselves, and its assertion holds."""

import os
import re
import warnings

os.environ["KERAS_BACKEND"] = "torch"

import numpy as np
import pytest

from ce_core import evaluate, evaluate_logits
from ce_core.readers import Batch, read_batch
from pages.shared.snippets import LIBRARIES, MOST_ROWS, snippets, why_none
from pages.shared.words import UNITS

SOFT = "[[0.7, 0.2, 0.1], [0, 1, 0], [0.25, 0.25, 0.5]]"
THREE = "[[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]"
SCORES = "[[600, -3, 0.5], [0.1, 1.5, -2], [1, 1, -40]]"
LABELS = "[[1, 0, 1], [0, 0, 1], [1, 1, 0]]"

BATCHES = {
    "binary": ("1 1 0 0", "0.8 0.6 0.1 0.3", {}),
    "binary-infinite": ("1 1 0 0", "0 0.6 0.1 1", {}),
    "binary-nearly-certain": ("1 1 0 0", "1e-20 0.6 1e-9 0.3", {}),
    "binary-weights": ("1 1 0 0", "0 0.6 0.1 0.3", {"weights": "0 2 1 0.5"}),
    "binary-soft": ("0.9 0.4 0 1", "0.8 0.6 0.1 1", {}),
    "binary-soft-weights": ("0.9 0.4 0 1", "0.8 0.6 0.1 0", {"weights": "2 2 1 0.5"}),
    "binary-logits": ("1 1 0 0", "3.5 -800 1.25 -2", {"kind": "logits"}),
    "binary-soft-logits": ("0.9 0.4 0 1", "3.5 -8 1.25 -2", {"kind": "logits", "weights": "2 2 1 0.5"}),
    "two-columns": ("cat dog dog", "[[0.9, 0.1], [0.2, 0.8], [1, 0]]", {}),
    "classes": ("0 1 2", THREE, {}),
    "classes-infinite": ("1 1 0", "[[0.6, 0.4, 0], [1, 0, 0], [0.1, 0.1, 0.8]]", {"weights": "1 2 3"}),
    "classes-soft": (SOFT, THREE, {}),
    "classes-soft-infinite": (SOFT, "[[0.6, 0.4, 0], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]", {"weights": "1 2 3"}),
    "classes-logits": ("0 1 2", SCORES, {}),
    "classes-logits-ignored": ("0 -100 2", SCORES, {"weights": "1 2 3"}),
    "classes-soft-logits": (SOFT, SCORES, {"weights": "1 2 3"}),
    "many-labels": (LABELS, "[[0.9, 0.2, 0.5], [0.1, 0, 1], [0.3, 0.6, 0.7]]", {"task": "multilabel"}),
    "many-labels-weights": (LABELS, THREE, {"task": "multilabel", "weights": "1 2 3"}),
    "many-labels-soft": (THREE, "[[0.9, 0.2, 0.5], [0.1, 0, 1], [0.3, 0.6, 0.7]]", {"task": "multilabel"}),
    "many-labels-logits": (LABELS, SCORES, {"task": "multilabel", "weights": "1 2 3"}),
}  # fmt: skip


def read(name: str) -> Batch:
    labels, predictions, options = BATCHES[name]
    return read_batch(labels, predictions, **options)


def exact(batch: Batch, base: float | None = None) -> float:
    y, values, weights = batch.examples()
    return float(
        (evaluate_logits if batch.kind == "logits" else evaluate)(y, values, sample_weight=weights, base=base).mean
    )


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", BATCHES)
def test_it_runs_and_its_assertion_holds(name: str, library: str) -> None:
    batch = read(name)
    unit = UNITS[("nats", "bits", "bans")[len(name) % 3]]
    code = snippets(batch, exact(batch, unit.base), unit)[library]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(code, library, "exec"), {})
    assert code.count("assert ") == 1 and code.isascii()


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_assertion_is_no_formality(library: str) -> None:
    code = snippets(read("classes"), exact(read("classes")), UNITS["nats"])[library]
    for changed in (re.sub(r"0\.6", "0.5999", code), code.replace("[0, 1, 2]", "[1, 1, 2]")):
        assert changed != code
        with pytest.raises(AssertionError), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the row no longer sums to 1
            exec(changed, {})


def test_what_is_shown_is_what_is_asserted() -> None:
    batch = read("binary")
    code = snippets(batch, exact(batch), UNITS["nats"])
    assert all(repr(exact(batch)) in text for text in code.values())
    infinite = snippets(read("binary-infinite"), np.inf, UNITS["nats"])
    assert "isclose(mean, math.inf" in infinite["NumPy"] and "isclose(mean, math.inf" in infinite["SciPy"]
    for clipping, value in (("scikit-learn", 18.18), ("PyTorch", 50.15), ("Keras", 8.21)):
        found = re.search(r"isclose\(mean, ([\d.]+),", infinite[clipping])
        assert found and float(found[1]) == pytest.approx(value, abs=0.01), infinite[clipping]
        assert "the exact mean is math.inf" in infinite[clipping]


def test_the_names_of_classes_stay_in_their_comment() -> None:
    evil = 'x"\nraise SystemExit\u2028# é'
    batch = read_batch("0 1 1", "[[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]]")
    named = Batch(**{field: getattr(batch, field) for field in Batch.__slots__} | {"classes": (evil, "b")})
    code = snippets(named, exact(named), UNITS["nats"])["NumPy"]
    assert [line for line in code.splitlines() if "SystemExit" in line] == [
        '# classes 0, 1, ...: ["x\\"\\nraise SystemExit\\u2028# \\u00e9", "b"]'
    ]
    exec(code, {})


def test_too_many_rows_get_no_code_but_a_reason() -> None:
    rows = MOST_ROWS + 1
    assert why_none(read("classes")) == ""
    assert f"{rows} rows" in why_none(read_batch("1 " * rows, "0.5 " * rows))
    wide = "[" + ", ".join("[" + ", ".join(["0.0025"] * 400) + "]" for _ in range(11)) + "]"
    assert "4,400 predictions" in why_none(read_batch(" ".join(map(str, range(11))), wide))
