"""How fast the core is beside references that are timed in the same run: `python tests/benchmarks/core.py`.

Medians of interleaved runs; each line prints what was timed, the reference and their ratio beside the one asked for.
The last lines are the memory that a mean takes besides its input.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import rel_entr, xlogy
from sklearn.metrics import log_loss

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import ce_core

Run = Callable[[], Any]


@dataclass(frozen=True)
class Race:
    """A reference beside ours; `limit` is the largest time relative to the reference, or a smallest speed-up."""

    what: str
    reference: str
    ours: Callable[[int], Run]
    theirs: Callable[[int], Run]
    limit: float
    faster: bool = False


@cache
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@cache
def binary(n: int) -> tuple[np.ndarray, np.ndarray]:
    p = rng().uniform(1e-3, 1 - 1e-3, n)
    return (rng().random(n) < p).astype(np.int8), p


@cache
def classes(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    n //= 10
    p, q = (rng().dirichlet(np.ones(10), n) for _ in range(2))
    return rng().integers(0, 10, n), p, q, rng().normal(size=(n, 10)) * 3


@cache
def images(n: int) -> tuple[np.ndarray, np.ndarray]:
    rows = round((n * 2.4 / 1.5) ** 0.5)  # 24 megapixels for the ten million numbers of the other rows
    target = rng().integers(0, 256, (rows, rows * 3 // 2)) / 255
    return target, np.clip(target + rng().normal(0, 0.05, target.shape), 0.002, 0.998)


def logarithms(n: int) -> Run:
    """Those that loss, floor and excess of a pair of images need: of y, ŷ and their complements."""
    parts = [a for image in images(n) for a in (image, 1 - image)]

    def run() -> None:
        with np.errstate(divide="ignore"):
            for part in parts:
                np.log(part)

    return run


def torch_binary(n: int) -> Run:
    y, p = binary(n)
    return partial(F.binary_cross_entropy, torch.from_numpy(p), torch.from_numpy(y).double())


def torch_logits(n: int) -> Run:
    y, _, _, z = classes(n)
    return partial(F.cross_entropy, torch.from_numpy(z), torch.from_numpy(y))


def ours_binary(n: int) -> Run:
    return partial(ce_core.binary_cross_entropy, *binary(n))


def ours_probabilities(n: int) -> Run:
    return partial(ce_core.sparse_categorical_cross_entropy, *classes(n)[:2])


def ours_logits(n: int) -> Run:
    y, _, _, z = classes(n)
    return partial(ce_core.sparse_categorical_cross_entropy_from_logits, y, z)


def ours_kl(n: int) -> Run:
    return partial(ce_core.kl_divergence, *classes(n)[1:3])


def ours_images(n: int) -> Run:
    return partial(ce_core.compare_images, *images(n))


def bare_log(n: int) -> Run:
    p = binary(n)[1]
    return lambda: -np.log(p).mean()


def bare_exp(n: int) -> Run:
    z = classes(n)[3]
    return lambda: np.exp(z).sum()


def sklearn_binary(n: int) -> Run:
    return partial(log_loss, *binary(n))


def sklearn_probabilities(n: int) -> Run:
    return partial(log_loss, *classes(n)[:2])


def scipy_kl(n: int) -> Run:
    p, q = classes(n)[1:3]
    return lambda: rel_entr(p, q).sum(-1)


def scipy_binary(n: int) -> Run:
    y, p = binary(n)
    return lambda: -(xlogy(y, p) + xlogy(1 - y, 1 - p)).mean()


RACES = [
    Race("mean binary cross-entropy", "bare -np.log(p).mean()", ours_binary, bare_log, 1.25),
    Race("mean binary cross-entropy", "scikit-learn log_loss", ours_binary, sklearn_binary, 20, True),
    Race("mean binary cross-entropy", "PyTorch binary_cross_entropy", ours_binary, torch_binary, 4, True),
    Race("mean binary cross-entropy", "SciPy xlogy", ours_binary, scipy_binary, 8, True),
    Race("sparse, from probabilities", "scikit-learn log_loss", ours_probabilities, sklearn_probabilities, 15, True),
    Race("sparse, from logits", "bare np.exp(z).sum()", ours_logits, bare_exp, 3),
    Race("sparse, from logits", "PyTorch cross_entropy", ours_logits, torch_logits, 2, True),
    Race("KL of each row", "SciPy rel_entr(p, q).sum(-1)", ours_kl, scipy_kl, 2, True),
    Race("two images, maps and totals", "the np.log passes they need", ours_images, logarithms, 2),
]


def seconds(run: Run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def race(row: Race, numbers: int, repeats: int) -> str:
    ours, theirs = row.ours(numbers), row.theirs(numbers)
    pairs = [(seconds(theirs), seconds(ours)) for _ in range(repeats)]
    reference, own = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio, asked = (reference / own, f">= {row.limit:g}") if row.faster else (own / reference, f"<= {row.limit:g}")
    kind = "x faster" if row.faster else "x"
    return (
        f"{row.what:28s} {own * 1e3:9.1f} ms   {row.reference:30s} {reference * 1e3:9.1f} ms   "
        f"{ratio:6.2f} {kind:9s} ({asked})"
    )


def memory(run: Run) -> float:
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, default=10**7, help="numbers in each batch (default: ten million)")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    for row in RACES:
        print(race(row, options.numbers, options.repeats), flush=True)
    y, p = binary(options.numbers)
    soft = np.where(y == 1, 0.9, 0.1)
    weights = np.ones(len(y), dtype=np.float32)
    index, prob, _, scores = classes(options.numbers)
    for what, run in {
        "binary, hard labels": ours_binary(options.numbers),
        "binary, soft labels, weights": partial(ce_core.binary_cross_entropy, soft, p, sample_weight=weights),
        "dense, from probabilities": partial(ce_core.categorical_cross_entropy, prob, prob),
        "sparse, smoothed": partial(ce_core.sparse_categorical_cross_entropy, index, prob, label_smoothing=0.1),
        "sparse, from logits": partial(ce_core.sparse_categorical_cross_entropy_from_logits, index, scores),
    }.items():
        print(f"{what:28s} {memory(run):9.1f} MiB besides the input (<= 64)", flush=True)


if __name__ == "__main__":
    main()
