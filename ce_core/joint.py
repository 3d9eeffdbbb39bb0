"""Entropies of two quantities observed together: not to be confused with the cross-entropy of their shares.

| symbol | formula | what it measures |
|---|---|---|
| H(X,Y) | −Σ p(x,y) log p(x,y) | joint entropy: surprise at the pair |
| H(Y given X) | −Σ p(x,y) log p(y given x) | conditional entropy: surprise left at Y once X is known |
| I(X;Y) | Σ p(x,y) log (p(x,y) / p(x) p(y)) | mutual information: what one says about the other |
| H(P,Q) | −Σ p(i) log q(i) | cross-entropy of the row shares P and the column shares Q |

The first three need to know which x comes with which y. The last one does not: it sees the margins alone. Some books
write H(P,Q) for the first. `base=None` means nats.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, distribution, finite, log_of_base, numbers, real
from ce_core._numerics import excess_terms, log_ratio, quiet, surprise, times
from ce_core.errors import DistributionError
from ce_core.information import Decomposition, decompose


def joint_entropy(joint: ArrayLike, *, base: float | None = None) -> np.float64:
    """Average surprise at a pair: H(X,Y) = −Σ p(x,y) log p(x,y).

    Parameters: `joint`, an R×C table of probabilities that sum to 1 as a whole, X by row and Y by column; `base`, None
    for nats. Limits: at least the larger of H(X) and H(Y), at most H(X) + H(Y), reached by independent X and Y.
    Raises `DistributionError` for what is not such a table. Some books write it H(P,Q) too; the cross-entropy is
    something else. Source: Cover & Thomas, §2.2.

    >>> float(joint_entropy([[0.25, 0.25], [0.25, 0.25]], base=2))
    2.0
    """
    log_of_base(base)
    table = _table(joint)
    return np.float64(times(table, surprise(table, base)).sum())


def conditional_entropy(joint: ArrayLike, *, given: str = "row", base: float | None = None) -> np.float64:
    """Surprise left at one of a pair once the other is known: H(Y given X) = −Σ p(x,y) log p(y given x).

    Parameters: `joint`, an R×C table as in `joint_entropy`; `given`, "row" for H(Y given X), "column" for H(X given Y);
    `base`, None for nats. Limits: 0 where the known one settles the other, at most the other's own entropy, reached by
    independent ones. H(X,Y) = H(X) + H(Y given X). Raises `DistributionError` as there, and for another `given`.
    Also called equivocation. Source: Cover & Thomas, §2.2.

    >>> float(conditional_entropy([[0.5, 0.0], [0.0, 0.5]], base=2))
    0.0
    """
    scale = log_of_base(base)
    if given not in ("row", "column"):
        raise DistributionError(f'given = {given!r} is unknown; use "row" or "column"')
    table = _table(joint)
    rows = table if given == "row" else table.T
    others = rows @ (1 - np.eye(rows.shape[1]))
    with quiet():
        terms = np.where(rows > 0, times(rows, -log_ratio(rows, rows + others, others)), 0.0)
    return np.float64(terms.sum() / scale)


@dataclass(frozen=True)
class JointComparison:
    """A square table of pairs, and every entropy that is written with two letters. In the unit of `base`."""

    joint: Floats
    """Probabilities of the pairs, X by row and Y by column."""
    independent: Floats
    """What the table would be with the same margins and no connection: p(x) p(y)."""
    terms: Floats
    """−p(x,y) log p(x,y); their sum is the joint entropy."""
    margins: Decomposition
    """P = the row shares, Q = the column shares: H(P), KL(P‖Q) and the cross-entropy H(P,Q)."""
    column_entropy: np.float64
    """H(Y)."""
    joint_entropy: np.float64
    column_given_row: np.float64
    """H(Y given X)."""
    row_given_column: np.float64
    """H(X given Y)."""
    mutual_information: np.float64


def compare_joint(joint: ArrayLike, *, base: float | None = None) -> JointComparison:
    """Joint, conditional and cross-entropy of the same table side by side.

    Parameters: `joint`, an n×n table as in `joint_entropy`, rows and columns naming the same n events; `base`, None for
    nats. Returns a `JointComparison`. A margin that rounding lifts above 1 counts as 1.
    Limits: the cross-entropy is at least H(X), and ∞ where a column never occurs though its row does; the others stay
    finite. Raises `DistributionError` as `joint_entropy`, and for a table that is not square.

    >>> coupled, free = compare_joint([[0.5, 0], [0, 0.5]], base=2), compare_joint([[0.25] * 2] * 2, base=2)
    >>> float(coupled.joint_entropy), float(free.joint_entropy)
    (1.0, 2.0)
    >>> float(coupled.margins.cross_entropy) == float(free.margins.cross_entropy)
    True
    """
    scale = log_of_base(base)
    table = _table(joint)
    if table.shape[0] != table.shape[1]:
        raise DistributionError(
            f"joint (shape {table.shape}) must be square for a cross-entropy: rows and columns name the same events"
        )
    p, q = np.minimum(table.sum(axis=1), 1.0), np.minimum(table.sum(axis=0), 1.0)
    independent = np.outer(p, q)
    per_pair = times(table, surprise(table, base))
    shared = excess_terms(table, independent, independent - table)
    return JointComparison(
        joint=table.copy(),
        independent=independent,
        terms=per_pair,
        margins=decompose(p, q, base=base),
        column_entropy=np.float64(times(q, surprise(q, base)).sum()),
        joint_entropy=np.float64(per_pair.sum()),
        column_given_row=conditional_entropy(table, base=base),
        row_given_column=conditional_entropy(table, given="column", base=base),
        mutual_information=np.float64(shared.sum() / scale),
    )


def couple(x: float, y: float, coupling: float) -> Floats:
    """The 2×2 table of two yes/no events that occur with probabilities x and y and hang together this much.

    Parameters: `x` and `y` in [0, 1]; `coupling` in [−1, 1]: 0 for independent events, 1 for as often together as the
    margins allow, −1 for as seldom, in between a straight mixture. Returns [[both, x alone], [y alone, neither]].
    Limits: the row sums are x and 1 − x, the column sums y and 1 − y, whatever the coupling.
    Raises `DistributionError` for numbers outside these ranges.

    >>> couple(0.5, 0.5, 1.0).tolist()
    [[0.5, 0.0], [0.0, 0.5]]
    """
    chance = "a probability from 0 to 1"
    a, b = _between("x", x, 0.0, chance), _between("y", y, 0.0, chance)
    t = _between("coupling", coupling, -1.0, "a number from −1 to 1")
    free = np.array([[a * b, a * (1 - b)], [(1 - a) * b, (1 - a) * (1 - b)]])
    # Moving this much between the diagonals keeps both margins; a cell that it empties is then exactly 0.
    room = min(free[0, 1], free[1, 0]) if t > 0 else min(free[0, 0], free[1, 1])
    return np.asarray(free + t * room * np.array([[1.0, -1.0], [-1.0, 1.0]]))


def _between(name: str, value: float, low: float, wanted: str) -> float:
    return 1.0 if value == 1 else real(name, value, low, 1.0, wanted, low_included=True)


def _table(joint: ArrayLike) -> Floats:
    table = numbers("joint", joint)
    if table.ndim != 2 or 0 in table.shape:
        raise DistributionError(f"joint (shape {table.shape}) must be a table with rows and columns")
    finite("joint", table)
    distribution("joint", table.ravel())
    return table
