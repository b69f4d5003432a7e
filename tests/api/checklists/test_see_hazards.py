"""Who sees which hazards, and how the list is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.phone import jpeg
from tests.factories.records import Sender, failed_check
from tests.world import World

HAZARDS = "/api/v1/hazards"


def items(client: Any, query: str = "") -> list[str]:
    return [item["item_id"] for item in client.get(f"{HAZARDS}?{query}").json["items"]]


@pytest.mark.clause("JN-2.3.1b")
def test_hazards_are_seen_by_those_who_reach_the_unit(sender: Sender, client_as: Callable[[str], Any]) -> None:
    check = failed_check(sender, "SCH-13")
    path = f"{HAZARDS}/{check.hazard_ids[0]}"
    seen = {persona: client_as(persona).get(path).status_code for persona in (
        "officer", "inspector", "city", "station", "department", "head", "staff", "stranger", "commerce",
    )}  # fmt: skip
    assert {persona for persona, status in seen.items() if status == 200} == {
        "officer", "inspector", "city", "station", "department", "head", "staff",
    }  # fmt: skip
    assert {seen["stranger"], seen["commerce"]} == {404}
    assert items(client_as("stranger")) == []
    assert items(client_as("head")) == ["SCH-13"]


@pytest.mark.parametrize("persona", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_none(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).get(HAZARDS).status_code == 403


def test_an_unknown_hazard_is_not_found(client_as: Callable[[str], Any]) -> None:
    assert client_as("officer").get(f"{HAZARDS}/{new_id()}").status_code == 404


def test_the_list_is_filtered_and_newest_first(sender: Sender, client_as: Callable[[str], Any], world: World) -> None:
    failed_check(sender, "SCH-02", photos=(jpeg(1),))
    failed_check(sender, "SCH-13", unit="school_primary")
    officer = client_as("officer")
    assert items(officer) == ["SCH-13", "SCH-02"]
    assert items(officer, "grade=major") == ["SCH-02"]
    assert items(officer, f"unit_id={world.units['school_primary']}") == ["SCH-13"]
    assert items(officer, "state=found") == ["SCH-13", "SCH-02"]
    assert items(officer, "state=ordered") == []


def test_pages_are_without_gaps_or_repeats(sender: Sender, client_as: Callable[[str], Any]) -> None:
    for _ in range(3):
        failed_check(sender, "SCH-13", "SCH-06")
    officer, found, after = client_as("officer"), [], ""
    while True:
        page = officer.get(f"{HAZARDS}?limit=4{after}").json
        found += [item["id"] for item in page["items"]]
        if not page["next"]:
            break
        after = f"&after={page['next']}"
    assert len(found) == len(set(found)) == 6
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("query", ["grade=awful", "state=gone", "unit_id=x", "limit=0", "after=%00"])
def test_a_malformed_question_names_the_field(client_as: Callable[[str], Any], query: str) -> None:
    answer = client_as("officer").get(f"{HAZARDS}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]
