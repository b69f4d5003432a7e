"""Micro-courses in the console."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from flask import current_app, request
from flask.views import MethodView

from courses.activities import queries, services
from courses.activities.api.blueprints import blueprint
from courses.activities.models import MicroCourse
from courses.activities.rules import MicroCourseDraft
from courses.activities.schemas import (
    MicroCourseDraftSchema,
    MicroCourseLinkSchema,
    MicroCourseQuery,
    MicroCourseSchema,
    PublicityWithdrawalSchema,
)
from server.web.access import current_actor, requires
from server.web.paging import page_schema

Json = dict[str, Any]


@blueprint.route("/units/<uuid:id>/micro-courses")
class UnitMicroCourses(MethodView):
    @requires("activity.record")
    @blueprint.arguments(MicroCourseDraftSchema)
    @blueprint.response(201, MicroCourseSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Give all staff a micro-course with a quiz (全员微课)."""
        return _shape(services.give_micro_course(current_actor(), id, MicroCourseDraft(**payload)))


@blueprint.route("/micro-courses")
class MicroCourses(MethodView):
    @requires("activity.view")
    @blueprint.arguments(MicroCourseQuery, location="query")
    @blueprint.response(200, page_schema(MicroCourseSchema))
    def get(self, query: Json) -> Json:
        """Micro-courses within reach with how many answered, newest first."""
        return queries.find_micro_courses(current_actor(), **query)


@blueprint.route("/micro-courses/<uuid:id>")
class OneMicroCourse(MethodView):
    @requires("activity.view")
    @blueprint.response(200, MicroCourseSchema)
    def get(self, id: UUID) -> Json:
        """One micro-course."""
        return _shape(queries.micro_course_within_reach(current_actor(), id))


@blueprint.route("/micro-courses/<uuid:id>/link")
class MicroCourseLink(MethodView):
    @requires("activity.view")
    @blueprint.response(200, MicroCourseLinkSchema)
    def get(self, id: UUID) -> Json:
        """The public address and its QR code, for a poster or a group of staff."""
        course = queries.micro_course_within_reach(current_actor(), id)
        base = current_app.config["SETTINGS"].public_url or request.host_url
        address = f"{base.rstrip('/')}/micro/{course.token}"
        return {"address": address, "qr": segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=5)}


@blueprint.route("/micro-courses/<uuid:id>/withdrawals")
class MicroCourseWithdrawals(MethodView):
    @requires("activity.record")
    @blueprint.arguments(PublicityWithdrawalSchema)
    @blueprint.response(201, MicroCourseSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Close a micro-course before its day; what was answered stays counted."""
        return _shape(services.withdraw_micro_course(current_actor(), id, payload["reason"]))


def _shape(course: MicroCourse) -> Json:
    return queries.micro_course_shapes([course])[0]
