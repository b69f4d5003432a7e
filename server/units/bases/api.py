"""Policy bases over HTTP."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from server.core import clock
from server.units.bases import queries, services
from server.units.bases.rules import BasisDraft
from server.units.bases.schemas import BasisContentSchema, BasisQuery, BasisSchema, shape
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import decode_cursor, page, page_schema

blueprint = Blueprint("policy-bases", __name__, url_prefix="/api/v1", description="政策依据")


@blueprint.route("/policy-bases")
class PolicyBases(MethodView):
    @requires("basis.view")
    @blueprint.arguments(BasisQuery, location="query")
    @blueprint.response(200, page_schema(BasisSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Policy bases with what they are on a day."""
        after = decode_cursor(query["after"], str)[0] if query["after"] else None
        found = page(queries.find_bases(query["q"], after, query["limit"]), query["limit"], lambda row: (row.code,))
        day = query["on"] or clock.today()
        return {**found, "items": [shape(basis, basis.validity.status_on(day)) for basis in found["items"]]}


@blueprint.route("/policy-bases/<string:code>")
class OnePolicyBasis(MethodView):
    @requires("basis.view")
    @blueprint.response(200, BasisSchema)
    def get(self, code: str) -> dict[str, Any]:
        """One policy basis."""
        basis = queries.basis_by_code(code)
        send_etag(basis)
        return shape(basis, basis.validity.status_on(clock.today()))

    @requires("basis.edit")
    @blueprint.arguments(BasisContentSchema)
    @blueprint.response(200, BasisSchema)
    def put(self, payload: dict[str, Any], code: str) -> dict[str, Any]:
        """Correct a policy basis: dates, numbers, articles (needs If-Match)."""
        basis = queries.basis_by_code(code)
        check_if_match(basis)
        services.revise_basis(current_actor(), basis, BasisDraft(**payload))
        send_etag(basis)
        return shape(basis, basis.validity.status_on(clock.today()))
