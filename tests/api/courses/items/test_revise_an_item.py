"""What a paper has used is never written over; what nobody has used may be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from courses.items.models import Item, ItemVersion
from courses.items.services import load_items, note_used
from server.core.database import database
from server.core.events import Event
from server.core.permissions import SYSTEM
from tests.factories.items import CONTENTS, entered, revised, revision

ClientAs = Callable[[str], Any]
URL = "/api/v1/items"

pytestmark = pytest.mark.usefixtures("connected")


def test_an_unused_version_is_written_over(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer)
    answer = revised(officer, made["id"], explanation="改过。", difficulty=4)
    assert (answer.status_code, answer.json["number"], answer.json["explanation"]) == (200, 1, "改过。")
    assert (answer.json["difficulty"], len(answer.json["versions"])) == (4, 1)


@pytest.mark.clause("LN-3b")
def test_a_used_version_stays_and_the_change_is_a_new_one(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer)
    use(made["id"])
    answer = revised(officer, made["id"], key={"right": ["b"]})
    assert (answer.json["number"], answer.json["key"], answer.json["used_at"]) == (2, {"right": ["b"]}, None)
    first = ItemVersion.get((ItemVersion.item_id == made["id"]) & (ItemVersion.number == 1))
    assert first.key == {"right": ["a"]}
    assert first.used_at is not None


def test_a_change_of_the_point_alone_makes_no_new_version(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer)
    use(made["id"])
    answer = revised(officer, made["id"], point_code="law.guards")
    assert (answer.json["number"], answer.json["category"]) == (1, "law")


def test_use_outside_of_an_act_is_refused(client_as: ClientAs) -> None:
    with pytest.raises(RuntimeError):
        note_used([])


def test_the_first_use_stays_the_first(client_as: ClientAs) -> None:
    made = entered(client_as("officer"))
    use(made["id"])
    first = ItemVersion.get(ItemVersion.item_id == made["id"]).used_at
    use(made["id"])
    assert ItemVersion.get(ItemVersion.item_id == made["id"]).used_at == first


def test_nobody_overwrites_what_they_have_not_seen(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer)
    path = f"{URL}/{made['id']}"
    shown = officer.get(path)
    body = revision(shown.json, explanation="甲")
    assert officer.put(path, json=body).status_code == 428
    assert officer.put(path, json=body, headers={"If-Match": shown.headers["ETag"]}).status_code == 200
    assert officer.put(path, json=body, headers={"If-Match": shown.headers["ETag"]}).status_code == 412


def test_a_stranger_changes_nothing(client_as: ClientAs) -> None:
    made = entered(client_as("officer"))
    path = f"{URL}/{made['id']}"
    shown = client_as("officer").get(path)
    headers = {"If-Match": shown.headers["ETag"]}
    assert client_as("stranger").put(path, json=revision(shown.json), headers=headers).status_code == 404


def test_a_change_that_makes_no_sense_changes_nothing(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer)
    assert revised(officer, made["id"], key={"right": []}).status_code == 422
    assert officer.get(f"{URL}/{made['id']}").json["key"] == {"right": ["a"]}


def test_an_items_life_draft_live_retired_and_live_again(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer)
    path = f"{URL}/{made['id']}"
    steps = [officer.post(f"{path}/{step}").json["state"] for step in ("releases", "releases", "retirements")]
    assert steps == ["live", "live", "retired"]
    refused = revised(officer, made["id"], explanation="改")
    assert (refused.status_code, refused.json["code"]) == (422, "item_retired")
    assert officer.post(f"{path}/releases").json["state"] == "live"
    assert Event.select().where(Event.kind == "item.activated").count() == 2


def test_the_products_items_are_kept_by_the_top_agency(client_as: ClientAs) -> None:
    row = Item.get(Item.code == "law-001")
    refused = revised(client_as("officer"), str(row.id), explanation="改")
    assert (refused.status_code, refused.json["code"]) == (422, "item_of_another_agency")
    assert revised(client_as("city"), str(row.id), explanation="市局改过").status_code == 200
    assert load_items(SYSTEM) == 0
    version = ItemVersion.get((ItemVersion.item_id == row.id) & (ItemVersion.number == 1))
    assert version.explanation == "市局改过"


def test_the_seed_refreshes_what_nobody_edited(client_as: ClientAs) -> None:
    assert load_items(SYSTEM) == 0
    content, _ = CONTENTS["true_false"]
    seed = {
        "code": "law-001",
        "type": "true_false",
        "point": "law.guards",
        "difficulty": 1,
        "right": True,
        "bases": [],
        **content,
    }
    assert load_items(SYSTEM, [seed]) == 1
    row = Item.get(Item.code == "law-001")
    assert (row.type, row.stem) == ("true_false", content["stem"])


def use(item_id: str) -> None:
    row = Item.get_by_id(UUID(item_id))
    with database.atomic():
        note_used([row.current_id])
