"""One loss and its names: results in, traces and texts out."""

import numpy as np
import pytest

import ce_core
from pages.shared.figures import names as figures
from pages.shared.figures import names_apart as others
from pages.shared.figures.names import GRID
from pages.shared.figures.names_apart import COUPLINGS
from pages.shared.palette import DARK, INFINITE_PATTERN, LIGHT
from pages.shared.reading import names as reading
from pages.shared.reading import names_apart as telling
from pages.shared.words import UNITS

NATS = UNITS["nats"]
TEN = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3]


def texts(fig) -> list[str]:
    return [note.text for note in fig.layout.annotations]


def test_a_bar_a_name_and_all_its_digits():
    losses = ce_core.loss_names(*TEN)
    fig = figures.agreement(losses, reading.digits(losses), NATS, LIGHT)
    (bars,) = fig.data
    assert list(bars.x) == [float(loss.value) for loss in losses] and len(bars.x) == 7
    assert "binary cross-entropy" in texts(fig) and "<b>0.24691989080446483</b>" in texts(fig)
    assert bars.marker.color[5] == LIGHT.excess and bars.marker.color[6] == LIGHT.q
    assert fig.layout.xaxis.range[1] > max(bars.x) and fig.layout.xaxis.title.text == "nats"


@pytest.mark.parametrize(("p", "shown", "text"), [(0.0, 1.0, "∞"), (1.0, 0.0, "0")])
def test_infinite_bars_are_hatched_and_zero_ones_have_a_frame(p, shown, text):
    losses = ce_core.loss_names([1], [p])
    fig = figures.agreement(losses, reading.digits(losses), NATS, DARK)
    assert set(fig.data[0].x) == {shown} and texts(fig).count(f"<b>{text}</b>") == 7
    assert (fig.data[0].marker.pattern.shape[0] == INFINITE_PATTERN) == (p == 0)
    assert np.isfinite(fig.layout.xaxis.range).all() and fig.layout.xaxis.range[0] < fig.layout.xaxis.range[1]


def test_the_grid_shows_every_term_and_the_sums_along_the_chosen_index():
    grid = ce_core.index_grid(*TEN)
    by_example, by_class = (figures.grid(grid, along, NATS, LIGHT) for along in ("classes", "examples"))
    cells = by_example.data[0]
    assert np.shape(cells.z) == (2, 10) and np.sum(cells.z) == pytest.approx(float(grid.total))
    assert len(by_example.layout.shapes) == 10, "one term counts in every column"
    assert "Σ <b>2.469</b>" in texts(by_example) and "Σ <b>2.469</b>" in texts(by_class)
    assert texts(by_example).count("0.22") == 6 and texts(by_class).count("0.22") == 3
    assert {"→ <b>1.301</b>", "→ <b>1.168</b>"} <= set(texts(by_class))
    assert "label 1: 0 · 1.609 = 0 nats" in by_example.data[0].hovertext[1][7]


def test_a_wide_grid_keeps_the_infinite_term_in_words():
    p = [0.5] * 23 + [0.0]
    fig = figures.grid(ce_core.index_grid([1] * 24, p), "classes", NATS, LIGHT)
    assert "∞" in texts(fig) and len(texts(fig)) < 6
    assert np.isfinite(fig.data[0].z).all()


def test_the_maximum_of_the_likelihood_is_the_minimum_of_the_loss():
    y = [1, 1, 0, 1, 1, 0, 1, 0]
    curve, point = (ce_core.bernoulli_likelihood_curve(y, at) for at in (GRID, [0.3]))
    fig = figures.likelihood(curve, point, NATS, LIGHT)
    named = {trace.name: trace for trace in fig.data if trace.name}
    assert GRID[np.argmax(named["L(p)"].y)] == GRID[np.argmin(named["−log L / N"].y)] == pytest.approx(0.625)
    assert {shape.x0 for shape in fig.layout.shapes} == {0.625}
    floor, excess = named["floor H"], named["excess"]
    assert list(excess.y) == [floor.y[0], pytest.approx(float(point.loss[0]))]
    assert (excess.line.color, floor.line.color) == (LIGHT.excess, LIGHT.floor)
    turned = figures.likelihood(curve, point, NATS, LIGHT, dropped=True)
    assert np.array_equal(next(t for t in turned.data if (t.name or "").startswith("log L")).y, -named["−log L / N"].y)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_a_ruled_out_likelihood_stays_in_the_picture(p):
    point = ce_core.bernoulli_likelihood_curve([1, 0], [p])
    fig = figures.likelihood(ce_core.bernoulli_likelihood_curve([1, 0], GRID), point, NATS, LIGHT)
    assert "<b>∞ nats</b>" in texts(fig)
    assert any(trace.marker.symbol == "triangle-up" for trace in fig.data if trace.mode == "markers")


def test_the_long_product_stops_where_it_is_lost():
    path = ce_core.likelihood_path(*TEN, repeats=500)
    fig = figures.long_product(path, LIGHT)
    single, double, exact = fig.data
    assert max(double.x) < path.lost <= max(double.x) + 20 and max(single.x) < path.single_lost
    assert exact.x[-1] == 5000 and exact.y[-1] == pytest.approx(-536.18, abs=0.01)
    assert [text for text in texts(fig) if "lost it at" in text] == [
        "<b>float64 lost it at 3\u202f002</b>",
        "<b>float32 lost it at 404</b>",
    ]
    assert fig.layout.yaxis.range[0] < -536


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_a_product_of_certainties_has_finite_axes(p):
    fig = figures.long_product(ce_core.likelihood_path([1], [p], repeats=10), LIGHT)
    assert np.isfinite(fig.layout.yaxis.range).all()


@pytest.mark.parametrize(
    ("batch", "names"),
    [
        pytest.param(([1, 0], [0.0, 0.1]), [], id="from the start"),
        pytest.param(
            ([1] * 9, [0.9] * 8 + [0.0]), ["float32 product", "float64 product", "sum of logarithms"], id="late"
        ),
    ],
)
def test_a_likelihood_of_exactly_0_is_said_in_the_picture(batch, names):
    fig = figures.long_product(ce_core.likelihood_path(*batch), LIGHT)
    assert [trace.name for trace in fig.data] == names, "in the legend there is what is drawn"
    assert any("exactly 0" in text for text in texts(fig))
    low, high = fig.layout.yaxis.range
    assert low <= -8 and 0 < high < 1, "no likelihood is above 1"
    assert not any("exactly 0" in text for text in texts(figures.long_product(ce_core.likelihood_path(*TEN), LIGHT)))


def joint(rain, said, coupling):
    curves = [ce_core.compare_joint(ce_core.couple(rain, said, at)) for at in COUPLINGS]
    result = ce_core.compare_joint(ce_core.couple(rain, said, coupling))
    return result, others.couplings(curves, result, coupling, NATS, LIGHT)


def test_coupling_bends_all_curves_but_the_cross_entropy():
    _, fig = joint(0.3, 0.5, 0.6)
    named = {trace.name: np.array(trace.y) for trace in fig.data if trace.name}
    assert np.ptp(named["cross-entropy H(P,Q)"]) < 1e-12 and np.ptp(named["entropy H(P)"]) < 1e-12
    assert np.ptp(named["joint H(X,Y)"]) > 0.1 and np.ptp(named["conditional H(X given Y)"]) > 0.1


def test_an_infinite_cross_entropy_of_shares_stands_at_the_top():
    result, fig = joint(0.3, 0.0, 0.0)
    assert result.margins.cross_entropy == np.inf and "<b>∞ nats</b>" in texts(fig)
    assert next(note for note in fig.layout.annotations if note.text == "<b>∞ nats</b>").yanchor == "top"
    named = {trace.name: trace for trace in fig.data if trace.name}
    assert set(named.pop("cross-entropy H(P,Q)").y) == {None}
    assert all(np.isfinite(trace.y).all() for trace in named.values())


def test_a_cross_entropy_above_the_axis_is_not_drawn_at_its_end():
    result, fig = joint(0.5, 0.01, 0.0)
    line = next(trace for trace in fig.data if trace.name == "cross-entropy H(P,Q)")
    assert np.ptp(line.y) < 1e-12 and line.y[0] > fig.layout.yaxis.range[1]
    assert line.y[0] == pytest.approx(float(result.margins.cross_entropy))


def test_the_table_of_pairs_has_its_margins():
    result, _ = joint(0.3, 0.5, 0.6)
    fig = others.table_of_pairs(result, LIGHT)
    assert np.array_equal(fig.data[0].z, result.joint)
    assert {"<b>P 30\u202f%</b>", "<b>Q 50\u202f%</b>"} <= set(texts(fig))


def test_one_output_both_curves_and_their_minima():
    result = ce_core.one_output(*TEN, 1.0, GRID)
    fig = others.one_output(result, 1.0, NATS, LIGHT)
    both, first = (trace for trace in fig.data if trace.name)
    assert GRID[np.argmin(both.y)] == 0.5 and GRID[np.argmin(first.y)] == 1.0
    assert {"<b>∞ nats</b>", "<b>0 nats</b>"} <= set(texts(fig))


def test_cross_entropy_and_kl_are_parallel_with_one_slope():
    point = ce_core.compare_slopes(0.7, 0.4)
    fig = others.parallel(ce_core.loss_curve(0.7, GRID), point, NATS, LIGHT)
    cross, kl, gap, above, below = fig.data[:5]
    inside = np.isfinite(cross.y)
    np.testing.assert_allclose(np.array(cross.y)[inside] - np.array(kl.y)[inside], float(point.entropy), rtol=1e-9)
    assert gap.line.color == LIGHT.floor and list(gap.y) == [point.kl, point.cross_entropy]
    assert np.diff(above.y) == pytest.approx(np.diff(below.y), rel=1e-7)


def test_a_measured_slope_is_written_as_in_the_sentence():
    point = ce_core.compare_slopes(0.7, 0.7)
    assert 0 < abs(point.kl_along_p) < 1e-6, "the last digits are rounding"
    fig = others.parallel(ce_core.loss_curve(0.7, GRID), point, NATS, LIGHT)
    assert "slope 0 and 0 nats" in [trace.name for trace in fig.data]
    assert telling.slopes_table(point, NATS)["of KL(P‖Q)"][0] == "0"


def test_wrong_calls_are_marked_without_colour_too():
    result = ce_core.kl_calls([0.1, 0.4, 0.5], [0.8, 0.15, 0.05])
    fig = others.calls(result, NATS, LIGHT)
    right = [text for text in texts(fig) if text.startswith("✓")]
    assert right == ["✓ (q.log(), p, sum)", "✓ (q.log(), p.log(), sum, log_target)"]
    assert sum(text.startswith("✗") for text in texts(fig)) == 5
    assert {"<b>1.336</b>", "<b>−0.259</b>", "<b>NaN</b>"} <= set(texts(fig))
    assert fig.layout.xaxis.range[0] < -0.7 and np.isfinite(fig.data[0].x).all()


# --- words


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (1, ["0.693"]),
        (2, [r"\tfrac1{2}\,[\,0.693+0.693\,]"]),
        (4, [r"\tfrac1{4}\,[\,0.693+0.693+0.693+0.693\,]"]),
        (5, [r"\tfrac1{5}\,[\,0.693+0.693+0.693+0.693", r"0.693\,]"]),
    ],
)
def test_a_mean_has_its_factor_and_both_brackets(count, rows):
    y, p = [1] * count, [0.5] * count
    lines = reading.batch_formula(ce_core.loss_names(y, p), ce_core.index_grid(y, p), 0.5**count, "mean", NATS, LIGHT)
    plain = [line.replace(rf"\textcolor{{{LIGHT.loss}}}{{0.693}}", "0.693") for line in lines[2 : 2 + len(rows)]]
    joints = ["&=", *[r"&\qquad+"] * (len(rows) - 1)]
    assert plain == [joint + row for joint, row in zip(joints, rows, strict=True)]


def test_without_its_minus_sign_the_loss_has_the_other_sign_everywhere():
    point = ce_core.bernoulli_likelihood_curve([1, 1, 0, 1, 1, 0, 1, 0], [0.3])
    kept, dropped = (" ".join(reading.likelihood_formula(point, NATS, sign, LIGHT)) for sign in (False, True))
    assert r"-\ln L / 8" in kept and r"{0.886\ \text{nats}}" in kept
    assert r"-\ln L / 8" not in dropped and r"{-0.886\ \text{nats}}" in dropped
    assert "{-0.662}" in dropped and "{-0.225}" in dropped
    told = reading.likelihood_picture(point, NATS, True)
    assert "log L / N is highest there: −0.662 nats instead of −0.886 nats" in told and "−log" not in told
    assert "highest at the same p" in reading.likelihood_alt(point, NATS, True)


@pytest.mark.parametrize(
    ("y", "p", "repeats", "said", "not_said"),
    [
        ([1], [0.5], 1, "1 example has the likelihood 0.5.", "×10"),
        ([1, 0], [1, 0], 500, "after 1\u202f000 examples the product is still 1", "straight line"),
        ([1, 0], [0, 0.1], 500, "One factor of 0 makes the whole product 0", "straight line"),
        ([1], [0.9], 1000, "it stays at 5.61×10⁻⁴⁵ and never gets to 0", "½"),
        (TEN[0], TEN[1], 500, "it gets stuck at 4.94×10⁻³²⁴", "became 0"),
        (TEN[0], [0.4, *TEN[1][1:]], 500, "it ends as 0", "stuck"),
    ],
)
def test_a_long_product_is_told_as_it_ends(y, p, repeats, said, not_said):
    path = ce_core.likelihood_path(y, p, repeats=repeats)
    told = " ".join([reading.long_picture(path, NATS), reading.long_alt(path), *reading.long_notice(path, NATS)])
    assert said in told and not_said not in told
    assert "10^{0}" not in " ".join(reading.long_formula(path, NATS, LIGHT))


@pytest.mark.parametrize(
    ("p", "q", "judged", "said", "in_formula"),
    [
        ([1, 0], [0.7, 0.3], ["yes", "yes, but NaN here"], "With log_target=True it is NaN", "+0"),
        ([0, 1], [0, 1], ["yes, but NaN here"] * 2, "NaN even when called rightly", r"0\cdot"),
        ([0.5, 0.5], [0.5, 0.5], ["yes", "yes"], "KL(P‖Q) is 0 nats", "0.5"),
    ],
)
def test_a_right_call_that_returns_nan_is_no_plain_yes(p, q, judged, said, in_formula):
    result = ce_core.kl_calls(p, q)
    assert telling.calls_table(result)["KL(P‖Q)?"][:2] == judged
    assert said in telling.calls_picture(result, NATS)
    assert in_formula in "".join(telling.calls_formula(result, LIGHT)).replace(r"&\quad", "")


def test_a_coupling_that_moves_nothing_is_not_recommended():
    moving, still = (
        " ".join(telling.joint_notice(ce_core.compare_joint(ce_core.couple(0.3, said, 0.0)), NATS))
        for said in (0.5, 0.0)
    )
    assert "Move the coupling" in moving and "Move the coupling" not in still and "moves none of them" in still
