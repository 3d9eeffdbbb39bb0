"""The samples: files as their tables say, and numbers as their script makes them anew."""

import csv
import io

import numpy as np
import pytest
from PIL import Image
from sklearn.metrics import log_loss

from pages.samples import make_samples
from pages.shared.samples import FOLDER, IMAGE_PAIRS, PREDICTIONS, sample_bytes

TUMOURS = ["benign", "malignant"]
DIGITS = [str(digit) for digit in range(10)]

# name: rows, classes, columns, mistakes, mean loss in nats
PREDICTION_FACTS = {
    "breast-cancer": (228, TUMOURS, ["p_malignant"], 7, 0.0827616903),
    "breast-cancer-naive-bayes": (228, TUMOURS, ["p_benign", "p_malignant"], 14, 0.6913297716),
    "digits": (450, DIGITS, [f"p_{digit}" for digit in DIGITS], 15, 0.1526241402),
    "digits-logits": (450, DIGITS, [f"logit_{digit}" for digit in DIGITS], 15, 0.1526241402),
}
# name: height and width, pixels that cost infinity
IMAGE_FACTS = {
    "digits-rank-4": ((20, 50), 5),
    "digits-rank-16": ((20, 50), 4),
    "digits-rank-32": ((20, 50), 0),
    "digit-4": ((8, 8), 3),
    "china-rank-5": ((214, 320), 969),
    "china-rank-20": ((214, 320), 1005),
    "china-rank-80": ((214, 320), 595),
    "flower-rank-5": ((214, 320), 245),
    "flower-rank-20": ((214, 320), 118),
    "flower-rank-80": ((214, 320), 0),
}
FILES = sorted(
    {sample.file for sample in PREDICTIONS.values()}
    | {file for pair in IMAGE_PAIRS.values() for file in (pair.target, pair.prediction)}
)


def read_csv(file):
    """Column names, labels and numbers, with nothing but the standard csv module."""
    header, *rows = csv.reader(io.StringIO(sample_bytes(file).decode("ascii")))
    assert header[0] == "label"
    assert {len(row) for row in rows} == {len(header)}
    return header[1:], [row[0] for row in rows], np.array([[float(cell) for cell in row[1:]] for row in rows])


def read_png(file):
    with Image.open(io.BytesIO(sample_bytes(file))) as image:
        assert (image.format, image.mode) == ("PNG", "L")
        return np.asarray(image)


def as_probabilities(columns, numbers):
    """One column per class, classes in sorted order."""
    if columns[0].startswith("logit_"):
        odds = np.exp(numbers - numbers.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)
    return np.hstack([1 - numbers, numbers]) if len(columns) == 1 else numbers


def losses(labels, classes, probabilities):
    return -np.log(probabilities[np.arange(len(labels)), [classes.index(label) for label in labels]])


def pixel_losses(target, prediction):
    def term(weight, probability):
        with np.errstate(divide="ignore"):
            return -weight * np.log(probability, out=np.zeros_like(weight), where=weight > 0)

    y, p = target / 255, prediction / 255
    return term(y, p) + term(1 - y, 1 - p)


@pytest.fixture(scope="module")
def made_predictions():
    return make_samples.predictions()


@pytest.fixture(scope="module")
def made_images():
    return make_samples.images()


def test_tables_and_folder_hold_the_same_files():
    made = {path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".png")}
    assert made == set(FILES)
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) <= 2_000_000


def test_every_row_is_complete_and_facts_cover_it():
    assert PREDICTIONS.keys() == PREDICTION_FACTS.keys()
    assert IMAGE_PAIRS.keys() == IMAGE_FACTS.keys()
    for table in (PREDICTIONS, IMAGE_PAIRS):
        assert len({row.title for row in table.values()}) == len(table)
        for name, row in table.items():
            assert row.name == name
            assert row.says.endswith(".")
            assert row.origin
            assert row.licence.startswith("CC BY")


def test_readme_names_every_file():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [file for file in FILES if f"`{file}`" not in readme] == []


@pytest.mark.parametrize("file", ["make_samples.py", "README.md", "../shared/samples.py", "/china.png", ""])
def test_sample_bytes_refuses_what_no_table_names(file):
    with pytest.raises(ValueError, match="not one of the samples"):
        sample_bytes(file)


@pytest.mark.parametrize("name", PREDICTIONS)
def test_predictions_are_as_stated(name):
    rows, classes, stated_columns, mistakes, loss = PREDICTION_FACTS[name]
    columns, labels, numbers = read_csv(PREDICTIONS[name].file)
    assert columns == stated_columns
    assert len(labels) == rows
    assert sorted(set(labels)) == classes

    if columns[0].startswith("p_"):
        assert numbers.min() >= 0
        assert numbers.max() <= 1
    probabilities = as_probabilities(columns, numbers)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=0, atol=1e-12)

    wrong = np.array(classes)[probabilities.argmax(axis=1)] != labels
    per_row = losses(labels, classes, probabilities)
    assert wrong.sum() == mistakes
    assert per_row.mean() == pytest.approx(loss, rel=1e-9)
    assert log_loss(labels, probabilities) == pytest.approx(loss, rel=1e-9)

    says = PREDICTIONS[name].says
    assert f"{1 - mistakes / rows:.1%}".replace("%", " %") in says
    assert f"{loss:.3f} nats" in says
    if len(classes) == 2:
        assert f"{mistakes} mistakes" in says
        assert f"{per_row[wrong].sum() / per_row.sum():.0%} of the total".replace("%", " %") in says


def test_naive_bayes_is_worse_than_the_class_shares():
    _, labels, probabilities = read_csv("breast_cancer_naive_bayes.csv")
    shares = np.array([labels.count(name) / len(labels) for name in TUMOURS])
    baseline = -(shares * np.log(shares)).sum()
    assert f"({baseline:.3f})" in PREDICTIONS["breast-cancer-naive-bayes"].says
    assert losses(labels, TUMOURS, probabilities).mean() > baseline


def test_eight_is_the_hardest_digit():
    _, labels, probabilities = read_csv("digits.csv")
    per_row = losses(labels, DIGITS, probabilities)
    means = [per_row[np.array(labels) == digit].mean() for digit in DIGITS]
    assert np.argmax(means) == 8
    assert max(means) > 2 * sorted(means)[-2]


def test_logits_and_probabilities_are_the_same_model():
    columns, labels, logits = read_csv("digits_logits.csv")
    _, same_labels, probabilities = read_csv("digits.csv")
    assert labels == same_labels
    np.testing.assert_allclose(as_probabilities(columns, logits), probabilities, rtol=1e-12)


@pytest.mark.parametrize("name", PREDICTIONS)
def test_a_fresh_fit_gives_the_same_predictions(name, made_predictions):
    file = PREDICTIONS[name].file
    columns, labels, numbers = read_csv(file)
    made_columns, made_labels, made_numbers = made_predictions[file]
    assert columns == made_columns
    assert labels == [str(label) for label in made_labels]
    np.testing.assert_allclose(numbers, made_numbers, rtol=1e-5, atol=1e-9)
    made_loss = log_loss(made_labels, as_probabilities(made_columns, made_numbers))
    assert log_loss(labels, as_probabilities(columns, numbers)) == pytest.approx(made_loss, rel=1e-6)


def test_csv_gives_every_float64_back():
    numbers = np.array([[0.1 + 0.2, 5e-324], [1 - 2**-53, 1 / 3]])
    text = make_samples.csv_bytes(["p_a", "p_b"], ["a", "b"], numbers).decode()
    _, *rows = csv.reader(io.StringIO(text))
    assert [[float(cell) for cell in row[1:]] for row in rows] == numbers.tolist()


@pytest.mark.parametrize("name", IMAGE_PAIRS)
def test_pairs_are_as_stated(name):
    pair = IMAGE_PAIRS[name]
    shape, infinite = IMAGE_FACTS[name]
    target, prediction = read_png(pair.target), read_png(pair.prediction)
    assert target.shape == prediction.shape == shape

    loss = pixel_losses(target, prediction)
    assert np.isinf(loss).sum() == infinite
    if infinite:
        assert f"{infinite:,}" in pair.says
        assert "∞" in pair.says
    else:
        assert f"{loss.mean():.4f}" in pair.says
        assert f"{pixel_losses(target, target).mean():.4f}" in pair.says


@pytest.mark.parametrize("subject", ["digits", "china", "flower"])
def test_more_components_come_closer(subject):
    pairs = [pair for name, pair in IMAGE_PAIRS.items() if name.startswith(f"{subject}-rank")]
    errors = [np.square(read_png(p.target) - read_png(p.prediction).astype(float)).mean() for p in pairs]
    assert len(errors) == 3
    assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".png")])
def test_fresh_images_are_the_same_to_one_grey_level(file, made_images):
    np.testing.assert_allclose(read_png(file), made_images[file].astype(float), rtol=0, atol=1)


def test_png_keeps_every_level():
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    with Image.open(io.BytesIO(make_samples.png_bytes(levels))) as image:
        np.testing.assert_array_equal(np.asarray(image), levels)
