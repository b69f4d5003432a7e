"""Reads of statistics: the marks they are counted from, and what was counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import numpy as np

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_session_within_reach
from courses.items.models import Item, ItemVersion
from courses.items.rules.kinds import ItemType
from courses.markings.errors import NotCounted
from courses.markings.models import ItemStatistic, Result, SessionStatistic
from courses.markings.queries.anew import live_batch, responses_at
from courses.markings.queries.regrades import version_shape
from courses.markings.queries.results import LIVE
from courses.markings.queries.sheets import changes_of
from courses.markings.rules.changes import Mode, ruling_of
from courses.markings.rules.statistics import MarkTable, flags_of, group_size
from server.core.permissions import Actor

_PICKED = {ItemType.SINGLE.value, ItemType.MULTIPLE.value, ItemType.TRUE_FALSE.value}


def read_marks(session_id: UUID) -> MarkTable | None:
    """Every mark that counts of a session's live results; None without any. Reads each result once."""
    here = LIVE & (Result.session_id == session_id)
    rows, columns, worths = [], {}, []
    for (packed,) in Result.select(Result.slots).where(here).order_by(Result.id).tuples().iterator():
        places, points = [], []
        for _, version, _, worth, got, by in packed:
            if by == Mode.VOID.value:
                continue
            place = columns.setdefault(version, len(columns))
            if place == len(worths):
                worths.append(worth)
            places.append(place)
            points.append(got)
        if places:
            rows.append((places, points))
    if not rows:
        return None
    marks = np.full((len(rows), len(columns)), np.nan)
    for number, (places, points) in enumerate(rows):
        marks[number, places] = points
    return MarkTable(tuple(columns), np.array(worths, dtype=float), marks)


def items_of(version_ids: list[UUID]) -> dict[UUID, UUID]:
    """The item of each version. One query."""
    return {id: row.item_id for id, row in _by_id(ItemVersion, version_ids).items()}


def statistics_of(actor: Actor, session_id: UUID) -> dict[str, Any]:
    """What was counted of a session, items in the order of their facility. Five queries. Raises NotFound."""
    session = marked_session_within_reach(actor, session_id)
    whole = SessionStatistic.get_or_none(SessionStatistic.id == session.id)
    rows = list(ItemStatistic.select().where(ItemStatistic.session_id == session.id))
    versions = _by_id(ItemVersion, [row.version_id for row in rows])
    items = _by_id(Item, [row.item_id for row in rows])
    shapes = [_item_shape(row, versions[row.version_id], items[row.item_id]) for row in rows]
    return {
        "session": {"id": session.id, "title": session.title, "starts_at": session.starts_at, "state": session.state},
        "counted_at": whole.at if whole else None,
        "attempts": whole.attempts if whole else 0,
        "forms": whole.figures["forms"] if whole else [],
        "items": sorted(shapes, key=lambda shape: (shape["facility"], str(shape["version_id"]))),
    }


def item_file(actor: Actor, session_id: UUID, version_id: UUID) -> dict[str, Any]:
    """One item of a session: its figures, what it says, and what the best and the worst picked.

    Raises NotFound.
    """
    session = marked_session_within_reach(actor, session_id)
    row = ItemStatistic.get_or_none((ItemStatistic.session_id == session.id) & (ItemStatistic.version_id == version_id))
    if row is None:
        raise NotCounted(version_id=str(version_id))
    version, item = ItemVersion.get_by_id(version_id), Item.get_by_id(row.item_id)
    changes = changes_of(session.id).get(str(version_id), ())
    return {
        **_item_shape(row, version, item),
        "version": version_shape(version, item.code),
        "keys": list(ruling_of(version.key, changes).keys),
        "picks": _picks(session, version) if version.type in _PICKED else [],
    }


def _item_shape(row: ItemStatistic, version: ItemVersion, item: Item) -> dict[str, Any]:
    return {
        "version_id": row.version_id,
        "item_id": row.item_id,
        "code": item.code,
        "type": version.type,
        "section": item.category,
        "stem": version.content["stem"],
        **row.figures,
        "attempts": row.attempts,
        "flags": flags_of(row.figures),
    }


def _picks(session: ExamSession, version: ItemVersion) -> list[dict[str, Any]]:
    """How many picked what: of all, of the best and of the worst 27 percent."""
    sat = _answers_by_rank(session, str(version.id))
    size = group_size(len(sat))
    options = [option["id"] for option in version.content.get("options", [])] or [True, False]
    groups = {"all": sat, "top": sat[:size], "bottom": sat[-size:]}
    return [
        {
            "option": str(option).lower() if isinstance(option, bool) else option,
            **{name: sum(_has(value, option) for value in group) for name, group in groups.items()},
        }
        for option in options
    ]


def _answers_by_rank(session: ExamSession, version_id: str) -> list[Any]:
    """Answers to a version, those of the best attempts first."""
    ranked, after = [], None
    while rows := live_batch(session.id, after):
        after = rows[-1].id
        places = {
            row.attempt_id: (row.points_x100, packed[0])
            for row in rows
            for packed in row.slots
            if packed[1] == version_id
        }
        answers = responses_at([(attempt_id, slot) for attempt_id, (_, slot) in places.items()])
        ranked += [(points, answers.get((attempt_id, slot))) for attempt_id, (points, slot) in places.items()]
    return [value for _, value in sorted(ranked, key=lambda one: -one[0])]


def _has(value: Any, option: Any) -> bool:
    if isinstance(option, bool) or isinstance(value, bool):
        return value is option
    return option in value if isinstance(value, list) else value == option


def _by_id(table: Any, ids: list[UUID]) -> dict[UUID, Any]:
    return {row.id: row for row in table.select().where(table.id.in_(ids))} if ids else {}
