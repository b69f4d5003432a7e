"""Looks add up to availability by unit, class and month; cameras of a key part that go dark warn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from device_checks.patrols.models import CameraWatch, PatrolRound, PatrolShard
from device_checks.patrols.services.fetching import Seen
from device_checks.patrols.services.keeping import is_worth_a_pair
from device_checks.patrols.services.running import keep_and_warn
from device_checks.pictures.services import Look
from server.core import clock
from server.core.clock import BEIJING
from server.core.ids import new_id
from tests.factories.facilities import place
from tests.factories.notices import texts_of
from tests.factories.patrols import AVAILABILITY, watched_camera
from tests.factories.warnings import WARNING_RULES, WARNINGS
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

ClientAs = Callable[[str], Any]
NOON = datetime(2026, 11, 22, 12, tzinfo=BEIJING)


def looked(ids: Sequence[UUID], verdict: str = "fine", cause: str = "") -> None:
    """A round of these cameras at this instant, laid down and done."""
    moment = clock.now()
    round = PatrolRound.create(
        id=new_id(), key=str(new_id()), kind="plan", state="running", classes=[1], pace={}, due_at=moment,
        planned=len(ids), skipped={}, began_at=moment,
    )  # fmt: skip
    shard = PatrolShard.create(
        id=new_id(), round_id=round.id, position=0, total=len(ids), remaining=[str(id) for id in ids], begin_at=moment
    )
    looks = [
        Look(
            id=new_id(),
            camera_id=id,
            taken_at=moment,
            received_at=moment,
            source="http",
            verdict="fault" if cause else verdict,
            cause=cause,
            content=None if cause else b"a picture of %d" % number,
        )
        for number, id in enumerate(ids)
    ]
    keep_and_warn([Seen(shard.id, look.camera_id, look, is_pair=False) for look in looks])


def figures(client: Any, since: str = "2026-11", until: str = "2026-12", **query: Any) -> Any:
    answer = client.get(AVAILABILITY, query_string={"from": since, "to": until, **query})
    assert answer.status_code == 200, answer.json
    return answer.json


@pytest.mark.clause("JN-2.2.5h")
def test_the_time_between_looks_counts_as_the_earlier_look_found_it(world: World, client_as: ClientAs) -> None:
    id = watched_camera(world, "http://127.0.0.1/1.jpg", camera={"place_class": 1})
    other = watched_camera(world, "http://127.0.0.1/2.jpg", camera={"place_class": 2}, unit="school_first")
    with time_machine.travel(NOON, tick=False) as traveller:
        looked([id, other])
        traveller.shift(timedelta(hours=6))
        looked([id], cause="offline")
        traveller.shift(timedelta(hours=2))
        looked([id], "doubt")
        looked([other], "fault")
        found = figures(client_as("officer"))
        assert (found["whole"]["looks"], found["whole"]["answered"]) == (5, 4)
        by_class = {row["place_class"]: row for row in found["classes"]}
        assert (by_class[1]["up_seconds"], by_class[1]["down_seconds"], by_class[1]["rate"]) == (21600, 7200, 0.75)
        assert (by_class[2]["up_seconds"], by_class[2]["rate"], by_class[2]["fine_rate"]) == (28800, 1.0, 0.5)
        assert by_class[1]["answer_rate"] == 0.6667
        assert [row["unit"]["name"] for row in found["units"]] == ["泉城示范第一中学"]
        assert figures(client_as("head"), place_class=2)["whole"]["looks"] == 2
        assert figures(client_as("stranger"))["whole"]["looks"] == 0
        assert figures(client_as("officer"), "2026-12")["whole"]["rate"] is None
        assert figures(client_as("officer"), unit_id=str(world.units["school_first"]))["whole"]["looks"] == 5


def test_a_night_over_the_end_of_a_month_counts_in_both(world: World, client_as: ClientAs) -> None:
    id = watched_camera(world, "http://127.0.0.1/1.jpg")
    with time_machine.travel(datetime(2026, 11, 30, 22, tzinfo=BEIJING), tick=False) as traveller:
        looked([id])
        traveller.shift(timedelta(hours=5))
        looked([id])
        months = {row["month"]: row["up_seconds"] for row in figures(client_as("officer"))["months"]}
    assert months == {"2026-11": 2 * 3600, "2026-12": 3 * 3600}


def test_what_our_own_lists_bar_is_no_failure_of_the_camera(world: World, client_as: ClientAs) -> None:
    id = watched_camera(world, "http://127.0.0.1/1.jpg")
    with time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(9):
            looked([id], cause="barred_address")
            traveller.shift(timedelta(hours=1))
        watch = CameraWatch.get()
        assert (watch.is_up, watch.failures, watch.pause_until, watch.down_since) == (None, 0, None, None)
        assert figures(client_as("officer"))["whole"]["down_seconds"] == 0


def test_long_dead_is_paused_and_a_picture_ends_it(world: World) -> None:
    id = watched_camera(world, "http://127.0.0.1/1.jpg")
    with time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(7):
            looked([id], cause="too_slow")
            traveller.shift(timedelta(hours=1))
        watch = CameraWatch.get()
        assert (watch.failures, watch.down_since) == (7, NOON)
        assert watch.pause_until > clock.now() + timedelta(hours=2)
        looked([id])
        watch = CameraWatch.get()
        assert (watch.failures, watch.down_since, watch.pause_until, watch.is_up) == (0, None, None, True)


@pytest.mark.parametrize(
    "query", ["", "from=2026-11", "from=2026-13&to=2026-12", "from=2026-11&to=2026-12&place_class=4"]
)
def test_a_malformed_question_is_refused(client_as: ClientAs, query: str) -> None:
    assert client_as("officer").get(f"{AVAILABILITY}?{query}").status_code == 422


def test_two_frames_are_compared_once_a_day(world: World) -> None:
    day = timedelta(hours=20)
    assert is_worth_a_pair(None, NOON, day)
    watch = CameraWatch(paired_at=NOON)
    assert not is_worth_a_pair(watch, NOON + timedelta(hours=19), day)
    assert is_worth_a_pair(watch, NOON + timedelta(hours=20), day)
    assert is_worth_a_pair(watch, NOON - timedelta(hours=1), day)  # the clock went back


def at_key_part(world: World, count: int, kind: str = "key_part") -> tuple[UUID, list[UUID]]:
    spot = place(world.units["school_first"], kind=kind, name="财务室").id
    return spot, [
        watched_camera(world, f"http://127.0.0.1/{number}.jpg", camera={"place_ids": (spot,)}, name=f"财务室{number}")
        for number in range(count)
    ]


@pytest.mark.clause("JN-2.3.4e")
def test_three_cameras_dark_at_one_key_part_within_a_day_warn_unit_and_station_and_feedback_closes(
    world: World, client_as: ClientAs
) -> None:
    _, ids = at_key_part(world, 4)
    with time_machine.travel(NOON, tick=False) as traveller:
        for number in range(3):
            for _ in range(2):  # a second look before anybody is told
                looked([ids[number]], cause="offline")
                traveller.shift(timedelta(minutes=10))
            traveller.shift(timedelta(hours=6))
            assert len(client_as("station").get(WARNINGS).json["items"]) == (1 if number == 2 else 0)
        for persona in ("head", "station"):
            assert texts_of(client_as(persona), kind="warning.raised") == [
                "橙色预警：泉城示范第一中学财务室在24小时内有3路摄像机离线，请处置并反馈。"
            ]
        row = client_as("station").get(WARNINGS).json["items"][0]
        assert [fact["id"] for fact in row["basis"]] == [str(id) for id in ids[:3]]
        assert row["basis"][0]["text"].startswith("财务室0（")
        assert row["basis"][0]["at"] == clock.to_text(NOON)
        answer = client_as("head").post(
            f"{WARNINGS}/{row['id']}/feedback", json={"id": str(new_id()), "text": "线路已修复"}
        )
        assert answer.json["state"] == "answered"
        looked(ids, cause="offline")  # the same three again, and a fourth: no new warning
        looked(ids, cause="offline")
        assert len(client_as("station").get(WARNINGS).json["items"]) == 1


def test_fewer_or_slower_or_elsewhere_or_unconfirmed_is_no_warning(world: World, client_as: ClientAs) -> None:
    _, ids = at_key_part(world, 3)
    _, elsewhere = at_key_part(world, 3, kind="entrance")
    with time_machine.travel(NOON, tick=False) as traveller:
        looked([*elsewhere, *ids[:2]], cause="offline")
        looked([*elsewhere, *ids[:2]], cause="offline")
        looked([ids[2]], cause="offline")  # once only
        assert client_as("officer").get(WARNINGS).json["items"] == []
        looked([ids[2]])
        traveller.shift(timedelta(hours=25))
        for _ in range(2):
            looked(ids, cause="offline")  # the first two are known since yesterday
        assert client_as("officer").get(WARNINGS).json["items"] == []


def test_the_rule_of_the_day_decides(world: World, client_as: ClientAs) -> None:
    _, ids = at_key_part(world, 2)
    with time_machine.travel(NOON, tick=False) as traveller:
        body = {
            "id": str(new_id()), "code": "cameras_offline", "from_on": "2026-11-23", "title": "离线", "level": "red",
            "parameters": {"count": 2, "hours": 12, "looks": 1}, "addressees": ["bureau"], "bases": ["通知"],
        }  # fmt: skip
        assert client_as("system_admin").post(WARNING_RULES, json=body).status_code == 201
        looked(ids, cause="offline")
        assert client_as("officer").get(WARNINGS).json["items"] == []
        traveller.shift(timedelta(days=1))
        looked(ids)
        looked(ids, cause="offline")
        assert [row["level"] for row in client_as("officer").get(WARNINGS).json["items"]] == ["red"]
        assert len(texts_of(client_as("officer"), kind="warning.raised")) == 1
        assert texts_of(client_as("station"), kind="warning.raised") == []
