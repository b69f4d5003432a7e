"""Acts on plans and incidents: write a plan, start, tell, note, end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from server.alerts.incidents.errors import CallMarkedByAnother, IncidentEnded, NoAgency, PlanOfAnother
from server.alerts.incidents.models import Incident, IncidentCall, IncidentEnding, IncidentEntry, IncidentPlan
from server.alerts.incidents.queries import call_of, incident_within_reach, plan_within_reach
from server.alerts.incidents.rules import (
    Contact,
    EntryDraft,
    IncidentDraft,
    PlanDraft,
    check_contacts,
    check_moment,
    contact_from,
    say_start,
)
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.queries import agencies_by_id, agency_by_id, agency_paths
from server.units.people.queries import people_by_id
from server.units.registry.queries.reach import units_by_id


def write_plan(actor: Actor, draft: PlanDraft) -> IncidentPlan:
    """Lay down a plan with its contact tree. Sent twice it is one.

    Raises NoAgency, ContactUnreachable, NotFound (an unknown contact, a unit out of reach), ResubmissionConflict.
    Source: LN-18.
    """
    if actor.agency_id is None:
        raise NoAgency()
    known = {"draft_hash": content_hash(draft.columns()), "agency_id": actor.agency_id}
    if earlier := find_resubmitted(IncidentPlan, draft.id, **known):
        return earlier
    _check_contacts(actor, draft.contacts)

    def create() -> IncidentPlan:
        plan = IncidentPlan.create(id=draft.id, **draft.columns(), created_at=clock.now(), **known)
        record_event(actor, "incident_plan.written", subject=plan)
        return plan

    return once(create, lambda: find_resubmitted(IncidentPlan, draft.id, **known))[0]


def revise_plan(actor: Actor, plan: IncidentPlan, draft: PlanDraft) -> IncidentPlan:
    """Change a plan over the version that was read; incidents that run keep the tree they started with.

    Raises PlanOfAnother, Stale and what write_plan raises.
    """
    path = agency_by_id(plan.agency_id).path
    if not any(path.startswith(own) for own in agency_paths(actor)):
        raise PlanOfAnother()
    _check_contacts(actor, draft.contacts)
    with database.atomic():
        save_versioned(plan, draft.columns())
        record_event(actor, "incident_plan.revised", subject=plan)
    return plan


def _check_contacts(actor: Actor, contacts: tuple[Contact, ...]) -> None:
    check_contacts(contacts)
    wanted = {kind: [one.to_id for one in contacts if one.to_kind == kind and one.to_id] for kind in _KNOWN}
    missing = [id for kind, ids in wanted.items() for id in set(ids) - _KNOWN[kind](actor, ids)]
    if missing:
        number = next(number for number, one in enumerate(contacts) if one.to_id in missing)
        raise NotFound(fields=[FieldProblem(f"contacts.{number}.to_id", NotFound.title, NotFound.code)])


_KNOWN = {
    "person": lambda actor, ids: set(people_by_id(ids)),
    "agency": lambda actor, ids: set(agencies_by_id(ids)),
    "unit": lambda actor, ids: {unit.id for unit in units_by_id(actor, ids)},
}


def start_incident(actor: Actor, draft: IncidentDraft) -> Incident:
    """Put a plan into effect: its tree becomes calls, everybody with an account is told at once. Sent twice it is one.

    Raises NotFound, NoAgency, ResubmissionConflict.  Source: LN-18.
    """
    plan = plan_within_reach(actor, draft.plan_id)
    if actor.agency_id is None:
        raise NoAgency()
    known = {**vars(draft), "agency_id": actor.agency_id}
    if earlier := find_resubmitted(Incident, **known):
        return earlier

    def create() -> Incident:
        moment = clock.now()
        incident = Incident.create(**known, by_account_id=actor.account_id, by_name=actor.name, started_at=moment)
        contacts = sorted((contact_from(plain) for plain in plan.contacts), key=lambda contact: contact.level)
        calls = [
            IncidentCall(id=new_id(), incident_id=incident.id, position=position, told_by_name="", **vars(contact))
            for position, contact in enumerate(contacts)
        ]
        IncidentCall.bulk_create(calls, batch_size=100)
        notify_all([_notice(incident, call) for call in calls if call.to_id])
        _note(actor, incident.id, moment, f"启动{'演练' if draft.is_drill else '处置'}：{plan.title}")
        record_event(actor, "incident.started", subject=incident, details={"calls": len(calls)})
        return incident

    return once(create, lambda: find_resubmitted(Incident, **known))[0]


def mark_told(actor: Actor, incident_id: UUID, call_id: UUID) -> IncidentCall:
    """Note that one contact was told, and when. Marked twice by one account it is marked once.

    Raises NotFound, IncidentEnded, CallMarkedByAnother.
    """
    incident = incident_within_reach(actor, incident_id)
    with database.atomic():
        _lock_running(incident)
        call = call_of(incident, call_id)
        if call.told_at is None:
            moment = clock.now()
            IncidentCall.update(told_at=moment, told_by_account_id=actor.account_id, told_by_name=actor.name).where(
                IncidentCall.id == call_id
            ).execute()
            _note(actor, incident_id, moment, f"已通知{call.name}{f'（{call.post}）' if call.post else ''}")
            record_event(actor, "incident.told", subject=incident, details={"call_id": str(call_id)})
        elif call.told_by_account_id != actor.account_id:
            raise CallMarkedByAnother()
    return call_of(incident, call_id)


def add_entry(actor: Actor, incident_id: UUID, draft: EntryDraft) -> IncidentEntry:
    """Add a line to the timeline. Sent twice it is one.

    Raises NotFound, IncidentEnded, EntryInTheFuture, ResubmissionConflict.
    """
    incident = incident_within_reach(actor, incident_id)
    known = {"incident_id": incident_id, "happened_at": draft.happened_at, "text": draft.text}
    if earlier := find_resubmitted(IncidentEntry, draft.id, **known):
        return earlier
    check_moment(draft.happened_at, clock.now())

    def create() -> IncidentEntry:
        _lock_running(incident)
        entry = _note(actor, incident_id, draft.happened_at, draft.text, draft.id)
        record_event(actor, "incident.noted", subject=incident)
        return entry

    return once(create, lambda: find_resubmitted(IncidentEntry, draft.id, **known))[0]


def end_incident(actor: Actor, incident_id: UUID, summary: str) -> Incident:
    """End it; what was noted stays. Sent twice with one summary it is ended once.

    Raises NotFound, IncidentEnded (with another summary).
    """
    incident = incident_within_reach(actor, incident_id)
    with database.atomic():
        lock_row(Incident.select(Incident.id).where(Incident.id == incident_id))
        earlier = IncidentEnding.get_or_none(IncidentEnding.incident_id == incident_id)
        if earlier is None:
            moment = clock.now()
            IncidentEnding.create(
                id=new_id(),
                incident_id=incident_id,
                summary=summary,
                by_account_id=actor.account_id,
                by_name=actor.name,
                at=moment,
            )
            Incident.update(ended_at=moment).where(Incident.id == incident_id).execute()
            _note(actor, incident_id, moment, f"结束：{summary}")
            record_event(actor, "incident.ended", subject=incident)
        elif earlier.summary != summary:
            raise IncidentEnded()
    return incident_within_reach(actor, incident_id)


def _lock_running(incident: Incident) -> None:
    row = lock_row(Incident.select().where(Incident.id == incident.id))
    if row.ended_at is not None:
        raise IncidentEnded()


def _note(actor: Actor, incident_id: UUID, happened_at: datetime, text: str, id: UUID | None = None) -> IncidentEntry:
    return IncidentEntry.create(
        id=id or new_id(),
        incident_id=incident_id,
        happened_at=happened_at,
        text=text,
        by_account_id=actor.account_id,
        by_name=actor.name,
        recorded_at=clock.now(),
    )


def _notice(incident: Incident, call: IncidentCall) -> NoticeDraft:
    reader = {f"{call.to_kind}_id": call.to_id}
    return NoticeDraft(
        kind="incident.started",
        key=f"incident:{incident.id}:{call.to_id}",
        text=say_start(incident.title, incident.place, incident.is_drill),
        subject_type="incident",
        subject_id=incident.id,
        **reader,  # type: ignore[arg-type]
    )
