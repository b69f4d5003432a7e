"""Where the routes of documents hang, and what this process was started with."""

from __future__ import annotations

import flask
from flask_smorest import Blueprint

from reports.documents.jobs import watch_inspections
from reports.documents.queries.installation import connect

blueprint = Blueprint("documents", __name__, url_prefix="/api/v1", description="文书、核验与登记册")
pages = flask.Blueprint("verify", __name__, template_folder="../pages")

blueprint.record(lambda state: connect(state.app.config["SETTINGS"], state.app.config["INSTALLATION_SECRET"]))
blueprint.record(lambda _: watch_inspections())
