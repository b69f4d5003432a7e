"""What tests of regrades ask for over HTTP: tried, proposed, decided, carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from courses.markings.queries import live_results
from courses.markings.services import carry_on_trial
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.markings import Sat, single

ITEMS = [single("a"), single("b"), single("c"), single("d")]


def url(sat: Sat, rest: str) -> str:
    return f"/api/v1/exam-sessions/{sat.session.id}/{rest}"


def wish(sat: Sat, place: int, mode: str, key: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"version_id": str(sat.versions[place].id), "mode": mode, "key": key}


def ask(client: Any, sat: Sat, wanted: dict[str, Any], **changes: Any) -> Any:
    return client.post(url(sat, "regrade-trials"), json={"id": str(new_id()), **wanted, **changes})


def tried(client: Any, sat: Sat, wanted: dict[str, Any]) -> str:
    """The id of a trial that has come to its end. Needs an open connection."""
    asked = ask(client, sat, wanted)
    assert asked.status_code == 202, asked.json
    while carry_on_trial(SYSTEM, UUID(asked.json["id"])):
        pass
    return str(asked.json["id"])


def propose(client: Any, sat: Sat, wanted: dict[str, Any], **changes: Any) -> Any:
    trial_id = changes.pop("trial_id", None) or tried(client, sat, wanted)
    body = {"id": str(new_id()), "reason": "答案有误", "trial_id": trial_id, **changes}
    return client.post(url(sat, "regrades"), json=body)


def decide(client: Any, regrade: dict[str, Any], approved: bool = True, **changes: Any) -> Any:
    body = {"id": str(new_id()), "approved": approved, "note": "", **changes}
    return client.post(f"/api/v1/regrades/{regrade['id']}/decisions", json=body)


def points(sat: Sat) -> list[int]:
    found = live_results([attempt.id for attempt in sat.attempts])
    return [found[attempt.id].points_x100 for attempt in sat.attempts]


def carried_out(sat: Sat, wanted: dict[str, Any], client_as: Callable[[str], Any], run_jobs: Callable[[], int]) -> Any:
    proposed = propose(client_as("officer"), sat, wanted)
    assert proposed.status_code == 201, proposed.json
    for persona in ("second_officer", "third_officer"):
        answer = decide(client_as(persona), proposed.json)
        assert answer.status_code == 201, answer.json
    run_jobs()
    return client_as("officer").get(f"/api/v1/regrades/{proposed.json['id']}").json
