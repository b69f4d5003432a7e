"""What a transcript says: one result, or a session as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from courses.certificates.rules.certificates import hours_words, points_words
from courses.exams.models import Attempt, Candidate, ExamSession
from courses.markings.models import Result
from courses.markings.queries.results import LIVE
from courses.markings.queries.sheets import rules_of
from courses.rotations.models import Enrolment, RotationCycle
from courses.trainees.queries.identities import identities_masked
from reports.documents.rendering.wording import write_day, write_minute
from reports.documents.rules import Authority, DocumentKind, Fields, LegalForm, Paragraph, Table, Verification
from reports.wording.queries import texts_on
from server.core.clock import beijing_day
from server.units.agencies.queries import name_on
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names

ONE, WHOLE = DocumentKind.EXAM_TRANSCRIPT, DocumentKind.SESSION_TRANSCRIPT
_SECTIONS = {"law": "法律知识", "business": "业务知识", "skill": "技能", "professional": "专业知识"}
_HEADINGS = ("序号", "姓名", "证件号码", "单位", "学时", "得分", "结论")


def result_facts(result: Result, day: date, number: str, verification: Verification) -> LegalForm:
    """成绩单 of one result, dated ``day``. Twelve queries. Source: JN-3.4a, LN-3b."""
    session = ExamSession.get_by_id(result.session_id)
    person = people_by_id([result.person_id])[result.person_id]
    rules, attempt = rules_of(session), Attempt.get_by_id(result.attempt_id)
    line = result.worth_x100 * rules.pass_percent // 100
    rows = [
        ("姓名", person.name),
        ("证件号码", identities_masked([person.id]).get(person.id, "")),
        ("单位", _units([person])[person.id]),
        *_course_rows(session),
        ("学时", _hours([person.id], session.cycle_id).get(person.id, "")),
        ("考试时间", write_minute(attempt.started_at)),
        ("得分", f"{points_words(result.points_x100)} 分（满分 {points_words(result.worth_x100)} 分）"),
        ("分类得分", _sections_words(result)),
        ("合格线", f"{points_words(line)} 分（{rules.pass_percent}%）"),
        ("结论", _verdict(result.passed)),
    ]
    if attempt.try_no > 1:
        rows.insert(-4, ("作答次数", f"第 {attempt.try_no} 次"))
    if result.revision > 1:
        rows.append(
            (
                "成绩更正",
                f"本成绩为第 {result.revision} 次评定的成绩，{write_day(beijing_day(result.at))}起替代以前的成绩",
            )
        )
    # One page: a table of the sections would push the seal onto a second one.
    blocks = (Fields(tuple(rows)), Paragraph(texts_on(ONE.value, day).say("exam_transcript.note")))
    return _form(ONE, session, "考试成绩单", blocks, day, number, verification)


def session_facts(session: ExamSession, day: date, number: str, verification: Verification) -> LegalForm:
    """成绩册 of a session: a row a candidate, with the best of the tries. Eleven queries. Source: JN-3.4a."""
    rules, best = rules_of(session), best_results(session.id)
    called = Candidate.session_id == session.id
    candidates = list(Candidate.select().where(called & (Candidate.state != "removed")))
    people = people_by_id([row.person_id for row in candidates])
    units, masked = _units(people.values()), identities_masked(people)
    hours = _hours(list(people), session.cycle_id)
    candidates.sort(key=lambda row: (units[row.person_id], people[row.person_id].name, row.id))
    rows = tuple(
        (
            str(place),
            people[row.person_id].name,
            masked.get(row.person_id, ""),
            units[row.person_id],
            hours.get(row.person_id, ""),
            *_outcome(row, best.get(row.person_id)),
        )
        for place, row in enumerate(candidates, 1)
    )
    passed = sum(1 for row in candidates if (found := best.get(row.person_id)) and found.passed)
    sat = sum(1 for row in candidates if row.person_id in best)
    deferred = sum(1 for row in candidates if row.state == "deferred" and row.person_id not in best)
    summary = (
        *_course_rows(session),
        ("考试时间", write_minute(session.starts_at)),
        ("地点", session.place),
        ("合格线", f"满分的 {rules.pass_percent}%"),
        ("应考、实考", f"{len(candidates)} 人、{sat} 人"),
        ("缺考、缓考", f"{len(candidates) - sat - deferred} 人、{deferred} 人"),
        ("合格", f"{passed} 人（实考的 {100 * passed // sat}%）" if sat else "0 人"),
    )
    blocks = (
        Fields(summary),
        Table(_HEADINGS, rows, widths=(2, 3, 6, 7, 3, 4, 3), numeric=(0, 5)),
        Paragraph(texts_on(WHOLE.value, day).say("session_transcript.note")),
    )
    return _form(WHOLE, session, "考试成绩册", blocks, day, number, verification)


def best_results(session_id: UUID) -> dict[UUID, Result]:
    """The best live result of each person of a session, without the single marks. One query."""
    columns = [column for column in Result._meta.sorted_fields if column is not Result.slots]
    best: dict[UUID, Result] = {}
    for row in Result.select(*columns).where(LIVE & (Result.session_id == session_id)):
        known = best.get(row.person_id)
        if known is None or (row.passed, row.points_x100) > (known.passed, known.points_x100):
            best[row.person_id] = row
    return best


def _form(
    kind: DocumentKind, session: ExamSession, title: str, blocks: tuple[Any, ...], day: date, number: str,
    verification: Verification,
) -> LegalForm:  # fmt: skip
    name = name_on(session.agency_id, day)
    return LegalForm(
        kind=kind,
        authority=Authority(name.name, name.short_name),
        number=number,
        title=title,
        blocks=blocks,
        decided_on=day,
        verification=verification,
    )


def _course_rows(session: ExamSession) -> tuple[tuple[str, str], ...]:
    cycle = RotationCycle.get_or_none(RotationCycle.id == session.cycle_id) if session.cycle_id else None
    return ("课程（轮训）", cycle.title if cycle else ""), ("考试", session.title)


def _outcome(candidate: Candidate, result: Result | None) -> tuple[str, str]:
    if result is None:
        return "", "缓考" if candidate.state == "deferred" else "缺考"
    return f"{points_words(result.points_x100)}/{points_words(result.worth_x100)}", _verdict(result.passed)


def _sections_words(result: Result) -> str:
    """法律知识 27/27；业务知识 18/23."""
    return "；".join(
        f"{word} {points_words(result.sections[section][0])}/{points_words(result.sections[section][1])}"
        for section, word in _SECTIONS.items()
        if section in result.sections
    )


def _verdict(passed: bool) -> str:
    return "合格" if passed else "不合格"


def _units(people: Any) -> dict[UUID, str]:
    people = list(people)
    names = unit_names([person.unit_id for person in people if person.unit_id])
    return {person.id: names.get(person.unit_id, "") for person in people}


def _hours(person_ids: Sequence[UUID], cycle_id: UUID | None) -> dict[UUID, str]:
    """What each learned in the rotation that the session belongs to. One query."""
    if cycle_id is None or not person_ids:
        return {}
    rows = Enrolment.select(Enrolment.person_id, Enrolment.seconds).where(
        (Enrolment.cycle_id == cycle_id) & Enrolment.person_id.in_(list(person_ids))
    )
    return {row.person_id: hours_words(row.seconds) for row in rows}
