"""A definition as the rows of an XLSForm that pyxform accepts and ODK Collect fills in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checklists.templates.rules import LEVEL_FACT, items_of, references_of
from checklists.xlsforms.rules import cells
from checklists.xlsforms.rules.columns import ITEM_COLUMNS, SECTION_COLUMNS, SETTINGS_COLUMNS, Column
from checklists.xlsforms.rules.conditions import Conditions, number, outcome_of, outcome_ref
from checklists.xlsforms.rules.forms import (
    OWN,
    OWN_CHOICE,
    UNIT,
    VERDICTS,
    YES_NO,
    Cells,
    FormRows,
    fact_name,
    part_name,
    photo_names,
    section_name,
)

Json = dict[str, Any]

_VERDICT_WORDS = {"pass": "合格", "fail": "不合格", "na": "不适用"}
_TYPES = {"verdict": f"select_one {VERDICTS}", "number": "decimal", "text": "text", "sample": "note"}
_PHOTO_SIZE = "max-pixels=2048"
END = "end_group"


def survey_of(definition: Json, *, units_file: str = "", form_version: str = "") -> FormRows:
    """The form: one group a section, the facts as questions of a first group, nothing of the definition lost.

    With `units_file` (a CSV that travels beside the form: name, label and a column a fact) the unit is chosen from it
    and the facts fill in by themselves; without, the unit's number is typed. `form_version` must differ between two
    versions that a phone may meet.
    """
    conditions = Conditions(definition)
    survey = [*_opening(definition, units_file)]
    for section in definition["sections"]:
        survey += _section(section, conditions)
    return FormRows(survey, [*_choices(definition)], [_settings(definition, form_version)])


def _opening(definition: Json, units_file: str) -> Iterator[Cells]:
    yield _derived("start", "visit.started_at")
    yield _derived("end", "visit.ended_at")
    yield _derived("begin_group", "visit", label="被检查单位")
    kind = f"select_one_from_file {units_file}" if units_file else "text"
    yield _derived(kind, UNIT, label="被检查单位" if units_file else "单位编号", required="yes")
    if _needs_level(definition):
        row = _derived("integer", fact_name(LEVEL_FACT), label="治安保卫重点单位级别", hint="1、2 或 3；非重点单位留空")
        yield {**row, "constraint": ". >= 1 and . <= 3", **_filled(units_file, LEVEL_FACT)}
    for fact in definition["facts"]:
        kind = "integer" if fact["kind"] == "integer" else f"select_one {YES_NO}"
        own = {OWN + "part": "fact", OWN + "id": fact["id"], OWN + "label": cells.exact(fact["label"])}
        row = _row(kind, fact_name(fact["id"]), label=cells.shown(fact["label"]))
        yield {**row, **_filled(units_file, fact["id"]), **_present(own), **_own(fact, (), {"id", "label", "kind"})}
    yield _derived(END, "visit")


def _needs_level(definition: Json) -> bool:
    """Whether the level of a key unit matters, which no checklist declares: it is of the register."""
    if any(fact["id"] == LEVEL_FACT for fact in definition["facts"]):
        return False
    tiered = any(part.get("levels") for part in [*definition["sections"], *items_of(definition)])
    return tiered or any(("fact", LEVEL_FACT) in references_of(item) for item in items_of(definition))


def _filled(units_file: str, column: str) -> Cells:
    """Taken from the chosen unit's row, and still open to correction on the spot."""
    if not units_file:
        return {}
    list_name = units_file.rpartition(".")[0]
    found = "/".join([f"instance('{list_name}')", "root", f"item[name = ${{{UNIT}}}]", column])
    return {"trigger": f"${{{UNIT}}}", "calculation": found}


def _section(section: Json, conditions: Conditions) -> Iterator[Cells]:
    name = section_name(section["id"])
    own = {OWN + "part": "section", OWN + "id": section["id"], OWN + "label": cells.exact(section["title"])}
    row = _row("begin_group", name, label=cells.shown(section["title"]))
    yield {**row, **_present(own), **_own(section, SECTION_COLUMNS, {"id", "title", "items"})}
    for item in section["items"]:
        yield from _item(item, conditions.relevance(item, section))
    yield _derived(END, name)


def _item(item: Json, relevance: str) -> Iterator[Cells]:
    """A screen of its own: the question, what it amounts to, its note and photos."""
    id = item["id"]
    yield _derived("begin_group", part_name(id, "item"), label=id, appearance="field-list", relevant=relevance)
    yield _question(item)
    if item["kind"] == "sample":
        yield from _counts(item)
    if calculation := outcome_of(item):
        yield _derived("calculate", part_name(id, "outcome"), calculation=calculation)
    elif item["kind"] in {"number", "choice"}:
        yield _derived("calculate", part_name(id, "outcome"), calculation="''")
    phrases = "；".join(cells.shown(phrase) for phrase in item["phrases"])
    yield _derived("text", part_name(id, "note"), label="备注", hint=phrases, required=_wanted(item, "note"))
    names = photo_names(id)
    for place, name in enumerate(names):
        more = {"relevant": f"${{{names[place - 1]}}} != ''"} if place else {"required": _wanted(item, "photo")}
        yield {**_derived("image", name, label=f"照片 {place + 1}"), "parameters": _PHOTO_SIZE, **_present(more)}
    yield _derived(END, part_name(id, "item"))


def _question(item: Json) -> Cells:
    id, kind = item["id"], item["kind"]
    type_ = f"select_one {part_name(id, 'options')}" if kind == "choice" else _TYPES[kind]
    row = _row(type_, id, label=cells.shown(item["text"]), hint=cells.shown(item["help"]))
    if kind == "sample":
        row["name"] = part_name(id, "text")
    else:
        row["required"] = "yes" if item["required"] else ""
    if kind == "number":
        row |= _limits(item)
    elsewhere = {"id", "text", "help", "evidence"} | ({"options"} if kind == "choice" else set())
    own = {
        OWN + "part": "item",
        OWN + "id": id,
        OWN + "label": cells.exact(item["text"]),
        OWN + "hint": cells.exact(item["help"]),
    }
    return {**_present(row), **_present(own), **_own(item, ITEM_COLUMNS, elsewhere)}


def _counts(item: Json) -> Iterator[Cells]:
    """How many were looked at and how many were right; the rate is for the eye, the outcome is counted exactly."""
    id, required = item["id"], "yes" if item["required"] else ""
    checked, passed = part_name(id, "checked"), part_name(id, "passed")
    unit = f"（{cells.shown(item['unit'])}）" if item.get("unit") else ""
    least = f"至少 {item['min_checked']}" if item.get("min_checked") else ""
    row = _derived("integer", checked, label=f"抽查数{unit}", hint=least, required=required)
    yield {**row, "constraint": ". >= 1", "constraint_message": "至少抽查 1 个"}
    row = _derived("integer", passed, label=f"合格数{unit}", required=required)
    yield {**row, "constraint": f". >= 0 and . <= ${{{checked}}}", "constraint_message": "不能多于抽查数"}
    rate = f"if(${{{checked}}} > 0, ${{{passed}}} * 100 div ${{{checked}}}, '')"
    yield _derived("calculate", part_name(id, "rate"), calculation=rate)


def _limits(item: Json) -> Cells:
    limits = [f". {sign} {number(item[name])}" for name, sign in (("min", ">="), ("max", "<=")) if name in item]
    spoken = "，".join(f"{word} {item[name]}" for name, word in (("min", "不小于"), ("max", "不大于")) if name in item)
    return {"constraint": " and ".join(limits), "constraint_message": spoken}


def _wanted(item: Json, kind: str) -> str:
    """When the evidence is required: always or on fail, never for what was not answered or 不适用."""
    evidence, id = item["evidence"], item["id"]
    if item["kind"] == "sample":
        answered = f"${{{part_name(id, 'checked')}}} != ''"
    else:
        answered = f"${{{id}}} != ''" + (f" and ${{{id}}} != 'na'" if item["kind"] in {"verdict", "choice"} else "")
    if kind in evidence["always"]:
        return answered
    if kind not in evidence["on_fail"] or item["kind"] == "text":
        return ""
    return f"{outcome_ref(id, item['kind'])} = 'fail'"


def _choices(definition: Json) -> Iterator[Cells]:
    for name, label in _VERDICT_WORDS.items():
        yield {"list_name": VERDICTS, "name": name, "label": label}
    for name, label in (("yes", "是"), ("no", "否")):
        yield {"list_name": YES_NO, "name": name, "label": label}
    for item in items_of(definition):
        if item["kind"] != "choice":
            continue
        for option in item.get("options", []):
            own = {OWN_CHOICE + "verdict": option["verdict"] or "", OWN_CHOICE + "label": cells.exact(option["label"])}
            row = {"list_name": part_name(item["id"], "options"), "name": option["value"]}
            yield {**row, "label": cells.shown(option["label"]), **_present(own)}


def _settings(definition: Json, form_version: str) -> Cells:
    row = {
        "form_title": cells.shown(definition["title"]),
        "form_id": definition["code"],
        "version": form_version or str(definition["version"]),
        "instance_name": f"concat('{definition['code']} ', ${{{UNIT}}})",
    }
    own = {OWN + "label": cells.exact(definition["title"])}
    return {**row, **_present(own), **_own(definition, SETTINGS_COLUMNS, {"code", "title", "facts", "sections"})}


def _own(part: Json, columns: tuple[Column, ...], elsewhere: set[str]) -> Cells:
    """Our own cells; what no column knows goes as JSON into `more`."""
    written = {OWN + one.name: one.write(value) for one in columns if (value := one.value_in(part)) is not None}
    known = {one.key for one in columns} | elsewhere
    if more := {key: value for key, value in part.items() if key not in known}:
        written[OWN + "more"] = cells.to_json(more)
    return _present(written)


def _row(type_: str, name: str, **more: str) -> Cells:
    return {"type": type_, "name": name, **_present(more)}


def _derived(type_: str, name: str, **more: str) -> Cells:
    """A row that follows from the others; on the way back it is looked at only to say whether it was changed."""
    return {**_row(type_, name, **more), OWN + "part": "derived"}


def _present(row: Cells) -> Cells:
    return {heading: cell for heading, cell in row.items() if cell}
