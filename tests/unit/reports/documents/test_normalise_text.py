"""What people typed becomes fit for paper without changing its words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.rendering.composing import fit_for_paper
from reports.documents.rendering.text import mark_missing, normalise
from tests.factories.documents import UNIT

ASCII = frozenset(range(0x20, 0x7F))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("370102\u20110417", "370102-0417"),
        ("三\u00a0楼", "三 楼"),
        ("王\u200d\u202e珺\ufe0f", "王珺"),
        ("好\U0001f44d\U0001f3fb的", "好〔表情〕的"),
        ("完成★", "完成★"),
        ("一\r\n二\x00\x07三", "一\n二三"),
        ("  门卫室\t东侧 ", "门卫室 东侧"),
        ("e\u0301", "é"),
    ],
)
def test_typed_text_is_printed_as(typed: str, printed: str) -> None:
    assert normalise(typed) == printed


@given(st.text(max_size=200))
def test_normalised_text_stays_as_it_is_when_normalised_again(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=100))
def test_chinese_is_never_changed(text: str) -> None:
    assert normalise(text) == text


def test_character_that_no_font_draws_is_marked_and_named() -> None:
    assert mark_missing("a\U00020021b\U00020021", ASCII) == ("a〓b〓", ["\U00020021"])


def test_nested_facts_are_fitted_throughout() -> None:
    fitted, missing = fit_for_paper(replace(UNIT, name="甲\u2011乙", address="丙"), ASCII | {ord("甲"), ord("乙")})
    assert fitted.name == "甲-乙"
    assert fitted.address == "〓"
    assert "丙" in missing
