"""What one person is trained for, has learned and holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from peewee import fn

from courses.rotations.models import Enrolment, HourCredit, RotationCycle
from courses.trainees.models import Trainee
from courses.trainees.queries.identities import identity_masked
from courses.trainees.queries.listing import person_shape, trainee_shapes
from courses.trainees.queries.membership import rows_of_people, trained_person_within_reach
from courses.trainees.queries.skills import skills_of
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.bases.queries import resolve_known_bases
from server.units.people.models import Person

Json = dict[str, Any]
MOST_CREDITS = 100


def enrolment_within_reach(actor: Actor, id: UUID) -> Enrolment:
    """An enrolment of a person within reach, or the actor's own. Raises NotFound."""
    row = Enrolment.get_or_none(Enrolment.id == id)
    if row is None:
        raise NotFound(enrolment_id=str(id))
    trained_person_within_reach(actor, row.person_id)
    return row  # type: ignore[no-any-return]


def training_file(actor: Actor, person_id: UUID) -> Json:
    """Everything about one person's training: audiences, years, hours, certificates of others. Raises NotFound.

    Source: JN-3.4a, LN-19b.
    """
    person = trained_person_within_reach(actor, person_id)
    return {
        "person": person_shape(person, identity_masked(person_id)),
        "trainees": trainee_shapes(rows_of_people([person_id])),
        **_learned(person),
    }


def my_training(actor: Actor) -> Json:
    """What the actor is asked for this year and has done; empty lists for somebody nobody trains. Source: JN-3.4a."""
    person = Person.get_or_none(Person.id == actor.person_id) if actor.person_id else None
    if person is None:
        return {"year": clock.today().year, "audiences": [], "enrolments": [], "hours": [], "years": [], "skills": []}
    rows = [row for row in rows_of_people([person.id]) if row.to_on is None or row.to_on >= clock.today()]
    return {"year": clock.today().year, "audiences": _audiences(rows), **_learned(person)}


def _audiences(rows: Sequence[Trainee]) -> list[str]:
    return sorted({row.audience for row in rows if row.from_on <= clock.today()})


def _learned(person: Person) -> Json:
    enrolments = Enrolment.select().where(Enrolment.person_id == person.id)
    rows = list(enrolments.order_by(Enrolment.year.desc(), Enrolment.id.desc()).limit(MOST_CREDITS))
    kept = (HourCredit.person_id == person.id) & (HourCredit.seconds > 0)  # what was taken back is worth nothing
    mine = HourCredit.select().where(kept)
    newest = mine.order_by(HourCredit.on_day.desc(), HourCredit.id.desc()).limit(MOST_CREDITS)
    years = HourCredit.select(HourCredit.year, HourCredit.kind, fn.SUM(HourCredit.seconds))
    years = years.where(kept).group_by(HourCredit.year, HourCredit.kind)
    return {
        "enrolments": my_enrolments(rows),
        "hours": list(newest),
        "years": [
            {"year": year, "kind": kind, "seconds": int(seconds)}
            for year, kind, seconds in sorted(years.tuples(), key=lambda row: (-row[0], row[1]))
        ],
        "skills": skills_of(person.id),
    }


def my_enrolments(rows: Sequence[Enrolment]) -> list[Json]:
    """Enrolments with what their cycles ask for; two queries."""
    ids = list({row.cycle_id for row in rows})
    cycles = {row.id: row for row in RotationCycle.select().where(RotationCycle.id.in_(ids))} if ids else {}
    bases = resolve_known_bases([reference for cycle in cycles.values() for reference in cycle.bases])
    return [{**row.__data__, "cycle": _cycle(cycles[row.cycle_id], bases)} for row in rows]


def _cycle(cycle: RotationCycle, bases: dict[str, dict[str, str]]) -> Json:
    named = (
        "id",
        "title",
        "tier",
        "required_seconds",
        "exam_required",
        "opens_on",
        "ends_on",
        "course_ids",
        "closed_at",
    )
    known = [{"article": row["article"], **bases[row["basis"]]} for row in cycle.bases if row["basis"] in bases]
    return {**{name: getattr(cycle, name) for name in named}, "bases": known}
