"""Sentences of law are dated data: on any day there is at most one of each, and it has a basis."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from reports.documents.rules import DocumentKind
from reports.wording.services import shipped_texts

ROOT = Path(__file__).resolve().parents[3]
TEXTS = shipped_texts()
BASES = {basis["id"]: basis for basis in json.loads((ROOT / "server/units/policy_bases.json").read_text("utf-8"))}

KEYS = {"id", "form", "text", "basis", "article", "effective_from", "effective_to", "verified", "values"}
FILLED_BY_THE_FORM = {
    "authority", "basis_title", "article", "violated", "decided_on", "inspected_on", "deadline_on", "deadline_days",
    "measures", "unit_name", "unit_kind", "inspection_kind", "officers", "companion", "methods", "hazard_count",
    "group", "reason", "witness", "asked_on", "order_name", "reasons", "old_deadline_on", "new_deadline_on",
    "interim_measures", "checked_on", "order_names", "count", "passed", "failed", "found_on", "unit", "title", "note",
    "reference", "due_on",
}  # fmt: skip

FORMS = {
    "order": "rectification_order",
    "record": "inspection_record",
    "extension": "extension_reply",
    "recheck": "recheck_opinion",
    "transfer": "transfer_letter",
}

each_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text['id']}@{text['effective_from']}")


def text_on(text_id: str, day: str) -> dict[str, Any]:
    [found] = [
        text
        for text in TEXTS
        if text["id"] == text_id and (text["effective_from"] or "") <= day <= (text["effective_to"] or "9999-12-31")
    ]
    return found


@each_text
def test_a_text_has_its_shape(text: dict[str, Any]) -> None:
    assert text.keys() == KEYS
    prefix = text["id"].split(".")[0]
    assert text["form"] == FORMS.get(prefix, prefix)
    assert text["form"] in set(DocumentKind)


@each_text
def test_a_text_has_a_basis_of_the_library_or_is_marked_as_a_default(text: dict[str, Any]) -> None:
    if text["basis"] is None or text["article"] is None:
        assert text["verified"] is False
    if text["basis"] and text["article"]:
        assert text["article"] in {article["article"] for article in BASES[text["basis"]]["articles"]}


@each_text
def test_a_text_does_not_begin_before_its_basis(text: dict[str, Any]) -> None:
    start = BASES[text["basis"]]["effective_from"] if text["basis"] else None
    if start:
        assert date.fromisoformat(text["effective_from"]) >= date.fromisoformat(start)


@each_text
def test_placeholders_are_values_of_the_text_or_fields_of_a_form(text: dict[str, Any]) -> None:
    names = {name for _, name, _, _ in Formatter().parse(text["text"]) if name}
    assert set(text["values"]) <= names
    if text["id"].split(".")[0] in FORMS:  # later forms are rendered whole by the tests of their subject
        assert names <= FILLED_BY_THE_FORM | set(text["values"])


def test_no_two_texts_of_one_id_are_in_force_on_one_day() -> None:
    for one, other in combinations(TEXTS, 2):
        if one["id"] == other["id"]:
            assert (one["effective_to"] or "9") < (other["effective_from"] or "") or (other["effective_to"] or "9") < (
                one["effective_from"] or ""
            ), one["id"]


def test_the_consequences_name_the_amounts_of_article_nineteen() -> None:
    text = text_on("order.consequences", "2026-11-22")
    sentence = text["text"].format(**text["values"])
    assert "10000元以上100000元以下" in sentence
    assert "500元以上5000元以下" in sentence


@pytest.mark.parametrize(("day", "basis"), [("2026-07-31", "jinan-2021-15"), ("2026-08-01", "mps-order-93")])
def test_the_reason_for_a_group_left_out_changes_its_basis_when_jinan_lapses(day: str, basis: str) -> None:
    assert text_on("record.group_not_covered", day)["basis"] == basis
