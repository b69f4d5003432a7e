"""The page of a public notice, without an account and without scripts."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import flask
from flask import Response, render_template, request

from reports.commendations.queries.papers import public_notice
from server.core.errors import NotFound
from server.web.access import public
from server.web.rates import check_rate
from server.web.static_apps import static_file

pages = flask.Blueprint("commendation_pages", __name__, template_folder="../pages")

_FOLDER = Path(__file__).parents[1] / "pages"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_LOOK_UPS_PER_MINUTE = 120


@pages.after_request
def _set_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@pages.get("/commendations/<uuid:id>")
@public
def notice_page(id: UUID) -> tuple[str, int]:
    """One public notice; for any other the same words, whether there is a round or not."""
    check_rate(f"commendations:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
    try:
        found = public_notice(id)
    except NotFound:
        return render_template("commendation_missing.html"), 404
    return render_template("commendation.html", **found), 200


@pages.get("/commendations/page.css")
@public
def notice_style() -> Response:
    """Its style."""
    return static_file(_FOLDER, "notice.css", immutable=False)
