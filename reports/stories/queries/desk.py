"""The desk: working copies of the own agencies, and for leaders those of the agencies in their area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from reports.stories.models import Story, StoryReading, StoryReview, StoryVersion
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id
from server.units.areas.rules import code_prefix
from server.units.attachments.models import Delivery
from server.units.attachments.rules import PICTURES
from server.units.registry.queries.lookups import unit_names
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class StoryFilter:
    state: str | None = None
    limit: int = 50
    after: str | None = None


def stories_within_reach(actor: Actor) -> ModelSelect:
    """Copies of the own subtree; who approves sees those of every agency in the own area too."""
    query = Story.select()
    if actor.account_id is None:
        return query
    if actor.agency_id is None:
        return query.where(SQL("1 = 0"))
    own = agency_by_id(actor.agency_id)
    near = Agency.path.startswith(own.path)
    if actor.may("story.approve"):
        near |= Agency.area_code.startswith(code_prefix(own.area_code))
    return query.where(Story.agency_id.in_(Agency.select(Agency.id).where(near)))


def story_within_reach(actor: Actor, id: UUID) -> Story:
    """Raises NotFound."""
    row = stories_within_reach(actor).where(Story.id == id).first()
    if row is None:
        raise NotFound()
    return row


def find_stories(actor: Actor, wanted: StoryFilter) -> Json:
    """A page, newest first."""
    query = stories_within_reach(actor).order_by(Story.id.desc())
    if wanted.state:
        query = query.where(Story.state == wanted.state)
    if wanted.after:
        query = query.where(Story.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": story_shapes(found["items"])}


def story_shapes(rows: Sequence[Story]) -> list[Json]:
    """Copies with the live version, the last review and how often they were read; 5 queries."""
    ids = [row.id for row in rows]
    agencies, units = agencies_by_id(row.agency_id for row in rows), unit_names(r.unit_id for r in rows if r.unit_id)
    versions, reviews, reads = _latest_versions(ids), _latest_reviews(ids), _reads(ids)
    fields = (
        "id", "title", "summary", "text", "consented", "consent_note", "photos", "state", "author_name", "created_at",
        "version",
    )  # fmt: skip
    return [
        {
            **{name: getattr(row, name) for name in fields},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")} if row.unit_id else None,
            "published": _published(versions.get(row.id)),
            "review": _review(reviews.get(row.id)),
            "reads": reads[row.id],
        }
        for row in rows
    ]


def live_version(story_id: UUID) -> StoryVersion | None:
    return StoryVersion.get_or_none((StoryVersion.story_id == story_id) & (StoryVersion.live == True))  # noqa: E712


def undelivered(actor: Actor, hashes: Iterable[str]) -> set[str]:
    """Those of the hashes whose bytes this account has not delivered as a picture; 1 query."""
    wanted = set(hashes)
    if not wanted or actor.account_id is None:
        return wanted
    mine = (Delivery.account_id == actor.account_id) & Delivery.sha256.in_(sorted(wanted))
    rows = Delivery.select(Delivery.sha256).where(mine & Delivery.media_type.in_(sorted(PICTURES)))
    return wanted - {row.sha256 for row in rows}


def _latest_versions(ids: Sequence[UUID]) -> dict[UUID, StoryVersion]:
    rows = StoryVersion.select().where(StoryVersion.story_id.in_(list(ids))).order_by(StoryVersion.number)
    return {row.story_id: row for row in rows} if ids else {}


def _latest_reviews(ids: Sequence[UUID]) -> dict[UUID, StoryReview]:
    rows = StoryReview.select().where(StoryReview.story_id.in_(list(ids))).order_by(StoryReview.story_version)
    return {row.story_id: row for row in rows} if ids else {}


def _reads(ids: Sequence[UUID]) -> Counter[UUID]:
    if not ids:
        return Counter()
    rows = (
        StoryReading.select(StoryVersion.story_id, fn.COUNT(StoryReading.id))
        .join(StoryVersion, on=(StoryVersion.id == StoryReading.version_id))
        .where(StoryVersion.story_id.in_(list(ids)))
    )
    return Counter(dict(rows.group_by(StoryVersion.story_id).tuples()))


def _published(row: StoryVersion | None) -> Json | None:
    return row and {
        "number": row.number,
        "is_live": bool(row.live),
        "published_at": row.published_at,
        "ended_at": row.ended_at,
        "ended_reason": row.ended_reason,
    }


def _review(row: StoryReview | None) -> Json | None:
    return row and {"approved": row.approved, "opinion": row.opinion, "by_name": row.by_name, "at": row.at}
