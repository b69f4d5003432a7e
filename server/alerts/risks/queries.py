"""Reads of risk assessments: a unit sees its own, agencies what was sent to one of theirs or to one below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, ModelSelect, fn

from server.alerts.risks.errors import RiskRuleMissing
from server.alerts.risks.models import RiskAssessment, RiskForwarding, RiskReceipt, RiskRule
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach, scope_of
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class RiskFilter:
    level: str | None = None
    unit_id: UUID | None = None
    overdue: bool | None = None
    latest: bool = False
    limit: int = 50
    after: str | None = None


def rule_on(day: date) -> RiskRule:
    """Raises RiskRuleMissing."""
    rule = RiskRule.select().where(RiskRule.from_on <= day).order_by(RiskRule.from_on.desc()).first()
    if rule is None:
        raise RiskRuleMissing()
    return rule


def rules() -> list[RiskRule]:
    """All of them, the latest first."""
    return list(RiskRule.select().order_by(RiskRule.from_on.desc()))


def assessments_within_reach(actor: Actor) -> ModelSelect:
    """What a unit keeps to itself no agency sees: only what was sent to it or to one below it."""
    query = RiskAssessment.select().where(is_within_reach(actor, RiskAssessment.unit_id))
    if scope_of(actor).agency_id is None:
        return query
    return query.where(fn.EXISTS(_sent_to(actor).where(RiskForwarding.assessment_id == RiskAssessment.id)))


def assessment_within_reach(actor: Actor, id: UUID) -> RiskAssessment:
    """Raises NotFound."""
    row = assessments_within_reach(actor).where(RiskAssessment.id == id).first()
    if row is None:
        raise NotFound(assessment_id=str(id))
    return row


def forwardings_to(actor: Actor, assessment_id: UUID) -> list[RiskForwarding]:
    """Those of an assessment that the actor's agency, or one below it, may take in."""
    found = _sent_to(actor).select(RiskForwarding).where(RiskForwarding.assessment_id == assessment_id)
    return list(found.order_by(RiskForwarding.id))


def find_assessments(actor: Actor, wanted: RiskFilter) -> dict[str, Any]:
    """A page of assessments, the latest first."""
    query = assessments_within_reach(actor).order_by(RiskAssessment.id.desc())
    if wanted.level:
        query = query.where(RiskAssessment.level == wanted.level)
    if wanted.unit_id:
        query = query.where(RiskAssessment.unit_id == wanted.unit_id)
    if wanted.latest or wanted.overdue is not None:
        query = query.where(RiskAssessment.is_latest == True)  # noqa: E712 - a term of the query
    if wanted.overdue is not None:
        past = RiskAssessment.next_on < clock.today()
        query = query.where(past if wanted.overdue else ~past)
    if wanted.after:
        query = query.where(RiskAssessment.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def overdue(day: date) -> list[RiskAssessment]:
    """Latest assessments of their matter whose next date is before a day; for the job."""
    late = (RiskAssessment.next_on < day) & (RiskAssessment.is_latest == True)  # noqa: E712
    return list(RiskAssessment.select().where(late).order_by(RiskAssessment.id))


def shapes(rows: list[RiskAssessment]) -> list[dict[str, Any]]:
    """Assessments in their wire shape, with the rule's words and who took them in; 4 queries."""
    ids = [row.id for row in rows]
    names = unit_names([row.unit_id for row in rows])
    texts = {rule.id: rule for rule in RiskRule.select().where(RiskRule.id.in_([row.rule_id for row in rows]))}
    sent = _forwardings_of(ids)
    today = clock.today()
    same = ("id", "title", "likelihood", "consequence", "controllability", "score", "level", "grounds", "measures")
    return [
        {
            **{name: getattr(row, name) for name in same},
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "rule": {"text": texts[row.rule_id].text, "basis": texts[row.rule_id].basis},
            "assessed_on": row.assessed_on,
            "next_on": row.next_on,
            "is_latest": row.is_latest,
            "is_overdue": row.is_latest and row.next_on < today,
            "by": row.by_name,
            "received_at": row.received_at,
            "forwardings": sent[row.id],
        }
        for row in rows
    ]


def _forwardings_of(ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    rows = list(
        RiskForwarding.select(RiskForwarding, RiskReceipt)
        .join(RiskReceipt, JOIN.LEFT_OUTER, on=(RiskReceipt.forwarding_id == RiskForwarding.id), attr="receipt")
        .where(RiskForwarding.assessment_id.in_(ids))
        .order_by(RiskForwarding.id)
    )
    agencies = agencies_by_id([row.agency_id for row in rows])
    found: dict[UUID, list[dict[str, Any]]] = {id: [] for id in ids}
    for row in rows:
        receipt = getattr(row, "receipt", None)
        found[row.assessment_id].append(
            {
                "id": row.id,
                "to_kind": row.to_kind,
                "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
                "sent_at": row.at,
                "sent_by": row.by_name,
                "received_at": receipt.at if receipt else None,
                "received_by": receipt.by_name if receipt else None,
            }
        )
    return found


def _sent_to(actor: Actor) -> ModelSelect:
    """Forwardings to the actor's agency or to one below it."""
    sent = RiskForwarding.select(SQL("1")).join(Agency, on=(Agency.id == RiskForwarding.agency_id))
    mine = SQL("1 = 0")
    for path in agency_paths(actor):
        mine |= Agency.path.startswith(path)
    return sent.where(mine)
