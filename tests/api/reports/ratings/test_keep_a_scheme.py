"""Schemes are dated data of a bureau; what a round was judged by stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.ratings.models import RatingScheme
from tests.factories.ratings import SCHEMES, Rounds, scheme_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
Sign = Callable[[str], Any]


def test_the_shipped_scheme_is_a_default_nobody_has_verified(client_as: Sign) -> None:
    [shipped] = client_as("officer").get(SCHEMES).json["items"]
    assert (shipped["total_x100"], shipped["pass_x100"], shipped["verified"]) == (10000, 8000, False)
    assert [grade["name"] for grade in shipped["grades"]] == ["平安单位", "平安示范单位"]
    assert shipped["agency"] is None
    officer = client_as("officer")
    etag = officer.get(f"{SCHEMES}/{shipped['id']}").headers["ETag"]
    body = {key: value for key, value in scheme_body().items() if key != "id"}
    assert officer.put(f"{SCHEMES}/{shipped['id']}", json=body, headers={"If-Match": etag}).status_code == 404


def test_a_bureau_adds_its_own(client_as: Sign) -> None:
    officer, body = client_as("officer"), scheme_body()
    made = officer.post(SCHEMES, json=body)
    assert made.status_code == 201
    assert made.json["agency"]["name"] == "济南市公安局历下区分局"
    assert made.json["verified"] is False
    assert officer.post(SCHEMES, json=body).json == made.json
    assert officer.post(SCHEMES, json={**body, "title": "另一个"}).status_code == 409
    assert RatingScheme.select().count() == 2
    for persona in ("planner", "leader", "head", "inspector"):
        assert client_as(persona).post(SCHEMES, json=scheme_body()).status_code == 403
    assert client_as("guard").get(SCHEMES).status_code == 403


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"pass_x100": 20000}, "pass_x100", "rating_scheme_unsound"),
        ({"grades": [{"code": "a", "name": "甲", "least_x100": 7000}]}, "grades", "rating_scheme_unsound"),
        ({"grades": [{"code": "a", "name": "甲", "least_x100": 10001}]}, "grades", "rating_scheme_unsound"),
        ({"grades": scheme_body()["grades"][::-1]}, "grades", "rating_scheme_unsound"),
        ({"criteria": scheme_body()["criteria"][:1] * 2}, "criteria", "rating_scheme_unsound"),
        ({"effective_to": "2025-12-31"}, "effective_to", "rating_scheme_unsound"),
        ({"least_reviews": 1}, "least_reviews", "invalid"),
        ({"title": ""}, "title", "invalid"),
    ],
    ids=str,
)
def test_a_scheme_that_contradicts_itself_is_refused(
    client_as: Sign, change: dict[str, Any], field: str, code: str
) -> None:
    answer = client_as("officer").post(SCHEMES, json=scheme_body(**change))
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert field in {problem["field"].split(".")[0] for problem in answer.json["errors"]}


def test_it_is_changed_until_a_round_uses_it(client_as: Sign, world: World) -> None:
    officer = client_as("officer")
    made = officer.post(SCHEMES, json=scheme_body())
    address, body = f"{SCHEMES}/{made.json['id']}", {k: v for k, v in scheme_body().items() if k != "id"}
    assert officer.put(address, json=body).status_code == 428
    assert client_as("stranger").put(address, json=body, headers={"If-Match": made.headers["ETag"]}).status_code == 404
    changed = officer.put(address, json={**body, "veto_months": 24}, headers={"If-Match": made.headers["ETag"]})
    assert (changed.status_code, changed.json["veto_months"], changed.json["version"]) == (200, 24, 2)
    assert officer.put(address, json=body, headers={"If-Match": made.headers["ETag"]}).status_code == 412
    Rounds(client_as, world, scheme_id=made.json["id"]).open()
    answer = officer.put(address, json=body, headers={"If-Match": changed.headers["ETag"]})
    assert (answer.status_code, answer.json["code"]) == (422, "rating_scheme_in_use")
