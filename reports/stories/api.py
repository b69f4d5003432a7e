"""典型经验 over HTTP: the desk of those who write and approve, and everybody's feed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.stories import schemas, services
from reports.stories.queries import desk, feed
from reports.stories.rules import StoryDraft
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema
from server.web.rates import check_rate

READINGS_PER_MINUTE = 60  # of one account: more is nobody reading
_BINARY = {"type": "string", "format": "binary"}

blueprint = Blueprint("stories", __name__, url_prefix="/api/v1", description="典型经验")


@blueprint.route("/stories")
class Stories(MethodView):
    @requires("story.view")
    @blueprint.arguments(schemas.StoryQuery, location="query")
    @blueprint.response(200, page_schema(schemas.StorySchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Cases of the own agencies, newest first; for leaders those of their area."""
        return desk.find_stories(current_actor(), desk.StoryFilter(**query))

    @requires("story.edit")
    @blueprint.arguments(schemas.StoryDraftSchema)
    @blueprint.response(201, schemas.StorySchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Begin a case (典型经验)."""
        return _shape(services.draft_story(current_actor(), _draft(payload)).id)


@blueprint.route("/stories/<uuid:id>")
class OneStory(MethodView):
    @requires("story.view")
    @blueprint.response(200, schemas.StorySchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One case as it is worked on."""
        return _shape(id)

    @requires("story.edit")
    @blueprint.arguments(schemas.StoryChangeSchema)
    @blueprint.response(200, schemas.StorySchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change the working copy; what is published stays until the new copy is approved."""
        story = desk.story_within_reach(current_actor(), id)
        check_if_match(story)
        services.revise_story(current_actor(), story, _draft({**payload, "id": id}))
        return _shape(id)


@blueprint.route("/stories/<uuid:id>/submissions")
class Submissions(MethodView):
    @requires("story.edit")
    @blueprint.doc(**also(412, 422))
    @blueprint.response(201, schemas.StorySchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Send a case for approval."""
        return _shape(services.submit_story(current_actor(), id).id)


@blueprint.route("/stories/<uuid:id>/reviews")
class StoryReviews(MethodView):
    @requires("story.approve")
    @blueprint.arguments(schemas.StoryReviewDraftSchema)
    @blueprint.response(201, schemas.StorySchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Publish what was read, or return it with what to mend."""
        return _shape(services.review_story(current_actor(), id, **payload).id)


@blueprint.route("/stories/<uuid:id>/unpublications")
class Unpublications(MethodView):
    @requires("story.view")
    @blueprint.arguments(schemas.UnpublicationDraftSchema)
    @blueprint.response(201, schemas.StorySchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take a published case off; for those who write and those who approve."""
        return _shape(services.unpublish_story(current_actor(), id, payload["reason"]).id)


@blueprint.route("/stories/<uuid:id>/photos/<string:sha256>")
class StoryPhotos(MethodView):
    @requires("story.view")
    @blueprint.arguments(schemas.StoryPhotoQuery, location="query")
    @blueprint.doc(**also(304, 422))
    @blueprint.response(200, _BINARY, content_type="image/jpeg")
    @blueprint.alt_response(200, schema=_BINARY, content_type="image/png", success=True)
    def get(self, query: dict[str, Any], id: UUID, sha256: str) -> Response:
        """A picture of the working copy, re-encoded."""
        return _picture(desk.story_within_reach(current_actor(), id), sha256, query["size"])


@blueprint.route("/story-feed")
class StoryFeed(MethodView):
    @requires("story.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(schemas.PublishedStorySchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """What is published now, newest first; the same for everybody."""
        return feed.find_published(query["after"], query["limit"])


@blueprint.route("/story-feed/<uuid:id>")
class PublishedStory(MethodView):
    @requires("story.view")
    @blueprint.response(200, schemas.PublishedStorySchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One published case."""
        return feed.published_story(id)


@blueprint.route("/story-feed/<uuid:id>/readings")
class Readings(MethodView):
    @requires("story.view")
    @blueprint.arguments(schemas.ReadingDraftSchema)
    @blueprint.response(204)
    def post(self, payload: dict[str, Any], id: UUID) -> None:
        """Count one reading; who read is not kept."""
        check_rate(f"reading {current_actor().account_id}", READINGS_PER_MINUTE)
        services.note_reading(payload["id"], id)


@blueprint.route("/story-feed/<uuid:id>/photos/<string:sha256>")
class PublishedPhotos(MethodView):
    @requires("story.view")
    @blueprint.arguments(schemas.StoryPhotoQuery, location="query")
    @blueprint.doc(**also(304, 422))
    @blueprint.response(200, _BINARY, content_type="image/jpeg")
    @blueprint.alt_response(200, schema=_BINARY, content_type="image/png", success=True)
    def get(self, query: dict[str, Any], id: UUID, sha256: str) -> Response:
        """A picture of a published case, re-encoded."""
        return _picture(feed.published_version(id), sha256, query["size"])


def _picture(holder: Any, sha256: str, size: str) -> Response:
    content, media_type = feed.picture_of(holder, sha256, size)
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = "private, no-cache"  # what is taken off is gone at once
    response.set_etag(f"{sha256}-{size}")
    return response.make_conditional(request)


def _draft(payload: dict[str, Any]) -> StoryDraft:
    photos = tuple(payload.pop("photos"))
    return StoryDraft(**payload, photos=photos)


def _shape(id: UUID) -> dict[str, Any]:
    story = desk.story_within_reach(current_actor(), id)
    send_etag(story)
    return desk.story_shapes([story])[0]
