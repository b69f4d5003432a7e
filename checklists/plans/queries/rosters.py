"""Who can be sent: officers with a valid certificate, by agency, with what they have to do already."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from peewee import fn

from checklists.plans.rules.drafts import PlanDraft
from checklists.plans.rules.rosters import Roster
from checklists.tasks.models import Task, TaskOfficer
from server.units.agencies.models import Agency
from server.units.people.models import Person
from server.units.people.queries import qualified_officers


def roster_for(agency_id: UUID | None, draft: PlanDraft, day: date) -> Roster:
    """Officers of the owner and all below it, who hold a certificate on a day; two or three queries."""
    if draft.assignment == "named" and agency_id is not None:
        return Roster({agency_id: list(qualified_officers(draft.officer_ids, day))})
    if draft.assignment != "station" or agency_id is None:
        return Roster({})
    below = Agency.select(Agency.id).where(Agency.path.startswith(Agency.get_by_id(agency_id).path))
    people = Person.select(Person.agency, Person.id).where(
        Person.agency.in_(below) & Person.certificate_no.is_null(False) & (Person.certificate_valid_to >= day)
    )
    by_agency: dict[UUID, list[UUID]] = {}
    for agency, person in people.order_by(Person.id).tuples():
        by_agency.setdefault(agency, []).append(person)
    open_tasks = (
        TaskOfficer.select(TaskOfficer.person_id, fn.COUNT(TaskOfficer.id))
        .join(Task, on=(Task.id == TaskOfficer.task_id))
        .where((Task.state == "open") & TaskOfficer.person_id.in_(people.select(Person.id)))
        .group_by(TaskOfficer.person_id)
    )
    return Roster(by_agency, dict(open_tasks.tuples()))
