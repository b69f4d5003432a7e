"""A blueprint is a two-way table over all four categories, kept in versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.papers import CATEGORIES, blueprint_body, four_rows, marking, put_point, row

BLUEPRINTS = "/api/v1/blueprints"


def test_a_blueprint_is_written(client_as: Callable[[str], Any], bank: None) -> None:
    officer, body = client_as("officer"), blueprint_body()
    answer = officer.post(BLUEPRINTS, json=body)
    assert answer.status_code == 201, answer.json
    assert (answer.json["number"], answer.json["worth_x100"], answer.json["is_mine"]) == (1, 4000, True)
    assert answer.json["rows"] == body["rows"]
    assert answer.headers["ETag"]
    read = officer.get(f"{BLUEPRINTS}/{body['id']}").json
    assert [version["number"] for version in read["versions"]] == [1]
    assert [row["id"] for row in officer.get(BLUEPRINTS).json["items"]] == [body["id"]]


@pytest.mark.clause("LN-3b")
@pytest.mark.parametrize("missing", CATEGORIES)
def test_a_blueprint_that_leaves_out_a_category_is_refused(client_as: Callable[[str], Any], missing: str) -> None:
    rows = [cell for cell in four_rows() if cell["category"] != missing]
    answer = client_as("officer").post(BLUEPRINTS, json=blueprint_body(rows=rows))
    assert (answer.status_code, answer.json["code"]) == (422, "blueprint_category_missing")
    assert answer.json["errors"][0]["field"] == "rows"


def test_a_blueprint_sent_twice_is_written_once(client_as: Callable[[str], Any], connected: None) -> None:
    officer, body = client_as("officer"), blueprint_body()
    first, again = officer.post(BLUEPRINTS, json=body), officer.post(BLUEPRINTS, json=body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    other = officer.post(BLUEPRINTS, json={**body, "rows": four_rows(count=3)})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
    assert Event.select().where(Event.kind == "blueprint.written").count() == 1


@pytest.mark.parametrize("persona", ["inspector", "head", "guard", "system_admin"])
def test_who_does_not_examine_writes_none(client_as: Callable[[str], Any], persona: str) -> None:
    client = client_as(persona)
    assert client.post(BLUEPRINTS, json=blueprint_body()).status_code == 403
    assert client.get(BLUEPRINTS).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rows": []}, "rows"),
        ({"rows": [row(count=0), *four_rows()[1:]]}, "rows.0.count"),
        ({"rows": [row(type="essay"), *four_rows()[1:]]}, "rows.0.type"),
        ({"rows": [row(most_difficulty=6), *four_rows()[1:]]}, "rows.0.most_difficulty"),
        ({"rows": [row(point_code="NO-SUCH"), *four_rows()[1:]]}, "rows.0.point_code"),
        ({"rows": [row(least_difficulty=4, most_difficulty=2), *four_rows()[1:]]}, "rows.0.most_difficulty"),
        ({"marking": marking(pass_percent=101)}, "marking.pass_percent"),
        ({"marking": marking(sections={"history": 60})}, "marking.sections.history.key"),
        ({"title": ""}, "title"),
    ],
)
def test_a_malformed_blueprint_is_refused_by_its_field(
    client_as: Callable[[str], Any], changes: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(BLUEPRINTS, json=blueprint_body(**changes))
    assert answer.status_code == 422
    assert field in {problem["field"] for problem in answer.json["errors"]}, answer.json


def test_a_point_of_another_category_is_refused(client_as: Callable[[str], Any], connected: None) -> None:
    put_point("skill", "S-1")
    rows = [row("law", point_code="S-1"), *four_rows()[1:]]
    answer = client_as("officer").post(BLUEPRINTS, json=blueprint_body(rows=rows))
    assert answer.json["errors"][0]["code"] == "unknown_point"


def test_a_revision_is_a_new_version_and_needs_the_old_ones_tag(client_as: Callable[[str], Any]) -> None:
    officer, body = client_as("officer"), blueprint_body()
    first = officer.post(BLUEPRINTS, json=body)
    address = f"{BLUEPRINTS}/{body['id']}"
    change = {"title": "改后", "rows": four_rows(count=3), "marking": marking(sections={"law": 60})}
    assert officer.put(address, json=change).status_code == 428
    done = officer.put(address, json=change, headers={"If-Match": first.headers["ETag"]})
    assert (done.status_code, done.json["number"], done.json["worth_x100"]) == (200, 2, 6000), done.json
    assert officer.put(address, json=change, headers={"If-Match": first.headers["ETag"]}).status_code == 412
    versions = officer.get(address).json["versions"]
    assert [(version["number"], version["worth_x100"]) for version in versions] == [(2, 6000), (1, 4000)]


@pytest.mark.clause("LN-3b")
def test_a_revision_may_not_leave_out_a_category_either(client_as: Callable[[str], Any]) -> None:
    officer, body = client_as("officer"), blueprint_body()
    first = officer.post(BLUEPRINTS, json=body)
    change = {"title": "改后", "rows": four_rows()[:3], "marking": marking()}
    answer = officer.put(f"{BLUEPRINTS}/{body['id']}", json=change, headers={"If-Match": first.headers["ETag"]})
    assert answer.json["code"] == "blueprint_category_missing"


def test_the_other_bureau_neither_sees_nor_changes_it(client_as: Callable[[str], Any]) -> None:
    officer, stranger, body = client_as("officer"), client_as("stranger"), blueprint_body()
    tag = officer.post(BLUEPRINTS, json=body).headers["ETag"]
    address = f"{BLUEPRINTS}/{body['id']}"
    assert stranger.get(address).status_code == 404
    change = {name: body[name] for name in ("title", "rows", "marking")}
    assert stranger.put(address, json=change, headers={"If-Match": tag}).status_code == 404
    assert stranger.post(f"{address}/retirements").status_code == 404
    assert stranger.get(BLUEPRINTS).json["items"] == []
    assert stranger.post(BLUEPRINTS, json=body).status_code == 409  # the id is taken


def test_the_city_sees_what_a_branch_made_and_leaves_it_alone(client_as: Callable[[str], Any]) -> None:
    body = blueprint_body()
    tag = client_as("officer").post(BLUEPRINTS, json=body).headers["ETag"]
    city, address = client_as("city"), f"{BLUEPRINTS}/{body['id']}"
    assert city.get(address).json["is_mine"] is False
    change = {name: body[name] for name in ("title", "rows", "marking")}
    assert city.put(address, json=change, headers={"If-Match": tag}).status_code == 403


def test_a_retired_blueprint_changes_no_more(client_as: Callable[[str], Any], connected: None) -> None:
    officer, body = client_as("officer"), blueprint_body()
    officer.post(BLUEPRINTS, json=body)
    address = f"{BLUEPRINTS}/{body['id']}"
    done = [officer.post(f"{address}/retirements") for _ in range(2)]
    assert [answer.status_code for answer in done] == [201, 201]
    assert Event.select().where(Event.kind == "blueprint.retired").count() == 1
    change = {name: body[name] for name in ("title", "rows", "marking")}
    answer = officer.put(address, json=change, headers={"If-Match": done[-1].headers["ETag"]})
    assert (answer.status_code, answer.json["code"]) == (422, "blueprint_retired")
    assert officer.get(BLUEPRINTS, query_string={"state": "live"}).json["items"] == []


def test_an_unknown_blueprint_is_not_found(client_as: Callable[[str], Any]) -> None:
    assert client_as("officer").get(f"{BLUEPRINTS}/{new_id()}").status_code == 404
