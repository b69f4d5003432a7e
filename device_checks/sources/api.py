"""Sources and networks over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.sources.queries import keeping as queries
from device_checks.sources.rules.drafts import SourceDraft
from device_checks.sources.rules.networks import NetworkDraft
from device_checks.sources.schemas import (
    AllowedNetworkListSchema,
    AllowedNetworkSchema,
    NetworkDraftSchema,
    NetworkQuery,
    SourceDraftSchema,
    SourceSchema,
    SourceTrialSchema,
)
from device_checks.sources.services import keeping, trying
from server.core.errors import NotFound
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.rates import check_rate

blueprint = Blueprint("sources", __name__, url_prefix="/api/v1", description="取图方式与允许网段")

TRIALS_PER_MINUTE = 20


@blueprint.route("/facilities/<uuid:id>/source")
class OneSource(MethodView):
    @requires("source.edit")
    @blueprint.response(200, SourceSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """How a camera's picture is got, or how a recorder is asked; never the password."""
        row = queries.find_source(queries.facility_with_source(current_actor(), id).id)
        if row is None:
            raise NotFound(facility_id=str(id))
        send_etag(row)
        return queries.source_shape(row)

    @requires("source.edit")
    @blueprint.arguments(SourceDraftSchema)
    @blueprint.response(200, SourceSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Say how; over one that is set with If-Match."""
        facility = queries.facility_with_source(current_actor(), id)
        draft, seen = SourceDraft(**payload), queries.find_source(id)
        if seen is not None and not keeping.is_set(facility, draft, seen):
            check_if_match(seen)
        row = keeping.set_source(current_actor(), facility, draft, seen)
        send_etag(row)
        return queries.source_shape(row)

    @requires("source.edit")
    @blueprint.response(204)
    def delete(self, id: UUID) -> None:
        """Fetch from it no more."""
        keeping.remove_source(current_actor(), queries.facility_with_source(current_actor(), id))


@blueprint.route("/facilities/<uuid:id>/source-trials")
class SourceTrials(MethodView):
    @requires("source.edit")
    @blueprint.doc(**also(422))  # nothing to try, or barred
    @blueprint.response(200, SourceTrialSchema)
    def post(self, id: UUID) -> trying.Trial:
        """Fetch once, now (立即测试)."""
        actor = current_actor()
        check_rate(f"source trial {actor.account_id}", TRIALS_PER_MINUTE)
        return trying.try_source(actor, queries.facility_with_source(actor, id))


@blueprint.route("/allowed-networks")
class AllowedNetworks(MethodView):
    @requires("network.edit")
    @blueprint.arguments(NetworkQuery, location="query")
    @blueprint.response(200, AllowedNetworkListSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Where pictures may be fetched from, by agency."""
        return {"items": queries.networks(with_ended=query["with_ended"])}

    @requires("network.edit")
    @blueprint.arguments(NetworkDraftSchema)
    @blueprint.response(201, AllowedNetworkSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Enter a network; it holds for the cameras of units that the agency or one below it manages."""
        ports = tuple((low, high) for low, high in payload.pop("ports"))
        row = keeping.allow_network(current_actor(), NetworkDraft(**payload, ports=ports))
        return queries.network_shapes([row])[0]


@blueprint.route("/allowed-networks/<uuid:id>/endings")
class NetworkEndings(MethodView):
    @requires("network.edit")
    @blueprint.response(201, AllowedNetworkSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Take it off the list."""
        return queries.network_shapes([keeping.end_network(current_actor(), queries.network_by_id(id))])[0]
