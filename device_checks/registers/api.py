"""Registers over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.registers import queries, services
from device_checks.registers.models import Facility
from device_checks.registers.queries.listing import place_shapes
from device_checks.registers.rules import FIELDS, TYPES, CameraDraft, FacilityDraft, PlaceDraft, SecrecyDraft
from device_checks.registers.schemas.facilities import (
    FacilityChangesSchema,
    FacilityDraftSchema,
    FacilityFieldsSchema,
    FacilityQuery,
    FacilityRevisionSchema,
    FacilitySchema,
    FacilityStateSchema,
    SecrecySchema,
)
from device_checks.registers.schemas.places import (
    PlaceDraftSchema,
    PlaceEndingSchema,
    PlaceQuery,
    PlaceRevisionSchema,
    WatchedPlaceSchema,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import page_schema

blueprint = Blueprint("registers", __name__, url_prefix="/api/v1", description="防范设施台账")


@blueprint.route("/places")
class Places(MethodView):
    @requires("facility.view")
    @blueprint.arguments(PlaceQuery, location="query")
    @blueprint.response(200, page_schema(WatchedPlaceSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Places within reach that must be watched or manned."""
        return queries.find_places(current_actor(), queries.PlaceFilter(**query))

    @requires("facility.edit")
    @blueprint.arguments(PlaceDraftSchema)
    @blueprint.response(201, WatchedPlaceSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Enter a place of a unit."""
        return _place(services.register_place(current_actor(), PlaceDraft(**payload)))


@blueprint.route("/places/<uuid:id>")
class OnePlace(MethodView):
    @requires("facility.view")
    @blueprint.response(200, WatchedPlaceSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One place."""
        return _place(queries.place_within_reach(current_actor(), id))

    @requires("facility.edit")
    @blueprint.arguments(PlaceRevisionSchema)
    @blueprint.response(200, WatchedPlaceSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Revise a place (needs If-Match)."""
        actor = current_actor()
        place = queries.place_within_reach(actor, id)
        check_if_match(place)
        return _place(services.revise_place(actor, place, PlaceDraft(id=id, unit_id=place.unit_id, **payload)))


@blueprint.route("/places/<uuid:id>/endings")
class PlaceEndings(MethodView):
    @requires("facility.edit")
    @blueprint.arguments(PlaceEndingSchema)
    @blueprint.response(200, WatchedPlaceSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Say that a place is no more (注销)."""
        actor = current_actor()
        return _place(services.end_place(actor, queries.place_within_reach(actor, id), payload["ended_on"]))


@blueprint.route("/facility-fields")
class Fields(MethodView):
    @requires("facility.view")
    @blueprint.response(200, FacilityFieldsSchema)
    def get(self) -> dict[str, Any]:
        """What can be told of each kind of facility: types, fields and their codes."""
        return {"kinds": [_fields_of(kind) for kind in TYPES]}


@blueprint.route("/facilities")
class Facilities(MethodView):
    @requires("facility.view")
    @blueprint.arguments(FacilityQuery, location="query")
    @blueprint.response(200, page_schema(FacilitySchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Facilities within reach."""
        return queries.find_facilities(current_actor(), queries.FacilityFilter(**query))

    @requires("facility.edit")
    @blueprint.arguments(FacilityDraftSchema)
    @blueprint.response(201, FacilitySchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Enter a facility, with what a camera has besides."""
        return _facility(services.register_facility(current_actor(), _draft(**payload)))


@blueprint.route("/facilities/<uuid:id>")
class OneFacility(MethodView):
    @requires("facility.view")
    @blueprint.response(200, FacilitySchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One facility."""
        return _facility(queries.facility_within_reach(current_actor(), id))

    @requires("facility.edit")
    @blueprint.arguments(FacilityRevisionSchema)
    @blueprint.response(200, FacilitySchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Revise a facility (needs If-Match)."""
        actor = current_actor()
        facility = queries.facility_within_reach(actor, id)
        check_if_match(facility)
        draft = _draft(id=id, unit_id=facility.unit_id, kind=facility.kind, **payload)
        return _facility(services.revise_facility(actor, facility, draft))


@blueprint.route("/facilities/<uuid:id>/states")
class FacilityStates(MethodView):
    @requires("facility.edit")
    @blueprint.arguments(FacilityStateSchema)
    @blueprint.response(200, FacilitySchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Stop a facility, use it again, or scrap it."""
        actor = current_actor()
        facility = queries.facility_within_reach(actor, id)
        return _facility(services.change_facility_state(actor, facility, payload["state"], payload["on"]))


@blueprint.route("/facilities/<uuid:id>/changes")
class FacilityChanges(MethodView):
    @requires("facility.view")
    @blueprint.response(200, FacilityChangesSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """Who did what with a facility, the latest hundred."""
        return {"changes": queries.changes_of(queries.facility_within_reach(current_actor(), id))}


@blueprint.route("/cameras/<uuid:id>/secrecy")
class CameraSecrecy(MethodView):
    @requires("facility.keep_secret")
    @blueprint.arguments(SecrecySchema)
    @blueprint.response(200, FacilitySchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Bar a camera's pictures and its export, or lift the bar (needs If-Match)."""
        actor = current_actor()
        facility, _ = queries.camera_within_reach(actor, id)
        check_if_match(facility)
        return _facility(services.keep_secret(actor, facility, SecrecyDraft(**payload)))


def _draft(camera: dict[str, Any] | None, **payload: Any) -> FacilityDraft:
    if camera is not None:
        camera = {**camera, "place_ids": tuple(camera["place_ids"]), "catalogue_id": camera["catalogue_id"] or None}
    return FacilityDraft(**payload, camera=CameraDraft(**camera) if camera is not None else None)


def _place(place: Any) -> dict[str, Any]:
    send_etag(place)
    return place_shapes([place])[0]


def _facility(facility: Facility) -> dict[str, Any]:
    send_etag(facility)
    return queries.facility_shape(facility)


def _fields_of(kind: str) -> dict[str, Any]:
    listed = [
        {**vars(one), "choices": [{"code": code, "label": label} for code, label in one.choices.items()]}
        for one in FIELDS[kind]
    ]
    return {"kind": kind, "types": TYPES[kind], "fields_": listed}
