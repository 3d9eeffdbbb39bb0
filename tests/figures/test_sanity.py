"""A batch and a number in; the scale, the verdict, the tables out – for every example of the page, and for edges."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from ce_core import evaluate, evaluate_logits, perplexity_from_loss, softmax
from ce_core.conventions import explain, explain_number, library_values
from ce_core.readers import Batch, ReadError, read_batch
from pages.shared.beliefs import BELIEFS
from pages.shared.export import csv_bytes, json_bytes
from pages.shared.figures import sanity as figures
from pages.shared.number_seen import parse_seen
from pages.shared.palette import DARK, LIGHT
from pages.shared.reading import labels as label_reading
from pages.shared.reading import sanity as reading
from pages.shared.reading import single_number
from pages.shared.reading.sanity import Check, Mark
from pages.shared.sanity_controls import TASKS
from pages.shared.sanity_presets import ARRAYS, PRESETS
from pages.shared.words import UNITS

NATS, BITS = UNITS["nats"], UNITS["bits"]


def check_of(batch: Batch, seen: float | None, unit=NATS) -> Check:
    y, values, weights = batch.examples()
    logits = batch.kind == "logits"
    result = (evaluate_logits if logits else evaluate)(y, values, sample_weight=weights, base=unit.base)
    matches = [] if seen is None else explain(seen, **reading.for_search(batch))
    case = reading.case_of(batch, softmax(values) if logits else values, result, unit)
    return Check(batch, case, seen, matches, library_values(**reading.for_libraries(batch)))


def example(name: str, unit=NATS) -> Check:
    state = {key.removeprefix("check_"): text for key, text in PRESETS[name].items()}
    assert state["kind"] == "guessed" and not state["ignore"]
    batch = read_batch(state["labels"], state["predictions"], weights=state["weights"], task=TASKS[state["task"]])
    return check_of(batch, parse_seen(state["seen"]), unit)


FIRST = {
    "A mean in bits": ("bits", "the logarithm is to base 2"),
    "A sum": ("sum", "summed, not averaged"),
    "Nothing wrong": ("mean in nats", "nothing is wrong with it"),
    "A softmax too many": ("double softmax", "probabilities already"),
    "A clipped zero": ("scikit-learn log_loss(y, p)", "The plain mean is ∞."),
    "Accuracy": ("accuracy", "the share of rows whose most probable class is the label"),
    "Per cent": ("percent not divided by 100", "Your −4.456 is the mean cross-entropy, but"),
    "Swapped": ("labels inverted", "1 other formula gives the same here"),
    "Weights": ("divided by N, not by Σ w", "as Keras does"),
    "Padding": ("ignored rows in the denominator", "counted in the denominator"),
    "Many labels": ("summed over the labels", "summed over the labels"),
    "Pixels, NCHW": ("sum", "summed"),
    "Certain and wrong": ("mean in nats", "Your ∞ is right: the exact mean is ∞. Row 3 was given 0"),
    "No formula": (None, "No formula that we know gives 0.41. Nearest on the scale: exact mean, 0.2469 nats."),
}
A_LIBRARY_DOES_SO = {
    "A mean in bits", "A sum", "Nothing wrong", "A clipped zero", "Weights", "Pixels, NCHW", "Certain and wrong",
}  # fmt: skip


def test_every_example_with_data_has_its_verdict() -> None:
    assert FIRST.keys() == {name for name, state in PRESETS.items() if state["check_as"] == ARRAYS}


@pytest.mark.parametrize("name", FIRST)
def test_example(name: str) -> None:
    check = example(name)
    first, says = FIRST[name]
    assert next((match.name for match in check.matches), None) == first
    marks = reading.marks(check)
    assert says in reading.picture(check, marks)
    told = [each for group in reading.groups(check) for each in group]
    assert len(told) == min(len(check.matches), reading.MATCHES_SHOWN)
    assert all(each.fix and each.belief in {"", *BELIEFS} for each in told)
    assert figures.scale(marks, check.seen, NATS, LIGHT).data[0].x
    lines = "\n".join(reading.formula(check, LIGHT))
    assert lines.count("{") == lines.count("}") and "−" not in lines and "∞" not in lines
    assert all(reading.notice(check, check.case))
    table = reading.library_table(check)
    assert len({len(cells) for cells in table.values()}) == 1
    assert any("your number" in cell for cell in table[""]) == (name in A_LIBRARY_DOES_SO)


def test_every_belief_behind_a_departure_is_one() -> None:
    assert set(reading.BELIEFS.values()) <= set(BELIEFS)
    told = reading.told(example("A mean in bits").matches[0], 0.3562, UNITS["bits"])
    assert told.belief == "X7" and told.fix.endswith("The plain mean is 0.2469 nats (0.3562 bits).")


# --- the scale ----------------------------------------------------------------------------------------------


def drawn(marks, seen=None, colors=LIGHT):
    return figures.scale(marks, seen, NATS, colors)


MEAN, FLOOR, FAR = Mark("mean", 0.5, "mean"), Mark("floor", 0.2, "floor"), Mark("library", 36.04, "library")


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_floor_and_excess_lead_to_the_mean_and_the_number_is_a_line(colors) -> None:
    figure = drawn([MEAN, FLOOR, Mark("guess", 0.7, "guess")], 0.4, colors)
    assert list(figure.data[0].x) == [0.5, 0.2, 0.7]
    floor, excess, line = figure.layout.shapes
    assert (floor.x0, floor.x1, floor.fillcolor) == (0, 0.2, colors.floor)
    assert (excess.x0, excess.x1, excess.fillcolor) == (0.2, 0.5, colors.excess)
    assert line.x0 == line.x1 == 0.4 and line.line.color == colors.ink
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["<b>0.5000 nats</b>", "<b>0.2000 nats</b>", "<b>0.7000 nats</b>", "<b>you saw 0.4</b>"]


def test_values_far_apart_stand_on_a_logarithmic_axis() -> None:
    figure = drawn([MEAN, FAR, Mark("floor", 0.0, "floor")], 0.4)
    assert figure.layout.xaxis.type == "log" and "ten times" in figure.layout.xaxis.title.text
    low, high = figure.layout.xaxis.range
    assert low < math.log10(0.4) and high > math.log10(36.04)
    assert figure.data[0].marker.symbol[2] == "triangle-left" and figure.data[0].x[2] == pytest.approx(10**low)
    notes = {note.text: note.x for note in figure.layout.annotations}
    assert notes["<b>36.0400 nats</b>"] == pytest.approx(math.log10(36.04))
    assert notes["<b>you saw 0.4</b>"] == pytest.approx(math.log10(0.4))


@pytest.mark.parametrize(
    "values", [[math.inf], [math.inf, 0.3], [0.0], [-4.5, 0.2], [math.inf, math.inf], [1e-300, 1e300]]
)
@pytest.mark.parametrize("seen", [None, 0.0, -2.0, math.inf, -math.inf, 1e308])
def test_any_values_stand_inside_the_picture(values, seen) -> None:
    marks = [Mark(str(i), value, "mean" if not i else "library") for i, value in enumerate(values)]
    figure = drawn(marks, seen)
    low, high = figure.layout.xaxis.range
    assert -math.inf < low < high < math.inf
    for note in figure.layout.annotations:
        assert low - 1e-9 <= note.x <= high + 1e-9
    for value, symbol in zip(values, figure.data[0].marker.symbol, strict=True):
        assert (symbol == "triangle-right") == (value == math.inf)
    assert sum("∞ nats" in note.text for note in figure.layout.annotations) == values.count(math.inf)


@pytest.mark.parametrize(("far", "step"), [(36.04, 1), (1e9, 2), (1e300, 46)])
def test_a_logarithmic_axis_has_few_ticks(far, step) -> None:
    axis = drawn([MEAN, Mark("library", far, "library")], 0.4).layout.xaxis
    assert axis.dtick == step and (axis.range[1] - axis.range[0]) / axis.dtick <= figures.TICKS
    assert ("ten times" in axis.title.text) == (step == 1)
    assert drawn([MEAN], 1e308).layout.xaxis.range[1] <= 308.25


def test_libraries_stand_together_where_they_return_the_same() -> None:
    marks = {mark.name: mark.value for mark in reading.marks(example("A clipped zero"))}
    assert marks["exact mean"] == math.inf and marks["your number: scikit-learn log_loss(y, p)"] == pytest.approx(
        6.1762, abs=1e-4
    )
    assert marks["PyTorch"] == pytest.approx(16.836, abs=0.01)


def test_the_unit_moves_the_marks_and_not_the_number() -> None:
    nats, bits = (
        {mark.name: mark.value for mark in reading.marks(example("A mean in bits", unit))} for unit in (NATS, BITS)
    )
    assert bits["exact mean"] == pytest.approx(nats["exact mean"] / math.log(2))
    libraries = [name for name in nats if name.endswith("libraries")]
    assert libraries and all(bits[name] == pytest.approx(nats[name] / math.log(2)) for name in libraries)
    assert bits["your number: bits"] == nats["your number: bits"]


# --- words and tables ---------------------------------------------------------------------------------------


def test_without_a_number_the_page_asks_for_one() -> None:
    check = check_of(read_batch("1 0", "0.8 0.1"), None)
    assert "The exact mean is 0.1643 nats. Type the number" in reading.picture(check, reading.marks(check))
    assert reading.groups(check) == [] and "There is no number yet" in reading.found(check, reading.marks(check))


@pytest.mark.parametrize(
    ("labels", "predictions", "options", "columns", "first"),
    [
        ("cat dog", "0.2 0.9", {}, ["label", "p of dog"], ["cat", "0.2"]),
        ("1 0", "3.5 -2", {}, ["label", "z of 1"], ["1", "3.5"]),
        ("0 -100", "[[0.9, 0.1], [0.2, 0.8]]", {"weights": "2 1"},
         ["label", "p of 0", "p of 1", "weight"], ["0", "0.9", "0.1", "2"]),
        ("[[1, 0], [1, 1]]", "[[0.9, 0.1], [0.2, 0.8]]", {"task": "multilabel"},
         ["label 0", "label 1", "p of 0", "p of 1"], ["1", "0", "0.9", "0.1"]),
    ],
    ids=["one-column", "logits", "ignored", "many"],
)  # fmt: skip
def test_what_was_read_is_echoed(labels, predictions, options, columns, first) -> None:
    batch = read_batch(labels, predictions, **options)
    table = reading.echo(batch)
    assert list(table.columns) == columns and list(table.iloc[0]) == first
    assert ("-100, ignored" in table.to_numpy()) == ("-100" in labels)
    assert reading.how_read(batch).startswith("Read as 2 rows")


def test_many_classes_and_rows_are_echoed_in_part() -> None:
    z = np.round(np.random.default_rng(0).normal(size=(150, 20)), 3)
    batch = read_batch(str((np.arange(150) % 20).tolist()), str(z.tolist()))
    table = reading.echo(batch)
    assert len(table) == reading.ROWS_ECHOED and "8 more classes" in table
    assert "Only the first 100 rows are listed" in reading.how_read(batch)


def test_rows_of_many_labels_keep_their_names() -> None:
    check = example("Many labels")
    worst = reading.worst_table(check)
    top = int(check.result.order[0])
    assert (worst.index[0], worst["which"].iloc[0]) == (top // 3 + 1, str(top % 3))
    rows = reading.export(check)
    assert list(rows["row"]) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4] and len(set(rows["which"])) == 3
    of_each = [evaluate_logits(y, z) for y, z, _ in reading.labels_apart(check.batch)]
    case = reading.by_label(check, of_each)
    assert case.result.per_class_mean.mean() == pytest.approx(check.result.mean)
    said = "\n".join(reading.notice(check, case))
    assert "The labels are not equally hard: “0” costs 0.548 nats a row, “1” 0.264 nats." in said
    assert "Who states only the answer shares (" in said and "3 labels each: 12 questions" in said
    each = json.loads(json_bytes(reading.results(check, case)))["by_label"]
    assert [part["mean"] for part in each] == list(case.result.per_class_mean)
    assert each[0]["label"] == "0" and each[0]["rows"] == 4


def test_a_single_label_is_one() -> None:
    check = check_of(read_batch("[[1], [0]]", "[[0.9], [0.2]]", task="multilabel"), None)
    assert "2 rows, 1 label, " in reading.how_read(check.batch)
    said = "\n".join(reading.notice(check, check.case))
    assert "2 rows with 1 label each: 2 questions" in said and "labels" not in said


@pytest.mark.parametrize("unit", [NATS, BITS], ids=["nats", "bits"])
def test_each_call_has_its_unit(unit) -> None:
    check = example("A mean in bits", unit)
    table = reading.library_table(check)
    rows = {call: cells for call, *cells in zip(table["call"], table["returns"], table[""], strict=True)}
    in_nats = "the mean" if unit is NATS else "the mean in nats"
    assert rows["log_loss(y, p)"] == ["0.246920 nats", in_nats]
    in_bits = "the mean" if unit is BITS else "the mean in bits"
    bits = rows["stats.entropy(Y, p, base=2, axis=1).mean()"]
    assert bits[0] == "0.356230 bits" and bits[1] == f"your number, {in_bits}"
    units = {row["call"]: row["unit"] for row in reading.results(check, check.case)["libraries"]}
    assert units["log_loss(y, p)"] == "nats" and units["stats.entropy(Y, p, base=2, axis=1).mean()"] == "bits"


def test_an_infinite_sum_is_not_called_the_mean() -> None:
    check = example("Certain and wrong")
    cells = reading.library_table(check)[""]
    assert "your number, also ∞" in cells and not any("the mean" in cell for cell in cells)
    said = "\n".join(reading.notice(check, check.case))
    assert "calls that take this data return ∞, too, whatever they divide by" in said and "return the mean" not in said


def test_formulas_that_no_data_tell_apart_are_promised_nothing() -> None:
    check = example("Swapped")
    assert reading.apart(2).endswith("this data can't tell them apart.")
    assert "Another batch may tell them apart" in "\n".join(reading.notice(check, check.case))


@pytest.mark.parametrize(
    ("name", "seen", "is_factor"),
    [("A mean in bits", 0.3562, True), ("A sum", 2.469, True), ("No formula", 0.41, True), ("Accuracy", 0.8, False),
     ("Per cent", -4.456, False), ("No formula", -7.38, False)],
)  # fmt: skip
def test_only_a_factor_is_called_one(name, seen, is_factor) -> None:
    check = check_of(example(name).batch, seen)
    assert any("times the mean" in sentence for sentence in reading.notice(check, check.case)) == is_factor


def test_of_equal_marks_the_mean_is_the_nearest() -> None:
    check = example("No formula", BITS)
    assert "Nearest on the scale: exact mean, 0.3562 bits." in reading.picture(check, reading.marks(check))


def test_only_lists_of_classes_are_cut_in_what_was_read() -> None:
    note = "3 rows did not sum to exactly 1 (furthest row 2, 0.999) and were taken as rounded: normalised, or so" * 2
    classes = ", ".join(f"'class {k}' → class {k}" for k in range(10))
    said = label_reading.how_read([note, classes])
    assert said.startswith(f"{note}; ") and said.endswith("…") and len(said) < len(note) + 120


def test_ignored_rows_keep_the_others_numbers() -> None:
    check = check_of(read_batch("-100 1 0", "[[0.5, 0.5], [0.9, 0.1], [0.8, 0.2]]"), None)
    assert list(reading.worst_table(check).index) == [2, 3]


def test_results_as_files_read_back_exactly() -> None:
    check = example("Certain and wrong")
    read = json.loads(json_bytes(reading.results(check, check.case)))
    assert [part["mean"] for part in read["by_class"]] == [check.result.per_class_mean[0], "Infinity"]
    assert (
        read["mean"] == "Infinity"
        and read["number_seen"] == "Infinity"
        and read["accuracy"] == float(check.result.accuracy)
    )
    assert read["libraries"][0].keys() == {"library", "call", "returns", "unit", "how"}
    assert csv_bytes(reading.export(check)).decode("utf-8-sig").count("\r\n") == 7
    assert json.loads(json_bytes({"a": np.float64(0.1), "b": np.array([math.nan, -math.inf]), "c": None})) == {
        "a": 0.1, "b": ["NaN", "-Infinity"], "c": None,
    }  # fmt: skip


def test_a_huge_batch_is_computed_but_not_searched(monkeypatch) -> None:
    monkeypatch.setattr(reading, "SEARCHED", 19)
    check = example("A mean in bits")
    check = replace(check, matches=[], libraries=library_values(**reading.for_libraries(check.batch)))
    assert len(check.libraries) < 10 and not reading.searched(check.batch)
    marks = reading.marks(check)
    for says in (reading.picture(check, marks), reading.found(check, marks)):
        assert "For 20 predictions no formulas are tried" in says and "Nearest on the scale: exact mean" in says


# --- a number alone -----------------------------------------------------------------------------------------


def alone(seen, classes) -> single_number.Alone:
    perplexity = None if seen is None else float(perplexity_from_loss(seen))
    return single_number.Alone(seen, classes, explain_number(seen or 0.0, classes), perplexity)


@pytest.mark.parametrize(
    ("seen", "classes", "says", "belief"),
    [
        (2.3026, 10, "2.3026 is near 2.3026, uniform guess: the loss in nats of a model", "X19"),
        (1.4612, 10, "1.4612 is near 1.4612, double softmax", "X4"),
        (1.0, 10, "1 is near 1.0000, uniform guess in bans", "X19"),
        (0.36044, 10, "one certain mistake in 100: scikit-learn log_loss in float64", "X15"),
        (7.77, 10, "7.77 is none of the usual landmarks for 10 classes; nearest is 3.3219", None),
        (0.0, 10**9, "0 is none of the usual landmarks", None),
        (None, 2, "A uniform guess among 2 classes costs 0.6931 nats.", None),
    ],
)
def test_a_number_alone(seen, classes, says, belief) -> None:
    case = alone(seen, classes)
    marks = single_number.marks(case)
    assert says in single_number.picture(case)
    assert [group[0].belief for group in single_number.groups(case)][:1] == ([belief] if belief else [])
    assert "uniform guess" in [mark.name for mark in marks] and len(marks) <= single_number.MARKS
    assert (belief is None) == ("formula" not in [mark.kind for mark in marks])
    assert figures.scale(marks, seen, single_number.PLAIN, LIGHT).layout.xaxis.title.text.startswith("value")
    lines = "\n".join(single_number.formula(case, LIGHT))
    assert lines.count("{") == lines.count("}") and "∞" not in lines
    assert len({len(cells) for cells in single_number.table(case).values()}) == 1
    assert all(single_number.notice(case)) and single_number.numbers(case)["log C (bits)"] != "–"


def test_near_a_uniform_guess_is_at_it_in_every_sentence() -> None:
    case = alone(0.693, 2)
    assert "uniform guess" in single_number.picture(case)
    said = "\n".join(single_number.notice(case))
    assert "That is a uniform guess" in said and "It lies below" not in said
    assert "It lies below" in "\n".join(single_number.notice(alone(0.5, 2)))


@pytest.mark.parametrize(
    ("seen", "says", "tex"),
    [(800.0, "10³⁴⁷", r"\approx10^{347.4}"), (1e300, "too large to write", r"\approx10^{4.34\times10^{299}}"),
     (2.0, "7.389", "=7.3891")],
)  # fmt: skip
def test_a_large_perplexity_is_finite(seen, says, tex) -> None:
    case = alone(seen, 10)
    said = single_number.notice(case)[0]
    assert f"a perplexity of {says}: as unsure" in said and "∞" not in said
    assert single_number.numbers(case)["perplexity, if nats"] == says
    assert single_number.formula(case, LIGHT)[-1].endswith(tex)
    assert label_reading.perplexity(perplexity_from_loss(seen), seen) == says
    assert label_reading.perplexity(math.inf, math.inf) == "∞"


@pytest.mark.parametrize("seen", [math.inf, -math.inf, -0.5])
def test_what_is_no_mean_loss_is_not_compared(seen) -> None:
    assert "alone says too little" in single_number.cannot_compare(seen)
    assert single_number.cannot_compare(0.0) == ""


# --- the number that was seen -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.3562", 0.3562), ("0,3562", 0.3562), ("−1e-3", -0.001), ("12 %", 0.12), ("", None), ("  ", None),
        ("inf", math.inf), ("∞", math.inf), ("-Infinity", -math.inf), ("−∞", -math.inf),
        ("tensor(0.3562, grad_fn=<NllLossBackward0>)", 0.3562), ("np.float64(0.25)", 0.25), ("tensor(inf)", math.inf),
        ("loss: 0.2469", 0.2469), ("loss=0.2469", 0.2469), ("val_loss = −0,5", -0.5), ("loss: inf", math.inf),
        ("train/loss: tensor(0.25, device='cuda:0')", 0.25), ("Validation loss: 1e-3", 0.001),
        ("[0.69]", 0.69), ("(0.69,)", 0.69), ("tensor([0.69], device='cuda:0')", 0.69), ("tensor(-inf)", -math.inf),
        ("<tf.Tensor: shape=(), dtype=float32, numpy=0.69>", 0.69), ("tf.constant(0.69, tf.float32)", 0.69),
    ],
)  # fmt: skip
def test_the_number_as_it_was_printed(text, value) -> None:
    assert parse_seen(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nan", "is NaN"),
        ("tensor(nan)", "0·log 0"),
        ("abc", "'abc' is not a number"),
        ("loss: nan", "is NaN"),
        ("loss: abc", "'abc' is not a number"),
        ("loss:", "empty"),
        ("loss: 0.1 - accuracy: 0.9", "not"),
        ("0.1 0.2", "not"),
        ("1e999", "largest number"),
        ("log(2)", "the call 'log(…)', but nothing is run here"),
        ("-log(0.5)", "'-log(0.5)' is not a number"),
        ("loss = np.sqrt(2)", "the call 'np.sqrt(…)'"),
        ("x(0.5, 0.6)", "the call 'x(…)'"),
        ("0.35, 0.62)", "'0.35, 0.62)' is not a number"),
        ("[0.35, 0.62]", "holds 2 of them; give one"),
        ("tensor(0,35)", "two numbers in 'tensor(0, 35…)'"),
        ("np.float64(0,35)", "holds 2 of them"),
        ("tensor(0.35", "is cut off"),
        ("[]", "an empty list"),
        ("+-inf", "'+-inf' is not a number"),
    ],
)
def test_what_is_no_number_is_said(text, words) -> None:
    with pytest.raises(ReadError, match=r"[Tt]he numbers? you saw") as refused:
        parse_seen(text)
    assert words in str(refused.value)
