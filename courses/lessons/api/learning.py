"""What is mine: courses to learn from, and what I learned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.lessons import services
from courses.lessons.api.routes import blueprint
from courses.lessons.models import CourseOpening
from courses.lessons.queries import learning
from courses.lessons.schemas.learning import (
    CourseOpeningSchema,
    LearnedDraftSchema,
    LearnedSchema,
    MyCourseSchema,
    MyCoursesSchema,
)
from courses.lessons.services.watching import Learned
from server.web.access import current_actor, requires
from server.web.rates import check_rate

TOLD_PER_MINUTE = 60

Json = dict[str, Any]


@blueprint.route("/my/courses")
class MyCourses(MethodView):
    @requires("training.learn")
    @blueprint.response(200, MyCoursesSchema)
    def get(self) -> Json:
        """Courses for me, with lessons and my progress of this year (我的课程)."""
        return {"courses": learning.courses_of_mine(current_actor())}


@blueprint.route("/my/courses/<uuid:id>")
class MyCourse(MethodView):
    @requires("training.learn")
    @blueprint.response(200, MyCourseSchema)
    def get(self, id: UUID) -> Json:
        """One course for me."""
        return learning.course_of_mine(current_actor(), id)


@blueprint.route("/my/courses/<uuid:id>/openings")
class MyCourseOpenings(MethodView):
    @requires("training.learn")
    @blueprint.response(200, CourseOpeningSchema)
    def post(self, id: UUID) -> CourseOpening:
        """Open a course, or take it along: from now on learning in it counts, also without a line."""
        return services.open_course(current_actor(), id)


@blueprint.route("/my/learned")
class MyLearned(MethodView):
    @requires("training.learn")
    @blueprint.arguments(LearnedDraftSchema)
    @blueprint.response(200, LearnedSchema)
    def post(self, payload: Json) -> Learned:
        """Tell what was watched and read; in any order, however often (学习记录)."""
        actor = current_actor()
        check_rate(f"learned:{actor.account_id}", TOLD_PER_MINUTE)
        return services.record_learning(actor, payload["reports"], payload["sent_at"])
