"""The named states of the views of "One loss, many names": control values, a table a view."""

Y, P = "names_y", "names_p"
TEN = {Y: "1 1 1 1 1 0 0 0 0 0", P: "0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3"}
BATCH_PRESETS = {
    "Ten examples": TEN,
    "One example": {Y: "1", P: "0.8"},
    "All guessed": {Y: "1 1 0 0", P: "0.5 0.5 0.5 0.5"},
    "Certain and right": {Y: "1 1 0", P: "1 1 0"},
    "Certain and wrong": {Y: "1 1 0 1", P: "0.9 0.7 0.2 0"},
}

OUTCOMES = 8


def toss(outcomes: str, p: str) -> dict[str, object]:
    return {f"names_k{i}": outcome == "1" for i, outcome in enumerate(outcomes, 1)} | {"names_chance": p}


TOSS_DEFAULT = toss("11011010", "0.3")
LIKELIHOOD_PRESETS = {
    "Five of eight": TOSS_DEFAULT,
    "At the maximum": toss("11011010", "0.625"),
    "Half and half": toss("10101010", "0.8"),
    "All ones": toss("11111111", "0.6"),
    "Ruled out": toss("11011010", "0"),
}
LONG_PRESETS = {
    "Ten examples, 5000 long": TEN | {"names_repeats": 500},
    "One of ten below ½": {Y: TEN[Y], P: "0.8, 0.9, 0.9, 0.4, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3", "names_repeats": 500},
    "Still fits": TEN | {"names_repeats": 40},
    "One sure prediction": {Y: "1", P: "0.9", "names_repeats": 1000},
    "Certain and right": {Y: "1 0", P: "1 0", "names_repeats": 500},
    "Certain and wrong": {Y: "1 0", P: "0 0.1", "names_repeats": 500},
}


def weather(rain: str, said: str, coupling: float) -> dict[str, object]:
    return {"names_rain": rain, "names_said": said, "names_coupling": coupling}


JOINT_PRESETS = {
    "A fair forecast": weather("0.3", "0.5", 0.6),
    "Knows nothing": weather("0.3", "0.5", 0.0),
    "Always right": weather("0.3", "0.3", 1.0),
    "Always wrong": weather("0.5", "0.5", -1.0),
    "Never says rain": weather("0.3", "0", 0.0),
}
ONE_OUTPUT_PRESETS = {
    "Always 0.9": TEN | {"names_constant": "0.9"},
    "Always 1": TEN | {"names_constant": "1"},
    "The share of ones": TEN | {"names_constant": "0.5"},
    "A rare class": {Y: "1 0 0 0 0 0 0 0 0 0", P: " ".join(["0.1"] * 10), "names_constant": "0.1"},
}


def pull(truth: str, guess: str) -> dict[str, object]:
    return {"names_truth": truth, "names_guess": guess}


GRADIENT_PRESETS = {
    "Too low": pull("0.7", "0.4"),
    "Too high": pull("0.7", "0.95"),
    "At the minimum": pull("0.7", "0.7"),
    "A nearly certain truth": pull("0.99", "0.5"),
}


def pair(p: str, q: str) -> dict[str, object]:
    return {"names_pp": p, "names_qq": q}


CALL_PRESETS = {
    "Three colours": pair("0.1, 0.4, 0.5", "0.8, 0.15, 0.05"),
    "Q = P": pair("0.1, 0.4, 0.5", "0.1, 0.4, 0.5"),
    "A zero in P": pair("1, 0", "0.7, 0.3"),
    "A zero in Q": pair("0.5, 0.5", "1, 0"),
    "Zeros in both": pair("0, 1", "0, 1"),
}
