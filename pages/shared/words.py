"""Numbers and units as a reader meets them: ∞ as ∞, a true minus sign, exact zeros apart from tiny values."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, isnan, log10, nextafter

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NARROW_SPACE = "\u202f"


@dataclass(frozen=True)
class Unit:
    """A unit of information: the base of its logarithm as `ce_core` wants it, and that logarithm in LaTeX."""

    name: str
    base: float | None
    log: str


UNITS = {
    "bits": Unit("bits", 2.0, r"\log_2"),
    "nats": Unit("nats", None, r"\ln"),
    "bans": Unit("bans", 10.0, r"\log_{10}"),
}


def _parts(x: float, digits: int) -> tuple[str, str, int | None]:
    """Sign, mantissa and power of ten (None when no power is needed)."""
    sign, size = ("-" if x < 0 else ""), abs(float(x))
    if size == 0:
        return "", "0", None
    if size == float("inf"):
        return sign, "∞", None
    if 10.0**-digits <= size < 1e6:
        return sign, f"{size:.{digits}f}" if size < 1000 else f"{size:,.1f}".replace(",", NARROW_SPACE), None
    mantissa, power = f"{size:.2e}".split("e")
    return sign, mantissa, int(power)


def number(x: float, digits: int = 3) -> str:
    """`3.288`, `−0.530`, `∞`, `0` only for an exact zero, `4.25×10⁻¹⁸` for what would round to it."""
    if isnan(x):
        return "–"
    sign, mantissa, power = _parts(x, digits)
    scale = "" if power is None else "×10" + str(power).translate(SUPERSCRIPT)
    return sign.replace("-", "−") + mantissa + scale


def short(x: float, digits: int = 6) -> str:
    """A number as a person would write it, without trailing zeros: `0.1`, `0.355556`, `1`."""
    text = number(x, digits)
    return text.rstrip("0").rstrip(".") if "." in text and "×" not in text else text


def _is_near_one(p: float, digits: int) -> bool:
    return 0 < 1 - p < 0.5 * 10.0**-digits


def chance(p: float, digits: int = 3) -> str:
    """A probability of which only an exact 1 is written so: `0.731`, `0.99988`, `1 − 4.25×10⁻¹⁸`, `1`."""
    if not _is_near_one(p, digits):
        return "1" if p == 1 else number(p, digits)
    return f"{p:.{1 - floor(log10(1 - p))}f}" if 1 - p >= 1e-6 else f"1 − {number(1 - p)}"


def chance_tex(p: float, digits: int = 3) -> str:
    """The same inside a formula."""
    if p == 1 or not _is_near_one(p, digits):
        return "1" if p == 1 else tex(p, digits)
    return chance(p, digits) if 1 - p >= 1e-6 else f"(1-{tex(1 - p)})"


def amount(x: float, unit: Unit, digits: int = 3) -> str:
    """A number with its unit: `3.288 bits`."""
    return f"{number(x, digits)} {unit.name}"


def percent(x: float) -> str:
    """A share in per cent, with as many digits as it needs: `5 %`, `0.1 %`, `99.95 %`."""
    hundredfold = float(x) * 100
    if hundredfold == 0 or hundredfold == 100:
        text = f"{hundredfold:.0f}"
    elif 0.01 <= hundredfold <= 99.99:
        text = f"{hundredfold:.2f}".rstrip("0").rstrip(".")
    else:
        text = "less than 0.01" if hundredfold < 0.01 else "more than 99.99"
    return f"{text}{NARROW_SPACE}%"


def inside(p: float) -> float:
    """A probability that is neither 0 nor 1, where a float may have rounded it to them."""
    return min(max(float(p), nextafter(0, 1)), nextafter(1, 0))


def tex(x: float, digits: int = 3) -> str:
    """The same number inside a formula."""
    if isnan(x):
        return r"\text{–}"
    sign, mantissa, power = _parts(x, digits)
    mantissa = mantissa.replace("∞", r"\infty").replace(NARROW_SPACE, r"\,")
    return sign + mantissa + ("" if power is None else rf"\times10^{{{power}}}")


def whole(number: int) -> str:
    """A whole number in full: `10 000`."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def whole_tex(number: int) -> str:
    """The same inside a formula."""
    return whole(number).replace(NARROW_SPACE, r"\,")


def count(number: int, thing: str) -> str:
    """`1 row`, `2 400 rows`."""
    return f"{whole(number)} {thing}{'' if number == 1 else 's'}"


def tinted(color: str, latex: str) -> str:
    """A piece of a formula in the colour of its idea."""
    return rf"\textcolor{{{color}}}{{{latex}}}"


def exact(x: float) -> str:
    """The shortest text that reads back as the same number: `0.1`, `1e-300`."""
    value = float(x)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, and an ellipsis for what is left out."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def quoted(name: str) -> str:
    """A name that a visitor chose, set apart from our own words: `“7”`."""
    return f"“{name}”"


def listing(items: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *front, last = items
    return f"{', '.join(front)} and {last}" if front else last
