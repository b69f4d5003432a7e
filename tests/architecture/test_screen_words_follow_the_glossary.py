"""A word has one home: docs/glossary.md."""

from __future__ import annotations

import pytest

from deploy.glossary import GLOSSARY, TERMS, rendered, terms_of


def test_the_words_of_the_screens_are_those_of_the_glossary() -> None:
    assert TERMS.read_text("utf-8") == rendered(terms_of(GLOSSARY.read_text("utf-8"))), "run: python -m deploy.glossary"


def test_the_glossary_holds_the_words_of_the_field() -> None:
    terms = terms_of(GLOSSARY.read_text("utf-8"))
    assert sum(len(table) for table in terms.values()) >= 120
    assert terms["hazard_grade"] == {"general": "一般", "major": "重大"}


@pytest.mark.parametrize(
    "text",
    ["| unit | 单位 | under no table |", "## T (`t`)\n| a | 甲 | one |\n| a | 乙 | again |", "## T (`t`)\n| a | 甲 |"],
    ids=["no table", "a name twice", "a column short"],
)
def test_a_row_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        terms_of(text)
