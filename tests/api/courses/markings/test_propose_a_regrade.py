"""What was tried is proposed, with what the trial foresaw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from courses.markings.models import Regrade, RegradeApproval
from courses.markings.services import mark_submitted
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.markings import Sat, session_of, sit, someone
from tests.factories.regrades import ITEMS, ask, decide, propose, tried, url, wish
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def test_a_proposal_takes_over_what_the_trial_foresaw(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    officer = client_as("officer")
    trial_id = tried(officer, sat, wish(sat, 2, "also", {"right": ["d"]}))
    regrade = propose(officer, sat, {}, trial_id=trial_id)
    assert regrade.status_code == 201, regrade.json
    assert (regrade.json["mode"], regrade.json["key"]) == ("also", {"right": ["d"]})
    assert regrade.json["foreseen"] == officer.get(f"/api/v1/regrade-trials/{trial_id}").json["foreseen"]


def test_only_a_finished_trial_of_the_session_is_proposed(sat: Sat, client_as: Any, world: World) -> None:
    officer = client_as("officer")
    other = session_of(world, ITEMS)
    mark_submitted(SYSTEM, sit(other, world.persons["guard_school"], ["a", "b", "c", "a"]).id)
    trying = ask(officer, sat, wish(sat, 0, "void")).json["id"]
    elsewhere = tried(officer, other, wish(other, 0, "void"))
    for trial_id in (trying, elsewhere, str(new_id())):
        refused = propose(officer, sat, {}, trial_id=trial_id)
        assert (refused.status_code, refused.json["code"]) == (422, "regrade_trial_unfinished")
        assert refused.json["errors"][0]["field"] == "trial_id"
    assert Regrade.select().count() == 0


def test_results_that_changed_since_the_trial_need_another(sat: Sat, client_as: Any, world: World) -> None:
    officer = client_as("officer")
    trial_id = tried(officer, sat, wish(sat, 0, "full_credit"))
    mark_submitted(SYSTEM, sit(sat, someone(world, 3), ["a", "b", "c", "d"]).id)
    refused = propose(officer, sat, {}, trial_id=trial_id)
    assert (refused.status_code, refused.json["code"]) == (409, "regrade_stale")
    assert propose(officer, sat, wish(sat, 0, "full_credit")).status_code == 201


def test_strangers_find_no_regrade(sat: Sat, client_as: Callable[[str], Any]) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    for persona, status in (("stranger", 404), ("guard", 403), ("inspector", 403)):
        client = client_as(persona)
        assert client.get(f"/api/v1/regrades/{regrade['id']}").status_code == status
        assert client.get(url(sat, "regrades")).status_code == status
        assert decide(client, regrade).status_code == status
        assert propose(client, sat, {}, trial_id=str(new_id())).status_code == status
    assert RegradeApproval.select().count() == 0


def test_a_proposal_and_an_approval_sent_twice_are_one(sat: Sat, client_as: Callable[[str], Any]) -> None:
    id, trial_id = str(new_id()), tried(client_as("officer"), sat, wish(sat, 0, "full_credit"))
    first = propose(client_as("officer"), sat, {}, id=id, trial_id=trial_id)
    again = propose(client_as("officer"), sat, {}, id=id, trial_id=trial_id)
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert propose(client_as("officer"), sat, wish(sat, 0, "void"), id=id).status_code == 409
    said = str(new_id())
    for _ in range(2):
        assert decide(client_as("second_officer"), first.json, id=said).status_code == 201
    assert decide(client_as("second_officer"), first.json, id=said, approved=False).status_code == 409
    assert RegradeApproval.select().count() == 1
    assert len(client_as("officer").get(url(sat, "regrades")).json) == 1
