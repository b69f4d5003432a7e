"""Hazards on a 督办单: those of its unit that are still open, listed on the paper and followed on its page."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from server.core import clock
from tests.factories.hazards import (
    HAZARDS,
    Ordered,
    act,
    classification,
    done,
    handover,
    ordered,
    report,
)
from tests.factories.records import Json, Sender
from tests.factories.supervisions import LETTERS, issued_letter, letter_body
from tests.world import World

As = Callable[[str], Any]


@pytest.fixture
def sender(world: World, client_as: As) -> Sender:
    return Sender(world, client_as)


@pytest.fixture
def hazards(sender: Sender, client_as: As) -> Ordered:
    return ordered(sender, client_as, "SCH-13", "SCH-14")


def about(world: World, hazards: Ordered, **changes: Any) -> Json:
    return {"unit_id": str(world.units["school_first"]), "hazard_ids": hazards.ids, **changes}


def states_of(client: Any, letter: Json) -> dict[str, tuple[str, bool]]:
    shown = client.get(f"{LETTERS}/{letter['id']}").json["hazards"]
    return {row["id"]: (row["state"], row["is_overdue"]) for row in shown}


@pytest.mark.clause("JN-2.1d")
def test_the_paper_lists_each_hazard_with_its_deadline(
    hazards: Ordered, client_as: As, world: World, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    city = client_as("city")
    letter = issued_letter(city, world, **about(world, hazards))
    run_jobs()
    path = tmp_path / "paper.pdf"
    path.write_bytes(city.get(f"{LETTERS}/{letter['id']}/file").data)
    shown = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, timeout=60)
    words = "".join(shown.stdout.decode().split())
    due = hazards.deadline_on
    for text in ("涉及隐患", "整改期限", f"{due.year}年", f"{due.month}月{due.day}"):
        assert text in words
    for row in letter["hazards"]:
        assert row["title"][:6] in words


def test_its_page_follows_them(hazards: Ordered, client_as: As, world: World) -> None:
    city = client_as("city")
    letter = issued_letter(city, world, **about(world, hazards))
    assert set(states_of(city, letter).values()) == {("ordered", False)}
    with time_machine.travel(clock.start_of(hazards.deadline_on + timedelta(days=1)) + timedelta(hours=12), tick=False):
        assert set(states_of(client_as("city"), letter).values()) == {("ordered", True)}


@pytest.mark.parametrize(("wanted", "shown"), [("open=true", True), ("open=false", False)])
def test_open_hazards_of_a_unit_are_found(
    hazards: Ordered, client_as: As, world: World, wanted: str, shown: bool
) -> None:
    found = client_as("city").get(f"{HAZARDS}?unit_id={world.units['school_first']}&{wanted}").json["items"]
    assert (set(hazards.ids) <= {row["id"] for row in found}) is shown


def test_a_settled_hazard_is_refused_by_its_place(sender: Sender, client_as: As, world: World) -> None:
    officer, two = client_as("officer"), ordered(sender, client_as, "SCH-13", "SCH-14")
    reported = officer.post(HAZARDS, json=report(world)).json
    done(act(officer, reported["id"], "classifications", classification()))
    done(act(officer, reported["id"], "handovers", handover(world)))
    answer = client_as("city").post(
        LETTERS, json=letter_body(world, **about(world, two, hazard_ids=[two.id, reported["id"]]))
    )
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_hazard_settled")
    assert [one["field"] for one in answer.json["errors"]] == ["hazard_ids.1"]


@pytest.mark.parametrize("unit", [None, "hospital"])
def test_hazards_of_no_unit_or_of_another_are_refused(
    hazards: Ordered, client_as: As, world: World, unit: str | None
) -> None:
    unit_id = str(world.units[unit]) if unit else None
    answer = client_as("city").post(LETTERS, json=letter_body(world, **about(world, hazards, unit_id=unit_id)))
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_hazards_elsewhere")
