"""Schemes and runs as the console sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.core import clock
from server.core.ids import new_id
from tests.factories.records import Json
from tests.world import PASSWORD, World

SCHEMES = "/api/v1/assessment-schemes"
RUNS = "/api/v1/assessment-runs"


def indicator(code: str, formula: str, source: str = "", full_x100: int = 1000, **changes: Any) -> Json:
    return {
        "code": code,
        "name": f"指标{code}",
        "formula": formula,
        "source": source,
        "full_x100": full_x100,
        **changes,
    }


USUAL = [
    indicator("in_time", "ratio", "hazards_in_time", 3000),
    indicator("found", "ratio", "hazards_self_found", 2000, empty="zero"),
    indicator("late", "deduction", "hazards_overdue", 2000, each_x100=500),
    indicator("cases", "deduction", "cases", 1000, each_x100=200),
]


def scheme_body(world: World, **changes: Any) -> Json:
    """This year's of two units of the Lixia branch; then the changes."""
    return {
        "id": str(new_id()),
        "year": clock.today().year,
        "title": "单位内部治安保卫年度考核",
        "target": "unit",
        "subjects": [str(world.units["school_first"]), str(world.units["bank"])],
        "indicators": USUAL,
        **changes,
    }


def published(client: Any, world: World, **changes: Any) -> Json:
    answer = client.post(SCHEMES, json=scheme_body(world, **changes))
    assert answer.status_code == 201, answer.json
    made = client.post(f"{SCHEMES}/{answer.json['id']}/publications")
    assert made.status_code == 201, made.json
    scheme: Json = made.json
    return scheme


def run_body(scheme: Json, **changes: Any) -> Json:
    return {"id": str(new_id()), "scheme_id": scheme["id"], "as_of": clock.today().isoformat(), **changes}


def reckoned(client: Any, scheme: Json, run_jobs: Callable[[], int], **changes: Any) -> Json:
    """A run that is ready."""
    body = run_body(scheme, **changes)
    answer = client.post(RUNS, json=body)
    assert answer.status_code == 202, answer.json
    run_jobs()
    run: Json = client.get(f"{RUNS}/{body['id']}").json
    assert run["state"] == "ready", run
    return run


def result_of(run: Json, key: Any) -> Json:
    [found] = [row for row in run["results"] if row["subject_key"] == str(key)]
    return dict(found)


def item_of(run: Json, key: Any, code: str) -> Json:
    [found] = [item for item in result_of(run, key)["items"] if item["code"] == code]
    return dict(found)


def approve(client: Any, run: Json, password: str = PASSWORD) -> Any:
    return client.post(f"{RUNS}/{run['id']}/approvals", json={"password": password})


def rows_of(client: Any, run: Json, key: Any, code: str, **query: Any) -> list[Json]:
    asked = {"subject_key": str(key), "code": code, "limit": 200, **query}
    answer = client.get(f"{RUNS}/{run['id']}/rows", query_string=asked)
    assert answer.status_code == 200, answer.json
    return list(answer.json["items"])


def grow_assessments(client_as: Callable[[str], Any], world: World) -> None:
    """Five schemes and five runs that wait, for the city."""
    city = client_as("city")
    for _ in range(5):
        scheme = published(city, world)
        assert city.post(RUNS, json=run_body(scheme)).status_code == 202
