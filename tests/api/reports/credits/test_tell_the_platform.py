"""Penalties are put down for the credit platform, leave in fixed columns, and are taken back when annulled."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from reports.credits.jobs import JOBS
from reports.credits.models import CreditRecord
from reports.credits.rules import is_told
from reports.credits.services import record_decision, remind
from reports.penalties.models import PenaltyDecision
from server.core import clock
from server.core.events import verify_chain
from server.core.ids import new_id
from server.units.calendar.models import CalendarYear
from server.units.calendar.queries import calendar_between
from tests.factories.executions import FINE, Fined, annulment, lodged, outcome
from tests.factories.penalties import post
from tests.world import World

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]
RECORDS, REPORTS = "/api/v1/credit-records", "/api/v1/credit-reports"
LEGACY = ["CF_WSH", "CF_CFMC", "CF_CFLB1", "CF_CFLB2", "CF_SY", "CF_YJ", "CF_XDR_MC", "CF_XDR_SHXYM", "CF_XDR_ZDM"]
LEGACY += ["CF_XDR_GSDJ", "CF_XDR_SWDJ", "CF_XDR_SFZ", "CF_FR", "CF_JG", "CF_JDRQ", "CF_XZJG", "CF_ZT", "DFBM"]
LEGACY += ["SJC", "BZ"]


def only(client: Any, **query: Any) -> Any:
    [row] = client.get(RECORDS, query_string=query).json["items"]
    return row


def report(client: Any, *ids: str, **changes: Any) -> Any:
    today = clock.today().isoformat()
    return client.post(
        REPORTS,
        json={"id": str(new_id()), "record_ids": list(ids), "reported_on": today, "receipt_no": "S1", **changes},
    )


def withdrawal(**changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "withdrawn_on": clock.today().isoformat(), "note": "决定已撤销。", **changes}


def move_decision(day: date) -> CreditRecord:
    """The record as it would be of a decision on another day."""
    decision = PenaltyDecision.select().first()
    CreditRecord.delete().execute()
    PenaltyDecision.update(decided_on=day).where(PenaltyDecision.id == decision.id).execute()
    row = record_decision(decision.id)
    assert row is not None
    return row


@pytest.mark.clause("JN-2.3.3c")
def test_a_decision_before_the_national_day_is_due_after_the_holidays(case: Fined, connected: None) -> None:
    """Seven working days, with the holidays and worked weekends of the year. Source: 行政处罚法 art. 85."""
    friday = date(2026, 9, 25)
    row = move_decision(friday)
    calendar = calendar_between(friday, friday + timedelta(days=40))
    assert 2026 in calendar.loaded_years
    assert not calendar.is_working(date(2026, 10, 1))
    worked = [day for offset in range(1, 40) if calendar.is_working(day := friday + timedelta(days=offset))]
    assert row.due_on == worked[6] > friday + timedelta(days=9)
    assert row.is_certain


def test_over_a_year_without_holidays_the_day_is_marked_uncertain(case: Fined, connected: None) -> None:
    CalendarYear.delete().where(CalendarYear.year == 2026).execute()
    assert not move_decision(date(2026, 9, 25)).is_certain


@pytest.mark.clause("JN-2.3.3c")
def test_the_workbook_opens_with_its_columns_in_fixed_order(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(1):
        sets = {one["name"]: one["columns"] for one in officer.get("/api/v1/credit-columns").json["sets"]}
        assert [column["code"] for column in sets["legacy"]] == LEGACY
        for name in ("current", "legacy", "public"):
            answer = officer.get(f"{RECORDS}/export?columns={name}&form=xlsx")
            sheet = load_workbook(io.BytesIO(answer.data)).active
            headings, row = [[cell.value for cell in line] for line in sheet.iter_rows()]
            assert headings == [column["heading"] for column in sets[name]]
            assert dict(zip(headings, row, strict=True))[headings[0]]
        values = dict(zip(headings, row, strict=True))
        assert (values["处罚内容"], values["处罚类别"]) == ("警告；罚款人民币20,000.00元", "警告；罚款")
        assert values["公示截止期"] > values["处罚决定日期"]


def test_csv_and_json_have_the_same_columns(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(1):
        text = officer.get(f"{RECORDS}/export?columns=legacy&form=csv").data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        found = json.loads(officer.get(f"{RECORDS}/export?columns=legacy&form=json").data)
        assert lines[0] == [column["heading"] for column in found["columns"]]
        assert list(found["rows"][0]) == LEGACY
        assert lines[1] == list(found["rows"][0].values())


def test_no_cell_is_a_formula_and_no_person_is_named_in_public(case: Fined, client_as: ClientAs) -> None:
    with case.after(1):
        row = CreditRecord.select().first()
        facts = {**row.facts, "facts": "=HYPERLINK(1)", "respondent_kind": "自然人", "respondent_name": "欧阳小明"}
        CreditRecord.update(facts=facts).execute()
        officer = client_as("officer")
        sheet = load_workbook(io.BytesIO(officer.get(f"{RECORDS}/export?columns=legacy&form=xlsx").data)).active
        assert "'=HYPERLINK(1)" in [cell.value for cell in sheet[2]]
        assert all(cell.data_type != "f" for cell in sheet[2])
        public = json.loads(officer.get(f"{RECORDS}/export?columns=public&form=json").data)
        assert public["rows"][0]["xdr_mc"] == "欧***"


def test_a_batch_is_marked_as_reported_once(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(1):
        row = only(officer, state="pending")
        body = {"id": str(new_id()), "receipt_no": "S1"}
        answers = [report(officer, row["id"], **body) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        shown = only(officer, state="reported")
        assert (shown["reported_by"], shown["receipt_no"], shown["is_late"]) == ("陈明理", "S1", False)
        assert report(officer, row["id"], **{**body, "receipt_no": "S2"}).status_code == 409
        again = report(officer, row["id"])
        assert (again.json["code"], again.json["errors"][0]["field"]) == ("credit_not_pending", "record_ids.0")
        early = report(officer, row["id"], reported_on="2020-01-01")
        assert early.status_code in (409, 422)


@pytest.mark.clause("JN-2.3.3c")
def test_an_annulled_decision_makes_a_task_to_withdraw_within_three_working_days(
    case: Fined, client_as: ClientAs, run_jobs: Jobs, connected: None
) -> None:
    officer = client_as("officer")
    with case.after(5):
        row = only(officer)
        report(officer, row["id"])
        refused = officer.post(f"{RECORDS}/{row['id']}/withdrawals", json=withdrawal())
        assert (refused.status_code, refused.json["code"]) == (422, "credit_nothing_to_withdraw")
        assert post(client_as("leader"), case.id, "annulments", **annulment()).status_code == 201
        run_jobs()
        task, today = only(officer, state="withdrawing"), clock.today()
        calendar = calendar_between(today, today + timedelta(days=30))
        assert (task["cause"], task["due_on"]) == ("annulled", calendar.add_working(today, 3).isoformat())
        told = [notice["text"] for notice in officer.get("/api/v1/notices").json["items"]]
        assert any("须撤回公示信息" in text for text in told)
        body = withdrawal()
        done = [officer.post(f"{RECORDS}/{row['id']}/withdrawals", json=body) for _ in range(2)]
        assert [answer.status_code for answer in done] == [201, 201]
        assert (done[0].json["state"], done[0].json["withdrawn_by"]) == ("withdrawn", "陈明理")
        other = officer.post(f"{RECORDS}/{row['id']}/withdrawals", json={**body, "note": "另一说明"})
        assert other.status_code == 409
        assert verify_chain().ok


def test_a_changed_decision_is_taken_back_and_told_anew(case: Fined, client_as: ClientAs, run_jobs: Jobs) -> None:
    officer = client_as("officer")
    with case.after(5):
        row = only(officer)
        report(officer, row["id"])
        post(officer, case.id, "remedies", **lodged())
        post(officer, case.id, "remedy-outcomes", **outcome("changed", fine_fen=FINE // 2))
        run_jobs()
        assert only(officer)["state"] == "withdrawing"
        done = officer.post(f"{RECORDS}/{row['id']}/withdrawals", json=withdrawal())
        assert (done.json["state"], done.json["content"]) == ("pending", "警告；罚款人民币10,000.00元")


def test_what_is_late_is_flagged_and_the_bureau_reminded_once_a_day(
    case: Fined, client_as: ClientAs, connected: None
) -> None:
    officer = client_as("officer")
    with case.after(30):
        assert only(officer, late="true")["is_late"]
        assert [remind(), remind()] == [1, 1]
        told = [notice["text"] for notice in officer.get("/api/v1/notices").json["items"]]
        assert sum("处罚信息已逾期" in text for text in told) == 1


def test_strangers_and_units_see_and_mark_nothing(case: Fined, client_as: ClientAs) -> None:
    with case.after(1):
        row = only(client_as("officer"))
        stranger = client_as("stranger")
        assert stranger.get(f"{RECORDS}/{row['id']}").status_code == 404
        assert report(stranger, row["id"]).status_code == 404
        assert stranger.post(f"{RECORDS}/{row['id']}/withdrawals", json=withdrawal()).status_code == 404
        assert client_as("head").get(RECORDS).status_code == 403
        assert report(client_as("leader"), row["id"]).status_code == 403


def test_the_dated_rule_may_leave_warnings_out(case: Fined, connected: None, world: World) -> None:
    kinds = {"spot": False, "warning": True, "fine": True}
    assert [is_told(kinds, spot=True, fine_fen=0), is_told(kinds, spot=False, fine_fen=0)] == [False, True]
    with time_machine.travel(case.at, tick=False):
        decision = PenaltyDecision.select().first()
        assert record_decision(decision.id).id == record_decision(decision.id).id  # type: ignore[union-attr]


@pytest.mark.parametrize("order", [("credits.record", "credits.withdraw"), ("credits.withdraw", "credits.record")])
@pytest.mark.parametrize("is_known", [False, True], ids=["not put down yet", "put down"])
def test_no_annulled_decision_waits_to_be_told_in_whatever_order_the_jobs_come(
    case: Fined, client_as: ClientAs, connected: None, order: tuple[str, str], is_known: bool
) -> None:
    """A job that failed comes again at any time: what it finds counts, not when it was asked for."""
    decision = PenaltyDecision.select().first()
    with case.after(5):
        if not is_known:
            CreditRecord.delete().execute()
        made = post(client_as("leader"), case.id, "annulments", **annulment())
        act = next(row for row in made.json["acts"] if row["kind"] == "annulment")
        arguments = {"decision_id": str(decision.id), "subject_id": act["id"]}
        for name in (*order, *order):
            next(job for job in JOBS if job.name == name).run(arguments)
        rows = client_as("officer").get(RECORDS).json["items"]
    assert [(row["state"], row["cause"]) for row in rows] == ([("withdrawing", "annulled")] if is_known else [])


def test_a_change_asked_for_twice_is_taken_back_once(
    case: Fined, client_as: ClientAs, run_jobs: Jobs, connected: None
) -> None:
    officer = client_as("officer")
    with case.after(5):
        row = only(officer)
        report(officer, row["id"])
        post(officer, case.id, "remedies", **lodged())
        made = post(officer, case.id, "remedy-outcomes", **outcome("changed", fine_fen=FINE // 2))
        run_jobs()
        officer.post(f"{RECORDS}/{row['id']}/withdrawals", json=withdrawal())
        arguments = {"decision_id": row["decision_id"], "subject_id": made.json["acts"][-1]["id"]}
        next(job for job in JOBS if job.name == "credits.withdraw").run(arguments)
        assert only(officer)["state"] == "pending", "told anew, and not to be taken back again"
