"""The server reads a checklist as the phone does: both are held to one table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checklists.templates.rules import Sheet, rate_text

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "applies_if.json").read_text(encoding="utf-8"))


def _leaf(id: str, value: Any, outcome: str | None) -> dict[str, Any]:
    """An item whose answer has exactly this value and outcome."""
    options = [{"value": value, "label": "x", "verdict": outcome}]
    return {"id": id, "kind": "choice", "options": options, "applies_if": None, "score": 0, "required": False}


@pytest.mark.parametrize("case", VECTORS["predicates"], ids=lambda case: case["name"])
def test_predicate_means_the_same_as_on_the_phone(case: dict[str, Any]) -> None:
    leaves = [_leaf(id, known["value"], known["outcome"]) for id, known in case["items"].items()]
    probe = {"id": "PROBE", "kind": "verdict", "applies_if": case["predicate"], "score": 0, "required": False}
    definition = {"sections": [{"group": None, "items": [*leaves, probe]}]}
    answers = {id: {"value": known["value"]} for id, known in case["items"].items()}
    assert Sheet(definition, case["facts"], answers).applies(probe) is case["expect"]


@pytest.mark.parametrize("case", VECTORS["checklists"], ids=lambda case: case["name"])
def test_checklist_amounts_to_the_same_as_on_the_phone(case: dict[str, Any]) -> None:
    sheet = Sheet(VECTORS["definitions"][case["definition"]], case["facts"], case["answers"])
    applying = sheet.applying_items()
    found = {
        "applies": [item["id"] for item in applying],
        "outcomes": {item["id"]: sheet.outcome(item) for item in applying if sheet.outcome(item)},
        "unanswered": [item["id"] for item in sheet.unanswered()],
        "missing_evidence": {
            item["id"]: sheet.missing_evidence(item) for item in applying if sheet.missing_evidence(item)
        },
        "uncovered_groups": sheet.uncovered_groups(),
        "score": sheet.score(),
        "result": sheet.result(),
        "failed_critical": [item["id"] for item in sheet.failed_critical()],
        "too_small_samples": [item["id"] for item in sheet.too_small_samples()],
    }
    assert {**found, "missing_evidence": {k: sorted(v) for k, v in found["missing_evidence"].items()}} == {
        **case["expect"],
        "missing_evidence": {k: sorted(v) for k, v in case["expect"]["missing_evidence"].items()},
    }


@pytest.mark.parametrize(("checked", "passed", "text"), VECTORS["rates"])
def test_a_rate_is_cut_and_never_rounded_up_to_all(checked: int, passed: int, text: str) -> None:
    assert rate_text({"checked": checked, "passed": passed}) == text
