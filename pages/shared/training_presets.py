"""The named states of the lesson on training: control values, a table."""

from typing import Any

START: dict[str, Any] = {
    "train_kind": "blobs",
    "train_classes": "2",
    "train_noise": 0.5,
    "train_count": 100,
    "train_seed": 0,
    "train_share": 0.3,
    "train_own": "",
    "train_hidden": "0",
    "train_head": 10.0,
    "train_init": 0,
    "train_rate": "1",
    "train_smoothing": 0.0,
    "train_step": 150,
}
"""Every control of the lesson, as the page opens."""
NO_HEAD_START = START | {"train_head": 0.0}

PRESETS: dict[str, dict[str, Any]] = {
    "Saturated start": START,
    "Overfitting": NO_HEAD_START
    | {
        "train_kind": "overlapping",
        "train_noise": 0.35,
        "train_count": 80,
        "train_share": 0.5,
        "train_hidden": "12",
        "train_rate": "2",
        "train_step": 600,
    },
    "Smoothed labels": NO_HEAD_START
    | {
        "train_classes": "3",
        "train_noise": 0.4,
        "train_count": 90,
        "train_hidden": "8",
        "train_smoothing": 0.2,
        "train_step": 300,
    },
    "Separable": NO_HEAD_START | {"train_noise": 0.25, "train_step": 500},
    "Overlapping": NO_HEAD_START
    | {"train_kind": "overlapping", "train_noise": 0.6, "train_count": 200, "train_step": 300},
    "Moons": NO_HEAD_START
    | {"train_kind": "moons", "train_noise": 0.15, "train_count": 150, "train_hidden": "8", "train_step": 600},
}
