"""What somebody got wrong in an exam comes back until it sits; nobody sees anybody else's book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from courses.items.models import Item
from courses.practice.models import PracticeCard, PracticeReview
from courses.practice.services import collect_wrong, note_wrong
from courses.rotations.models import HourCredit
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.practice import answer_to, item, result_given, right_value, session_with
from tests.world import World

ClientAs = Callable[[str], Any]
URL = "/api/v1/my/practice"

pytestmark = pytest.mark.usefixtures("connected")


def make_due(person_id: Any) -> None:
    """Days go by."""
    PracticeCard.update(due_at=clock.now() - timedelta(minutes=1)).where(PracticeCard.person_id == person_id).execute()


def sent(client: Any, *answers: dict[str, Any]) -> Any:
    return client.post(f"{URL}/answers", json={"answers": list(answers)})


@pytest.mark.clause("LN-3b")
def test_what_an_exam_marked_wrong_comes_into_the_book(
    client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    person = world.people["guard"].person_id
    result = result_given(person, {"law-001": 0, "law-013": 100, "law-023": 50, "law-029": 0})
    run_jobs()
    make_due(person)
    shown = client_as("guard").get(URL).json
    wanted = {str(item("law-001").id), str(item("law-023").id)}  # law-029 is a short answer: a person would mark it
    assert ({row["item_id"] for row in shown["items"]}, shown["due"], shown["total"]) == (wanted, 2, 2)
    assert {row["solution"] for row in shown["items"]} == {None}
    collect_wrong(SYSTEM, result.id)
    assert [card.wrong_count for card in PracticeCard.select()] == [1, 1]
    assert client_as("other_guard").get(URL).json["total"] == 0


def test_an_answer_tells_what_was_right_and_why(client_as: ClientAs, world: World) -> None:
    guard = client_as("guard")
    right = right_value("law-001")
    outcome = sent(guard, answer_to("law-001", right), answer_to("law-013", True)).json["results"]
    assert [row["is_right"] for row in outcome] == [True, False]
    assert outcome[0]["solution"]["key"] == {"right": [right]}
    assert outcome[0]["solution"]["explanation"]
    assert {basis["status"] for basis in outcome[0]["solution"]["bases"]} == {"in_force", "lapsed"}
    assert outcome[0]["due_at"] is None  # right at the first try: nothing to repeat
    assert PracticeCard.get(PracticeCard.person_id == world.people["guard"].person_id).source == "own"


def test_what_is_answered_right_comes_back_later_and_later(client_as: ClientAs, world: World) -> None:
    guard, person = client_as("guard"), world.people["guard"].person_id
    sent(guard, answer_to("law-001", "wrong"))
    dues = []
    for day in range(1, 4):
        moment = clock.now() - timedelta(days=4 - day)
        given = answer_to("law-001", right_value("law-001"), recorded_at=clock.to_text(moment))
        dues.append(sent(guard, given).json["results"][0]["due_at"])
    assert dues == sorted(dues)
    card = PracticeCard.get(PracticeCard.person_id == person)
    assert (card.wrong_count, card.right_count) == (1, 3)


def test_sent_again_an_answer_counts_once(client_as: ClientAs) -> None:
    guard, given = client_as("guard"), answer_to("law-001", "wrong")
    first, again = sent(guard, given).json, sent(guard, given, given).json
    assert again["results"][0] == again["results"][1] == first["results"][0]
    assert (PracticeReview.select().count(), PracticeCard.get().wrong_count) == (1, 1)
    assert Event.select().where(Event.kind == "practice.answered").count() == 1
    assert sent(guard, {**given, "value": "other"}).status_code == 409
    assert sent(client_as("other_guard"), given).status_code == 409


@pytest.mark.clause("JN-3.4a")
def test_practice_is_worth_hours_up_to_half_an_hour_a_day(client_as: ClientAs, world: World) -> None:
    guard, person = client_as("guard"), world.people["guard"].person_id
    sent(guard, answer_to("law-001", "x", seconds=50), answer_to("law-002", "x", seconds=3600))
    assert [row.seconds for row in HourCredit.select().where(HourCredit.person_id == person)] == [170]
    sent(guard, *(answer_to("law-003", "x", seconds=120) for _ in range(40)))
    credits = list(HourCredit.select().where(HourCredit.person_id == person))
    assert [(row.kind, row.seconds) for row in credits] == [("practice", 1800)]


def test_items_of_an_exam_that_is_not_over_are_held_back(client_as: ClientAs, world: World) -> None:
    guard, person = client_as("guard"), world.people["guard"].person_id
    sent(guard, answer_to("law-001", "wrong"))
    make_due(person)
    session = session_with(["law-001"])
    assert guard.get(URL).json == {"items": [], "due": 0, "total": 0}
    answered = sent(guard, answer_to("law-001", "wrong")).json["results"][0]
    assert (answered["is_right"], answered["due_at"], answered["solution"]) == (None, None, None)
    held = {row["item_id"] for row in guard.get(f"{URL}/downloads?mode=free&limit=100").json["items"]}
    assert str(item("law-001").id) not in held
    session.state = "closed"
    session.save()
    make_due(person)
    assert guard.get(URL).json["due"] == 1


def test_a_session_that_nobody_closed_is_over_a_day_after_its_last_answers(client_as: ClientAs, world: World) -> None:
    guard = client_as("guard")
    sent(guard, answer_to("law-001", "wrong"))
    make_due(world.people["guard"].person_id)
    now = clock.now()
    session_with(["law-001"], starts_at=now - timedelta(days=3), start_closes_at=now - timedelta(days=2))
    assert guard.get(URL).json["due"] == 1


def test_free_practice_draws_from_what_is_open(client_as: ClientAs) -> None:
    guard = client_as("guard")
    shown = guard.get(f"{URL}?mode=free&category=skill&limit=100").json["items"]
    assert {row["category"] for row in shown} == {"skill"}
    assert {row["type"] for row in shown}.isdisjoint({"short_answer", "case"})
    assert {row["solution"] for row in shown} == {None}
    Item.update(exam_only=True).where(Item.category == "skill").execute()
    assert guard.get(f"{URL}?mode=free&category=skill").json["items"] == []


def test_a_set_for_offline_practice_carries_what_is_right(client_as: ClientAs) -> None:
    shown = client_as("guard").get(f"{URL}/downloads?mode=free&limit=30").json["items"]
    assert len(shown) == 30
    assert all(row["solution"]["key"] for row in shown)


def test_items_for_exams_short_answers_and_made_up_ids_are_refused(client_as: ClientAs) -> None:
    guard = client_as("guard")
    Item.update(exam_only=True).where(Item.code == "law-002").execute()
    for given in (
        answer_to("law-002", "a"),
        answer_to("law-029", "text"),
        answer_to("law-001", "a", item_id=str(new_id())),
        answer_to("law-001", "a", version_id=str(item("law-003").current_id)),
    ):
        refused = sent(guard, given)
        assert (refused.status_code, refused.json["code"]) == (422, "not_for_practice")


def test_a_phone_that_was_long_offline_counts_for_the_day_its_answers_arrive(client_as: ClientAs) -> None:
    old = clock.to_text(clock.now() - timedelta(days=30))
    ahead = clock.to_text(clock.now() + timedelta(days=30))
    sent(client_as("guard"), answer_to("law-001", "x", recorded_at=old), answer_to("law-002", "x", recorded_at=ahead))
    assert {row.on_day for row in PracticeReview.select()} == {clock.today()}
    assert PracticeCard.select().where(PracticeCard.due_at > clock.now() + timedelta(days=20)).count() == 0


def test_who_is_nobody_has_no_book(client_as: ClientAs, anonymous: Any) -> None:
    assert anonymous.get(URL).status_code == 401
    assert client_as("system_admin").get(URL).status_code == 403
    assert client_as("guard").post(f"{URL}/answers", json={"answers": []}).status_code == 422


def test_wrong_answers_come_by_an_act(world: World) -> None:
    with pytest.raises(RuntimeError):
        note_wrong(world.people["guard"].person_id, new_id(), [])
