"""Award records: of a round, of a unit, one's own; and their revocation."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView

from reports.commendations import services
from reports.commendations.api.routes import blueprint
from reports.commendations.queries import honours
from reports.commendations.queries.rounds import round_within_reach
from reports.commendations.schemas import asked, shown
from server.units.spreadsheets.api import WORKBOOK, XLSX
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema
from server.web.signin.services import confirm_password

_PDF = {"type": "string", "format": "binary"}


@blueprint.route("/commendation-rounds/<uuid:id>/honours")
class Honours(MethodView):
    @requires("commendation.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(shown.HonourSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """What a round gave, with certificates."""
        return honours.honours_of_round(round_within_reach(current_actor(), id).id, query["after"], query["limit"])


@blueprint.route("/commendation-rounds/<uuid:id>/honours.xlsx")
class HonoursWorkbook(MethodView):
    @requires("commendation.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """The same as a workbook."""
        row = round_within_reach(current_actor(), id)
        response = Response(services.honours_workbook(honours.all_honours_of(id)), content_type=XLSX)
        name = quote(f"{row.title}名单.xlsx")
        response.headers["Content-Disposition"] = f"attachment; filename=\"honours.xlsx\"; filename*=UTF-8''{name}"
        return response


@blueprint.route("/honours/<uuid:id>/revocations")
class HonourRevocations(MethodView):
    @requires("commendation.decide")
    @blueprint.arguments(asked.HonourRevocationDraftSchema)
    @blueprint.response(201, shown.HonourSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take an honour back by a numbered decision; its certificate is revoked for everybody to see."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return honours.honour_shapes(
            [services.revoke_honour(current_actor(), id, payload["reason"], payload["bases"])]
        )[0]


@blueprint.route("/units/<uuid:id>/honours")
class UnitHonours(MethodView):
    @requires("commendation.view")
    @blueprint.response(200, shown.UnitHonoursSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """What a unit and its people were given, those revoked too."""
        return {"honours": honours.honours_of_unit(current_actor(), id)}


@blueprint.route("/my/honours")
class MyHonours(MethodView):
    @requires("story.view")
    @blueprint.response(200, shown.MyHonoursSchema)
    def get(self) -> dict[str, Any]:
        """The actor's own honours."""
        return {"honours": honours.my_honours(current_actor())}


@blueprint.route("/my/honours/<uuid:id>/paper")
class MyHonourPaper(MethodView):
    @requires("story.view")
    @blueprint.response(200, _PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The certificate of one's own honour, as it was signed."""
        return Response(honours.my_paper(current_actor(), id), mimetype="application/pdf")


@blueprint.route("/my/honours/<uuid:id>/revocation")
class MyHonourRevocation(MethodView):
    @requires("story.view")
    @blueprint.response(200, _PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The decision that took one's own honour back, as it was signed."""
        return Response(honours.my_revocation(current_actor(), id), mimetype="application/pdf")
