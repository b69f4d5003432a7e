"""Notices are read one by one or all that were shown; each reader for themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.notices import NOTICES, tell, texts_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def unread(client: Any) -> int:
    count: int = client.get(f"{NOTICES}/unread").json["unread"]
    return count


def first(client: Any) -> dict[str, Any]:
    row: dict[str, Any] = client.get(NOTICES).json["items"][0]
    return row


def test_reading_one_counts_down_for_the_reader_alone(world: World, client_as: Callable[[str], Any]) -> None:
    officer, inspector = client_as("officer"), client_as("inspector")
    before = unread(officer)
    tell(world, 2)
    assert (unread(officer), unread(inspector)) == (before + 2, before + 2)
    answer = officer.post(f"{NOTICES}/{first(officer)['id']}/readings")
    assert (answer.status_code, answer.json["read_at"] is None) == (201, False)
    assert (unread(officer), unread(inspector)) == (before + 1, before + 2)
    assert len(texts_of(officer, unread=True)) == before + 1


def test_read_twice_it_was_read_the_first_time(world: World, client_as: Callable[[str], Any]) -> None:
    tell(world)
    officer = client_as("officer")
    address = f"{NOTICES}/{first(officer)['id']}/readings"
    assert officer.post(address).json == officer.post(address).json
    assert Event.select().where(Event.kind == "notice.read").count() == 1


def test_a_notice_to_others_is_not_found(world: World, client_as: Callable[[str], Any]) -> None:
    tell(world)
    id = first(client_as("officer"))["id"]
    for persona in ("stranger", "head", "system_admin"):
        assert client_as(persona).post(f"{NOTICES}/{id}/readings").status_code == 404
        assert client_as(persona).post(f"{NOTICES}/readings", json={"until": id}).status_code == 404
    assert client_as("officer").post(f"{NOTICES}/{new_id()}/readings").status_code == 404


def test_reading_all_leaves_what_came_later(world: World, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    tell(world, 3)
    shown = first(officer)["id"]
    tell(world, text="后来的")
    assert officer.post(f"{NOTICES}/readings", json={"until": shown}).json == {"unread": 1}
    assert texts_of(officer, unread=True) == ["后来的"]
    assert officer.post(f"{NOTICES}/readings", json={"until": shown}).json == {"unread": 1}


@pytest.mark.parametrize("body", [{}, {"until": "x"}, {"until": None}, {"more": 1}], ids=str)
def test_reading_all_needs_to_know_how_far(client_as: Callable[[str], Any], body: dict[str, Any]) -> None:
    assert client_as("officer").post(f"{NOTICES}/readings", json=body).status_code == 422


def test_the_bell_counts_no_further_than_a_hundred(world: World, client_as: Callable[[str], Any]) -> None:
    tell(world, 120)
    assert unread(client_as("officer")) == 100


def test_pages_follow_each_other_without_gap(world: World, client_as: Callable[[str], Any]) -> None:
    tell(world, 7)
    officer, seen, after = client_as("officer"), [], None
    while True:
        page = officer.get(NOTICES, query_string={"limit": 3, **({"after": after} if after else {})}).json
        seen += [row["id"] for row in page["items"]]
        if not (after := page["next"]):
            break
    assert len(seen) >= 7
    assert seen == sorted(set(seen), reverse=True)


def test_nobody_reads_without_signing_in(anonymous: Any) -> None:
    for path in ("", "/unread"):
        assert anonymous.get(NOTICES + path).status_code == 401
