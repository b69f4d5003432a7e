"""Sessions that were sat: items, papers, attempts and answers as rows, so that marking has something to mark."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, IntegerField, TextField, UUIDField

from courses.exams.models import Attempt, Candidate, ExamSession, Response
from courses.items.models import Item, ItemVersion, KnowledgePoint
from courses.markings.services import mark_submitted
from courses.papers.models import Blueprint, BlueprintVersion, Paper
from server.core import clock
from server.core.database import BaseModel, database
from server.core.events import record_event
from server.core.fields import JSONField, UTCDateTimeField
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.people.models import Person
from tests.world import World

OPTIONS = [{"id": letter, "text": f"选项{letter.upper()}"} for letter in "abcd"]


def single(right: str = "a", **more: Any) -> dict[str, Any]:
    """An item with one right option."""
    return {
        "type": "single",
        "content": {"stem": "第一责任人是谁？", "options": OPTIONS},
        "key": {"right": [right]},
        **more,
    }


def short(**more: Any) -> dict[str, Any]:
    """An item that people mark."""
    points = [{"text": "立即报警", "share": 3}, {"text": "保护现场", "share": 2}]
    content = {"stem": "发现可疑包裹怎么办？"}
    return {"type": "short_answer", "content": content, "key": {"points": points}, "worth_x100": 1000, **more}


def case(**more: Any) -> dict[str, Any]:
    """One part by key, one by people."""
    parts = [
        {"id": "p1", "type": "true_false", "share": 1, "content": {"stem": "可以搜身。"}},
        {"id": "p2", "type": "short_answer", "share": 1, "content": {"stem": "说明理由。"}},
    ]
    key = {"parts": {"p1": {"right": False}, "p2": {"points": [{"text": "无权搜身", "share": 1}]}}}
    content = {"stem": "访客拒绝登记。", "parts": parts}
    return {"type": "case", "content": content, "key": key, "worth_x100": 1000, **more}


@dataclass
class Sat:
    """A session with its versions and attempts, in the order they were asked for."""

    session: ExamSession
    versions: list[ItemVersion]
    attempts: list[Attempt] = field(default_factory=list)
    worths: list[int] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


def session_of(
    world: World, items: Sequence[dict[str, Any]] = (), *, marking: dict[str, Any] | None = None, **changes: Any
) -> Sat:
    """A session of the Lixia bureau over these items, each a slot. Needs an open connection."""
    items = items or [single(right) for right in "abcd"]
    moment = clock.now()
    kinds = [{"worth_x100": 500, "section": "law", **item} for item in items]
    versions = [_version(item, number) for number, item in enumerate(kinds, 1)]
    blueprint = row_of(
        Blueprint,
        id=new_id(),
        title="年度考核",
        agency_id=world.agencies["lixia"],
        current_id=new_id(),
        created_at=moment,
    )
    rules = row_of(
        BlueprintVersion,
        id=blueprint.current_id,
        blueprint_id=blueprint.id,
        number=1,
        rows=[],
        marking={"pass_percent": 60, "partial_percent": 50, "sections": {}, **(marking or {})},
        worth_x100=sum(item["worth_x100"] for item in kinds),
        at=moment,
    )
    session = row_of(
        ExamSession,
        **{
            "id": new_id(),
            "title": "秋季保安员年度考核",
            "agency_id": world.agencies["lixia"],
            "blueprint_version_id": rules.id,
            "starts_at": moment - timedelta(hours=3),
            "start_closes_at": moment - timedelta(hours=2),
            "duration_seconds": 3600,
            "grace_seconds": 60,
            "upload_seconds": 7200,
            "state": "closed",
            "created_at": moment,
            **changes,
        },
    )
    return Sat(session, versions, [], [item["worth_x100"] for item in kinds], [item["section"] for item in kinds])


def _version(item: dict[str, Any], number: int) -> ItemVersion:
    moment = clock.now()
    point, _ = KnowledgePoint.get_or_create(
        code=f"K-{item['section']}",
        defaults={"id": new_id(), "title": "知识点", "category": item["section"], "created_at": moment},
    )
    id = new_id()
    row = row_of(
        Item,
        id=new_id(),
        code=f"T-{id.hex[:18]}-{number}",
        type=item["type"],
        category=item["section"],
        point_id=point.id,
        difficulty=3,
        state="live",
        number=1,
        current_id=id,
        stem=item["content"]["stem"],
        norm_hash=hashlib.sha256(id.bytes).hexdigest(),
        created_at=moment,
    )
    return row_of(
        ItemVersion,
        id=id,
        item_id=row.id,
        number=1,
        type=item["type"],
        content=item["content"],
        key=item["key"],
        explanation="见条例。",
        difficulty=3,
        bases=[],
        used_at=moment,
        at=moment,
    )


def sit(sat: Sat, person_id: UUID, answers: Sequence[Any], *, try_no: int = 1, turn: int = 0) -> Attempt:
    """One person's submitted attempt; None is no answer. ``turn`` turns the order of the slots in the paper."""
    moment, count = clock.now(), len(sat.versions)
    candidate, _ = Candidate.get_or_create(
        session_id=sat.session.id, person_id=person_id, defaults={"id": new_id(), "created_at": moment}
    )
    order = [(place + turn) % count for place in range(count)]
    slots = [
        {
            "slot": slot,
            "item_id": str(sat.versions[place].item_id),
            "version_id": str(sat.versions[place].id),
            "type": sat.versions[place].type,
            "section": sat.sections[place],
            "worth_x100": sat.worths[place],
            "options": [],
        }
        for slot, place in enumerate(order, 1)
    ]
    paper = row_of(
        Paper,
        id=new_id(),
        session_id=sat.session.id,
        candidate_id=candidate.id,
        try_no=try_no,
        variant=1,
        seed="0" * 64,
        slots=slots,
        worth_x100=sum(sat.worths),
        plain_sha256="0" * 64,
        sealed="",
        key_sealed="",
        made_at=moment,
    )
    attempt = row_of(
        Attempt,
        id=new_id(),
        session_id=sat.session.id,
        candidate_id=candidate.id,
        person_id=person_id,
        paper_id=paper.id,
        try_no=try_no,
        started_at=moment - timedelta(hours=1),
        deadline_at=moment,
        closes_at=moment,
        seen_at=moment,
        grace_seconds=60,
        state="submitted",
        submitted_at=moment,
        ended_by="candidate",
        flags=[],
    )
    for slot, place in enumerate(order, 1):
        if answers[place] is not None:
            row_of(Response, id=new_id(), attempt_id=attempt.id, slot=slot, seq=1, value=answers[place], at=moment)
    sat.attempts.append(attempt)
    return attempt


def submit(attempt: Attempt) -> None:
    """The event that asks for marking, as exams record it."""
    details = {
        "session_id": str(attempt.session_id),
        "person_id": str(attempt.person_id),
        "candidate_id": str(attempt.candidate_id),
    }
    with database.atomic():
        record_event(SYSTEM, "attempt.submitted", subject=attempt, details=details)


def row_of(table: type[BaseModel], **values: Any) -> Any:
    """A row; columns of the subject that marking does not care about are empty."""
    for name, column in table._meta.fields.items():
        if name not in values and not column.null and column.default is None:
            values[name] = _EMPTY[type(column)]()
    return table.create(**values)


_EMPTY: dict[type, Any] = {
    CharField: str,
    TextField: str,
    IntegerField: int,
    BooleanField: bool,
    JSONField: dict,
    UUIDField: new_id,
    UTCDateTimeField: clock.now,
}


def someone(world: World, number: int) -> UUID:
    """One of many people of the school, made when first asked for."""
    name = f"考生{number:05d}"
    known = Person.get_or_none(Person.name == name)
    if known is None:
        unit = world.units["school_first"]
        known = row_of(Person, id=new_id(), name=name, post="保安员", unit_id=unit, created_at=clock.now())
    return known.id


def grow_results(world: World) -> list[Sat]:
    """Three sessions with a result each, so that the list of sessions has rows. Needs an open connection."""
    grown = []
    for _ in range(3):
        sat = session_of(world)
        mark_submitted(SYSTEM, sit(sat, world.persons["guard_school"], ["a", "b", "c", "a"]).id)
        grown.append(sat)
    return grown
