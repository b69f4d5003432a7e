"""A password that somebody else made opens nothing until its owner has changed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.web.signin.models import Account
from tests.factories.trainees import trainee
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("connected")
As = Callable[[str], Any]
NEW = "Baotu-spring-72"


def enter(client: Any, login: str, password: str) -> Any:
    body = {"login": login, "password": password, "refresh_in": "body"}
    client.token = None
    answer = client.post("/api/v1/auth/sign-in", json=body)
    client.token = (answer.json or {}).get("access_token")
    return answer


def change(client: Any, old: str, new: str = NEW) -> Any:
    return client.post("/api/v1/me/password", json={"old": old, "new": new})


@pytest.fixture
def opened(client_as: As, world: World) -> dict[str, str]:
    row = trainee(world.units["school_first"])
    answer = client_as("staff").post(f"/api/v1/trainees/{row.id}/accounts")
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def test_an_opened_account_is_let_in_only_to_change_its_password(anonymous: Any, opened: dict[str, str]) -> None:
    me = enter(anonymous, **opened).json["me"]
    assert (me["owes_password"], me["permissions"], me["roles"]) == (True, [], ["trainee"])
    for path in ("/api/v1/my/exams", "/api/v1/my/training", "/api/v1/notices"):
        answer = anonymous.get(path)
        assert (answer.status_code, answer.json["code"]) == (403, "password_owed"), path
    assert anonymous.get("/api/v1/me").status_code == 200
    assert change(anonymous, opened["password"]).status_code == 204
    me = enter(anonymous, opened["login"], NEW).json["me"]
    assert (me["owes_password"], "training.learn" in me["permissions"]) == (False, True)
    assert anonymous.get("/api/v1/my/training").status_code == 200


def test_who_owes_it_may_sign_out(anonymous: Any, opened: dict[str, str]) -> None:
    session = enter(anonymous, **opened).json
    answer = anonymous.post("/api/v1/auth/sign-out", json={"refresh_token": session["refresh_token"]})
    assert answer.status_code == 204


def test_the_same_password_again_is_no_change(anonymous: Any, opened: dict[str, str]) -> None:
    enter(anonymous, **opened)
    answer = change(anonymous, opened["password"], opened["password"])
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "new")
    assert Account.get(Account.login == opened["login"]).owes_password


def test_a_weak_or_unproved_change_changes_nothing(anonymous: Any, opened: dict[str, str]) -> None:
    enter(anonymous, **opened)
    assert change(anonymous, opened["password"], "short").json["code"] == "password_too_weak"
    assert change(anonymous, "wrong-Password-1").json["code"] == "password_refused"
    assert anonymous.get("/api/v1/my/training").status_code == 403


def test_a_renewed_password_is_owed_again(client_as: As, anonymous: Any, opened: dict[str, str], world: World) -> None:
    enter(anonymous, **opened)
    change(anonymous, opened["password"])
    person = Account.get(Account.login == opened["login"]).person_id
    rows = client_as("staff").get("/api/v1/trainees").json["items"]
    row = next(row for row in rows if row["person"]["id"] == str(person))
    renewed = client_as("staff").post(f"/api/v1/trainees/{row['id']}/passwords").json
    assert enter(anonymous, **renewed).json["me"]["owes_password"]


def test_the_accounts_of_the_demo_owe_nothing(anonymous: Any, world: World) -> None:
    me = enter(anonymous, world.people["officer"].login, PASSWORD).json["me"]
    assert (me["owes_password"], len(me["permissions"]) > 5) == (False, True)
    assert Account.select().where(Account.owes_password).count() == 0
