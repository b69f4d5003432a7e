"""Duties of units over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.duties import services
from checklists.duties.models import Drill, DutyPaper, Project
from checklists.duties.queries import catalogue, filed, owed
from checklists.duties.rules import DrillDraft, DrillReportDraft, GateDraft, PaperDraft, ProjectDraft
from checklists.duties.schemas.filed import (
    CounterYearQuery,
    CounterYearSchema,
    DrillDraftSchema,
    DrillQuery,
    DrillReportDraftSchema,
    DrillSchema,
    DutyDayQuery,
    DutyGapSchema,
    DutyPaperDraftSchema,
    DutyPaperSchema,
    DutyRemarkDraftSchema,
    GapQuery,
    GateDraftSchema,
    PaperQuery,
    ProjectDraftSchema,
    ProjectQuery,
    ProjectSchema,
    StandardSchema,
    UnitDutiesSchema,
)
from checklists.duties.schemas.requirements import DutyRuleChangeSchema, DutyRuleSchema
from checklists.duties.services.remarks import RemarkDraft
from checklists.duties.services.requirements import DutyRuleDraft
from server.core import clock
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import PageQuery, decode_cursor, page, page_schema

Json = dict[str, Any]

blueprint = Blueprint("duties", __name__, url_prefix="/api/v1", description="单位履职：制度、预案、演练、标准、三同步")


@blueprint.route("/units/<uuid:id>/duties")
class UnitDuties(MethodView):
    @requires("duty.view")
    @blueprint.arguments(DutyDayQuery, location="query")
    @blueprint.response(200, UnitDutiesSchema)
    def get(self, query: Json, id: UUID) -> Json:
        """Everything a unit owes, with state and bases on a day (履职清单)."""
        found = owed.duties_of_unit(current_actor(), id, query["on"])
        duties = [{**vars(duty), "paper": found.papers.get((duty.duty, duty.item))} for duty in found.duties]
        return {"unit": found.unit, "on": found.on, "duties": duties}


@blueprint.route("/duty-gaps")
class DutyGaps(MethodView):
    @requires("duty.view")
    @blueprint.arguments(GapQuery, location="query")
    @blueprint.response(200, page_schema(DutyGapSchema))
    def get(self, query: Json) -> Json:
        """Units within reach that owe something today, each with what is lacking (履职缺口)."""
        return owed.find_gaps(current_actor(), owed.GapFilter(**query))


@blueprint.route("/units/<uuid:id>/papers")
class UnitPapers(MethodView):
    @requires("duty.file")
    @blueprint.arguments(DutyPaperDraftSchema)
    @blueprint.response(201, DutyPaperSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """File a rule, a plan, or the statement of compliance with a standard (制度、预案、标准执行声明)."""
        return _paper(services.file_paper(current_actor(), id, PaperDraft(**payload)))


@blueprint.route("/papers")
class Papers(MethodView):
    @requires("duty.view")
    @blueprint.arguments(PaperQuery, location="query")
    @blueprint.response(200, page_schema(DutyPaperSchema))
    def get(self, query: Json) -> Json:
        """Filed papers within reach, newest first."""
        return filed.find_papers(current_actor(), filed.FiledFilter(**query))


@blueprint.route("/papers/<uuid:id>")
class OnePaper(MethodView):
    @requires("duty.view")
    @blueprint.response(200, DutyPaperSchema)
    def get(self, id: UUID) -> Json:
        """One filed paper."""
        return _paper(filed.paper_within_reach(current_actor(), id))


@blueprint.route("/papers/<uuid:id>/remarks")
class PaperRemarks(MethodView):
    @requires("duty.remark")
    @blueprint.arguments(DutyRemarkDraftSchema)
    @blueprint.response(201, DutyPaperSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Guide the unit on a paper, or turn it down (公安机关意见)."""
        return _paper(services.remark_on_paper(current_actor(), id, RemarkDraft(**payload)))


@blueprint.route("/units/<uuid:id>/drills")
class UnitDrills(MethodView):
    @requires("duty.file")
    @blueprint.arguments(DrillDraftSchema)
    @blueprint.response(201, DrillSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Plan a drill (演练计划)."""
        return _drill(services.plan_drill(current_actor(), id, DrillDraft(**payload)))


@blueprint.route("/drills")
class Drills(MethodView):
    @requires("duty.view")
    @blueprint.arguments(DrillQuery, location="query")
    @blueprint.response(200, page_schema(DrillSchema))
    def get(self, query: Json) -> Json:
        """Drills within reach, newest first."""
        return filed.find_drills(current_actor(), filed.FiledFilter(**query))


@blueprint.route("/drills/<uuid:id>")
class OneDrill(MethodView):
    @requires("duty.view")
    @blueprint.response(200, DrillSchema)
    def get(self, id: UUID) -> Json:
        """One drill."""
        return _drill(filed.drill_within_reach(current_actor(), id))


@blueprint.route("/drills/<uuid:id>/reports")
class DrillReports(MethodView):
    @requires("duty.file")
    @blueprint.arguments(DrillReportDraftSchema)
    @blueprint.response(201, DrillSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Tell how a drill went; it counts with sign-in sheet, photos and evaluation (演练上报)."""
        return _drill(services.report_drill(current_actor(), id, DrillReportDraft(**payload)))


@blueprint.route("/drills/<uuid:id>/remarks")
class DrillRemarks(MethodView):
    @requires("duty.remark")
    @blueprint.arguments(DutyRemarkDraftSchema)
    @blueprint.response(201, DrillSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """What the police say of a drill; it may be taken out of the count (公安机关意见)."""
        return _drill(services.remark_on_drill(current_actor(), id, RemarkDraft(**payload)))


@blueprint.route("/counter-years")
class CounterYears(MethodView):
    @requires("duty.view")
    @blueprint.arguments(CounterYearQuery, location="query")
    @blueprint.response(200, page_schema(CounterYearSchema))
    def get(self, query: Json) -> Json:
        """Units with how many drills and trainings of a year count and how many are asked for (年度计数)."""
        return filed.counter_years(current_actor(), filed.YearFilter(**query))


@blueprint.route("/units/<uuid:id>/projects")
class UnitProjects(MethodView):
    @requires("duty.file")
    @blueprint.arguments(ProjectDraftSchema)
    @blueprint.response(201, ProjectSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Enter a building project with the day of each gate (三同步)."""
        due = {gate: payload.pop(f"{gate}_due_on") for gate in ("planning", "construction", "acceptance")}
        return _project(services.open_project(current_actor(), id, ProjectDraft(**payload, due=due)))


@blueprint.route("/projects")
class Projects(MethodView):
    @requires("duty.view")
    @blueprint.arguments(ProjectQuery, location="query")
    @blueprint.response(200, page_schema(ProjectSchema))
    def get(self, query: Json) -> Json:
        """Building projects within reach, newest first."""
        return filed.find_projects(current_actor(), filed.FiledFilter(**query))


@blueprint.route("/projects/<uuid:id>")
class OneProject(MethodView):
    @requires("duty.view")
    @blueprint.response(200, ProjectSchema)
    def get(self, id: UUID) -> Json:
        """One building project."""
        return _project(filed.project_within_reach(current_actor(), id))


@blueprint.route("/projects/<uuid:id>/gates/<string:gate>/passings")
class GatePassings(MethodView):
    @requires("duty.file")
    @blueprint.arguments(GateDraftSchema)
    @blueprint.response(201, ProjectSchema)
    def post(self, payload: Json, id: UUID, gate: str) -> Json:
        """Note that a gate was passed, with its papers."""
        return _project(services.pass_gate(current_actor(), id, gate, GateDraft(**payload)))


@blueprint.route("/projects/<uuid:id>/closings")
class ProjectClosings(MethodView):
    @requires("duty.file")
    @blueprint.doc(**also(422))  # a gate is empty
    @blueprint.response(201, ProjectSchema)
    def post(self, id: UUID) -> Json:
        """Close a project; refused while a gate is empty."""
        return _project(services.close_project(current_actor(), id))


@blueprint.route("/standards")
class Standards(MethodView):
    @requires("basis.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(StandardSchema))
    def get(self, query: Json) -> Json:
        """The library of standards, and which industries each binds (标准库)."""
        after = decode_cursor(query["after"], str)[0] if query["after"] else None
        rows = catalogue.standards_on(clock.today(), after, query["limit"])
        found = page(rows, query["limit"], lambda row: (row.basis.code,))
        return {**found, "items": [_standard(row) for row in found["items"]]}


@blueprint.route("/duty-rules")
class DutyRules(MethodView):
    @requires("basis.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(DutyRuleSchema))
    def get(self, query: Json) -> Json:
        """The requirements: whom they meet, how many are asked for, and on what they rest."""
        after = decode_cursor(query["after"], int)[0] if query["after"] else -1
        rows = [row for row in catalogue.duty_rules() if row.position > after]
        return page(rows[: query["limit"] + 1], query["limit"], lambda row: (row.position,))


@blueprint.route("/duty-rules/<string:code>")
class OneDutyRule(MethodView):
    @requires("basis.view")
    @blueprint.response(200, DutyRuleSchema)
    def get(self, code: str) -> Any:
        """One requirement."""
        row = catalogue.duty_rule_by_code(code)
        send_etag(row)
        return row

    @requires("basis.edit")
    @blueprint.arguments(DutyRuleChangeSchema)
    @blueprint.response(200, DutyRuleSchema)
    def put(self, payload: Json, code: str) -> Any:
        """Change a requirement: number, conditions, bases, dates (needs If-Match)."""
        row = catalogue.duty_rule_by_code(code)
        check_if_match(row)
        services.revise_duty_rule(current_actor(), row, DutyRuleDraft(**payload))
        send_etag(row)
        return row


def _paper(paper: DutyPaper) -> Json:
    return filed.paper_shapes([paper])[0]


def _drill(drill: Drill) -> Json:
    return filed.drill_shapes([drill])[0]


def _project(project: Project) -> Json:
    return filed.project_shapes([project])[0]


def _standard(row: catalogue.Standard) -> Json:
    return {**row.basis.__data__, **vars(row), "id": row.basis.code, "number": row.basis.doc_no}
