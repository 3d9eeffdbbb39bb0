"""Make the sample files in this folder: `python pages/samples/make_samples.py`.

Needs NumPy, scikit-learn and Pillow. Everything is seeded: the same versions of these libraries write
the same bytes again. What the files are, where they come from and their licences: README.md.
"""

import csv
import io
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_breast_cancer, load_digits, load_sample_image
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDER = Path(__file__).parent
SEED = 1
DIGIT_RANKS = (4, 16, 32)
PHOTO_RANKS = (5, 20, 80)
PHOTO_SIZE = (320, 214)  # width, height: half of the originals


def logistic_regression():
    """One that is solved so far that other machines find the same probabilities."""
    return LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=1000)


def breast_cancer_split():
    """Train and test features, train and test labels ("benign", "malignant"); 40 % are held out."""
    data = load_breast_cancer()
    labels = data.target_names[data.target]
    return train_test_split(data.data, labels, test_size=0.4, random_state=SEED, stratify=data.target)


def digits_split():
    """Train and test pixels (64 a row, 0 to 16), train and test labels (0 to 9); a quarter is held out."""
    data = load_digits()
    return train_test_split(data.data, data.target, test_size=0.25, random_state=SEED, stratify=data.target)


def predictions():
    """For each CSV file: the names of its number columns, the true labels, the numbers (rows × columns)."""
    train, test, train_labels, labels = breast_cancer_split()
    logistic = make_pipeline(StandardScaler(), logistic_regression()).fit(train, train_labels)
    bayes = GaussianNB().fit(train, train_labels)

    train_pixels, pixels, train_digits, digits = digits_split()
    softmax = logistic_regression().fit(train_pixels / 16, train_digits)
    probabilities, logits = softmax.predict_proba(pixels / 16), softmax.decision_function(pixels / 16)

    return {
        "breast_cancer.csv": (["p_malignant"], labels, logistic.predict_proba(test)[:, 1:]),
        # Both columns: so near to 1, p_malignant has lost digits of p_benign.
        "breast_cancer_naive_bayes.csv": (["p_benign", "p_malignant"], labels, bayes.predict_proba(test)),
        "digits.csv": ([f"p_{c}" for c in range(10)], digits, probabilities),
        "digits_logits.csv": ([f"logit_{c}" for c in range(10)], digits, logits),
    }


def reconstruct(fitted_on, rows, rank):
    """The rows as the first `rank` principal components of `fitted_on` can show them."""
    pca = PCA(n_components=rank, svd_solver="full").fit(fitted_on)
    return pca.inverse_transform(pca.transform(rows))


def grey_levels(values, white):
    """Values from 0 (black) to `white` as 8-bit grey levels; what lies outside is clipped."""
    return np.clip(np.rint(values * (255 / white)), 0, 255).astype(np.uint8)


def digit_images():
    train, test, _, labels = digits_split()
    first_of_each = [np.flatnonzero(labels == digit)[0] for digit in range(10)]

    def sheet(rows):  # two lines of five digits, each of 8×8 pixels in a black frame one pixel wide
        framed = np.pad(rows.reshape(2, 5, 8, 8), ((0, 0), (0, 0), (1, 1), (1, 1)))
        return framed.swapaxes(1, 2).reshape(20, 50)

    originals = test[first_of_each]
    rebuilt = {rank: reconstruct(train, originals, rank) for rank in DIGIT_RANKS}
    images = {"digits.png": sheet(originals), "digit_4.png": originals[4].reshape(8, 8)}
    images |= {f"digits_rank{rank:02}.png": sheet(rows) for rank, rows in rebuilt.items()}
    images["digit_4_rank04.png"] = rebuilt[4][4].reshape(8, 8)
    return {file: grey_levels(values, white=16) for file, values in images.items()}


def photo_images():
    images = {}
    for name in ("china", "flower"):
        photo = Image.fromarray(load_sample_image(f"{name}.jpg")).convert("L")  # 0.299 R + 0.587 G + 0.114 B
        grey = np.asarray(photo.resize(PHOTO_SIZE, Image.Resampling.LANCZOS))
        images[f"{name}.png"] = grey
        for rank in PHOTO_RANKS:
            images[f"{name}_rank{rank:02}.png"] = grey_levels(reconstruct(grey, grey, rank), white=255)
    return images


def images():
    """For each PNG file its grey levels, 0 (black) to 255 (white)."""
    return digit_images() | photo_images()


def csv_bytes(columns, labels, numbers):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["label", *columns])
    for label, row in zip(labels, numbers.tolist(), strict=True):
        writer.writerow([label, *map(repr, row)])  # repr gives each float64 back exactly
    return text.getvalue().encode()


def png_bytes(levels):
    file = io.BytesIO()
    Image.fromarray(levels).save(file, format="PNG", optimize=True)
    return file.getvalue()


def main():
    for file, content in predictions().items():
        (FOLDER / file).write_bytes(csv_bytes(*content))
    for file, levels in images().items():
        (FOLDER / file).write_bytes(png_bytes(levels))


if __name__ == "__main__":
    main()
