"""Grades in force, history, vetoes, appeals, and the list that everybody may read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app, request
from flask.views import MethodView

from reports.exports.rules import Column
from reports.exports.services.workbook import write_workbook
from reports.ratings import services
from reports.ratings.api.blueprint import blueprint
from reports.ratings.queries import standing as queries
from reports.ratings.rules.drafts import AppealDecisionDraft, AppealDraft, VetoDraft
from reports.ratings.schemas.standing import (
    AppealQuery,
    PublicRatingSchema,
    RatingAppealDecisionSchema,
    RatingAppealDraftSchema,
    RatingAppealSchema,
    RatingHistorySchema,
    RatingQuery,
    RatingVetoDraftSchema,
    RatingVetoSchema,
    RatingVetoWithdrawalSchema,
    UnitRatingSchema,
    VetoQuery,
)
from server.core import clock
from server.units.registry.queries.reach import unit_within_reach
from server.web.access import current_actor, public, requires
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema
from server.web.rates import check_rate
from server.web.signin.services import confirm_password

Json = dict[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK_UPS_PER_MINUTE = 120  # of one address
COLUMNS = (
    Column("单位名称", "unit", 32),
    Column("统一社会信用代码", "uscc", 22),
    Column("等级", "grade", 16),
    Column("自何日起", "from_on", 12),
    Column("牌匾编号", "plaque", 24),
    Column("评定机构", "body", 24),
    Column("理由", "reason", 48),
)


@blueprint.route("/unit-ratings")
class Ratings(MethodView):
    @requires("rating.view")
    @blueprint.arguments(RatingQuery, location="query")
    @blueprint.response(200, page_schema(UnitRatingSchema))
    def get(self, query: Json) -> Json:
        """Grades in force of units within reach."""
        return queries.find_ratings(current_actor(), queries.RatingFilter(**query))


@blueprint.route("/unit-ratings/workbook")
class RatingsWorkbook(MethodView):
    @requires("rating.view")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
    def get(self) -> Response:
        """The same list as a worksheet."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.xlsx"
            write_workbook(path, "平安单位名单", COLUMNS, queries.lines_of_list(current_actor()))
            response = Response(path.read_bytes(), mimetype=XLSX)
        name = quote(f"平安单位名单{clock.today():%Y%m%d}.xlsx", safe="")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response


@blueprint.route("/units/<uuid:id>/ratings")
class UnitRatings(MethodView):
    @requires("rating.view")
    @blueprint.response(200, RatingHistorySchema)
    def get(self, id: UUID) -> Json:
        """Every grade of a unit from a day to a day, and what is about to lower it."""
        return queries.history_of(unit_within_reach(current_actor(), id).id)


@blueprint.route("/public/ratings")
class PublicRatings(MethodView):
    @public
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(PublicRatingSchema))
    def get(self, query: Json) -> Json:
        """Grades in force that were made public; open to everybody."""
        check_rate(f"public-ratings:{request.remote_addr}", LOOK_UPS_PER_MINUTE)
        return queries.public_ratings(query["after"], query["limit"])


@blueprint.route("/rating-vetoes")
class Vetoes(MethodView):
    @requires("rating.view")
    @blueprint.arguments(VetoQuery, location="query")
    @blueprint.response(200, page_schema(RatingVetoSchema))
    def get(self, query: Json) -> Json:
        """Vetoes of units within reach, with the downgrades they opened."""
        return queries.find_vetoes(current_actor(), query["unit_id"], query["after"], query["limit"])

    @requires("rating.manage")
    @blueprint.doc(**also(403, 404, 409, 422))
    @blueprint.arguments(RatingVetoDraftSchema)
    @blueprint.response(201, RatingVetoSchema)
    def post(self, draft: VetoDraft) -> Json:
        """Register a veto by hand; the grade is lowered tomorrow."""
        return _veto(services.register_veto(current_actor(), draft).id)


@blueprint.route("/rating-vetoes/<uuid:id>/withdrawals")
class VetoWithdrawals(MethodView):
    @requires("rating.decide")
    @blueprint.doc(**also(403, 404, 409))
    @blueprint.arguments(RatingVetoWithdrawalSchema)
    @blueprint.response(201, RatingVetoSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Take a veto back; what it cost is given back."""
        return _veto(services.withdraw_veto(current_actor(), id, payload["reason"]).id)


@blueprint.route("/rating-appeals")
class Appeals(MethodView):
    @requires("rating.view")
    @blueprint.arguments(AppealQuery, location="query")
    @blueprint.response(200, page_schema(RatingAppealSchema))
    def get(self, query: Json) -> Json:
        """Appeals of units within reach."""
        return queries.find_appeals(current_actor(), query["state"], query["after"], query["limit"])

    @requires("rating.apply")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(RatingAppealDraftSchema)
    @blueprint.response(201, RatingAppealSchema)
    def post(self, draft: AppealDraft) -> Json:
        """The unit contests a decision or a downgrade."""
        return _appeal(services.file_appeal(current_actor(), draft).id)


@blueprint.route("/rating-appeals/<uuid:id>/decisions")
class AppealDecisions(MethodView):
    @requires("rating.decide")
    @blueprint.doc(**also(403, 404, 409, 422))
    @blueprint.arguments(RatingAppealDecisionSchema)
    @blueprint.response(201, RatingAppealSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Answer an appeal; whoever decided what is contested may not. The password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload.pop("password"))
        draft = AppealDecisionDraft(**payload)
        return _appeal(services.decide_appeal(current_actor(), id, draft).id)


def _veto(id: UUID) -> Json:
    return queries.veto_shapes([queries.veto_within_reach(current_actor(), id)])[0]


def _appeal(id: UUID) -> Json:
    return queries.appeal_shapes([queries.appeal_within_reach(current_actor(), id)])[0]
