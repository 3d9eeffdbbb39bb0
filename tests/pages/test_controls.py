"""The shared controls on a small page of their own."""

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from pages.shared import controls

    controls.unit_choice()
    controls.reset_button("t")
    bar = st.container()
    value = controls.number("The prediction", "t_p", 0.3)
    kind = controls.choice("Kind", "t_kind", ["mean", "sum"])
    if st.session_state.get("cut short"):
        st.stop()
    size = controls.slider("Size", "t_size", 1.0, 9.0, 4.0, 0.5)
    with bar:
        controls.presets("t_preset", {"low": {"t_p": "0.3"}, "high": {"t_p": "0.9", "t_kind": "sum"}})
    st.code(f"{value!r} {kind} {size!r} {controls.unit('nats').name}")


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
    assert shown(run()) == "0.3 mean 4.0 nats"


def test_a_link_sets_everything():
    app = run(t_p="1e-3", t_kind="sum", t_size="2.5", unit="bans")
    assert shown(app) == "0.001 sum 2.5 bans"
    assert app.slider(key="t_p_slider").value == 0.001


@pytest.mark.parametrize("typed", ["", "x", "1.5", "-0.1", "nan", "1e308", "9" * 100_000, "0.1 0.2"])
def test_a_bad_number_gets_a_sentence_and_the_default(typed):
    app = run(t_p=typed)
    assert shown(app).startswith("0.3 ") and "Shown: 0.3." in said(app)


def test_a_bad_number_keeps_the_last_good_one_and_what_was_typed():
    app = run(t_p="0.7")
    app.text_input(key="t_p").set_value("two").run()
    assert shown(app).startswith("0.7 ") and app.text_input(key="t_p").value == "two"
    app.slider(key="t_p_slider").set_value(0.25).run()
    assert shown(app).startswith("0.25 ") and not said(app)
    assert app.text_input(key="t_p").value == "0.25"


@pytest.mark.parametrize(("size", "value"), [("1e308", "9.0"), ("-5", "1.0"), ("abc", "4.0")])
def test_a_slider_stays_in_its_range(size, value):
    assert shown(run(t_size=size)).split()[2] in (value, "4.0")


def test_presets_mark_what_matches_and_reset_undoes():
    app = run()
    preset = next(group for group in app.get("pills") if group.key == "t_preset")
    assert preset.value == "low"
    preset.set_value("high").run()
    assert shown(app) == "0.9 sum 4.0 nats"
    app.button[0].click().run()
    assert shown(app) == "0.3 mean 4.0 nats"


def test_reset_reaches_the_controls_that_a_run_cut_short_did_not_draw():
    app = run(t_size="2.5", t_kind="sum", unit="bits")
    app.session_state["cut short"] = True
    app.run()
    app.session_state["cut short"] = False
    app.button[0].click().run()
    assert shown(app) == "0.3 mean 4.0 bits"
