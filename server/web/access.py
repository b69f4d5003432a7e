"""Who is asking, and whether this endpoint may answer them. Every endpoint carries ``requires``, ``with_attempt_token``
or ``public``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from server.core.errors import PasswordOwed, Unauthenticated
from server.core.permissions import Actor
from server.core.roles import ALL_PERMISSIONS

F = TypeVar("F", bound=Callable[..., Any])

#: Set by the composition root: turns a bearer token into an actor. Raises Unauthenticated.
Authenticator = Callable[[str], Actor]


def requires(permission: str, *, owing: bool = False) -> Callable[[F], F]:
    """Let pass only signed-in actors that hold the permission; ``signed_in`` asks for no more than that.

    Who has not changed the first password passes only where ``owing`` says so: at the door.
    """
    if permission != "signed_in" and permission not in ALL_PERMISSIONS:
        raise ValueError(f"no role grants {permission}")

    def decorate(view: F) -> F:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            actor = current_actor()
            if permission != "signed_in":
                actor.check(permission)
            elif actor.owes_password and not owing:
                raise PasswordOwed()
            return view(*args, **kwargs)

        checked.access = permission  # type: ignore[attr-defined]
        # apispec reads this: the lock in the API document
        document = dict(getattr(checked, "_apidoc", {}))
        document["manual_doc"] = {**document.get("manual_doc", {}), "security": [{"bearer": []}]}
        checked._apidoc = document  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def public(view: F) -> F:
    """Open to everybody, with no account."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def current_actor() -> Actor:
    """The signed-in actor of this request; one query. Raises Unauthenticated."""
    if "actor" not in g:
        g.actor = current_app.config["AUTHENTICATOR"](_bearer_token())
    return g.actor


def with_attempt_token(view: F) -> F:
    """Let pass only who bears the token of an exam's attempt, and nothing else: not even a sign-in.

    It costs no query and outlives a sign-in; what it opens is one candidate's own try on one device.
    """

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        g.attempt_claims = current_app.config["ATTEMPT_MINT"].read(_bearer_token())
        return view(*args, **kwargs)

    checked.access = "attempt_token"  # type: ignore[attr-defined]
    document = dict(getattr(checked, "_apidoc", {}))
    document["manual_doc"] = {**document.get("manual_doc", {}), "security": [{"attempt": []}]}
    checked._apidoc = document  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def attempt_claims() -> dict[str, Any]:
    """What the token of this request says; only behind ``with_attempt_token``."""
    claims: dict[str, Any] = g.attempt_claims
    return claims


def _bearer_token() -> str:
    """Raises Unauthenticated."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated()
    return token


def unguarded_endpoints(app: Flask) -> list[str]:
    """Endpoints (with their method) that carry neither mark; must be empty for the program to start."""
    bare = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        view_class = getattr(view, "view_class", None)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            handler = getattr(view_class, method.lower(), None) if view_class else view
            if not hasattr(handler, "access"):
                bare.append(f"{method} {rule.rule}")
    return sorted(bare)
