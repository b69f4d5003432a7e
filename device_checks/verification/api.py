"""By which numbers pictures are judged, how good these are, and setting one's own."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.verification.queries import evaluation_shape
from device_checks.verification.schemas import PictureEvaluationSchema, ThresholdDraftSchema
from device_checks.verification.services import ThresholdDraft, set_thresholds
from server.web.access import current_actor, requires

blueprint = Blueprint(
    "picture_evaluation", __name__, url_prefix="/api/v1/picture-evaluation", description="图像判定阈值与评估"
)


@blueprint.route("")
class Evaluation(MethodView):
    @requires("evaluation.view")
    @blueprint.response(200, PictureEvaluationSchema)
    def get(self) -> dict[str, Any]:
        """The thresholds in force, those of the program with their evaluation, and the history."""
        return evaluation_shape()


@blueprint.route("/thresholds")
class ThresholdSets(MethodView):
    @requires("threshold.edit")
    @blueprint.arguments(ThresholdDraftSchema)
    @blueprint.response(201, PictureEvaluationSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Set all limits from a day on, with a reason."""
        set_thresholds(current_actor(), ThresholdDraft(**payload))
        return evaluation_shape()
