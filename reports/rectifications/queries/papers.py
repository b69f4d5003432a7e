"""From the acts of a hazard's life to the facts their papers state; sentences of law are chosen by the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from checklists.hazards.models import (
    Hazard,
    HazardExtensionDecision,
    HazardExtensionRequest,
    HazardHandover,
    HazardRecheck,
    HazardRecheckFinding,
)
from checklists.hazards.queries.lives import lives_of, lives_within_reach
from reports.documents.queries import document_by_id, documents_of_subjects
from reports.documents.rendering.wording import write_day, write_sentence
from reports.documents.rules import (
    Authority,
    DocumentKind,
    ExtensionReply,
    HazardGrade,
    InspectedUnit,
    Officer,
    RecheckOpinion,
    RectificationReport,
    Rectified,
    TransferLetter,
    Verification,
)
from reports.letters.queries.terms import answer_due_on
from reports.letters.rules import TERM
from reports.rectifications.queries.photos import Album
from reports.rectifications.rules import conclusion_of, result_words
from reports.rulings.models import OrderSigning
from reports.wording.queries import texts_on
from server.core import clock
from server.core.clock import beijing_day
from server.core.permissions import SYSTEM, Actor
from server.units.agencies.queries import name_on
from server.units.people.queries import people_by_id
from server.units.registry.queries.file import first_responsible_of
from server.units.registry.queries.lookups import site_names, unit_by_id

Json = dict[str, Any]
ORDER_NAME = "《责令限期整改治安隐患通知书》"


def extension_facts(
    decision: HazardExtensionDecision, person_id: UUID, agency_id: UUID, number: str, verification: Verification
) -> ExtensionReply:
    """同意（不同意）延期整改通知书. Raises TextMissing."""
    request = HazardExtensionRequest.get_by_id(decision.request_id)
    hazard = Hazard.get_by_id(request.hazard_id)
    day = beijing_day(decision.at)
    texts = texts_on(DocumentKind.EXTENSION_REPLY.value, day)
    order_number = _order_numbers([hazard]).get(hazard.order_id, "")
    values = {
        "asked_on": write_day(beijing_day(request.at)),
        "order_name": _order_name([order_number] if order_number else []),
        "reasons": write_sentence(request.reasons),
        "old_deadline_on": write_day(request.deadline_on),
        "new_deadline_on": write_day(decision.new_deadline_on or request.deadline_on),
        "reason": write_sentence(decision.reason),
        "interim_measures": write_sentence(request.interim_measures),
    }
    codes = ["extension.request_lead", "extension.granted" if decision.granted else "extension.refused"]
    codes += ["extension.interim"] if decision.granted else []
    return ExtensionReply(
        authority=_authority(agency_id, day),
        number=number,
        unit=_unit(hazard.unit_id, hazard.site_id),
        granted=decision.granted,
        paragraphs=tuple(texts.say(code, **values) for code in [*codes, "extension.still"] if texts.has(code)),
        hazards=(write_sentence(hazard.title),),
        officer=_officer(person_id, decision.by_name),
        order_number=order_number,
        decided_on=day,
        verification=verification,
        copies=texts.say("extension.copies"),
    )


def recheck_facts(
    visit: HazardRecheck, _person_id: UUID, agency_id: UUID, number: str, verification: Verification
) -> RecheckOpinion:
    """复查意见书, with photos before and after. Raises TextMissing."""
    findings = list(
        HazardRecheckFinding.select()
        .where(HazardRecheckFinding.recheck_id == visit.id)
        .order_by(HazardRecheckFinding.id)
    )
    hazards = {row.id: row for row in Hazard.select().where(Hazard.id.in_([one.hazard_id for one in findings]))}
    day = beijing_day(visit.at)
    texts = texts_on(DocumentKind.RECHECK_OPINION.value, day)
    authority = _authority(agency_id, day)
    numbers = list(dict.fromkeys(_order_numbers(list(hazards.values())).values()))
    lead = "recheck.lead" if numbers else "recheck.lead_without_order"
    passed = sum(one.passed for one in findings)
    site_ids = {hazard.site_id for hazard in hazards.values()}
    return RecheckOpinion(
        authority=authority,
        number=number,
        unit=_unit(visit.unit_id, next(iter(site_ids)) if len(site_ids) == 1 else None),
        officers=tuple(Officer(one["name"], one["certificate_no"] or "") for one in visit.officers),
        order_numbers=tuple(numbers),
        lead=texts.say(
            lead,
            checked_on=write_day(beijing_day(visit.checked_at)),
            authority=authority.name,
            order_names=_order_name(numbers),
        ),
        hazards=_rechecked(findings, hazards),
        conclusion=tuple(
            texts.say(code, count=len(findings), passed=passed, failed=len(findings) - passed)
            for code in conclusion_of(passed, len(findings))
            if texts.has(code)
        ),
        checked_at=visit.checked_at,
        decided_on=day,
        verification=verification,
        copies=texts.say("recheck.copies"),
    )


def transfer_facts(
    handover: HazardHandover, _person_id: UUID, agency_id: UUID, number: str, verification: Verification
) -> TransferLetter:
    """移送函. Raises TextMissing. Source: LN-29."""
    hazard = Hazard.get_by_id(handover.hazard_id)
    day = beijing_day(handover.at)
    texts = texts_on(DocumentKind.TRANSFER_LETTER.value, day)
    unit = _unit(hazard.unit_id, hazard.site_id)
    values = {
        "found_on": write_day(hazard.found_on),
        "unit": unit.name,
        "title": hazard.title.rstrip("。"),
        "note": write_sentence(hazard.note),
        "reference": handover.reference,
        "reason": write_sentence(handover.reason),
    }
    codes = ("transfer.found", "transfer.reason", "transfer.reply", TERM)
    if due_on := answer_due_on(day):
        values["due_on"] = write_day(due_on)
    (life,) = lives_of([hazard], SYSTEM)
    return TransferLetter(
        authority=_authority(agency_id, day),
        number=number,
        addressee=handover.agency_name,
        reference=handover.reference,
        unit=unit,
        paragraphs=tuple(texts.say(code, **values) for code in codes if texts.has(code)),
        decided_on=day,
        verification=verification,
        photos=Album().shown(hazard, life["attachments"]),
    )


def report_facts(actor: Actor, hazard_ids: Sequence[UUID], report_id: UUID) -> RectificationReport:
    """What a unit did about its hazards, with photos side by side. Raises NotFound. Source: JN-2.2.6a."""
    lives = lives_within_reach(actor, hazard_ids)
    rows = {row.id: row for row in Hazard.select().where(Hazard.id.in_(list(hazard_ids)))}
    album = Album()
    first = rows[lives[0]["id"]]
    return RectificationReport(
        id=report_id,
        unit=_unit(first.unit_id, first.site_id),
        hazards=tuple(
            _rectified(number, rows[life["id"]], life, album, result=result_words(life["state"]))
            for number, life in enumerate(lives, 1)
        ),
        made_at=clock.now(),
        made_by=actor.name,
    )


def _rechecked(findings: list[HazardRecheckFinding], hazards: dict[UUID, Hazard]) -> tuple[Rectified, ...]:
    album, rows = Album(), [hazards[one.hazard_id] for one in findings]
    lives = {life["id"]: life for life in lives_of(rows, SYSTEM)}
    return tuple(
        _rectified(
            number,
            hazards[one.hazard_id],
            lives[one.hazard_id],
            album,
            result="复查合格" if one.passed else "复查不合格",
            note=one.note,
            next_step=f"整改期限改为{write_day(one.new_deadline_on)}。" if one.new_deadline_on else "",
        )
        for number, one in enumerate(findings, 1)
    )


def _rectified(number: int, hazard: Hazard, life: Json, album: Album, **more: str) -> Rectified:
    """A hazard with the latest that the unit reported of it."""
    latest = life["rectifications"][-1] if life["rectifications"] else None
    return Rectified(
        number=number,
        title=hazard.title,
        grade=HazardGrade(hazard.grade),
        found_on=hazard.found_on,
        measure=latest["measure"] if latest else "",
        done_on=latest["done_on"] if latest else None,
        responsible=latest["responsible"] if latest else "",
        pairs=album.pairs(hazard, life["attachments"], latest),
        **more,
    )


def _order_numbers(hazards: Sequence[Hazard]) -> dict[UUID, str]:
    """Numbers of the orders that the hazards are under, by order."""
    ids = {hazard.order_id for hazard in hazards if hazard.order_id}
    signings = OrderSigning.select().where(OrderSigning.order_id.in_(list(ids)))
    return {signing.order_id: document_by_id(signing.document_id).number for signing in signings}


def _order_name(numbers: Sequence[str]) -> str:
    return "、".join(f"{ORDER_NAME}（{number}）" for number in numbers) or ORDER_NAME


def _authority(agency_id: UUID, day: date) -> Authority:
    name = name_on(agency_id, day)
    return Authority(name.name, name.short_name)


def _officer(person_id: UUID, name: str) -> Officer:
    person = people_by_id([person_id]).get(person_id)
    return Officer(name, (person.certificate_no if person else "") or "")


def _unit(unit_id: UUID, site_id: UUID | None) -> InspectedUnit:
    unit, head = unit_by_id(unit_id), first_responsible_of(unit_id, site_id)
    return InspectedUnit(
        name=unit.name,
        uscc=unit.uscc or "",
        address=unit.address,
        site=site_names([site_id]).get(site_id, "") if site_id else "",
        responsible_person=head.name if head else "",
    )


def papers_of(actor: Actor, hazard_id: UUID) -> list[Json]:
    """The papers of one hazard's life, the oldest first, in the shape of documents. Raises NotFound.

    The order's own paper is named by the order.
    """
    (life,) = lives_within_reach(actor, [hazard_id])
    decided = HazardExtensionDecision.select(HazardExtensionDecision.id).where(
        HazardExtensionDecision.request_id.in_([one["id"] for one in life["extensions"]])
    )
    subjects = {
        DocumentKind.RECTIFICATION_ORDER: [life["order_id"]] if life["order_id"] else [],
        DocumentKind.EXTENSION_REPLY: [row.id for row in decided],
        DocumentKind.RECHECK_OPINION: [one["id"] for one in life["rechecks"]],
        DocumentKind.TRANSFER_LETTER: [life["handover"]["id"]] if life["handover"] else [],
    }
    found = [shape for kind, ids in subjects.items() for shape in documents_of_subjects(kind, ids).values()]
    return sorted(found, key=lambda shape: shape["id"])
