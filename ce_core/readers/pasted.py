"""Arrays as they are copied: from Python, NumPy, PyTorch, TensorFlow, JAX, pandas, JSON, a table or by hand.

What opens with a bracket or a call is read in one pass from left to right; all else as lines of cells. Nothing is
ever evaluated.
"""

import re

from ce_core.readers.errors import ReadError, listed, shown
from ce_core.readers.json_text import json_arrays
from ce_core.readers.limits import LIMITS
from ce_core.readers.lines import decimal_commas, doubtful_comma, lines_of_cells
from ce_core.readers.nested import Cells, Nested, abbreviated, called, flat
from ce_core.readers.numerals import is_number

# What stands before an array that was copied from a session or a script.
_PROMPT = re.compile(
    r"(?:Out\[[0-9]+\]:|In \[[0-9]+\]:|>>>|Parameter containing:|shape: \([0-9]*,?\)\s*Series: '[^'\n]*' \[\w*\])\s*"
)
_CATEGORIES = re.compile(r"\s*^Categories \(.*", re.MULTILINE | re.DOTALL)  # below a pandas Categorical
_COUNTED = re.compile(r"^\s*\[[0-9]+\](?=[ \t])", re.MULTILINE)  # before the lines of a printed R vector
_NAME = re.compile(r"([A-Za-z_][\w.]*)\s*(?:=(?!=)|:(?=\s*(?:[\[({<]|[A-Za-z_][\w.]*\()))\s*")
_ARRAY = re.compile(r"[\[({<]|[A-Za-z_][\w.]*\(")

# The scalars of NumPy 2, which print as calls: a list of them is much shorter without.
_SCALAR = re.compile(r"\b(?:np|numpy)\.(?:float|u?int|longdouble|longlong|bool_?|str_)[0-9]*\(([^()\[\]]*+)\)")
_BEFORE_PERCENT = re.compile(r"(?<=[0-9.,])[ \t\u00a0\u202f]++%")

_BLANK = re.compile(r"\s*+")
_ROW = re.compile(r"""[\[(]([^\[\](){}<>='"]*+)[\])]""")
_ROWS = re.compile(r"""(?:\[[^\[\](){}<>='";…]*+\]\s*+,?\s*+)++""")  # the rows of a matrix, all at once
_BODY = re.compile(r"\[([^\]]*+)\]")
_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")
_HOLDS_VALUES = re.compile(  # calls whose argument is the array; no other call is read, for none is run
    r"(?:.*\.)?(?:(?:as)?array|(?:as_|convert_to_)?tensor|Tensor|EagerTensor|(?:Float|Double|Half|Long|Int|Bool)Tensor"
    r"|constant|Array|DeviceArray|ndarray|Parameter|Variable|Series|(?:Int64|Float64)?Index|Categorical|list|tuple|c"
    r"|(?:float|u?int|longdouble|longlong|bool_?|str_)[0-9]*)"
)
_KEYWORD = re.compile(r"([A-Za-z_]\w*)\s*=(?!=)\s*")
_TENSOR = re.compile(r"<[^<>\[\]]*?\bnumpy\s*=\s*")
_ANGLES = re.compile(r"<[^<>]*>")
_QUOTED = re.compile(r"'((?:[^'\\\n]|\\.)*+)'" + r'|"((?:[^"\\\n]|\\.)*+)"')
_CELL = re.compile(r"""[^\s,;\[\](){}<>='"]++""")
_DICT_KEY = re.compile(r"['\"]([^'\"\\\n]{1,200})['\"]\s*:")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CLOSES = {"[": "]", "(": ")"}


def read_pasted(text: str, name: str) -> Cells:
    """The one array in a text. `name` is what messages call it: “the predictions”.

    >>> read_pasted("tensor([[0.1, 0.9]], device='cuda:0')", "predictions").shape
    (1, 2)
    """
    named = read_named(text, name)
    if len(named) > 1:
        raise ReadError(
            f"The {name} hold {len(named):,} arrays ({listed(list(named))}); paste one array, or leave the "
            "other boxes empty."
        )
    return next(iter(named.values()))


def read_named(text: str, name: str) -> dict[str, Cells]:
    """The arrays in a text by their names: keys of an object, names assigned to, `""` for one without."""
    text = _checked(text, name)
    if re.match(r"\{(?!\s*')|\[\s*\{", text):
        return json_arrays(text, f"the text of the {name}", name)
    if text.count("[") + text.count("(") > LIMITS.brackets:
        raise ReadError(
            f"The {name} have more than {LIMITS.brackets:,} brackets; save them as a file (.npy, .csv) and upload it."
        )
    if "%" in text:
        text = _BEFORE_PERCENT.sub("%", text)
    if "\nCategories (" in text:
        text = _CATEGORIES.sub("", text)
    if re.match(r"\[1\][ \t]+[^\s\[]", text):
        text = " ".join(_COUNTED.sub("", text).split())
    plain = _without_name(text)
    if _ARRAY.match(plain):
        return _Arrays(_SCALAR.sub(r"\1", text) if "(" in text[1:] else text, name).all()
    if not plain:
        raise ReadError(f"There are no {name} behind the equals sign; paste the values, too.")
    return {"": lines_of_cells(plain, name)}


def _checked(text: str, name: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"the {name} are given as text, not {type(text).__name__}")
    if len(text) > LIMITS.pasted or (not text.isascii() and len(text.encode(errors="replace")) > LIMITS.pasted):
        raise ReadError(
            f"The {name} take more than {LIMITS.pasted:,} bytes as text; save them as a file and upload it."
        )
    if max(map(text.count, ",;\t\n\r")) > LIMITS.values:
        raise ReadError(
            f"The {name} have more than {LIMITS.values:,} values; save them as a file (.npy, .csv) and upload it."
        )
    # Over millions of characters an expression takes long, so what is seldom there is looked for plainly first.
    bad = re.search("[\0\ud800-\udfff]", text) if "\0" in text or not text.isascii() else None
    if bad is not None:
        raise ReadError(f"The {name} have a broken character at position {bad.start() + 1:,}; paste them again.")
    text = text.removeprefix("\ufeff").strip()
    if not text:
        raise ReadError(f"There are no {name} yet: the box is empty. Paste one value for each example.")
    return text


def _without_name(text: str) -> str:
    """The text after prompts and `name =`."""
    at = 0
    while match := _PROMPT.match(text, at) or _NAME.match(text, at):
        at = match.end()
    return text[at:]


class _Arrays:
    """One pass over a text of brackets, calls and cells."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.at = 0
        self.rows = 0
        self.skipping = False
        self.whole = not _has_gap(text)

    def all(self) -> dict[str, Cells]:
        """Every array of the text. Several without names are the rows of one."""
        named: dict[str, list[Nested]] = {}
        key = ""
        while self.blank() < len(self.text):
            if self.text[self.at] == "{" and not named:
                self.mapping(named)
            elif prompt := _PROMPT.match(self.text, self.at):
                self.at = prompt.end()
            elif assigned := _NAME.match(self.text, self.at):
                key, self.at = assigned[1], assigned.end()
                if key in named:
                    raise ReadError(f"The {self.name} assign {shown(key)} twice; delete one of them.")
            else:
                named.setdefault(key, []).append(self.value(0))
                if self.text.startswith(".", self.blank()):
                    raise self.error(
                        f"goes on with {shown(self.text[self.at : self.at + 20], 20)} after an array, but nothing is "
                        "run here; paste what it prints"
                    )
                self.separator()
        if not named:
            raise self.error("holds no array; paste the values themselves")
        whole = {key: values[0] if len(values) == 1 else values for key, values in named.items()}
        return {key: flat(nested, self.name if len(whole) == 1 else called(key)) for key, nested in whole.items()}

    def blank(self) -> int:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
        return self.at

    def separator(self) -> None:
        if self.text[self.blank() : self.at + 1] in (",", ";"):
            self.at += 1

    def mapping(self, named: dict[str, list[Nested]]) -> None:
        """A printed dictionary."""
        self.at += 1
        while self.blank() < len(self.text) and self.text[self.at] != "}":
            key = _DICT_KEY.match(self.text, self.at)
            if key is None:
                raise self.error(
                    f"has {shown(self.text[self.at : self.at + 20], 20)} where a name in quotes is expected"
                )
            if key[1] in named:
                raise ReadError(f"The {self.name} have the key {shown(key[1])} twice; delete one of them.")
            self.at = key.end()
            if self.blank() >= len(self.text):
                break
            named[key[1]] = [self.value(0)]
            self.separator()
        if self.at >= len(self.text):
            raise self.error("is cut off: '}' is missing at the end; copy it to its end")
        self.at += 1

    def value(self, depth: int) -> Nested:
        """The value that begins here."""
        if depth > LIMITS.depth:
            raise self.error(f"has more than {LIMITS.depth} brackets within brackets; paste a plain array")
        if row := _ROW.match(self.text, self.at):
            if _CLOSES[row[0][0]] == row[0][-1]:
                return self.row(row)
            raise self.error(f"closes {row[0][0]!r} with {row[0][-1]!r}; copy it again")
        mark = self.text[self.at]
        if mark in _CLOSES:
            self.at += 1
            return self.items(_CLOSES[mark], depth)
        if mark == "<":
            return self.tensor(depth)
        if quoted := _QUOTED.match(self.text, self.at):
            self.at = quoted.end()
            return _ESCAPE.sub(self.unescaped, quoted[1] or quoted[2] or "").strip()
        if call := _CALL.match(self.text, self.at):
            self.at = call.end()
            return self.call(call[1], depth)
        if cell := _CELL.match(self.text, self.at):
            if not self.whole and _has_gap(cell[0]):
                raise abbreviated(self.name, self.rows + 1)
            self.at = cell.end()
            return cell[0]
        raise self.error(f"has {shown(self.text[self.at : self.at + 20], 20)} where a number is expected; delete it")

    def row(self, row: re.Match[str]) -> Nested:
        """An innermost list, cut at its commas or blanks; at semicolons first, as MATLAB and Julia write a matrix."""
        if not self.whole and _has_gap(row[1]):
            raise abbreviated(self.name, self.rows + 1)
        self.at = row.end()
        self.rows += 1
        parts = row[1].strip().removesuffix(";").split(";")
        if len(parts) > 1 and "," in row[1]:
            self.refuse_decimal_commas([part.strip() for part in parts])
        cut = [self.cells(part) for part in parts]
        return cut[0] if len(cut) == 1 else list(cut)

    def refuse_decimal_commas(self, parts: list[str]) -> None:
        """[0,9;0,2] can be a column, too; [0,1;1,0] is a matrix, and so is what has a blank after its commas."""
        if decimal_commas(parts) is not False:
            first = next(part for part in parts if "," in part)
            raise doubtful_comma(first, self.name, "a blank after each comma between two numbers")

    def cells(self, part: str) -> list[Nested]:
        if "," not in part:
            return list(part.split())
        cells = [cell.strip() for cell in part.split(",")]
        if not cells[-1]:
            cells.pop()
        if "" in cells:
            raise ReadError(
                f"Row {self.rows:,} of the {self.name}: entry {cells.index('') + 1:,} is missing between two commas; "
                "fill it in, or delete a comma."
            )
        return list(cells)

    def items(self, close: str, depth: int) -> list[Nested]:
        """The values up to the closing bracket."""
        found: list[Nested] = []
        start = self.rows
        while True:
            if self.blank() >= len(self.text):
                raise self.error(f"is cut off: a bracket is not closed after row {self.rows:,}; copy it to its end")
            mark = self.text[self.at]
            if mark == close:
                self.at += 1
                self.rows = max(self.rows, start + 1)
                return found
            if mark in "])":
                raise self.error(f"closes a bracket with {mark!r} where {close!r} is expected; copy it again")
            if self.text.startswith(("...", "…"), self.at):
                raise abbreviated(self.name, self.rows + 1)
            if self.text[self.at] in ",;":
                raise self.error(f"has two commas in a row after row {self.rows:,}; fill in what is missing")
            rows = _ROWS.match(self.text, self.at) if self.whole else None
            if rows is not None:
                self.at = rows.end()
                for body in _BODY.findall(rows[0]):
                    self.rows += 1
                    found.append(self.cells(body))
            else:
                found.append(self.value(depth + 1))
                self.separator()

    def call(self, function: str, depth: int) -> Nested:
        """The first argument of a call; all others say nothing about the values. Only R's `c` has several."""
        if not (self.skipping or _HOLDS_VALUES.fullmatch(function)):
            raise self.error(f"holds the call {shown(function + '(…)')}, but nothing is run here; paste what it prints")
        values: list[Nested] = []
        while True:
            if self.blank() >= len(self.text):
                raise self.error(f"is cut off: the bracket of {shown(function)} is not closed; copy it to its end")
            if self.text[self.at] == ")":
                self.at += 1
                break
            keyword = _KEYWORD.match(self.text, self.at)
            if keyword:
                self.at = keyword.end()
            if keyword or (values and function != "c"):
                cell = _CELL.match(self.text, self.at)
                if not keyword and not self.skipping and isinstance(values[0], str) and cell and is_number(cell[0]):
                    raise self.error(
                        f"holds two numbers in {shown(f'{function}({values[0]}, {cell[0]}…)')}; write one, with a "
                        "decimal point, or a list of both"
                    )
                self.skip(depth)
            else:
                values.append(self.value(depth + 1))
            self.separator()
        if not values and not self.skipping:
            raise self.error(f"shows no values in {shown(function + '(…)')}; print the array itself")
        return list(values) if function == "c" else values[0] if values else ""

    def skip(self, depth: int) -> None:
        """Passes over a value without looking at it."""
        if angles := _ANGLES.match(self.text, self.at):
            self.at = angles.end()
            return
        rows, skipping = self.rows, self.skipping
        self.skipping = True
        if self.at < len(self.text):
            self.value(depth + 1)
        self.rows, self.skipping = rows, skipping

    def tensor(self, depth: int) -> Nested:
        """`<tf.Tensor: shape=(2,), dtype=float32, numpy=…>`."""
        begin = _TENSOR.match(self.text, self.at)
        if begin is None:
            raise self.error(
                f"shows no values in {shown(self.text[self.at : self.at + 30], 30)}; print the values, with .numpy()"
            )
        self.at = begin.end()
        self.blank()
        if self.at >= len(self.text):
            raise self.error("is cut off; copy it to its end")
        value = self.value(depth + 1)
        if self.text[self.blank() : self.at + 1] != ">":
            raise self.error("is cut off: '>' is missing at the end; copy it to its end")
        self.at += 1
        return value

    def unescaped(self, match: re.Match[str]) -> str:
        """The character that a backslash and what follows stand for."""
        code = match[1]
        if len(code) == 1:
            return {"n": "\n", "t": "\t", "r": "\r"}.get(code, code)
        letter = chr(int(code[1:], 16))
        if letter == "\0" or "\ud800" <= letter <= "\udfff":
            raise self.error(f"holds a broken character, {shown(match[0])}; write it again")
        return letter

    def error(self, problem: str) -> ReadError:
        return ReadError(f"The text of the {self.name} {problem}.")


def _has_gap(text: str) -> bool:
    return "..." in text or "…" in text
