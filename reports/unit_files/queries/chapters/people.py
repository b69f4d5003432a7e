"""Chapters about people: who answers for the unit, who keeps it safe, how they were trained."""

from __future__ import annotations

from collections.abc import Sequence

from courses.activities.models import Activity
from courses.rotations.models import Enrolment
from courses.trainees.models import Trainee
from courses.trainees.rules.people import WORD_OF_AUDIENCE, Audience
from reports.unit_files.queries.chapters.reading import Entry, Found, Reader
from server.core import clock
from server.units.people.models import Person
from server.units.people.queries import people_by_id
from server.units.registry.models import Responsibility
from server.units.registry.queries.lookups import site_names
from server.units.registry.rules import Role, is_current

ROLES = {Role.FIRST_RESPONSIBLE.value: "第一责任人", Role.JOINTLY_RESPONSIBLE.value: "共同责任人"}
ACTIVITY_KINDS = {
    "lecture": "法治讲座", "drill": "演练宣传", "poster": "展板标语", "leaflet": "发放资料", "screen": "视频播放",
    "visit": "走访谈心", "consultation": "咨询服务", "other": "其他活动",
}  # fmt: skip
_ENROLMENT_STATES = {"active": "进行中", "done": "已完成", "excused": "免训", "left": "已离岗"}
#: Who makes up the body that keeps a unit safe; informants are nobody's business but the police's.
_BODY = [Audience.SECURITY_MANAGER.value, Audience.SECURITY_STAFF.value, Audience.GUARD.value]


def responsible(reader: Reader) -> Found:
    """Everybody who answers or answered for the unit or one of its sites. Source: JN-2.2.1a, JN-2.2.1e."""
    query = Responsibility.select(Responsibility, Person).join(Person)
    mine = query.where(Responsibility.unit == reader.unit.id)
    return Found(mine, (Responsibility.from_on.desc(), Responsibility.id.desc()), _responsible)


def _responsible(rows: Sequence[Responsibility]) -> list[Entry]:
    sites, today = site_names(row.site_id for row in rows if row.site_id), clock.today()
    return [
        Entry(
            row.id,
            row.from_on,
            f"{row.person.name}（{row.person.post}）" if row.person.post else row.person.name,
            f"{ROLES.get(row.role, row.role)} · {sites.get(row.site_id, '') if row.site_id else '单位'} · "
            f"{row.from_on} 至 {row.to_on or '今'}",
            "在任" if is_current(row.from_on, row.to_on, today) else "已离任",
        )
        for row in rows
    ]


def security_body(reader: Reader) -> Found:
    """Managers, staff and guards on the rolls today. Source: JN-2.2.2a."""
    today = clock.today()
    query = Trainee.select().where(
        (Trainee.unit_id == reader.unit.id)
        & Trainee.audience.in_(_BODY)  # type: ignore[attr-defined]
        & (Trainee.to_on.is_null() | (Trainee.to_on >= today))
    )
    return Found(query, (Trainee.from_on.desc(), Trainee.id.desc()), _body)


def _body(rows: Sequence[Trainee]) -> list[Entry]:
    people = people_by_id(row.person_id for row in rows)
    return [
        Entry(
            row.id,
            row.from_on,
            people[row.person_id].name if row.person_id in people else "",
            people[row.person_id].post if row.person_id in people else "",
            WORD_OF_AUDIENCE[Audience(row.audience)],
        )
        for row in rows
    ]


def rotation(reader: Reader) -> Found:
    """Enrolments in the annual rotation, the newest years first. Source: JN-3.4a."""
    named = Enrolment.audience != Audience.INFORMANT.value  # whom nobody need know
    query = Enrolment.select().where((Enrolment.unit_id == reader.unit.id) & named)
    return Found(query, (Enrolment.year.desc(), Enrolment.id.desc()), _rotation)


def _rotation(rows: Sequence[Enrolment]) -> list[Entry]:
    people = people_by_id(row.person_id for row in rows)
    return [
        Entry(
            row.id,
            clock.beijing_day(row.completed_at or row.created_at),
            f"{row.year} 年度 · {people[row.person_id].name if row.person_id in people else ''}",
            f"{WORD_OF_AUDIENCE[Audience(row.audience)]} · {row.seconds // 60} 分钟",
            _ENROLMENT_STATES.get(row.state, row.state),
        )
        for row in rows
    ]


def activities(reader: Reader) -> Found:
    """Publicity and education that counts. Source: JN-2.2.4c."""
    query = Activity.select().where((Activity.unit_id == reader.unit.id) & Activity.withdrawn_at.is_null())
    return Found(query, (Activity.on_day.desc(), Activity.id.desc()), _activities)


def _activities(rows: Sequence[Activity]) -> list[Entry]:
    return [
        Entry(row.id, row.on_day, row.title, f"{row.place} · {row.head_count} 人", ACTIVITY_KINDS.get(row.kind, row.kind))
        for row in rows
    ]  # fmt: skip
