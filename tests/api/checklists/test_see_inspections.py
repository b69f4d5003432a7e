"""The bureau reads what came in: the list with its filters, one inspection whole, each within its reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from server.core.ids import new_id
from tests.factories.phone import jpeg, make_record
from tests.factories.records import FailedCheck, Inspector, Sender, failed_check
from tests.world import World

INSPECTIONS = "/api/v1/inspections"


def ids(client: Any, query: str = "") -> list[str]:
    return [item["id"] for item in client.get(f"{INSPECTIONS}?{query}").json["items"]]


def hand_in(inspector: Inspector, sender: Sender, unit: str = "school_first", **changes: Any) -> str:
    record = make_record(inspector.phone, sender.visit(unit), **changes)
    assert inspector.hand_in(record).status_code == 201
    return str(record["id"])


@pytest.fixture
def check(sender: Sender) -> FailedCheck:
    return failed_check(sender, "SCH-02", "SCH-13", photos=(jpeg(1), jpeg(2)))


def test_an_inspection_is_shown_whole(check: FailedCheck, client_as: Callable[[str], Any], world: World) -> None:
    shown = client_as("officer").get(f"{INSPECTIONS}/{check.record['id']}").json
    assert (shown["state"], shown["missing"], shown["flags"]) == ("complete", [], [])
    assert shown["unit"] == {"id": str(world.units["school_first"]), "name": "泉城示范第一中学"}
    assert shown["template_version"]["code"] == "SCH"
    assert shown["sections"] == check.visit.version["definition"]["sections"]
    for name in ("answers", "facts", "group_reasons", "place", "companion", "opinion", "position", "officers", "score"):
        assert shown[name] == check.record[name], name
    assert shown["record_hash"] == check.receipt["record_hash"]
    assert shown["device"] == {"id": str(check.inspector.phone.id), "name": "试验手机"}
    assert (shown["hazard_count"], shown["flag_count"], shown["breach_count"]) == (2, 0, 0)
    assert {hazard["item_id"] for hazard in shown["hazards"]} == {"SCH-02", "SCH-13"}
    assert [photo["sha256"] for photo in shown["photos"]] == [photo["sha256"] for photo in check.record["photos"]]
    assert all(photo["received"] and photo["signature_valid"] for photo in shown["photos"])
    assert [one["role"] for one in shown["signatures"]] == ["officer", "officer", "unit"]
    for link in [shown["photos"][0]["thumb_url"], shown["signatures"][2]["url"]]:
        assert client_as("officer").get(link).status_code == 200


def test_what_is_still_on_its_way_is_shown_as_such(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit(), [jpeg(3)])
    inspector.hand_in(record)
    shown = client_as("officer").get(f"{INSPECTIONS}/{record['id']}").json
    assert (shown["state"], len(shown["missing"])) == ("awaiting_media", 4)
    assert [photo["received"] for photo in shown["photos"]] == [False]


def test_a_photo_whose_signature_fails_is_marked(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit(), [jpeg(4), jpeg(5)])
    record["photos"][1]["item"] = "SCH-02"
    inspector.hand_in(record)
    shown = client_as("officer").get(f"{INSPECTIONS}/{record['id']}").json
    assert [photo["signature_valid"] for photo in shown["photos"]] == [True, False]


def test_a_record_that_leaves_out_what_it_may_is_shown_too(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit())
    for name in ("place", "opinion", "group_reasons", "companion", "refusal", "position", "clock", "task_id"):
        del record[name]
    assert inspector.hand_in(record).status_code == 201
    shown = client_as("officer").get(f"{INSPECTIONS}/{record['id']}")
    assert (shown.status_code, shown.json["opinion"], shown.json["group_reasons"]) == (200, "", {})


@pytest.mark.clause("JN-2.3.1b")
def test_station_branch_and_city_see_what_is_theirs(sender: Sender, client_as: Callable[[str], Any]) -> None:
    """The first school belongs to the Pearl station, the primary school to the Lake station, both to one branch."""
    inspector, foreign = sender.inspector(), sender.inspector("stranger")
    pearl, lake = hand_in(inspector, sender), hand_in(inspector, sender, "school_primary")
    visit = sender.visit("kindergarten", officers=["inspector_licheng_1", "inspector_licheng_2"])
    record = make_record(foreign.phone, visit)
    assert foreign.hand_in(record).status_code == 201
    assert ids(client_as("station")) == [pearl]
    assert ids(client_as("officer")) == [lake, pearl]
    assert ids(client_as("stranger")) == [record["id"]]
    assert ids(client_as("city")) == [record["id"], lake, pearl]
    assert ids(client_as("department")) == [record["id"], lake, pearl]  # all three are schools
    assert ids(client_as("commerce")) == []
    for persona, status in (("station", 404), ("officer", 200), ("stranger", 404), ("city", 200)):
        assert client_as(persona).get(f"{INSPECTIONS}/{lake}").status_code == status


@pytest.mark.parametrize("persona", ["head", "staff", "system_admin", "security_admin", "audit_admin"])
def test_units_and_administrators_do_not_read_the_polices_records(
    check: FailedCheck, client_as: Callable[[str], Any], persona: str
) -> None:
    assert client_as(persona).get(INSPECTIONS).status_code == 403
    assert client_as(persona).get(f"{INSPECTIONS}/{check.record['id']}").status_code == 403


def test_a_units_people_get_receipts_of_their_own_records_only(
    check: FailedCheck, client_as: Callable[[str], Any]
) -> None:
    """A receipt tells what was found about the officers' procedure."""
    path = f"/api/v1/mobile/records/{check.record['id']}"
    assert client_as("head").get(path).status_code == 404
    assert client_as("second").get(path).status_code == 200


def test_an_unknown_inspection_is_not_found(client_as: Callable[[str], Any]) -> None:
    assert client_as("officer").get(f"{INSPECTIONS}/{new_id()}").status_code == 404


def test_the_list_is_filtered(sender: Sender, client_as: Callable[[str], Any], world: World) -> None:
    inspector, officer = sender.inspector(), client_as("officer")
    clean = hand_in(inspector, sender, signatures=[], refusal={"reason": "拒签", "witness": "见证人", "note": ""})
    waiting = hand_in(inspector, sender)
    elsewhere = hand_in(inspector, sender, "school_primary", score={"earned": 0, "possible": 1})
    assert ids(officer, "state=complete") == [clean]
    assert ids(officer, "state=awaiting_media") == [elsewhere, waiting]
    assert ids(officer, f"unit_id={world.units['school_primary']}") == [elsewhere]
    assert ids(officer, "flagged=false") == [waiting]
    assert ids(officer, "flagged=true") == [elsewhere, clean]


def test_days_are_beijings_and_both_ends_count(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector, officer = sender.inspector(), client_as("officer")
    made = {}
    for instant in ("2026-11-22T15:59:59Z", "2026-11-22T16:00:00Z"):  # 23:59:59 and midnight in Beijing
        with time_machine.travel(instant, tick=False):
            inspector.client.token = client_as("inspector").token
            made[instant] = hand_in(inspector, sender)
    before, after = made.values()
    with time_machine.travel("2026-11-23T01:00:00Z", tick=False):
        officer = client_as("officer")
        assert ids(officer, "from=2026-11-22&to=2026-11-22") == [before]
        assert ids(officer, "from=2026-11-23") == [after]
        assert set(ids(officer, "from=2026-11-22&to=2026-11-23")) == {before, after}


@pytest.mark.parametrize("query", ["from=9999-12-31", "to=0001-01-01", "state=lost", "flagged=perhaps", "limit=1000"])
def test_a_malformed_question_names_the_field(client_as: Callable[[str], Any], query: str) -> None:
    answer = client_as("officer").get(f"{INSPECTIONS}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


def test_pages_are_without_gaps_or_repeats(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector, officer = sender.inspector(), client_as("officer")
    made = [hand_in(inspector, sender) for _ in range(7)]
    found: list[str] = []
    after = ""
    while True:
        page = officer.get(f"{INSPECTIONS}?limit=3{after}").json
        found += [item["id"] for item in page["items"]]
        if not page["next"]:
            break
        after = f"&after={page['next']}"
    assert found == made[::-1]
