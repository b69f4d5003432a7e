"""People over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.units.people import queries, services
from server.units.people.rules import PersonDraft
from server.units.people.schemas import PersonDraftSchema, PersonQuery, PersonSchema, shape
from server.web.access import current_actor, requires
from server.web.paging import decode_cursor, page, page_schema

blueprint = Blueprint("people", __name__, url_prefix="/api/v1", description="人员")


@blueprint.route("/people")
class People(MethodView):
    @requires("person.view")
    @blueprint.arguments(PersonQuery, location="query")
    @blueprint.response(200, page_schema(PersonSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """People of the own agency, of agencies below and of units within reach."""
        wanted = queries.PersonFilter(query["unit_id"], query["agency_id"], query["qualified"])
        after = decode_cursor(query["after"], UUID)[0] if query["after"] else None
        rows = queries.find_people(current_actor(), wanted, after, query["limit"])
        found = page(rows, query["limit"], lambda person: (person.id,))
        return {**found, "items": [shape(person) for person in found["items"]]}

    @requires("person.edit")
    @blueprint.arguments(PersonDraftSchema)
    @blueprint.response(201, PersonSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Enter a person."""
        return shape(services.enter_person(current_actor(), PersonDraft(**payload)))
