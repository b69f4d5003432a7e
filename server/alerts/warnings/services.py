"""Acts on warnings: raise, answer, end; state a rule."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import UUID

from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.alerts.warnings.errors import NotAddressed, WarningClosed, WarningRuleNotLater, WarningRuleUnknown
from server.alerts.warnings.models import SecurityWarning, WarningFeedback, WarningRule
from server.alerts.warnings.queries import latest_rule, warning_within_reach
from server.alerts.warnings.rules import MOST_BASIS, WarningDraft, WarningRuleDraft, check_parameters
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once
from server.units.registry.queries.lookups import unit_by_id

SHIPPED = Path(__file__).parent / "warning_rules.json"
LEVEL_WORDS = {"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色"}


def raise_warning(actor: Actor, draft: WarningDraft, *, key: str) -> SecurityWarning:
    """Warn a unit and those who watch over it, each with a notice; the same key twice is one warning.

    May be part of a greater act's transaction. Source: JN-2.3.4e.
    """
    if earlier := SecurityWarning.get_or_none(SecurityWarning.key == key):
        return earlier
    unit = unit_by_id(draft.unit_id)
    ids = {"unit": unit.id, "station": unit.station_id, "bureau": unit.managed_by_id}
    named = {ids[name]: "unit" if name == "unit" else "agency" for name in draft.addressees if ids[name]}

    def create() -> SecurityWarning:
        row = SecurityWarning.create(
            id=new_id(),
            key=key,
            type=draft.type,
            level=draft.level,
            rule_id=draft.rule_id,
            unit_id=unit.id,
            subject_type=draft.subject_type,
            subject_id=draft.subject_id,
            text=draft.text,
            basis=[one.as_row() for one in draft.basis[:MOST_BASIS]],
            addressees=[{"kind": kind, "id": str(id)} for id, kind in named.items()],
            state="open",
            raised_at=clock.now(),
        )
        _tell(row, "warning.raised", f"{LEVEL_WORDS[row.level]}预警：{unit.name}{row.text}，请处置并反馈。")
        record_event(
            actor, "warning.raised", subject=row, about_unit_id=unit.id, details={"type": row.type, "level": row.level}
        )
        return row

    return once(create, lambda: SecurityWarning.get_or_none(SecurityWarning.key == key))[0]


def answer_warning(actor: Actor, warning_id: UUID, id: UUID, text: str) -> WarningFeedback:
    """An addressee says what was done; the first answer closes the warning, others may add theirs. Sent twice it is one.

    Raises NotFound, NotAddressed, WarningClosed (ended by the police), ResubmissionConflict.
    """
    row = warning_within_reach(actor, warning_id)
    known = {"warning_id": warning_id, "text": text}
    if earlier := find_resubmitted(WarningFeedback, id, **known):
        return earlier
    party = ("unit", actor.unit_id) if actor.unit_id else ("agency", actor.agency_id)
    if {"kind": party[0], "id": str(party[1])} not in row.addressees:
        raise NotAddressed()

    def create() -> WarningFeedback:
        if _locked(warning_id).state == "ended":
            raise WarningClosed()
        said = WarningFeedback.create(
            id=id,
            **known,
            party_kind=party[0],
            party_id=party[1],
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
        )
        SecurityWarning.update(state="answered", closed_at=clock.now()).where(
            (SecurityWarning.id == warning_id) & (SecurityWarning.state == "open")
        ).execute()
        _tell(row, "warning.answered", f"预警“{row.text}”已有反馈。", suffix=str(id), but=party[1])
        record_event(actor, "warning.answered", subject=row, about_unit_id=row.unit_id)
        return said

    return once(create, lambda: find_resubmitted(WarningFeedback, id, **known))[0]


def end_warning(actor: Actor, warning_id: UUID, reason: str) -> SecurityWarning:
    """The police end what needs no answer, with a reason. Sent twice it is one.

    Raises NotFound, WarningClosed (answered before, or ended for another reason).
    """
    row = warning_within_reach(actor, warning_id)
    with database.atomic():
        row = _locked(warning_id)
        if row.state == "ended" and row.end_reason == reason:
            return row
        if row.state != "open":
            raise WarningClosed()
        SecurityWarning.update(state="ended", closed_at=clock.now(), end_reason=reason, ended_by_name=actor.name).where(
            SecurityWarning.id == warning_id
        ).execute()
        _tell(row, "warning.ended", f"预警“{row.text}”已解除：{reason}", but=actor.agency_id)
        record_event(actor, "warning.ended", subject=row, about_unit_id=row.unit_id)
    return warning_within_reach(actor, warning_id)


def state_warning_rule(actor: Actor, draft: WarningRuleDraft) -> WarningRule:
    """How a rule of a known code reads from a day on; earlier warnings stay as they are. Sent twice it is one.

    Raises WarningRuleUnknown, WarningParametersWrong, WarningRuleNotLater, ResubmissionConflict.
    """
    known = {
        **{name: value for name, value in vars(draft).items() if name != "id"},
        "parameters": dict(draft.parameters),
        "addressees": list(draft.addressees),
        "bases": list(draft.bases),
    }
    if earlier := find_resubmitted(WarningRule, draft.id, **known):
        return earlier
    latest = latest_rule(draft.code)
    if latest is None:
        raise WarningRuleUnknown()
    check_parameters(draft.parameters, latest.parameters)
    if draft.from_on < clock.today() or draft.from_on <= latest.from_on:
        raise WarningRuleNotLater(fields=[FieldProblem("from_on", WarningRuleNotLater.title, WarningRuleNotLater.code)])

    def create() -> WarningRule:
        row = WarningRule.create(id=draft.id, created_at=clock.now(), **known)
        record_event(actor, "warning_rule.stated", subject=row)
        return row

    return once(create, lambda: find_resubmitted(WarningRule, draft.id, **known))[0]


def load_warning_rules() -> int:
    """Lay down the rules that ship with the program, those whose code is not known yet; how many."""
    known = {row.code for row in WarningRule.select(WarningRule.code)}
    shipped = [row for row in json.loads(SHIPPED.read_text(encoding="utf-8")) if row["code"] not in known]
    if not shipped:
        return 0
    with database.atomic():
        for row in shipped:
            from_on = date.fromisoformat(row["from_on"])
            rule = WarningRule.create(**{**row, "id": new_id(), "from_on": from_on, "created_at": clock.now()})
        record_event(SYSTEM, "warning_rule.loaded", subject=rule, details={"count": len(shipped)})
    return len(shipped)


def _locked(id: UUID) -> SecurityWarning:
    row: SecurityWarning = lock_row(SecurityWarning.select().where(SecurityWarning.id == id))
    return row


def _tell(row: SecurityWarning, kind: str, text: str, *, suffix: str = "", but: UUID | None = None) -> None:
    """A notice to each addressee, but not to who acted."""
    notify_all(
        [
            NoticeDraft(
                kind=kind,
                key=f"{kind}:{row.id}:{one['id']}:{suffix}",
                text=text,
                subject_type="security_warning",
                subject_id=row.id,
                unit_id=row.unit_id,
                agency_id=UUID(one["id"]) if one["kind"] == "agency" else None,
                permission="warning.view",
            )
            for one in row.addressees
            if one["id"] != str(but)
        ]
    )
