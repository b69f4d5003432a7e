"""The two doors: the API, and the addresses of files, where a pass stands in for signing in."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

import flask
from flask import current_app, request
from flask_smorest import Blueprint

from courses.packages.errors import PackageClosed
from courses.packages.queries import Played, played_by
from courses.packages.rules.pages import policy_of
from courses.packages.rules.passes import PackagePass, make_pass, read_pass
from server.core import clock
from server.core.errors import NotFound, Unauthenticated
from server.core.permissions import Actor
from server.web.signin.queries import actor_by_account
from server.web.signin.tokens import derive_key

blueprint = Blueprint("packages", __name__, url_prefix="/api/v1", description="课件包")
#: Files of packages as a sandboxed frame fetches them.
pages = flask.Blueprint("package-pages", __name__, url_prefix="/packages")


def key_of_passes() -> bytes:
    return _derived(current_app.config["INSTALLATION_SECRET"])


def token_for(actor: Actor, package_id: object, registration_id: object, part: int) -> str:
    """A pass for this actor, as text."""
    if actor.account_id is None:
        raise NotFound()
    given = PackagePass(actor.account_id, package_id, registration_id, part)  # type: ignore[arg-type]
    return make_pass(key_of_passes(), given, clock.now().timestamp())


def played(token: str) -> Played:
    """What the pass in the address opens. Raises PackageClosed whatever is wrong with it, also for a locked account."""
    given = read_pass(key_of_passes(), token, clock.now().timestamp())
    try:
        return played_by(actor_by_account(given.account_id), given)
    except (NotFound, Unauthenticated) as error:
        raise PackageClosed() from error


def origin() -> str:
    return request.host_url.rstrip("/")


def address_of(token: str, path: str, query: str) -> str:
    """Where a file of the package lies, from the root of this host."""
    return f"/packages/{token}/files/{quote(path)}" + (f"?{query}" if query else "")


@pages.after_request
def _close_in(response: flask.Response) -> flask.Response:
    """The frame is an origin of its own that nobody else has: it may read what lies under its pass, and nothing else."""
    headers, token = response.headers, (request.view_args or {}).get("token", "")
    headers["Content-Security-Policy"] = policy_of(origin(), token)
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # to the frame, even our own host is another
    headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Allow-Methods"] = "GET, PUT, POST, DELETE"
    headers["Access-Control-Allow-Headers"] = (
        "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match"
    )
    headers["Access-Control-Expose-Headers"] = "ETag, X-Experience-API-Version"
    headers["X-Robots-Tag"] = "noindex"
    return response


@lru_cache(maxsize=4)
def _derived(secret: bytes) -> bytes:
    return derive_key(secret, "package-pass")
