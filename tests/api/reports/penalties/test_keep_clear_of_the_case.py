"""Whoever handled, reviewed or must keep away from a case does not decide it; nobody fares worse for being heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.units.calendar.queries import add_working_days
from server.units.registry.models import Unit
from server.web.signin.models import Account
from tests.backends import Backend
from tests.factories.draws import EXCLUSIONS, recusal_body
from tests.factories.hazards import act, done, recheck
from tests.factories.penalties import (
    CASES,
    SIGNED,
    SPOTS,
    Late,
    acted,
    choice,
    consequence,
    decision,
    evidence,
    filed,
    filing,
    hearing_on,
    hearing_record,
    overdue,
    post,
    ready,
    receipt,
    refused,
    review,
    serve_hearing_notice,
    spot,
    statement,
    told,
)
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def open_case(backend: Backend, sender: Sender, client_as: ClientAs, world: World) -> Any:
    """A case upon an overdue hazard, at the moment when a fine is possible; its id."""

    def make() -> tuple[str, datetime]:
        found, later = overdue(sender, client_as, world)
        with time_machine.travel(later, tick=False):
            return filed(client_as, world, hazard_ids=[found.id]), later

    id, later = backend.keep("a case upon an overdue hazard", make)
    with time_machine.travel(later, tick=False):
        yield id


def promote(world: World, persona: str, *roles: str) -> None:
    with database.connection_context():
        Account.update(roles=list(roles)).where(Account.id == world.people[persona].account_id).execute()


def replace_by(world: World, out: str, into: str) -> dict[str, Any]:
    return {
        "out_id": str(world.persons[out]),
        "in_id": str(world.persons[into]),
        "ground": "recusal",
        "reason": "与当事人有亲属关系",
    }


def test_an_officer_who_was_replaced_does_not_decide(open_case: str, client_as: ClientAs, world: World) -> None:
    ready(client_as, open_case)
    swap = replace_by(world, "officer_chen", "inspector_zhou")
    acted(post(client_as("leader"), open_case, "officer-replacements", **swap))
    promote(world, "officer", "officer", "bureau_leader")
    former = client_as("officer")
    shown = {row["act"]: row["mine"] for row in former.get(f"{CASES}/{open_case}").json["next_acts"]}
    assert shown["decision"] is False
    refused(post(former, open_case, "decisions", **decision()), "case_officer_may_not", "第五十七条")
    assert acted(post(client_as("leader"), open_case, "decisions", **decision()))["state"] == "decided"


def test_who_reviewed_the_law_neither_decides_nor_becomes_an_officer(
    open_case: str, client_as: ClientAs, world: World
) -> None:
    promote(world, "second_officer", "officer", "legal_officer", "bureau_leader")
    told(client_as, open_case)
    officer, second = client_as("officer"), client_as("second_officer")
    acted(post(officer, open_case, "statements", **statement()))
    acted(post(officer, open_case, "hearing-waivers"))
    acted(post(second, open_case, "legal-reviews", **review()))
    refused(post(second, open_case, "decisions", **decision()), "case_officer_may_not", "第五十七条")
    swap = replace_by(world, "inspector_lin", "officer_chen_2")
    answer = post(client_as("leader"), open_case, "officer-replacements", **swap)
    refused(answer, "case_officer_may_not", "第五十七条", "in_id")


def test_who_must_keep_away_from_the_unit_neither_reviews_nor_decides(
    open_case: str, client_as: ClientAs, world: World
) -> None:
    ready(client_as, open_case)
    acted(client_as("officer").post(EXCLUSIONS, json=recusal_body(world, "leader_lixia", "school_first")))
    refused(post(client_as("leader"), open_case, "decisions", **decision()), "case_officer_recused", "第四十三条")


def test_a_hearing_given_up_may_be_asked_for_again_in_time(open_case: str, client_as: ClientAs) -> None:
    """Source: 公安机关办理行政案件程序规定 art. 134."""
    case, officer = told(client_as, open_case), client_as("officer")
    today = clock.today().isoformat()
    acted(post(officer, open_case, "hearing-waivers"))
    assert acted(post(officer, open_case, "hearing-requests", asked_on=today))["state"] == "hearing"
    acted(post(officer, open_case, "hearing-withdrawals", text="书面撤回听证申请"))
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        officer = client_as("officer")
        last = date.fromisoformat(case["notice"]["hearing_until"])
        late = post(officer, open_case, "hearing-requests", asked_on=(last + timedelta(days=1)).isoformat())
        refused(late, "hearing_asked_too_late", "第六十四条", "asked_on")
        again = acted(post(officer, open_case, "hearing-requests", asked_on=last.isoformat()))
        assert again["state"] == "hearing"


def test_nobody_is_fined_more_for_having_asked_for_a_hearing(
    open_case: str, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    """Source: 公安机关办理行政案件程序规定 art. 125."""
    told(client_as, open_case)
    officer = client_as("officer")
    acted(post(officer, open_case, "hearing-requests", asked_on=clock.today().isoformat()))
    with database.connection_context():
        day = add_working_days(clock.today(), 7)
    body = hearing_on(day)
    acted(post(client_as("legal"), open_case, "hearings", **body))
    serve_hearing_notice(client_as, world, run_jobs, open_case)
    with time_machine.travel(f"{day}T06:00:00Z", tick=False):
        acted(post(client_as("legal"), open_case, "hearing-records", **hearing_record(body["held_at"])))
        officer = client_as("officer")
        refused(post(officer, open_case, "notices", **choice(30_000)), "heavier_after_statement", "第四十五条")
        acted(post(officer, open_case, "evidence", **evidence(title="听证后调取的视频")))
        acted(post(officer, open_case, "notices", **choice(30_000)))


def test_a_warning_is_not_added_for_having_spoken(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        officer = client_as("officer")
        acted(officer.post(SPOTS, json=spot(world, found.order["id"])))
        id = filed(client_as, world, hazard_ids=[found.id])
        told(client_as, id, is_warning=False)
        acted(post(officer, id, "statements", **statement(is_made=True)))
        refused(post(officer, id, "notices", **choice()), "heavier_after_statement", "第四十五条")


def test_new_evidence_is_reviewed_anew_and_what_was_returned_may_be_mended(open_case: str, client_as: ClientAs) -> None:
    told(client_as, open_case)
    officer, legal, leader = client_as("officer"), client_as("legal"), client_as("leader")
    acted(post(officer, open_case, "statements", **statement()))
    acted(post(officer, open_case, "hearing-waivers"))
    acted(post(legal, open_case, "legal-reviews", **review("returned")))
    refused(post(legal, open_case, "legal-reviews", **review()), "legal_review_returned", "第五十八条")
    acted(post(officer, open_case, "evidence", **evidence(title="补充的询问笔录")))
    refused(post(leader, open_case, "decisions", **decision()), "legal_review_missing", "第五十八条")
    acted(post(legal, open_case, "legal-reviews", **review()))
    acted(post(officer, open_case, "evidence", **evidence(title="又一份证据")))
    refused(post(leader, open_case, "decisions", **decision()), "legal_review_missing", "第五十八条")
    acted(post(legal, open_case, "legal-reviews", **review()))
    assert acted(post(leader, open_case, "decisions", **decision()))["state"] == "decided"


def test_what_happened_before_the_deadline_is_no_consequence_of_missing_it(open_case: str, client_as: ClientAs) -> None:
    officer = client_as("officer")
    acted(post(officer, open_case, "evidence", **evidence()))
    before = (clock.today() - timedelta(days=5)).isoformat()
    acted(post(officer, open_case, "consequences", **consequence(happened_on=before)))
    answer = post(officer, open_case, "notices", **choice())
    refused(answer, "fine_conditions_unmet", "第十九条", "fine_fen")
    assert answer.json["missing"] == ["consequence_recorded"]
    acted(post(officer, open_case, "consequences", **consequence()))
    acted(post(officer, open_case, "notices", **choice()))


def test_a_new_deadline_asks_for_a_new_recheck(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        new = clock.today() + timedelta(days=5)
        again = recheck(world, passed=False, new_deadline_on=new.isoformat())
        done(act(client_as("officer"), found.id, "rechecks", again))
    with time_machine.travel(later + timedelta(days=7), tick=False):
        officer, id = client_as("officer"), filed(client_as, world, hazard_ids=[found.id])
        acted(post(officer, id, "evidence", **evidence()))
        acted(post(officer, id, "consequences", **consequence()))
        answer = post(officer, id, "notices", **choice())
        refused(answer, "fine_conditions_unmet", "第十九条")
        assert answer.json["missing"] == ["recheck_failed"]
        done(act(officer, found.id, "rechecks", recheck(world, passed=False)))
        acted(post(officer, id, "notices", **choice()))


def test_a_unit_is_the_same_under_another_name(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        first = filed(client_as, world, hazard_ids=[found.id])
        ready(client_as, first)
        with database.connection_context():
            Unit.update(name="更名后的学校").where(Unit.id == world.units["school_first"]).execute()
        running = client_as("officer").post(CASES, json=filing(world, hazard_ids=[found.id]))
        refused(running, "case_already_filed", "第二十九条")
        acted(post(client_as("leader"), first, "decisions", **decision()))
        officer, again = client_as("officer"), filed(client_as, world, hazard_ids=[found.id])
        acted(post(officer, again, "evidence", **evidence()))
        acted(post(officer, again, "consequences", **consequence()))
        refused(post(officer, again, "notices", **choice()), "double_fine", "第二十九条", "fine_fen")


def test_a_warned_person_does_not_spare_the_unit_its_warning(late: Late, client_as: ClientAs, world: World) -> None:
    found, later = late
    with time_machine.travel(later, tick=False):
        officer = client_as("officer")
        id = filed(client_as, world, hazard_ids=[found.id], respondent={"kind": "person", "name": "赵校长"})
        acted(post(officer, id, "evidence", **evidence()))
        acted(post(officer, id, "notices", **choice(0)))
        acted(post(officer, id, "receipts", **receipt()))
        acted(post(officer, id, "statements", **statement()))
        acted(post(client_as("leader"), id, "decisions", **decision(0)))
        acted(officer.post(SPOTS, json=spot(world, found.order["id"])))


def test_what_is_preserved_is_dealt_with_after_the_case_has_ended(open_case: str, client_as: ClientAs) -> None:
    officer = client_as("officer")
    kept = acted(post(officer, open_case, "preservations", items="主机", place="物证室", reason="可能灭失"))
    ended = acted(post(client_as("leader"), open_case, "withdrawals", reason="经查不属本局管辖"))
    assert [row["code"] for row in ended["deadlines"]] == ["preservation"]
    back = {"preservation_id": kept["acts"][-1]["id"], "outcome": "returned", "reason": "已撤案"}
    after = acted(post(officer, open_case, "preservation-decisions", **back))
    assert (after["state"], after["deadlines"]) == ("withdrawn", [])


@pytest.mark.parametrize("path", sorted(SIGNED))
def test_what_bears_a_signature_asks_for_the_password_again(open_case: str, client_as: ClientAs, path: str) -> None:
    """Whoever finds a desk unlocked signs nothing in another's name."""
    told(client_as, open_case)
    officer = client_as("officer")
    acted(post(officer, open_case, "hearing-requests", asked_on=clock.today().isoformat()))
    before = officer.get(f"{CASES}/{open_case}").json["acts"]
    persona, body = {
        "notices": ("officer", choice()),
        "hearings": ("legal", hearing_on(clock.today() + timedelta(days=30))),
        "hearing-records": ("legal", hearing_record(clock.to_text(clock.now()))),
        "legal-reviews": ("legal", review()),
        "transfers": ("leader", {"addressee": "刑侦大队", "crime": "重大责任事故罪", "reason": "涉嫌犯罪"}),
    }[path]
    wrong = post(client_as(persona), open_case, path, **{**body, "password": "falsch"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "password_refused")
    bare = client_as(persona).post(f"{CASES}/{open_case}/{path}", json={"id": str(new_id()), **body})
    assert (bare.status_code, bare.json["errors"][0]["field"]) == (422, "password")
    assert officer.get(f"{CASES}/{open_case}").json["acts"] == before
