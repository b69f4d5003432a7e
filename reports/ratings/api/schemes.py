"""Schemes and rounds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from reports.ratings import services
from reports.ratings.api.blueprint import blueprint
from reports.ratings.queries import schemes as queries
from reports.ratings.rules.drafts import RoundDraft
from reports.ratings.schemas.schemes import (
    RatingRoundDraftSchema,
    RatingRoundSchema,
    RatingSchemeChangeSchema,
    RatingSchemeDraftSchema,
    RatingSchemeSchema,
    RoundQuery,
    scheme_draft,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema

Json = dict[str, Any]


@blueprint.route("/rating-schemes")
class Schemes(MethodView):
    @requires("rating.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(RatingSchemeSchema))
    def get(self, query: Json) -> Json:
        """Schemes by which units are rated, the latest first (评定办法)."""
        return queries.find_schemes(query["after"], query["limit"])

    @requires("rating.manage")
    @blueprint.doc(**also(403, 409, 422))
    @blueprint.arguments(RatingSchemeDraftSchema)
    @blueprint.response(201, RatingSchemeSchema)
    def post(self, payload: Json) -> Json:
        """Add a scheme of the own agency."""
        return _scheme(services.add_scheme(current_actor(), scheme_draft(payload)).id)


@blueprint.route("/rating-schemes/<uuid:id>")
class OneScheme(MethodView):
    @requires("rating.view")
    @blueprint.response(200, RatingSchemeSchema)
    def get(self, id: UUID) -> Json:
        """One scheme."""
        return _scheme(id)

    @requires("rating.manage")
    @blueprint.doc(**also(404, 422))
    @blueprint.arguments(RatingSchemeChangeSchema)
    @blueprint.response(200, RatingSchemeSchema)
    def put(self, payload: Json, id: UUID) -> Json:
        """Change a scheme that no round uses."""
        scheme = queries.scheme_kept_by(current_actor(), id)
        check_if_match(scheme)
        services.revise_scheme(current_actor(), scheme, scheme_draft({**payload, "id": id}))
        return _scheme(id)


@blueprint.route("/rating-rounds")
class Rounds(MethodView):
    @requires("rating.view")
    @blueprint.arguments(RoundQuery, location="query")
    @blueprint.response(200, page_schema(RatingRoundSchema))
    def get(self, query: Json) -> Json:
        """Rounds, the latest first (评定轮次)."""
        return queries.find_rounds(current_actor(), query["year"], query["after"], query["limit"])

    @requires("rating.manage")
    @blueprint.doc(**also(403, 404, 409, 422))
    @blueprint.arguments(RatingRoundDraftSchema)
    @blueprint.response(201, RatingRoundSchema)
    def post(self, draft: RoundDraft) -> Json:
        """Open a year's round; grades that the agency gave are reviewed in it."""
        return _round(services.open_round(current_actor(), draft).id)


@blueprint.route("/rating-rounds/<uuid:id>")
class OneRound(MethodView):
    @requires("rating.view")
    @blueprint.response(200, RatingRoundSchema)
    def get(self, id: UUID) -> Json:
        """One round."""
        return _round(id)


@blueprint.route("/rating-rounds/<uuid:id>/publications")
class Publications(MethodView):
    @requires("rating.decide")
    @blueprint.doc(**also(404))
    @blueprint.response(201, RatingRoundSchema)
    def post(self, id: UUID) -> Json:
        """Make the round's grades public."""
        services.publish_round(current_actor(), id)
        return _round(id)


def _scheme(id: UUID) -> Json:
    row = queries.scheme_by_id(id)
    send_etag(row)
    return queries.scheme_shapes([row])[0]


def _round(id: UUID) -> Json:
    actor = current_actor()
    return queries.round_shapes(actor, [queries.round_within_reach(actor, id)])[0]
