"""Over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.rotations.queries.bulletins import cycle_bulletin, year_bulletin
from reports.rotations.schemas import BulletinQuery
from reports.rotations.services import bulletin_pdf, bulletin_xlsx
from server.core import clock
from server.units.spreadsheets.api import WORKBOOK, XLSX
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.rates import check_rate

PDF = "application/pdf"
BULLETINS_PER_MINUTE = 30

blueprint = Blueprint("rotations-papers", __name__, url_prefix="/api/v1", description="轮训通报")


@blueprint.route("/rotation-cycles/<uuid:id>/bulletin.pdf")
class CycleBulletin(MethodView):
    @requires("rotation.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, WORKBOOK, content_type=PDF)
    def get(self, id: UUID) -> Response:
        """通报 of one rotation: coverage by area and unit, as far as the reader sees."""
        bulletin = cycle_bulletin(_reader(), id)
        return _file(bulletin_pdf(current_actor(), bulletin), PDF, f"{bulletin.title}.pdf")


@blueprint.route("/rotation-cycles/<uuid:id>/bulletin.xlsx")
class CycleWorkbook(MethodView):
    @requires("rotation.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """The same with the people of the 未轮训 list."""
        bulletin = cycle_bulletin(_reader(), id)
        return _file(bulletin_xlsx(bulletin), XLSX, f"{bulletin.title}.xlsx")


@blueprint.route("/training-bulletin.pdf")
class YearBulletin(MethodView):
    @requires("rotation.view")
    @blueprint.arguments(BulletinQuery, location="query")
    @blueprint.response(200, WORKBOOK, content_type=PDF)
    def get(self, query: dict[str, Any]) -> Response:
        """通报 of a year: every audience, the police apart, then every rotation."""
        bulletin = year_bulletin(_reader(), query["year"] or clock.today().year)
        return _file(bulletin_pdf(current_actor(), bulletin), PDF, f"{bulletin.title}.pdf")


@blueprint.route("/training-bulletin.xlsx")
class YearWorkbook(MethodView):
    @requires("rotation.view")
    @blueprint.arguments(BulletinQuery, location="query")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, query: dict[str, Any]) -> Response:
        """The same as a workbook."""
        bulletin = year_bulletin(_reader(), query["year"] or clock.today().year)
        return _file(bulletin_xlsx(bulletin), XLSX, f"{bulletin.title}.xlsx")


def _reader() -> Any:
    actor = current_actor()
    check_rate(f"bulletin {actor.account_id}", BULLETINS_PER_MINUTE)
    return actor


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    # RFC 5987: servers refuse a header that is not Latin-1.
    response.headers["Content-Disposition"] = f"attachment; filename=\"bulletin\"; filename*=UTF-8''{quote(name)}"
    return response
