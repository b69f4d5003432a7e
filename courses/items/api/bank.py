"""Items and knowledge points."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.items import services
from courses.items.api.front import blueprint
from courses.items.models import Item, KnowledgePoint
from courses.items.queries import listing, points
from courses.items.queries.reach import is_item_within_reach, item_within_reach
from courses.items.rules.drafts import ItemDraft
from courses.items.schemas import (
    BankItemContentSchema,
    BankItemDraftSchema,
    BankItemFileSchema,
    BankItemFilterQuery,
    BankItemSchema,
    KnowledgePointContentSchema,
    KnowledgePointDraftSchema,
    KnowledgePointQuery,
    KnowledgePointSchema,
)
from courses.items.services.points import PointDraft
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import decode_cursor, page, page_schema

Json = dict[str, Any]


@blueprint.route("/items")
class Items(MethodView):
    @requires("item.view")
    @blueprint.arguments(BankItemFilterQuery, location="query")
    @blueprint.response(200, page_schema(BankItemSchema))
    def get(self, query: Json) -> Json:
        """The bank: the product's items, those of the own agency and of agencies above it, the latest first."""
        return listing.find_items(current_actor(), listing.ItemFilter(**query))

    @requires("item.edit")
    @blueprint.arguments(BankItemDraftSchema)
    @blueprint.response(201, BankItemFileSchema)
    def post(self, payload: tuple[UUID, ItemDraft]) -> Json:
        """Enter an item of the own agency; it is a draft until it is put into use."""
        return _file(services.enter_item(current_actor(), *payload))


@blueprint.route("/items/<uuid:id>")
class OneItem(MethodView):
    @requires("item.view")
    @blueprint.response(200, BankItemFileSchema)
    def get(self, id: UUID) -> Json:
        """One item with its key, its versions, its doubles and its bases as of today."""
        return _file(item_within_reach(current_actor(), id))

    @requires("item.edit")
    @blueprint.arguments(BankItemContentSchema)
    @blueprint.response(200, BankItemFileSchema)
    def put(self, payload: ItemDraft, id: UUID) -> Json:
        """Change an item; what papers have used stays as it was, and the change is a new version (needs If-Match)."""
        row = item_within_reach(current_actor(), id)
        check_if_match(row)
        return _file(services.revise_item(current_actor(), row, payload))


@blueprint.route("/items/<uuid:id>/releases")
class ItemReleases(MethodView):
    @requires("item.edit")
    @blueprint.doc(**also(422))
    @blueprint.response(201, BankItemFileSchema)
    def post(self, id: UUID) -> Json:
        """Put a draft or a retired item into use (启用)."""
        return _file(services.take_into_use(current_actor(), id))


@blueprint.route("/items/<uuid:id>/retirements")
class ItemRetirements(MethodView):
    @requires("item.edit")
    @blueprint.doc(**also(422))
    @blueprint.response(201, BankItemFileSchema)
    def post(self, id: UUID) -> Json:
        """Take an item out of use; papers that have it keep it (停用)."""
        return _file(services.retire_item(current_actor(), id))


@blueprint.route("/knowledge-points")
class KnowledgePoints(MethodView):
    @requires("item.view")
    @blueprint.arguments(KnowledgePointQuery, location="query")
    @blueprint.response(200, page_schema(KnowledgePointSchema))
    def get(self, query: Json) -> Json:
        """What items ask about, in the four categories."""
        after = decode_cursor(query["after"], int, str) if query["after"] else None
        rows = points.find_points(query["category"], after, query["limit"])
        found = page(rows, query["limit"], lambda row: (row.position, row.code))
        reach = is_item_within_reach(current_actor())
        return {**found, "items": points.point_shapes(found["items"], reach)}

    @requires("item.edit")
    @blueprint.arguments(KnowledgePointDraftSchema)
    @blueprint.response(201, KnowledgePointSchema)
    def post(self, payload: tuple[UUID, PointDraft]) -> Json:
        """Enter a knowledge point."""
        return _point(services.enter_point(current_actor(), *payload))


@blueprint.route("/knowledge-points/<uuid:id>")
class OneKnowledgePoint(MethodView):
    @requires("item.view")
    @blueprint.response(200, KnowledgePointSchema)
    def get(self, id: UUID) -> Json:
        """One knowledge point."""
        return _point(points.point_by_id(id))

    @requires("item.edit")
    @blueprint.arguments(KnowledgePointContentSchema)
    @blueprint.response(200, KnowledgePointSchema)
    def put(self, payload: PointDraft, id: UUID) -> Json:
        """Change a knowledge point (needs If-Match)."""
        row = points.point_by_id(id)
        check_if_match(row)
        return _point(services.revise_point(current_actor(), row, payload))


def _file(row: Item) -> Json:
    send_etag(row)
    return listing.item_file(current_actor(), row)


def _point(row: KnowledgePoint) -> Json:
    send_etag(row)
    return points.point_shapes([row], is_item_within_reach(current_actor()))[0]
