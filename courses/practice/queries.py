"""What somebody may practise, and what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from peewee import fn

from courses.exams.models import ExamSession
from courses.items.models import Item, ItemVersion
from courses.items.queries.listing import bases_shown
from courses.items.rules.kinds import AUTOMATIC
from courses.papers.models import ItemExposure
from courses.practice.models import PracticeCard, PracticeReview
from server.core import clock
from server.units.agencies.models import Agency
from server.units.agencies.queries import chain
from server.units.people.models import Person
from server.units.registry.models import Unit, UnitReach

#: A session that nobody closed is over a day after the last answers could arrive.
AFTER_A_SESSION = timedelta(days=1)
#: Longest from the close of a start window to the last answer: no session is looked at longer than that.
LONGEST_SESSION = timedelta(days=10)


@dataclass(frozen=True)
class PracticeWish:
    """``mode``: due (错题本) or free (随机练习); ``item_ids``: those of a lesson instead (随堂练习), in its order.

    ``with_keys`` only for a set that is taken offline.
    """

    mode: str = "due"
    item_ids: tuple[UUID, ...] | None = None
    category: str | None = None
    limit: int = 20
    with_keys: bool = False


def practice_of(person_id: UUID, wish: PracticeWish) -> dict[str, Any]:
    """Items to practise now with what the book holds in all; the same number of queries for any number of items."""
    open_to = is_open_to(person_id)
    mine = PracticeCard.select().join(Item, on=(Item.id == PracticeCard.item_id))
    mine = mine.where((PracticeCard.person_id == person_id) & open_to)
    is_due = PracticeCard.due_at <= clock.now()
    if wish.item_ids is not None:
        open_here = open_items(person_id, wish.item_ids)
        chosen = [id for id in wish.item_ids if id in open_here]
    elif wish.mode == "free":
        items = Item.select().where(open_to).order_by(fn.RANDOM()).limit(wish.limit)
        if wish.category:
            items = items.where(Item.category == wish.category)
        chosen = [row.id for row in items]
    else:
        due = mine.where(is_due)
        if wish.category:
            due = due.where(Item.category == wish.category)
        chosen = [row.item_id for row in due.order_by(PracticeCard.due_at, PracticeCard.id).limit(wish.limit)]
    return {
        "items": _shapes(person_id, chosen, with_keys=wish.with_keys),
        "due": mine.where(is_due).count(),
        "total": mine.count(),
    }


def is_open_to(person_id: UUID) -> Any:
    """A condition on items: in use, not kept for exams, marked without a person, of the product or of an agency that
    is responsible for this person, and in no paper of a session that is not over.  Source: LN-3b.
    """
    theirs = Item.agency_id.is_null()
    agencies = _agencies_over(person_id)
    if agencies:
        theirs |= Item.agency_id.in_(agencies)
    kinds = Item.type.in_([kind.value for kind in AUTOMATIC])
    condition = (Item.state == "live") & (Item.exam_only == False) & kinds & theirs  # noqa: E712 (a term of the query)
    running = sessions_not_over()
    if running:
        held = ItemExposure.select(ItemExposure.item_id).where(ItemExposure.session_id.in_(running))
        condition &= Item.id.not_in(held)
    return condition


def sessions_not_over() -> list[UUID]:
    """Sessions that are planned, running, or may still get answers; one query."""
    moment = clock.now()
    recent = ExamSession.start_closes_at > moment - LONGEST_SESSION
    rows = ExamSession.select().where((ExamSession.state == "planned") & recent)
    return [
        row.id
        for row in rows
        if row.start_closes_at
        + timedelta(seconds=row.duration_seconds + row.grace_seconds + row.upload_seconds)
        + AFTER_A_SESSION
        > moment
    ]


def _agencies_over(person_id: UUID) -> list[UUID]:
    person = Person.get_or_none(Person.id == person_id)
    if person is None:
        return []
    if person.agency_id:
        own = Agency.get_or_none(Agency.id == person.agency_id)
        return [agency.id for agency in chain(own)] if own else []
    if not person.unit_id:
        return []
    reach = (
        Agency.select(Agency.id)
        .join(UnitReach, on=(UnitReach.agency_number == Agency.number))
        .join(Unit, on=(Unit.number == UnitReach.unit_number))
        .where(Unit.id == person.unit_id)
    )
    return [row.id for row in reach]


def _shapes(person_id: UUID, item_ids: list[UUID], *, with_keys: bool) -> list[dict[str, Any]]:
    if not item_ids:
        return []
    items = {row.id: row for row in Item.select().where(Item.id.in_(item_ids))}
    versions = versions_by_id(row.current_id for row in items.values())
    cards = cards_of(person_id, item_ids)
    solutions = solutions_of(versions.values()) if with_keys else {}
    shown = []
    for id in item_ids:
        item, version = items[id], versions[items[id].current_id]
        card = cards.get(id)
        row = {
            "item_id": id,
            "version_id": version.id,
            "type": version.type,
            "category": item.category,
            "content": version.content,
            "wrong_count": card.wrong_count if card else 0,
            "due_at": card.due_at if card else None,
        }
        shown.append({**row, "solution": solutions.get(version.id)})
    return shown


def solutions_of(versions: Iterable[ItemVersion]) -> dict[UUID, dict[str, Any]]:
    """By version what is right and why: for after an answer, or with a set for offline practice; one query."""
    wanted = list(versions)
    shown = bases_shown([basis for version in wanted for basis in version.bases])
    places = iter(shown)
    return {
        version.id: {
            "key": version.key,
            "explanation": version.explanation,
            "bases": [next(places) for _ in version.bases],
        }
        for version in wanted
    }


def versions_by_id(ids: Iterable[UUID]) -> dict[UUID, ItemVersion]:
    wanted = list(ids)
    return {row.id: row for row in ItemVersion.select().where(ItemVersion.id.in_(wanted))} if wanted else {}


def cards_of(person_id: UUID, item_ids: Collection[UUID]) -> dict[UUID, PracticeCard]:
    here = (PracticeCard.person_id == person_id) & PracticeCard.item_id.in_(list(item_ids))
    return {row.item_id: row for row in PracticeCard.select().where(here)} if item_ids else {}


def open_items(person_id: UUID, item_ids: Collection[UUID]) -> set[UUID]:
    """Those of the items that this person may practise now; what stands in a running exam is not among them."""
    if not item_ids:
        return set()
    rows = Item.select(Item.id).where(Item.id.in_(list(item_ids)) & is_open_to(person_id))
    return {row.id for row in rows}


def answered_right(person_id: UUID, item_ids: Collection[UUID]) -> set[UUID]:
    """Those of the items that somebody answered rightly at least once in practice; one query."""
    right = (PracticeReview.person_id == person_id) & (PracticeReview.is_right == True)  # noqa: E712 (a query's term)
    rows = PracticeReview.select(PracticeReview.item_id).where(right & PracticeReview.item_id.in_(list(item_ids)))
    return {row.item_id for row in rows} if item_ids else set()
