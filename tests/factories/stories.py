"""Model cases as officers write them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from server.core.ids import new_id
from tests.factories.documents import draw_photo
from tests.world import World

Json = dict[str, Any]
STORIES = "/api/v1/stories"
FEED = "/api/v1/story-feed"
TEXT = (
    "## 做法\n\n上学放学时段由校领导、保卫干事和家长志愿者共同值守校门，发现陌生人员先询问、再登记、后联系。\n\n"
    "- 每天清点防护器材\n- 每周检查一键报警\n\n**成效**：全年没有发生外来人员侵入。"
)


def story_body(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "title": "校门前的三道防线",
        "summary": "学校、家长、派出所共同守护上学放学路。",
        "text": TEXT,
        "unit_id": None,
        "consented": False,
        "consent_note": "",
        "photos": [],
        **changes,
    }


def change_of(story: Json, **changes: Any) -> Json:
    """The same case as a PUT sends it; then the changes."""
    kept = {name: story[name] for name in ("title", "summary", "text", "consented", "consent_note", "photos")}
    return {**kept, "unit_id": story["unit"]["id"] if story["unit"] else None, **changes}


def draft(client: Any, **changes: Any) -> Json:
    answer = client.post(STORIES, json=story_body(**changes))
    assert answer.status_code == 201, answer.json
    story: Json = answer.json
    return story


def submitted(client: Any, **changes: Any) -> Json:
    answer = client.post(f"{STORIES}/{draft(client, **changes)['id']}/submissions")
    assert answer.status_code == 201, answer.json
    story: Json = answer.json
    return story


def review(client: Any, story: Json, *, approved: bool = True, opinion: str = "同意发布。") -> Any:
    body = {"version": story["version"], "approved": approved, "opinion": opinion}
    return client.post(f"{STORIES}/{story['id']}/reviews", json=body)


def published(client_as: Callable[[str], Any], **changes: Any) -> Json:
    """Written by the officer, approved by the leader."""
    answer = review(client_as("leader"), submitted(client_as("officer"), **changes))
    assert answer.status_code == 201, answer.json
    story: Json = answer.json
    return story


def deliver_photo(client: Any, seed: int = 1) -> str:
    content = draw_photo(seed, 640, 480)
    sha256 = hashlib.sha256(content).hexdigest()
    answer = client.put(f"/api/v1/files/{sha256}", data=content, content_type="image/jpeg")
    assert answer.status_code == 200, answer.json
    return sha256


def grow_stories(_world: World, client_as: Callable[[str], Any]) -> None:
    """Five published cases."""
    for number in range(5):
        published(client_as, title=f"经验之{number}")
