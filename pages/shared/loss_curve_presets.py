"""The named states of the views of the loss curve: control values, a table a view."""


def state(y: str, p: str, **more: object) -> dict[str, object]:
    return {"curve_y": y, "curve_p": p, **{f"curve_{key}": value for key, value in more.items()}}


def verdict(value: str, classes: str, smoothing: float = 0.0) -> dict[str, object]:
    return {"curve_value": value, "curve_classes": classes, "curve_smoothing": smoothing}


PRESETS = {
    "Unlikely, yet it happened": state("1", "0.2"),
    "Nearly sure": state("1", "0.98"),
    "Certain and wrong": state("1", "0"),
    "0.693 is the floor": state("0.5", "0.5"),
    "Soft, too sure": state("0.8", "0.99"),
    "Steep": state("1", "0.02", slope=True, squared=True),
}
FAMILY_PRESETS = {
    "A coin": state("0.5", "0.5"),
    "A coin, sure of one side": state("0.5", "0.95"),
    "Smoothed label 0.9": state("0.9", "0.9"),
    "Hard label": state("1", "0.6"),
}
RULER_PRESETS = {
    "1000 classes, loss 2.5": verdict("2.5", "1000"),
    "Two classes, loss 2.5": verdict("2.5", "2"),
    "0.693: a guess": verdict("0.693", "2"),
    "Smoothed by 0.2, loss 0.5": verdict("0.5", "3", 0.2),
    "Exactly 0": verdict("0", "2"),
}
