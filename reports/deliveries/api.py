"""送达 over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from reports.deliveries import queries, services
from reports.deliveries.rules import ConsentDraft, DeliveryDraft
from reports.deliveries.schemas import (
    ConsentDraftSchema,
    ConsentEndSchema,
    DeliveryConsentSchema,
    DeliveryDraftSchema,
    DeliveryQuery,
    DueDeliverySchema,
    DueQuery,
    PaperDeliverySchema,
    UnitPageQuery,
    VoidingDraftSchema,
)
from server.units.attachments.queries import guard_attachments
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("deliveries", __name__, url_prefix="/api/v1", description="送达")
for _subject in (queries.FILES, queries.CONSENT_FILES):
    # Proofs of service name who received; a branch that does not serve papers reaches the unit, and not these.
    guard_attachments(_subject, lambda actor, _file: actor.may("delivery.view"))


@blueprint.route("/deliveries")
class Deliveries(MethodView):
    @requires("delivery.view")
    @blueprint.arguments(DeliveryQuery, location="query")
    @blueprint.response(200, page_schema(PaperDeliverySchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Services of papers within reach, newest first."""
        return queries.find_deliveries(current_actor(), queries.DeliveryFilter(**query))


@blueprint.route("/due-deliveries")
class DueDeliveries(MethodView):
    @requires("delivery.record")
    @blueprint.arguments(DueQuery, location="query")
    @blueprint.response(200, page_schema(DueDeliverySchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Signed papers that wait to be served, each with its last day."""
        return queries.find_due(current_actor(), queries.DueFilter(**query))


@blueprint.route("/documents/<uuid:id>/deliveries")
class DeliveriesOfDocument(MethodView):
    @requires("delivery.record")
    @blueprint.arguments(DeliveryDraftSchema)
    @blueprint.response(201, PaperDeliverySchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Record how a paper was served (送达), with its proof."""
        lists = {name: tuple(payload.pop(name)) for name in ("officer_ids", "files")}
        row = services.record_delivery(current_actor(), DeliveryDraft(document_id=id, **payload, **lists))
        return _shape(row.id)


@blueprint.route("/deliveries/<uuid:id>")
class OneDelivery(MethodView):
    @requires("delivery.view")
    @blueprint.response(200, PaperDeliverySchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One service."""
        return _shape(id)


@blueprint.route("/deliveries/<uuid:id>/voidings")
class Voidings(MethodView):
    @requires("delivery.record")
    @blueprint.arguments(VoidingDraftSchema)
    @blueprint.response(201, PaperDeliverySchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """A wrong record of service no longer counts (作废)."""
        return _shape(services.void_delivery(current_actor(), id, payload["id"], payload["reason"]).id)


@blueprint.route("/delivery-consents")
class Consents(MethodView):
    @requires("delivery.view")
    @blueprint.arguments(UnitPageQuery, location="query")
    @blueprint.response(200, page_schema(DeliveryConsentSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Consents to electronic service, newest first."""
        return queries.find_consents(current_actor(), queries.DueFilter(**query))


@blueprint.route("/units/<uuid:id>/delivery-consents")
class ConsentsOfUnit(MethodView):
    @requires("delivery.record")
    @blueprint.arguments(ConsentDraftSchema)
    @blueprint.response(201, DeliveryConsentSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Keep a unit's signed consent to electronic service (电子送达确认书)."""
        files = tuple(payload.pop("files"))
        row = services.record_consent(current_actor(), ConsentDraft(unit_id=id, files=files, **payload))
        return queries.consent_shapes([row])[0]


@blueprint.route("/delivery-consents/<uuid:id>/endings")
class ConsentEndings(MethodView):
    @requires("delivery.record")
    @blueprint.arguments(ConsentEndSchema)
    @blueprint.response(201, DeliveryConsentSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The unit takes its consent back."""
        return queries.consent_shapes([services.end_consent(current_actor(), id, payload["reason"])])[0]


def _shape(id: UUID) -> dict[str, Any]:
    return queries.shapes([queries.delivery_within_reach(current_actor(), id)])[0]
