"""A unit files its rules and plans, and sees which of the nine kinds are missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine

from server.core.events import Event
from server.core.ids import new_id
from server.units.registry.models import Unit
from tests.factories.duties import duty_of, file_paper, paper_body
from tests.factories.files import delivered_photo, pdf, sha256_of
from tests.world import World

ClientAs = Callable[[str], Any]
NINE = (
    "gatekeeping", "premises", "valuables", "fire_traffic", "education", "reporting", "assessment", "hazardous",
    "other_rules",
)  # fmt: skip


@pytest.fixture
def school(world: World) -> UUID:
    return world.units["school_primary"]


@pytest.fixture
def head(app: Any, world: World, client_as: ClientAs) -> Any:
    """The head of the primary school, which has filed nothing."""
    client = client_as("head")
    client.token = app.config["TOKEN_MINT"].make(primary_head())
    return client


def primary_head() -> UUID:
    from server.web.signin.models import Account

    id: UUID = Account.get(Account.login == "13800000017").id
    return id


def states(client: Any, unit_id: UUID) -> dict[str, str]:
    duties = client.get(f"/api/v1/units/{unit_id}/duties").json["duties"]
    return {row["item"]: row["state"] for row in duties if row["duty"] == "rulebook"}


@pytest.mark.clause("JN-2.2.2c")
def test_missing_kinds_are_listed_and_a_filed_one_is_not(
    connected: None, head: Any, client_as: ClientAs, school: UUID
) -> None:
    before = states(client_as("officer"), school)
    assert {kind: before.get(kind) for kind in NINE} == {
        **dict.fromkeys(NINE, "missing"), "hazardous": None, "other_rules": "optional",
    }  # fmt: skip
    paper = file_paper(head, school)
    assert (paper["edition"], paper["adopted_on"], paper["review_on"]) == ("2026版", "2026-01-10", "2028-01-10")
    assert [file["name"] for file in paper["files"]] == ["制度.pdf"]
    after = states(client_as("officer"), school)
    assert {kind for kind in NINE if after.get(kind) == "missing"} == {
        "premises", "valuables", "fire_traffic", "education", "reporting", "assessment",
    }  # fmt: skip
    assert after["gatekeeping"] == "ok"


@pytest.mark.clause("JN-2.2.2c")
def test_a_unit_with_hazardous_goods_must_also_have_the_eighth_kind(
    connected: None, client_as: ClientAs, school: UUID, head: Any
) -> None:
    assert duty_of(head, school, "rulebook", "hazardous") is None
    facts = {**Unit.get_by_id(school).facts, "hazardous_goods": True}
    Unit.update(facts=facts).where(Unit.id == school).execute()
    duty = duty_of(client_as("officer"), school, "rulebook", "hazardous")
    assert duty is not None
    assert duty["state"] == "missing"
    assert [(basis["basis_id"], basis["article"], basis["status"]) for basis in duty["bases"]] == [
        ("state-council-421", "第八条第（八）项", "in_force"),
        ("jinan-2021-15", "二（二）2", "lapsed"),
    ]
    file_paper(head, school, item="hazardous", title="危险物品管理制度")
    assert states(head, school)["hazardous"] == "ok"


@pytest.mark.clause("JN-2.2.2c")
@pytest.mark.parametrize(("day", "state"), [("2028-01-10", "ok"), ("2028-01-11", "overdue"), ("2026-01-09", "missing")])
def test_a_rule_holds_until_the_day_of_its_review(
    connected: None, head: Any, school: UUID, day: str, state: str
) -> None:
    file_paper(head, school)
    duty = duty_of(head, school, "rulebook", "gatekeeping", day)
    assert duty is not None
    assert duty["state"] == state


def test_a_newer_edition_takes_the_place_of_an_older(
    connected: None, head: Any, client_as: ClientAs, school: UUID
) -> None:
    old = file_paper(head, school, adopted_on="2024-01-01", review_on="2025-01-01", edition="2024版")
    assert states(head, school)["gatekeeping"] == "overdue"
    new = file_paper(head, school, review_on=None)
    duty = duty_of(head, school, "rulebook", "gatekeeping")
    assert duty is not None
    assert (duty["state"], duty["paper"]["id"]) == ("ok", new["id"])
    papers = client_as("officer").get(f"/api/v1/papers?unit_id={school}&duty=rulebook").json["items"]
    assert {row["id"]: row["is_current"] for row in papers} == {old["id"]: False, new["id"]: True}


@pytest.mark.clause("LN-3a")
def test_the_five_duties_of_the_security_people_are_shown(client_as: ClientAs, school: UUID) -> None:
    duties = client_as("officer").get(f"/api/v1/units/{school}/duties").json["duties"]
    shown = [row for row in duties if row["duty"] == "function"]
    assert len(shown) == 5
    assert {row["state"] for row in shown} == {"standing"}
    assert any("登记出入" in row["title"] for row in shown)
    assert all(row["bases"][0]["article"].startswith("第十一条") for row in shown)


def test_the_department_reads_and_may_not_file(client_as: ClientAs, world: World, school: UUID) -> None:
    department = client_as("department")
    assert department.get(f"/api/v1/units/{school}/duties").status_code == 200
    answer = department.post(f"/api/v1/units/{school}/papers", json=paper_body(client_as("staff")))
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_another_unit_s_people_and_another_bureau_find_nothing(
    connected: None, client_as: ClientAs, head: Any, school: UUID
) -> None:
    staff = client_as("staff")
    assert staff.post(f"/api/v1/units/{school}/papers", json=paper_body(staff)).status_code == 404
    paper = file_paper(head, school)
    stranger = client_as("stranger")
    assert stranger.get(f"/api/v1/units/{school}/duties").status_code == 404
    assert stranger.get(f"/api/v1/papers/{paper['id']}").status_code == 404
    assert stranger.get(f"/api/v1/papers?unit_id={school}").json["items"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"), ({"adopted_on": "2026-02-30"}, "adopted_on"), ({"files": "x"}, "files"),
        ({"duty": "drill"}, "duty"), ({"item": "../x"}, "item"), ({"surprise": 1}, "surprise"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(connected: None, head: Any, school: UUID, changes: dict[str, Any], field: str) -> None:
    answer = head.post(f"/api/v1/units/{school}/papers", json=paper_body(head, **changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"item": "no_such_kind"}, "duty_unknown"),
        ({"adopted_on": "2026-11-23"}, "day_in_future"),
        ({"review_on": "2026-01-10"}, "review_before_adoption"),
        ({"files": []}, "paper_missing"),
        ({"files": [{"sha256": "0" * 64, "purpose": "document", "name": "x.pdf"}]}, "file_missing"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_leaves_nothing(
    connected: None, app: Any, client_as: ClientAs, school: UUID, changes: dict[str, Any], code: str
) -> None:
    with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
        head = client_as("head")
        head.token = app.config["TOKEN_MINT"].make(primary_head())
        answer = head.post(f"/api/v1/units/{school}/papers", json=paper_body(head, **changes))
        assert (answer.status_code, answer.json["code"]) == (422, code)
        assert head.get("/api/v1/papers").json["items"] == []


def test_sent_twice_it_is_filed_once(connected: None, head: Any, school: UUID) -> None:
    body = paper_body(head)
    answers = [head.post(f"/api/v1/units/{school}/papers", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert Event.select().where(Event.kind == "duty_paper.filed", Event.subject_id == body["id"]).count() == 1
    other = head.post(f"/api/v1/units/{school}/papers", json={**body, "title": "另一份"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_an_officer_turns_a_paper_down_and_takes_that_back(
    connected: None, head: Any, client_as: ClientAs, school: UUID
) -> None:
    paper, officer = file_paper(head, school), client_as("officer")
    path = f"/api/v1/papers/{paper['id']}/remarks"
    remark = {"id": str(new_id()), "text": "缺少夜间巡查频次，请补充。", "accepted": False}
    answers = [officer.post(path, json=remark) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [row["text"] for row in answers[1].json["remarks"]] == ["缺少夜间巡查频次，请补充。"]
    assert states(head, school)["gatekeeping"] == "missing"
    assert [row["kind"] for row in head.get("/api/v1/notices").json["items"]].count("duty_paper.remarked") == 1
    officer.post(path, json={"id": str(new_id()), "text": "已补充。", "accepted": True})
    assert states(head, school)["gatekeeping"] == "ok"
    assert head.post(path, json={**remark, "id": str(new_id())}).status_code == 403
    assert client_as("stranger").post(path, json=remark).status_code == 404


def test_a_photo_of_a_paper_will_do(connected: None, head: Any, client_as: ClientAs, school: UUID) -> None:
    paper = file_paper(head, school, files=[delivered_photo(head, 5, "document")])
    id = paper["files"][0]["id"]
    assert client_as("officer").get(f"/api/v1/attachments/{id}?size=thumb").status_code == 200
    assert client_as("stranger").get(f"/api/v1/attachments/{id}?size=thumb").status_code == 404
    assert sha256_of(pdf()) != paper["files"][0]["sha256"]
