"""Checklists as XLSForms: what pyxform and ODK Validate say of ours, and what is made of other people's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyxform.errors import PyXFormError
from pyxform.validators.odk_validate import ODKValidateError
from pyxform.xls2xform import convert

import checklists.templates
from checklists.xlsforms.rules import FormRows, definition_of, rows_of, survey_of
from checklists.xlsforms.rules.expressions import NotUnderstood, limits_of, predicate_of
from tests.factories.records import number_kind, small_definition, small_item

Json = dict[str, Any]
PACKS = sorted((Path(checklists.templates.__file__).parent / "packs").glob("*.json"))


def every_kind() -> Json:
    """One item of each kind, with conditions on all of them."""
    evidence = {"on_fail": ["photo", "note"], "always": ["photo"]}
    options = [
        {"value": "good", "label": "好", "verdict": "pass"},
        {"value": "bad", "label": "差", "verdict": "fail"},
        {"value": "none", "label": "无", "verdict": None},
    ]
    seen = {"any": [{"item": "A", "in": ["fail", "na"]}, {"not": {"all": [{"item": "B", "above": 2, "is": 3.5}]}}]}
    deep = {"all": [{"item": "C", "is": "bad"}, {"item": "D", "is": "it's"}, {"item": "E", "is": "fail"}]}
    items = [
        small_item("A", evidence=evidence),
        small_item("B", **number_kind(), applies_if={"fact": "big", "is": True}),
        small_item("C", kind="choice", options=options, applies_if={"fact": "needed", "at_least": 1, "below": 9}),
        small_item("D", kind="text", required=False),
        small_item("E", kind="sample", unit="单", min_checked=20, pass_if={"at_least": 100}, levels=[1, 2]),
        small_item("F", applies_if=seen, weight=2),
        small_item("G", applies_if=deep),
    ]
    return small_definition(
        sections=[{"id": "all", "title": "全部", "group": "measures", "levels": [1], "items": items}]
    )


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_odk_validate_passes_each_pack(path: Path) -> None:
    form = survey_of(json.loads(path.read_text("utf-8")), units_file="units.csv")
    assert convert(form.for_pyxform(), validate=True).warnings == []


def test_odk_validate_passes_every_kind_of_item() -> None:
    assert convert(survey_of(every_kind()).for_pyxform(), validate=True).warnings == []


def test_odk_validate_is_really_asked() -> None:
    form = survey_of(every_kind())
    broken = [{**row, "calculation": "no-such-function(1)"} if "calculation" in row else row for row in form.survey]
    with pytest.raises(ODKValidateError):
        convert(FormRows(broken, form.choices, form.settings).for_pyxform(), validate=True)
    with pytest.raises(PyXFormError):
        convert(FormRows(form.survey[1:-1], form.choices, form.settings).for_pyxform())


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_each_pack_comes_back_word_for_word(path: Path) -> None:
    definition = json.loads(path.read_text("utf-8"))
    form = definition_of(rows_of(survey_of(definition)))
    assert (form.definition, form.remarks) == (definition, [])


def test_every_kind_comes_back_word_for_word() -> None:
    form = definition_of(rows_of(survey_of(every_kind(), units_file="units.csv", form_version="20261122")))
    assert (form.definition, form.remarks) == (every_kind(), [])


def test_a_text_changed_by_hand_is_taken_and_a_following_cell_is_not() -> None:
    rows = rows_of(survey_of(every_kind()))
    changed = {
        "A": {"label": "大门有人值守"},
        "B": {"constraint": ". >= 7"},
        "C.item": {"relevant": "${fact.big} = 'no'"},
    }
    rows["survey"] = [type(row)(row.number, {**row.cells, **changed.get(row["name"], {})}) for row in rows["survey"]]
    form = definition_of(rows)
    assert form.definition is not None
    assert form.definition["sections"][0]["items"][0]["text"] == "大门有人值守"
    assert form.definition["sections"][0]["items"][1]["min"] == 0
    assert [(one.column, one.code, one.is_problem) for one in form.remarks] == [
        ("constraint", "change_not_taken", False),
        ("relevant", "change_not_taken", False),
    ]


FOREIGN = FormRows(
    survey=[
        {"type": "start", "name": "start", "label": "", "hint": "", "required": "", "relevant": "", "constraint": ""},
        {"type": "begin group", "name": "gate", "label": "大门"},
        {"type": "select_one yn", "name": "guard on duty", "label": "门卫在岗", "hint": "看名册", "required": "yes"},
        {"type": "integer", "name": "guards", "label": "人数", "constraint": ". >= 0 and . <= 50"},
        {
            "type": "text",
            "name": "why",
            "label": "原因",
            "relevant": "${guards} < 2 and selected(${guard on duty}, 'no')",
        },
        {"type": "image", "name": "photo", "label": "照片"},
        {"type": "end group"},
        {"type": "select_one state", "name": "fence", "label": "围墙", "required": "${guards} > 1"},
        {"type": "geopoint", "name": "place", "label": "位置"},
        {"type": "date", "name": "day", "label": "日期", "relevant": "today() > 5"},
    ],
    choices=[
        {"list_name": "yn", "name": "yes", "label": "是"},
        {"list_name": "yn", "name": "no", "label": "否"},
        {"list_name": "state", "name": "pass", "label": "合格"},
        {"list_name": "state", "name": "fail", "label": "不合格"},
    ],
    settings=[{"form_title": "大门检查", "form_id": "gate-1"}],
)


def test_a_plain_odk_form_becomes_a_checklist_with_what_was_assumed() -> None:
    foreign = rows_of(FOREIGN)
    foreign["survey"] = [
        type(row)(row.number, {k: v.replace("guard on duty", "guard_on_duty") for k, v in row.cells.items()})
        for row in foreign["survey"]
    ]
    form = definition_of(foreign)
    assert form.definition is not None
    assert (form.definition["code"], form.definition["title"]) == ("GATE1", "大门检查")
    gate, loose = form.definition["sections"]
    assert (gate["id"], gate["title"], gate["group"], loose["title"]) == ("s-gate", "大门", None, "检查内容")
    guard, guards, why = gate["items"]
    assert (guard["id"], guard["kind"], guard["required"], guard["help"]) == ("guard_on_duty", "choice", True, "看名册")
    assert [option["verdict"] for option in guard["options"]] == ["pass", "fail"]
    assert (guards["kind"], guards["min"], guards["max"]) == ("number", 0, 50)
    assert why["applies_if"] == {"all": [{"item": "guards", "below": 2}, {"item": "guard_on_duty", "is": "no"}]}
    assert [(item["id"], item["kind"], item["applies_if"]) for item in loose["items"]] == [
        ("fence", "verdict", None),
        ("day", "text", None),
    ]
    codes = {(one.row, one.code) for one in form.remarks}
    assert form.problems == []
    assert {
        (3, "section_assumed"), (4, "item_assumed"), (2, "verdict_assumed"), (7, "evidence_question_dropped"),
        (9, "section_assumed"), (9, "required_assumed"), (10, "question_dropped"), (11, "type_assumed"),
        (11, "condition_dropped"), (2, "code_assumed"),
    } <= codes  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "code"),
    [
        ("survey", 9, {"shouwang::score": "many"}, "bad_cell"),
        ("survey", 9, {"shouwang::applies_if": "[1]"}, "bad_cell"),
        ("survey", 9, {"shouwang::min": "NaN"}, "bad_cell"),
        ("survey", 7, {"shouwang::secret": "1"}, "unknown_column"),
        ("survey", 3, {"type": "end_group"}, "group_not_open"),
        ("survey", 9, {"type": "begin_group"}, "group_not_closed"),
        ("survey", 5, {"type": "geopoint"}, "bad_fact"),
        ("settings", 0, {"form_id": "检查表"}, "no_code"),
    ],
)
def test_a_wrong_cell_is_a_problem_with_its_place(sheet: str, row: int, cells: Json, code: str) -> None:
    rows = rows_of(survey_of(small_definition()))
    old = rows[sheet][row]
    rows[sheet][row] = type(old)(old.number, {**old.cells, **cells})
    form = definition_of(rows)
    assert form.definition is None
    assert code in [problem.code for problem in form.problems]
    assert all(problem.sheet == sheet and problem.row >= 1 for problem in form.problems if problem.code == code)


@pytest.mark.parametrize("sheet", ["survey", "settings"])
def test_a_sheet_or_column_that_is_not_there_is_named(sheet: str) -> None:
    rows = rows_of(survey_of(small_definition()))
    without = {name: rows for name, rows in rows.items() if name != sheet}
    assert [(one.sheet, one.code) for one in definition_of(without).problems] == [(sheet, "missing_sheet")]
    bare = [type(row)(row.number, {"name": row["name"]}) for row in rows[sheet]]
    assert "missing_column" in [one.code for one in definition_of({**rows, sheet: bare}).problems]
    assert [(one.sheet, one.code) for one in definition_of({**rows, sheet: []}).problems] == [(sheet, "no_rows")]


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "1",
        "${a}",
        "${a} = ${b}",
        "${a} = ''",
        "count(${a}) > 1",
        "(${a} = 1",
        "${a} = 1 or",
        "${a} # 1",
        "not(" * 40,
    ],
)
def test_what_our_conditions_cannot_say_is_not_guessed(expression: str) -> None:
    with pytest.raises(NotUnderstood):
        predicate_of(expression, lambda name: {"item": name})


def test_conditions_and_limits_of_others_are_read() -> None:
    read = predicate_of("not(${a} != 'x') or (5 <= ${b} and ${c} = 2.5)", lambda name: {"item": name})
    first = {"not": {"not": {"item": "a", "is": "x"}}}
    assert read == {"any": [first, {"all": [{"item": "b", "at_least": 5}, {"item": "c", "is": 2.5}]}]}
    assert limits_of(".>= -1 and . <= 2.5") == {"min": -1, "max": 2.5}
    for constraint in (". > 3", "regex(., 'a')", ". >= 1 and . >= 2"):
        with pytest.raises(NotUnderstood):
            limits_of(constraint)
