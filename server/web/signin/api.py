"""The door's HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, request
from flask.views import MethodView
from flask_smorest import Blueprint

from server.core.permissions import Actor
from server.core.settings import Settings
from server.web.access import current_actor, public, requires
from server.web.paging import page_schema
from server.web.rates import check_rate
from server.web.signin import queries, services
from server.web.signin.errors import TokenInvalid
from server.web.signin.models import Account
from server.web.signin.schemas import (
    AccountQuery,
    AccountSchema,
    LockSchema,
    MeSchema,
    PasswordChangeSchema,
    RefreshSchema,
    SessionSchema,
    SignInSchema,
    SignOutSchema,
)

COOKIE = "shouwang_refresh"
blueprint = Blueprint("sign-in", __name__, url_prefix="/api/v1", description="登录")


@blueprint.route("/auth/sign-in")
class SignIn(MethodView):
    @public
    @blueprint.arguments(SignInSchema)
    @blueprint.response(200, SessionSchema)
    def post(self, payload: dict[str, Any]) -> Response:
        """Sign in with login and password."""
        check_rate(f"sign-in:{request.remote_addr}", _settings().sign_in_rate_per_minute)
        account, token = services.sign_in(_settings(), payload["login"], payload["password"])
        return _session(account, token, payload["refresh_in"])


@blueprint.route("/auth/refresh")
class Refresh(MethodView):
    @public
    @blueprint.arguments(RefreshSchema)
    @blueprint.response(200, SessionSchema)
    def post(self, payload: dict[str, Any]) -> Response:
        """Trade a refresh token for the next one and a fresh access token."""
        check_rate(f"refresh:{request.remote_addr}", 20 * _settings().sign_in_rate_per_minute)
        token = payload["refresh_token"] or request.cookies.get(COOKIE)
        if not token:
            raise TokenInvalid()
        account, successor = services.refresh(_settings(), token)
        return _session(account, successor, payload["refresh_in"])


@blueprint.route("/auth/sign-out")
class SignOut(MethodView):
    @requires("signed_in", owing=True)
    @blueprint.arguments(SignOutSchema)
    @blueprint.response(204)
    def post(self, payload: dict[str, Any]) -> Response:
        """End this sign-in."""
        services.sign_out(current_actor(), payload["refresh_token"] or request.cookies.get(COOKIE))
        response = Response(status=204)
        response.delete_cookie(COOKIE, path="/api/v1/auth", samesite="Strict", httponly=True)
        return response


@blueprint.route("/me")
class Me(MethodView):
    @requires("signed_in", owing=True)
    @blueprint.response(200, MeSchema)
    def get(self) -> dict[str, Any]:
        """Who I am and what I may do."""
        return describe(current_actor(), Account.get_by_id(current_actor().account_id).login)


@blueprint.route("/me/password")
class Password(MethodView):
    @requires("signed_in", owing=True)
    @blueprint.arguments(PasswordChangeSchema)
    @blueprint.response(204)
    def post(self, payload: dict[str, Any]) -> None:
        """Change my password; other sign-ins end."""
        check_rate(f"password:{current_actor().account_id}", _settings().sign_in_rate_per_minute)
        services.change_password(_settings(), current_actor(), payload["old"], payload["new"])


@blueprint.route("/accounts")
class Accounts(MethodView):
    @requires("account.view")
    @blueprint.arguments(AccountQuery, location="query")
    @blueprint.response(200, page_schema(AccountSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Accounts, by login."""
        return queries.accounts(query["q"], query["limit"], query["after"])


@blueprint.route("/accounts/<uuid:id>/locks")
class Locks(MethodView):
    @requires("account.lock")
    @blueprint.arguments(LockSchema)
    @blueprint.response(200, AccountSchema)
    def post(self, payload: dict[str, Any], id: Any) -> Account:
        """Lock or unlock an account."""
        return services.lock_account(current_actor(), id, locked=payload["locked"])


def describe(actor: Actor, login: str) -> dict[str, Any]:
    """The ME shape; names of agency and unit come from the composition root's describer."""
    place = current_app.config["PLACE_DESCRIBER"](actor)
    return {
        "account_id": actor.account_id,
        "person_id": actor.person_id,
        "name": actor.name,
        "login": login,
        "roles": list(actor.roles),
        "permissions": sorted(actor.permissions),
        "agency": place.get("agency"),
        "unit": place.get("unit"),
        "certificate_no": place.get("certificate_no"),
        "owes_password": actor.owes_password,
    }


def _session(account: Account, refresh_token: str, refresh_in: str) -> Response:
    mint = current_app.config["TOKEN_MINT"]
    body = SessionSchema().dump(
        {
            "access_token": mint.make(account.id),
            "expires_in_seconds": mint.seconds,
            "refresh_token": refresh_token if refresh_in == "body" else None,
            "me": describe(services.actor_of(account), account.login),
        }
    )
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    if refresh_in == "cookie":
        response.set_cookie(
            COOKIE,
            refresh_token,
            max_age=_settings().refresh_token_days * 86_400,
            path="/api/v1/auth",
            httponly=True,
            samesite="Strict",
            secure=_settings().secure_cookies,
        )
    return response


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
