"""Reads of nominations and objections of a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from reports.commendations.models import (
    CommendationObjection,
    CommendationRound,
    Honour,
    Nomination,
    NominationReview,
    ObjectionAnswer,
)
from reports.commendations.queries.rounds import round_by_id, rounds_within_reach, sees_all_of
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class NominationFilter:
    state: str | None = None
    honour: str | None = None
    limit: int = 50
    after: str | None = None


def nominations_within_reach(actor: Actor, row: CommendationRound) -> ModelSelect:
    """All of the round for those who run it and for agencies above; else those of the own agencies."""
    query = Nomination.select().where(Nomination.round_id == row.id)
    if sees_all_of(actor, row):
        return query
    own = Agency.select(Agency.id)
    for path in agency_paths(actor):
        own = own.where(Agency.path.startswith(path))
    return query.where(Nomination.nominator_agency_id.in_(own))


def nomination_within_reach(actor: Actor, id: UUID) -> Nomination:
    """Raises NotFound."""
    found = Nomination.get_or_none(Nomination.id == id)
    if found is None or not rounds_within_reach(actor).where(CommendationRound.id == found.round_id).exists():
        raise NotFound()
    row = nominations_within_reach(actor, round_by_id(found.round_id)).where(Nomination.id == id).first()
    if row is None:
        raise NotFound()
    return row


def find_nominations(actor: Actor, row: CommendationRound, wanted: NominationFilter) -> Json:
    """A page, in the order they were made."""
    query = nominations_within_reach(actor, row).order_by(Nomination.id)
    if wanted.state:
        query = query.where(Nomination.state == wanted.state)
    if wanted.honour:
        query = query.where(Nomination.honour_code == wanted.honour)
    if wanted.after:
        query = query.where(Nomination.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda one: (one.id,))
    return {**found, "items": nomination_shapes(found["items"], row)}


def nomination_shapes(rows: Sequence[Nomination], of: CommendationRound) -> list[Json]:
    """With review and honour; 2 queries."""
    ids = [row.id for row in rows]
    reviews = {
        one.nomination_id: one for one in NominationReview.select().where(NominationReview.nomination_id.in_(ids))
    }
    honours = {one.nomination_id: one.id for one in Honour.select().where(Honour.nomination_id.in_(ids))}
    titles = {honour["code"]: honour["title"] for honour in of.honours}
    fields = (
        "id", "round_id", "kind", "subject_id", "unit_id", "name", "place", "deeds", "source", "figures", "state",
        "nominator_name", "nominated_at",
    )  # fmt: skip
    return [
        {
            **{name: getattr(row, name) for name in fields},
            "honour": {"code": row.honour_code, "title": titles.get(row.honour_code, "")},
            "undrawn_characters": row.undrawn,
            "review": _review(reviews.get(row.id)),
            "honour_id": honours.get(row.id),
        }
        for row in rows
    ]


def _review(row: NominationReview | None) -> Json | None:
    return row and {"approved": row.approved, "opinion": row.opinion, "by_name": row.by_name, "at": row.at}


def approved_of(round_id: UUID) -> list[Nomination]:
    """Those who will be honoured, in the order of their honours and nominations."""
    mine = (Nomination.round_id == round_id) & (Nomination.state == "approved")
    return list(Nomination.select().where(mine).order_by(Nomination.honour_code, Nomination.id))


def objection_within_reach(actor: Actor, id: UUID) -> CommendationObjection:
    """Raises NotFound."""
    row = CommendationObjection.get_or_none(CommendationObjection.id == id)
    if row is None or not rounds_within_reach(actor).where(CommendationRound.id == row.round_id).exists():
        raise NotFound()
    return row


def objections_of(round_id: UUID) -> list[Json]:
    """All of a round with their answers, oldest first; 3 queries."""
    table = CommendationObjection
    rows = list(table.select().where(table.round_id == round_id).order_by(table.id))
    answers = {one.objection_id: one for one in ObjectionAnswer.select().where(ObjectionAnswer.round_id == round_id)}
    named = [row.nomination_id for row in rows if row.nomination_id]
    names = {one.id: one.name for one in Nomination.select().where(Nomination.id.in_(named))} if named else {}
    return [
        {
            **{name: getattr(row, name) for name in ("id", "received_on", "from_name", "text", "recorder_name", "at")},
            "nomination": {"id": row.nomination_id, "name": names[row.nomination_id]} if row.nomination_id else None,
            "answer": _answer(answers.get(row.id)),
        }
        for row in rows
    ]


def _answer(row: ObjectionAnswer | None) -> Json | None:
    return row and {"upheld": row.upheld, "text": row.text, "by_name": row.by_name, "at": row.at}
