"""What the server finds in a record. Every finding is a flag for a person; none of them bounces the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checklists.hazards.rules import HazardDraft
from checklists.templates.rules import ACCEPTING, OUTCOMES, Sheet
from server.core.clock import beijing_day

Json = dict[str, Any]

GROUP_NAMES = {"organisation": "机构人员配备与备案", "measures": "治安保卫措施落实", "facilities": "防范设施"}
FIRST_RESPONSIBLE_ITEM = "GEN-01"
COLUMNS_OF_RECORD = (
    "id", "kind", "task_id", "unit_id", "site_id", "template_version_id", "started_at", "ended_at", "recorded_at",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What the phone's key and clock prove about a record, found out by whoever received it."""

    device_id: UUID
    device_name: str
    signature_valid: bool
    photo_signatures: dict[str, bool] = field(default_factory=dict)  # sha256 → valid
    clock_offset_seconds: float | None = None  # the phone's claim minus our best estimate; None: no token
    clock_token_valid: bool | None = None
    account_active: bool = True  # and the device not revoked


@dataclass(frozen=True)
class Submission:
    """A record as it came: ``record`` is what was signed, word for word; ``shape`` is the same, read."""

    record: Json
    shape: Json
    record_hash: str
    evidence: Evidence


@dataclass(frozen=True)
class Flag:
    """One finding; a breach is against a rule, a warning is something to look at."""

    code: str
    detail: str
    item: str | None = None
    severity: str = "breach"


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
    qualified: Mapping[UUID, tuple[str, str]]  # officer → name and certificate no, for those valid on the day
    site_known: bool
    lacks_first_responsible: bool


def examine(submission: Submission, sheet: Sheet, known: Circumstances) -> list[Flag]:
    """All findings, in the order a reader would look for them."""
    record = submission.shape
    return [
        *_check_origin(submission, known),
        *_check_clock(submission, known),
        *_check_template(record, known),
        *_check_people(record, known),
        *_check_answers(record, sheet),
        *_check_groups(record, sheet),
        *_check_photos(record, submission.evidence),
        *_check_register(sheet, known),
    ]


def _check_origin(submission: Submission, known: Circumstances) -> Iterator[Flag]:
    if not submission.evidence.signature_valid:
        yield Flag("signature_invalid", "记录的设备签名无效，内容可能被改动")
    if not submission.evidence.account_active:
        yield Flag("device_revoked", "提交设备已停用")
    if not known.within_reach:
        yield Flag("out_of_reach", "提交时该单位已不在检查人员管辖范围内", severity="warning")
    if known.assigned is False:
        yield Flag("task_of_another", "任务未指派给提交人，或不是对该单位的任务", severity="warning")
    if (submission.shape["kind"] == "self") != known.by_unit:
        yield Flag("kind_mismatch", "检查类型与提交人身份不符：自查由单位提交，检查由执法人员提交")
    if not known.site_known:
        yield Flag("unknown_site", "场所不属于该单位")


def inspected_on(submission: Submission, received_at: datetime, tolerance_seconds: int) -> date:
    """The Beijing day of the check: by the phone's clock where that can be believed, never after the delivery."""
    offset = submission.evidence.clock_offset_seconds
    believed = offset is None or abs(offset) <= tolerance_seconds
    return beijing_day(min(submission.shape["ended_at"], received_at) if believed else received_at)


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
    """Two officers, certificates shown, signatures or a noted refusal.

    Source: 行政处罚法 arts. 42, 55; 公安机关办理行政案件程序规定 arts. 52, 82, 86.
    """
    if record["kind"] != "self":
        yield from _check_officers(record, known)
    if "unit" not in [signature["role"] for signature in record["signatures"]]:
        refusal = record["refusal"]
        if refusal is None:
            yield Flag("unit_signature_missing", "被检查单位未签名，也未记录拒签")
        elif not refusal["witness"].strip():
            yield Flag("refusal_without_witness", "拒签未记录见证人")


def _check_officers(record: Json, known: Circumstances) -> Iterator[Flag]:
    officers = record["officers"]
    if len({officer["person_id"] for officer in officers}) < 2:
        yield Flag("officers_too_few", "检查人员少于两名")
    for number, officer in enumerate(officers):
        if officer["person_id"] not in known.qualified:
            yield Flag("officer_unqualified", f"第 {number + 1} 名检查人员当日没有有效执法证件")
        elif (officer["name"], officer["certificate_no"]) != known.qualified[officer["person_id"]]:
            yield Flag("certificate_mismatch", f"第 {number + 1} 名检查人员姓名或证件号与登记不符")
        if not officer["certificate_shown"]:
            yield Flag("certificate_not_shown", f"第 {number + 1} 名检查人员未记录出示证件")
    signed = {signature["person_id"] for signature in record["signatures"] if signature["role"] == "officer"}
    if unsigned := [officer for officer in officers if officer["person_id"] not in signed]:
        yield Flag("officer_signature_missing", f"{len(unsigned)} 名检查人员未签名")


def _check_answers(record: Json, sheet: Sheet) -> Iterator[Flag]:
    for id in record["answers"].keys() - sheet.items.keys():
        yield Flag("unknown_item", "检查表没有这一项", id)
    for item in sheet.unanswered():
        yield Flag("required_unanswered", "必填项未作答", item["id"])
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
    return isinstance(value, str) and len(value) <= 2000


def _check_groups(record: Json, sheet: Sheet) -> Iterator[Flag]:
    """Every police inspection covers the three groups, or says why not. Source: JN-2.3.3d."""
    if record["kind"] == "self":
        return
    for group in sheet.uncovered_groups():
        if not record["group_reasons"].get(group, "").strip():
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
    item = sheet.items.get(FIRST_RESPONSIBLE_ITEM)
    if known.lacks_first_responsible and item and sheet.outcome(item) == "pass":
        yield Flag("register_disagrees", "登记库中没有现任第一责任人，与答案不一致", FIRST_RESPONSIBLE_ITEM, "warning")


def hazards_of(record: Json, sheet: Sheet, known: Circumstances) -> list[HazardDraft]:
    """Each failed item is a hazard; so is a first-responsible person whom the register lacks. Source: JN-2.2.1a."""
    drafts = []
    for item in sheet.failed():
        answer = record["answers"][item["id"]]
        note = answer.get("note", "").strip()
        found = f"（实为 {answer['value']}{item.get('unit', '')}）" if item["kind"] == "number" else ""
        title = f"不符合“{item['text']}”{found}"  # items say what is right; a hazard says that it is not
        drafts.append(HazardDraft(item["id"], title, note, item["grade"], item["bases"], list(answer["photos"])))
    if known.lacks_first_responsible and FIRST_RESPONSIBLE_ITEM not in {draft.item_id for draft in drafts}:
        known_item = sheet.items.get(FIRST_RESPONSIBLE_ITEM)
        bases = known_item["bases"] if known_item else [{"basis": "state-council-421", "article": "第五条"}]
        drafts.append(
            HazardDraft(
                FIRST_RESPONSIBLE_ITEM, "未明确治安保卫工作第一责任人", "登记库中没有现任第一责任人", "general", bases
            )
        )
    return drafts


@dataclass(frozen=True)
class ExpectedFile:
    """One file that a record names: a photo, its drawn-on copy, a signature."""

    sha256: str
    purpose: str  # photo, rendered, signature
    bytes: int
    media_type: str


def files_of(record: Json) -> list[ExpectedFile]:
    """Every file the record names, each hash once."""
    named = [ExpectedFile(p["sha256"], "photo", p["bytes"], p["media_type"]) for p in record["photos"]]
    named += [
        ExpectedFile(p["rendered"]["sha256"], "rendered", p["rendered"]["bytes"], p["rendered"]["media_type"])
        for p in record["photos"]
        if p["rendered"]
    ]
    named += [
        ExpectedFile(s["image"]["sha256"], "signature", s["image"]["bytes"], s["image"]["media_type"])
        for s in record["signatures"]
    ]
    first: dict[str, ExpectedFile] = {}
    for file in named:
        first.setdefault(file.sha256, file)
    return list(first.values())
