"""当场处罚: only a warning, beside an order, by two officers, handed over, reported within a day."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from reports.documents.rules import DocumentKind, Paragraph, Verification
from reports.penalties.models import PenaltyAct, PenaltyDecision
from reports.penalties.queries.papers import spot_facts
from reports.penalties.queries.papers.parts import Sheet
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.hazards import ordered
from tests.factories.orders import draft
from tests.factories.penalties import CASES, SPOTS, acted, post, refused, spot
from tests.factories.records import Sender, failed_check
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.mark.clause("JN-2.3.3b")
def test_a_warning_goes_with_its_order_and_is_reported(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int], connected: None
) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    case = acted(officer.post(SPOTS, json=spot(world, found.order["id"])))
    assert (case["state"], case["procedure"], case["decision"]["kind"]) == ("decided", "spot", "spot")
    (waiting,) = case["deadlines"]
    assert waiting["code"] == "spot_report"
    assert waiting["due_at"] > case["filed_at"]
    run_jobs()
    assert officer.get(f"{CASES}/{case['id']}").json["acts"][0]["document"]["state"] == "signed"
    act = PenaltyAct.get_by_id(case["id"])
    paper = spot_facts(Sheet(act, DocumentKind.SPOT_PENALTY, "1", Verification(act.id, "", "")))
    words = "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert "应当先自收到本决定书之日起60日内申请行政复议" in words
    assert "6个月" not in words
    assert found.order["number"] in words
    assert acted(post(officer, case["id"], "spot-reports"))["deadlines"] == []
    assert Event.get(Event.kind == "penalty.decided").details["spot"] is True


def test_both_responsible_persons_are_told(sender: Sender, client_as: ClientAs, world: World) -> None:
    found = ordered(sender, client_as)
    acted(client_as("officer").post(SPOTS, json=spot(world, found.order["id"])))
    assert any(row["kind"] == "penalty.spot" for row in client_as("head").get("/api/v1/notices").json["items"])


def test_what_the_simple_procedure_does_not_allow_is_refused(sender: Sender, client_as: ClientAs, world: World) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    lin = str(world.persons["inspector_lin"])
    for changes, code, article, field in (
        ({"fine_fen": 100_000}, "spot_only_warning", "第五十一条", "fine_fen"),
        ({"offence": "counter_terror_88"}, "spot_only_warning", "第五十一条", "offence"),
        ({"officer_ids": [str(world.persons["officer_chen"])]}, "case_officers_too_few", "第四十二条", "officer_ids"),
        ({"officer_ids": [lin, str(world.persons["inspector_zhou"])]}, "not_case_officer", "第四十二条", "officer_ids"),
        ({"receipt": "refused"}, "spot_not_handed_over", "第五十二条", "witness"),
    ):
        refused(officer.post(SPOTS, json=spot(world, found.order["id"], **changes)), code, article, field)
    refusal = spot(world, found.order["id"], receipt="refused", witness="社区民警王某")
    assert officer.post(SPOTS, json=refusal).status_code == 201


def test_an_order_that_is_only_a_draft_carries_no_warning(sender: Sender, client_as: ClientAs, world: World) -> None:
    order = draft(client_as("officer"), failed_check(sender, "SCH-13"))
    refused(client_as("officer").post(SPOTS, json=spot(world, order["id"])), "ground_unfit", "第四十条", "order_id")


def test_one_warning_an_order_however_many_give_it_at_once(
    sender: Sender, client_as: ClientAs, world: World, connected: None
) -> None:
    found, answers, gate = ordered(sender, client_as), [], threading.Barrier(4)
    clients = [client_as("officer") for _ in range(4)]

    def go(client: Any) -> None:
        gate.wait()
        answers.append(client.post(SPOTS, json=spot(world, found.order["id"])))

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert {answer.json["code"] for answer in answers if answer.status_code == 422} == {"spot_already_given"}
    assert PenaltyDecision.select().count() == 1


@pytest.mark.parametrize(("persona", "code"), [("stranger", 404), ("head", 403), ("leader", 403), ("inspector", 403)])
def test_only_officers_in_reach_warn(
    sender: Sender, client_as: ClientAs, world: World, persona: str, code: int
) -> None:
    found = ordered(sender, client_as)
    assert client_as(persona).post(SPOTS, json=spot(world, found.order["id"])).status_code == code


def test_the_password_is_asked_for_and_an_unknown_order_is_not_found(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    assert officer.post(SPOTS, json=spot(world, str(new_id()))).status_code == 404
    wrong = officer.post(SPOTS, json=spot(world, str(new_id()), password="Wrong-password-1"))
    assert wrong.json["code"] == "password_refused"
    empty = officer.post(SPOTS, json=spot(world, str(new_id()), place=""))
    assert empty.json["errors"][0]["field"] == "place"


def test_sent_twice_it_is_given_once(sender: Sender, client_as: ClientAs, world: World) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    body = spot(world, found.order["id"])
    first, second = officer.post(SPOTS, json=body), officer.post(SPOTS, json=body)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    other = officer.post(SPOTS, json={**body, "place": "别处"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
