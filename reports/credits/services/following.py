"""What follows from decisions and annulments: records for the platform, tasks to take them back, reminders."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from reports.credits.models import CreditRecord
from reports.credits.queries import near_due
from reports.credits.rules import fine_in_wan, is_told, publish_until
from reports.documents.models import Document
from reports.documents.rendering.wording import write_day
from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyDecision
from reports.penalties.queries.responsible import responsible_persons
from reports.penalties.queries.terms import terms_on
from reports.penalties.services.filing import lock_case
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import IntegrityError, database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.agencies.queries import agency_by_id, name_on
from server.units.bases.queries import resolve_known_bases
from server.units.calendar.queries import calendar_between
from server.units.registry.queries.lookups import unit_by_id

Json = dict[str, Any]
_AHEAD = timedelta(days=60)  # no span of credit reaches further


def record_decision(decision_id: UUID) -> CreditRecord | None:
    """Put a penalty down for the platform; None where the rule of its day leaves it out. Run twice it is one record.

    What was annulled before anything was put down is not told at all. Source: 行政处罚法 art. 48; JN-2.3.3c.
    """
    decision = PenaltyDecision.get_by_id(decision_id)
    terms = terms_on(decision.decided_on)
    if not is_told(terms.values["credit_kinds"], spot=decision.kind == "spot", fine_fen=decision.fine_fen):
        return None
    earlier: CreditRecord | None = CreditRecord.get_or_none(CreditRecord.decision_id == decision_id)
    if earlier:
        return earlier
    until = publish_until(decision.decided_on, terms.values["credit_publicity"], decision.fine_fen)
    due_on, is_certain = due_after("credit_report", decision.decided_on)
    try:
        with database.atomic():
            # An annulment takes the same lock: it comes before this and is seen, or after it and finds the record.
            lock_case(decision.case_id)
            if not Document.get_by_id(decision.document_id).live:
                return None
            row = CreditRecord.create(
                id=new_id(),
                decision_id=decision.id,
                case_id=decision.case_id,
                unit_id=decision.unit_id,
                agency_id=decision.agency_id,
                state="pending",
                facts=_facts(decision, decision.fine_fen, until),
                decided_on=decision.decided_on,
                due_on=due_on,
                is_certain=is_certain,
                publish_until_on=until,
                made_at=clock.now(),
            )
            record_event(SYSTEM, "credit.recorded", subject=row, about_unit_id=row.unit_id)
            return row
    except IntegrityError:
        return CreditRecord.get(CreditRecord.decision_id == decision_id)


def ask_withdrawal(decision_id: UUID, cause: str, day: date, fine_fen: int | None = None) -> CreditRecord | None:
    """A decision was annulled or changed: what was told of it must be taken back. Run twice it is asked once.

    Source: 行政处罚法 art. 48; JN-2.3.3c.
    """
    due_on, is_certain = due_after("credit_withdrawal", day)
    with database.atomic():
        row: CreditRecord | None = lock_row(CreditRecord.select().where(CreditRecord.decision_id == decision_id))
        if row is None or row.cause == "annulled" or row.state == "withdrawn":
            return row
        facts = {**row.facts, "status": "撤销" if cause == "annulled" else "变更"}
        if fine_fen is not None:
            decision = PenaltyDecision.get_by_id(decision_id)
            facts |= _sums(decision.is_warning, fine_fen)
        if cause == "changed" and facts == row.facts:
            return row  # taken back and told anew since
        CreditRecord.update(state="withdrawing", cause=cause, due_on=due_on, is_certain=is_certain, facts=facts).where(
            CreditRecord.id == row.id
        ).execute()
        _notify(row, f"处罚决定已{'撤销' if cause == 'annulled' else '变更'}，须撤回公示信息", "withdraw", due_on)
        details = {"cause": cause, "due_on": due_on.isoformat()}
        record_event(SYSTEM, "credit.withdrawal_due", subject=row, about_unit_id=row.unit_id, details=details)
        return CreditRecord.get_by_id(row.id)


def remind() -> int:
    """Tell the bureaus what is due soon or late; once a record and day. How many were looked at."""
    rows = near_due()
    with database.atomic():
        for row in rows:
            what = "上报" if row.state == "pending" else "撤回"
            late = "已逾期" if row.due_on < clock.today() else f"须在 {row.due_on.isoformat()} 前{what}"
            _notify(row, f"处罚信息{late}", f"{row.state}:{clock.today().isoformat()}", row.due_on)
        if rows:
            record_event(SYSTEM, "credit.reminded", subject=rows[0], details={"count": len(rows)})
    return len(rows)


def due_after(code: str, day: date) -> tuple[date, bool]:
    """The last day of a span, and whether the holidays of all its years are loaded."""
    calendar = calendar_between(day, day + _AHEAD)
    due_on = terms_on(day).span(code).end_after(day, calendar)
    return due_on, not calendar.unloaded(day, due_on)


def _notify(row: CreditRecord, text: str, what: str, due_on: date) -> None:
    notify(
        kind="credit_due",
        key=f"credit:{row.id}:{what}",
        text=f"{text}：{row.facts.get('number', '')}",
        subject_type="credit_record",
        subject_id=row.id,
        unit_id=row.unit_id,
        agency_id=row.agency_id,
        due_on=due_on,
        permission="credit.report",
    )


def _facts(decision: PenaltyDecision, fine_fen: int, until: date) -> Json:
    """What the columns say, as text; an identity number only masked."""
    case, unit = PenaltyCase.get_by_id(decision.case_id), unit_by_id(decision.unit_id)
    act = PenaltyAct.get_by_id(decision.id)
    agency = agency_by_id(decision.agency_id)
    authority = name_on(agency.id, decision.decided_on).name
    basis = resolve_known_bases([{"basis": decision.basis_code}], decision.decided_on).get(decision.basis_code)
    is_person = decision.respondent_kind == "person"
    first = next(iter(responsible_persons(unit.id)), None)
    return {
        "number": Document.get_by_id(decision.document_id).number,
        "title": f"{decision.respondent_name}行政处罚案",
        "respondent_name": decision.respondent_name,
        "respondent_kind": "自然人" if is_person else "法人及非法人组织",
        "uscc": "" if is_person else unit.uscc or "",
        "identity_kind": "身份证" if is_person and case.identity_masked else "",
        "identity_masked": case.identity_masked if is_person else "",
        "representative": "" if is_person or first is None else first["name"],
        "offence": case_offence(case, decision.decided_on),
        "facts": act.details.get("facts", ""),
        "basis": f"《{basis['title']}》{decision.article}" if basis else decision.article,
        "decided_on": decision.decided_on.isoformat(),
        "publish_until": until.isoformat(),
        "authority": authority,
        "status": "正常",
        "source": authority,
        "area_code": unit.area_code,
        "updated": write_day(clock.today()),
        **_sums(decision.is_warning, fine_fen),
    }


def case_offence(case: PenaltyCase, day: date) -> str:
    """The offence in the words of the day."""
    value = terms_on(day).values.get(f"offence.{case.offence}")
    return value["title"] if value else case.offence


def _sums(is_warning: bool, fine_fen: int) -> Json:
    kinds = (["警告"] if is_warning else []) + (["罚款"] if fine_fen else [])
    fine = f"罚款人民币{fine_fen // 100:,}.{fine_fen % 100:02}元" if fine_fen else ""
    return {
        "kind": "；".join(kinds),
        "kind_first": kinds[0] if kinds else "",
        "kind_second": kinds[1] if len(kinds) > 1 else "",
        "content": "；".join((["警告"] if is_warning else []) + ([fine] if fine else [])),
        "fine_wan": fine_in_wan(fine_fen),
    }
