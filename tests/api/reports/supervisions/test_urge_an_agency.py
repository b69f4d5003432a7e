"""督办单: issued, taken, answered, sent back, closed; both sides see it, nobody else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from reports.supervisions.services import remind
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from server.web.signin.models import Account
from tests.factories.records import Json
from tests.factories.supervisions import LETTERS, PDF, act, delivered, issued_letter, letter_body, unsigned
from tests.world import World

As = Callable[[str], Any]


@pytest.fixture
def letter(client_as: As, world: World) -> Json:
    """The government's, to the Lixia branch."""
    return issued_letter(client_as("government"), world)


def words_of(content: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    shown = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
    return "".join(shown.stdout.decode().split())


@pytest.mark.clause("JN-2.1d")
def test_a_letter_is_issued_answered_and_closed_and_its_paper_bears_number_and_dates(
    client_as: As, world: World, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    government, officer = client_as("government"), client_as("officer")
    letter = issued_letter(government, world)
    assert (letter["state"], letter["may"]) == ("issued", ["withdraw"])
    run_jobs()
    seen = officer.get(f"{LETTERS}/{letter['id']}").json
    assert seen["may"] == ["take", "reply"]
    assert act(officer, letter, "receipts").json["state"] == "taken"
    replied = act(officer, letter, "replies", text="两校均已修复", files=[delivered(officer)]).json
    assert (replied["state"], replied["may"]) == ("replied", [])
    closed = act(government, letter, "closings", note="核查属实").json
    assert (closed["state"], closed["may"]) == ("closed", [])
    assert [step["kind"] for step in closed["acts"]] == ["take", "reply", "close"]
    for reader in (government, officer):
        paper = words_of(reader.get(f"{LETTERS}/{letter['id']}/file").data, tmp_path)
        day, due = clock.today(), clock.today() + timedelta(days=7)
        for text in (letter["number"], f"{day.year}年{day.month}月{day.day}日", f"{due.month}月{due.day}日", "督办单"):
            assert text in paper


def test_the_addressee_is_told_and_so_is_the_issuer(letter: Json, client_as: As) -> None:
    officer, government = client_as("officer"), client_as("government")
    [told] = officer.get(f"/api/v1/notices?subject_id={letter['id']}").json["items"]
    assert (told["kind"], told["due_on"]) == ("supervision.issued", letter["due_on"])
    act(officer, letter, "replies", text="已办理")
    [answered] = government.get(f"/api/v1/notices?subject_id={letter['id']}").json["items"]
    assert answered["kind"] == "supervision.replied"


def test_a_reply_is_sent_back_with_a_reason_and_given_again(letter: Json, client_as: As) -> None:
    officer, government = client_as("officer"), client_as("government")
    act(officer, letter, "replies", text="正在办理")
    back = act(government, letter, "returns", reason="未说明完成时间").json
    assert (back["state"], back["acts"][-1]["text"]) == ("returned", "未说明完成时间")
    again = act(officer, letter, "replies", text="已于今日完成").json
    assert again["state"] == "replied"


def test_a_file_of_a_reply_is_read_by_both_sides_and_nobody_else(letter: Json, client_as: As) -> None:
    officer = client_as("officer")
    [file] = act(officer, letter, "replies", text="见附件", files=[delivered(officer)]).json["acts"][-1]["files"]
    for persona in ("government", "officer", "city"):
        assert client_as(persona).get(file["url"]).data == PDF
    assert client_as("stranger").get(file["url"]).status_code == 404
    assert officer.get(file["url"][:-4] + "0000").status_code == 404


def test_a_leader_answers_with_files(letter: Json, client_as: As) -> None:
    leader = client_as("leader")
    [file] = act(leader, letter, "replies", text="见附件", files=[delivered(leader)]).json["acts"][-1]["files"]
    assert client_as("government").get(file["url"]).data == PDF


def test_a_government_does_not_answer_its_own_letter(letter: Json, client_as: As) -> None:
    government = client_as("government")
    answer = act(government, letter, "replies", text="见附件", files=[delivered(government)])
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_elsewhere")


@pytest.fixture
def district(client_as: As) -> Json:
    """The government of a district, which does not hang under the city's."""
    body = {
        "id": str(new_id()), "name": "济南市历下区人民政府", "short_name": "济历政", "kind": "government",
        "parent_id": None, "area_code": "370102", "since_on": "2020-01-01",
    }  # fmt: skip
    made = client_as("system_admin").post("/api/v1/agencies", json=body)
    assert made.status_code == 201, made.json
    return body


@pytest.mark.clause("JN-2.1d")
def test_a_government_urges_one_of_a_smaller_area_and_that_answers_with_files(
    district: Json, client_as: As, world: World, connected: None
) -> None:
    letter = issued_letter(client_as("government"), world, to_agency_id=district["id"])
    Account.update(agency_id=district["id"], roles=["government_officer"]).where(
        Account.id == world.people["city"].account_id
    ).execute()
    answering = client_as("city")
    assert answering.get(f"{LETTERS}/{letter['id']}").json["may"] == ["take", "reply"]
    replied = act(answering, letter, "replies", text="见附件", files=[delivered(answering)])
    assert (replied.status_code, replied.json["state"]) == (201, "replied")
    assert client_as("government").get(replied.json["acts"][-1]["files"][0]["url"]).data == PDF


def test_a_government_of_a_smaller_area_does_not_urge_the_larger(district: Json, client_as: As, world: World) -> None:
    answer = client_as("city").post(LETTERS, json=letter_body(world, to_agency_id=str(world.agencies["government"])))
    assert answer.json["code"] == "agency_not_supervised"


def test_a_file_nobody_brought_is_named(letter: Json, client_as: As) -> None:
    file = {"sha256": "0" * 64, "purpose": "report", "name": "没有.pdf"}
    answer = act(client_as("officer"), letter, "replies", text="见附件", files=[file])
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "files.0.sha256")
    assert client_as("officer").get(f"{LETTERS}/{letter['id']}").json["acts"] == []


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("head", 403), ("audit_admin", 403)])
def test_others_do_not_see_it(letter: Json, client_as: As, persona: str, status: int) -> None:
    assert client_as(persona).get(f"{LETTERS}/{letter['id']}").status_code == status
    assert client_as(persona).get(f"{LETTERS}/{letter['id']}/file").status_code == status
    if status == 404:
        assert client_as(persona).get(LETTERS).json["items"] == []
        assert act(client_as(persona), letter, "replies", text="冒名").status_code == 404


@pytest.mark.parametrize("persona", ["inspector", "legal", "head", "system_admin"])
def test_who_may_not_issue_is_refused(client_as: As, world: World, persona: str) -> None:
    assert client_as(persona).post(LETTERS, json=letter_body(world)).status_code == 403


@pytest.mark.parametrize(
    ("persona", "to", "status"),
    [
        ("government", "education", 201),
        ("government", "lixia_pearl", 201),
        ("city", "licheng", 201),
        ("officer", "lixia_pearl", 201),
        ("officer", "city", 422),
        ("officer", "licheng_east", 422),
        ("officer", "education", 422),
        ("government", "government", 422),
        ("planner", "commerce", 422),
    ],
)
def test_agencies_urge_those_below_them(client_as: As, world: World, persona: str, to: str, status: int) -> None:
    answer = client_as(persona).post(LETTERS, json=letter_body(world, to))
    assert answer.status_code == status
    if status == 422:
        assert (answer.json["code"], answer.json["errors"][0]["field"]) == ("agency_not_supervised", "to_agency_id")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"measures": ""}, "measures"),
        ({"due_on": "2026-13-01"}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"to_agency_id": "01890000-0000-7000-8000-000000000000"}, "to_agency_id"),
        ({"hazard_ids": ["01890000-0000-7000-8000-000000000000"]}, "hazard_ids"),
    ],
)
def test_what_is_wrong_is_named(client_as: As, world: World, change: Json, field: str) -> None:
    answer = client_as("city").post(LETTERS, json=letter_body(world, **change))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_a_unit_out_of_reach_is_not_found(client_as: As, world: World) -> None:
    body = letter_body(world, "lixia_pearl", unit_id=str(world.units["hospital"]))
    there = client_as("city").post(LETTERS, json={**body, "to_agency_id": str(world.agencies["lixia"])})
    assert there.status_code == 201
    assert there.json["unit"]["id"] == str(world.units["hospital"])
    unknown = client_as("officer").post(LETTERS, json={**body, "id": str(new_id()), "unit_id": str(new_id())})
    assert unknown.status_code == 404


def test_a_preview_is_a_draft_and_takes_no_number(client_as: As, world: World, tmp_path: Path) -> None:
    government = client_as("government")
    answer = government.post(f"{LETTERS}/preview", json=unsigned(letter_body(world)))
    assert answer.status_code == 200
    assert "督办单" in words_of(answer.data, tmp_path)
    assert government.get(LETTERS).json["items"] == []
    assert government.post(f"{LETTERS}/preview", json=unsigned(letter_body(world, title=""))).status_code == 422


def test_sent_twice_it_is_one_letter_and_other_words_are_a_conflict(
    client_as: As, world: World, connected: None
) -> None:
    government, body = client_as("government"), letter_body(world)
    first, second = government.post(LETTERS, json=body), government.post(LETTERS, json=body)
    assert first.json == second.json
    assert Event.select().where((Event.kind == "supervision.issued") & (Event.subject_id == body["id"])).count() == 1
    answer = government.post(LETTERS, json={**body, "title": "别的事项"})
    assert (answer.status_code, answer.json["code"]) == (409, "resubmission_conflict")


def test_an_act_sent_twice_is_done_once(letter: Json, client_as: As, connected: None) -> None:
    officer, id = client_as("officer"), str(new_id())
    first = act(officer, letter, "replies", id=id, text="已办理")
    second = act(officer, letter, "replies", id=id, text="已办理")
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert Event.select().where(Event.kind == "supervision.replied").count() == 1
    assert act(officer, letter, "replies", id=id, text="改口").status_code == 409
    assert act(officer, letter, "replies", id=id, text="已办理", files=[delivered(officer)]).status_code == 409


@pytest.mark.parametrize("what", ["closings", "returns"])
def test_what_was_not_answered_is_neither_closed_nor_sent_back(letter: Json, client_as: As, what: str) -> None:
    body = {"reason": "不足"} if what == "returns" else {}
    answer = act(client_as("government"), letter, what, **body)
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_step")


def test_each_side_does_its_own_part(letter: Json, client_as: As) -> None:
    officer = client_as("officer")
    act(officer, letter, "replies", text="已办理")
    answer = act(officer, letter, "closings")
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_elsewhere")
    answer = act(client_as("city"), letter, "replies", text="代为答复")
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_elsewhere")
    assert act(client_as("government"), letter, "replies", text="自问自答").json["code"] == "supervision_elsewhere"


def test_a_withdrawn_letter_is_revoked_for_everybody(
    letter: Json, client_as: As, run_jobs: Callable[[], int], anonymous: Any
) -> None:
    government = client_as("government")
    assert act(government, letter, "withdrawals", reason="对象有误").json["code"] == "document_not_signed"
    run_jobs()
    answer = act(government, letter, "withdrawals", reason="对象有误")
    assert (answer.status_code, answer.json["state"]) == (201, "withdrawn")
    public = anonymous.get(f"/api/v1/verifications/by-hash/{answer.json['document']['sha256']}").json
    assert public["verdict"] == "revoked"
    assert act(client_as("officer"), letter, "replies", text="晚了").json["code"] == "supervision_step"


def days_later(days: int) -> Any:
    noon = clock.start_of(clock.today() + timedelta(days=days)) + timedelta(hours=12)
    return time_machine.travel(noon, tick=False)


def told(letter: Json, kind: str) -> list[Notice]:
    return list(Notice.select().where((Notice.subject_id == letter["id"]) & (Notice.kind == f"supervision.{kind}")))


@pytest.mark.parametrize(("days", "soon", "overdue"), [(3, 0, 0), (4, 1, 0), (7, 1, 0), (8, 0, 2)])
def test_near_its_day_the_addressee_is_told_and_past_it_both(
    letter: Json, connected: None, days: int, soon: int, overdue: int
) -> None:
    with days_later(days):
        remind(clock.today())
        remind(clock.today())
    assert (len(told(letter, "soon")), len(told(letter, "overdue"))) == (soon, overdue)


def test_what_was_answered_in_time_raises_nothing_later(letter: Json, client_as: As, connected: None) -> None:
    act(client_as("officer"), letter, "replies", text="已办理")
    with days_later(30):
        assert remind(clock.today()) == 0


def test_lists_tell_issued_from_received_and_overdue(letter: Json, client_as: As) -> None:
    officer = client_as("officer")
    assert [row["id"] for row in officer.get(f"{LETTERS}?side=received").json["items"]] == [letter["id"]]
    assert officer.get(f"{LETTERS}?side=issued").json["items"] == []
    assert officer.get(f"{LETTERS}?overdue=true").json["items"] == []
    due = date.fromisoformat(letter["due_on"])
    with days_later((due - clock.today()).days + 1):
        late = client_as("officer").get(f"{LETTERS}?overdue=true").json["items"]
    assert [(row["id"], row["is_overdue"]) for row in late] == [(letter["id"], True)]


@pytest.mark.parametrize(("password", "code"), [("falsch", "password_refused"), (None, "invalid")])
def test_a_letter_is_signed_with_the_password(
    client_as: As, world: World, password: str | None, code: str, connected: None
) -> None:
    body = unsigned(letter_body(world)) | ({"password": password} if password else {})
    answer = client_as("city").post(LETTERS, json=body)
    assert answer.status_code == 422, answer.json
    assert answer.json["code"] == code or answer.json["errors"][0]["field"] == "password"
    assert client_as("city").get(LETTERS).json["items"] == []
