"""Numbers from training scripts, with labels and predictions as they are printed: the examples of the page that checks.

Each state names every control that another example may have moved.
"""

ARRAYS, TABLE, NUMBER = "Arrays", "Table or file", "Just a number"
GUESSED = "guessed"
FIRST = "A mean in bits"

TEN = "[1, 1, 1, 1, 1, 0, 0, 0, 0, 0]"
TEN_PREDICTED = "[0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3]"


def arrays(seen: str, labels: str, predictions: str, **options: str) -> dict[str, str]:
    """`options`: weights, kind, task, ignore."""
    usual = {"weights": "", "kind": GUESSED, "task": GUESSED, "ignore": ""}
    given = {"as": ARRAYS, "seen": seen, "labels": labels, "predictions": predictions, **usual, **options}
    return {f"check_{name}": text for name, text in given.items()}


def number(seen: str, classes: str) -> dict[str, str]:
    return {"check_as": NUMBER, "check_seen": seen, "check_classes": classes}


PRESETS: dict[str, dict[str, str]] = {
    FIRST: arrays("0.3562", TEN, TEN_PREDICTED),
    "A sum": arrays("2.469", TEN, TEN_PREDICTED),
    "Nothing wrong": arrays(
        "0.4683",
        "tensor([0, 1, 2, 0])",
        "tensor([[ 2.1000, -0.4000,  0.3000],\n        [ 0.2000,  1.7000, -1.1000],\n"
        "        [-0.5000,  0.6000,  1.9000],\n        [ 0.9000,  1.4000, -0.2000]], grad_fn=<AddmmBackward0>)",
    ),
    "A softmax too many": arrays(
        "0.8125",
        "tensor([0, 1, 2, 0])",
        "tensor([[ 2.1000, -0.4000,  0.3000],\n        [ 0.2000,  1.7000, -1.1000],\n"
        "        [-0.5000,  0.6000,  1.9000],\n        [ 0.9000,  1.4000, -0.2000]], grad_fn=<AddmmBackward0>)",
    ),
    "A clipped zero": arrays("6.1762", "1 1 1 0 0 0", "0.9 0.8 0 0.3 0.1 0.2"),
    "Accuracy": arrays(
        "0.8", "array([1, 1, 1, 0, 0, 0, 1, 0, 1, 0])", "array([0.8, 0.9, 0.4, 0.1, 0.2, 0.3, 0.7, 0.6, 0.9, 0.2])"
    ),
    "Per cent": arrays("-4.456", "cat\ndog\ndog\ncat", "85 % 15 %\n10 % 90 %\n20 % 80 %\n90 % 10 %"),
    "Swapped": arrays("0.5179", "[0, 1, 0, 1]", "[[0.1, 0.9], [0.8, 0.2], [0.3, 0.7], [0.25, 0.75]]"),
    "Weights": arrays("1.198", "1 1 1 0 0 0", "0.9 0.8 0.3 0.2 0.1 0.4", weights="1 1 5 1 1 1"),
    "Padding": arrays(
        "0.3260",
        "[0, 1, 2, -100, -100]",
        "[[1.0, 0.2, -0.5], [0.1, 1.3, 0.0], [0.4, -0.2, 0.9], [0.7, 0.1, 0.3], [0.2, 0.3, 0.1]]",
    ),
    "Many labels": arrays(
        "1.2462",
        "[[1, 0, 1],\n [0, 1, 0],\n [1, 0, 1],\n [0, 1, 0]]",
        "[[ 1.2, -0.7,  0.4],\n [-1.5,  0.9, -0.2],\n [ 0.3, -2.0,  1.1],\n [ 0.8,  1.6, -0.9]]",
        task="multi-label",
    ),
    "Pixels, NCHW": arrays(
        "1.6636",
        "tensor([[[0, 1, 1],\n         [1, 0, 0]]])",
        "tensor([[[[ 1.5,  0.2, -0.3],\n          [-1.0,  0.4,  2.0]],\n\n"
        "         [[-0.5,  0.8,  0.1],\n          [ 1.2, -0.6,  0.3]]]])",
    ),
    "Certain and wrong": arrays("inf", "1 1 1 0 0 0", "0.9 0.8 0 0.3 0.1 0.2"),
    "No formula": arrays("0.41", TEN, TEN_PREDICTED),
    "ln 10": number("2.3026", "10"),
    "Stuck at 1.4612": number("1.4612", "10"),
}
