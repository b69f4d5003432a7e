"""A hazard told of by hand: by an officer, or by the unit itself, which then may also close it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.files import delivered_photo
from tests.factories.hazards import HAZARDS, act, closure, done, rectification, refusal, report
from tests.factories.orders import ORDERS, draft, order_body, sign
from tests.factories.records import Sender, failed_check
from tests.world import World

ClientAs = Callable[[str], Any]


def test_an_officer_reports_one_with_photos_and_a_basis(client_as: ClientAs, world: World, connected: None) -> None:
    officer = client_as("officer")
    photo = delivered_photo(officer, 2)
    bases = [{"basis": "state-council-421", "article": "第十一条"}]
    hazard = done(officer.post(HAZARDS, json=report(world, photos=[photo], bases=bases)))
    assert (hazard["state"], hazard["source"], hazard["kind"]) == ("found", "report", "public_security")
    assert (hazard["inspection_id"], hazard["item_id"]) == (None, None)
    assert [one["sha256"] for one in hazard["attachments"]] == [photo["sha256"]]
    assert [(one["basis_id"], one["article"]) for one in hazard["bases"]] == [("state-council-421", "第十一条")]
    assert [step["by"] for step in hazard["history"]] == ["陈明理"]
    assert Event.select().where(Event.kind == "hazard.reported").count() == 1


@pytest.mark.clause("JN-2.2.6a")
def test_a_unit_finds_rectifies_and_closes_its_own(client_as: ClientAs, world: World) -> None:
    staff, head = client_as("staff"), client_as("head")
    hazard = done(staff.post(HAZARDS, json=report(world)))
    assert (hazard["source"], hazard["allowed"]) == ("self", ["rectify"])
    assert refusal(act(head, hazard["id"], "closures", closure())) == (422, "hazard_step_illegal")
    done(act(staff, hazard["id"], "rectifications", rectification()))
    assert act(staff, hazard["id"], "closures", closure()).status_code == 403
    body = closure()
    closed = done(act(head, hazard["id"], "closures", body))
    assert (closed["state"], closed["closed_on"]) == ("closed", clock.today().isoformat())
    assert done(act(head, hazard["id"], "closures", body)) == closed
    assert act(head, hazard["id"], "closures", {**body, "reason": "别的"}).status_code == 409
    assert [step["event"] for step in client_as("officer").get(f"{HAZARDS}/{hazard['id']}").json["history"]] == [
        "found", "rectified", "closed",
    ]  # fmt: skip


def test_a_unit_does_not_close_what_others_found(sender: Sender, client_as: ClientAs, world: World) -> None:
    hazard = done(client_as("officer").post(HAZARDS, json=report(world)))
    assert refusal(act(client_as("head"), hazard["id"], "rectifications", rectification())) == (422, "order_missing")
    assert client_as("head").get(f"{HAZARDS}/{hazard['id']}").json["allowed"] == []


def test_a_reported_hazard_may_be_ordered_with_the_next_inspection(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    officer = client_as("officer")
    told = done(officer.post(HAZARDS, json=report(world)))
    own = done(client_as("head").post(HAZARDS, json=report(world)))
    elsewhere = done(officer.post(HAZARDS, json=report(world, unit_id=str(world.units["school_primary"]))))
    check = failed_check(sender, "SCH-13")
    for other in (own, elsewhere):
        answer = officer.post(ORDERS, json=order_body(check, hazard_ids=[*check.hazard_ids, other["id"]]))
        assert refusal(answer) == (422, "hazard_elsewhere")
    order = draft(officer, check, hazard_ids=[*check.hazard_ids, told["id"]])
    assert officer.get(f"{ORDERS}/{order['id']}/preview").status_code == 200
    signed = sign(officer, order["id"])
    assert [one["state"] for one in signed.json["hazards"]] == ["ordered", "ordered"]


def test_who_may_report_where(client_as: ClientAs, world: World) -> None:
    for persona in ("inspector", "station", "department", "head"):
        done(client_as(persona).post(HAZARDS, json=report(world)))
    assert client_as("stranger").post(HAZARDS, json=report(world)).status_code == 404
    elsewhere = report(world, unit_id=str(world.units["school_primary"]))
    assert client_as("head").post(HAZARDS, json=elsewhere).status_code == 404
    assert client_as("system_admin").post(HAZARDS, json=report(world)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"grade": "awful"}, "grade"),
        ({"kind": "other"}, "kind"),
        ({"found_on": "2026-13-01"}, "found_on"),
        ({"bases": [{"basis": "no-such-law"}]}, "bases.0.basis"),
        ({"photos": [{"sha256": "c" * 64, "purpose": "photo", "name": "a.jpg"}]}, "photos.0.sha256"),
    ],
)
def test_what_is_malformed_or_unknown_names_its_field(
    client_as: ClientAs, world: World, changes: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(HAZARDS, json=report(world, **changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


def test_a_day_to_come_and_a_site_of_another_unit_are_refused(client_as: ClientAs, world: World) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = client_as("officer").post(HAZARDS, json=report(world, found_on=tomorrow))
    assert refusal(answer) == (422, "day_impossible")
    assert client_as("officer").post(HAZARDS, json=report(world, site_id=str(new_id()))).status_code == 404


def test_sent_twice_it_is_one(client_as: ClientAs, world: World, connected: None) -> None:
    officer, body = client_as("officer"), report(world)
    assert done(officer.post(HAZARDS, json=body)) == done(officer.post(HAZARDS, json=body))
    assert officer.post(HAZARDS, json={**body, "title": "别的隐患"}).status_code == 409
    assert client_as("inspector").post(HAZARDS, json=body).status_code == 409
    assert Event.select().where(Event.kind == "hazard.reported").count() == 1
