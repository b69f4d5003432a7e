"""web/openapi.json is what the program says of itself, and the programs' types are made from it."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

from tests.architecture.sources import ROOT

COMMITTED = ROOT / "web" / "openapi.json"


def document(app: Flask) -> Any:
    return app.test_client().get("/openapi.json").json


def test_the_committed_document_is_the_program_s(app: Flask) -> None:
    assert json.loads(COMMITTED.read_text("utf-8")) == document(app), "run: make docs"


def test_the_document_speaks_3_1_and_its_version(app: Flask) -> None:
    assert document(app)["openapi"] == "3.1.0"
    assert document(app)["info"]["title"] == "守望 Shouwang"


def test_every_operation_has_a_name_a_summary_and_says_who_may(app: Flask) -> None:
    # An alarm host shows the token of its line, which no role can hold.
    public = {
        "post_auth_sign_in",
        "post_auth_refresh",
        "get_mobile_status",
        "post_alarm_events",
        "get_films_by_token",
        "get_public_ratings",
    }
    operations = [
        operation
        for methods in document(app)["paths"].values()
        for name, operation in methods.items()
        if name != "parameters"
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert [operation["operationId"] for operation in operations if not operation.get("summary")] == []
    open_to_all = {operation["operationId"] for operation in operations if not operation.get("security")}
    assert {name for name in open_to_all if not name.startswith(("get_verifications", "get_register"))} == {
        *public,
        "post_verifications",
        "options_mobile_uploads",
    }


def test_every_refusal_is_a_problem(app: Flask) -> None:
    found = document(app)
    for methods in found["paths"].values():
        for name, operation in methods.items():
            if name == "parameters":
                continue
            for status, response in operation["responses"].items():
                if status[0] in "45":
                    reference = response.get("$ref", "").rsplit("/", 1)[-1]
                    content = found["components"]["responses"].get(reference, response).get("content", {})
                    assert set(content) == {"application/problem+json"}, (operation["operationId"], status)


def test_every_field_of_an_answer_is_promised_or_says_that_it_may_be_missing(app: Flask) -> None:
    """A field that may be left out of an answer makes every client write two ways."""
    found = document(app)
    answered = set(_reached(found, [_schemas_of(op["responses"]) for op in _operations(found)]))
    asked = set(_reached(found, [[op.get("requestBody", {})] for op in _operations(found)]))
    missing = {
        f"{name}.{field}"
        for name in answered - asked
        for field in found["components"]["schemas"][name].get("properties", {})
        if field not in found["components"]["schemas"][name].get("required", [])
    }
    assert missing == set()


def _operations(found: Any) -> list[Any]:
    return [op for methods in found["paths"].values() for name, op in methods.items() if name != "parameters"]


def _schemas_of(responses: Any) -> list[Any]:
    return [response for status, response in responses.items() if status.startswith("2")]


def _reached(found: Any, parts: Any) -> list[str]:
    """Names of the schemas that these parts of the document lead to."""
    seen: list[str] = []
    waiting = [parts]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            name = str(part.get("$ref", "")).rsplit("/", 1)[-1]
            if name in found["components"]["schemas"] and name not in seen:
                seen.append(name)
                waiting.append(found["components"]["schemas"][name])
            waiting += list(part.values())
    return seen
