"""The page that checks a value, through Streamlit's own test driver: input, verdict, bad input, the link."""

import pytest

from pages.shared.controls import LONGEST_LINK
from pages.shared.sanity_presets import PRESETS
from pages.shared.snippets import LIBRARIES
from tests.pages.steps import fact, facts, tables

PAGE = "workbench/sanity_check.py"


@pytest.fixture
def visit(open_page):
    """`visit(seen="0.41")`: the page with these of its own settings in the link."""
    return lambda **query: open_page(PAGE, **{f"check_{name}": value for name, value in query.items()})


def shown(app, alt: str):
    """The table that has this column."""
    return next(table for table in [*tables(app), *(grid.value for grid in app.dataframe)] if alt in table)


def test_the_default_is_a_batch_and_a_number_in_bits(visit, texts):
    app = visit()
    said = texts(app)
    assert "Your 0.3562 is the mean cross-entropy, but the logarithm is to base 2" in said
    assert "The plain mean is 0.2469 nats." in said and "Multiply by ln 2" in said
    assert (fact(app, "mean"), fact(app, "sum"), fact(app, "floor")) == ("0.247", "2.469", "0")
    assert list(shown(app, "p of 1")["label"])[:6] == ["1", "1", "1", "1", "1", "0"]
    assert "Read as 10 rows, two classes, probabilities" in said
    libraries = shown(app, "library")
    assert {"scikit-learn", "PyTorch", "Keras", "SciPy", "optax"} <= set(libraries["library"])
    assert app.selectbox(key="check_example").value == "A mean in bits"
    assert r"\frac{\text{you saw}}" in app.latex[0].value and r"0.3562" in app.latex[0].value
    assert app.code[0].value.startswith("import math\n") and "isclose" in app.code[0].value


def test_examples_numbers_and_units_follow_each_other(visit, texts):
    app = visit(seen="0.41")
    assert "No formula that we know gives 0.41" in texts(app)
    assert app.selectbox(key="check_example").value == "No formula"
    app.selectbox(key="check_example").set_value("A softmax too many").run()
    assert "softmax (sigmoid for one column) is applied to what are probabilities already" in texts(app)
    assert app.text_area(key="check_labels").value == PRESETS["A softmax too many"]["check_labels"]
    app.segmented_control(key="unit").set_value("bits").run()
    assert fact(app, "mean (bits)") == "0.676" and "/ math.log(2)  # nats to bits" in app.code[0].value
    app.text_input(key="check_seen").set_value("").run()
    assert "Type the number that your script printed" in texts(app)
    assert app.selectbox(key="check_example").value is None
    for library in LIBRARIES:
        app.segmented_control(key="check_code").set_value(library).run()
        assert not app.exception and LIBRARIES[library].imports[-1] in app.code[0].value


def test_a_belief_behind_a_match_opens_its_lesson(visit, texts):
    app = visit(seen="0.3562")
    next(button for button in app.button if button.key == "check_belief_0_0").click().run()
    assert app.title[0].value == "What does a prediction cost?" and not app.exception


BAD = [
    ("labels", "", ("no labels yet", "empty")),
    ("labels", "[1, 0, 1]", ("3", "10")),
    ("labels", "[1, 0", ("cut off",)),
    ("predictions", "[0.8, 0.9, x, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3]", ("3", "'x'")),
    ("predictions", "[0.8, 0.9, ..., 0.3]", ("abbreviated", "printoptions")),
    ("predictions", "tf.Tensor(shape=(10,), dtype=float32)", ("predictions",)),
    ("weights", "1 2", ("weights", "2")),
    ("ignore", "x", ("label to ignore", "'x'")),
    ("ignore", "0.5", ("label to ignore", "whole number")),
]


def test_bad_input_is_said_and_stays(visit, texts):
    app = visit()
    for name, text, words in BAD:
        boxes = {box.key: box for box in (*app.text_area, *app.text_input)}
        good = boxes[f"check_{name}"].value
        boxes[f"check_{name}"].set_value(text).run()
        assert not app.exception
        lines = texts(app).split("\n")
        problem = lines[next(i for i, line in enumerate(lines) if line.startswith("Until then")) - 1]
        assert all(word in problem for word in words), problem
        boxes = {box.key: box for box in (*app.text_area, *app.text_input)}
        assert boxes[f"check_{name}"].value == text
        assert fact(app, "mean") == "0.247", "the page goes on with the last good arrays"
        boxes[f"check_{name}"].set_value(good)
    app.run()
    assert "Until then" not in texts(app)


def test_a_number_is_not_judged_by_other_arrays_than_its_own(visit, texts):
    cut = {"labels": "1 0 1", "predictions": "[0.9, ..., 0.8]", "seen": "0.1839"}
    app = visit(**cut)
    mend = "First mend the labels and predictions: until they can be read, the page shows "
    assert texts(app).count(f"{mend}the example “A mean in bits”.") == 2
    assert "0.1839" not in texts(app) and "abbreviated" in texts(app)
    app.text_area(key="check_predictions").set_value("0.9 0.2 0.8").run()
    assert "Your 0.1839 is the exact mean in nats" in texts(app)
    app.text_area(key="check_predictions").set_value("0.9 0.2").run()
    assert texts(app).count(f"{mend}the last arrays that could be read.") == 2 and "Your 0.1839" not in texts(app)
    table = {"as": "Table or file", "table_source": "Paste", "table_text": "a"}
    said = texts(visit(**table, seen="0.4581"))
    assert f"{mend}another table (" in said and "0.4581" not in said


def test_a_bad_number_is_said_and_counts_as_none(visit, texts):
    app = visit()
    for typed, words in (
        ("nan", "The number you saw is NaN"),
        ("abc", "The number you saw: 'abc'"),
        ("0.3 0.4", "The number you saw: '0.3 0.4'"),
    ):
        app.text_input(key="check_seen").set_value(typed).run()
        assert words in texts(app) and "Your 0.3562" not in texts(app)
        assert "There is no number yet: type it above." in texts(app)
        assert app.text_input(key="check_seen").value == typed


EDGES = [
    ({"labels": "1 1", "predictions": "0 0.5", "seen": "inf"}, "the exact mean is ∞. Row 1", "∞"),
    ({"labels": "1 1 1", "predictions": "0.5 0.5 0.5", "seen": "0.6931"}, "Your 0.6931 is the exact mean", "0.693"),
    ({"labels": "1", "predictions": "1", "seen": "0"}, "Your 0 is the exact mean", "0"),
    ({"seen": "1e300"}, "No formula that we know gives 1e+300", "0"),
    ({"labels": "1 0", "predictions": "0.5 0.25", "seen": "-inf"}, "Your −∞ is", "0.490"),
]


def test_edges(visit, texts):
    app = visit()
    for state, said, mean in EDGES:
        for name, text in state.items():
            app.session_state[f"check_{name}"] = text
        app.run()
        assert not app.exception
        assert said in texts(app) and fact(app, "mean") == mean


def test_links_with_nonsense_show_the_default(visit, texts):
    assert "Your 0.3562 is" in texts(visit(**{"as": "?", "kind": "?", "task": "?", "code": "<b>", "save": "x"}))
    app = visit(kind="logits", seen="")
    assert "The exact mean is 0.5916 nats" in texts(app)


def test_ten_classes_and_many_labels(visit, texts):
    row = "[" + ", ".join(["0.1"] * 10) + "]"
    app = visit(labels=str(list(range(10))), predictions=f"[{', '.join([row] * 10)}]", seen="2.3026")
    assert "Your 2.3026 is the exact mean" in texts(app) and fact(app, "log C") == "2.303"
    app.selectbox(key="check_example").set_value("Many labels").run()
    assert "4 rows, 3 labels, each by itself" in texts(app)
    assert "Which label is hard?" in [heading.value for heading in app.subheader]
    assert "The labels are not equally hard: “0” costs 0.548 nats a row, “1” 0.264 nats." in texts(app)
    assert "Who states only the answer shares (“0” 50" in texts(app)


def test_labels_that_are_markdown_show_as_text(visit):
    evil = "![x](https://example.org/x.png)"
    app = visit(labels=f'["{evil}", "<b>b</b>"]', predictions="[0.2, 0.7]", seen="0.5")
    marked = [*app.markdown, *app.caption, *app.subheader, *app.latex]
    assert not any("example.org" in element.value or "<b>b" in element.value for element in marked)
    assert not any("example.org" in label + value for label, value in facts(app).items())
    assert app.code[0].value.count("example.org") == 1


def test_a_long_batch_is_read_but_not_in_the_link(visit):
    app = visit()
    app.text_area(key="check_labels").set_value("1 0 " * 300).run()
    app.text_area(key="check_predictions").set_value("0.5 0.25 " * 300).run()
    assert fact(app, "mean") == "0.490" and len(app.text_area(key="check_predictions").value) > LONGEST_LINK
    assert any("the link does not carry" in caption.value for caption in app.caption)
    assert "check_predictions" not in app.query_params and not app.code


def test_a_table_goes_through_the_reader_of_the_labels_page(visit, texts):
    table = "animal,p_dog\ncat,0.2\ndog,0.5"
    app = visit(**{"as": "Table or file", "table_source": "Paste", "table_text": table, "seen": "0.4581"})
    assert "Your 0.4581 is the exact mean in nats" in texts(app)
    assert list(shown(app, "p of dog")["label"]) == ["cat", "dog"]
    app.segmented_control(key="check_table_source").set_value("Examples").run()
    assert fact(app, "mean") == "0.247"


def test_a_number_alone(visit, texts):
    app = visit(**{"as": "Just a number", "seen": "1.4612", "classes": "10"})
    assert "1.4612 is near 1.4612, double softmax" in texts(app)
    assert app.selectbox(key="check_example").value == "Stuck at 1.4612"
    app.text_input(key="check_classes").set_value("1.5").run()
    assert "Classes must be a whole number from 2" in texts(app) and "near 1.4612, double softmax" in texts(app)
    app.text_input(key="check_seen").set_value("abc").run()
    assert "There is no number that can be compared yet." in texts(app)
    app.text_input(key="check_seen").set_value("inf").run()
    assert "∞ alone says too little" in texts(app)
    app.selectbox(key="check_example").set_value("A sum").run()
    assert not app.exception and "summed, not averaged" in texts(app)
