"""A table in; the traces, marks and words of the labels page out."""

import json

import numpy as np
import pytest

from ce_core import evaluate, library_values, reliability
from pages.shared.export import csv_bytes
from pages.shared.figures import labels as figures
from pages.shared.palette import DARK, INFINITE_PATTERN, LIGHT
from pages.shared.reading import labels as reading
from pages.shared.words import UNITS

TEN = ([1] * 5 + [0] * 5, [0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3])
CERTAIN = ([1, 0, 1, 1, 0, 0, 1, 0], [1, 1, 1, 0, 1, 0, 0, 1])


def case(y, p, *, unit="nats", classes=None, weights=None, smoothing=0.0, **options) -> reading.Case:
    y, p = np.array(y), np.array(p, dtype=float)
    if p.ndim == 1:
        p = np.stack([1 - p, p], axis=1)
    result = evaluate(y, p, sample_weight=weights, label_smoothing=smoothing, base=UNITS[unit].base)
    return reading.Case(
        classes or tuple(map(str, range(p.shape[1]))),
        y,
        p,
        result,
        UNITS[unit],
        smoothing,
        weights is not None,
        **options,
    )


def many(rows: int, classes: int = 3) -> reading.Case:
    random = np.random.default_rng(0)
    return case(random.integers(0, classes, rows), random.dirichlet(np.ones(classes), rows))


CASES = {
    "ten": case(*TEN),
    "sum": case(*TEN, as_sum=True),
    "infinite": case(*CERTAIN),
    "one infinite": case([1, 0], [0, 0.2]),
    "perfect": case([1, 0], [1, 0]),
    "one row": case([1], [0.3]),
    "one class": case([1, 1, 1], [0.3, 0.5, 0.9]),
    "only infinite": case([1], [0]),
    "soft": case([[0.3, 0.7], [0.5, 0.5]], [0.6, 0.9]),
    "soft infinite": case([[0.3, 0.7], [0.5, 0.5]], [0, 0.9]),
    "smoothed": case([1, 0, 1], [0.9, 0.2, 0.3], smoothing=0.1),
    "weighted": case([1, 0, 1], [0.9, 0.2, 0.3], weights=[1, 2, 5]),
    "logits": case([1, 0, 1], [0.9, 0.2, 0.3], logits=True),
    "many": many(5_000),
    "curve": many(300, 30),
    "weight of zero": case([1, 0], [0, 0.2], weights=[0, 1]),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_every_figure_and_word_of_every_case(name, colors) -> None:
    one = CASES[name]
    for figure in (
        figures.worst_first(one, colors),
        figures.ruler(one, colors),
        figures.class_means(one, colors),
        figures.reliability(reliability(one.y_true, one.y_prob), reading.reliability_class(one), colors),
    ):
        drawn = json.loads(figure.to_json())
        assert "NaN" not in json.dumps(drawn["layout"])
    spoken = " ".join(
        [
            reading.picture(one),
            reading.worst_alt(one),
            reading.ruler_alt(one),
            reading.class_alt(one),
            *reading.notice(one),
            *reading.formula(one, colors),
            *reading.numbers(one).values(),
        ]
    )
    assert "nan" not in spoken and "inf" not in spoken.replace(r"\infty", "")
    assert max(map(len, reading.formula(one, colors))) < 400


def test_the_bars_are_the_losses_worst_first() -> None:
    figure = figures.worst_first(CASES["ten"], LIGHT)
    (bars,) = figure.data
    assert bars.y == pytest.approx(sorted(CASES["ten"].result.losses, reverse=True))
    assert list(figure.layout.xaxis.ticktext)[:3] == ["4", "7", "10"]
    texts = [note.text for note in figure.layout.annotations]
    assert texts[0] == "0.51<br>21\u202f%"
    assert texts[-1] == "mean<br>0.247"


@pytest.mark.parametrize("name", ["ten", "soft"])
def test_the_line_of_the_mean_crosses_no_words(name) -> None:
    one = CASES[name]
    figure = figures.worst_first(one, LIGHT)
    *over_bars, mean = figure.layout.annotations
    room = figures.LABEL_SHARE * figure.layout.yaxis.range[1]
    assert len(over_bars) == one.rows
    assert not any(note.y < mean.y < note.y + room for note in over_bars)
    assert any(note.y == mean.y for note in over_bars), "some of them gave way"


def test_infinite_rows_are_drawn_to_the_edge_and_hatched() -> None:
    figure = figures.worst_first(CASES["infinite"], LIGHT)
    mistakes = figure.data[0]
    assert mistakes.name == "mistake (5)"
    assert set(mistakes.y) == {figure.layout.yaxis.range[1]}
    assert set(mistakes.marker.pattern.shape) == {INFINITE_PATTERN}
    assert [note.text for note in figure.layout.annotations].count("<b>∞</b>") == 5


@pytest.mark.parametrize("rows", [1, 24, 25, 400, 401, 100_000])
def test_no_more_points_than_pixels(rows) -> None:
    one = many(rows)
    figure = figures.worst_first(one, LIGHT)
    assert max(len(trace.x) for trace in figure.data) <= figures.MOST_POINTS
    notes = [note.text for note in figure.layout.annotations]
    assert any("rows are drawn" in note for note in notes) == (rows > figures.MOST_POINTS)
    assert max(figure.data[0].y) == pytest.approx(one.result.losses.max()), "the worst row is always drawn"


def test_the_ruler_stacks_floor_and_excess() -> None:
    figure = figures.ruler(CASES["soft"], LIGHT)
    floor, excess = figure.data[:2]
    result = CASES["soft"].result
    assert floor.x[0] + excess.x[0] == pytest.approx(result.mean)
    assert [trace.name for trace in figure.data[2:]] == ["baseline = 0.673 nats", "uniform = 0.693 nats"]


def test_names_are_escaped() -> None:
    one = case(*TEN, classes=("<b>a</b>", "<a href=x>"))
    shown = [
        figures.worst_first(one, LIGHT),
        figures.class_means(one, LIGHT),
        figures.reliability(reliability(one.y_true, one.y_prob), "<a href=x>", LIGHT),
    ]
    for figure in shown:
        drawn = str(figure.to_plotly_json())
        assert "<a href" not in drawn and "<b>a" not in drawn


SENTENCES = {
    "ten": "Row 4 was given 60 % for its label “1”: it alone costs 0.511 of the total 2.469 nats (21 %), "
    "and so does row 7. The mean, 0.247 nats, is below the 0.693 nats of always stating the class shares.",
    "infinite": "Rows 2, 4, 5, 7 and 8 were given 0 % for what happened: each costs ∞, and so do the mean "
    "and the sum. The other 3 rows cost 0 nats in all.",
    "one infinite": "Row 1 was given 0 % for its label “1”: it alone costs ∞, and so do the mean and the "
    "sum. The other row costs 0.223 nats.",
    "perfect": "Every row was given 100 % for its label: nothing surprises, and the total is 0 nats. "
    "The mean, 0 nats, is below the 0.693 nats of always stating the class shares.",
    "one row": "The only row was given 30 % for its label “1”: it costs 1.204 nats. The mean is 1.204 nats; "
    "only “1” occurs, so always saying “1” would cost 0.",
    "soft": "Row 2 is 50 % “0” and was given 10 % for it: it alone costs 1.204 of the total 1.836 nats "
    "(66 %). The mean, 0.918 nats, is above the 0.673 nats of always stating the class shares.",
    "weighted": "Row 3, with weight 5, was given 30 % for its label “1”: it alone costs 6.020 of the total "
    "6.572 nats (92 %). The mean, 0.821 nats, is above the 0.562 nats of always stating the class shares.",
    "only infinite": "Row 1 was given 0 % for its label “1”: it alone costs ∞, and so do the mean and the sum.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_picture_is_read_aloud(name) -> None:
    assert reading.picture(CASES[name]).replace("\u202f", " ") == SENTENCES[name]


def test_the_formula_has_the_numbers() -> None:
    lines = reading.formula(CASES["smoothed"], LIGHT)
    assert any("0.9\\,y_n+0.05" in line for line in lines)
    assert any("floor" in line and "0.199" in line for line in lines)
    assert r"\frac{2.469}{10}" in reading.formula(CASES["ten"], LIGHT)[-1]


def test_libraries_differ_where_a_mistake_was_certain() -> None:
    table = reading.library_table(library_values(*map(np.array, (CERTAIN[0], CASES["infinite"].y_prob)), usual=True))
    assert table["mean (nats)"] == ["∞", "22.527283", "62.500000", "10.007918"]


def test_the_export_reads_back_and_is_safe_in_a_spreadsheet() -> None:
    one = case([1, 0], [0.1, 0.3], classes=("=1+1", "-b"))
    lines = csv_bytes(reading.export(one)).decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("row,label,probability of =1+1,")
    assert lines[1].split(",")[1] == "'-b" and lines[2].split(",")[1] == "'=1+1"
    assert [float(line.split(",")[-2]) for line in lines[1:3]] == one.result.losses.tolist()
    assert csv_bytes({"@x": ["+1", "a,b", 'q"']}).decode("utf-8-sig") == '\'@x\r\n\'+1\r\n"a,b"\r\n"q"""\r\n'
    texts = {"x;=1+1": "x;'=1+1", "＝1+1": "'＝1+1", "a\n-1": '"a\n\'-1"', "a\t@b": "a\t'@b", "a-b; c=d": "a-b; c=d"}
    for text, cell in texts.items():
        assert csv_bytes({"x": [text]}).decode("utf-8-sig") == f"x\r\n{cell}\r\n"


def test_numbers_in_the_export_keep_their_minus() -> None:
    assert csv_bytes({"z": np.array([-1.5, np.inf])}).decode("utf-8-sig") == "z\r\n-1.5\r\ninf\r\n"
