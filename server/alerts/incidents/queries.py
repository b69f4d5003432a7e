"""Reads of plans and incidents: of the own agency, those above and below it; and incidents one was called to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, ModelSelect, fn

from server.alerts.incidents.models import Incident, IncidentCall, IncidentEnding, IncidentEntry, IncidentPlan
from server.alerts.incidents.rules import say_instant
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id, chain
from server.units.people.rules import mask_phone
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class IncidentFilter:
    state: str | None = None
    is_drill: bool | None = None
    limit: int = 50
    after: str | None = None


def plans_within_reach(actor: Actor) -> ModelSelect:
    return IncidentPlan.select().where(_is_near(actor, IncidentPlan.agency_id))


def plan_within_reach(actor: Actor, id: UUID) -> IncidentPlan:
    """Raises NotFound."""
    plan = plans_within_reach(actor).where(IncidentPlan.id == id).first()
    if plan is None:
        raise NotFound(plan_id=str(id))
    return plan


def find_plans(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """A page of plans, the latest first."""
    query = plans_within_reach(actor).order_by(IncidentPlan.id.desc())
    if after:
        query = query.where(IncidentPlan.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda plan: (plan.id,))
    return {**found, "items": plan_shapes(actor, found["items"])}


def plan_shapes(actor: Actor, plans: list[IncidentPlan]) -> list[dict[str, Any]]:
    """Plans in their wire shape; phone numbers whole only for those who run incidents. 1 query."""
    agencies = agencies_by_id(plan.agency_id for plan in plans)
    return [
        {
            "id": plan.id,
            "agency": {"id": plan.agency_id, "name": agencies[plan.agency_id].name},
            "title": plan.title,
            "kind": plan.kind,
            "text": plan.text,
            "contacts": [{**contact, "phone": _phone(actor, contact["phone"])} for contact in plan.contacts],
            "version": plan.version,
        }
        for plan in plans
    ]


def incidents_within_reach(actor: Actor) -> ModelSelect:
    """Those near the own agency, and those it, or the person, was called to."""
    called = IncidentCall.select(SQL("1")).where(
        (IncidentCall.incident_id == Incident.id)
        & IncidentCall.to_id.in_([id for id in (actor.agency_id, actor.person_id) if id])
    )
    return (
        Incident.select(Incident, IncidentEnding)
        .join(IncidentEnding, JOIN.LEFT_OUTER, on=(IncidentEnding.incident_id == Incident.id), attr="ending")
        .where(_is_near(actor, Incident.agency_id) | fn.EXISTS(called))
    )


def incident_within_reach(actor: Actor, id: UUID) -> Incident:
    """Raises NotFound."""
    incident = incidents_within_reach(actor).where(Incident.id == id).first()
    if incident is None:
        raise NotFound(incident_id=str(id))
    return incident


def call_of(incident: Incident, id: UUID) -> IncidentCall:
    """Raises NotFound."""
    call = IncidentCall.get_or_none((IncidentCall.id == id) & (IncidentCall.incident_id == incident.id))
    if call is None:
        raise NotFound(call_id=str(id))
    return call


def find_incidents(actor: Actor, wanted: IncidentFilter) -> dict[str, Any]:
    """A page of incidents, the latest first, without calls and timeline."""
    query = incidents_within_reach(actor).order_by(Incident.id.desc())
    if wanted.state:
        query = query.where(Incident.ended_at.is_null(wanted.state == "running"))
    if wanted.is_drill is not None:
        query = query.where(Incident.is_drill == wanted.is_drill)
    if wanted.after:
        query = query.where(Incident.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda incident: (incident.id,))
    return {**found, "items": shapes(found["items"])}


def shapes(incidents: list[Incident]) -> list[dict[str, Any]]:
    """Incidents in their wire shape; 2 queries."""
    agencies = agencies_by_id(incident.agency_id for incident in incidents)
    counted = (
        IncidentCall.select(IncidentCall.incident_id, fn.COUNT(IncidentCall.id), fn.COUNT(IncidentCall.told_at))
        .where(IncidentCall.incident_id.in_([incident.id for incident in incidents]))
        .group_by(IncidentCall.incident_id)
        .tuples()
    )
    calls = {id: (all, told) for id, all, told in counted} if incidents else {}
    same = ("id", "plan_id", "title", "place", "is_drill", "started_at", "ended_at")
    return [
        {
            **{name: getattr(incident, name) for name in same},
            "agency": {"id": incident.agency_id, "name": agencies[incident.agency_id].name},
            "state": "ended" if incident.ended_at else "running",
            "by": incident.by_name,
            "calls": calls.get(incident.id, (0, 0))[0],
            "told": calls.get(incident.id, (0, 0))[1],
            "summary": ending.summary if ending else "",
        }
        for incident in incidents
        for ending in [getattr(incident, "ending", None)]
    ]


def whole(actor: Actor, incident: Incident) -> dict[str, Any]:
    """An incident with its calls, in the order of calling, and its timeline, in the order of time."""
    calls = IncidentCall.select().where(IncidentCall.incident_id == incident.id).order_by(IncidentCall.position)
    same = ("id", "level", "name", "post", "to_kind", "told_at")
    return {
        **shapes([incident])[0],
        "call_tree": [
            {
                **{name: getattr(call, name) for name in same},
                "phone": _phone(actor, call.phone),
                "told_by": call.told_by_name,
            }
            for call in calls
        ],
        "timeline": [
            {
                "id": entry.id,
                "happened_at": entry.happened_at,
                "text": entry.text,
                "by": entry.by_name,
                "recorded_at": entry.recorded_at,
            }
            for entry in entries_of(incident.id)
        ],
    }


def entries_of(incident_id: UUID) -> list[IncidentEntry]:
    """In the order of time; one query."""
    query = IncidentEntry.select().where(IncidentEntry.incident_id == incident_id)
    return list(query.order_by(IncidentEntry.happened_at, IncidentEntry.id))


def export_rows(incident: Incident) -> Iterator[list[str]]:
    """The timeline, then the calls, as a table for the file of the incident. No phone numbers."""
    kind = "演练" if incident.is_drill else "实战"
    yield ["类型", kind, "名称", incident.title, "地点", incident.place]
    yield ["时间", "内容", "记录人", "记录时间"]
    for entry in entries_of(incident.id):
        yield [say_instant(entry.happened_at), entry.text, entry.by_name, say_instant(entry.recorded_at)]
    yield []
    yield ["层级", "联系人", "职务", "通知时间", "通知人"]
    calls = IncidentCall.select().where(IncidentCall.incident_id == incident.id).order_by(IncidentCall.position)
    for call in calls:
        told_at = say_instant(call.told_at) if call.told_at else "未通知"
        yield [str(call.level), call.name, call.post, told_at, call.told_by_name]


def _is_near(actor: Actor, agency_id: Any) -> Any:
    if actor.account_id is None:
        return SQL("1 = 1")
    if actor.agency_id is None:
        return SQL("1 = 0")
    own = agency_by_id(actor.agency_id)
    below = Agency.select(Agency.id).where(Agency.path.startswith(own.path))
    return agency_id.in_([agency.id for agency in chain(own)]) | agency_id.in_(below)


def _phone(actor: Actor, phone: str) -> str:
    return phone if actor.may("incident.run") else mask_phone(phone) or ""
