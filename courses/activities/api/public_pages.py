"""The page on which staff without an account take a micro-course."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Response, jsonify, render_template, request

from courses.activities import queries, services
from courses.activities.api.blueprints import pages
from courses.activities.errors import MicroCourseClosed
from server.core.errors import FieldProblem, Invalid
from server.web.access import public
from server.web.rates import check_rate
from server.web.static_apps import static_file

_FOLDER = Path(__file__).parent.parent / "pages"
_POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PER_MINUTE = 600  # a whole unit looks out of one address
_MOST_BYTES = 64 * 1024
_DEVICE = re.compile(r"[0-9a-f]{32}\Z")


@pages.after_request
def _set_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Referrer-Policy"] = "no-referrer"  # the link is all that is asked for
    return response


@pages.get("/page.css", defaults={"name": "page.css"})
@pages.get("/page.js", defaults={"name": "page.js"})
@public
def micro_asset(name: str) -> Response:
    return static_file(_FOLDER, name, immutable=False)


@pages.get("/<string:token>")
@public
def micro_page(token: str) -> tuple[str, int]:
    """A course that is open; for any other the same words, whether it exists or not."""
    check_rate(f"micro:{request.remote_addr}", _PER_MINUTE)
    try:
        course = queries.public_micro_course(token)
    except MicroCourseClosed:
        return render_template("micro_missing.html"), 404
    return render_template("micro.html", token=token, course=course), 200


@pages.get("/<string:token>/course.json")
@public
def micro_content(token: str) -> Response:
    """Texts and questions, never with what is right."""
    check_rate(f"micro:{request.remote_addr}", _PER_MINUTE)
    return jsonify(queries.public_micro_course(token))


@pages.post("/<string:token>/answers")
@public
def micro_answers(token: str) -> Response:
    """Mark a quiz and count the device."""
    check_rate(f"micro:{request.remote_addr}", _PER_MINUTE)
    device, answers = _answers()
    outcome = services.answer_quiz(token, device, answers)
    return jsonify({"percent": outcome.percent, "passed": outcome.passed, "wrong": outcome.wrong})


def _answers() -> tuple[str, dict[str, Any]]:
    """Raises Invalid."""
    request.max_content_length = _MOST_BYTES
    body = request.get_json(force=True, silent=True)
    device, answers = (body.get("device"), body.get("answers")) if isinstance(body, dict) else (None, None)
    if not isinstance(device, str) or not _DEVICE.match(device):
        raise Invalid(fields=[FieldProblem("device", "格式有误")])
    if not isinstance(answers, dict):
        raise Invalid(fields=[FieldProblem("answers", "应为对象")])
    return device, answers
