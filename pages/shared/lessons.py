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
            "foundations/distributions.py",
            "P and Q",
            ":material/bar_chart:",
            "Two distributions side by side: entropy is the floor, KL divergence the excess, cross-entropy their sum.",
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
}
