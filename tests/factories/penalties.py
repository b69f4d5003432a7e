"""Penalty cases at each point of their lives, through the same requests that consoles send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import time_machine

from server.core import clock
from server.core.clock import BEIJING
from server.core.ids import new_id
from tests.factories.deliveries import delivery_body, serve
from tests.factories.hazards import Ordered, act, done, ordered, recheck, watch
from tests.factories.records import Json, Sender
from tests.world import PASSWORD, World

CASES = "/api/v1/penalties"
SPOTS = "/api/v1/spot-penalties"
ClientAs = Callable[[str], Any]
Late = tuple[Ordered, datetime]  # a hazard past its deadline and the moment after its re-check
YUAN = 100
#: Acts whose paper bears the signature of who acts.
SIGNED = frozenset({"notices", "hearings", "hearing-records", "legal-reviews", "transfers"})


def filing(world: World, **changes: Any) -> Json:
    """A case against the school, by two officers of the branch; then the changes."""
    return {
        "id": str(new_id()),
        "unit_id": str(world.units["school_first"]),
        "respondent": {"kind": "unit"},
        "officer_ids": [str(world.persons[key]) for key in ("officer_chen", "inspector_lin")],
        "offence": "regulation_19",
        "source": "recheck",
        "summary": "责令限期整改后逾期未整改，复查不合格。",
        "happened_on": clock.today().isoformat(),
        "hazard_ids": [],
        "order_ids": [],
        "password": PASSWORD,
        **changes,
    }


def post(client: Any, case_id: str, path: str, **body: Any) -> Any:
    """One act; a new id unless the body has one, and the password where the act is signed for."""
    password = {"password": PASSWORD} if path in SIGNED else {}
    return client.post(f"{CASES}/{case_id}/{path}", json={"id": str(new_id()), **password, **body})


def evidence(**changes: Any) -> Json:
    today = clock.today().isoformat()
    return {"evidence_kind": "record", "title": "检查笔录", "obtained_on": today, "obtained_from": "现场", **changes}


def consequence(**changes: Any) -> Json:
    today = clock.today().isoformat()
    return {"consequence": "serious_threat", "happened_on": today, "text": "门禁失效期间校外人员多次闯入。", **changes}


def choice(fine_yuan: int = 20_000, **changes: Any) -> Json:
    """A warning and a fine within the ordinary grade."""
    return {
        "facts": "门禁损坏逾期未修复。",
        "reasons": "情节一般。",
        "is_warning": True,
        "fine_fen": fine_yuan * YUAN,
        "grade": "ordinary",
        "factors": [],
        **changes,
    }


def receipt(**changes: Any) -> Json:
    return {"received_on": clock.today().isoformat(), "way": "signed", **changes}


def statement(is_made: bool = False, **changes: Any) -> Json:
    return {"is_made": is_made, "text": "已委托维修，请求从轻。" if is_made else "不陈述、不申辩。", **changes}


def hearing_on(day: date, **changes: Any) -> Json:
    held_at = datetime.combine(day, time(9, 30), BEIJING).astimezone(UTC)
    return {"held_at": clock.to_text(held_at), "place": "分局二楼会议室", "recorder": "周记录", **changes}


def hearing_record(held_at: str, **changes: Any) -> Json:
    return {
        "held_at": held_at,
        "attendees": "当事人委托代理人、办案人员",
        "officers_views": "事实清楚，证据确凿。",
        "respondents_views": "请求从轻处罚。",
        "evidence": "检查笔录、复查意见书。",
        "opinion": "建议按告知内容处罚。",
        **changes,
    }


def serve_hearing_notice(client_as: ClientAs, world: World, run_jobs: Callable[[], int], case_id: str) -> None:
    """The paper of the latest hearing that was called, made and handed over now."""
    run_jobs()
    officer = client_as("officer")
    called = [one for one in officer.get(f"{CASES}/{case_id}").json["acts"] if one["kind"] == "hearing"]
    answer = serve(officer, called[-1]["document"]["id"], delivery_body(officer, world))
    assert answer.status_code == 201, answer.json


def review(outcome: str = "agreed", **changes: Any) -> Json:
    return {"outcome": outcome, "opinion": "事实清楚，程序合法，裁量适当。", **changes}


def decision(fine_yuan: int = 20_000, **changes: Any) -> Json:
    return {**choice(fine_yuan), "password": PASSWORD, **changes}


def no_penalty(ground: str = "first_minor_corrected", **changes: Any) -> Json:
    return {"ground": ground, "facts": "门禁损坏。", "reasons": "初次违法，已改正。", "password": PASSWORD, **changes}


def spot(world: World, order_id: str, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "order_id": order_id,
        "officer_ids": [str(world.persons[key]) for key in ("officer_chen", "inspector_lin")],
        "facts": "门禁系统损坏，未落实出入登记。",
        "evidence": "检查笔录、现场照片。",
        "place": "学校传达室",
        "receipt": "signed",
        "password": PASSWORD,
        **changes,
    }


def overdue(sender: Sender, client_as: ClientAs, world: World, days: int = 15) -> Late:
    """A hazard ordered, its deadline gone, re-checked in vain; and the moment right after."""
    found = ordered(sender, client_as, days=days)
    later = clock.now() + timedelta(days=days + 1)
    with time_machine.travel(later, tick=False):
        watch()
        done(act(client_as("officer"), found.id, "rechecks", recheck(world, passed=False)))
    return found, later + timedelta(minutes=1)


def filed(client_as: ClientAs, world: World, **changes: Any) -> str:
    answer = client_as("officer").post(CASES, json=filing(world, **changes))
    assert answer.status_code == 201, answer.json
    id: str = answer.json["id"]
    return id


def acted(answer: Any) -> Json:
    """The case as the act left it."""
    assert answer.status_code == 201, answer.json
    case: Json = answer.json
    return case


def refused(answer: Any, code: str, article: str, field: str = "") -> None:
    """The act was refused with the code and the article named, and the field if it lies there."""
    assert (answer.status_code, answer.json["code"]) == (422, code), answer.json
    assert article in answer.json["detail"]
    if field:
        assert answer.json["errors"][0]["field"] == field


def told(client_as: ClientAs, case_id: str, fine_yuan: int = 20_000, **changes: Any) -> Json:
    """Evidence, consequence, notice and its receipt."""
    officer = client_as("officer")
    acted(post(officer, case_id, "evidence", **evidence()))
    acted(post(officer, case_id, "consequences", **consequence()))
    acted(post(officer, case_id, "notices", **choice(fine_yuan, **changes)))
    return acted(post(officer, case_id, "receipts", **receipt()))


def ready(client_as: ClientAs, case_id: str, fine_yuan: int = 20_000) -> Json:
    """All that must come before a decision, without a hearing."""
    officer = client_as("officer")
    case = told(client_as, case_id, fine_yuan)
    acted(post(officer, case_id, "statements", **statement()))
    if case["notice"]["has_hearing_right"]:
        acted(post(officer, case_id, "hearing-waivers"))
    if case["notice"]["is_serious"]:
        leaders = {"discussed_on": clock.today().isoformat(), "participants": ["局长", "副局长"], "opinion": "同意。"}
        acted(post(client_as("leader"), case_id, "discussions", **leaders))
    return acted(post(client_as("legal"), case_id, "legal-reviews", **review()))


def grow_penalties(client_as: ClientAs, world: World, most: int = 3) -> list[str]:
    """Cases of the school against persons of it, each with a line of evidence; their ids."""
    ids = [filed(client_as, world, respondent={"kind": "person", "name": f"当事人{number}"}) for number in range(most)]
    for id in ids:
        acted(post(client_as("officer"), id, "evidence", **evidence()))
    return ids
