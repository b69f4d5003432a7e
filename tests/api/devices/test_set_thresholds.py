"""The numbers by which pictures are judged: shown with their evaluation, changed from a day on by who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from device_checks.verification.models import ThresholdSet
from device_checks.verification.queries import thresholds_in_force
from device_checks.verification.rules import DEFAULT_THRESHOLDS
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id

URL = "/api/v1/picture-evaluation"

pytestmark = pytest.mark.usefixtures("connected")


def draft(**changes: Any) -> dict[str, Any]:
    ours = DEFAULT_THRESHOLDS.to_dict()
    given = {
        "id": str(new_id()),
        "match": ours["match"],
        "limits": {**ours["limits"], "moved": {"doubt": 0.02, "fault": 0.05}},
        "note": "街面立杆晃动，移位从宽",
        "from_on": clock.today().isoformat(),
    }
    return {**given, **changes}


def test_thresholds_are_shown_with_what_they_were_tried_on(client_as: Callable[[str], Any]) -> None:
    shown = client_as("officer").get(URL).json
    assert (shown["in_force"], shown["history"]) == (None, [])
    assert shown["shipped"]["thresholds"] == DEFAULT_THRESHOLDS.to_dict()
    assert isinstance(shown["shipped"]["evaluation"], dict)


def test_a_change_holds_from_its_day_on_and_leaves_an_event(client_as: Callable[[str], Any]) -> None:
    admin = client_as("officer")
    assert admin.post(f"{URL}/thresholds", json=draft()).status_code == 201
    later = draft(from_on=(clock.today() + timedelta(days=3)).isoformat())
    later["limits"] = {**later["limits"], "moved": {"doubt": 0.03, "fault": 0.09}}
    shown = admin.post(f"{URL}/thresholds", json=later).json
    assert shown["in_force"]["thresholds"]["limits"]["moved"] == {"doubt": 0.02, "fault": 0.05}
    assert (shown["in_force"]["evaluation"], len(shown["history"])) == (None, 2)
    assert thresholds_in_force().limits["moved"].fault == 0.05
    assert thresholds_in_force(clock.today() + timedelta(days=4)).limits["moved"].fault == 0.09
    assert Event.select().where(Event.kind == "thresholds.set").count() == 2


def test_going_back_to_the_programs_own_takes_their_evaluation_along(client_as: Callable[[str], Any]) -> None:
    shown = client_as("officer").post(f"{URL}/thresholds", json=draft(limits=DEFAULT_THRESHOLDS.to_dict()["limits"]))
    assert shown.json["in_force"]["evaluation"] == shown.json["shipped"]["evaluation"]


def test_who_may_not_is_refused(client_as: Callable[[str], Any]) -> None:
    assert client_as("staff").get(URL).status_code == 403
    assert client_as("staff").post(f"{URL}/thresholds", json=draft()).status_code == 403
    assert ThresholdSet.select().count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"match": 1.5}, "match"),
        ({"limits": {}}, "limits.moved"),
        ({"limits": {**draft()["limits"], "moved": {"doubt": 0.2, "fault": 0.1}}}, "limits.moved"),
        ({"limits": {**draft()["limits"], "warts": {"doubt": 0.2, "fault": 0.3}}}, "limits.warts"),
        ({"from_on": "2020-01-01"}, "from_on"),
    ],
)
def test_numbers_that_cannot_be_are_refused_by_name(
    client_as: Callable[[str], Any], changes: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(f"{URL}/thresholds", json=draft(**changes))
    assert answer.status_code == 422
    assert field in {problem["field"] for problem in answer.json["errors"]}


def test_sent_twice_it_counts_once(client_as: Callable[[str], Any]) -> None:
    admin, sent = client_as("officer"), draft()
    assert [admin.post(f"{URL}/thresholds", json=sent).status_code for _ in range(2)] == [201, 201]
    assert ThresholdSet.select().count() == 1
    assert admin.post(f"{URL}/thresholds", json={**sent, "note": "另一理由"}).status_code == 409
