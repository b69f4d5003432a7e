"""The feed of published cases: the same for everybody who may look, wherever they are. Source: JN-3.4c."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from reports.stories.models import Story, StoryVersion
from reports.stories.queries.desk import live_version
from server.core.errors import NotFound
from server.core.files import files
from server.core.pictures import preview
from server.units.agencies.queries import agencies_by_id
from server.units.registry.queries.lookups import unit_names
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
SIZES = {"thumb": "thumb", "preview": "display"}


def find_published(after: str | None, limit: int) -> Json:
    """A page of what is published now, newest first; 3 queries."""
    query = StoryVersion.select().where(StoryVersion.live == True).order_by(StoryVersion.id.desc())  # noqa: E712
    if after:
        query = query.where(StoryVersion.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": published_shapes(found["items"])}


def published_story(story_id: UUID) -> Json:
    """One published case. Raises NotFound, also for one that was taken off."""
    return published_shapes([published_version(story_id)])[0]


def published_version(story_id: UUID) -> StoryVersion:
    """Raises NotFound."""
    row = live_version(story_id)
    if row is None:
        raise NotFound()
    return row


def published_shapes(rows: Sequence[StoryVersion]) -> list[Json]:
    """Without those who wrote and approved; a unit only when it agreed to be named."""
    agencies, units = agencies_by_id(row.agency_id for row in rows), unit_names(r.unit_id for r in rows if r.unit_id)
    return [
        {
            "id": row.story_id,
            "number": row.number,
            "title": row.title,
            "summary": row.summary,
            "text": row.text,
            "photos": row.photos,
            "agency": agencies[row.agency_id].name,
            "unit": units.get(row.unit_id) if row.unit_id else None,
            "published_at": row.published_at,
        }
        for row in rows
    ]


def picture_of(holder: Story | StoryVersion, sha256: str, size: str) -> tuple[bytes, str]:
    """A picture of a case made anew for screens. Raises NotFound for one the case does not show, NotAPicture."""
    if all(photo["sha256"] != sha256 for photo in holder.photos):
        raise NotFound()
    return preview(files(), sha256, SIZES[size])
