"""Wire shapes of model cases."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from checklists.inspections.schemas import NamedSchema
from reports.stories.queries.feed import SIZES
from reports.stories.rules import STATES, StoryPhoto
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Sha256, Text, Whole

MOST_PHOTOS = 12


class StoryQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))


class StoryPhotoQuery(Query):
    size = fields.String(load_default="preview", validate=validate.OneOf(list(SIZES)))


class StoryPhotoDraftSchema(Schema):
    sha256 = Sha256(required=True)
    caption = Text(required=True, least=0, most=120)

    @post_load
    def photo(self, payload: dict[str, Any], **_: Any) -> StoryPhoto:
        return StoryPhoto(**payload)


def _shown_once(photos: list[StoryPhoto]) -> None:
    if len({photo.sha256 for photo in photos}) < len(photos):
        raise ma.ValidationError("同一张照片只能用一次")


class StoryChangeSchema(Schema):
    title = Text(required=True, least=1, most=120)
    summary = Text(required=True, least=1, most=300)
    text = Text(required=True, least=0, most=20000)
    unit_id = fields.UUID(required=True, allow_none=True)
    consented = fields.Boolean(required=True)
    consent_note = Text(required=True, least=0, most=200)
    photos = fields.List(
        fields.Nested(StoryPhotoDraftSchema), required=True, validate=[validate.Length(max=MOST_PHOTOS), _shown_once]
    )


class StoryDraftSchema(StoryChangeSchema):
    id = fields.UUID(required=True)


class StoryReviewDraftSchema(Schema):
    version = Whole(required=True, least=1)
    approved = fields.Boolean(required=True)
    opinion = Text(required=True, least=1, most=1000)


class UnpublicationDraftSchema(Schema):
    reason = Text(required=True, least=1, most=400)


class ReadingDraftSchema(Schema):
    id = fields.UUID(required=True)


class StoryPhotoSchema(ma.Schema):
    sha256 = fields.String(required=True)
    caption = fields.String(required=True)


class StoryPublicationSchema(ma.Schema):
    number = fields.Integer(required=True)
    is_live = fields.Boolean(required=True)
    published_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    ended_reason = fields.String(required=True)


class StoryReviewSchema(ma.Schema):
    approved = fields.Boolean(required=True)
    opinion = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class StorySchema(ma.Schema):
    id = fields.UUID(required=True)
    agency = fields.Nested(NamedSchema, required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "Markdown, as in lessons"})
    unit = fields.Nested(NamedSchema, required=True, allow_none=True)
    consented = fields.Boolean(required=True)
    consent_note = fields.String(required=True)
    photos = fields.List(fields.Nested(StoryPhotoSchema), required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    author_name = fields.String(required=True)
    created_at = Instant(required=True)
    published = fields.Nested(
        StoryPublicationSchema, required=True, allow_none=True, metadata={"description": "the latest version"}
    )
    review = fields.Nested(StoryReviewSchema, required=True, allow_none=True)
    reads = fields.Integer(required=True)
    version = fields.Integer(required=True)


class PublishedStorySchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "Markdown, as in lessons"})
    photos = fields.List(fields.Nested(StoryPhotoSchema), required=True)
    agency = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True, metadata={"description": "only with its consent"})
    published_at = Instant(required=True)
