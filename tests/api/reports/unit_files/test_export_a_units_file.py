"""A unit's file becomes one signed paper with an index, hashes, and every paper attached as it was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from reports.unit_files.queries import papers
from reports.unit_files.services import make_file
from server.core.database import database
from server.core.events import Event
from tests.factories.commendations import text_of
from tests.factories.deliveries import signed_order
from tests.factories.records import Sender
from tests.factories.unit_files import address, attached_to, export_body, served, told_of
from tests.world import World

ClientAs = Callable[[str], Any]


def paper_of(client: Any, export: dict[str, Any]) -> bytes:
    answer = client.get(f"/api/v1/unit-file-exports/{export['id']}/file")
    assert answer.status_code == 200, answer.json
    content: bytes = answer.data
    return content


@pytest.mark.clause("JN-2.3.2c")
def test_the_paper_holds_every_chapter_and_every_signed_paper(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    moment, penalty = told_of(sender, client_as, world, run_jobs)
    with time_machine.travel(moment, tick=False):
        officer = client_as("officer")
        served(client_as, world, penalty["id"])
        run_jobs()
        export = officer.post(address(world, "file-exports"), json=export_body())
        assert (export.status_code, export.json["state"]) == (201, "waiting"), export.json
        run_jobs()
        made = officer.get(f"/api/v1/unit-file-exports/{export.json['id']}").json
        assert (made["state"], made["document"]["state"]) == ("ready", "signed"), made
        assert made["papers_done"] == made["papers_total"] == made["papers_attached"] > 3
        content, text = paper_of(officer, made), text_of(officer, made["document"])
        for word in (
            "泉城示范第一中学", "单位治安保卫档案", "治安保卫责任人", "配电室", "检查记录", "治安隐患", "行政处罚",
            "罚款20,000.00元", "表彰奖励", "演练", "年度轮训", "宣传教育", "人防", "物防", "技防",
            penalty["number"],
        ):  # fmt: skip
            assert word in text, word
        assert "涉密摄像机" not in text
        attached = attached_to(content)
        assert len(attached) == made["papers_attached"]
        listed = officer.get(f"/api/v1/documents?unit_id={world.units['school_first']}&limit=200").json["items"]
        hashes = {one["sha256"] for one in listed}
        for name, inside in attached.items():
            sha256 = hashlib.sha256(inside).hexdigest()
            assert sha256 in hashes, name
            assert sha256 in text, name


def test_what_is_too_much_is_listed_with_its_hash(
    sender: Sender,
    client_as: ClientAs,
    world: World,
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer = client_as("officer")
    document = signed_order(sender, officer, run_jobs)
    monkeypatch.setattr(papers, "MOST_ATTACHED_BYTES", 10)
    export = officer.post(address(world, "file-exports"), json=export_body()).json
    run_jobs()
    made = officer.get(f"/api/v1/unit-file-exports/{export['id']}").json
    assert (made["state"], made["papers_attached"]) == ("ready", 0)
    text = text_of(officer, made["document"])
    assert document["sha256"] in text
    assert "未附原件的文书" in text


def test_asked_twice_or_made_twice_it_is_one(
    client_as: ClientAs, world: World, run_jobs: Callable[[], int], connected: None
) -> None:
    officer, body = client_as("officer"), export_body()
    first, second = (officer.post(address(world, "file-exports"), json=body) for _ in range(2))
    assert (first.status_code, second.json["id"]) == (201, first.json["id"])
    other = officer.post(address(world, "file-exports", "bank"), json=body)
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
    run_jobs()
    with database.connection_context():
        make_file(officer.get(address(world, "file-exports")).json["items"][0]["id"])
        assert Event.select().where(Event.kind == "unit_file.made").count() == 1


def test_only_who_may_export_does_and_others_do_not_find_it(
    client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    assert client_as("head").post(address(world, "file-exports"), json=export_body()).status_code == 403
    assert client_as("stranger").post(address(world, "file-exports"), json=export_body()).status_code == 404
    wrong = client_as("officer").post(address(world, "file-exports"), json={"id": "x"})
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "id")
    export = client_as("officer").post(address(world, "file-exports"), json=export_body()).json
    run_jobs()
    found = f"/api/v1/unit-file-exports/{export['id']}"
    assert client_as("city").get(found).status_code == 200
    for persona in ("stranger", "other_leader"):
        assert client_as(persona).get(found).status_code == 404
        assert client_as(persona).get(f"{found}/file").status_code == 404
    document = client_as("officer").get(found).json["document"]["id"]
    assert client_as("head").get(f"/api/v1/documents/{document}").status_code == 404


def test_two_at_a_time_and_no_more(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    answers = [officer.post(address(world, "file-exports"), json=export_body()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[-1].json["code"] == "too_many_exports"
    unready = officer.get(f"/api/v1/unit-file-exports/{answers[0].json['id']}/file")
    assert (unready.status_code, unready.json["code"]) == (422, "paper_not_ready")
