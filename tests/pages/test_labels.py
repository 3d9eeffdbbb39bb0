"""The page on labels and predictions without a browser: every example, every source, bad input, the link."""

import io
import math

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.controls import LONGEST_LINK
from pages.shared.label_examples import EXAMPLES
from pages.shared.samples import PREDICTIONS, sample_bytes
from tests.pages.steps import fact, facts

PAGE = "losses/labels.py"
TEN = "label,p\n1,0.8\n1,0.9\n1,0.9\n1,0.6\n1,0.8\n0,0.1\n0,0.4\n0,0.2\n0,0.1\n0,0.3"


@pytest.fixture
def visit(open_page):
    """`visit(example="A rare class")`: the page with these of its own settings in the link."""
    return lambda **query: open_page(PAGE, **{f"labels_{name}": value for name, value in query.items()})


@pytest.fixture
def uploaded(visit):
    def go(name: str, content: bytes) -> AppTest:
        at = visit(source="Upload")
        at.file_uploader(key="labels_file").upload(name, content)
        at.run()
        assert not at.exception
        return at

    return go


def test_the_default_is_the_ten_examples(visit, texts) -> None:
    at = visit()
    assert (fact(at, "mean"), fact(at, "sum"), fact(at, "accuracy")) == ("0.247", "2.469", "100\u202f%")
    assert (fact(at, "baseline"), fact(at, "log C")) == ("0.693", "0.693")
    assert "Row 4 was given 60\u202f% for its label “1”: it alone costs 0.511" in texts(at)


MEANS = {
    "Ten examples": "0.247",
    "Labels 4 and 7": "0.247",
    "Cat or dog": "0.287",
    "Certain and wrong": "∞",
    "Four animals": "0.159",
    "Scores of a network": "0.350",
    "Soft labels": "0.435",
    "One bad mistake": "0.700",
    "Many small ones": "0.626",
    "A rare class": "0.325",
    "Ready for smoothing": "0.143",
    "Weighted rows": "0.719",
}


def test_every_example_has_its_expected_mean() -> None:
    assert MEANS.keys() == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(visit, texts, name: str) -> None:
    at = visit(example=name)
    assert fact(at, "mean") == MEANS[name]
    assert EXAMPLES[name].says in texts(at)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Certain and wrong", "Rows 2, 4, 5, 7 and 8 were given 0\u202f% for what happened: each costs ∞"),
        ("A rare class", "is exactly what always stating the class shares costs"),
        ("Four animals", "only “dog” occurs, so always saying “dog” would cost 0"),
        ("One bad mistake", "The one mistake makes up 99\u202f% of the total"),
        ("Soft labels", "With soft labels no prediction gets below the floor"),
        ("Weighted rows", "Row 3, with weight 5, was given 30\u202f% for its label “1”"),
        ("Weighted rows", "The mean divides by the sum of the weights, 10"),
        ("Scores of a network", "'logit_cat'"),
    ],
)
def test_what_an_example_says(visit, texts, name: str, sentence: str) -> None:
    assert sentence in texts(visit(example=name))


@pytest.mark.parametrize("name", PREDICTIONS)
def test_real_data(visit, texts, name: str) -> None:
    sample = PREDICTIONS[name]
    at = visit(source="Real data", sample=sample.title)
    text = texts(at)
    assert all(words in text for words in (sample.says, sample.origin, sample.licence))


def test_logits_give_the_same_as_the_probabilities_of_the_same_model(visit) -> None:
    pair = [
        visit(source="Real data", sample=PREDICTIONS[name].title, smoothing="0.1")
        for name in ("digits", "digits-logits")
    ]
    assert list(facts(pair[0]).values()) == list(facts(pair[1]).values())
    assert fact(pair[0], "accuracy") == "96.67\u202f%"


def test_smoothing_raises_the_loss_to_its_floor(visit, texts) -> None:
    at = visit(example="Ready for smoothing", smoothing="0.2")
    assert fact(at, "mean") == "0.485"
    assert "no prediction gets below the floor, 0.485 nats" in texts(at)
    at.slider(key="labels_smoothing").set_value(0.0).run()
    assert fact(at, "mean") == "0.143"


def test_an_accuracy_with_weights_is_called_so(visit, texts) -> None:
    app = visit(example="Weighted rows")
    assert fact(app, "accuracy, weighted") == "50\u202f%"
    assert "Accuracy, each row with its weight, is 50\u202f%." in texts(app)


def test_sum_and_unit(visit) -> None:
    at = visit(example="Four animals", total="sum")
    at.segmented_control(key="unit").set_value("bits").run()
    assert fact(at, "sum (bits)") == "0.460"
    assert any(r"\textstyle\sum_n" in latex.value for latex in at.latex)


def test_links_with_nonsense_show_the_default(visit) -> None:
    at = visit(example="<b>", source="x", smoothing="1e308", total="?", label="nobody", kind="", columns="z")
    assert fact(at, "sum") == "2.469" or fact(at, "accuracy") == "100\u202f%"


# --- typing and pasting -------------------------------------------------------------------------------------


def test_an_example_can_be_edited_and_is_in_the_link(visit, open_page, texts) -> None:
    at = visit(example="Cat or dog")
    next(b for b in at.button if b.label == "Edit this table").click().run()
    assert at.session_state["labels_source"] == "Type"
    assert at.text_area(key="labels_text").value == EXAMPLES["Cat or dog"].text
    assert fact(at, "mean") == MEANS["Cat or dog"]
    assert texts(open_page(PAGE, **at.query_params)) == texts(at)


def test_text_from_the_link(visit) -> None:
    at = visit(source="Type", text="y,p\ncat,0.5\ndog,0.5")
    assert fact(at, "mean") == "0.693"
    at = visit(source="Paste", text="y\tp\nyes\t0,25\nno\t25 %")
    assert fact(at, "mean") == "0.837"


def test_a_long_table_is_not_in_the_link(visit) -> None:
    at = visit(source="Paste")
    at.text_area(key="labels_text").set_value("label,p\n" + "1,0.5\n0,0.25\n" * 200).run()
    assert len(at.text_area(key="labels_text").value) > LONGEST_LINK
    assert fact(at, "accuracy") == "50\u202f%" or not at.exception
    assert any("the link does not carry this table" in caption.value for caption in at.caption)
    assert "labels_text" not in at.query_params


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("label,p\n1,0.8\n0,x", ("Row 2", "'p'", "'x'", "number")),
        ("label,p\n1,0.8\n0,1.5", ("Row 2", "1.5")),
        ("label,p\n1,0.8\n0", ("2",)),
        ("label,p\n1,0.8\n0,", ("2", "'p'", "empty")),
        ("label,p_a,p_b\na,0.8,0.2\nb,0.7,0.2", ("Row 2", "sum")),
        ("label,p_a,p_b\na,0.8,0.2\nc,0.7,0.3", ("Row 2", "'c'")),
        ("label,p\na,0.1\na,0.2", ("'a'", "other class")),
        ("label,p\na,0.1\nb,0.2\nc,0.2", ("Row 3", "'c'")),
        ("label,p", ("row",)),
        ("", ("empty",)),
        ("label,p\n1,nan\n0,0.5", ("Row 1", "finite")),
        ("label,p,weight\n1,0.5,-1\n0,0.5,1", ("ow 1", "weight")),
    ],
)
def test_bad_text_is_named_and_stays(visit, texts, text: str, words: tuple[str, ...]) -> None:
    at = visit(source="Paste")
    at.text_area(key="labels_text").set_value(text).run()
    assert not at.exception
    lines = texts(at).split("\n")
    problem = lines[next(i for i, line in enumerate(lines) if line.startswith("Until then")) - 1]
    assert all(word in problem for word in words), problem
    assert at.text_area(key="labels_text").value == text
    assert fact(at, "mean") == "0.247"  # the page goes on with the last good table


@pytest.mark.parametrize(
    "text",
    [
        "label,logit\n1,-1e308\n1,-1.5e308\n0,0",
        "label,logit\n1,1e308\n0,-1e308",
        "label,p\n1,5e-324\n0,0.9999999999999999",
        "label,p,weight\n1,0.5,1e308\n0,0.4,1e308",
        "label,p,weight\n1,0,0\n0,0.4,1",
    ],
)
@pytest.mark.parametrize("smoothing", ["0", "1"])
def test_extremes_break_nothing(visit, texts, text: str, smoothing: str) -> None:
    at = visit(source="Paste", text=text, smoothing=smoothing)
    assert "Until then" not in texts(at)


def test_weights_of_zero_have_no_mean(visit) -> None:
    at = visit(source="Paste", text="label,p,weight\n1,0.5,0\n0,0.5,0")
    assert not at.exception


# --- columns ------------------------------------------------------------------------------------------------


def test_columns_can_be_chosen(visit, texts) -> None:
    text = "a,b,c\n1,0.9,1\n0,0.2,0\n1,0.6,0"
    at = visit(source="Paste", text=text)
    at.selectbox(key="labels_label").set_value("a").run()
    at.multiselect(key="labels_columns").set_value(["b"]).run()
    right = fact(at, "mean")
    assert right == "0.280"
    at.selectbox(key="labels_about").set_value("0").run()
    assert fact(at, "mean") != right
    at.selectbox(key="labels_label").set_value("b").run()
    assert "Until then" in texts(at)
    assert not at.exception


def test_kind_can_be_chosen(visit) -> None:
    at = visit(source="Paste", text="label,score\n1,0.5\n0,0.25", kind="logits")
    expected = (math.log1p(math.exp(-0.5)) + math.log1p(math.exp(0.25))) / 2
    assert fact(at, "mean") == f"{expected:.3f}"


def test_choosing_another_example_forgets_the_columns(visit) -> None:
    at = visit(example="Weighted rows")
    at.selectbox(key="labels_weight").set_value("none").run()
    assert fact(at, "mean") != MEANS["Weighted rows"]
    at.selectbox(key="labels_example").set_value("Cat or dog").run()
    assert at.selectbox(key="labels_weight").value == "guessed"
    at.selectbox(key="labels_example").set_value("Weighted rows").run()
    assert fact(at, "mean") == MEANS["Weighted rows"]


# --- uploads ------------------------------------------------------------------------------------------------


def npy(array: np.ndarray) -> bytes:
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"label": ["cat", "dog"], "p_dog": [0.25, 0.75]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "mean"),
    [
        ("ten.csv", TEN.encode(), "0.247"),
        ("ten.tsv", TEN.replace(",", "\t").encode(), "0.247"),
        ("comma.csv", TEN.replace(",", ";").replace(".", ",").encode(), "0.247"),
        ("two.parquet", parquet(), "0.288"),
        ("two.npy", npy(np.array([[0, 0.25], [1, 0.75]])), "0.288"),
        ("digits.csv", sample_bytes("digits.csv"), "0.153"),
    ],
)
def test_upload(uploaded, name: str, content: bytes, mean: str) -> None:
    assert fact(uploaded(name, content), "mean") == mean


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("garbage.csv", bytes(range(256)) * 20),
        ("empty.csv", b""),
        ("ragged.csv", b"label,p\n1,0.5\n0,0.5,0.5\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        ("cut.parquet", parquet()[:-20]),
        ("pickled.npy", b"\x80\x04\x95" + b"\0" * 50),
        ("page.csv", b"<html><img src=x onerror=alert(1)></html>"),
    ],
)
def test_an_upload_that_cannot_be_read_is_texts(uploaded, texts, name: str, content: bytes) -> None:
    at = uploaded(name, content)
    assert "Until then, the page shows the last table that could be read" in texts(at)
    assert fact(at, "mean") == "0.247"


def test_no_file_yet(visit, texts) -> None:
    at = visit(source="Upload")
    assert "Until then" in texts(at)


def test_user_text_is_never_markdown(visit) -> None:
    evil = "![x](https://example.org/x.png)"
    at = visit(source="Paste", text=f"label,p\n{evil},0.2\n<b>b</b>,0.7")
    assert fact(at, "mean")
    shown = [*at.markdown, *at.caption, *at.subheader, *at.latex]
    assert not any(evil in element.value or "<b>b" in element.value for element in shown)
    assert not any(evil in label + value for label, value in facts(at).items())
