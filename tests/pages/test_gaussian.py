"""The lesson on squared error and Gaussians through Streamlit's own test driver."""

import pytest

from pages.shared import gaussian_presets as presets
from tests.pages.steps import formula, pills, slide, tables

PAGE = "connections/gaussian.py"


def test_the_default_is_floor_plus_squared_distance(visit, texts):
    app = visit()
    assert (
        "the cross-entropy, 2.544 nats: the floor 1.419 nats and the excess 1.125 nats, for equal widths the squared "
        "distance of the means, 2.25, over 2σ². Added up over 41 places it is the same to twelve digits."
    ) in texts(app)
    assert r"0.919+0.500+1.125" in formula(app) and r"2.544\ \text{nats}" in formula(app)
    table = tables(app)[0]
    assert list(table["closed form"]) == ["1.000000", "1.418939", "2.543939"]
    assert list(table["sum over 41 places"]) == ["1.000000", "1.418939", "2.543939"]
    app.slider(key="gauss_points").set_value(11).run()
    assert "Added up over 11 places it comes out as 2.510 nats, off by −0.034 nats." in texts(app)
    slide(app, "gauss_mu_q_slider", 0.0)
    assert app.text_input(key="gauss_mu_q").value == "0" and "all of it the floor H(P): Q is P." in texts(app)


def test_a_mark_that_a_drag_has_outrun_is_no_choice(visit):
    app = visit(gauss_view="Below 0")
    marked = pills(app, "gauss_entropy_preset").value
    slide(app, "gauss_narrow_slider", 1.5, done=False)
    before = dict(app.query_params)
    pills(app, "gauss_entropy_preset").set_value(marked)  # as the browser says until it has drawn the answer
    slide(app, "gauss_narrow_slider", 3, done=False)
    assert app.text_input(key="gauss_narrow").value == "3" and app.query_params == before
    pills(app, "gauss_entropy_preset").set_value(marked).run()
    assert app.text_input(key="gauss_narrow").value == "0.1"


SAID = {
    ("Two Gaussians", "gauss_preset"): {
        "Equal widths": "the excess 1.125 nats, for equal widths",
        "Q = P": "all of it the floor H(P): Q is P",
        "Q too wide": "the excess 0.496 nats. The widths differ",
        "Q too narrow": "A Q that is too narrow is dear",
        "Both narrow": "the cross-entropy, −0.384 nats: the floor −0.884 nats and the excess 0.500 nats",
        "Eleven places": "comes out as 2.510 nats, off by −0.034",
    },
    ("The claim", "gauss_claim_preset"): {
        "Equal and fixed": "KL is the squared distance over 2σ² = 2; the cross-entropy stands 1.419 nats above that.",
        "The factor is 1": "The squared distance is 2.25, the cross-entropy 3.322 nats, the KL divergence 2.250 nats.",
        "Narrow: steep": "KL is the squared distance over 2σ² = 0.5; the cross-entropy stands 0.726 nats above",
        "Unequal widths": "The widths differ: at equal means 0.318 nats of excess are left",
    },
    ("Below 0", "gauss_entropy_preset"): {
        "Below 0": "Its entropy is −0.884 nats, below 0: it is as uncertain as a uniform density 0.413 wide",
        "Exactly 0": "exactly one unit of x. Its entropy is 0 there",
        "Above 0": "Its entropy is 1.419 nats: it is as uncertain as a uniform density 4.133 wide, more than one",
    },
    ("Points and a line", "gauss_line_preset"): {
        "Too flat": "is 2.805 (in y²), its negative log-likelihood 5.836 nats a point. Both are lowest at the same "
        "slope, 0.736.",
        "Wide σ": "its negative log-likelihood 1.963 nats a point. Both are lowest at the same slope, 0.736.",
        "On the line, σ = 0.1": "is 0 (in y²), its negative log-likelihood −1.384 nats a point. Both are lowest at the "
        "same slope, 1.000. This line has it.",
        "σ unequal": "the squared error is lowest at slope 0.736, the likelihood highest at 0.415",
        "One point": "every slope does equally well",
    },
}


@pytest.mark.parametrize(("view", "key"), SAID, ids=[view for view, _ in SAID])
def test_every_preset_is_read_aloud_and_marked(visit, texts, view, key):
    app = visit(gauss_view=view)
    for name, said in SAID[view, key].items():
        pills(app, key).set_value(name).run()
        assert not app.exception
        assert said in texts(app), name
        assert pills(app, key).value == name
        assert "nan" not in formula(app).lower()


def test_no_preset_is_left_out():
    tables = [presets.PAIR_PRESETS, presets.CLAIM_PRESETS, presets.ENTROPY_PRESETS, presets.LINE_PRESETS]
    assert [list(table) for table in tables] == [list(said) for said in SAID.values()]


@pytest.mark.parametrize(
    ("view", "key"),
    [("Two Gaussians", "gauss_sigma_q"), ("Below 0", "gauss_narrow"), ("Points and a line", "gauss_sigma")],
)
def test_a_sigma_of_0_gets_a_sentence_and_the_page_goes_on(visit, texts, view, key):
    app = visit(gauss_view=view)
    before = formula(app)
    for typed in ("0", "-1"):
        app.text_input(key=key).set_value(typed).run()
        assert not app.exception and formula(app) == before
        assert "must lie between 0.05 and 3." in texts(app)
        assert "does not exist: at σ = 0 all of it would stand on one point" in texts(app)
        assert app.text_input(key=key).value == typed
    app.text_input(key=key).set_value("wide").run()
    assert "does not exist" not in texts(app) and formula(app) == before


def test_points_that_cannot_be_used_get_a_sentence(visit, texts):
    app = visit(gauss_view="Points and a line")
    for key, typed, sentence in (
        ("gauss_x", "", "x is empty; there is no line without points"),
        ("gauss_x", "1 2 3", "Numbers in x: 3, in y: 8"),
        ("gauss_y", "1, x", "y, entry 2"),
        ("gauss_y", "1e308 0", "y, entry 1"),
        ("gauss_y", "1 " * 41, "y needs 1 to 40 numbers"),
        ("gauss_y", "7" * 100_000, "100000 characters"),
    ):
        app.text_input(key=key).set_value(typed).run()
        assert not app.exception and sentence in texts(app) and "is 2.805 (in y²)" in texts(app), typed
        assert app.text_input(key=key).value == typed
        app.text_input(key=key).set_value(presets.LINE_DEFAULT[key]).run()
        assert sentence not in texts(app)


def test_the_best_line_by_a_button_and_a_best_slope_outside(visit, texts):
    app = visit(gauss_view="Points and a line")
    app.button(key="gauss_fit").click().run()
    assert (app.text_input(key="gauss_a").value, app.text_input(key="gauss_b").value) == ("0.6262", "0.6976")
    assert "This line has it." in texts(app)
    table = tables(app)[0]
    assert table["mean squared error (y²)"][0] == table["mean squared error (y²)"][1]
    app = visit(gauss_view="Points and a line", gauss_x="1 2", gauss_y="20 40")
    assert "The best slope, 19.880, lies outside of the picture." in texts(app)
    assert app.button(key="gauss_fit").disabled
    assert visit(gauss_view="Points and a line", gauss_x="0 0", gauss_y="1 2").button(key="gauss_fit").disabled


def test_in_another_unit_the_factor_log_e_is_told(visit, texts):
    assert "2.25, over 2σ², in this unit times log e." in texts(visit(unit="bans"))
    assert "over 2σ²." in texts(visit(unit="nats"))


def test_the_unit_garbage_in_the_link_and_a_reset(visit, texts):
    app = visit(unit="bits", gauss_mu_p="1e308", gauss_sigma_p="nan", gauss_points="1000000")
    assert "the cross-entropy, 3.670 bits" in texts(app) and r"\log_2 e" in formula(app)
    assert "Mean of P must lie between" in texts(app)
    next(button for button in app.button if button.label == "Reset this page").click().run()
    assert "must lie" not in texts(app) and app.slider(key="gauss_points").value == 41
    app = visit(unit="bits", gauss_view="Points and a line")
    assert "8.419 bits a point" in texts(app) and "slope, 0.736" in texts(app)
