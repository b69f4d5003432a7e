"""A record is never changed: a later one takes its place, says why, and both stay to be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.hazards.models import Hazard, HazardStep
from checklists.inspections.models import Inspection
from server.core.ids import new_id
from tests.factories.orders import ORDERS, order_body
from tests.factories.phone import make_record
from tests.factories.records import Inspector, Json, Sender, codes_of, failed_check, with_failures
from tests.world import World

INSPECTIONS = "/api/v1/inspections"


@pytest.fixture
def inspector(sender: Sender) -> Inspector:
    return sender.inspector()


def handed_in(sender: Sender, inspector: Inspector, *failing: str, code: str = "SCH", **changes: Any) -> Json:
    """A record as it was taken in; ``corrects`` names the one that it corrects."""
    if first := changes.pop("corrects", None):
        changes = {"corrects_id": first["id"], "correction_reason": "复核发现记录有误", **changes}
    visit = sender.visit(code=code)
    record = with_failures(make_record(inspector.phone, visit, **changes), visit, inspector.phone, *failing)
    answer = inspector.hand_in(record)
    assert answer.status_code == 201, answer.json
    return {**record, "receipt": answer.json}


def refusal(sender: Sender, inspector: Inspector, corrects_id: Any, **changes: Any) -> tuple[int, str]:
    record = make_record(
        inspector.phone, sender.visit(), corrects_id=str(corrects_id), correction_reason="有误", **changes
    )
    answer = inspector.hand_in(record)
    assert not Inspection.select().where(Inspection.id == record["id"]).exists()
    return answer.status_code, answer.json["code"]


def open_items(unit_id: Any) -> dict[str, str]:
    rows = Hazard.select().where(Hazard.unit_id == unit_id).order_by(Hazard.id)
    return {row.item_id: row.state for row in rows}


def test_what_fails_no_more_is_withdrawn_and_what_fails_now_is_found(
    sender: Sender, inspector: Inspector, world: World, connected: None
) -> None:
    first = handed_in(sender, inspector, "SCH-02", "SCH-13")
    kept, gone = (
        [h["id"] for h in first["receipt"]["hazards"] if h["item_id"] == item] for item in ("SCH-13", "SCH-02")
    )
    second = handed_in(sender, inspector, "SCH-13", "SCH-05", corrects=first)
    assert open_items(world.units["school_first"]) == {"SCH-02": "withdrawn", "SCH-13": "found", "SCH-05": "found"}
    assert [hazard["item_id"] for hazard in second["receipt"]["hazards"]] == ["SCH-13", "SCH-05"]
    assert second["receipt"]["hazards"][0]["id"] == kept[0]
    step = HazardStep.select().where((HazardStep.hazard_id == gone[0]) & (HazardStep.step == "withdrawn")).get()
    assert "复核发现记录有误" in step.detail
    assert step.details == {"inspection_id": second["id"]}


def test_the_original_is_untouched_and_the_chain_is_seen_from_both_ends(
    sender: Sender, inspector: Inspector, client_as: Callable[[str], Any], connected: None
) -> None:
    first = handed_in(sender, inspector, "SCH-13")
    before = Inspection.get_by_id(first["id"]).record
    second = handed_in(sender, inspector, corrects=first)
    third = handed_in(sender, inspector, "SCH-02", corrects=second)
    assert Inspection.get_by_id(first["id"]).record == before
    for record, corrected_by in ((first, second["id"]), (second, third["id"]), (third, None)):
        shown = client_as("officer").get(f"{INSPECTIONS}/{record['id']}").json
        assert shown["corrected_by_id"] == corrected_by
        assert [link["id"] for link in shown["chain"]] == [first["id"], second["id"], third["id"]]
        assert [link["reason"] for link in shown["chain"]] == ["", "复核发现记录有误", "复核发现记录有误"]
    listed = {row["id"]: row for row in client_as("officer").get(INSPECTIONS).json["items"]}
    assert (listed[first["id"]]["corrected_by_id"], listed[third["id"]]["corrects_id"]) == (second["id"], second["id"])


def test_a_hazard_comes_back_when_the_correction_is_corrected(
    sender: Sender, inspector: Inspector, world: World, connected: None
) -> None:
    first = handed_in(sender, inspector, "SCH-13")
    second = handed_in(sender, inspector, corrects=first)
    assert open_items(world.units["school_first"]) == {"SCH-13": "withdrawn"}
    third = handed_in(sender, inspector, "SCH-13", corrects=second)
    assert open_items(world.units["school_first"]) == {"SCH-13": "found"}
    assert [hazard["id"] for hazard in third["receipt"]["hazards"]] == [first["receipt"]["hazards"][0]["id"]]


def test_an_ordered_hazard_stays_and_is_flagged_for_a_person(
    sender: Sender, inspector: Inspector, world: World, connected: None
) -> None:
    first = handed_in(sender, inspector, "SCH-13")
    Hazard.update(state="ordered", order_id=new_id()).where(Hazard.inspection_id == first["id"]).execute()
    second = handed_in(sender, inspector, corrects=first)
    assert codes_of(second["receipt"]) == ["hazard_in_progress"]
    assert open_items(world.units["school_first"]) == {"SCH-13": "ordered"}


def test_a_correction_sent_twice_is_taken_once(sender: Sender, inspector: Inspector, connected: None) -> None:
    first = handed_in(sender, inspector, "SCH-13")
    second = handed_in(sender, inspector, corrects=first)
    receipt = second.pop("receipt")
    again = inspector.hand_in(second)
    assert (again.status_code, again.json) == (200, receipt)
    steps = HazardStep.select().where(HazardStep.hazard_id == first["receipt"]["hazards"][0]["id"])
    assert [step.step for step in steps.order_by(HazardStep.id)] == ["found", "withdrawn"]


def test_only_the_latest_record_is_corrected(sender: Sender, inspector: Inspector, connected: None) -> None:
    first = handed_in(sender, inspector)
    second = handed_in(sender, inspector, corrects=first)
    assert refusal(sender, inspector, first["id"]) == (409, "already_corrected")
    handed_in(sender, inspector, corrects=second)


def test_a_record_of_another_unit_or_checklist_is_not_corrected(
    sender: Sender, inspector: Inspector, world: World, connected: None
) -> None:
    other = handed_in(sender, inspector, code="GEN")
    assert refusal(sender, inspector, other["id"]) == (422, "correction_elsewhere")
    first = handed_in(sender, inspector)
    elsewhere = str(world.units["school_primary"])
    assert refusal(sender, inspector, first["id"], unit_id=elsewhere) == (422, "correction_elsewhere")
    assert refusal(sender, inspector, first["id"], kind="special") == (422, "correction_elsewhere")


def test_a_record_that_is_not_there_is_not_corrected(sender: Sender, inspector: Inspector, connected: None) -> None:
    assert refusal(sender, inspector, new_id()) == (422, "corrected_unknown")


def test_a_record_does_not_correct_itself(sender: Sender, inspector: Inspector, connected: None) -> None:
    record = make_record(inspector.phone, sender.visit())
    answer = inspector.hand_in({**record, "corrects_id": record["id"], "correction_reason": "有误"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "record.corrects_id")


def test_a_correction_without_a_reason_is_refused(sender: Sender, inspector: Inspector, connected: None) -> None:
    first = handed_in(sender, inspector)
    record = make_record(inspector.phone, sender.visit(), corrects_id=first["id"], correction_reason="  ")
    answer = inspector.hand_in(record)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "record.correction_reason")


@pytest.mark.parametrize(("persona", "officers"), [("city", None), ("department", None)])
def test_another_agency_does_not_correct(
    sender: Sender, inspector: Inspector, persona: str, officers: None, connected: None
) -> None:
    first = handed_in(sender, inspector)
    assert refusal(sender, sender.inspector(persona), first["id"]) == (422, "correction_by_another")


def test_a_stranger_learns_nothing_of_what_it_would_correct(
    sender: Sender, inspector: Inspector, world: World, connected: None
) -> None:
    first = handed_in(sender, inspector)
    stranger = sender.inspector("stranger")
    elsewhere = str(world.units["kindergarten"])
    assert refusal(sender, stranger, first["id"], unit_id=elsewhere) == (422, "corrected_unknown")


def test_a_corrected_record_carries_no_order_and_its_correction_does(
    sender: Sender, client_as: Callable[[str], Any], connected: None
) -> None:
    check = failed_check(sender, "SCH-13")
    body = order_body(check)
    second = handed_in(sender, check.inspector, "SCH-13", corrects=check.record)
    officer = client_as("officer")
    answer = officer.post(ORDERS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "inspection_corrected")
    assert answer.json["latest_id"] == second["id"]
    body = {**body, "id": str(new_id()), "inspection_id": second["id"]}
    assert officer.post(ORDERS, json=body).status_code == 201
