"""Nobody overwrites what they have not seen: ETag, If-Match, 428 and 412."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.world import World


@pytest.fixture
def basis(client_as: Callable[[str], Any]) -> tuple[Any, str, dict[str, Any], str]:
    client = client_as("system_admin")
    code = client.get("/api/v1/policy-bases").json["items"][0]["id"]
    path = f"/api/v1/policy-bases/{code}"
    answer = client.get(path)
    return client, path, answer.json, answer.headers["ETag"]


def change_of(shape: dict[str, Any], client: Any) -> dict[str, Any]:
    """What may be written of what was read."""
    document = client.get("/openapi.json").json
    body = document["paths"]["/api/v1/policy-bases/{code}"]["put"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    known = document["components"]["schemas"][body["$ref"].rsplit("/", 1)[-1]]["properties"]
    return {name: value for name, value in shape.items() if name in known}


def test_a_change_without_a_condition_is_refused(basis: Any) -> None:
    client, path, shape, _ = basis
    answer = client.put(path, json=change_of(shape, client))
    assert (answer.status_code, answer.json["code"]) == (428, "precondition_missing")


def test_a_change_based_on_what_is_there_is_taken_and_tells_the_next_tag(basis: Any) -> None:
    client, path, shape, tag = basis
    answer = client.put(path, json=change_of(shape, client), headers={"If-Match": tag})
    assert answer.status_code == 200, answer.json
    assert answer.headers["ETag"] not in {tag, ""}


@pytest.mark.parametrize("tag", ['"nonsense"', 'W/"1"', '"a", "b"', "no quotes"])
def test_a_change_based_on_something_else_is_refused(basis: Any, tag: str) -> None:
    client, path, shape, _ = basis
    answer = client.put(path, json=change_of(shape, client), headers={"If-Match": tag})
    assert (answer.status_code, answer.json["code"]) == (412, "stale")
    assert answer.json["title"] == "内容已被他人修改，请刷新后重试"


def test_of_two_who_saw_the_same_only_the_first_is_taken(basis: Any) -> None:
    client, path, shape, tag = basis
    answers = [client.put(path, json=change_of(shape, client), headers={"If-Match": tag}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 412]


@pytest.mark.usefixtures("app")
def test_tags_of_units_move_with_their_parts(client_as: Callable[[str], Any], world: World) -> None:
    """A new site is a change of the unit: whoever edits the unit must have seen it."""
    client = client_as("officer")
    path = f"/api/v1/units/{world.units['school_first']}"
    before = client.get(path)
    again = client.get(path)
    assert before.headers["ETag"] == again.headers["ETag"]
