"""The shared controls on a small page of their own."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.palette import LIGHT
from tests.pages.steps import slide, sliders


def page():
    import streamlit as st

    from pages.shared import controls

    controls.sidebar("t")
    bar = st.container()
    value = controls.number("The prediction", "t_p", 0.3)
    kind = controls.choice("Kind", "t_kind", ["mean", "sum"])
    if st.session_state.get("cut short"):
        st.stop()
    size = controls.slider("Size", "t_size", 1.0, 9.0, 4.0, 0.5)
    times = controls.slider("Times", "t_times", 1, 9, 2, 1) if kind == "sum" else 1
    controls.whole("Count", "t_count", 1, 9, 2)
    with bar:
        high = {"t_p": "0.9", "t_kind": "sum", "t_times": 7}
        controls.presets("t_preset", {"low": {"t_p": "0.3"}, "high": high, "refused": {"t_p": "255"}})
    if controls.toggle("Long", "t_long"):
        controls.long_text("Text", "t_text", "start", linked=controls.fits_link("t_text"))
    controls.tidy_link()
    st.code(f"{value!r} {kind} {size!r} {times} {controls.unit('nats').name}")


def run(**query: str) -> AppTest:
    app = AppTest.from_function(page)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return app.code[0].value


def said(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


def test_defaults():
    assert shown(run()) == "0.3 mean 4.0 1 nats"


def test_a_link_sets_everything():
    app = run(t_p="1e-3", t_kind="sum", t_size="2.5", unit="bans")
    assert shown(app) == "0.001 sum 2.5 2 bans"
    assert sliders(app, "t_p_slider")["rows"][0]["handles"][0]["value"] == 0.001


@pytest.mark.parametrize("typed", ["", "x", "1.5", "-0.1", "nan", "1e308", "9" * 100_000, "0.1 0.2"])
def test_a_bad_number_gets_a_sentence_and_the_default(typed):
    app = run(t_p=typed)
    assert shown(app).startswith("0.3 ") and "Shown: 0.3." in said(app)


def test_a_bad_number_keeps_the_last_good_one_and_what_was_typed():
    app = run(t_p="0.7")
    app.text_input(key="t_p").set_value("two").run()
    assert shown(app).startswith("0.7 ") and app.text_input(key="t_p").value == "two"
    slide(app, "t_p_slider", 0.25)
    assert shown(app).startswith("0.25 ") and not said(app)
    assert app.text_input(key="t_p").value == "0.25"


def test_a_slider_writes_the_text_at_once_and_the_link_when_it_is_let_go():
    app = run()
    slide(app, "t_p_slider", 0.25, done=False)
    assert shown(app).startswith("0.25 ") and app.text_input(key="t_p").value == "0.25"
    assert "t_p" not in app.query_params
    slide(app, "t_p_slider", 0.26)
    assert shown(app).startswith("0.26 ") and app.query_params["t_p"] == "0.26"
    slide(app, "t_p_slider", 0.3)
    assert shown(app).startswith("0.3 ") and "t_p" not in app.query_params, "the default needs no link"


@pytest.mark.parametrize(
    ("value", "handle"), [(1.5, 0), (-0.1, 0), (float("nan"), 0), ("0.5 or so", 0), (None, 0), ([1], 0), (0.5, 7)]
)
def test_what_no_slider_of_ours_would_tell_moves_nothing(value, handle):
    app = run(t_p="0.7")
    slide(app, "t_p_slider", value, handle)
    assert not app.exception and shown(app).startswith("0.7 ")


def test_in_a_named_state_nothing_is_left_of_the_one_before():
    app = run(t_p="0.7")
    next(group for group in app.get("pills") if group.key == "t_preset").set_value("refused").run()
    assert shown(app).startswith("0.3 ") and "Shown: 0.3." in said(app)


@pytest.mark.parametrize(("size", "value"), [("1e308", "9.0"), ("-5", "1.0"), ("abc", "4.0")])
def test_a_slider_stays_in_its_range(size, value):
    assert shown(run(t_size=size)).split()[2] in (value, "4.0")


@pytest.mark.parametrize("count", ["inf", "-inf", "1e400", "9" * 400, "nan", "x", "", "-1", "99", ["3", "inf"]])
def test_a_whole_number_that_cannot_be_is_left_out_of_the_link(count):
    app = run(t_count=count, t_p="0.7")
    box = app.number_input(key="t_count")
    assert box.value == 2 and "t_count" not in app.query_params and shown(app).startswith("0.7 ")
    assert box.proto.query_param_key == "t_count", "what is typed next is linked again"
    assert box.set_value(5).run().number_input(key="t_count").value == 5


@pytest.mark.parametrize(("count", "value"), [("7", 7), ("2.5e0", 2), (["inf", "3"], 3)])
def test_a_link_sets_a_whole_number(count, value):
    assert run(t_count=count).number_input(key="t_count").value == value


def test_presets_mark_what_matches_and_reset_undoes():
    app = run()
    preset = next(group for group in app.get("pills") if group.key == "t_preset")
    assert preset.value == "low"
    preset.set_value("high").run()
    assert shown(app) == "0.9 sum 4.0 7 nats"
    app.button[0].click().run()
    assert shown(app) == "0.3 mean 4.0 1 nats"


def test_a_link_opens_a_preset_that_brings_a_control_of_its_own():
    app = run()
    next(group for group in app.get("pills") if group.key == "t_preset").set_value("high").run()
    assert shown(run(**app.query_params)) == shown(app) == "0.9 sum 4.0 7 nats"


def test_reset_reaches_the_controls_that_a_run_cut_short_did_not_draw():
    app = run(t_size="2.5", t_kind="sum", unit="bits")
    app.session_state["cut short"] = True
    app.run()
    app.session_state["cut short"] = False
    app.button[0].click().run()
    assert shown(app) == "0.3 mean 4.0 1 bits"


LONG = "n" * 600_000


@pytest.mark.parametrize(
    ("typed", "linked"),
    [
        (["short"], "short"),
        ([LONG], None),
        ([LONG, "short"], "short"),
        (["a" * 2001, "b" * 2000], "b" * 2000),
        (["short", LONG], None),
        (["short", "start"], None),
        (["short", ""], ""),
    ],
    ids=["short", "long", "long-short", "edge", "short-long", "default", "empty"],
)
def test_the_link_carries_a_long_text_only_while_it_is_short(typed, linked):
    app = run(t_long="true")
    for text in typed:
        app.text_area(key="t_text").set_value(text).run()
        assert app.text_area(key="t_text").value == text
    assert app.query_params.get("t_text") == linked
    if linked is not None:
        assert run(**app.query_params).text_area(key="t_text").value == linked
    app.toggle(key="t_long").set_value(False).run()
    assert "t_text" not in app.query_params, "the box is hidden"


def test_a_reset_brings_back_a_long_text():
    app = run(t_long="true", t_text="short")
    app.button[0].click().run()
    app.toggle(key="t_long").set_value(True).run()
    assert app.text_area(key="t_text").value == "start" and "t_text" not in app.query_params


def test_buttons_in_the_accent_are_written_in_the_background_colour():
    (style,) = run().get("html")
    assert f"button[data-testid^='stBaseButton-primary'] {{color: {LIGHT.background}}}" in style.proto.body
