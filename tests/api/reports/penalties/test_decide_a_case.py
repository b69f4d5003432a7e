"""A bureau's leader decides what officers prepared and the legal officer reviewed; one decision a case."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reports.documents.models import Document
from reports.documents.rules import DocumentKind, Verification
from reports.penalties.jobs import PAPERS
from reports.penalties.models import PenaltyAct, PenaltyDecision
from reports.penalties.queries.papers.parts import Sheet
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.events import Event, verify_chain
from server.core.ids import new_id
from tests.factories.hazards import ordered
from tests.factories.penalties import (
    CASES,
    SPOTS,
    Late,
    acted,
    choice,
    consequence,
    decision,
    evidence,
    filed,
    filing,
    no_penalty,
    post,
    ready,
    receipt,
    refused,
    spot,
    statement,
    told,
)
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.mark.clause("JN-2.3.3b")
def test_a_decision_has_its_number_at_once_and_its_paper_soon(
    prepared: str, client_as: ClientAs, run_jobs: Callable[[], int], connected: None
) -> None:
    decided = acted(post(client_as("leader"), prepared, "decisions", **decision()))
    assert (decided["state"], decided["decision"]["fine_fen"], decided["decision"]["is_warning"]) == (
        "decided",
        2_000_000,
        True,
    )
    assert decided["deadlines"] == []
    run_jobs()
    last = client_as("officer").get(f"{CASES}/{prepared}").json["acts"][-1]
    assert (last["kind"], last["document"]["state"]) == ("decision", "signed")
    assert [one["role"] for one in last["document"]["signatures"]] == ["officer", "authority"]
    event = Event.get(Event.kind == "penalty.decided")
    assert event.details == {
        "decision_id": last["id"],
        "case_id": prepared,
        "unit_id": decided["unit"]["id"],
        "document_id": last["document"]["id"],
        "spot": False,
    }
    assert verify_chain().ok


@pytest.mark.clause("JN-2.2.1b")
def test_the_decision_lists_both_responsible_persons_and_each_is_told(
    sender: Sender, client_as: ClientAs, world: World, connected: None
) -> None:
    """The petrol station, of the other bureau, is run by a contractor, who answers jointly."""
    pair = [str(world.persons[key]) for key in ("officer_licheng", "inspector_licheng_1")]
    body = filing(world, unit_id=str(world.units["fuel"]), officer_ids=pair)
    id = acted(client_as("stranger").post(CASES, json=body))["id"]
    acted(post(client_as("stranger"), id, "evidence", **evidence()))
    case = acted(post(client_as("other_leader"), id, "no-penalty-decisions", **no_penalty("not_established")))
    listed = {(one["name"], one["role"]) for one in case["acts"][-1]["details"]["responsible"]}
    assert {role for _, role in listed} == {"first_responsible", "jointly_responsible"}
    act = PenaltyAct.get_by_id(case["acts"][-1]["id"])
    sheet = Sheet(act, DocumentKind.NO_PENALTY_DECISION, "1", Verification(act.id, "", ""))
    rows = dict(PAPERS["no_penalty"][1](sheet).blocks[0].rows)
    first = next(name for name, role in listed if role == "first_responsible")
    assert rows["第一责任人"].startswith(first)
    assert rows["共同责任人"] == "许承包（承包经营人）"
    told_to = {row.to_id for row in Notice.select().where(Notice.kind == "penalty.no_penalty")}
    assert {world.persons["head_fuel"], world.persons["joint_fuel"]} <= told_to


@pytest.mark.parametrize(("persona", "code"), [("officer", 403), ("legal", 403), ("head", 403), ("other_leader", 404)])
def test_only_the_bureaus_leader_decides(prepared: str, client_as: ClientAs, persona: str, code: int) -> None:
    assert post(client_as(persona), prepared, "decisions", **decision()).status_code == code


def test_the_city_does_not_decide_in_the_branchs_name(prepared: str, client_as: ClientAs) -> None:
    refused(post(client_as("city_leader"), prepared, "decisions", **decision()), "case_of_another_agency", "第二十二条")


def test_the_password_is_asked_for_again(prepared: str, client_as: ClientAs) -> None:
    leader = client_as("leader")
    body = decision()
    del body["password"]
    missing = post(leader, prepared, "decisions", **body)
    assert (missing.status_code, missing.json["errors"][0]["field"]) == (422, "password")
    wrong = post(leader, prepared, "decisions", **decision(password="Wrong-password-1"))
    assert wrong.json["code"] == "password_refused"
    assert client_as("officer").get(f"{CASES}/{prepared}").json["decision"] is None


def test_sent_twice_it_is_decided_once(prepared: str, client_as: ClientAs, connected: None) -> None:
    leader, body = client_as("leader"), {**decision(), "id": str(new_id())}
    first, second = (post(leader, prepared, "decisions", **body) for _ in range(2))
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert Document.select().where(Document.subject_id == body["id"]).count() == 1
    other = post(leader, prepared, "decisions", **{**body, "reasons": "另有理由"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_of_two_who_decide_at_once_one_does(prepared: str, client_as: ClientAs, connected: None) -> None:
    gate, answers = threading.Barrier(6), []
    clients = [client_as("leader") for _ in range(6)]

    def go(client: Any) -> None:
        gate.wait()
        answers.append(post(client, prepared, "decisions", **decision()))

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [201, *[422] * 5]
    assert {answer.json["code"] for answer in answers if answer.status_code == 422} == {"case_ended"}
    assert PenaltyDecision.select().count() == 1
    assert Document.select().where(Document.kind == "penalty_decision").count() == 1


def test_sent_several_times_at_once_it_is_decided_once_and_each_is_told_so(
    prepared: str, client_as: ClientAs, connected: None
) -> None:
    body = {**decision(), "id": str(new_id())}
    gate, answers = threading.Barrier(6), []
    clients = [client_as("leader") for _ in range(6)]

    def go(client: Any) -> None:
        gate.wait()
        answers.append(post(client, prepared, "decisions", **body))

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 6
    assert Document.select().where(Document.kind == "penalty_decision").count() == 1


@pytest.mark.parametrize(
    ("changes", "code", "article"),
    [
        ({"fine_fen": 2_500_000}, "heavier_than_notified", "第四十四条"),
        ({"fine_fen": 990_000}, "fine_out_of_range", "第四条"),
        ({"grade": "light", "fine_fen": 1_500_000}, "grade_unfounded", "第三十二条"),
        ({"grade": "heavy"}, "grade_unfounded", "第三十二条"),
        ({"grade": "heavy", "factors": ["grave_result"]}, "fine_out_of_grade", "第三十四条"),
        ({"is_warning": False}, "bare_fine", "第十九条"),
        ({"is_warning": False, "fine_fen": 0}, "penalty_none", "第五十九条"),
    ],
)
def test_kind_and_sum_keep_to_law_notice_and_discretion(
    prepared: str, client_as: ClientAs, changes: dict[str, Any], code: str, article: str
) -> None:
    refused(post(client_as("leader"), prepared, "decisions", **decision(**changes)), code, article)


def test_less_than_was_notified_may_be_decided(prepared: str, client_as: ClientAs) -> None:
    lighter = decision(10_000, grade="light", factors=["eliminated_harm"])
    assert acted(post(client_as("leader"), prepared, "decisions", **lighter))["decision"]["fine_fen"] == 1_000_000


@pytest.mark.clause("JN-2.3.3b")
def test_a_fine_needs_order_expiry_failed_recheck_and_a_consequence(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    officer = client_as("officer")
    bare = filed(client_as, world)
    acted(post(officer, bare, "evidence", **evidence()))
    answer = post(officer, bare, "notices", **choice())
    refused(answer, "warning_conditions_unmet", "第十九条", "is_warning")
    answer = post(officer, bare, "notices", **choice(is_warning=False))
    refused(answer, "fine_conditions_unmet", "第十九条", "fine_fen")
    assert answer.json["missing"] == ["consequence_recorded", "deadline_passed", "order_issued", "recheck_failed"]
    found = ordered(sender, client_as)
    early = filed(client_as, world, hazard_ids=[found.id])
    acted(post(officer, early, "evidence", **evidence()))
    acted(post(officer, early, "consequences", **consequence()))
    answer = post(officer, early, "notices", **choice())
    refused(answer, "fine_conditions_unmet", "第十九条")
    assert answer.json["missing"] == ["deadline_passed", "recheck_failed"]
    assert acted(post(officer, early, "notices", **choice(0)))["notice"]["has_hearing_right"] is False


def test_a_consequence_rests_on_evidence(client_as: ClientAs, world: World) -> None:
    answer = post(client_as("officer"), filed(client_as, world), "consequences", **consequence())
    refused(answer, "evidence_missing", "第四十条", "files")


def test_nobody_is_fined_twice_for_the_same(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        first = filed(client_as, world, hazard_ids=[found.id])
        ready(client_as, first)
        acted(post(client_as("leader"), first, "decisions", **decision()))
        again, officer = filed(client_as, world, hazard_ids=[found.id]), client_as("officer")
        acted(post(officer, again, "evidence", **evidence()))
        acted(post(officer, again, "consequences", **consequence()))
        refused(post(officer, again, "notices", **choice()), "double_fine", "第二十九条", "fine_fen")


def test_a_fine_alone_is_right_where_the_order_had_its_warning(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        acted(client_as("officer").post(SPOTS, json=spot(world, found.order["id"])))
        case = told(client_as, filed(client_as, world, hazard_ids=[found.id]), is_warning=False)
    assert case["notice"]["fine_fen"] == 2_000_000


def test_nobody_pays_for_having_spoken(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        officer, id = client_as("officer"), filed(client_as, world, hazard_ids=[found.id])
        told(client_as, id)
        acted(post(officer, id, "statements", **statement(is_made=True)))
        refused(post(officer, id, "notices", **choice(30_000)), "heavier_after_statement", "第四十五条", "fine_fen")
        acted(post(officer, id, "evidence", **evidence(title="新的视频")))
        assert acted(post(officer, id, "notices", **choice(30_000)))["notice"]["fine_fen"] == 3_000_000


def test_a_large_fine_is_discussed_first(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        officer, id = client_as("officer"), filed(client_as, world, hazard_ids=[found.id])
        assert told(client_as, id, 60_000)["notice"]["is_serious"] is True
        acted(post(officer, id, "statements", **statement()))
        acted(post(officer, id, "hearing-waivers"))
        acted(post(client_as("legal"), id, "legal-reviews", outcome="agreed", opinion="同意。"))
        refused(post(client_as("leader"), id, "decisions", **decision(60_000)), "discussion_missing", "第五十七条")


def test_the_case_officer_neither_reviews_nor_decides(prepared: str, client_as: ClientAs, world: World) -> None:
    case = client_as("legal").get(f"{CASES}/{prepared}").json
    assert not any(row["mine"] for row in case["next_acts"] if row["act"] in ("decision", "evidence"))
    refused(post(client_as("second_officer"), prepared, "evidence", **evidence()), "not_case_officer", "第四十二条")


def test_of_a_person_the_threshold_is_two_thousand_and_the_range_smaller(
    late: Late, client_as: ClientAs, world: World
) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        officer = client_as("officer")
        person = {"kind": "person", "name": "赵校长", "post": "校长"}
        id = filed(client_as, world, hazard_ids=[found.id], respondent=person)
        acted(post(officer, id, "evidence", **evidence()))
        acted(post(officer, id, "consequences", **consequence()))
        small = acted(post(officer, id, "notices", **choice(1_999, is_warning=False)))
        assert small["notice"]["has_hearing_right"] is False
        large = acted(post(officer, id, "notices", **choice(2_000, is_warning=False)))
        assert large["notice"]["has_hearing_right"] is True
        refused(post(officer, id, "notices", **choice(6_000, is_warning=False)), "fine_out_of_range", "第四条")


def test_a_warning_alone_needs_no_review(sender: Sender, client_as: ClientAs, world: World) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    id = filed(client_as, world, hazard_ids=[found.id])
    acted(post(officer, id, "evidence", **evidence()))
    acted(post(officer, id, "notices", **choice(0)))
    acted(post(officer, id, "receipts", **receipt()))
    case = acted(post(officer, id, "statements", **statement()))
    assert (case["state"], case["needs_review"]) == ("deciding", False)
    assert acted(post(client_as("leader"), id, "decisions", **decision(0)))["decision"]["is_warning"] is True


def test_a_receipt_that_was_refused_has_a_witness(sender: Sender, client_as: ClientAs, world: World) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    id = filed(client_as, world, hazard_ids=[found.id])
    acted(post(officer, id, "evidence", **evidence()))
    acted(post(officer, id, "notices", **choice(0)))
    refused(post(officer, id, "receipts", **receipt(way="refused")), "notice_not_received", "第四十四条", "witness")
    early = receipt(received_on=(clock.today() - timedelta(days=1)).isoformat())
    assert post(officer, id, "receipts", **early).json["code"] == "day_out_of_case"
    assert post(officer, id, "receipts", **receipt(way="refused", witness="社区民警王某")).status_code == 201
