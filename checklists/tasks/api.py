"""Tasks over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.tasks import queries, services
from checklists.tasks.rules import TaskDraft
from checklists.tasks.schemas import CancellationSchema, TaskDraftSchema, TaskQuery, TaskSchema
from server.web.access import current_actor, requires
from server.web.etags import send_etag
from server.web.paging import page_schema

blueprint = Blueprint("tasks", __name__, url_prefix="/api/v1/tasks", description="检查任务")


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
