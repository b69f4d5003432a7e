"""Document numbers are written by a pattern that is data, and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.numbering.errors import NumberPatternInvalid, NumberUnreadable
from reports.documents.numbering.rules import DEFAULT_PATTERN, DocumentNumber, NumberPattern


def test_number_is_written_as_the_field_writes_it() -> None:
    number = DocumentNumber("历公", "责通", 2026, 1)
    assert DEFAULT_PATTERN.write(number) == "历公（内）责通字〔2026〕第0001号"
    assert NumberPattern("{authority}（治）〔{year}〕{serial}号").write(number) == "历公（治）〔2026〕1号"


def test_serial_longer_than_its_padding_is_written_whole() -> None:
    assert DEFAULT_PATTERN.write(DocumentNumber("历公", "责通", 2026, 12345)).endswith("第12345号")


@pytest.mark.parametrize(
    "text",
    [
        "{authority}字〔{year}〕",  # no serial
        "{authority}{word}字〔{year}〕{serial}号",  # two fields that can't be told apart
        "{authority}〔{year}〕{serial}{serial}号",
        "{authority}〔{year:04}〕{serial}号",
        "{authority}〔{year}〕{serial:>9}号",
        "{authority.__class__}〔{year}〕{serial}号",
        "{authority!r}〔{year}〕{serial}号",
        "{authority〔{year}〕{serial}号",
    ],
)
def test_ambiguous_or_unsafe_pattern_is_refused(text: str) -> None:
    with pytest.raises(NumberPatternInvalid):
        NumberPattern(text)


@pytest.mark.parametrize("text", ["历公（内）责通字〔2026〕第1号", "历公（内）责通字〔2026〕第0000号", "x", ""])
def test_number_of_another_pattern_is_not_read(text: str) -> None:
    with pytest.raises(NumberUnreadable):
        DEFAULT_PATTERN.read(text)


@given(
    authority=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6),
    word=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4),
    year=st.integers(1950, 9999),
    serial=st.integers(1, 999_999_999),
)
def test_every_number_reads_back_as_it_was(authority: str, word: str, year: int, serial: int) -> None:
    number = DocumentNumber(authority, word, year, serial)
    assert DEFAULT_PATTERN.read(DEFAULT_PATTERN.write(number)) == number
