"""The samples that the pages offer by name: real predictions and pairs of images, read from pages/samples."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "samples"

UCI_TUMOURS = (
    "Breast Cancer Wisconsin (Diagnostic) by W. Wolberg, O. Mangasarian, N. Street and W. Street (1995), "
    "UCI Machine Learning Repository, doi.org/10.24432/C5DW2B, as scikit-learn ships it."
)
UCI_DIGITS = (
    "Optical Recognition of Handwritten Digits by E. Alpaydin and C. Kaynak (1998), its test set, "
    "UCI Machine Learning Repository, doi.org/10.24432/C50P49, as scikit-learn ships it."
)
CHINA = (
    "Photograph by danielbuechele, flickr.com/photos/danielbuechele/6061409035, as scikit-learn ships it; "
    "made grey and reduced to 320×214 here."
)
FLOWER = (
    "Photograph by vultilion, flickr.com/photos/vultilion/6056698931, as scikit-learn ships it; "
    "made grey and reduced to 320×214 here."
)
CC_BY_4 = "CC BY 4.0, creativecommons.org/licenses/by/4.0"
CC_BY_2 = "CC BY 2.0, creativecommons.org/licenses/by/2.0"


@dataclass(frozen=True)
class PredictionSample:
    """What a classifier said about examples that it had not been trained on: one CSV file.

    `says` is one sentence for learners: what to look at.
    """

    name: str
    file: str
    title: str
    says: str
    origin: str
    licence: str


@dataclass(frozen=True)
class ImageSample:
    """A target image and a prediction of it: two 8-bit grey PNG files of one size."""

    name: str
    target: str
    prediction: str
    title: str
    says: str
    origin: str
    licence: str


PREDICTIONS: dict[str, PredictionSample] = {
    row.name: row
    for row in (
        PredictionSample(
            "breast-cancer",
            "breast_cancer.csv",
            "Breast tumours: logistic regression",
            "Right for 96.9 % of 228 tumours with a mean loss of 0.083 nats: the 7 mistakes alone make up "
            "68 % of the total, so sort by loss and see how sure the model was in each.",
            UCI_TUMOURS,
            CC_BY_4,
        ),
        PredictionSample(
            "breast-cancer-naive-bayes",
            "breast_cancer_naive_bayes.csv",
            "Breast tumours: naive Bayes",
            "Right for 93.9 % of the same tumours, almost as many as logistic regression, yet its loss of "
            "0.691 nats is worse than always stating the class shares (0.660): it is nearly certain when it "
            "is wrong, and its 14 mistakes make up 99 % of the total.",
            UCI_TUMOURS,
            CC_BY_4,
        ),
        PredictionSample(
            "digits",
            "digits.csv",
            "Handwritten digits: softmax regression",
            "Right for 96.7 % of 450 digits with a loss of 0.153 nats, where a guess among ten costs "
            "2.303 nats: the class means show that 8 is by far the hardest digit.",
            UCI_DIGITS,
            CC_BY_4,
        ),
        PredictionSample(
            "digits-logits",
            "digits_logits.csv",
            "Handwritten digits: the same model as logits",
            "The scores before the softmax, of any size and sign: read as logits they give the same 96.7 % "
            "and the same 0.153 nats as the probabilities.",
            UCI_DIGITS,
            CC_BY_4,
        ),
    )
}

IMAGE_PAIRS: dict[str, ImageSample] = {
    row.name: row
    for row in (
        ImageSample(
            "digits-rank-4",
            "digits.png",
            "digits_rank04.png",
            "Ten digits from 4 principal components",
            "Some digits look like others, and 5 pixels are predicted as pure black or white though the "
            "target is neither: each of these costs ∞.",
            UCI_DIGITS,
            CC_BY_4,
        ),
        ImageSample(
            "digits-rank-16",
            "digits.png",
            "digits_rank16.png",
            "Ten digits from 16 principal components",
            "Every digit can be read, yet the mean is still ∞ because of 4 pixels: find them in the map.",
            UCI_DIGITS,
            CC_BY_4,
        ),
        ImageSample(
            "digits-rank-32",
            "digits.png",
            "digits_rank32.png",
            "Ten digits from 32 principal components",
            "The loss of 0.1432 nats a pixel is nearly all floor (0.1348): the price of the grey pixels "
            "themselves, which a perfect prediction pays too.",
            UCI_DIGITS,
            CC_BY_4,
        ),
        ImageSample(
            "digit-4",
            "digit_4.png",
            "digit_4_rank04.png",
            "One digit of 8×8 pixels from 4 principal components",
            "Small enough to check every pixel by hand, also the 3 that cost ∞.",
            UCI_DIGITS,
            CC_BY_4,
        ),
        ImageSample(
            "china-rank-5",
            "china.png",
            "china_rank05.png",
            "Pagoda photograph from 5 principal components",
            "The top of the roof is lost in the sky; 969 of 68,480 pixels were clipped to pure black or "
            "white though the target is neither, and cost ∞.",
            CHINA,
            CC_BY_2,
        ),
        ImageSample(
            "china-rank-20",
            "china.png",
            "china_rank20.png",
            "Pagoda photograph from 20 principal components",
            "It looks far better than with 5 components, yet more pixels cost ∞, now 1,005: the eye does "
            "not see how certain a pixel is.",
            CHINA,
            CC_BY_2,
        ),
        ImageSample(
            "china-rank-80",
            "china.png",
            "china_rank80.png",
            "Pagoda photograph from 80 principal components",
            "Hard to tell from the target, and still ∞ in 595 pixels, most of them in the bright sky and "
            "the dark trees on the right: see what an ε makes of them.",
            CHINA,
            CC_BY_2,
        ),
        ImageSample(
            "flower-rank-5",
            "flower.png",
            "flower_rank05.png",
            "Flower photograph from 5 principal components",
            "The excess follows the outline of the flower, and 245 pixels beside it were clipped to pure "
            "black: each of these costs ∞.",
            FLOWER,
            CC_BY_2,
        ),
        ImageSample(
            "flower-rank-20",
            "flower.png",
            "flower_rank20.png",
            "Flower photograph from 20 principal components",
            "The outline is sharp now; 118 pixels of pure black beside it still make the mean ∞.",
            FLOWER,
            CC_BY_2,
        ),
        ImageSample(
            "flower-rank-80",
            "flower.png",
            "flower_rank80.png",
            "Flower photograph from 80 principal components",
            "No pixel is predicted with certainty, so the loss is finite: 0.4680 nats a pixel, of which "
            "0.4678 are the floor that no prediction can go below.",
            FLOWER,
            CC_BY_2,
        ),
    )
}

_FILES = frozenset(sample.file for sample in PREDICTIONS.values()) | frozenset(
    file for pair in IMAGE_PAIRS.values() for file in (pair.target, pair.prediction)
)


def sample_bytes(file: str) -> bytes:
    """The content of a file that the tables above name; ValueError for any other."""
    if file not in _FILES:
        raise ValueError(f"{file!r} is not one of the samples.")
    return (FOLDER / file).read_bytes()
