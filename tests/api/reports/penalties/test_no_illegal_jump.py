"""In each situation exactly the lawful acts are possible; every other is refused, with the article that bars it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from reports.penalties.rules import STAGES
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.units.calendar.queries import add_working_days
from tests.factories.penalties import (
    CASES,
    SPOTS,
    Late,
    acted,
    choice,
    consequence,
    decision,
    evidence,
    filed,
    hearing_on,
    hearing_record,
    no_penalty,
    post,
    receipt,
    review,
    serve_hearing_notice,
    spot,
    statement,
)
from tests.factories.records import Json
from tests.world import World

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]

PATHS = {
    "replacement": ("leader", "officer-replacements"),
    "evidence": ("officer", "evidence"),
    "consequence": ("officer", "consequences"),
    "preservation": ("officer", "preservations"),
    "preservation_decision": ("officer", "preservation-decisions"),
    "notice": ("officer", "notices"),
    "receipt": ("officer", "receipts"),
    "statement": ("officer", "statements"),
    "statement_review": ("officer", "statement-reviews"),
    "hearing_request": ("officer", "hearing-requests"),
    "hearing_waiver": ("officer", "hearing-waivers"),
    "hearing": ("legal", "hearings"),
    "hearing_record": ("legal", "hearing-records"),
    "hearing_withdrawal": ("officer", "hearing-withdrawals"),
    "legal_review": ("legal", "legal-reviews"),
    "discussion": ("leader", "discussions"),
    "term_extension": ("leader", "term-extensions"),
    "decision": ("leader", "decisions"),
    "no_penalty": ("leader", "no-penalty-decisions"),
    "withdrawal": ("leader", "withdrawals"),
    "transfer": ("leader", "transfers"),
    "spot_report": ("officer", "spot-reports"),
}
#: Steps of the way, in their order; a situation is how far one has come.
WAY = {
    "filed": (),
    "evidenced": ("evidence", "consequence"),
    "noticed": ("notice",),
    "received": ("receipt",),
    "heard_out": ("statement",),
    "asked": ("hearing_request",),
    "called": ("hearing",),
    "summoned": (),
    "heard": ("hearing_record",),
    "agreed": ("legal_review",),
    "decided": ("decision",),
}
ALWAYS = {"replacement", "evidence", "consequence", "preservation", "term_extension", "withdrawal", "transfer"}
AFTER_NOTICE = ("statement", "statement_review", "hearing_request", "hearing_waiver", "hearing", "hearing_record")
AFTER_NOTICE += ("hearing_withdrawal", "legal_review", "discussion", "decision")
NOT_ASKED = dict.fromkeys(("hearing", "hearing_record", "hearing_withdrawal"), "hearing_not_asked")
SETTLED = dict.fromkeys(("hearing_request", "hearing_waiver"), "hearing_already_settled")
HEARD = dict.fromkeys(("hearing", "hearing_record", "hearing_withdrawal"), "hearing_already_held")
STATED = {"statement": "statement_already_recorded", "statement_review": "no_statement_to_review"}
DECIDING = ("legal_review", "discussion", "decision")
ASKED = dict.fromkeys((*DECIDING, "notice", "no_penalty"), "hearing_not_held")
ORDINARY = {"preservation_decision": "nothing_preserved", "spot_report": "not_spot_procedure"}
TOLD = {**ORDINARY, "receipt": "notice_already_received"}
ENDED = {**dict.fromkeys(PATHS, "case_ended"), **ORDINARY}  # what was preserved is still dealt with

#: Situation → act → the code that bars it; what is not named is lawful.
BARRED: dict[str, dict[str, str]] = {
    "filed": {
        **ORDINARY,
        **dict.fromkeys((*AFTER_NOTICE, "receipt"), "notice_missing"),
        **dict.fromkeys(("notice", "decision", "no_penalty"), "evidence_missing"),
    },
    "evidenced": {**ORDINARY, **dict.fromkeys((*AFTER_NOTICE, "receipt"), "notice_missing")},
    "noticed": {**ORDINARY, **dict.fromkeys(AFTER_NOTICE, "notice_not_received")},
    "received": {
        **TOLD,
        **NOT_ASKED,
        **dict.fromkeys(DECIDING, "statement_unheard"),
        "statement_review": "no_statement_to_review",
    },
    "stated": {
        **TOLD,
        **NOT_ASKED,
        **dict.fromkeys(DECIDING, "statement_not_reviewed"),
        "statement": "statement_already_recorded",
    },
    "heard_out": {**TOLD, **STATED, **NOT_ASKED, **dict.fromkeys(DECIDING, "hearing_window_runs")},
    # Given up, it may still be asked for in time.
    "waived": {
        **TOLD,
        **STATED,
        "hearing_waiver": "hearing_already_settled",
        **NOT_ASKED,
        "decision": "legal_review_missing",
    },
    "asked": {**TOLD, **STATED, **SETTLED, **ASKED, "hearing_record": "hearing_not_set"},
    "called": {**TOLD, **STATED, **SETTLED, **ASKED, "hearing_record": "hearing_notice_unserved"},
    "summoned": {**TOLD, **STATED, **SETTLED, **ASKED},
    "heard": {**TOLD, **STATED, **SETTLED, **HEARD, "decision": "legal_review_missing"},
    "returned": {
        **TOLD,
        **STATED,
        **SETTLED,
        **HEARD,
        **dict.fromkeys(("legal_review", "decision"), "legal_review_returned"),
    },
    "agreed": {**TOLD, **STATED, **SETTLED, **HEARD},
    "decided": ENDED,
    "spared": ENDED,
    "withdrawn": ENDED,
    "transferred": ENDED,
    "spot": dict.fromkeys(set(PATHS) - {"spot_report"}, "not_ordinary_procedure"),
    "spot_reported": {
        **dict.fromkeys(set(PATHS) - {"spot_report"}, "not_ordinary_procedure"),
        "spot_report": "spot_already_reported",
    },
}
#: Situations beside the way: from where, by which act.
ASIDE = {
    "stated": ("received", "statement", {"is_made": True}),
    "waived": ("heard_out", "hearing_waiver", {}),
    "returned": ("heard", "legal_review", {"outcome": "returned"}),
    "withdrawn": ("filed", "withdrawal", {}),
    "transferred": ("evidenced", "transfer", {}),
    "spared": ("evidenced", "no_penalty", {"ground": "not_established"}),
}


def bodies(world: World) -> dict[str, Json]:
    """A body for each act that would be right if the act were lawful."""
    today = clock.today()
    with database.connection_context():
        hearing = hearing_on(add_working_days(today, 7))
    return {
        "replacement": {
            "out_id": str(world.persons["inspector_lin"]),
            "in_id": str(world.persons["inspector_zhou"]),
            "ground": "other",
            "reason": "工作调整",
        },
        "evidence": evidence(),
        "consequence": consequence(),
        "preservation": {"items": "录像主机一台", "place": "分局物证室", "reason": "可能被替换"},
        "preservation_decision": {"preservation_id": str(new_id()), "outcome": "returned", "reason": "已取证"},
        "notice": choice(),
        "receipt": receipt(),
        "statement": statement(),
        "statement_review": {"is_accepted": False, "reasons": "裁量已予考虑"},
        "hearing_request": {"asked_on": today.isoformat()},
        "hearing_waiver": {"text": "不要求听证"},
        "hearing": hearing,
        "hearing_record": hearing_record(hearing["held_at"]),
        "hearing_withdrawal": {"text": "自愿撤回"},
        "legal_review": review(),
        "discussion": {"discussed_on": today.isoformat(), "participants": ["局长", "副局长"], "opinion": "同意"},
        "term_extension": {"days": 30, "ground": "依法律规定延长"},
        "decision": decision(),
        "no_penalty": no_penalty("not_established"),
        "withdrawal": {"reason": "当事人已注销"},
        "transfer": {"addressee": "历下区公安分局刑侦大队", "crime": "重大责任事故罪", "reason": "涉嫌犯罪"},
        "spot_report": {"note": ""},
    }


class Road:
    """A case on its way; the clock moves when the hearing's day must have come."""

    def __init__(self, client_as: ClientAs, world: World, case_id: str, traveller: Any, run_jobs: Jobs) -> None:
        self.client_as, self.world, self.id, self.traveller = client_as, world, case_id, traveller
        self.run_jobs = run_jobs

    def take(self, act: str, **changes: Any) -> Any:
        who, path = PATHS[act]
        return post(self.client_as(who), self.id, path, **{**bodies(self.world)[act], **changes})

    def go_to(self, situation: str) -> None:
        if situation in ASIDE:
            origin, act, changes = ASIDE[situation]
            self.go_to(origin)
            acted(self.take(act, **changes))
            return
        for place, acts in WAY.items():
            for act in acts:
                self._step(act)
            if place == "summoned":
                serve_hearing_notice(self.client_as, self.world, self.run_jobs, self.id)
            if place == situation:
                return

    def _step(self, act: str) -> None:
        changes = {}
        if act == "hearing_record":
            held_at = self._hearing_at()
            self.traveller.move_to(datetime.fromisoformat(held_at) + timedelta(hours=2))
            changes = {"held_at": held_at}
        acted(self.take(act, **changes))

    def _hearing_at(self) -> str:
        case = self.client_as("officer").get(f"{CASES}/{self.id}").json
        held_at: str = next(act["details"]["held_at"] for act in case["acts"] if act["kind"] == "hearing")
        return held_at


@pytest.mark.clause("JN-2.3.3b")
@pytest.mark.parametrize("situation", BARRED)
def test_only_lawful_acts_are_possible(
    situation: str, late: Late, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    found, later = late
    with time_machine.travel(later, tick=False) as traveller:
        if situation.startswith("spot"):
            id = acted(client_as("officer").post(SPOTS, json=spot(world, found.order["id"])))["id"]
            road = Road(client_as, world, id, traveller, run_jobs)
            if situation == "spot_reported":
                acted(road.take("spot_report"))
        else:
            road = Road(client_as, world, filed(client_as, world, hazard_ids=[found.id]), traveller, run_jobs)
            road.go_to(situation)
        before = client_as("officer").get(f"{CASES}/{road.id}").json
        shown = {row["act"]: row["code"] for row in before["next_acts"]}
        assert {act: code for act, code in shown.items() if code} == BARRED[situation]
        for act, code in BARRED[situation].items():
            answer = road.take(act)
            assert (answer.status_code, answer.json["code"]) == (422, code), act
            article = answer.json["article"]
            assert article["article"] in answer.json["detail"]
            assert f"《{article['basis']}》" in answer.json["detail"]
        assert client_as("officer").get(f"{CASES}/{road.id}").json == before


def test_every_lawful_act_is_possible_on_the_way(late: Late, client_as: ClientAs, world: World, run_jobs: Jobs) -> None:
    """From filing through a hearing to a decision, each act of the way leaves one row more."""
    found, later = late
    with time_machine.travel(later, tick=False) as traveller:
        road = Road(client_as, world, filed(client_as, world, hazard_ids=[found.id]), traveller, run_jobs)
        road.go_to("decided")
        case = client_as("officer").get(f"{CASES}/{road.id}").json
    assert [act["kind"] for act in case["acts"]] == ["filing", *(act for acts in WAY.values() for act in acts)]
    assert case["state"] == "decided"


def test_the_tables_of_this_test_are_whole() -> None:
    assert set(PATHS) == set(STAGES)
    assert ALWAYS == {act for act in STAGES if not any(act in BARRED[place] for place in WAY if place != "decided")}
