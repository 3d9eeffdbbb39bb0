"""The words of the page on printed numbers: checks in, sentences, cells and LaTeX out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from ce_core.published import VERDICTS, PublishedCheck, PublishedElsewhere, PublishedRow
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import UNITS, tinted

LATEX_OF = {unit: UNITS[unit].log if unit else "" for unit in ("bits", "nats", "")}
SMALLEST_SINGLE = float(np.finfo(np.float32).smallest_subnormal)
TENFOLD = 10
NAMES = {
    "agrees": ("agrees", "agree"),
    "truncated": ("was cut off instead of rounded", "were cut off instead of rounded"),
    "artefact": ("shows the ε that the source added", "show the ε that the source added"),
    "wrong": ("is wrong", "are wrong"),
}
LETTERS = {"yhat": "ŷ", "||": "‖", "(-": "(−", " -log2": " −log₂"}


# --- numbers: every digit that there is ---------------------------------------------------------------------


def _typeset(digits: str) -> str:
    mantissa, _, power = digits.lower().partition("e")
    mantissa = mantissa.removesuffix(".0")
    scale = f"×10{str(int(power)).translate(words.SUPERSCRIPT)}" if power else ""
    return mantissa.replace("-", "−") + scale


def full(x: float) -> str:
    """All digits of a float64, in the shortest text that reads back as it: `3.2879430945989`."""
    return _typeset(repr(float(x)))


def as_printed(row: PublishedRow) -> str:
    """The number with the digits that the source prints: `0.247`, `2.99×10⁻⁹⁸`."""
    return _typeset(repr(row.printed) if row.decimals is None else f"{Decimal(repr(row.printed)):.{row.decimals}f}")


def _tex(text: str) -> str:
    """The same digits inside a formula."""
    mantissa, _, power = text.partition("×10")
    plain = power.translate({v: chr(k) for k, v in words.SUPERSCRIPT.items()})
    return mantissa.replace("−", "-").replace(words.NARROW_SPACE, r"\,") + (rf"\times10^{{{plain}}}" if power else "")


def _in(text: str, row: PublishedRow) -> str:
    return f"{text} {row.unit}".strip()


def what(row: PublishedRow) -> str:
    """What was printed, as it stands in a sentence."""
    text = row.what
    for plain, letter in LETTERS.items():
        text = text.replace(plain, letter)
    return text


# --- one row ------------------------------------------------------------------------------------------------


def numbers(check: PublishedCheck) -> dict[str, list[str]]:
    """The chosen row in full digits, as a small table."""
    row = check.row
    return {
        "": ["printed", "computed", "difference", "verdict"],
        f"in {row.unit}" if row.unit else "a plain number": [
            as_printed(row),
            full(check.computed),
            f"{words.short(check.deviation, 2)} units of the last digit",
            check.verdict,
        ],
    }


def verdict(check: PublishedCheck) -> str:
    """One printed number judged, with the reason."""
    row = check.row
    computed = _in(_enough(check) if check.verdict != "agrees" else full(check.computed), row)
    says = f"{what(row)}: printed {_in(as_printed(row), row)}, computed {computed}."
    off = f"{words.short(abs(check.deviation), 2)} units of its last digit"
    if check.verdict == "agrees":
        if check.deviation == 0:
            return f"{says} They are equal."
        return f"{says} It is {off} away, no more than rounding takes: it agrees."
    if check.verdict == "truncated":
        return f"{says} Rounded, it would be {check.rounded:f}; the further digits were cut off."
    if check.verdict == "artefact":
        added = words.number(row.inputs["added"])
        return f"{says} What is printed comes from {added} added to every entry, and only from that."
    if abs(row.printed) > TENFOLD * abs(check.computed):
        return f"{says} That is another order of magnitude, and no rounding: wrong."
    return f"{says} It is {off} away, where rounding takes at most half of one: wrong."


def picture(checks: Sequence[PublishedCheck], chosen: PublishedCheck) -> str:
    """The chart read aloud: how many agree, and what is the matter with the chosen one."""
    return f"{tally(checks)} Chosen: {verdict(chosen)}"


def tally(checks: Sequence[PublishedCheck]) -> str:
    counts = {name: sum(check.verdict == name for check in checks) for name in VERDICTS}
    if not checks:
        return "No printed number is of this kind."
    rest = [f"{count} {NAMES[name][count != 1]}" for name, count in counts.items() if count and name != "agrees"]
    if not counts["agrees"]:
        return f"Of {words.count(len(checks), 'printed number')} {words.listing(rest)}."
    if not rest:
        return f"All {len(checks)} agree." if len(checks) > 1 else "It agrees."
    return f"{counts['agrees']} of {words.count(len(checks), 'printed number')} agree; {words.listing(rest)}."


def nothing(source: str, kind: str, checks: Sequence[PublishedCheck]) -> str:
    """Why the choice of source and verdict leaves no row."""
    if not checks:
        return f"The source “{source}” prints no number of its own; see its sentence below. All rows are shown."
    return f"No number of “{source}” has the verdict “{kind}”: {tally(checks)} All rows of “{source}” are shown."


def picture_alt(checks: Sequence[PublishedCheck]) -> str:
    outliers = [
        f"{what(c.row)}, {words.short(c.deviation, 2)} units, {c.verdict}" for c in checks if c.verdict != "agrees"
    ]
    return (
        "Printed minus computed for every number, in units of its last printed digit; rounding explains half a unit. "
        f"{tally(checks)} " + (f"Beyond rounding: {'; '.join(outliers)}." if outliers else "")
    )


# --- the formula --------------------------------------------------------------------------------------------

PER_LINE = 3  # terms; a phone shows no more beside each other


def formula(check: PublishedCheck, colors: Palette, names: str = "PQ") -> list[str]:
    """The calculation with the inputs of the row, then how far the printed number is from it.

    `names` are the letters of the two distributions, that of the truth first.
    """
    row = check.row
    computed, printed = tinted(colors.p, _tex(_enough(check))), tinted(colors.q, _tex(as_printed(row)))
    unit = rf"\ \text{{{row.unit}}}" if row.unit else ""
    inside = abs(check.deviation) <= 0.5
    off = tinted(colors.floor if inside else colors.excess, _tex(words.short(check.deviation, 2)))
    comparison = r"\le" if inside else ">"
    half = tinted(colors.floor, r"\tfrac12")
    in_words = [tinted(colors.q, r"\text{printed}"), tinted(colors.p, r"\text{computed}")]
    return [
        *_calculation(row, check, names),
        f"&={tinted(colors.p, _tex(full(check.computed)))}{unit}",
        rf"d&=\frac{{{'-'.join(in_words)}}}{{\text{{last digit}}}}",
        rf"&\approx\frac{{{printed}-{computed}}}{{{_step(check)}}}",
        rf"&\approx{off}\qquad\lvert d\rvert{comparison}{half}",
    ]


def _enough(check: PublishedCheck) -> str:
    """The computed value with two digits more than were printed."""
    decimals = check.row.decimals
    if check.computed == 0 or decimals == 0 or decimals is None:
        return _typeset(f"{check.computed:.4g}")
    return f"{check.computed:.{decimals + 2}f}"


def _step(check: PublishedCheck) -> str:
    return f"{check.step:f}" if check.step >= Decimal("1e-6") else f"10^{{{check.step.adjusted()}}}"


def _calculation(row: PublishedRow, check: PublishedCheck, names: str) -> list[str]:
    given, log = row.inputs, LATEX_OF[row.unit]
    if row.quantity == "sigmoid":
        z = _tex(full(given["z"]))
        return [rf"\sigma({z})&=\frac{{1}}{{1+e^{{{_minus(z)}}}}}"]
    if row.quantity == "softmax":
        powers = [rf"e^{{{words.tex(z, 1)}}}" for z in given["z"]]
        return [
            rf"\mathrm{{softmax}}_{{{given['index'] + 1}}}&=\frac{{{powers[given['index']]}}}{{{'+'.join(powers)}}}"
        ]
    if row.quantity == "information_content":
        return [rf"h&=-{log} {words.exact(given['p'])}"]
    if row.quantity in ("entropy", "cross_entropy", "kl_divergence"):
        return _over_events(row, check, log, names)
    return _over_examples(row, check, log)


def _minus(z: str) -> str:
    return z[1:] if z.startswith("-") else f"-{z}"


def _over_events(row: PublishedRow, check: PublishedCheck, log: str, names: str) -> list[str]:
    truth, belief = names
    p, q = row.inputs["p"], row.inputs.get("q", row.inputs["p"])
    head, term = {
        "entropy": (f"H({truth})", lambda p, q: rf"{p}\cdot(-{log} {p})"),
        "cross_entropy": (f"H({truth},{belief})", lambda p, q: rf"{p}\cdot(-{log} {q})"),
        "kl_divergence": (rf"\mathrm{{KL}}({truth}\Vert {belief})", lambda p, q: rf"{p}{log}\tfrac{{{p}}}{{{q}}}"),
    }[row.quantity]
    parts = [term(words.exact(a), words.exact(b)) if a else "0" for a, b in zip(p, q, strict=True)]
    first, *rest = _lines(parts, 2)
    sums, *more = _lines([words.tex(value) for value in check.terms], PER_LINE)
    return [f"{head}&={first}", *(rf"&\quad+{line}" for line in rest), f"&={sums}", *(rf"&\quad+{s}" for s in more)]


def _over_examples(row: PublishedRow, check: PublishedCheck, log: str) -> list[str]:
    y, p = row.inputs["y_true"], row.inputs["y_prob"]
    if row.quantity == "categorical_cross_entropy":
        return [rf"H(y,\hat y)&=-{log} {words.exact(p[y.index(1)])}"]
    logs = [
        rf"-{log} {words.exact(a)}" if label else rf"-{log}(1-{words.exact(a)})" for label, a in zip(y, p, strict=True)
    ]
    if len(y) == 1:
        return [rf"\mathrm{{BCE}}&={logs[0]}"]
    first, *rest = _lines([words.tex(value) for value in check.terms], PER_LINE + 1)
    return [
        rf"\mathrm{{BCE}}&=\tfrac1{{{len(y)}}}\textstyle\sum_i[-y_i{log}\hat y_i",
        rf"&\qquad-(1-y_i){log}(1-\hat y_i)]",
        rf"&=\tfrac1{{{len(y)}}}({first}",
        *(rf"&\quad+{line}" for line in rest[:-1]),
        rf"&\quad+{rest[-1]})",
    ]


def _lines(terms: Sequence[str], each: int) -> list[str]:
    return [_joined(terms[start : start + each]) for start in range(0, len(terms), each)]


def _joined(terms: Sequence[str]) -> str:
    return "+".join(terms).replace("+-", "-")


# --- tables -------------------------------------------------------------------------------------------------


def row_table(
    checks: Sequence[PublishedCheck], elsewhere: Mapping[str, Sequence[PublishedElsewhere]]
) -> dict[str, list[str]]:
    """Printed, computed, verdict, and what the libraries say in the same unit; the farthest off stands first."""
    checks = sorted(checks, key=lambda check: -abs(check.deviation))
    libraries = [value.library for value in next(iter(elsewhere.values()), ())]
    return {
        "number": [what(check.row) for check in checks],
        "verdict": [check.verdict for check in checks],
        "printed": [_in(as_printed(check.row), check.row) for check in checks],
        "computed": [_enough(check) for check in checks],
        **{
            library: [_cell(elsewhere[check.row.id][place].in_unit) for check in checks]
            for place, library in enumerate(libraries)
        },
    }


def _cell(value: float | None) -> str:
    return "–" if value is None else _typeset(f"{value:.7g}")


def library_table(check: PublishedCheck, elsewhere: Sequence[PublishedElsewhere]) -> dict[str, list[str]]:
    """What the libraries say for one row, with the call and what they do on the way."""
    unit = check.row.unit
    returned = {"returns, in nats" if unit else "returns": [_cell(v.value) for v in elsewhere]}
    converted = {f"in {unit}": [_cell(v.in_unit) for v in elsewhere]} if unit == "bits" else {}
    return {
        "library": [v.library for v in elsewhere],
        "call": [v.call for v in elsewhere],
        **returned,
        **converted,
    }


def asked(check: PublishedCheck, elsewhere: Sequence[PublishedElsewhere]) -> list[str]:
    """How the libraries are asked, and what each does on the way."""
    how = {
        "information_content": "A single probability goes in as the prediction for a label 1.",
        "entropy": "scikit-learn and Keras have no entropy of a given P: it goes in as label and as prediction.",
    }.get(check.row.quantity, "Each is called with its own defaults.")
    return [how, *(f"{v.library}: {v.note}." for v in elsewhere)]


def columns(elsewhere: Mapping[str, Sequence[PublishedElsewhere]]) -> str:
    """What stands in the columns of the libraries, and why some cells hold a dash."""
    says = (
        "The farthest off stands first. Computed: two digits more than printed. The libraries return nats; here they "
        "are in the unit of the row, to the 7 digits of a float32."
    )
    reasons: dict[tuple[str, str], int] = {}
    for value in (value for values in elsewhere.values() for value in values if value.value is None):
        reasons[value.library, value.note] = reasons.get((value.library, value.note), 0) + 1
    if not reasons:
        return says
    listed = words.listing(f"{library} {note} ({count}×)" for (library, note), count in reasons.items())
    return f"{says} A dash: {listed}."


def notice(checks: Sequence[PublishedCheck]) -> list[str]:
    """What is not right among the rows that are shown, kind by kind."""
    kinds = {verdict: [check for check in checks if check.verdict == verdict] for verdict in VERDICTS}
    items = [tally(checks)]
    if kinds["wrong"]:
        items.append(f"Wrong: {words.listing(_named(kinds['wrong']))}.")
    if kinds["truncated"]:
        items.append(
            f"Cut off: {words.listing(_named(kinds['truncated']))}. Cutting always takes away; it can cost almost a "
            "whole unit of the last digit, where rounding costs at most half of one."
        )
    if kinds["artefact"]:
        first = kinds["artefact"][0]
        items.append(
            f"An ε leaves its mark: {_in(as_printed(first.row), first.row)} are printed where the definition gives "
            f"exactly {full(first.computed)}. The libraries put in an ε too, each its own."
        )
    lost = [check for check in checks if 0 < check.computed < SMALLEST_SINGLE]
    if lost:
        items.append(
            f"float32 ends near {words.number(SMALLEST_SINGLE)}: for {words.listing(what(c.row) for c in lost)} "
            "PyTorch and Keras return exactly 0, without a word."
        )
    return items


def _named(checks: Sequence[PublishedCheck]) -> list[str]:
    return [f"{as_printed(check.row)} for {what(check.row)}" for check in checks]
