"""A leader approves and every phone's feed shows it; taken off, it is gone at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.stories.models import StoryReading
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.hazards import refusal
from tests.factories.stories import FEED, STORIES, change_of, deliver_photo, draft, published, review, submitted
from tests.world import World

READERS = ("guard", "head", "staff", "inspector", "department", "stranger", "other_leader", "government")


def unpublish(client: Any, id: str, reason: str = "内容需要更新") -> Any:
    return client.post(f"{STORIES}/{id}/unpublications", json={"reason": reason})


@pytest.mark.clause("JN-3.4c")
def test_draft_then_approved_then_visible_to_all_then_taken_off(client_as: Callable[[str], Any]) -> None:
    story = draft(client_as("officer"))
    assert client_as("guard").get(FEED).json["items"] == []
    story = client_as("officer").post(f"{STORIES}/{story['id']}/submissions").json
    assert client_as("guard").get(FEED).json["items"] == []
    answer = review(client_as("leader"), story)
    assert (answer.status_code, answer.json["state"], answer.json["published"]["number"]) == (201, "approved", 1)
    for persona in READERS:
        (shown,) = client_as(persona).get(FEED).json["items"]
        assert (shown["title"], shown["agency"]) == ("校门前的三道防线", "济南市公安局历下区分局")
        assert "author_name" not in shown
        assert client_as(persona).get(f"{FEED}/{story['id']}").json == shown
    assert unpublish(client_as("officer"), story["id"]).json["published"]["is_live"] is False
    for persona in READERS:
        assert client_as(persona).get(FEED).json["items"] == []
        assert client_as(persona).get(f"{FEED}/{story['id']}").status_code == 404


def test_a_case_returned_says_what_to_mend(client_as: Callable[[str], Any]) -> None:
    answer = review(client_as("leader"), submitted(client_as("officer")), approved=False, opinion="请补充成效数据。")
    assert (answer.json["state"], answer.json["review"]["opinion"]) == ("returned", "请补充成效数据。")
    assert client_as("guard").get(FEED).json["items"] == []
    assert answer.json["published"] is None


def test_the_published_text_stays_until_the_new_one_is_approved(client_as: Callable[[str], Any]) -> None:
    story, officer = published(client_as), client_as("officer")
    address = f"{STORIES}/{story['id']}"
    etag = officer.get(address).headers["ETag"]
    officer.put(address, json=change_of(story, title="第二版"), headers={"If-Match": etag})
    assert client_as("guard").get(FEED).json["items"][0]["title"] == "校门前的三道防线"
    review(client_as("leader"), officer.post(f"{address}/submissions").json)
    (shown,) = client_as("guard").get(FEED).json["items"]
    assert (shown["title"], shown["number"]) == ("第二版", 2)


def test_a_copy_changed_since_it_was_read_is_not_approved_unread(client_as: Callable[[str], Any]) -> None:
    officer, story = client_as("officer"), submitted(client_as("officer"))
    address = f"{STORIES}/{story['id']}"
    etag = officer.get(address).headers["ETag"]
    officer.put(address, json=change_of(story, title="偷换"), headers={"If-Match": etag})
    officer.post(f"{address}/submissions")
    assert refusal(review(client_as("leader"), story)) == (422, "story_not_submitted")


def test_the_unit_is_named_in_the_feed_only_with_its_consent(client_as: Callable[[str], Any], world: World) -> None:
    unit = {"unit_id": str(world.units["school_first"])}
    published(client_as, **unit)
    published(client_as, **unit, consented=True, consent_note="校长书面同意")
    assert [row["unit"] for row in client_as("guard").get(FEED).json["items"]] == ["泉城示范第一中学", None]


def test_photos_are_shown_to_readers_while_it_is_published(client_as: Callable[[str], Any]) -> None:
    sha256 = deliver_photo(client_as("officer"), 5)
    story = published(client_as, photos=[{"sha256": sha256, "caption": "值守"}])
    address = f"{FEED}/{story['id']}/photos/{sha256}"
    answer = client_as("guard").get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert b"Exif" not in answer.data
    assert client_as("guard").get(f"{FEED}/{story['id']}/photos/{'0' * 64}").status_code == 404
    unpublish(client_as("leader"), story["id"])
    assert client_as("guard").get(address).status_code == 404


@pytest.mark.parametrize(
    ("persona", "status"), [("officer", 403), ("inspector", 403), ("other_leader", 404), ("guard", 403)]
)
def test_others_cannot_approve(client_as: Callable[[str], Any], persona: str, status: int) -> None:
    assert review(client_as(persona), submitted(client_as("officer"))).status_code == status


def test_who_wrote_it_does_not_approve_it_under_any_role(
    client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    from reports.stories.errors import OwnStory
    from reports.stories.services import review_story
    from server.core.permissions import Actor

    story, officer = submitted(client_as("officer")), world.people["officer"]
    for account_id in (officer.account_id, world.people["leader"].account_id):
        actor = Actor(
            account_id, officer.person_id, "陈", ("bureau_leader", "officer"), agency_id=world.agencies["lixia"]
        )
        with pytest.raises(OwnStory):
            review_story(actor, story["id"], version=story["version"], approved=True, opinion="好")


def test_what_is_malformed_is_named(client_as: Callable[[str], Any]) -> None:
    story = submitted(client_as("officer"))
    answer = review(client_as("leader"), story, opinion=" ")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "opinion")
    answer = unpublish(client_as("leader"), story["id"], reason="")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_a_draft_is_neither_approved_nor_taken_off(client_as: Callable[[str], Any]) -> None:
    story = draft(client_as("officer"))
    assert refusal(review(client_as("leader"), story)) == (422, "story_not_submitted")
    assert refusal(unpublish(client_as("leader"), story["id"])) == (422, "story_not_published")


def test_approved_and_taken_off_twice_both_happen_once(client_as: Callable[[str], Any], connected: None) -> None:
    story, leader = submitted(client_as("officer")), client_as("leader")
    assert review(leader, story).json == review(leader, story).json
    assert refusal(review(client_as("city_leader"), story)) == (409, "story_reviewed")
    assert unpublish(leader, story["id"]).json == unpublish(leader, story["id"]).json
    for kind in ("story.reviewed", "story.unpublished"):
        assert Event.select().where(Event.kind == kind).count() == 1


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("guard", 404), ("inspector", 403), ("head", 404)])
def test_others_cannot_take_it_off(client_as: Callable[[str], Any], persona: str, status: int) -> None:
    story = published(client_as)
    assert unpublish(client_as(persona), story["id"]).status_code == status
    assert len(client_as("guard").get(FEED).json["items"]) == 1


def test_readings_are_counted_without_names_and_once_each(
    client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    story, body = published(client_as), {"id": str(new_id())}
    for _ in range(2):
        assert client_as("guard").post(f"{FEED}/{story['id']}/readings", json=body).status_code == 204
    assert client_as("head").post(f"{FEED}/{story['id']}/readings", json={"id": str(new_id())}).status_code == 204
    assert client_as("officer").get(f"{STORIES}/{story['id']}").json["reads"] == 2
    assert set(StoryReading._meta.columns) == {"id", "version_id", "on_day"}
    assert {row.actor_id for row in Event.select().where(Event.kind == "story.read")} == {None}
    bad = client_as("guard").post(f"{FEED}/{story['id']}/readings", json={"id": "x"})
    assert (bad.status_code, bad.json["errors"][0]["field"]) == (422, "id")
    assert client_as("guard").post(f"{FEED}/{new_id()}/readings", json=body).status_code == 404
    unpublish(client_as("officer"), story["id"])
    again = client_as("guard").post(f"{FEED}/{story['id']}/readings", json={"id": str(new_id())})
    assert again.status_code == 404


def test_the_feed_goes_on_where_it_stopped(client_as: Callable[[str], Any]) -> None:
    for number in range(3):
        published(client_as, title=f"第{number}篇")
    guard = client_as("guard")
    first = guard.get(f"{FEED}?limit=2").json
    second = guard.get(f"{FEED}?limit=2&after={first['next']}").json
    assert [row["title"] for row in first["items"] + second["items"]] == ["第2篇", "第1篇", "第0篇"]
    assert client_as("system_admin").get(FEED).status_code == 403


def test_one_account_does_not_read_without_end(client_as: Callable[[str], Any]) -> None:
    address, guard = f"{FEED}/{published(client_as)['id']}/readings", client_as("guard")
    answers = {guard.post(address, json={"id": str(new_id())}).status_code for _ in range(70)}
    assert answers == {204, 429}
