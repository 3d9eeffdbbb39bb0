"""Checks of printed numbers in, marks and words out."""

import pytest

from ce_core.published import PublishedRow, check_published, published_elsewhere
from pages.shared.figures import published as figures
from pages.shared.palette import DARK, LIGHT
from pages.shared.published import PRINTED
from pages.shared.reading import published as reading

CHECKS = [check_published(printed.row) for printed in PRINTED.values()]
IDS = list(PRINTED)
BY_ID = dict(zip(IDS, CHECKS, strict=True))


def picture(shown=IDS, chosen="gitbook-after", checks=CHECKS, colors=LIGHT):
    return figures.deviations(checks, shown, chosen, colors)


def test_every_number_is_a_mark_at_its_distance():
    ring, *marks = picture().data
    drawn = {x: y for trace in marks for x, y in zip(trace.x, trace.y, strict=True)}
    assert sorted(drawn) == list(range(34))
    for x, check in enumerate(CHECKS):
        if figures.LOW <= check.deviation <= figures.HIGH:
            assert drawn[x] == check.deviation
        else:
            assert drawn[x] in (figures.LOW, figures.HIGH)
    assert [trace.name for trace in marks] == ["agrees (25)", "truncated (4)", "artefact (3)", "wrong (2)"]
    assert ring.x == (IDS.index("gitbook-after"),) and ring.y[0] == pytest.approx(2.66, abs=0.005)


def test_what_lies_beyond_the_picture_says_how_far_once_for_neighbours():
    texts = [note.text for note in picture().layout.annotations]
    assert texts == ["↑ 9.81×10¹⁵", "↑ 299", "rounding: at most ½"]
    low = check_published(PublishedRow("a", "a", "", "sigmoid", {"z": 0.0}, 0.3, 1, ""))
    fig = picture(["a"], "a", [low])
    assert fig.layout.annotations[0].text == "↓ −2" and fig.data[0].y == (figures.LOW,)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_the_ideas_and_shapes_of_the_verdicts(colors):
    fig = picture(colors=colors)
    assert [trace.marker.color for trace in fig.data[1:]] == [colors.q, colors.excess, colors.excess, colors.excess]
    assert len({trace.marker.symbol for trace in fig.data[1:]}) == 4
    band, line, *_ = fig.layout.shapes
    assert (band.fillcolor, band.y0, band.y1) == (colors.floor, -0.5, 0.5)
    assert (line.line.color, line.y0) == (colors.p, 0)


def test_rows_that_do_not_fit_the_choice_fade():
    wrong = [check.row.id for check in CHECKS if check.verdict == "wrong"]
    agrees, *_, marked = picture(wrong).data[1:]
    assert set(agrees.marker.opacity) == {figures.FADED} and set(marked.marker.opacity) == {1}


def test_sources_stand_together_on_the_axis():
    axis = picture().layout.xaxis
    assert axis.ticktext == ("tutorial", "profound", "gitbook") and list(axis.tickvals) == [10, 26, 32.5]


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("tutorial-hpq", "3.288"),
        ("profound-softmax-3", "0.000067"),
        ("profound-sigmoid--243", "2.99×10⁻⁹⁸"),
        ("profound-sigmoid-424.5", "1"),
        ("profound-bce-cat", "0.0033"),
        ("tutorial-label-entropy-1", "9.805612959471341×10⁻¹⁴"),
    ],
)
def test_a_number_stands_as_it_was_printed(row, printed):
    assert reading.as_printed(PRINTED[row].row) == printed


@pytest.mark.parametrize(
    ("x", "text"),
    [(0.0, "0"), (1.0, "1"), (-2.5, "−2.5"), (2.927122496515368e-106, "2.927122496515368×10⁻¹⁰⁶"), (1e300, "1×10³⁰⁰")],
)
def test_full_digits(x, text):
    assert reading.full(x) == text


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("tutorial-hpq", "printed 3.288 bits, computed 3.2879430945989 bits. It is 0.06 units of its last digit away"),
        ("profound-sigmoid-424.5", "They are equal."),
        ("profound-softmax-1", "printed 0.997694, computed 0.99769473. Rounded, it would be 0.997695"),
        ("profound-softmax-2", "entry 2: printed 0.002237, computed 0.00223"),
        ("profound-sigmoid-9", "printed 0.999, computed 0.99988. Rounded, it would be 1.000; the further digits"),
        ("profound-softmax-3", "Rounded, it would be 0.000068"),
        ("profound-sigmoid--243", "computed 2.927×10⁻¹⁰⁶. That is another order of magnitude"),
        ("gitbook-after", "It is 2.66 units of its last digit away, where rounding takes at most half of one: wrong."),
        ("tutorial-label-entropy-2", "comes from 1.00×10⁻¹⁵ added to every entry"),
    ],
)
def test_the_verdict_in_a_sentence(row, says):
    assert says in reading.verdict(BY_ID[row])


def test_the_tally_of_any_choice():
    def kinds(*verdicts):
        return reading.tally([check for check in CHECKS if check.verdict in verdicts])

    assert kinds("agrees") == "All 25 agree." and reading.tally(CHECKS[:1]) == "It agrees."
    assert kinds("wrong") == "Of 2 printed numbers 2 are wrong."
    assert reading.tally([BY_ID["gitbook-after"]]) == "Of 1 printed number 1 is wrong."
    assert kinds("agrees", "artefact").startswith("25 of 28 printed numbers agree; 3 show the ε")
    assert reading.tally([]) == "No printed number is of this kind."


@pytest.mark.parametrize("row", IDS)
def test_the_formula_holds_the_numbers_of_the_row(row):
    check = BY_ID[row]
    lines = "\n".join(reading.formula(check, LIGHT))
    assert lines.count("{") == lines.count("}") and "−" not in lines and "⁻" not in lines
    assert f"{{{LIGHT.q}}}" in lines and f"{{{LIGHT.p}}}" in lines
    for value in check.row.inputs.get("p", []) if check.row.quantity == "cross_entropy" else []:
        assert str(value) in lines
    beyond = rf"\textcolor{{{LIGHT.excess}}}" in lines
    assert beyond == (check.verdict != "agrees") == (r"\rvert>" in lines)


def test_the_table_has_the_farthest_off_first_and_the_libraries_in_its_unit():
    elsewhere = {name: published_elsewhere(printed.row) for name, printed in PRINTED.items()}
    table = reading.row_table(CHECKS, elsewhere)
    assert {len(cells) for cells in table.values()} == {34}
    assert table["verdict"][:5] == ["artefact"] * 3 + ["wrong"] * 2
    at = table["number"].index("KL(P‖Q)")
    assert [table[name][at] for name in ("scikit-learn", "PyTorch", "Keras")] == ["–", "1.926979", "1.926979"]
    assert "scikit-learn has no divergence between two given distributions (1×)" in reading.columns(elsewhere)
    here = reading.library_table(BY_ID["tutorial-kl"], elsewhere["tutorial-kl"])
    assert here["returns, in nats"][1] == "1.33568" and here["in bits"][1] == "1.926979"
    assert "in bits" not in reading.library_table(BY_ID["tutorial-mean"], elsewhere["tutorial-mean"])


def test_what_to_notice_follows_the_choice():
    everything = "\n".join(reading.notice(CHECKS))
    for piece in (
        "Wrong: 2.99×10⁻⁹⁸ for sigmoid(−243)",
        "Cut off: 0.999 for sigmoid(9)",
        "float32 ends near 1.40×10⁻⁴⁵",
    ):
        assert piece in everything
    assert reading.notice(CHECKS[:5]) == ["All 5 agree."]


def test_every_number_has_a_name_of_its_own():
    assert len({reading.what(check.row) for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("row", [name for name, check in BY_ID.items() if check.verdict == "truncated"])
def test_what_was_cut_off_is_told_with_more_digits_than_were_printed(row):
    computed = reading.verdict(BY_ID[row]).partition("computed ")[2].split()[0].rstrip(".")
    assert len(computed) == len(reading.as_printed(BY_ID[row].row)) + 2
    assert float(computed) == pytest.approx(BY_ID[row].computed, abs=float(BY_ID[row].step) / 100)
