"""In each situation exactly the lawful acts are possible, for each who asks exactly what is theirs; all else is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from checklists.hazards.rules import ACTS
from server.core import clock
from tests.factories.hazards import (
    HAZARDS,
    act,
    classification,
    closure,
    decision,
    done,
    extension,
    handover,
    ordered,
    recheck,
    rectification,
    report,
    watch,
    withdrawal,
)
from tests.factories.records import Json, Sender, failed_check
from tests.world import World

ClientAs = Callable[[str], Any]

#: Situation → what may be done there at all.
LAWFUL = {
    "found": {"classify"},
    "found_work_safety": {"classify", "hand_over"},
    "found_by_unit": {"classify", "rectify"},
    "ordered": {"rectify", "ask_extension", "recheck"},
    "asked": {"rectify", "decide_extension", "recheck"},
    "overdue": {"rectify", "recheck", "withdraw_overdue"},
    "rectified": {"recheck"},
    "rectified_by_unit": {"close", "recheck"},
    "closed": set(),
    "closed_by_unit": {"recheck"},
    "handed_over": set(),
}
#: Who does what, wherever it is possible.
OWN_ACTS = {
    "officer": {"decide_extension", "recheck", "withdraw_overdue", "classify", "hand_over"},
    "inspector": {"recheck", "classify"},
    "department": set(),
    "head": {"rectify", "close", "ask_extension"},
    "staff": {"rectify"},
}
PATHS = {
    "rectify": "rectifications", "close": "closures", "ask_extension": "extension-requests",
    "decide_extension": "extension-decisions", "recheck": "rechecks", "withdraw_overdue": "overdue-withdrawals",
    "classify": "classifications", "hand_over": "handovers",
}  # fmt: skip


def bring_to(situation: str, sender: Sender, client_as: ClientAs, world: World) -> str:
    """A hazard in that situation; its id."""
    head, officer = client_as("head"), client_as("officer")
    if situation.endswith("by_unit"):
        id: str = done(head.post(HAZARDS, json=report(world)))["id"]
    elif situation in ("found", "found_work_safety", "handed_over"):
        id = failed_check(sender, "SCH-13").hazard_ids[0]
    else:
        id = ordered(sender, client_as).id
    if situation in ("found_work_safety", "handed_over"):
        done(act(officer, id, "classifications", classification()))
    if situation == "handed_over":
        done(act(officer, id, "handovers", handover(world)))
    if situation == "asked":
        deadline_on = clock.today() + timedelta(days=15)
        done(act(head, id, "extension-requests", extension(deadline_on)))
    if situation.startswith(("rectified", "closed")):
        done(act(head, id, "rectifications", rectification()))
    if situation == "closed":
        done(act(officer, id, "rechecks", recheck(world)))
    if situation == "closed_by_unit":
        done(act(head, id, "closures", closure()))
    return id


def bodies(world: World, hazard: Json) -> dict[str, Json]:
    """A body for each act that would be right if the act were lawful."""
    later = clock.today() + timedelta(days=40)
    asked = hazard["extensions"][-1]["id"] if hazard["extensions"] else hazard["id"]
    return {
        "rectify": rectification(),
        "close": closure(),
        "ask_extension": extension(later),
        "decide_extension": decision(asked, later),
        "recheck": recheck(world),
        "withdraw_overdue": withdrawal(later),
        "classify": classification("public_security"),
        "hand_over": handover(world),
    }


@pytest.mark.parametrize("situation", LAWFUL)
def test_only_lawful_acts_are_possible(situation: str, sender: Sender, client_as: ClientAs, world: World) -> None:
    id = bring_to(situation, sender, client_as, world)
    moment = clock.now() + timedelta(days=16 if situation == "overdue" else 0)
    with time_machine.travel(moment, tick=False):
        if situation == "overdue":
            watch()
        before = client_as("officer").get(f"{HAZARDS}/{id}").json
        for persona, own in OWN_ACTS.items():
            shown = client_as(persona).get(f"{HAZARDS}/{id}").json
            assert set(shown["allowed"]) == own & LAWFUL[situation], persona
        for name, body in bodies(world, before).items():
            if name in LAWFUL[situation]:
                continue
            doer = client_as(next(persona for persona, own in OWN_ACTS.items() if name in own))
            answer = act(doer, id, PATHS[name], body)
            assert answer.status_code == 422, (name, answer.json)
            assert not answer.json.get("errors"), (name, answer.json)  # refused for the state, not for the body
        assert client_as("officer").get(f"{HAZARDS}/{id}").json == before
        assert client_as("stranger").get(f"{HAZARDS}/{id}").status_code == 404


@pytest.mark.parametrize("situation", [name for name, acts in LAWFUL.items() if acts])
def test_every_lawful_act_is_possible(situation: str, sender: Sender, client_as: ClientAs, world: World) -> None:
    for name in LAWFUL[situation]:
        id = bring_to(situation, sender, client_as, world)
        with time_machine.travel(clock.now() + timedelta(days=16 if situation == "overdue" else 0), tick=False):
            if situation == "overdue":
                watch()
            hazard = client_as("officer").get(f"{HAZARDS}/{id}").json
            doer = client_as(next(persona for persona, own in OWN_ACTS.items() if name in own))
            after = done(act(doer, id, PATHS[name], bodies(world, hazard)[name]))
            assert (after["version"], len(after["history"])) == (hazard["version"] + 1, len(hazard["history"]) + 1), (
                name
            )


def test_the_tables_of_this_test_are_whole() -> None:
    assert set(PATHS) == set(ACTS) == set().union(*OWN_ACTS.values())
