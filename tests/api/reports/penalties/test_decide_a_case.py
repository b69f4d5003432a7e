"""A bureau's leader decides what officers prepared and the legal officer reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tests.factories.penalties import CASES, decision, filed, overdue, post, ready
from tests.factories.records import Sender
from tests.world import World


@pytest.mark.clause("JN-2.3.3b")
def test_a_case_is_decided_after_every_step(
    sender: Sender, client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    found, later = overdue(sender, client_as, world)
    with time_machine.travel(later, tick=False):
        id = filed(client_as, world, hazard_ids=[found.id])
        ready(client_as, id)
        decided = post(client_as("leader"), id, "decisions", **decision())
        assert decided.status_code == 201, decided.json
        assert decided.json["state"] == "decided"
        assert decided.json["decision"]["fine_fen"] == 2_000_000
        assert client_as("officer").get(f"{CASES}?state=decided").json["items"][0]["id"] == id
