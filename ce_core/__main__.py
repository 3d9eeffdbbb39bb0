"""The check of a value from a terminal: `python -m ce_core FILE` says what a table of labels and predictions costs.

The file is read piece by piece, so it may be larger than memory. What is wrong is said in one sentence on
standard error, with exit code 2.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, NoReturn

import numpy as np

from ce_core.conventions import Match, explain
from ce_core.conventions.explanation import TOO_FEW_DIGITS, half_unit
from ce_core.errors import DistributionError
from ce_core.readers import ColumnChoice, ReadError, parse_number
from ce_core.readers.columns import Kind, is_weight_name
from ce_core.readers.errors import listed, shown
from ce_core.readers.stream import (
    BLOCK,
    PredictionBlock,
    Streamed,
    TableStream,
    open_table,
    read_guessed,
    read_stream,
)
from ce_core.streaming import CostlyExample, EvaluationTotal, LibraryTotal

UNITS: dict[str, tuple[float | None, str]] = {"2": (2, "bits"), "10": (10, "bans"), "e": (None, "nats")}
WORST = 5
EXPLAINED = 1_000_000
"""Rows times classes that --explain takes: it needs them all at once, and computes with them many times."""
MATCHES = 5
_IN_MEMORY = 64 * 2**20
_INTERRUPTED = 130
_INFINITE = {"inf", "infinity", "∞"}

_DESCRIPTION = """\
What labels and predictions in a file cost: their cross-entropy, exactly, and what stands around it.
FILE is CSV or TSV with a header line, Parquet, JSON, .npy or .npz; - is standard input.
CSV, TSV and Parquet are read piece by piece, whatever their size."""
_EPILOG = """\
Columns that are not named are guessed, and how the table was read is said. With --json, ∞ is the string "Infinity",
a sum above 1.8e308 too, NaN the string "NaN", and null is what does not exist (the mean of a class without rows). The
exit code is 0, or 2 with a sentence on standard error."""


class _Usage(Exception):
    """What was asked for cannot be done."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(f"{message[:1].upper()}{message[1:]}; see python -m ce_core --help.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m ce_core",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("file", metavar="FILE", help="the table")
    add("--labels", metavar="COL", help="the column of true labels")
    predictions = parser.add_mutually_exclusive_group()
    several = "for two classes one column is enough"
    predictions.add_argument("--probabilities", metavar="COL", nargs="+", help=f"columns of probabilities; {several}")
    predictions.add_argument("--logits", metavar="COL", nargs="+", help=f"columns of logits; {several}")
    weights = parser.add_mutually_exclusive_group()
    weights.add_argument("--weight", metavar="COL", help="a column of weights")
    weights.add_argument("--no-weight", action="store_true", help="every row counts the same, whatever the columns")
    add("--positive", metavar="LABEL", help="the label that a single prediction column is about")
    add("--base", choices=list(UNITS), default="e", help="of the logarithm: bits, bans, or nats (the default)")
    add("--explain", metavar="X", help=f"which formula gives X? (at most {EXPLAINED:,} rows times classes)")
    add("--json", action="store_true", help="print JSON instead of text")
    return parser


# --- from arguments to a result -----------------------------------------------------------------------------


class Sums:
    """What is summed up of the rows, and the rows themselves where they are asked for."""

    def __init__(self, classes: int, kind: Kind, base: float | None, keep: bool) -> None:
        self.total = EvaluationTotal.empty(classes, base=base, keep=WORST)
        self.libraries = LibraryTotal()
        self.kept: list[PredictionBlock] = []
        self._kind, self._keep = kind, keep
        self.most = EXPLAINED // classes
        """Rows that --explain takes."""

    def add(self, part: PredictionBlock) -> None:
        """With these rows too."""
        self.total = self.total.add(
            part.y_true, part.values, kind=self._kind, sample_weight=part.weights, rows=part.rows
        )
        self.libraries.add(part.y_true, part.values, kind=self._kind, sample_weight=part.weights)
        if self._keep and self.total.loss.count <= self.most:
            self.kept.append(part)


@dataclass(frozen=True)
class Report:
    """All that is said of a file."""

    file: str
    read: Streamed[Sums]
    unit: str
    observed: float | None
    matches: Sequence[Match]
    weight_guessed: bool


def report(arguments: argparse.Namespace, block: int = BLOCK) -> Report:
    """Reads the file and computes."""
    observed = None if arguments.explain is None else _observed(arguments.explain)
    base, unit = UNITS[arguments.base]
    with _opened(arguments.file) as file:
        table = open_table(file, name="" if arguments.file == "-" else arguments.file, block=block)
        choose = partial(_choice, table, arguments)
        how: Any = {
            "start": lambda reading: Sums(len(reading.classes), reading.choice.kind, base, observed is not None),
            "add": Sums.add,
            "positive": arguments.positive,
        }
        if arguments.labels and (arguments.probabilities or arguments.logits):
            read = read_stream(table, choose(None), **how)
        else:
            read = read_guessed(table, choose, **how)
    matches = [] if observed is None else _matches(observed, read)
    weight_guessed = read.reading.choice.weight is not None and not arguments.weight
    return Report(arguments.file, read, unit, observed, matches, weight_guessed)


def _observed(text: str) -> float:
    """The number in doubt, which may be infinite."""
    cell = text.strip().replace("−", "-").lower()
    if cell.lstrip("+-") in _INFINITE and len(cell) - len(cell.lstrip("+-")) <= 1:
        return -math.inf if cell.startswith("-") else math.inf
    return parse_number(text, where="--explain")


def _matches(observed: float, read: Streamed[Sums]) -> list[Match]:
    most, parts = read.result.most, read.result.kept
    if read.rows > most:
        raise _Usage(
            f"--explain takes at most {most:,} rows of {len(read.reading.classes)} classes, but the file has "
            f"{read.rows:,}; give it a part of the file."
        )
    weights = [part.weights for part in parts if part.weights is not None]
    return explain(
        observed,
        np.concatenate([part.y_true for part in parts]),
        np.concatenate([part.values for part in parts]),
        kind=read.reading.choice.kind,
        sample_weight=np.concatenate(weights) if weights else None,
    )


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    """The file, or what comes from standard input or a pipe, as something that can be read twice."""
    try:
        file = sys.stdin.buffer if path == "-" else open(path, "rb")  # noqa: SIM115
    except (OSError, ValueError) as error:
        raise _Usage(_why_not(path, error)) from None
    if file.seekable() and path != "-":
        with file:
            yield file
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        while part := file.read(BLOCK):
            copy.write(part)
        copy.seek(0)
        yield copy  # type: ignore[misc]


def _why_not(path: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no file {shown(path, 200)}; check the path."
    if isinstance(error, IsADirectoryError):
        return f"{shown(path, 200)} is a directory; give a file in it."
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{shown(path, 200)} cannot be read ({reason}); check it."


def _choice(table: TableStream, arguments: argparse.Namespace, guess: ColumnChoice | None) -> ColumnChoice:
    """The columns that were named, the others as guessed; without a guess, labels and predictions were named."""
    named = arguments.probabilities or arguments.logits
    label = arguments.labels or ("" if guess is None else guess.label)
    if named or guess is None:
        kind: Kind = "logits" if arguments.logits else "probabilities"
        return ColumnChoice(label, tuple(named), kind, _weight(table, arguments, {label, *named}))
    weight = _weight(table, arguments, {label})
    rest = tuple(name for name in guess.probabilities if name not in (label, weight))
    if not rest:
        raise ReadError(f"No column is left for predictions ({listed(table.names)}); name them with --probabilities.")
    return ColumnChoice(label, rest, guess.kind, weight)


def _weight(table: TableStream, arguments: argparse.Namespace, taken: set[str]) -> str | None:
    """The column that was named, else the first one named like weights that is nothing else, else none."""
    if arguments.weight or arguments.no_weight:
        return str(arguments.weight) if arguments.weight else None
    return next((name for name in table.names if is_weight_name(name) and name not in taken), None)


# --- as data ------------------------------------------------------------------------------------------------


def as_data(result: Report) -> dict[str, Any]:
    """The report as JSON takes it, but with ∞ and NaN as numbers."""
    total, reading = result.read.result.total, result.read.reading
    of_class = zip(reading.classes, total.per_class_count(), total.class_shares(), total.per_class_mean(), strict=True)
    data = {
        "file": result.file,
        "rows": result.read.rows,
        "labels": reading.choice.label,
        "predictions": list(reading.choice.probabilities),
        "weight": reading.choice.weight,
        "weight_guessed": result.weight_guessed,
        "kind": reading.choice.kind,
        "classes": list(reading.classes),
        "notes": list(reading.notes),
        "unit": result.unit,
        "mean": float(total.loss.mean()),
        "sum": float(total.loss.sum()),
        "total_weight": float(total.loss.total_weight()),
        "floor": float(total.floor()),
        "excess": float(total.excess()),
        "baseline": float(total.baseline()),
        "uniform": float(total.uniform()),
        "perplexity": float(total.perplexity()),
        "accuracy": float(total.accuracy()),
        "infinite_rows": total.loss.infinite,
        "per_class": [
            {
                "class": name,
                "count": float(count),
                "share": float(share),
                "mean": None if np.isnan(mean) else float(mean),
            }
            for name, count, share, mean in of_class
        ],
        "worst": [_example(example, reading.classes) for example in total.worst],
        "libraries": [
            {"library": v.library, "call": v.call, "nats": v.value, "note": v.note}
            for v in result.read.result.libraries.values()
        ],
    }
    if result.observed is not None:
        data["explain"] = {
            "observed": result.observed,
            "matches": [
                {"name": m.name, "value": float(m.value), "steps": list(m.steps), "fix": m.fix} for m in result.matches
            ],
        }
    return data


def _example(example: CostlyExample, classes: Sequence[str]) -> dict[str, Any]:
    return {
        "row": example.row,
        "label": classes[example.label],
        "label_share": example.share,
        "given": example.given,
        "predicted": classes[example.predicted],
        "loss": example.loss,
        "weight": example.weight,
    }


def _strict(value: Any) -> Any:
    """The same without numbers that JSON has no word for."""
    if isinstance(value, dict):
        return {key: _strict(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_strict(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


# --- as text ------------------------------------------------------------------------------------------------


def as_text(data: dict[str, Any]) -> list[str]:
    """The report as lines."""
    unit, weighted = data["unit"], data["weight"] is not None
    lines = [f"{data['rows']:,} rows, {len(data['classes'])} classes, {data['kind']}"]
    lines += [f"  {note}" for note in (*_columns(data), *data["notes"])]
    lines += ["", *_aligned(_summary(data), "")]
    if data["infinite_rows"]:
        lines += ["", _infinite(data)]
    lines += [
        "",
        *_aligned([["class", "rows", "share", f"mean ({unit})"], *map(_class_row, data["per_class"])], "<>>>"),
    ]
    head = ["row", "label", "was given", "predicted", f"loss ({unit})", *["weight"] * weighted]
    worst = [_worst_row(example)[: len(head)] for example in data["worst"]]
    lines += ["", "The rows that cost most:", *_aligned([head, *worst], "><><>>")]
    libraries = [[v["library"], v["call"], _number(v["nats"]), v["note"]] for v in data["libraries"]]
    lines += ["", "What the libraries report:", *_aligned([["library", "call", "nats", ""], *libraries], "<<><")]
    if "explain" in data:
        lines += ["", *_explained(**data["explain"])]
    return lines


def _columns(data: dict[str, Any]) -> list[str]:
    """What labels and weights were read from; the notes tell of the predictions."""
    lines = [f"labels: column {shown(data['labels'])}"]
    if data["weight"] is not None:
        guessed = " (guessed; --no-weight leaves it out)" if data["weight_guessed"] else ""
        lines.append(f"weights: column {shown(data['weight'])}{guessed}")
    return lines


def _summary(data: dict[str, Any]) -> list[list[str]]:
    unit = data["unit"]
    infinite = data["infinite_rows"] > 0
    rows = [
        ["mean", f"{_exact(data['mean'])} {unit}", ""],
        ["sum", f"{_exact(data['sum'])} {unit}", "" if infinite else _beyond(data["sum"])],
        ["floor", f"{_number(data['floor'])} {unit}", "entropy of the labels: no prediction gets below it"],
        ["excess", f"{_number(data['excess'])} {unit}", "mean − floor"],
        ["baseline", f"{_number(data['baseline'])} {unit}", "always stating the class shares"],
        ["uniform", f"{_number(data['uniform'])} {unit}", f"log C, C = {len(data['classes'])}"],
        ["perplexity", _number(data["perplexity"]), "" if infinite else _beyond(data["perplexity"])],
        ["accuracy", f"{_number(100 * data['accuracy'])} %", ""],
    ]
    if data["weight"] is not None:
        total = data["total_weight"]
        said = "their sum, which the mean divides by"
        rows.insert(2, ["weights", _number(total), "; ".join(filter(None, [said, _beyond(total)]))])
    return rows


def _beyond(value: float) -> str:
    """What stands beside a sum that is not infinite."""
    return "above the largest number, 1.8e308" if math.isinf(value) else ""


def _infinite(data: dict[str, Any]) -> str:
    worst, count = data["worst"][0], data["infinite_rows"]
    others = "" if count == 1 else f" ({count:,} rows in all)"
    what = "label" if worst["label_share"] == 1 else "likeliest label"
    return (
        f"Row {worst['row']:,}{others} costs ∞: it gave 0 to what happened ({what} {worst['label']}); "
        "so the mean and the sum are ∞."
    )


def _class_row(row: dict[str, Any]) -> list[str]:
    return [row["class"], f"{row['count']:,.10g}", f"{_number(100 * row['share'])} %", _number(row["mean"])]


def _worst_row(row: dict[str, Any]) -> list[str]:
    share = "" if row["label_share"] == 1 else f"{_number(100 * row['label_share'])} % "
    return [
        f"{row['row']:,}",
        share + row["label"],
        _number(row["given"]),
        row["predicted"],
        _number(row["loss"]),
        _number(row["weight"]),
    ]


def _explained(observed: float, matches: list[dict[str, Any]]) -> list[str]:
    if not matches:
        few = 0 < abs(observed) < math.inf and half_unit(observed) > TOO_FEW_DIGITS
        more = " It has few digits, which many formulas fit by accident; give all that are known." if few else ""
        return [f"No formula that is known here gives {_exact(observed)} with these labels and predictions.{more}"]
    lines = [f"What gives {_exact(observed)}:"]
    for match in matches[:MATCHES]:
        lines.append(f"  {match['name']} = {_number(match['value'])}")
        lines += [f"    {step}" for step in match["steps"]]
        lines.append(f"    → {match['fix']}")
    if len(matches) > MATCHES:
        lines.append(f"  and {len(matches) - MATCHES} more")
    return lines


def _number(value: float | None, digits: int = 6) -> str:
    if value is None:
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return "NaN" if math.isnan(value) else f"{value:.{digits}g}"


def _exact(value: float) -> str:
    """All digits, so that the number can be read back."""
    return _number(value) if not math.isfinite(value) else repr(value).removesuffix(".0")


def _aligned(rows: list[list[str]], sides: str) -> list[str]:
    """Columns of equal width: `<` to the left, `>` to the right."""
    cells = [[_visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    sides = sides.ljust(len(widths), "<")
    return [
        "  "
        + "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=False)).rstrip()
        for row in cells
    ]


def _visible(text: str) -> str:
    """Control characters and their like as escapes: a terminal would obey them."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


# --- the program --------------------------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None, *, block: int = BLOCK) -> int:
    """Runs the program with these arguments; returns its exit code."""
    try:
        arguments = _parser().parse_args(argv)
        data = as_data(report(arguments, block))
        if arguments.json:
            lines = json.dumps(_strict(data), indent=2, allow_nan=False).splitlines()
        else:
            lines = list(map(_visible, as_text(data)))
    except (_Usage, ReadError, DistributionError) as error:
        problem = str(error)
    except MemoryError:
        problem = "There is not enough memory for one block of this file; shorten its rows."
    except OSError as error:
        problem = f"Reading stopped ({error.strerror or error}); try again."
    else:
        print("\n".join(lines), flush=True)
        return 0
    print(_visible(problem), file=sys.stderr)
    return 2


def _run() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return main()
    except BrokenPipeError:  # who read has read enough; the interpreter's own flush must not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(_run())
