"""First, minor and put right: a breach may be spared, and only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.hazards import act, done, ordered, recheck, rectification
from tests.factories.penalties import (
    CASES,
    acted,
    consequence,
    evidence,
    filed,
    no_penalty,
    post,
    refused,
)
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.mark.parametrize("ground", ["first_minor_corrected", "minor_no_harm"])
def test_who_has_not_put_it_right_is_not_spared(sender: Sender, client_as: ClientAs, world: World, ground: str) -> None:
    found = ordered(sender, client_as)
    id = filed(client_as, world, hazard_ids=[found.id])
    acted(post(client_as("officer"), id, "evidence", **evidence()))
    answer = post(client_as("leader"), id, "no-penalty-decisions", **no_penalty(ground))
    refused(answer, "not_corrected", "第三十三条", "ground")
    acted(post(client_as("officer"), id, "consequences", **consequence()))
    answer = post(client_as("leader"), id, "no-penalty-decisions", **no_penalty(ground))
    refused(answer, "harm_not_minor", "第三十三条", "ground")


def test_a_first_minor_corrected_breach_is_spared(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    found = ordered(sender, client_as)
    done(act(client_as("head"), found.id, "rectifications", rectification()))
    done(act(client_as("officer"), found.id, "rechecks", recheck(world)))
    id = filed(client_as, world, hazard_ids=[found.id])
    acted(post(client_as("officer"), id, "evidence", **evidence()))
    case = acted(post(client_as("leader"), id, "no-penalty-decisions", **no_penalty()))
    assert (case["state"], case["decision"]["kind"]) == ("spared", "no_penalty")
    run_jobs()
    assert client_as("officer").get(f"{CASES}/{id}").json["acts"][-1]["document"]["state"] == "signed"
