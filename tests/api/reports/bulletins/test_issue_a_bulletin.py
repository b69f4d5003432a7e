"""通报: drafted from a period's figures, worded, issued by a leader, superseded or taken back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.backends import Backend
from tests.factories.assessments import approve, published, reckoned
from tests.factories.bulletins import BULLETINS, bulletin_body, drafted, issue
from tests.factories.records import Json, Sender, failed_check
from tests.world import PASSWORD, World

As = Callable[[str], Any]


@pytest.fixture
def draft(client_as: As, world: World) -> Json:
    return drafted(client_as("officer"), world)


@pytest.fixture
def issued(world: World, client_as: As, run_jobs: Callable[[], int], backend: Backend) -> Json:
    def make() -> Json:
        draft = drafted(client_as("officer"), world)
        assert issue(client_as("leader"), draft).status_code == 202
        run_jobs()
        made: Json = client_as("leader").get(f"{BULLETINS}/{draft['id']}").json
        assert made["document"]["state"] == "signed", made["document"]
        return made

    return backend.keep("an issued bulletin", make)


def table(bulletin: Json, code: str) -> list[list[str]]:
    [rows] = [one["rows"] for one in bulletin["figures"]["tables"] if one["code"] == code]
    return list(rows)


@pytest.mark.clause("JN-3.5b")
def test_a_bulletin_is_made_from_data_and_issued_in_the_official_layout(
    sender: Sender, client_as: As, world: World, run_jobs: Callable[[], int], read: Callable[[bytes], str]
) -> None:
    failed_check(sender, "SCH-13", "SCH-02")
    draft = drafted(client_as("officer"), world)
    found = len(client_as("officer").get("/api/v1/hazards?limit=200").json["items"])
    assert found >= 2
    assert table(draft, "overview")[0] == ["发现隐患（处）", str(found), "0", f"+{found}"]
    assert f"共发现治安隐患{found}处" in draft["opening"]
    assert issue(client_as("leader"), draft).json["number"]
    run_jobs()
    leader = client_as("leader")
    issued = leader.get(f"{BULLETINS}/{draft['id']}").json
    paper = read(leader.get(f"{BULLETINS}/{draft['id']}/file").data)
    words = (issued["number"], "通报", "隐患总体情况", "中小学幼儿园", "各派出所", f"共发现治安隐患{found}处")
    assert [word for word in words if word not in paper] == []
    assert {row["role"] for row in issued["document"]["signatures"]} == {"officer", "authority"}


@pytest.mark.parametrize(
    ("year", "code"), [(2020, "bulletin_year_too_early"), (2021, None), (2026, None), (2027, "bulletin_period_to_come")]
)
@pytest.mark.clause("JN-3.5b")
def test_years_since_2021_may_be_chosen(client_as: As, world: World, year: int, code: str | None) -> None:
    answer = client_as("officer").post(BULLETINS, json=bulletin_body(world, year=year))
    assert answer.status_code == (422 if code else 201)
    if code:
        assert (answer.json["code"], answer.json["errors"][0]["field"]) == (code, "year")
    assert client_as("officer").get(f"{BULLETINS}/terms").json == {"first_year": 2021}


@pytest.mark.clause("JN-end-b")
def test_the_paper_names_who_gets_a_copy_when_it_was_printed_and_whom_to_ask(
    client_as: As, world: World, run_jobs: Callable[[], int], read: Callable[[bytes], str]
) -> None:
    contact = {
        "id": str(new_id()),
        "label": "济南市公安局经济文化保卫支队",
        "phone": "0531-85081641",
        "source": "JN-end-b",
        "from_on": "2021-07-28",
    }
    city = world.agencies["city"]
    assert client_as("system_admin").post(f"/api/v1/agencies/{city}/contacts", json=contact).status_code == 201
    draft = drafted(client_as("officer"), world)
    assert draft["contact"] == "济南市公安局经济文化保卫支队，0531-85081641"
    assert issue(client_as("leader"), draft).status_code == 202
    run_jobs()
    paper = read(client_as("leader").get(f"{BULLETINS}/{draft['id']}/file").data)
    today = clock.today()
    for words in (
        "抄送",
        "济南市人民政府办公厅",
        "印发",
        f"{today.year}年{today.month}月{today.day}日印发",
        "85081641",
    ):
        assert words in paper


def test_an_approved_assessment_of_the_year_is_bulletined(
    client_as: As, world: World, run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    run = reckoned(officer, published(officer, world), run_jobs)
    assert "assessment" not in {one["code"] for one in drafted(officer, world)["figures"]["tables"]}
    approve(client_as("leader"), run)
    rows = table(drafted(officer, world), "assessment")
    assert [row[1] for row in rows] == [
        row["subject_name"] for row in sorted(run["results"], key=lambda one: one["rank"])
    ]


def test_the_paper_bears_the_registers_size_and_root(issued: Json, client_as: As, read: Callable[[bytes], str]) -> None:
    stand = issued["checkpoint"]
    paper = read(client_as("leader").get(f"{BULLETINS}/{issued['id']}/file").data)
    assert stand["root"] in paper
    assert f"共登记{stand['size']}项" in paper


def test_the_workbook_beside_it_has_a_sheet_for_each_table(issued: Json, client_as: As) -> None:
    answer = client_as("government").get(f"{BULLETINS}/{issued['id']}/workbook")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    figures = issued["figures"]
    assert len(book.sheetnames) == 1 + len(figures["tables"]) + len(figures["charts"])
    assert book.worksheets[0]["B2"].value == issued["number"]
    assert [cell.value for cell in book.worksheets[1][1]] == figures["tables"][0]["headings"]
    assert str(book.worksheets[1]["B2"].value) == figures["tables"][0]["rows"][0][1]


def test_words_are_changed_over_the_version_that_was_read(draft: Json, client_as: As, world: World) -> None:
    officer, path = client_as("officer"), f"{BULLETINS}/{draft['id']}"
    body = {
        "title": "关于全年工作的通报",
        "opening": "改写的开头。",
        "closing": "",
        "addressees": ["各单位"],
        "copied_to": [],
        "reader_ids": [str(world.agencies["education"])],
        "printed_by": "历下分局指挥中心",
        "contact": "",
    }
    tag = officer.get(path).headers["ETag"]
    changed = officer.put(path, json=body, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["opening"]) == (200, "改写的开头。")
    assert [row["id"] for row in changed.json["readers"]] == [str(world.agencies["education"])]
    assert officer.put(path, json=body, headers={"If-Match": tag}).status_code == 412
    assert officer.put(path, json=body).status_code == 428
    unknown = {**body, "reader_ids": [str(new_id())]}
    tag = changed.headers["ETag"]
    answer = officer.put(path, json=unknown, headers={"If-Match": tag})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reader_ids.0")


def test_figures_are_counted_anew_until_it_is_issued(draft: Json, sender: Sender, client_as: As, world: World) -> None:
    officer = client_as("officer")
    before = int(table(draft, "overview")[0][1])
    failed_check(sender, "SCH-13")
    again = officer.post(f"{BULLETINS}/{draft['id']}/countings")
    assert int(table(again.json, "overview")[0][1]) == before + 1
    assert again.json["opening"] == draft["opening"]
    issue(client_as("leader"), draft)
    assert officer.post(f"{BULLETINS}/{draft['id']}/countings").json["code"] == "bulletin_not_draft"
    assert client_as("stranger").post(f"{BULLETINS}/{draft['id']}/countings").status_code == 404


def test_a_preview_is_shown_of_drafts_only(draft: Json, client_as: As, read: Callable[[bytes], str]) -> None:
    path = f"{BULLETINS}/{draft['id']}/preview"
    assert "隐患总体情况" in read(client_as("leader").get(path).data)
    assert client_as("stranger").get(path).status_code == 404
    issue(client_as("leader"), draft)
    assert client_as("leader").get(path).status_code == 404


@pytest.mark.parametrize(
    ("persona", "status"), [("officer", 403), ("stranger", 403), ("other_leader", 404), ("city_leader", 404)]
)
def test_only_the_agencys_leader_issues(draft: Json, client_as: As, persona: str, status: int) -> None:
    assert issue(client_as(persona), draft).status_code == status
    assert client_as("officer").get(f"{BULLETINS}/{draft['id']}").json["state"] == "draft"


@pytest.mark.parametrize(("persona", "status"), [("inspector", 403), ("leader", 403), ("head", 403)])
def test_others_cannot_draft(client_as: As, world: World, persona: str, status: int) -> None:
    assert client_as(persona).post(BULLETINS, json=bulletin_body(world)).status_code == status


def test_the_password_is_asked_for_again(draft: Json, client_as: As) -> None:
    answer = issue(client_as("leader"), draft, password="Wrong-password-1")
    assert (answer.status_code, answer.json["code"]) == (422, "password_refused")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"span": "week"}, "span"),
        ({"span": "quarter", "part": 5}, "part"),
        ({"year": "x"}, "year"),
        ({"reader_ids": ["01890000-0000-7000-8000-000000000000"]}, "reader_ids.0"),
        ({"addressees": [""]}, "addressees.0"),
    ],
)
def test_what_is_wrong_is_named(client_as: As, world: World, change: Json, field: str) -> None:
    answer = client_as("officer").post(BULLETINS, json=bulletin_body(world, **change))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_figures_of_another_bureau_are_not_found(client_as: As, world: World) -> None:
    body = bulletin_body(world, scope_id=str(world.agencies["licheng"]))
    assert client_as("officer").post(BULLETINS, json=body).status_code == 404
    assert client_as("city").post(BULLETINS, json=body).status_code == 201


def test_drafted_twice_it_is_one_and_issued_twice_it_has_one_number(
    client_as: As, world: World, connected: None
) -> None:
    officer, body = client_as("officer"), bulletin_body(world)
    assert officer.post(BULLETINS, json=body).json == officer.post(BULLETINS, json=body).json
    answer = officer.post(BULLETINS, json={**body, "addressees": ["别处"]})
    assert (answer.status_code, answer.json["code"]) == (409, "resubmission_conflict")
    leader = client_as("leader")
    assert issue(leader, body).json["number"] == issue(leader, body).json["number"]
    assert Event.select().where((Event.kind == "bulletin.issued") & (Event.subject_id == body["id"])).count() == 1


def test_the_issuers_line_and_the_readers_see_it_and_nobody_else(issued: Json, client_as: As) -> None:
    seen = {
        persona: client_as(persona).get(f"{BULLETINS}/{issued['id']}/file").status_code
        for persona in ("officer", "station", "city", "government", "stranger", "head")
    }
    assert seen == {"officer": 200, "station": 200, "city": 200, "government": 200, "stranger": 404, "head": 403}


def test_a_draft_is_its_agencys_own(draft: Json, client_as: As) -> None:
    for persona in ("station", "city", "government", "stranger"):
        assert client_as(persona).get(f"{BULLETINS}/{draft['id']}").status_code == 404
        assert client_as(persona).get(BULLETINS).json["items"] == []


def revoke(client: Any, bulletin: Json, reason: str = "数据有误") -> Any:
    body = {"reason": reason, "password": PASSWORD}
    return client.post(f"{BULLETINS}/{bulletin['id']}/revocations", json=body)


def test_taken_back_it_is_revoked_for_everybody(issued: Json, client_as: As, anonymous: Any) -> None:
    leader = client_as("leader")
    assert revoke(client_as("officer"), issued).status_code == 403
    assert revoke(client_as("other_leader"), issued).status_code == 404
    assert revoke(client_as("city_leader"), issued).json["code"] == "bulletin_elsewhere"
    first, second = revoke(leader, issued), revoke(leader, issued)
    assert (first.status_code, first.json["state"]) == (201, "revoked")
    assert first.json == second.json
    assert revoke(leader, issued, "别的理由").status_code == 409
    public = anonymous.get(f"/api/v1/verifications/by-hash/{issued['document']['sha256']}").json
    assert public["verdict"] == "revoked"
    assert issue(leader, issued).json["code"] == "bulletin_not_draft"


def test_a_draft_is_not_taken_back(draft: Json, client_as: As) -> None:
    assert revoke(client_as("leader"), draft).json["code"] == "bulletin_not_issued"
    answer = client_as("leader").post(f"{BULLETINS}/{draft['id']}/revocations", json={"reason": "", "password": "x"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_a_later_one_takes_the_place_of_an_earlier(
    issued: Json, client_as: As, world: World, anonymous: Any, run_jobs: Callable[[], int]
) -> None:
    officer, leader = client_as("officer"), client_as("leader")
    later = drafted(officer, world, supersedes_id=issued["id"])
    assert leader.get(f"{BULLETINS}/{issued['id']}").json["state"] == "issued"
    number = issue(leader, later).json["number"]
    earlier = leader.get(f"{BULLETINS}/{issued['id']}").json
    assert (earlier["state"], earlier["superseded_by"]) == ("superseded", {"id": later["id"], "number": number})
    run_jobs()
    public = anonymous.get(f"/api/v1/verifications/by-hash/{issued['document']['sha256']}").json
    assert public["verdict"] == "superseded"
    body = bulletin_body(world, supersedes_id=issued["id"])
    answer = officer.post(BULLETINS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "bulletin_superseded_unfit")
