"""Pages for people without an account: the front page and the page to try the API."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, render_template

from server.core.settings import Settings
from server.web.access import public
from server.web.static_apps import static_file

_HERE = Path(__file__).parent
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


def blueprints(settings: Settings) -> list[Blueprint]:
    blueprint = Blueprint("pages", __name__, template_folder=str(_HERE))
    swagger = settings.web_root / "node_modules" / "swagger-ui-dist"

    @blueprint.after_request
    def set_policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @blueprint.get("/")
    @public
    def front() -> str:
        return render_template("front.html")

    @blueprint.get("/docs")
    @public
    def docs() -> str:
        return render_template("docs.html")

    @blueprint.get("/pages/<path:name>")
    @public
    def page_file(name: str) -> Response:
        folder = swagger if name.startswith("swagger-ui") else _HERE
        if not name.endswith((".css", ".js", ".svg", ".png")):
            return Response(status=404)
        return static_file(folder, name, immutable=False)

    return [blueprint]
