"""Two others approve; nothing begins on results that nobody saw."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from courses.markings.models import Regrade, RegradeApproval
from courses.markings.rules.regrading import Decision
from courses.markings.services import decide_regrade, mark_submitted
from server.core.database import database
from server.core.errors import Conflict
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from tests.factories.accounts import make_one_human
from tests.factories.markings import Sat, sit, someone
from tests.factories.regrades import decide, points, propose, wish
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def test_the_proposer_does_not_approve_and_nobody_twice(sat: Sat, client_as: Callable[[str], Any]) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    assert (regrade["may_decide"], regrade["state"]) == (False, "proposed")
    own = decide(client_as("officer"), regrade)
    assert (own.status_code, own.json["code"]) == (422, "regrade_own")
    second = client_as("second_officer")
    assert second.get(f"/api/v1/regrades/{regrade['id']}").json["may_decide"] is True
    assert decide(second, regrade).json["state"] == "proposed"
    again = decide(second, regrade)
    assert (again.status_code, again.json["code"]) == (409, "regrade_approved_before")
    assert decide(client_as("third_officer"), regrade).json["state"] == "approved"
    assert decide(client_as("city"), regrade).json["code"] == "regrade_settled"


def test_one_refusal_ends_it_and_the_proposer_may_take_it_back(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    for persona in ("second_officer", "officer"):
        regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
        assert decide(client_as(persona), regrade, approved=False).json["state"] == "rejected"
        assert decide(client_as("third_officer"), regrade).json["code"] == "regrade_settled"
    run_jobs()
    assert points(sat) == [1500, 1000]


def test_what_was_foreseen_of_other_results_may_not_be_approved(sat: Sat, client_as: Any, world: World) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    assert decide(client_as("second_officer"), regrade).status_code == 201
    mark_submitted(SYSTEM, sit(sat, someone(world, 3), ["a", "b", "c", "d"]).id)
    late = decide(client_as("third_officer"), regrade)
    assert (late.status_code, late.json["code"]) == (409, "regrade_stale")
    assert Regrade.get_by_id(regrade["id"]).state == "proposed"


def test_two_regrades_of_a_session_never_run_at_once(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    one, other = (propose(client_as("officer"), sat, wish(sat, place, "void")).json for place in (0, 1))
    for persona in ("second_officer", "third_officer"):
        decide(client_as(persona), one)
    refused = decide(client_as("second_officer"), other)
    assert (refused.status_code, refused.json["code"]) == (409, "regrade_running")
    run_jobs()
    assert decide(client_as("second_officer"), other).json["code"] == "regrade_stale"


def test_approvers_at_once_start_it_once(sat: Sat, client_as: Any, run_jobs: Any, world: World) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    refused: list[Conflict] = []
    failures: list[BaseException] = []

    def approve(number: int) -> None:
        actor = Actor(new_id(), new_id(), f"审批人{number}", ("officer",), world.agencies["lixia"])
        try:
            with database.connection_context():
                decide_regrade(actor, UUID(regrade["id"]), Decision(new_id(), True))
        except Conflict as error:
            refused.append(error)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=approve, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ({error.code for error in refused}, len(refused)) == ({"regrade_settled"}, 3)
    assert RegradeApproval.select().count() == 2
    assert Event.select().where(Event.kind == "regrade.approved").count() == 1
    run_jobs()
    assert Regrade.get_by_id(regrade["id"]).state == "applied"


def test_two_accounts_of_one_person_are_not_two_persons(sat: Sat, client_as: Any, world: World) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    make_one_human(world, "officer", "second_officer")
    second = client_as("second_officer")
    assert second.get(f"/api/v1/regrades/{regrade['id']}").json["may_decide"] is False
    assert decide(second, regrade).json["code"] == "regrade_own"
    make_one_human(world, "third_officer", "second_officer")
    assert decide(client_as("third_officer"), regrade).json["state"] == "proposed"
    assert decide(second, regrade).json["code"] == "regrade_approved_before"
