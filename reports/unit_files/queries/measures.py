"""How each item of the three defences is counted: the things it asks for, and whether each is as it should be.

What the database can count it counts (``by_database``), for many units at once; the few things that follow from rules
in the program are counted there (``by_rule``). Counts and the list behind them come from one definition each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from peewee import JOIN, Case, ModelSelect, fn

from checklists.duties.queries.owed import owed_of_units
from checklists.duties.rules import COUNTED, DutyState
from courses.rotations.models import Enrolment
from courses.trainees.rules.people import WORD_OF_AUDIENCE
from device_checks.coverage.queries import lacks_camera, watched_places
from device_checks.patrols.models import CameraWatch
from device_checks.recordings.models import RecordingState
from device_checks.recordings.queries import keeps_recordings
from device_checks.registers.models import Facility, Place
from device_checks.registers.rules.words import CONDITION_WORDS, PLACE_KIND_WORDS, TYPE_WORDS
from device_checks.upkeep.models import FacilityTest, PostStock
from device_checks.upkeep.queries.posts import minimums_of, open_posts
from device_checks.upkeep.queries.terms import term_on
from reports.unit_files.rules.defences import Defended, Tally
from server.core import clock
from server.core.database import is_postgresql
from server.units.people.models import Person
from server.units.registry.models import Responsibility, Site, Unit
from server.units.registry.rules import FULL_TIME_STAFF, PART_TIME_STAFF, Role, staff_gap_of

Settings = Mapping[str, Any]
Behind = dict[UUID, list[Defended]]
MOST_BEHIND = 500
_VERDICTS = {"met": "合格", "short": "保存天数不足", "gapped": "录像有中断", "growing": "使用未满期限", "": "未查验"}
_DUTY_STATES = {
    DutyState.OK: "已落实", DutyState.OPEN: "进行中", DutyState.DUE: "临近期限", DutyState.MISSING: "缺失",
    DutyState.OVERDUE: "逾期", DutyState.FAILED: "不合格",
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """A query over the things of an item, and how to read one."""

    query: ModelSelect
    subject: str
    unit: Any
    id: Any
    title: Any
    met: Any
    more: tuple[Any, ...]
    detail: Callable[..., str]


def tallies(measure: str, settings: Settings, units: Sequence[Unit], day: date) -> dict[UUID, Tally]:
    """What each of the units has of an item; units of which nothing is asked are left out. A few queries for all."""
    if measure in BY_RULE:
        found = BY_RULE[measure](units, settings, day)
        return {id: Tally(sum(row.is_met for row in rows), len(rows)) for id, rows in found.items() if rows}
    rows = BY_DATABASE[measure](settings, day)
    counted = rows.query.select(rows.unit, fn.SUM(_as_number(rows.met)), fn.COUNT(rows.id))
    of_units = counted.where(rows.unit.in_([unit.id for unit in units])).group_by(rows.unit)
    return {id: Tally(int(met or 0), count) for id, met, count in of_units.tuples()}


def behind(measure: str, settings: Settings, unit: Unit, day: date) -> list[Defended]:
    """The things of an item at one unit, what is lacking first; at most MOST_BEHIND."""
    if measure in BY_RULE:
        found = BY_RULE[measure]([unit], settings, day).get(unit.id, [])
        return sorted(found, key=lambda row: row.is_met)[:MOST_BEHIND]
    rows = BY_DATABASE[measure](settings, day)
    met = _as_number(rows.met)
    query = rows.query.select(rows.id, rows.title, met, *rows.more).where(rows.unit == unit.id)
    listed = query.order_by(met, rows.title, rows.id).limit(MOST_BEHIND).tuples()
    return [
        Defended(id, rows.subject, title, rows.detail(*more), bool(is_met))
        for id, title, is_met, *more in listed
    ]  # fmt: skip


def _as_number(condition: Any) -> Any:
    return Case(None, [(condition, 1)], 0)


def _rotation(_: Settings, day: date) -> Rows:
    query = Enrolment.select().join(Person, on=(Person.id == Enrolment.person_id))
    return Rows(
        query.where((Enrolment.year == day.year) & Enrolment.state.in_(["active", "done"])),  # type: ignore[attr-defined]
        "person",
        Enrolment.unit_id,
        Enrolment.person_id,
        Person.name,
        Enrolment.state == "done",
        (Enrolment.audience, Enrolment.seconds),
        lambda audience, seconds: f"{WORD_OF_AUDIENCE.get(audience, audience)} · {seconds // 60} 分钟",
    )


def _facilities(settings: Settings, _: date) -> Rows:
    mine = Facility.kind.in_(settings["kinds"]) & (Facility.state == "in_use")  # type: ignore[attr-defined]
    return Rows(
        Facility.select().where(mine),
        "facility",
        Facility.unit_id,
        Facility.id,
        Facility.name,
        Facility.condition == "normal",
        (Facility.number, Facility.type, Facility.condition),
        lambda number, type, condition: (
            f"{number} · {TYPE_WORDS.get(type, type)} · {CONDITION_WORDS.get(condition, condition)}"
        ),
    )


def _camera_coverage(_: Settings, __: date) -> Rows:
    return Rows(
        watched_places(),
        "place",
        Place.unit_id,
        Place.id,
        Place.name,
        ~lacks_camera(),
        (Place.kind,),
        lambda kind: PLACE_KIND_WORDS.get(kind, kind),
    )


def _cameras_online(_: Settings, __: date) -> Rows:
    """Cameras that patrols have looked at; one never looked at tells nothing of itself."""
    query = CameraWatch.select().join(Facility, on=(Facility.id == CameraWatch.id))
    return Rows(
        query.where((Facility.state == "in_use") & CameraWatch.is_up.is_null(False)),
        "facility",
        CameraWatch.unit_id,
        CameraWatch.id,
        Facility.name,
        CameraWatch.is_up == True,  # noqa: E712 (a term of the query)
        (Facility.number, CameraWatch.looked_at),
        lambda number, looked_at: f"{number} · {clock.beijing_day(looked_at)} 查看",
    )


def _alarms_tested(_: Settings, day: date) -> Rows:
    """Alarms whose type must be tried so often, by a passed test that is not older. Source: LN-11a."""
    intervals: Mapping[str, int] = term_on("test_interval_days", day)
    lately = Case(
        Facility.type,
        [(type, clock.to_text(clock.start_of(day - timedelta(days=days)))) for type, days in intervals.items()],
        clock.to_text(clock.start_of(day)),
    )
    last = (
        FacilityTest.select(fn.MAX(FacilityTest.tested_at))
        .where((FacilityTest.facility_id == Facility.id) & (FacilityTest.passed == True))  # noqa: E712 (of the query)
    )  # fmt: skip
    query = Facility.select().where(Facility.type.in_(list(intervals)) & (Facility.state == "in_use"))  # type: ignore[attr-defined]
    return Rows(
        query,
        "facility",
        Facility.unit_id,
        Facility.id,
        Facility.name,
        fn.COALESCE(last >= _instant(lately), False),
        (Facility.number, Facility.type),
        lambda number, type: f"{number} · {TYPE_WORDS.get(type, type)} · 每 {intervals[type]} 日测试一次",
    )


def _instant(text: Any) -> Any:
    return text.cast("timestamptz") if is_postgresql() else text


def _recordings(_: Settings, __: date) -> Rows:
    query = Facility.select().join(RecordingState, JOIN.LEFT_OUTER, on=(RecordingState.id == Facility.id))
    return Rows(
        query.where(keeps_recordings() & (Facility.state == "in_use")),
        "facility",
        Facility.unit_id,
        Facility.id,
        Facility.name,
        fn.COALESCE(RecordingState.verdict.in_(["met", "growing"]), False),  # type: ignore[attr-defined]
        (Facility.number, fn.COALESCE(RecordingState.verdict, "")),
        lambda number, verdict: f"{number} · {_VERDICTS.get(verdict, verdict)}",
    )


BY_DATABASE: Mapping[str, Callable[[Settings, date], Rows]] = {
    "rotation": _rotation,
    "facilities": _facilities,
    "camera_coverage": _camera_coverage,
    "cameras_online": _cameras_online,
    "alarms_tested": _alarms_tested,
    "recordings": _recordings,
}


def _responsible(units: Sequence[Unit], _: Settings, day: date) -> Behind:
    """A first-responsible person in office for the unit and for each of its sites; 2 queries. Source: JN-2.2.1a."""
    ids = [unit.id for unit in units]
    in_office = (Responsibility.from_on <= day) & (Responsibility.to_on.is_null() | (Responsibility.to_on >= day))
    rows = (
        Responsibility.select(Responsibility, Person)
        .join(Person)
        .where(
            Responsibility.unit.in_(ids) & (Responsibility.role == Role.FIRST_RESPONSIBLE.value) & in_office
        )
        .order_by(Responsibility.from_on)
    )  # fmt: skip
    names = {(row.unit_id, row.site_id): row.person.name for row in rows}
    found: Behind = {unit.id: [_answered(unit.id, None, "单位", names)] for unit in units}
    for site in Site.select().where(Site.unit.in_(ids)).order_by(Site.name):
        found[site.unit_id].append(_answered(site.unit_id, site.id, site.name, names))
    return found


def _answered(unit_id: UUID, site_id: UUID | None, title: str, names: Mapping[Any, str]) -> Defended:
    name = names.get((unit_id, site_id))
    return Defended(site_id or unit_id, "responsibility", title, name or "没有在任的第一责任人", name is not None)


def _security_staff(units: Sequence[Unit], _: Settings, __: date) -> Behind:
    """As the registry judges it; of units that told no numbers nothing is asked. Source: LN-1b."""
    found: Behind = {}
    for unit in units:
        full, part = unit.facts.get(FULL_TIME_STAFF), unit.facts.get(PART_TIME_STAFF)
        if type(full) is not int or (full == 0 and type(part) is not int):
            continue
        gap = staff_gap_of(unit.key_unit_level, unit.facts)
        told = f"专职 {full} 人，兼职 {'未填报' if part is None else f'{part} 人'}" + (f"：{gap.detail}" if gap else "")
        found[unit.id] = [Defended(unit.id, "unit", "专职、兼职治安保卫人员", told, gap is None)]
    return found


def _duties(units: Sequence[Unit], settings: Settings, day: date) -> Behind:
    """What the unit owes; of drills and trainings each one that the year asks for."""
    wanted, found = set(settings["duties"]), {}
    for id, duties in owed_of_units(list(units), day).items():
        rows: list[Defended] = []
        for owed in duties:
            if owed.duty not in wanted or owed.state not in _DUTY_STATES:
                continue
            if owed.duty in COUNTED:
                rows += [
                    Defended(None, "duty", f"{owed.title}（第 {number} 次）", f"本年已办 {owed.counted} 次", number <= owed.counted)
                    for number in range(1, owed.required + 1)
                ]  # fmt: skip
            else:
                rows.append(Defended(None, "duty", owed.title, _DUTY_STATES[owed.state], owed.state is DutyState.OK))
        found[id] = rows
    return found


def _post_equipment(units: Sequence[Unit], _: Settings, __: date) -> Behind:
    """Each kind at each post against the minimum in force; one never counted is not met; 4 queries. Source: LN-8."""
    minimums, ids = minimums_of(units), [unit.id for unit in units]
    counted = {
        (row.place_id, row.type): row.counted for row in PostStock.select().where(PostStock.unit_id.in_(ids))  # type: ignore[attr-defined]
    }  # fmt: skip
    found: Behind = defaultdict(list)
    for post in open_posts(ids):
        for type, minimum in minimums[post.unit_id].items():
            if minimum <= 0:
                continue
            number = counted.get((post.id, type))
            told = f"应有 {minimum}，" + ("未清点" if number is None else f"实有 {number}")
            title = f"{post.name} · {TYPE_WORDS.get(type, type)}"
            found[post.unit_id].append(
                Defended(post.id, "place", title, told, number is not None and number >= minimum)
            )
    return found


BY_RULE: Mapping[str, Callable[[Sequence[Unit], Settings, date], Behind]] = {
    "responsible": _responsible,
    "security_staff": _security_staff,
    "duties": _duties,
    "post_equipment": _post_equipment,
}
