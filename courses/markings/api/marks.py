"""Marking by people over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.markings.api.blueprint import blueprint
from courses.markings.models import OpenMark
from courses.markings.queries import answers
from courses.markings.rules.open_marks import MarkDraft
from courses.markings.schemas.marks import MarkDraftSchema, MarkingQueueSchema, NextAnswerSchema, OpenMarkSchema
from courses.markings.services.open_marks import give_mark
from server.web.access import current_actor, requires


@blueprint.route("/marking-queues")
class MarkingQueues(MethodView):
    @requires("marking.mark")
    @blueprint.response(200, MarkingQueueSchema(many=True))
    def get(self) -> list[dict[str, Any]]:
        """Sessions with answers that the asker may mark."""
        return answers.find_queues(current_actor())


@blueprint.route("/exam-sessions/<uuid:id>/next-open-answer")
class NextOpenAnswer(MethodView):
    @requires("marking.mark")
    @blueprint.response(200, NextAnswerSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The next answer to mark, without its author's name."""
        return answers.next_answer(current_actor(), id)


@blueprint.route("/open-answers/<uuid:id>/marks")
class OpenAnswerMarks(MethodView):
    @requires("marking.mark")
    @blueprint.arguments(MarkDraftSchema)
    @blueprint.response(201, OpenMarkSchema)
    def post(self, draft: MarkDraft, id: UUID) -> OpenMark:
        """Mark an answer; two do so without seeing each other's mark, a third where they differ much."""
        return give_mark(current_actor(), id, draft)
