"""Faults of pictures, what people say of them, and the terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.pictures.queries import faults as queries
from device_checks.pictures.queries.terms import find_picture_terms
from device_checks.pictures.rules.faults import Confirmation
from device_checks.pictures.rules.terms import PictureTermDraft
from device_checks.pictures.schemas.asked import (
    ConfirmationSchema,
    FalseAlarmSchema,
    FaultQuery,
    PictureTermDraftSchema,
    TallyQuery,
)
from device_checks.pictures.schemas.shown import PictureFaultSchema, PictureTallySchema, PictureTermsSchema
from device_checks.pictures.services.judging import call_false_alarm, confirm_fault
from device_checks.pictures.services.terms import set_picture_term
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("picture_faults", __name__, url_prefix="/api/v1/picture-faults", description="图像异常")
feedback = Blueprint("picture_feedback", __name__, url_prefix="/api/v1/picture-feedback", description="图像异常")
terms = Blueprint("picture_terms", __name__, url_prefix="/api/v1/picture-terms", description="图像异常")


@blueprint.route("")
class Faults(MethodView):
    @requires("picture.view")
    @blueprint.arguments(FaultQuery, location="query")
    @blueprint.response(200, page_schema(PictureFaultSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Faults within reach, the latest first; suspicions only when asked for by state or camera."""
        return queries.find_faults(current_actor(), queries.FaultFilter(**query))


@blueprint.route("/<uuid:id>")
class OneFault(MethodView):
    @requires("picture.view")
    @blueprint.response(200, PictureFaultSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One fault with what people said of it."""
        return _shape(id)


@blueprint.route("/<uuid:id>/confirmations")
class Confirmations(MethodView):
    @requires("picture.judge")
    @blueprint.arguments(ConfirmationSchema)
    @blueprint.response(201, PictureFaultSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Confirm: a repair task, a hazard, or nothing more becomes of it."""
        confirm_fault(current_actor(), id, Confirmation(**payload))
        return _shape(id)


@blueprint.route("/<uuid:id>/false-alarms")
class FalseAlarms(MethodView):
    @requires("picture.judge")
    @blueprint.arguments(FalseAlarmSchema)
    @blueprint.response(201, PictureFaultSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Say that nothing is wrong; it feeds the evaluation."""
        call_false_alarm(current_actor(), id, payload["id"], payload["note"])
        return _shape(id)


@feedback.route("/tally")
class Tally(MethodView):
    @requires("evaluation.view")
    @feedback.arguments(TallyQuery, location="query")
    @feedback.response(200, PictureTallySchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """By month and kind of fault: confirmed against false alarms."""
        return {"rows": queries.tally_feedback(current_actor(), query["since"], query["until"])}


@terms.route("")
class Terms(MethodView):
    @requires("picture.view")
    @terms.response(200, PictureTermsSchema)
    def get(self) -> dict[str, Any]:
        """The numbers that faults and keeping go by, with their history."""
        return {"terms": find_picture_terms()}

    @requires("threshold.edit")
    @terms.arguments(PictureTermDraftSchema)
    @terms.response(201, PictureTermsSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Set one from a day on."""
        set_picture_term(current_actor(), PictureTermDraft(**payload))
        return {"terms": find_picture_terms()}


def _shape(id: UUID) -> dict[str, Any]:
    return queries.fault_shapes([queries.fault_within_reach(current_actor(), id)])[0]
