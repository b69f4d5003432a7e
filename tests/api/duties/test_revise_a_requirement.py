"""Numbers and bases of duties are data: an administrator changes them, and what is owed changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.duties.services import load_duty_rules
from server.core.permissions import SYSTEM
from tests.factories.duties import duty_of
from tests.world import World

ClientAs = Callable[[str], Any]
PATH = "/api/v1/duty-rules/drills-key-high"
SENT = (
    "count", "review_months", "conditions", "bases", "is_product_default", "effective_from", "effective_to", "note",
)  # fmt: skip


def revised(client: Any, path: str = PATH, **changes: Any) -> Any:
    row = client.get(path)
    body = {name: row.json[name] for name in SENT} | changes
    return client.put(path, json=body, headers={"If-Match": row.headers["ETag"]})


@pytest.mark.clause("LN-4")
def test_a_changed_number_is_asked_for_from_then_on(client_as: ClientAs, world: World) -> None:
    school = world.units["school_first"]
    answer = revised(client_as("system_admin"), count=4)
    assert (answer.status_code, answer.json["count"]) == (200, 4)
    duty = duty_of(client_as("officer"), school, "drill", "any")
    assert duty is not None
    assert duty["required"] == 4


def test_a_requirement_holds_from_its_first_day_to_its_last(client_as: ClientAs, world: World) -> None:
    revised(client_as("system_admin"), count=4, effective_from="2027-01-01", effective_to="2027-12-31")
    required = {}
    for day in ("2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01"):
        duty = duty_of(client_as("officer"), world.units["school_first"], "drill", "any", day)
        required[day] = duty and (duty["required"], duty["state"])
    assert (required["2027-01-01"] or (0,))[0] == (required["2027-12-31"] or (0,))[0] == 4
    assert (required["2026-12-31"] or (0,))[0] != 4
    assert (required["2028-01-01"] or (0,))[0] != 4


def test_the_seed_leaves_an_edited_row_alone(client_as: ClientAs, connected: None) -> None:
    admin = client_as("system_admin")
    revised(admin, count=3)
    assert load_duty_rules(SYSTEM) == 0
    assert admin.get(PATH).json["count"] == 3


def test_only_the_system_administrator_changes_it(client_as: ClientAs) -> None:
    assert revised(client_as("officer"), count=1).status_code == 403
    assert client_as("officer").get(PATH).status_code == 200


def test_a_requirement_nobody_knows_is_not_found(client_as: ClientAs) -> None:
    assert client_as("system_admin").get("/api/v1/duty-rules/nothing").status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"count": -1}, 422),
        ({"bases": []}, 422),
        ({"bases": [{"basis": "no-such", "article": "一"}]}, 404),
        ({"conditions": {"planet": 3}}, 422),
        ({"effective_from": "2027-01-01", "effective_to": "2026-01-01"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(client_as: ClientAs, changes: dict[str, Any], status: int) -> None:
    assert revised(client_as("system_admin"), **changes).status_code == status


def test_nobody_overwrites_what_they_have_not_seen(client_as: ClientAs) -> None:
    admin = client_as("system_admin")
    row = admin.get(PATH)
    body = {name: row.json[name] for name in SENT}
    assert admin.put(PATH, json=body).status_code == 428
    assert revised(admin, count=3).status_code == 200
    assert admin.put(PATH, json=body, headers={"If-Match": row.headers["ETag"]}).status_code == 412


def test_all_are_listed_in_pages(client_as: ClientAs) -> None:
    officer = client_as("officer")
    whole = officer.get("/api/v1/duty-rules?limit=200").json["items"]
    assert len(whole) > 40
    first = officer.get("/api/v1/duty-rules?limit=5").json
    second = officer.get(f"/api/v1/duty-rules?limit=5&after={first['next']}").json
    assert first["items"] + second["items"] == whole[:10]
    assert all(row["bases"] for row in whole)
