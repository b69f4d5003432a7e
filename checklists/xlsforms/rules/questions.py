"""One question as an item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checklists.xlsforms.rules import cells
from checklists.xlsforms.rules.columns import ITEM_COLUMNS, OPTIONAL, Column
from checklists.xlsforms.rules.expressions import NotUnderstood, limits_of, predicate_of
from checklists.xlsforms.rules.forms import OWN, OWN_CHOICE, VERDICTS, Row
from checklists.xlsforms.rules.naming import Names
from checklists.xlsforms.rules.remarks import Remark

Json = dict[str, Any]

FACT_KINDS = {"select_one": "boolean", "integer": "integer"}
KINDS = {"integer": "number", "decimal": "number", "range": "number", "text": "text", "select_one": "choice"}
#: Answered by the record itself, or only shown.
NOT_ASKED = {
    "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "note", "calculate", "hidden",
    "start-geopoint", "background-audio", "simserial", "subscriberid",
}  # fmt: skip
#: Texts that mean a verdict in other people's lists.
_VERDICTS = {
    "pass": "pass", "合格": "pass", "yes": "pass", "是": "pass", "ok": "pass", "符合": "pass",
    "fail": "fail", "不合格": "fail", "no": "fail", "否": "fail", "不符合": "fail",
    "na": "na", "n/a": "na", "不适用": "na", "不涉及": "na",
}  # fmt: skip
_EVIDENCE = {"image": "图片", "audio": "录音", "video": "录像", "file": "文件", "signature": "签名"}


class QuestionReader:
    """Reads questions, with the lists they choose from."""

    def __init__(self, choices: Sequence[Row], remarks: list[Remark], names: Names) -> None:
        self._remarks = remarks
        self._names = names
        self._lists: dict[str, list[Row]] = {}
        for row in choices:
            self._lists.setdefault(row["list_name"].strip(), []).append(row)

    def read(self, row: Row, text: str, help: str) -> Json | None:
        """The item; None for what is asked of nobody, or cannot be asked here (with a remark)."""
        kind = row.own("kind") or self._kind(row)
        if kind is None:
            return None
        id = self._names.item_id(row)
        if not row.own("part"):
            self._assume(row, "name", f"作为项目 {id}；等级、分值、依据和取证按默认值，请补充", "item_assumed")
        own = own_fields(row, "survey", ITEM_COLUMNS, self._remarks)
        item: Json = {"id": id, "text": text or id, "help": help, **own, "kind": kind}
        item["evidence"] = {"on_fail": own.pop("evidence_on_fail"), "always": own.pop("evidence_always")}
        del item["evidence_on_fail"], item["evidence_always"]
        if kind == "choice" and "options" not in item:
            item["options"] = self._options(row)
        if not row.own("part"):
            self._take_bindings(row, item)
        return item

    def _kind(self, row: Row) -> str | None:
        type_ = row["type"].split(" ")[0].strip()
        if type_ in NOT_ASKED:
            return None
        if type_ in _EVIDENCE:
            self._assume(row, "type", f"{_EVIDENCE[type_]}题没有采用：取证要求写在项目上", "evidence_question_dropped")
            return None
        if type_ == "select_one" and self._is_verdict(row):
            return "verdict"
        if type_ in KINDS:
            return KINDS[type_]
        if type_ in {"date", "time", "datetime", "dateTime", "barcode"}:
            self._assume(row, "type", f"{type_} 题按文字处理", "type_assumed")
            return "text"
        self._assume(row, "type", f"没有与 {type_} 对应的项目类型，这一题没有采用", "question_dropped")
        return None

    def _is_verdict(self, row: Row) -> bool:
        values = {one["name"].strip() for one in self._lists.get(list_name_of(row), ())}
        return list_name_of(row) == VERDICTS or (values >= {"pass", "fail"} and values <= {"pass", "fail", "na"})

    def _options(self, row: Row) -> list[Json]:
        rows = self._lists.get(list_name_of(row), [])
        if not rows:
            self._remarks.append(
                Remark("survey", row.number, "type", row["type"], "choices 里没有这个选项表", "unknown_list")
            )
        return [self._option(row, one) for one in rows]

    def _option(self, question: Row, row: Row) -> Json:
        value, label = row["name"].strip(), row["label"].strip()
        try:
            label = cells.text_of(row["label"], row[OWN_CHOICE + "label"])
        except ValueError:
            self._problem_of(row, OWN_CHOICE + "label", "choices")
        verdict: str | None = row[OWN_CHOICE + "verdict"] or None
        if not question.own("part"):
            verdict = _VERDICTS.get(label.lower(), _VERDICTS.get(value.lower()))
            spoken = {"pass": "合格", "fail": "不合格", "na": "不适用", None: "不作判定"}[verdict]
            message = f"选项“{label}”按{spoken}处理"
            self._remarks.append(Remark("choices", row.number, "label", label, message, "verdict_assumed", False))
        return {"value": value, "label": label or value, "verdict": verdict}

    def _take_bindings(self, row: Row, item: Json) -> None:
        """What other forms say in XPath, as far as we can say it."""
        try:
            item["required"] = cells.from_yes(row["required"] or "no")
        except ValueError:
            self._assume(row, "required", "有条件的必填没有采用，按选填处理", "required_assumed")
        if row["constraint"] and item["kind"] == "number":
            try:
                item.update(limits_of(row["constraint"]))
            except NotUnderstood:
                self._assume(row, "constraint", "这一限制没有采用", "constraint_dropped")
        elif row["constraint"]:
            self._assume(row, "constraint", "这一限制没有采用", "constraint_dropped")
        if row["relevant"]:
            try:
                item["applies_if"] = predicate_of(row["relevant"], self._names.leaf)
            except (NotUnderstood, KeyError):
                self._assume(row, "relevant", "这一显示条件没有采用，按始终检查处理", "condition_dropped")

    def _assume(self, row: Row, column: str, message: str, code: str) -> None:
        self._remarks.append(Remark("survey", row.number, column, row[column], message, code, is_problem=False))

    def _problem_of(self, row: Row, column: str, sheet: str) -> None:
        self._remarks.append(Remark(sheet, row.number, column, row[column], "内容格式有误", "bad_cell"))


def own_fields(row: Row, sheet: str, columns: Sequence[Column], remarks: list[Remark]) -> Json:
    """The fields that our own columns give, with defaults; a cell that cannot be read is a problem."""
    fields: Json = {}
    for column in columns:
        cell, key = row.own(column.name), column.name if column.key == "evidence" else column.key
        if not cell.strip():
            if column.default is not OPTIONAL:
                fields[key] = list(column.default) if column.default == () else column.default
            if column.said and row.own("part"):
                value, heading = "", OWN + column.name
                remarks.append(Remark(sheet, row.number, heading, value, column.said, "default_used", False))
            continue
        try:
            fields[key] = column.read(cell)
        except (ValueError, RecursionError, OverflowError):
            heading = OWN + column.name
            remarks.append(Remark(sheet, row.number, heading, cell, "内容格式有误", "bad_cell"))
    if more := row.own("more"):
        try:
            fields |= cells.from_object(more)
        except (ValueError, RecursionError):
            remarks.append(Remark(sheet, row.number, OWN + "more", more, "内容格式有误", "bad_cell"))
    return fields


def list_name_of(row: Row) -> str:
    """The list that a select_one chooses from; `or_other` and the like follow it."""
    return [*row["type"].split(), "", ""][1]
