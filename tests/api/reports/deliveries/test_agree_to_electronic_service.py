"""A unit agrees to be served by wire, and may take that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from server.core import clock
from tests.factories.deliveries import CONSENTS, consent, consent_body, delivery_body, serve, signed_order
from tests.factories.records import Sender
from tests.world import World

Jobs = Callable[[], int]


def test_a_signed_consent_becomes_a_paper(client_as: Callable[[str], Any], world: World, run_jobs: Jobs) -> None:
    officer = client_as("officer")
    given = consent(officer, world.units["school_first"])
    run_jobs()
    [shown] = officer.get(CONSENTS, query_string={"unit_id": given["unit"]["id"]}).json["items"]
    assert (shown["document"]["state"], shown["withdrawn_at"]) == ("signed", None)


def test_it_needs_the_signed_form_and_a_day_that_has_come(client_as: Callable[[str], Any], world: World) -> None:
    officer, address = client_as("officer"), f"/api/v1/units/{world.units['school_first']}/delivery-consents"
    bare = officer.post(address, json=consent_body(officer, files=[]))
    assert (bare.status_code, bare.json["errors"][0]["field"]) == (422, "files")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    early = officer.post(address, json=consent_body(officer, signed_on=tomorrow))
    assert (early.status_code, early.json["code"]) == (422, "delivery_day_impossible")


def test_strangers_keep_none(client_as: Callable[[str], Any], world: World) -> None:
    address = f"/api/v1/units/{world.units['school_first']}/delivery-consents"
    stranger = client_as("stranger")
    assert stranger.post(address, json=consent_body(stranger)).status_code == 404
    assert client_as("head").post(address, json={}).status_code == 403


def test_taken_back_it_carries_no_service_any_more(
    sender: Sender, client_as: Callable[[str], Any], world: World, run_jobs: Jobs
) -> None:
    officer = client_as("officer")
    order = signed_order(sender, officer, run_jobs)
    given = consent(officer, world.units["school_first"])
    ended = officer.post(f"{CONSENTS}/{given['id']}/endings", json={"reason": "单位书面撤回"})
    assert (ended.status_code, ended.json["withdrawn_reason"]) == (201, "单位书面撤回")
    assert officer.post(f"{CONSENTS}/{given['id']}/endings", json={"reason": "单位书面撤回"}).status_code == 201
    assert officer.post(f"{CONSENTS}/{given['id']}/endings", json={"reason": "另一理由"}).status_code == 409
    wired = {"way": "electronic", "channel": "email", "address": given["address"], "files": []}
    refused = serve(officer, order["id"], delivery_body(officer, world, **wired))
    assert (refused.status_code, refused.json["code"]) == (422, "delivery_consent_missing")


def test_sent_twice_it_is_one(client_as: Callable[[str], Any], world: World) -> None:
    officer, address = client_as("officer"), f"/api/v1/units/{world.units['school_first']}/delivery-consents"
    body = consent_body(officer)
    first, again = (officer.post(address, json=body) for _ in range(2))
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert officer.post(address, json={**body, "address": "a@b.example"}).status_code == 409
