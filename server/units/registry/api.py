"""Units over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.units.registry import services
from server.units.registry.models import Site
from server.units.registry.queries import file, gaps, listing
from server.units.registry.queries.reach import unit_within_reach
from server.units.registry.rules import ResponsibilityDraft, SiteDraft, UnitDraft
from server.units.registry.schemas import (
    CountSchema,
    EndingSchema,
    GapRowSchema,
    ResponsibilityDraftSchema,
    SiteSchema,
    UnitDraftSchema,
    UnitFilterQuery,
    UnitQuery,
    UnitRevisionSchema,
    UnitSchema,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import PageQuery, decode_cursor, page, page_schema

blueprint = Blueprint("units", __name__, url_prefix="/api/v1", description="单位")


@blueprint.route("/units")
class Units(MethodView):
    @requires("unit.view")
    @blueprint.arguments(UnitQuery, location="query")
    @blueprint.response(200, page_schema(UnitSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Units within reach."""
        after = decode_cursor(query["after"], str, int) if query["after"] else None
        wish = listing.PageWish(query.pop("sort"), after, query.pop("limit"))  # type: ignore[arg-type]
        query.pop("after")
        rows = listing.find_units(current_actor(), listing.UnitFilter(**query), wish)
        found = page(rows, wish.limit, listing.cursor_of)
        return {**found, "items": [file.shape_of(unit) for unit in file.unit_files(found["items"])]}

    @requires("unit.edit")
    @blueprint.arguments(UnitDraftSchema)
    @blueprint.response(201, UnitSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Register a unit."""
        unit = services.register_unit(current_actor(), UnitDraft(**payload))
        send_etag(unit)
        return file.shape_of(file.unit_file(unit))


@blueprint.route("/units/count")
class UnitCount(MethodView):
    @requires("unit.view")
    @blueprint.arguments(UnitFilterQuery, location="query")
    @blueprint.response(200, CountSchema)
    def get(self, query: dict[str, Any]) -> dict[str, int]:
        """How many units match; exact."""
        return {"count": listing.count_units(current_actor(), listing.UnitFilter(**query))}


@blueprint.route("/units/gaps")
class UnitGaps(MethodView):
    @requires("unit.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(GapRowSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Units and sites that nobody answers for first today, and units without the staff they need."""
        after = decode_cursor(query["after"], int, _site_key) if query["after"] else None
        rows = gaps.find_gaps(current_actor(), after, query["limit"])  # type: ignore[arg-type]
        return page(rows, query["limit"], lambda row: row.cursor)


@blueprint.route("/units/without-authority")
class UnitsWithoutAuthority(MethodView):
    @requires("unit.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(UnitSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Units lacking bureau, station or department: empty by constraint."""
        units = gaps.units_without_authority(current_actor(), query["limit"])
        return {"items": [file.shape_of(one) for one in file.unit_files(units)], "next": None}


@blueprint.route("/units/<uuid:id>")
class OneUnit(MethodView):
    @requires("unit.view")
    @blueprint.response(200, UnitSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One unit's file."""
        unit = unit_within_reach(current_actor(), id)
        send_etag(unit)
        return file.shape_of(file.unit_file(unit))

    @requires("unit.edit")
    @blueprint.arguments(UnitRevisionSchema)
    @blueprint.response(200, UnitSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Revise a unit's master data (needs If-Match)."""
        unit = unit_within_reach(current_actor(), id)
        check_if_match(unit)
        revised = services.revise_unit(current_actor(), unit, UnitDraft(id=id, **payload))
        send_etag(revised)
        return file.shape_of(file.unit_file(revised))


@blueprint.route("/units/<uuid:id>/sites")
class Sites(MethodView):
    @requires("unit.edit")
    @blueprint.arguments(SiteSchema)
    @blueprint.response(201, SiteSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> Site:
        """Open a site of a unit."""
        actor = current_actor()
        return services.open_site(actor, unit_within_reach(actor, id), SiteDraft(**payload))


@blueprint.route("/units/<uuid:id>/responsibilities")
class Responsibilities(MethodView):
    @requires("unit.edit")
    @blueprint.arguments(ResponsibilityDraftSchema)
    @blueprint.response(201, UnitSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Appoint who answers for a unit or a site; the unit's file as it is then."""
        actor = current_actor()
        services.appoint_responsible(actor, unit_within_reach(actor, id), ResponsibilityDraft(**payload))
        return _file(id)


@blueprint.route("/units/<uuid:id>/responsibilities/<uuid:responsibility_id>/endings")
class ResponsibilityEndings(MethodView):
    @requires("unit.edit")
    @blueprint.arguments(EndingSchema)
    @blueprint.response(200, UnitSchema)
    def post(self, payload: dict[str, Any], id: UUID, responsibility_id: UUID) -> dict[str, Any]:
        """Set the last day of a responsibility; the unit's file as it is then."""
        actor = current_actor()
        services.end_responsibility(actor, unit_within_reach(actor, id), responsibility_id, payload["to_on"])
        return _file(id)


def _file(id: UUID) -> dict[str, Any]:
    unit = unit_within_reach(current_actor(), id)
    send_etag(unit)
    return file.shape_of(file.unit_file(unit))


def _site_key(text: str) -> str:
    return text if text == gaps.STAFF else UUID(text).hex if text else ""
