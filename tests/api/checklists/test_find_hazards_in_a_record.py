"""Failed items become hazards: exactly those, each once, with grade, bases and photos."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from checklists.hazards.models import Hazard, HazardStep
from tests.factories.phone import jpeg, make_record
from tests.factories.records import Inspector, Json, Sender, codes_of, failed_check, item_of, settled, with_failures
from tests.world import World

HAZARDS = "/api/v1/hazards"


def record_with(inspector: Inspector, sender: Sender, facts: Json, **answers: Any) -> Json:
    """A school record with these facts and values, settled; values are item id (with _) → value."""
    visit = sender.visit(facts=facts)
    record = make_record(inspector.phone, visit)
    for name, value in answers.items():
        record["answers"][name.replace("_", "-")] = {"value": value, "note": "现场查看", "photos": []}
    return settled(record, visit, inspector.phone)


def found_in(receipt: Json) -> list[str]:
    return [hazard["item_id"] for hazard in receipt["hazards"]]


def test_each_failed_item_and_no_other_is_a_hazard(sender: Sender, connected: None) -> None:
    check = failed_check(sender, "SCH-02", "SCH-13", "SCH-09", photos=(jpeg(1),))
    assert set(found_in(check.receipt)) == {"SCH-02", "SCH-13", "SCH-09"}
    assert codes_of(check.receipt) == []
    rows = Hazard.select().where(Hazard.inspection_id == check.record["id"])
    assert {(row.item_id, row.state, row.grade) for row in rows} == {
        ("SCH-02", "found", "major"),
        ("SCH-13", "found", "general"),
        ("SCH-09", "found", "general"),
    }


@pytest.mark.clause("JN-2.2.6a")
def test_a_hazard_says_what_where_why_and_since_when(
    sender: Sender, client_as: Callable[[str], Any], world: World
) -> None:
    check = failed_check(sender, "SCH-02", photos=(jpeg(2),))
    hazard = client_as("officer").get(f"{HAZARDS}/{check.hazard_ids[0]}").json
    item = item_of(check.visit, "SCH-02")
    assert item["text"] in hazard["title"]
    assert (hazard["note"], hazard["grade"], hazard["state"]) == ("SCH-02 不符合要求", "major", "found")
    assert hazard["photos"] == [check.record["photos"][0]["sha256"]]
    assert hazard["unit_id"] == str(world.units["school_first"])
    cited = [(basis["basis_id"], basis["article"]) for basis in hazard["bases"]]
    assert cited == [(basis["basis"], basis["article"]) for basis in item["bases"]]
    assert [(step["event"], step["by"]) for step in hazard["history"]] == [("found", "林守义")]


@pytest.mark.clause("JN-0c")
def test_a_hazard_cites_its_bases_by_their_official_titles(sender: Sender, client_as: Callable[[str], Any]) -> None:
    """The seed's own wording for two of them is an alias, never printed."""
    check = failed_check(sender, "GEN-14", code="GEN", facts={"has_guards": True})
    hazard = client_as("officer").get(f"{HAZARDS}/{check.hazard_ids[0]}").json
    titles = [basis["title"] for basis in hazard["bases"]]
    assert "保安服务管理条例" in titles
    assert "保安管理服务条例" not in titles


@pytest.mark.clause("JN-end-a")
def test_a_basis_that_lapsed_is_shown_as_lapsed(sender: Sender, client_as: Callable[[str], Any]) -> None:
    check = failed_check(sender, "GEN-01", code="GEN")
    status = {}
    for day in ("2026-07-31", "2026-08-01"):
        with time_machine.travel(f"{day}T04:00:00Z", tick=False):
            shown = client_as("officer").get(f"{HAZARDS}/{check.hazard_ids[0]}").json
        status[day] = {basis["basis_id"]: basis["status"] for basis in shown["bases"]}
    assert status["2026-07-31"]["jinan-2021-15"] == "in_force"
    assert status["2026-08-01"]["jinan-2021-15"] == "lapsed"
    assert status["2026-08-01"]["state-council-421"] == "in_force"


@pytest.mark.parametrize(("guards", "hazards"), [(2, ["SCH-01"]), (3, []), (4, [])])
def test_a_number_below_what_the_unit_needs_is_a_hazard(sender: Sender, guards: int, hazards: list[str]) -> None:
    inspector = sender.inspector()
    receipt = inspector.hand_in(record_with(inspector, sender, {"guards_needed": 3}, SCH_01=guards)).json
    assert found_in(receipt) == hazards
    assert all(f"{guards}人" in hazard["title"] for hazard in receipt["hazards"])


def test_what_was_failed_though_it_does_not_apply_is_flagged_and_no_hazard(sender: Sender) -> None:
    inspector = sender.inspector()
    record = record_with(inspector, sender, {})
    record["answers"]["SCH-11"] = {"value": "fail", "note": "宿舍无人值守", "photos": []}  # not a boarding school
    receipt = inspector.hand_in(record).json
    assert (codes_of(receipt), found_in(receipt)) == (["not_applicable_answered"], [])
    assert receipt["flags"][0]["item"] == "SCH-11"


def test_the_same_item_applies_and_is_a_hazard_in_a_boarding_school(sender: Sender) -> None:
    inspector = sender.inspector()
    receipt = inspector.hand_in(record_with(inspector, sender, {"boarding": True}, SCH_11="fail")).json
    assert (codes_of(receipt), found_in(receipt)) == ([], ["SCH-11"])


def test_not_applicable_and_passed_items_are_no_hazards(sender: Sender) -> None:
    inspector = sender.inspector()
    receipt = inspector.hand_in(record_with(inspector, sender, {}, SCH_13="na", SCH_06="pass")).json
    assert found_in(receipt) == []


def test_the_score_that_counts_is_the_servers(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector = sender.inspector()
    record = record_with(inspector, sender, {}, SCH_13="fail", SCH_06="na")
    honest = dict(record["score"])
    record["score"] = {"earned": honest["possible"], "possible": honest["possible"]}
    assert codes_of(inspector.hand_in(record).json) == ["score_mismatch"]
    assert client_as("officer").get(f"/api/v1/inspections/{record['id']}").json["score"] == honest


def test_a_record_sent_again_makes_no_hazard_twice(sender: Sender, connected: None) -> None:
    inspector, visit = sender.inspector(), sender.visit()
    record = with_failures(make_record(inspector.phone, visit), visit, inspector.phone, "SCH-13", "SCH-06")
    first, second = inspector.hand_in(record).json, inspector.hand_in(record).json
    assert first["hazards"] == second["hazards"]
    assert Hazard.select().where(Hazard.inspection_id == record["id"]).count() == 2
    ids = [hazard["id"] for hazard in first["hazards"]]
    assert HazardStep.select().where(HazardStep.hazard_id.in_(ids)).count() == 2
