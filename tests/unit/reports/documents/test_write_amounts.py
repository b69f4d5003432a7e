"""Money in capitals: examples from cheques, and any amount read back by a reader of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.rendering.wording import write_chinese_day
from reports.documents.rules import amount_in_words
from tests.factories.structured import DECIDED_ON

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_whole(words: str) -> int:
    for sign, unit in (("亿", 10**8), ("万", 10**4)):
        if sign in words:
            head, tail = words.rsplit(sign, 1)
            return read_whole(head) * unit + read_whole(tail)
    total, digit = 0, 0
    for sign in words:
        if sign in _PLACES:
            total, digit = total + digit * _PLACES[sign], 0
        else:
            digit = _DIGITS.index(sign)
    return total + digit


def read_amount(words: str) -> int:
    """Fen from capitals: knows nothing of how they were written."""
    whole, _, rest = words.partition("元") if "元" in words else ("零", "", words)
    jiao = _DIGITS.index(rest[rest.index("角") - 1]) if "角" in rest else 0
    fen = _DIGITS.index(rest[rest.index("分") - 1]) if "分" in rest else 0
    return read_whole(whole) * 100 + jiao * 10 + fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (100_000, "壹仟元整"),
        (1_000_000, "壹万元整"),
        (1_005_000, "壹万零伍拾元整"),
        (10_000_000, "壹拾万元整"),
        (10_200_000, "壹拾万零贰仟元整"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (10_700_053, "壹拾万零柒仟元伍角叁分"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_010_000_000, "壹亿零壹拾万元整"),
    ],
)
def test_amounts_are_written_as_on_a_cheque(fen: int, words: str) -> None:
    assert amount_in_words(fen) == words


@given(st.integers(0, 10**18 - 1))
def test_any_amount_reads_back(fen: int) -> None:
    assert read_amount(amount_in_words(fen)) == fen


@given(st.integers(0, 10**18 - 1))
def test_no_zero_is_written_twice_or_before_a_unit(fen: int) -> None:
    words = amount_in_words(fen)
    assert "零零" not in words
    assert not any(f"零{unit}" in words for unit in "拾佰仟万亿角分")
    assert words.endswith(("整", "分"))


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_two_amounts_are_never_written_alike(one: int, other: int) -> None:
    assert (amount_in_words(one) == amount_in_words(other)) == (one == other)


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_amount_out_of_reach_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="no amount"):
        amount_in_words(fen)


def test_day_in_chinese_has_its_year_digit_by_digit() -> None:
    assert write_chinese_day(DECIDED_ON) == "二〇二六年十一月二十二日"
