"""Two officers file a case (立案): respondent, provision, grounds; it has its number at once, its paper soon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from reports.penalties.models import PenaltyCase
from server.core import clock
from server.core.events import Event, verify_chain
from server.core.ids import new_id
from server.core.sealing import unseal
from tests.factories.draws import EXCLUSIONS, recusal_body
from tests.factories.hazards import ordered
from tests.factories.orders import officer_of, revoke
from tests.factories.penalties import CASES, acted, filed, filing, post
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]
IDENTITY = "370102199001011233"  # replaced by one with the right check digit below


def answer_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.json["code"]


@pytest.mark.clause("JN-2.3.3b")
def test_a_filed_case_has_its_number_its_deadline_and_its_paper(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int], connected: None
) -> None:
    found = ordered(sender, client_as)
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False):
        officer = client_as("officer")
        case = acted(officer.post(CASES, json=filing(world, hazard_ids=[found.id])))
        assert case["number"].endswith("〔2026〕第0001号")
        assert (case["state"], case["respondent_name"], case["agency"]["name"]) == (
            "collecting",
            "泉城示范第一中学",
            "济南市公安局历下区分局",
        )
        # ninety days from 24 November, the first not counted: 22 February, a working day
        assert case["decision_due_on"] == "2027-02-22"
        assert [(row["code"], row["due_on"]) for row in case["deadlines"]] == [("decision", "2027-02-22")]
        assert {(row["kind"], row["id"]) for row in case["grounds"]} == {
            ("hazard", found.id),
            ("order", found.order["id"]),
        }
        run_jobs()
        shown = officer.get(f"{CASES}/{case['id']}").json
        assert shown["acts"][0]["document"]["state"] == "signed"
        assert [row["id"] for row in officer.get(CASES).json["items"]] == [case["id"]]
    assert verify_chain().ok


def test_the_second_officer_is_told(client_as: ClientAs, world: World) -> None:
    id = filed(client_as, world)
    told = client_as("inspector").get("/api/v1/notices").json["items"]
    assert [row["subject_id"] for row in told if row["kind"] == "penalty.filing"] == [id]


def test_of_a_person_the_identity_number_is_sealed_and_masked(
    client_as: ClientAs, world: World, connected: None
) -> None:
    from courses.trainees.rules.people import check_digit

    number = IDENTITY[:17] + check_digit(IDENTITY[:17])
    person = {"kind": "person", "name": "孙某", "post": "总务主任", "identity_number": number.lower()}
    answer = client_as("officer").post(CASES, json=filing(world, respondent=person))
    assert number not in answer.get_data(as_text=True)
    case = acted(answer)
    assert case["identity_masked"] == f"370***********{number[-4:]}"
    row = PenaltyCase.get_by_id(case["id"])
    assert number not in row.identity_sealed
    assert unseal(row.identity_sealed, "penalty_respondent") == number
    wrong = client_as("officer").post(
        CASES, json=filing(world, respondent={**person, "identity_number": "123456199001011234"})
    )
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "identity_number")


@pytest.mark.parametrize(
    ("persona", "code"),
    [("stranger", 404), ("head", 403), ("department", 403), ("legal", 403), ("leader", 403), ("inspector", 403)],
)
def test_only_officers_in_reach_file(client_as: ClientAs, world: World, persona: str, code: int) -> None:
    assert client_as(persona).post(CASES, json=filing(world)).status_code == code


def test_what_is_malformed_names_its_field(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    for field, value in (
        ("officer_ids", []),
        ("source", "gossip"),
        ("summary", ""),
        ("happened_on", "yesterday"),
        ("respondent", {"kind": "dog"}),
    ):
        answer = officer.post(CASES, json=filing(world, **{field: value}))
        assert answer.status_code == 422
        assert answer.json["errors"][0]["field"].split(".")[0] == field


def refused(answer: Any, code: str, article: str, field: str) -> None:
    assert answer_of(answer) == (422, code)
    assert article in answer.json["detail"]
    assert answer.json["errors"][0]["field"] == field


def test_two_different_certified_officers_of_the_bureau_handle_a_case(
    client_as: ClientAs, world: World, app: Flask, anonymous: Any
) -> None:
    officer, people = client_as("officer"), world.persons
    chen, lin = str(people["officer_chen"]), str(people["inspector_lin"])

    def ask(*ids: str) -> Any:
        return officer.post(CASES, json=filing(world, officer_ids=list(ids)))

    refused(ask(chen, chen), "case_officers_too_few", "第四十二条", "officer_ids")
    refused(ask(lin, str(people["inspector_zhou"])), "not_case_officer", "第四十二条", "officer_ids")
    refused(ask(chen, str(people["inspector_expired"])), "case_officer_uncertified", "第四十二条", "officer_ids")
    refused(ask(chen, str(people["officer_licheng"])), "case_of_another_agency", "第二十二条", "officer_ids")
    assert ask(chen, lin).status_code == 201


def test_a_department_files_no_case(client_as: ClientAs, world: World, app: Flask, anonymous: Any) -> None:
    anonymous.token = officer_of(app, world.agencies["education"], world.persons["inspector_education_2"])
    answer = anonymous.post(CASES, json=filing(world))
    assert answer_of(answer) == (422, "penalty_not_police")
    assert "第十七条" in answer.json["detail"]


def test_a_recused_officer_is_refused_and_replaced(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    acted(officer.post(EXCLUSIONS, json=recusal_body(world, "inspector_lin", "school_first")))
    refused(officer.post(CASES, json=filing(world)), "case_officer_recused", "第四十三条", "officer_ids")
    pair = [str(world.persons[key]) for key in ("officer_chen", "inspector_zhou")]
    id = filed(client_as, world, officer_ids=pair)
    out = {"out_id": pair[1], "ground": "recusal", "reason": "与单位负责人有亲属关系"}
    to_recused = post(client_as("leader"), id, "officer-replacements", **out, in_id=str(world.persons["inspector_lin"]))
    refused(to_recused, "case_officer_recused", "第四十三条", "in_id")
    third = str(world.persons["inspector_pearl"])
    case = acted(post(client_as("leader"), id, "officer-replacements", **out, in_id=third))
    assert set(case["officer_ids"]) == {pair[0], third}


def test_grounds_are_of_the_unit_and_orders_stand(sender: Sender, client_as: ClientAs, world: World) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    refused(
        officer.post(CASES, json=filing(world, unit_id=str(world.units["bank"]), hazard_ids=[found.id])),
        "ground_unfit",
        "第四十条",
        "hazard_ids",
    )
    refused(officer.post(CASES, json=filing(world, order_ids=[str(new_id())])), "ground_unfit", "第四十条", "order_ids")


def test_a_revoked_order_is_no_ground(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    run_jobs()
    assert revoke(officer, found.order["id"]).status_code == 201
    answer = officer.post(CASES, json=filing(world, order_ids=[found.order["id"]]))
    refused(answer, "ground_unfit", "第四十条", "order_ids")


def test_one_case_at_a_time_upon_one_ground_and_respondent(sender: Sender, client_as: ClientAs, world: World) -> None:
    found, officer = ordered(sender, client_as), client_as("officer")
    filed(client_as, world, hazard_ids=[found.id])
    twin = officer.post(CASES, json=filing(world, order_ids=[found.order["id"]]))
    assert answer_of(twin) == (422, "case_already_filed")
    person = {"kind": "person", "name": "赵校长"}
    assert officer.post(CASES, json=filing(world, hazard_ids=[found.id], respondent=person)).status_code == 201


def test_limitation_is_two_years_and_five_with_harm(client_as: ClientAs, world: World) -> None:
    officer, today = client_as("officer"), clock.today()
    two = today.replace(year=today.year - 2)
    five = today.replace(year=today.year - 5)
    assert officer.post(CASES, json=filing(world, happened_on=two.isoformat())).status_code == 201
    late = filing(world, happened_on=(two - timedelta(days=1)).isoformat())
    refused(officer.post(CASES, json=late), "limitation_passed", "第三十六条", "happened_on")
    assert officer.post(CASES, json=filing(world, happened_on=five.isoformat(), is_harmful=True)).status_code == 201
    later = filing(world, happened_on=(five - timedelta(days=1)).isoformat(), is_harmful=True)
    refused(officer.post(CASES, json=later), "limitation_passed", "第三十六条", "happened_on")
    to_come = officer.post(CASES, json=filing(world, happened_on=(today + timedelta(days=1)).isoformat()))
    assert answer_of(to_come) == (422, "day_out_of_case")


@pytest.mark.clause("JN-end-a")
def test_a_lapsed_basis_carries_no_case_on_the_day_after_its_last(client_as: ClientAs, world: World) -> None:
    """The regulation is about to be replaced: its window ends on a day that an administrator enters."""
    admin = client_as("system_admin")
    basis = admin.get("/api/v1/policy-bases/state-council-421")
    same = {name: value for name, value in basis.json.items() if name not in ("id", "version", "status", "edited_at")}
    changed = admin.put(
        "/api/v1/policy-bases/state-council-421",
        json={**same, "effective_to": "2026-12-31"},
        headers={"If-Match": basis.headers["ETag"]},
    )
    assert changed.status_code == 200, changed.json
    with time_machine.travel("2026-12-31T15:59:00Z", tick=False):  # its last day, until midnight in Beijing
        assert client_as("officer").post(CASES, json=filing(world)).status_code == 201
    with time_machine.travel("2026-12-31T16:00:00Z", tick=False):
        answer = client_as("officer").post(CASES, json=filing(world))
        refused(answer, "penalty_basis_lapsed", "第三十八条", "offence")


def test_an_unknown_provision_is_none(client_as: ClientAs, world: World) -> None:
    answer = client_as("officer").post(CASES, json=filing(world, offence="jinan_2021"))
    refused(answer, "offence_not_in_force", "第四条", "offence")


def test_sent_twice_it_is_filed_once(client_as: ClientAs, world: World, connected: None) -> None:
    officer, body = client_as("officer"), filing(world)
    first, second = officer.post(CASES, json=body), officer.post(CASES, json=body)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert Event.select().where((Event.kind == "penalty.case_filed") & (Event.subject_id == body["id"])).count() == 1
    other = officer.post(CASES, json={**body, "summary": "另一案情"})
    assert answer_of(other) == (409, "resubmission_conflict")


def test_a_filing_is_signed_with_the_password(client_as: ClientAs, world: World) -> None:
    wrong = client_as("officer").post(CASES, json=filing(world, password="falsch"))
    assert answer_of(wrong) == (422, "password_refused")
    assert client_as("officer").get(CASES).json["items"] == []


def test_two_people_of_one_name_are_told_apart_by_their_numbers(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    """The same number is the same person under whatever name; without a number the name must do."""
    from courses.trainees.rules.people import check_digit

    numbers = [start + check_digit(start) for start in (IDENTITY[:17], IDENTITY[:14] + "987")]
    found, officer = ordered(sender, client_as), client_as("officer")

    def against(name: str, number: str = "") -> Any:
        person = {"kind": "person", "name": name, "identity_number": number}
        return officer.post(CASES, json=filing(world, hazard_ids=[found.id], respondent=person))

    assert against("张伟", numbers[0]).status_code == 201
    assert against("张伟", numbers[1]).status_code == 201, "another person of that name"
    assert answer_of(against("张玮", numbers[0])) == (422, "case_already_filed"), "the same person, written otherwise"
    assert answer_of(against("张伟")) == (422, "case_already_filed"), "nobody knows which"
