"""Orders over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.documents.services import render_draft
from reports.rulings import services
from reports.rulings.queries import orders as queries
from reports.rulings.queries.papers import preview_facts
from reports.rulings.rules import OrderDraft
from reports.rulings.schemas import (
    OrderChangeSchema,
    OrderDraftSchema,
    OrderQuery,
    OrderSchema,
    RevocationDraftSchema,
    SigningSchema,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.signin.services import confirm_password

blueprint = Blueprint("orders", __name__, url_prefix="/api/v1/orders", description="责令限期整改治安隐患通知书")


@blueprint.route("")
class Orders(MethodView):
    @requires("order.view")
    @blueprint.arguments(OrderQuery, location="query")
    @blueprint.response(200, page_schema(OrderSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Orders within reach, newest first."""
        return queries.find_orders(current_actor(), queries.OrderFilter(**query))

    @requires("order.draft")
    @blueprint.arguments(OrderDraftSchema)
    @blueprint.response(201, OrderSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Draft an order upon hazards of an inspection (责令限期整改治安隐患通知书)."""
        hazard_ids = tuple(payload.pop("hazard_ids"))
        return _shape(services.draft_order(current_actor(), OrderDraft(**payload, hazard_ids=hazard_ids)).id)


@blueprint.route("/<uuid:id>")
class OneOrder(MethodView):
    @requires("order.view")
    @blueprint.response(200, OrderSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One order."""
        return _shape(id)

    @requires("order.draft")
    @blueprint.arguments(OrderChangeSchema)
    @blueprint.response(200, OrderSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change a draft."""
        order = queries.order_within_reach(current_actor(), id)
        check_if_match(order)
        hazard_ids = tuple(payload.pop("hazard_ids"))
        draft = OrderDraft(id=id, inspection_id=order.inspection_id, hazard_ids=hazard_ids, **payload)
        services.revise_order(current_actor(), order, draft)
        return _shape(id)


@blueprint.route("/<uuid:id>/preview")
class Preview(MethodView):
    @requires("order.draft")
    @blueprint.doc(**also(422))  # files of the inspection are still on their way
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The order as it would look, with the watermark of a draft."""
        order = queries.order_within_reach(current_actor(), id)
        return Response(render_draft(preview_facts(order)), mimetype="application/pdf")


@blueprint.route("/<uuid:id>/signatures")
class Signatures(MethodView):
    @requires("order.sign")
    @blueprint.doc(**also(412))  # revised at this very moment
    @blueprint.arguments(SigningSchema)
    @blueprint.response(202, OrderSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Decide and sign; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _shape(services.sign_order(current_actor(), id).id)


@blueprint.route("/<uuid:id>/revocations")
class Revocations(MethodView):
    @requires("order.revoke")
    @blueprint.arguments(RevocationDraftSchema)
    @blueprint.response(201, OrderSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take a signed order back."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _shape(services.revoke_order(current_actor(), id, payload["reason"]).id)


def _shape(id: UUID) -> dict[str, Any]:
    order = queries.order_within_reach(current_actor(), id)
    send_etag(order)
    return queries.shapes([order])[0]
