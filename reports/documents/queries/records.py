"""From an inspection to the facts its 检查笔录 states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from checklists.inspections.models import Inspection
from checklists.inspections.queries import check_of, in_full, inspection_by_id, medium_of, whole_in_full
from checklists.inspections.rules import GROUP_NAMES
from checklists.templates.rules import Sheet
from reports.documents.models import Document
from reports.documents.queries.answers import methods_of, sections_of
from reports.documents.queries.documents import live_document, verification_of
from reports.documents.rendering.wording import write_day
from reports.documents.rules import (
    Authority,
    Companion,
    DocumentKind,
    Flag,
    HandSignature,
    Hazard,
    HazardGrade,
    InspectedUnit,
    InspectionRecord,
    Officer,
    Photo,
    PhotoSource,
    Position,
    RecordTexts,
    Refusal,
)
from reports.wording.queries import texts_on
from server.core.clock import beijing_day
from server.core.errors import NotFound
from server.units.agencies.queries import agency_by_id, is_police, name_on
from server.units.people.queries import people_by_id
from server.units.registry.queries.file import first_responsible_of
from server.units.registry.queries.lookups import site_names, unit_by_id

Json = dict[str, Any]
KINDS = {
    "periodic": "定期检查",
    "temporary": "临时检查",
    "special": "专项检查",
    "random": "随机抽查",
    "industry": "行业检查",
    "self": "单位自查",
}
_NOT_SHOWN = "记录中没有全部检查人员出示执法证件的确认。"


def record_facts(inspection: Inspection, document: Document) -> InspectionRecord:
    """Everything the paper says. Raises NotFound, TextMissing."""
    check = check_of(inspection)
    full = whole_in_full(check) if check else in_full(inspection)
    day = document.dated_on
    questions = {item["id"]: item["text"] for section in full["sections"] for item in section["items"]}
    photos, numbers = _photos(full["photos"], questions)
    by_role = _signatures(full["signatures"])
    unit = _unit(inspection)
    return InspectionRecord(
        authority=Authority(document.agency_name, name_on(document.agency_id, day).short_name),
        number=document.number,
        unit=unit,
        kind=KINDS[inspection.kind],
        template_title=full["template_version"]["title"],
        methods=methods_of(full),
        started_at=full["started_at"],
        ended_at=full["ended_at"],
        place=full["place"],
        officers=_officers(full),
        recorder=_recorder(inspection.record, full["officers"]),
        sections=sections_of(full, numbers, day),
        hazards=_hazards(full["hazards"], numbers),
        photos=photos,
        officer_signatures=tuple(by_role["officer"]),
        unit_signature=by_role["unit"][0] if by_role["unit"] else None,
        refusal=Refusal(**full["refusal"]) if full["refusal"] else None,
        companion=_companion(full),
        witness=full["refusal"]["witness"] if full["refusal"] else "",
        texts=_texts(inspection, document, unit.name, full),
        record_sha256=inspection.record_hash,
        verification=verification_of(document),
        opinion=full["opinion"],
        score=_score(full["score"]),
        result=_result(full),
        correction=_correction(inspection, full),
        parts=tuple(row.record_hash for _, row in sorted(check.latest.items())) if check else (),
        position=_position(full["position"]),
        flags=tuple(Flag(flag.detail, flag.severity == "breach") for flag in full["flags"]),
    )


def _unit(inspection: Inspection) -> InspectedUnit:
    unit, site = unit_by_id(inspection.unit_id), inspection.site_id
    head = first_responsible_of(unit.id, site)
    return InspectedUnit(
        name=unit.name,
        uscc=unit.uscc or "",
        address=unit.address,
        site=site_names([site]).get(site, "") if site else "",
        responsible_person=head.name if head else "",
    )


def _companion(full: Json) -> Companion | None:
    named = full["companion"]
    return Companion(named["name"], named.get("post") or "") if named else None


def _photos(listed: list[Json], questions: Mapping[str, str]) -> tuple[tuple[Photo, ...], dict[str, int]]:
    """Photos numbered through the document; the drawn-on copy is shown, the original's hash printed."""
    numbers = {photo["sha256"]: number for number, photo in enumerate(listed, 1)}
    photos = tuple(
        Photo(
            number=numbers[photo["sha256"]],
            sha256=photo["sha256"],
            image=medium_of(photo["inspection_id"], photo["rendered_sha256"] or photo["sha256"], "display")[0],
            source=PhotoSource(photo["source"]),
            taken_at=datetime.fromisoformat(photo["taken_at"]),
            caption=_caption(photo["item"], questions),
            position=_position(photo.get("position")),
            signature_valid=photo["signature_valid"],
        )
        for photo in {photo["sha256"]: photo for photo in listed}.values()
    )
    return photos, numbers


def _caption(item: str | None, questions: Mapping[str, str]) -> str:
    if not item:
        return ""
    return f"{questions[item]}（{item}）" if item in questions else item


def _signatures(listed: list[Json]) -> dict[str, list[HandSignature]]:
    numbers = people_by_id(UUID(item["person_id"]) for item in listed if item["person_id"])
    found: dict[str, list[HandSignature]] = {"officer": [], "unit": []}
    for item in listed:
        person = numbers.get(UUID(item["person_id"])) if item["person_id"] else None
        found[item["role"]].append(
            HandSignature(
                name=item["name"],
                image=medium_of(item["inspection_id"], item["sha256"], "display")[0],
                signed_at=datetime.fromisoformat(item["signed_at"]),
                certificate_no=(person.certificate_no or "") if person and item["role"] == "officer" else "",
            )
        )
    return found


def _officers(full: Json) -> tuple[Officer, ...]:
    posts = people_by_id(UUID(officer["person_id"]) for officer in full["officers"])
    return tuple(
        Officer(
            officer["name"],
            officer["certificate_no"] or "",
            posts[UUID(officer["person_id"])].post if UUID(officer["person_id"]) in posts else "",
        )
        for officer in full["officers"]
    )


def _recorder(record: Json, officers: list[Json]) -> str:
    chosen = [officer["name"] for officer in officers if officer["person_id"] == record.get("recorder_person_id")]
    return chosen[0] if chosen else ""


def _hazards(found: list[Json], numbers: Mapping[str, int]) -> tuple[Hazard, ...]:
    return tuple(
        Hazard(
            number=position,
            title=hazard["title"],
            grade=HazardGrade(hazard["grade"]),
            note=hazard["note"],
            bases=tuple(_basis(basis) for basis in hazard["bases"]),
            photo_numbers=tuple(numbers[sha256] for sha256 in hazard["photos"] if sha256 in numbers),
            item=hazard["item_id"],
        )
        for position, hazard in enumerate(found, 1)
    )


def _basis(basis: Json) -> str:
    mark = "（参考，已到期）" if basis["status"] == "lapsed" else ""
    return f"《{basis['title']}》{basis['article']}{mark}"


def _texts(inspection: Inspection, document: Document, unit_name: str, full: Json) -> RecordTexts:
    texts = texts_on(DocumentKind.INSPECTION_RECORD.value, beijing_day(inspection.received_at))
    companion = (full["companion"] or {}).get("name") or "被检查单位人员"
    names = "、".join(officer["name"] for officer in full["officers"])
    shown = all(officer["certificate_shown"] for officer in full["officers"])
    enough = len({officer["person_id"] for officer in full["officers"]}) > 1
    police = _is_police(document.agency_id)
    basis = "record.legal_basis" if police else "record.legal_basis_department"
    kind = KINDS[inspection.kind]
    notes = []
    if texts.has("record.reference_only") and any(b["status"] == "lapsed" for h in full["hazards"] for b in h["bases"]):
        notes.append(texts.say("record.reference_only"))
    sheet = Sheet({"sections": full["sections"]}, full["facts"], full["answers"])
    for group in sheet.uncovered_groups():
        reason = full["group_reasons"].get(group, "").rstrip("。")
        if reason and texts.has("record.group_not_covered"):
            notes.append(texts.say("record.group_not_covered", group=GROUP_NAMES[group], reason=reason))
    count = len(full["hazards"])
    return RecordTexts(
        purpose=texts.say("record.purpose")
        + texts.say(basis, unit_name=unit_name, inspection_kind=kind, authority=document.agency_name),
        certificates=texts.say("record.certificates_shown", officers=names, companion=companion)
        if shown and enough
        else _NOT_SHOWN,
        rights=texts.say("record.recusal_right"),
        hazards_lead=texts.say("record.hazards_found", hazard_count=count) if count else texts.say("record.no_hazard"),
        closing=_closing(texts, full, companion),
        notes=tuple(notes),
    )


def _closing(texts: Any, full: Json, companion: str) -> str:
    refusal = full["refusal"]
    if refusal:
        said = texts.say(
            "record.signature_refused",
            companion=companion,
            reason=refusal["reason"].rstrip("。"),
            witness=refusal["witness"] or "（未记录）",
        )
        return f"{said}{refusal.get('note') or ''}"
    if any(signature["role"] == "unit" for signature in full["signatures"]):
        return str(texts.say("record.read_and_confirmed"))
    return "记录中没有被检查单位的签名，也没有拒绝签名的记载。"


def _is_police(agency_id: UUID) -> bool:
    try:
        return is_police(agency_by_id(agency_id))
    except NotFound:
        return False


def _position(position: Json | None) -> Position | None:
    return Position(position["lat"], position["lon"], position.get("accuracy_metres")) if position else None


def _correction(inspection: Inspection, full: Json) -> str:
    """The paper that this one corrects, by its number once it has one."""
    if inspection.corrects_id is None:
        return ""
    first = inspection_by_id(inspection.corrects_id)
    earlier = live_document(DocumentKind.INSPECTION_RECORD, first.id)
    named = f"{earlier.number}检查笔录" if earlier else f"{write_day(beijing_day(first.received_at))}收到的检查记录"
    reason = full["correction_reason"].rstrip("。")
    return f"本笔录更正{named}（数据指纹 {first.record_hash[:16]}），原笔录保留。更正原因：{reason}。"


def _result(full: Json) -> str:
    """The whole sheet in words; the critical items that decided it are named."""
    if full["result"] == "fail":
        return f"不合格（关键项{'、'.join(full['failed_critical'])}不合格）"
    return {"partial": "部分不合格", "pass": "合格"}.get(full["result"] or "", "")


def _score(score: Json) -> str:
    return f"{score['earned']}分，满分{score['possible']}分" if score["possible"] else ""
