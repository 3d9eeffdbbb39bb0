"""The page on printed numbers through Streamlit's own test driver."""

import pytest

from pages.shared.lessons import FILES
from pages.shared.published import PRINTED, SENTENCES
from tests.pages.steps import tables

PAGE = "workbench/published.py"


@pytest.fixture
def visit(open_page):
    return lambda **query: open_page(PAGE, **query)


def rows(app) -> list[str]:
    return list(next(table for table in tables(app) if "verdict" in table)["number"])


def test_the_default_says_how_many_agree_and_which_do_not(visit, texts):
    app = visit()
    assert "25 of 34 printed numbers agree; 4 were cut off" in texts(app)
    assert "dog at 0.938 after training: printed 0.095 bits, computed 0.09234 bits." in texts(app)
    assert "A surprise of 0.095 bits would belong to the probability 0.936." in texts(app)
    assert len(rows(app)) == 34
    assert list(tables(app)[0]["in bits"])[:2] == ["0.095", "0.09234017214671059"]
    assert r"-\log_2 0.938" in app.latex[0].value and "2.66" in app.latex[0].value
    assert all(sentence.holds in texts(app) for sentence in SENTENCES)


@pytest.mark.parametrize(
    ("query", "count", "row", "said"),
    [
        pytest.param({"pub_source": "profound"}, 11, "profound-sigmoid-9", "6 of 11 printed numbers", id="source"),
        pytest.param({"pub_verdict": "wrong"}, 2, "gitbook-after", "Of 2 printed numbers 2 are wrong", id="verdict"),
        pytest.param(
            {"pub_source": "tutorial", "pub_verdict": "artefact"}, 3, "tutorial-label-entropy-1",
            "show the ε that the source added", id="both",
        ),
        pytest.param({"pub_row": "tutorial-kl"}, 34, "tutorial-kl", "KL(P‖Q): printed 1.927 bits", id="row"),
        pytest.param(
            {"pub_source": "gitbook", "pub_row": "tutorial-kl"}, 2, "gitbook-after", "1 of 2", id="other-row"
        ),
        pytest.param({"pub_source": "pixels"}, 34, "gitbook-after", "prints no number of its own", id="no-numbers"),
        pytest.param(
            {"pub_source": "tutorial", "pub_verdict": "wrong"}, 21, "tutorial-label-entropy-1",
            "No number of “tutorial” has the verdict “wrong”: 18 of 21", id="none-of-that-kind",
        ),
        pytest.param({"pub_source": "x" * 500, "pub_row": "<b>"}, 34, "gitbook-after", "25 of 34", id="nonsense"),
    ],
)  # fmt: skip
def test_the_link_chooses_source_verdict_and_row(visit, texts, query, count, row, said):
    app = visit(**query)
    assert len(rows(app)) == count and app.selectbox(key="pub_row").value == row
    assert said in texts(app)


@pytest.mark.parametrize(("row", "head"), [("hpq", "H(P,Q)"), ("hqp", "H(Q,P)"), ("hp", "H(P)"), ("hq", "H(Q)")])
def test_the_formula_has_the_letters_of_the_source(visit, row, head):
    assert rf"\begin{{aligned}}{head}&=" in visit(pub_row=f"tutorial-{row}").latex[0].value


def test_a_choice_that_hides_the_row_takes_another_and_every_row_opens(visit, texts):
    app = visit(predict="false")
    for row in ("profound-softmax-2", "tutorial-hqp", "profound-cce", "gitbook-before"):
        app.selectbox(key="pub_row").set_value(row).run()
        assert not app.exception and app.selectbox(key="pub_row").value == row
    app.selectbox(key="pub_source").set_value("profound").run()
    assert app.selectbox(key="pub_row").value == "profound-sigmoid-9"
    assert "Rounded, it would be 1.000; the further digits were cut off." in texts(app)
    app.selectbox(key="pub_source").set_value("all").run()
    assert app.selectbox(key="pub_row").value == "profound-sigmoid-9", "a row that still fits stays"
    assert app.query_params["pub_row"] == "profound-sigmoid-9", "the link holds the name"
    assert "sigmoid(9)" in app.selectbox(key="pub_row").options, "the choice shows what it is"


def test_a_library_without_such_a_function_has_a_dash_and_a_reason(visit):
    app = visit(pub_row="profound-sigmoid--243")
    libraries = next(table for table in tables(app) if "library" in table)
    assert list(libraries["returns"]) == ["–", "0", "0"]
    assert any(caption.value.startswith("scikit-learn: has no sigmoid") for caption in app.caption)
    assert any("A dash: scikit-learn takes no soft labels (4×)" in caption.value for caption in app.caption)


def test_the_question_leads_to_the_row_that_answers_it(visit, texts):
    app = visit()
    next(group for group in app.get("pills") if "_guess_published_0" in group.key).set_value("0").run()
    next(button for button in app.button if button.label == "Show me").click().run()
    assert app.selectbox(key="pub_row").value == "tutorial-label-entropy-1"
    assert "computed 0 bits. What is printed comes from 1.00×10⁻¹⁵ added" in texts(app)
    libraries = next(table for table in tables(app) if "library" in table)
    assert list(libraries["returns, in nats"])[1:] == ["1.192093×10⁻⁷", "1.192093×10⁻⁷"]


def test_the_lesson_of_a_number_opens_in_its_state(visit):
    app = visit(pub_row="profound-bce-dog", predict="false")
    app.button(key="pub_see").click().run()
    assert app.title[0].value == "What does a prediction cost?"
    assert app.text_input(key="curve_p").value == "0.002237" and app.text_input(key="curve_y").value == "0"
    assert r"0.003\ \text{bits}" in app.latex[0].value
    assert all(row.see is not None and row.see.page in FILES for row in PRINTED.values())
