"""What was done, by whom, latest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.world import PASSWORD, World


@pytest.fixture
def auditor(client_as: Callable[[str], Any], anonymous: Any, world: World) -> Any:
    for password in ("Wrong-password-1", PASSWORD, PASSWORD):
        login = world.people["officer"].login
        anonymous.post("/api/v1/auth/sign-in", json={"login": login, "password": password, "refresh_in": "body"})
    return client_as("audit_admin")


def test_events_come_latest_first_page_by_page_and_each_once(auditor: Any) -> None:
    seen, after = [], None
    while True:
        answer = auditor.get("/api/v1/events", query_string={"limit": 7, **({"after": after} if after else {})}).json
        seen += [row["id"] for row in answer["items"]]
        if not (after := answer["next"]):
            break
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) > 14


def test_events_are_told_apart_by_kind_and_by_subject(auditor: Any, world: World) -> None:
    account = str(world.people["officer"].account_id)
    query = {"kind": "account.signed_in", "subject_id": account}
    rows = auditor.get("/api/v1/events", query_string=query).json["items"]
    assert [(row["kind"], row["subject_id"]) for row in rows] == [("account.signed_in", account)] * 2
    assert {row["actor_id"] for row in rows} == {account}


def test_a_failed_sign_in_is_in_the_log_without_the_password(auditor: Any) -> None:
    rows = auditor.get("/api/v1/events?kind=account.sign_in_failed").json["items"]
    assert rows[0]["details"] == {"attempts": 1}
    assert rows[0]["actor_name"] == "系统"
    assert "Wrong-password" not in auditor.get("/api/v1/events?limit=200").get_data(as_text=True)


def test_a_cursor_that_is_not_ours_is_refused_with_its_field(auditor: Any) -> None:
    answer = auditor.get("/api/v1/events?after=nonsense")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "after")


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many"])
def test_a_page_of_an_impossible_size_is_refused(auditor: Any, limit: str) -> None:
    answer = auditor.get(f"/api/v1/events?limit={limit}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "limit")


def test_details_hold_ids_and_numbers_and_no_names(auditor: Any, world: World) -> None:
    """Convention 16, over all that the demo world and a sign-in leave."""
    names = {row["actor_name"] for row in auditor.get("/api/v1/events?limit=200").json["items"]}
    text = str([row["details"] for row in auditor.get("/api/v1/events?limit=200").json["items"]])
    assert not [name for name in names if name in text]
