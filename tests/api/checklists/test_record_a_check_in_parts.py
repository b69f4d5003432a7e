"""Two officers on one check, each recording a part: merged item by item, where they differ a person decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection, MergeDecision
from checklists.tasks.models import TaskEnding
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.parts import INSPECTIONS, LIN, ZHOU, SharedCheck, shared_check
from tests.factories.phone import make_record
from tests.factories.records import Json, Sender, codes_of


@pytest.fixture
def check(sender: Sender, client_as: Callable[[str], Any]) -> SharedCheck:
    return shared_check(sender, client_as)


def whole_of(client: Any, record: Json) -> Json:
    answer = client.get(f"{INSPECTIONS}/{record['id']}/check")
    assert answer.status_code == 200, answer.json
    found: Json = answer.json
    return found


def hazards_of(check: SharedCheck) -> dict[str, str]:
    records = Inspection.select(Inspection.id).where(Inspection.task_id == check.task_id)
    return {row.item_id: row.state for row in Hazard.select().where(Hazard.inspection_id.in_(records))}


def is_done(check: SharedCheck) -> bool:
    return bool(TaskEnding.select().where(TaskEnding.task_id == check.task_id).exists())


def decided(client: Any, record: Json, subject: str, chosen: Json, **changes: Any) -> Any:
    body = {"id": str(new_id()), "subject": subject, "chosen_id": chosen["id"], "reason": "现场复看", **changes}
    return client.post(f"{INSPECTIONS}/{record['id']}/decisions", json=body)


def test_what_one_alone_answered_is_taken_and_both_parts_are_kept(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    first = check.sent(LIN, True, TST_01="pass", TST_02="fail")
    assert (codes_of(first["receipt"]), is_done(check)) == ([], False)
    second = check.sent(ZHOU, TST_98="fail", TST_99="pass")
    assert (codes_of(second["receipt"]), is_done(check)) == ([], True)
    found = whole_of(client_as("officer"), second)
    values = {id: answer["value"] for id, answer in found["whole"]["answers"].items()}
    assert values == {"TST-01": "pass", "TST-02": "fail", "TST-98": "fail", "TST-99": "pass"}
    assert (found["disagreements"], codes_of(found["whole"])) == ([], [])
    assert [part["id"] for part in found["parts"]] == sorted([first["id"], second["id"]])
    assert [officer["certificate_shown"] for officer in found["whole"]["officers"]] == [True, True]
    assert hazards_of(check) == {"TST-02": "found", "TST-98": "found"}
    for record in (first, second):
        kept = Inspection.get_by_id(record["id"]).record
        assert kept == {name: value for name, value in record.items() if name != "receipt"}


def test_what_both_answer_alike_is_one_hazard(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    check.sent(LIN, True, TST_01="fail", TST_02="pass")
    second = check.sent(ZHOU, TST_01="fail", TST_98="pass", TST_99="pass")
    assert whole_of(client_as("officer"), second)["disagreements"] == []
    assert hazards_of(check) == {"TST-01": "found"}
    assert len(second["receipt"]["hazards"]) == 1


def test_a_difference_is_shown_and_the_worse_answer_counts_until_a_person_decides(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    first = check.sent(LIN, True, TST_01="pass", TST_02="pass")
    second = check.sent(ZHOU, TST_01="fail", TST_98="pass", TST_99="pass")
    officer = client_as("officer")
    found = whole_of(officer, first)
    assert [(one["subject"], one["taken_id"], one["decision"]) for one in found["disagreements"]] == [
        ("TST-01", second["id"], None)
    ]
    assert codes_of(found["whole"]) == ["parts_disagree"]
    assert hazards_of(check) == {"TST-01": "found"}
    answer = decided(officer, first, "TST-01", first)
    assert answer.status_code == 201, answer.json
    assert answer.json["disagreements"][0]["decision"]["reason"] == "现场复看"
    assert answer.json["whole"]["answers"]["TST-01"]["value"] == "pass"
    assert (codes_of(answer.json["whole"]), hazards_of(check)) == ([], {"TST-01": "withdrawn"})
    event = Event.select().where(Event.kind == "inspection.decided").get()
    assert event.details["subject"] == "TST-01"


def test_a_later_decision_supersedes_the_earlier_and_both_stay(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    first, second = check.sent(LIN, True, TST_01="pass"), check.sent(ZHOU, TST_01="fail")
    officer = client_as("officer")
    assert decided(officer, first, "TST-01", first).status_code == 201
    assert hazards_of(check) == {"TST-01": "withdrawn"}
    assert decided(officer, first, "TST-01", second, reason="再次查看后更改").status_code == 201
    assert hazards_of(check) == {"TST-01": "found"}
    assert MergeDecision.select().count() == 2


def test_a_decision_sent_twice_is_made_once(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    first, _ = check.sent(LIN, TST_01="pass"), check.sent(ZHOU, TST_01="fail")
    officer, id = client_as("officer"), str(new_id())
    answers = [decided(officer, first, "TST-01", first, id=id) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert MergeDecision.select().count() == 1
    assert decided(officer, first, "TST-01", first, id=id, reason="别的理由").status_code == 409


def test_only_a_difference_can_be_decided_and_only_for_one_of_its_parts(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    first, _ = check.sent(LIN, TST_01="pass", TST_02="pass"), check.sent(ZHOU, TST_01="fail")
    officer = client_as("officer")
    for subject, chosen in (("TST-02", first), ("NEW-1", first), ("TST-01", {"id": str(new_id())})):
        answer = decided(officer, first, subject, chosen)
        assert (answer.status_code, answer.json["code"]) == (422, "no_such_conflict")
    assert decided(officer, first, "TST-01", first, reason=" ").status_code == 422
    assert MergeDecision.select().count() == 0


def test_a_stranger_and_the_units_people_decide_nothing(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    first, _ = check.sent(LIN, TST_01="pass"), check.sent(ZHOU, TST_01="fail")
    assert client_as("stranger").get(f"{INSPECTIONS}/{first['id']}/check").status_code == 404
    assert decided(client_as("stranger"), first, "TST-01", first).status_code == 404
    assert decided(client_as("head"), first, "TST-01", first).status_code == 403


@pytest.mark.clause("JN-2.3.3d")
def test_what_a_whole_check_needs_is_asked_of_the_parts_together(
    check: SharedCheck, client_as: Callable[[str], Any]
) -> None:
    first = check.sent(LIN, TST_01="pass", TST_02="pass")
    officer = client_as("officer")
    assert set(codes_of(whole_of(officer, first)["whole"])) == {
        "certificate_not_shown", "officer_signature_missing", "unit_signature_missing", "required_unanswered",
        "group_uncovered",
    }  # fmt: skip
    check.sent(ZHOU, True, TST_98="pass")
    flags = whole_of(officer, first)["whole"]["flags"]
    assert [(flag["code"], flag["item"]) for flag in flags] == [
        ("required_unanswered", "TST-99"),
        ("group_uncovered", "facilities"),
    ]


def test_facts_that_differ_are_for_a_person_too(check: SharedCheck, client_as: Callable[[str], Any]) -> None:
    first = check.sent(LIN, True, facts={"busy": True}, TST_01="pass")
    check.sent(ZHOU, facts={"busy": False}, TST_98="pass")
    found = whole_of(client_as("officer"), first)
    assert [(one["subject"], one["text"]) for one in found["disagreements"]] == [("fact.busy", "人员密集")]


def test_a_disputed_hazard_carries_no_order(check: SharedCheck, client_as: Callable[[str], Any]) -> None:
    check.sent(LIN, True, TST_01="pass", TST_02="pass")
    second = check.sent(ZHOU, TST_01="fail", TST_98="pass", TST_99="pass")
    body = {
        "id": str(new_id()), "inspection_id": second["id"], "hazard_ids": [second["receipt"]["hazards"][0]["id"]],
        "deadline_days": 15, "basis_id": "state-council-421", "article": "第十六条", "violated": "第八条",
        "measures": "加强值守", "decided_on": clock.today().isoformat(),
    }  # fmt: skip
    officer = client_as("officer")
    answer = officer.post("/api/v1/orders", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "hazard_disputed")
    assert decided(officer, second, "TST-01", second).status_code == 201
    assert officer.post("/api/v1/orders", json=body).status_code == 201


def test_a_part_is_corrected_within_its_check(
    check: SharedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    first = check.sent(LIN, True, TST_01="fail", TST_02="pass")
    second = check.sent(ZHOU, TST_98="pass", TST_99="pass")
    record = check.part(LIN, True, TST_01="pass", TST_02="pass")
    record |= {"corrects_id": first["id"], "correction_reason": "看错了门"}
    assert check.send(LIN, record).status_code == 201
    found = whole_of(client_as("officer"), second)
    assert {part["id"]: part["record_id"] for part in found["parts"]} == {
        first["id"]: record["id"],
        second["id"]: second["id"],
    }
    assert found["whole"]["answers"]["TST-01"]["value"] == "pass"
    assert hazards_of(check) == {"TST-01": "withdrawn"}


def test_a_part_without_its_task_is_refused(check: SharedCheck, sender: Sender) -> None:
    record = make_record(check.phones[LIN].phone, sender.visit(), part_of=str(new_id()))
    answer = check.send(LIN, record)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "record.part_of")


def test_a_record_that_is_whole_by_itself_is_no_part(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit())
    inspector.hand_in(record)
    assert client_as("officer").get(f"{INSPECTIONS}/{record['id']}/check").status_code == 404
