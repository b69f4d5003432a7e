"""Every police inspection covers the three groups or says why not; every item of the base pack cites why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.phone import make_record
from tests.factories.records import Json, Sender, codes_of, settled
from tests.world import World

GROUPS = {"organisation", "measures", "facilities"}


def with_group_passed_over(sender: Sender, phone: Any, group: str, reasons: Json) -> Json:
    visit = sender.visit(code="GEN")
    record = make_record(phone, visit, group_reasons=reasons)
    for section in visit.version["definition"]["sections"]:
        for item in section["items"]:
            if section["group"] == group and item["id"] in record["answers"]:
                record["answers"][item["id"]]["value"] = "na"
    return settled(record, visit, phone)


@pytest.mark.clause("JN-2.3.3d")
@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_group_passed_over_without_a_reason_is_flagged(sender: Sender, group: str) -> None:
    inspector = sender.inspector()
    receipt = inspector.hand_in(with_group_passed_over(sender, inspector.phone, group, {})).json
    assert [(flag["code"], flag["item"]) for flag in receipt["flags"]] == [("group_uncovered", group)]


@pytest.mark.clause("JN-2.3.3d")
@pytest.mark.parametrize("group", sorted(GROUPS))
def test_with_a_reason_it_is_in_order(sender: Sender, group: str) -> None:
    inspector = sender.inspector()
    reasons = {group: "专项检查，另行安排"}
    assert codes_of(inspector.hand_in(with_group_passed_over(sender, inspector.phone, group, reasons)).json) == []
    blank = dict.fromkeys(GROUPS, "  ")
    again = with_group_passed_over(sender, inspector.phone, group, blank)
    assert codes_of(inspector.hand_in(again).json) == ["group_uncovered"]


@pytest.mark.clause("JN-2.3.3d")
def test_what_was_looked_at_is_covered(sender: Sender) -> None:
    inspector, visit = sender.inspector(), sender.visit(code="GEN")
    receipt = inspector.hand_in(make_record(inspector.phone, visit, group_reasons={})).json
    assert codes_of(receipt) == []


@pytest.mark.clause("JN-2.3.3d")
def test_every_item_of_the_base_pack_stands_in_a_group_and_cites_the_clause(
    client_as: Callable[[str], Any], world: World
) -> None:
    version = client_as("inspector").get(f"/api/v1/template-versions/{world.versions['GEN']}").json
    assert {section["group"] for section in version["definition"]["sections"]} == GROUPS
    items = [item for section in version["definition"]["sections"] for item in section["items"]]
    assert len(items) >= 30
    clause, order_93 = (
        {"basis": "jinan-2021-15", "article": "二（三）3"},
        {"basis": "mps-order-93", "article": "第四条"},
    )
    assert [item["id"] for item in items if clause not in item["bases"]] == []
    # These four ask more than the national rule does, and rest on Jinan's document alone.
    assert {item["id"] for item in items if order_93 not in item["bases"]} == {
        "GEN-01-1",
        "GEN-03-1",
        "GEN-12-2",
        "GEN-16-1",
    }
