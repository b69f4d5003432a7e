"""Event rows: audit log, history and outbox in one, chained by hash.

One chain for all would make every transaction wait for the one before it to reach the disk. So there are
sixteen lanes, chosen by who acts; each lane's head is one row, locked for the rest of the act's transaction.
A row changed, taken out or put in breaks its lane; a row cut from a lane's end differs from the lane's head,
and heads are signed into checkpoints. Source: JN-3.6c.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import CharField, IntegerField, UUIDField

from server.core import clock
from server.core.canonical import content_hash
from server.core.database import BaseModel, database, is_postgresql
from server.core.fields import JSONField, UTCDateTimeField
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import Prepared, insert_many_rows

LANES = 16
FIRST_HASH = "0" * 64


class Event(BaseModel):
    """One act. Never updated, never deleted."""

    lane = IntegerField()
    position = IntegerField()
    kind = CharField(64)
    at: datetime = UTCDateTimeField()
    actor_id = UUIDField(null=True)
    subject_type = CharField(40)
    subject_id = UUIDField()
    about_unit_id = UUIDField(null=True)
    details: dict[str, Any] = JSONField()
    previous_hash = CharField(64)
    hash = CharField(64)

    class Meta:
        table_name = "event"
        indexes = ((("lane", "position"), True), (("subject_id",), False), (("about_unit_id",), False))


class EventLane(BaseModel):
    """The head of one lane: how many rows it has and the last one's hash."""

    id = IntegerField(primary_key=True)
    position = IntegerField()
    head_hash = CharField(64)

    class Meta:
        table_name = "event_lane"


@dataclass(frozen=True)
class Told:
    """What one event row tells: of what, for which unit, and the rest by name."""

    subject: BaseModel
    about_unit_id: UUID | None
    details: dict[str, Any]


Subscriber = Callable[[Event], None]
_subscribers: dict[str, list[Subscriber]] = {}


def subscribe(kind: str, subscriber: Subscriber) -> None:
    """Have the subscriber called inside the transaction of every act of this kind."""
    _subscribers.setdefault(kind, []).append(subscriber)


def clear_subscribers() -> None:
    _subscribers.clear()


def record_event(
    actor: Actor,
    kind: str,
    *,
    subject: BaseModel,
    about_unit_id: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> Event:
    """Write the one row that this act leaves; must run inside the act's transaction, as its last write.

    ``details`` hold ids, codes and numbers, never names or identity numbers. 3 statements.
    """
    return record_events(actor, kind, [Told(subject, about_unit_id, details or {})])[0]


def record_events(actor: Actor, kind: str, told: Sequence[Told]) -> list[Event]:
    """``record_event`` for many acts of one kind that share a transaction: a row each, the lane moved once."""
    if not database.in_transaction():
        raise RuntimeError("an event belongs to the transaction of its act")
    if not told:
        return []
    number = _lane_of(actor)
    lane = _lane.first(id=number)
    if lane is None:
        raise RuntimeError("the event lanes are missing: migrate first")
    events: list[Event] = []
    previous = lane.head_hash
    for place, one in enumerate(told, 1):
        event = Event(
            id=new_id(),
            lane=number,
            position=lane.position + place,
            kind=kind,
            at=clock.now(),
            actor_id=actor.account_id,
            subject_type=one.subject._meta.table_name,
            subject_id=one.subject.id,
            about_unit_id=one.about_unit_id,
            details=one.details,
            previous_hash=previous,
        )
        event.hash = previous = event_hash(event)
        events.append(event)
    insert_many_rows(events)
    _move_head.execute(id=number, position=events[-1].position, head_hash=previous)
    for event in events:
        for subscriber in _subscribers.get(kind, ()):
            subscriber(event)
    return events


def event_hash(event: Event) -> str:
    """The hash over everything in the row but itself."""
    return content_hash(
        {
            "id": str(event.id),
            "lane": event.lane,
            "position": event.position,
            "kind": event.kind,
            "at": clock.to_text(event.at),
            "actor_id": str(event.actor_id) if event.actor_id else None,
            "subject_type": event.subject_type,
            "subject_id": str(event.subject_id),
            "about_unit_id": str(event.about_unit_id) if event.about_unit_id else None,
            "details": event.details,
            "previous_hash": event.previous_hash,
        }
    )


def take_turn(actor: Actor) -> None:
    """Take the actor's lane at the start of an act instead of at its end; inside the act's transaction.

    For acts whose twins and siblings write the same rows: they then run one after another, and neither wait for
    each other in a ring nor overlook what the other is just writing. Costs nothing that the act does not pay anyway.
    """
    if is_postgresql():  # on SQLite the transaction itself is the turn
        _lane.first(id=_lane_of(actor))


def _locked_lane(id: Any) -> Any:
    query = EventLane.select().where(EventLane.id == id)
    return query.for_update() if is_postgresql() else query


_lane = Prepared(_locked_lane)
_move_head = Prepared(
    lambda id, position, head_hash: EventLane.update(position=position, head_hash=head_hash).where(EventLane.id == id)
)


def _lane_of(actor: Actor) -> int:
    return actor.account_id.int % LANES if actor.account_id else 0


@dataclass(frozen=True)
class ChainCheck:
    """What a walk over all lanes found; ``first_break`` names lane, position and what is wrong there."""

    checked: int
    heads: dict[int, str]
    first_break: dict[str, Any] | None = None

    @property
    def ok(self) -> bool:
        return self.first_break is None


def verify_chain() -> ChainCheck:
    """Walk every lane from its first row to its head. Reads the whole log once, in the order of the index."""
    heads: dict[int, str] = {}
    checked = 0
    for lane in EventLane.select().order_by(EventLane.id):
        previous, position = FIRST_HASH, 0
        for event in Event.select().where(Event.lane == lane.id).order_by(Event.position).iterator():
            position += 1
            problem = _problem_of(event, position, previous)
            if problem:
                return ChainCheck(checked, heads, {"lane": lane.id, "position": position, "problem": problem})
            previous = event.hash
            checked += 1
        if (position, previous) != (lane.position, lane.head_hash):
            gap = {"lane": lane.id, "position": position + 1, "problem": "rows_missing_at_the_end"}
            return ChainCheck(checked, heads, gap)
        heads[lane.id] = previous
    return ChainCheck(checked, heads)


def _problem_of(event: Event, position: int, previous: str) -> str | None:
    if event.position != position:
        return "row_missing"
    if event.previous_hash != previous:
        return "link_broken"
    return None if event_hash(event) == event.hash else "row_altered"
