"""Over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from courses.rotations import services
from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.queries import coverage, cycles, files
from courses.rotations.schemas import (
    CoverageQuery,
    CoverageSchema,
    CycleChangeSchema,
    CycleDefaultsSchema,
    CycleDraftSchema,
    CycleQuery,
    EnrolmentQuery,
    EnrolmentSchema,
    ExcusalSchema,
    MissedRotationSchema,
    MyTrainingSchema,
    RotationCycleSchema,
    TrainingFileSchema,
    YearCoverageSchema,
    YearQuery,
)
from server.core import clock
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema

Json = dict[str, Any]
DEFAULTS = json.loads((Path(__file__).parent / "defaults.json").read_text("utf-8"))

blueprint = Blueprint("rotations", __name__, url_prefix="/api/v1", description="年度轮训")


@blueprint.route("/rotation-cycles")
class Cycles(MethodView):
    @requires("rotation.view")
    @blueprint.arguments(CycleQuery, location="query")
    @blueprint.response(200, page_schema(RotationCycleSchema))
    def get(self, query: Json) -> Json:
        """Annual rotations within reach, with what they came to among the rows within reach."""
        return cycles.find_cycles(current_actor(), cycles.CycleFilter(**query))

    @requires("rotation.edit")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(CycleDraftSchema)
    @blueprint.response(201, RotationCycleSchema)
    def post(self, payload: Json) -> Json:
        """Set up a year's rotation of one audience; everybody of it is enrolled."""
        return _shape(services.open_cycle(current_actor(), CycleDraftSchema.draft_of(payload)))


@blueprint.route("/rotation-cycles/defaults")
class CycleDefaults(MethodView):
    @requires("rotation.view")
    @blueprint.response(200, CycleDefaultsSchema)
    def get(self) -> Json:
        """Hours, exam, reminders and bases a new rotation begins with; all may be changed."""
        return dict(DEFAULTS)


@blueprint.route("/rotation-cycles/<uuid:id>")
class OneCycle(MethodView):
    @requires("rotation.view")
    @blueprint.response(200, RotationCycleSchema)
    def get(self, id: UUID) -> Json:
        """One rotation."""
        cycle = cycles.cycle_within_reach(current_actor(), id)
        send_etag(cycle)
        return _shape(cycle)

    @requires("rotation.edit")
    @blueprint.doc(**also(409, 412, 422))
    @blueprint.arguments(CycleChangeSchema)
    @blueprint.response(200, RotationCycleSchema)
    def patch(self, changes: Json, id: UUID) -> Json:
        """Change what a rotation asks for (needs If-Match); everybody is counted anew."""
        actor = current_actor()
        cycle = cycles.cycle_within_reach(actor, id)
        cycles.check_keeper(actor, cycle)
        check_if_match(cycle)
        cycle = services.revise_cycle(actor, cycle, changes)
        send_etag(cycle)
        return _shape(cycle)


@blueprint.route("/rotation-cycles/<uuid:id>/closings")
class CycleClosings(MethodView):
    @requires("rotation.edit")
    @blueprint.doc(**also(422))
    @blueprint.response(201, RotationCycleSchema)
    def post(self, id: UUID) -> Json:
        """Close a rotation that is over: counts and the list of those missing are frozen (封账)."""
        actor = current_actor()
        cycle = cycles.cycle_within_reach(actor, id)
        cycles.check_keeper(actor, cycle)
        return _shape(services.close_cycle(actor, cycle.id))


@blueprint.route("/rotation-cycles/<uuid:id>/coverage")
class CycleCoverage(MethodView):
    @requires("rotation.view")
    @blueprint.arguments(CoverageQuery, location="query")
    @blueprint.response(200, CoverageSchema)
    def get(self, query: Json, id: UUID) -> Json:
        """Done of should, by area, unit or agency, the most missing first."""
        actor = current_actor()
        return {"items": coverage.coverage_of(actor, cycles.cycle_within_reach(actor, id), **query)}


@blueprint.route("/rotation-cycles/<uuid:id>/enrolments")
class CycleEnrolments(MethodView):
    @requires("rotation.view")
    @blueprint.arguments(EnrolmentQuery, location="query")
    @blueprint.response(200, page_schema(EnrolmentSchema))
    def get(self, query: Json, id: UUID) -> Json:
        """The people of a rotation, each with how they stand."""
        actor = current_actor()
        return coverage.find_rows(actor, cycles.cycle_within_reach(actor, id), coverage.RowFilter(**query))


@blueprint.route("/rotation-cycles/<uuid:id>/missed")
class CycleMissed(MethodView):
    @requires("rotation.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(MissedRotationSchema))
    def get(self, query: Json, id: UUID) -> Json:
        """The 未轮训 list of a closed rotation, with reasons."""
        actor = current_actor()
        return coverage.find_missed(actor, cycles.cycle_within_reach(actor, id), query["after"], query["limit"])


@blueprint.route("/training-coverage")
class YearCoverage(MethodView):
    @requires("rotation.view")
    @blueprint.arguments(YearQuery, location="query")
    @blueprint.response(200, YearCoverageSchema)
    def get(self, query: Json) -> Json:
        """A year by audience: everybody once an audience, the police apart, with those in no rotation."""
        return {"items": coverage.coverage_of_year(current_actor(), query["year"] or clock.today().year)}


@blueprint.route("/enrolments/<uuid:id>/excusals")
class Excusals(MethodView):
    @requires("rotation.edit")
    @blueprint.doc(**also(409))
    @blueprint.arguments(ExcusalSchema)
    @blueprint.response(201, EnrolmentSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Excuse somebody with a reason (免训)."""
        actor = current_actor()
        return _row(services.excuse(actor, files.enrolment_within_reach(actor, id), payload["reason"]))


@blueprint.route("/enrolments/<uuid:id>/excusal-withdrawals")
class ExcusalWithdrawals(MethodView):
    @requires("rotation.edit")
    @blueprint.doc(**also(409))
    @blueprint.response(201, EnrolmentSchema)
    def post(self, id: UUID) -> Json:
        """Ask somebody for the rotation again; what was learned still counts."""
        actor = current_actor()
        return _row(services.withdraw_excuse(actor, files.enrolment_within_reach(actor, id)))


@blueprint.route("/people/<uuid:id>/training")
class TrainingFile(MethodView):
    @requires("trainee.view")
    @blueprint.response(200, TrainingFileSchema)
    def get(self, id: UUID) -> Json:
        """One person's training: audiences, years, hours, certificates of others."""
        return files.training_file(current_actor(), id)


@blueprint.route("/my/training")
class MyTraining(MethodView):
    @requires("training.learn")
    @blueprint.response(200, MyTrainingSchema)
    def get(self) -> Json:
        """What I am asked for this year and have done."""
        return files.my_training(current_actor())


def _shape(cycle: RotationCycle) -> Json:
    return cycles.cycle_shapes(current_actor(), [cycle])[0]


def _row(row: Enrolment) -> Json:
    return coverage.row_shapes([row])[0]
