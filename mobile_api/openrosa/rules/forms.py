"""The form that Collect fills in: the checklist's rows, and after them what the law wants of every check.

Source: 行政处罚法 arts. 42, 55; 公安机关办理行政案件程序规定 arts. 52, 82, 86.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checklists.templates.rules import GROUPS
from checklists.xlsforms.rules import FormRows, survey_of

Json = dict[str, Any]
Cells = dict[str, str]

UNITS_FILE = "units.csv"
OFFICERS_FILE = "officers.csv"
KINDS = {
    "periodic": "定期检查",
    "temporary": "临时检查",
    "special": "专项检查",
    "random": "随机抽查",
    "industry": "行业检查",
}
_GROUPS = {"organisation": "机构人员配备与备案", "measures": "治安保卫措施落实", "facilities": "防范设施"}
_KIND_LIST = "closing.kinds"


def form_rows(definition: Json, number: int, *, by_unit: bool) -> FormRows:
    """All rows of the form of one version; a unit's own people sign alone and check themselves."""
    rows = survey_of(definition, units_file=UNITS_FILE, form_version=str(number))
    closing = [*_closing_of_unit()] if by_unit else [*_closing_of_officers()]
    choices = [{"list_name": _KIND_LIST, "name": name, "label": label} for name, label in KINDS.items()]
    survey = [*rows.survey, _row("begin_group", "closing", "收尾"), *closing, {"type": "end_group", "name": "closing"}]
    return FormRows(survey, [*rows.choices, *([] if by_unit else choices)], rows.settings)


def xform_of(definition: Json, number: int, *, by_unit: bool) -> str:
    """The XForm as Collect downloads it; about 20 ms for a checklist of fifteen items."""
    from pyxform.xls2xform import convert  # reads much: not when the program starts

    form: str = convert(form_rows(definition, number, by_unit=by_unit).for_pyxform(), validate=False).xform
    return form


def _closing_of_officers() -> Iterator[Cells]:
    yield _row(f"select_one {_KIND_LIST}", "closing.kind", "检查类型", hint="有任务的以任务为准", required="yes")
    yield _row("text", "closing.place", "检查地点")
    second = f"select_one_from_file {OFFICERS_FILE}"
    yield _row(second, "closing.second", "另一名检查人员", required="yes", appearance="minimal autocomplete")
    yield _row("select_one yes_no", "closing.certificates", "两名检查人员均已出示执法证件", required="yes")
    yield _row("text", "closing.companion", "陪同人姓名")
    yield _row("text", "closing.companion_post", "陪同人职务")
    for group in GROUPS:
        yield _row("text", f"closing.reason_{group}", f"“{_GROUPS[group]}”未检查的原因", hint="已检查的不填")
    yield from _ending()
    yield _signature("closing.signature1", "本人签名", required="yes")
    yield _signature("closing.signature2", "另一名检查人员签名", required="yes")
    yield _row("select_one yes_no", "closing.unit_signs", "被检查单位是否签名", required="yes")
    signs, refuses = "${closing.unit_signs} = 'yes'", "${closing.unit_signs} = 'no'"
    yield _row("text", "closing.unit_signer", "单位签名人姓名", required="yes", relevant=signs)
    yield {**_signature("closing.signature_unit", "单位签名", required="yes"), "relevant": signs}
    yield _row("text", "closing.refusal", "拒签原因", required="yes", relevant=refuses)
    yield _row("text", "closing.witness", "见证人姓名", required="yes", relevant=refuses)


def _closing_of_unit() -> Iterator[Cells]:
    yield _row("text", "closing.place", "自查地点")
    yield from _ending()
    yield _row("text", "closing.unit_signer", "签名人姓名", required="yes")
    yield _signature("closing.signature_unit", "签名", required="yes")


def _ending() -> Iterator[Cells]:
    yield _row("text", "closing.opinion", "检查意见")
    yield _row("geopoint", "closing.position", "位置", hint="取不到可以跳过")


def _signature(name: str, label: str, **more: str) -> Cells:
    return _row("image", name, label, appearance="signature", parameters="max-pixels=1024", **more)


def _row(type_: str, name: str, label: str, **more: str) -> Cells:
    return {"type": type_, "name": name, "label": label, **more}
