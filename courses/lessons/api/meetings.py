"""Classes, their walls, and who came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.lessons import services
from courses.lessons.api.routes import blueprint
from courses.lessons.models import Attendance, ClassMeeting
from courses.lessons.queries import meetings as reads
from courses.lessons.queries.reach import kept_meeting, meeting_within_reach
from courses.lessons.queries.rows import columns_of
from courses.lessons.rules.meetings import MeetingDraft, MeetingMove
from courses.lessons.schemas.meetings import (
    AttendanceEntrySchema,
    AttendanceRulingSchema,
    AttendanceSchema,
    ClassCancellationSchema,
    ClassMeetingContentSchema,
    ClassMeetingDraftSchema,
    ClassMeetingInFullSchema,
    ClassMeetingSchema,
    ClassMoveSchema,
    ClassPeopleSchema,
    ClassSignedInSchema,
    ClassSignInSchema,
    ClassWallSchema,
    MeetingQuery,
    MyMeetingsSchema,
    PeopleQuery,
)
from courses.lessons.services.attendance import Entry, SignIn
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import conditional
from server.web.paging import page_schema
from server.web.rates import check_rate

SIGNED_PER_MINUTE = 10
WALLS_PER_MINUTE = 12

Json = dict[str, Any]


@blueprint.route("/class-meetings")
class Meetings(MethodView):
    @requires("course.view")
    @blueprint.arguments(MeetingQuery, location="query")
    @blueprint.response(200, page_schema(ClassMeetingSchema))
    def get(self, query: Json) -> Json:
        """Classes within reach, the latest first (集中授课)."""
        return reads.find_meetings(current_actor(), reads.MeetingFilter(**query))

    @requires("course.teach")
    @blueprint.arguments(ClassMeetingDraftSchema)
    @blueprint.response(201, ClassMeetingInFullSchema)
    def post(self, draft: MeetingDraft) -> Json:
        """Call a class."""
        return _meeting(services.call_class(current_actor(), draft))


@blueprint.route("/class-meetings/<uuid:id>")
class OneMeeting(MethodView):
    @requires("course.view")
    @blueprint.response(200, ClassMeetingInFullSchema)
    def get(self, id: UUID) -> Json:
        """One class; who came, for whoever holds it."""
        return _meeting(meeting_within_reach(current_actor(), id))

    @requires("course.teach")
    @blueprint.arguments(ClassMeetingContentSchema)
    @blueprint.response(200, ClassMeetingInFullSchema)
    def put(self, content: Json, id: UUID) -> Json:
        """Change a class; its times only until somebody came."""
        meeting = meeting_within_reach(current_actor(), id)
        check_if_match(meeting)
        return _meeting(services.change_class(current_actor(), meeting, MeetingDraft(id=id, **content)))


@blueprint.route("/class-meetings/<uuid:id>/cancellations")
class MeetingCancellations(MethodView):
    @requires("course.teach")
    @blueprint.arguments(ClassCancellationSchema)
    @blueprint.response(201, ClassMeetingInFullSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Cancel a class; hours that it gave are taken back."""
        return _meeting(services.cancel_class(current_actor(), id, payload["reason"]))


@blueprint.route("/class-meetings/<uuid:id>/moves")
class MeetingMoves(MethodView):
    @requires("course.teach")
    @blueprint.doc(**conditional())
    @blueprint.arguments(ClassMoveSchema)
    @blueprint.response(201, ClassMeetingInFullSchema)
    def post(self, move: MeetingMove, id: UUID) -> Json:
        """Give a class another day or other hours (needs If-Match); hours given move with it."""
        meeting = kept_meeting(current_actor(), id)
        check_if_match(meeting)
        return _meeting(services.move_class(current_actor(), meeting, move))


@blueprint.route("/class-meetings/<uuid:id>/wall")
class MeetingWall(MethodView):
    @requires("course.teach")
    @blueprint.response(200, ClassWallSchema)
    def get(self, id: UUID) -> Json:
        """All codes of a class ahead, for the screen on the wall (签到码)."""
        actor = current_actor()
        check_rate(f"class wall:{actor.account_id}", WALLS_PER_MINUTE)  # some 300 QR codes: most of a second
        return reads.wall_of(actor, id)


@blueprint.route("/class-meetings/<uuid:id>/people")
class MeetingPeople(MethodView):
    @requires("course.teach")
    @blueprint.arguments(PeopleQuery, location="query")
    @blueprint.response(200, ClassPeopleSchema)
    def get(self, query: Json, id: UUID) -> Json:
        """People whom the teacher may enter by hand."""
        return {"people": reads.people_for(current_actor(), id, query["search"])}


@blueprint.route("/class-meetings/<uuid:id>/attendances")
class MeetingAttendances(MethodView):
    @requires("course.teach")
    @blueprint.arguments(AttendanceEntrySchema)
    @blueprint.response(201, AttendanceSchema)
    def post(self, entry: Entry, id: UUID) -> Attendance:
        """Enter somebody by hand (补签)."""
        return services.enter_attendance(current_actor(), id, entry)


@blueprint.route("/class-meetings/<uuid:id>/attendances/<uuid:attendance_id>/rulings")
class AttendanceRulings(MethodView):
    @requires("course.teach")
    @blueprint.arguments(AttendanceRulingSchema)
    @blueprint.response(200, AttendanceSchema)
    def post(self, payload: Json, id: UUID, attendance_id: UUID) -> Attendance:
        """Decide on a doubtful sign-in."""
        return services.rule_on_attendance(
            current_actor(), id, attendance_id, was_there=payload["was_there"], note=payload["note"]
        )


@blueprint.route("/my/classes")
class MyClasses(MethodView):
    @requires("training.learn")
    @blueprint.response(200, MyMeetingsSchema)
    def get(self) -> Json:
        """Classes for me, and those I attended (我的集中授课)."""
        return {"meetings": reads.my_meetings(current_actor())}


@blueprint.route("/my/attendances")
class MyAttendances(MethodView):
    @requires("training.learn")
    @blueprint.arguments(ClassSignInSchema)
    @blueprint.response(201, ClassSignedInSchema)
    def post(self, told: SignIn) -> Json:
        """Sign in to a class by the code on its wall; also later, when there was no line."""
        actor = current_actor()
        check_rate(f"class code:{actor.account_id}", SIGNED_PER_MINUTE)
        row, meeting = services.sign_in_to_class(actor, told)
        return {**columns_of(row), "title": meeting.title, "seconds": meeting.seconds}


def _meeting(meeting: ClassMeeting) -> Json:
    send_etag(meeting)
    return reads.meeting_in_full(current_actor(), meeting)
