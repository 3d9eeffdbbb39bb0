"""Cross-entropy and its relatives, exactly: distributions, losses, likelihoods, and what stands around them.

NumPy only. Truth comes first, prediction second; `base=None` means nats; every value is float64. Nothing is clipped,
renormalised, broadcast or dropped in silence: what a formula is not defined for raises `DistributionError`.
"""

from ce_core.activations import log_sigmoid, log_softmax, logsumexp, sigmoid, softmax
from ce_core.conventions import CONVENTIONS, Convention, LibraryValue, library_values
from ce_core.curves import LossCurve, loss_curve
from ce_core.distortions import DISTORTIONS, Distorted, Distortion, distort, resize
from ce_core.errors import DistributionError
from ce_core.evaluation import Evaluation, Reliability, evaluate, evaluate_logits, reliability
from ce_core.gaussian import (
    gaussian_cross_entropy,
    gaussian_entropy,
    gaussian_kl_divergence,
    gaussian_nll,
    mean_squared_error,
)
from ce_core.image_survey import ImageSurvey, survey_images
from ce_core.images import ImageComparison, compare_images
from ce_core.information import (
    Comparison,
    Decomposition,
    compare,
    cross_entropy,
    decompose,
    entropy,
    information_content,
    js_distance,
    js_divergence,
    kl_divergence,
    normalize,
    perplexity,
    probability_of,
)
from ce_core.likelihood import bernoulli_log_likelihood, categorical_log_likelihood, gaussian_log_likelihood
from ce_core.losses import (
    BinaryDecomposition,
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_decompose,
    categorical_cross_entropy,
    categorical_cross_entropy_from_logits,
    log_loss,
    per_class_cross_entropy,
    smooth_labels,
    sparse_categorical_cross_entropy,
    sparse_categorical_cross_entropy_from_logits,
)
from ce_core.streaming import LossTotal

__all__ = [
    "CONVENTIONS",
    "DISTORTIONS",
    "BinaryDecomposition",
    "Comparison",
    "Convention",
    "Decomposition",
    "Distorted",
    "Distortion",
    "DistributionError",
    "Evaluation",
    "ImageComparison",
    "ImageSurvey",
    "LibraryValue",
    "LossCurve",
    "LossTotal",
    "Reliability",
    "bernoulli_log_likelihood",
    "binary_cross_entropy",
    "binary_cross_entropy_from_logits",
    "binary_decompose",
    "categorical_cross_entropy",
    "categorical_cross_entropy_from_logits",
    "categorical_log_likelihood",
    "compare",
    "compare_images",
    "cross_entropy",
    "decompose",
    "distort",
    "entropy",
    "evaluate",
    "evaluate_logits",
    "gaussian_cross_entropy",
    "gaussian_entropy",
    "gaussian_kl_divergence",
    "gaussian_log_likelihood",
    "gaussian_nll",
    "information_content",
    "js_distance",
    "js_divergence",
    "kl_divergence",
    "library_values",
    "log_loss",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "loss_curve",
    "mean_squared_error",
    "normalize",
    "per_class_cross_entropy",
    "perplexity",
    "probability_of",
    "reliability",
    "resize",
    "sigmoid",
    "smooth_labels",
    "softmax",
    "sparse_categorical_cross_entropy",
    "sparse_categorical_cross_entropy_from_logits",
    "survey_images",
]
