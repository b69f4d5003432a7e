"""Agencies over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.units.agencies import queries, services
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyDraft, ContactDraft, NameDraft
from server.units.agencies.schemas import (
    AgencyContactDraftSchema,
    AgencyContactSchema,
    AgencyContactsSchema,
    AgencyDraftSchema,
    AgencyFileSchema,
    AgencyNameSchema,
    AgencyQuery,
    AgencySchema,
)
from server.web.access import current_actor, requires
from server.web.etags import send_etag
from server.web.paging import decode_cursor, page, page_schema

blueprint = Blueprint("agencies", __name__, url_prefix="/api/v1", description="机构")


@blueprint.route("/agencies")
class Agencies(MethodView):
    @requires("agency.view")
    @blueprint.arguments(AgencyQuery, location="query")
    @blueprint.response(200, page_schema(AgencySchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Agencies, parents before children."""
        after = decode_cursor(query["after"], int)[0] if query["after"] else None
        rows = queries.find_agencies(query["kind"], query["parent"], after, query["limit"])
        return page(rows, query["limit"], lambda agency: (agency.number,))

    @requires("agency.edit")
    @blueprint.arguments(AgencyDraftSchema)
    @blueprint.response(201, AgencySchema)
    def post(self, payload: dict[str, Any]) -> Agency:
        """Put an agency into the tree."""
        agency = services.found_agency(current_actor(), AgencyDraft(**payload))
        send_etag(agency)
        return agency


@blueprint.route("/agencies/<uuid:id>")
class OneAgency(MethodView):
    @requires("agency.view")
    @blueprint.response(200, AgencyFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One agency with all its names."""
        agency = queries.agency_by_id(id)
        send_etag(agency)
        return {**agency.__data__, "parent_id": agency.parent_id, "names": queries.names_of(id)}


@blueprint.route("/agencies/<uuid:id>/names")
class AgencyNames(MethodView):
    @requires("agency.edit")
    @blueprint.arguments(AgencyNameSchema)
    @blueprint.response(201, AgencySchema)
    def post(self, payload: dict[str, Any], id: UUID) -> Agency:
        """Rename an agency from a day on; documents of earlier days keep the old name."""
        return services.rename_agency(current_actor(), queries.agency_by_id(id), NameDraft(**payload))


@blueprint.route("/agencies/<uuid:id>/contacts")
class AgencyContacts(MethodView):
    @requires("agency.view")
    @blueprint.response(200, AgencyContactsSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """Contacts that papers of the agency named, the oldest first."""
        return {"items": queries.contacts_of(queries.agency_by_id(id).id)}

    @requires("agency.edit")
    @blueprint.arguments(AgencyContactDraftSchema)
    @blueprint.response(201, AgencyContactSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> Any:
        """Note whom papers name as the competent body (联系单位), from a day on."""
        return services.note_contact(current_actor(), queries.agency_by_id(id), ContactDraft(**payload))
