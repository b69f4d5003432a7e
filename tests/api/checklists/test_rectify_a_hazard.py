"""The unit says what it did, with photos after beside those before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.events import Event
from tests.factories.files import delivered_pdf, delivered_photo
from tests.factories.hazards import HAZARDS, act, done, ordered, rectification, refusal
from tests.factories.phone import jpeg
from tests.factories.records import Sender, failed_check

ClientAs = Callable[[str], Any]


@pytest.mark.clause("JN-2.2.6a")
def test_the_bureau_sees_what_was_done_and_a_photo_after_beside_the_one_before(
    sender: Sender, client_as: ClientAs, connected: None
) -> None:
    given, head = ordered(sender, client_as, "SCH-13", photos=(jpeg(1),)), client_as("head")
    before = given.check.record["photos"][0]["sha256"]
    after = delivered_photo(head, 5, "after")
    body = rectification(photos=[after], pairs=[{"before": before, "after": after["sha256"]}])
    hazard = done(act(head, given.id, "rectifications", body))
    assert (hazard["state"], hazard["days_left"]) == ("rectified", None)
    seen = client_as("officer").get(f"{HAZARDS}/{given.id}").json
    (made,) = seen["rectifications"]
    assert (made["measure"], made["responsible"]) == (body["measure"], "赵校长")
    assert made["pairs"] == [{"before": before, "after": after["sha256"]}]
    assert client_as("officer").get(f"/api/v1/attachments/{made['photos'][0]['id']}").status_code == 200
    assert client_as("head").get(f"{HAZARDS}/{given.id}/photos/{before}").status_code == 200
    assert [step["event"] for step in seen["history"]] == ["found", "ordered", "rectified"]
    assert seen["history"][-1]["by"] == made["by"]
    assert Event.select().where(Event.kind == "hazard.rectified").count() == 1


def test_staff_may_rectify_and_the_police_are_told(sender: Sender, client_as: ClientAs) -> None:
    given = ordered(sender, client_as)
    done(act(client_as("staff"), given.id, "rectifications", rectification()))
    told = client_as("officer").get("/api/v1/notices").json["items"]
    assert any(notice["kind"] == "hazard.rectified" and notice["subject_id"] == given.id for notice in told)


def test_sent_twice_it_counts_once_and_other_content_is_a_conflict(
    sender: Sender, client_as: ClientAs, connected: None
) -> None:
    given, head, body = ordered(sender, client_as), client_as("head"), rectification()
    first, again = act(head, given.id, "rectifications", body), act(head, given.id, "rectifications", body)
    assert done(first)["rectifications"] == done(again)["rectifications"]
    assert done(again)["version"] == done(first)["version"]
    assert Event.select().where(Event.kind == "hazard.rectified").count() == 1
    assert act(head, given.id, "rectifications", {**body, "measure": "别的措施"}).status_code == 409
    assert act(client_as("staff"), given.id, "rectifications", body).status_code == 409


def test_strangers_and_officers_do_not_rectify(sender: Sender, client_as: ClientAs) -> None:
    given = ordered(sender, client_as)
    for persona in ("officer", "inspector", "department", "stranger", "system_admin"):
        assert act(client_as(persona), given.id, "rectifications", rectification()).status_code == 403, persona
    elsewhere = ordered(sender, client_as, "SCH-13", unit="school_primary")
    assert act(client_as("head"), elsewhere.id, "rectifications", rectification()).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"measure": ""}, "measure"),
        ({"done_on": "2026-02-30"}, "done_on"),
        ({"photos": [{"sha256": "x", "purpose": "after", "name": "a"}]}, "photos.0.sha256"),
        ({"pairs": [{"before": "a" * 64}]}, "pairs.0.after"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_is_malformed_is_refused_with_its_field(
    sender: Sender, client_as: ClientAs, changes: Any, field: str
) -> None:
    given = ordered(sender, client_as)
    answer = act(client_as("head"), given.id, "rectifications", rectification(**changes))
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json["errors"]]


def test_a_day_to_come_or_before_the_finding_is_refused(sender: Sender, client_as: ClientAs) -> None:
    given, head = ordered(sender, client_as), client_as("head")
    for shift in (1, -1):
        day = (clock.today() + timedelta(days=shift)).isoformat()
        assert refusal(act(head, given.id, "rectifications", rectification(done_on=day))) == (422, "day_impossible")


def test_photos_must_have_arrived_be_photos_and_belong_to_the_hazard(sender: Sender, client_as: ClientAs) -> None:
    given, head = ordered(sender, client_as), client_as("head")
    missing = {"sha256": "a" * 64, "purpose": "after", "name": "后.jpg"}
    answer = act(head, given.id, "rectifications", rectification(photos=[missing]))
    assert refusal(answer) == (422, "file_missing")
    paper = {**delivered_pdf(head), "purpose": "after"}
    assert refusal(act(head, given.id, "rectifications", rectification(photos=[paper]))) == (422, "file_of_wrong_kind")
    after = delivered_photo(head, 5, "after")
    pairs = [{"before": "b" * 64, "after": after["sha256"]}]
    answer = act(head, given.id, "rectifications", rectification(photos=[after], pairs=pairs))
    assert refusal(answer) == (422, "photo_unknown")
    assert client_as("officer").get(f"{HAZARDS}/{given.id}").json["state"] == "ordered"


def test_what_nobody_ordered_is_not_rectified(sender: Sender, client_as: ClientAs) -> None:
    check = failed_check(sender, "SCH-13")
    answer = act(client_as("head"), check.hazard_ids[0], "rectifications", rectification())
    assert refusal(answer) == (422, "order_missing")
