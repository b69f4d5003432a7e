"""通报简报 over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.bulletins import services
from reports.bulletins.queries import bulletins as queries
from reports.bulletins.queries import schedules
from reports.bulletins.queries.papers import bulletin_facts
from reports.bulletins.queries.terms import first_year
from reports.bulletins.rules import BulletinDraft, HearingDraft, Period, Revision, ScheduleDraft
from reports.bulletins.schemas import (
    BriefHearingDraftSchema,
    BriefScheduleDraftSchema,
    BriefScheduleSchema,
    BriefTaskSchema,
    BulletinDraftSchema,
    BulletinFileSchema,
    BulletinIssueSchema,
    BulletinQuery,
    BulletinRevisionSchema,
    BulletinRevocationSchema,
    BulletinSchema,
    BulletinTermsSchema,
)
from reports.documents.rules import Verification
from reports.documents.services import render_draft
from server.core import clock
from server.core.errors import NotFound
from server.units.spreadsheets.api import WORKBOOK, XLSX
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema
from server.web.rates import check_rate
from server.web.signin.services import confirm_password

PDF = {"type": "string", "format": "binary"}
PER_MINUTE = 30

blueprint = Blueprint("bulletins", __name__, url_prefix="/api/v1", description="通报简报")


@blueprint.route("/bulletins")
class Bulletins(MethodView):
    @requires("bulletin.view")
    @blueprint.arguments(BulletinQuery, location="query")
    @blueprint.response(200, page_schema(BulletinSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Bulletins and briefs within reach, newest first."""
        return queries.find_bulletins(current_actor(), queries.BulletinFilter(**query))

    @requires("bulletin.make")
    @blueprint.arguments(BulletinDraftSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(201, BulletinFileSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Draft a bulletin (通报) from the figures of a month, quarter or year."""
        period = Period(payload.pop("year"), payload.pop("span"), payload.pop("part"))
        return _shape(services.draft_bulletin(current_actor(), BulletinDraft(period=period, **_tuples(payload))).id)


@blueprint.route("/bulletins/terms")
class BulletinTerms(MethodView):
    @requires("bulletin.view")
    @blueprint.response(200, BulletinTermsSchema)
    def get(self) -> dict[str, Any]:
        """Which years may be chosen."""
        return {"first_year": first_year()}


@blueprint.route("/bulletins/<uuid:id>")
class OneBulletin(MethodView):
    @requires("bulletin.view")
    @blueprint.response(200, BulletinFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One, with its figures."""
        return _shape(id)

    @requires("bulletin.make")
    @blueprint.arguments(BulletinRevisionSchema)
    @blueprint.response(200, BulletinFileSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change the words of a draft."""
        row = queries.bulletin_within_reach(current_actor(), id)
        check_if_match(row)
        return _shape(services.revise_bulletin(current_actor(), row, Revision(**_tuples(payload))).id)


@blueprint.route("/bulletins/<uuid:id>/countings")
class BulletinCountings(MethodView):
    @requires("bulletin.make")
    @blueprint.doc(**also(404, 412, 422))
    @blueprint.response(201, BulletinFileSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Count a draft's figures anew."""
        actor = current_actor()
        check_rate(f"bulletin {actor.account_id}", PER_MINUTE)
        return _shape(services.refresh_figures(actor, queries.bulletin_within_reach(actor, id)).id)


@blueprint.route("/bulletins/<uuid:id>/preview")
class BulletinPreview(MethodView):
    @requires("bulletin.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """A draft as it would look, with a watermark."""
        actor = current_actor()
        check_rate(f"preview {actor.account_id}", PER_MINUTE)
        row = queries.bulletin_within_reach(actor, id)
        if row.state != "draft":
            raise NotFound()
        facts = bulletin_facts(row, "", Verification(row.id, "", ""), day=clock.today(), is_draft=True)
        return Response(render_draft(facts), mimetype="application/pdf")


@blueprint.route("/bulletins/<uuid:id>/issues")
class BulletinIssues(MethodView):
    @requires("bulletin.issue")
    @blueprint.arguments(BulletinIssueSchema)
    @blueprint.doc(**also(409, 412))
    @blueprint.response(202, BulletinFileSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Issue it; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _shape(services.issue_bulletin(current_actor(), id).id)


@blueprint.route("/bulletins/<uuid:id>/revocations")
class BulletinRevocations(MethodView):
    @requires("bulletin.issue")
    @blueprint.arguments(BulletinRevocationSchema)
    @blueprint.response(201, BulletinFileSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take it back; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _shape(services.revoke_bulletin(current_actor(), id, payload["reason"]).id)


@blueprint.route("/bulletins/<uuid:id>/hearings")
class BulletinHearings(MethodView):
    @requires("bulletin.hear")
    @blueprint.arguments(BriefHearingDraftSchema)
    @blueprint.response(201, BulletinFileSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Note that a brief was heard (已汇报), with the leader's instruction."""
        return _shape(services.hear_brief(current_actor(), id, HearingDraft(**payload)).id)


@blueprint.route("/bulletins/<uuid:id>/file")
class BulletinFile(MethodView):
    @requires("bulletin.view")
    @blueprint.doc(**also(404, 409))
    @blueprint.response(200, PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed paper."""
        return Response(queries.file_of(current_actor(), id), mimetype="application/pdf")


@blueprint.route("/bulletins/<uuid:id>/workbook")
class BulletinWorkbook(MethodView):
    @requires("bulletin.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """The figures as a workbook."""
        actor = current_actor()
        check_rate(f"bulletin {actor.account_id}", PER_MINUTE)
        row = queries.bulletin_within_reach(actor, id)
        number = queries.shapes(actor, [row])[0]["number"]
        response = Response(services.write_workbook(row, number or ""), content_type=XLSX)
        name = quote(f"{row.title}.xlsx")
        response.headers["Content-Disposition"] = f"attachment; filename=\"bulletin\"; filename*=UTF-8''{name}"
        return response


@blueprint.route("/brief-schedules")
class BriefSchedules(MethodView):
    @requires("bulletin.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(BriefScheduleSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Which briefs (情况汇报) are made by themselves, newest first."""
        return schedules.find_schedules(current_actor(), query["limit"], query["after"])

    @requires("bulletin.issue")
    @blueprint.arguments(BriefScheduleDraftSchema)
    @blueprint.response(201, BriefScheduleSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Have briefs made and sealed on their day, from a day on."""
        return _schedule(services.lay_schedule(current_actor(), ScheduleDraft(**payload)).id)


@blueprint.route("/brief-schedules/<uuid:id>/endings")
class BriefScheduleEndings(MethodView):
    @requires("bulletin.issue")
    @blueprint.doc(**also(404, 409))
    @blueprint.response(201, BriefScheduleSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """No more briefs by this schedule."""
        return _schedule(services.end_schedule(current_actor(), id).id)


@blueprint.route("/brief-tasks")
class BriefTasks(MethodView):
    @requires("bulletin.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(BriefTaskSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Briefs of the own agency that nobody heard by their day, oldest first."""
        return queries.find_tasks(current_actor(), query["limit"], query["after"])


def _tuples(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in payload.items()}


def _shape(id: UUID) -> dict[str, Any]:
    actor = current_actor()
    row = queries.bulletin_within_reach(actor, id)
    send_etag(row)
    tables = [{"links": [], **table} for table in row.figures["tables"]]  # bulletins of before 2026-11-23 keep none
    return {**queries.shapes(actor, [row])[0], "figures": {**row.figures, "tables": tables}}


def _schedule(id: UUID) -> dict[str, Any]:
    return schedules.schedule_shapes([schedules.schedule_within_reach(current_actor(), id)])[0]
