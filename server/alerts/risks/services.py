"""Acts on risk assessments: state the rule, assess, send on, take in, remind."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from server.alerts.levels.rules import say_day
from server.alerts.notices.services import notify
from server.alerts.risks.errors import AlreadyForwarded, NotTheUnits, ReceiptElsewhere, RiskRuleNotLater
from server.alerts.risks.models import RiskAssessment, RiskForwarding, RiskReceipt, RiskRule
from server.alerts.risks.queries import assessment_within_reach, forwardings_to, overdue, rule_on, rules
from server.alerts.risks.rules import RiskDraft, RuleDraft, check_days, check_thresholds, level_of, score_of
from server.core import clock
from server.core.database import IntegrityError, database, lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once
from server.units.registry.queries.lookups import unit_by_id

SHIPPED = Path(__file__).parent / "risk_rules.json"
LEVEL_WORDS = {"low": "低风险", "general": "一般风险", "larger": "较大风险", "major": "重大风险"}


def load_risk_rules() -> int:
    """Lay down the rule that ships with the program, only while there is none; how many."""
    if RiskRule.select().exists():
        return 0
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    with database.atomic():
        for row in shipped:
            from_on = date.fromisoformat(row["from_on"])
            rule = RiskRule.create(**{**row, "id": new_id(), "from_on": from_on, "created_at": clock.now()})
        record_event(SYSTEM, "risk_rule.loaded", subject=rule, details={"count": len(shipped)})
    return len(shipped)


def state_rule(actor: Actor, draft: RuleDraft) -> RiskRule:
    """A new rule from a day on; what was assessed before keeps its level. Sent twice it is one.

    Raises RiskRuleUnordered, RiskRuleNotLater, ResubmissionConflict.
    """
    known = {"from_on": draft.from_on, "text": draft.text, "basis": draft.basis, "least": dict(draft.least)}
    if earlier := find_resubmitted(RiskRule, draft.id, **known):
        return earlier
    check_thresholds(draft.least)
    latest = rules()
    if draft.from_on < clock.today() or (latest and draft.from_on <= latest[0].from_on):
        raise RiskRuleNotLater(fields=[FieldProblem("from_on", RiskRuleNotLater.title, RiskRuleNotLater.code)])

    def create() -> RiskRule:
        rule = RiskRule.create(id=draft.id, created_at=clock.now(), **known)
        record_event(actor, "risk_rule.stated", subject=rule)
        return rule

    return once(create, lambda: find_resubmitted(RiskRule, draft.id, **known))[0]


def assess_risk(actor: Actor, draft: RiskDraft) -> RiskAssessment:
    """A unit assesses a risk; the level follows from the rule of the day. Sent twice it is one.

    A later assessment under the same title takes the place of the one before.
    Raises NotTheUnits, RiskDayImpossible, RiskRuleMissing, ResubmissionConflict.  Source: JN-2.2.4b.
    """
    if actor.unit_id is None:
        raise NotTheUnits()
    known = {**vars(draft), "unit_id": actor.unit_id}
    if earlier := find_resubmitted(RiskAssessment, **known):
        return earlier
    check_days(draft, clock.today())
    rule = rule_on(draft.assessed_on)
    score = score_of(draft.likelihood, draft.consequence, draft.controllability)

    def create() -> RiskAssessment:
        same = (RiskAssessment.unit_id == actor.unit_id) & (RiskAssessment.title == draft.title)
        RiskAssessment.update(is_latest=False).where(same).execute()
        row = RiskAssessment.create(
            **known,
            score=score,
            level=level_of(score, rule.least),
            rule_id=rule.id,
            is_latest=True,
            by_account_id=actor.account_id,
            by_name=actor.name,
            received_at=clock.now(),
        )
        record_event(actor, "risk.assessed", subject=row, about_unit_id=actor.unit_id, details={"level": row.level})
        return row

    return once(create, lambda: find_resubmitted(RiskAssessment, **known))[0]


def forward_assessment(actor: Actor, assessment_id: UUID, id: UUID, to_kind: str) -> RiskForwarding:
    """Send an assessment to the police in charge or to the department above; they are told at once.

    Raises NotFound, NotTheUnits, AlreadyForwarded, ResubmissionConflict.  Source: JN-2.2.4b.
    """
    row = assessment_within_reach(actor, assessment_id)
    if actor.unit_id is None:
        raise NotTheUnits()
    if earlier := find_resubmitted(RiskForwarding, id, assessment_id=assessment_id, to_kind=to_kind):
        return earlier
    unit = unit_by_id(row.unit_id)
    agency_id = unit.managed_by_id if to_kind == "police" else unit.department_id
    try:
        with database.atomic():
            sent = RiskForwarding.create(
                id=id,
                assessment_id=assessment_id,
                agency_id=agency_id,
                to_kind=to_kind,
                by_name=actor.name,
                at=clock.now(),
            )
            notify(
                kind="risk.forwarded",
                key=f"risk:{sent.id}",
                text=f"{unit.name}报送风险评估“{row.title}”：{LEVEL_WORDS[row.level]}，请签收。",
                subject_type="risk_assessment",
                subject_id=row.id,
                unit_id=row.unit_id,
                agency_id=agency_id,
                permission="risk.view",
            )
            record_event(actor, "risk.forwarded", subject=row, about_unit_id=row.unit_id, details={"to": to_kind})
    except IntegrityError:
        if earlier := find_resubmitted(RiskForwarding, id, assessment_id=assessment_id, to_kind=to_kind):
            return earlier
        raise AlreadyForwarded() from None
    return sent


def receive_assessment(actor: Actor, assessment_id: UUID) -> RiskAssessment:
    """Take in what was sent to the actor's agency, or to one below it; the first time counts, the unit is told.

    Raises NotFound, ReceiptElsewhere.
    """
    row = assessment_within_reach(actor, assessment_id)
    if not forwardings_to(actor, assessment_id):
        raise ReceiptElsewhere()
    with database.atomic():
        lock_row(RiskAssessment.select(RiskAssessment.id).where(RiskAssessment.id == assessment_id))
        fresh = [
            sent
            for sent in forwardings_to(actor, assessment_id)
            if not RiskReceipt.select().where(RiskReceipt.forwarding_id == sent.id).exists()
        ]
        for sent in fresh:
            RiskReceipt.create(
                id=new_id(), forwarding_id=sent.id, by_account_id=actor.account_id, by_name=actor.name, at=clock.now()
            )
            notify(
                kind="risk.received",
                key=f"risk:received:{sent.id}",
                text=f"报送的风险评估“{row.title}”已签收。",
                subject_type="risk_assessment",
                subject_id=row.id,
                unit_id=row.unit_id,
                permission="risk.view",
            )
        if fresh:
            record_event(actor, "risk.received", subject=row, about_unit_id=row.unit_id)
    return row


def remind_of_overdue() -> int:
    """Tell units whose next assessment is overdue, and the agencies that had the last one; once each. How many."""
    rows = overdue(clock.today())
    with database.atomic():
        for row in rows:
            text = f"风险评估“{row.title}”应在{say_day(row.next_on)}前重新评估，已逾期。"
            same: dict[str, Any] = {"kind": "risk.overdue", "subject_type": "risk_assessment", "subject_id": row.id}
            notify(**same, key=f"risk:overdue:{row.id}", text=text, unit_id=row.unit_id, due_on=row.next_on)
            for sent in RiskForwarding.select().where(RiskForwarding.assessment_id == row.id):
                notify(
                    **same,
                    key=f"risk:overdue:{row.id}:{sent.agency_id}",
                    text=f"{unit_by_id(row.unit_id).name}的{text}",
                    unit_id=row.unit_id,
                    agency_id=sent.agency_id,
                    due_on=row.next_on,
                    permission="risk.view",
                )
    return len(rows)
