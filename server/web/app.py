"""The app factory: settings and parts in, a Flask app out."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from server.core.database import connect_database, database
from server.core.events import clear_subscribers
from server.core.files import connect_files
from server.core.ids import new_id
from server.core.jobs import Job, Schedule, register_jobs
from server.core.permissions import Actor
from server.core.sealing import connect_sealing
from server.core.settings import Settings, installation_secret
from server.web import pages
from server.web.access import public, unguarded_endpoints
from server.web.openapi import DESCRIPTION, ProblemApi
from server.web.problems import register_problems
from server.web.signin.queries import actor_by_account
from server.web.signin.tokens import TokenMint
from server.web.static_apps import app_blueprint

log = logging.getLogger("shouwang.web")

#: For each piece of a body: a phone that vanished in the middle of a photo must not keep its thread for ever.
BODY_TIMEOUT_SECONDS = 30

_JWT = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
#: A sign-in's access token, and the token that checking in to an exam gives.
_SECURITY = {"bearer": _JWT, "attempt": _JWT}

#: How long a thread may keep the interpreter from another that waits for it. With Python's 5 ms a transaction, which
#: lets go at each of its statements, was interrupted for longer than it worked, holding the write lock all the while.
SWITCH_SECONDS = 0.0005


@dataclass(frozen=True)
class Parts:
    """What the composition root puts together; the only way a package gets into the app."""

    blueprints: Sequence[Any] = ()
    pages: Sequence[Any] = ()  # plain Flask blueprints, outside of the API document
    jobs: Sequence[Job] = ()
    schedules: Sequence[Schedule] = ()
    describe_place: Callable[[Actor], dict[str, Any]] = lambda actor: {}
    connect: Sequence[Callable[[Settings], object]] = ()  # as the app is made, in each process; opens nothing
    prepare: Sequence[Callable[[Settings], object]] = ()  # after the migrations: seed data, keys
    load_demo: Callable[[Settings], list[dict[str, str]]] | None = None
    check: Sequence[Callable[[], dict[str, Any]]] = field(default=())  # what `verify-log` also runs
    listeners: Sequence[Callable[[Settings, threading.Event], None]] = ()  # doors other than HTTP, until told to stop


def create_app(settings: Settings, parts: Parts) -> Flask:
    """Connects the stores and registers everything; opens no connection. Raises RuntimeError on an open endpoint."""
    sys.setswitchinterval(SWITCH_SECONDS)
    app = _bare_app(settings, parts)
    connect_database(settings)
    connect_files(settings.files_dir)
    clear_subscribers()
    register_jobs(parts.jobs)
    _connect_keys(app, settings)
    for step in parts.connect:
        step(settings)
    _connect_requests(app, settings)
    register_problems(app)
    _register_blueprints(app, settings, parts)
    if bare := unguarded_endpoints(app):
        raise RuntimeError(f"endpoints without an access mark: {bare}")
    return app


def _bare_app(settings: Settings, parts: Parts) -> Flask:
    app = Flask("shouwang", static_folder=None, template_folder=None)
    app.config.update(
        SETTINGS=settings,
        MAX_CONTENT_LENGTH=settings.max_record_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_record_bytes,
        API_TITLE="守望 Shouwang",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_JSON_PATH="openapi.json",
        OPENAPI_URL_PREFIX="/",
        API_SPEC_OPTIONS={
            "info": {"description": DESCRIPTION},
            "components": {"securitySchemes": _SECURITY},
        },
        PLACE_DESCRIBER=parts.describe_place,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    return app


def _register_blueprints(app: Flask, settings: Settings, parts: Parts) -> None:
    api = ProblemApi(app)
    for blueprint in parts.blueprints:
        api.register_blueprint(blueprint)
    api.document_refusals()
    for plain in (*parts.pages, *pages.blueprints(settings)):
        app.register_blueprint(plain)
    app.register_blueprint(app_blueprint("phone", "/m", settings.web_root / "phone" / "dist"))
    console = settings.web_root / "console" / "dist"
    app.register_blueprint(app_blueprint("console", "/console", console, pictures_from=settings.map_tile_url))
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "api-docs.openapi_json":
            app.view_functions[rule.endpoint] = public(partial(app.view_functions[rule.endpoint]))


def _connect_keys(app: Flask, settings: Settings) -> None:
    secret = installation_secret(settings)
    connect_sealing(secret)
    mint = TokenMint(secret, "api", settings.access_token_seconds)
    app.config["INSTALLATION_SECRET"] = secret
    app.config["TOKEN_MINT"] = mint
    app.config["ATTEMPT_MINT"] = TokenMint(secret, "attempt", settings.access_token_seconds)
    app.config["AUTHENTICATOR"] = lambda token: actor_by_account(UUID(mint.read(token)["sub"]))


#: Where requests begin that look something up; the apps' own files need no connection.
_WITH_DATABASE = (
    "/api/", "/verify", "/draws/", "/mobile", "/packages/", "/micro/", "/badges/", "/.well-known/", "/did.json",
)  # fmt: skip


def _connect_requests(app: Flask, settings: Settings) -> None:
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]

    @app.before_request
    def open_request() -> None:
        g.request_id = str(new_id())
        if line := request.environ.get("gunicorn.socket"):
            line.settimeout(BODY_TIMEOUT_SECONDS)
        if request.path.startswith(_WITH_DATABASE):
            g.connected = database.connect(reuse_if_open=True)  # a connection that was open stays with its opener

    @app.teardown_request
    def close_request(_error: BaseException | None) -> None:
        if g.pop("connected", False) and not database.is_closed():
            database.close()

    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        headers["X-Request-Id"] = g.get("request_id", "")
        if request.path.startswith("/api/"):
            headers.setdefault("Cache-Control", "private, no-cache")
        if settings.secure_cookies:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
