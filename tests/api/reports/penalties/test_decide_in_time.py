"""A decision comes while its term runs; what ran over still has a lawful end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from tests.factories.penalties import (
    CASES,
    acted,
    decision,
    no_penalty,
    post,
    refused,
)

ClientAs = Callable[[str], Any]


def test_a_decision_comes_within_ninety_days_unless_extended(prepared: str, client_as: ClientAs) -> None:
    due = date.fromisoformat(client_as("officer").get(f"{CASES}/{prepared}").json["decision_due_on"])
    with time_machine.travel(f"{due}T15:59:00Z", tick=False):
        rows = {row["act"]: row for row in client_as("leader").get(f"{CASES}/{prepared}").json["next_acts"]}
        assert rows["decision"]["allowed"] is True
    with time_machine.travel(f"{due}T16:00:00Z", tick=False):
        leader = client_as("leader")
        refused(post(leader, prepared, "decisions", **decision()), "decision_too_late", "第六十条")


def test_a_term_is_extended_while_it_runs_and_never_revived(prepared: str, client_as: ClientAs) -> None:
    """Source: 行政处罚法 art. 60."""
    due = date.fromisoformat(client_as("officer").get(f"{CASES}/{prepared}").json["decision_due_on"])
    extension = {"days": 30, "ground": "依照特别规定延长"}
    with time_machine.travel(f"{due}T15:59:00Z", tick=False):
        extended = acted(post(client_as("leader"), prepared, "term-extensions", **extension))
    later = date.fromisoformat(extended["decision_due_on"])
    assert later >= due + timedelta(days=30)
    with time_machine.travel(f"{later}T16:00:00Z", tick=False):
        late = post(client_as("leader"), prepared, "term-extensions", **extension)
        refused(late, "extension_too_late", "第六十条")
        rows = {row["act"]: row for row in client_as("leader").get(f"{CASES}/{prepared}").json["next_acts"]}
        assert (rows["term_extension"]["allowed"], rows["decision"]["allowed"]) == (False, False)
    with time_machine.travel(f"{due}T16:00:00Z", tick=False):
        assert acted(post(client_as("leader"), prepared, "decisions", **decision()))["state"] == "decided"


@pytest.mark.parametrize(
    ("path", "body", "state"),
    [
        ("withdrawals", {"reason": "已超过作出决定的法定期限"}, "withdrawn"),
        ("no-penalty-decisions", no_penalty("not_established"), "spared"),
    ],
)
def test_a_case_that_ran_over_still_ends(prepared: str, client_as: ClientAs, path: str, body: Any, state: str) -> None:
    due = date.fromisoformat(client_as("officer").get(f"{CASES}/{prepared}").json["decision_due_on"])
    with time_machine.travel(f"{due}T16:00:00Z", tick=False):
        assert acted(post(client_as("leader"), prepared, path, **body))["state"] == state
