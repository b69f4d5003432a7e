"""What the console shows of classes, and the codes of their walls."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import segno
from peewee import JOIN, fn

from courses.lessons.errors import MeetingCancelled
from courses.lessons.models import Attendance, ClassMeeting
from courses.lessons.queries.courses import owner_names
from courses.lessons.queries.reach import is_kept_by, kept_meeting, meetings_within_reach, offered_to
from courses.lessons.queries.rows import columns_of
from courses.lessons.rules.meetings import STEP_SECONDS, code_of, steps_of
from server.core import clock
from server.core.permissions import Actor
from server.core.sealing import unseal
from server.units.agencies.models import Agency
from server.units.people.models import Person
from server.units.people.queries import people_within_reach
from server.units.registry.models import Unit
from server.web.paging import decode_cursor, page

SECRET = "class code"  # noqa: S105 - what the sealed secret is for
QR_MARK = "SWC1"
NEAR = timedelta(days=1)
MOST_NEAR = 50
MOST_PEOPLE = 20


@dataclass(frozen=True)
class MeetingFilter:
    when: str | None = None  # coming, past
    after: str | None = None
    limit: int = 50


def find_meetings(actor: Actor, wanted: MeetingFilter) -> dict[str, Any]:
    """A page of classes within reach, the latest first; five queries."""
    query = meetings_within_reach(actor).order_by(ClassMeeting.starts_at.desc(), ClassMeeting.id.desc())
    if wanted.when:
        is_past = ClassMeeting.ends_at < clock.now()
        query = query.where(is_past if wanted.when == "past" else ~is_past)
    if wanted.after:
        at, id = decode_cursor(wanted.after, datetime.fromisoformat, UUID)
        same = (ClassMeeting.starts_at == at) & (ClassMeeting.id < id)
        query = query.where((ClassMeeting.starts_at < at) | same)
    rows = list(query.limit(wanted.limit + 1))
    found = page(rows, wanted.limit, lambda row: (clock.to_text(row.starts_at), row.id))
    return {**found, "items": meeting_shapes(found["items"])}


def meeting_shapes(rows: list[ClassMeeting]) -> list[dict[str, Any]]:
    """Classes with owner and how many came; three queries however many."""
    counted = (
        Attendance.select(Attendance.meeting_id, Attendance.is_doubtful, fn.COUNT(Attendance.id))
        .where(Attendance.meeting_id.in_([row.id for row in rows]) & ~Attendance.is_refused)
        .group_by(Attendance.meeting_id, Attendance.is_doubtful)
        .tuples()
    )
    counts = {(meeting_id, bool(is_doubtful)): count for meeting_id, is_doubtful, count in counted}
    names = owner_names(rows)
    return [
        {
            **columns_of(row),
            "owner": names.get(row.agency_id or row.unit_id, ""),
            "present": counts.get((row.id, False), 0),
            "doubtful": counts.get((row.id, True), 0),
        }
        for row in rows
    ]


def meeting_in_full(actor: Actor, meeting: ClassMeeting) -> dict[str, Any]:
    """One class; who came only for whoever keeps it."""
    is_kept = actor.may("course.teach") and is_kept_by(actor, meeting)
    attendances = attendances_of(meeting.id) if is_kept else []
    return {**meeting_shapes([meeting])[0], "is_editable": is_kept, "attendances": attendances}


def attendances_of(meeting_id: UUID) -> list[dict[str, Any]]:
    """Who came, with name and place, in the order of coming; one query."""
    rows = (
        Attendance.select(
            Attendance, Person.name, Person.post, Unit.name.alias("unit_name"), Agency.name.alias("agency_name")
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Attendance.person_id == Person.id))
        .join(Unit, JOIN.LEFT_OUTER, on=(Person.unit_id == Unit.id))
        .join(Agency, JOIN.LEFT_OUTER, on=(Person.agency_id == Agency.id))
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.received_at, Attendance.id)
    )
    return [{**row, "place": row["unit_name"] or row["agency_name"] or ""} for row in rows.dicts()]


def people_for(actor: Actor, meeting_id: UUID, search: str) -> list[dict[str, Any]]:
    """A few people within reach whom a teacher may enter by hand, by a part of the name. Raises NotFound."""
    kept_meeting(actor, meeting_id)
    rows = people_within_reach(actor).where(Person.name.contains(search)).order_by(Person.name).limit(MOST_PEOPLE)
    return [{"id": row.id, "name": row.name, "post": row.post} for row in rows]


def wall_of(actor: Actor, meeting_id: UUID) -> dict[str, Any]:
    """All codes of a class ahead, so that the wall needs no line while it hangs. Raises NotFound, MeetingCancelled.

    ``modules`` are the dark ones of each QR, row by row, packed to bits: an hour is some 20 kB.
    """
    meeting = kept_meeting(actor, meeting_id)
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    secret = bytes.fromhex(unseal(meeting.secret_sealed, SECRET))
    steps = steps_of(meeting.starts_at, meeting.ends_at)
    shown = []
    for step in steps:
        code = code_of(secret, meeting.id, step)
        shown.append({"code": code, "modules": _modules(f"{QR_MARK}/{meeting.id}/{step}/{code}")})
    return {
        "meeting_id": meeting.id,
        "title": meeting.title,
        "step_seconds": STEP_SECONDS,
        "first_step": steps.start,
        "server_now": clock.now(),
        "steps": shown,
    }


def _modules(text: str) -> str:
    matrix = segno.make(text, error="m", version=4, mask=3, boost_error=False).matrix
    bits = "".join("1" if module else "0" for row in matrix for module in row)
    count = -(-len(bits) // 8)
    return base64.b64encode(int(bits.ljust(count * 8, "0"), 2).to_bytes(count, "big")).decode()


def meetings_near(actor: Actor, instant: datetime) -> list[ClassMeeting]:
    """Classes for whoever asks around an instant; the one or two that a typed code may be of."""
    near = (ClassMeeting.starts_at > instant - NEAR) & (ClassMeeting.starts_at < instant + NEAR)
    return list(ClassMeeting.select().where(near & offered_to(actor, ClassMeeting)).limit(MOST_NEAR))


def my_meetings(actor: Actor) -> list[dict[str, Any]]:
    """Classes for whoever asks: what is coming, and of the last half year what I attended; three queries."""
    since = clock.now() - timedelta(days=183)
    rows = list(
        ClassMeeting.select()
        .where((ClassMeeting.ends_at > since) & offered_to(actor, ClassMeeting))
        .order_by(ClassMeeting.starts_at.desc())
        .limit(200)
    )
    mine = {
        row.meeting_id: row
        for row in Attendance.select().where(
            (Attendance.person_id == actor.person_id) & Attendance.meeting_id.in_([row.id for row in rows])
        )
    }
    coming = [row for row in rows if row.id in mine or row.ends_at > clock.now() - NEAR]
    return [{**columns_of(row), "attendance": mine.get(row.id)} for row in coming]


def attendance_of(meeting_id: UUID, person_id: UUID) -> Attendance | None:
    return Attendance.get_or_none((Attendance.meeting_id == meeting_id) & (Attendance.person_id == person_id))
