"""Denied by default (convention 6): no list of exceptions to keep true, every endpoint says who may."""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import combinations

import pytest
from flask import Blueprint, Flask
from flask.views import MethodView

from server.core.roles import ALL_PERMISSIONS, ROLES
from server.web.access import requires, unguarded_endpoints
from server.web.app import Parts, create_app
from tests.architecture.sources import calls, files, tree
from tests.backends import Backend

BLUEPRINT_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def test_every_endpoint_of_the_program_says_who_may(app: Flask) -> None:
    assert len(list(app.url_map.iter_rules())) > 50
    assert unguarded_endpoints(app) == []


def test_the_program_does_not_start_with_an_open_endpoint(backend: Backend) -> None:
    blueprint = Blueprint("forgotten", __name__)
    blueprint.add_url_rule("/forgotten", view_func=lambda: "open")
    with pytest.raises(RuntimeError, match="GET /forgotten"):
        create_app(backend.settings, Parts(pages=[blueprint]))


def test_one_open_method_among_guarded_ones_is_found(backend: Backend) -> None:
    class Half(MethodView):
        @requires("signed_in")
        def get(self) -> str:
            return ""

        def post(self) -> str:
            return ""

    blueprint = Blueprint("half", __name__)
    blueprint.add_url_rule("/half", view_func=Half.as_view("half"))
    with pytest.raises(RuntimeError, match="POST /half"):
        create_app(backend.settings, Parts(pages=[blueprint]))


def test_a_permission_that_no_role_grants_is_refused_at_import() -> None:
    with pytest.raises(ValueError, match="no role grants"):
        requires("nobody.does")


def test_every_permission_that_is_asked_for_anywhere_exists() -> None:
    asked = {
        call.args[0].value
        for path in files()
        for name, call in calls(tree(path))
        if name.rsplit(".", 1)[-1] in {"requires", "may", "check"} and call.args
        if isinstance(call.args[0], ast.Constant) and "." in str(call.args[0].value)
    }
    assert asked - ALL_PERMISSIONS == set()
    assert len(asked) > 10


def test_the_three_administrators_can_neither_inspect_nor_order_nor_lift_each_other_up() -> None:
    field = ROLES["officer"] | ROLES["inspector"] | ROLES["department_inspector"]
    own = {name: ROLES[name] for name in ("system_admin", "security_admin", "audit_admin")}
    for name, permissions in own.items():
        writing = {p for p in permissions & field if not p.endswith(".view")}
        assert writing == set(), name
    acts = [{p for p in permissions if not p.endswith(".view")} for permissions in own.values()]
    assert all(not one & other for one, other in combinations(acts, 2))


def test_a_stranger_to_the_program_gets_nothing_but_public_answers(app: Flask) -> None:
    """Every guarded endpoint answers 401 to nobody, before it looks at anything else."""
    client = app.test_client()
    wrong = []
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & BLUEPRINT_METHODS:
            if _access(app, rule.endpoint, method) == "public":
                continue
            path = rule.build({name: _sample(rule, name) for name in rule.arguments}, append_unknown=False)
            assert path is not None
            answer = client.open(path[1], method=method)
            if answer.status_code != 401 or answer.mimetype != "application/problem+json":
                wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []


def _access(app: Flask, endpoint: str, method: str) -> str:
    view = app.view_functions[endpoint]
    handler: Callable[..., object] = getattr(getattr(view, "view_class", None), method.lower(), view)
    return str(handler.access)  # type: ignore[attr-defined]


def _sample(rule: object, name: str) -> object:
    converter = type(rule._converters[name]).__name__  # type: ignore[attr-defined]
    return {"UUIDConverter": "01930000-0000-7000-8000-000000000000", "IntegerConverter": 1}.get(converter, "x")


def test_public_endpoints_are_few_and_known(app: Flask) -> None:
    """Widening what nobody must sign in for is a decision, made here."""
    opened = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & BLUEPRINT_METHODS
        if _access(app, rule.endpoint, method) == "public"
    }
    assert {line for line in opened if not line.split(" ", 1)[1].startswith(PUBLIC)} == {
        "GET /",
        "POST /api/v1/alarm-events",  # devices: let in by their line's token, not by an account
    }


PUBLIC = (
    "/packages/",  # a frame of its own origin has no session: a pass of some hours stands in the address
    "/micro/",  # staff without accounts: the link of their unit's course, answers without names
    "/badges/",  # badges, what they were given for, and what was revoked: programs of others read them
    "/.well-known/did.json",  # the keys that sign badges
    "/did.json",  # the same, for installations below a path
    "/mobile/odk/",  # ODK Collect has no session: its key is in the path or is Basic's password
    "/api/v1/public/",  # lists that the law wants public: names of units, no people
    "/api/v1/auth/sign-in",
    "/api/v1/auth/refresh",
    "/api/v1/mobile/status",
    "/api/v1/verifications",
    "/api/v1/register/",
    "/verify",
    "/draws/",
    "/commendations/",  # public notices of who is to be commended
    "/openapi.json",
    "/docs",
    "/api/v1/films/",  # a player sends no token: the sealed link is the key, of one film for some hours
    "/m/",
    "/console/",
    "/pages/",
)
