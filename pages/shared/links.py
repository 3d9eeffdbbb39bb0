"""What the lessons cite: texts by their title, threads by their number and topic."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    text: str
    url: str | None = None

    @property
    def citation(self) -> str:
        return f"[{self.text}]({self.url})" if self.url else self.text


DOI = "https://doi.org/"
CROSS_VALIDATED = "https://stats.stackexchange.com/questions/"

SOURCES = {
    # The five texts that the course grew from.
    "pixels": Source("Cross Validated (2018), “How exactly is cross-entropy used to compare two greyscale images?”"),
    "names": Source("Stack Exchange, “Why does cross-entropy look different from binary cross-entropy?”"),
    "tutorial": Source(
        "J. Brownlee, “A Gentle Introduction to Cross-Entropy for Machine Learning”",
        "https://machinelearningmastery.com/cross-entropy-for-machine-learning/",
    ),
    "profound": Source("Blog post “Profound of Cross-Entropy”"),
    "gitbook": Source("GitBook page “Cross Entropy”"),
    # Textbooks and papers.
    "shannon": Source(
        "C. E. Shannon, “A Mathematical Theory of Communication” (1948)",
        DOI + "10.1002/j.1538-7305.1948.tb01338.x",
    ),
    "kullback": Source(
        "S. Kullback and R. A. Leibler, “On Information and Sufficiency” (1951)",
        DOI + "10.1214/aoms/1177729694",
    ),
    "lin": Source("J. Lin, “Divergence Measures Based on the Shannon Entropy” (1991)", DOI + "10.1109/18.61115"),
    "cover": Source("T. M. Cover and J. A. Thomas, “Elements of Information Theory”, chapter 2"),
    "goodfellow": Source(
        "I. Goodfellow, Y. Bengio and A. Courville, “Deep Learning”, sections 3.13, 5.5 and 6.2",
        "https://www.deeplearningbook.org/",
    ),
    "bishop": Source("C. M. Bishop, “Pattern Recognition and Machine Learning”, sections 1.6 and 4.3"),
    "guo": Source(
        "C. Guo et al., “On Calibration of Modern Neural Networks” (2017)", "https://arxiv.org/abs/1706.04599"
    ),
    # Threads in which learners met the beliefs that the pages put right.
    "same_not_zero": Source(
        "Data Science Stack Exchange, question 97200: two identical vectors, and a loss above 0",
        "https://datascience.stackexchange.com/questions/97200",
    ),
    "not_symmetric": Source(
        "Cross Validated, question 331942: is cross-entropy a symmetric distance?", CROSS_VALIDATED + "331942"
    ),
    "log_base": Source("Cross Validated, question 295174: which base has the logarithm?", CROSS_VALIDATED + "295174"),
    "grey_floor": Source(
        "Cross Validated, question 441750: an autoencoder on grey images whose loss stays above 0",
        CROSS_VALIDATED + "441750",
    ),
    "good_value": Source(
        "AI Stack Exchange, question 24685: what is a good value?",
        "https://ai.stackexchange.com/questions/24685",
    ),
    "chance_level": Source("Cross Validated, question 473403: loss 0.69 and guessing", CROSS_VALIDATED + "473403"),
    "loss_and_accuracy": Source(
        "Cross Validated, question 282160: loss and accuracy that rise together", CROSS_VALIDATED + "282160"
    ),
    "log_zero": Source(
        "scikit-learn issue 17399: the ε inside log_loss",
        "https://github.com/scikit-learn/scikit-learn/issues/17399",
    ),
    "smoothing_floor": Source(
        "PyTorch issue 130342: label smoothing and the smallest loss",
        "https://github.com/pytorch/pytorch/issues/130342",
    ),
    "weighted_mean": Source(
        "PyTorch issue 40560: what a weighted mean divides by",
        "https://github.com/pytorch/pytorch/issues/40560",
    ),
}
