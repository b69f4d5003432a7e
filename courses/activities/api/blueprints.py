"""The two doors: the API, and the page of a micro-course, where the link is all that is asked for."""

from __future__ import annotations

import flask
from flask_smorest import Blueprint

blueprint = Blueprint("activities", __name__, url_prefix="/api/v1", description="宣传教育活动")
#: The public page of a micro-course.
pages = flask.Blueprint("micro_pages", __name__, url_prefix="/micro", template_folder="../pages")
