"""The seed is revealed and units and officers are drawn; anybody with the record replays it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checklists.draws import replay
from checklists.draws.models import Draw, DrawFreeze, DrawResult
from checklists.draws.queries.records import check_draws, record_summary
from checklists.draws.rules.algorithm import Bound
from checklists.draws.rules.record import draw_from, record_hash
from server.core.canonical import content_hash
from server.core.events import Event
from tests.architecture.sources import ROOT
from tests.factories.draws import DRAWS, EXCLUSIONS, WITNESS, drawn, frozen, leave_body, opened, record_of, recusal_body
from tests.world import World
from wsgi import PARTS

pytestmark = pytest.mark.usefixtures("connected")


@pytest.mark.clause("JN-2.3.2a")
def test_a_draw_names_units_and_two_distinct_fit_officers_for_each(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    officer.post(EXCLUSIONS, json=recusal_body(world, "inspector_lin", "hospital"))
    officer.post(EXCLUSIONS, json=recusal_body(world, "officer_chen", "hospital"))
    draw = drawn(officer, unit_count=7)
    assert draw["state"] == "drawn"
    assert len({one["unit"]["id"] for one in draw["drawn"]}) == 7
    teams = {one["unit"]["name"]: {person["name"] for person in one["officers"]} for one in draw["drawn"]}
    assert all(len(team) == 2 for team in teams.values())
    assert teams["泉城示范中心医院"] == {"周安平", "冯泉生"}
    assert all("袁旧年" not in team for team in teams.values())  # certificate ended
    loads = [sum(name in team for team in teams.values()) for name in ("林守义", "周安平", "陈明理", "冯泉生")]
    assert sum(loads) == 14
    assert max(loads) - min(loads) <= 1


@pytest.mark.clause("JN-2.3.2a")
def test_drawn_again_from_the_same_seed_and_list_the_result_is_the_same(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    draw = drawn(officer)
    record = json.loads(record_of(officer, draw["id"]))
    again = [
        draw_from(
            bytes.fromhex(record["seed"]),
            Bound(
                content_hash(record["terms"]),
                record["units"]["sha256"],
                record["officers"]["sha256"],
                record["witness"]["words"],
            ),
            record["units"]["entries"],
            record["officers"]["entries"],
            count=3,
            each=2,
        )
        for _ in range(2)
    ]
    assert again[0] == again[1] == record["result"]
    shown = [
        {"unit": one["unit"]["id"], "officers": [person["person_id"] for person in one["officers"]]}
        for one in draw["drawn"]
    ]
    assert shown == record["result"]


@pytest.mark.clause("JN-2.3.2a")
def test_anybody_replays_the_record_with_nothing_but_python(client_as: Callable[[str], Any], tmp_path: Path) -> None:
    """``-S`` leaves out everything that is installed: neither a framework nor a database can be imported."""
    officer = client_as("officer")
    draw = drawn(officer)
    file = tmp_path / "record.json"
    file.write_bytes(record_of(officer, draw["id"]))
    command = [sys.executable, "-S", "-m", "checklists.draws.replay", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    said = done.stdout.decode()
    assert done.returncode == 0, said + done.stderr.decode()
    assert said.startswith("一致")
    assert draw["result"]["record_sha256"] in said
    for one in draw["drawn"]:
        numbers = "、".join(person["certificate_no"] for person in one["officers"])
        assert f"{one['unit']['name']}　{numbers}" in said
    record = json.loads(file.read_bytes())
    assert hashlib.sha256(bytes.fromhex(record["seed"])).hexdigest() == draw["commitment"]
    assert record["operator"] == "示370102003"
    assert "陈明理" not in file.read_text("utf-8")
    changed = file.read_bytes().replace("冬季".encode(), "夏季".encode(), 1)
    file.write_bytes(changed)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout.decode().startswith("不一致")


def test_the_words_of_the_witness_change_the_draw(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    record = json.loads(record_of(officer, drawn(officer, unit_count=7)["id"]))
    results = set()
    for words in ("", "甲", "乙", record["witness"]["words"]):
        bound = Bound(content_hash(record["terms"]), record["units"]["sha256"], record["officers"]["sha256"], words)
        pools = record["units"]["entries"], record["officers"]["entries"]
        results.add(json.dumps(draw_from(bytes.fromhex(record["seed"]), bound, *pools, count=7, each=2)))
    assert len(results) == 4


def test_drawn_twice_it_is_drawn_once(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    first = drawn(officer)
    path = f"{DRAWS}/{first['id']}/results"
    assert officer.post(path, json=WITNESS).json == first
    for client, body in ((officer, {**WITNESS, "words": "换一个结果"}), (client_as("city"), WITNESS)):
        answer = client.post(path, json=body)
        assert (answer.status_code, answer.json["code"]) == (409, "draw_already_drawn")
    assert Event.select().where(Event.kind == "draw.drawn").count() == 1


def test_twins_that_arrive_together_draw_once(client_as: Callable[[str], Any]) -> None:
    officer, answers = client_as("officer"), []
    id = frozen(officer)["id"]
    threads = [
        threading.Thread(
            target=lambda: answers.append(officer.post(f"{DRAWS}/{id}/results", json=WITNESS).json["drawn"])
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
    assert DrawResult.select().count() == 1


@pytest.mark.parametrize("kind", ["leave", "recusal"])
def test_an_officer_who_became_unfit_since_the_freeze_stops_the_draw_before_the_seed(
    client_as: Callable[[str], Any], world: World, kind: str
) -> None:
    officer = client_as("officer")
    draw = frozen(officer)
    body = leave_body(world, "inspector_lin") if kind == "leave" else recusal_body(world, "inspector_lin", "bank")
    officer.post(EXCLUSIONS, json=body)
    answer = officer.post(f"{DRAWS}/{draw['id']}/results", json=WITNESS)
    assert (answer.status_code, answer.json["code"]) == (422, "draw_pool_outdated")
    assert answer.json["certificates"] == ["示370102001"]
    assert officer.get(f"{DRAWS}/{draw['id']}").json["result"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [({"words": "无人见证"}, "witness"), ({"witness": " "}, "witness"), ({**WITNESS, "words": "长" * 201}, "words")],
)
def test_a_draw_needs_a_witness(client_as: Callable[[str], Any], body: dict[str, Any], field: str) -> None:
    officer = client_as("officer")
    answer = officer.post(f"{DRAWS}/{frozen(officer)['id']}/results", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_strangers_do_not_draw(client_as: Callable[[str], Any]) -> None:
    draw = frozen(client_as("officer"))
    path = f"{DRAWS}/{draw['id']}/results"
    assert client_as("inspector").post(path, json=WITNESS).status_code == 403
    assert client_as("stranger").post(path, json=WITNESS).status_code == 404
    assert client_as("department").get(f"{DRAWS}/{draw['id']}/record").status_code == 404


def test_a_draw_given_up_stays_to_be_seen_and_is_not_drawn(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    draw = frozen(officer)
    path = f"{DRAWS}/{draw['id']}/abandonments"
    given_up = officer.post(path, json={"reason": "条件写错"})
    assert given_up.status_code == 201
    assert (given_up.json["state"], given_up.json["abandonment"]["reason"]) == ("abandoned", "条件写错")
    assert officer.post(path, json={"reason": "条件写错"}).json == given_up.json
    assert officer.post(path, json={"reason": "另有原因"}).status_code == 409
    assert officer.post(path, json={}).status_code == 422
    assert client_as("stranger").post(path, json={"reason": "x"}).status_code == 404
    for act, body in (("freezes", None), ("results", WITNESS)):
        answer = officer.post(f"{DRAWS}/{draw['id']}/{act}", json=body)
        assert (answer.status_code, answer.json["code"]) == (409, "draw_abandoned")
    assert [one["id"] for one in officer.get(DRAWS).json["items"]] == [draw["id"]]
    assert officer.get(f"{DRAWS}?state=abandoned").json["items"][0]["id"] == draw["id"]
    assert officer.get(f"{DRAWS}?state=drawn").json["items"] == []
    assert officer.delete(f"{DRAWS}/{draw['id']}").status_code == 405


def test_what_was_drawn_is_not_given_up(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    draw = drawn(officer)
    answer = officer.post(f"{DRAWS}/{draw['id']}/abandonments", json={"reason": "结果不合意"})
    assert (answer.status_code, answer.json["code"]) == (409, "draw_already_drawn")


def test_the_stored_record_is_what_the_replay_finds(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    draw = drawn(officer, units={"facts": {"has_video": True}}, unit_count=5)
    record, problems = replay.examine(record_of(officer, draw["id"]))
    assert problems == []
    assert record["record_sha256"] == draw["result"]["record_sha256"]
    other = opened(officer, units={"kinds": ["organ"]})
    assert officer.get(f"{DRAWS}/{other['id']}/record").status_code == 422


def test_verify_log_replays_every_draw_and_names_the_first_that_does_not_agree(
    client_as: Callable[[str], Any],
) -> None:
    officer = client_as("officer")
    drawn(officer, units={"levels": [1]}, unit_count=1)
    assert check_draws() == {"ok": True, "draws_checked": 1, "draws_first_break": None}
    second = drawn(officer)
    reversed_result = list(reversed(DrawResult.get(DrawResult.draw_id == second["id"]).result))
    DrawResult.update(result=reversed_result).where(DrawResult.draw_id == second["id"]).execute()
    found = check_draws()
    assert (found["ok"], found["draws_checked"]) == (False, 1)
    assert found["draws_first_break"]["draw"] == second["id"]
    assert check_draws in PARTS.check, "wsgi.py verify-log asks it"


def test_a_forger_who_changes_all_rows_is_found_by_the_chained_event(client_as: Callable[[str], Any]) -> None:
    """Another operator, resealed: the record agrees with itself, and not with what the event said."""
    draw = drawn(client_as("officer"))
    row = DrawResult.get()
    row.operator_certificate_no = "示999999999"
    row.record_sha256 = record_hash(record_summary(Draw.get(), DrawFreeze.get(), row))
    row.save()
    assert check_draws()["draws_first_break"] == {"draw": draw["id"], "problem": "not_as_the_event_says"}
