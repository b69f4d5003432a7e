"""Of so many looked at, so many in order: freight and parcel checks state rates, and a rate decides.

Waybills of freight and parcels of express stations are sampled; each test publishes a checklist of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.inspections.models import Inspection
from server.core.ids import new_id
from tests.factories.phone import make_record
from tests.factories.records import (
    Inspector,
    Json,
    Sender,
    codes_of,
    publish,
    sample_kind,
    settled,
    small_definition,
    small_item,
)
from tests.world import World

FREIGHT = ("受理环节抽检", "托运人实名", "物品登记", "信息留存")
EXPRESS = ("收寄验视", "实名收寄", "过机安检")


@pytest.fixture
def inspector(sender: Sender) -> Inspector:
    return sender.inspector()


def shown(client_as: Callable[[str], Any], record: Json) -> Json:
    answer = client_as("officer").get(f"/api/v1/inspections/{record['id']}")
    assert answer.status_code == 200, answer.json
    found: Json = answer.json
    return found


def sampled(sender: Sender, client: Any, inspector: Inspector, titles: tuple[str, ...], **counts: Json) -> Any:
    """A record of one sampled item for each title, the counts given over those that pass; and the visit."""
    items = [
        small_item(f"TST-{number:02}", text=title, critical=True, **sample_kind(min_checked=20))
        for number, title in enumerate(titles, 1)
    ]
    visit = sender.visit_with(publish(client, *items))
    record = make_record(inspector.phone, visit)
    for name, count in counts.items():
        record["answers"][name.replace("_", "-")]["value"] = count
    return settled(record, visit, inspector.phone)


@pytest.mark.clause("LN-25")
def test_a_freight_check_samples_waybills_and_computes_four_rates(
    sender: Sender, client_as: Callable[[str], Any], inspector: Inspector
) -> None:
    counts = {
        "TST_01": {"checked": 30, "passed": 30},
        "TST_02": {"checked": 30, "passed": 29},
        "TST_03": {"checked": 40, "passed": 1},
        "TST_04": {"checked": 20, "passed": 20},
    }
    record = sampled(sender, client_as("officer"), inspector, FREIGHT, **counts)
    assert codes_of(inspector.hand_in(record).json) == []
    rates = shown(client_as, record)["rates"]
    assert [(rate["text"], rate["checked"], rate["percent"], rate["outcome"]) for rate in rates] == [
        ("受理环节抽检", 30, "100", "pass"),
        ("托运人实名", 30, "96.6", "fail"),
        ("物品登记", 40, "2.5", "fail"),
        ("信息留存", 20, "100", "pass"),
    ]


@pytest.mark.clause("LN-26")
def test_nineteen_of_twenty_parcels_are_95_percent_and_not_in_order(
    sender: Sender, client_as: Callable[[str], Any], inspector: Inspector
) -> None:
    record = sampled(sender, client_as("officer"), inspector, EXPRESS, TST_02={"checked": 20, "passed": 19})
    receipt = inspector.hand_in(record).json
    found = shown(client_as, record)
    assert [(rate["percent"], rate["outcome"]) for rate in found["rates"]] == [
        ("100", "pass"),
        ("95", "fail"),
        ("100", "pass"),
    ]
    assert (found["result"], found["failed_critical"]) == ("fail", ["TST-02"])
    assert [hazard["title"] for hazard in receipt["hazards"]] == [
        "不符合“实名收寄”（抽查 20票，合格 19票，合格率 95%）"
    ]


@pytest.mark.clause("LN-26")
def test_all_three_rates_at_100_percent_pass(
    sender: Sender, client_as: Callable[[str], Any], inspector: Inspector
) -> None:
    record = sampled(sender, client_as("officer"), inspector, EXPRESS)
    assert inspector.hand_in(record).json["hazards"] == []
    assert (shown(client_as, record)["result"], shown(client_as, record)["failed_critical"]) == ("pass", [])


@pytest.mark.parametrize(
    "value",
    [
        {"checked": 20},
        {"checked": 20, "passed": 19.5},
        {"checked": 20, "passed": None},
        {"checked": True, "passed": 1},
        {"checked": 20, "passed": 19, "seen": 1},
        {"checked": "20", "passed": "19"},
        [20, 19],
    ],
)
def test_what_is_no_count_is_refused(
    sender: Sender, client_as: Callable[[str], Any], inspector: Inspector, value: Any, connected: None
) -> None:
    record = sampled(sender, client_as("officer"), inspector, EXPRESS)
    record["answers"]["TST-01"]["value"] = value
    answer = inspector.hand_in(record)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["field"].startswith("record.answers")
    assert not Inspection.select().where(Inspection.id == record["id"]).exists()


def test_a_stranger_sees_no_rates(
    sender: Sender, client_as: Callable[[str], Any], inspector: Inspector, world: World
) -> None:
    record = sampled(sender, client_as("officer"), inspector, EXPRESS)
    inspector.hand_in(record)
    assert client_as("stranger").get(f"/api/v1/inspections/{record['id']}").status_code == 404


def test_a_record_sent_twice_states_the_same_rates(
    sender: Sender, client_as: Callable[[str], Any], inspector: Inspector
) -> None:
    record = sampled(sender, client_as("officer"), inspector, EXPRESS, TST_01={"checked": 20, "passed": 0})
    first, second = inspector.hand_in(record), inspector.hand_in(record)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert len(first.json["hazards"]) == 1


def test_weights_count_and_a_failure_that_is_not_critical_leaves_the_sheet_in_part(
    sender: Sender, client_as: Callable[[str], Any], inspector: Inspector
) -> None:
    visit = sender.visit_with(publish(client_as("officer"), small_item("TST-01", weight=3), small_item("TST-02")))
    record = make_record(inspector.phone, visit)
    record["answers"]["TST-02"]["value"] = "fail"
    assert codes_of(inspector.hand_in(settled(record, visit, inspector.phone)).json) == []
    found = shown(client_as, record)
    assert (found["score"], found["result"]) == ({"earned": 15, "possible": 18}, "partial")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"min_checked": 0}, None),
        ({"pass_if": {"at_least": 101}}, "bad_bounds"),
        ({"pass_if": {"at_least": 99.5}}, "bad_bounds"),
        ({"pass_if": {"above": 90}}, "bad_bounds"),
        ({"pass_if": {"at_least": {"fact": "needed"}}}, "bad_bounds"),
        ({"weight": 4}, None),
        ({"levels": []}, None),
        ({"levels": [4]}, None),
    ],
)
def test_a_checklist_that_asks_for_an_impossible_sample_is_refused(
    client_as: Callable[[str], Any], change: Json, code: str | None
) -> None:
    item = small_item("TST-01", **{**sample_kind(), **change})
    section = {"id": "only", "title": "全部", "group": None, "items": [item]}
    answer = client_as("officer").post(
        "/api/v1/templates", json={"id": str(new_id()), "definition": small_definition(sections=[section])}
    )
    assert answer.status_code == 422
    assert code is None or code in [problem.get("code") for problem in answer.json["errors"]]


@pytest.mark.parametrize(
    ("code", "unit", "sampled_items"),
    [
        pytest.param("LOG", "logistics", ["LOG-01", "LOG-02", "LOG-03", "LOG-04"], marks=pytest.mark.clause("LN-25")),
        pytest.param("EXP", "express", ["EXP-01", "EXP-02", "EXP-03"], marks=pytest.mark.clause("LN-26")),
    ],
)
def test_the_shipped_checklists_ask_for_the_rates_and_the_first_of_them_fails_at_nineteen_of_twenty(
    sender: Sender, client_as: Callable[[str], Any], code: str, unit: str, sampled_items: list[str]
) -> None:
    inspector = sender.inspector("stranger")  # of the branch in which these units lie
    visit = sender.visit(unit, code, ("officer_licheng", "inspector_licheng_1"))
    record = make_record(inspector.phone, visit)
    record["answers"][sampled_items[0]] = {
        "value": {"checked": 20, "passed": 19}, "note": "一单不符", "photos": []
    }  # fmt: skip
    receipt = inspector.hand_in(settled(record, visit, inspector.phone)).json
    found = client_as("stranger").get(f"/api/v1/inspections/{record['id']}").json
    rates = {rate["item"]: (rate["percent"], rate["outcome"]) for rate in found["rates"]}
    assert rates == {sampled_items[0]: ("95", "fail")} | dict.fromkeys(sampled_items[1:], ("100", "pass"))
    assert (found["result"], found["failed_critical"]) == ("fail", [sampled_items[0]])
    assert sampled_items[0] in [hazard["item_id"] for hazard in receipt["hazards"]]
