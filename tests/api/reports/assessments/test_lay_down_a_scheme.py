"""AssessmentScheme: year, indicators, weights, sources; published it stays, and a new version takes its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.assessments import RUNS, SCHEMES, indicator, run_body, scheme_body
from tests.factories.records import Json
from tests.world import World

As = Callable[[str], Any]


def test_a_scheme_is_drafted_and_published(client_as: As, world: World) -> None:
    officer = client_as("officer")
    drafted = officer.post(SCHEMES, json=scheme_body(world)).json
    assert (drafted["state"], drafted["number"], drafted["may"]) == ("draft", 1, ["edit", "publish"])
    assert [row["key"] for row in drafted["subject_names"]] == drafted["subjects"]
    first = officer.post(f"{SCHEMES}/{drafted['id']}/publications").json
    assert (first["state"], first["may"]) == ("published", ["run", "replace"])
    assert officer.post(f"{SCHEMES}/{drafted['id']}/publications").json == first


def test_the_catalogue_says_what_indicators_may_rest_on(client_as: As) -> None:
    found = client_as("government").get("/api/v1/assessment-sources").json
    assert found["first_year"] == 2021
    assert len(found["sources"]) >= 10
    assert client_as("head").get("/api/v1/assessment-sources").status_code == 403


@pytest.mark.parametrize(("year", "status"), [(2020, 422), (2021, 201)])
@pytest.mark.clause("JN-3.5b")
def test_years_since_2021_may_be_assessed(client_as: As, world: World, year: int, status: int) -> None:
    answer = client_as("officer").post(SCHEMES, json=scheme_body(world, year=year))
    assert answer.status_code == status
    if status == 422:
        assert (answer.json["code"], answer.json["errors"][0]["field"]) == ("assessment_year_too_early", "year")


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([], "indicators"),
        ([indicator("a", "ratio", "cases"), indicator("a", "ratio", "cases")], "indicators.1.code"),
        ([indicator("a", "ratio")], "indicators.0.source"),
        ([indicator("a", "ratio", "gossip")], "indicators.0.source"),
        ([indicator("a", "ratio", "letters_in_time")], "indicators.0.source"),
        ([indicator("a", "threshold", "cases")], "indicators.0.steps"),
        (
            [indicator("a", "threshold", "cases", steps=[{"least_percent": 1, "points_x100": 1001}])],
            "indicators.0.steps",
        ),
        ([indicator("a", "deduction", "cases")], "indicators.0.each_x100"),
        ([indicator("a", "magic", "cases")], "indicators.0.formula"),
        ([indicator("a", "ratio", "cases", 0)], "indicators.0.full_x100"),
    ],
)
def test_what_is_wrong_with_an_indicator_is_named(client_as: As, world: World, rows: list[Json], field: str) -> None:
    answer = client_as("officer").post(SCHEMES, json=scheme_body(world, indicators=rows))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("target", "subjects", "status"),
    [
        ("area", ["370102", "370112"], 201),
        ("area", ["370102", "370102"], 422),
        ("area", ["210100"], 422),
        ("area", ["999999"], 422),
        ("agency", ["lixia", "licheng"], 201),
        ("agency", ["government"], 404),
        ("unit", ["school_first"], 201),
        ("unit", ["nonsense"], 422),
    ],
)
def test_those_assessed_are_within_the_agencys_reach(
    client_as: As, world: World, target: str, subjects: list[str], status: int
) -> None:
    known: dict[str, Any] = {**world.agencies, **world.units}
    body = scheme_body(world, target=target, subjects=[str(known.get(key, key)) for key in subjects])
    assert client_as("city").post(SCHEMES, json=body).status_code == status


def test_units_of_another_bureau_are_not_found(client_as: As, world: World) -> None:
    assert client_as("stranger").post(SCHEMES, json=scheme_body(world)).status_code == 404
    for persona in ("inspector", "leader", "head", "government"):
        assert client_as(persona).post(SCHEMES, json=scheme_body(world)).status_code == 403


def test_a_draft_is_changed_over_its_version_and_a_published_one_never(client_as: As, world: World) -> None:
    officer = client_as("officer")
    draft = officer.post(SCHEMES, json=scheme_body(world)).json
    path = f"{SCHEMES}/{draft['id']}"
    body = {key: value for key, value in scheme_body(world, title="改名").items() if key != "id"}
    tag = officer.get(path).headers["ETag"]
    changed = officer.put(path, json=body, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["title"]) == (200, "改名")
    assert officer.put(path, json=body, headers={"If-Match": tag}).status_code == 412
    assert client_as("stranger").put(path, json=body, headers={"If-Match": tag}).status_code == 404
    published = officer.post(f"{path}/publications")
    answer = officer.put(path, json=body, headers={"If-Match": published.headers["ETag"]})
    assert (answer.status_code, answer.json["code"]) == (422, "assessment_scheme_published")


def test_a_new_version_takes_the_place_of_a_published_one(client_as: As, world: World) -> None:
    officer = client_as("officer")
    first = officer.post(SCHEMES, json=scheme_body(world)).json
    body = scheme_body(world, replaces_id=first["id"])
    assert officer.post(SCHEMES, json=body).json["code"] == "assessment_scheme_not_published"
    officer.post(f"{SCHEMES}/{first['id']}/publications")
    assert officer.post(SCHEMES, json=body).json["number"] == 2
    assert client_as("city").post(SCHEMES, json={**body, "id": str(new_id())}).json["code"] == "assessment_elsewhere"


def test_sent_twice_it_is_one(client_as: As, world: World, connected: None) -> None:
    officer, body = client_as("officer"), scheme_body(world)
    assert officer.post(SCHEMES, json=body).json == officer.post(SCHEMES, json=body).json
    assert Event.select().where(Event.kind == "assessment_scheme.drafted").count() == 1
    assert officer.post(SCHEMES, json={**body, "title": "另一个"}).status_code == 409


def test_drafts_are_the_agencys_own_and_published_ones_its_lines(client_as: As, scheme: Json, world: World) -> None:
    draft = client_as("officer").post(SCHEMES, json=scheme_body(world)).json
    for persona, sees in (("station", True), ("city", True), ("government", True), ("stranger", False)):
        client = client_as(persona)
        assert client.get(f"{SCHEMES}/{draft['id']}").status_code == 404
        assert client.get(f"{SCHEMES}/{scheme['id']}").status_code == (200 if sees else 404)


def test_a_draft_is_not_reckoned(client_as: As, world: World) -> None:
    officer = client_as("officer")
    draft = officer.post(SCHEMES, json=scheme_body(world)).json
    answer = officer.post(RUNS, json=run_body(draft))
    assert (answer.status_code, answer.json["code"]) == (422, "assessment_scheme_not_published")
