"""Evidence and letters of a case are for those who may see the case, not for everybody who reaches the unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories.accountability import PROPOSALS, issued, opened, reply_body
from tests.world import World


def test_evidence_and_replies_are_not_fetched_by_who_learns_their_ids(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    case, proposal = issued(officer, client_as("leader"), world)
    answer = officer.post(f"{PROPOSALS}/{proposal}/replies", json=reply_body(officer))
    assert answer.status_code == 201, answer.json
    files = [case["files"][0], answer.json["proposals"][0]["replies"][0]["files"][0]]
    for file in files:
        address = f"/api/v1/attachments/{file['id']}?size=original"
        assert officer.get(address).status_code == 200
        for persona in ("head", "staff", "legal", "stranger"):
            assert client_as(persona).get(address).status_code == 404, persona


def test_letters_are_not_among_the_documents_of_who_sees_no_cases(
    client_as: Callable[[str], Any], world: World, run_jobs: Callable[[], int]
) -> None:
    case, _ = issued(client_as("officer"), client_as("leader"), world)
    run_jobs()
    paper = f"/api/v1/documents/{case['proposals'][0]['document']['id']}"
    assert client_as("officer").get(paper).status_code == 200
    for persona in ("head", "staff", "legal", "stranger", "government"):
        assert client_as(persona).get(f"{paper}/file").status_code == 404, persona


def test_a_case_opened_by_police_is_not_the_guards_to_read(client_as: Callable[[str], Any], world: World) -> None:
    case = opened(client_as("officer"), world)
    [file] = case["files"]
    assert client_as("guard").get(f"/api/v1/attachments/{file['id']}").status_code in (403, 404)
