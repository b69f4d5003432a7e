"""Who sees which orders: the bureau its drafts, the unit what was signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.orders import ORDERS, draft, revoke, sign
from tests.factories.records import FailedCheck, Sender, failed_check, statements
from tests.world import World


@pytest.fixture
def check(sender: Sender) -> FailedCheck:
    return failed_check(sender, "SCH-13", "SCH-06")


def ids(client: Any, query: str = "") -> list[str]:
    return [item["id"] for item in client.get(f"{ORDERS}?{query}").json["items"]]


def test_a_unit_sees_an_order_from_the_moment_it_is_signed(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    officer, head = client_as("officer"), client_as("head")
    order = draft(officer, check)
    assert ids(head) == []
    assert head.get(f"{ORDERS}/{order['id']}").status_code == 404
    sign(officer, order["id"])
    assert ids(head) == [order["id"]]
    assert head.get(f"{ORDERS}/{order['id']}").json["unit"]["name"] == "泉城示范第一中学"
    assert head.get(f"{ORDERS}/{order['id']}/preview").status_code == 403


def test_a_unit_sees_its_own_only(sender: Sender, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    other = failed_check(sender, "SCH-13", unit="school_primary")
    order = draft(officer, other)
    sign(officer, order["id"])
    assert ids(client_as("head")) == []
    assert client_as("head").get(f"{ORDERS}/{order['id']}").status_code == 404


@pytest.mark.clause("JN-2.3.1b")
def test_station_branch_and_city_see_the_orders_of_their_units(
    check: FailedCheck, client_as: Callable[[str], Any]
) -> None:
    order = draft(client_as("officer"), check)
    for persona in ("officer", "inspector", "station", "city"):
        assert ids(client_as(persona)) == [order["id"]]
    assert ids(client_as("stranger")) == []
    assert client_as("stranger").get(f"{ORDERS}/{order['id']}").status_code == 404


@pytest.mark.parametrize("persona", ["department", "staff", "system_admin", "audit_admin"])
def test_others_do_not_see_orders(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).get(ORDERS).status_code == 403


def test_the_list_tells_the_states_apart(
    check: FailedCheck, client_as: Callable[[str], Any], run_jobs: Callable[[], int], world: World
) -> None:
    officer = client_as("officer")
    one, other = (draft(officer, check, hazard_ids=[hazard]) for hazard in check.hazard_ids)
    assert ids(officer, "state=draft") == [other["id"], one["id"]]
    sign(officer, one["id"])
    assert (ids(officer, "state=draft"), ids(officer, "state=signing")) == ([other["id"]], [one["id"]])
    run_jobs()
    assert (ids(officer, "state=signing"), ids(officer, "state=issued")) == ([], [one["id"]])
    revoke(officer, one["id"])
    assert (ids(officer, "state=issued"), ids(officer, "state=revoked")) == ([], [one["id"]])
    assert ids(officer, f"unit_id={world.units['hospital']}") == []
    assert ids(officer, f"inspection_id={check.record['id']}") == [other["id"], one["id"]]
    assert officer.get(f"{ORDERS}?state=lost").json["errors"][0]["field"] == "state"


def test_pages_are_without_gaps_or_repeats(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    made = [draft(officer, check)["id"] for _ in range(5)]
    found: list[str] = []
    after = ""
    while True:
        page = officer.get(f"{ORDERS}?limit=2{after}").json
        found += [item["id"] for item in page["items"]]
        if not page["next"]:
            break
        after = f"&after={page['next']}"
    assert found == made[::-1]


def test_many_orders_cost_no_more_statements_than_one(
    check: FailedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    officer = client_as("officer")
    draft(officer, check)
    with statements() as for_one:
        assert len(officer.get(ORDERS).json["items"]) == 1
    for _ in range(4):
        draft(officer, check)
    with statements() as for_many:
        assert len(officer.get(ORDERS).json["items"]) == 5
    assert len(for_many) <= len(for_one) <= 12
