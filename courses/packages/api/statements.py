"""The record store that a unit of cmi5 talks to: as much of xAPI as cmi5 needs, under the pass of its launch."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, jsonify, request

from courses.packages import services
from courses.packages.api.blueprints import key_of_passes, origin, pages, played
from courses.packages.api.playing import agent_of
from courses.packages.errors import ClaimTooLarge, PackageClosed, StatementRefused
from courses.packages.queries import Played
from courses.packages.rules.passes import statement_key
from server.web.access import public
from server.web.rates import check_rate

_VERSION = "1.0.3"
_MOST_BYTES = 256 * 1024
_PER_MINUTE = 240
_LAUNCH = "LMS.LaunchData"


@pages.post("/<string:token>/fetch")
@public
def fetch(token: str) -> Response:
    """The word that lets statements in. The address is the secret, so asked again it is the same word."""
    played(token)
    return _answer({"auth-token": statement_key(key_of_passes(), token)})


def _told(view: Callable[[Played], Response]) -> Callable[[str], Response]:
    """Let in whoever shows the word for this pass."""

    @wraps(view)
    def checked(token: str) -> Response:
        opened = played(token)
        check_rate(f"statements:{token}", _PER_MINUTE)
        wanted = f"Basic {statement_key(key_of_passes(), token)}"
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode()):
            raise PackageClosed()
        return view(opened)

    return checked


@pages.route("/<string:token>/lrs/statements", methods=["GET", "POST", "PUT"])
@public
@_told
def statements(opened: Played) -> Response:
    """Statements are taken in and never given out."""
    if request.method == "GET":
        return _answer({"statements": [], "more": ""})
    told = _body()
    if request.method == "PUT":
        services.keep_statements(opened, [told])
        return _answer(None, 204)
    return _answer(services.keep_statements(opened, told if isinstance(told, list) else [told]))


@pages.route("/<string:token>/lrs/activities/state", methods=["GET", "POST", "PUT", "DELETE"])
@public
@_told
def activity_state(opened: Played) -> Response:
    """What the unit keeps for its learner between launches, and what we tell it at the launch."""
    name = request.args.get("stateId", "")
    if request.method == "GET":
        return _state(opened, name)
    if not name or name == _LAUNCH:
        raise StatementRefused(reason="state_id")
    if request.method == "DELETE":
        services.forget_document(opened, name)
    else:
        services.keep_document(opened, name, _text())
    return _answer(None, 204)


@pages.route("/<string:token>/lrs/agents/profile", methods=["GET"])
@pages.route("/<string:token>/lrs/activities/profile", methods=["GET"])
@public
@_told
def profile(opened: Played) -> Response:
    """Nothing is kept of a learner's likings."""
    return _answer(None, 404)


@pages.get("/<string:token>/lrs/about")
@public
def about(token: str) -> Response:
    played(token)
    return _answer({"version": [_VERSION]})


def _state(opened: Played, name: str) -> Response:
    documents = opened.kept.get("documents", {})
    if name == _LAUNCH:
        return _answer(_launch_data(opened))
    if not name:
        return _answer([*documents])
    if name not in documents:
        return _answer(None, 404)
    response = Response(documents[name], mimetype="application/json")
    response.headers["X-Experience-API-Version"] = _VERSION
    return response


def _launch_data(opened: Played) -> dict[str, Any]:
    part = opened.part
    told = {
        "contextTemplate": {
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": part.id}]},
            "extensions": {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": opened.registration_name},
        },
        "launchMode": "Normal" if opened.opened else "Browse",
        "launchMethod": "OwnWindow",
        "moveOn": part.move_on,
        "launchParameters": part.launch_text,
        "returnURL": f"{origin()}/m/learning",
    }
    if opened.opened is not None:
        told["actor"] = agent_of(opened.opened)
    return told | ({"masteryScore": part.mastery} if part.mastery is not None else {})


def _body() -> Any:
    try:
        return json.loads(_text())
    except ValueError as error:
        raise StatementRefused(reason="json") from error


def _text() -> str:
    request.max_content_length = _MOST_BYTES
    if (request.content_length or 0) > _MOST_BYTES:
        raise ClaimTooLarge(most_bytes=_MOST_BYTES)
    try:
        text = request.get_data(cache=False).decode()
    except UnicodeDecodeError as error:
        raise StatementRefused(reason="encoding") from error
    if "\x00" in text:
        raise StatementRefused(reason="encoding")
    return text


def _answer(body: Any, status: int = 200) -> Response:
    response = Response(status=status) if body is None else jsonify(body)
    response.headers["X-Experience-API-Version"] = _VERSION
    response.headers["Cache-Control"] = "no-store"
    return response
