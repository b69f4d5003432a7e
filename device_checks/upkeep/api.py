"""Upkeep over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.upkeep import services
from device_checks.upkeep.models import UpkeepTask
from device_checks.upkeep.queries import gaps, looks, posts, sheet, tasks
from device_checks.upkeep.queries.terms import find_terms
from device_checks.upkeep.rules import (
    CountDraft,
    MaintenanceDraft,
    MoveDraft,
    ReportDraft,
    TaskDraft,
    TaskEndDraft,
    TestDraft,
)
from device_checks.upkeep.rules.terms import UpkeepTermDraft
from device_checks.upkeep.schemas import asked, shown
from device_checks.upkeep.services.hazards import HazardOfDraft
from server.units.registry.queries.reach import unit_within_reach
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema

Json = dict[str, Any]

blueprint = Blueprint("upkeep", __name__, url_prefix="/api/v1", description="防范设施查看、维护、测试与缺口")


@blueprint.route("/upkeep-tasks")
class Tasks(MethodView):
    @requires("facility.view")
    @blueprint.arguments(asked.TaskQuery, location="query")
    @blueprint.response(200, page_schema(shown.UpkeepTaskSchema))
    def get(self, query: Json) -> Json:
        """Tasks about facilities within reach, newest first (设施任务)."""
        return tasks.find_tasks(current_actor(), tasks.TaskFilter(**query))


@blueprint.route("/upkeep-tasks/<uuid:id>")
class OneTask(MethodView):
    @requires("facility.view")
    @blueprint.response(200, shown.UpkeepTaskSchema)
    def get(self, id: UUID) -> Json:
        """One task."""
        return _task(tasks.task_within_reach(current_actor(), id))


@blueprint.route("/upkeep-tasks/<uuid:id>/ends")
class TaskEnds(MethodView):
    @requires("facility.edit")
    @blueprint.arguments(asked.UpkeepTaskEndDraftSchema)
    @blueprint.doc(**also(409))  # ended otherwise
    @blueprint.response(201, shown.UpkeepTaskSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """End a task: done with a note and photos, or cancelled with a reason."""
        return _task(services.end_task(current_actor(), id, TaskEndDraft(**_files(payload))))


@blueprint.route("/upkeep-tasks/<uuid:id>/hazards")
class TaskHazards(MethodView):
    @requires("hazard.report")
    @blueprint.arguments(asked.HazardOfTaskSchema)
    @blueprint.doc(**also(409))  # made already
    @blueprint.response(201, shown.MadeHazardSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Make a hazard of an open task (转为隐患)."""
        hazard = services.make_hazard_of_task(current_actor(), id, HazardOfDraft(**payload))
        return {"hazard_id": hazard.id}


@blueprint.route("/facilities/<uuid:id>/upkeep")
class FacilityUpkeep(MethodView):
    @requires("facility.view")
    @blueprint.response(200, shown.FacilityUpkeepSchema)
    def get(self, id: UUID) -> Json:
        """A facility with its latest reports, tests, maintenance, tasks and moves."""
        return looks.upkeep_of(current_actor(), id)


@blueprint.route("/facilities/<uuid:id>/upkeep-tasks")
class FacilityTasks(MethodView):
    @requires("facility.edit")
    @blueprint.arguments(asked.UpkeepTaskDraftSchema)
    @blueprint.response(201, shown.UpkeepTaskSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Ask for a check, repair or replacement; the open one of its kind answers."""
        draft = TaskDraft(facility_id=id, origin="person", **payload)
        return _task(services.open_task_by_hand(current_actor(), draft))


@blueprint.route("/facilities/<uuid:id>/reports")
class Reports(MethodView):
    @requires("facility.check")
    @blueprint.arguments(asked.StatusReportDraftSchema)
    @blueprint.response(201, shown.StatusReportSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Tell with a photo how a facility was found (设施状况)."""
        row = services.report_status(current_actor(), ReportDraft(facility_id=id, **_files(payload)))
        return looks.shapes([row], looks.REPORT)[0]


@blueprint.route("/facilities/<uuid:id>/maintenance")
class MaintenanceRecords(MethodView):
    @requires("facility.edit")
    @blueprint.arguments(asked.MaintenanceDraftSchema)
    @blueprint.response(201, shown.MaintenanceSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Note what was done to a facility (维护保养)."""
        row = services.record_maintenance(current_actor(), MaintenanceDraft(facility_id=id, **_files(payload)))
        return looks.shapes([row], looks.MAINTENANCE)[0]


@blueprint.route("/facilities/<uuid:id>/tests")
class Tests(MethodView):
    @requires("facility.check")
    @blueprint.arguments(asked.FacilityTestDraftSchema)
    @blueprint.response(201, shown.FacilityTestSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Keep the result of a test (测试记录)."""
        row = services.record_test(current_actor(), TestDraft(facility_id=id, **_files(payload)))
        return looks.shapes([row], looks.TEST)[0]


@blueprint.route("/facilities/<uuid:id>/moves")
class Moves(MethodView):
    @requires("facility.edit")
    @blueprint.arguments(asked.EquipmentMoveDraftSchema)
    @blueprint.response(201, shown.EquipmentMoveSchema)
    def post(self, payload: Json, id: UUID) -> Any:
        """Hand equipment out, or take it back (领用、归还)."""
        return services.move_equipment(current_actor(), MoveDraft(facility_id=id, **payload))


@blueprint.route("/units/<uuid:id>/facility-sheet")
class Sheet(MethodView):
    @requires("facility.view")
    @blueprint.response(200, shown.FacilitySheetSchema)
    def get(self, id: UUID) -> Json:
        """What a phone keeps of a unit: facilities, posts with counts, open tasks."""
        return sheet.sheet_of(current_actor(), id)


@blueprint.route("/units/<uuid:id>/posts")
class Posts(MethodView):
    @requires("facility.view")
    @blueprint.response(200, shown.PostsSchema)
    def get(self, id: UUID) -> Json:
        """Posts of a unit, each kind of equipment with count and minimum (岗位器材)."""
        return posts.posts_of(current_actor(), id)


@blueprint.route("/equipment-counts")
class Counts(MethodView):
    @requires("facility.view")
    @blueprint.arguments(asked.CountQuery, location="query")
    @blueprint.response(200, page_schema(shown.EquipmentCountSchema))
    def get(self, query: Json) -> Json:
        """Counts within reach, newest first (器材清点)."""
        return posts.find_counts(current_actor(), posts.CountFilter(**query))


@blueprint.route("/places/<uuid:id>/equipment-counts")
class PlaceCounts(MethodView):
    @requires("facility.check")
    @blueprint.arguments(asked.EquipmentCountDraftSchema)
    @blueprint.response(201, shown.EquipmentCountSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Tell what was counted at a post, all seven kinds."""
        row = services.count_equipment(current_actor(), CountDraft(place_id=id, **_files(payload)))
        return posts.count_shapes([row])[0]


@blueprint.route("/facility-gaps")
class Gaps(MethodView):
    @requires("facility.view")
    @blueprint.arguments(asked.FacilityGapQuery, location="query")
    @blueprint.response(200, page_schema(shown.UnitFacilityGapsSchema))
    def get(self, query: Json) -> Json:
        """Units within reach that lack systems or equipment today (防范缺口)."""
        return gaps.find_gaps(current_actor(), gaps.GapFilter(**query))


@blueprint.route("/units/<uuid:id>/facility-gaps")
class UnitGaps(MethodView):
    @requires("facility.view")
    @blueprint.response(200, shown.UnitFacilityGapsSchema)
    def get(self, id: UUID) -> Json:
        """What one unit lacks."""
        return gaps.gaps_of_unit(current_actor(), id)


@blueprint.route("/units/<uuid:id>/facility-gaps/hazards")
class GapHazards(MethodView):
    @requires("hazard.report")
    @blueprint.arguments(asked.HazardOfGapSchema)
    @blueprint.doc(**also(409))  # made already, or no gap any more
    @blueprint.response(201, shown.MadeHazardSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Make a hazard of a gap (转为隐患)."""
        wanted = (payload.pop("code"), payload.pop("type"), payload.pop("place_id"))
        return {"hazard_id": services.make_hazard_of_gap(current_actor(), id, wanted, HazardOfDraft(**payload)).id}


@blueprint.route("/upkeep-terms")
class Terms(MethodView):
    @requires("facility.view")
    @blueprint.arguments(asked.UpkeepTermQuery, location="query")
    @blueprint.response(200, shown.UpkeepTermsSchema)
    def get(self, query: Json) -> Json:
        """Periods, minimums and required systems for all units, or the numbers of one unit."""
        if query["unit_id"]:
            unit_within_reach(current_actor(), query["unit_id"])
        return {"terms": find_terms(query["unit_id"])}

    @requires("threshold.edit")
    @blueprint.arguments(asked.UpkeepTermDraftSchema)
    @blueprint.response(201, shown.UpkeepTermsSchema)
    def post(self, payload: Json) -> Json:
        """Set one from a day on; what was before stays known."""
        services.set_upkeep_term(current_actor(), UpkeepTermDraft(**payload))
        return {"terms": find_terms(payload["unit_id"])}


def _files(payload: Json) -> Json:
    photos = payload.pop("photos")
    return {**payload, "files": tuple(photos)}


def _task(task: UpkeepTask) -> Json:
    return tasks.task_shapes([task])[0]
