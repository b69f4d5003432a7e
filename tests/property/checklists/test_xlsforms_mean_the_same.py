"""What the XForm shows and reckons is what our own sheet makes of the same answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from checklists.templates.rules import LEVEL_FACT, Sheet, items_of
from checklists.templates.rules.comparisons import BOUNDS
from checklists.xlsforms.rules import survey_of
from checklists.xlsforms.rules.conditions import number
from tests.factories.definitions import definitions
from tests.factories.records import small_definition, small_item
from tests.factories.xforms import run_form

Json = dict[str, Any]


def answered(draw: st.DrawFn, item: Json) -> Any:
    if item["kind"] == "verdict":
        return draw(st.sampled_from([None, "pass", "fail", "na"]))
    if item["kind"] == "choice":
        return draw(st.sampled_from([None, *(option["value"] for option in item["options"])]))
    if item["kind"] == "number":
        return draw(st.one_of(st.none(), st.integers(-1, 4), st.floats(-4, 9, width=16)))
    if item["kind"] == "sample":
        counts = [None, {"checked": 20, "passed": 19}, {"checked": 3, "passed": 3}, {"checked": 7, "passed": 0}]
        return draw(st.sampled_from([*counts, {"checked": 1, "passed": 2}, {"checked": 0, "passed": 0}]))
    return draw(st.sampled_from([None, "a", "it's", "pass", 'so "it\'s"']))


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, (int, float)) else value or ""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions(), st.data())
def test_a_form_asks_and_judges_as_the_sheet_does(definition: Json, data: st.DataObject) -> None:
    kinds = {"boolean": st.sampled_from([None, True, False]), "integer": st.sampled_from([None, 0, 1, 2, 3])}
    facts = {fact["id"]: data.draw(kinds[fact["kind"]]) for fact in definition["facts"]}
    facts.setdefault(LEVEL_FACT, data.draw(st.sampled_from([None, 1, 2, 3])))
    answers = {item["id"]: {"value": answered(data.draw, item)} for item in items_of(definition)}
    sheet = Sheet(definition, facts, answers)
    asked = {item["id"] for item in sheet.applying_items()}
    values = {f"fact.{id}": written(value) for id, value in facts.items()}
    for id, answer in answers.items():
        if isinstance(answer["value"], dict):
            values |= {f"{id}.{name}": str(count) for name, count in answer["value"].items()}
        else:
            values[id] = written(answer["value"])
    xform = convert(survey_of(definition).for_pyxform()).xform
    found, relevant = run_form(xform, values)
    assert {item["id"] for item in items_of(definition) if f"{item['id']}.note" in relevant} == asked
    for item in sheet.applying_items():
        if item["kind"] in {"number", "choice", "sample"}:
            assert found[f"{item['id']}.outcome"] == (sheet.outcome(item) or "")


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("value", [None, 1, 2, 3])
def test_a_bound_holds_in_the_form_where_it_holds_on_the_sheet(name: str, value: int | None) -> None:
    items = [
        small_item("A", kind="number", pass_if={name: 2}),
        small_item("B", kind="number", pass_if={name: {"fact": "needed"}}),
        small_item("C", applies_if={"fact": "needed", name: 2}),
        small_item("D", applies_if={"item": "A", name: 2}),
    ]
    definition = small_definition(sections=[{"id": "all", "title": "全部", "group": None, "items": items}])
    two = {"A": {"value": value}, "B": {"value": 2}}
    sheet = Sheet(definition, {"needed": value}, two)
    values = {"fact.needed": written(value), "A": written(value), "B": "2"}
    found, relevant = run_form(convert(survey_of(definition).for_pyxform()).xform, values)
    assert relevant & {"C", "D"} == {item["id"] for item in sheet.applying_items()} & {"C", "D"}
    assert [found["A.outcome"], found["B.outcome"]] == [sheet.outcome(sheet.items[id]) or "" for id in "AB"]


@pytest.mark.parametrize(
    ("checked", "passed", "outcome"),
    [
        ("", "", ""),
        ("20", "", ""),
        ("20", "19", "fail"),
        ("20", "20", "pass"),
        ("0", "0", ""),
        ("2", "3", ""),
        ("3", "2", "pass"),
    ],
)
def test_a_sample_is_judged_by_its_rate_without_rounding(checked: str, passed: str, outcome: str) -> None:
    bound = {"at_least": 100} if checked != "3" else {"at_least": 66}
    item = small_item("A", kind="sample", min_checked=1, pass_if=bound)
    definition = small_definition(sections=[{"id": "all", "title": "全部", "group": None, "items": [item]}])
    found, _ = run_form(convert(survey_of(definition).for_pyxform()).xform, {"A.checked": checked, "A.passed": passed})
    assert found["A.outcome"] == outcome
