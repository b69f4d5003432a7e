"""The difference from which on a third person marks, over HTTP."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from courses.markings.api.blueprint import blueprint
from courses.markings.queries.terms import find_terms
from courses.markings.rules.open_marks import TermDraft
from courses.markings.schemas.terms import MarkingTermDraftSchema, MarkingTermsSchema
from courses.markings.services import set_marking_term
from server.web.access import current_actor, requires


@blueprint.route("/marking-terms")
class MarkingTerms(MethodView):
    @requires("basis.view")
    @blueprint.response(200, MarkingTermsSchema)
    def get(self) -> dict[str, Any]:
        """From which difference on a third person marks, by day: the past and the future too."""
        return {"terms": find_terms()}

    @requires("basis.edit")
    @blueprint.arguments(MarkingTermDraftSchema)
    @blueprint.response(201, MarkingTermsSchema)
    def post(self, draft: TermDraft) -> dict[str, Any]:
        """Set it from a day on; what was before stays known."""
        set_marking_term(current_actor(), draft)
        return {"terms": find_terms()}
