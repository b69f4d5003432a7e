"""Tasks over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.tasks import queries, services
from checklists.tasks.rules import ManningDraft, TaskDraft
from checklists.tasks.schemas import (
    CancellationSchema,
    DayCountQuery,
    DayCountsSchema,
    ManningDraftSchema,
    ManningSchema,
    TaskDraftSchema,
    TaskQuery,
    TaskSchema,
)
from server.web.access import current_actor, requires
from server.web.etags import send_etag
from server.web.paging import page_schema

blueprint = Blueprint("tasks", __name__, url_prefix="/api/v1/tasks", description="检查任务")
around = Blueprint("task-work", __name__, url_prefix="/api/v1", description="检查任务的安排")


@blueprint.route("")
class Tasks(MethodView):
    @requires("task.view")
    @blueprint.arguments(TaskQuery, location="query")
    @blueprint.response(200, page_schema(TaskSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Tasks by due day."""
        return queries.find_tasks(current_actor(), queries.TaskFilter(**query))

    @requires("task.assign")
    @blueprint.arguments(TaskDraftSchema)
    @blueprint.response(201, TaskSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Have a unit checked by two officers."""
        lists = {name: tuple(payload.pop(name)) for name in ("template_ids", "officer_ids")}
        return queries.shapes([services.assign_task(current_actor(), TaskDraft(**payload, **lists))])[0]


@blueprint.route("/<uuid:id>")
class OneTask(MethodView):
    @requires("task.view")
    @blueprint.response(200, TaskSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One task."""
        task = queries.task_within_reach(current_actor(), id)
        send_etag(task)
        return queries.shapes([task])[0]


@blueprint.route("/<uuid:id>/cancellations")
class Cancellations(MethodView):
    @requires("task.assign")
    @blueprint.arguments(CancellationSchema)
    @blueprint.response(201, TaskSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Call a task off."""
        return queries.shapes([services.cancel_task(current_actor(), id, payload["reason"])])[0]


@around.route("/task-days")
class TaskDays(MethodView):
    @requires("task.view")
    @around.arguments(DayCountQuery, location="query")
    @around.response(200, DayCountsSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """How many tasks are due on each day, for a calendar."""
        return queries.count_by_day(current_actor(), queries.DaySpan(**query))


@around.route("/task-assignments")
class TaskAssignments(MethodView):
    @requires("task.assign")
    @around.arguments(ManningDraftSchema)
    @around.response(201, ManningSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Give many tasks to officers in one act; each task with its result."""
        lists = {name: tuple(payload.pop(name)) for name in ("task_ids", "officer_ids")}
        return queries.manning_shape(services.man_tasks(current_actor(), ManningDraft(**payload, **lists)))
