"""The leader decides when the notice has run and every objection is answered; papers and certificates follow."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from reports.commendations.errors import DeciderInvolved
from reports.commendations.models import CommendationDecision, Honour
from reports.commendations.services import decide_round
from server.alerts.notices.models import Notice
from server.core.errors import ShouwangError
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import Actor
from tests.factories.commendations import JINAN, REGULATION, Course, open_course, text_of
from tests.factories.hazards import refusal
from tests.world import World


@pytest.mark.clause("JN-3.5a", "LN-19c")
def test_a_decision_makes_its_paper_and_a_certificate_for_each(
    noticed: Course, run_jobs: Callable[[], int], anonymous: Any, connected: None
) -> None:
    assert refusal(noticed.decide()) == (422, "notice_running")
    with noticed.after_notice():
        answer = noticed.decide()
        assert (answer.status_code, answer.json["state"]) == (202, "decided")
        assert answer.json["decision"]["by_name"] == "高秉正"
        run_jobs()
        made = noticed.read()
    batch = made["certificates"].pop("batch_id")
    told = noticed.client_as("officer").get(f"/api/v1/document-batches/{batch}").json
    assert (told["total"], told["done"], told["failed"]) == (2, 2, 0)
    assert made["certificates"] == {"total": 2, "signed": 2, "failed": 0, "revoked": 0}
    assert made["decision"]["document"]["state"] == made["notice"]["document"]["state"] == "signed"
    assert [signature["role"] for signature in made["decision"]["document"]["signatures"]] == ["officer", "authority"]
    honours = noticed.honours()
    assert len({honour["paper"]["number"] for honour in honours}) == 2
    token = honours[0]["paper"]["verify_url"].rsplit("/", 1)[-1]
    assert anonymous.get(f"/api/v1/verifications/{token}").json["verdict"] == "valid"
    assert Event.select().where(Event.kind == "commendation.decided").count() == 1
    assert Notice.select().where(Notice.kind == "honour_given").count() == 2


def test_the_papers_say_who_why_and_on_which_basis(
    world: World, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    course = open_course(world, client_as, bases=[JINAN, REGULATION])
    for nomination in (course.nominate(unit="school_first"), course.nominate(person="guard_school")):
        course.review(nomination)
    course.start_notice()
    with course.after_notice():
        course.decide()
        run_jobs()
    decision = text_of(client_as("leader"), course.read()["decision"]["document"])
    assert all(word in decision for word in ("泉城示范第一中学", "赵卫东", "企业事业单位内部治安保卫条例", "第十七条"))
    assert "没有收到异议" in decision
    assert "济南市人民政府办公厅" not in decision  # lapsed: it carries nothing
    notice = text_of(client_as("leader"), course.read()["notice"]["document"])
    assert "5个工作日" in notice
    certificates = [text_of(client_as("leader"), honour["paper"]) for honour in course.honours()]
    assert any("赵卫东同志" in text and "内部治安保卫工作先进个人" in text for text in certificates)


def test_a_preview_bears_no_number(noticed: Course, client_as: Callable[[str], Any]) -> None:
    answer = client_as("leader").get(f"{noticed.address}/preview")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert client_as("stranger").get(f"{noticed.address}/preview").status_code == 404


def test_an_unanswered_objection_stops_it_and_an_answered_one_does_not(noticed: Course) -> None:
    (told,) = noticed.object().json["objections"]
    with noticed.after_notice():
        assert refusal(noticed.decide()) == (422, "objection_unanswered")
        noticed.answer(told["id"])
        assert noticed.decide().status_code == 202


def test_when_every_nomination_was_dropped_nobody_is_left(noticed: Course, client_as: Callable[[str], Any]) -> None:
    for nomination in client_as("officer").get(f"{noticed.address}/nominations").json["items"]:
        told = noticed.object(nomination_id=nomination["id"]).json["objections"][-1]
        noticed.answer(told["id"], upheld=True)
    with noticed.after_notice():
        assert refusal(noticed.decide()) == (422, "nobody_to_honour")


def test_without_a_notice_there_is_no_decision(course: Course) -> None:
    course.review(course.nominate(unit="school_first"))
    assert refusal(course.decide()) == (422, "notice_missing")


def test_a_withdrawn_round_is_not_decided(noticed: Course) -> None:
    noticed.withdraw()
    with noticed.after_notice():
        assert refusal(noticed.decide()) == (422, "commendation_withdrawn")


@pytest.mark.parametrize(("persona", "role"), [("officer", "nominator"), ("second_officer", "reviewer")])
def test_who_nominated_or_reviewed_does_not_decide_under_any_role(
    noticed: Course, world: World, connected: None, persona: str, role: str
) -> None:
    person = world.people[persona]
    for account_id in (person.account_id, world.people["leader"].account_id):
        actor = Actor(
            account_id, person.person_id, role, ("bureau_leader", "officer"), agency_id=world.agencies["lixia"]
        )
        with noticed.after_notice(), pytest.raises(DeciderInvolved):
            decide_round(actor, noticed.round["id"])
    assert CommendationDecision.select().count() == 0


@pytest.mark.parametrize(
    ("persona", "status"), [("officer", 403), ("other_leader", 404), ("city_leader", 403), ("head", 403)]
)
def test_others_cannot_decide(noticed: Course, persona: str, status: int) -> None:
    with noticed.after_notice():
        assert noticed.decide(persona).status_code == status


def test_the_password_is_asked_for(noticed: Course) -> None:
    with noticed.after_notice():
        assert refusal(noticed.decide(password="Wrong-password-1")) == (422, "password_refused")
    answer = noticed.client_as("leader").post(f"{noticed.address}/decisions", json={})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "password")


@pytest.mark.parametrize(("moment", "status"), [("2026-07-31T15:59:59Z", 202), ("2026-07-31T16:00:00Z", 422)])
def test_a_basis_that_lapsed_during_the_notice_carries_no_decision(
    world: World, client_as: Callable[[str], Any], moment: str, status: int
) -> None:
    with time_machine.travel("2026-07-20T04:00:00Z", tick=False):
        course = open_course(world, client_as, bases=[JINAN])
        course.review(course.nominate(unit="school_first"))
        course.start_notice()
    with time_machine.travel(moment, tick=False):
        answer = course.decide()
    assert answer.status_code == status
    assert status == 202 or answer.json["code"] == "no_basis_in_force"


def test_decided_twice_it_is_decided_once(noticed: Course, connected: None) -> None:
    with noticed.after_notice():
        assert noticed.decide().json == noticed.decide().json
    assert (CommendationDecision.select().count(), Honour.select().count()) == (1, 2)
    assert Event.select().where(Event.kind == "commendation.decided").count() == 1


def test_two_who_decide_at_once_make_one_decision(noticed: Course, world: World, app: Any, connected: None) -> None:
    from server.core.database import database

    leader = world.people["leader"]
    actors = [
        Actor(account, person, name, ("bureau_leader",), agency_id=world.agencies["lixia"])
        for account, person, name in ((leader.account_id, leader.person_id, "甲"), (new_id(), new_id(), "乙"))
    ]
    outcomes: list[str] = []

    def decide(actor: Actor) -> None:
        with database.connection_context():
            try:
                decide_round(actor, noticed.round["id"])
                outcomes.append("decided")
            except ShouwangError as error:  # the other one was first
                outcomes.append(error.code)

    with noticed.after_notice():
        threads = [threading.Thread(target=decide, args=(actor,)) for actor in actors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["commendation_decided", "decided"]
    assert (CommendationDecision.select().count(), Honour.select().count()) == (1, 2)


def test_a_decided_round_is_not_withdrawn_nor_objected_to(noticed: Course) -> None:
    with noticed.after_notice():
        noticed.decide()
        assert refusal(noticed.withdraw()) == (422, "commendation_round_closed")
        assert refusal(noticed.object()) == (422, "commendation_round_closed")


def test_withdrawn_twice_it_is_withdrawn_once_and_its_notice_is_revoked(
    noticed: Course, run_jobs: Callable[[], int], connected: None
) -> None:
    assert noticed.withdraw().json["withdrawal"] == noticed.withdraw().json["withdrawal"]
    assert refusal(noticed.withdraw(reason="别的理由")) == (409, "commendation_already_withdrawn")
    assert Event.select().where(Event.kind == "commendation.withdrawn").count() == 1
    run_jobs()
    assert noticed.read()["notice"]["document"]["state"] == "revoked"
    assert noticed.withdraw("leader").status_code == 403
    assert noticed.withdraw("stranger").status_code == 404
    blank = noticed.withdraw(reason="")
    assert (blank.status_code, blank.json["errors"][0]["field"]) == (422, "reason")


def test_an_unknown_round_is_not_found(course: Course) -> None:
    course.round = {**course.round, "id": str(new_id())}
    assert course.decide().status_code == 404
    assert course.withdraw().status_code == 404


def test_papers_of_a_round_are_not_everybodys_in_the_register(
    noticed: Course, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    query = {"kind": "commendation_proposal"}
    [paper] = client_as("leader").get("/api/v1/documents", query_string=query).json["items"]
    legal = client_as("legal")
    assert legal.get("/api/v1/documents", query_string=query).json["items"] == []
    assert legal.get(f"/api/v1/documents/{paper['id']}").status_code == 404
