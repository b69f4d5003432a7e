"""The screen's live line: what waits, what comes, what is answered; only what its reader may see; bounded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from device_checks.alarms.api import stream as room
from device_checks.alarms.services import acknowledge_event
from server.core import clock
from server.core.database import database
from server.core.permissions import SYSTEM
from server.web.signin.queries import actor_by_account
from tests.factories.alarms import EVENTS, line, ring
from tests.world import World

STREAM = f"{EVENTS}/stream"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    monkeypatch.setattr(room, "board", room.Board())
    monkeypatch.setattr(room, "LOOK_SECONDS", 0.0)
    with database.connection_context():
        line(world.units["school_first"])
    yield
    assert room.slots.taken == 0


def cards(text: str) -> list[dict[str, Any]]:
    return [json.loads(part[6:]) for part in text.splitlines() if part.startswith("data: ")]


def opened(world: World, persona: str, mark: str | None = None, most: int = 8) -> room.Stream:
    with database.connection_context():
        actor = actor_by_account(world.people[persona].account_id)
    return room.open_stream(actor, mark, most)


def rung(**changes: Any) -> str:
    with database.connection_context():
        return str(ring(**changes).id)


@pytest.mark.clause("LN-11b")
def test_a_ring_and_its_answer_reach_the_screen(world: World) -> None:
    first = rung()
    stream = opened(world, "officer")
    assert [card["id"] for card in cards(next(stream))] == [first]
    second = rung(sequence="0002")
    assert [(card["id"], card["rings"]) for card in cards(next(stream))] == [(second, True)]
    with database.connection_context():
        acknowledge_event(SYSTEM, second, "已派警")  # type: ignore[arg-type]
    told = {card["id"]: card for card in cards(next(stream))}
    assert (told[second]["needs_answer"], told[second]["note"]) == (False, "已派警")
    stream.close()


def test_others_hear_nothing(world: World) -> None:
    rung()
    stream = opened(world, "stranger")
    assert cards(next(stream)) == []
    rung(sequence="0002")
    room.BEAT_SECONDS, kept = 0.0, room.BEAT_SECONDS
    try:
        assert cards(next(stream)) == []
    finally:
        room.BEAT_SECONDS = kept
        stream.close()


def test_it_goes_on_where_the_last_one_ended(world: World) -> None:
    mark = clock.to_text(clock.now())
    id = rung()
    with database.connection_context():
        acknowledge_event(SYSTEM, id, "")  # type: ignore[arg-type]
    with_mark, without = opened(world, "officer", mark), opened(world, "officer")
    assert [card["needs_answer"] for card in cards(next(with_mark))] == [False]
    assert cards(next(without)) == []  # nothing waits
    with_mark.close()
    without.close()


def test_all_streams_share_one_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LOOK_SECONDS", 30.0)
    streams = [room.Stream(opened(world, "officer")._actor, None, pause=lambda _: None) for _ in range(3)]
    monkeypatch.setattr(room, "BEAT_SECONDS", 0.0)
    for stream in streams:
        next(stream)
        next(stream)
    assert room.board.looks <= 1
    room.slots.taken = 0


def test_there_are_only_so_many_and_an_ended_one_gives_its_place_back(world: World) -> None:
    one = opened(world, "officer", most=1)
    with pytest.raises(room.TooManyStreams):
        opened(world, "officer", most=1)
    one.close()
    one.close()
    two = opened(world, "officer", most=1)
    room.LIFE_SECONDS, kept = 0.0, room.LIFE_SECONDS
    try:
        assert len(list(two)) == 1
    finally:
        room.LIFE_SECONDS = kept


def test_over_http_it_is_a_stream_for_those_who_may_see(client_as: Callable[[str], Any]) -> None:
    id = rung()
    answer = client_as("officer").get(STREAM, buffered=False)
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert cards(next(answer.iter_encoded()).decode())[0]["id"] == id
    answer.close()
    assert client_as("system_admin").get(STREAM).status_code == 403
    assert client_as("officer").get(STREAM, headers={"Last-Event-ID": "garbage"}, buffered=False).close() is None
