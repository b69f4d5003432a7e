"""What the server finds in a record. Every finding is a flag for a person; none of them bounces the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from checklists.inspections.rules.found import Flag
from checklists.inspections.rules.people import Qualified, check_officers, check_team, check_unit_side
from checklists.inspections.rules.records import Evidence, Submission
from checklists.templates.rules import ACCEPTING, LEVEL_FACT, OUTCOMES, Sheet, is_count

Json = dict[str, Any]

FIRST_RESPONSIBLE_ITEM = "GEN-01"
GROUP_NAMES = {"organisation": "机构人员配备与备案", "measures": "治安保卫措施落实", "facilities": "防范设施"}


@dataclass(frozen=True)
class Circumstances:
    """What the server knows beside the record itself."""

    template_state: str
    template_hash: str
    received_at: datetime
    clock_tolerance_seconds: int
    within_reach: bool
    assigned: bool | None  # None: the record names no task
    by_unit: bool  # handed in by people of a unit, not of an authority
    qualified: Mapping[UUID, Qualified]
    site_known: bool
    key_unit_level: int | None  # by the register
    lacks_first_responsible: bool
    task_ended: str | None = None  # done or cancelled before the record arrived


def examine(submission: Submission, sheet: Sheet, known: Circumstances) -> list[Flag]:
    """All findings, in the order a reader would look for them."""
    record = submission.shape
    return [
        *_check_origin(submission, known),
        *_check_clock(submission, known),
        *_check_template(record, known),
        *_check_people(record, known),
        *_check_answers(record, sheet),
        *_check_samples(record, sheet),
        *([] if record["part_of"] else check_groups(record, sheet)),
        *_check_photos(record, submission.evidence),
        *_check_register(sheet, known),
    ]


def _check_origin(submission: Submission, known: Circumstances) -> Iterator[Flag]:
    if submission.evidence.signature_valid is None:
        yield Flag("unsigned", f"由 {submission.evidence.device_name} 提交，没有设备签名", severity="warning")
    elif not submission.evidence.signature_valid:
        yield Flag("signature_invalid", "记录的设备签名无效，内容可能被改动")
    if not submission.evidence.account_active:
        yield Flag("device_revoked", "提交设备已停用")
    if not known.within_reach:
        yield Flag("out_of_reach", "提交时该单位已不在检查人员管辖范围内", severity="warning")
    if known.assigned is False:
        yield Flag("task_of_another", "任务未指派给提交人，或不是对该单位的任务", severity="warning")
    if known.task_ended and not submission.shape["corrects_id"]:
        word = "取消" if known.task_ended == "cancelled" else "完成"
        yield Flag("task_finished", f"收到记录时任务已{word}", severity="warning")
    if (submission.shape["kind"] == "self") != known.by_unit:
        yield Flag("kind_mismatch", "检查类型与提交人身份不符：自查由单位提交，检查由执法人员提交")
    if not known.site_known:
        yield Flag("unknown_site", "场所不属于该单位")


def _check_clock(submission: Submission, known: Circumstances) -> Iterator[Flag]:
    record, offset = submission.shape, submission.evidence.clock_offset_seconds
    if offset is not None and abs(offset) > known.clock_tolerance_seconds:
        way = "快" if offset > 0 else "慢"
        yield Flag("clock_off", f"手机时钟比服务器{way}约 {_spoken(offset)}", severity="warning")
    if submission.evidence.clock_token_valid is False:
        yield Flag("clock_token_invalid", "时间凭证无效", severity="warning")
    if record["ended_at"] < record["started_at"]:
        yield Flag("ended_before_start", "结束时间早于开始时间")


def _spoken(seconds: float) -> str:
    seconds = abs(seconds)
    if seconds >= 172_800:
        return f"{seconds / 86_400:.0f} 天"
    return f"{seconds / 3600:.1f} 小时" if seconds >= 7200 else f"{seconds / 60:.0f} 分钟"


def _check_template(record: Json, known: Circumstances) -> Iterator[Flag]:
    if record["template_hash"] != known.template_hash:
        yield Flag("template_hash_mismatch", "填写所用检查表内容与登记版本不一致")
    if known.template_state == "closing":
        yield Flag("template_closing", "检查表版本已停止下发", severity="warning")
    elif known.template_state not in ACCEPTING:
        yield Flag("template_closed", "检查表版本已停用")


def _check_people(record: Json, known: Circumstances) -> Iterator[Flag]:
    """A part of a check is judged with the other parts, where team and signatures are those of the whole."""
    is_whole = record["part_of"] is None
    if record["kind"] != "self":
        team = list(check_team(record)) if is_whole else []
        yield from (flag for flag in team if flag.code == "officers_too_few")
        yield from check_officers(record, known.qualified)
        yield from (flag for flag in team if flag.code != "officers_too_few")
    if is_whole:
        yield from check_unit_side(record)


def _check_answers(record: Json, sheet: Sheet) -> Iterator[Flag]:
    for id in record["answers"].keys() - sheet.items.keys():
        yield Flag("unknown_item", "检查表没有这一项", id)
    if record["part_of"] is None:
        yield from check_unanswered(sheet)
    for item in sheet.items.values():
        if item["id"] not in record["answers"]:
            continue
        if not sheet.applies(item):
            if sheet.is_answered(item):
                yield Flag("not_applicable_answered", "按条件不适用的项目却有作答", item["id"], "warning")
            continue
        if sheet.is_answered(item) and not is_legal(item, record["answers"][item["id"]]["value"]):
            yield Flag("value_illegal", "答案不在允许范围内", item["id"])
        for kind in sheet.missing_evidence(item):
            yield Flag(f"{kind}_missing", {"photo": "缺少照片", "note": "缺少说明"}[kind], item["id"])
    if record["score"] != sheet.score():
        yield Flag("score_mismatch", "手机计算的得分与服务器重算不一致，以重算为准", severity="warning")


def check_unanswered(sheet: Sheet) -> Iterator[Flag]:
    for item in sheet.unanswered():
        yield Flag("required_unanswered", "必填项未作答", item["id"])


def _check_samples(record: Json, sheet: Sheet) -> Iterator[Flag]:
    for item in sheet.too_small_samples():
        checked, least = record["answers"][item["id"]]["value"]["checked"], item["min_checked"]
        yield Flag("sample_too_small", f"抽查 {checked}，少于规定的 {least}", item["id"])


def is_legal(item: Json, value: Any) -> bool:
    """Whether a value is one that the item allows."""
    if item["kind"] == "verdict":
        return value in OUTCOMES
    if item["kind"] == "choice":
        return value in {option["value"] for option in item.get("options", ())}
    if item["kind"] == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        return item.get("min", value) <= value <= item.get("max", value)
    if item["kind"] == "sample":
        return is_count(value)
    return isinstance(value, str) and len(value) <= 2000


def check_groups(record: Json, sheet: Sheet) -> Iterator[Flag]:
    """Every police inspection covers the three groups, or says why not. Source: JN-2.3.3d."""
    if record["kind"] == "self":
        return
    for group in sheet.uncovered_groups():
        if not record.get("group_reasons", {}).get(group, "").strip():
            yield Flag("group_uncovered", f"“{GROUP_NAMES[group]}”未检查且未说明原因", group)


def _check_photos(record: Json, evidence: Evidence) -> Iterator[Flag]:
    listed = {photo["sha256"] for photo in record["photos"]}
    for id, answer in record["answers"].items():
        if unlisted := set(answer["photos"]) - listed:
            yield Flag("photo_unlisted", f"引用了 {len(unlisted)} 张没有登记的照片", id)
    for photo in record["photos"]:
        if evidence.photo_signatures.get(photo["sha256"]) is False:
            yield Flag("photo_signature_invalid", f"照片 {photo['sha256'][:12]}… 的签名无效", photo["item"])


def _check_register(sheet: Sheet, known: Circumstances) -> Iterator[Flag]:
    if sheet.has_levels() and sheet.facts.get(LEVEL_FACT) != known.key_unit_level:
        yield Flag("level_mismatch", "填写时的重点单位等级与登记不一致，应查项目可能不同", severity="warning")
    item = sheet.items.get(FIRST_RESPONSIBLE_ITEM)
    if known.lacks_first_responsible and item and sheet.outcome(item) == "pass":
        yield Flag("register_disagrees", "登记库中没有现任第一责任人，与答案不一致", FIRST_RESPONSIBLE_ITEM, "warning")
