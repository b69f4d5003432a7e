"""Courses and lessons, for whoever keeps them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.lessons import services
from courses.lessons.api.routes import blueprint
from courses.lessons.queries import courses as reads
from courses.lessons.queries.reach import course_within_reach, lesson_within_reach
from courses.lessons.rules.courses import CourseDraft, LessonDraft
from courses.lessons.schemas.courses import (
    CourseChangeSchema,
    CourseDraftSchema,
    CourseInFullSchema,
    CourseQuery,
    CourseSchema,
    LessonChangeSchema,
    LessonDraftSchema,
    LessonOrderSchema,
    LessonSchema,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import page_schema

Json = dict[str, Any]


@blueprint.route("/courses")
class Courses(MethodView):
    @requires("course.view")
    @blueprint.arguments(CourseQuery, location="query")
    @blueprint.response(200, page_schema(CourseSchema))
    def get(self, query: Json) -> Json:
        """Courses within reach: the own in any state, others once published (课程)."""
        return reads.find_courses(current_actor(), reads.CourseFilter(**query))

    @requires("course.edit")
    @blueprint.arguments(CourseDraftSchema)
    @blueprint.response(201, CourseInFullSchema)
    def post(self, draft: CourseDraft) -> Json:
        """Begin a course of the own agency or unit."""
        return _course(services.write_course(current_actor(), draft))


@blueprint.route("/courses/<uuid:id>")
class OneCourse(MethodView):
    @requires("course.view")
    @blueprint.response(200, CourseInFullSchema)
    def get(self, id: UUID) -> Json:
        """One course with its lessons."""
        return _course(course_within_reach(current_actor(), id))

    @requires("course.edit")
    @blueprint.doc(**also(412, 428))
    @blueprint.arguments(CourseChangeSchema)
    @blueprint.response(200, CourseInFullSchema)
    def patch(self, changes: Json, id: UUID) -> Json:
        """Change the cover of a course: title, summary, category, audiences."""
        course = course_within_reach(current_actor(), id)
        check_if_match(course)
        return _course(services.change_course(current_actor(), course, changes))


@blueprint.route("/courses/<uuid:id>/publications")
class CoursePublications(MethodView):
    @requires("course.edit")
    @blueprint.response(200, CourseInFullSchema)
    def post(self, id: UUID) -> Json:
        """Offer a course to its audiences (发布)."""
        return _course(services.publish_course(current_actor(), id))


@blueprint.route("/courses/<uuid:id>/withdrawals")
class CourseWithdrawals(MethodView):
    @requires("course.edit")
    @blueprint.response(200, CourseInFullSchema)
    def post(self, id: UUID) -> Json:
        """Take a course back (撤回); hours earned stay."""
        return _course(services.withdraw_course(current_actor(), id))


@blueprint.route("/courses/<uuid:id>/lessons")
class CourseLessons(MethodView):
    @requires("course.edit")
    @blueprint.arguments(LessonDraftSchema)
    @blueprint.response(201, LessonSchema)
    def post(self, draft: LessonDraft, id: UUID) -> Json:
        """Add a lesson at the end of a course."""
        return reads.lesson_shapes([services.add_lesson(current_actor(), id, draft)])[0]


@blueprint.route("/courses/<uuid:id>/lesson-order")
class CourseLessonOrder(MethodView):
    @requires("course.edit")
    @blueprint.arguments(LessonOrderSchema)
    @blueprint.response(200, CourseInFullSchema)
    def put(self, payload: Json, id: UUID) -> Json:
        """Put the lessons of a course into another order."""
        course = course_within_reach(current_actor(), id)
        check_if_match(course)
        return _course(services.order_lessons(current_actor(), course, payload["lesson_ids"]))


@blueprint.route("/lessons/<uuid:id>")
class OneLesson(MethodView):
    @requires("course.view")
    @blueprint.response(200, LessonSchema)
    def get(self, id: UUID) -> Json:
        """One lesson."""
        lesson, _ = lesson_within_reach(current_actor(), id)
        send_etag(lesson)
        return reads.lesson_shapes([lesson])[0]

    @requires("course.edit")
    @blueprint.arguments(LessonChangeSchema)
    @blueprint.response(200, LessonSchema)
    def put(self, content: Json, id: UUID) -> Json:
        """Write a lesson anew; not once somebody learned from it."""
        lesson, _ = lesson_within_reach(current_actor(), id)
        check_if_match(lesson)
        services.change_lesson(current_actor(), lesson, LessonDraft(id=id, **content))
        send_etag(lesson)
        return reads.lesson_shapes([lesson])[0]

    @requires("course.edit")
    @blueprint.doc(**also(422))
    @blueprint.response(204)
    def delete(self, id: UUID) -> None:
        """Take out a lesson that nobody has learned from."""
        lesson, _ = lesson_within_reach(current_actor(), id)
        services.remove_lesson(current_actor(), lesson)


def _course(course: Any) -> Json:
    send_etag(course)
    return reads.course_in_full(current_actor(), course)
