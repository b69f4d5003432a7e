"""A model case is drafted, revised and sent for approval; a unit is named only when it agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.hazards import refusal
from tests.factories.stories import STORIES, change_of, deliver_photo, draft, story_body, submitted
from tests.world import World

SCHOOL = "泉城示范第一中学"


def test_a_draft_is_for_the_desk_only(client_as: Callable[[str], Any], connected: None) -> None:
    story = draft(client_as("officer"))
    assert (story["state"], story["author_name"], story["published"]) == ("draft", "陈明理", None)
    assert client_as("officer").get(f"{STORIES}/{story['id']}").json == story
    assert client_as("guard").get("/api/v1/story-feed").json["items"] == []
    assert Event.select().where((Event.kind == "story.drafted") & (Event.subject_id == story["id"])).count() == 1


@pytest.mark.parametrize(("persona", "status"), [("inspector", 403), ("head", 403), ("guard", 403), ("leader", 403)])
def test_who_does_not_write_begins_none(client_as: Callable[[str], Any], persona: str, status: int) -> None:
    assert client_as(persona).post(STORIES, json=story_body()).status_code == status


def test_the_desk_is_that_of_the_own_agencies(client_as: Callable[[str], Any]) -> None:
    story = draft(client_as("officer"))
    for persona, status in (("second_officer", 200), ("city", 200), ("stranger", 404), ("head", 404), ("guard", 404)):
        assert client_as(persona).get(f"{STORIES}/{story['id']}").status_code == status
    assert client_as("stranger").get(STORIES).json["items"] == []


def test_a_department_writes_too_and_the_leader_of_its_area_reads(client_as: Callable[[str], Any]) -> None:
    story = draft(client_as("planner"))
    assert client_as("city_leader").get(f"{STORIES}/{story['id']}").status_code == 200
    assert client_as("other_leader").get(f"{STORIES}/{story['id']}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"summary": ""}, "summary"),
        ({"text": "x" * 20001}, "text"),
        ({"photos": [{"sha256": "x", "caption": ""}]}, "photos.0.sha256"),
        ({"unit_id": "x"}, "unit_id"),
        ({"id": "x"}, "id"),
    ],
)
def test_what_is_malformed_is_named(client_as: Callable[[str], Any], changes: dict[str, Any], field: str) -> None:
    answer = client_as("officer").post(STORIES, json=story_body(**changes))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_a_unit_is_named_only_with_its_recorded_consent(client_as: Callable[[str], Any], world: World) -> None:
    officer, unit = client_as("officer"), {"unit_id": str(world.units["school_first"])}
    answer = officer.post(STORIES, json=story_body(**unit, title=f"{SCHOOL}的三道防线"))
    assert refusal(answer) == (422, "unit_consent_missing")
    assert [error["field"] for error in answer.json["errors"]] == ["title"]
    answer = officer.post(STORIES, json=story_body(**unit, consented=True))
    assert [error["field"] for error in answer.json["errors"]] == ["consent_note"]
    assert draft(officer, **unit)["unit"]["name"] == SCHOOL  # for the bureau's own eyes
    note = "孙珺校长2026年10月8日书面同意"
    story = draft(officer, **unit, consented=True, consent_note=note, title=f"{SCHOOL}的三道防线")
    assert (story["unit"]["name"], story["consent_note"]) == (SCHOOL, note)
    far = story_body(unit_id=str(world.units["fuel"]))
    assert officer.post(STORIES, json=far).status_code == 404


def test_photos_are_those_the_account_delivered(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    sha256 = deliver_photo(officer)
    photos = [{"sha256": sha256, "caption": "校门值守"}]
    answer = client_as("second_officer").post(STORIES, json=story_body(photos=photos))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "photos.0.sha256"
    story = draft(officer, photos=photos)
    picture = officer.get(f"{STORIES}/{story['id']}/photos/{sha256}?size=thumb")
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    assert client_as("stranger").get(f"{STORIES}/{story['id']}/photos/{sha256}").status_code == 404
    assert officer.get(f"{STORIES}/{story['id']}/photos/{'0' * 64}").status_code == 404
    # a colleague revises the text and keeps the photo
    second = client_as("second_officer")
    etag = second.get(f"{STORIES}/{story['id']}").headers["ETag"]
    answer = second.put(f"{STORIES}/{story['id']}", json=change_of(story, title="新题"), headers={"If-Match": etag})
    assert (answer.status_code, answer.json["author_name"]) == (200, "方复核")


def test_it_is_revised_over_the_version_that_was_read(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    story = draft(officer)
    address = f"{STORIES}/{story['id']}"
    etag = officer.get(address).headers["ETag"]
    change = change_of(story, title="改过的题目")
    assert officer.put(address, json=change).status_code == 428
    assert officer.put(address, json=change, headers={"If-Match": etag}).json["version"] == 2
    assert officer.put(address, json=change, headers={"If-Match": etag}).status_code == 412
    assert client_as("stranger").put(address, json=change, headers={"If-Match": etag}).status_code == 404


def test_sent_twice_it_is_one_and_with_other_content_refused(client_as: Callable[[str], Any], connected: None) -> None:
    body, officer = story_body(), client_as("officer")
    assert officer.post(STORIES, json=body).json == officer.post(STORIES, json=body).json
    assert Event.select().where(Event.kind == "story.drafted").count() == 1
    assert refusal(officer.post(STORIES, json={**body, "title": "别的"})) == (409, "resubmission_conflict")


def test_a_text_without_substance_is_not_sent_for_approval(client_as: Callable[[str], Any], connected: None) -> None:
    officer = client_as("officer")
    thin = draft(officer, text="很好。")
    answer = officer.post(f"{STORIES}/{thin['id']}/submissions")
    assert refusal(answer) == (422, "story_too_thin")
    story = submitted(officer)
    again = officer.post(f"{STORIES}/{story['id']}/submissions")
    assert again.json == story
    assert Event.select().where(Event.kind == "story.submitted").count() == 1
    assert client_as("stranger").post(f"{STORIES}/{story['id']}/submissions").status_code == 404
    assert client_as("inspector").post(f"{STORIES}/{story['id']}/submissions").status_code == 403
    assert officer.post(f"{STORIES}/{new_id()}/submissions").status_code == 404
