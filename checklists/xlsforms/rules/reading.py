"""The rows of an XLSForm as a definition: our own come back whole, a stranger's with what had to be assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checklists.xlsforms.rules import cells
from checklists.xlsforms.rules.columns import SECTION_COLUMNS, SETTINGS_COLUMNS, Column
from checklists.xlsforms.rules.forms import OWN, Row, rows_of
from checklists.xlsforms.rules.headings import check_headings
from checklists.xlsforms.rules.naming import Names, code_of
from checklists.xlsforms.rules.questions import FACT_KINDS, QuestionReader, own_fields
from checklists.xlsforms.rules.remarks import MOST_REMARKS, Remark
from checklists.xlsforms.rules.writing import survey_of

Json = dict[str, Any]
Sheets = Mapping[str, Sequence[Row]]

_OPENERS = ("begin_group", "begin_repeat")
_CLOSERS = ("end_group", "end_repeat")


@dataclass
class ReadForm:
    """What became of a workbook; no definition where there is a problem."""

    definition: Json | None = None
    remarks: list[Remark] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)  # "items.<id>", "facts.<id>", "sections.<id>" → row

    @property
    def problems(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.is_problem]


def definition_of(sheets: Sheets) -> ReadForm:
    """The definition in the rows of survey, choices and settings.

    Its shape and sense are not checked here beyond the single cell; whoever lays it down does that.
    """
    form = ReadForm()
    check_headings(sheets, form.remarks)
    if not form.problems:
        reader = _Reader(sheets, form)
        definition = reader.read()
        if not form.problems:
            form.definition = definition
            _note_changes(sheets, form)
    del form.remarks[MOST_REMARKS:]
    return form


class _Reader:
    """Walks the survey once, keeping the group it is in."""

    def __init__(self, sheets: Sheets, form: ReadForm) -> None:
        self._sheets = sheets
        self._form = form
        self._names = Names()
        self._questions = QuestionReader(sheets.get("choices", ()), form.remarks, self._names)
        self._sections: list[Json] = []
        self._loose: Json | None = None
        self._facts: list[Json] = []
        self._open: list[tuple[Row, Json | None]] = []

    def read(self) -> Json:
        self._names.learn(self._sheets["survey"])
        for row in self._sheets["survey"]:
            self._row(row)
        for row, _ in self._open:
            self._remark(row, "type", "没有对应的 end_group", "group_not_closed")
        self._sections = [section for section in self._sections if section["items"]]
        if not self._sections and not self._form.problems:
            self._form.remarks.append(Remark("survey", 0, "", "", "没有可作为检查项目的问题", "no_items"))
        return {**self._settings(), "facts": self._facts, "sections": self._sections}

    def _row(self, row: Row) -> None:
        type_, part = row["type"].strip().replace("begin group", "begin_group"), row.own("part")
        type_ = type_.replace("begin repeat", "begin_repeat").replace("end group", "end_group")
        type_ = type_.replace("end repeat", "end_repeat")
        if type_ in _CLOSERS:
            if not self._open:
                self._remark(row, "type", "没有对应的 begin_group", "group_not_open")
            else:
                self._open.pop()
        elif type_ in _OPENERS:
            self._begin(row, type_, part)
        elif part == "fact":
            self._fact(row)
        elif part != "derived" and type_:
            self._question(row)

    def _begin(self, row: Row, type_: str, part: str) -> None:
        inside = next((section for _, section in reversed(self._open) if section), None)
        section = None
        if part == "section" or (not part and inside is None):
            section = self._section(row)
        elif not part:
            self._assume(row, "type", "分组并入上一级部分", "group_flattened")
        if type_ == "begin_repeat":
            self._assume(row, "type", "重复分组按只填一次处理", "repeat_flattened")
        if not part and row["relevant"]:
            self._assume(row, "relevant", "分组的显示条件没有采用，请在各项目上设置", "group_condition_dropped")
        self._open.append((row, section))

    def _section(self, row: Row) -> Json:
        id = self._names.section_id(row)
        title = self._text(row, "label") or id
        section: Json = {"id": id, "title": title, **self._own(row, "survey", SECTION_COLUMNS), "items": []}
        if not row.own("part"):
            self._assume(row, "type", f"分组“{title}”作为一个部分，未指定检查内容分类", "section_assumed")
        self._form.places[f"sections.{id}"] = row.number
        self._sections.append(section)
        self._loose = None
        return section

    def _fact(self, row: Row) -> None:
        id, kind = row.own("id"), FACT_KINDS.get(row["type"].split(" ")[0])
        if kind is None:
            self._remark(row, "type", "单位情况只能是是否题或整数题", "bad_fact")
            return
        more = self._own(row, "survey", ())
        self._facts.append({"id": id, "label": self._text(row, "label"), "kind": kind, **more})
        self._form.places[f"facts.{id}"] = row.number

    def _question(self, row: Row) -> None:
        item = self._questions.read(row, self._text(row, "label"), self._text(row, "hint"))
        if item is None:
            return
        section = next((section for _, section in reversed(self._open) if section), None)
        if section is None:
            section = self._loose_section(row)
        section["items"].append(item)
        self._form.places[f"items.{item['id']}"] = row.number

    def _loose_section(self, row: Row) -> Json:
        """Questions outside of any group go into a section of their own, the last one while it is open."""
        if self._loose is None:
            self._loose = {"id": self._names.free("general"), "title": "检查内容", "group": None, "items": []}
            self._assume(row, "type", "未分组的问题归入“检查内容”部分", "section_assumed")
            self._sections.append(self._loose)
        return self._loose

    def _settings(self) -> Json:
        row = next(iter(self._sheets.get("settings", ())), Row(2, {}))
        code, title = code_of(row["form_id"]), self._text(row, "form_title", "settings")
        if not code:
            self._remark(
                row, "form_id", "须填检查表代码：大写字母开头，2 到 12 位大写字母和数字", "no_code", "settings"
            )
        elif code != row["form_id"]:
            self._assume(row, "form_id", f"检查表代码采用 {code}", "code_assumed", "settings")
        if not title:
            self._assume(row, "form_title", "没有标题，用代码作标题", "title_assumed", "settings")
        return {"code": code, "title": title or code, **self._own(row, "settings", SETTINGS_COLUMNS)}

    def _own(self, row: Row, sheet: str, columns: Sequence[Column]) -> Json:
        return own_fields(row, sheet, columns, self._form.remarks)

    def _text(self, row: Row, heading: str, sheet: str = "survey") -> str:
        exactly = row.own("label" if heading == "form_title" else heading)
        try:
            return cells.text_of(row[heading], exactly)
        except ValueError:
            self._remark(row, OWN + heading, "内容格式有误", "bad_cell", sheet)
            return row[heading]

    def _remark(self, row: Row, column: str, message: str, code: str, sheet: str = "survey") -> None:
        self._form.remarks.append(Remark(sheet, row.number, column, row[column], message, code))

    def _assume(self, row: Row, column: str, message: str, code: str, sheet: str = "survey") -> None:
        self._form.remarks.append(Remark(sheet, row.number, column, row[column], message, code, is_problem=False))


_FOLLOWING = ("type", "label", "hint", "relevant", "required", "constraint", "calculation")


def _note_changes(sheets: Sheets, form: ReadForm) -> None:
    """Say which cells were changed by hand although they follow from others: the change was not taken over."""
    if form.definition is None or not any(row.own("part") for row in sheets["survey"]):
        return
    try:
        rows = rows_of(survey_of(form.definition))["survey"]
    except (KeyError, TypeError, ValueError):
        return  # a field is wrong, and will be named as such
    expected = {row["name"]: row for row in rows if row["type"] not in _CLOSERS}
    for row in sheets["survey"]:
        ours = expected.get(row["name"])
        if not row.own("part") or ours is None or row["type"] in _CLOSERS:
            continue
        taken = {"item": {"label", "hint", "required"}, "fact": {"label", "calculation"}, "section": {"label"}}
        for heading in _FOLLOWING:
            if heading in taken.get(row.own("part"), ()) or row[heading].strip() == ours[heading].strip():
                continue
            if row["name"].startswith("visit.") or (heading == "calculation" and row["name"].startswith("fact.")):
                continue  # depends on how the form was handed out
            message = f"{heading} 由 {OWN} 各列得出，手工改动没有采用"
            form.remarks.append(
                Remark("survey", row.number, heading, row[heading], message, "change_not_taken", is_problem=False)
            )
