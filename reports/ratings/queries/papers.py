"""What decisions, downgrades, answers to appeals and certificates say; the sentences are those of their day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from reports.documents.rendering.wording import write_day, write_sentence
from reports.documents.rules import (
    Authority,
    DocumentKind,
    HonourCertificate,
    OfficialDocument,
    Paragraph,
    Table,
    Verification,
)
from reports.ratings.models import (
    RatingAppeal,
    RatingDecision,
    RatingDowngrade,
    RatingReview,
    RatingRound,
    RatingScheme,
    RatingVeto,
    UnitRating,
)
from reports.ratings.rules.schemes import NO_GRADE_NAME
from reports.wording.queries import texts_on
from server.core.clock import beijing_day
from server.units.agencies.queries import agencies_by_id, name_on
from server.units.bases.queries import resolve_known_bases
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_by_id

_FORM = "rating_decision"
_SENTENCES = {"first": "granted", "up": "moved", "down": "moved", "kept": "kept", "refused": "refused"}


def decision_facts(row: RatingDecision, number: str, verification: Verification) -> OfficialDocument:
    """The decision upon an application, with what each side scored. Raises TextMissing."""
    unit, round = unit_by_id(row.unit_id), RatingRound.get_by_id(row.round_id)
    scheme, texts = RatingScheme.get_by_id(round.scheme_id), texts_on(_FORM, row.decided_on)
    reviews = list(RatingReview.select().where(RatingReview.id.in_(row.review_ids)).order_by(RatingReview.id))
    names = agencies_by_id(review.agency_id for review in reviews)
    sentence = texts.say(
        f"rating_decision.{_SENTENCES[row.direction]}",
        unit=unit.name,
        grade=row.grade_name,
        before=row.before or NO_GRADE_NAME,
        day=write_day(row.decided_on),
    )
    lead = texts.say(
        "rating_decision.lead",
        basis=_basis(scheme),
        scheme=scheme.title,
        sides="、".join(names[review.agency_id].name for review in reviews),
        body=scheme.body_name,
        unit=unit.name,
        year=round.year,
    )
    blocks = (
        Paragraph(lead),
        Paragraph(sentence),
        Paragraph(
            texts.say("rating_decision.reason", points=_points(row.points_x100), reason=write_sentence(row.reason))
        ),
        Table(
            ("评审部门", "得分", "意见"),
            tuple((names[r.agency_id].name, _points(r.points_x100), r.opinion) for r in reviews),
            widths=(5, 2, 7),
            numeric=(1,),
        ),
        Paragraph(texts.say("rating_decision.appeal", until=write_day(row.appeal_until_on))),
    )
    return _paper(
        unit,
        row.agency_id,
        row.decided_on,
        f"关于{unit.name}{round.year}年度平安单位评定的决定",
        blocks,
        number,
        verification,
    )


def downgrade_facts(row: RatingDowngrade, number: str, verification: Verification) -> OfficialDocument:
    """The decision that lowers a grade after a veto. Raises TextMissing."""
    unit, veto, day = unit_by_id(row.unit_id), RatingVeto.get_by_id(row.veto_id), lowered_on(row)
    scheme, texts = RatingScheme.get_by_id(veto.scheme_id), texts_on(_FORM, day)
    sentence = texts.say(
        "rating_decision.downgrade",
        unit=unit.name,
        occurred_on=write_day(veto.occurred_on),
        reason=row.reason.rstrip("。"),
        scheme=scheme.title,
        day=write_day(day),
        before=row.before,
        after=row.after,
    )
    blocks = (
        Paragraph(sentence),
        Paragraph(texts.say("rating_decision.appeal", until=write_day(row.appeal_until_on))),
    )
    return _paper(unit, row.agency_id, day, f"关于调整{unit.name}平安单位等级的决定", blocks, number, verification)


def appeal_facts(row: RatingAppeal, number: str, verification: Verification) -> OfficialDocument:
    """The answer to an appeal. Raises TextMissing."""
    unit, day = unit_by_id(row.unit_id), answered_on(row)
    texts, held = texts_on(_FORM, day), UnitRating.get_or_none(_held_on(row))
    sentence = texts.say(
        f"rating_decision.{row.state}",
        unit=unit.name,
        day=write_day(day),
        grade=held.name if held else NO_GRADE_NAME,
    )
    blocks = (
        Paragraph(sentence),
        Paragraph(texts.say("rating_decision.answer_reason", reason=write_sentence(row.reason))),
    )
    title = f"关于{unit.name}平安单位评定申诉的答复"
    return _paper(unit, row.agency_id, day, title, blocks, number, verification)


def certificate_facts(row: UnitRating, number: str, verification: Verification) -> HonourCertificate:
    """The certificate of a grade, with the number on the plaque. Raises TextMissing."""
    unit, authority = unit_by_id(row.unit_id), name_on(row.agency_id, row.from_on)
    scheme = RatingScheme.get_by_id(row.scheme_id)
    text = texts_on("rating_certificate", row.from_on).say(
        "rating_certificate.text", body=scheme.body_name, grade=row.name, plaque=row.plaque_number
    )
    return HonourCertificate(
        kind=DocumentKind.RATING_CERTIFICATE,
        authority=Authority(authority.name, authority.short_name),
        number=number,
        title="平安单位证书",
        recipient=unit.name,
        text=text,
        decided_on=row.from_on,
        verification=verification,
        grade=row.name,
    )


def lowered_on(row: RatingDowngrade) -> date:
    """The day a downgrade was carried out, or is to be."""
    return beijing_day(row.applied_at) if row.applied_at else row.takes_effect_on


def answered_on(row: RatingAppeal) -> date:
    """The day an appeal was answered; only answered ones have a paper."""
    if row.decided_at is None:
        raise RuntimeError("an appeal without an answer has no paper")
    return beijing_day(row.decided_at)


def _held_on(row: RatingAppeal) -> object:
    return (UnitRating.unit_id == row.unit_id) & (UnitRating.source_id == row.id)


def _paper(
    unit: Unit,
    agency_id: UUID,
    day: date,
    title: str,
    blocks: tuple[Paragraph | Table, ...],
    number: str,
    verification: Verification,
) -> OfficialDocument:
    authority = name_on(agency_id, day)
    told = agencies_by_id([unit.department_id, unit.station_id])
    return OfficialDocument(
        kind=DocumentKind.RATING_DECISION,
        authority=Authority(authority.name, authority.short_name),
        number=number,
        title=title,
        addressees=(unit.name,),
        blocks=blocks,
        decided_on=day,
        verification=verification,
        copied_to=tuple(told[id].name for id in (unit.department_id, unit.station_id) if id in told),
        printed_by=authority.name,
        printed_on=day,
    )


def _basis(scheme: RatingScheme) -> str:
    known = resolve_known_bases([{"basis": scheme.basis_code}]) if scheme.basis_code else {}
    title = known[scheme.basis_code]["title"] if scheme.basis_code in known else ""
    return f"《{title}》{scheme.article}" if title else "平安单位创建的有关规定"


def _points(points_x100: int) -> str:
    return f"{points_x100 / 100:g}"
