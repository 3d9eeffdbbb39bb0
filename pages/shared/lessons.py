"""The lessons by section, as the navigation and the first page show them: a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    file: str
    """Relative to `pages/`."""
    title: str
    icon: str
    help: str


HOME = Lesson(
    "home.py",
    "Cross-entropy, by hand",
    ":material/home:",
    "What this is, a decomposition to touch at once, and the way to every lesson.",
)
LESSONS = {
    "Foundations": [
        Lesson(
            "foundations/surprise.py",
            "Surprise and entropy",
            ":material/bolt:",
            "What one event tells, −log P, and what is to be expected on average: a coin, a label, several events.",
        ),
        Lesson(
            "foundations/distributions.py",
            "P and Q",
            ":material/bar_chart:",
            "Two distributions side by side: entropy is the floor, KL divergence the excess, cross-entropy their sum.",
        ),
        Lesson(
            "foundations/codes.py",
            "Codes and bits",
            ":material/data_array:",
            "A message coded for Q, bit by bit: Huffman, Shannon and arithmetic coding beside H(P,Q).",
        ),
    ],
    "Losses": [
        Lesson(
            "losses/loss_curve.py",
            "The loss curve",
            ":material/show_chart:",
            "Cross-entropy against the predicted probability, for hard and for soft targets.",
        ),
        Lesson(
            "losses/logits.py",
            "Scores and softmax",
            ":material/tune:",
            "From raw scores by sigmoid or softmax to the loss and its gradient; overflow, and a softmax too many.",
        ),
        Lesson(
            "losses/labels.py",
            "Labels and predictions",
            ":material/table_chart:",
            "Your own labels and predictions, typed, pasted or uploaded: loss per example, mean, baseline.",
        ),
        Lesson(
            "losses/images.py",
            "Two images",
            ":material/image:",
            "Pixelwise cross-entropy between two greyscale images, with maps of loss, floor and excess.",
        ),
    ],
    "Connections": [
        Lesson(
            "connections/names.py",
            "One loss, many names",
            ":material/badge:",
            "Cross-entropy, log loss, negative log-likelihood and KL on one batch, and what only shares their letters.",
        ),
        Lesson(
            "connections/gaussian.py",
            "Squared error",
            ":material/ssid_chart:",
            "Cross-entropy between Gaussians, an entropy below 0, and why squared error is a likelihood in disguise.",
        ),
        Lesson(
            "connections/language.py",
            "Texts and n-grams",
            ":material/match_word:",
            "One text as the model of another: bits per character, perplexity, and what was never seen.",
        ),
        Lesson(
            "connections/training.py",
            "Training",
            ":material/model_training:",
            "A small classifier, trained as you watch: cross-entropy beside squared error, loss beside accuracy.",
        ),
    ],
    "Workbench": [
        Lesson(
            "workbench/sanity_check.py",
            "Check a value",
            ":material/troubleshoot:",
            "A number from a training script, with its data: the exact loss, and the formula behind the number.",
        ),
        Lesson(
            "workbench/published.py",
            "Printed numbers",
            ":material/fact_check:",
            "Every number that the sources print, computed again: which agree, which do not, and why.",
        ),
    ],
    "Practice": [
        Lesson(
            "practice/exercises.py",
            "Exercises",
            ":material/edit_note:",
            "Over forty exercises with fresh numbers. Answers are checked, and a wrong one is told what went wrong.",
        ),
        Lesson(
            "practice/misconceptions.py",
            "Often believed",
            ":material/help_center:",
            "Beliefs about cross-entropy that do not hold, each with the state of a lesson that shows it.",
        ),
    ],
}
_BY_NAME = {
    lesson.file.rpartition("/")[2].removesuffix(".py"): lesson
    for lessons in ([HOME], *LESSONS.values())
    for lesson in lessons
}
FILES = {name: lesson.file for name, lesson in _BY_NAME.items()}
"""The file of a lesson by its name in an address."""
TITLES = {name: lesson.title for name, lesson in _BY_NAME.items()}
