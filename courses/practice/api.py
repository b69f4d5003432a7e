"""Practice over HTTP: always one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from courses.lessons.queries.learning import my_quiz
from courses.practice import services
from courses.practice.queries import PracticeWish, practice_of
from courses.practice.schemas import (
    PracticeAnswersSchema,
    PracticeOutcomesSchema,
    PracticeQuery,
    PracticeSetSchema,
)
from server.web.access import current_actor, requires
from server.web.openapi import also

Json = dict[str, Any]

blueprint = Blueprint("practice", __name__, url_prefix="/api/v1/my/practice", description="练习")


@blueprint.route("")
class Practice(MethodView):
    @requires("training.learn")
    @blueprint.doc(**also(404))
    @blueprint.arguments(PracticeQuery, location="query")
    @blueprint.response(200, PracticeSetSchema)
    def get(self, query: Json) -> Json:
        """Items of one's book that are due (错题本), or any that are open for practice; without what is right."""
        return practice_of(services.person_of(current_actor()), _wish(query))


@blueprint.route("/downloads")
class PracticeDownloads(MethodView):
    @requires("training.learn")
    @blueprint.doc(**also(404))
    @blueprint.arguments(PracticeQuery, location="query")
    @blueprint.response(200, PracticeSetSchema)
    def get(self, query: Json) -> Json:
        """A set to practise offline, with what is right; items kept for exams are never among them."""
        return practice_of(services.person_of(current_actor()), replace(_wish(query), with_keys=True))


@blueprint.route("/answers")
class PracticeAnswers(MethodView):
    @requires("training.learn")
    @blueprint.doc(**also(409, 422))
    @blueprint.arguments(PracticeAnswersSchema)
    @blueprint.response(200, PracticeOutcomesSchema)
    def post(self, payload: Json) -> Json:
        """Answers, given online or offline, in batches; each counts once. Tells what was right."""
        return {"results": services.answer_practice(current_actor(), payload["answers"])}


def _wish(query: Json) -> PracticeWish:
    lesson_id = query.pop("lesson_id")
    if lesson_id is None:
        return PracticeWish(**query)
    lesson = my_quiz(current_actor(), lesson_id)
    return PracticeWish(**query, item_ids=tuple(UUID(id) for id in lesson.details.get("item_ids", ())))
