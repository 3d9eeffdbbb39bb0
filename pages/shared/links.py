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
    "shannon_english": Source(
        "C. E. Shannon, “Prediction and Entropy of Printed English” (1951)",
        DOI + "10.1002/j.1538-7305.1951.tb01366.x",
    ),
    "kullback": Source(
        "S. Kullback and R. A. Leibler, “On Information and Sufficiency” (1951)",
        DOI + "10.1214/aoms/1177729694",
    ),
    "lin": Source("J. Lin, “Divergence Measures Based on the Shannon Entropy” (1991)", DOI + "10.1109/18.61115"),
    "cover": Source("T. M. Cover and J. A. Thomas, “Elements of Information Theory”, chapter 2"),
    "huffman": Source(
        "D. A. Huffman, “A Method for the Construction of Minimum-Redundancy Codes” (1952)",
        DOI + "10.1109/JRPROC.1952.273898",
    ),
    "arithmetic": Source(
        "I. H. Witten, R. M. Neal and J. G. Cleary, “Arithmetic Coding for Data Compression” (1987)",
        DOI + "10.1145/214762.214771",
    ),
    "cover_codes": Source("T. M. Cover and J. A. Thomas, “Elements of Information Theory”, chapters 5 and 13"),
    "goodfellow": Source(
        "I. Goodfellow, Y. Bengio and A. Courville, “Deep Learning”, sections 3.13, 5.5 and 6.2",
        "https://www.deeplearningbook.org/",
    ),
    "bishop": Source("C. M. Bishop, “Pattern Recognition and Machine Learning”, sections 1.6 and 4.3"),
    "jurafsky": Source(
        "D. Jurafsky and J. H. Martin, “Speech and Language Processing”, chapter 3",
        "https://web.stanford.edu/~jurafsky/slp3/",
    ),
    "trefethen": Source(
        "L. N. Trefethen and J. A. C. Weideman, “The Exponentially Convergent Trapezoidal Rule” (2014)",
        DOI + "10.1137/130932132",
    ),
    "guo": Source(
        "C. Guo et al., “On Calibration of Modern Neural Networks” (2017)", "https://arxiv.org/abs/1706.04599"
    ),
    "soudry": Source(
        "D. Soudry et al., “The Implicit Bias of Gradient Descent on Separable Data” (2018)",
        "https://arxiv.org/abs/1710.10345",
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
    "negative_kl": Source(
        "PyTorch issue 60928: a KL divergence below 0", "https://github.com/pytorch/pytorch/issues/60928"
    ),
    "negative_bce": Source(
        "TensorFlow issue 71638: a binary cross-entropy below 0",
        "https://github.com/tensorflow/tensorflow/issues/71638",
    ),
    "zero_log_zero": Source(
        "torchmetrics issue 1029: a KL divergence of NaN where a probability is 0",
        "https://github.com/Lightning-AI/torchmetrics/issues/1029",
    ),
    "softmax_twice": Source(
        "SciCo issue 2: a softmax too many, and a loss that stays above 0.74",
        "https://github.com/ariecattan/SciCo/issues/2",
    ),
    "log_softmax_twice": Source(
        "Co-teaching issue 4: log-softmax applied twice", "https://github.com/bhanML/Co-teaching/issues/4"
    ),
    "one_output": Source(
        "Cross Validated, question 565956: binary or categorical cross-entropy for two classes",
        CROSS_VALIDATED + "565956",
    ),
    "one_output_code": Source(
        "Stack Overflow, question 42081257: binary and categorical cross-entropy give different accuracies",
        "https://stackoverflow.com/questions/42081257",
    ),
    "kl_div_order": Source(
        "PyTorch issue 57459: the order of the arguments of kl_div", "https://github.com/pytorch/pytorch/issues/57459"
    ),
    "kl_div_notation": Source(
        "PyTorch issue 7337: which divergence F.kl_div(a, b) means", "https://github.com/pytorch/pytorch/issues/7337"
    ),
    "kl_div_logs": Source(
        "PyTorch issue 43348: a distribution against itself, and a kl_div that is not 0",
        "https://github.com/pytorch/pytorch/issues/43348",
    ),
    "kl_or_ce": Source(
        "attention-transfer issue 12: distilling with KL or with cross-entropy",
        "https://github.com/szagoruyko/attention-transfer/issues/12",
    ),
    "perplexity_base": Source(
        "Hugging Face evaluate issue 241: a perplexity as a power of 2, of a loss in nats",
        "https://github.com/huggingface/evaluate/issues/241",
    ),
    "mean_perplexity": Source(
        "Magenta pull request 239: the mean of perplexities or the perplexity of the mean loss",
        "https://github.com/magenta/magenta/pull/239",
    ),
    "per_byte": Source(
        "adaptive-span issue 17: bits per character or bits per byte",
        "https://github.com/facebookresearch/adaptive-span/issues/17",
    ),
}
