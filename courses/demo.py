"""Training as it stands in a year: who learns, courses, a class, an exam just held and one open. For a first look.

All through the services. What only the server's clock could say (when an exam began) is honestly today's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from checklists.demo_duties import deliver_made, draw_scene
from courses.activities.rules import ActivityDraft
from courses.activities.services import record_activity
from courses.exams.rules.answers import Answer, Bearer
from courses.exams.rules.sessions import SessionDraft
from courses.exams.services.answering import submit_attempt
from courses.exams.services.checking_in import CheckInDraft, check_in
from courses.exams.services.enlisting import enlist
from courses.exams.services.planning import end_session, plan_session
from courses.exams.services.sitting import start_attempt
from courses.items.models import ItemVersion
from courses.items.rules import ItemType
from courses.lessons.rules.courses import CourseDraft, LessonDraft
from courses.lessons.rules.meetings import MeetingDraft
from courses.lessons.services.attendance import Entry, enter_attendance
from courses.lessons.services.courses import publish_course, write_course
from courses.lessons.services.lessons import add_lesson
from courses.lessons.services.meetings import call_class
from courses.papers.models import Blueprint, Paper
from courses.papers.rules import BlueprintRow, MarkingRules
from courses.papers.rules.tables import BlueprintDraft
from courses.papers.services import PaperWish, make_papers
from courses.papers.services.blueprints import write_blueprint
from courses.rotations.rules import CycleDraft
from courses.rotations.services.closing import close_cycle
from courses.rotations.services.enrolling import keep_up_cycle
from courses.rotations.services.planning import open_cycle
from courses.trainees.rules import Audience, NewPerson, TraineeDraft
from courses.trainees.services.entering import enter_trainee
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

WORLD = Path(__file__).with_name("demo.json")
_BASES = ({"basis": "state-council-421", "article": "第九条"}, {"basis": "liaoning-2021", "article": "三19"})


@dataclass
class DemoTraining:
    """What was made, for whoever goes on building."""

    world: DemoWorld
    made: dict[str, Any]
    officer: Actor
    people: dict[str, list[UUID]] = field(default_factory=dict)  # audience → people
    cycles: dict[str, UUID] = field(default_factory=dict)
    sessions: list[UUID] = field(default_factory=list)


def build_training(world: DemoWorld) -> DemoTraining:
    """Everything, after the demo's accounts exist; 4 s."""
    made = json.loads(WORLD.read_text(encoding="utf-8"))
    training = DemoTraining(world, made, actor_by_account(world.accounts["officer_chen"]))
    _enter_people(training)
    _open_cycles(training)
    _recall_last_year(training)
    _teach(training)
    _publicise(training)
    _examine(training)
    return training


def _enter_people(training: DemoTraining) -> None:
    since, world = date(clock.today().year - 1, 1, 1), training.world
    city = actor_by_account(world.accounts["officer_city"])
    for row in training.made["members"]:
        person_id = world.people[row["person"]]
        _enter(training, city, TraineeDraft(new_id(), Audience(row["audience"]), since, person_id))
    for row in training.made["newcomers"]:
        person = NewPerson(new_id(), row["name"], row["post"], None, world.units[row["unit"]])
        _enter(training, city, TraineeDraft(new_id(), Audience(row["audience"]), since, person=person))


def _enter(training: DemoTraining, actor: Actor, draft: TraineeDraft) -> None:
    trainee = enter_trainee(actor, draft)
    training.people.setdefault(draft.audience.value, []).append(trainee.person_id)


def _open_cycles(training: DemoTraining) -> None:
    year = clock.today().year
    for row in training.made["cycles"]:
        by = actor_by_account(training.world.accounts[row["by"]])
        draft = CycleDraft(
            id=new_id(),
            year=year,
            audience=Audience(row["audience"]),
            title=f"{year}年度{row['title']}",
            agency_id=by.agency_id,
            unit_id=None,
            required_seconds=60 * row["minutes"],
            exam_required=row["exam"],
            course_ids=(),
            remind_days=(30, 7, 1),
            opens_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            bases=_BASES,
        )
        training.cycles[row["audience"]] = open_cycle(by, draft).id
        keep_up_cycle(draft.id)


def _recall_last_year(training: DemoTraining) -> None:
    """Last year's rotation of guards, closed: most came to its class, the others are on the 未轮训 list."""
    row, year = training.made["last_year"], clock.today().year - 1
    begins = clock.start_of(date(year, *row["on"])) + timedelta(hours=9)
    seconds = 60 * row["minutes"]
    times = (begins, begins + timedelta(seconds=seconds))
    meeting = MeetingDraft(new_id(), row["title"], row["place"], row["teacher"], *times, seconds)
    call_class(training.officer, meeting)
    guards = training.people["guard"]
    for person_id in guards[: len(guards) * 3 // 4]:
        enter_attendance(training.officer, meeting.id, Entry(new_id(), person_id, "纸质签到表补录"))
    draft = CycleDraft(
        id=new_id(),
        year=year,
        audience=Audience.GUARD,
        title=f"{year}年度保安员年度轮训",
        agency_id=training.officer.agency_id,
        unit_id=None,
        required_seconds=seconds,
        exam_required=False,
        course_ids=(),
        remind_days=(30, 7, 1),
        opens_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        bases=_BASES,
    )
    open_cycle(training.officer, draft)
    close_cycle(training.officer, draft.id)


def _teach(training: DemoTraining) -> None:
    """Three courses, and a class this morning to which most guards came."""
    for row in training.made["courses"]:
        draft = CourseDraft(new_id(), row["title"], row["summary"], row["category"], "course", tuple(row["audiences"]))
        course = write_course(training.officer, draft)
        for lesson in row["lessons"]:
            text = LessonDraft(new_id(), lesson["title"], "text", text=lesson["text"], seconds=60 * lesson["minutes"])
            add_lesson(training.officer, course.id, text)
        publish_course(training.officer, course.id)
    row, moment = training.made["meeting"], clock.now()
    span = timedelta(minutes=row["minutes"])
    times = (moment - span - timedelta(hours=1), moment - timedelta(hours=1))
    meeting = MeetingDraft(new_id(), row["title"], row["place"], row["teacher"], *times, int(span.total_seconds()))
    call_class(training.officer, meeting)
    guards = training.people["guard"]
    for person_id in guards[: len(guards) * 2 // 3]:
        enter_attendance(training.officer, meeting.id, Entry(new_id(), person_id, "现场签到"))


def _publicise(training: DemoTraining) -> None:
    """A school that trained twice last year, and once this year."""
    head, today = actor_by_account(training.world.accounts["head_school"]), clock.today()
    photo = deliver_made(head, "photo", "活动现场.jpg", draw_scene(120), "image/jpeg")
    lately = max(date(today.year, 1, 1), today - timedelta(days=60))
    for row in training.made["activities"]:
        on = date(today.year - 1, *row["on_day_last_year"]) if row["on_day_last_year"] else lately
        told = (row["kind"], row["title"], on, row["place"], row["head_count"], row["summary"])
        record_activity(head, training.world.units[row["unit"]], ActivityDraft(new_id(), *told, (photo,)))


def _examine(training: DemoTraining) -> None:
    """One exam that most guards have sat, and one that is open for those who have not."""
    row = training.made["blueprint"]
    draft = BlueprintDraft(new_id(), row["title"], tuple(BlueprintRow(*one) for one in row["rows"]), MarkingRules())
    write_blueprint(training.officer, draft)
    version_id = Blueprint.get_by_id(draft.id).current_id
    guards = training.people["guard"]
    sat = guards[2 : len(guards) * 3 // 4]  # the two with accounts are left to try it themselves
    held = _plan(training, f"{clock.today().year}年保安员年度轮训考核（第一场）", version_id, sat)
    for number, candidate in enumerate(_candidates(held, version_id)):
        _sit(held, candidate, number)
    end_session(training.officer, held, "closed", "")
    _plan(training, f"{clock.today().year}年保安员年度轮训考核（开放场）", version_id, guards)
    _await_markers(training, guards[2:4])


def _await_markers(training: DemoTraining, people: list[UUID]) -> None:
    """An exam with a written answer that two officers have still to mark."""
    row = training.made["written_blueprint"]
    draft = BlueprintDraft(new_id(), row["title"], tuple(BlueprintRow(*one) for one in row["rows"]), MarkingRules())
    write_blueprint(training.officer, draft)
    version_id = Blueprint.get_by_id(draft.id).current_id
    session_id = _plan(training, f"{clock.today().year}年保安员补充考核（含简答题）", version_id, people)
    _sit(session_id, _candidates(session_id, version_id)[0], 0, training.made["written_answer"])


def _plan(training: DemoTraining, title: str, version_id: UUID, people: list[UUID]) -> UUID:
    moment = clock.now()
    draft = SessionDraft(
        id=new_id(),
        title=title,
        blueprint_version_id=version_id,
        starts_at=moment,
        start_closes_at=moment + timedelta(days=30),
        duration_seconds=2400,
        cycle_id=training.cycles["guard"],
        place="线上",
        most_tries=2,
    )
    plan_session(training.officer, draft)
    enlist(training.officer, draft.id, people, from_cycle=False)
    training.sessions.append(draft.id)
    return draft.id


def _candidates(session_id: UUID, version_id: UUID) -> list[Any]:
    from courses.exams.models import Candidate

    rows = list(Candidate.select().where(Candidate.session_id == session_id).order_by(Candidate.id))
    make_papers(_SITTER, PaperWish(session_id, version_id, tuple((row.id, 1) for row in rows)))
    return rows


def _sit(session_id: UUID, candidate: Any, number: int, written: str = "") -> None:
    """Right in most places; the fourth of every five knows less."""
    actor = Actor(account_id=None, person_id=candidate.person_id, name="考生", unit_id=candidate.unit_id)
    device = f"demo-{number}"
    checked = check_in(actor, candidate.id, CheckInDraft(device))
    bearer = Bearer(actor, candidate.id, checked.candidate.token_serial, 1, device)
    started = start_attempt(bearer)
    paper = Paper.get((Paper.session_id == session_id) & (Paper.candidate_id == candidate.id))
    knows = 45 if number % 5 == 3 else 85
    answers = [
        Answer(slot["slot"], 1, _response(slot, knows, f"{number}/{slot['slot']}", written), clock.now())
        for slot in paper.slots
    ]
    submit_attempt(bearer, started.attempt.id, answers)


def _response(slot: dict[str, Any], knows_percent: int, seed: str, written: str) -> Any:
    version = ItemVersion.get_by_id(UUID(slot["version_id"]))
    if version.type == ItemType.SHORT_ANSWER:
        return written
    lucky = int(hashlib.sha256(seed.encode()).hexdigest(), 16) % 100 < knows_percent
    if version.type == ItemType.TRUE_FALSE:
        return version.key["right"] if lucky else not version.key["right"]
    right = version.key["right"]
    if version.type == ItemType.MULTIPLE:
        return right if lucky else right[:1]
    wrong = [option["id"] for option in version.content["options"] if option["id"] not in right]
    return right[0] if lucky else wrong[0]


_SITTER = Actor(account_id=None, name="系统")
