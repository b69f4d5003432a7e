"""Reads of requests for help within reach, and how long answers took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect

from server.alerts.help.models import HelpAnswer, HelpRequest, HelpScore, RecheckBooking, RecheckReply
from server.alerts.help.rules import percentile
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

MOST_MEASURED = 50_000  # requests of one span; more would be a year of a province


@dataclass(frozen=True)
class HelpFilter:
    state: str | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def requests_within_reach(actor: Actor) -> ModelSelect:
    return (
        HelpRequest.select(HelpRequest, HelpScore)
        .join(HelpScore, JOIN.LEFT_OUTER, on=(HelpScore.request_id == HelpRequest.id), attr="score_row")
        .where(is_within_reach(actor, HelpRequest.unit_id))
    )


def request_within_reach(actor: Actor, id: UUID) -> HelpRequest:
    """Raises NotFound."""
    row = requests_within_reach(actor).where(HelpRequest.id == id).first()
    if row is None:
        raise NotFound(request_id=str(id))
    return row


def find_requests(actor: Actor, wanted: HelpFilter) -> dict[str, Any]:
    """A page of requests, the latest first."""
    query = requests_within_reach(actor).order_by(HelpRequest.id.desc())
    if wanted.unit_id:
        query = query.where(HelpRequest.unit_id == wanted.unit_id)
    if wanted.state == "asked":
        query = query.where(HelpRequest.first_answered_at.is_null())
    elif wanted.state == "answered":
        query = query.where(HelpRequest.first_answered_at.is_null(False) & HelpScore.id.is_null())
    elif wanted.state == "scored":
        query = query.where(HelpScore.id.is_null(False))
    if wanted.after:
        query = query.where(HelpRequest.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def shapes(rows: list[HelpRequest]) -> list[dict[str, Any]]:
    """Requests in their wire shape with all that was answered; 3 queries."""
    ids = [row.id for row in rows]
    answers: dict[UUID, list[HelpAnswer]] = {id: [] for id in ids}
    for answer in HelpAnswer.select().where(HelpAnswer.request_id.in_(ids)).order_by(HelpAnswer.id):
        answers[answer.request_id].append(answer)
    agencies = agencies_by_id(
        [row.agency_id for row in rows] + [one.agency_id for found in answers.values() for one in found]
    )
    names = unit_names([row.unit_id for row in rows])
    return [
        {
            "id": row.id,
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "topic": row.topic,
            "text": row.text,
            "by": row.by_name,
            "asked_at": row.asked_at,
            "state": "scored" if score else "answered" if row.first_answered_at else "asked",
            "response_seconds": _seconds(row),
            "answers": [_answer(one, agencies) for one in answers[row.id]],
            "score": score.score if score else None,
            "comment": score.comment if score else "",
        }
        for row in rows
        for score in [getattr(row, "score_row", None)]
    ]


def response_times(actor: Actor, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """By the agency in charge: how many asked within the span, how long they waited, how content they were.

    Whole seconds from asking to the first answer; what is unanswered is counted apart. Source: LN-30.
    """
    rows = requests_within_reach(actor).where((HelpRequest.asked_at >= since) & (HelpRequest.asked_at < until))
    by_agency: dict[UUID, list[HelpRequest]] = {}
    for row in rows.limit(MOST_MEASURED):
        by_agency.setdefault(row.agency_id, []).append(row)
    agencies = agencies_by_id(by_agency)
    found = [_measured(agencies[id].name, id, rows) for id, rows in by_agency.items()]
    return sorted(found, key=lambda row: (-row["asked"], row["agency"]["name"]))


def _measured(name: str, id: UUID, rows: list[HelpRequest]) -> dict[str, Any]:
    waited = sorted(seconds for row in rows if (seconds := _seconds(row)) is not None)
    scores = [row.score_row.score for row in rows if getattr(row, "score_row", None)]
    return {
        "agency": {"id": id, "name": name},
        "asked": len(rows),
        "unanswered": len(rows) - len(waited),
        "median_seconds": percentile(waited, 50),
        "p90_seconds": percentile(waited, 90),
        "longest_seconds": waited[-1] if waited else None,
        "scored": len(scores),
        "mean_score": round(sum(scores) / len(scores), 2) if scores else None,
    }


def bookings_within_reach(actor: Actor) -> ModelSelect:
    return (
        RecheckBooking.select(RecheckBooking, RecheckReply)
        .join(RecheckReply, JOIN.LEFT_OUTER, on=(RecheckReply.booking_id == RecheckBooking.id), attr="reply")
        .where(is_within_reach(actor, RecheckBooking.unit_id))
    )


def booking_within_reach(actor: Actor, id: UUID) -> RecheckBooking:
    """Raises NotFound."""
    row = bookings_within_reach(actor).where(RecheckBooking.id == id).first()
    if row is None:
        raise NotFound(booking_id=str(id))
    return row


def find_bookings(actor: Actor, wanted: HelpFilter) -> dict[str, Any]:
    """A page of bookings, the latest first."""
    query = bookings_within_reach(actor).order_by(RecheckBooking.id.desc())
    if wanted.unit_id:
        query = query.where(RecheckBooking.unit_id == wanted.unit_id)
    if wanted.state == "asked":
        query = query.where(RecheckReply.id.is_null())
    elif wanted.state:
        confirmed = RecheckReply.confirmed_on.is_null(wanted.state == "declined")
        query = query.where(RecheckReply.id.is_null(False) & confirmed)
    if wanted.after:
        query = query.where(RecheckBooking.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": booking_shapes(found["items"])}


def booking_shapes(rows: list[RecheckBooking]) -> list[dict[str, Any]]:
    """Bookings in their wire shape; 1 query."""
    names = unit_names([row.unit_id for row in rows])
    return [
        {
            "id": row.id,
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "hazard_id": row.hazard_id,
            "wished_on": row.wished_on,
            "note": row.note,
            "by": row.by_name,
            "asked_at": row.asked_at,
            "state": "asked" if reply is None else "confirmed" if reply.confirmed_on else "declined",
            "reply": {"confirmed_on": reply.confirmed_on, "text": reply.text, "by": reply.by_name, "at": reply.at}
            if reply
            else None,
        }
        for row in rows
        for reply in [getattr(row, "reply", None)]
    ]


def _answer(answer: HelpAnswer, agencies: dict[UUID, Any]) -> dict[str, Any]:
    return {
        "id": answer.id,
        "text": answer.text,
        "agency": agencies[answer.agency_id].name if answer.agency_id else "",
        "by": answer.by_name,
        "at": answer.at,
    }


def _seconds(row: HelpRequest) -> int | None:
    return int((row.first_answered_at - row.asked_at).total_seconds()) if row.first_answered_at else None
