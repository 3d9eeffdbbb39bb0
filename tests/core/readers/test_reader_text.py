"""Plain text: nothing is changed, and what can't be read is refused with its place."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.readers import LIMITS, ReadError, read_text
from tests.hostile.fuzzing import fuzz

LONGEST = "a" * LIMITS.characters


@pytest.mark.parametrize("text", ["a", "café\r\n\tà la carte ", "e\u0301 \ufeff 𝄞", LONGEST, "𝄞" * LIMITS.characters])
def test_a_text_comes_back_as_it_is(text):
    assert read_text(text) == text
    assert read_text(text.encode()) == text
    assert read_text(codecs.BOM_UTF8 + text.encode()) == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "is empty; give at least one letter"),
        ("", "is empty"),
        (" \n\t\u00a0", "nothing but white space"),
        (codecs.BOM_UTF8, "is empty"),
        (LONGEST + "a", "has 500,001 characters; at most 500,000 are read"),
        ("a" * 10**6, "has 1,000,000 characters"),
        (b"a" * 10**6, "has 1,000,000 characters"),
        (b"a" * (10**7), "at least 2,500,000 characters"),
        (b"one\ntwo\ncaf\xe9 noir", "Line 3 of the file is not UTF-8: the byte at offset 11 is 0xe9"),
        (codecs.BOM_UTF8 + b"\xff", "Line 1 of the file is not UTF-8: the byte at offset 3 is 0xff"),
        ("text".encode("utf-16"), "encoded as UTF-16; save the file as UTF-8"),
        (codecs.BOM_UTF32_BE + b"\0\0\0a", "encoded as UTF-32"),
        (b"PK\x03\x04\0\0", "NUL character at position 5"),
        ("ab\ud800", "broken character at position 3"),
    ],
)
def test_refused(source, words):
    with pytest.raises(ReadError) as refusal:
        read_text(source)
    assert words in str(refusal.value)


def test_what_is_neither_is_a_type_error():
    with pytest.raises(TypeError, match="bytes or text"):
        read_text(None)


@fuzz(60)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_a_refusal(data):
    try:
        text = read_text(data)
    except ReadError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert data.removeprefix(codecs.BOM_UTF8) == text.encode()
